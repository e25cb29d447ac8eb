"""Cases from before the council was followed up here: they go on as they stand, and pretend nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.errors import RequestError
from slt_flow.results.answers import Done
from slt_flow.results.follow_up import flattened
from slt_flow.results.sources import Source
from slt_flow.services.decisions import imported
from slt_flow.services.decisions.imported import OPEN, ImportedCase, Outcome, enter
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.report import report
from slt_flow.services.follow_up.status import status
from slt_flow.services.history.audit import verify
from slt_flow.services.history.redact import redact
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.people import organisations, posts
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.services.year import evaluation, evaluation_view
from slt_flow.services.year.obligations import obligations
from slt_flow.services.year.wheel import wheel
from slt_flow.terms import ERASED, Level, Ref, Tag
from slt_flow.views.follow_up.report import document
from slt_flow.views.text.words import Words
from tests.records.year import done, refused
from tests.services.decisions.test_carry_over import begun

SOURCE = Source("oppfølging.xlsx", "Ark1", 7)
BELOW = {Level.COORDINATING: 1, Level.EXECUTING: 2}


@pytest.fixture
def council(tmp_path: Path) -> Context:
    return begun(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """A council in which nothing is written."""
    return begun(tmp_path_factory.mktemp("untouched"))


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


def line(outcome: Outcome, number: int = 1, **fields: object) -> tuple[ImportedCase, ...]:
    """A decision, an assignment and a measure that all have come to the same."""
    above, ref = Outcome.RUNNING if outcome in OPEN else outcome, Ref("", 2026, number)
    decision = case(Level.STRATEGIC, above, number=ref, day=fields.get("day"), area="skjenking-og-rus")
    assignment = case(Level.COORDINATING, above, str(ref), **fields)
    return decision, assignment, case(Level.EXECUTING, outcome, f"{ref}.1", **fields)


def evidence(council: Context, year: int = 2026) -> Mapping[str, list[str]]:
    """What shows each obligation."""
    return {row.clause: [shown.ref for shown in row.evidence] for row in obligations(council, year).rows}


def verdicts(council: Context, year: int) -> Mapping[str, object]:
    return {row.clause: (row.verdict, row.evidence, row.forecast) for row in obligations(council, year).rows}


AUGUST, DECEMBER = date(2026, 8, 10), date(2026, 12, 1)
FIELDS: tuple[dict[str, object], ...] = (
    {}, {"day": AUGUST, "note": "Ferdig"}, {"day": AUGUST, "due": date(2026, 8, 15)}, {"due": DECEMBER},
    {"due": date(2025, 3, 1)},
)  # fmt: skip


def test_settled_work_changes_no_verdict_figure_or_evaluation(council: Context) -> None:
    before, report_before = verdicts(council, 2026), report(council).lines
    every = enumerate(product((Outcome.DONE, Outcome.DROPPED), FIELDS), start=1)
    entered(council, *(case for number, (outcome, fields) in every for case in line(outcome, number, **fields)))
    assert verdicts(council, 2026) == before
    done(evaluation.open_year(council, 2026))
    sheet = evaluation_view.show(council, 2026)
    assert (sheet.effects, sheet.evaluates, sheet.unfinished) == ((), (), ())
    with pytest.raises(RequestError, match="settled_before_it_was_brought_in"):
        evaluation.assess(council, ["1/26.1.1"], "good")
    assert report_before == ()
    told = [(made.ref, made.day, made.done, made.total, made.results) for made in report(council).lines]
    assert told == [("2/26", AUGUST, 0, 0, ()), ("3/26", AUGUST, 0, 0, ())], (
        "those adopted in the year, of which no work counts"
    )
    assert verify(council)[0].flaws == ()


def test_no_settled_state_of_a_shipped_workflow_counts_for_anything(
    council: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever state means an outcome in another workflow: every settled one of each level, on known days."""
    before = verdicts(council, 2026)
    states: dict[str, str] = {}
    monkeypatch.setattr(imported, "state_of", lambda built, _: states[built.name])

    def act(request: Request) -> None:
        settled = {
            built.name: [name for name, state in built.pinned.machine.states.items() if Tag.SETTLED in state.tags]
            for built in request.council_machines()
            if built.name in LEVELS
        }
        assert [len(names) for names in settled.values()] == [6, 2, 2]
        for number, chosen in enumerate(product(*settled.values()), start=1):
            states.update(zip(settled, chosen, strict=True))
            for case in line(Outcome.DONE, number, day=AUGUST, due=date(2026, 8, 15)):
                enter(request, case)

    done(transact(council, {"import": "every state"}, None, act))
    assert verdicts(council, 2026) == before
    done(evaluation.open_year(council, 2026))
    sheet = evaluation_view.show(council, 2026)
    assert (sheet.effects, sheet.evaluates, sheet.unfinished) == ((), (), ())
    assert status(council).totals["settled"] == 0
    branches = flattened(branch for area in status(council).areas for branch in area.decisions)
    assert {branch.state.label["en"] for branch in branches if branch.imported} == {
        "Done (imported)",
        "Dropped (imported)",
    }


