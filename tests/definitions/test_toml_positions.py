"""The lines of tables, keys and list members are those on which they were written, however the text is written."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_flow.definitions.toml_positions import Path, lines_of

KEYS = st.sampled_from(["assignment_no", "b-c", "1", "x.y", "æ ø", 'q"t', "[n]", "#"])
SCALARS = st.one_of(
    st.integers(-9, 9), st.booleans(), st.dates(date(1999, 1, 1)), st.text("a\"'\\[]{}#=,. \nø", max_size=12)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
TABLES = st.recursive(
    st.dictionaries(KEYS, VALUES, max_size=4),
    lambda inner: st.fixed_dictionaries({
        "own": st.dictionaries(KEYS, VALUES, max_size=3),
        "tables": st.dictionaries(KEYS.map("t{}".format), inner, max_size=2),
        "lists": st.dictionaries(KEYS.map("l{}".format), st.lists(inner, min_size=1, max_size=2), max_size=2),
    }),
    max_leaves=5,
)  # fmt: skip


class Writer:
    """Writes tables as TOML in ways drawn by chance, and remembers the line of everything."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw, self.text = draw, ""
        self.lines: dict[Path, int] = {}

    def here(self, path: Path) -> None:
        self.lines.setdefault(path, self.text.count("\n") + 1)

    def chance(self, *ways: str) -> str:
        return str(self.draw(st.sampled_from(ways)))

    def table(self, path: Path, names: tuple[str, ...], given: dict[str, Any]) -> dict[str, Any]:
        """Write a table's keys, then the tables beneath it; the result is what a parser must read."""
        own, tables, lists = (
            (given.get(part, {}) for part in ("own", "tables", "lists")) if "own" in given else (given, {}, {})
        )
        read: dict[str, Any] = {}
        for key, value in own.items():
            self.text += self.chance("", "\n", "# [no] = 1\n", "  ")
            self.here((*path, key))
            self.text += f"{self.key(key)}{self.chance('=', ' = ')}"
            self.value((*path, key), value)
            self.text += self.chance("\n", '  # """ x = 2\n')
            read[key] = value
        for key, inner in tables.items():
            self.header((*path, key), (*names, key), "[", "]")
            read[key] = self.table((*path, key), (*names, key), inner)
        for key, members in lists.items():
            read[key] = []
            for place, inner in enumerate(members):
                self.here((*path, key)) if place == 0 else None
                self.header((*path, key, place), (*names, key), "[[", "]]", above=(*path, key))
                read[key].append(self.table((*path, key, place), (*names, key), inner))
        return read

    def header(self, path: Path, names: tuple[str, ...], opens: str, closes: str, above: Path | None = None) -> None:
        if above is not None:
            self.here(above)
        self.here(path)
        self.text += f"{opens}{self.chance('.', ' . ').join(self.key(name) for name in names)}{closes}\n"

    def key(self, key: str) -> str:
        bare = key.replace("-", "").isalnum() and key.isascii()
        return key if bare else json.dumps(key, ensure_ascii=False) if "'" in key or '"' in key else f"'{key}'"

    def value(self, path: Path, value: Any) -> None:
        if isinstance(value, list):
            self.text += "["
            for place, each in enumerate(value):
                self.text += self.chance("", "\n  ", " # ]\n")
                self.here((*path, place))
                self.value((*path, place), each)
                self.text += self.chance(",", "\n,", ", # [\n") if place + 1 < len(value) else self.chance("", ",")
            self.text += self.chance("]", "\n]")
        elif isinstance(value, dict):
            self.text += "{"
            for place, (key, each) in enumerate(value.items()):
                self.text += self.chance("", " ")
                self.here((*path, key))
                self.text += f"{self.key(key)} = "
                self.value((*path, key), each)
                self.text += ", " if place + 1 < len(value) else ""
            self.text += "}"
        else:
            self.text += self.scalar(value)

    def scalar(self, value: Any) -> str:
        if not isinstance(value, str):
            return value.isoformat() if isinstance(value, date) else str(value).lower()
        ways = [json.dumps(value, ensure_ascii=False)]
        if "'" not in value:
            ways += [f"'''\n{value}'''"] + ([f"'{value}'"] if "\n" not in value else [])
        escaped = value.replace("\\", "\\\\").replace('"""', '""\\"')
        ways.append(f'"""\n{escaped}"""' if not escaped.endswith('"') else json.dumps(value, ensure_ascii=False))
        return self.chance(*ways)


@pytest.mark.endurance
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_line_is_the_one_it_was_written_on(data: st.DataObject) -> None:
    writer = Writer(data.draw)
    wanted = writer.table((), (), data.draw(TABLES))
    assert tomllib.loads(writer.text) == wanted, "the writer itself"
    found = lines_of(writer.text)
    assert found.by_path == writer.lines
    assert found.twice == ()


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("a = 1\nb = 2\na = 3\n", [(("a",), 3, 1)]),
        ('[[i]]\no = "x"\n[[i]]\no = "x"\no = ["y",\n"z"]\n', [(("i", 1, "o"), 5, 4)]),
        ("[a]\n[b]\n[a]\n", [(("a",), 3, 1)]),
        ("x = { a = 1,\t'a' = 2 }\ny = 1\ny = 2\n", [(("x", "a"), 1, 1), (("y",), 3, 2)]),
        ('a = """\nb = 1\n"""\nb = 1\n', []),
    ],
)
def test_what_stands_twice_is_found_with_both_lines(text: str, twice: list[Any]) -> None:
    assert list(lines_of(text).twice) == twice


@pytest.mark.parametrize(
    "text", ["a = [", "[[", "a = {b = ", '"', "= 1", "a = 'x", "[a", "a.", "a = 1 2\n[", "]" * 999]
)
def test_what_is_no_toml_is_known_as_far_as_it_goes(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(f"first = 1\n{text}")
    assert lines_of(f"first = 1\n{text}").of("first") == 1


@pytest.mark.parametrize("text", ["a = " + "[" * 9999, "a = " + "{a=" * 9999, "[" + "a." * 9999 + "a]"])
def test_bottomless_text_ends(text: str) -> None:
    assert lines_of(text).of("a") == 1


def test_what_stands_nowhere_has_the_line_of_what_is_around_it() -> None:
    lines = lines_of('\n[[items]]\ntitle = "x"\n')
    assert lines.of("items", 0, "owner") == 2
    assert lines.of("present") == 1
