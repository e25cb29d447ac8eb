"""Text that nobody vouches for: every limit is a refusal with a place, and comes at once."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_flow.definitions import read
from slt_flow.definitions.agreements import load_agreement
from slt_flow.definitions.load import load_machine
from slt_flow.engine.effects import vocabulary
from slt_flow.errors import DefinitionError

AT_ONCE = 2.0
"""Seconds of processor time: generous for a slow computer, far below what a quadratic scan of 256 KiB needs."""


def refused(act: Callable[[], object]) -> DefinitionError:
    begun = process_time()
    with pytest.raises(DefinitionError) as raised:
        act()
    assert process_time() - begun < AT_ONCE
    return raised.value


def written(folder: Path, raw: bytes) -> Path:
    path = folder / "file.toml"
    path.write_bytes(raw)
    return path


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    assert len(read.read_text(written(tmp_path, b"#" * read.MAX_BYTES))) == 256 * 1024


def test_a_file_of_one_byte_more_is_refused(tmp_path: Path) -> None:
    error = refused(lambda: read.read_text(written(tmp_path, b"#" * (read.MAX_BYTES + 1))))
    assert (error.code, error.facts["limit"]) == ("file_too_large", 256)


SAVED_AS = {
    "UTF-8": b"", "UTF-8 with a mark": codecs.BOM_UTF8,
    "UTF-16-LE": codecs.BOM_UTF16_LE, "UTF-16-BE": codecs.BOM_UTF16_BE,
    "UTF-16-LE without a mark": b"", "UTF-16-BE without a mark": b"", "UTF-32-LE": codecs.BOM_UTF32_LE,
    "windows-1252": b"",
}  # fmt: skip
"""Ways in which Notepad, Word and others save a text: the encoding, and the mark before it."""


@pytest.mark.parametrize("way", SAVED_AS)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_text_is_the_same_however_an_editor_saved_it(tmp_path: Path, way: str, end: str) -> None:
    text = f"a = 1{end}title = 'Politirådet i Sør-Østfold, «ÆØÅ» – § 8'{end}"
    raw = SAVED_AS[way] + text.encode(way.partition(" with")[0])
    assert read.read_text(written(tmp_path, raw)) == text


@pytest.mark.parametrize("encoding", ["mac-roman", "cp865", "iso8859-10", "cp1251", "utf-8-sig"])
def test_letters_of_another_encoding_are_refused_at_their_place(tmp_path: Path, encoding: str) -> None:
    odd = (
        "Ærø, Ålgård" if encoding not in ("cp1251", "iso8859-10") else "Осло" if encoding == "cp1251" else "Kárášjohka"
    )
    raw = b"a = 1\nb = 'x" + odd.encode(encoding).removeprefix(codecs.BOM_UTF8) + b"'\n"
    if encoding == "utf-8-sig":  # half of it saved again as Windows-1252
        raw += "c = 'å'\n".encode("cp1252")
    error = refused(lambda: read.read_text(written(tmp_path, raw)))
    assert (error.code, error.facts["line"]) == ("not_utf8", 2)
    assert int(str(error.facts["column"])) >= len("b = 'x")


@pytest.mark.parametrize(
    ("raw", "line", "column"),
    [(codecs.BOM_UTF16_LE + b"a\0", None, None), (codecs.BOM_UTF16_LE + b"a\0\n\0\0\xd8", 2, 1), (b"a = '\x81'", 1, 6)],
)
def test_half_a_letter_is_refused(tmp_path: Path, raw: bytes, line: int | None, column: int | None) -> None:
    if line is None:
        assert read.read_text(written(tmp_path, raw)) == "a"
    else:
        error = refused(lambda: read.read_text(written(tmp_path, raw)))
        assert (error.code, error.facts["line"], error.facts["column"]) == ("not_utf8", line, column)


@pytest.mark.parametrize(
    ("line", "column", "mark"),
    [
        ("name = “kvaefjord”", 8, "“"),
        ("name = «kvaefjord»", 8, "«"),
        ('name = "kvaefjord”', 18, "”"),
        ("name =\u00a0“x”", 7, "U+00A0"),
        ("\u00a0name = 'x'", 1, "U+00A0"),
        ("name = ’x’", 8, "’"),
    ],
)
def test_a_mark_of_a_word_processor_is_named_with_its_place(line: str, column: int, mark: str) -> None:
    error = refused(lambda: read.parse(f"[agreement]\n{line}\n", "file.toml"))
    assert (error.code, error.facts["line"]) == ("odd_mark", 2)
    assert (error.facts["column"], error.facts["mark"]) == (column, mark)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("seat = ja", read.TRUTH_WORD),
        ("seat = Nei # nå", read.TRUTH_WORD),
        ("in_force = 1.1.2026", read.DAY_IN_DOTS),
        ("in_force = 15. 1. 26", read.DAY_IN_DOTS),
        ("language = nb", "Invalid value"),
        ("seat = janei", "Invalid value"),
    ],
)
def test_a_slip_is_told_by_what_it_looks_like(line: str, why: str) -> None:
    error = refused(lambda: read.parse(f"{line}\n", "file.toml"))
    assert (error.facts["why"], error.facts["typed"]) == (why, line)


@pytest.mark.parametrize("line", ["title = 'Rådet «X» – “Y”' z", 'title = "’" z', "# “x”\n[z"])
def test_marks_within_a_text_are_not_blamed(line: str) -> None:
    error = refused(lambda: read.parse(f"{line}\n", "file.toml"))
    assert (error.code, error.facts["typed"]) == ("not_toml", line.split("\n")[-1])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(lambda: read.read_text(tmp_path / "none.toml")).code == "file_unreadable"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refused(lambda: read.read_text(tmp_path)).code == "file_unreadable"


def array(depth: int) -> str:
    return "a = 1\nb = " + "[" * depth + "]" * depth + "\n"


def inline(depth: int) -> str:
    return "a = 1\nb = " + "{ c = " * depth + "1" + " }" * depth + "\n"


def dotted(parts: int, part: str = "c") -> str:
    return "a = 1\n" + ".".join([part] * parts) + " = 1\n"


def header(parts: int) -> str:
    return "a = 1\n[" + " . ".join(["c"] * parts) + "]\n"


@pytest.mark.parametrize("text", [array(20), inline(20), dotted(20), dotted(20, '"c d"'), header(20)])
def test_twenty_levels_are_read(text: str) -> None:
    assert read.parse(text, "f")


@pytest.mark.parametrize("deep", [21, 5_000])
@pytest.mark.parametrize(
    "make",
    [array, inline, dotted, header, lambda parts: dotted(parts, '"c d"'), lambda parts: dotted(parts, "'c'")],
    ids=["array", "inline table", "dotted key", "table's name", "quoted key", "literal key"],
)
def test_more_levels_are_refused_with_the_line(make: Callable[[int], str], deep: int) -> None:
    error = refused(lambda: read.parse(make(deep), "f"))
    assert (error.code, error.facts["line"], error.facts["limit"]) == ("nested_too_deep", 2, 20)


def test_levels_that_only_add_up_to_too_many_are_refused_with_the_key() -> None:
    nested = "a = 1\n" + "".join(".".join(["c"] * 19) + " = { " for _ in range(19)) + "d = 1" + " }" * 19 + "\n"
    error = refused(lambda: read.parse(nested, "f"))
    assert error.code == "nested_too_deep"
    assert str(error.facts["key"]).startswith("c.c.c.")
    assert error.facts["line"] == 2


@pytest.mark.parametrize(
    "text",
    [
        'x = ["""a"""", ' + "[" * 5_000 + "]" * 5_000 + ', ""]',
        'x = ["""a""""", ' + "[" * 5_000 + "]" * 5_000 + ', ""]',
        "x = ['''a'''', " + "[" * 5_000 + "]" * 5_000 + ", '']",
        'x = ["\\\\", ' + "[" * 5_000 + "]" * 5_000 + ', ""]',
        "x = ['\\', " + "[" * 5_000 + "]" * 5_000 + ", '']",
        'x = [ # "\n' + "[" * 5_000 + "]" * 5_000 + ' # "\n]',
    ],
    ids=[
        "four quotes",
        "five quotes",
        "four apostrophes",
        "escaped backslash",
        "literal backslash",
        "quote in comment",
    ],
)
def test_no_text_hides_brackets_from_the_count(text: str) -> None:
    assert refused(lambda: read.parse(text, "f")).code == "nested_too_deep"


@pytest.mark.parametrize(
    "text",
    [
        "x = '" + "[" * 100 + "'",
        'x = "' + "{" * 100 + '"',
        'x = """\n' + "[\n" * 100 + '"""',
        "x = '''" + "[" * 100 + "'''",
        "# " + "[" * 100,
        'x = "' + "a." * 100 + '"',
    ],
)
def test_brackets_and_dots_in_text_and_comments_do_not_count(text: str) -> None:
    read.parse(text, "f")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 250_000,
        "a " * 120_000,
        '"' + '\\"' * 120_000,
        '\\"""\n' * 50_000,
        '\\"""\n' * 50_000 + "\\",
        "'''" + "a'" * 120_000,
        "'" * 250_001,
        '"' * 250_001,
        ("b." * 19 + "b ") * 6_000,
        "a" + " " * 250_000,
        "x = " + "[" * 20 + "1," * 100_000,
        "[[a]]\n" * 40_000,
    ],
    ids=[
        "one word", "many words", "escaped quotes", "unclosed blocks", "unclosed blocks and a backslash",
        "unclosed literal", "apostrophes", "quotes", "dotted words", "spaces", "long array", "many tables",
    ],
)  # fmt: skip
def test_a_quarter_of_a_mebibyte_of_anything_is_answered_at_once(text: str) -> None:
    begun = process_time()
    with suppress(DefinitionError):
        read.parse(text, "f")
    assert process_time() - begun < AT_ONCE


