"""How each obligation stands in situations of a year: kept, due, not due yet, broken, left to people, unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from slt_flow.model import (
    Area,
    Attendance,
    Clause,
    Council,
    Evidence,
    Group,
    Item,
    Knowledge,
    LearningPoint,
    Meeting,
)
from slt_flow.results.year import Obligation
from slt_flow.rules.obligations import judged
from slt_flow.terms import Presence, Ref, Standing
from tests.worlds import OPENED, YEAR, World, built_machines, keep_only, kvaefjord, levanger

LAST: Final = date(YEAR, 12, 31)


class Seen:
    """A council whose year a test fills in, and how one clause of it stands on a day."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.snapshot = world.snapshot
        first = date(YEAR, 1, 1)
        self.snapshot.put(replace(self.snapshot.one(Council), opened=first))
        clauses = self.snapshot.all(Clause)
        keep_only(self.snapshot, Clause, ())
        for clause in clauses:
            self.snapshot.put(replace(clause, since=first))

    def meeting(self, day: date, *, kind: str = "ordinary", state: str = "held", **fields: Any) -> Ref:
        """A meeting, with every seat there once it is held."""
        number = sum(isinstance(m, Meeting) for m in self.snapshot.all(Meeting)) + 1
        present = None if state != "archived" else [p.id for p in self.world.snapshot.all(_post()) if p.seat]
        ref = self.world.meeting(state, no=number, kind=_read(kind), day=day, present=present)
        self.snapshot = self.world.snapshot
        self.world.change(ref, born=min(day, OPENED), since=fields.pop("since", day))
        row = self.snapshot.one(Meeting, *ref[:3])
        self.snapshot.put(replace(row, frozen=99 if state == "archived" else None, **fields))
        return ref

    def decision(
        self, state: str, *, no: int, adopted: date | None = None, since: date | None = None, **fields: Any
    ) -> Ref:
        """A decision in a state, adopted on a day."""
        ref = self.world.decision(state, no=no)
        if "kind" in fields:
            fields["kind"] = _read(fields["kind"])
        self.world.change(ref, since=since or adopted or OPENED)
        self.world.change_decision(ref, adopted_on=adopted, **fields)
        return ref

    def evidence(self, clause: str, *days: date, note: str = "") -> None:
        """What people recorded."""
        for seq, day in enumerate(days, start=len(self.snapshot.all(Evidence)) + 1000):
            self.snapshot.put(Evidence(seq=seq, clause=clause, on=day, note=note))

    def learning(self, state: str, *, no: int, year: int = YEAR, carried_to: int | None = None) -> Ref:
        """A learning point noted in a year."""
        built, ref = built_machines()["learning_point"], Ref("L", year, no)
        base = self.snapshot.one(Item, *self.world.decision("registered", no=90 + no))
        told = {
            **ref._asdict(), "machine": built.name, "pin": built.pinned.digest, "state": state,
            "tags": tuple(built.state(state).tags), "ended": built.state(state).end, "since": date(YEAR, 3, 1),
        }  # fmt: skip
        self.snapshot.put(replace(base, **told))
        self.snapshot.put(
            LearningPoint(
                year=year,
                no=no,
                evaluation=None,
                carried_to=carried_to,
                decision=None,
                years=(str(carried_to),) if carried_to is not None else (),
            )
        )
        return ref

    def agreed(self, clause: str, **numbers: Any) -> None:
        """Other numbers in a clause of the agreement, or a clause it did not have."""
        known = self.snapshot.clause(clause)
        if known is None:
            self.world.clause(clause, **numbers)
        else:
            self.snapshot.put(replace(known, numbers={**known.numbers, **numbers}))

    def found(self, clause: str, on: date, year: int = YEAR) -> Obligation:
        """How one clause stands."""
        return next(row for row in judged(self.snapshot, year, on) if row.clause == clause)


def _read(text: str) -> str:
    """A text as a database reads it: equal to what code spells out, and not the same object."""
    return "".join([text[:1], text[1:]])


def _post() -> Any:
    from slt_flow.model import Post

    return Post


