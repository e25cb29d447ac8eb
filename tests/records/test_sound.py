"""What is found sound at once is what a closer look finds nothing wrong with, also where the digest was made to fit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

import pytest

from slt_flow.errors import RecordsError
from slt_flow.records import compiled, journal
from slt_flow.records.stored import HASHED, Stored, digest_of, is_sound, misspelt, objects_of, stored
from slt_flow.services.request.context import Context

COLUMNS: Final = [name for name, _, _ in compiled.ENTRY]
ODD: Final[dict[str, tuple[Any, ...]]] = {
    "data": (
        '{"b":1,"a":2}', '{"a":1,"a":2}', '{"a": 1}', '{"a":1 }', '{"a":1.0}', '{"a":1e3}', '{"a":-0}', '{"a":NaN}',
        '{"a":9007199254740993}', '{"a":123456789012345678}', '{"a":"\\u00e5"}', '{"a":"\\u0000"}', '{"a":"\\/"}',
        '{"a":{"c":1,"b":2}}', '{"a":{"b":2,"c":1}}', '{"A":1}', '{"å":1}', '{"":1}', '{"a":[1,2]}', '{"a":[[1]]}',
        '{"a":[2, 1]}', '{"a":"å"}', '{"a":"x\x7f"}', '{"a":"\u2028"}', '{"a":"x\\"y"}', '{"a":"b\\":c"}', "{}", "{ }",
    ),
    "texts": ('{"b":"x","a":"y"}', '{"a":"x","a":"y"}', '{"a": "x"}', "{}"),
    "on": ("20260301", "2026-03-01", "2026-3-1", "2026-W10-1"),
    "at": ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00.000000+00:00", "2026-03-01 10:00:00.000000Z"),
    "request": ("019D1533-A780-7E21-8656-65295E15D660", "019d1533-a780-4e21-8656-65295e15d660", "x"),
    "prev": ("A" * 64, "a" * 63, "a" * 65, ""),
    "authenticated": ("OS", "os ", "god"),
    "subject": ('1/26"', "1/26\\", "1/26\n", "1/26\x00", "å", "1/26\u00a0", ""),
    "acted_by": ('a","acted_for":"b', None, "ordfører"),
    "version": (2**53, -(2**60), 2),
    "step": (2**53, 10**18),
    "caused_by": (None, 1, 2**60),
}  # fmt: skip
"""Cells as nobody writes them, and a few that anybody may."""


def rehashed(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """The cells with the digest that somebody would compute of them as they are, without looking how they are spelt."""
    row = dict(zip(COLUMNS, cells, strict=True))
    quoted = {
        name: "null" if row[name] is None else row[name] if name in ("data", "texts") else f'"{row[name]}"'
        for name in HASHED
    } | {name: str(row[name]) for name in HASHED if isinstance(row[name], int)}
    form = "{" + ",".join(f'"{name}":{quoted[name]}' for name in HASHED) + "}"
    return (*cells[:-1], hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest())


def changed(cells: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for name, values in ODD.items():
        place = COLUMNS.index(name)
        for value in values:
            row = (*cells[:place], value, *cells[place + 1 :])
            yield row
            yield rehashed(row)
            yield (*row[:-1], hashlib.sha256().hexdigest())


def is_right(row: Stored) -> bool:
    try:
        objects = objects_of(row.entry)
        return digest_of(row.entry, objects) == row.entry.digest and not misspelt(row, objects)
    except ValueError:
        return False


def seems_sound(row: Stored) -> bool:
    try:
        return is_sound(row)
    except ValueError:
        return False


@pytest.fixture
def rows(year: Context) -> tuple[Stored, ...]:
    with year.store.reading() as connection:
        return journal.read_stored(connection, "kvaefjord")


def test_nothing_is_found_sound_that_a_closer_look_finds_wrong(rows: tuple[Stored, ...]) -> None:
    sound = looked_at = 0
    for row in rows[:: len(rows) // 12]:
        for cells in changed(row.cells):
            try:
                other = stored(cells, ())
            except RecordsError:
                continue
            looked_at += 1
            sound += seems_sound(other)
            assert is_right(other) or not seems_sound(other), cells
    assert looked_at > 500
    assert sound > 20, "what is right is found right, too"


def test_nearly_all_that_is_written_is_found_sound_at_once(rows: tuple[Stored, ...]) -> None:
    assert all(map(is_right, rows))
    assert sum(map(is_sound, rows)) > len(rows) * 0.9
