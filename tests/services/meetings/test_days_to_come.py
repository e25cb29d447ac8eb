"""What has not happened yet cannot be recorded as done: a meeting to come, a ratification of a later day."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from slt_flow.errors import RequestError
from slt_flow.results.form_sheets import FilledRow, FilledSheet
from slt_flow.services.decisions.register import register
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people.absences import let_act
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.use_cases import USE_CASES
from slt_flow.views.text.messages.errors import ERRORS
from slt_flow.views.year.scribe import SCRIBE
from tests.conftest import MakeContext, on
from tests.records.year import RECEIPT, done, go, rules
from tests.services.request.test_request import content
from tests.services.sheets.lists import SHORT

TO_COME = "2026-09-10"


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


ASKED: Final[dict[str, Any]] = {
    "ref": "1/26", "refs": ["1/26"], "action": "remark", "answers": {"text": "Hei"}, "raw": b"", "target": TO_COME,
    "day": TO_COME, "day_or_ref": TO_COME, "days": [TO_COME], "since": TO_COME, "until": TO_COME, "due": TO_COME,
    "year": 2026, "number": 1, "where": 1, "period": "2026", "levels": ["executing"], "anchor": None, "report": None,
}  # fmt: skip
"""Arguments of use cases by the names of their parameters; any other is a word."""

MAY_LIE_AHEAD: Final = {
    "renew": "an agreement that the parties have made counts from a day to come",
    "init": "the follow-up begins on a day of its own, which no request names",
}
"""Use cases that record something of a day to come, with the reason."""

FILLED_ROW: Final = FilledRow(8, "1/26", None, "", {"comment": "Hei"})

OWN: Final[dict[str, dict[str, Any]]] = {
    "drop_point": {"ref": "M1/26", "point": 1},
    "place_point": {"ref": "M1/26", "point": 1},
    "add_point": {"ref": "M1/26"},
    "arrange_meeting": {"ref": "M1/26", "at": "10:00"},
    "carry_learning_point": {"ref": "L1/26"},
    "answer_learning_point": {"ref": "L1/26"},
    "migrate": {"to": "1", "refs": ["1/26"]},
    "attach": {"file": __file__},
    "refer": {"part": "Råd og utvalg"},
    "record_exports": {"meeting": "M1/26", "messages": ()},
    "record_receipt": {"file": str(RECEIPT), "message": "M1/26"},
    "redact": {"where": "1/26", "field": "title"},
    "import_list": {"file": str(SHORT)},
    "record_answers": {"sheet": FilledSheet("", "ordforer", date(2026, 6, 1), "", {}, (FILLED_ROW,))},
}
"""Arguments that a use case needs in the place of these."""

READS: Final = {"why", "verify", "rebuild", "status", "next", "history"}


@pytest.mark.parametrize("name", [name for name in USE_CASES if name not in READS | MAY_LIE_AHEAD.keys()])
def test_nothing_is_recorded_for_a_day_to_come(context: MakeContext, name: str) -> None:
    made = context()
    done(register(made, "En sak"))
    done(plan(made, TO_COME))
    before, case = content(made), USE_CASES[name]
    _, *parameters = inspect.signature(case).parameters.values()
    needed = {p.name: ASKED.get(p.name, "ordforer") for p in parameters if p.default is p.empty or p.name == "answers"}
    needed |= OWN.get(name, {})
    with pytest.raises(RequestError) as raised:
        case(replace(made, on=date(2026, 6, 16), key="nattens", scribe=SCRIBE), **needed)
    assert raised.value.code == "day_to_come"
    assert raised.value.facts == {"on": date(2026, 6, 16), "today": date(2026, 6, 15)}
    assert content(made) == before


def test_the_day_is_norways_and_a_key_tried_too_early_is_free(context: MakeContext) -> None:
    evening, night = (datetime(2026, 6, 15, hour, 59, tzinfo=UTC) for hour in (21, 22))
    early = replace(context(), on=date(2026, 6, 16), key="nattens", clock=FixedClock(evening))
    with pytest.raises(RequestError, match="day_to_come"):
        register(early, "En sak")
    once = done(register(replace(early, clock=FixedClock(night)), "En sak"))
    again = done(register(replace(early, clock=FixedClock(evening)), "En sak"))
    assert (once.already, again.already, once.entries) == (False, True, again.entries)


def test_an_act_on_a_case_of_a_day_to_come_waits_for_it(context: MakeContext) -> None:
    made = context()
    tomorrow = on(made, "2026-06-16")
    done(register(tomorrow, "En sak"))
    with pytest.raises(RequestError, match="day_to_come"):
        actions.perform(made, ["1/26"], "remark", {"text": "Hei"})
    done(undo(made, "Feil dag", "1/26"))


MANDATE: Final = "politistasjonssjef@2026-06-16=Brev"
GIVEN_LATER: Final[Mapping[str, Callable[[Context], object]]] = {
    "at a meeting that was held": lambda made: actions.perform(
        made, ["M1/26"], "attend", {"post": "politistasjonssjef", "deputy": "politikontakt", "mandate": MANDATE}
    ),
    "as the meeting is held": lambda made: hold(
        made, "2026-03-13", "ordforer,politistasjonssjef=politikontakt", mandate=MANDATE
    ),
    "for an absence": lambda made: let_act(
        made, "politistasjonssjef", "politikontakt", "2026-07-01", "2026-07-31", MANDATE
    ),
}


@pytest.mark.parametrize("record", GIVEN_LATER.values(), ids=GIVEN_LATER)
def test_nobody_has_given_a_mandate_on_a_day_to_come(context: MakeContext, record: Callable[[Context], object]) -> None:
    made = context()
    done(hold(made, "2026-03-12", "ordforer,politistasjonssjef=politikontakt"))
    with pytest.raises(RequestError, match="mandate_to_come"):
        record(made)


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


def test_another_meeting_of_the_same_kind_that_day_is_told_of(context: MakeContext) -> None:
    made = context()
    done(plan(made, TO_COME))
    twice = done(plan(made, "10.9.2026"))
    assert [(notice.code, notice.facts["other"]) for notice in twice.notices] == [("planned_that_day", "M1/26")]
    assert done(plan(made, TO_COME, kind="extraordinary")).notices == ()
    done(undo(made, "Dobbelt", "M2/26"))
    assert [notice.facts["other"] for notice in done(plan(made, "10. september 2026")).notices] == ["M1/26"]


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
