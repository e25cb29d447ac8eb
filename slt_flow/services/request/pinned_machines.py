"""Machines pinned in a council's journal, independent of their files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from slt_flow.definitions.load import Pinned, pinned
from slt_flow.errors import RecordsError
from slt_flow.records import journal, projection
from slt_flow.records.store import Connection

PinnedData = Mapping[str, Any]
"""What the entry of a pinned definition tells: its name, version, content and labels."""


def pinned_contents(connection: Connection, council: str) -> dict[tuple[str, str], PinnedData]:
    """Return the pinned content of each machine by name and version; the last pinned one counts.

    Raises:
        RecordsError: the council has no entries.
    """
    if not journal.head(connection, council).height:
        raise RecordsError("journal_broken", council=council, where="entries")
    there = projection.pinned_digests(connection, council)
    pins = ({**entry.data, **entry.texts} for entry in journal.read_definitions(connection, council))
    return {
        (data["name"], data["version"]): data
        for data in pins
        if data["digest"] in there and "machine" in json.loads(data.get("labels", "{}"))
    }


class PinnedMachines(Mapping[tuple[str, str], Pinned]):
    """Machines pinned in journals, by name and version, read lazily.

    Args:
        read: reads what the journals tell of them.
    """

    def __init__(self, read: Callable[[], dict[tuple[str, str], PinnedData]]) -> None:
        self._read = read

    @cached_property
    def _contents(self) -> dict[tuple[str, str], PinnedData]:
        return self._read()

    def __getitem__(self, key: tuple[str, str]) -> Pinned:
        return pinned(self._contents[key]["content"], *key)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)
