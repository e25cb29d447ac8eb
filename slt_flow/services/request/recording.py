"""Recording of entries: the one way into the journal, past which no text with a national identity number comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from slt_flow.engine.entries import Entry
from slt_flow.errors import RequestError
from slt_flow.personal_data import Kind, Occurrence, occurrences
from slt_flow.records import journal
from slt_flow.records.connection import Connection
from slt_flow.results.answers import Notice

OWN_FIELDS: Final = frozenset({"account", "user", "address"})
"""Texts that are an address: of an account, of a file or a page."""

_WHOLE_FILE: Final = ("content", "labels")
"""Texts whose words stand in others of the same entry, too."""


class Stored(NamedTuple):
    """Entries as they were stored, and the warnings about their texts."""

    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]


def record(connection: Connection, council: str, entries: Sequence[Entry], signature: journal.Signature) -> Stored:
    """Append the entries of a request to the journal.

    Args:
        connection: to the database, in the transaction of the request.
        council: the council.
        entries: what the request did.
        signature: what all of them share.

    Raises:
        RequestError: a text holds a national identity number.
    """
    found = tuple(_found(entries, signature))
    numbers = tuple(dict.fromkeys(f"{name}: {one.masked}" for name, one in found if one.kind == Kind.IDENTITY_NUMBER))
    if numbers:
        raise RequestError("identity_number_in_text", places=numbers)
    others = {one.masked: (name, one.kind) for name, one in reversed(found)}
    warnings = (Notice(f"{kind}_in_text", {"field": name, "shown": shown}) for shown, (name, kind) in others.items())
    return Stored(journal.append(connection, council, entries, signature), tuple(warnings)[::-1])


def _found(entries: Iterable[Entry], signature: journal.Signature) -> Iterator[tuple[str, Occurrence]]:
    """Yield the personal data in what is to be recorded, with the name of its text."""
    for entry in entries:
        for name, text in entry.texts.items():
            yield from ((name, one) for one in found_in(name, text))
        yield from ((name, one) for name, text in _typed(entry) for one in found_in(name, text))
    yield from (("key", one) for one in found_in("key", signature.texts.get("key", "")))


def _typed(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what of an entry is no text, and may have been typed all the same: ids and words in lists."""
    yield "id", entry.subject
    for name, value in entry.data.items():
        for word in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(word, str):
                yield name, word


def found_in(name: str, text: str) -> tuple[Occurrence, ...]:
    """Return the personal data in a text that is not the text's own purpose."""
    found = occurrences(text)
    return tuple(one for one in found if one.kind == Kind.IDENTITY_NUMBER) if name in OWN_FIELDS else found
