"""Why the machine or the parser could not do something is told in the reader's language, at the right line."""

from __future__ import annotations

import errno
import tomllib
from pathlib import Path

import pytest

from slt_flow.definitions import read
from slt_flow.errors import DefinitionError, RequestError, cause
from slt_flow.services.request import parsing
from slt_flow.terms import Stance
from slt_flow.views.text.failures import lines
from slt_flow.views.text.messages.causes import WHYS
from slt_flow.views.text.words import Words


@pytest.mark.parametrize("number", ["ENOENT", "EACCES", "EISDIR", "ENOSPC", "EROFS", "ENOTDIR"])
def test_what_the_machine_says_is_told_in_bokmal(number: str) -> None:
    why = cause(OSError(getattr(errno, number), "English words", "x.toml"))
    (told,) = lines(RequestError("file_unreadable", file="x.toml", why=why), Words("nb"))
    assert "English" not in told
    assert number not in told
    assert Words("nb").say(WHYS[number]) in told


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("a = 1\nb = ", 2, "ends_early"),
        ('a = 1\nb = "x', 2, "ends_early"),
        ("a = 1\nb = [1,\n", 2, "ends_early"),
        ("a = 1\nb = x\n", 2, "Invalid value"),
        ('a = 1\nb = "x\n', 2, "Illegal character '\\n'"),
        ("a\n", 1, "Expected '=' after a key in a key/value pair"),
        ("a = 1 b\n", 1, "Expected newline or end of document after a statement"),
        ("a = " + "9" * 30 + "\n", 1, "number_too_long"),
    ],
)
def test_what_the_parser_says_has_a_sentence_of_ours_at_its_line(text: str, line: int, why: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        read.parse(text, "x.toml")
    assert (raised.value.facts["line"], raised.value.facts["why"]) == (line, why)
    assert Words("nb").say(WHYS[why]) in next(iter(lines(raised.value, Words("nb"))))


def test_the_parser_still_says_what_it_said() -> None:
    """What our sentences stand for is what this Python's parser says."""
    with pytest.raises(tomllib.TOMLDecodeError, match="Invalid value"):
        tomllib.loads("a = x\n")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as raised:
        read.read_text(tmp_path)
    assert raised.value.facts["why"] == "EISDIR"


@pytest.mark.parametrize(
    ("ref", "listing"),
    [
        ("9/26", "slt status"),
        ("9/26.1", "slt status"),
        ("M9/26", "slt meeting list"),
        ("U9/26", "slt meeting list"),
        ("L9/26", "slt learning list"),
    ],
)
def test_a_ref_without_a_case_is_looked_for_where_its_kind_is_listed(ref: str, listing: str) -> None:
    (told,) = lines(RequestError("unknown_ref", ref=ref), Words("en"))
    assert told.endswith(f": {listing}")


def test_the_names_of_an_enumeration_are_told_with_their_words() -> None:
    with pytest.raises(RequestError) as raised:
        parsing.member(Stance, "samtykker")
    (told,) = lines(raised.value, Words("nb"))
    assert "consent (samtykker), stand_aside (avstår), object (går imot)" in told
