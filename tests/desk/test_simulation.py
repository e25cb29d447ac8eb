"""Simulated decisions end, add up and come again with their seed; open ones are forecast from where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

import pytest

from slt_flow.definitions.load import pinned
from slt_flow.desk import decisions, doors, meetings, mistakes, posts
from slt_flow.desk.demo import play
from slt_flow.desk.front import Desk
from slt_flow.desk.request import Request
from slt_flow.desk.workflows.choices import Choices, Way, distances, in_order
from slt_flow.desk.workflows.course import Course
from slt_flow.desk.workflows.durations import NOTHING_KNOWN, Durations, Spread, Standard
from slt_flow.desk.workflows.forecast import Calendar, Found, last_of
from slt_flow.desk.workflows.meeting_days import MeetingDays, interval, later
from slt_flow.desk.workflows.simulation import MOST, SEEDS, past_of, simulate
from slt_flow.desk.workflows.stays import Stays
from slt_flow.desk.workflows.world import World
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.explore.scene import DAY, TOP, Bounds, council
from slt_flow.engine.machine import Book
from slt_flow.errors import RecordsError, RequestError
from slt_flow.facts import Snapshot
from slt_flow.records import journal, projection
from slt_flow.records.store import Store
from slt_flow.results import Forecast, Simulation
from slt_flow.rows import Clause
from slt_flow.terms import Level, Ref, Tag
from tests.conftest import MakeDesk
from tests.records.year import done, go
from tests.records.year import play as play_everything
from tests.worlds import SHIPPED, machines, rooms

NOWHERE: Final = Desk(Store("/nowhere/slt.sqlite"))
"""A desk before no database: a simulation without history needs none."""


def on(desk: Desk, day: str) -> Desk:
    return replace(desk, on=date.fromisoformat(day))


@cache
def simulated(cases: int, seed: int) -> Simulation:
    return simulate(NOWHERE, cases=cases, seed=seed)


def world(durations: Durations = NOTHING_KNOWN) -> World:
    return World(
        Book({room.pinned.digest: room for room in rooms().values()}), rooms()["meeting"], Choices(), durations
    )


def begin() -> Snapshot:
    pins = tuple(machines()[name].digest for name in SHIPPED[:3])
    return council(world().book, Bounds(assignments=6, measures=8, meetings=()), pins, rooms()["meeting"])


def course(number: int, durations: Durations = NOTHING_KNOWN, *clauses: Clause) -> Course:
    days, snapshot = MeetingDays((), later(DAY, 30), interval(2)), begin()
    for clause in clauses:
        snapshot.put(clause)
    return Course(world(durations), snapshot, TOP, DAY, Random(number), days).run()


class Instant(Durations):
    """Everybody does what is to be done within hours."""

    def spread(self, machine: str, state: str, level: str, usual: Standard) -> Spread:
        return Standard(0.01, 0.02)


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    assert simulate(NOWHERE, cases=5, seed=1) == simulated(5, 1)
    assert simulated(5, 2)._replace(seed=1) != simulated(5, 1)


def test_few_cases_are_the_beginning_of_many() -> None:
    few, many = ({e.state: e.cases for e in simulated(n, 1).endings} for n in (5, 10))
    assert all(many.get(state, 0) >= cases for state, cases in few.items())
    assert sum(few.values()) == 5


def test_everything_adds_up() -> None:
    found = simulated(10, 1)
    assert sum(ending.cases for ending in found.endings) == found.cases == 10
    assert sum(wait.share for wait in found.waits) == pytest.approx(1)
    assert [wait.share for wait in found.waits] == sorted((wait.share for wait in found.waits), reverse=True)
    assert all(0 <= each.median <= each.ninety for each in found.levels)
    assert {each.level for each in found.levels} == {level.value for level in Level}
    assert all(ending.ended for ending in found.endings)
    assert found.forecasts is None


def test_every_day_until_it_is_carried_out_is_waited_somewhere() -> None:
    for number in range(4):
        run = course(number)
        assert run.item.ended
        until = run.reached or run.day
        assert sum(run.waits.values()) == pytest.approx((until - DAY).days)


def test_every_step_is_one_the_engine_let_pass() -> None:
    """The rows a run leaves behind are such as only accepted requests make: consent on record, owners, deadlines."""
    run = course(3)
    work = [item for item in run.snapshot.case(TOP) if item.ref.a]
    assert run.reached is not None
    assert work
    assert all(item.owner and item.due and item.means(Tag.SETTLED) for item in work)
    assert run.walked < 500


def test_where_nobody_waits_all_is_done_on_the_day_of_the_meeting() -> None:
    run = course(3, Instant({}))
    assert run.reached == later(DAY, 30)
    assert {place.waits_on for place, days in run.waits.items() if days} == {"meeting"}


def test_what_the_council_itself_approves_waits_for_its_next_meeting() -> None:
    numbers = {"by": "council"}
    name = "approval_is_given_as_agreed"
    agreed = Clause(
        clause=name, since=DAY, until=None, place=9, ref="§ 1", text="", numbers=numbers, kept_by="rule"
    )  # fmt: skip
    run = course(3, Instant({}), agreed)
    assert run.reached == later(DAY, 30), "the meeting that adopts it is still going on"
    slow = [course(number, NOTHING_KNOWN, agreed) for number in range(5)]
    days = {(run.reached - later(DAY, 30)).days % interval(2) for run in slow if run.reached is not None}
    assert days == {0}, "each was carried out on the day of a meeting"


@pytest.mark.parametrize(("cases", "seed"), [(0, 1), (-1, 1), (MOST + 1, 1), (10, -1), (10, SEEDS + 1)])
def test_what_cannot_be_simulated_is_refused(cases: int, seed: int) -> None:
    with pytest.raises(RequestError) as refused:
        simulate(NOWHERE, cases=cases, seed=seed)
    assert refused.value.code == "bad_number"


def test_history_needs_a_database() -> None:
    with pytest.raises(RecordsError) as refused:
        simulate(NOWHERE, cases=1, from_history=True)
    assert refused.value.code == "no_database"


def test_a_council_without_a_past_is_simulated_by_the_standard(desk: MakeDesk) -> None:
    found = simulate(desk(), cases=2, from_history=True)
    assert (found.forecasts, found.stays_ended, found.stays_open) == ((), 0, 0)
    assert {wait.rests_on for wait in found.waits} <= {"standard", "calendar"}
    assert (found.meetings_a_year, found.meetings_agreed, found.last) == (2, True, None)
    assert (found.council, found.day) == ("kvaefjord", date(2026, 6, 15))


# what doors are


def test_the_doors_of_the_shipped_machines_are_what_a_reader_would_call_them() -> None:
    choices = Choices()

    def ways(machine: str, state: str) -> Mapping[str, Way]:
        every = choices.of(rooms()[machine], state)
        return {choice.name: choice.way for choice in every if choice.way is not Way.RECORD}

    assert ways("decision", "tabled") == {
        "amend": Way.AMENDMENT, "take_stance": Way.STANCE, "adopt": Way.FORWARD,
        "adopt_conditionally": Way.BY_RULES, "take_note": Way.BY_RULES, "conclude_without_consensus": Way.BY_RULES,
        "postpone": Way.SETBACK, "withdraw": Way.GIVEN_UP,
    }  # fmt: skip
    assert ways("measure", "underway") == {
        "block": Way.SETBACK, "finish": Way.FORWARD, "cancel": Way.GIVEN_UP, "hand_over": Way.OTHER_OWNER,
        "offer": Way.SETBACK,
    }  # fmt: skip
    assert {choice.name for choice in choices.likely(rooms()["decision"], "conditional") if choice.door.auto} == set()
    assert {choice.name for choice in choices.likely(rooms()["decision"], "in_follow_up")} == {
        "complete", "fall_back", "rescind",
    }  # fmt: skip


def test_from_every_state_a_way_leads_forward() -> None:
    for machine in SHIPPED[:3]:
        room = rooms()[machine]
        far = distances(room)
        for name, state in room.pinned.machine.states.items():
            if not state.end:
                assert any(choice.way is Way.FORWARD for choice in Choices().of(room, name)), name
                assert far[name] > 0


def test_doors_are_tried_in_an_order_drawn_by_weight() -> None:
    likely = Choices().likely(rooms()["measure"], "underway")
    orders = [in_order(likely, Random(number)) for number in range(300)]
    assert all(sorted(order) == sorted(likely) for order in orders)
    first = sum(order[0].name == "finish" for order in orders)
    assert 0.88 < first / 300 < 0.99


def test_meetings_are_those_of_the_calendar_then_as_often_as_agreed() -> None:
    days = MeetingDays((date(2026, 3, 12), date(2026, 9, 10)), date(2027, 1, 1), 91)
    assert days.next(date(2026, 3, 12)) == date(2026, 3, 12)
    assert days.next(date(2026, 3, 13)) == date(2026, 9, 10)
    assert days.next(date(2026, 9, 11)) == date(2027, 1, 1)
    assert days.next(date(2027, 1, 2)) == later(date(2027, 1, 1), 91)
    assert days.next(date.max) == date.max
    assert [interval(number) for number in (0, 1, 2, 4, 365, 9999)] == [365, 365, 182, 91, 1, 1]


# what the journal tells


@pytest.fixture
def followed(adopted: Desk) -> Desk:
    """1/26 adopted on 12 March, with an assignment and two measures on known days; one was taken back, one is open."""
    done(decisions.assign(on(adopted, "2026-03-20"), "1/26", "politikontakt", "2026-12-01"))
    go(adopted, "1/26.1", "accept", "2026-03-25")
    for title in ("Følgegrupper", "Refleks"):
        done(decisions.add_measure(on(adopted, "2026-04-01"), "1/26.1", title, "politikontakt", "2026-11-01"))
    go(adopted, "1/26.1.1", "accept", "2026-04-03")
    go(adopted, "1/26.1", "plan", "2026-04-10")
    go(adopted, "1/26.1.1", "start", "2026-04-15")
    go(adopted, "1/26.1.1", "finish", "2026-05-15", result="Gjort")
    go(adopted, "1/26.1.1", "verify", "2026-05-20")
    done(mistakes.undo(on(adopted, "2026-05-21"), "Feil", "1/26.1.1"))
    return adopted


def test_stays_are_the_days_of_somebodys_turn(followed: Desk) -> None:
    """A measure that may not start before the plan, and an assignment over open work, are nobody's delay."""
    found = past_of(on(followed, "2026-06-15")).stays
    told = {place: [(stay.days, stay.ended) for stay in stays] for place, stays in found.observed.items()}
    assert told == {
        ("decision", "registered"): [(0, True)],
        ("decision", "adopted"): [(8, True)],
        ("assignment", "given"): [(5, True)],
        ("assignment", "accepted"): [(16, True)],
        ("measure", "delegated"): [(2, True), (75, False)],
        ("measure", "accepted"): [(5, True)],
        ("measure", "underway"): [(30, True)],
        ("measure", "done"): [(31, False)],
    }
    assert found.turns[Ref("", 2026, 1, 1, 1)] == date(2026, 5, 15)
    assert Ref("", 2026, 1, 1) not in found.turns, "it waits for the work beneath it"


