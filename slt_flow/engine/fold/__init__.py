"""Fold of entries into rows: the one place where an entry changes them, for a request and for a replay alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import cases, council, meetings, papers, year
from slt_flow.engine.fold.register import FOLDS, VOIDED, counter_of
from slt_flow.errors import BrokenInvariant
from slt_flow.model import Item
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref


def apply(snapshot: Snapshot, entry: Entry) -> None:
    """Change a snapshot by one entry.

    Raises:
        BrokenInvariant: the entry does not fit what the snapshot holds.
    """
    fold = FOLDS.get(entry.kind)  # none for those of the journal itself
    if fold is not None:
        try:
            fold(snapshot, entry)
            ref = Ref.parse(entry.subject)
            # Most entries are of cases that are new or move; those have it already, and a copy of a row costs.
            if ref is not None:
                item, seq = snapshot.one(Item, *ref), entry.seq
                acted = _with_deputy(snapshot, item, entry)
                if acted is not item.acted or item.last_seq != seq:
                    snapshot.put(replaced(item, last_on=entry.on, last_seq=seq, acted=acted))
        except KeyError as missing:
            raise BrokenInvariant(
                "entry_without_ground", seq=entry.seq, kind=entry.kind, missing=str(missing)
            ) from None
    elif entry.kind == Kind.ENTRY_VOIDED:
        cases.name_reason_of_undo(snapshot, entry)
    snapshot.head = entry.seq


def _with_deputy(snapshot: Snapshot, item: Item, entry: Entry) -> tuple[str, ...]:
    """Return the deputies who acted in a case, with the one whose act an entry is, if it is one's."""
    acting, owner = entry.acted_by, item.owner
    if acting is None or owner is None or acting == owner or acting in item.acted:
        return item.acted
    return (*item.acted, acting) if snapshot.deputy_on(owner, entry.on) == acting else item.acted


def replayed(council: str, entries: Iterable[Entry], voided: frozenset[int]) -> Snapshot:
    """Return the rows that a journal amounts to, the projection made anew."""
    snapshot = Snapshot(council)
    for _ in unfolded(snapshot, entries, voided):
        pass
    return snapshot


def unfolded(snapshot: Snapshot, entries: Iterable[Entry], voided: frozenset[int]) -> Iterator[Entry]:
    """Replay entry by entry: yield each that is not voided, the snapshot being as it left it."""
    for entry in entries:
        if entry.seq not in voided:
            apply(snapshot, entry)
            yield entry
        elif entry.kind in VOIDED:
            VOIDED[entry.kind](snapshot, entry)
        snapshot.head = entry.seq


__all__ = ["apply", "cases", "council", "counter_of", "meetings", "papers", "replayed", "unfolded", "year"]
