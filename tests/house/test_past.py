"""Rows that an agreement says are read as of a day: from a snapshot called `then`, or from `.on(day)` itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from tests.house.source import CHECKOUT, Module, modules

pytestmark = pytest.mark.xdist_group("house")
"""The sources are read in one process."""

SPEAK_OF_DAYS: Final = (
    "slt_flow/rules/", "slt_flow/model/", "slt_flow/engine/decide.py", "slt_flow/engine/effects/",
    "slt_flow/services/people/", "slt_flow/services/decisions/", "slt_flow/services/meetings/",
    "slt_flow/services/year/", "slt_flow/services/history/", "slt_flow/services/follow_up/",
    "slt_flow/services/request/display_names.py", "slt_flow/services/request/warnings.py",
    "slt_flow/services/request/answer_checks.py",
)  # fmt: skip
"""Where something is judged, done or told of a day."""

READ_THE_PRESENT: Final[Mapping[str, str]] = {
    "slt_flow/model/snapshot.py": "it makes the rows of a day",
    "slt_flow/model/persons.py": "a post is the same on every day; who is in it has days of its own",
    "slt_flow/services/history/export/objects.py": "its rows are those of the entry taken last",
}
"""Files among them that read other rows, with the reason."""

NOW_TOO: Final[Mapping[tuple[str, str], str]] = {
    ("slt_flow/engine/actors.py", "facts.snapshot.posts_with(role)"): "the secretary of today enters what is late",
}
"""Readings of the present that are meant, with the reason."""

ROWS: Final = ("Council", "Organisation", "Post", "Area", "Group")
OF_ROWS: Final = ("one", "find", "all", "keyed")
OF_AGREEMENTS: Final = ("clause", "posts_with", "party_of")
OF_A_DAY: Final = re.compile(r"(?:^|\.)(?:then|reader|agreement)$|\.on\(.*\)$", re.DOTALL)


def readings(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Every reading of such rows, with what it reads them from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            kind = ast.unparse(node.args[0]) if node.args else ""
            if (node.func.attr in OF_ROWS and kind in ROWS) or node.func.attr in OF_AGREEMENTS:
                yield ast.unparse(node), node.func.value
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "title_of":
            yield ast.unparse(node), node.args[0]
        elif isinstance(node, ast.Attribute) and node.attr == "parties":
            yield ast.unparse(node), node.value


def of_the_present(module: Module) -> set[str]:
    """The readings of a module that say of no day which rows they mean."""
    loose = {reading for reading, source in readings(module.tree) if not OF_A_DAY.search(ast.unparse(source))}
    return loose - {reading for file, reading in NOW_TOO if file == str(module)}


def speaking() -> list[Module]:
    return [m for m in modules() if str(m).startswith(SPEAK_OF_DAYS) and str(m) not in READ_THE_PRESENT]


def test_rows_of_an_agreement_are_read_as_of_a_day() -> None:
    assert {str(module): loose for module in speaking() if (loose := of_the_present(module))} == {}


def test_what_is_excepted_is_there() -> None:
    for file, reading in [*((file, "") for file in READ_THE_PRESENT), *NOW_TOO]:
        assert reading in (CHECKOUT / file).read_text(encoding="utf-8"), file


@pytest.mark.parametrize(
    ("source", "is_loose"),
    [
        ("snapshot.one(Post, 'ordforer')", True),
        ("request.snapshot.on(day).one(Post, 'ordforer')", False),
        ("facts.then.parties", False),
        ("facts.snapshot.parties", True),
        ("title_of(self.snapshot, post)", True),
        ("title_of(self.then, post)", False),
        ("snapshot.all(Decision)", False),
    ],
)
def test_a_reading_of_the_present_is_seen(source: str, is_loose: bool) -> None:
    loose = [text for text, read in readings(ast.parse(source)) if not OF_A_DAY.search(ast.unparse(read))]
    assert bool(loose) == is_loose
