"""Entries gathered into what happened: an execution of an action is one event, however many entries it made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.terms import Ref

LEFT_OUT: Final[Mapping[Kind, str]] = {
    Kind.DEFINITION_PINNED: "the content of a file, which happened to no case",
    Kind.ENTRY_VOIDED: "a mistake that was taken back is no history, and neither is taking it back",
    Kind.TEXT_REDACTED: "what it is about is gone from the log, and so is every trace of it",
}
"""The kinds of entry that become no event, each with the reason."""


def executions(entries: Iterable[Entry]) -> Iterator[tuple[Entry, ...]]:
    """The entries in their order, those that one step made together.

    A step that leads on begins with its own entry; one that stays is told by its effects' entries alone, and the same
    step once more begins with the kind of entry that it began with before.
    """
    running: list[Entry] = []
    for entry in entries:
        if running and not _goes_on(running, entry):
            yield tuple(running)
            running = []
        running.append(entry)
    if running:
        yield tuple(running)


ref_in = lru_cache(maxsize=256)(Ref.parse)
"""The case that a subject names; entries about one stand together, so that few need reading anew."""


def performed(entry: Entry) -> Ref | None:
    """The case whose action it was: work begun by an action is begun by the case above. None where no case did."""
    ref = ref_in(entry.subject)
    return ref.parent if ref is not None and entry.kind == Kind.REGISTERED and entry.action is not None else ref


def _goes_on(running: list[Entry], entry: Entry) -> bool:
    first = running[0]
    same = (first.request, first.action, first.acted_by, first.on) == (
        entry.request,
        entry.action,
        entry.acted_by,
        entry.on,
    )
    if entry.action is None or not same or entry.kind == Kind.MOVED or entry.seq != running[-1].seq + 1:
        return False
    if entry.kind == Kind.REGISTERED and any(each.subject == str(performed(entry)) for each in running):
        return True  # work that a kind of decision brings with it, beneath the work just begun
    return performed(entry) == performed(first) and entry.kind != first.kind
