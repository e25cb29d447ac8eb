"""Stories can fail: whatever a story can tell is told wrongly in one of these, and found out at its line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from slt_flow.definitions.stories.models import CHECKS, CaseCheck, Check
from slt_flow.services.stories.assertions import AS_LISTED, look
from slt_flow.services.stories.play import stories_in
from slt_flow.views.stories.played import OTHERWISE
from tests.stories.conftest import FOLDER, ProofInputs

FILES: Final = sorted((FOLDER / "wrong").glob("*.toml"))


def expected(path: Path) -> list[tuple[int, str]]:
    """What each line's comment foretells, in the order of lines."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    told = [(number, found[1]) for number, line in lines if (found := re.search(r"# expects: (.+)$", line))]
    return [(number, code.strip()) for number, codes in told for code in codes.split(",")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_told_wrongly_is_found_out_at_its_line_and_nothing_else(path: Path, proof_inputs: ProofInputs) -> None:
    played = [proof_inputs.play(told) for told in stories_in([str(path)])]
    assert [(each.line, each.code) for story in played for each in story.amiss] == expected(path)
    assert not any(story.holds for story in played)


def test_everything_that_can_be_otherwise_is_so_in_one_of_them() -> None:
    shown = {code for path in FILES for _, code in expected(path)}
    assert shown == set(OTHERWISE) - {"journal_has_flaws"}  # which no story can bring about, see below


def test_every_field_of_a_case_is_told_wrongly_once() -> None:
    whole = (FOLDER / "wrong" / "checks.toml").read_text(encoding="utf-8")
    fields = set(CaseCheck.model_fields) - set(Check.model_fields) - {"ref"}
    assert {field for field in fields if not re.search(rf"\b{field} = .*# expects", whole)} == set()
    assert set(AS_LISTED) < fields


def test_a_journal_that_was_changed_afterwards_does_not_verify(proof_inputs: ProofInputs) -> None:
    told = next(each for each in stories_in([str(FOLDER / "consensus.toml")]))
    assert proof_inputs.play(told).holds
    stage = proof_inputs.stage
    assert stage is not None
    with stage.context.store.writing() as connection:
        connection.all("UPDATE items SET title = 'En annen sak'")
    codes = {each.code for check in told.story.then for each in look(check, stage.seen_on(check.on, check.council))}
    assert codes == {"journal_has_flaws"}


def test_every_check_has_its_look() -> None:
    assert set(CHECKS.values()) == set(look.registry) - {object}


def test_when_everybody_has_spoken_it_is_said_that_nobody_is_left(proof_inputs: ProofInputs) -> None:
    told = stories_in([str(FOLDER / "wrong" / "steps.toml")])
    (played,) = [proof_inputs.play(each) for each in told if each.story.name == "Ingen gjenstår som kan si noe"]
    assert [each.error for each in played.amiss] == [("nobody_left_to_speak", {"ref": "1/26"})]
