"""Do we do what we signed? Both agreements, month by month, in a year that goes well and in one that does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from slt_flow.records.store import Store
from slt_flow.results.year import Obligation
from slt_flow.services.agreements.init import init
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Standing
from tests.conftest import NOON
from tests.services.year import years

LETTERS = {
    Standing.KEPT: "K", Standing.DUE: "d", Standing.NOT_DUE: ".", Standing.BROKEN: "B", Standing.BY_PEOPLE: "p",
    Standing.UNKNOWN: "?", Standing.NOT_JUDGED: "-",
}  # fmt: skip
DAYS = (
    *(date(years.YEAR, month, 1) - timedelta(days=1) for month in range(2, 13)),
    date(years.YEAR, 12, 31),
    years.JANUARY_AFTER,
)
"""The last day of every month, then the end of January after."""

STORIES: dict[str, Callable[[Context, str], None]] = {"good": years.good, "bad": years.bad}

EXPECTED = {
    ("kvaefjord", "good"): """
        ..KKKKKKKKKKK action_plan_is_adopted
        ppppppppppppp bylaws_are_revised
        ppppppppppppp preparedness_is_coordinated
        .KKKKKKKKKKKK knowledge_is_gathered
        ..KKKKKKKKKKK every_party_is_represented
        ..KKKKKKKKKKK meetings_are_led_as_agreed
        .........ddKK meetings_are_held
        ....KKKKKKKKK kommunestyre_is_informed
        ppppppppppppp council_may_be_extended
        .dKKKKKKKKKKK agendas_are_sent_in_time
        ..KKKKKKKKKKK minutes_are_archived
        ..KKKKKKKKKKK focus_areas_are_worked_on
        ppppppppppppp those_concerned_are_involved
        ..KKKKKKKKKKK owner_is_eligible
        ..KKKKKKKKKKK every_decision_has_an_owner
        ........KKKKK parent_is_planned
        ppppppppppppp goals_enter_the_parties_plans
        ppppppppppppp coordinator_links_the_levels
        ppppppppppppp coordinator_organises_council_meetings
        .KKKKKKKKKKKK coordination_meetings_are_held
        .KKKKKKKKKKKK coordinator_attends
        .KKKKKKKKKKKK prevention_unit_is_met
        ppppppppppppp target_group_is_served
        ppppppppppppp contact_function_is_shaped
        KKKKKKKKKKKKK contact_is_present
        ppppppppppppp contact_is_there_by_arrangement
        ppppppppppppp contact_follows_up_daily
        ppppppppppppp contact_connects_people
        ppppppppppppp contact_advises_on_methods
        ppppppppppppp contact_presents_intelligence
        ppppppppppppp contact_reaches_out
        ------------- contact_works_from_harstad
        .KKKKKKKKKKKK contact_attends
        ------------- police_services_are_agreed
        ppppppppppppp digital_presence_is_kept
        ..KKKKKKKKKKK recommendations_are_followed_up
        ..KKKKKKKKKKK consensus_is_reached
        ........KKKKK owner_is_bound
        ..KKKKKKKKKKK within_delegated_authority
        pKKKKKKKKKKKK activities_are_coordinated
        ..........dKK effects_are_evaluated
        ..........dKK learning_points_are_carried_over
        .........ddKK agreement_is_evaluated
    """,
    ("kvaefjord", "bad"): """
        .........dddB action_plan_is_adopted
        ppppppppppppp bylaws_are_revised
        ppppppppppppp preparedness_is_coordinated
        .........dddB knowledge_is_gathered
        ..KKKKKKKKKKK every_party_is_represented
        ..KKKKKKKKKKK meetings_are_led_as_agreed
        .........dddB meetings_are_held
        .........dddB kommunestyre_is_informed
        ppppppppppppp council_may_be_extended
        .dBBBBBBBBBBB agendas_are_sent_in_time
        ..ddddddddddB minutes_are_archived
        .........dddB focus_areas_are_worked_on
        ppppppppppppp those_concerned_are_involved
        ..KKKKKKKKKKK owner_is_eligible
        ..ddddddddddB every_decision_has_an_owner
        ............. parent_is_planned
        ppppppppppppp goals_enter_the_parties_plans
        ppppppppppppp coordinator_links_the_levels
        ppppppppppppp coordinator_organises_council_meetings
        .........dddB coordination_meetings_are_held
        ..KKKKKKKKKKK coordinator_attends
        .........dddB prevention_unit_is_met
        ppppppppppppp target_group_is_served
        ppppppppppppp contact_function_is_shaped
        KKKKBBBBBBBBB contact_is_present
        ppppppppppppp contact_is_there_by_arrangement
        ppppppppppppp contact_follows_up_daily
        ppppppppppppp contact_connects_people
        ppppppppppppp contact_advises_on_methods
        ppppppppppppp contact_presents_intelligence
        ppppppppppppp contact_reaches_out
        ------------- contact_works_from_harstad
        ..KKKKKKKKKKK contact_attends
        ------------- police_services_are_agreed
        ppppppppppppp digital_presence_is_kept
        ..KKKKKKdBBBB recommendations_are_followed_up
        ..KKKKKKKKKKK consensus_is_reached
        ............. owner_is_bound
        ..KKKKKKKKKKK within_delegated_authority
        ppppppppppppp activities_are_coordinated
        ..........ddd effects_are_evaluated
        .........dddB learning_points_are_carried_over
        .........dddB agreement_is_evaluated
    """,
    ("levanger", "good"): """
        ..KKKKKKKKKKK action_plan_is_adopted
        ppppppppppppp bylaws_are_revised
        ppppppppppppp preparedness_is_coordinated
        ppppppppppppp activities_are_coordinated
        ------------- council_governs_the_slt_model
        ..KKKKKKKKKKK every_party_is_represented
        .........ddKK meetings_are_held
        ppppppppppppp extraordinary_meetings_may_be_requested
        ppppppppppppp council_may_be_extended
        ..KKKKKKKKKKK youth_council_is_heard
        .dKKdKKdKKKKK agendas_are_sent_in_time
        ..KKKKKKKKKKK meetings_are_led_as_agreed
        ..KKKKKKKKKKK minutes_are_archived
        ............. focus_areas_are_worked_on
        .KKKKKKKKKKKK knowledge_is_gathered
        ppppppppppppp those_concerned_are_involved
        ..KKKKKKKKKKK owner_is_eligible
        ..KKKKKKKKKKK every_decision_has_an_owner
        ..KKKKKKKKKKK recommendations_are_followed_up
        ppppppppppppp target_group_is_served
        ..........dKK effects_are_evaluated
        ..........dKK learning_points_are_carried_over
    """,
    ("levanger", "bad"): """
        .........dddB action_plan_is_adopted
        ppppppppppppp bylaws_are_revised
        ppppppppppppp preparedness_is_coordinated
        ppppppppppppp activities_are_coordinated
        ------------- council_governs_the_slt_model
        ..KKKKKKKKKKK every_party_is_represented
        .........dddB meetings_are_held
        ppppppppppppp extraordinary_meetings_may_be_requested
        ppppppppppppp council_may_be_extended
        .........dddB youth_council_is_heard
        .dBBBBBBBBBBB agendas_are_sent_in_time
        ..KKKKKKKKKKK meetings_are_led_as_agreed
        ..ddddddddddB minutes_are_archived
        ............. focus_areas_are_worked_on
        .........dddB knowledge_is_gathered
        ppppppppppppp those_concerned_are_involved
        ..KKKKKKKKKKK owner_is_eligible
        ..ddddddddddB every_decision_has_an_owner
        ..KKKKKKdBBBB recommendations_are_followed_up
        ppppppppppppp target_group_is_served
        ..........ddd effects_are_evaluated
        .........dddB learning_points_are_carried_over
    """,
}
"""How every clause stands at the end of each month of the year, and of the January after it."""

Rows = dict[str, list[Obligation]]


@cache
def told(council: str, story: str) -> tuple[Rows, int]:
    """How every clause stood at the end of every month, and what `journal verify` found wrong."""
    with TemporaryDirectory(prefix="slt-") as folder:
        context = Context(Store(str(Path(folder) / "slt.sqlite")), clock=NOON)
        init(context, council)
        STORIES[story](context, council)
        found: Rows = {}
        for day in DAYS:
            for row in obligations(context.at(as_of=day), years.YEAR).rows:
                found.setdefault(row.clause, []).append(row)
        return found, sum(len(each.flaws) for each in audit.verify(context))


EVERY_DAY = (("kvaefjord", "bad"), ("levanger", "good"))
"""Both agreements and both stories; the other two pairs take longer than the everyday run may."""

EVERY = pytest.mark.parametrize(
    ("council", "story"),
    [
        pytest.param(
            *pair,
            marks=[pytest.mark.xdist_group("-".join(pair)), *([] if pair in EVERY_DAY else [pytest.mark.endurance])],
        )
        for pair in EXPECTED
    ],
)


@EVERY
def test_every_clause_stands_as_it_should_at_the_end_of_each_month(council: str, story: str) -> None:
    found = {clause: "".join(LETTERS[row.verdict] for row in rows) for clause, rows in told(council, story)[0].items()}
    lines = [line.split() for line in EXPECTED[council, story].split("\n") if line.strip()]
    wanted = {clause: letters for letters, clause in lines}
    assert found == wanted


@EVERY
def test_nothing_is_broken_before_its_day_and_what_is_says_since_when(council: str, story: str) -> None:
    for rows in told(council, story)[0].values():
        for day, row in zip(DAYS, rows, strict=True):
            assert (row.broken_since is not None) == (row.verdict == Standing.BROKEN)
            assert row.broken_since is None or row.broken_since <= day
            assert row.verdict != Standing.DUE or (row.due is not None and row.due >= day)


@EVERY
def test_each_kept_clause_has_its_evidence_of_that_day_or_before(council: str, story: str) -> None:
    for rows in told(council, story)[0].values():
        for day, row in zip(DAYS, rows, strict=True):
            assert all(each.on is None or each.on <= day for each in row.evidence)
            assert row.evidence or row.verdict != Standing.KEPT, row


@EVERY
def test_the_journal_of_the_year_is_whole(council: str, story: str) -> None:
    assert told(council, story)[1] == 0


@pytest.mark.xdist_group("kvaefjord-bad")
def test_what_went_wrong_in_the_bad_year_is_named() -> None:
    last = {clause: rows[-1] for clause, rows in told("kvaefjord", "bad")[0].items()}
    named = {
        clause: row.forecast.facts.get("refs") or row.forecast.facts.get("weeks") or row.forecast.facts.get("sources")
        for clause, row in last.items()
        if row.verdict == Standing.BROKEN and row.forecast is not None
    }
    assert {clause: told for clause, told in named.items() if told} == {
        "agendas_are_sent_in_time": ("M1/26",),
        "minutes_are_archived": ("M1/26",),
        "every_decision_has_an_owner": ("1/26",),
        "recommendations_are_followed_up": ("2/26.1.1", "2/26.1"),
        "learning_points_are_carried_over": ("L1/26",),
        "contact_is_present": (19, 20),
        "knowledge_is_gathered": ("Ungdata", "politiets analyse"),
    }
    assert last["agendas_are_sent_in_time"].broken_since == date(2026, 3, 6)
    assert last["minutes_are_archived"].broken_since == date(2027, 1, 1)
    assert last["contact_is_present"].broken_since == date(2026, 5, 11)
    assert (last["effects_are_evaluated"].verdict, last["effects_are_evaluated"].due) == (
        Standing.DUE,
        date(2027, 12, 31),
    )
