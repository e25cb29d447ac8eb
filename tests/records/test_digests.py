"""What the chain is made of: canonical JSON, salted digests of texts, digests of entries."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_flow.engine.entries import Entry, Kind
from slt_flow.records import journal
from slt_flow.records.tables import canonical
from slt_flow.services.request.context import Context

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
def test_canonical_json_says_the_same_in_one_way(value: Any) -> None:
    told = canonical(value)
    assert json.loads(told) == value
    assert canonical(json.loads(told)) == told


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_canonical_json_is_compact_and_keeps_letters() -> None:
    assert canonical({"b": [1, None, True], "a": "sør\n"}) == '{"a":"sør\\n","b":[1,null,true]}'


@given(st.dictionaries(st.text(), st.text()), st.binary(min_size=16, max_size=16))
def test_a_digest_of_texts_is_a_keyed_hash(texts: dict[str, str], salt: bytes) -> None:
    try:
        told = canonical(texts).encode()
    except UnicodeEncodeError:
        return
    assert journal.digest_of_texts(salt.hex(), texts) == hmac.new(salt, told, hashlib.sha256).hexdigest()


def test_equal_texts_in_two_entries_have_different_digests(year: Context) -> None:
    with year.store.reading() as connection:
        stored = list(journal.read_stored(connection, "kvaefjord"))
    salts = {each.salt for each in stored}
    assert len(salts) == len(stored)
    assert len({each.entry.texts_digest for each in stored}) == len(stored)
    assert all(len(salt or "") == 32 for salt in salts)


ENTRY = Entry(kind=Kind.REMARKED, subject="1/26", on=date(2026, 1, 1), seq=3, texts_digest="t", prev="p")


@pytest.mark.parametrize("name", [f.name for f in fields(Entry) if f.name not in ("texts", "digest")])
def test_a_digest_covers_every_field(name: str) -> None:
    kept = getattr(ENTRY, name)
    other: Any = {"kind": Kind.MOVED, "on": date(2026, 1, 2), "data": {"x": 1}}.get(name)
    other = other or (kept + 1 if isinstance(kept, int) else f"{kept or ''}x")
    assert journal.digest_of("a", replace(ENTRY, **{name: other})) != journal.digest_of("a", ENTRY)


def test_a_digest_outlives_the_texts_and_knows_its_council() -> None:
    assert journal.digest_of("a", replace(ENTRY, texts={"text": "x"})) == journal.digest_of("a", ENTRY)
    assert journal.digest_of("b", ENTRY) != journal.digest_of("a", ENTRY)


def test_the_first_entry_has_nothing_before_it(year: Context) -> None:
    with year.store.reading() as connection:
        known = journal.read(connection, "kvaefjord")
    assert known[0].prev == journal.GENESIS
    assert [after.prev for after in known[1:]] == [before.digest for before in known[:-1]]
    assert len({entry.request for entry in known}) < len(known)
    assert all(entry.request[14] == "7" and entry.request[19] in "89ab" for entry in known)