@pytest.mark.parametrize("number", ["9" * 5_000, "-" + "9" * 5_000, "0x" + "f" * 5_000, str(2**63), str(-(2**63) - 1)])
def test_a_number_beyond_what_toml_has_is_refused_with_the_line(number: str) -> None:
    error = refused(lambda: read.parse(f"a = 1\nb = 2\n[c]\nd = {number}\n", "f"))
    assert (error.code, error.facts["line"]) == ("not_toml", 4)


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
def test_the_widest_number_that_toml_has_is_read(number: int) -> None:
    assert read.parse(f"a = {number}", "f") == {"a": number}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[a]\nb = 1\n[a]\nc = 2\n", "declared_twice", 3),
        ("[a]\nb = 1\nb = 2\n", "declared_twice", 3),
        ("a = 1\na.b = 2\n", "declared_twice", 2),
        ("a = {b = 1}\n[a.c]\n", "declared_twice", 2),
        ("a = 1\nb =\n", "not_toml", 2),
        ("a = 1\nb = 'x\n", "not_toml", 2),
        ("a = 2020-02-30\n", "not_toml", 1),
    ],
)
def test_what_is_not_toml_is_refused_with_the_line(text: str, code: str, line: int) -> None:
    error = refused(lambda: read.parse(text, "f"))
    assert (error.code, error.facts["line"], error.facts["file"]) == (code, line, "f")


PIECES = st.sampled_from(
    ["[", "]", "{", "}", '"', "'", '"""', "'''", "\\", "\n", ".", "=", " ", "#", ",", "a", "1", "a = ", "[[a]]", "é"]
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=80).map("".join))
def test_any_text_is_read_or_refused_and_never_anything_else(text: str) -> None:
    with suppress(DefinitionError):
        assert isinstance(read.parse(text, "f"), dict)


@pytest.mark.parametrize("name", ["agreement", "machine"])
@pytest.mark.parametrize(
    "text", ["", "x = 1\n", "agreement = 5\nmachine = 5\n", "[agreement]\n[machine]\n", "[[agreement]]\n[[machine]]\n"]
)
def test_a_file_of_something_else_is_refused_with_what_it_lacks(tmp_path: Path, text: str, name: str) -> None:
    path = written(tmp_path, text.encode())
    load = load_machine if name == "machine" else lambda p, v: load_agreement(str(p), v)
    error = refused(lambda: load(path, vocabulary()))
    assert error.code == "flawed_definition"
    assert error.facts["problems"]


def test_a_digest_names_the_exact_text() -> None:
    assert read.digest("a = 1\n") != read.digest("a = 1")
    assert read.digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
