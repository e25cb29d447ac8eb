"""The plan and the evaluation are adopted in one way: whichever command, form or program asks, the same is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import pytest

from slt_flow.errors import RequestError
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.results.answers import Done
from slt_flow.results.evaluation import EvaluationSheet, PlanSheet, Scribe
from slt_flow.services.decisions.adopt import adopt as adopt_decision
from slt_flow.services.decisions.adopt import take_stances
from slt_flow.services.decisions.register import table
from slt_flow.services.follow_up.case_sheet import show as any_sheet
from slt_flow.services.history.audit import verify
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.year import action_plan, evaluation, learning
from slt_flow.services.year.adoptions import adoptions
from tests.conftest import Prepared, on
from tests.records.year import decided, done
from tests.services.year.year_end import carry_out, refused

NOVEMBER, DECEMBER = "2026-11-02", "2026-12-01"


def of_evaluation(sheet: EvaluationSheet) -> str:
    return "\n".join(f"{row.ref} {row.effect}" for row in sheet.effects) or "Ingenting"


def of_plan(sheet: PlanSheet) -> str:
    return "\n".join(f"{row.ref} {row.title} {row.due}" for row in sheet.plan) or "Tom"


SCRIBE: Final = Scribe(of_evaluation, lambda _: "Læringspunktene", of_plan)


def _ready(made: Context) -> None:
    """2026 is evaluated, a plan for 2027 is open, and both wait for a meeting that was held in December."""
    carry_out(made)
    done(evaluation.open_year(on(made, NOVEMBER), 2026))
    done(action_plan.open_plan(replace(on(made, NOVEMBER), scribe=SCRIBE), "2027"))
    done(evaluation.assess(on(made, NOVEMBER), ["1/26.1.1", "1/26.1.2"], "good"))
    done(learning.add(on(made, NOVEMBER), "Begynn tidligere"))
    done(hold(on(made, DECEMBER), DECEMBER, "all"))


@pytest.fixture
def ready(prepared: Prepared) -> Context:
    return replace(prepared(_ready), scribe=SCRIBE, adoptions=partial(adoptions, SCRIBE))


def by_its_own_command(context: Context, ref: str) -> None:
    if ref == "2/26":
        done(evaluation.adopt(context, 2026, meeting="M2/26", consent="all"))
    else:
        done(action_plan.adopt(context, "2027", meeting="M2/26", consent="all"))


def as_any_decision(context: Context, ref: str) -> None:
    done(table(context, ref, "M2/26"))
    done(adopt_decision(context, ref, "all"))


def action_by_action(context: Context, ref: str) -> None:
    done(table(context, ref, "M2/26"))
    done(take_stances(context, ref, "consent", "all"))
    done(actions.perform(context, [ref], "adopt"))


def in_the_form(context: Context, ref: str) -> None:
    form = f'present = "all"\n[[items]]\nref = "{ref}"\noutcome = "adopt"\nconsent = "all"\n'
    assert record(context, "M2/26", form.encode(), "form.toml").done is not None


WAYS: Final[tuple[Callable[[Context, str], None], ...]] = (
    by_its_own_command, as_any_decision, action_by_action, in_the_form,
)  # fmt: skip


def rows_of(context: Context) -> dict[str, Any]:
    """The rows of the council, without the numbers of the entries that made them."""
    with context.store.reading() as connection:
        snapshot: Snapshot = projection.everything(connection, str(context.council))
    return {
        kind.__name__: [
            [value for name, value in zip(row.FIELDS, row, strict=True) if name != "last_seq"] for row in rows.values()
        ]
        for kind, rows in snapshot.tables()
        if kind.__name__ not in ("Remark", "SeatStance", "Spell")
    }


@pytest.mark.parametrize("ref", ["2/26", "3/26"])
def test_every_way_to_adopt_leaves_the_same(prepared: Prepared, ref: str) -> None:
    left = []
    for way in WAYS:
        context = on(replace(prepared(_ready), scribe=SCRIBE, adoptions=partial(adoptions, SCRIBE)), DECEMBER)
        # what is registered changes after the decision was opened, before the council speaks to it
        done(actions.perform(context, ["1/26"], "remark", {"text": "Husk"}))
        done(evaluation.assess(context, ["1/26.1.2"], "none"))
        way(context, ref)
        assert verify(context)[0].flaws == ()
        left.append(rows_of(context))
    for way, rows in zip(WAYS[1:], left[1:], strict=True):
        for kind, expected in left[0].items():
            assert rows[kind] == expected, (way.__name__, kind)


def test_without_its_consequences_an_evaluation_would_be_left_half_done(ready: Context) -> None:
    """The control: a context without adoptions adopts the words and nothing else."""
    bare = replace(on(ready, DECEMBER), adoptions=None)
    as_any_decision(bare, "2/26")
    assert not decided(bare, "2/26").text
    assert any_sheet(bare, "1/26").state != "evaluated"


def test_what_changed_since_the_council_spoke_is_spoken_to_anew(ready: Context) -> None:
    context = on(ready, DECEMBER)
    done(table(context, "2/26", "M2/26"))
    done(take_stances(context, "2/26", "consent", "all"))
    done(evaluation.assess(context, ["1/26.1.1"], "none"))
    assert "everyone_present_has_taken_a_stance" in refused(actions.perform(context, ["2/26"], "adopt")) | refused(
        adopt_decision(context, "2/26")
    )
    done(adopt_decision(context, "2/26", "all"))
    assert "1/26.1.1 none" in decided(context, "2/26").text


def test_an_undo_takes_the_consequences_back_too(ready: Context) -> None:
    context = on(ready, DECEMBER)
    before = rows_of(context)
    in_the_form(context, "2/26")
    done(undo(context, reason="Feil"))
    assert rows_of(context)["Item"] == before["Item"]


def test_what_a_plan_lacks_is_told_first(ready: Context) -> None:
    context = on(ready, DECEMBER)
    adopt = partial(action_plan.adopt, context, meeting="M2/26", consent="all")
    with pytest.raises(RequestError, match="plan_lacks_areas") as raised:
        adopt("2028", whole=True)
    assert "Trafikksikkerhet" in str(raised.value)
    told = done(adopt("2028"))
    assert [notice.code for notice in told.notices if notice.code == "plan_lacks_areas"]
    opened = done(action_plan.open_plan(context, "2028..2031"))
    assert {notice.code for notice in opened.notices} >= {"plan_lacks_areas", "plan_overlaps"}
    assert isinstance(adopt("2028..2031", whole=True), Done), "opening it has told"


def test_a_plan_is_shown_by_the_period_it_was_adopted_for(ready: Context) -> None:
    context = on(ready, DECEMBER)
    done(action_plan.adopt(context, "2028-2030", meeting="M2/26", consent="all"))
    assert str(action_plan.show(context, "2028-2030").decided.ref) == "4/26"
    assert str(action_plan.show(context, "2029").decided.ref) == "4/26"
    assert action_plan.show(context, "2027").decided.ref == "3/26"
    assert str(action_plan.show(context, 2027).period) == "2027"
    assert action_plan.show(context, "2026-2030").decided.ref is None
    with pytest.raises(RequestError, match="bad_period"):
        action_plan.show(context, "i fjor")
