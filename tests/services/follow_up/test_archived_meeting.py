"""A meeting for the archive: numbers, kinds, functions, and papers as they stood before it was held."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from slt_flow.errors import RequestError
from slt_flow.results.archive_messages import CaseKind, Function
from slt_flow.results.archived_meeting import ArchivedMeeting
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.archived_meeting import archived_meeting
from slt_flow.services.meetings.exempt import exempt
from slt_flow.services.meetings.extract import extract
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext, Prepared, on

DAY: Final = "2026-06-10"
PRESENT: Final = ("slt-koordinator", "administrasjonssjef", "politistasjonssjef", "politikontakt")


def archived(context: Context) -> None:
    """A meeting led by another than the chair: one case from before it, one from it, both adopted."""
    early = on(context, "2026-06-01")
    plan(early, DAY)
    register(early, "Natteravner", text="Første ord", meeting="M1/26")
    day = on(context, DAY)
    hold(day, "M1/26", present=",".join(PRESENT), led_by="administrasjonssjef")
    perform(day, ["1/26"], "amend", {"text": "Siste ord"})
    register(day, "Der og da", meeting="M1/26")
    for case in ("1/26", "2/26"):
        for post in PRESENT:
            perform(day, [case], "take_stance", {"post": post, "stance": "consent"})
        perform(day, [case], "adopt")
    perform(day, ["M1/26"], "minute")
    perform(day, ["M1/26"], "archive")


@pytest.fixture
def meeting(prepared: Prepared) -> ArchivedMeeting:
    return archived_meeting(prepared(archived), "M1/26")


def test_points_have_numbers_and_keys_of_their_own(meeting: ArchivedMeeting) -> None:
    numbered = {point.row.point.key: (point.kind, point.year, point.number) for point in meeting.points}
    assert numbered["case:1/26"] == (CaseKind.DECIDED, 2026, 1)
    assert numbered["agreed:innkalling"] == (CaseKind.OTHER, 2026, 1001)
    assert len({number for _, _, number in numbered.values()}) == len(numbered)
    keys = [key for point in meeting.points for key in point.keys.values()]
    assert len(set(keys)) == len(keys)


def test_who_led_in_the_place_of_the_chair_was_second(meeting: ArchivedMeeting) -> None:
    assert {post: meeting.functions.get(post) for post in PRESENT} == {
        "slt-koordinator": Function.SECRETARY, "administrasjonssjef": Function.SECOND, "politistasjonssjef": None,
        "politikontakt": None,
    }  # fmt: skip
    assert meeting.functions["ordforer"] is Function.LEADER
    assert meeting.organisations["politikontakt"] == "Harstad politistasjonsdistrikt"


def test_papers_are_those_that_the_meeting_had(meeting: ArchivedMeeting) -> None:
    first, second = (point for point in meeting.points if point.protocol is not None)
    assert first.paper is not None
    assert first.item is not None
    assert (first.paper.text, first.item.text) == ("Første ord", "Siste ord")
    assert (second.row.ref, second.paper) == ("2/26", None)
    assert meeting.agenda is not None
    assert [point.ref for point in meeting.agenda.items if point.kind == "case"] == ["1/26"]


@pytest.mark.parametrize("sent", [None, "2026-06-03"])
def test_a_meeting_that_was_recorded_afterwards_has_a_notice_only_where_one_was_sent(
    context: MakeContext, sent: str | None
) -> None:
    after = on(context(), "2026-06-11")
    hold(after, DAY, present=",".join(PRESENT), sent=sent)
    perform(after, ["M1/26"], "minute")
    perform(after, ["M1/26"], "archive")
    assert (archived_meeting(after, "M1/26").agenda is None) == (sent is None)


def test_a_public_edition_has_the_same_keys(prepared: Prepared) -> None:
    context = prepared(archived)
    exempt(replace(context, basis="offl. § 13"), "1/26", public_title="Sak")
    whole, public = (archived_meeting(one, "M1/26") for one in (context, context.in_public("nb")))
    assert [point.keys for point in public.points] == [point.keys for point in whole.points]
    assert public.keys == whole.keys
    masked = str([point for point in public.points if point.row.ref == "1/26"])
    assert not any(words in masked for words in ("Første ord", "Siste ord", "Natteravner"))


def test_an_extract_names_no_case_beside_its_own(prepared: Prepared) -> None:
    rows = extract(prepared(archived), "M1/26", "1/26").recorded_by
    assert {ref for row in rows for ref in row.refs} == {"1/26"}


@pytest.mark.parametrize(("ref", "code"), [("M9/26", "unknown_ref"), ("1/26", "not_a_meeting"), ("x", "bad_ref")])
def test_what_is_no_archived_meeting_is_refused(prepared: Prepared, ref: str, code: str) -> None:
    with pytest.raises(RequestError) as refused:
        archived_meeting(prepared(archived), ref)
    assert refused.value.code == code
