"""A verifier of journals written from docs/reference/journal.md alone: plain Python, and nothing of the product."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

Row = dict[str, Any]

HASHED = [
    "acted_by", "acted_for", "action", "at", "authenticated", "cause", "caused_by", "data", "format", "from_state",
    "kind", "machine", "on", "prev", "program", "recorded_by", "request", "seq", "step", "subject", "texts",
    "to_state", "version",
]  # fmt: skip
NUMBERS = ("format", "seq", "step", "version")
MAY_BE_NULL = ("acted_by", "acted_for", "action", "caused_by", "from_state", "machine", "to_state")
HEX = re.compile("[0-9a-f]{64}")
SALT = re.compile("[0-9a-f]{32}")
KEY = re.compile("[a-z0-9][a-z0-9_.:-]*")
MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z")
UUID7 = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
CAUSES = ("asked", "through", "auto", "performed", "undo", "import")
WAYS_TO_KNOW = ("os", "unauthenticated", "database", "oidc")
SHARED = ("at", "authenticated", "program", "recorded_by")
OF_THE_FIRST = {"account", "asked", "key"}
NAMES_THE_COUNCIL = ("AgreementEntered", "AgreementRenewed", "CouncilRenamed")


def flaws_of(path: Path, council: str, anchors: Iterable[tuple[int, str]] = ()) -> list[str]:
    """Everything wrong with one council's journal, each with the number of its entry."""
    with closing(sqlite3.connect(path)) as raw:
        raw.row_factory = sqlite3.Row
        entries = [dict(row) for row in raw.execute("SELECT * FROM entries WHERE council = ? ORDER BY seq", [council])]
        texts: dict[int, dict[str, Row]] = {}
        for row in raw.execute("SELECT * FROM entry_texts WHERE council = ?", [council]):
            texts.setdefault(row["seq"], {})[row["name"]] = dict(row)
    try:
        return list(_flaws(council, entries, texts, anchors))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        return [f"unreadable: {error}"]


def _flaws(
    council: str, entries: list[Row], texts: Mapping[int, Mapping[str, Row]], anchors: Iterable[tuple[int, str]]
) -> Iterator[str]:
    erased, ended, accepts = _erased(entries), set[str](), _accepts(entries)
    name: str | None = None
    before: Row | None = None
    for entry in entries:
        here = f"{entry['seq']}: "
        data = json.loads(entry["data"])
        there = texts.get(entry["seq"], {})
        of_texts = list(_texts(entry, there, erased))
        flaws = [*_of_entry(entry, before), *of_texts, *_request(entry, before, ended)]
        named = [flaw.split()[1] for flaw in of_texts if flaw.startswith("text ")]
        if flaws and not _is_accepted(_break(entry, before, there, named), accepts):
            yield from (here + flaw for flaw in flaws)
        if before is not None and before["request"] != entry["request"]:
            ended.add(before["request"])
        if entry["kind"] in NAMES_THE_COUNCIL:
            name = data["council"]
        before = entry
    if name != council:
        yield f"kept under another name than {name}"
    for seq in texts.keys() - {entry["seq"] for entry in entries}:
        alone = {"after": None, "digest": None, "row": None, "seq": seq, "texts": _found(texts[seq], texts[seq])}
        if not _is_accepted(alone, accepts):
            yield f"{seq}: text without entry"
    for seq, digest in anchors:
        if not any((entry["seq"], entry["digest"]) == (seq, digest) for entry in entries):
            yield f"{seq}: anchor"


def _of_entry(entry: Row, before: Row | None) -> Iterator[str]:
    yield from _spelt_otherwise(entry)
    if entry["seq"] != (before["seq"] + 1 if before is not None else 1):
        yield "gap"
    if entry["format"] != 1:
        yield "format"
    if before is not None and entry["prev"] != before["digest"]:
        yield "link"
    if digest_of(entry) != entry["digest"]:
        yield "digest"


def _accepts(entries: Iterable[Row]) -> list[Row]:
    """The breaks that entries accept, each with the number of its entry."""
    accepting = [entry for entry in entries if entry["kind"] == "BreakAccepted"]
    return [
        {"by": entry["seq"], "what": accepted}
        for entry in accepting
        for accepted in json.loads(entry["data"])["breaks"]
    ]


def _break(entry: Row, before: Row | None, there: Mapping[str, Row], names: Iterable[str]) -> Row:
    """What names the break of an entry."""
    columns = {name: value for name, value in entry.items() if name != "council"}
    return {
        "after": before["digest"] if before is not None else None,
        "digest": entry["digest"],
        "row": hashlib.sha256(canonical(columns).encode()).hexdigest(),
        "seq": entry["seq"],
        "texts": _found(there, names),
    }


