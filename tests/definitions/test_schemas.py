"""The schemas that editors check definition files by are those of the models, and agree with what is read here."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from slt_flow.definitions.locations import workflows_folder
from slt_flow.definitions.schemas import FILES, file_of, schema
from slt_flow.definitions.successor import own_machine, successor
from slt_flow.engine.effects import vocabulary
from tests.worlds import OWN, machines

WORKFLOWS = workflows_folder()
FOLDERS = {"machine": "machines", "agreement": "agreements", "kind": "kinds", "move": "moves"}
"""In which folder the files of each kind stand."""

BROKEN = Path(__file__).parent / "broken"
OF_SHAPE = {"unknown_key", "missing_key", "wrong_value", "unknown_rule", "unknown_effect", "unknown_answer"}
"""What a schema can know; what a file means beyond its shape is checked where it is loaded."""


@cache
def validator(kind: str) -> Draft7Validator:
    text = json.loads((WORKFLOWS / file_of(kind)).read_text(encoding="utf-8"))
    Draft7Validator.check_schema(text)
    return Draft7Validator(text)


def plain(value: Any) -> Any:
    """TOML's values as JSON has them; editors' extensions read a day as its text."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def is_valid(kind: str, text: str) -> bool:
    return bool(validator(kind).is_valid(plain(tomllib.loads(text))))


@pytest.mark.parametrize("kind", FILES)
def test_the_schema_is_the_models(kind: str) -> None:
    """Write them anew with: python docs/make.py"""
    assert (WORKFLOWS / file_of(kind)).read_text(encoding="utf-8") == schema(kind, vocabulary())


def shipped() -> list[tuple[str, Path]]:
    return [(kind, path) for kind, folder in FOLDERS.items() for path in sorted((WORKFLOWS / folder).rglob("*.toml"))]


@pytest.mark.parametrize(("kind", "path"), shipped(), ids=lambda value: value if isinstance(value, str) else value.stem)
def test_every_shipped_file_names_its_schema_and_is_valid(kind: str, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    directive = text.splitlines()[0]
    assert (path.parent / directive.removeprefix("#:schema ")).resolve() == WORKFLOWS / file_of(kind)
    validator(kind).validate(plain(tomllib.loads(text)))


def broken_in_shape() -> list[Path]:
    """The broken files whose defect is one that a schema can know."""
    found = {path: path.read_text(encoding="utf-8").splitlines() for path in sorted(BROKEN.glob("*.toml"))}
    codes = {
        path: {line.split("|")[0].split()[-1] for line in lines if "expects:" in line} for path, lines in found.items()
    }
    return [path for path, told in codes.items() if told & OF_SHAPE and path.stem not in BEYOND_A_SCHEMA]


BEYOND_A_SCHEMA = {
    "agreement_day_as_text": "JSON has no days, so a text that looks like one is one",
    "unknown_approver": "a word among the numbers of a clause, which only its rule knows",
    "unknown_excepted_kind": "as above",
    "unknown_extension": "as above",
    "unknown_owner_level": "as above",
}
"""Broken files that a schema takes all the same, with the reason."""


def test_what_is_beyond_a_schema_is_valid_by_it() -> None:
    for name in BEYOND_A_SCHEMA:
        assert is_valid("agreement", (BROKEN / f"{name}.toml").read_text(encoding="utf-8")), name


@pytest.mark.parametrize("path", broken_in_shape(), ids=lambda path: path.stem)
def test_a_file_that_is_broken_in_its_shape_is_not_valid(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not is_valid("agreement" if "[agreement]" in text else "machine", text)


def begun() -> dict[str, str]:
    return {
        **own_machine("revisjon", OWN),
        **successor(machines()["measure"], OWN),
        **successor(machines()["decision"], OWN),
    }


@pytest.mark.parametrize("path", begun())
def test_what_a_new_workflow_begins_with_is_valid(path: str) -> None:
    text = begun()[path]
    folder = path.partition("/")[0]
    kind = next(kind for kind, name in FOLDERS.items() if name == folder)
    assert text.startswith("#:schema ../")
    assert is_valid(kind, text)


@pytest.mark.parametrize("kind", FILES)
def test_every_definition_is_used_and_what_is_long_is_written_once(kind: str) -> None:
    made = json.loads(schema(kind, vocabulary()))
    text = json.dumps(made)
    referred = set(re.findall(r'"#/definitions/(\w+)"', text))
    assert referred == set(made["definitions"])
    lists = re.findall(r'"enum": \[[^\]]{200,}\]', text)
    assert len(lists) == len(set(lists))
    assert '"null"' not in text, "TOML has none"