def test_open_work_shows_no_act_that_is_not_on_record(council: Context) -> None:
    every = enumerate(product(OPEN, FIELDS[:2]), start=1)
    new = (case for number, (outcome, fields) in every for case in line(outcome, number, due=DECEMBER, **fields))
    entered(council, *new)
    rows = {row.clause: row for row in obligations(council, 2026).rows}
    for clause in (
        "consensus_is_reached", "owner_is_bound", "parent_is_planned", "owner_is_eligible",
        "recommendations_are_followed_up", "effects_are_evaluated",
    ):  # fmt: skip
        assert clause not in rows or not rows[clause].evidence, clause
    for clause in ("consensus_is_reached", "owner_is_bound", "parent_is_planned", "recommendations_are_followed_up"):
        assert "brought_in" in [notice.code for notice in rows[clause].beside], clause
    assert verify(council)[0].flaws == ()


def test_a_deadline_that_had_passed_before_is_not_broken_here(council: Context) -> None:
    entered(council, *line(Outcome.RUNNING, due=date(2025, 12, 1)))
    row = next(row for row in obligations(council, 2026).rows if row.clause == "recommendations_are_followed_up")
    assert (str(row.verdict), row.forecast) == ("not_due", None)
    assert [(notice.code, notice.facts["refs"]) for notice in row.beside] == [("brought_in", ("1/26",))]


def test_running_work_goes_on_and_what_is_done_here_counts(council: Context) -> None:
    entered(council, *line(Outcome.RUNNING, due=DECEMBER))
    chair = replace(council, acted_by="ordforer", basis="e-post 3.9.")
    done(actions.perform(council, ["1/26.1.1"], "note_progress", {"percent": "60"}))
    done(actions.perform(council, ["1/26.1.1"], "finish", {"result": "Ferdig"}))
    done(actions.perform(chair, ["1/26.1.1"], "verify"))
    assert evidence(council)["recommendations_are_followed_up"] == ["1/26.1.1"]
    assert not evidence(council)["owner_is_bound"], "nobody recorded that it began"
    assert not evidence(council)["parent_is_planned"], "nobody recorded that the work above was planned"
    sheet = show_case(council, "1/26.1.1")
    assert (sheet.state.label["nb"], sheet.source) == ("Bekreftet (importert sak)", SOURCE)
    done(evaluation.open_year(council, 2026))
    assert [row.ref for row in evaluation_view.show(council, 2026).effects] == ["1/26.1.1"]
    assert verify(council)[0].flaws == ()


def test_a_decision_whose_work_was_done_before_is_not_carried_out_by_a_remark(council: Context) -> None:
    decision, *beneath = line(Outcome.DONE)
    entered(council, decision._replace(outcome=Outcome.RUNNING), *beneath)
    done(actions.perform(council, ["1/26"], "remark", {"text": "Sett på"}))
    done(evaluation.open_year(council, 2026))
    assert evaluation_view.show(council, 2026).evaluates == ()
    assert not evidence(council)["recommendations_are_followed_up"]


def test_settled_work_stays_settled(council: Context) -> None:
    entered(council, *line(Outcome.DONE))
    for ref, action in (("1/26.1", "report"), ("1/26.1.1", "finish")):
        refusal = refused(actions.perform(council, [ref], action, {"result": "Ferdig"}))
        assert [(finding.rule, finding.saw["label"]["nb"]) for finding in refusal.findings] == [
            ("action_is_here", "Utført (importert)"),
        ]  # fmt: skip