def _found(there: Mapping[str, Row], names: Iterable[str]) -> list[Row]:
    found = {name: there.get(name) for name in sorted(names)}
    return [
        {
            "digest": hmac.new(row["salt"].encode(), row["text"].encode(), hashlib.sha256).hexdigest() if row else None,
            "name": name,
        }
        for name, row in found.items()
    ]


def _is_accepted(broken: Row, accepts: Iterable[Row]) -> bool:
    return any(
        accepted["by"] > broken["seq"]
        and canonical({**accepted["what"], "texts": []}) == canonical({**broken, "texts": []})
        and all(text in accepted["what"]["texts"] for text in broken["texts"])
        for accepted in accepts
    )


def digest_of(entry: Mapping[str, Any]) -> str:
    """The digest of an entry by its columns."""
    whole = {name: entry[name] for name in HASHED}
    whole |= {"data": json.loads(entry["data"]), "texts": json.loads(entry["texts"])}
    return hashlib.sha256(canonical(whole).encode()).hexdigest()


def digest_of_text(salt: str, text: str) -> str:
    """The digest of a text."""
    return hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()


def canonical(value: Any) -> str:
    """JSON by RFC 8785, for the values that a journal holds."""
    _check(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _check(value: Any) -> None:
    if isinstance(value, dict):
        for key, part in value.items():
            if not KEY.fullmatch(key):
                raise ValueError(f"key {key}")
            _check(part)
    elif isinstance(value, list):
        for part in value:
            _check(part)
    elif isinstance(value, str):
        if "\0" in value:
            raise ValueError("U+0000")
        value.encode()
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) >= 2**53):
        raise ValueError(f"number {value}")


def _erased(entries: Iterable[Row]) -> dict[tuple[int, str], int]:
    """Each text that an entry says was erased, with the last entry that says so."""
    said = ((json.loads(entry["data"]), entry["seq"]) for entry in entries if entry["kind"] == "TextRedacted")
    return {(data["seq"], data["name"]): seq for data, seq in said}


def _spelt_otherwise(entry: Row) -> Iterator[str]:
    right = {
        "at": _is_moment(entry["at"]),
        "authenticated": entry["authenticated"] in WAYS_TO_KNOW,
        "cause": entry["cause"] in CAUSES,
        "data": entry["data"] == canonical(json.loads(entry["data"])) and entry["data"].startswith("{"),
        "digest": HEX.fullmatch(entry["digest"]) is not None,
        "on": date.fromisoformat(entry["on"]).isoformat() == entry["on"],
        "prev": HEX.fullmatch(entry["prev"]) is not None,
        "request": UUID7.fullmatch(entry["request"]) is not None,
        "texts": entry["texts"] == canonical(json.loads(entry["texts"])) and entry["texts"].startswith("{"),
    }
    yield from (f"spelling of {name}" for name, is_right in right.items() if not is_right)
    for name in HASHED:
        value, type_ = entry[name], int if name in NUMBERS or name == "caused_by" else str
        if not (isinstance(value, type_) or (value is None and name in MAY_BE_NULL)):
            yield f"type of {name}"


def _is_moment(value: str) -> bool:
    try:
        return MOMENT.fullmatch(value) is not None and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _texts(entry: Row, there: Mapping[str, Row], erased: Mapping[tuple[int, str], int]) -> Iterator[str]:
    digests = json.loads(entry["texts"])
    for name, digest in digests.items():
        if name in there:
            salt, text = there[name]["salt"], there[name]["text"]
            if not SALT.fullmatch(salt) or digest_of_text(salt, text) != digest:
                yield f"text {name}"
        elif erased.get((entry["seq"], name), 0) <= entry["seq"]:
            yield f"text {name} is missing"
    yield from (f"text {name} belongs to nothing" for name in there.keys() - digests.keys())
    content, data = there.get("content"), json.loads(entry["data"])
    told = there["digest"]["text"] if "digest" in there else data.get("digest")
    if content is not None and told is not None and hashlib.sha256(content["text"].encode()).hexdigest() != told:
        yield "content"


def _request(entry: Row, before: Row | None, ended: set[str]) -> Iterator[str]:
    own = json.loads(entry["texts"]).keys() & OF_THE_FIRST
    if before is None or before["request"] != entry["request"]:
        if entry["request"] in ended:
            yield "interleaved"
        if entry["step"] != 1:
            yield "step"
        if not {"account", "asked"} <= own:
            yield "nobody asked"
    else:
        if any(before[name] != entry[name] for name in SHARED):
            yield "request disagrees"
        if entry["step"] - before["step"] not in (0, 1):
            yield "step"
        if own:
            yield "not the first"
    if entry["caused_by"] is not None and not 1 <= entry["caused_by"] < entry["step"]:
        yield "cause"
