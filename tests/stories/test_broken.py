"""Each broken story file has one defect, and is refused for it with its code, full key, line and a suggestion."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from slt_flow.errors import DefinitionError
from slt_flow.services.stories.play import stories_in
from tests.stories.conftest import FOLDER

FILES: Final = sorted((FOLDER / "broken").glob("*.toml"))
TWO_PROBLEMS: Final = {"misspelt"}
"""Where what is misspelt is missing too."""


def expected(path: Path) -> list[tuple[str, ...]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    told = [line.removeprefix("# expects: ") for line in lines if line.startswith("# expects: ")]
    return [tuple(part.strip() for part in line.split("|")) for line in told]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_is_refused_for_its_defect_and_nothing_else(path: Path) -> None:
    with pytest.raises(DefinitionError) as refused:
        stories_in([str(path)])
    problems: Any = refused.value.facts["problems"]
    found = [(problem.code, problem.key, problem.facts.get("near") or "") for problem in problems]
    assert sorted(found) == sorted(expected(path))
    assert len(found) == 1 + (path.stem in TWO_PROBLEMS)
    assert all(problem.facts["line"] >= 1 for problem in problems)


def test_a_problem_is_told_of_at_the_line_of_its_key() -> None:
    with pytest.raises(DefinitionError) as refused:
        stories_in([str(FOLDER / "broken" / "two_of_one_name.toml")])
    problems: Any = refused.value.facts["problems"]
    assert [problem.facts["line"] for problem in problems] == [6]


STORY: Final = '[[stories]]\nname = "Trygg skolevei"\nthen = [{ late = 0 }]\n'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (STORY + "deep = " + "[" * 5000 + "]" * 5000, "nested_too_deep"),
        (STORY + "x." * 5000 + "x = 1", "nested_too_deep"),
        (STORY + "#" * 300_000, "file_too_large"),
        (STORY + "given = [", "not_toml"),
        (STORY + "[[stories]]\nname = 1\nname = 2\n", "declared_twice"),
    ],
    ids=["nested", "dotted", "large", "cut", "twice"],
)
def test_a_monster_is_refused_before_it_is_read(content: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "story.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        stories_in([str(path)])
    assert refused.value.code == code


def test_nothing_is_played_unless_every_file_can_be(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(STORY, encoding="utf-8")
    assert [told.story.name for told in stories_in([str(tmp_path), str(tmp_path / "a.toml")])] == ["Trygg skolevei"]
    (tmp_path / "b.toml").write_text("stories = 1", encoding="utf-8")
    with pytest.raises(DefinitionError):
        stories_in([str(tmp_path)])


@pytest.mark.parametrize(("made", "code"), [(False, "file_missing"), (True, "no_stories_there")])
def test_nothing_to_play_is_said(tmp_path: Path, made: bool, code: str) -> None:
    folder = tmp_path / "fortellinger"
    if made:
        folder.mkdir()
    with pytest.raises(DefinitionError) as refused:
        stories_in([str(folder)])
    assert refused.value.code == code


def test_a_link_does_not_lead_an_agreement_out_of_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "avtale.toml").symlink_to(FOLDER / "agreements" / "eksempel.toml")
    (inside / "story.toml").write_text('agreement = "avtale.toml"\n' + STORY, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        stories_in([str(inside / "story.toml")])
    problems: Any = refused.value.facts["problems"]
    assert [problem.code for problem in problems] == ["agreement_outside"]


def test_a_name_of_two_lines_is_told_to_be_one_line() -> None:
    with pytest.raises(DefinitionError) as refused:
        stories_in([str(FOLDER / "broken" / "name_of_two_lines.toml")])
    problems: Any = refused.value.facts["problems"]
    assert [problem.facts["expected"] for problem in problems] == ["line of text"]