Situation = Callable[[Seen], tuple[date, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Case:
    """A situation in which a clause must stand like this; the situation returns the day and what must be told."""

    clause: str
    standing: Standing
    council: Callable[[], World]
    situation: Situation

    def __str__(self) -> str:
        return f"{self.clause}: {self.situation.__name__} is {self.standing}"


CASES: Final[list[Case]] = []


def case(clause: str, standing: Standing, council: Callable[[], World] = kvaefjord) -> Callable[[Situation], Situation]:
    """Enter a situation."""

    def enter(situation: Situation) -> Situation:
        CASES.append(Case(clause, standing, council, situation))
        return situation

    return enter


KEPT, DUE, NOT_DUE, BROKEN = Standing.KEPT, Standing.DUE, Standing.NOT_DUE, Standing.BROKEN
BY_PEOPLE = Standing.BY_PEOPLE


def day(month: int, number: int) -> date:
    """A day of the year."""
    return date(YEAR, month, number)


@case("meetings_are_held", NOT_DUE)
def one_of_two_in_may(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    return day(5, 31), {"due": LAST, "refs": ["M1/26"], "code": "none_planned"}


@case("meetings_are_held", NOT_DUE)
def one_of_two_and_one_planned(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    seen.meeting(day(9, 10), state="planned")
    return day(5, 31), {"due": LAST, "refs": ["M1/26"], "code": "on_the_way"}


@case("meetings_are_held", NOT_DUE)
def two_of_five_are_planned(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("meetings_are_held", per_year=5)
    seen.meeting(day(9, 10), state="planned")
    seen.meeting(day(11, 10), state="planned")
    return day(3, 1), {"code": "not_enough_planned", "planned": 2, "missing": 3, "next": day(9, 10)}


@case("meetings_are_held", NOT_DUE)
def a_planned_one_that_passed_unheld_and_one_that_is_today(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), state="planned")
    seen.meeting(day(5, 31), state="planned")
    return day(5, 31), {"code": "not_enough_planned", "planned": 1, "missing": 1, "next": day(5, 31)}


@case("meetings_are_held", DUE)
def one_of_two_in_october(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    seen.meeting(day(11, 10), state="cancelled")
    return day(10, 31), {"due": LAST, "code": "none_planned"}


@case("meetings_are_held", KEPT)
def two_of_two(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    seen.meeting(day(9, 10))
    return day(9, 10), {"refs": ["M1/26", "M2/26"], "code": "enough", "advice": True}


@case("meetings_are_held", BROKEN)
def extraordinary_and_next_years_do_not_count(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    seen.meeting(day(6, 10), kind="extraordinary")
    seen.meeting(date(YEAR + 1, 1, 5))
    return date(YEAR + 1, 1, 6), {"due": LAST, "since": date(YEAR + 1, 1, 1), "code": "too_few"}


@case("meetings_are_held", BROKEN)
def called_at_short_notice_or_without_the_police(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    seen.meeting(day(6, 10), short_notice=True)
    seen.world.attends(seen.meeting(day(9, 10)), "politistasjonssjef", Presence.LEFT)
    beside = ["short_notice_not_counted", "party_not_there"]
    return date(YEAR + 1, 1, 1), {"refs": ["M1/26"], "beside": beside}


@case("meetings_are_held", BROKEN)
def two_on_one_day_are_one(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    seen.meeting(day(3, 10))
    return date(YEAR + 1, 1, 1), {"refs": ["M1/26"], "code": "too_few"}


@case("meetings_are_held", DUE)
def one_planned_at_short_notice(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    seen.meeting(day(12, 10), state="planned", short_notice=True)
    return day(12, 1), {"code": "none_planned"}


@case("meetings_are_held", BROKEN)
def one_in_each_half_year_and_none_in_spring(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("meetings_are_held", per_year=[1, 1])
    seen.meeting(day(8, 10))
    seen.meeting(day(9, 10))
    return day(9, 11), {"due": day(6, 30), "since": day(7, 1), "refs": ["M1/26", "M2/26"], "beside": ["by_part"]}


@case("meetings_are_held", KEPT)
def one_in_each_half_year_and_one_in_each(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("meetings_are_held", per_year=[1, 1])
    seen.meeting(day(6, 30))
    seen.meeting(day(7, 1))
    return day(9, 11), {"refs": ["M1/26", "M2/26"]}


@case("meetings_are_held", DUE)
def one_a_month_but_july(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("meetings_are_held", per_year=[1] * 6 + [0] + [1] * 5)
    for month in range(1, 8):
        seen.meeting(day(month, 10))
    return day(8, 30), {"due": day(8, 31)}


@case("meetings_are_held", NOT_DUE, levanger)
def twelve_days_from_december(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.snapshot.put(replace(seen.snapshot.one(Council), opened=day(12, 20)))
    return date(YEAR + 1, 1, 1), {"beside": ["part_of_a_year"]}


@case("meetings_are_held", BROKEN, levanger)
def three_of_four_in_a_year_followed_from_its_second_day(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.snapshot.put(replace(seen.snapshot.one(Council), opened=day(1, 2)))
    for month in (4, 6, 9):
        seen.meeting(day(month, 10))
    return date(YEAR + 1, 1, 1), {"done": 3, "needed": 4}


@case("meetings_are_held", NOT_DUE)
def meetings_held_later_than_the_day_it_is_seen_from(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    seen.meeting(day(9, 10))
    return day(6, 1), {"refs": ["M1/26"]}


@case("meetings_are_held", KEPT, levanger)
def three_of_four_in_a_year_followed_from_april(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.snapshot.put(replace(seen.snapshot.one(Council), opened=day(4, 1)))
    for month in (4, 6, 9):
        seen.meeting(day(month, 10))
    return day(9, 30), {"refs": ["M1/26", "M2/26", "M3/26"], "advice": False}


@case("meetings_are_held", NOT_DUE, levanger)
def a_quarter_of_an_autumn_asks_for_half_a_meeting_and_so_for_none(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("meetings_are_held", per_year=[2, 2])
    seen.snapshot.put(replace(seen.snapshot.one(Council), opened=LAST - timedelta(days=45)))
    return LAST, {"beside": ["by_part", "part_of_a_year"]}


@case("meetings_are_held", KEPT, levanger)
def two_of_four_in_a_year_followed_for_just_less_than_five_eighths_of_it(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.snapshot.put(replace(seen.snapshot.one(Council), opened=day(12, 31) - timedelta(days=227)))
    for month in (6, 9):
        seen.meeting(day(month, 10))
    return day(9, 30), {"refs": ["M1/26", "M2/26"], "needed": 2}


@case("kommunestyre_is_informed", KEPT)
def an_information_meeting(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(5, 20), kind="information")
    return day(5, 20), {"refs": ["M1/26"]}


@case("kommunestyre_is_informed", KEPT)
def a_guest_informed(seen: Seen) -> tuple[date, dict[str, Any]]:
    ref = seen.meeting(day(5, 20), kind="information")
    keep_only(seen.snapshot, Attendance, ())
    seen.world.attends(ref, "Nora Navnløs", Presence.GUEST)
    return day(5, 20), {"refs": ["M1/26"], "notes": ["Nora Navnløs"]}


@case("kommunestyre_is_informed", NOT_DUE)
def a_newer_agreement_that_was_entered_late_is_told(seen: Seen) -> tuple[date, dict[str, Any]]:
    clause = seen.snapshot.clause("kommunestyre_is_informed")
    assert clause is not None
    seen.snapshot.put(replace(clause, until=day(7, 1), asked_until=day(9, 1)))
    return day(6, 1), {"beside": ["newer_entered_late"], "said": [{"since": day(7, 1), "day": day(9, 1)}]}


@case("kommunestyre_is_informed", NOT_DUE)
def a_newer_agreement_of_a_later_year_says_nothing_of_this_one(seen: Seen) -> tuple[date, dict[str, Any]]:
    clause = seen.snapshot.clause("kommunestyre_is_informed")
    assert clause is not None
    later, asked = date(YEAR + 1, 7, 1), date(YEAR + 1, 9, 1)
    seen.snapshot.put(replace(clause, until=later, asked_until=asked))
    return day(6, 1), {"beside": []}


@case("kommunestyre_is_informed", BROKEN)
def an_information_meeting_at_which_nobody_informed(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(5, 20), kind="information")
    keep_only(seen.snapshot, Attendance, ())
    return date(YEAR + 1, 1, 1), {"refs": [], "beside": ["nobody_informed"]}


@case("kommunestyre_is_informed", KEPT)
def the_municipal_council_of_the_party_that_is_named(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("kommunestyre_is_informed", per_year=1, party="politi")
    seen.meeting(day(4, 20), kind="information", group="kommune")
    seen.meeting(day(5, 20), kind="information", group="politi")
    return day(5, 20), {"refs": ["M2/26"]}


@case("kommunestyre_is_informed", BROKEN)
def the_municipal_council_of_another_party_only(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("kommunestyre_is_informed", per_year=1, party="politi")
    seen.meeting(day(4, 20), kind="information", group="kommune")
    seen.meeting(day(5, 20), kind="information")
    return date(YEAR + 1, 1, 1), {"refs": []}


@case("kommunestyre_is_informed", NOT_DUE)
def no_information_meeting_in_june(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(6, 1), {"due": LAST}


@case("kommunestyre_is_informed", DUE)
def no_information_meeting_in_november(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(11, 1), {"due": LAST}


@case("kommunestyre_is_informed", BROKEN)
def no_information_meeting_all_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(5, 20))
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1)}


@case("coordination_meetings_are_held", KEPT)
def two_coordination_meetings(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(2, 1), kind="coordination")
    seen.meeting(day(8, 1), kind="coordination")
    return day(8, 2), {"refs": ["M1/26", "M2/26"]}


@case("coordination_meetings_are_held", DUE)
def one_group_of_two_never_met(seen: Seen) -> tuple[date, dict[str, Any]]:
    for place, group in enumerate(("nord", "sor")):
        seen.snapshot.put(
            Group(id=group, place=place, title=group, members=("politikontakt",), series=group[0].upper())
        )
    for month in (2, 4, 6, 8):
        seen.meeting(day(month, 1), kind="coordination", group="nord")
    return day(12, 1), {"refs": ["M1/26"], "needed": 2, "advice": True}


@case("coordination_meetings_are_held", NOT_DUE)
def none_yet_in_spring(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(4, 1), {"due": LAST}


@case("coordination_meetings_are_held", KEPT)
def one_without_the_organiser_is_shown(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(2, 1), kind="coordination")
    others = (row for row in seen.snapshot.all(Attendance) if row.who != "slt-koordinator")
    keep_only(seen.snapshot, Attendance, others)
    return day(8, 2), {"refs": ["M1/26"], "beside": ["organiser_not_there"]}


@case("coordination_meetings_are_held", BROKEN)
def the_coordinator_alone(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(2, 1), kind="coordination")
    alone = (row for row in seen.snapshot.all(Attendance) if row.who == "slt-koordinator")
    keep_only(seen.snapshot, Attendance, alone)
    return date(YEAR + 1, 2, 1), {"refs": [], "beside": ["nobody_else_there"]}


@case("coordination_meetings_are_held", BROKEN)
def two_in_each_half_year_and_one_in_autumn(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("coordination_meetings_are_held", per_year=[2, 2])
    for month in (1, 2, 3, 9):
        seen.meeting(day(month, 1), kind="coordination")
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1), "done": 1, "needed": 2, "beside": ["by_part"]}


@case("coordination_meetings_are_held", BROKEN)
def none_all_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(2, 1), kind="coordination", state="cancelled")
    return date(YEAR + 1, 2, 1), {"since": date(YEAR + 1, 1, 1)}


@case("extraordinary_meetings_may_be_requested", BY_PEOPLE, levanger)
def nobody_asked_for_a_meeting(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 1), kind="extraordinary")
    return day(6, 1), {"code": "nobody_asked"}


@case("extraordinary_meetings_may_be_requested", KEPT, levanger)
def what_a_party_asked_for_was_held(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 1), kind="extraordinary", requested_by="politi")
    return day(6, 1), {"refs": ["M1/26"]}


@case("extraordinary_meetings_may_be_requested", DUE, levanger)
def what_a_party_asked_for_was_not_held_on_its_day(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 1), kind="extraordinary", state="planned", requested_by="politi")
    return day(6, 1), {"due": LAST, "code": "requested_not_held"}


@case("extraordinary_meetings_may_be_requested", BROKEN, levanger)
def what_a_party_asked_for_was_never_held(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 1), kind="extraordinary", state="planned", requested_by="politi")
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1), "code": "requested_not_held"}


@case("extraordinary_meetings_may_be_requested", BROKEN, levanger)
def what_a_party_asked_for_was_moved_into_the_next_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    ref = seen.meeting(day(3, 1), kind="extraordinary", state="planned", requested_by="politi")
    seen.snapshot.put(replace(seen.snapshot.one(Meeting, *ref[:3]), day=date(YEAR + 1, 3, 1)))
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1), "code": "requested_not_held"}


@case("extraordinary_meetings_may_be_requested", BROKEN, levanger)
def what_a_party_asked_for_was_called_off_by_another(seen: Seen) -> tuple[date, dict[str, Any]]:
    ref = seen.meeting(day(3, 1), kind="extraordinary", state="cancelled", requested_by="politi")
    seen.world.change(ref, ended_by="slt-koordinator")
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1), "code": "requested_not_held"}


@case("extraordinary_meetings_may_be_requested", BY_PEOPLE, levanger)
def what_a_party_asked_for_was_called_off_by_itself(seen: Seen) -> tuple[date, dict[str, Any]]:
    ref = seen.meeting(day(3, 1), kind="extraordinary", state="cancelled", requested_by="kommune")
    seen.world.change(ref, ended_by="ordforer")
    return date(YEAR + 1, 1, 1), {"code": "nobody_asked"}


@case("extraordinary_meetings_may_be_requested", BROKEN, levanger)
def what_the_municipality_asked_for_was_called_off_by_the_police(seen: Seen) -> tuple[date, dict[str, Any]]:
    ref = seen.meeting(day(3, 1), kind="extraordinary", state="cancelled", requested_by="kommune")
    seen.world.change(ref, ended_by="politikontakt")
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1), "code": "requested_not_held"}


@case("extraordinary_meetings_may_be_requested", NOT_DUE, levanger)
def what_a_party_asked_for_lies_ahead(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(9, 1), kind="extraordinary", state="planned", requested_by="politi")
    return day(6, 1), {"due": day(9, 1)}


@case("extraordinary_meetings_may_be_requested", DUE, levanger)
def what_a_party_asked_for_is_next_week(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(6, 8), kind="extraordinary", state="planned", requested_by="politi")
    return day(6, 1), {"due": day(6, 8)}


@case("agendas_are_sent_in_time", KEPT)
def sent_on_the_last_day_that_will_do(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), sent=day(3, 3))
    return day(3, 10), {"refs": ["M1/26"]}


@case("agendas_are_sent_in_time", BROKEN)
def sent_a_day_too_late(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), sent=day(3, 4))
    return day(3, 5), {"due": day(3, 3), "since": day(3, 4), "code": "agenda_was_late"}


@case("agendas_are_sent_in_time", BROKEN)
def never_recorded_as_sent(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    return day(3, 12), {"due": day(3, 3), "code": "agenda_not_sent"}


@case("agendas_are_sent_in_time", BROKEN)
def the_one_whose_minutes_are_open_is_named_first(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), state="archived")
    seen.meeting(day(9, 10))
    return day(9, 12), {"due": day(3, 3), "code": "agenda_not_sent", "named": ("M2/26", "M1/26")}


@case("agendas_are_sent_in_time", BROKEN)
def never_recorded_before_the_minutes_were_archived(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), state="archived")
    return day(3, 12), {"due": day(3, 3), "code": "agenda_never_recorded", "named": ("M1/26",)}


@case("agendas_are_sent_in_time", DUE)
def not_sent_on_the_last_day(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), state="planned")
    return day(3, 3), {"due": day(3, 3)}


@case("agendas_are_sent_in_time", NOT_DUE)
def a_meeting_far_ahead(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(9, 10), state="planned")
    return day(3, 3), {"due": day(9, 3)}


@case("agendas_are_sent_in_time", KEPT)
def short_notice_and_extraordinary_are_excepted(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(2, 10), sent=day(2, 1))
    seen.meeting(day(3, 10), sent=day(3, 9), short_notice=True)
    seen.meeting(day(4, 10), kind="extraordinary")
    return day(5, 1), {"refs": ["M1/26"]}


@case("agendas_are_sent_in_time", NOT_DUE)
def a_meeting_that_passed_and_was_never_recorded(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), state="planned")
    return day(3, 11), {"refs": []}


@case("agendas_are_sent_in_time", BROKEN, levanger)
def levangers_agreement_excepts_nothing(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), sent=day(3, 9), short_notice=True, kind="extraordinary")
    return day(5, 1), {"due": day(3, 3)}


@case("minutes_are_archived", KEPT)
def archived_minutes(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), state="archived", since=day(3, 20))
    return day(6, 1), {"refs": ["M1/26"], "days": [day(3, 20)]}


