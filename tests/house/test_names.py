"""One name, one grep: what things are called, how long they are, and which names stand nowhere in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.house.source import CHECKOUT, PACKAGE, Module, in_rooms, modules
from tests.worlds import machines

pytestmark = pytest.mark.xdist_group("house")
"""The sources are read in one process."""

LONGEST = 450
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc", "tools", "core"}

ALSO_A_COMMON_WORD = {
    ("slt_flow/views/writers/arkivmelding.py", "archive"): "the name of an extra",
    ("slt_flow/commands/failures.py", "accepted"): "a field of every answer to a program: the request was recorded",
    ("slt_flow/definitions/agreement_checks.py", "given"): "a fact of a problem: the text that stands in the file",
    ("slt_flow/definitions/validation.py", "given"): "a fact of a problem: the text that stands in the file",
    ("slt_flow/pages/naming.py", "given"): "a fact of an error: the words that somebody typed",
    ("slt_flow/definitions/stories/load.py", "given"): "the first part of a story",
    ("slt_flow/engine/entries.py", "closed"): "the texts of an agreement's closed days",
    ("slt_flow/services/follow_up/today.py", "done"): "how much of what a year demands has been done",
    ("slt_flow/services/request/remedies.py", "held"): "a remedy for a meeting that is not held",
    ("slt_flow/terms.py", "adopted"): "the tag itself",
    ("slt_flow/terms.py", "planned"): "the tag itself",
    ("slt_flow/terms.py", "held"): "the tag itself",
    ("slt_flow/terms.py", "minuted"): "the tag itself",
    ("slt_flow/terms.py", "approved"): "the tag itself",
    ("slt_flow/views/text/serialise.py", "accepted"): "a field of every answer to a program: the request was recorded",
    ("slt_flow/views/text/serialise.py", "done"): "a field of a rolled-up branch: how many beneath it are settled",
    ("slt_flow/views/meetings/agenda.py", "done"): "how many measures beneath a decision are settled",
    ("slt_flow/views/meetings/agenda.py", "report"): "a kind of point on an agenda",
    ("slt_flow/views/stories/played.py", "given"): "the first part of a story",
    ("slt_flow/wording/form_keys.py", "approved"): "an outcome of a point, as a form writes it",
    ("slt_flow/views/writers/html.py", "table"): "an element of HTML, and its role",
    ("slt_flow/wording/rules/meetings.py", "held"): "a fact that the rule saw: the meeting is recorded as held",
    ("slt_flow/rules/obligations/follow_up.py", "done"): "how much of what a year demands has been done",
    ("slt_flow/rules/obligations/learning.py", "done"): "how much of what a year demands has been done",
    ("slt_flow/rules/obligations/people.py", "done"): "how much of what a year demands has been done",
    ("slt_flow/rules/obligations/year.py", "done"): "how much of what a year demands has been done",
    ("slt_flow/rules/obligations/year.py", "planned"): "how much of what a year demands stands in the calendar",
}
"""Words that are an action or a state as well as something else, with what else they are there."""

TRANSLATES = {"N_", "_", "gettext", "ngettext"}


PLAYS_STATES_BY_NAME = ("slt_flow/services/stories/", "slt_flow/definitions/compiled.py")
"""The only places that may name states: stories and the demo play the shipped machines, which are compiled there."""


def state_names() -> set[str]:
    """Every state of every shipped machine."""
    return {name for pinned in machines().values() for name in pinned.machine.states}


def action_and_state_names() -> set[str]:
    """Every action and every state of every shipped machine."""
    return state_names() | {name for pinned in machines().values() for name in pinned.machine.every_action}


def named_in(among: Iterable[Module], names: set[str]) -> set[tuple[str, str]]:
    """Which of these names stand in which modules, but for words that mean something else there."""
    found = {(str(module), node.value) for module in among for node in literals(module) if node.value in names}
    return found - set(ALSO_A_COMMON_WORD)


def literals(module: Module) -> Iterator[ast.Constant]:
    """Its texts, but for those that are words to be translated."""
    words = {
        id(argument)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATES
        for argument in node.args
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in words:
            yield node


def test_no_action_and_no_state_is_known_by_name() -> None:
    names, judged = action_and_state_names(), in_rooms("rules", "engine", "records", "views")
    assert names
    assert judged
    assert named_in(judged, names) == set()


def test_states_are_known_by_their_tags_everywhere_but_in_stories() -> None:
    judged = [module for module in modules() if not str(module).startswith(PLAYS_STATES_BY_NAME)]
    assert {module.room for module in judged} >= {"commands", "definitions", "model", "services", "views"}
    assert named_in(judged, state_names()) == set()


def test_a_state_that_is_known_by_name_is_found() -> None:
    judged = Module(PACKAGE / "services" / "follow_up" / "report.py")
    vars(judged)["text"] = 'MADE = ("conditional", "noted")\nkept = item.state != "rescinded" and N_("closed")'
    assert {name for _, name in named_in([judged], state_names())} == {"conditional", "noted", "rescinded"}


@pytest.mark.parametrize(("module", "word"), list(ALSO_A_COMMON_WORD), ids=str)
def test_an_exception_that_nobody_needs_any_more_is_taken_out(module: str, word: str) -> None:
    assert word in {node.value for node in literals(Module(CHECKOUT / module))}


def test_a_module_is_not_longer_than_one_idea() -> None:
    lengths = {str(module): len(module.text.splitlines()) for module in modules()}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def every_python_file() -> list[Path]:
    return sorted([*PACKAGE.rglob("*.py"), *(CHECKOUT / "tests").rglob("*.py")])


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {part for path in every_python_file() for part in path.relative_to(CHECKOUT).with_suffix("").parts}
    assert names & SAYS_NOTHING == set()


def test_no_two_modules_of_a_room_differ_by_a_plural_only() -> None:
    for folder in {path.parent for path in every_python_file()}:
        names = {path.stem for path in folder.glob("*.py")}
        assert {name for name in names if f"{name}s" in names} == set(), str(folder)


def test_every_module_is_named_in_lower_case_ascii_words() -> None:
    named = [module.path for module in modules() if "versions" not in module.path.parts]
    assert named
    assert [path for path in named if not re.fullmatch(r"[a-z]+(?:_[a-z]+)*|__init__|__main__", path.stem)] == []


def undocumented(module: Module) -> Iterator[str]:
    """The public things of a module without a docstring: itself, its classes, their methods, its functions."""
    if not ast.get_docstring(module.tree):
        yield "the module"
    waiting: list[tuple[str, ast.AST]] = [("", module.tree)]
    while waiting:
        prefix, node = waiting.pop()
        for inner in ast.iter_child_nodes(node):
            if not isinstance(inner, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if inner.name.startswith("_"):
                continue
            if not ast.get_docstring(inner):
                yield f"{prefix}{inner.name}"
            if isinstance(inner, ast.ClassDef):
                waiting.append((f"{prefix}{inner.name}.", inner))


def test_everything_public_says_what_it_is() -> None:
    assert {str(module): list(undocumented(module)) for module in modules() if any(undocumented(module))} == {}


def signed_names() -> set[str]:
    """The persons who signed the agreements, read from the signed texts where those lie beside the checkout."""
    signed = (CHECKOUT.parent / "shared" / "seeds").glob("*.txt")
    person = re.compile(r"^[A-ZÆØÅ][a-zæøå]+(?: [A-ZÆØÅ]\.)?(?: [A-ZÆØÅ][a-zæøå]+){1,2}$", re.MULTILINE)
    return {name for path in signed for name in person.findall(path.read_text(encoding="utf-8"))}


def test_no_private_person_is_named() -> None:
    names = signed_names()
    if not names:
        pytest.skip("the signed texts are not here")
    texts = (".py", ".toml", ".md", ".po", ".json", ".ambr", ".txt")
    rooms = [CHECKOUT / room for room in ("slt_flow", "workflows", "tests", "docs", "bench")]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in texts]
    files += [path for path in CHECKOUT.iterdir() if path.suffix in texts]
    named = {(str(path), name) for path in files for name in names if name in path.read_text(encoding="utf-8")}
    assert named == set()
