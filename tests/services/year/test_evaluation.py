"""The year's end: assessed once, decided by consensus, and everything that follows from it or nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from slt_flow.errors import RequestError
from slt_flow.records import journal
from slt_flow.results.answers import Outcome
from slt_flow.results.evaluation import EvaluationSheet, Scribe
from slt_flow.services.decisions.adopt import adopt as adopt_decision
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register, table
from slt_flow.services.follow_up.case_sheet import show as any_sheet
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history.audit import verify
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.year import evaluation, learning
from slt_flow.services.year.evaluation_view import show
from slt_flow.services.year.learning_view import points
from tests.conftest import Prepared, on
from tests.records.year import decided, done
from tests.services.year.year_end import carry_out, refused, rows

NOVEMBER, DECEMBER = "2026-11-02", "2026-12-01"


def text_of(sheet: EvaluationSheet) -> str:
    """The effects as one line each."""
    return "\n".join(f"{row.ref} {row.effect} {row.note}" for row in rows(sheet, "effects")) or "Ingenting"


SCRIBE = Scribe(text_of, lambda _: "Læringspunktene", lambda _: "")


def adopt(
    context: Context,
    consent: str | None = "all",
    *,
    year: int = 2026,
    meeting: str | None = "M2/26",
    early: bool = False,
) -> Outcome:
    return evaluation.adopt(replace(context, scribe=SCRIBE), year, meeting=meeting, consent=consent, early=early)


def assess(context: Context, *refs: str, effect: str = "good", **told: Any) -> Outcome:
    return evaluation.assess(context, refs, effect, **told)


def height(context: Context) -> int:
    with context.store.reading() as connection:
        return journal.head(connection, str(context.council))[0]


def state(context: Context, ref: str) -> str:
    return str(any_sheet(context, ref).state)


def _ready(made: Context) -> None:
    """2026 is being evaluated, both measures are assessed, and a meeting was held in December."""
    carry_out(made)
    done(evaluation.open_year(on(made, NOVEMBER), 2026))
    done(assess(on(made, NOVEMBER), "1/26.1.1", "1/26.1.2"))
    done(learning.add(on(made, NOVEMBER), "Begynn tidligere"))
    done(hold(on(made, DECEMBER), DECEMBER, "all"))


@pytest.fixture
def ready(prepared: Prepared) -> Context:
    return prepared(_ready)


def test_the_evaluation_is_a_decision_named_in_the_councils_language(ready: Context) -> None:
    kind = decided(ready, "2/26").kind
    assert kind is not None
    assert (show_case(ready, "2/26").title, kind, kind.label["en"]) == ("Evaluering 2026", "evaluation", "Evaluation")


def test_adopting_it_evaluates_what_was_carried_out_and_carries_what_was_learnt_in_one_request(ready: Context) -> None:
    before = height(ready)
    told = done(adopt(on(ready, DECEMBER)))
    assert told.entries == tuple(range(before + 1, height(ready) + 1))
    assert [state(ready, ref) for ref in ("1/26", "2/26", "L1/26")] == ["evaluated", "closed", "carried"]
    assert points(ready)[0].carried_to == 2027
    assert verify(ready)[0].flaws == ()


def test_what_is_decided_is_the_evaluation_itself(ready: Context) -> None:
    done(assess(on(ready, "2026-11-03"), "1/26.1.1", effect="some", note="Få kom"))
    done(adopt(on(ready, DECEMBER)))
    assert decided(ready, "2/26").text == "1/26.1.1 some Få kom\n1/26.1.2 good"


def test_an_assessment_made_anew_after_it_was_tabled_voids_what_was_said_to_the_older_text(ready: Context) -> None:
    done(table(on(ready, DECEMBER), "2/26", "M2/26"))
    done(actions.perform(on(ready, DECEMBER), ["2/26"], "amend", {"text": "1/26.1.1 good \n1/26.1.2 good"}))
    done(actions.perform(on(ready, DECEMBER), ["2/26"], "take_stance", {"post": "ordforer", "stance": "consent"}))
    done(assess(on(ready, DECEMBER), "1/26.1.1", effect="none"))
    assert "stances_are_on_this_text" in refused(adopt(on(ready, DECEMBER), None, meeting=None))


def test_without_consensus_nothing_is_evaluated(ready: Context) -> None:
    before = height(ready)
    assert "everyone_present_has_taken_a_stance" in refused(adopt(on(ready, DECEMBER), "ordforer"))
    assert (height(ready), state(ready, "1/26"), state(ready, "2/26")) == (before, "carried_out", "registered")


def test_what_was_carried_out_is_evaluated_by_its_own_action_once_its_effect_is_assessed(carried_out: Context) -> None:
    later = on(carried_out, NOVEMBER)
    assert refused(actions.perform(later, ["1/26"], "evaluate")) == {"effect_is_assessed"}
    done(evaluation.open_year(later, 2026))
    done(assess(later, "1/26.1.1"))
    done(actions.perform(later, ["1/26"], "evaluate"))
    assert state(later, "1/26") == "evaluated"


def test_adopted_by_another_way_its_consequences_follow_when_they_are_asked_for(ready: Context) -> None:
    done(table(on(ready, DECEMBER), "2/26", "M2/26"))
    done(adopt_decision(on(ready, DECEMBER), "2/26", "all"))
    assert (state(ready, "2/26"), state(ready, "1/26")) == ("adopted", "carried_out")
    done(adopt(on(ready, DECEMBER)))
    assert [state(ready, ref) for ref in ("1/26", "2/26", "L1/26")] == ["evaluated", "closed", "carried"]


def test_a_measure_without_an_effect_keeps_it_from_being_adopted(carried_out: Context) -> None:
    made = carried_out
    done(evaluation.open_year(on(made, NOVEMBER), 2026))
    done(assess(on(made, NOVEMBER), "1/26.1.1"))
    done(hold(on(made, DECEMBER), DECEMBER, "all"))
    before = height(made)
    assert refused(adopt(on(made, DECEMBER))) == {"evaluation_is_complete"}
    assert height(made) == before


def test_before_the_day_the_agreement_names_it_needs_to_be_said(carried_out: Context) -> None:
    made = carried_out
    done(evaluation.open_year(on(made, "2026-06-01"), 2026))
    done(assess(on(made, "2026-06-01"), "1/26.1.1", "1/26.1.2"))
    done(hold(made, "2026-06-10", "all"))
    assert refused(adopt(on(made, "2026-06-10"))) == {"year_is_far_enough"}
    done(adopt(on(made, "2026-06-10"), early=True))
    assert show(made, 2026).early is True


def test_a_learning_point_of_the_year_before_must_be_answered_first(ready: Context) -> None:
    done(adopt(on(ready, DECEMBER)))
    done(evaluation.open_year(on(ready, "2027-11-02"), 2027))
    done(hold(on(ready, "2027-12-01"), "2027-12-01", "all"))
    next_year = on(ready, "2027-12-01")
    assert refused(adopt(next_year, year=2027, meeting="M1/27")) == {"learning_points_are_answered"}
    assert refused(learning.answer(next_year, "L1/26")) == {"answer_is_given"}
    done(learning.answer(next_year, "L1/26", reason="Vi begynte i august"))
    done(adopt(next_year, year=2027, meeting="M1/27"))
    assert points(ready, only_open=True) == ()


def test_what_is_settled_after_the_year_was_evaluated_belongs_to_the_next_evaluation(ready: Context) -> None:
    done(register(on(ready, DECEMBER), "Sent vedtak", meeting="M2/26", consent="all", challenges=["rus"]))
    done(assign(on(ready, DECEMBER), "3/26", "slt-koordinator", "2026-12-31"))
    done(add_measure(on(ready, DECEMBER), "3/26.1", "Rask", "politikontakt", "2026-12-31"))
    done(adopt(on(ready, DECEMBER)))
    done(actions.perform(on(ready, "2026-12-02"), ["3/26.1"], "plan", through=True))
    done(actions.perform(on(ready, "2026-12-20"), ["3/26.1.1"], "finish", {"result": "Ja"}, through=True))
    done(actions.perform(on(ready, "2026-12-20"), ["3/26.1.1"], "verify"))
    with pytest.raises(RequestError, match="belongs_to_a_later_evaluation") as told:
        assess(on(ready, "2026-12-21"), "3/26.1.1")
    assert told.value.facts["year"] == 2027
    assert [row.ref for row in rows(show(ready, 2026), "effects")] == ["1/26.1.1", "1/26.1.2"]
    assert [(r.ref, r.year) for r in rows(show(ready, 2026), "assessed_later")] == [("3/26.1.1", 2027)]
    assert [row.ref for row in rows(show(ready, 2027), "effects")] == ["3/26.1.1"]


def test_an_assessment_may_be_made_anew_until_the_evaluation_is_adopted(ready: Context) -> None:
    done(assess(on(ready, "2026-11-03"), "1/26.1.1", effect="none", challenge="fart"))
    row = rows(show(ready, 2026), "effects")[0]
    assert (row.ref, row.effect, row.challenge) == ("1/26.1.1", "none", "fart")
    done(adopt(on(ready, DECEMBER)))
    with pytest.raises(RequestError, match="assessed_for_good"):
        assess(on(ready, "2026-12-02"), "1/26.1.1", effect="good")


def test_an_assessment_is_never_dated_before_the_measure_was_settled(ready: Context) -> None:
    assert refused(assess(on(ready, "2026-04-01"), "1/26.1.1")) == {"nothing_is_dated_backwards"}


def before_any(context: Context) -> Outcome:
    return assess(on(context, NOVEMBER), "1/26.1.1")


def of_open_work(context: Context) -> Outcome:
    done(evaluation.open_year(on(context, NOVEMBER), 2026))
    done(register(on(context, "2026-05-03"), "Mer", meeting="M1/26", consent="all"))
    done(assign(on(context, "2026-05-03"), "3/26", "slt-koordinator", "2026-12-31"))
    done(add_measure(on(context, "2026-05-03"), "3/26.1", "Senere", "politikontakt", "2026-12-31"))
    return assess(on(context, NOVEMBER), "1/26.1.1", "3/26.1.1", challenge="rus")


def against_nothing_known(context: Context) -> Outcome:
    done(evaluation.open_year(on(context, NOVEMBER), 2026))
    return assess(on(context, NOVEMBER), "1/26.1.1", challenge="vold")


def with_an_unknown_effect(context: Context) -> Outcome:
    return assess(on(context, NOVEMBER), "1/26.1.1", effect="fin")


def of_an_assignment(context: Context) -> Outcome:
    return assess(on(context, NOVEMBER), "1/26.1")


def a_second_time(context: Context) -> Outcome:
    done(evaluation.open_year(on(context, NOVEMBER), 2026))
    return evaluation.open_year(on(context, "2026-11-03"), 2026)


def of_a_year_to_come(context: Context) -> Outcome:
    return evaluation.open_year(on(context, NOVEMBER), 2027)


def of_a_year_nobody_followed(context: Context) -> Outcome:
    return evaluation.open_year(on(context, NOVEMBER), 2019)


def without_having_been_opened(context: Context) -> Outcome:
    return adopt(on(context, NOVEMBER))


def without_a_meeting(context: Context) -> Outcome:
    done(evaluation.open_year(on(context, NOVEMBER), 2026))
    return adopt(on(context, NOVEMBER), meeting=None)


def a_point_from_no_evaluation(context: Context) -> Outcome:
    return learning.add(on(context, NOVEMBER), "Noe", 2026)


def carry_a_meeting(context: Context) -> Outcome:
    return learning.carry(context, "M1/26", 2027)


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (before_any, "no_evaluation_for"),
        (of_open_work, "measure_is_open"),
        (against_nothing_known, "unknown_challenge"),
        (with_an_unknown_effect, "unknown_effect_given"),
        (of_an_assignment, "not_a_measure"),
        (a_second_time, "evaluation_exists"),
        (of_a_year_to_come, "not_a_year_to_evaluate"),
        (of_a_year_nobody_followed, "not_a_year_to_evaluate"),
        (without_having_been_opened, "no_evaluation"),
        (without_a_meeting, "meeting_needed"),
        (a_point_from_no_evaluation, "no_evaluation"),
        (carry_a_meeting, "not_a_learning_point"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_of_it_is_written(
    ask: Callable[[Context], Outcome], code: str, carried_out: Context
) -> None:
    made = carried_out
    with pytest.raises(RequestError) as told:
        ask(made)
    assert told.value.code == code
    assert all(row.effect is None for row in rows(show(on(made, NOVEMBER), 2026), "effects"))


def test_it_is_the_evaluation_that_the_answer_is_about(ready: Context) -> None:
    adopted = done(adopt(on(ready, DECEMBER)))
    assert (adopted.ref, adopted.state) == ("2/26", "closed")


def test_it_is_decided_where_it_stands(ready: Context) -> None:
    done(plan(on(ready, NOVEMBER), "2026-12-09"))
    done(table(on(ready, NOVEMBER), "2/26", "M3/26"))
    with pytest.raises(RequestError, match="on_another_agenda") as told:
        adopt(on(ready, DECEMBER))
    assert (told.value.facts["at"], told.value.facts["meeting"]) == ("M3/26", "M2/26")


def test_what_was_assessed_before_is_told(ready: Context) -> None:
    told = {n.code: n.facts for n in done(assess(on(ready, NOVEMBER), "1/26.1.1", effect="none")).notices}
    assert (told["assessed_anew"]["was"], told["assessed_anew"]["challenge"]) == ("good", "rus")


def test_a_point_that_no_evaluation_carries_is_told_with_how(carried_out: Context) -> None:
    (told,) = done(learning.add(on(carried_out, NOVEMBER), "Noe")).notices
    assert (told.code, told.facts) == ("learning_not_carried", {"ref": "L1/26", "year": 2027})


def test_one_who_was_not_there_cannot_consent_to_it(carried_out: Context) -> None:
    made = carried_out
    done(evaluation.open_year(on(made, NOVEMBER), 2026))
    done(assess(on(made, NOVEMBER), "1/26.1.1", "1/26.1.2"))
    done(hold(on(made, DECEMBER), DECEMBER, "ordforer,politistasjonssjef"))
    before = height(made)
    assert "post_takes_part" in refused(adopt(on(made, DECEMBER), "ordforer,politistasjonssjef,politikontakt"))
    assert height(made) == before


def test_the_gaps_are_listed_both_ways_and_what_is_unfinished(carried_out: Context) -> None:
    made = carried_out
    done(register(on(made, "2026-05-03"), "Uten utfordring", meeting="M1/26", consent="all"))
    done(assign(on(made, "2026-05-03"), "2/26", "slt-koordinator", "2026-12-31"))
    done(add_measure(on(made, "2026-05-03"), "2/26.1", "Droppet", "politikontakt", "2026-12-31"))
    done(add_measure(on(made, "2026-05-03"), "2/26.1", "Pågår", "politikontakt", "2026-06-01", challenges=["fart"]))
    done(actions.perform(on(made, "2026-05-04"), ["2/26.1.1"], "cancel", {"reason": "Ikke nødvendig"}))
    done(evaluation.open_year(on(made, NOVEMBER), 2026))
    done(assess(on(made, NOVEMBER), "1/26.1.2", challenge="rus"))
    sheet = show(on(made, NOVEMBER), 2026)
    assert [(r.id, r.open) for r in rows(sheet, "challenges_without_measures")] == [("fart", ("2/26.1.2",))]
    assert [row.ref for row in rows(sheet, "measures_without_challenge")] == ["2/26.1.1"]
    assert [(row.ref, row.late) for row in rows(sheet, "unfinished")] == [("2/26.1.2", True)]
    assert [(row.ref, row.missing) for row in rows(sheet, "evaluates")] == [("1/26", ("1/26.1.1",))]
    with pytest.raises(RequestError, match="which_challenge"):
        assess(on(made, NOVEMBER), "2/26.1.1")


def test_the_past_shows_the_evaluation_as_it_stood(ready: Context) -> None:
    done(adopt(on(ready, DECEMBER)))
    early = show(ready.at(as_of=date(2026, 10, 1)), 2026)
    assert (early.decided.ref, early.assessed, early.measures) == (None, 0, 2)
    assert show(ready, 2026).assessed == 2


def test_a_learning_point_from_an_evaluation_that_is_adopted_comes_too_late_for_it(ready: Context) -> None:
    done(adopt(on(ready, DECEMBER)))
    with pytest.raises(RequestError, match="evaluation_is_adopted"):
        learning.add(on(ready, "2026-12-02"), "Enda et", 2026)
    done(learning.add(on(ready, "2026-12-02"), "For seg selv"))
    assert [row.evaluation for row in points(ready)] == ["2/26", None]
    assert refused(learning.carry(on(ready, "2026-12-02"), "L2/26", 2026)) == {"year_is_to_come"}
    done(learning.carry(on(ready, "2026-12-02"), "L2/26", 2027))


def test_a_decision_is_evaluated_by_itself_once_its_effects_are_assessed(carried_out: Context) -> None:
    done(evaluation.open_year(on(carried_out, NOVEMBER), 2026))
    assert refused(actions.perform(on(carried_out, NOVEMBER), ["1/26"], "evaluate")) == {"effect_is_assessed"}
    done(assess(on(carried_out, NOVEMBER), "1/26.1.1"))
    (action,) = actions.why(on(carried_out, NOVEMBER), "1/26", "evaluate").actions
    assert action.open
    done(actions.perform(on(carried_out, NOVEMBER), ["1/26"], "evaluate"))
    assert state(carried_out, "1/26") == "evaluated"
