"""Stored entries: a row of the database as an entry, the spelling of its columns, and the digest that chains it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, NamedTuple

from slt_flow.engine.entries import Cause, Entry, Kind
from slt_flow.errors import RecordsError
from slt_flow.records import cells, compiled
from slt_flow.records.format import LARGEST, canonical, is_key, plain_forms
from slt_flow.terms import ERASED

SALT_BYTES: Final = 16

_MANY: Final = 4096
"""Days, moments and types of cells that are remembered: most entries share them with others."""

COLUMNS: Final = tuple(name for name, _, _ in compiled.ENTRY)
HASHED: Final = tuple(sorted({*COLUMNS} - {"digest"}))
"""The keys of the object whose canonical form is hashed, in their order."""

_PLAIN: Final = cells.plain(compiled.ENTRY)


class Stored(NamedTuple):
    """An entry with the cells of its database row, and the salt of each text that has not been erased."""

    entry: Entry
    salts: Mapping[str, str]
    cells: tuple[Any, ...]

    @property
    def row(self) -> dict[str, Any]:
        """The cells by the names of their columns."""
        return dict(zip(COLUMNS, self.cells, strict=True))


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
    return _digest(_plain(entry), objects if objects is not None else objects_of(entry))


def _digest(plain: Mapping[str, Any], objects: Mapping[str, str]) -> str:
    spelt = {**plain_forms(plain), **objects}
    parts = ",".join([f'"{name}":{spelt[name]}' for name in HASHED])
    return hashlib.sha256(f"{{{parts}}}".encode()).hexdigest()


def digest_of_text(salt: str, text: str) -> str:
    """Return the salted digest (HMAC-SHA-256) of a text: it outlives the text, and its salt goes with the text.

    Raises:
        ValueError: the salt is spelt otherwise than one is.
    """
    key = bytes.fromhex(salt)
    if key.hex() != salt or len(key) != SALT_BYTES:
        raise ValueError(f"{salt!r:.60} is no salt")
    # RFC 2104 in two hashes: OpenSSL's own takes twice as long to begin
    inner = hashlib.sha256(key.translate(_INNER) + _INNER_REST + text.encode()).digest()
    return hashlib.sha256(key.translate(_OUTER) + _OUTER_REST + inner).hexdigest()


_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))
_INNER_REST, _OUTER_REST = (pad[:1] * (64 - SALT_BYTES) for pad in (_INNER, _OUTER))


def is_sound(stored: Stored) -> bool:
    """Tell at once that an entry and its texts are spelt and hashed as they should be; False asks for a closer look.

    What is hashed is put together of the cells themselves; nothing is parsed or spelt twice. A letter that JSON escapes
    is looked at closely, and an entry of which a text was erased.
    """
    _, salts, cells = stored
    data, texts = cells[_DATA], cells[_TEXTS]
    template, quotes = _template(_of_many(cells))
    if not template:
        return False
    form = (template % _of_one(cells)).encode()
    return (
        hashlib.sha256(form).hexdigest() == cells[-1]
        and (in_data := _quotes_of(data)) is not None
        and form.translate(None, _UNESCAPED) == b'"' * (quotes + in_data + 4 * len(salts))
        and cells[0] <= LARGEST
        and texts == (_digests_of(stored) if salts else "{}")
        and _is_day(cells[_ON])
        and _is_moment(cells[_AT])
        and _is_request(cells[_REQUEST]) is not None
        and _is_digest(cells[_PREV]) is not None
    )


@lru_cache(_MANY)
def _quotes_of(text: str) -> int | None:
    """Count the quotes in the canonical form of an object of plain values and lists of them; None for another text."""
    if _FLAT.fullmatch(text) is None:
        return 0 if text == "{}" else None
    keys = [*_parsed(text)]
    return text.count('"') if keys == sorted(keys) and text.count('":') == len(keys) else None


def _digests_of(stored: Stored) -> str:
    """Return the canonical form of the digests of the texts that are there; "" where a name or a salt is no such."""
    texts, salts = stored.entry.texts, stored.salts
    if not _are_keys(tuple(salts)):
        return ""
    try:
        return "{" + ",".join([f'"{name}":"{digest_of_text(salt, texts[name])}"' for name, salt in salts.items()]) + "}"
    except ValueError:
        return ""


@lru_cache(_MANY)
def _are_keys(names: tuple[str, ...]) -> bool:
    return all(map(is_key, names)) and [*names] == sorted(names)


@lru_cache(_MANY)
def _template(cells: tuple[Any, ...]) -> tuple[str, int]:
    """Return the hashed form of entries that share some cells, without the cells of one alone, and count its quotes.

    There is no such form where a cell is spelt otherwise than it should be.
    """
    shared = dict(zip(_MANY_HAVE, cells, strict=True))
    if not all(FORMS[form](shared[name]) for name, form in compiled.FORMS.items() if name in shared):
        return "", 0
    forms = {name: form.replace("%", "%%") for name, form in plain_forms(shared).items()}
    forms |= {name: "%s" if name in ("seq", "data", "texts") else '"%s"' for name in _ONE_HAS}
    template = "{" + ",".join([f'"{name}":{forms[name]}' for name in HASHED]) + "}"
    return template, template.count('"')


_VALUE: Final = '(?:"[^"]*"|0|-?[1-9][0-9]{0,14}|true|false|null)'
_PAIR: Final = rf'"[a-z0-9][a-z0-9_.:-]*":(?:{_VALUE}|\[(?:{_VALUE}(?:,{_VALUE})*)?\])'
_FLAT: Final = re.compile(rf"\{{{_PAIR}(?:,{_PAIR})*\}}")
_DATA, _TEXTS = map(COLUMNS.index, ("data", "texts"))
_AT, _PREV, _REQUEST = map(COLUMNS.index, ("at", "prev", "request"))
_UNESCAPED: Final = bytes(byte for byte in range(32, 256) if byte not in b'"\\')
_ONE_HAS: Final = ("at", "data", "on", "prev", "request", "seq", "subject", "texts")
_MANY_HAVE: Final = tuple(name for name in HASHED if name not in _ONE_HAS)
_of_one, _of_many = (itemgetter(*map(COLUMNS.index, names)) for names in (_ONE_HAS, _MANY_HAVE))


def misspelt(stored: Stored, objects: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns whose value is spelt otherwise than the format asks: objects otherwise than these."""
    row = stored.row
    plain = (name for name, fits in _SPELLINGS if (value := row[name]) is not None and not fits(value))
    return (*plain, *(name for name, spelt in objects.items() if row[name] != spelt))


