"""Knowledge, challenges, and what answers them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.rationale import list_challenges, list_knowledge
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext, on
from tests.records.year import done
from tests.services.year.year_end import refused, rows


def test_every_challenge_tells_who_answers_it_and_a_gap_where_nobody_does(carried_out: Context) -> None:
    made = carried_out
    done(knowledge.add_challenge(made, "vold", "Vold i sentrum"))
    told = {row.id: (row.answered_by, row.gap) for row in list_challenges(made)}
    assert told == {"rus": (("1/26",), False), "fart": (("1/26.1.2",), False), "vold": ((), True)}


def test_a_source_tells_what_it_shows_and_what_rests_on_it(carried_out: Context) -> None:
    made = carried_out
    (row,) = list_knowledge(made)
    assert (row.source, row.challenges, row.used_by) == ("Ungdata", ("rus",), ("1/26",))


def test_a_case_shows_what_it_answers_and_rests_on(carried_out: Context) -> None:
    made = carried_out
    sheet = show_case(made, "1/26")
    assert [row.title for row in rows(sheet, "challenges")] == ["Mer rus"]
    assert [row.title for row in rows(sheet, "knowledge")] == ["Ungdata 2026"]
    assert [row.id for row in rows(show_case(made, "1/26.1.2"), "challenges")] == ["fart"]


def test_a_case_is_based_on_more_later_and_each_only_once(carried_out: Context) -> None:
    made = carried_out
    done(register(made, "Ny"))
    for challenge in ("rus", "fart", "rus"):
        done(actions.perform(made, ["2/26"], "base_on", {"challenge": challenge}))
    done(actions.perform(made, ["2/26"], "base_on", {"knowledge": "ungdata"}))
    sheet = show_case(made, "2/26")
    assert [row.id for row in rows(sheet, "challenges")] == ["rus", "fart"]
    assert [row.id for row in rows(sheet, "knowledge")] == ["ungdata"]


def test_who_hands_work_down_says_what_it_answers_though_another_owns_it(context: MakeContext) -> None:
    made = context()
    done(knowledge.add_challenge(made, "rus", "Mer rus"))
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Sak", meeting="M1/26", consent="all"))
    done(assign(made, "1/26", "politikontakt", "2026-09-01"))
    owner = context(actor="politikontakt")
    told = done(add_measure(owner, "1/26.1", "Gå", "slt-koordinator", "2026-08-01", challenges=["rus"]))
    assert [row.id for row in rows(show_case(made, told.ref), "challenges")] == ["rus"]


@pytest.mark.parametrize(
    ("field", "given", "code", "near"),
    [
        ("challenges", "russ", "unknown_challenge", "rus"),
        ("knowledge", "ungdat", "unknown_knowledge", "ungdata"),
    ],
)
def test_what_is_not_registered_cannot_be_named(
    field: str, given: str, code: str, near: str, carried_out: Context
) -> None:
    told: dict[str, Any] = {field: [given]}
    with pytest.raises(RequestError) as error:
        register(carried_out, "Ny", **told)
    assert (error.value.code, error.value.facts["near"]) == (code, near)


def test_an_id_is_taken_once(context: MakeContext) -> None:
    made = context()
    done(knowledge.add_knowledge(made, "ungdata", "Ungdata"))
    done(knowledge.add_challenge(made, "rus", "Rus"))
    with pytest.raises(RequestError, match="id_taken"):
        knowledge.add_knowledge(made, "Ungdata", "En til")
    with pytest.raises(RequestError, match="id_taken"):
        knowledge.add_challenge(made, "RUS", "En til")


def test_what_was_not_known_that_day_is_not_shown_that_day(context: MakeContext) -> None:
    made = context()
    done(knowledge.add_knowledge(on(made, "2026-03-01"), "ungdata", "Ungdata"))
    assert list_knowledge(made.at(as_of=date(2026, 2, 28))) == ()
    assert len(list_knowledge(made.at(as_of=date(2026, 3, 1)))) == 1


@pytest.mark.parametrize("subject", ["challenge:rus", "knowledge:ungdata"])
def test_what_a_case_rests_on_is_not_taken_back_beneath_it(subject: str, carried_out: Context) -> None:
    assert refused(undo(carried_out, "Feil", subject)) == {"nothing_builds_on_it"}
    done(knowledge.add_challenge(carried_out, "vold", "Vold"))
    done(knowledge.add_knowledge(carried_out, "politiet", "Politiets analyse"))
    done(undo(carried_out, "Feil", "challenge:vold"))
    done(undo(carried_out, "Feil", "knowledge:politiet"))
    assert [row.id for row in list_challenges(carried_out)] == ["rus", "fart"]
