"""Breaks of a journal: names of entries that do not stand as they were written, and the entries that accept them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from slt_flow.engine.entries import Entry, Kind
from slt_flow.records.format import canonical
from slt_flow.records.stored import Stored

Break = Mapping[str, Any]
"""Name of a break, as `BreakAccepted` holds it (docs/reference/journal.md, "Accepted breaks").

It is made of all that the flaws of an entry are seen by, so that any later change is another break.
"""


class Exceptions(NamedTuple):
    """Word of later entries on earlier ones: the texts that were erased, and the breaks that were accepted.

    Attributes:
        redacted: each erased text (entry, name) with the last entry that says so.
        accepts: the entries that accept breaks.
    """

    redacted: Mapping[tuple[int, str], int]
    accepts: tuple[Entry, ...]

    def accepting(self, there: Break | None) -> Entry | None:
        """Return the entry that accepts a break, None where none does."""
        if there is None:
            return None
        later = (entry for entry in self.accepts if entry.seq > there["seq"])
        return next((entry for entry in later if any(_is_of(named, there) for named in _breaks(entry))), None)


def exceptions_of(entries: Iterable[Entry]) -> Exceptions:
    """Return what entries say of earlier ones."""
    redacted: dict[tuple[int, str], int] = {}
    accepts = []
    for entry in entries:
        if entry.kind == Kind.BREAK_ACCEPTED:
            accepts.append(entry)
        elif entry.kind == Kind.TEXT_REDACTED:
            seq, name = entry.data.get("seq"), entry.data.get("name")
            # a forged entry may hold any value here, and is told as a flaw of its own
            if type(seq) is int and isinstance(name, str):
                redacted[seq, name] = entry.seq
    return Exceptions(redacted, tuple(accepts))


def break_of(stored: Stored, before: Entry | None, texts: Iterable[str]) -> Break:
    """Name the break of an entry: the digest before it, its own, that of its row, and of its texts that do not fit.

    Raises:
        ValueError: the row holds what has no canonical form.
    """
    entry = stored.entry
    row = hashlib.sha256(canonical(dict(stored.row)).encode()).hexdigest()
    there = {name: (stored.salts[name], entry.texts[name]) for name in texts if name in stored.salts}
    return {
        "after": before.digest if before is not None else None,
        "digest": entry.digest,
        "row": row,
        "seq": entry.seq,
        "texts": [{"digest": _digest(*there[name]) if name in there else None, "name": name} for name in sorted(texts)],
    }


def break_of_texts(seq: int, texts: Mapping[str, tuple[str, str]]) -> Break:
    """Name the break of texts that belong to no entry.

    Raises:
        ValueError: their number is none.
    """
    if type(seq) is not int:
        raise ValueError(f"{seq!r:.60} is no number")
    named = [{"digest": _digest(*texts[name]), "name": name} for name in sorted(texts)]
    return {"after": None, "digest": None, "row": None, "seq": seq, "texts": named}


def _digest(salt: str, text: str) -> str:
    """Return a digest of a text with its salt in whatever form it has."""
    return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def _breaks(accepting: Entry) -> Iterator[Break]:
    # a forged entry may hold any value here
    named = accepting.data.get("breaks")
    yield from (one for one in named if isinstance(one, Mapping)) if isinstance(named, list | tuple) else ()


def _is_of(named: Break, there: Break) -> bool:
    """Tell whether what names a break names that which is there; a text that was erased since is no part of it."""
    texts = named.get("texts")
    if not isinstance(texts, list | tuple) or not all(text in texts for text in there["texts"]):
        return False
    return canonical({**named, "texts": []}) == canonical({**there, "texts": []})


def lost_heads(entry: Entry) -> tuple[tuple[int, str], ...]:
    """Return the heads that an entry accepts as lost."""
    lost = entry.data.get("lost") if entry.kind == Kind.BREAK_ACCEPTED else None
    heads = lost if isinstance(lost, list | tuple) else ()
    return tuple((one["seq"], one["digest"]) for one in heads if isinstance(one, Mapping) and one.keys() == _HEAD)


_HEAD = {"digest", "seq"}
