"""The schema that an editor checks a story file by agrees with what is read here."""

from __future__ import annotations

from pathlib import Path

import pytest

from slt_flow.definitions.locations import workflows_folder
from tests.definitions.test_schemas import is_valid
from tests.stories import test_broken
from tests.stories.conftest import FOLDER

OF_MEANING = {"unknown_action", "unknown_rule", "unknown_state", "unknown_clause", "unknown_agreement"} | {
    "agreement_outside", "given_is_done", "id_used_twice", "contradicts_itself",
}  # fmt: skip
"""What is wrong with what a file means rather than with its shape."""
ONLY_THE_READER_KNOWS = {
    "action_neither_open_nor_shut": "which of two keys must be there",
    "day_as_people_write_it": "the form of a day is looked at by editors, not by this validator",
}
"""What is wrong in its shape and valid all the same, with the reason."""


@pytest.mark.endurance
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_story_file_names_its_schema_and_is_valid(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    directive = text.splitlines()[0].removeprefix("#:schema ")
    assert (path.parent / directive).resolve() == workflows_folder() / "story.schema.json"
    assert is_valid("story", text)


@pytest.mark.parametrize("path", sorted((FOLDER / "wrong").glob("*.toml")), ids=lambda path: path.stem)
def test_a_story_that_does_not_hold_is_valid(path: Path) -> None:
    assert is_valid("story", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", test_broken.FILES, ids=lambda path: path.stem)
def test_a_file_that_is_broken_in_its_shape_is_not_valid(path: Path) -> None:
    of_meaning = {code for code, *_ in test_broken.expected(path)} <= OF_MEANING or path.stem in ONLY_THE_READER_KNOWS
    assert is_valid("story", path.read_text(encoding="utf-8")) == of_meaning
