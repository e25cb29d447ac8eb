"""Register of folds, and the row that an entry is about: of a case, a post, an organisation or a focus area."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import BrokenInvariant
from slt_flow.model import Counter, R, Row, Superseded, superseded
from slt_flow.model.row import CaseRow, replaced
from slt_flow.model.snapshot import UNDER_AGREEMENT, Snapshot
from slt_flow.terms import Ref

Fold = Callable[[Snapshot, Entry], None]

FOLDS: Final[dict[Kind, Fold]] = {}
"""Fold of every kind of entry: how entries of that kind change the rows."""


def folds(kind: Kind) -> Callable[[Fold], Fold]:
    """Register the fold of a kind of entry."""

    def register(fold: Fold) -> Fold:
        FOLDS[kind] = fold
        return fold

    return register


VOIDED: Final[dict[Kind, Fold]] = {}
"""Fold of the few kinds of entry of which something stays when they are undone."""


def folds_voided(kind: Kind) -> Callable[[Fold], Fold]:
    """Register what stays of an entry of a kind that a later one took back."""

    def register(fold: Fold) -> Fold:
        VOIDED[kind] = fold
        return fold

    return register


def counter_of(ref: Ref) -> Counter:
    """Return the counter of the series that a ref is numbered in, as it stands once the ref is given."""
    number = ref.measure_no or ref.assignment_no or ref.no
    no, assignment_no = ref.no if ref.assignment_no else 0, ref.assignment_no if ref.measure_no else 0
    return Counter(series=ref.series, year=ref.year, no=no, assignment_no=assignment_no, last=number)


def count(snapshot: Snapshot, ref: Ref) -> None:
    """Keep a number as given; one that was used on paper may be given after later ones."""
    counter = counter_of(ref)
    before = snapshot.find(Counter, counter.series, counter.year, counter.no, counter.assignment_no)
    if before is None or before.last < counter.last:
        snapshot.put(counter)


def changes(kind: Kind, row: type[R], fields: Callable[[R, Entry], dict[str, Any]]) -> None:
    """Register a fold that only puts other values into fields of the row that an entry is about."""

    def fold(snapshot: Snapshot, entry: Entry) -> None:
        present = row_of(snapshot, row, entry)
        change(snapshot, entry, present, fields(present, entry))

    FOLDS[kind] = fold


def change(snapshot: Snapshot, entry: Entry, row: Row, fields: Mapping[str, Any]) -> None:
    """Put other values into a row; one that an agreement says is kept as it was for the days before.

    A change is often recorded late: it holds from its day until a later one, recorded before it, says otherwise.
    """
    if not isinstance(row, UNDER_AGREEMENT):
        snapshot.put(replaced(row, **fields))  # type: ignore[type-var] # every row is a dataclass
        return
    versions = _versions(snapshot, entry, row)
    _, before = versions[0]

    def unsaid(was: Row) -> Mapping[str, Any]:
        return {name: value for name, value in fields.items() if getattr(was, name) == getattr(before, name)}

    _put_versions(snapshot, entry, versions, unsaid)


def change_versions(snapshot: Snapshot, entry: Entry, row: R, fields: Callable[[R], Mapping[str, Any]]) -> None:
    """Put other values into a row from the day of an entry on, into each of its versions by what that was."""
    _put_versions(snapshot, entry, _versions(snapshot, entry, row), fields)


def _put_versions(
    snapshot: Snapshot,
    entry: Entry,
    versions: Sequence[tuple[Superseded | None, R]],
    fields: Callable[[R], Mapping[str, Any]],
) -> None:
    kind, id_ = type(versions[0][1]), getattr(versions[0][1], "id", "")
    for position, (later, was) in enumerate(versions):
        if others := fields(was):
            if not position:
                snapshot.put(superseded(kind, id_, was, entry.seq, entry.on))
            changed = replaced(was, **others)  # type: ignore[type-var] # every row is a dataclass
            snapshot.put(superseded(kind, id_, changed, later.seq, later.until) if later is not None else changed)


def _versions(snapshot: Snapshot, entry: Entry, row: R) -> list[tuple[Superseded | None, R]]:
    """Return what a row is on the day of an entry and after it, each with what superseded it, the present one last."""
    others = sorted((s for s in earlier(snapshot, row) if s.until > entry.on), key=lambda s: (s.until, s.seq))
    return [*((s, was) for s in others if (was := s.as_row(type(row))) is not None), (None, row)]


def earlier(snapshot: Snapshot, row: Row) -> Iterator[Superseded]:
    """Yield what a row was before changes, in no order."""
    named = (type(row).__name__, getattr(row, "id", ""))
    return (before for before in snapshot.all(Superseded) if (before.kind, before.id) == named)


def row_of(snapshot: Snapshot, kind: type[R], entry: Entry) -> R:
    """Return the row of a kind that an entry is about: by the ref of a case, else by the id in its subject."""
    if not issubclass(kind, CaseRow):
        return snapshot.one(kind, entry.subject.partition(":")[2])
    first = Ref._fields.index(kind.KEY[0])
    return snapshot.one(kind, *ref_of(entry)[first : first + len(kind.KEY)])


def ref_of(entry: Entry) -> Ref:
    """Return the ref of the case that an entry is about.

    Raises:
        BrokenInvariant: it is about no case.
    """
    return Ref.parse(entry.subject) or ref_in(entry, entry.subject)


def ref_in(entry: Entry, text: str) -> Ref:
    """Return the ref of a case that an entry names.

    Raises:
        BrokenInvariant: the text is no ref.
    """
    ref = Ref.parse(text)
    if ref is None:
        raise BrokenInvariant("subject_is_no_case", seq=entry.seq, subject=text)
    return ref


def work_key(ref: Ref) -> dict[str, int]:
    """Return the key fields of rows about an assignment or a measure; only decisions have work beneath them."""
    return {"year": ref.year, "no": ref.no, "assignment_no": ref.assignment_no, "measure_no": ref.measure_no}


def day_in(text: str | None) -> date | None:
    """Return a day as entries write it, None where there is none."""
    return date.fromisoformat(text) if text else None
