"""Events of the journal: one execution of an action is one event, with all its entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
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
    """Group entries by step of their request, in order; entries without an action stand alone."""
    for _, group in groupby(entries, key=lambda entry: (entry.request, entry.step)):
        step = tuple(group)
        if step[0].action is None:
            yield from ((entry,) for entry in step)
        else:
            yield step


ref_in = lru_cache(maxsize=256)(Ref.parse)
"""The case that a subject names; entries about one stand together, so that few need reading anew."""


def performed(entry: Entry) -> Ref | None:
    """Return the case that performed the action (the case above, for work it began), or None."""
    ref = ref_in(entry.subject)
    return ref.parent if ref is not None and entry.kind == Kind.REGISTERED and entry.action is not None else ref
