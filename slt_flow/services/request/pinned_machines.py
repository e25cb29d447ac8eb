"""Machines pinned in a council's journal, independent of their files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from slt_flow.definitions.load import Pinned, pinned
from slt_flow.engine.entries import Kind
from slt_flow.errors import RecordsError
from slt_flow.records import journal
from slt_flow.records.store import Connection

Told = Mapping[str, Any]
"""What the entry of a pinned definition tells: its name, version, content and labels."""


def machines_told(connection: Connection, council: str) -> dict[tuple[str, str], Told]:
    """Return the pinned content of each machine by name and version; the last pinned one counts.

    Raises:
        RecordsError: the council has no entries.
    """
    known = journal.read(connection, council)
    if not known:
        raise RecordsError("journal_broken", council=council, where="entries")
    gone = journal.voided(known)
    pins = (entry for entry in known if entry.kind == Kind.DEFINITION_PINNED and entry.seq not in gone)
    told = ({**entry.data, **entry.texts} for entry in pins)
    return {(data["name"], data["version"]): data for data in told if "machine" in json.loads(data.get("labels", "{}"))}


def machine(told: Told) -> Pinned:
    """Return the machine that an entry pins."""
    return pinned(told["content"], told["name"], told["version"])


class PinnedMachines(Mapping[tuple[str, str], Pinned]):
    """Machines pinned in journals, by name and version, read lazily.

    Args:
        read: reads what the journals tell of them.
    """

    def __init__(self, read: Callable[[], dict[tuple[str, str], Told]]) -> None:
        self._read = read

    @cached_property
    def _told(self) -> dict[tuple[str, str], Told]:
        return self._read()

    def __getitem__(self, key: tuple[str, str]) -> Pinned:
        return machine(self._told[key])

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)
