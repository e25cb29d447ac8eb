"""Recording of entries: the one way into the journal, past which no text with a national identity number comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from slt_flow.engine.entries import Entry
from slt_flow.errors import RequestError
from slt_flow.personal_data import Kind, Occurrence, occurrences
from slt_flow.records import journal
from slt_flow.records.connection import Connection
from slt_flow.results.answers import Notice

OWN_FIELDS: Final = frozenset({"account", "user", "address", "contact"})
"""Texts that are an address by themselves: of an account, a file, a page, a post."""


class Stored(NamedTuple):
    """Entries as they were stored, and the warnings about their texts."""

    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]


def record(connection: Connection, council: str, entries: Sequence[Entry], signature: journal.Signature) -> Stored:
    """Append the entries of a request to the journal.

    Args:
        connection: to the database, in the transaction of the request.
        council: the council.
        entries: the entries of the request.
        signature: the fields that all of them share.

    Raises:
        RequestError: a text holds a national identity number.
    """
    named = tuple(_found(entries, signature))
    refuse_numbers(named)
    others = {one.masked: (name, one.kind) for name, one in reversed(named)}
    warnings = (
        Notice(f"{kind}_in_text", {"text_name": name, "shown": shown}) for shown, (name, kind) in others.items()
    )
    return Stored(journal.append(connection, council, entries, signature), tuple(warnings)[::-1])


def refuse_numbers(named: Iterable[tuple[str, Occurrence]]) -> None:
    """Refuse texts in which a national identity number stands.

    Args:
        named: personal data, each with the name of its text.

    Raises:
        RequestError: there is one; it tells the first text that has one, and the numbers in it, masked.
    """
    numbers = [(name, one.masked) for name, one in named if one.kind == Kind.IDENTITY_NUMBER]
    if numbers:
        field = numbers[0][0]
        shown = dict.fromkeys(number for name, number in numbers if name == field)
        raise RequestError("identity_number_in_text", field=field, shown=tuple(shown))


def _found(entries: Iterable[Entry], signature: journal.Signature) -> Iterator[tuple[str, Occurrence]]:
    """Yield the personal data in what is to be recorded, with the name of its text."""
    for entry in entries:
        yield from found_of(entry)
    yield from (("key", one) for one in found_in("key", signature.texts.get("key", "")))


def found_of(entry: Entry) -> Iterator[tuple[str, Occurrence]]:
    """Yield the personal data in an entry, with the name of the text that has it."""
    for name, text in entry.texts.items():
        yield from ((name, one) for one in found_in(name, text))
    for name, word in _typed(entry):
        yield from ((name, one) for one in _found_in_word(name, word))


def _typed(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what of an entry is no text, and may have been typed all the same: ids and words in lists."""
    yield "id", entry.subject
    for name, value in entry.data.items():
        for word in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(word, str):
                yield name, word


@lru_cache(4096)  # posts, tags and digests come again in every entry
def _found_in_word(name: str, word: str) -> tuple[Occurrence, ...]:
    return found_in(name, word)


def found_in(name: str, text: str) -> tuple[Occurrence, ...]:
    """Return the personal data in a text that is not the text's own purpose."""
    every = occurrences(text)
    return tuple(one for one in every if one.kind == Kind.IDENTITY_NUMBER) if name in OWN_FIELDS else every
