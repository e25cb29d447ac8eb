"""A use case names its action once, as a constant in its file."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from tests.house.source import CHECKOUT, Module, modules
from tests.house.structure import FUNCTIONS
from tests.worlds import machines

pytestmark = pytest.mark.xdist_group("house")
"""The sources are read in one process."""

ALSO_A_WORD: Final[Mapping[tuple[str, str], str]] = {
    ("slt_flow/services/meetings/archive_receipt_file.py", "archive"): "an extra of the installation",
    ("slt_flow/services/meetings/form/apply.py", "adopt"): "an outcome in a form",
    ("slt_flow/services/meetings/form/check.py", "adopt"): "an outcome in a form",
    ("slt_flow/services/meetings/form/check.py", "for_decision"): "a key of a form",
    ("slt_flow/services/meetings/form/check.py", "postpone"): "an outcome in a form",
    ("slt_flow/services/meetings/form/check.py", "withdraw"): "an outcome in a form",
}
"""Words that are an action as well as something else, with what else they are there."""


def action_names() -> set[str]:
    """Every action of every shipped machine."""
    return {name for pinned in machines().values() for name in pinned.machine.every_action}


def use_cases() -> tuple[Module, ...]:
    """The services, but for stories: those play the actions of the shipped machines."""
    within = "slt_flow/services/"
    return tuple(m for m in modules() if str(m).startswith(within) and not str(m).startswith(f"{within}stories/"))


def named(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Every text in a module that may name an action, with whether a constant of the module holds it.

    Keys of a dictionary name fields.
    """
    waiting: list[tuple[ast.AST, bool]] = [
        (node, isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation).startswith("Final"))
        for node in tree.body
    ]
    while waiting:
        node, constant = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, constant
        skipped = {id(key) for key in node.keys} if isinstance(node, ast.Dict) else set()
        within = constant and not isinstance(node, FUNCTIONS)
        waiting += [(each, within) for each in ast.iter_child_nodes(node) if id(each) not in skipped]


def loose(tree: ast.Module, actions: set[str]) -> set[str]:
    """The actions that a module names outside its constants."""
    return {text for text, constant in named(tree) if text in actions and not constant}


def test_an_action_is_named_only_in_a_constant() -> None:
    found = {(str(m), action) for m in use_cases() for action in loose(m.tree, action_names())}
    assert found - set(ALSO_A_WORD) == set()


def test_an_action_has_one_constant() -> None:
    held = [(text, str(m)) for m in use_cases() for text, constant in named(m.tree) if constant]
    places: dict[str, list[str]] = {}
    for text, module in held:
        if text in action_names() and (module, text) not in ALSO_A_WORD:
            places.setdefault(text, []).append(module)
    assert len(places) > 15
    assert {action: where for action, where in places.items() if len(where) > 1} == {}


@pytest.mark.parametrize(("module", "word"), list(ALSO_A_WORD), ids=str)
def test_an_exception_that_nobody_needs_any_more_is_taken_out(module: str, word: str) -> None:
    assert word in loose(Module(CHECKOUT / module).tree, action_names())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(request):\n    request.perform(ref, 'table')", {"table"}),
        ("NAMES = ('table', 'hold')", {"table", "hold"}),
        ("def f(action='table'):\n    asked: Final = 'hold'", {"table", "hold"}),
        ("NAMES: Final = ('table', 'hold')", set()),
        ("ASKED: Final = lambda: 'table'", {"table"}),
        ("def f():\n    return {'table': 1}", set()),
    ],
)
def test_an_action_named_outside_a_constant_is_found(text: str, expected: set[str]) -> None:
    assert loose(ast.parse(text), {"table", "hold"}) == expected
