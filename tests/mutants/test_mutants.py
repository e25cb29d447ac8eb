"""Everything that is wrong in a mutant is noticed by the test that is named beside it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest

from slt_flow.engine.decide import Gate
from slt_flow.engine.effects import EFFECTS
from slt_flow.engine.fold.register import FOLDS
from slt_flow.rules import REGISTER
from slt_flow.rules.obligations import REGISTER as OBLIGATIONS
from tests.engine.proof import test_prove
from tests.mutants.plugin import CHECKOUT, MUTANT, Mutant, mutated
from tests.worlds import SHIPPED

DATA: Final = tomllib.loads((Path(__file__).parent / "mutants.toml").read_text("utf-8"))

TIMEOUT: Final = 600
"""Seconds after which a mutant is taken to run for ever."""

OVER: Final[dict[str, tuple[str, ...]]] = {
    "rules": tuple(REGISTER),
    "obligations": tuple(OBLIGATIONS),
    "effects": tuple(EFFECTS),
    "entries": tuple(kind.name for kind in FOLDS),
}
"""What a family has a mutant for each of."""


def of_family(family: Mutant) -> list[Mutant]:
    """The mutants of a family."""
    names = [name for name in OVER[family["over"]] if name not in family.get("but", ())]
    return [
        {key: part.replace("{}", name) for key, part in family.items() if key not in ("over", "but")} for name in names
    ]


MUTANTS: Final[list[Mutant]] = [*DATA["mutants"], *(m for family in DATA["families"] for m in of_family(family))]


def run_under(mutant: Mutant) -> tuple[int, str]:
    """Run the tests that are to notice a mutant; return pytest's exit code and what it printed."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("PYTEST_", "SLT_"))}
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", "-p", "tests.mutants.plugin"]
    done = subprocess.run(
        [*words, *mutant["caught_by"].split()],
        cwd=CHECKOUT,
        env={**kept, MUTANT: json.dumps(mutant), "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=TIMEOUT,
    )
    return done.returncode, done.stdout + done.stderr


def run_forked(mutant: Mutant) -> tuple[int, str]:
    """Run the tests that are to notice a mutant of a register in a fork of this process, where all is imported."""
    with tempfile.TemporaryFile() as printed:
        child = os.fork()
        if not child:
            os.dup2(printed.fileno(), 1)
            os.dup2(printed.fileno(), 2)
            module = import_module(mutant["at"].removesuffix("/__init__.py").replace("/", "."))
            exec(mutant["adds"], vars(module))
            os.chdir(CHECKOUT)
            os._exit(pytest.main(["-q", "-x", "-n0", "-p", "no:cacheprovider", *shlex.split(mutant["caught_by"])]))
        _, status = os.waitpid(child, 0)
        printed.seek(0)
        return os.waitstatus_to_exitcode(status), printed.read().decode("utf-8", "replace")


def by_name(mutant: Mutant) -> Any:
    marks = () if mutant.get("everyday") else pytest.mark.mutant
    return pytest.param(mutant, id=mutant["name"], marks=marks)


@pytest.mark.parametrize("mutant", [by_name(mutant) for mutant in MUTANTS])
def test_what_is_wrong_is_noticed(mutant: Mutant) -> None:
    code, printed = (run_forked if "adds" in mutant else run_under)(mutant)
    # Where a module cannot make its council at all, it is noticed before the first test.
    assert code in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED), printed[-2000:]
    assert "plugin.py" not in printed


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant["name"])
def test_a_mutant_fits_the_source_and_changes_it(mutant: Mutant) -> None:
    path, _, _ = mutant["at"].partition(":")
    source = (CHECKOUT / path).read_text("utf-8")
    changed = mutated(source, mutant)
    assert changed != source
    compile(changed, path, "exec")
    tests = [word.partition("::")[0] for word in mutant["caught_by"].split() if word.startswith("tests/")]
    assert tests
    assert all((CHECKOUT / test).exists() for test in tests)


@pytest.mark.mutant
def test_without_a_mutant_these_tests_pass() -> None:
    every = sorted({word.partition("::")[0] for m in MUTANTS for word in m["caught_by"].split() if "/" in word})
    nothing = {"at": "slt_flow/errors.py", "adds": "", "caught_by": " ".join(every)}
    code, printed = run_under(nothing)
    assert code == pytest.ExitCode.OK, printed[-2000:]


def test_there_are_mutants_of_everything_that_decides() -> None:
    names = [mutant["name"] for mutant in (*MUTANTS, *test_prove.DATA["mutants"])]
    assert len(names) == len(set(names))
    assert len(names) >= 80
    places = {mutant["at"].partition(":")[0] for mutant in MUTANTS}
    assert places >= {f"slt_flow/engine/{file}.py" for file in ("decide", "undo")}
    changed = " ".join(str(mutant) for mutant in MUTANTS)
    assert [gate for gate in Gate if gate.name not in changed] == []
    assert {mutant["machine"] for mutant in test_prove.DATA["mutants"] if "machine" in mutant} >= set(SHIPPED)
