"""The tree on screens of every width, with and without colour and letters."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from slt_flow.records.store import Store
from slt_flow.results.follow_up import AreaBranch, Branch, Owner, Tree
from slt_flow.services.follow_up.status import Filter, status
from slt_flow.services.request.context import Context
from slt_flow.terms import Named
from slt_flow.views.follow_up.tree import lines, show
from slt_flow.views.text.screen import ASCII, UNICODE, Screen
from slt_flow.views.text.words import Words
from tests.conftest import DEMO_DAY

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module", params=["kvaefjord", "levanger"])
def tree(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, demo: Callable[[str], bytes]
) -> Tree:
    path = tmp_path_factory.mktemp("tree") / "demo.sqlite"
    path.write_bytes(demo(request.param))
    return status(Context(Store(str(path)), council=request.param, on=DEMO_DAY))


def text(tree: Tree, width: int, language: str = "nb") -> str:
    return "\n".join(line.plain for line in lines(tree, Words(language), UNICODE, width))


@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_whole_tree_as_it_is_read(tree: Tree, width: int, language: str, snapshot: SnapshotAssertion) -> None:
    assert text(tree, width, language) == snapshot


@pytest.mark.parametrize("width", [40, 60, 79, 80, 81, 100, 117, 118, 119, 140, 200])
def test_no_line_is_wider_than_the_screen(tree: Tree, width: int) -> None:
    assert all(cell_len(line) <= width for line in text(tree, width).splitlines())


@pytest.mark.parametrize("width", [80, 140])
def test_every_case_stands_in_the_tree_with_state_owner_and_deadline(tree: Tree, width: int) -> None:
    shown = text(tree, width)
    for branch in every(tree):
        assert f" {branch.ref} " in shown
        assert branch.state.label["nb"] in shown
        assert branch.owner is None or branch.owner.post in shown
        assert branch.due is None or f"{branch.due.day}.{branch.due.month}.{branch.due.year}" in shown


def test_without_unicode_the_tree_is_drawn_and_spelt_in_ascii(tree: Tree) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    show(tree, Words("nb"), Screen("never", stream))
    stream.flush()
    shown = raw.getvalue().decode("ascii")
    assert "`- " in shown
    assert "Politiraadet i" in shown
    assert "?" not in shown
    assert ASCII.late in shown


def test_colour_is_beside_sign_and_word_never_instead(tree: Tree) -> None:
    plain, coloured = io.StringIO(), io.StringIO()
    show(tree, Words("nb"), Screen("never", plain))
    show(tree, Words("nb"), Screen("always", coloured))
    assert "\x1b[" not in plain.getvalue()
    assert "\x1b[" in coloured.getvalue()
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.getvalue()) == plain.getvalue()


def test_what_is_empty_says_what_to_do(tree: Tree) -> None:
    empty = tree._replace(areas=())
    assert "slt decision register" in text(empty, 80, "en")
    assert "Nothing matches." in text(empty._replace(filtered=True), 80, "en")


@settings(max_examples=60, deadline=None)
@given(title=st.text(min_size=1, max_size=200), holder=st.text(max_size=60), width=st.integers(40, 200))
def test_whatever_is_written_in_a_title_the_tree_stands_upright(title: str, holder: str, width: int) -> None:
    branch = a_branch(title, holder)
    tree = Tree("x", title, "nb", date(2026, 5, 2), dict.fromkeys(TOTALS, 1), (an_area(title, branch),))
    shown = [line.plain for line in lines(tree, Words("nb"), UNICODE, width)]
    assert all(cell_len(line) <= width for line in shown)
    assert not any(letter in line for line in shown for letter in "\x1b\x07\x9b\u202e\u2066\r\n")


TOTALS = ("decisions", "assignments", "measures", "settled", "late")


def a_branch(title: str, holder: str) -> Branch:
    owner = Owner("rektor", title, holder or None, "skole", vacant=False)
    return Branch(
        ref="1/26",
        level="strategic",
        title=title,
        state=Named("x", {"nb": title}),
        tags=("begun",),
        ended=False,
        area="a",
        meeting=None,
        owner=owner,
        due=date(2026, 6, 1),
        late=True,
        late_days=3,
        late_below=2,
        done=1,
        total=2,
        waits=("rektor",),
        waiting_on=("rektor",),
        progress=0,
        reschedules=1,
        note=title,
        bodies=(),
        children=(),
    )


def an_area(title: str, branch: Branch) -> AreaBranch:
    return AreaBranch("a", title, ended=False, shared_with={}, decisions=(branch,))


def every(tree: Tree) -> list[Branch]:
    found: list[Branch] = [decision for area in tree.areas for decision in area.decisions]
    for branch in found:
        found.extend(branch.children)
    return found


def test_a_filter_that_names_nothing_leaves_everything() -> None:
    assert not Filter().narrows
    assert Filter(late=True).narrows
