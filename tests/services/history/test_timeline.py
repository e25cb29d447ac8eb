"""The history of one case or post is its own, whatever else begins with the same letters."""

from __future__ import annotations

from functools import partial

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.decisions.register import register
from slt_flow.services.history.timeline import history
from slt_flow.services.people.posts import add_post
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext
from tests.records.year import done


@pytest.fixture
def made(context: MakeContext) -> Context:
    made = context()
    for number in range(1, 12):
        done(register(made, f"Sak {number}"))
    done(perform(made, "1/26", "remark", {"text": "Noe"}))
    for name in ("rektor", "rektor-2", "rektorat"):
        done(add_post(made, name, name.title(), "kommune", ["executing"]))
    return made


@pytest.mark.parametrize(("ref", "entries"), [("1/26", 2), ("1/2026", 2), ("11/26", 1), ("post:rektor", 1)])
def test_a_subject_that_begins_alike_is_another(made: Context, ref: str, entries: int) -> None:
    lines = history(made, ref)
    assert len(lines) == entries
    assert len({line.subject for line in lines}) == 1
    assert {line.seq for line in history(made) if line.subject == lines[0].subject} == {line.seq for line in lines}


@pytest.mark.parametrize("ref", ["\udcff", "1/26\udcff", "", "\0", "%", "post:", "post:rekt", "1/26.x"])
def test_what_is_no_subject_is_refused(made: Context, ref: str) -> None:
    with pytest.raises(RequestError, match="bad_ref"):
        history(made, ref)


def test_as_of_another_day_the_same_entries_are_found(made: Context) -> None:
    today = partial(history, made.at(made.day))
    assert [line.seq for line in today("1/26")] == [line.seq for line in history(made, "1/26")]
    assert [line.seq for line in today("post:rektor")] == [line.seq for line in history(made, "post:rektor")]
