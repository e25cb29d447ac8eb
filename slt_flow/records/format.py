"""Format of the journal: the one spelling of what is hashed, and the numbers of format and schema."""

from __future__ import annotations

import json
import re
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
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


_UNFIT: Final = re.compile("[\0\ud800-\udfff]")


def _refuse_unhashable(value: Any) -> None:
    match value:
        case None | bool():
            pass
        case int():
            if abs(value) > LARGEST:
                raise ValueError(f"{value} is too large")
        case str():
            if _UNFIT.search(value):
                raise ValueError("a character that no text may hold")
        case list() | tuple():
            for part in value:
                _refuse_unhashable(part)
        case dict():
            for key, part in value.items():
                if not (isinstance(key, str) and _KEY.fullmatch(key)):
                    raise ValueError(f"{key!r:.60} is no key")
                _refuse_unhashable(part)
        case _:
            raise ValueError(f"{type(value).__name__} has no canonical form")
