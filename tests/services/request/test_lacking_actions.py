"""A council whose workflow lacks the action that a use case needs is told so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.decisions import register
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over
from slt_flow.services.meetings import agenda
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.views.text.failures import lines
from slt_flow.views.text.words import Words
from tests.records.year import done

DUE = "2026-09-01"

USE_CASES: dict[str, tuple[str, Callable[[Context], object]]] = {
    "table": ("decisions.register.TABLE", lambda c: register.table(c, "2/26", "M2/26")),
    "register": ("decisions.register.TABLE", lambda c: register.register(c, "Lys", meeting="M2/26")),
    "adopt": ("decisions.adopt.TAKE_STANCE", lambda c: adopt(c, "2/26", "ordforer")),
    "assign": ("decisions.hand_down.ASSIGN", lambda c: assign(c, "1/26", "ordforer", DUE)),
    "add_measure": ("decisions.hand_down.ADD_MEASURE", lambda c: add_measure(c, "1/26.1", "Lys", "ordforer", DUE)),
    "hand_over": ("decisions.hand_over.PASSING_ON", lambda c: hand_over(c, "1/26.1", "ordforer", "Ny")),
    "hold": ("meetings.plan.HOLD", lambda c: hold(c, "M2/26", "all")),
    "drop_item": ("meetings.agenda.DROP_ITEM", lambda c: agenda.drop(c, "M2/26", 1)),
    "place_item": ("meetings.agenda.PLACE_ITEM", lambda c: agenda.place(c, "M2/26", 1, 1)),
}
"""Use cases with the constant that names their action, and a call of each."""


@pytest.fixture
def followed(adopted: Context) -> Context:
    """A council with an adopted decision (1/26), its assignment, a registered one (2/26) and a meeting to come."""
    done(assign(adopted, "1/26", "slt-koordinator", DUE))
    done(register.register(adopted, "Lys i gangveien"))
    done(plan(adopted, "2026-06-01"))
    return adopted


@pytest.mark.parametrize("name", list(USE_CASES))
def test_a_workflow_without_the_action_is_told(name: str, followed: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    constant, call = USE_CASES[name]
    lacking = ("unheard_of",) if constant.endswith("PASSING_ON") else "unheard_of"
    monkeypatch.setattr(f"slt_flow.services.{constant}", lacking)
    with pytest.raises(RequestError) as error:
        call(followed)
    assert error.value.code == "workflow_lacks_action"
    (told,) = lines(error.value, Words("en"))
    assert "has no “unheard-of”" in told
    assert "Did you mean" not in told


def test_an_action_that_a_person_typed_is_told_with_the_nearest(followed: Context) -> None:
    with pytest.raises(RequestError) as error:
        actions.perform(followed, ["M2/26"], "hodl")
    assert (error.value.code, error.value.facts["near"]) == ("unknown_action", "hold")