@case("minutes_are_archived", DUE)
def a_meeting_three_weeks_ago(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    return day(3, 31), {"due": LAST, "advice": False}


@case("minutes_are_archived", NOT_DUE)
def a_meeting_yesterday(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    return day(3, 11), {"due": LAST}


@case("minutes_are_archived", BROKEN)
def minutes_only_written(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), state="minuted")
    return date(YEAR + 1, 1, 1), {"due": LAST, "since": date(YEAR + 1, 1, 1), "code": "minutes_missing"}


@case("minutes_are_archived", DUE)
def minutes_that_took_longer_than_is_advised(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), state="minuted")
    return LAST, {"due": LAST, "advice": True}


@case("minutes_are_archived", BROKEN)
def minutes_missing_after_the_days_that_are_agreed(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("minutes_are_archived", within_days=30)
    seen.meeting(day(3, 10), state="minuted")
    return day(4, 10), {"due": day(4, 9), "since": day(4, 10), "advice": False}


@case("minutes_are_archived", KEPT)
def minutes_archived_after_the_days_that_are_agreed(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("minutes_are_archived", within_days=30)
    seen.meeting(day(3, 10), state="archived", since=day(4, 10))
    return day(6, 1), {"refs": ["M1/26"], "beside": ["was_late"], "advice": False}


@case("minutes_are_archived", KEPT)
def minutes_archived_later_than_is_advised(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), state="archived", since=day(4, 10))
    return day(6, 1), {"refs": ["M1/26"], "advice": True}


@case("minutes_are_archived", BROKEN)
def minutes_archived_after_the_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), state="archived", since=date(YEAR + 1, 1, 2))
    return date(YEAR + 1, 1, 3), {"since": date(YEAR + 1, 1, 1), "code": "minutes_too_late", "refs": []}


@case("minutes_are_archived", KEPT)
def minutes_of_december_archived_in_the_days_that_are_advised(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(12, 20), state="archived", since=date(YEAR + 1, 1, 5))
    return date(YEAR + 1, 2, 1), {"refs": ["M1/26"], "advice": False}


