"""Connection: sends the statements that are compiled ahead to a database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


class Connection:
    """Connection to one database.

    Args:
        raw: the driver's connection, in which transactions begin and end by statements of ours.
        path: the database's file; None for one in memory.
    """

    def __init__(self, raw: sqlite3.Connection, path: Path | None = None) -> None:
        self.raw, self.path = raw, path

    def all(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a statement."""
        return self.raw.execute(sql, values).fetchall()

    def first(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        """Return the first row of a statement, None where there is none."""
        row: tuple[Any, ...] | None = self.raw.execute(sql, values).fetchone()
        return row

    def cell(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> Any:
        """Return the first cell of a statement, None where there is no row."""
        row = self.raw.execute(sql, values).fetchone()
        return row[0] if row is not None else None

    def column(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> tuple[Any, ...]:
        """Return the first cell of every row of a statement."""
        return tuple(row[0] for row in self.raw.execute(sql, values))

    def write(self, sql: str, rows: Iterable[Mapping[str, Any] | tuple[Any, ...]]) -> None:
        """Send a statement once for each row of values."""
        self.raw.executemany(sql, rows)

    def commit(self) -> None:
        """Commit the transaction."""
        self.raw.commit()

    def close(self) -> None:
        """Close the connection."""
        self.raw.close()
