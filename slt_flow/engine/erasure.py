"""Erasure of texts: those that go together, and those that must stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from slt_flow.engine.entries import Entry, Kind, Place
from slt_flow.model.spelling import folded
from slt_flow.terms import ERASED, Ref, Tag

_PERSONS: Final = ("contact", "deputy", "guest", "name")
"""Texts that are a name or an address and nothing else: each is the same person or body, wherever it stands."""

_OF_AGREEMENT: Final = (
    Kind.ORGANISATION_ADDED, Kind.ORGANISATION_CHANGED, Kind.POST_ADDED, Kind.POST_CHANGED, Kind.AREA_ADDED,
    Kind.AREA_CHANGED,
)  # fmt: skip
"""Kinds of entry whose texts stand in the agreement's file too, where it says them."""

_AGREEMENTS: Final = (Kind.AGREEMENT_ENTERED, Kind.AGREEMENT_RENEWED)
_OF_REQUEST: Final = ("account", "asked", "key")
_FILE: Final = ("content", "digest")
_ATTACHED: Final = ("name", "title", "media", "digest")


class Kept(NamedTuple):
    """Reason for which a text stays: a code for the sentence, and its facts."""

    code: str
    facts: dict[str, Any]


def going_with(entries: Sequence[Entry], entry: Entry, name: str) -> tuple[Place, ...]:
    """Return the texts that are erased with one: itself, and the same words where they are the same fact.

    They are what the same request or the same case, with all beneath it, says in the same words; a name that stands
    alone goes wherever it stands alone; the file of an agreement goes with its digest.
    """
    words, case = folded(entry.texts[name]), Ref.parse(entry.subject)
    top = case.top if case is not None else None
    places = dict.fromkeys(with_file(entry, name))
    for other in entries:
        ref = Ref.parse(other.subject)
        near = other.request == entry.request or (top is not None and ref is not None and ref.top == top)
        for called, text in other.texts.items():
            goes = (near and called not in _OF_REQUEST) or (name in _PERSONS and called in _PERSONS)
            if goes and folded(text) == words:
                places[Place(other.seq, called)] = None
    return tuple(places)


def with_file(entry: Entry, name: str) -> tuple[Place, ...]:
    """Return a text; of the file of an agreement and its digest, both; all of an attached file, whose bytes go too."""
    whole: tuple[str, ...] = _ATTACHED if entry.kind == Kind.FILE_ATTACHED else ()
    whole = _FILE if entry.kind in _AGREEMENTS else whole
    names = whole if name in whole else (name,)
    return tuple(Place(entry.seq, called) for called in names if entry.texts.get(called, ERASED) != ERASED)


class Ground:
    """Need of texts: those without which the entries that stand would mean something else.

    Args:
        entries: the whole journal.
        voided: the numbers of the entries that were taken back.
    """

    def __init__(self, entries: Sequence[Entry], voided: frozenset[int]) -> None:
        self.living = tuple(entry for entry in entries if entry.seq not in voided)
        agreements = [entry for entry in self.living if entry.kind in _AGREEMENTS]
        self.agreement = agreements[-1]
        self.sources = {
            folded(source)
            for agreement in agreements
            for name, words in agreement.texts.items()
            if name.startswith("number.") and name.endswith(".sources")
            for source in words.split("\n")
        }

    def needs(self, entry: Entry, name: str, *, archived: bool) -> Kept | None:
        """Return why a text must stay, None where it may be erased.

        Args:
            entry: the entry.
            name: the name of its text.
            archived: True where titles in archived minutes may go, as somebody allowed.
        """
        facts: dict[str, Any] = {"seq": entry.seq, "ref": entry.subject, "name": name}
        if entry.kind == Kind.DEFINITION_PINNED and name not in _OF_REQUEST:
            return Kept("workflow_text_stays", facts)
        if entry.kind in _AGREEMENTS and name not in _OF_REQUEST:
            if entry.seq == self.agreement.seq:
                return Kept("agreement_text_stays", facts)
            if name.startswith("number."):
                return Kept("agreement_number_stays", facts)
        if entry.kind in _OF_AGREEMENT and name in ("name", "title", "goals") and self._is_agreed(entry.texts[name]):
            return Kept("agreement_text_stays", facts)
        if entry.kind == Kind.KNOWLEDGE_ADDED and name == "source" and folded(entry.texts[name]) in self.sources:
            return Kept("agreed_source_stays", facts)
        if name.partition(".")[0] == "body" and self._is_awaited(entry.subject):
            return Kept("awaited_body_stays", facts)
        minutes = self._archived_with(entry) if name == "title" and not archived else None
        return Kept("archived_title_stays", {**facts, "minutes": minutes.subject}) if minutes is not None else None

    def _is_agreed(self, text: str) -> bool:
        content = self.agreement.texts["content"]
        return all(line in content for line in text.split("\n"))

    def _is_awaited(self, decision: str) -> bool:
        """Return whether bodies may still have to answer: the decision neither stands nor has ended."""
        moves = [e.data for e in self.living if e.subject == decision and e.kind == Kind.MOVED]
        return not any(Tag.ADOPTED in data["tags"] for data in moves) and not (moves and moves[-1]["end"])

    def _archived_with(self, entry: Entry) -> Entry | None:
        """Return the entry that froze minutes with a title of a case, its meeting's or of one that it dealt with."""
        meetings = self.meetings_of(entry)
        frozen = (e for e in self.living if e.kind == Kind.MINUTES_FROZEN and e.subject in meetings)
        return next((e for e in frozen if entry.seq <= e.data["head"]), None)

    def meetings_of(self, entry: Entry) -> frozenset[str]:
        """Return the meetings that an entry is of, or that dealt with its case or the decision above it."""
        ref = Ref.parse(entry.subject)
        if ref is None:
            return frozenset()
        links = (e for e in self.living if Ref.parse(e.subject) == ref.top)
        return frozenset({str(ref.top), *(str(e.data["meeting"]) for e in links if e.data.get("meeting"))})

    def copies_of(self, entry: Entry) -> Iterator[Entry]:
        """Yield the later entries that say that a text left the council: an agenda was sent, minutes were archived."""
        meetings = self.meetings_of(entry)
        left = (e for e in self.living if e.kind in (Kind.AGENDA_SENT, Kind.MINUTES_FROZEN) and e.seq > entry.seq)
        yield from (e for e in left if e.subject in meetings)
