"""Nynorsk is whole, and is nynorsk: the same messages as bokmål, in words of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.views.text.norwegian import in_words, of_bokmaal, prose, words
from tests.views.text.test_translations import CATALOGUES, forms, marked, placeholders, written

pytestmark = pytest.mark.xdist_group("house")

WORKFLOWS = Path(__file__).resolve().parents[3] / "workflows"


def test_every_language_but_english_has_a_catalogue() -> None:
    assert CATALOGUES == ["nb", "nn"]


def test_both_have_the_same_messages_with_the_same_facts_and_forms() -> None:
    bokmaal, nynorsk = written("nb"), written("nn")
    assert sorted(bokmaal) == sorted(nynorsk)
    for message, entry in bokmaal.items():
        other = nynorsk[message]
        assert other.message == entry.message
        assert list(map(placeholders, other.translation)) == list(map(placeholders, entry.translation)), message


def test_every_message_has_its_nynorsk() -> None:
    missing = [message for message in marked() if forms(message)[0] not in written("nn")]
    assert not missing, f"write them in nynorsk too (docs/language.md): {missing}"


def alike() -> Iterator[str]:
    """Translations that are the same in both."""
    for message, entry in written("nb").items():
        both = zip(entry.translation, written("nn")[message].translation, strict=True)
        yield from (bokmaal for bokmaal, nynorsk in both if bokmaal == nynorsk)


def test_what_is_the_same_in_both_is_written_alike_in_both() -> None:
    unlike = {text: [word for word in in_words(prose(text)) if word not in words()["alike"]] for text in alike()}
    assert not {text: found for text, found in unlike.items() if found}


def test_no_word_is_listed_as_alike_in_vain() -> None:
    used = {word for text in alike() for word in in_words(prose(text))}
    assert sorted(words()["alike"] - used) == []


def test_nynorsk_has_no_word_of_bokmaal() -> None:
    texts = {form for entry in written("nn").values() for form in entry.translation}
    texts |= {label for path in WORKFLOWS.rglob("*.toml") for label in re.findall(r'nn = "([^"]*)"', path.read_text())}
    found = {text: of_bokmaal(prose(text)) for text in texts}
    assert not {text: of_it for text, of_it in found.items() if of_it}


def test_the_lists_tell_the_two_apart() -> None:
    assert of_bokmaal("Møtene ble holdt, og ansvarlig er ikke ført") == ["møtene", "ble", "holdt", "ansvarlig", "ikke"]
    assert of_bokmaal("Møta vart haldne, og ansvarleg er ikkje ført") == []
    assert not words()["alike"] & words()["never"]


def test_most_of_bokmaal_is_seen_to_be_no_nynorsk() -> None:
    """A message copied from bokmål is found by its words."""
    copied = [
        entry for message, entry in written("nb").items() if entry.translation != written("nn")[message].translation
    ]
    unseen = [entry for entry in copied if not any(map(of_bokmaal, map(prose, entry.translation)))]
    assert len(unseen) < len(copied) / 5
