"""Every text of every kind of entry is erased, or stays for a reason that is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from slt_flow.engine.entries import Entry, Kind, Place
from slt_flow.errors import RecordsError, RequestError
from slt_flow.records import copies, erase, journal
from slt_flow.records.store import Store
from slt_flow.results.answers import Done
from slt_flow.services.agreements.show import agreement
from slt_flow.services.history import audit
from slt_flow.services.history.copies import backup, restore
from slt_flow.services.history.redact import redact
from slt_flow.services.history.undo import undo
from slt_flow.services.request.context import Context
from slt_flow.terms import ERASED
from tests.records.stranger import flaws_of
from tests.records.year import done

pytestmark = pytest.mark.endurance

PARTS = 4
"""Parts of the texts that are tried, each in a year of its own."""

BASIS = "Personvernforordningen art. 17 nr. 1 c"

KEPT_WITH_REASON = {
    "workflow_text_stays": {("DefinitionPinned", "content"), ("DefinitionPinned", "labels")},
    "agreement_text_stays": {
        *(("AgreementRenewed", name) for name in ("council", "digest", "content", "clause", "document", "number")),
        *(("AgreementRenewed", name) for name in ("closed", "group", "standing")),
        *((kind, "name") for kind in ("OrganisationAdded", "OrganisationChanged")),
        *((kind, "title") for kind in ("PostAdded", "PostChanged", "AreaAdded", "AreaChanged")),
        *((kind, "goals") for kind in ("AreaAdded", "AreaChanged")),
    },
    "agreement_number_stays": {("AgreementEntered", "number")},
    "agreed_source_stays": {("KnowledgeAdded", "source")},
    "archived_title_stays": {("Registered", "title"), ("TitleChanged", "title"), ("AgendaPointAdded", "title")},
    "awaited_body_stays": {("Registered", "body"), ("AuthorityJudged", "body")},
}
"""The texts that may have to stay, by the reason."""


def entries_of(context: Context) -> tuple[Entry, ...]:
    with context.store.reading() as connection:
        return journal.read(connection, str(context.council))


def one_of_each(context: Context) -> Iterator[Place]:
    """The last text of each name of each kind of entry."""
    last = {(e.kind, name.partition(".")[0]): Place(e.seq, name) for e in entries_of(context) for name in e.texts}
    yield from (place for (_, name), place in last.items() if name != "asked")


def erased_or_kept(context: Context, place: Place) -> Done | str:
    """The outcome, or the reason for which the text stays."""
    try:
        return done(redact(context, str(place.seq), place.name))
    except RequestError as error:
        return error.code


@pytest.mark.parametrize("part", range(PARTS))
def test_every_text_is_erased_or_stays_for_a_reason(year: Context, part: int) -> None:
    """One of each kind and name, one after the other in the same council; each time the file loses the words."""
    context = replace(year, basis=BASIS)
    file, went = year.store.path, 0
    for place in tuple(one_of_each(year))[part::PARTS]:
        entry = next(entry for entry in entries_of(year) if entry.seq == place.seq)
        words, field = entry.texts[place.name], (str(entry.kind), place.name.partition(".")[0])
        if words == ERASED:  # with another, of the same words
            continue
        outcome = erased_or_kept(context, place)
        if isinstance(outcome, str):
            assert field in KEPT_WITH_REASON[outcome], (field, outcome)
            continue
        went += 1
        erased = next(entry for entry in entries_of(year) if entry.seq == place.seq)
        assert erased.texts[place.name] == ERASED, field
        assert {name: erased.digests[name] for name in entry.digests} == entry.digests, field
        assert erased.digest == entry.digest, field
        stands_elsewhere = any(notice.code == "words_stand_elsewhere" for notice in outcome.notices)
        assert stands_elsewhere or len(words) < 6 or words.encode() not in file.read_bytes(), (field, words)
    assert went > 50 // PARTS
    assert audit.verify(year)[0].flaws == ()
    assert flaws_of(file, "kvaefjord") == []


def test_a_text_that_is_gone_without_an_erasure_is_a_flaw(year: Context) -> None:
    """The control: the same row deleted by hand is seen by us and by a stranger."""
    place = next(place for place in one_of_each(year) if place.name == "reason")
    with closing(sqlite3.connect(year.store.path)) as raw, raw:
        raw.execute("DELETE FROM entry_texts WHERE seq = ? AND name = ?", place)
    assert [flaw.code for flaw in audit.verify(year)[0].flaws if flaw.where.startswith("entries")] == ["missing_text"]
    assert flaws_of(year.store.path, "kvaefjord") == [f"{place.seq}: text reason is missing"]


def test_the_file_of_an_older_agreement_goes_with_its_digest(year: Context) -> None:
    """What it said is still known from its entries; the newer one cannot be taken back any more."""
    context = replace(year, basis=BASIS)
    known, later = entries_of(year), dict[str, str]()
    renewal = next(entry for entry in reversed(known) if entry.kind == Kind.AGREEMENT_RENEWED)
    for entry in known:
        if entry.seq > renewal.seq and entry.request != renewal.request:
            later.setdefault(entry.request, entry.subject)
    outcome = done(redact(context, "1", "content"))
    assert {n.facts["field"] for n in outcome.notices if n.code == "text_erased"} == {"content", "digest"}
    assert audit.verify(year)[0].flaws == ()
    assert flaws_of(year.store.path, "kvaefjord") == []
    assert agreement(year).clauses
    first = entries_of(year)[0].on
    assert agreement(year.at(as_of=first)).clauses
    assert entries_of(year)[0].texts["content"] == ERASED
    for subject in reversed(later.values()):
        done(undo(year, "Feil", subject))
    with pytest.raises(RequestError) as caught:
        undo(year, "Feil", "council")
    assert caught.value.code == "older_agreement_is_erased"


def test_a_file_that_cannot_be_made_anew_is_told_and_made_later(year: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    place = next(place for place in one_of_each(year) if place.name == "note")
    height = len(entries_of(year))

    def full(store: Store) -> sqlite3.Connection:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(erase, "_opened", full)
        with pytest.raises(RecordsError) as caught:
            redact(replace(year, basis=BASIS), str(place.seq), place.name)
    assert caught.value.code == "erased_not_compacted"
    assert caught.value.facts["entries"] == tuple(entry.seq for entry in entries_of(year)[height:])
    assert entries_of(year)[place.seq - 1].texts[place.name] == ERASED
    with monkeypatch.context() as patch:
        patch.setattr(erase, "_opened", full)
        with pytest.raises(RecordsError, match=r"^not_compacted"):
            audit.rebuild(year)
    audit.rebuild(year)
    assert audit.verify(year)[0].flaws == ()


def test_stale_pages_are_the_reason_for_a_new_file(year: Context) -> None:
    """The control: rows that were deleted before, without care, leave words in the file until an erasure."""
    file = year.store.path
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("PRAGMA secure_delete = OFF")
        raw.execute("UPDATE items SET note = 'Zebulon Quist var her' WHERE series = 'M'")
        raw.execute("DELETE FROM items WHERE series = 'M'")
    audit_words = b"Zebulon Quist var her"
    assert audit_words in file.read_bytes()
    audit.rebuild(year)
    assert audit_words not in file.read_bytes()


def test_a_later_backup_has_no_word_of_it_and_an_older_one_brings_it_back(year: Context, folder: Path) -> None:
    place = next(place for place in one_of_each(year) if place.name == "note")
    words = entries_of(year)[place.seq - 1].texts["note"].encode()
    older, later, again = folder / "older.sqlite", folder / "later.sqlite", folder / "again.sqlite"
    backup(year.store.path, older)
    outcome = done(redact(replace(year, basis=BASIS), str(place.seq), "note"))
    (files,) = [notice.facts["files"] for notice in outcome.notices if notice.code == "files_hold_it"]
    assert files == (str(older),)
    backup(year.store.path, later)
    assert words not in later.read_bytes()
    ours = copies.compared(year.store, Store(str(older)))[0]
    assert (ours.here, ours.there, ours.erased) == (len(outcome.entries), 0, 1)
    restore(again, later)
    assert words not in again.read_bytes()
    assert Kind.TEXT_REDACTED in {e.kind for e in entries_of(replace(year, store=Store(str(again))))}