def test_what_was_given_up_only_shows_that_it_took_longer(followed: Desk) -> None:
    go(followed, "1/26.1.2", "cancel", "2026-05-25", reason="Ikke nødvendig")
    found = past_of(on(followed, "2026-06-15")).stays
    assert [(s.days, s.ended) for s in found.observed[("measure", "delegated")]] == [(2, True), (54, False)]


def test_a_move_to_another_version_cuts_a_stay_short_and_begins_another(followed: Desk) -> None:
    with followed.store.reading() as connection:
        entries, frame = journal.read(connection, "kvaefjord"), projection.frame(connection, "kvaefjord")
    state = rooms()["measure"].state("accepted")
    told = {"means": list(state.means), "end": False, "waits_on": "owner", "pin": machines()["measure"].digest}
    moved = Entry(
        kind=Kind.MIGRATED, subject="1/26.1.2", on=date(2026, 4, 21), seq=len(entries) + 1, from_state="delegated",
        to_state="accepted", data=told,
    )  # fmt: skip
    stays = Stays(frame, world().book, Choices()).read((*entries, moved), journal.voided(entries), date(2026, 5, 1))
    assert [(s.days, s.ended) for s in stays.observed[("measure", "delegated")]] == [(2, True), (20, False)]
    assert [(s.days, s.ended) for s in stays.observed[("measure", "accepted")]] == [(5, True), (10, False)]


