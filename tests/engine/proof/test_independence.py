"""Everything that is asked of an unrelated case is recorded, by whatever name it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from inspect import isfunction
from typing import Any, Final

import pytest

from slt_flow.engine.proof.independence import IndependenceRecorder
from slt_flow.model import Item
from slt_flow.terms import Tag

DAY: Final = date(2030, 11, 1)
CASE: Final = Item(
    series="", year=2030, no=1, assignment_no=1, machine="assignment", level="coordinating", pin="1", state="given",
    tags=(), ended=False, waits_on=None, title="t", owner="coordinator", due=DAY, born=DAY, since=DAY, last_on=DAY,
    last_seq=0,
)  # fmt: skip
ELSEWHERE: Final = replace(
    CASE, pin="2", state="done", tags=tuple(Tag), ended=True, waits_on="owner", due=None, accepted_by=("outside",)
)
"""The same case in a situation in which everything that may vary is other."""

ENDED: Final = replace(CASE, ended=True)
"""The same case ended in the same state: a question may need both that and a missing tag."""

QUESTIONS: Final = [
    *Item.__slots__,
    *(name for name, member in vars(Item).items() if isinstance(member, property) and not name.startswith("_")),
]


def answered(case: Item, question: str | Tag) -> Any:
    return case.has(question) if isinstance(question, Tag) else getattr(case, question)


@pytest.mark.parametrize("question", [*QUESTIONS, *Tag])
def test_a_question_whose_answer_varies_is_recorded(question: str | Tag) -> None:
    looked: dict[Any, Any] = {}
    recorder = IndependenceRecorder.of(CASE, looked)
    assert answered(recorder, question) == answered(CASE, question)
    assert bool(looked) == any(answered(CASE, question) != answered(other, question) for other in (ELSEWHERE, ENDED))


def test_every_method_of_a_case_is_asked_here() -> None:
    methods = {name for name, member in vars(Item).items() if isfunction(member) and not name.startswith("_")}
    assert methods == {"has", "reached"}


@pytest.mark.parametrize("method", ["has", "reached"])
def test_one_tag_is_recorded_without_the_others(method: str) -> None:
    looked: dict[Any, Any] = {}
    getattr(IndependenceRecorder.of(CASE, looked), method)(Tag.SETTLED)
    assert [(look.name, answer) for look, answer in looked.items()] == [(Tag.SETTLED, False)]
