"""Erasure of texts: the words go from the journal, the tables and the file; who, what and when stay, with the basis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from slt_flow.engine.entries import Entry, Kind, Place
from slt_flow.engine.erasure import Ground, Kept, going_with, with_file
from slt_flow.errors import RequestError
from slt_flow.model.spelling import folded
from slt_flow.records import attached, copies, erase, journal, replay
from slt_flow.results.answers import Done, Notice, Outcome
from slt_flow.services.history import persons
from slt_flow.services.request import parsing
from slt_flow.services.request.clock import today
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import new_request_id, transact
from slt_flow.terms import ERASED, Role, identifier

_SEQ: Final = re.compile(r"[1-9][0-9]{0,14}")


def redact(
    context: Context,
    where: str | None = None,
    field: str | None = None,
    *,
    person: str | None = None,
    archived: bool = False,
) -> Outcome:
    """Erase a text for good, or every text that names a person; what was done, by whom and on what basis stays.

    A dry run names every place. The database's file is made anew afterwards, so that no byte of the words is left.

    Args:
        context: the context of the request; its basis is the ground for erasing.
        where: a case, a post … or the number of an entry.
        field: the name of the text there.
        person: a name instead, looked for in all texts of all entries.
        archived: also titles that archived minutes have; whoever allowed it is named in the basis.

    Raises:
        RequestError: without a basis, or one that repeats the words; of a text that is not there, is erased already,
            or must stay.
        RecordsError: the words are erased, but the file could not be made anew.
    """
    if (person is None) == (where is None or field is None) or (person is not None and (where or field)):
        raise RequestError("redact_what")
    name = parsing.line("person", person) if person is not None else None
    erased: list[str] = []

    def act(request: Request) -> None:
        if request.basis is None:
            raise RequestError("redaction_needs_basis")
        erasure = _Erasure(request, archived=archived)
        places = erasure.of_person(name) if name is not None else erasure.of_text(str(where), str(field))
        erased.extend(erasure.erase(places, name))

    # A name is no part of the fingerprint: a digest of words that can be guessed gives them away.
    asked: dict[str, Any] = {"use_case": "redact", "arguments": {"where": where, "field": field, "all": archived}}
    if context.key is None:  # never asked twice: the second finds the text erased already, and says so
        asked["once"] = new_request_id(context.clock)
    outcome = transact(context, asked, None, act, only=(Role.SECRETARY,))
    if isinstance(outcome, Done) and not (outcome.dry_run or outcome.already):
        erase.compact(context.store, outcome.entries)
        attached.sweep(context.store)
        files = copies.holding(context.store.path, [name] if name is not None else erased)
        beside = (Notice("files_hold_it", {"files": files}),) if files else ()
        return outcome._replace(notices=(*outcome.notices, *beside))
    return outcome


class _Erasure:
    """Erasure within a request: finds the places, and erases what may go."""

    def __init__(self, request: Request, *, archived: bool) -> None:
        self.request, self.archived = request, archived
        self.entries = journal.read(request.connection, request.council)
        self.by_seq = {entry.seq: entry for entry in self.entries}
        self.ground = Ground(self.entries, journal.voided(self.entries))

    def of_text(self, where: str, field: str) -> tuple[Place, ...]:
        """Return one text with those that go with it; other places of its words are told.

        Raises:
            RequestError: there is no such text, or several; it is erased already, or must stay.
        """
        entry = self._entry_with(where, field)
        kept = self._needs(Place(entry.seq, field))
        if kept is not None:
            raise RequestError(kept.code, **kept.facts)
        places = self._may_go(going_with(self.entries, entry, field))
        words = folded(entry.texts[field])
        others = [place for place, text in self._texts() if words in folded(text) and place not in places]
        if others:
            self.request.notice("words_stand_elsewhere", places=self._told(others))
        return places

    def _entry_with(self, where: str, field: str) -> Entry:
        entries = self._entries_at(where)
        having = [entry for entry in entries if field in entry.texts and field != "asked"]
        if not having:
            fields = sorted({name for e in entries for name, text in e.texts.items() if text != ERASED} - {"asked"})
            raise RequestError("no_such_text", ref=where, name=parsing.shown(field), names=fields)
        living = [entry for entry in having if entry.texts[field] != ERASED]
        if not living:
            by = next(e for e in self.entries if _erases(e, Place(having[-1].seq, field)))
            raise RequestError("text_is_erased", seq=having[-1].seq, name=field, on=by.on, basis=by.texts.get("basis"))
        if len(living) > 1:
            raise RequestError("several_such_texts", ref=where, name=field, seqs=[entry.seq for entry in living])
        return living[0]

    def _entries_at(self, where: str) -> list[Entry]:
        if _SEQ.fullmatch(where):
            entry = self.by_seq.get(int(where))
            if entry is None:
                raise RequestError("no_such_entry", seq=where, last=self.entries[-1].seq)
            return [entry]
        subject = str(parsing.ref_in(where) or where)
        entries = [entry for entry in self.entries if entry.subject == subject]
        if not entries:
            code = "unknown_ref" if parsing.ref_in(where) is not None else "bad_ref"
            raise RequestError(code, ref=parsing.shown(subject))
        return entries

    def of_person(self, person: str) -> tuple[Place, ...]:
        """Return every text that holds a name; other forms of the name, and ids made of it, are told.

        Raises:
            RequestError: no text holds it, or none that may be erased.
        """
        every = tuple(self._texts())
        holding = [place for place, text in every if persons.holds(text, person)]
        wide = dict.fromkeys(p for place in holding for p in with_file(self.by_seq[place.seq], place.name))
        places = self._may_go(wide)
        going = frozenset(places)
        like: dict[str, list[Place]] = {}
        for place, text in every:
            in_file = self.by_seq[place.seq].kind == Kind.DEFINITION_PINNED  # which may name no person
            for words in persons.similar(text, person) if not (place in going or in_file) else ():
                like.setdefault(words, []).append(place)
        for words, alike in like.items():
            self.request.notice("similar_stays", words=words, places=self._told(alike))
        ids = {e.subject for e in self.entries if persons.holds(e.subject.partition(":")[2], identifier(person))}
        if ids:
            self.request.notice("name_in_ids", ids=tuple(sorted(ids)))
        if not places:
            raise RequestError(
                "person_must_stay" if holding else "person_not_found",
                person=person,
                similar=tuple(like),
                places=self._told(holding),
            )
        return places

    def _texts(self) -> Iterator[tuple[Place, str]]:
        """Yield every text that is there, but for the fingerprints of requests."""
        for entry in self.entries:
            yield from (
                (Place(entry.seq, name), text)
                for name, text in entry.texts.items()
                if text != ERASED and name != "asked"
            )

    def _needs(self, place: Place) -> Kept | None:
        return self.ground.needs(self.by_seq[place.seq], place.name, archived=self.archived)

    def _may_go(self, places: Iterable[Place]) -> tuple[Place, ...]:
        """Return the places that may be erased; the others are told with the reason."""
        going = []
        for place in places:
            if (kept := self._needs(place)) is None:
                going.append(place)
            else:
                self.request.notice(kept.code, **kept.facts)
        return tuple(sorted(going))

    def erase(self, places: Sequence[Place], person: str | None) -> list[str]:
        """Erase texts, with the fingerprints of their requests; return the words.

        Raises:
            RequestError: the basis or the key repeats what is erased.
        """
        words = [self.by_seq[place.seq].texts[place.name] for place in places]
        self._refuse_repeated(words, person)
        firsts = {entry.request: entry for entry in reversed(self.entries)}
        requests = {firsts[self.by_seq[place.seq].request].seq: None for place in places}
        marks = [Place(seq, "asked") for seq in requests if self.by_seq[seq].texts.get("asked") != ERASED]
        for place, text in zip(places, words, strict=True):
            whole = person is None or [w.folded for w in persons.words_of(text)] == persons.parts_of(person)
            code = f"{'' if whole else 'longer_'}text_{'to_erase' if self.request.context.dry_run else 'erased'}"
            self.request.notice(code, whole=whole, **self._place(place))
        if any(place.name == "key" for place in places):
            self.request.notice("key_is_forgotten")
        if (day := self.request.context.day) > today(self.request.context.clock):
            self.request.notice("dated_ahead", on=day)
        self._tell_of_copies(places)
        self.request.record(*(self._entry(place) for place in (*places, *marks)))
        erase.erase(self.request.connection, self.request.council, [*places, *marks])
        self.request.rebuild = replay.rebuild
        return words

    def _entry(self, place: Place) -> Entry:
        data = {"seq": place.seq, "name": place.name}
        subject, texts = self.by_seq[place.seq].subject, {"basis": str(self.request.basis)}
        return self.request.entry(Kind.TEXT_REDACTED, subject, data, texts)

    def _refuse_repeated(self, words: Iterable[str], person: str | None) -> None:
        for field, typed in (("basis", self.request.basis), ("key", self.request.key)):
            if typed is None:
                continue
            of_person = person is not None and (persons.holds(typed, person) or persons.similar(typed, person))
            if of_person or any(persons.repeats(typed, text) for text in words):
                raise RequestError("redaction_repeats", field=field)

    def _tell_of_copies(self, places: Iterable[Place]) -> None:
        """Say what has left the council already, and so is out of reach."""
        firsts = {self.by_seq[place.seq].subject: self.by_seq[place.seq] for place in sorted(places, reverse=True)}
        left = {copy.seq: copy for entry in firsts.values() for copy in self.ground.copies_of(entry)}
        agendas = {e.subject: e.on for e in left.values() if e.kind == Kind.AGENDA_SENT}
        minutes = {e.subject: e.on for e in left.values() if e.kind == Kind.MINUTES_FROZEN}
        self.request.notice("copies_stay")
        if agendas:
            self.request.notice("agendas_were_sent", refs=tuple(agendas))
        if minutes:
            self.request.notice("minutes_were_archived", refs=tuple(minutes))

    def _told(self, places: Iterable[Place]) -> tuple[str, ...]:
        """Name places for a sentence: `12 (3/26 reason)`."""
        return tuple(f"{place.seq} ({self.by_seq[place.seq].subject} {place.name})" for place in places)

    def _place(self, place: Place) -> dict[str, Any]:
        return {"seq": place.seq, "ref": self.by_seq[place.seq].subject, "field": place.name}


def _erases(entry: Entry, place: Place) -> bool:
    return entry.kind == Kind.TEXT_REDACTED and Place(entry.data["seq"], entry.data["name"]) == place
