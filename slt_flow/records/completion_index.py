"""Queries of shell completion, with the standard library alone: a keystroke must not wait for heavier imports."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from slt_flow.terms import Ref

_LIMIT: Final = 200


def look(path: Path, query: str, values: Sequence[str]) -> list[tuple[object, ...]]:
    """Return the first rows of a query, none where the database cannot be read."""
    if not path.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=0.2)) as connection:
            return connection.execute(f"{query} LIMIT {_LIMIT}", values).fetchall()  # our own queries
    except sqlite3.Error:
        return []


def councils(path: Path) -> list[tuple[str, str]]:
    """Return every council's id and title."""
    return [(str(c), str(t)) for c, t in look(path, "SELECT council, title FROM councils ORDER BY council", ())]


def languages(path: Path) -> list[tuple[str, str]]:
    """Return every council's id and language."""
    return [
        (str(c), str(tongue)) for c, tongue in look(path, "SELECT council, language FROM councils ORDER BY council", ())
    ]


def refs(path: Path, council: str, series: str) -> list[tuple[str, str]]:
    """Return the refs of cases with their titles, open ones first; `series` is "M" for meetings, else empty."""
    found = look(
        path,
        "SELECT series, year, no, assignment_no, measure_no, title FROM items "
        "WHERE council = ? AND series = ? ORDER BY ended, year DESC, no, assignment_no, measure_no",
        (council, series),
    )
    return [(str(Ref(str(s), *(int(str(n)) for n in (y, no, a, m)))), str(title)) for s, y, no, a, m, title in found]


def posts(path: Path, council: str) -> list[tuple[str, str]]:
    """Return every post's id and title."""
    return _named(path, "SELECT id, title FROM posts WHERE council = ? ORDER BY place", council)


def areas(path: Path, council: str) -> list[tuple[str, str]]:
    """Return every focus area's id and title."""
    return _named(path, "SELECT id, title FROM areas WHERE council = ? AND until IS NULL ORDER BY place", council)


def clauses(path: Path, council: str) -> list[tuple[str, str]]:
    """Return every clause's key and text."""
    return _named(path, "SELECT clause, text FROM clauses WHERE council = ? AND until IS NULL ORDER BY place", council)


def challenges(path: Path, council: str) -> list[tuple[str, str]]:
    """Return every challenge's id and title."""
    return _named(path, "SELECT id, title FROM challenges WHERE council = ? ORDER BY place", council)


def knowledge(path: Path, council: str) -> list[tuple[str, str]]:
    """Return the id and title of every source of knowledge."""
    return _named(path, "SELECT id, title FROM knowledge WHERE council = ? ORDER BY place", council)


def actions(path: Path, council: str, ref: Ref) -> list[str]:
    """Return the names of the actions of the machine that a case pins."""
    found = look(
        path,
        "SELECT l.id FROM labels l JOIN items i ON i.council = l.council AND i.pin = l.digest WHERE i.council = ? "
        "AND i.series = ? AND i.year = ? AND i.no = ? AND i.assignment_no = ? AND i.measure_no = ? "
        "AND l.what = 'action'",
        (council, ref.series, str(ref.year), str(ref.no), str(ref.assignment_no), str(ref.measure_no)),
    )
    return [str(row[0]) for row in found]


def _named(path: Path, query: str, council: str) -> list[tuple[str, str]]:
    return [(str(id_), str(title)) for id_, title in look(path, query, (council,))]
