"""Cases from before the council was followed up here: they go on as they stand, and pretend nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from slt_flow.errors import RequestError
from slt_flow.results.answers import Done
from slt_flow.results.sources import Source
from slt_flow.services.decisions.imported import OPEN, ImportedCase, Outcome, enter
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.report import report
from slt_flow.services.follow_up.status import status
from slt_flow.services.history.audit import verify
from slt_flow.services.history.undo import undo
from slt_flow.services.people import organisations, posts
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Level, Ref
from tests.records.year import done, refused
from tests.services.decisions.test_carry_over import begun

SOURCE = Source("oppfølging.xlsx", "Ark1", 7)
BELOW = {Level.COORDINATING: 1, Level.EXECUTING: 2}


@pytest.fixture
def council(tmp_path: Path) -> Context:
    return begun(tmp_path)


def entered(council: Context, *cases: ImportedCase) -> Done:
    """The cases brought in by one request."""

    def act(request: Request) -> None:
        for case in cases:
            enter(request, case)

    return done(transact(council, {"import": [case.title for case in cases]}, None, act))


def case(level: Level, outcome: Outcome, parent: str | None = None, **known: object) -> ImportedCase:
    """A case of a list, owned by the coordinator."""
    owner = "slt-koordinator" if level in BELOW else None
    made = ImportedCase(
        level, f"{level} {outcome}", outcome, SOURCE, Ref.parse(parent) if parent else None, owner=owner
    )
    return made._replace(**known)  # type: ignore[arg-type]  # fields by their names


def line(outcome: Outcome, **known: object) -> tuple[ImportedCase, ...]:
    """A decision, an assignment and a measure that all have come to the same."""
    decision = case(Level.STRATEGIC, outcome, day=known.get("day"))
    above = Outcome.RUNNING if outcome in OPEN else outcome
    return (
        decision._replace(outcome=above),
        case(Level.COORDINATING, above, "1/26", **known),
        case(Level.EXECUTING, outcome, "1/26.1", **known),
    )


def evidence(council: Context, year: int = 2026) -> Mapping[str, list[str]]:
    return {row.clause: [shown.ref for shown in row.evidence] for row in obligations(council, year).rows}


KNOWN = [
    {},
    {"day": date(2026, 8, 10)},
    {"day": date(2026, 8, 10), "due": date(2026, 8, 15)},
    {"due": date(2026, 12, 1)},
]


@pytest.mark.parametrize(("outcome", "known"), [*product((Outcome.DONE, Outcome.DROPPED), KNOWN)])
def test_settled_work_changes_no_verdict_and_is_no_evidence(
    council: Context, outcome: Outcome, known: Mapping[str, object]
) -> None:
    before = {row.clause: (row.verdict, row.evidence) for row in obligations(council, 2026).rows}
    entered(council, *line(outcome, **known))
    rows = obligations(council, 2026).rows
    assert {row.clause: (row.verdict, row.evidence) for row in rows} == before


@pytest.mark.parametrize(("outcome", "known"), [*product(OPEN, KNOWN[:2])])
def test_open_work_shows_no_act_that_is_not_on_record(
    council: Context, outcome: Outcome, known: Mapping[str, object]
) -> None:
    entered(council, *line(outcome, due=date(2026, 12, 1), **known))
    shown = evidence(council)
    for clause in (
        "consensus_is_reached", "owner_is_bound", "parent_is_planned", "owner_is_eligible",
        "recommendations_are_followed_up", "effects_are_evaluated",
    ):  # fmt: skip
        assert not shown.get(clause), clause


def test_a_deadline_that_had_passed_before_is_not_broken_here(council: Context) -> None:
    entered(council, *line(Outcome.RUNNING, due=date(2025, 12, 1)))
    row = next(row for row in obligations(council, 2026).rows if row.clause == "recommendations_are_followed_up")
    assert (str(row.verdict), row.forecast) == ("not_due", None)
    assert [(notice.code, notice.facts["refs"]) for notice in row.beside] == [("brought_in", ("1/26",))]


def test_running_work_goes_on_and_what_is_done_here_counts(council: Context) -> None:
    entered(council, *line(Outcome.RUNNING, due=date(2026, 12, 1)))
    done(actions.perform(council, ["1/26.1.1"], "note_progress", {"percent": "60"}))
    done(actions.perform(council, ["1/26.1.1"], "finish", {"result": "Ferdig"}))
    done(actions.perform(replace(council, acted_by="ordforer", basis="e-post 3.9."), ["1/26.1.1"], "verify"))
    assert "1/26.1.1" in evidence(council)["recommendations_are_followed_up"]
    assert not evidence(council)["owner_is_bound"], "nobody recorded that it began"
    assert verify(council)[0].flaws == ()


def test_settled_work_stays_settled(council: Context) -> None:
    entered(council, *line(Outcome.DONE))
    for ref in ("1/26.1", "1/26.1.1"):
        refusal = refused(
            actions.perform(council, [ref], "finish" if ref.count(".") == 2 else "report", {"result": "Ferdig"})
        )
        assert [finding.rule for finding in refusal.findings] == ["action_is_here"]
    assert verify(council)[0].flaws == ()


@pytest.mark.parametrize("outcome", Outcome)
def test_a_case_is_marked_and_its_source_is_told(council: Context, outcome: Outcome) -> None:
    entered(council, *line(outcome))
    for ref in ("1/26", "1/26.1", "1/26.1.1"):
        sheet = show_case(council, ref)
        assert sheet.source == SOURCE
        assert sheet.state.label["nb"].endswith("(importert)")
        assert not {"Godkjent", "Bekreftet"} & set(sheet.state.label["nb"].split())
    (branch,) = (
        status(council).areas[0].decisions
        if len(status(council).areas) == 1
        else [branch for area in status(council).areas for branch in area.decisions]
    )
    assert branch.imported
    assert verify(council)[0].flaws == ()


def test_an_unknown_day_stays_unknown(council: Context) -> None:
    entered(council, *line(Outcome.RUNNING))
    (told,) = report(council).lines
    assert told.day is None
    owners = show_case(council, "1/26.1").owners
    assert owners is not None
    assert [row.since for row in owners] == [None]
    sheet = show_case(council, "1/26").decided
    assert sheet is not None
    assert sheet.adopted_on is None


def test_work_of_a_third_party_begins_anew(council: Context) -> None:
    done(organisations.add_organisation(council, "idrettslaget", "Idrettslaget"))
    done(posts.add_post(council, "trener", "Trener", "idrettslaget", ["executing"]))
    *above, measure = line(Outcome.RUNNING)
    answer = entered(council, *above, measure._replace(owner="trener"))
    assert "begins_anew" in [notice.code for notice in answer.notices]
    assert show_case(council, "1/26.1.1").state == "delegated"
    assert verify(council)[0].flaws == ()


@pytest.mark.parametrize(
    ("cases", "code"),
    [
        ((case(Level.COORDINATING, Outcome.DONE),), "level_and_parent"),
        ((case(Level.STRATEGIC, Outcome.DONE, "1/26"),), "level_and_parent"),
        ((case(Level.STRATEGIC, Outcome.RUNNING), case(Level.EXECUTING, Outcome.DONE, "1/26")), "level_and_parent"),
        ((case(Level.STRATEGIC, Outcome.RUNNING), case(Level.COORDINATING, Outcome.RUNNING, "1/26", owner=None)),
         "open_work_without_owner"),
        ((case(Level.STRATEGIC, Outcome.DONE), case(Level.COORDINATING, Outcome.RUNNING, "1/26")), "closed_above"),
        ((case(Level.STRATEGIC, Outcome.NOT_BEGUN), case(Level.COORDINATING, Outcome.NOT_BEGUN, "1/26")),
         "above_has_not_begun"),
        ((case(Level.STRATEGIC, Outcome.RUNNING), case(Level.COORDINATING, Outcome.NOT_BEGUN, "1/26"),
          case(Level.EXECUTING, Outcome.DONE, "1/26.1")), "above_has_not_begun"),
        ((case(Level.STRATEGIC, Outcome.RUNNING, day=date(2027, 1, 1)),), "day_to_come"),
        ((case(Level.STRATEGIC, Outcome.RUNNING, number=Ref.parse("M1/26")),), "not_a_decision"),
        ((case(Level.STRATEGIC, Outcome.RUNNING), case(Level.STRATEGIC, Outcome.RUNNING, number=Ref.parse("1/26"))),
         "number_taken"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_and_nothing_is_written(
    council: Context, cases: tuple[ImportedCase, ...], code: str
) -> None:
    before = verify(council)[0].entries
    with pytest.raises(RequestError, match=code):
        entered(council, *cases)
    assert verify(council)[0].entries == before


def test_an_import_is_undone_whole(council: Context) -> None:
    entered(council, *line(Outcome.RUNNING))
    done(undo(council, "Feil liste"))
    assert not [branch for area in status(council).areas for branch in area.decisions]
    assert verify(council)[0].flaws == ()
