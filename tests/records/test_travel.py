"""What held on a day, and what could be known on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from slt_flow.engine.fold import replayed
from slt_flow.errors import RequestError
from slt_flow.model import Absence, Clause, Council, Decision, Definition, Group, Item, Post
from slt_flow.model.moment import Moment, end_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.records.replay import travelled
from slt_flow.results.history import HistoryLine
from slt_flow.services.agreements.show import agreement
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.lists import list_decisions
from slt_flow.services.decisions.rationale import list_challenges, list_knowledge
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.status import status
from slt_flow.services.follow_up.today import today
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.history.find import find
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.lists import list_meetings, show_meeting
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import organisations, posts
from slt_flow.services.people.lists import list_areas, list_organisations, list_posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.year.evaluation_view import show
from slt_flow.services.year.learning_view import points
from slt_flow.services.year.obligations import obligations
from slt_flow.services.year.wheel import wheel
from tests.conftest import MakeContext, Prepared
from tests.records.year import done


def at(context: Context, moment: str, on: str | None = None) -> Context:
    """The same context at another moment (UTC), for another day."""
    clock = FixedClock(datetime.fromisoformat(moment).replace(tzinfo=UTC))
    return replace(context, clock=clock, on=date.fromisoformat(on) if on else None)


def states(context: Context) -> dict[str, str]:
    return {row.ref: row.state for row in list_decisions(context)}


def holder(context: Context, post: str) -> Any:
    return next((row.holder, row.vacant) for row in list_posts(context) if row.id == post)


def _late(made: Context) -> None:
    """A council whose cases were entered late and out of order."""
    done(register(at(made, "2026-07-01T08:00", "2026-05-01"), "Fra mai"))
    done(register(at(made, "2026-07-02T08:00", "2026-02-01"), "Fra februar"))
    done(register(at(made, "2026-07-03T08:00", "2026-03-01"), "Fra mars"))
    done(actions.perform(at(made, "2026-07-04T08:00", "2026-05-20"), ["2/26"], "withdraw", {"reason": "Løst"}))


@pytest.fixture
def late(prepared: Prepared) -> Context:
    return prepared(_late)


def test_as_of_sees_what_held_whenever_it_was_entered(late: Context) -> None:
    assert states(late) == {"1/26": "registered", "2/26": "withdrawn", "3/26": "registered"}
    assert states(late.at(as_of=date(2026, 1, 31))) == {}
    assert states(late.at(as_of=date(2026, 2, 1))) == {"2/26": "registered"}
    assert states(late.at(as_of=date(2026, 3, 1))) == {"2/26": "registered", "3/26": "registered"}
    assert states(late.at(as_of=date(2026, 5, 19))) == {
        "1/26": "registered",
        "2/26": "registered",
        "3/26": "registered",
    }
    assert states(late.at(as_of=date(2026, 5, 20)))["2/26"] == "withdrawn"
    assert states(late.at(as_of=date(2099, 1, 1))) == states(late)


def test_as_known_sees_what_had_been_entered(late: Context) -> None:
    assert states(late.at(as_known=date(2026, 6, 30))) == {}
    assert states(late.at(as_known=date(2026, 7, 2))) == {"1/26": "registered", "2/26": "registered"}
    assert states(late.at(as_known=date(2026, 7, 3))) == {
        "1/26": "registered",
        "2/26": "registered",
        "3/26": "registered",
    }
    assert states(late.at(as_known=date(2026, 7, 4))) == states(late)


def test_a_clock_set_back_hides_nothing_that_others_build_on(context: MakeContext) -> None:
    made = context()
    done(register(at(made, "2026-06-01T08:00", "2026-05-01"), "To uker før rådet ble lagt inn"))
    assert states(made.at(as_known=date(2026, 6, 1))) == {"1/26": "registered"}
    with pytest.raises(RequestError, match="before_the_council"):
        status(made.at(as_known=date(2026, 5, 31)))


def test_both_days_at_once(context: MakeContext) -> None:
    made = at(context(), "2026-07-01T08:00", "2026-05-01")
    done(register(made, "Fra mai"))
    done(register(at(made, "2026-07-02T08:00", "2026-02-01"), "Fra februar"))
    assert states(made.at(as_known=date(2026, 6, 30))) == {}
    assert states(made.at(as_known=date(2026, 7, 1))) == {"1/26": "registered"}
    assert states(made.at(as_known=date(2026, 7, 2))) == {"1/26": "registered", "2/26": "registered"}
    assert states(made.at(as_of=date(2026, 3, 1), as_known=date(2026, 7, 1))) == {}
    assert states(made.at(as_of=date(2026, 3, 1), as_known=date(2026, 7, 2))) == {"2/26": "registered"}


def test_a_day_ends_at_midnight_in_norway(context: MakeContext) -> None:
    made = at(context(), "2026-07-01T21:59:59.999", "2026-06-01")
    done(register(made, "Rett før midnatt"))
    done(register(at(made, "2026-07-01T22:00", "2026-06-01"), "Midnatt"))
    assert list(states(made.at(as_known=date(2026, 7, 1)))) == ["1/26"]
    assert list(states(made.at(as_known=date(2026, 7, 2)))) == ["1/26", "2/26"]
    assert end_of(date(2026, 7, 1)) == "2026-07-01T21:59:59.999999Z"
    assert end_of(date(2026, 12, 1)) == "2026-12-01T22:59:59.999999Z"
    assert end_of(date(2026, 3, 29)) == "2026-03-29T21:59:59.999999Z"


def test_a_void_counts_on_every_day_but_only_once_it_could_be_known(context: MakeContext) -> None:
    made = at(context(), "2026-07-01T08:00", "2026-05-01")
    done(register(made, "En sak"))
    done(actions.perform(at(made, "2026-07-02T08:00", "2026-05-10"), ["1/26"], "withdraw", {"reason": "Feil"}))
    done(undo(at(made, "2026-07-05T08:00", "2026-07-05"), "Feil sak", "1/26"))
    assert states(made) == {"1/26": "registered"}
    assert states(made.at(as_of=date(2026, 5, 15))) == {"1/26": "registered"}
    assert states(made.at(as_known=date(2026, 7, 4))) == {"1/26": "withdrawn"}
    assert states(made.at(as_known=date(2026, 7, 5))) == {"1/26": "registered"}
    assert states(made.at(as_of=date(2026, 5, 15), as_known=date(2026, 7, 4))) == {"1/26": "withdrawn"}
    lines = history(made.at(as_of=date(2026, 5, 15)), "1/26")
    assert [(line.kind, line.voided) for line in lines] == [
        ("Registered", False),
        ("Moved", True),
        ("EntryVoided", False),
    ]


def test_holders_count_from_their_own_first_day(context: MakeContext) -> None:
    made = at(context(), "2026-07-01T08:00")
    done(posts.appoint(made, "ordforer", "Kari Nordmann"))
    done(posts.vacate(at(made, "2026-07-02T08:00", "2026-04-01"), "ordforer"))
    done(posts.appoint(at(made, "2026-07-03T08:00", "2026-05-01"), "ordforer", "Ola Nordmann"))
    assert holder(made, "ordforer") == ("Ola Nordmann", False)
    assert holder(made.at(as_of=date(2026, 1, 1)), "ordforer") == ("Kari Nordmann", False)
    assert holder(made.at(as_of=date(2026, 3, 31)), "ordforer") == ("Kari Nordmann", False)
    assert holder(made.at(as_of=date(2026, 4, 1)), "ordforer") == (None, True)
    assert holder(made.at(as_of=date(2026, 5, 1)), "ordforer") == ("Ola Nordmann", False)
    assert holder(made.at(as_known=date(2026, 7, 2)), "ordforer") == (None, True)
    assert holder(made.at(as_known=date(2026, 6, 30)), "ordforer") == (None, False)


def test_posts_and_organisations_count_from_the_councils_first_day(context: MakeContext) -> None:
    made = at(context(), "2026-07-01T08:00")
    done(organisations.add_organisation(made, "idrettslaget", "Idrettslaget"))
    done(posts.add_post(made, "trener", "Trener", "idrettslaget", ["executing"]))
    assert holder(made.at(as_of=date(2026, 1, 1)), "trener") == (None, False)
    assert "trener" not in {row.id for row in list_posts(made.at(as_known=date(2026, 6, 30)))}


def test_before_the_council_nothing_was_decided(late: Context) -> None:
    assert status(late.at(as_of=date(2025, 12, 31))).totals["decisions"] == 0
    assert list_meetings(late.at(as_of=date(2025, 12, 31))) == ()


def test_before_the_council_was_entered_nothing_was_known(late: Context) -> None:
    with pytest.raises(RequestError, match="before_the_council"):
        status(late.at(as_known=date(2026, 6, 14)))
    assert list_posts(late.at(as_known=date(2026, 6, 14))) == ()


def test_a_meeting_as_it_stood(context: MakeContext) -> None:
    made = context()
    done(plan(at(made, "2026-07-01T08:00", "2026-02-01"), "2026-03-12"))
    done(
        actions.perform(
            at(made, "2026-07-01T08:00", "2026-02-10"), ["M1/26"], "move", {"date": "2026-03-19", "reason": "Snø"}
        )
    )
    done(hold(at(made, "2026-07-01T08:00"), "M1/26", "all"))
    seen = [
        show_meeting(made.at(as_of=day), "M1/26") for day in (date(2026, 2, 1), date(2026, 2, 10), date(2026, 3, 19))
    ]
    assert [(meeting.day, meeting.state) for meeting in seen] == [
        (date(2026, 3, 12), "planned"),
        (date(2026, 3, 19), "planned"),
        (date(2026, 3, 19), "held"),
    ]
    with pytest.raises(RequestError, match="unknown_ref"):
        show_meeting(made.at(as_of=date(2026, 1, 31)), "M1/26")


def test_on_no_day_of_the_year_does_anything_lack_its_ground(year: Context) -> None:
    """Between two days on which entries hold nothing changes, so these are all the days there are."""
    with year.store.reading() as connection:
        known = journal.read(connection, "kvaefjord")
    days = sorted({entry.on for entry in known})
    assert len(days) > 50
    for day in [days[0] - timedelta(days=1), *days]:
        told, gone = journal.held_by(known, Moment(day))
        held = replayed("kvaefjord", told, gone)
        posts_ = {post.id for post in held.all(Post)}
        assert {item.owner for item in held.all(Item)} - {None} <= posts_
        assert {name for a in held.all(Absence) for name in (a.post, a.deputy)} - {None} <= posts_
        assert {item.ref.parent for item in held.all(Item)} - {None} <= {item.ref for item in held.all(Item)}
        assert {clause.until for clause in held.all(Clause)} <= {None, *days}
        assert {item.pin for item in held.all(Item)} <= {each.digest for each in held.all(Definition)}


def test_what_is_known_grows_entry_by_entry_without_ever_lacking_ground(year: Context) -> None:
    """What had been recorded by any moment can be replayed for any day: what was told later is never leant on."""
    with year.store.reading() as connection:
        known = journal.read(connection, "kvaefjord")
    days = sorted({entry.on for entry in known})
    requests = sorted({entry.request: entry.seq for entry in known}.values())
    for seq in requests[::7]:
        for day in days[::9]:
            told, gone = journal.held_by(known[:seq], Moment(day))
            assert replayed("kvaefjord", told, gone).head <= seq


def test_the_tables_of_another_day_are_what_the_entries_that_held_amount_to(year: Context) -> None:
    with year.store.reading() as connection:
        known = journal.read(connection, "kvaefjord")
        days = sorted({entry.on for entry in known})
        for day in [*days[::8], days[-1]]:
            with travelled(connection, "kvaefjord", Moment(day)) as (past, told):
                again = replayed("kvaefjord", told, journal.voided(known))
                assert dict(projection.everything(past, "kvaefjord").tables()) == dict(again.tables())
        with travelled(connection, "kvaefjord", Moment(date(2099, 1, 1))) as (past, _):
            now = projection.everything(connection, "kvaefjord")
            assert dict(projection.everything(past, "kvaefjord").tables()) == dict(now.tables())


READINGS: dict[str, Callable[..., object]] = {
    "status": status,
    "today": today,
    "duties": duties,
    "decisions": list_decisions,
    "meetings": list_meetings,
    "posts": list_posts,
    "areas": list_areas,
    "history": history,
    "organisations": list_organisations,
    "knowledge": list_knowledge,
    "challenges": list_challenges,
    "evaluation": show,
    "learning": points,
    "obligations": obligations,
    "wheel": wheel,
    "agreement": agreement,
    "actions": actions.next_actions,
}


@pytest.mark.endurance
@pytest.mark.parametrize("reading", list(READINGS))
def test_every_reading_can_be_done_before_anything_in_the_middle_and_after_all(year: Context, reading: str) -> None:
    for day in ("2026-01-01", "2026-10-22", "2027-06-01"):
        assert READINGS[reading](year.at(date.fromisoformat(day))) is not None


def test_a_newer_agreement_holds_from_its_day_and_the_older_one_until_then(year: Context) -> None:
    with year.store.reading() as connection:
        known = journal.read(connection, "kvaefjord")

    def held(day: str) -> Snapshot:
        told, gone = journal.held_by(known, Moment(date.fromisoformat(day)))
        return replayed("kvaefjord", told, gone)

    before, after = held("2026-11-14"), held("2026-11-15")
    assert (before.one(Council).agreement, after.one(Council).agreement) == (
        "kvaefjord/2019-01-01",
        "kvaefjord/2026-11-15",
    )
    assert {clause.until for clause in before.all(Clause)} == {None}
    assert {clause.until for clause in after.all(Clause)} == {None, date(2026, 11, 15)}
    assert before.one(Post, "administrasjonssjef").seat
    assert not after.one(Post, "administrasjonssjef").seat
    agreed = [[group.id for group in rows.all(Group) if group.added is None] for rows in (before, after)]
    assert agreed == [[], ["ko"]]
    assert [d.area for d in (before.one(Decision, 2026, 6), after.one(Decision, 2026, 6))] == [
        "beredskap",
        "trafikksikkerhet",
    ]


def test_a_deputy_acts_as_of_the_day_by_what_had_been_said_of_it(year: Context) -> None:
    with year.store.reading() as connection:
        known = journal.read(connection, "kvaefjord")
    acting = {}
    for day in ("2026-06-30", "2026-07-06", "2026-07-19", "2026-07-20"):
        told, gone = journal.held_by(known, Moment(date.fromisoformat(day)))
        acting[day] = replayed("kvaefjord", told, gone).deputy_on("politikontakt", date.fromisoformat(day))
    assert acting == {
        "2026-06-30": None,
        "2026-07-06": "slt-koordinator",
        "2026-07-19": "slt-koordinator",
        "2026-07-20": None,
    }


def _leaning(made: Context) -> None:
    """A decision and a measure that rest on what was registered for a later day than theirs."""
    on = partial(at, made, "2026-07-01T08:00")
    done(hold(at(made, "2026-07-01T08:00"), "2026-03-12", "all"))
    done(register(on("2026-03-12"), "Skolevei", meeting="M1/26", consent="all"))
    done(assign(on("2026-04-01"), "1/26", "politikontakt", "2026-09-01"))
    done(knowledge.add_knowledge(on("2026-06-01"), "ungdata", "Ungdata", source="Ungdata"))
    done(knowledge.add_challenge(on("2026-06-02"), "uteliv", "Uro ute", sources=["ungdata"]))
    for ref in ("1/26", "1/26.1"):
        answers = {"challenge": "uteliv", "knowledge": "ungdata"}
        done(actions.perform(on("2026-05-01"), [ref], "base_on", answers))
    done(register(on("2026-05-02"), "Uteliv", challenges=["uteliv"], knowledge=["ungdata"]))


@pytest.fixture
def leaning(prepared: Prepared) -> Context:
    return prepared(_leaning)


def test_what_rests_on_later_knowledge_can_be_read_before_anybody_had_it(leaning: Context) -> None:
    day = date(2026, 5, 15)
    for read in READINGS.values():
        assert read(leaning.at(as_of=day)) is not None
    for ref in ("1/26", "1/26.1", "2/26"):
        assert show_case(leaning.at(as_of=day), ref).ref == ref


def test_history_shows_what_was_taken_back(year: Context) -> None:
    lines: tuple[HistoryLine, ...] = history(year, "1/26.1.3")
    assert [line.kind for line in lines if line.voided] == ["Moved"]
    assert [line.to_state for line in lines if line.kind == "Moved" and not line.voided][-1] == "cancelled"


def test_what_is_waited_for_as_it_stood(year: Context) -> None:
    def waiting(**when: Any) -> set[str]:
        return {item.ref for duty in duties(year.at(**when)) for item in duty.items}

    assert waiting(as_of=date(2026, 1, 1)) == {"7/25"}  # carried over
    assert waiting(as_of=date(2026, 3, 19)) != waiting()
    assert waiting(as_of=date(2099, 1, 1)) <= {entry.subject for entry in history(year)}
    assert today(year.at(as_of=date(2026, 1, 1))).totals["decisions"] == 1
    with pytest.raises(RequestError, match="before_the_council"):
        today(year.at(as_known=date(2025, 1, 1)))


def test_what_is_found_and_which_organisations_there_are_as_it_was_known(context: MakeContext) -> None:
    made = at(context(), "2026-07-01T08:00")
    done(organisations.add_organisation(made, "idrettslaget", "Idrettslaget"))
    done(register(at(made, "2026-07-01T08:00", "2026-05-01"), "Lys i parken"))
    assert [row.ref for row in find(made.at(as_of=date(2026, 5, 1)), "parken")] == ["1/26"]
    assert find(made.at(as_of=date(2026, 4, 30)), "parken") == ()
    before = {row.id for row in list_organisations(made.at(as_known=date(2026, 6, 30)))}
    assert {row.id for row in list_organisations(made)} - before == {"idrettslaget"}


def test_which_actions_stood_open(late: Context) -> None:
    def offered(**when: Any) -> dict[str, set[str]]:
        return {each.ref: {action.action for action in each.actions} for each in actions.next_actions(late.at(**when))}

    assert "2/26" not in offered()
    assert offered(as_of=date(2026, 2, 1)).keys() == {"2/26"}
    assert "withdraw" in offered(as_of=date(2026, 5, 19))["2/26"]
    (now,) = actions.why(late, "2/26", "withdraw").actions
    (then,) = actions.why(late.at(as_of=date(2026, 5, 19)), "2/26", "withdraw").actions
    assert (now.open, then.open) == (False, True)
    with pytest.raises(RequestError, match="unknown_ref"):
        actions.why(late.at(as_of=date(2026, 1, 31)), "2/26", "withdraw")
    with pytest.raises(RequestError, match="before_the_council"):
        actions.next_actions(late.at(as_known=date(2026, 6, 14)))
