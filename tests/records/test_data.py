"""`data`, which is hashed and can never be erased, holds no words that people typed; those are texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from slt_flow.engine.entries import Entry
from slt_flow.records import journal
from slt_flow.records.store import Store
from slt_flow.terms import ANSWERS, FREE_TEXT
from tests.conftest import Prepared
from tests.records.year import play

COUNCILS = ("kvaefjord", "levanger")
PLAIN = re.compile(
    r"""
    (?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)?            # an id, a tag, a day, a digest, a version; nothing
    | [A-Z]{0,3}[1-9][0-9]*/[0-9]{2}(?:[.][1-9][0-9]*){0,2} # a case
    | [a-z][a-z0-9-]*/[0-9]{4}-[0-9]{2}-[0-9]{2}      # an agreement
    | (?:(?:own|agreed|standing|case|minutes|learning|evaluation|again):[A-Za-z0-9_/.-]+(?::own:[0-9]+)?)  # a point
    | [A-Z]+[1-9][0-9]*/[0-9]{2}:[A-Za-z]+(?::[a-z]+:[A-Za-z0-9_/.-]+)?  # what is sent of a meeting
    | [0-2][0-9]:[0-5][0-9]                           # a time of day
    | [A-Z]{1,3}                                      # a series of numbers
    | (?:[A-Z][a-z]+)+                                # a kind of entry
    | §§?\ [0-9]{1,3}(?:(?:,\ |\ og\ |–)[0-9]{1,3})*  # where a clause stands
    """,
    re.VERBOSE,
)
"""What a string in `data` looks like. A clause's place in the law is all that has a space."""


def entries(path: Path, council: str) -> tuple[Entry, ...]:
    with Store(str(path)).reading() as connection:
        return journal.read(connection, council)


YEARS = [
    pytest.param(years, marks=() if years[1] == "kvaefjord" else pytest.mark.endurance, id="-".join(years))
    for years in product(("demo", "year"), COUNCILS)
]


@pytest.fixture(params=YEARS)
def known(
    request: pytest.FixtureRequest, demo: Callable[[str], bytes], prepared: Prepared, folder: Path
) -> tuple[Entry, ...]:
    """All entries of a year."""
    which, council = request.param
    if which == "year":
        return entries(prepared(play, council).store.path, council)
    path = folder / "demo"
    path.write_bytes(demo(council))
    return entries(path, council)


def strings(value: Any) -> Iterator[str]:
    """Every string in a value, keys of mappings among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)


def of_no_grammar(data: Mapping[str, Any]) -> dict[str, Any]:
    """Data without words that passed a closed grammar, which no name fits (decision 41)."""
    return {name: value for name, value in data.items() if name not in ("due_words", "every")}


def test_every_string_in_data_is_an_id_a_ref_a_day_a_digest_or_a_tag(known: tuple[Entry, ...]) -> None:
    found = {(e.kind, told) for e in known for told in strings(of_no_grammar(e.data)) if not PLAIN.fullmatch(told)}
    assert found == set()
    assert any("§" in told for told in strings(known[0].data))


def test_no_typed_words_stand_in_data(known: tuple[Entry, ...]) -> None:
    """Words that have the form of an id may be one too, as the source `Ungdata` is known as `ungdata`."""
    beside = ("account", "asked", "digest", "content", "labels")
    texts = {text for entry in known for name, text in entry.texts.items() if name not in beside}
    words = {line for text in texts for line in text.splitlines() if line and not ID.fullmatch(line)}
    hashed = [value for entry in known for value in (entry.subject, entry.action, entry.machine) if value]
    told = "\n".join({*hashed, *(each for entry in known for each in strings(entry.data))})
    assert len(words) > 90
    assert [word for word in words if word in told] == []


ID = re.compile("[a-z0-9_-]*")

TYPED = {
    "Trygg skolevei": "title",
    "Sykdom": "reason",
    "Ungdomsrådet": "guest",
    "Fullmakt 9. mars": "mandate",
    "Vara": "deputy",
    "26/14": "case",
    "K-sak 12/26": "case",
    "kommunestyret": "body",
    "Kommunestyret": "body.1",
    "Klarere forslag": "text",
    "20 timer": "resources",
    "Snitt 38 km/t": "result",
    "https://example.org/folget": "address",
    "E-post 12.6.": "basis",
    "Kari Nordmann": "name",
    "Trygge netter": "goals",
    "Ungdata": "source",
    "Roligere": "note",
    "Julaften": "closed.12-24",
    "KO": "group.ko",
}


def test_what_people_typed_stands_among_the_texts_alone(prepared: Prepared) -> None:
    known = entries(prepared(play).store.path, "kvaefjord")
    by_text = {(text, name) for entry in known for name, text in entry.texts.items()}
    assert set(TYPED.items()) <= by_text | {("kommunestyret", "body")}
    told = "\n".join(string for entry in known for string in strings(entry.data))
    assert [word for word in TYPED if word in told] == []
    clauses = [entry.texts[f"clause.{clause['clause']}"] for entry in known[:1] for clause in entry.data["clauses"]]
    assert all(clauses)
    assert [text for text in clauses if text in told] == []


def test_answers_that_hold_names_are_free_text() -> None:
    """Those present are told with the names of their deputies, also where no effect takes the answer."""
    free = {name for name, kind in ANSWERS.items() if kind in FREE_TEXT}
    assert free == {
        "title", "text", "reason", "result", "resources", "body", "case", "address", "present", "guests", "deputy",
        "mandate", "discussion", "venue", "attachments",
    }  # fmt: skip
