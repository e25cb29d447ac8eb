"""Fonts in OpenType files: which family one belongs to, and which letters it has (ISO/IEC 14496-22)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_KINDS: Final = (b"\0\1\0\0", b"OTTO", b"true")
_FAMILY: Final = (16, 1)
"""Names of a family: the typographic one before the one that holds four styles only."""

_WINDOWS: Final = 3
_UNICODE: Final = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
"""Tables of letters by platform and encoding, the fullest first."""


def is_font(raw: bytes) -> bool:
    """Tell whether bytes are a font with a name and letters."""
    try:
        return raw[:4] in _KINDS and bool(family(raw)) and bool(letters(raw))
    except (ValueError, LookupError, struct.error):
        return False


@lru_cache(maxsize=32)
def family(raw: bytes) -> str:
    """Return the name of a font's family.

    Raises:
        LookupError: it has none.
    """
    names = _table(raw, b"name")
    _, count, storage = struct.unpack_from(">HHH", names)
    names_by_kind: dict[int, str] = {}
    for place in range(6, 6 + 12 * count, 12):
        platform, _, _, name, length, offset = struct.unpack_from(">6H", names, place)
        if platform == _WINDOWS and name in _FAMILY:
            names_by_kind.setdefault(name, names[storage + offset : storage + offset + length].decode("utf-16-be"))
    return names_by_kind[max(names_by_kind)]


@lru_cache(maxsize=32)
def letters(raw: bytes) -> frozenset[str]:
    """Return the letters that a font draws.

    Raises:
        LookupError: it has no table of letters that is known here.
    """
    table = _table(raw, b"cmap")
    (count,) = struct.unpack_from(">H", table, 2)
    places = {}
    for place in range(4, 4 + 8 * count, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", table, place)
        places[platform, encoding] = offset
    offset = next(places[kind] for kind in _UNICODE if kind in places)
    (form,) = struct.unpack_from(">H", table, offset)
    return frozenset(map(chr, {4: _by_segments, 12: _by_groups}[form](table[offset:])))


def _table(raw: bytes, tag: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", raw, 4)
    for place in range(12, 12 + 16 * count, 16):
        name, _, offset, length = struct.unpack_from(">4sIII", raw, place)
        if name == tag:
            return raw[offset : offset + length]
    raise LookupError(tag)


def _by_segments(table: bytes) -> Iterator[int]:
    """Yield the letters of a table of format 4; one that leads to glyph 0 is not drawn."""
    (double,) = struct.unpack_from(">H", table, 6)
    ends, starts, deltas, offsets = 14, 16 + double, 16 + 2 * double, 16 + 3 * double
    for segment in range(0, double, 2):
        (end,) = struct.unpack_from(">H", table, ends + segment)
        (start,) = struct.unpack_from(">H", table, starts + segment)
        (delta,) = struct.unpack_from(">H", table, deltas + segment)
        (offset,) = struct.unpack_from(">H", table, offsets + segment)
        for letter in range(start, min(end, 0xFFFE) + 1):
            glyph = letter
            if offset:
                (glyph,) = struct.unpack_from(">H", table, offsets + segment + offset + 2 * (letter - start))
            if (glyph + delta) & 0xFFFF and glyph:
                yield letter


def _by_groups(table: bytes) -> Iterator[int]:
    """Yield the letters of a table of format 12."""
    (count,) = struct.unpack_from(">I", table, 12)
    for place in range(16, 16 + 12 * count, 12):
        start, end, _ = struct.unpack_from(">III", table, place)
        if end > 0x10FFFF or end < start:
            raise ValueError(end)
        yield from range(start, end + 1)
