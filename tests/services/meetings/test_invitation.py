"""Invitations: who is called, from which address, and a revision that never falls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.follow_up.feed import feed
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.invitation import invitation
from slt_flow.services.meetings.plan import arrange_meeting, plan
from slt_flow.services.people.absences import let_act
from slt_flow.services.people.contacts import record_contact
from slt_flow.services.people.groups import found_group
from slt_flow.services.people.posts import vacate
from slt_flow.services.request.actions import perform
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext
from tests.records.year import done

SECRETARY = "slt-koordinator"
SEATS = ("ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef", "politikontakt")


@pytest.fixture
def june(context: MakeContext) -> Context:
    council = context()
    for post in (SECRETARY, "ordforer"):
        done(record_contact(council, post, f"{post}@example.no"))
    done(plan(council, "2026-09-10", at="10:00", until="12:00", venue="Rådhuset"))
    return council


def later(context: Context, hour: int) -> Context:
    return replace(context, clock=FixedClock(datetime(2026, 6, 15, hour, 30, 15, 7, tzinfo=UTC)))


def test_every_seat_is_called_and_the_secretary_calls(june: Context) -> None:
    found = invitation(june, "M1/26")
    assert tuple(row.post for row in found.invited) == SEATS
    assert found.organiser.address == f"{SECRETARY}@example.no"
    assert [row.post for row in found.reached] == ["ordforer", SECRETARY]
    assert [row.post for row in found.unreached] == [post for post in SEATS if post not in ("ordforer", SECRETARY)]
    meeting = found.meeting
    assert (meeting.day, meeting.begins, meeting.ends, meeting.venue) == (
        date(2026, 9, 10), "10:00", "12:00", "Rådhuset",
    )  # fmt: skip
    assert (meeting.cancelled, meeting.group, meeting.kind) == (False, None, "ordinary")
    done(vacate(june, "ordforer"))
    assert "ordforer" not in {row.post for row in invitation(june, "M1/26").invited}


def test_the_deputy_of_one_who_is_away_that_day_is_invited(june: Context) -> None:
    done(let_act(june, "politistasjonssjef", "radikaliseringskontakt", "2026-09-01", "2026-09-20"))
    done(record_contact(june, "radikaliseringskontakt", "vara@example.no"))
    posts = [row.post for row in invitation(june, "M1/26").invited]
    assert posts == [post if post != "politistasjonssjef" else "radikaliseringskontakt" for post in SEATS]
    assert [row.ref for row in feed(june, "radikaliseringskontakt").meetings] == ["M1/26"]
    assert [row.ref for row in feed(june, "politistasjonssjef").meetings] == ["M1/26"]


def test_a_group_is_called_to_its_own_meeting(june: Context) -> None:
    done(found_group(june, "natt", "Nattgruppa", ["politikontakt"]))
    with pytest.raises(RequestError, match="nobody_to_invite"):
        invitation(june, str(done(plan(june, "2026-08-01", group="natt")).ref))
    done(record_contact(june, "politikontakt", "politi@example.no"))
    done(found_group(june, "ungdom", "Ungdomsteamet", ["politikontakt", SECRETARY]))
    ref = str(done(plan(june, "2026-08-01", group="ungdom")).ref)
    found = invitation(june, ref)
    assert [row.post for row in found.invited] == ["politikontakt", SECRETARY]
    assert (found.meeting.group, found.meeting.begins) == ("Ungdomsteamet", None)


def test_what_changes_the_meeting_raises_the_number_and_so_does_taking_it_back(june: Context) -> None:
    def seen() -> tuple[int, datetime, date, bool]:
        meeting = invitation(june, "M1/26").meeting
        return meeting.revision.sequence, meeting.revision.stamp, meeting.day, meeting.cancelled

    planned = invitation(june, "M1/26")
    first = datetime(2026, 6, 15, 10, tzinfo=UTC)
    assert seen() == (0, first, date(2026, 9, 10), False)
    done(arrange_meeting(later(june, 11), "M1/26", written_by="politikontakt"))  # changes nothing that is said
    done(perform(later(june, 11), ["M1/26"], "call", {}))
    assert seen() == (0, first, date(2026, 9, 10), False)
    done(arrange_meeting(later(june, 12), "M1/26", venue="Lensmannskontoret"))
    done(perform(later(june, 13), ["M1/26"], "move", {"date": "2026-09-17", "reason": "Valg"}))
    assert seen() == (2, datetime(2026, 6, 15, 13, 30, 15, tzinfo=UTC), date(2026, 9, 17), False)
    done(undo(later(june, 14), "Feil", "M1/26"))
    assert seen() == (3, datetime(2026, 6, 15, 14, 30, 15, tzinfo=UTC), date(2026, 9, 10), False)
    done(perform(later(june, 15), ["M1/26"], "cancel", {"reason": "For få kan"}))
    assert seen() == (4, datetime(2026, 6, 15, 15, 30, 15, tzinfo=UTC), date(2026, 9, 10), True)
    cancelled = invitation(june, "M1/26")
    assert cancelled.meeting.revision.uid == planned.meeting.revision.uid
    assert invitation(replace(june, clock=FixedClock(datetime(2027, 1, 1, tzinfo=UTC))), "M1/26") == cancelled


@pytest.mark.parametrize(
    ("posts", "code"), [((), "secretary_without_address"), (("ordforer",), "secretary_without_address")]
)
def test_nobody_is_invited_without_an_address_to_invite_from(
    context: MakeContext, posts: tuple[str, ...], code: str
) -> None:
    council = context()
    for post in posts:
        done(record_contact(council, post, f"{post}@example.no"))
    done(plan(council, "2026-09-10"))
    with pytest.raises(RequestError, match=code):
        invitation(council, "M1/26")
    with pytest.raises(RequestError, match="unknown_ref"):
        invitation(council, "M9/26")
    with pytest.raises(RequestError, match="not_a_meeting"):
        invitation(council, "1/26")
