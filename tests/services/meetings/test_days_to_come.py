"""What has not happened yet cannot be recorded as done: a meeting to come, a ratification of a later day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.views.text.messages.errors import ERRORS
from tests.conftest import MakeContext
from tests.records.year import done, go, rules

TO_COME = "2026-09-10"


def on(context: Context, day: str) -> Context:
    return replace(context, on=date.fromisoformat(day))


@pytest.mark.parametrize("day", [None, "2026-09-09"])
@pytest.mark.parametrize("way", ["by date", "by ref", "by action", "unplanned"])
def test_a_meeting_to_come_is_not_held(context: MakeContext, way: str, day: str | None) -> None:
    made = context()
    if way != "unplanned":
        done(plan(made, TO_COME))
    asks = on(made, day) if day else made
    named = "M1/26" if way == "by ref" else TO_COME
    with pytest.raises(RequestError) as raised:
        actions.perform(asks, ["M1/26"], "hold", {"present": "all"}) if way == "by action" else hold(asks, named, "all")
    assert (raised.value.code, str(raised.value.facts["day"])) == ("meeting_to_come", TO_COME)
    assert "--on" not in ERRORS["meeting_to_come"]  # nobody is invited to hold it ahead


def test_a_meeting_is_held_on_its_day_by_the_day_that_is_named(context: MakeContext) -> None:
    done(hold(on(context(), TO_COME), TO_COME, "all"))


def test_minutes_reopened_are_not_a_meeting_held_anew(context: MakeContext) -> None:
    made = context()
    done(hold(on(made, TO_COME), TO_COME, "all"))
    go(on(made, TO_COME), "M1/26", "minute")
    go(on(made, TO_COME), "M1/26", "reopen", reason="Glemte en sak")


def test_a_meeting_planned_for_a_day_that_has_passed_is_told_of(context: MakeContext) -> None:
    made = context()
    past, to_come = done(plan(made, "2026-01-02")), done(plan(made, TO_COME))
    assert [notice.code for notice in past.notices] == ["planned_in_the_past"]
    assert to_come.notices == ()
    assert done(hold(made, "2026-03-12", "all")).notices == ()


@pytest.mark.parametrize("action", ["ratify", "refuse_ratification"])
@pytest.mark.parametrize(("day", "kept"), [("2026-03-11", 0), ("2026-03-12", 1), ("2026-06-15", 1), ("2026-06-16", 0)])
def test_a_body_speaks_after_the_decision_and_not_of_days_to_come(
    context: MakeContext, action: str, day: str, kept: int
) -> None:
    made = context()
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Politivedtekter", meeting="M1/26", consent="all", needs_ratification=["Kommunestyret"]))
    answers = {"body": "Kommunestyret", "case": "12/26", "date": day}
    outcome = actions.perform(made, ["1/26"], action, answers | ({"reason": "Nei"} if action != "ratify" else {}))
    assert kept == (getattr(outcome, "state", None) is not None)
    assert kept or rules(outcome) == {"ratification_is_dated_after_the_decision"}


def test_a_post_named_twice_among_those_present_is_refused(context: MakeContext) -> None:
    with pytest.raises(RequestError) as raised:
        hold(context(), "2026-03-12", "ordforer,politikontakt,ordforer")
    assert (raised.value.code, raised.value.facts) == ("present_twice", {"post": "ordforer"})


def test_who_is_there_itself_and_for_another_is_told_of(context: MakeContext) -> None:
    made = context()
    told = done(hold(made, "2026-03-12", "ordforer,administrasjonssjef=ordforer,politistasjonssjef"))
    double = [notice.facts for notice in told.notices if notice.code == "deputy_is_there_itself"]
    assert [(fact["post"], fact["others"]) for fact in double] == [("ordforer", ("administrasjonssjef",))]
    go(made, "M1/26", "attend", post="slt-koordinator")
