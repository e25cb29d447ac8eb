"""Two processes write at once: nothing is lost, and the chain stays one."""

from __future__ import annotations

import multiprocessing
import sqlite3
from contextlib import closing
from pathlib import Path

from slt_flow.records.store import Store
from slt_flow.results.answers import Done
from slt_flow.services.history import audit
from slt_flow.services.meetings.plan import plan
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from tests.conftest import NOON, MakeContext
from tests.records.year import done

REQUESTS = 40


def remark(path: str, who: str) -> None:
    """Remark a hundred times on one and the same meeting."""
    context = Context(Store(path), clock=NOON)
    for number in range(REQUESTS):
        assert isinstance(actions.perform(context, ["M1/26"], "remark", {"text": f"{who} {number}"}), Done)


def test_two_processes_lose_nothing(context: MakeContext, database: Path) -> None:
    made = context()
    done(plan(made, "2026-09-01"))
    before = audit.head(made)["seq"]
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=remark, args=(str(database), who)) for who in ("først", "sist")]
    for process in both:
        process.start()
    for process in both:
        process.join(timeout=100)
    assert [process.exitcode for process in both] == [0, 0]
    (found,) = audit.verify(made)
    assert (found.flaws, found.entries) == ((), before + 2 * REQUESTS)
    with closing(sqlite3.connect(database)) as raw:
        texts = [text for (text,) in raw.execute("SELECT text FROM remarks ORDER BY seq")]
    for who in ("først", "sist"):
        assert [text for text in texts if text.startswith(who)] == [f"{who} {number}" for number in range(REQUESTS)]
