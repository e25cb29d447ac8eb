"""Decisions that exceed delegated authority: their kind says so, or a person does, and the minutes say who."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from slt_flow.errors import NotYourAction, RequestError
from slt_flow.results.answers import Done, Outcome, Refusal
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.authority import judge_authority
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.register import register
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.views.meetings.minutes import document
from slt_flow.views.text.words import Words
from tests.conftest import MakeContext
from tests.records.year import done

TITLES = (
    "Nye politivedtekter", "POLITIVEDTEKTENE for sentrum", "Revisjon av politivedtekter", "Nye politi-vedtekter",
    "Nye politi\u00advedtekter", "Nye p o l i t i vedtekter",
)  # fmt: skip


@pytest.fixture
def council(context: MakeContext) -> Context:
    made = context()
    done(hold(made, "2026-03-12", "all"))
    return made


def registered(council: Context, title: str = TITLES[0], **fields: Any) -> Outcome:
    return register(council, title, meeting="M1/26", consent="all", **fields)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_of_a_kind_that_exceeds_authority_asks_for_the_kind(council: Context, title: str) -> None:
    with pytest.raises(RequestError) as refused:
        registered(council, title)
    assert refused.value.code == "kind_not_named"
    assert refused.value.facts["kind"] == "bylaws"


def test_the_form_of_a_meeting_asks_too(council: Context) -> None:
    form = f'present = "all"\n[[items]]\ntitle = "{TITLES[0]}"\noutcome = "adopt"\nconsent = "all"\n'
    refused = record(council, "M1/26", form.encode(), "skjema.toml")
    assert not isinstance(refused.done, Done)
    assert "kind_not_named" in str(refused.mistakes)
    within = form.replace("outcome", "within_authority = true\noutcome")
    assert isinstance(record(council, "M1/26", within.encode(), "skjema.toml").done, Done)


@pytest.mark.parametrize(
    ("fields", "state", "bodies", "authority"),
    [
        ({"kind": "bylaws"}, "conditional", ("Kommunestyret", "Politidirektoratet"), None),
        ({"needs_ratification": ["Kommunestyret"]}, "conditional", ("Kommunestyret",), "SLT-koordinator"),
        ({"within_authority": True}, "adopted", (), "SLT-koordinator"),
    ],
    ids=["kind", "person", "within"],
)
def test_the_minutes_say_who_judged_the_authority(
    council: Context, fields: dict[str, Any], state: str, bodies: tuple[str, ...], authority: str | None
) -> None:
    done(registered(council, **fields))
    (item,) = minutes(council, "M1/26").items
    assert (str(item.state), item.bodies, item.authority) == (state, bodies, authority)


def test_whoever_names_another_body_leaves_none_of_the_kinds_out(council: Context) -> None:
    done(registered(council, kind="bylaws", needs_ratification=["Formannskapet", "kommunestyret"]))
    (item,) = minutes(council, "M1/26").items
    assert item.bodies == ("kommunestyret", "Politidirektoratet", "Formannskapet")
    assert str(item.state) == "conditional"


def test_a_title_of_no_such_kind_is_not_asked_about(council: Context) -> None:
    done(registered(council, "Felles foreldremøte om rus"))
    (item,) = minutes(council, "M1/26").items
    assert (item.bodies, item.authority) == ((), None)
    assert "fullmakten" not in str(document(minutes(council, "M1/26"), Words("nb")))


def tabled(council: Context, **fields: Any) -> None:
    done(register(council, "Sak", meeting="M1/26", **fields))


def test_an_item_is_flagged_during_the_meeting_and_the_minutes_say_by_whom(council: Context) -> None:
    tabled(council)
    done(judge_authority(replace(council, acted_by="politistasjonssjef"), "1/26", ["Kommunestyret"]))
    done(judge_authority(council, "1/26", ["kommunestyret", "Formannskapet"]))
    assert isinstance(perform(council, "1/26", "adopt"), Refusal)
    done(adopt(council, "1/26", "all"))
    (item,) = minutes(council, "M1/26").items
    assert (str(item.state), item.authority) == ("conditional", "SLT-koordinator")
    assert item.bodies == ("kommunestyret", "Formannskapet")


def test_the_form_flags_an_item_on_the_agenda(council: Context) -> None:
    tabled(council)
    form = '[[items]]\nref = "1/26"\nneeds_ratification = ["Kommunestyret"]\noutcome = "adopt"\nconsent = "all"\n'
    assert isinstance(record(council, "M1/26", form.encode(), "skjema.toml").done, Done)
    (item,) = minutes(council, "M1/26").items
    assert (str(item.state), item.bodies, item.authority) == ("conditional", ("Kommunestyret",), "SLT-koordinator")


def test_a_new_title_of_such_a_kind_asks_until_a_person_has_judged(council: Context) -> None:
    tabled(council)
    for context in (council, replace(council, acted_by="slt-koordinator"), replace(council, on=date(2026, 3, 13))):
        with pytest.raises(RequestError, match="title_exceeds"):
            perform(context, "1/26", "rename", {"title": TITLES[0]})
    done(judge_authority(council, "1/26", within_authority=True))
    done(perform(council, "1/26", "rename", {"title": TITLES[0]}))
    done(adopt(council, "1/26", "all"))
    (item,) = minutes(council, "M1/26").items
    assert (str(item.state), item.authority) == ("adopted", "SLT-koordinator")


def test_an_item_for_information_of_such_a_kind_is_not_turned_into_one_to_decide_before_that(council: Context) -> None:
    done(register(council, TITLES[0], meeting="M1/26", for_information=True))
    with pytest.raises(RequestError, match="title_exceeds"):
        perform(council, "1/26", "for_decision")
    done(judge_authority(council, "1/26", within_authority=True))
    done(perform(council, "1/26", "for_decision"))
    done(perform(council, "1/26", "for_information"))


def test_a_title_of_work_is_not_asked_about(council: Context) -> None:
    tabled(council, consent="all")
    done(assign(council, "1/26", "politikontakt", "2026-09-01", title=TITLES[0]))


@pytest.mark.parametrize(
    ("before", "asked", "code"),
    [
        ({}, {}, "authority_either_or"),
        ({}, {"needs_ratification": ["K"], "within_authority": True}, "authority_either_or"),
        ({"consent": "all"}, {"needs_ratification": ["K"]}, "authority_judged_too_late"),
        ({"needs_ratification": ["K"]}, {"within_authority": True}, "authority_exceeded"),
        ({"needs_ratification": ["K"], "consent": "all"}, {"needs_ratification": ["L"]}, "authority_judged_too_late"),
    ],
    ids=["neither", "both", "adopted", "unflagged", "conditional"],
)
def test_what_cannot_be_judged_so(council: Context, before: dict[str, Any], asked: dict[str, Any], code: str) -> None:
    tabled(council, **before)
    with pytest.raises(RequestError, match=code):
        judge_authority(council, "1/26", **asked)


def test_authority_is_judged_by_whoever_may_and_no_earlier_than_what_was_recorded(council: Context) -> None:
    tabled(council)
    with pytest.raises(NotYourAction):
        judge_authority(replace(council, actor="politikontakt"), "1/26", ["Kommunestyret"])
    refused = judge_authority(replace(council, on=date(2026, 3, 1)), "1/26", ["Kommunestyret"])
    assert isinstance(refused, Refusal)
    (remedy,) = (finding.remedy for finding in refused.findings)
    assert remedy == "slt decision authority 1/26 --needs-ratification Kommunestyret --on 2026-03-12"
    done(judge_authority(council, "1/26", ["Kommunestyret"]))
    done(undo(council, "Feil", "1/26"))
    done(adopt(council, "1/26", "all"))
    assert str(minutes(council, "M1/26").items[0].state) == "adopted"