def test_a_forecast_as_of_a_day_knows_nothing_of_what_came_later(followed: Desk) -> None:
    (forecast,) = simulate(followed, cases=2, as_of=date(2026, 3, 25)).forecasts or ()
    assert forecast.due == date(2026, 12, 1)
    found = past_of(followed, date(2026, 4, 2)).stays
    assert [(s.days, s.ended) for s in found.observed[("measure", "delegated")]] == [(1, False), (1, False)]
    assert simulate(followed, cases=1, as_of=date(2026, 3, 1)).forecasts == ()


@pytest.mark.endurance
def test_every_kind_of_entry_can_be_read(desk: MakeDesk) -> None:
    """A year with everything in it: mistakes, redactions, a newer agreement, kinds of decision, neighbours."""
    played = desk()
    play_everything(played)
    found = simulate(on(played, "2026-12-31"), cases=2, from_history=True)
    assert found.stays_ended > 10
    assert all(forecast.median is None or forecast.median >= date(2026, 12, 31) for forecast in found.forecasts or ())


# what is to be expected


def test_an_open_decision_is_forecast_from_where_it_stands(followed: Desk) -> None:
    at = on(followed, "2026-06-15")
    found = simulate(at, cases=8, from_history=True)
    assert found.forecasts is not None
    (forecast,) = found.forecasts
    assert (forecast.ref, forecast.due, forecast.runs) == ("1/26", date(2026, 12, 1), 8)
    assert forecast.share > 0.7
    assert forecast.median is not None
    assert forecast.ninety is not None
    assert at.day <= forecast.median <= forecast.ninety
    assert forecast.in_time is not None
    assert 0 <= forecast.in_time <= forecast.share
    assert simulate(at, cases=8, from_history=True) == found
    assert voided_in(followed) == 1, "nothing is written"