@case("minutes_are_archived", DUE)
def minutes_that_wait_for_the_next_meetings_approval(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("minutes_are_approved_if_agreed", approval=True)
    seen.meeting(day(3, 10), state="minuted")
    seen.meeting(day(9, 10), state="archived")
    return day(10, 1), {"due": LAST}


@case("every_party_is_represented", KEPT)
def everybody_was_there(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    return day(3, 11), {"refs": ["M1/26"]}


@case("every_party_is_represented", BROKEN)
def nobody_from_the_police(seen: Seen) -> tuple[date, dict[str, Any]]:
    ref = seen.meeting(day(3, 10))
    seen.world.attends(ref, "politistasjonssjef", Presence.LEFT)
    return day(3, 11), {"since": day(3, 10), "code": "party_was_missing"}


@case("every_party_is_represented", NOT_DUE)
def no_meeting_yet(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(3, 11), {}


@case("council_may_be_extended", BY_PEOPLE)
def nobody_joined(seen: Seen) -> tuple[date, dict[str, Any]]:
    ref = seen.meeting(day(3, 10))
    seen.world.attends(ref, "ordforer", deputy="administrasjonssjef")
    seen.world.attends(ref, "politikontakt", Presence.LEFT)
    return day(3, 11), {"refs": []}


@case("council_may_be_extended", KEPT)
def a_guest_came(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.world.attends(seen.meeting(day(3, 10)), "guest-7", Presence.GUEST)
    return day(3, 11), {"refs": ["M1/26"]}


@case("council_may_be_extended", KEPT)
def a_post_was_given_a_seat_this_year_and_others_no_seat_or_earlier(seen: Seen) -> tuple[date, dict[str, Any]]:
    post = seen.snapshot.one(_post(), "radikaliseringskontakt")
    for id_, by, since in (
        ("ung", "1/26", day(4, 1)),
        ("ny", None, day(4, 1)),
        ("gammel", "1/25", date(YEAR - 1, 4, 1)),
    ):
        seen.snapshot.put(replace(post, id=id_, seat=by is not None, seat_by=by, since=since))
    return day(6, 1), {"refs": ["post:ung"], "days": [day(4, 1)]}


@case("every_decision_has_an_owner", NOT_DUE)
def adopted_yesterday(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=day(3, 10))
    return day(3, 11), {"due": LAST}


@case("every_decision_has_an_owner", DUE)
def adopted_three_weeks_ago(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=day(3, 10))
    return day(4, 9), {"due": LAST, "advice": False}


@case("every_decision_has_an_owner", BROKEN)
def adopted_and_forgotten(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=day(3, 10))
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1), "code": "decision_unowned", "advice": True}


@case("every_decision_has_an_owner", BROKEN)
def no_owner_in_the_days_that_are_agreed(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("every_decision_has_an_owner", within_days=30)
    seen.decision("adopted", no=1, adopted=day(3, 10))
    return day(4, 10), {"since": day(4, 10), "code": "decision_unowned", "advice": False}


@case("every_decision_has_an_owner", BROKEN)
def its_only_assignment_was_cancelled(seen: Seen) -> tuple[date, dict[str, Any]]:
    ref = seen.decision("adopted", no=1, adopted=day(3, 10))
    seen.world.assignment(ref, "cancelled")
    return date(YEAR + 1, 6, 1), {"since": date(YEAR + 1, 1, 1)}


@case("every_decision_has_an_owner", KEPT)
def given_to_somebody(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)))
    seen.world.change(seen.decision("closed", no=2, adopted=day(3, 10)), ended_in="M1/26")
    seen.decision("adopted", no=3, adopted=day(3, 10), kind="evaluation", about={"year": YEAR})
    return day(6, 1), {"refs": ["1/26.1"]}


@case("every_decision_has_an_owner", BROKEN)
def closed_without_the_council(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("closed", no=1, adopted=day(3, 10))
    return date(YEAR + 1, 2, 1), {"code": "decision_closed_alone", "named": ("1/26",), "beside": []}


@case("every_decision_has_an_owner", BROKEN)
def one_closed_without_the_council_and_one_forgotten(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("closed", no=1, adopted=day(3, 10))
    seen.decision("adopted", no=2, adopted=day(3, 10))
    return date(YEAR + 1, 2, 1), {
        "code": "decision_unowned",
        "named": ("2/26", "1/26"),
        "beside": ["decision_closed_alone"],
    }


@case("every_decision_has_an_owner", NOT_DUE)
def the_only_decision_ended_by_the_council(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.world.change(seen.decision("closed", no=1, adopted=day(3, 10)), ended_in="M1/26")
    return date(YEAR + 1, 2, 1), {"refs": [], "beside": ["decision_ended"]}


@case("every_decision_has_an_owner", NOT_DUE)
def decisions_of_the_year_before(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=date(YEAR - 1, 12, 31))
    seen.decision("tabled", no=2)
    return date(YEAR + 1, 2, 1), {"refs": [], "due": None}


@case("every_decision_has_an_owner", KEPT)
def its_only_assignment_was_ended_by_the_council(seen: Seen) -> tuple[date, dict[str, Any]]:
    ref = seen.decision("adopted", no=1, adopted=day(3, 10))
    seen.world.change(seen.world.assignment(ref, "cancelled"), ended_in="M1/26")
    return day(6, 1), {"refs": ["1/26.1"]}


@case("recommendations_are_followed_up", NOT_DUE)
def nothing_to_follow_up(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(6, 1), {}


@case("recommendations_are_followed_up", KEPT)
def work_in_time(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)), "underway", due=day(9, 1))
    return day(6, 1), {"due": day(9, 1), "refs": ["1/26.1"]}


@case("recommendations_are_followed_up", DUE)
def a_deadline_next_week(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)), "underway", due=day(9, 1))
    return day(8, 25), {"due": day(9, 1)}


@case("recommendations_are_followed_up", BROKEN)
def work_past_its_deadline(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)), "underway", due=day(9, 1))
    return day(9, 2), {"since": day(9, 2), "code": "work_is_late"}


@case("recommendations_are_followed_up", KEPT)
def work_done_after_its_deadline(seen: Seen) -> tuple[date, dict[str, Any]]:
    late = seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)), "approved", due=day(9, 1))
    seen.world.change(late, delivered_on=day(9, 3), since=day(9, 10))
    return day(10, 1), {"refs": ["1/26.1"], "code": "work_was_late"}


def _cancelled(seen: Seen, **fields: Any) -> None:
    work = seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)), "cancelled", due=day(4, 1))
    seen.world.change(work, **{"since": day(3, 20), "ended_by": "slt-koordinator", **fields})


@case("recommendations_are_followed_up", NOT_DUE)
def the_council_ended_the_only_work(seen: Seen) -> tuple[date, dict[str, Any]]:
    _cancelled(seen, ended_in="M2/26")
    return day(6, 1), {"refs": [], "beside": ["work_ended"]}


@case("recommendations_are_followed_up", BROKEN)
def the_secretary_cancelled_the_only_work(seen: Seen) -> tuple[date, dict[str, Any]]:
    _cancelled(seen)
    return day(6, 1), {"since": day(4, 2), "code": "work_cancelled_is_late", "beside": ["work_dropped"]}


@case("recommendations_are_followed_up", DUE)
def cancelled_work_whose_deadline_is_to_come(seen: Seen) -> tuple[date, dict[str, Any]]:
    _cancelled(seen, due=day(9, 1))
    return day(4, 1), {"due": day(9, 1), "beside": ["work_dropped"]}


@case("recommendations_are_followed_up", NOT_DUE)
def work_cancelled_in_an_earlier_year_that_answers_for_it(seen: Seen) -> tuple[date, dict[str, Any]]:
    _cancelled(seen, since=date(YEAR - 1, 12, 1), due=date(YEAR - 1, 9, 1), born=date(YEAR - 1, 3, 1))
    return day(4, 1), {"beside": []}


def _inherited(seen: Seen, state: str, **fields: Any) -> None:
    """Work that was begun in the year before and was due then."""
    work = seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=date(YEAR - 1, 3, 10)), state)
    began = {"born": date(YEAR - 1, 3, 11), "since": date(YEAR - 1, 3, 12), "due": date(YEAR - 1, 9, 1)}
    seen.world.change(work, **{**began, **fields})


@case("recommendations_are_followed_up", BROKEN)
def inherited_work_that_is_still_late(seen: Seen) -> tuple[date, dict[str, Any]]:
    _inherited(seen, "underway")
    return day(2, 1), {"since": date(YEAR - 1, 9, 2), "code": "work_is_late"}


@case("recommendations_are_followed_up", KEPT)
def inherited_work_that_is_due_this_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    _inherited(seen, "underway", due=day(9, 1))
    return day(2, 1), {"due": day(9, 1), "code": "next_deadline"}


@case("recommendations_are_followed_up", KEPT)
def inherited_work_delivered_this_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    _inherited(seen, "approved", delivered_on=day(1, 20), since=day(1, 25))
    return day(2, 1), {"refs": ["1/26.1"], "code": "work_was_late"}


@case("recommendations_are_followed_up", NOT_DUE)
def work_that_was_carried_out_in_an_earlier_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    _inherited(seen, "approved", delivered_on=date(YEAR - 1, 8, 1), since=date(YEAR - 1, 8, 5))
    return day(2, 1), {"refs": []}


@case("recommendations_are_followed_up", BROKEN)
def inherited_work_that_the_secretary_cancelled(seen: Seen) -> tuple[date, dict[str, Any]]:
    _inherited(seen, "cancelled", since=day(1, 20), ended_by="slt-koordinator")
    return day(2, 1), {"since": date(YEAR - 1, 9, 2), "beside": ["work_dropped"]}


@case("recommendations_are_followed_up", NOT_DUE)
def inherited_work_that_the_council_ended(seen: Seen) -> tuple[date, dict[str, Any]]:
    _inherited(seen, "cancelled", since=day(1, 20), ended_by="ordforer", ended_in="M1/26")
    return day(2, 1), {"refs": [], "beside": ["work_ended"]}


@case("recommendations_are_followed_up", NOT_DUE)
def work_that_the_council_ended_the_year_before(seen: Seen) -> tuple[date, dict[str, Any]]:
    _inherited(seen, "cancelled", since=date(YEAR - 1, 12, 1), ended_by="ordforer", ended_in="M1/25")
    return day(2, 1), {"refs": [], "beside": []}


@case("recommendations_are_followed_up", BROKEN)
def work_cancelled_the_year_before_that_was_due_in_this(seen: Seen) -> tuple[date, dict[str, Any]]:
    _inherited(seen, "cancelled", since=date(YEAR - 1, 12, 1), due=day(1, 15), ended_by="slt-koordinator")
    return day(2, 1), {"since": day(1, 16), "beside": ["work_dropped"]}


