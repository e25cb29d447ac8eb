"""The register of folds, and what several of them need: the case, decision or meeting an entry is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import BrokenInvariant
from slt_flow.model import Counter, Decision, Item, Meeting
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref

Fold = Callable[[Snapshot, Entry], None]

FOLDS: Final[dict[Kind, Fold]] = {}
"""How entries of each kind change the rows."""


def folds(kind: Kind) -> Callable[[Fold], Fold]:
    """Register how entries of a kind change the rows."""

    def register(fold: Fold) -> Fold:
        FOLDS[kind] = fold
        return fold

    return register


def count(snapshot: Snapshot, ref: Ref) -> None:
    """A number is given, and never given again."""
    series, number = counter_of(ref)
    snapshot.put(Counter(**series, last=number))


def counter_of(ref: Ref) -> tuple[dict[str, Any], int]:
    """The series a ref is numbered in, as a counter's key, and its number there."""
    if ref.measure_no:
        return {
            "series": ref.series,
            "year": ref.year,
            "no": ref.no,
            "assignment_no": ref.assignment_no,
        }, ref.measure_no
    if ref.assignment_no:
        return {"series": ref.series, "year": ref.year, "no": ref.no, "assignment_no": 0}, ref.assignment_no
    return {"series": ref.series, "year": ref.year, "no": 0, "assignment_no": 0}, ref.no


def change(snapshot: Snapshot, ref: Ref, **fields: Any) -> None:
    """Other values in some fields of a case."""
    snapshot.put(replace(snapshot.one(Item, *ref), **fields))


def decision_of(snapshot: Snapshot, entry: Entry) -> Decision:
    """The decision an entry is about."""
    ref = ref_of(entry)
    return snapshot.one(Decision, ref.year, ref.no)


def meeting_of(snapshot: Snapshot, entry: Entry) -> Meeting:
    """The meeting an entry is about."""
    ref = ref_of(entry)
    return snapshot.one(Meeting, ref.year, ref.no)


def ref_of(entry: Entry) -> Ref:
    """The case an entry is about.

    Raises:
        BrokenInvariant: it is about none.
    """
    ref = Ref.parse(entry.subject)
    if ref is None:
        raise BrokenInvariant("subject_is_no_case", seq=entry.seq, subject=entry.subject)
    return ref


def day_in(text: str | None) -> date | None:
    """A day as entries write it."""
    return date.fromisoformat(text) if text else None
