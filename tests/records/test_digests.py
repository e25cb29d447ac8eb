"""What the chain is made of: canonical JSON, salted digests of texts, digests of entries, a journal's id."""

from __future__ import annotations

import hashlib
import hmac
import json
import string
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_flow.engine.entries import Cause, Entry, Kind
from slt_flow.records import journal
from slt_flow.records.format import LARGEST, canonical
from slt_flow.records.store import Store
from slt_flow.services.agreements.init import init
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context
from tests.conftest import NOON, MakeContext
from tests.records import stranger

KEYS = st.from_regex(r"[a-z0-9][a-z0-9_.:-]*", fullmatch=True)
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | WORDS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=20,
)


@settings(deadline=None)
@given(JSON)
def test_canonical_json_says_the_same_in_one_way(value: Any) -> None:
    told = canonical(value)
    assert json.loads(told) == value
    assert canonical(json.loads(told)) == told == stranger.canonical(value)


@settings(deadline=None)
@given(st.dictionaries(KEYS, st.integers(-LARGEST, LARGEST), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_canonical_json_is_compact_and_keeps_letters() -> None:
    assert canonical({"b": [1, None, True], "a": "sør\n"}) == '{"a":"sør\\n","b":[1,null,true]}'
    assert canonical('\x01\x1f\x7f\u2028"\\/\b\f\r\t') == '"\\u0001\\u001f\x7f\u2028\\"\\\\/\\b\\f\\r\\t"'


UNHASHABLE: tuple[Any, ...] = (
    1.0, float("nan"), LARGEST + 1, -LARGEST - 1, "a\0b", "\ud800", {"A": 1}, {"": 1}, {"a b": 1}, {"å": 1}, {1: 1},
    {"-a": 1}, {"a\n": 1}, b"", date(2026, 1, 1),
)  # fmt: skip


@pytest.mark.parametrize("value", UNHASHABLE, ids=ascii)
def test_some_values_have_no_canonical_form(value: Any) -> None:
    for whole in (value, [value], {"a": value}):
        with pytest.raises(ValueError):  # noqa: PT011 # the kind of error is all that callers look at
            canonical(whole)


@settings(deadline=None)
@given(WORDS, st.binary(min_size=16, max_size=16))
def test_a_digest_of_a_text_is_a_keyed_hash_of_it_as_typed(text: str, salt: bytes) -> None:
    assert journal.digest_of_text(salt.hex(), text) == hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()


def test_letters_that_look_the_same_are_not_made_the_same() -> None:
    salt = "00" * 16
    assert journal.digest_of_text(salt, "å") != journal.digest_of_text(salt, "a\u030a")
    assert canonical("å") != canonical("a\u030a")


def test_every_text_has_a_salt_and_a_digest_of_its_own(year: Context) -> None:
    with year.store.reading() as connection:
        stored = list(journal.read_stored(connection, "kvaefjord"))
    salts = [salt for each in stored for salt in each.salts.values()]
    digests = [digest for each in stored for digest in each.entry.digests.values()]
    texts = [text for each in stored for text in each.entry.texts.values()]
    assert len(salts) == len(digests) == len(texts) > len(set(texts))
    assert len(set(salts)) == len(salts)
    assert len(set(digests)) == len(digests)
    assert all(len(salt) == 2 * journal.SALT_BYTES and set(salt) <= set(string.hexdigits.lower()) for salt in salts)


ENTRY = Entry(kind=Kind.REMARKED, subject="1/26", on=date(2026, 1, 1), seq=3, prev="p")
OTHER: dict[str, Any] = {
    "kind": Kind.MOVED,
    "on": date(2026, 1, 2),
    "data": {"x": 1},
    "digests": {"title": "x"},
    "cause": Cause.AUTO,
    "caused_by": 1,
}


@pytest.mark.parametrize("name", [f.name for f in fields(Entry) if f.name not in ("texts", "digest")])
def test_a_digest_covers_every_field(name: str) -> None:
    kept = getattr(ENTRY, name)
    other: Any = OTHER.get(name) or (kept + 1 if isinstance(kept, int) else f"{kept or ''}x")
    assert journal.digest_of(replace(ENTRY, **{name: other})) != journal.digest_of(ENTRY)


def test_a_digest_outlives_the_words_of_its_texts() -> None:
    assert journal.digest_of(replace(ENTRY, texts={"text": "x"})) == journal.digest_of(ENTRY)


def test_the_hashed_object_has_exactly_the_keys_of_the_format() -> None:
    assert [*journal.HASHED] == stranger.HASHED == sorted(stranger.HASHED)
    assert {field.name for field in fields(Entry)} - {"digests", "digest"} == {*journal.HASHED}


def test_each_entry_follows_the_one_before_it(year: Context) -> None:
    with year.store.reading() as connection:
        known = journal.read(connection, "kvaefjord")
        assert known[0].prev == journal.id_of(connection, "kvaefjord") == audit.head(year)["journal"]
    assert [after.prev for after in known[1:]] == [before.digest for before in known[:-1]]
    assert len({entry.request for entry in known}) < len(known)
    assert all(entry.request[14] == "7" and entry.request[19] in "89ab" for entry in known)


def test_a_journal_has_an_id_that_no_other_has(context: MakeContext, folder: Path) -> None:
    made = [context(), context("levanger"), Context(Store(str(folder / "again")), council="kvaefjord", clock=NOON)]
    init(made[2], "kvaefjord")
    ids = {audit.head(each)["journal"] for each in made}
    assert len(ids) == 3
    assert all(len(id_) == 2 * journal.ID_BYTES and set(id_) <= set(string.hexdigits.lower()) for id_ in ids)