@case("recommendations_are_followed_up", NOT_DUE)
def work_cancelled_the_year_before_that_was_due_in_the_next(seen: Seen) -> tuple[date, dict[str, Any]]:
    _inherited(seen, "cancelled", since=date(YEAR - 1, 12, 1), due=date(YEAR + 1, 1, 15), ended_by="slt-koordinator")
    return day(2, 1), {"beside": []}


@case("recommendations_are_followed_up", NOT_DUE)
def all_the_work_cancelled_before_its_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    _inherited(seen, "cancelled", since=day(1, 20), due=date(YEAR + 1, 1, 15), ended_by="slt-koordinator")
    return day(2, 1), {"beside": ["work_dropped"]}


@case("recommendations_are_followed_up", BROKEN)
def a_deadline_that_the_owner_moved(seen: Seen) -> tuple[date, dict[str, Any]]:
    work = seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)), "underway", due=day(9, 1))
    seen.world.change(work, council_due=day(5, 1), moved_by=("politikontakt", "politikontakt"))
    return day(6, 1), {"since": day(5, 2), "beside": ["deadline_moved"]}


@case("focus_areas_are_worked_on", NOT_DUE)
def one_area_of_seven_in_june(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=day(3, 10), area="beredskap")
    return day(6, 1), {"refs": ["1/26"], "code": "areas_untouched"}


@case("focus_areas_are_worked_on", NOT_DUE)
def decisions_that_were_closed_at_once(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("closed", no=1, adopted=day(3, 10), area="beredskap")
    return day(6, 1), {"refs": [], "code": "areas_untouched"}


@case("focus_areas_are_worked_on", DUE)
def one_area_of_seven_in_november(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=day(3, 10), area="beredskap")
    return day(11, 1), {"due": LAST}


@case("focus_areas_are_worked_on", BROKEN)
def one_area_of_seven_all_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=day(3, 10), area="beredskap")
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1)}


@case("focus_areas_are_worked_on", KEPT)
def every_area_has_something(seen: Seen) -> tuple[date, dict[str, Any]]:
    for number, area in enumerate(seen.snapshot.all(Area), start=1):
        seen.decision("adopted", no=number, adopted=day(3, 10), area=area.id)
    return day(6, 1), {"refs": [f"{n}/26" for n in range(1, 8)]}


def _work_in_every_area(seen: Seen, decision: str, work: str, *, given: int = YEAR) -> None:
    """A decision in every area, adopted and with a measure of the same year."""
    for number, area in enumerate(seen.snapshot.all(Area), start=1):
        ref = seen.decision(decision, no=number, adopted=date(given, 3, 10), area=area.id)
        measure = seen.world.measure(seen.world.assignment(ref, due=LAST), work, due=LAST)
        for item in (measure, measure.parent):
            assert item is not None
            seen.world.change(item, born=date(given, 3, 11), since=date(given, 3, 12))


@case("focus_areas_are_worked_on", KEPT)
def work_of_an_earlier_year_that_goes_on(seen: Seen) -> tuple[date, dict[str, Any]]:
    _work_in_every_area(seen, "in_follow_up", "underway", given=YEAR - 1)
    return LAST, {"refs": [f"{n}/26" for n in range(1, 8)]}


@case("focus_areas_are_worked_on", BROKEN)
def work_of_an_earlier_year_that_nobody_began(seen: Seen) -> tuple[date, dict[str, Any]]:
    _work_in_every_area(seen, "in_follow_up", "delegated", given=YEAR - 1)
    return date(YEAR + 1, 1, 1), {"refs": []}


@case("focus_areas_are_worked_on", KEPT)
def work_carried_out_under_decisions_that_were_rescinded(seen: Seen) -> tuple[date, dict[str, Any]]:
    _work_in_every_area(seen, "rescinded", "verified")
    return date(YEAR + 1, 1, 1), {"refs": [f"{n}/26" for n in range(1, 8)]}


@case("focus_areas_are_worked_on", BROKEN)
def decisions_rescinded_before_anything_was_carried_out(seen: Seen) -> tuple[date, dict[str, Any]]:
    _work_in_every_area(seen, "rescinded", "cancelled")
    for item in [i for i in seen.snapshot.cases() if i.assignment_no]:
        seen.world.change(item.ref, tags=("settled", "dropped"), ended=True)
    return date(YEAR + 1, 1, 1), {"refs": []}


@case("focus_areas_are_worked_on", NOT_DUE, levanger)
def areas_whose_period_is_over(seen: Seen) -> tuple[date, dict[str, Any]]:
    return date(YEAR + 1, 1, 1), {"code": "no_areas_agreed", "day": date(2020, 12, 31), "due": None}


def _areas(seen: Seen, **fields: Any) -> None:
    for area in seen.snapshot.all(Area):
        seen.snapshot.put(replace(area, since=date(YEAR, 1, 1), **fields))


@case("focus_areas_are_worked_on", BROKEN)
def areas_of_a_period_that_ends_after_six_months(seen: Seen) -> tuple[date, dict[str, Any]]:
    _areas(seen, last=day(6, 30))
    return date(YEAR + 1, 1, 1), {"code": "areas_untouched"}


@case("focus_areas_are_worked_on", NOT_DUE)
def areas_of_a_period_that_ends_before(seen: Seen) -> tuple[date, dict[str, Any]]:
    _areas(seen, last=day(6, 29))
    return date(YEAR + 1, 1, 1), {"code": "no_areas_agreed"}


@case("focus_areas_are_worked_on", NOT_DUE)
def areas_of_a_period_that_begins_late_in_the_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    _areas(seen, first=day(7, 2), last=date(YEAR + 4, 6, 30))
    return date(YEAR + 1, 1, 1), {}


@case("focus_areas_are_worked_on", NOT_DUE)
def areas_that_the_council_ended_in_june(seen: Seen) -> tuple[date, dict[str, Any]]:
    _areas(seen, until=day(6, 30))
    return date(YEAR + 1, 1, 1), {}


@case("consensus_is_reached", KEPT)
@case("within_delegated_authority", KEPT)
def something_was_adopted(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=day(3, 10))
    return day(6, 1), {"refs": ["1/26"]}


@case("consensus_is_reached", NOT_DUE)
@case("within_delegated_authority", NOT_DUE)
@case("owner_is_eligible", NOT_DUE)
@case("owner_is_bound", NOT_DUE)
@case("parent_is_planned", NOT_DUE)
def nothing_was_adopted_this_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=date(YEAR - 1, 3, 10))
    return day(6, 1), {}


@case("owner_is_eligible", KEPT)
def an_assignment_was_given(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)))
    return day(6, 1), {"refs": ["1/26.1"]}


@case("owner_is_bound", KEPT)
@case("parent_is_planned", KEPT)
def a_measure_was_begun(seen: Seen) -> tuple[date, dict[str, Any]]:
    assignment = seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)))
    seen.world.measure(assignment, "underway")
    return day(6, 1), {"refs": ["1/26.1.1"]}


@case("those_concerned_are_involved", KEPT)
def an_outside_organisation_has_work(seen: Seen) -> tuple[date, dict[str, Any]]:
    assignment = seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)))
    seen.world.measure(assignment, owner="idrettsleder")
    return day(6, 1), {"refs": ["1/26.1.1"]}


@case("those_concerned_are_involved", BY_PEOPLE)
def its_work_was_cancelled(seen: Seen) -> tuple[date, dict[str, Any]]:
    assignment = seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)))
    seen.world.measure(assignment, "cancelled", owner="idrettsleder")
    return day(6, 1), {"refs": []}


