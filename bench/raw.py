"""Floor of a durable request: what SQLite itself takes for the least that any of them has to write.

    python -m bench.raw NAME DATABASE

performs as many requests as each line says. Each is one UPDATE, one INSERT, a SHA-256 and a commit, in the journal mode
and with the care for the disk of the product.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from bench.turns import Requests, contend

CASES: Final = 20
STEPS: Final = {"given": "accepted", "accepted": "planned", "planned": "underway", "underway": "given"}
SCHEMA: Final = """
CREATE TABLE cases (id INTEGER PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE entries (seq INTEGER PRIMARY KEY, id INTEGER NOT NULL, data TEXT NOT NULL, prev TEXT NOT NULL,
    digest TEXT NOT NULL);
"""
SELECT: Final = "SELECT state, version FROM cases WHERE id = ?"
HEAD: Final = "SELECT seq, digest FROM entries ORDER BY seq DESC LIMIT 1"
UPDATE: Final = "UPDATE cases SET state = ?, version = version + 1 WHERE id = ?"
GUARDED: Final = "UPDATE cases SET state = ?, version = ? + 1 WHERE id = ? AND version = ?"
INSERT: Final = "INSERT INTO entries VALUES (?, ?, ?, ?, ?)"


def connected(path: Path) -> sqlite3.Connection:
    """Open a database as durable as the product's."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    return connection


def founded(path: Path) -> sqlite3.Connection:
    """Make a database with some cases."""
    connection = connected(path)
    connection.executescript(SCHEMA)
    connection.executemany("INSERT INTO cases VALUES (?, 'given', 1)", [(id_,) for id_ in range(CASES)])
    return connection


def chained(prev: str, id_: int, state: str) -> tuple[str, str]:
    """Return the data of an entry and its digest."""
    data = json.dumps({"id": id_, "state": state})
    return data, hashlib.sha256(f"{prev}{data}".encode()).hexdigest()


def floor(path: Path) -> Requests:
    """Return the requests that look at nothing."""
    connection, heads = founded(path), [(0, "")]

    def request(number: int) -> None:
        for _ in range(number):
            seq, prev = heads[-1]
            id_ = seq % CASES
            data, digest = chained(prev, id_, "accepted")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(UPDATE, ("accepted", id_))
            connection.execute(INSERT, (seq + 1, id_, data, prev, digest))
            connection.execute("COMMIT")
            heads[-1] = seq + 1, digest

    return lambda number: partial(request, number)


def next_case(connection: sqlite3.Connection) -> tuple[int, str, int, str, int]:
    """Begin, and return the head, its digest, and the case whose turn it is with its state and version."""
    connection.execute("BEGIN IMMEDIATE")
    seq, prev = connection.execute(HEAD).fetchone() or (0, "")
    id_ = seq % CASES
    state, version = connection.execute(SELECT, (id_,)).fetchone()
    return seq, prev, id_, state, version


def guarded(path: Path) -> Requests:
    """Return the requests that read the case and the head, and refuse what the state has not."""
    connection = founded(path)

    def request(number: int) -> None:
        for _ in range(number):
            seq, prev, id_, state, version = next_case(connection)
            target = STEPS[state]
            data, digest = chained(prev, id_, target)
            assert connection.execute(GUARDED, (target, version, id_, version)).rowcount == 1
            connection.execute(INSERT, (seq + 1, id_, data, prev, digest))
            connection.execute("COMMIT")

    return lambda number: partial(request, number)


def core(path: Path) -> Requests:
    """Return the same requests through SQLAlchemy Core, with statements that are built once."""
    import sqlalchemy as sa

    founded(path).close()
    engine = sa.create_engine(f"sqlite:///{path}")

    @sa.event.listens_for(engine, "connect")
    def _prepare(raw: sqlite3.Connection, _: object) -> None:
        raw.isolation_level = None
        raw.execute("PRAGMA synchronous = EXTRA")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    metadata = sa.MetaData()
    metadata.reflect(engine)
    cases, entries = metadata.tables["cases"], metadata.tables["entries"]
    head = sa.select(entries.c.seq, entries.c.digest).order_by(entries.c.seq.desc()).limit(1)
    select = sa.select(cases.c.state, cases.c.version).where(cases.c.id == sa.bindparam("case"))
    update = (
        cases.update()
        .where(cases.c.id == sa.bindparam("case"), cases.c.version == sa.bindparam("was"))
        .values(state=sa.bindparam("target"), version=sa.bindparam("is"))
    )
    insert = entries.insert()

    def request(number: int) -> None:
        for _ in range(number):
            with engine.begin() as connection:
                seq, prev = connection.execute(head).first() or (0, "")
                id_ = seq % CASES
                state, version = connection.execute(select, {"case": id_}).one()
                target = STEPS[state]
                data, digest = chained(prev, id_, target)
                values = {"case": id_, "was": version, "target": target, "is": version + 1}
                assert connection.execute(update, values).rowcount == 1
                row = {"seq": seq + 1, "id": id_, "data": data, "prev": prev, "digest": digest}
                connection.execute(insert, row)

    return lambda number: partial(request, number)


CONTESTANTS: Final[Mapping[str, Callable[[Path], Requests]]] = {"floor": floor, "guarded": guarded, "core": core}


if __name__ == "__main__":
    contend(CONTESTANTS)