def voided_in(desk: Desk) -> int:
    with desk.store.reading() as connection:
        return len([e for e in journal.read(connection, "kvaefjord") if e.kind == "EntryVoided"])


def test_what_is_all_but_done_is_done_today(adopted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    done(decisions.assign(on(adopted, "2026-03-20"), "1/26", "politikontakt", "2026-12-01"))
    done(decisions.add_measure(on(adopted, "2026-03-21"), "1/26.1", "Refleks", "politikontakt", "2026-11-01"))
    for ref, door, answers in (("1/26.1", "plan", {}), ("1/26.1.1", "finish", {"result": "Gjort"})):
        done(doors.walk(on(adopted, "2026-04-01"), [ref], door, answers, through=True))
    go(adopted, "1/26.1.1", "verify", "2026-04-02")
    go(adopted, "1/26.1", "report", "2026-04-03", result="Gjort")
    monkeypatch.setattr("slt_flow.desk.workflows.simulation.Durations", Instant)
    found = simulate(on(adopted, "2026-06-15"), cases=3, from_history=True)
    assert found.forecasts is not None
    assert found.forecasts[0].median == date(2026, 6, 15)
    go(adopted, "1/26.1", "approve", "2026-06-15")
    assert simulate(on(adopted, "2026-06-15"), cases=1, from_history=True).forecasts == ()


VACANT: Final = "ledig"


def with_a_vacant_post(adopted: Desk) -> Desk:
    """1/26 has one measure, of a post that became vacant on 3 April."""
    done(decisions.assign(on(adopted, "2026-03-20"), "1/26", "politikontakt", "2026-12-01"))
    done(posts.add_post(adopted, VACANT, "Ledig", "kommune", ("executing",)))
    done(decisions.add_measure(on(adopted, "2026-04-01"), "1/26.1", "Refleks", VACANT, "2026-11-01"))
    go(adopted, "1/26.1", "accept", "2026-04-02")
    done(posts.vacate(on(adopted, "2026-04-03"), VACANT))
    go(adopted, "1/26.1", "plan", "2026-04-10")
    return on(adopted, "2026-06-15")


def test_a_vacant_post_is_what_is_waited_for_until_it_is_filled(adopted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is blamed and nothing is dropped for it: all the time there is goes until the post is filled."""
    at = with_a_vacant_post(adopted)
    monkeypatch.setattr("slt_flow.desk.workflows.simulation.Durations", Instant)
    found = simulate(at, cases=5, from_history=True)
    (forecast,) = found.forecasts or ()
    assert forecast.share == 1
    assert forecast.waits is not None
    assert (forecast.waits.ref, forecast.waits.post, forecast.waits.vacant) == ("1/26.1.1", VACANT, True)
    assert forecast.waits.share > 0.9
    assert (found.open_waits[0].post, found.open_waits[0].rests_on) == (VACANT, "vacancy")
    assert "chair" not in {wait.waits_on for wait in found.open_waits}
    assert forecast.median is not None
    assert forecast.median > date(2026, 7, 2), "half are filled later than 90 days after it became vacant"
    done(posts.appoint(at, VACANT, "Ansatt"))
    (filled,) = simulate(at, cases=2, from_history=True).forecasts or ()
    assert filled.waits is None or not filled.waits.vacant
    assert filled.median is not None
    assert filled.median < forecast.median


def test_a_vacant_post_is_not_waited_for_where_it_is_not_its_turn(adopted: Desk) -> None:
    at = with_a_vacant_post(adopted)
    past = past_of(at)
    (followed,) = past.open
    book = World(past.book, rooms()["meeting"], past.choices, NOTHING_KNOWN)
    run = Course(book, followed.begin, followed.ref, at.day, Random(1), MeetingDays((), at.day, 182), followed.turns)
    run.run()
    assert {place.state for place in run.waits if place.vacant} == {"delegated"}
    assert sum(run.waits.values()) == pytest.approx(((run.reached or run.day) - at.day).days)


def test_the_last_is_that_of_the_runs_not_of_the_medians() -> None:
    def found(likely: float, *days: int | None) -> Found:
        forecast = Forecast("1/26", "", "", {}, len(days), likely, None, None, None, None, None)
        return Found(forecast, tuple(date(2027, 1, day) if day else None for day in days), {})

    first, second = found(1, 1, 9, 1, 9), found(0.75, 9, 1, None, 1)
    assert last_of((first, second)) == date(2027, 1, 9)
    assert last_of((first, second, found(0.25, 20, 20, 20, 20))) == date(2027, 1, 9), "what is not likely is left out"
    assert last_of((found(1, None, 3),)) == date(2027, 1, 3)
    assert last_of(()) is None


def test_a_forecast_is_not_made_from_a_day_to_come(followed: Desk) -> None:
    today, tomorrow = on(followed, "2026-06-15"), date(2026, 6, 16)
    for as_of, as_known in ((tomorrow, None), (None, tomorrow), (date(2026, 6, 1), tomorrow)):
        with pytest.raises(RequestError) as refused:
            simulate(today, cases=1, as_of=as_of, as_known=as_known)
        assert refused.value.code == "forecast_from_to_come"


def test_an_item_comes_up_on_the_day_its_meeting_is_planned_for(desk: MakeDesk) -> None:
    made = desk()
    done(meetings.plan(made, "2026-09-10"))
    done(decisions.register(made, "Handlingsplan", meeting="M1/26", information=True))
    (forecast,) = simulate(made, cases=8, from_history=True).forecasts or ()
    assert forecast.median == date(2026, 9, 10)
    assert forecast.reaches == "notice"
    assert forecast.due is None
    assert forecast.in_time is None
    assert forecast.waits is not None
    assert forecast.waits.waits_on == "meeting"


def test_a_decision_walks_the_machines_it_pinned_and_a_new_one_those_of_today(
    followed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = pinned(re.sub(r"\bunderway\b", "going_on", machines()["measure"].content), "measure", "1")
    files = {**machines(), "measure": changed}
    monkeypatch.setattr("slt_flow.desk.request.load_machines", lambda *_: files)
    found = simulate(on(followed, "2026-06-15"), cases=4, from_history=True)
    assert {wait.state for wait in found.waits if wait.machine == "measure"} & {"underway", "going_on"} == {"going_on"}
    told = {wait.state for wait in found.open_waits if wait.machine == "measure"}
    assert told & {"underway", "going_on"} == {"underway"}


def test_the_calendar_is_what_stands_in_it_and_then_as_agreed(desk: MakeDesk) -> None:
    made = desk()
    done(meetings.hold(made, "2026-03-12", "all"))
    done(meetings.plan(made, "2026-09-10"))
    with made.store.reading() as connection:
        frame = projection.frame(connection, "kvaefjord")
    calendar = Calendar.of(frame, date(2026, 6, 15), 2)
    assert (calendar.planned, calendar.held) == ((date(2026, 9, 10),), (date(2026, 3, 12),))
    days = calendar.drawn(Random(1))
    assert days.next(date(2026, 9, 11)) == later(date(2026, 9, 10), 182)
    late = Calendar.of(frame, date(2027, 9, 1), 2).drawn(Random(1))
    assert date(2027, 9, 1) <= late.next(date(2027, 9, 1)) < date(2028, 3, 2)


@pytest.mark.endurance
@pytest.mark.parametrize("agreement", ["kvaefjord", "levanger"])
def test_a_believable_year_is_forecast_believably(tmp_path: Path, agreement: str) -> None:
    desk = play(tmp_path / "demo.sqlite", agreement, date(2026, 11, 20))
    found = simulate(desk, cases=100, from_history=True)
    assert found.forecasts is not None
    by_ref = {forecast.ref: forecast for forecast in found.forecasts}
    assert by_ref["10/26"].median == date(2026, 12, 10), "what stands on an agenda is decided there"
    assert by_ref["2/26"].in_time is not None
    assert by_ref["2/26"].in_time < 0.2, "two of its measures are late by months"
    assert all(date(2026, 11, 20) <= f.median <= date(2029, 1, 1) for f in found.forecasts if f.median)
    with desk.store.reading() as connection:
        request = Request(desk, connection, agreement)
        request.load_everything()
        entries = journal.read(connection, agreement)
        frame = projection.frame(connection, agreement)
    stays = Stays(frame, request.book, Choices()).read(entries, journal.voided(entries), desk.day)
    assert sum(len(each) for each in stays.observed.values()) == found.stays_ended + found.stays_open


@pytest.mark.endurance
def test_a_thousand_decisions_all_end() -> None:
    found = simulate(NOWHERE, cases=1000)
    assert sum(ending.cases for ending in found.endings) == 1000
    assert all(ending.ended for ending in found.endings)
    assert sum(ending.cases for ending in found.endings if ending.achieved) > 750