@case("those_concerned_are_involved", BY_PEOPLE)
@case("activities_are_coordinated", BY_PEOPLE)
@case("digital_presence_is_kept", BY_PEOPLE)
@case("target_group_is_served", BY_PEOPLE)
def nobody_recorded_anything(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(6, 1), {"refs": []}


@case("digital_presence_is_kept", KEPT)
def people_recorded_it(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("digital_presence_is_kept", day(2, 2))
    return day(6, 1), {"refs": ["clause:digital_presence_is_kept"]}


@case("target_group_is_served", KEPT)
def people_recorded_whom_it_was_for(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("target_group_is_served", day(2, 2))
    return day(6, 1), {}


@case("activities_are_coordinated", KEPT)
def the_coordinating_level_met(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(2, 1), kind="coordination")
    return day(6, 1), {"refs": ["M1/26"]}


def _plan(seen: Seen, first: int, last: int, *, state: str = "adopted", **fields: Any) -> Ref:
    """A plan of some years, adopted in January of the first."""
    about = {"from": first, "to": last}
    return seen.decision(state, no=1, adopted=date(first, 1, 20), kind="action_plan", about=about, **fields)


def _measure(seen: Seen, due: date | None = date(YEAR, 9, 1), state: str = "delegated", **fields: Any) -> Ref:
    """A measure that was there when the plan was adopted."""
    ref = seen.world.measure(seen.world.assignment(seen.decision("in_follow_up", no=2, adopted=OPENED)), state, due=due)
    seen.world.change(ref, **fields)
    return ref


@case("action_plan_is_adopted", KEPT)
def a_plan_covers_some_of_the_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    _plan(seen, YEAR - 1, YEAR)
    _measure(seen)
    return day(9, 1), {"refs": ["1/26"]}


@case("action_plan_is_adopted", NOT_DUE)
def a_plan_without_measures(seen: Seen) -> tuple[date, dict[str, Any]]:
    _plan(seen, YEAR, YEAR + 9)
    return day(9, 1), {"code": "plan_is_empty"}


@case("action_plan_is_adopted", BROKEN)
def a_plan_that_was_filled_after_it_was_adopted(seen: Seen) -> tuple[date, dict[str, Any]]:
    _plan(seen, YEAR, YEAR + 9, measures=0)
    _measure(seen)
    return date(YEAR + 1, 1, 1), {"code": "plan_adopted_empty", "plans": ("1/26",)}


@case("action_plan_is_adopted", KEPT)
def a_plan_whose_first_measure_was_cancelled_and_replaced(seen: Seen) -> tuple[date, dict[str, Any]]:
    _plan(seen, YEAR, YEAR)
    first = _measure(seen, state="cancelled", since=day(1, 21))
    assert first.parent is not None
    seen.world.measure(first.parent, no=2, due=LAST)
    return LAST, {"refs": ["1/26"]}


@case("action_plan_is_adopted", BROKEN)
def a_plan_whose_only_measure_was_cancelled_before(seen: Seen) -> tuple[date, dict[str, Any]]:
    a_plan_whose_first_measure_was_cancelled_and_replaced(seen)
    seen.world.change_decision(Ref("", YEAR, 1), measures=0)
    return date(YEAR + 1, 1, 1), {"code": "plan_adopted_empty"}


@case("action_plan_is_adopted", BROKEN)
def a_plan_whose_only_measure_was_cancelled_later(seen: Seen) -> tuple[date, dict[str, Any]]:
    _plan(seen, YEAR, YEAR)
    _measure(seen, state="cancelled", since=day(6, 1))
    return date(YEAR + 1, 1, 1), {"code": "plan_is_empty"}


@case("action_plan_is_adopted", BROKEN)
def a_plan_whose_only_measure_is_over_and_done(seen: Seen) -> tuple[date, dict[str, Any]]:
    _plan(seen, YEAR, YEAR + 9)
    _measure(seen, state="verified")
    return date(YEAR + 2, 1, 1), {"year": YEAR + 1, "code": "plan_is_empty"}


@case("action_plan_is_adopted", KEPT)
def a_plan_whose_only_measure_was_due_last_year_and_is_still_open(seen: Seen) -> tuple[date, dict[str, Any]]:
    _plan(seen, YEAR, YEAR + 1)
    _measure(seen, state="underway")
    return date(YEAR + 2, 1, 1), {"year": YEAR + 1, "refs": ["1/26"]}


@case("action_plan_is_adopted", BROKEN)
def a_plan_with_measures_of_other_years_or_none(seen: Seen) -> tuple[date, dict[str, Any]]:
    _plan(seen, YEAR, YEAR)
    assignment = _measure(seen, due=date(YEAR + 1, 1, 1)).parent
    assert assignment is not None
    seen.world.measure(assignment, no=2, due=date(YEAR - 1, 12, 31))
    seen.world.measure(assignment, no=3, due=None)
    seen.world.change(seen.world.measure(assignment, no=4), owner=None)
    return date(YEAR + 1, 1, 1), {"code": "plan_is_empty"}


@case("action_plan_is_adopted", KEPT)
def a_plan_with_measures_on_its_first_day_and_its_last(seen: Seen) -> tuple[date, dict[str, Any]]:
    _plan(seen, YEAR, YEAR)
    _measure(seen, due=LAST, state="verified")
    return LAST, {"refs": ["1/26"], "due": LAST}


@case("action_plan_is_adopted", NOT_DUE)
def a_plan_that_was_rescinded(seen: Seen) -> tuple[date, dict[str, Any]]:
    _plan(seen, YEAR, YEAR + 9, state="rescinded")
    _measure(seen)
    return day(9, 1), {"code": "no_action_plan"}


@case("action_plan_is_adopted", NOT_DUE)
def a_plan_that_was_never_adopted(seen: Seen) -> tuple[date, dict[str, Any]]:
    about = {"from": YEAR, "to": YEAR}
    seen.decision("tabled", no=1, kind="action_plan", about=about)
    return day(9, 1), {"code": "no_action_plan"}


@case("action_plan_is_adopted", DUE)
def no_plan_in_november(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(11, 1), {"due": LAST}


@case("action_plan_is_adopted", BROKEN)
def only_next_years_plan(seen: Seen) -> tuple[date, dict[str, Any]]:
    about = {"from": YEAR + 1, "to": YEAR + 1}
    seen.decision("adopted", no=1, adopted=day(12, 1), kind="action_plan", about=about)
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1)}


@case("effects_are_evaluated", NOT_DUE)
def october(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(10, 31), {"due": LAST, "code": "evaluation_ahead"}


@case("effects_are_evaluated", DUE)
def november(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("tabled", no=1, kind="evaluation", about={"year": YEAR})
    return day(11, 1), {"due": LAST, "code": "evaluation_is_open"}


@case("effects_are_evaluated", KEPT)
def an_adopted_evaluation(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=day(12, 1), kind="evaluation", about={"year": YEAR})
    return day(12, 1), {"refs": ["1/26"]}


@case("effects_are_evaluated", DUE)
def last_years_evaluation_only(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=day(1, 15), kind="evaluation", about={"year": YEAR - 1})
    seen.meeting(date(YEAR + 1, 2, 10), state="planned")
    return date(YEAR + 1, 1, 1), {"due": date(YEAR + 1, 2, 10), "code": "not_evaluated"}


@case("effects_are_evaluated", BROKEN)
def none_by_the_first_meeting_of_the_next_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(date(YEAR + 1, 2, 10))
    seen.decision("adopted", no=1, adopted=date(YEAR + 1, 2, 11), kind="evaluation", about={"year": YEAR})
    return date(YEAR + 1, 3, 1), {"since": date(YEAR + 1, 2, 11)}


@case("effects_are_evaluated", BROKEN)
def no_meeting_in_the_next_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    return date(YEAR + 2, 1, 1), {"since": date(YEAR + 2, 1, 1)}


@case("effects_are_evaluated", DUE)
def an_evaluation_before_the_last_meeting(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("closed", no=1, adopted=day(2, 20), kind="evaluation", about={"year": YEAR, "early": True})
    seen.meeting(day(11, 10))
    return day(12, 1), {"code": "not_evaluated", "beside": ["evaluated_early"]}


@case("effects_are_evaluated", DUE)
def an_early_evaluation_before_a_measure_was_settled(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("closed", no=1, adopted=day(2, 20), kind="evaluation", about={"year": YEAR, "early": True})
    work = seen.world.assignment(seen.decision("in_follow_up", no=2, adopted=day(3, 10)))
    seen.world.change(seen.world.measure(work, "verified"), since=day(6, 1))
    return day(12, 1), {"code": "not_evaluated", "beside": ["evaluated_early"]}


@case("effects_are_evaluated", KEPT)
def an_early_evaluation_that_nothing_followed(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("closed", no=1, adopted=day(2, 20), kind="evaluation", about={"year": YEAR, "early": True})
    seen.meeting(day(11, 10), state="cancelled")
    return day(12, 1), {"refs": ["1/26"]}


@case("effects_are_evaluated", KEPT)
def an_evaluation_in_january(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=date(YEAR + 1, 1, 20), kind="evaluation", about={"year": YEAR})
    return date(YEAR + 1, 2, 1), {"code": "evaluated_late"}


@case("learning_points_are_carried_over", NOT_DUE)
def no_learning_points_yet(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(6, 1), {}


@case("learning_points_are_carried_over", KEPT)
def an_evaluation_that_taught_nothing(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=day(12, 1), kind="evaluation", about={"year": YEAR})
    return day(12, 2), {"refs": ["1/26"]}


@case("learning_points_are_carried_over", KEPT)
def every_point_answered_or_carried(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.learning("answered", no=1, year=YEAR - 1, carried_to=YEAR)
    seen.learning("carried", no=2, carried_to=YEAR + 1)
    return day(12, 2), {"refs": ["L1/25", "L2/26"]}


@case("learning_points_are_carried_over", NOT_DUE)
def a_point_to_answer_in_spring(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.learning("carried", no=1, year=YEAR - 1, carried_to=YEAR)
    return day(3, 2), {"code": "learning_left"}


@case("learning_points_are_carried_over", DUE)
def a_point_to_answer_in_december(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.learning("carried", no=1, year=YEAR - 1, carried_to=YEAR)
    return day(12, 2), {"due": LAST}


@case("learning_points_are_carried_over", BROKEN)
def a_point_put_off_to_another_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    ref = seen.learning("carried", no=1, year=YEAR - 1, carried_to=YEAR)
    point = seen.snapshot.one(LearningPoint, ref.year, ref.no)
    seen.snapshot.put(replace(point, carried_to=YEAR + 1, years=(str(YEAR), str(YEAR + 1))))
    return date(YEAR + 1, 1, 1), {"code": "learning_left"}


@case("learning_points_are_carried_over", DUE)
def a_point_carried_far_ahead(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.learning("carried", no=1, carried_to=YEAR + 9)
    return day(12, 2), {"code": "learning_left"}


@case("learning_points_are_carried_over", BROKEN)
def a_point_forgotten(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.learning("answered", no=1, year=YEAR - 1, carried_to=YEAR)
    seen.learning("noted", no=2)
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1), "code": "learning_left", "refs": ["L1/25"]}


@case("action_plan_is_adopted", NOT_DUE)
@case("knowledge_is_gathered", NOT_DUE)
@case("focus_areas_are_worked_on", NOT_DUE)
@case("effects_are_evaluated", NOT_DUE)
@case("coordination_meetings_are_held", NOT_DUE)
def followed_from_july(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.snapshot.put(replace(seen.snapshot.one(Council), opened=day(7, 2)))
    return date(YEAR + 1, 1, 1), {"due": None, "beside": ["too_short"]}


@case("learning_points_are_carried_over", BROKEN)
def a_point_forgotten_in_a_short_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.snapshot.put(replace(seen.snapshot.one(Council), opened=day(11, 1)))
    seen.learning("noted", no=2)
    return date(YEAR + 1, 1, 1), {"code": "learning_left"}


@case("agreement_is_evaluated", NOT_DUE)
def the_agreement_in_june(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(6, 1), {"due": LAST}


@case("agreement_is_evaluated", DUE)
def the_agreement_in_december(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(12, 1), {"due": LAST}


@case("agreement_is_evaluated", KEPT)
def the_agreement_was_evaluated(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.decision("adopted", no=1, adopted=day(12, 1), kind="agreement_evaluation", about={"year": YEAR})
    return day(12, 1), {"refs": ["1/26"]}


@case("agreement_is_evaluated", BROKEN)
def the_agreement_was_not_evaluated(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("agreement_is_evaluated", date(YEAR + 1, 1, 3))
    return date(YEAR + 1, 1, 4), {"since": date(YEAR + 1, 1, 1)}


@case("bylaws_are_revised", NOT_DUE)
def by_laws_in_the_first_of_four_years(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("bylaws_are_revised", every_years=4)
    return LAST, {"due": date(YEAR + 3, 12, 31)}


@case("bylaws_are_revised", KEPT)
def by_laws_revised(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("bylaws_are_revised", every_years=4)
    seen.evidence("bylaws_are_revised", day(5, 5), note="K-sak 12/26")
    return day(6, 1), {"due": date(YEAR + 4, 12, 31)}


@case("bylaws_are_revised", BROKEN)
def by_laws_four_years_later(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("bylaws_are_revised", every_years=4)
    return date(YEAR + 4, 1, 1), {"due": date(YEAR + 3, 12, 31), "year": YEAR + 4}


@case("bylaws_are_revised", BY_PEOPLE)
def by_laws_regularly_and_never(seen: Seen) -> tuple[date, dict[str, Any]]:
    return date(YEAR + 30, 1, 1), {"code": "bylaws_never_revised", "year": YEAR + 30}


@case("bylaws_are_revised", BY_PEOPLE)
def by_laws_regularly_and_long_ago(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("bylaws_are_revised", day(1, 5), day(2, 5), day(5, 5))
    return date(YEAR + 30, 1, 1), {"code": "bylaws_last_revised", "year": YEAR + 30, "days": [day(5, 5)]}


@case("bylaws_are_revised", BY_PEOPLE)
def by_laws_regularly_and_once(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("bylaws_are_revised", day(5, 5))
    return LAST, {"code": "bylaws_last_revised", "day": day(5, 5), "days": [day(5, 5)]}


@case("bylaws_are_revised", DUE)
def by_laws_every_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("bylaws_are_revised", every_years=1)
    return day(12, 1), {"due": LAST}


@case("bylaws_are_revised", BROKEN)
def by_laws_every_year_never_revised(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("bylaws_are_revised", every_years=1)
    return date(YEAR + 1, 1, 1), {"due": LAST}


def _source(seen: Seen, id_: str, source: str, on: date) -> None:
    place = len(seen.snapshot.all(Knowledge))
    seen.snapshot.put(Knowledge(id=id_, place=place, title=id_, source=source, on=on, address=""))


@case("knowledge_is_gathered", NOT_DUE)
def one_source_of_two(seen: Seen) -> tuple[date, dict[str, Any]]:
    _source(seen, "ungdata-2026", "ungdata", day(5, 1))
    return day(6, 1), {"refs": ["knowledge:ungdata-2026"], "code": "knowledge_missing"}


@case("knowledge_is_gathered", KEPT)
def both_sources(seen: Seen) -> tuple[date, dict[str, Any]]:
    _source(seen, "ungdata-2026", "Ungdata", day(5, 1))
    _source(seen, "analyse", "Politiets  ANALYSE", day(5, 2))
    return day(6, 1), {"refs": ["knowledge:ungdata-2026", "knowledge:analyse"]}


@case("knowledge_is_gathered", NOT_DUE)
def words_that_only_mention_a_source(seen: Seen) -> tuple[date, dict[str, Any]]:
    _source(seen, "ungdata-2026", "Ungdata", day(5, 1))
    seen.evidence("knowledge_is_gathered", day(5, 2), note="politiets analyse ble ikke laget")
    return day(6, 1), {"sources": ("politiets analyse",)}


@case("knowledge_is_gathered", DUE)
def no_source_in_december(seen: Seen) -> tuple[date, dict[str, Any]]:
    _source(seen, "gammel", "Ungdata", date(YEAR - 1, 5, 1))
    return day(12, 1), {"refs": []}


@case("knowledge_is_gathered", BROKEN)
def no_source_all_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("knowledge_is_gathered", sources=())
    return date(YEAR + 1, 1, 1), {"code": "no_knowledge"}


def _mondays(first: date, last: date) -> list[date]:
    return [first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1)]


@case("contact_is_present", BY_PEOPLE)
def no_week_recorded(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(3, 30), {"done": 0, "needed": 12}


@case("contact_is_present", BROKEN)
def no_week_recorded_all_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    return date(YEAR + 1, 1, 1), {"done": 0, "since": date(YEAR + 1, 1, 1)}


@case("contact_is_present", KEPT)
def every_week_recorded(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("contact_is_present", *_mondays(day(1, 7), day(3, 25)))
    return day(3, 30), {"done": 12, "needed": 12}


@case("contact_is_present", KEPT)
def every_week_of_a_year_that_was_over_long_ago(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("contact_is_present", *_mondays(day(1, 7), LAST))
    return date(YEAR + 1, 3, 1), {"done": 51, "needed": 51}


@case("contact_is_present", DUE)
def last_week_is_still_to_be_recorded(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("contact_is_present", *_mondays(day(1, 7), day(3, 18)))
    return day(3, 30), {"done": 11, "needed": 12, "due": day(4, 12)}


@case("contact_is_present", DUE)
def the_last_day_on_which_a_week_may_be_entered(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("contact_is_present", *(d for d in _mondays(day(1, 7), day(2, 18)) if d != day(2, 4)))
    return day(2, 22), {"weeks": (6,), "due": day(2, 22)}


@case("contact_is_present", BROKEN)
def the_day_after_it(seen: Seen) -> tuple[date, dict[str, Any]]:
    the_last_day_on_which_a_week_may_be_entered(seen)
    return day(2, 23), {"weeks": (6,), "since": day(2, 9)}


@case("contact_is_present", BROKEN)
def a_week_is_missing(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("contact_is_present", *(d for d in _mondays(day(1, 7), day(3, 25)) if d != day(2, 4)))
    return day(3, 30), {"done": 11, "needed": 12, "weeks": (6,), "since": day(2, 9)}


@case("youth_council_is_heard", NOT_DUE, levanger)
def the_youth_council_in_june(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("youth_council_is_heard", per_year=2)
    seen.evidence("youth_council_is_heard", day(3, 3), day(6, 2))
    return day(6, 1), {"done": 1, "needed": 2, "advice": False}


@case("youth_council_is_heard", DUE, levanger)
def the_youth_council_in_december(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(12, 1), {"due": LAST}


@case("youth_council_is_heard", KEPT, levanger)
def the_youth_council_heard_twice(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("youth_council_is_heard", day(3, 3), day(9, 3))
    return day(9, 4), {"done": 2, "needed": 1}


@case("youth_council_is_heard", BROKEN, levanger)
def the_youth_council_never_heard(seen: Seen) -> tuple[date, dict[str, Any]]:
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1)}


@case("prevention_unit_is_met", NOT_DUE)
def the_coordinating_level_is_not_the_prevention_unit(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(2, 1), kind="coordination")
    return day(6, 1), {"done": 0, "needed": 1, "refs": []}


@case("prevention_unit_is_met", KEPT)
def the_coordinator_met_the_prevention_unit(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.evidence("prevention_unit_is_met", day(2, 2))
    return day(6, 1), {"done": 1}


@case("prevention_unit_is_met", DUE)
def the_prevention_unit_in_december(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(12, 1), {"due": LAST}


@case("prevention_unit_is_met", BROKEN)
def the_prevention_unit_never_met(seen: Seen) -> tuple[date, dict[str, Any]]:
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1)}


@case("people_see_to_it", BY_PEOPLE)
def nobody_recorded_what_they_see_to(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("people_see_to_it")
    return date(YEAR + 1, 2, 1), {"refs": []}


@case("people_see_to_it", KEPT)
def people_recorded_what_they_see_to(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("people_see_to_it", post="politikontakt")
    seen.evidence("people_see_to_it", day(2, 2))
    return day(6, 1), {"days": [day(2, 2)]}


def _twice(seen: Seen, *days: date) -> None:
    """A clause of two times a year that two posts keep, each under its own key; only the first recorded these days."""
    for key in ("people_do_it_every_year", "the_other_does_it_too"):
        seen.agreed(key, per_year=2)
        clause = seen.snapshot.clause(key)
        assert clause is not None
        keep_only(seen.snapshot, Clause, (row for row in seen.snapshot.all(Clause) if row != clause))
        seen.snapshot.put(replace(clause, since=day(1, 1), judged_as="people_do_it_every_year"))
    seen.evidence("people_do_it_every_year", *days)
    assert seen.found("the_other_does_it_too", day(6, 1)).evidence == ()


@case("people_do_it_every_year", NOT_DUE)
def once_of_twice_in_may(seen: Seen) -> tuple[date, dict[str, Any]]:
    _twice(seen, day(3, 3))
    return day(5, 1), {"done": 1, "needed": 2}


@case("people_do_it_every_year", KEPT)
def twice_of_twice(seen: Seen) -> tuple[date, dict[str, Any]]:
    _twice(seen, day(3, 3), day(9, 3))
    return day(10, 1), {"done": 2, "needed": 2}


@case("people_do_it_every_year", DUE)
def once_of_twice_in_november(seen: Seen) -> tuple[date, dict[str, Any]]:
    _twice(seen, day(3, 3))
    return day(11, 1), {"due": LAST}


@case("people_do_it_every_year", BROKEN)
def once_of_twice_all_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    _twice(seen, day(3, 3))
    return date(YEAR + 1, 1, 1), {"code": "too_few"}


@case("people_do_it_every_few_years", KEPT)
def every_third_year_and_this_one(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("people_do_it_every_few_years", every_years=3)
    seen.evidence("people_do_it_every_few_years", day(3, 3))
    return day(10, 1), {"due": date(YEAR + 3, 12, 31)}


@case("people_do_it_every_few_years", NOT_DUE)
def every_third_year_and_not_yet(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("people_do_it_every_few_years", every_years=3)
    return day(10, 1), {"due": date(YEAR + 2, 12, 31), "code": "not_done_again"}


@case("people_do_it_every_few_years", DUE)
def every_year_and_not_by_november(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("people_do_it_every_few_years", every_years=1)
    seen.decision("adopted", no=1, adopted=day(3, 10))
    return day(11, 1), {"due": LAST}


@case("people_do_it_every_few_years", BROKEN)
def every_year_and_never(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.agreed("people_do_it_every_few_years", every_years=1)
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1)}


def _absent(seen: Seen, ref: Ref, post: str) -> None:
    """A post that was not at a meeting."""
    there = seen.snapshot.one(Attendance, *ref[:3], post)
    keep_only(seen.snapshot, Attendance, (row for row in seen.snapshot.all(Attendance) if row != there))


def _attends(seen: Seen, post: str) -> None:
    seen.agreed("post_attends_regularly", post=post, kinds=["ordinary", "coordination"])


@case("post_attends_regularly", NOT_DUE)
def no_meeting_to_attend_yet(seen: Seen) -> tuple[date, dict[str, Any]]:
    _attends(seen, "politikontakt")
    return day(2, 1), {"refs": []}


@case("post_attends_regularly", KEPT)
def at_one_meeting_of_two(seen: Seen) -> tuple[date, dict[str, Any]]:
    _attends(seen, "politikontakt")
    seen.meeting(day(3, 10))
    _absent(seen, seen.meeting(day(9, 10)), "politikontakt")
    return day(10, 1), {"refs": ["M1/26"], "times": 1, "of": 2}


@case("post_attends_regularly", KEPT)
def at_the_only_meeting_as_the_deputy_of_another(seen: Seen) -> tuple[date, dict[str, Any]]:
    _attends(seen, "politikontakt")
    ref = seen.meeting(day(3, 10))
    _absent(seen, ref, "politikontakt")
    chief = seen.snapshot.one(Attendance, *ref[:3], "politistasjonssjef")
    seen.snapshot.put(replace(chief, presence=Presence.DEPUTY, deputy="politikontakt"))
    return day(10, 1), {"refs": ["M1/26"], "times": 1, "of": 1}


@case("post_attends_regularly", DUE)
def at_the_councils_and_at_none_of_the_coordinating_level(seen: Seen) -> tuple[date, dict[str, Any]]:
    _attends(seen, "politikontakt")
    seen.meeting(day(3, 10))
    _absent(seen, seen.meeting(day(9, 10), kind="coordination"), "politikontakt")
    return day(11, 1), {"refs": ["M1/26"], "due": LAST}


@case("post_attends_regularly", BROKEN)
def at_no_meeting_all_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    _attends(seen, "radikaliseringskontakt")
    seen.meeting(day(3, 10))
    return date(YEAR + 1, 1, 1), {"times": 0, "of": 1}


@case("meetings_are_led_as_agreed", NOT_DUE)
def no_meeting_to_lead_yet(seen: Seen) -> tuple[date, dict[str, Any]]:
    return day(2, 1), {"refs": []}


@case("meetings_are_led_as_agreed", KEPT, levanger)
def the_agreed_leader_led_one_of_two(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10))
    _absent(seen, seen.meeting(day(9, 10)), "ordforer")
    return day(10, 1), {"refs": ["M1/26"], "times": 1, "of": 2}


@case("meetings_are_led_as_agreed", KEPT)
def another_led_the_first_though_the_agreed_leader_was_there(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(3, 10), led_by="administrasjonssjef")
    seen.meeting(day(9, 10), led_by="ordforer")
    return day(10, 1), {"refs": ["M2/26"], "times": 1, "of": 2}


@case("meetings_are_led_as_agreed", DUE)
def the_agreed_leader_led_none_by_november(seen: Seen) -> tuple[date, dict[str, Any]]:
    _absent(seen, seen.meeting(day(9, 10)), "ordforer")
    return day(11, 1), {"times": 0, "of": 1}


@case("meetings_are_led_as_agreed", BROKEN)
def the_agreed_leader_was_there_and_another_led(seen: Seen) -> tuple[date, dict[str, Any]]:
    seen.meeting(day(9, 10), led_by="administrasjonssjef")
    return date(YEAR + 1, 1, 1), {"times": 0, "of": 1}


@case("meetings_are_led_as_agreed", BROKEN)
def the_agreed_leader_led_none_all_year(seen: Seen) -> tuple[date, dict[str, Any]]:
    _absent(seen, seen.meeting(day(9, 10)), "ordforer")
    return date(YEAR + 1, 1, 1), {"since": date(YEAR + 1, 1, 1)}
