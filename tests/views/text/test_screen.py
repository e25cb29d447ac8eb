"""The terminal: what other programs read is UTF-8, what people read is spelt with the letters the stream has."""

from __future__ import annotations

import io
import json
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_flow.results.meetings import TabledItem
from slt_flow.results.people import PostRow
from slt_flow.results.stories import Amiss, Played
from slt_flow.terms import Named
from slt_flow.views.stories import played
from slt_flow.views.text.letters import spelt_out
from slt_flow.views.text.screen import ASCII, Screen
from slt_flow.views.text.serialise import dumped
from slt_flow.views.text.tables import show_rows
from slt_flow.views.text.words import Words

ENCODINGS: Final = ("utf-8", "cp1252", "iso8859-1", "ascii", "utf-16")


class Stream(io.TextIOWrapper):
    """A stream of an encoding, before a reader's eyes or not."""

    def __init__(self, encoding: str, *, eyes: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="")
        self.eyes = eyes

    def isatty(self) -> bool:
        return self.eyes

    def written(self) -> bytes:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue()


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(ENCODINGS), st.text(max_size=40))
def test_data_is_utf_8_whatever_the_stream_is(encoding: str, text: str) -> None:
    stream = Stream(encoding)
    screen = Screen("auto", stream)
    screen.data(dumped({"title": text}, Words("nb")))
    assert json.loads(stream.written().decode("utf-8")) == {"title": text}


def test_data_keeps_its_place_among_lines_and_is_legible_on_a_terminal() -> None:
    stream, terminal = Stream("cp1252"), Stream("cp1252", eyes=True)
    for each in (stream, terminal):
        screen = Screen("never", each)
        screen.print("før")
        screen.data("så → der")
        screen.print("etter")
    assert stream.written() == "før\n".encode("cp1252") + "så → der\n".encode() + b"etter\n"
    assert terminal.written().decode("cp1252").split() == ["før", "så", "->", "der", "etter"]
    plain = io.StringIO()
    Screen("auto", plain).data("så → der\n")
    assert plain.getvalue() == "så → der\n"


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("én idé på Ørland", "en ide paa OErland"),
        ("Čáhput, Áltá, Deatnu/Tana, Kárášjohka, Guovdageaidnu, Sážža, Ŋuolla, đ", None),
        ("Mu\u0308ller e\u0301n", "Muller en"),
        ("語 🏫", "? ?"),
    ],
)
def test_a_letter_loses_its_accent_rather_than_itself(text: str, spelt: str | None) -> None:
    told = spelt_out(text)
    assert told.isascii()
    assert told == spelt if spelt is not None else "?" not in told


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_spelt_out_is_ascii(text: str) -> None:
    assert spelt_out(text).isascii()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_table_is_in_line_whatever_letters_there_are(encoding: str) -> None:
    rows = (
        TabledItem("1/26", "Én økt på Åsen → øvelse", Named("vedtatt", {})),
        TabledItem("2/26", "Kort", Named("vedtatt", {})),
    )
    stream = Stream(encoding)
    show_rows(rows, Words("nb"), Screen("auto", stream))
    told = [line for line in stream.written().decode(encoding).splitlines() if "vedtatt" in line]
    assert len({line.index("vedtatt") for line in told}) == 1
    assert ("En oekt paa AAsen -> oevelse" if encoding == "ascii" else "Én økt på Åsen -> øvelse") in told[0]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_whether_a_story_holds_is_said_in_words_where_there_is_no_sign_for_it(language: str) -> None:
    stream, words = Stream("ascii"), Words(language)
    amiss = Amiss("then", 4, "1/26", "is_late", {}, {})
    for each in ((), (amiss,)):
        played.show(Played("Noe", "a.toml", 3, each), words, Screen("auto", stream), opens=False)
    held, fell, *_ = stream.written().decode("ascii").splitlines()
    assert held == f"{words.say('holds:')} Noe"
    assert fell == f"{words.say('does not hold:')} Noe"
    assert ASCII.achieved not in {"x", ASCII.late, ASCII.wrong}


def test_a_vacant_post_is_told_from_one_whose_holder_is_not_named(capsys: pytest.CaptureFixture[str]) -> None:
    named = ("kommune", "kommune", ("strategic",), True, True, (), False)
    rows = [PostRow("a", "A", *named, vacant, None, None) for vacant in (False, True)]
    show_rows(rows, Words("nb"), Screen())
    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if "ledig" in line] == [told[-1]]
    assert "innehaver" in told[0]
