"""The SQL that is sent is what SQLAlchemy Core makes of the statements, and no request scans the journal."""

from __future__ import annotations

from pathlib import Path

from slt_flow.records import compiled, statements


def test_the_statements_are_compiled_anew() -> None:
    assert Path(compiled.__file__).read_text(encoding="utf-8") == statements.compiled()
