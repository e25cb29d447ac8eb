"""The catalogue of use cases is the only list of them: stories, programs and commands call its entries."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final

import pytest

from slt_flow.definitions.stories.steps import STEPS, DoStep
from slt_flow.services.request.context import Context
from slt_flow.services.use_cases import USE_CASES, Council
from tests.house.source import Module, in_rooms
from tests.worlds import machines

pytestmark = pytest.mark.xdist_group("house")
"""The sources are read in one process."""

READS: Final = {"status", "next", "why", "history", "verify"}
"""Entries that only read; a story's checks look at the same things."""

BY_DO: Final = {
    "table": "table", "carry_learning_point": "carry", "answer_learning_point": "answer",
    "drop_point": "drop_item", "place_point": "place_item", "add_point": "add_item",
    "arrange_meeting": "arrange",
}  # fmt: skip
"""Entries that perform one action, which a story's `do` names."""

OTHER_KEYS: Final = {"meeting": "hold_meeting", "area": "end_area", "group": "change_group"}
"""Verbs whose other keys tell which of two entries is meant, with the second."""

NOT_TOLD: Final = {
    "renew": "a story is played under one agreement",
    "use_numbers": "a story numbers from the first",
    "import_list": "a story is played from the day its council begins",
    "carry_over": "a story is played from the day its council begins",
    "migrate": "the proof of a move plays every case it moves",
    "judge_authority": "a story names the bodies when it registers a decision",
    "rebuild": "the tables of a story are not damaged",
    "bind_account": "in a story everybody speaks for each post",
    "release_account": "in a story everybody speaks for each post",
    "grant_access": "in a story everybody speaks for each post",
    "revoke_access": "in a story everybody speaks for each post",
    "record_contact": "nobody is invited to the meetings of a story",
    "remove_contact": "nobody is invited to the meetings of a story",
    "accept_break": "the journal of a story is not damaged",
    "record_meeting_form": "a story says the same in steps",
    "record_answers": "a story says the same in steps",
    "hand_over_all": "a story hands over case by case",
    "let_act": "a story tells of the whole absence",
    "attach": "a story has no files",
    "refer": "a story has no archive",
    "record_exports": "a story has no archive",
    "record_receipt": "a story has no archive",
    "exempt": "a story tells what was done; who may read of it changes nothing",
    "lift_exemption": "a story tells what was done; who may read of it changes nothing",
    "redact": "a story tells what was done, of which an erasure changes nothing",
}
"""Entries that no story can tell, with the reason."""

BESIDE: Final = {
    "db_upgrade": "changes the schema of a database and nothing of a council",
}
"""Commands that write something else than a council, with the reason."""


def parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    return list(inspect.signature(function).parameters.values())


def test_every_entry_takes_a_context_first() -> None:
    assert {name for name, entry in USE_CASES.items() if parameters(entry)[0].name != "context"} == set()


def test_every_entry_is_a_method_of_a_council_with_the_same_parameters() -> None:
    council = Council(Context.__new__(Context))
    own = {"perform", "why", "verify"}  # answers are keywords there, and one council is verified
    for name, entry in USE_CASES.items():
        method = getattr(council, name)
        assert method.__doc__, name
        assert name in own or parameters(method) == parameters(entry)[1:], name


def test_a_request_is_known_by_the_name_of_its_entry() -> None:
    marked = {name: entry for name, entry in USE_CASES.items() if hasattr(entry, "__wrapped__")}
    assert len(marked) > 20
    assert {name: entry.__name__ for name, entry in marked.items() if entry.__name__ != name} == {}


def test_every_step_is_an_entry_and_every_entry_is_told_or_said_not_to_be() -> None:
    steps = {kind.use_case for kind in STEPS.values()} | set(OTHER_KEYS.values())
    assert steps <= set(USE_CASES)
    sorts = [steps, READS, set(BY_DO), set(NOT_TOLD)]
    assert set().union(*sorts) == set(USE_CASES)
    assert sum(map(len, sorts)) == len(USE_CASES)
    assert set(BY_DO.values()) <= {action for pinned in machines().values() for action in pinned.machine.every_action}


@pytest.mark.parametrize("verb", [verb for verb, kind in STEPS.items() if not issubclass(kind, DoStep)])
def test_the_keys_of_a_step_are_parameters_of_its_use_case(verb: str) -> None:
    named = [STEPS[verb].use_case, *([OTHER_KEYS[verb]] if verb in OTHER_KEYS else [])]
    known = {parameter.name for name in named for parameter in parameters(USE_CASES[name])}
    above = {"under"} if verb == "measure" else set()  # the first parameter, where the verb is the second
    own = set(STEPS[verb].model_fields) - set(DoStep.__base__.model_fields) - {verb}  # type: ignore[union-attr]  # Step
    assert own - above <= known


def writing_commands() -> Iterator[tuple[str, Module, ast.FunctionDef]]:
    """The functions of commands that write, with their names."""
    for module in in_rooms("commands"):
        functions = [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            if any(ast.unparse(mark) == "writes" for mark in function.decorator_list):
                yield function.name, module, function


def called(module: Module, function: ast.FunctionDef) -> set[Any]:
    """The functions of services that a function, or one beside it that it calls, imports and names."""
    beside = {node.name: node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)}
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    bodies = [function, *(beside[name] for name in names & set(beside))]
    return {each for body in bodies for each in services_in(body)}


def services_in(function: ast.FunctionDef) -> Iterator[Any]:
    """What a function names of services, and what the module of pages that it imports from has of them."""
    for node in ast.walk(function):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("slt_flow.pages."):
            yield from filter(callable, vars(import_module(node.module)).values())
    imported: Mapping[str, Any] = {
        name.asname or name.name: getattr(import_module(node.module), name.name, None)
        or import_module(f"{node.module}.{name.name}")
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("slt_flow.services")
        for name in node.names
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in imported:
            yield imported[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported:
            yield getattr(imported[node.value.id], node.attr)


def test_every_command_that_writes_calls_an_entry() -> None:
    entries = set(USE_CASES.values())
    commands = [(name, called(module, function)) for name, module, function in writing_commands()]
    assert len(commands) > 25
    assert {name for name, functions in commands if not functions & entries} == set(BESIDE)
