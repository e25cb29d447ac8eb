"""A renewal changes nothing about days before its own: verdicts, minutes, agendas, attendance, trees."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from slt_flow.definitions.locations import agreement_file
from slt_flow.errors import RequestError
from slt_flow.model import Meeting
from slt_flow.records import projection
from slt_flow.records.store import Store
from slt_flow.results.year import Obligation
from slt_flow.services.agreements.init import init
from slt_flow.services.agreements.renew import renew
from slt_flow.services.agreements.show import agreement
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.lists import list_decisions
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.handover_pack import handover
from slt_flow.services.follow_up.status import status
from slt_flow.services.history.find import find
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.agenda import agenda
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people.lists import list_areas, list_organisations, list_posts
from slt_flow.services.people.posts import appoint, designate, vacate
from slt_flow.services.request.actions import perform
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.year.action_plan import show as show_plan
from slt_flow.services.year.evidence import fulfil
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Standing
from tests.conftest import IN_MEMORY, MakeContext
from tests.records.year import done
from tests.renewals import renewed_text

OPENED = date(2026, 1, 1)
SEEN_FROM = date(2026, 11, 20)
LATE = FixedClock(datetime(2026, 11, 20, 10, tzinfo=UTC))

TEXT = agreement_file("kvaefjord").read_text(encoding="utf-8")

INFORMED = next(clause for clause in TEXT.split("\n\n") if 'key = "kommunestyre_is_informed"' in clause)

EVALUATED = next(clause for clause in TEXT.split("\n\n") if 'key = "agreement_is_evaluated"' in clause)

GROUP = '\n[[coordinating_groups]]\nid = "rus"\ntitle = "Rusgruppa"\nmembers = ["politikontakt"]\n'

CHANGES: dict[str, Callable[[str], str]] = {
    "another binding post of the police": lambda text: text.replace('"politistasjonssjef"', '"stasjonssjef"'),
    "another chair": lambda text: text.replace('"ordforer"', '"varaordforer"'),
    "another secretary": lambda text: text.replace('"slt-koordinator"', '"krim-koordinator"'),
    "another title": lambda text: text.replace('title = "Ordfører"', 'title = "Varaordfører"'),
    "another name of a party": lambda text: text.replace('name = "Kvæfjord kommune"', 'name = "Kvæfjords kommune"'),
    "another name of the council": lambda text: text.replace('title = "Politirådet', 'title = "Rådet'),
    "nobody informs the kommunestyre": lambda text: text.replace(INFORMED, ""),
    "an area fewer": lambda text: text.replace('"trafikksikkerhet"', '"trafikk"'),
    "another title of an area": lambda text: text.replace('title = "Trafikk', 'title = "Trygg trafikk'),
    "fewer meetings": lambda text: text.replace("per_year = 2 }", "per_year = 1 }"),
    "nobody evaluates it": lambda text: text.replace(EVALUATED, ""),
    "another closed day": lambda text: text.replace('"12-24"', '"12-23"'),
    "a party binds by another": lambda text: text.replace("binds = true", "binds = false", 1),
    "agendas earlier": lambda text: text.replace("notice_days = 7", "notice_days = 30"),
    "nothing about agendas": lambda text: re.sub(r'\[\[clauses\]\]\nkey = "agendas_(?:.+\n)+\n', "", text),
    "others who may own work": lambda text: text.replace(
        'levels = ["coordinating"], posts', 'levels = ["strategic"], posts'
    ),
    "a group that coordinates": lambda text: text + GROUP,
    "an organisation more": lambda text: (
        text + '\n[[organisations]]\nid = "skole"\nname = "Skolen"\nparty = "kommune"\n'
    ),
}
"""What a newer agreement may say otherwise, each change by its own."""


OF_EACH = (
    "every_party_is_represented", "agendas_are_sent_in_time", "minutes_are_archived", "coordination_meetings_are_held",
    "coordinator_attends", "meetings_are_led_as_agreed", "council_may_be_extended", "owner_is_eligible",
    "every_decision_has_an_owner", "focus_areas_are_worked_on",
)  # fmt: skip
"""Clauses whose verdict tells of single meetings, decisions and work: what they show of earlier days stays."""


def newer(folder: Path, in_force: date, changes: set[str]) -> str:
    """Write the agreement once more, in force from a day, with some changes, signed anew by both parties."""
    text = renewed_text(TEXT, in_force)
    for name in sorted(changes):
        assert CHANGES[name](text) != text, name
        text = CHANGES[name](text)
    path = folder / "ny.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def begun(folder: Path) -> Context:
    """Begin to follow up Kvæfjord from the first day of the year, entered in November, with a holder by name."""
    context = Context(Store(str(folder / "slt.sqlite")), clock=LATE)
    done(init(context, "kvaefjord", since=OPENED))
    done(appoint(replace(context, on=OPENED), "politistasjonssjef", "Petter Politi"))
    return context


def year(context: Context, since: date, until: date) -> None:
    """Hold the meetings from a day until another, decide at each, coordinate, and designate a post by the first."""
    for number, day in enumerate((date(2026, 2, 5), date(2026, 5, 7), date(2026, 8, 20)), start=1):
        if since <= day < until:
            done(hold(context, day.isoformat(), "all", sent="2026-01-15"))
            done(register(context, f"Sak {number}", area="barn-og-unge", meeting=f"M{number}/26", consent="all"))
            done(assign(context, f"{number}/26", "politikontakt", "2026-12-01"))
    for day in (date(2026, 2, 10), date(2026, 8, 18)):
        if since <= day < until:
            done(hold(context, day.isoformat(), "slt-koordinator,politikontakt", kind="coordination"))
    if since <= date(2026, 6, 1) < until:
        done(designate(replace(context, on=date(2026, 6, 1)), "radikaliseringskontakt", "1/26"))


def readings(context: Context, day: date) -> dict[str, Any]:
    """Return all that can be read of days before a day: as of some of them, and now of meetings held before it."""
    with context.store.reading() as connection:
        meetings = [row for row in projection.rows(connection, "kvaefjord", Meeting) if row.day < day]
    seen: dict[str, Any] = {}
    for earlier in {OPENED, OPENED + (day - OPENED) // 2, day - timedelta(days=1)}:
        then = context.at(earlier)
        lists = (list_posts(then), list_areas(then), list_organisations(then), show_plan(then), find(then, "r"))
        seen[str(earlier)] = obligations(then, 2026), status(then), agreement(then), lists, history(then)
    for row in meetings:
        ref = str(row.ref)
        seen[ref] = minutes(context, ref), show_meeting(context, ref), agenda(context, ref)
    before = {*(str(row.ref) for row in meetings), "1/26", "2/26", "3/26", "1/26.1", "2/26.1", "3/26.1"}
    for clause in OF_EACH:
        shown = {evidence.ref for row in asked(context, clause) for evidence in row.evidence}
        seen[clause] = shown & before, {row.broken_since for row in asked(context, clause)}
    return seen


def anything_at(first: date, last: date) -> Callable[[Callable[[date, set[str]], None]], Callable[[], None]]:
    """Return a decorator: the test is run for random days of a period and random changes, without shrinking."""
    drawn = given(st.dates(first, last), st.sets(st.sampled_from(sorted(CHANGES)), min_size=1))
    plain = settings(max_examples=8, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    return lambda test: plain(drawn(test))


def refuse_to_change_the_past(in_force: date, changes: set[str]) -> None:
    """Renew when all that was held before has been entered, and assert that it reads as before."""
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        context = begun(Path(folder))
        year(context, OPENED, in_force)
        before = readings(context, in_force)
        done(renew(context, newer(Path(folder), in_force, changes)).outcome)
        assert readings(context, in_force) == before
        assert agreement(context.at(in_force)).name == f"kvaefjord/{in_force}"
        earlier = in_force - timedelta(days=1)
        assert obligations(replace(context, on=earlier), 2026) == obligations(context.at(earlier), 2026)


def refuse_to_judge_anew(in_force: date, changes: set[str]) -> None:
    """Renew when more was held since, and assert that it stays as it was judged and that no duty is gone."""
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        context = begun(Path(folder))
        year(context, OPENED, SEEN_FROM)
        before, demanded = readings(context, SEEN_FROM), {row.clause for row in obligations(context).rows}
        renewal = renew(context, newer(Path(folder), in_force, changes))
        assert (done(renewal.outcome).already, renewal.on) == (False, date(2026, 8, 21))
        after = readings(context, SEEN_FROM)
        meetings = ("M1/26", "M2/26", "M3/26", "every_party_is_represented", "minutes_are_archived")
        assert {name: after[name] for name in meetings} == {name: before[name] for name in meetings}
        assert demanded <= {row.clause for row in obligations(context).rows}


@pytest.mark.endurance
def test_nothing_of_an_earlier_day_changes_whatever_is_agreed_anew() -> None:
    refuse_to_change_the_past(date(2026, 6, 15), set(CHANGES))


@pytest.mark.endurance
@anything_at(date(2026, 1, 2), SEEN_FROM)
def test_nothing_of_an_earlier_day_changes(in_force: date, changes: set[str]) -> None:
    refuse_to_change_the_past(in_force, changes)


@pytest.mark.endurance
@anything_at(date(2026, 1, 2), date(2026, 8, 19))
def test_what_was_held_before_it_was_entered_stays_as_it_was_judged(in_force: date, changes: set[str]) -> None:
    refuse_to_judge_anew(in_force, changes)


def test_march_is_represented_by_who_held_the_post_then_and_april_can_adopt_when_it_is_entered_late(
    context: MakeContext, folder: Path
) -> None:
    late = context(clock=LATE)
    done(hold(late, "2026-03-12", "all"))
    done(renew(late, newer(folder, date(2026, 7, 1), {"another binding post of the police"})).outcome)
    verdicts = {row.clause: row for row in obligations(late).rows}
    assert verdicts["every_party_is_represented"].verdict == Standing.KEPT
    assert "politistasjonssjef" in {person.post for person in minutes(late, "M1/26").attendance}
    done(hold(late, "2026-04-16", "all"))
    done(register(late, "Skolestart", meeting="M2/26", consent="all"))
    assert show_case(late, "1/26").state == "adopted"
    done(hold(late, "2026-08-20", "all"))
    assert {p.post for p in minutes(late, "M3/26").attendance} & {"politistasjonssjef", "stasjonssjef"} == {
        "stasjonssjef"
    }
    with pytest.raises(RequestError, match="vacant_post_present"):
        hold(late, "2026-09-03", "ordforer,politistasjonssjef")


def test_a_renewal_dated_back_takes_no_duty_from_the_days_before_it_was_entered(
    context: MakeContext, folder: Path
) -> None:
    late = context(clock=LATE)
    (before,) = asked(late, "kommunestyre_is_informed")
    renewal = renew(late, newer(folder, date(2026, 1, 2), {"nobody informs the kommunestyre"}))
    assert (done(renewal.outcome).already, renewal.on) == (False, date(2026, 1, 2))
    (after,) = asked(late, "kommunestyre_is_informed")
    assert (before.verdict, after.verdict) == (Standing.DUE, Standing.BROKEN)
    assert (after.until, after.due) == (date(2026, 11, 19), date(2026, 11, 19))
    assert [beside.facts for beside in after.beside if beside.code == "newer_entered_late"] == [
        {"since": date(2026, 1, 2), "day": SEEN_FROM}
    ]
    done(hold(late, "2026-09-10", "all", kind="information"))
    (informed,) = asked(late, "kommunestyre_is_informed")
    assert informed.verdict == Standing.KEPT


def test_a_duty_asked_anew_is_asked_by_both_until_the_newer_was_entered(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    done(renew(late, newer(folder, date(2026, 7, 1), {"fewer meetings"})).outcome)
    rows = asked(late, "meetings_are_held")
    assert [(row.since, row.until) for row in rows] == [(None, date(2026, 11, 19)), (date(2026, 7, 1), None)]


def test_in_time_a_duty_that_is_gone_ends_with_the_agreement(context: MakeContext, folder: Path) -> None:
    july = context(clock=FixedClock(datetime(2026, 7, 1, 10, tzinfo=UTC)))
    done(renew(july, newer(folder, date(2026, 7, 1), {"nobody informs the kommunestyre"})).outcome)
    (row,) = asked(replace(july, clock=LATE), "kommunestyre_is_informed")
    assert (row.until, row.beside[0].code, len(row.beside)) == (date(2026, 6, 30), "part_of_a_year", 1)


def test_a_newer_agreement_is_not_dated_before_a_meeting_that_was_held(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    done(hold(late, "2026-03-12", "all"))
    file = newer(folder, date(2026, 1, 2), {"another binding post of the police"})
    with pytest.raises(RequestError) as raised:
        renew(replace(late, on=date(2026, 3, 12)), file)
    assert (raised.value.code, raised.value.facts["ref"]) == ("renewed_before_a_meeting", "M1/26")
    assert raised.value.facts["first"] == date(2026, 3, 13)
    outcome = done(renew(replace(late, on=date(2026, 3, 13)), file).outcome)
    assert {notice.code for notice in outcome.notices} == {"held_under_the_present", "judged_from"}
    (row,) = asked(late, "every_party_is_represented")
    assert row.verdict == Standing.KEPT


def test_on_a_later_day_the_older_one_counts_until_then(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    file = newer(folder, date(2026, 7, 1), {"another binding post of the police"})
    assert renew(replace(late, on=date(2026, 9, 1)), file).on == date(2026, 9, 1)
    assert agreement(late.at(date(2026, 8, 31))).name == "kvaefjord/2019-01-01"
    assert agreement(late.at(date(2026, 9, 1))).name == "kvaefjord/2026-07-01"
    done(hold(late, "2026-08-20", "ordforer,politistasjonssjef"))
    done(hold(late, "2026-09-10", "ordforer,stasjonssjef"))
    (row,) = asked(late, "every_party_is_represented")
    assert row.verdict == Standing.KEPT


def test_what_is_entered_late_is_about_what_there_was_then(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    done(hold(late, "2026-03-12", "all"))
    done(renew(late, newer(folder, date(2026, 7, 1), {"an area fewer", "nobody evaluates it"})).outcome)
    in_march = done(register(late, "Reflekser", area="trafikksikkerhet", meeting="M1/26"))
    assert "area_ended" not in {notice.code for notice in in_march.notices}
    assert "area_ended" in {notice.code for notice in done(register(late, "Lys", area="trafikksikkerhet")).notices}
    done(fulfil(late, "agreement_is_evaluated", ["2026-06-30"]))
    with pytest.raises(RequestError, match="unknown_clause_key"):
        fulfil(
            replace(late, clock=FixedClock(datetime(2026, 12, 1, 10, tzinfo=UTC))),
            "agreement_is_evaluated",
            ["2026-11-30"],
        )


def test_the_pack_names_a_post_as_it_was_on_each_day(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    done(appoint(replace(late, on=date(2026, 11, 2)), "ordforer", "Oda Ordfører"))
    done(renew(late, newer(folder, date(2026, 11, 10), {"another title"})).outcome)
    done(vacate(replace(late, on=date(2026, 11, 15)), "ordforer"))
    names = handover(late).names
    assert [names["post:ordforer", date(2026, 11, day)] for day in (2, 15)] == ["Ordfører", "Varaordfører"]


def test_minutes_name_who_gave_a_mandate_as_it_was_then(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    there = "administrasjonssjef,politistasjonssjef,ordforer=slt-koordinator"
    done(hold(late, "2026-03-12", there, mandate=["ordforer:ordforer@2026-03-01=Møt for meg"]))
    done(register(late, "Skjenking", meeting="M1/26", within_authority=True))
    before = minutes(late, "M1/26")
    done(renew(late, newer(folder, date(2026, 7, 1), {"another title"})).outcome)
    assert minutes(late, "M1/26") == before


def test_each_meeting_is_judged_by_what_was_agreed_on_its_day(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    done(hold(late, "2026-03-12", "all", sent="2026-03-01"))
    done(renew(late, newer(folder, date(2026, 7, 1), {"agendas earlier", "another chair"})).outcome)
    done(hold(late, "2026-08-20", "all", sent="2026-08-05"))
    older, newest = asked(late, "agendas_are_sent_in_time")
    assert (older.verdict, [shown.ref for shown in older.evidence]) == (Standing.KEPT, ["M1/26", "M2/26"])
    assert (newest.verdict, newest.since) == (Standing.BROKEN, date(2026, 7, 1))
    led = asked(late, "meetings_are_led_as_agreed")
    assert [[shown.ref for shown in row.evidence] for row in led] == [["M1/26"], ["M2/26"]]


def test_what_was_broken_stays_broken_where_it_is_agreed_no_more(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    done(hold(late, "2026-03-12", "all", sent="2026-03-11"))
    done(renew(late, newer(folder, date(2026, 7, 1), {"nothing about agendas"})).outcome)
    assert [row.verdict for row in asked(late, "agendas_are_sent_in_time")] == [Standing.BROKEN]


def test_a_meeting_before_there_were_groups_was_one_of_all(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    done(hold(late, "2026-03-10", "slt-koordinator,politikontakt", kind="coordination"))
    done(renew(late, newer(folder, date(2026, 9, 1), {"a group that coordinates"})).outcome)
    (row,) = asked(late, "coordination_meetings_are_held")
    assert (row.verdict, [shown.ref for shown in row.evidence]) == (Standing.KEPT, ["M1/26"])


def test_a_decision_counts_for_the_area_that_it_was_in(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    done(hold(late, "2026-03-12", "all"))
    done(register(late, "Reflekser", area="trafikksikkerhet", meeting="M1/26", consent="all"))
    file = newer(folder, date(2026, 9, 1), {"an area fewer"})
    done(renew(late, file, ["trafikksikkerhet=barn-og-unge"]).outcome)
    assert [row.ref for row in list_decisions(late, area="barn-og-unge")] == ["1/26"]
    (row,) = asked(late, "focus_areas_are_worked_on")
    assert [(shown.ref, shown.note) for shown in row.evidence] == [("1/26", "Trafikksikkerhet")]


def test_what_the_chair_does_after_a_renewal_is_the_act_of_the_new_one(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    done(hold(late, "2026-03-12", "all"))
    done(register(late, "Reflekser", meeting="M1/26", consent="all"))
    done(renew(late, newer(folder, date(2026, 9, 1), {"another chair"})).outcome)
    done(perform(late, "1/26", "close_without_follow_up", {"reason": "Ikke mer å gjøre"}))
    assert history(late, "1/26")[-1].acted_by == "varaordforer"


def test_a_seat_of_the_newer_agreement_is_no_extension(context: MakeContext, folder: Path) -> None:
    late = context(clock=LATE)
    done(renew(late, newer(folder, date(2026, 9, 1), {"another binding post of the police"})).outcome)
    assert [row.evidence for row in asked(late, "council_may_be_extended")] == [()]


def asked(context: Context, clause: str) -> tuple[Obligation, ...]:
    """Return the rows of the year's verdicts about a clause."""
    return tuple(row for row in obligations(context, 2026).rows if row.clause == clause)
