"""Kinds of decision: text, ratification and measures that come with them."""

from __future__ import annotations

from datetime import date

import pytest

from slt_flow.definitions.shelf import SHIPPED as SHELF
from slt_flow.errors import RequestError
from slt_flow.model import Council
from slt_flow.records import projection
from slt_flow.results.answers import Done
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.kinds import kinds
from slt_flow.services.decisions.lists import list_decisions
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.status import status
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Standing
from tests.conftest import MakeContext, Prepared
from tests.records.year import decided, done
from tests.services.year.year_end import refused, rows

BODIES = ["Kommunestyret", "Politidirektoratet"]


def _bylaws(made: Context) -> None:
    """By-laws that the council adopted conditionally."""
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Nye vedtekter", kind="bylaws", meeting="M1/26", consent="all"))


@pytest.fixture
def bylaws(prepared: Prepared) -> Context:
    return prepared(_bylaws)


def ratify(context: Context, body: str, **told: str) -> object:
    return actions.perform(
        context, ["1/26"], "ratify", {"body": body, "case": "K-sak 12/26", "date": "2026-04-16", **told}
    )


def test_every_shipped_kind_is_listed_with_what_begins_it() -> None:
    told = {row.id: row.command for row in kinds()}
    assert set(told) == set(SHELF.kinds())
    assert told["evaluation"] == "slt evaluate open YEAR"
    assert told["bylaws"] == "slt decision register TITLE --kind bylaws"


def test_by_laws_bring_their_text_and_their_bodies(bylaws: Context) -> None:
    fields = decided(bylaws, "1/26")
    assert (fields.kind, fields.needs_ratification) == ("bylaws", tuple(BODIES))
    assert show_case(bylaws, "1/26").state == "conditional"
    assert fields.text.startswith("Rådet tilrår at politivedtektene endres")
    assert list_decisions(bylaws)[0].kind == "bylaws"


def test_another_text_comes_before_the_kinds_and_another_body_after_its_own(context: MakeContext) -> None:
    made = context()
    done(register(made, "Nye vedtekter", kind="bylaws", text="Vårt forslag", needs_ratification=["Formannskapet"]))
    fields = decided(made, "1/26")
    assert (fields.text, fields.needs_ratification) == ("Vårt forslag", (*BODIES, "Formannskapet"))


def test_it_waits_visibly_for_those_who_have_not_answered_and_then_takes_effect(bylaws: Context) -> None:
    def waits() -> tuple[str, ...]:
        (area,) = status(bylaws).areas
        return area.decisions[0].bodies

    assert waits() == tuple(BODIES)
    done(ratify(bylaws, "kommunestyret"))  # type: ignore[arg-type] # an outcome
    assert waits() == ("Politidirektoratet",)
    last = ratify(bylaws, "Politidirektoratet")
    assert isinstance(last, Done)
    assert (last.state, waits()) == ("adopted", ())
    assert decided(bylaws, "1/26").adopted_on == date(2026, 6, 15)


def test_one_refusal_lets_it_fall_with_its_case_number(bylaws: Context) -> None:
    answers = {"body": "Kommunestyret", "case": "K-sak 9/26", "date": "2026-04-16", "reason": "For strengt"}
    done(actions.perform(bylaws, ["1/26"], "refuse_ratification", answers))
    assert show_case(bylaws, "1/26").state == "not_ratified"
    said = {row.body: (row.case, row.granted) for row in rows(show_case(bylaws, "1/26"), "ratifications")}
    assert said["Kommunestyret"] == ("K-sak 9/26", False)


def test_a_ratification_has_a_case_number(bylaws: Context) -> None:
    with pytest.raises(RequestError, match="answers_missing") as told:
        actions.perform(bylaws, ["1/26"], "ratify", {"body": "Kommunestyret", "date": "2026-04-16"})
    assert told.value.facts["missing"] == ("case",)
    with pytest.raises(RequestError, match="blank_text"):
        ratify(bylaws, "Kommunestyret", case=" ")
    assert refused(ratify(bylaws, "Fylkestinget")) == {"body_is_asked"}  # type: ignore[arg-type] # an outcome


def test_its_measures_come_with_the_first_assignment_only(bylaws: Context) -> None:
    for body in BODIES:
        ratify(bylaws, body)
    done(assign(bylaws, "1/26", "slt-koordinator", "2026-09-01"))
    done(assign(bylaws, "1/26", "politikontakt", "2026-09-01"))
    first, second = (rows(show_case(bylaws, ref), "children") for ref in ("1/26.1", "1/26.2"))
    assert [row.due for row in first] == [date(2026, 8, 2), date(2026, 8, 18), date(2026, 9, 1)]
    assert {row.owner for row in first} == {"slt-koordinator"}
    assert second == ()


@pytest.mark.parametrize(
    ("kind", "code", "near"),
    [
        ("bylaw", "unknown_kind", "bylaws"),
        ("xyz", "unknown_kind", None),
        ("evaluation", "kind_has_a_command", None),
        ("action-plan", "kind_has_a_command", None),
    ],
)
def test_a_kind_that_cannot_be_registered_so_is_told(
    kind: str, code: str, near: str | None, context: MakeContext
) -> None:
    with pytest.raises(RequestError) as told:
        register(context(), "Sak", kind=kind)
    assert (told.value.code, told.value.facts.get("near")) == (code, near)


def test_the_agreement_is_evaluated_by_a_decision_about_its_year(context: MakeContext) -> None:
    made = context()
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Avtalen", kind="agreement-evaluation", meeting="M1/26", consent="all"))
    assert decided(made, "1/26").text == "Rådet har evaluert samarbeidsavtalen."
    assert evaluated(made) == Standing.KEPT


def test_to_recommend_a_new_agreement_evaluates_none_and_binds_no_party(context: MakeContext) -> None:
    made = context()
    with pytest.raises(RequestError, match="kind_not_named"):
        register(made, "Tilråding om å fornye samarbeidsavtalen")
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Tilråding til partene", kind="agreement", meeting="M1/26", consent="all"))
    assert show_case(made, "1/26").state == "conditional"
    assert evaluated(made) != Standing.KEPT
    with made.store.reading() as connection:
        (council,) = projection.rows(connection, "kvaefjord", Council)
    assert council.agreement == "kvaefjord/2019-01-01"


def evaluated(context: Context) -> Standing:
    return next(row.verdict for row in obligations(context).rows if row.clause == "agreement_is_evaluated")
