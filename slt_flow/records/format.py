"""Format of the journal: the one spelling of what is hashed, and the numbers of format and schema."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, Final

SCHEMA: Final = "s2"
"""The id of this schema: the newest migration, `s` and a number."""

FORMAT: Final = 1
"""The format in which entries are written."""

LARGEST: Final = 2**53 - 1
"""The largest whole number that every reader of JSON reads exactly (RFC 8785)."""

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_.:-]*")


def canonical(value: Any) -> str:
    """Return the one spelling of a value as JSON (RFC 8785): sorted keys, no spaces, letters as they are.

    Raises:
        ValueError: a fraction, a number too large, a key of another form, U+0000 or a lone surrogate.
    """
    _refuse_unhashable(value)
    return _fit(_spelt(value))


_spelt: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def plain_forms(values: Mapping[str, str | int | None]) -> dict[str, str]:
    """Return the canonical form of each of some values that are neither lists nor objects.

    Raises:
        ValueError: see `canonical`.
    """
    forms = {}
    for name, value in values.items():
        if isinstance(value, str):
            forms[name] = encode_basestring(value)
        else:
            _refuse_unhashable(value)
            forms[name] = "null" if value is None else str(value)
    _fit("".join(forms.values()))
    return forms


_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def _fit(spelt: str) -> str:
    """Return a spelt value, unless a text in it holds a character that none may hold."""
    try:
        spelt.encode()
    except UnicodeEncodeError:
        raise ValueError("a surrogate, which no text may hold") from None
    if "\\u0000" in spelt and _NUL.search(spelt):
        raise ValueError("U+0000, which no text may hold")
    return spelt


@lru_cache(4096)
def is_key(key: str) -> bool:
    """Tell whether a text may be a key of an object."""
    return _KEY.fullmatch(key) is not None


def _refuse_unhashable(value: Any) -> None:
    # the types in the order in which they are met: every entry that is written or verified comes by
    if isinstance(value, str):
        return  # see `_fit`
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{value} is too large")
    elif isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str) or not is_key(key):
                raise ValueError(f"{key!r:.60} is no key")
            _refuse_unhashable(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_unhashable(part)
    elif value is not None:
        raise ValueError(f"{type(value).__name__} has no canonical form")
