"""Every document of the demo years is fit to send: nothing in it is empty, lonely, foreign or the program's own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import click
import pytest
from markdown_it import MarkdownIt

from slt_flow.commands import run
from slt_flow.results.documents import (
    Block,
    Bullets,
    Document,
    Facts,
    Grid,
    Heading,
    Note,
    Outline,
    Paragraph,
    Picture,
    Signatures,
)
from slt_flow.services.request.context import Context
from slt_flow.terms import LANGUAGES
from slt_flow.views.text.serialise import dumped
from slt_flow.views.text.words import Words
from slt_flow.views.writers import WRITERS, write
from tests.views.documents import BY_TURNS, EVERY, EVERYDAY, KINDS, OF_EACH, OF_ONE, Sample, answered, kind_of

ROOT: Final = Path(__file__).parents[2]

READER: Final = MarkdownIt("commonmark").enable(["table", "strikethrough"])

FOR_THE_COORDINATOR: Final = ("handover-pack",)
"""Documents that tell the next coordinator what to type."""

ENGLISH: Final = frozenset(
    {
        "the", "of", "and", "with", "was", "has", "not", "are", "from", "this", "that", "what", "who", "which", "owner",
        "deadline", "meeting", "measure", "challenge", "kept", "broken", "state", "case", "decision", "assignment",
        "council", "agreement", "minutes", "absent", "yes", "ordinary", "secretary", "chair", "adopted",
        "approved", "draft", "area", "effect", "good", "unknown", "people", "learning", "point",
    }
)  # fmt: skip
"""Words of the program in English that no Norwegian sentence has."""


def commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    with click.Context(group, info_name="slt") as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None, name
            yield " ".join((*above, name)), command
            if isinstance(command, click.Group):
                yield from commands(command, (*above, name))


def test_every_command_that_hands_out_a_document_is_multiplied() -> None:
    every = dict(commands(run.outermost()))
    handing = {name for name, command in every.items() if {"output", "form"} <= {p.name for p in command.params}}
    assert handing == set(KINDS)
    asked = {kind_of(command) for command in (*OF_EACH, *(c for own in OF_ONE.values() for c in own))}
    assert asked == set(KINDS)


def test_the_guide_names_every_document() -> None:
    page = (ROOT / "docs" / "guide" / "documents.md").read_text("utf-8")
    assert [kind for kind in KINDS if f"`slt {kind}" not in page or f"\nslt {kind}" not in page] == []


def texts(block: Block) -> tuple[str, ...]:
    """The texts of a block in the order they are read."""
    match block:
        case Heading(_, text) | Paragraph(text) | Note(text):
            return (text,)
        case Bullets(items, _):
            return items
        case Grid(columns, rows):
            return (*columns, *(cell for row in rows for cell in row))
        case Outline():
            return tuple(part for _, line in block.flattened() for part in (line.text, line.remark))
        case Facts(rows):
            return tuple(part for row in rows for part in row)
        case Picture(_, alternative, figures):
            return (alternative, *texts(figures))
        case Signatures(rows):
            return tuple(part for row in rows for part in row)


def lonely(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Headings with nothing beneath."""
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Heading) and (
            following is None or (isinstance(following, Heading) and following.level <= block.level)
        ):
            yield block.text


def test_a_lonely_heading_is_found() -> None:
    heading, deeper, text = Heading(2, "Vedtak"), Heading(3, "Sak"), Paragraph("Slik.")
    assert list(lonely((heading, deeper, text, heading, text))) == []
    assert list(lonely((heading, heading, deeper, text, heading))) == ["Vedtak", "Vedtak"]


MULTIPLIED: Final = pytest.mark.parametrize(
    "sample",
    [
        *(pytest.param(sample, id=sample.name) for sample in EVERYDAY),
        *(pytest.param(s, id=s.name, marks=pytest.mark.endurance) for s in EVERY if s not in EVERYDAY),
    ],
)


@MULTIPLIED
def test_is_fit_to_send(sample: Sample, document: Callable[[Sample], Document]) -> None:
    made = document(sample)
    assert made.day is not None
    assert made.letterhead is not None
    assert made.letterhead.council
    assert len(made.letterhead.parties) == 2
    assert list(lonely(made.blocks)) == []
    for block in made.blocks:
        if isinstance(block, (Grid, Facts, Bullets, Signatures)):
            assert block.items if isinstance(block, Bullets) else block.rows, block
        if isinstance(block, Grid):
            assert {len(row) for row in block.rows} == {len(block.columns)}, block
            assert all(any(row[place] for row in block.rows) for place in range(len(block.columns))), block
    whole = "\n".join((made.title, *(text for block in made.blocks for text in texts(block))))
    assert not re.search(r"\b[a-z]+_[a-z]+\b", whole), "a key of the program"
    assert "{" not in whole
    if kind_of(sample.command) in FOR_THE_COORDINATOR:
        whole = re.sub(r"slt [a-z ]+|REF", "", whole)
    else:
        before_the_proof = (
            whole.partition("journal verify")[0].rpartition("\n")[0] if "journal verify" in whole else whole
        )
        assert "slt " not in before_the_proof
    if sample.language != "en":
        assert ENGLISH.isdisjoint(re.findall(r"[a-zæøå]+", whole.casefold()))


def read_back(text: str) -> str:
    """The words of a Markdown file as a reader sees them."""
    lines = (token for token in READER.parse(text) if token.type == "inline")
    words = ("".join(c.content or " " if c.type == "text" else " " for c in line.children or ()) for line in lines)
    return " ".join(" ".join(words).split())


@MULTIPLIED
def test_is_read_back_from_markdown(sample: Sample, document: Callable[[Sample], Document]) -> None:
    made = document(sample)
    seen = read_back(write(made, "md", Words(sample.language)).decode())
    place = 0
    for text in (made.title, made.draft, *(text for block in made.blocks for text in texts(block))):
        for line in filter(None, (" ".join(line.split()) for line in text.splitlines())):
            found = seen.find(line, place)
            assert found >= 0, (line, seen[place : place + 200])
            place = found + len(line)


def keys(value: object) -> object:
    """JSON without its words: tables by their keys, lists by their members."""
    if isinstance(value, dict):
        return {name: keys(inner) for name, inner in value.items()}
    return [keys(inner) for inner in value] if isinstance(value, list) else type(value).__name__


@pytest.mark.parametrize("command", OF_EACH)
def test_json_has_the_same_keys_in_every_language(command: str, demo_context: Callable[[str], Context]) -> None:
    answer = answered(demo_context("kvaefjord"), command)
    first, *others = (json.loads(dumped(answer, Words(language))) for language in LANGUAGES)
    assert first
    assert all(keys(other) == keys(first) for other in others)


def test_an_agreement_that_no_council_has_entered_is_handed_out(tmp_path: Path) -> None:
    file = tmp_path / "avtale.md"
    nowhere = ("--db", str(tmp_path / "none.sqlite"))
    assert run.run(("agreement", "show", "levanger", "--output", str(file), *nowhere, "--quiet"), {}) == 0
    assert read_back(file.read_text("utf-8")).startswith("Samarbeidsavtale – Politirådet i Levanger")
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.endurance
@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("sample", [pytest.param(sample, id=sample.name) for sample in BY_TURNS])
def test_is_written_in_every_format(
    sample: Sample, form: str, document: Callable[[Sample], Document], tmp_path: Path
) -> None:
    written = write(document(sample), form, Words(sample.language))
    assert len(written) > 200
    assert written == write(document(sample), form, Words(sample.language))
