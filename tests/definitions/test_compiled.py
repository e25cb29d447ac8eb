"""Shipped definitions are compiled ahead as their files say them, and nothing else passes for one of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from slt_flow.definitions import compiled, compiling, ready
from slt_flow.definitions.machines import KindOfDecision, Machine
from slt_flow.definitions.read import digest, read_text
from slt_flow.definitions.shelf import SHIPPED
from slt_flow.definitions.validation import checked
from slt_flow.errors import DefinitionError

FILES = [
    *((Machine, path) for name in SHIPPED.machines() for path in SHIPPED.versions(name).values()),
    *((KindOfDecision, path) for path in SHIPPED.kinds().values()),
]


def test_the_definitions_are_compiled_anew() -> None:
    assert Path(compiled.__file__).read_text(encoding="utf-8") == compiling.compiled()


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: getattr(value, "stem", ""))
def test_what_is_compiled_is_what_the_model_reads(
    kind: type[Machine | KindOfDecision], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = read_text(path)
    assert ready.defined(kind, text, path.name) is compiled.DEFINITIONS[digest(text)]
    assert checked(kind, text, path.name) == ready.defined(kind, text, path.name)
    monkeypatch.setitem(sys.modules, "slt_flow.definitions.validation", None)  # as if pydantic were not there
    ready.defined(kind, text, path.name)


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: getattr(value, "stem", ""))
def test_a_text_that_differs_in_one_sign_is_checked(kind: type[Machine | KindOfDecision], path: Path) -> None:
    with pytest.raises(DefinitionError):
        ready.defined(kind, read_text(path) + "\nunheard_of = true\n", path.name)


def test_a_text_is_taken_for_nothing_but_what_it_is() -> None:
    other = {Machine: KindOfDecision, KindOfDecision: Machine}
    for kind, path in FILES:
        with pytest.raises(DefinitionError):
            ready.defined(other[kind], read_text(path), path.name)
