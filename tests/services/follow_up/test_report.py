"""The report municipalities publish: which decisions stand in it, and in which forms it is written."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from slt_flow.definitions.successor import successor
from slt_flow.errors import RequestError
from slt_flow.records.store import Store
from slt_flow.results.documents import Grid
from slt_flow.results.evaluation import Scribe
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.report import report
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people.posts import appoint
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.year import action_plan
from slt_flow.terms import Named
from slt_flow.views.follow_up import report as view
from slt_flow.views.text.words import Words
from tests.conftest import NOON, Prepared
from tests.definitions.test_shelf import WORKFLOWS, lay
from tests.records.year import done, go
from tests.worlds import machines

WILD = '=HYPERLINK("http://example.org"),\n«sitat» "to" | *tre*'


def _played(begun: Context) -> None:
    """Decisions of March and May: followed up, noted, conditional, closed, withdrawn, tabled."""
    done(hold(begun, "2026-03-12", "all"))
    done(register(begun, "Trygg skolevei", meeting="M1/26", consent="all", text=WILD, case="26/14"))
    done(register(begun, "Kriminalitetsbildet", meeting="M1/26", for_information=True))
    go(begun, "2/26", "take_note")
    done(register(begun, "Skjenketider", meeting="M1/26", consent="all", needs_ratification=["Kommunestyret"]))
    done(register(begun, "=1+1", meeting="M1/26", consent="all"))
    go(begun, "4/26", "close_without_follow_up", "2026-04-01", reason="@sum(A1)")
    done(register(begun, "Trukket", meeting="M1/26"))
    go(begun, "5/26", "withdraw", reason="Løst")
    done(hold(begun, "2026-05-20", "all"))
    done(register(begun, "Promilleaksjon", meeting="M2/26", consent="all"))
    done(register(begun, "På sakslista", meeting="M2/26"))
    done(assign(begun, "1/26", "politikontakt", "2026-09-01"))
    done(add_measure(begun, "1/26.1", "Følge", "radikaliseringskontakt", "2026-06-01"))
    go(begun, "1/26", "remark", text="-2 er trukket fra")


@pytest.fixture
def played(prepared: Prepared) -> Context:
    return prepared(_played)


def refs(context: Context, since: str | None = None, until: str | None = None) -> list[str]:
    return [line.ref for line in report(context, since, until).lines]


def test_every_decision_made_stands_in_it_and_what_was_not_decided_does_not(played: Context) -> None:
    assert refs(played) == ["1/26", "2/26", "3/26", "4/26", "6/26"]


PERIODS = {
    ("2026-05-01", "2026-05-31"): ["1/26", "3/26", "6/26"],
    ("2026-03-12", "2026-03-12"): ["1/26", "2/26", "3/26", "4/26"],
    ("2026-01-01", "2026-03-11"): [],
    ("2026-07-01", "2026-12-31"): ["1/26", "3/26", "6/26"],
    ("2027-01-01", None): ["1/26", "3/26", "6/26"],
    (None, "2026-03-31"): ["1/26", "2/26", "3/26", "4/26"],
}


@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_a_period_has_its_own_decisions_and_the_older_ones_open_in_it(
    played: Context, period: tuple[str | None, str | None]
) -> None:
    assert refs(played, *period) == PERIODS[period]


def test_a_period_that_ends_before_it_begins_is_refused(played: Context) -> None:
    with pytest.raises(RequestError, match="period_backwards"):
        report(played, "2026-05-01", "2026-04-30")


def test_a_line_tells_the_case_the_owner_and_how_it_stands(played: Context) -> None:
    first = report(played).lines[0]
    assert (first.day, first.meeting, first.case, first.text) == (date(2026, 3, 12), "M1/26", "26/14", WILD)
    assert [(owner.post, owner.title) for owner in first.responsible] == [("politikontakt", "Politikontakt")]
    assert first.due == date(2026, 9, 1)
    assert (first.done, first.total, first.late, first.remarks) == (0, 1, 1, ("-2 er trukket fra",))
    assert {line.ref: line.bodies for line in report(played).lines if line.bodies} == {"3/26": ("Kommunestyret",)}


def test_it_is_told_as_of_a_day(played: Context) -> None:
    earlier = report(played.at(as_of=date(2026, 3, 31)))
    assert [line.due for line in earlier.lines] == [None] * 4
    later = report(replace(played, on=date(2026, 12, 1)))
    assert later.as_of == date(2026, 12, 1)


def test_csv_is_read_back_as_it_was_written(played: Context) -> None:
    written = view.as_csv(report(played), Words("nb"))
    assert written.count("\r\n") == 1 + len(report(played).lines), (
        "every record ends in CRLF, a break within a cell does not"
    )
    heading, *rows = csv.reader(io.StringIO(written, newline=""))
    assert heading == ["Organ", "Dato", "Sak", "Vedtak", "Ansvarlig", "Status", "Frist", "Merknader"]
    assert [row[1] for row in rows] == ["2026-03-12"] * 4 + ["2026-05-20"]
    assert (rows[0][6], [row[5] for row in rows]) == (
        "2026-09-01",
        [line.state.label["nb"] for line in report(played).lines],
    )
    assert rows[0][2:4] == ["M1/26, 1/26, 26/14", f"Trygg skolevei\n'{WILD}"]


def test_a_decision_made_of_what_is_registered_shows_its_title_only(played: Context) -> None:
    writing = replace(played, scribe=Scribe(*[lambda _: "En lang plan."] * 3))
    done(action_plan.open_plan(writing, "2026", meeting="M2/26"))
    done(adopt(played, "8/26", "all"))
    line = next(line for line in report(played).lines if line.ref == "8/26")
    assert (line.title, line.text) == ("Handlingsplan 2026", "")
    assert "En lang plan" not in view.as_csv(report(played), Words("nb"))


def test_what_was_carried_out_keeps_its_latest_deadline(played: Context) -> None:
    done(actions.perform(played, ["1/26.1"], "plan", through=True))
    for action, answers in (("finish", {"result": "Ja"}), ("verify", {})):
        done(actions.perform(played, ["1/26.1.1"], action, answers, through=True))
    done(actions.perform(played, ["1/26.1"], "report", {"result": "Ferdig"}, through=True))
    done(actions.perform(played, ["1/26.1"], "approve"))
    line = report(played).lines[0]
    assert (line.state, line.due) == ("carried_out", date(2026, 9, 1))


def test_a_new_column_of_the_form_moves_no_column_of_the_published_file(
    played: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = view.as_csv(report(played), Words("nb"))
    progress = view.Column("Progress", lambda *_: "")
    monkeypatch.setattr(view, "COLUMNS", {"progress": progress, **dict(sorted(view.COLUMNS.items(), reverse=True))})
    assert view.as_csv(report(played), Words("nb")) == before
    public = view.as_csv(report(played), Words("nb"), public=True).splitlines()
    assert public[0] == before.splitlines()[0] + ",Utgave"
    assert public[-1].endswith(",offentlig utgave")
    assert view.CSV == ("body", "iso_day", "case", "decision", "responsible", "state", "due", "remarks")
    assert view.FORM == ("body", "day", "case", "decision", "responsible", "status", "remarks")


FORMULAS = ("=1+1", "+47", "-1", "@sum(A1)")
BEFORE = ("", " ", '"', "'", '" "', "\t", "a;", "a,", "a|", "a\t", "a\n", "a; ", 'a;"', 'a;\t"', 'a\n"', 'a;;"";')


def test_csv_for_excel_holds_the_same_cells_behind_a_mark_and_between_semicolons(played: Context) -> None:
    plain, excel = (view.as_csv(report(played), Words("nb"), excel=excel) for excel in (False, True))
    assert excel[0] == "\ufeff"
    assert plain[0] != "\ufeff"
    texts = ((plain, ","), (excel[1:], ";"))
    rows = [list(csv.reader(io.StringIO(text, newline=""), delimiter=mark)) for text, mark in texts]
    assert rows[0] == rows[1]


def test_no_cell_of_the_csv_is_a_formula_whatever_parts_the_cells(played: Context) -> None:
    written = report(played)
    texts = [before + formula for before in BEFORE for formula in FORMULAS]
    lines = tuple(written.lines[0]._replace(title=text, text=f"Vedtak\n{text}", case=text) for text in texts)
    for file in (view.as_csv(written._replace(lines=lines), Words("nb")), view.as_csv(written, Words("nb"))):
        for separator in ",;|\t":
            quoted = csv.reader(io.StringIO(file, newline=""), delimiter=separator)
            bare = csv.reader(io.StringIO(file, newline=""), delimiter=separator, quoting=csv.QUOTE_NONE)
            cells = [cell for rows in (quoted, bare) for row in rows for cell in row]
            assert [cell for cell in cells if cell.strip(' \t"').startswith(("=", "+", "-", "@"))] == []
    assert "'=HYPERLINK" in view.as_csv(written, Words("nb"))


def test_a_closed_decision_is_open_until_it_is_closed(played: Context) -> None:
    assert "4/26" in refs(played, "2026-04-01", "2026-04-30")
    assert "4/26" not in refs(played, "2026-04-02", "2026-04-30")


def test_the_work_of_an_assignment_that_was_cancelled_has_no_one_responsible(played: Context) -> None:
    done(actions.perform(played, ["1/26.1"], "cancel", {"reason": "Vegvesenet gjør det"}))
    assert report(played).lines[0].responsible == ()


RENAMED = {"conditional": "reserved", "noted": "taken_note_of", "adopted": "resolved", "withdrawn": "taken_back"}
"""Other names for states of a decision, which mean what they meant."""


def renaming(database: Path, folder: Path) -> Context:
    """A council whose decisions follow a machine of its own, in which some states have other names."""
    files = dict(successor(machines()["decision"], "verdal-1"))
    path = "machines/decision/verdal-1.toml"
    for old, new in RENAMED.items():
        files[path] = re.sub(rf'(?<=states\.){old}\b|(?<=to = "){old}(?=")', new, files[path])
    agreement = folder / "egen.toml"
    shipped = next((WORKFLOWS / "agreements" / "kvaefjord").glob("*.toml")).read_text(encoding="utf-8")
    agreement.write_text(re.sub(r"^decision = .*$", 'decision = "verdal-1"', shipped, flags=re.MULTILINE), "utf-8")
    begun = Context(Store(str(database)), clock=NOON, shelf=lay(folder / "own", {path: files[path]}))
    init(begun, str(agreement))
    return replace(begun, council="kvaefjord")


def test_a_machine_that_names_its_states_otherwise_loses_no_decision(
    played: Context, database: Path, folder: Path
) -> None:
    shipped = {line.ref: line for line in report(played).lines}
    own = renaming(database.with_name("own.sqlite"), folder)
    _played(own)
    found = {line.ref: line for line in report(own).lines}
    assert {RENAMED.get(line.state, line.state) for line in shipped.values()} == {line.state for line in found.values()}
    assert {"reserved", "taken_note_of"} < {line.state for line in found.values()}
    assert {ref: line._replace(state=Named("", {})) for ref, line in found.items()} == {
        ref: line._replace(state=Named("", {})) for ref, line in shipped.items()
    }


def test_what_was_never_ratified_was_decided_and_what_was_then_withdrawn_was_not(played: Context) -> None:
    told = {"body": "Kommunestyret", "case": "1/26", "date": "2026-04-10", "reason": "Nei"}
    go(played, "3/26", "refuse_ratification", **told)
    assert "3/26" in refs(played)
    go(played, "3/26", "withdraw", reason="Gitt opp")
    assert "3/26" not in refs(played)


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("1. tertial 2026", "2026-01-01", "2026-04-30"),
        ("mai 2026", "2026-05-01", "2026-05-31"),
        ("Q2 2026", "2026-04-01", "2026-06-30"),
        ("2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_in_words_is_its_first_and_last_day(played: Context, period: str, since: str, until: str) -> None:
    assert report(played, period=period) == report(played, since, until)
    with pytest.raises(RequestError, match="period_twice"):
        report(played, since, period=period)


def test_the_monthly_form_has_the_officers_and_the_plan_for_the_rest(played: Context) -> None:
    done(appoint(played, "politikontakt", "Per Prøve"))
    done(add_measure(played, "1/26.1", "Refleks", "politikontakt", "2026-05-01"))
    done(actions.perform(played, ["1/26.1"], "plan", {}, through=True))
    done(actions.perform(played, ["1/26.1.1"], "finish", {"result": "Gjort"}, through=True))
    done(assign(played, "6/26", "politikontakt", "2026-11-01"))
    drawn_up = report(played)
    cells = list(csv.DictReader(io.StringIO(view.as_csv(drawn_up, Words("nb"), monthly=True), newline="")))
    assert list(cells[0]) == [
        "Sak", "Dato", "Vedtak", "Saksbehandler", "Status", "Frist", "Merknader", "Plan for resten",
    ]  # fmt: skip
    told = {row["Sak"].split(", ")[1]: (row["Saksbehandler"], row["Plan for resten"]) for row in cells}
    assert told["1/26"] == ("Politikontakt Per Prøve", "1/26.1.2 Refleks, Politikontakt, frist 1.5.2026")
    assert told["6/26"] == ("Politikontakt Per Prøve", "6/26.1 Promilleaksjon, Politikontakt, frist 1.11.2026")
    assert told["2/26"] == ("", "")
    blocks = view.document(drawn_up, Words("nb"), monthly=True).blocks
    rows = [row for block in blocks if isinstance(block, Grid) for row in block.rows]
    assert [cell for row in rows for cell in row if "Refleks" in cell] == [told["1/26"][1]]


def test_the_results_of_what_was_delivered_stand_among_the_remarks(played: Context) -> None:
    done(actions.perform(played, ["1/26.1"], "plan", through=True))
    done(actions.perform(played, ["1/26.1.1"], "finish", {"result": "To voksne følger"}, through=True))
    (line,) = (line for line in report(played).lines if line.ref == "1/26")
    assert line.results == (("1/26.1.1", "To voksne følger"),)
    (grid,) = (block for block in view.document(report(played), Words("nb")).blocks if isinstance(block, Grid))
    assert any("1/26.1.1: To voksne følger" in cell for row in grid.rows for cell in row)
    assert "1/26.1.1: To voksne følger" in view.as_csv(report(played), Words("nb"), monthly=True)
    done(actions.perform(played, ["1/26.1.1"], "verify", through=True))
    done(actions.perform(played, ["1/26.1"], "report", {"result": "Trygt ved broa"}, through=True))
    (line,) = (line for line in report(played).lines if line.ref == "1/26")
    assert line.results == (("1/26.1", "Trygt ved broa"),)