def test_every_case_is_marked_and_its_source_is_told(council: Context) -> None:
    entered(council, *(case for number, outcome in enumerate(Outcome, start=1) for case in line(outcome, number)))
    branches = [*flattened(branch for area in status(council).areas for branch in area.decisions)]
    assert len(branches) == 3 * len(Outcome)
    for branch in branches:
        assert branch.imported
        words = branch.state.label
        assert words["nb"].endswith("(importert)")
        assert not {"Godkjent", "Bekreftet", "Trukket", "Avlyst", "Gjennomført"} & set(words["nb"].split())
        assert show_case(council, branch.ref).source == SOURCE
    new = [entry for entry in history(council, "4/26") if entry.kind == "Registered"]
    assert [entry.imported for entry in new] == [True] * 3


def test_the_public_edition_has_the_mark_and_not_the_list(council: Context) -> None:
    entered(council, *line(Outcome.RUNNING, note="Vakter hver helg"))
    public = council.in_public("nb")
    shown: list[object] = [status(public), report(public), obligations(public, 2026), *history(public, "1/26")]
    shown += [show_case(public, ref) for ref in ("1/26", "1/26.1", "1/26.1.1")]
    assert "importert" in repr(status(public).areas[0].decisions[0].state.label)
    assert show_case(public, "1/26").source == Source()
    assert not [answer for answer in shown if SOURCE.file in repr(answer) or SOURCE.sheet in repr(answer)]


def test_every_text_that_came_with_a_case_can_be_erased(council: Context) -> None:
    entered(council, *line(Outcome.RUNNING, note="Vakter hver helg"))
    for field in ("file", "sheet", "note", "title"):
        done(redact(replace(council, basis="GDPR art. 17"), "1/26.1", field))
    sheet = show_case(council, "1/26.1")
    assert (sheet.source, sheet.note, sheet.title) == (Source(ERASED, ERASED, 7), ERASED, ERASED)
    assert verify(council)[0].flaws == ()


def test_an_unknown_day_stays_unknown(council: Context) -> None:
    entered(council, *line(Outcome.RUNNING))
    (told,) = report(council).lines
    assert told.day is None
    assert "ukjent dag" in repr(document(report(council), Words("nb")))
    owners, decided = show_case(council, "1/26.1").owners, show_case(council, "1/26").decided
    assert owners is not None
    assert decided is not None
    assert ([row.since for row in owners], decided.adopted_on) == ([None], None)


def test_a_settled_measure_without_owner_or_deadline_keeps_no_work_from_being_planned(council: Context) -> None:
    decision, assignment, measure = line(Outcome.NOT_BEGUN, due=DECEMBER)
    settled = measure._replace(outcome=Outcome.DROPPED, owner=None, due=None)
    entered(council, decision, assignment._replace(outcome=Outcome.NOT_BEGUN), measure, settled)
    done(actions.perform(council, ["1/26.1"], "plan", through=True))
    assert "planned" in show_case(council, "1/26.1").state
    done(actions.perform(council, ["1/26.1.1"], "start", through=True))
    assert evidence(council)["owner_is_bound"] == evidence(council)["parent_is_planned"] == ["1/26.1.1"]


def test_no_deadline_is_shown_as_kept_by_work_that_was_settled_before(council: Context) -> None:
    entered(council, *line(Outcome.DONE, due=DECEMBER))
    entries = [entry for month in wheel(council, 2026).months for entry in month.entries if entry.ref == "1/26.1.1"]
    assert [str(entry.standing) for entry in entries] == ["unknown"]


def test_work_of_a_third_party_begins_anew(council: Context) -> None:
    done(organisations.add_organisation(council, "idrettslaget", "Idrettslaget"))
    done(posts.add_post(council, "trener", "Trener", "idrettslaget", ["executing"]))
    *above, measure = line(Outcome.RUNNING)
    answer = entered(council, *above, measure._replace(owner="trener"))
    assert "begins_anew" in [notice.code for notice in answer.notices]
    assert show_case(council, "1/26.1.1").state == "delegated"


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
    untouched: Context, cases: tuple[ImportedCase, ...], code: str
) -> None:
    before = verify(untouched)[0].entries
    with pytest.raises(RequestError, match=code):
        entered(untouched, *cases)
    assert verify(untouched)[0].entries == before


def test_an_import_is_undone_whole(council: Context) -> None:
    entered(council, *line(Outcome.RUNNING))
    done(undo(council, "Feil liste"))
    assert not [branch for area in status(council).areas for branch in area.decisions]
    assert verify(council)[0].flaws == ()
