"""The calendar of a post: its meetings, and the deadlines of what it owns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.feed import feed
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.exempt import exempt
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people.groups import found_group
from slt_flow.services.request.actions import perform
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext
from tests.records.year import done

SECRETARY, OWNER, OTHER = "slt-koordinator", "politikontakt", "radikaliseringskontakt"


@pytest.fixture
def june(context: MakeContext) -> Context:
    council = context()
    done(hold(council, "2026-06-10"))
    done(register(council, "Natteravner", meeting="M1/26", consent="all"))
    done(assign(council, "1/26", OWNER, due="2026-09-01"))
    done(add_measure(council, "1/26.1", "Vester", owner=OTHER, due="2026-08-01"))
    done(plan(council, "2026-10-01", at="09:00"))
    return council


def deadlines(context: Context, post: str) -> list[tuple[str, date, int]]:
    return [(row.ref, row.day, row.revision.sequence) for row in feed(context, post).deadlines]


def test_each_post_has_its_own_meetings_and_deadlines(june: Context) -> None:
    assert deadlines(june, OWNER) == [("1/26.1", date(2026, 9, 1), 0)]
    assert deadlines(june, OTHER) == [("1/26.1.1", date(2026, 8, 1), 0)]
    assert [row.ref for row in feed(june, OWNER).meetings] == ["M1/26", "M2/26"]
    assert feed(june, OTHER).meetings == ()
    done(found_group(june, "natt", "Nattgruppa", [OTHER]))
    done(plan(june, "2026-07-01", group="natt"))
    assert [(row.group, row.day) for row in feed(june, OTHER).meetings] == [("Nattgruppa", date(2026, 7, 1))]
    with pytest.raises(RequestError, match="unknown_post"):
        feed(june, "ingen")


def test_the_secretary_is_told_when_agendas_are_due_until_they_are_sent(june: Context) -> None:
    assert deadlines(june, SECRETARY) == [("M2/26", date(2026, 9, 24), 0)]
    assert feed(june, SECRETARY).deadlines[0].agenda
    done(perform(june, ["M2/26"], "call", {}))
    assert deadlines(june, SECRETARY) == []


def test_a_deadline_that_moves_keeps_its_name_and_what_is_done_has_none(june: Context) -> None:
    (before,) = feed(june, OTHER).deadlines
    later = replace(june, clock=FixedClock(datetime(2026, 6, 16, 8, tzinfo=UTC)))
    done(perform(later, ["1/26.1.1"], "reschedule", {"due": "2026-08-20", "reason": "Ferie"}))
    (after,) = feed(june, OTHER).deadlines
    assert (after.day, after.revision) == (
        date(2026, 8, 20), before.revision._replace(sequence=1, stamp=datetime(2026, 6, 16, 8, tzinfo=UTC)),
    )  # fmt: skip
    done(undo(later, "Feil", "1/26.1.1"))
    assert deadlines(june, OTHER) == [("1/26.1.1", date(2026, 8, 1), 2)]
    done(perform(later, ["1/26.1.1"], "cancel", {"reason": "Nei"}))
    assert deadlines(june, OTHER) == []


def test_a_meeting_that_was_called_off_stays_so_that_calendars_take_it_off(june: Context) -> None:
    done(perform(june, ["M2/26"], "cancel", {"reason": "For få kan"}))
    assert [(row.ref, row.cancelled) for row in feed(june, OWNER).meetings] == [("M1/26", False), ("M2/26", True)]
    assert deadlines(june, SECRETARY) == []
    assert feed(replace(june, clock=FixedClock(datetime(2027, 1, 2, tzinfo=UTC))), OWNER).meetings == ()


def test_the_public_edition_has_no_word_of_exempt_work_and_keeps_the_numbers_of_the_rest(june: Context) -> None:
    done(register(june, "Åpent", meeting="M1/26", consent="all"))
    done(assign(june, "2/26", OWNER, due="2026-09-15"))
    before = {row.ref: row.revision for row in feed(june, OWNER).deadlines}
    done(exempt(replace(june, basis="offl. § 13"), "1/26", public_title="Personalsak"))
    internal, public = feed(june, OWNER), feed(june.in_public("nb"), OWNER)
    assert [(row.ref, row.title) for row in internal.deadlines] == [("1/26.1", "Natteravner"), ("2/26.1", "Åpent")]
    assert [(row.ref, row.revision) for row in public.deadlines] == [("2/26.1", before["2/26.1"])]
    assert "Natteravner" not in str(public)
