"""Persons of the public edition: functions, and the names of those whom its minutes name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from slt_flow.engine.entries import OF_ACCESS, Entry, Kind
from slt_flow.model.row import replaced
from slt_flow.model.spelling import folded_person

_OF_CONTACT: Final = (Kind.CONTACT_RECORDED, Kind.CONTACT_REMOVED)
_CORRECTS: Final = (Kind.ENTRY_VOIDED, Kind.TEXT_REDACTED)


def without_private(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries without those of who signs in and of mail addresses, and without what corrects these."""
    gone = {entry.seq for entry in entries if entry.kind in OF_ACCESS or entry.kind in _OF_CONTACT}
    return tuple(
        entry
        for entry in entries
        if entry.seq not in gone and not (entry.kind in _CORRECTS and entry.data.get("seq") in gone)
    )


def without_names(entries: Sequence[Entry], voided: frozenset[int]) -> tuple[Entry, ...]:
    """Return the entries of the public edition with the names of those alone who were at a meeting it tells of.

    Their names stay wherever they hold a post: one person in two posts counts once, in the public edition too. Why
    somebody left a post is told in no minutes.
    """
    named = frozenset(_named(entries, voided))
    return tuple(_left(entry, named) for entry in entries)


def _left(entry: Entry, named: frozenset[str]) -> Entry:
    if entry.kind == Kind.HOLDER_APPOINTED and folded_person(entry.texts.get("name", "")) not in named:
        return _without(entry, "name")
    return _without(entry, "reason") if entry.kind == Kind.POST_VACATED else entry


def _without(entry: Entry, left_out: str) -> Entry:
    texts, digests = _other(entry.texts, left_out), _other(entry.digests, left_out)
    return replaced(entry, texts=texts, digests=digests)


def _other(texts: Mapping[str, str], left_out: str) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name != left_out}


def _named(entries: Sequence[Entry], voided: frozenset[int]) -> Iterator[str]:
    """Yield the names of those who were at a meeting, and of those who recorded that."""
    held: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind in (Kind.HOLDER_APPOINTED, Kind.POST_VACATED) and entry.seq not in voided:
            held.setdefault(entry.data["post"], []).append(entry)
    for entry in entries:
        if entry.kind == Kind.ATTENDANCE_RECORDED and entry.seq not in voided:
            for post in (entry.data.get("post"), entry.data.get("deputy"), entry.recorded_by):
                before = [spell for spell in held.get(post or "", ()) if spell.on <= entry.on]
                if before:
                    yield folded_person(max(before, key=lambda spell: (spell.on, spell.seq)).texts.get("name", ""))
