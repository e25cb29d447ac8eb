"""Stored entries: a row of the database as an entry, the spelling of its columns, and the digest that chains it."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from slt_flow.engine.entries import Cause, Entry, Kind
from slt_flow.errors import RecordsError
from slt_flow.records import cells, compiled
from slt_flow.records.format import canonical, plain_forms
from slt_flow.terms import ERASED, spelt

SALT_BYTES: Final = 16

_COLUMNS: Final = tuple(name for name, _, _ in compiled.ENTRY)
HASHED: Final = tuple(sorted({*_COLUMNS} - {"digest"}))
"""The keys of the object whose canonical form is hashed, in their order."""

_PLAIN: Final = cells.plain(compiled.ENTRY)


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry with its database row, and the salt of each text that has not been erased."""

    entry: Entry
    salts: Mapping[str, str]
    row: Mapping[str, Any]


def objects_of(entry: Entry) -> Mapping[str, str]:
    """Return the canonical form of the two columns that hold objects.

    Raises:
        ValueError: one of them has none.
    """
    return {"data": canonical(dict(entry.data)), "texts": canonical(dict(entry.digests))}


def digest_of(entry: Entry, objects: Mapping[str, str] | None = None) -> str:
    """Return the digest that chains an entry: SHA-256 of the canonical form of its `HASHED` fields.

    Args:
        entry: the entry.
        objects: its objects, where their canonical form is known already.

    Raises:
        ValueError: a field has no canonical form.
    """
    spelt = {**plain_forms(_plain(entry)), **(objects if objects is not None else objects_of(entry))}
    parts = ",".join([f'"{name}":{spelt[name]}' for name in HASHED])
    return hashlib.sha256(f"{{{parts}}}".encode()).hexdigest()


def digest_of_text(salt: str, text: str) -> str:
    """Return the salted digest (HMAC-SHA-256) of a text: it outlives the text, and its salt goes with the text."""
    return hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()


def misspelt(stored: Stored, objects: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns whose value is spelt otherwise than the format asks: objects otherwise than these."""
    row = stored.row
    plain = (name for name, fits in _SPELLINGS if (value := row[name]) is not None and not fits(value))
    return (*plain, *(name for name, spelt in objects.items() if row[name] != spelt))


def _is_moment(value: str) -> bool:
    try:
        return spelt(datetime.fromisoformat(value)) == value
    except ValueError:
        return False


FORMS: Final[Mapping[str, Callable[[str], object]]] = {
    "day": lambda value: date.fromisoformat(value).isoformat() == value,
    "moment": _is_moment,
    "UUIDv7": re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}").fullmatch,
    "digest": re.compile(r"[0-9a-f]{64}").fullmatch,
    "salt": re.compile(rf"[0-9a-f]{{{2 * SALT_BYTES}}}").fullmatch,
    "object": lambda value: canonical(json.loads(value)) == value,
    "authentication": re.compile("os|unauthenticated|database|oidc").fullmatch,
    "cause": re.compile("|".join(Cause)).fullmatch,
}
"""Tests of the one spelling that values of each form have; any other is corrupt."""

_SPELLINGS: Final = tuple((name, FORMS[form]) for name, form in compiled.FORMS.items() if form != "object")


def _plain(entry: Entry) -> dict[str, Any]:
    """Return the values of the columns that hold no objects."""
    fields = dict(zip(entry.FIELDS, entry, strict=True)) | {"on": entry.on.isoformat()}
    return {name: fields[name] for name in _WITHOUT_OBJECTS}


_WITHOUT_OBJECTS: Final = tuple(name for name in _COLUMNS if name not in ("data", "texts"))


def row_of(entry: Entry) -> tuple[Any, ...]:
    """Return the cells of an entry in the order of their columns."""
    fields = {**_plain(entry), **objects_of(entry)}
    return tuple(fields[name] for name in _COLUMNS)


_KINDS: Final = {str(kind): kind for kind in Kind}
"""Kinds by their names: an enumeration takes four times as long to look one up."""


def stored(row: tuple[Any, ...], texts: Iterable[tuple[str, str, str]]) -> Stored:
    """Return a database row with its texts (name, salt, text) as an entry.

    Raises:
        RecordsError: a cell holds what was never written there.
    """
    try:
        for place, name, types in _PLAIN:
            if type(row[place]) not in types:
                raise ValueError(f"{name}: {row[place]!r:.60}")
        fields = dict(zip(_COLUMNS, row, strict=True))
        data, digests = json.loads(fields["data"]), json.loads(fields["texts"])
        if not isinstance(data, dict):
            raise ValueError(f"{fields['data']!r:.60} is not a mapping")
        if not (isinstance(digests, dict) and all(isinstance(digest, str) for digest in digests.values())):
            raise ValueError(f"{fields['texts']!r:.60} is not a mapping of digests")
        there, salts = dict[str, str](), dict[str, str]()
        for name, salt, text in texts:
            if not type(name) is type(salt) is type(text) is str:
                raise ValueError(f"{[name, salt, text]!r:.60} is no text")
            there[name], salts[name] = text, salt
        kind, cause = _KINDS.get(fields["kind"]) or Kind(fields["kind"]), Cause(fields["cause"])
        typed = {"kind": kind, "cause": cause, "on": date.fromisoformat(fields["on"])}
        parsed = {"data": data, "digests": digests, "texts": {**dict.fromkeys(digests, ERASED), **there}}
        whole = {**fields, **typed, **parsed}
        return Stored(Entry.made_of([whole[name] for name in Entry.FIELDS]), salts, fields)
    except (ValueError, TypeError, RecursionError) as error:
        raise RecordsError("corrupt_row", why=str(error)) from None
