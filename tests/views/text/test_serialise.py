"""Results in JSON: the metadata of their fields, the order of what has none."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import pytest

from slt_flow.results.columns import Column, Json, fields
from slt_flow.views.text.serialise import plain
from slt_flow.views.text.words import Words

LETTERS = ("d", "b", "a", "c", "g", "f", "e", "i", "h", "k", "j", "m", "l")


class Counted(NamedTuple):
    """A number and a mark, each left out at one value only."""

    number: Annotated[object, Json(omit=(False,))]
    mark: Annotated[object, Json(omit=(0, None))]


Named = Annotated[str, Column("alias"), Json("alias")]


class Renamed(NamedTuple):
    """A field whose own metadata differs from its alias's."""

    title: Annotated[Named, Column("own"), Json("own")]


@pytest.mark.parametrize("kind", [set, frozenset])
def test_a_set_is_sorted(kind: type[set[str]]) -> None:
    assert plain(kind(LETTERS), Words()) == sorted(LETTERS)


@pytest.mark.parametrize(
    ("row", "written"),
    [
        (Counted(0, False), {"number": 0, "mark": False}),
        (Counted(False, 0), {}),
        (Counted(0.0, None), {"number": 0.0}),
        (Counted("", ""), {"number": "", "mark": ""}),
    ],
)
def test_only_the_value_itself_is_left_out(row: Counted, written: dict[str, object]) -> None:
    assert plain(row, Words()) == written


def test_metadata_of_a_field_wins_over_that_of_its_alias() -> None:
    field = fields(Renamed)["title"]
    assert field.column == Column("own")
    assert field.json == Json("own")
    assert plain(Renamed("x"), Words()) == {"own": "x"}
