"""A stance that a seat took itself, signed in: no other record replaces it without a basis, whichever way it comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from slt_flow.results.answers import Done, Refusal
from slt_flow.services.decisions.adopt import adopt, take_stances
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.request import actions
from slt_flow.services.request.context import Account, Context
from slt_flow.views.text.findings import of_finding
from slt_flow.views.text.words import Words
from tests.conftest import Prepared
from tests.records.year import done, go, refused

SEAT: Final = "politikontakt"
SECRETARY, POLICE = Account("os:slt@kontoret"), Account("os:politi@stasjonen")
FORM: Final = '[[items]]\nref = "1/26"\noutcome = "adopt"\nconsent = "all"\n'


def at_a_meeting(context: Context) -> None:
    done(hold(context, "2026-06-10", "ordforer,slt-koordinator,politikontakt,politistasjonssjef"))
    done(register(context, "Natteravner", text="Hver helg", meeting="M1/26"))
    done(bind_account(context, "slt-koordinator", SECRETARY.name))
    done(bind_account(context, SEAT, POLICE.name))


@pytest.fixture
def secretary(prepared: Prepared) -> Context:
    return replace(prepared(at_a_meeting), account=SECRETARY)


@pytest.fixture
def seat(secretary: Context) -> Context:
    """The police contact, signed in."""
    return replace(secretary, account=POLICE, actor=SEAT)


def speaks(context: Context, stance: str, **more: str) -> None:
    go(context, "1/26", "take_stance", post=SEAT, stance=stance, **more)


def by_action(context: Context) -> Done | Refusal:
    return actions.perform(context, ["1/26"], "take_stance", {"post": SEAT, "stance": "consent"})


def by_list(context: Context) -> Done | Refusal:
    return take_stances(context, "1/26", "consent", "all")


def by_consent_of_all(context: Context) -> Done | Refusal:
    return adopt(context, "1/26", "all")


def by_form(context: Context) -> Done | Refusal:
    outcome = record(context, "M1/26", FORM.encode(), "skjema.toml")
    if outcome.done is not None:
        return outcome.done
    (mistake,) = outcome.mistakes
    return Refusal("1/26", "take_stance", mistake.findings)


WAYS: Final = (by_action, by_list, by_consent_of_all, by_form)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_another_record_is_refused_without_a_basis_and_says_what_stands(
    secretary: Context, seat: Context, way: Callable[[Context], Done | Refusal]
) -> None:
    speaks(seat, "stand_aside")
    refusal = refused(way(secretary))
    (finding,) = (finding for finding in refusal.findings if finding.blocks)
    assert finding.rule == "act_has_a_basis"
    assert "har selv tatt standpunkt, innlogget: avstår" in of_finding(finding, Words("nb"))
    assert [row.stance for row in show_case(secretary, "1/26").stances or ()] == ["stand_aside"]
    done(way(replace(secretary, basis="E-post 11.6.")))
    assert {row.stance for row in show_case(secretary, "1/26").stances or () if row.post == SEAT} == {"consent"}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_stance_that_the_secretary_recorded_is_replaced_as_before(
    secretary: Context, way: Callable[[Context], Done | Refusal]
) -> None:
    speaks(secretary, "stand_aside")
    done(way(secretary))


def test_the_same_stance_is_no_other_word(secretary: Context, seat: Context) -> None:
    speaks(seat, "consent")
    done(by_action(secretary))


def test_the_seat_changes_its_own_mind(seat: Context) -> None:
    speaks(seat, "stand_aside")
    speaks(seat, "consent")


def test_whoever_only_says_that_it_is_the_seat_is_not(secretary: Context, seat: Context) -> None:
    speaks(seat, "stand_aside")
    assert isinstance(by_action(replace(secretary, account=Account("os:ingen@kontoret"), actor=SEAT)), Refusal)


def test_a_stance_on_an_earlier_text_stands_in_nobodys_way(secretary: Context, seat: Context) -> None:
    speaks(seat, "stand_aside")
    go(secretary, "1/26", "amend", text="Hver fredag")
    done(by_action(secretary))


def test_what_was_recorded_on_a_basis_is_the_secretarys_word_from_then_on(secretary: Context, seat: Context) -> None:
    speaks(seat, "stand_aside")
    speaks(replace(secretary, basis="Sagt i møtet"), "consent")
    speaks(secretary, "stand_aside")


def test_an_action_that_is_asked_about_says_so_before_it_is_tried(secretary: Context, seat: Context) -> None:
    speaks(seat, "stand_aside")
    (state,) = actions.why(secretary, "1/26", "take_stance", {"post": SEAT, "stance": "consent"}).actions
    assert [finding.rule for finding in state.findings if finding.blocks] == ["act_has_a_basis"]
