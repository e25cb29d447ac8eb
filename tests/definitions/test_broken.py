"""Each broken file has one defect, is named by it, and is refused with its code, the full key and a suggestion."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from slt_flow.definitions import agreement_checks, checks, read
from slt_flow.definitions.agreements import load_agreement
from slt_flow.definitions.load import load_machine
from slt_flow.definitions.problems import Problem
from slt_flow.engine.effects import vocabulary
from slt_flow.errors import DefinitionError
from tests.worlds import machines

FOLDER = Path(__file__).parent / "broken"
FILES = sorted(FOLDER.glob("*.toml"))


class Expected(NamedTuple):
    """One problem as the file's first lines foretell it."""

    code: str
    where: str
    near: str | None


def expected(path: Path) -> list[Expected]:
    lines = path.read_text(encoding="utf-8").splitlines()
    told = [line.removeprefix("# expects: ") for line in lines if line.startswith("# expects: ")]
    parts = [[part.strip() for part in line.split("|")] for line in told]
    return [Expected(code, where, near[0] if near else None) for code, where, *near in parts]


def found(path: Path) -> list[Expected]:
    """What the file is refused for: by itself, or among the shipped machines."""
    try:
        if "[agreement]" in path.read_text(encoding="utf-8"):
            load_agreement(str(path), vocabulary())
            return []
        broken = load_machine(path, vocabulary()).machine
    except DefinitionError as error:
        return list(told(error))
    together = {name: pinned.machine for name, pinned in machines().items()} | {broken.name: broken}
    return [problem_told(problem) for problem in checks.set_problems(together)]


def told(error: DefinitionError) -> Iterator[Expected]:
    problems: Any = error.facts.get("problems")
    if problems is None:
        yield Expected(error.code, f"line {error.facts['line']}", None)
    for problem in problems or ():
        yield problem_told(problem)


def problem_told(problem: Problem) -> Expected:
    return Expected(problem.code, problem.key, problem.facts.get("near"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_is_refused_for_its_one_defect_and_nothing_else(path: Path) -> None:
    assert expected(path), "the file does not say what is expected of it"
    assert sorted(found(path)) == sorted(expected(path))


def test_every_structural_check_has_a_file_that_breaks_it() -> None:
    """A check's codes stand in its own source; each must be expected of some file."""
    shown = {problem.code for path in FILES for problem in expected(path)}
    for name, check in structural_checks().items():
        missing = {code for code in codes(check) if code not in shown}
        assert codes(check), name
        assert not missing, (name, missing)


def test_every_check_is_among_those_that_are_made() -> None:
    wholes = (checks.machine_problems, checks.set_problems, agreement_checks.agreement_problems)
    made = "".join(inspect.getsource(whole) for whole in wholes)
    assert [name for name in structural_checks() if f"{name}(" not in made] == []


def structural_checks() -> dict[str, Any]:
    """The public functions of the room that yield problems."""
    return {
        name: function
        for room in (checks, agreement_checks)
        for name, function in vars(room).items()
        if inspect.isgeneratorfunction(function)
        and function.__module__ == room.__name__
        and not name.startswith("_")
        and name != "all_actions"
    }


def codes(check: Any) -> set[str]:
    """The codes of the problems that a check's source names."""
    return set(re.findall(r'(?:Problem|unknown)\(\s*"([a-z_]+)"', inspect.getsource(check)))


@pytest.mark.parametrize("place", ["wrong_value", "unknown_key", "missing_key"])
def test_every_way_a_shape_can_be_wrong_has_a_file(place: str) -> None:
    assert place in {problem.code for path in FILES for problem in expected(path)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_is_broken_only_by_what_makes_it_differ_from_a_whole_one(path: Path) -> None:
    """Every fixture is read as text without trouble: its defect is not its encoding or size."""
    assert read.read_text(path).endswith("\n")
