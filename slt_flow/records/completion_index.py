"""Queries for shell completion, answered by the standard library: every press of the tab key waits for the imports."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from slt_flow import files

QUERIES: Final[Mapping[str, str]] = {
    "council": "SELECT council, title FROM councils ORDER BY council",
    "language": "SELECT council, language FROM councils ORDER BY council",
    "post": "SELECT id, title FROM posts WHERE council = ? ORDER BY place",
    "area": "SELECT id, title FROM areas WHERE council = ? AND until IS NULL ORDER BY place",
    "clause": "SELECT clause, text FROM clauses WHERE council = ? AND until IS NULL ORDER BY place",
    "group": "SELECT id, title FROM groups WHERE council = ? AND members <> '[]' ORDER BY place",
    "challenge": "SELECT id, title FROM challenges WHERE council = ? ORDER BY place",
    "knowledge": "SELECT id, title FROM knowledge WHERE council = ? ORDER BY place",
    "series": "SELECT series FROM groups WHERE council = ? ORDER BY place",
    "case": "SELECT series, year, no, assignment_no, measure_no, title FROM items WHERE council = ? AND series = ? "
    "ORDER BY ended, year DESC, no, assignment_no, measure_no",
    "action": "SELECT l.id FROM labels l JOIN items i ON i.council = l.council AND i.pin = l.digest "
    "WHERE i.council = ? AND i.series = ? AND i.year = ? AND i.no = ? AND i.assignment_no = ? AND i.measure_no = ? "
    "AND l.what = 'action'",
}
"""Queries by the name of the thing that is completed; open cases come first."""

_LIMIT: Final = 200


def rows(path: Path, name: str, *values: object) -> list[tuple[str, ...]]:
    """Return the first rows of a query, every cell as text; none where the database cannot be read.

    Args:
        path: the database file.
        name: the query.
        values: the values of its placeholders, in order.
    """
    if not files.is_file(path):
        return []
    try:
        # Read only and with a short timeout: a completion never creates a file, nor waits for a writer.
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=0.2)) as connection:
            cells = connection.execute(f"{QUERIES[name]} LIMIT {_LIMIT}", values).fetchall()
    except sqlite3.Error:
        return []
    return [tuple(map(str, row)) for row in cells]
