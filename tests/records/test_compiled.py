"""The SQL that is sent is what SQLAlchemy Core makes of the statements, and no request scans what grows by the year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from slt_flow.records import compiled, statements, store
from slt_flow.records.store import Connection, Store
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show
from slt_flow.services.follow_up.report import report
from slt_flow.services.follow_up.status import status
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.request.actions import next_actions, perform
from slt_flow.services.request.context import Context

GROWING = "entries|entry_texts|items|decisions|matters|counters|owner_spells|seat_stances|remarks|assessments"
SCAN = re.compile(rf"SCAN ({GROWING})\b|SEARCH ({GROWING}) USING .*\(council=\?\)$")
"""Steps of a plan that read a whole table, or all that a council has in it."""


def test_the_statements_are_compiled_anew() -> None:
    assert Path(compiled.__file__).read_text(encoding="utf-8") == statements.compiled()


@contextmanager
def traced(context: Context, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Collect the plan of each statement that is sent meanwhile."""
    plans: dict[str, str] = {}
    execute = Connection.execute

    def explained(self: Connection, sql: str, values: Any = ()) -> Any:
        if sql.split()[0] in ("SELECT", "WITH") and sql not in plans:
            plans[sql] = "\n".join(row[3] for row in self.raw.execute(f"EXPLAIN QUERY PLAN {sql}", values))
        return execute(self, sql, values)

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "execute", explained)
        yield plans


def scans(plans: dict[str, str]) -> list[str]:
    many = {sql: plan for sql, plan in plans.items() if not re.search(r"EXISTS|LIMIT 1$", sql)}
    return [sql for sql, plan in many.items() if any(SCAN.search(step) for step in plan.splitlines())]


def test_a_request_reads_nothing_that_grows_with_the_years(year: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    anew = replace(year, store=Store(str(year.store.path)), dry_run=True, key="k-1")
    with traced(anew, monkeypatch) as plans:
        register(anew, "Noe nytt", area="skjenking-og-rus")
        perform(replace(anew, key=None), "2/26", "remark", {"text": "Noe"})
    assert len(plans) > 25
    assert {sql: plans[sql] for sql in scans(plans)} == {}


ALL: Final = {
    *("READ", "DIGESTS", "SEQS", "STRAY_TEXTS", "EVERY_ENTRY", "EVERY_TEXT"),  # verify, export, copies
    "SEARCH",  # of the texts of all entries for some letters
    "OPEN_BY_PIN",  # counts all cases
    *("HEAD", "IS_THERE"),  # stop at the first
}
"""Statements that read all that a council has in a table that grows, or the first of it."""


def plan(sql: str) -> str:
    with closing(store.memory()) as connection:
        connection.raw.create_function("casefold", 1, str.casefold, deterministic=True)
        values = dict.fromkeys(re.findall(r":(\w+)", sql), "[]")
        return "\n".join(row[3] for row in connection.all(f"EXPLAIN QUERY PLAN {sql}", values))


def test_only_what_asks_for_all_reads_all() -> None:
    """Rows of a kind are asked for by their table when all of them are wanted, and by columns otherwise."""
    queries = {name: sql for name, sql in vars(compiled).items() if str(sql).startswith(("SELECT", "WITH"))}
    scanning = {name for name, sql in queries.items() if any(map(SCAN.search, plan(sql).splitlines()))}
    assert scanning == ALL
    scanning = {name for name, sql in compiled.ROWS.items() if any(map(SCAN.search, plan(sql).splitlines()))}
    assert {name for name in scanning if " " in name} == set()


@pytest.mark.parametrize(
    "ask",
    [
        lambda context: next_actions(context, "1/26"),
        lambda context: show(context, "1/26"),
        lambda context: history(context, "1/26"),
        status,
        duties,
        report,
        lambda context: undo(replace(context, dry_run=True), "Feil"),
        lambda context: assign(replace(context, dry_run=True), "1/26", "slt-koordinator", "2027-01-01"),
    ],
    ids=["next", "show", "history", "status", "todo", "report", "undo", "assign"],
)
def test_a_question_reads_nothing_that_grows_with_the_years(
    year: Context, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Context], object]
) -> None:
    with traced(year, monkeypatch) as plans:
        ask(replace(year, store=Store(str(year.store.path))))
    assert len(plans) > 5
    assert {sql: plans[sql] for sql in scans(plans)} == {}


@pytest.mark.parametrize("sql", [compiled.READ, compiled.SEQS, compiled.STRAY_TEXTS, compiled.ROWS["Item"]])
def test_a_scan_is_seen(year: Context, monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    with traced(year, monkeypatch) as plans, year.store.reading() as connection:
        connection.all(sql, {"of": "kvaefjord"})
        assert sql in scans(plans)