@lru_cache(_MANY)
def _is_day(value: str) -> bool:
    return date.fromisoformat(value).isoformat() == value


@lru_cache(_MANY)
def _is_moment(value: str) -> bool:
    """Tell whether a moment is spelt as `terms.spelt` does, which takes longer than all else of a request."""
    try:
        return _MOMENT.fullmatch(value) is not None and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


_MOMENT: Final = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


FORMS: Final[Mapping[str, Callable[[str], object]]] = {
    "day": _is_day,
    "moment": _is_moment,
    "UUIDv7": re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}").fullmatch,
    "digest": re.compile(r"[0-9a-f]{64}").fullmatch,
    "salt": re.compile(rf"[0-9a-f]{{{2 * SALT_BYTES}}}").fullmatch,
    "object": lambda value: canonical(json.loads(value)) == value,
    "authentication": re.compile("os|unauthenticated|database|oidc").fullmatch,
    "cause": re.compile("|".join(Cause)).fullmatch,
}
"""Tests of the one spelling that values of each form have; any other is corrupt."""

_is_request, _is_digest = FORMS["UUIDv7"], FORMS["digest"]

_SPELLINGS: Final = tuple((name, FORMS[form]) for name, form in compiled.FORMS.items() if form != "object")


def _plain(entry: Entry) -> dict[str, Any]:
    """Return the values of the columns that hold no objects."""
    return dict(zip(_WITHOUT_OBJECTS, _of_plain(entry), strict=True)) | {"on": entry.on.isoformat()}


_WITHOUT_OBJECTS: Final = tuple(name for name in COLUMNS if name not in ("data", "texts"))
_of_plain: Final = itemgetter(*map(Entry.FIELDS.index, _WITHOUT_OBJECTS))


def chained(entry: Entry) -> tuple[str, tuple[Any, ...]]:
    """Return the digest that chains an entry, and its cells in the order of their columns, that one among them."""
    plain, objects = _plain(entry), objects_of(entry)
    fields = {**plain, **objects, "digest": (digest := _digest(plain, objects))}
    return digest, tuple([fields[name] for name in COLUMNS])


_KINDS: Final = {str(kind): kind for kind in Kind}
_CAUSES: Final = {str(cause): cause for cause in Cause}
"""Kinds and causes by their names: an enumeration takes four times as long to look one up."""


def stored(row: tuple[Any, ...], texts: Sequence[tuple[str, str, str]]) -> Stored:
    """Return a database row with its texts (name, salt, text) as an entry.

    Raises:
        RecordsError: a cell holds what was never written there.
    """
    try:
        if (unfit := _unfit(tuple(map(type, row)))) is not None:
            raise ValueError(f"{COLUMNS[unfit]}: {row[unfit]!r:.60}")
        values = [*row, {}]
        values[_DATA], values[_TEXTS] = data, digests = _shared(row[_DATA]), _parsed(row[_TEXTS])
        if not isinstance(data, dict):
            raise ValueError(f"{row[_DATA]!r:.60} is not a mapping")
        if not (isinstance(digests, dict) and _TEXT.issuperset(map(type, digests.values()))):
            raise ValueError(f"{row[_TEXTS]!r:.60} is not a mapping of digests")
        salts: dict[str, str] = {}
        if digests or texts:
            there = dict.fromkeys(digests, ERASED)
            for name, salt, text in texts:
                if not type(name) is type(salt) is type(text) is str:
                    raise ValueError(f"{[name, salt, text]!r:.60} is no text")
                there[name], salts[name] = text, salt
            values[-1] = there
        values[_KIND] = _KINDS.get(row[_KIND]) or Kind(row[_KIND])
        values[_CAUSE], values[_ON] = _CAUSES.get(row[_CAUSE]) or Cause(row[_CAUSE]), date.fromisoformat(row[_ON])
        return Stored(Entry.made_of(_in_order(values)), salts, row)
    except (ValueError, TypeError, RecursionError) as error:
        raise RecordsError("corrupt_row", why=str(error)) from None


@lru_cache(_MANY)
def _unfit(types: tuple[type, ...]) -> int | None:
    """Return the place of a cell of another type than its column's; most rows have cells of the same types."""
    return next((place for place, _, fitting in _PLAIN if types[place] not in fitting), None)


def _parsed(text: str) -> Any:
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        end = 0
    return value if end == len(text) > 0 else json.loads(text)


_shared: Final = lru_cache(_MANY)(_parsed)
"""Data of an entry, parsed: many entries have the same, and nobody changes them."""
_TEXT: Final = frozenset({str})
_scan: Final[Callable[[str, int], tuple[Any, int]]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # C
_KIND, _CAUSE, _ON = map(COLUMNS.index, ("kind", "cause", "on"))
_in_order: Final = itemgetter(
    *({"digests": _TEXTS, "texts": len(COLUMNS)}.get(name) or COLUMNS.index(name) for name in Entry.FIELDS)
)
