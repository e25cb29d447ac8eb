"""What was said stays said: attempts to make an objection disappear, each in a real database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from slt_flow.errors import RequestError
from slt_flow.model.matters import words_in
from slt_flow.records import projection
from slt_flow.records.replay import rebuild
from slt_flow.results.answers import Refusal
from slt_flow.results.meetings import MinutedObjection, Minutes
from slt_flow.services.decisions.adopt import adopt, take_stances
from slt_flow.services.decisions.register import register
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request import actions
from slt_flow.services.request.context import Account, Context
from slt_flow.terms import ERASED
from slt_flow.views.meetings.minutes import document
from slt_flow.views.text.words import Words
from slt_flow.views.writers.markdown import markdown
from tests.conftest import MakeContext
from tests.records.year import done

OBJECTOR: Final = "politikontakt"
REASON: Final = "For få folk."


def go(context: Context, ref: str, action: str, **answers: str) -> None:
    done(actions.perform(context, [ref], action, answers))


@pytest.fixture
def council(context: MakeContext) -> Context:
    """A council at a meeting, with an item that the police contact has objected to."""
    council = context()
    done(hold(council, "2026-03-12", "all"))
    done(register(council, "Natteravner", text="Natteravner hver helg", meeting="M1/26"))
    go(council, "1/26", "take_stance", post=OBJECTOR, stance="object", reason=REASON)
    return council


def excused(council: Context) -> None:
    go(council, "1/26", "excuse", post=OBJECTOR, reason="Måtte gå")


def left(council: Context) -> None:
    go(council, "M1/26", "leave", post=OBJECTOR, reason="Tog")


def amended_and_excused(council: Context) -> None:
    go(council, "1/26", "amend", text="Natteravner hver fredag")
    excused(council)


def given_in_and_amended_back(council: Context) -> None:
    go(council, "1/26", "amend", text="Natteravner om sommeren")
    go(replace(council, basis="Sagt i møtet"), "1/26", "take_stance", post=OBJECTOR, stance="consent")
    go(council, "1/26", "amend", text="Natteravner hver helg")
    excused(council)


def undone(council: Context) -> None:
    done(undo(council, "Feil", "1/26"))
    excused(council)


def put_off_and_tabled_again(council: Context) -> None:
    go(council, "1/26", "postpone", reason="Pause")
    go(council, "1/26", "table", meeting="M1/26")
    excused(council)


def tabled_at_a_meeting_before_it(council: Context) -> None:
    go(council, "1/26", "postpone", reason="Pause")
    done(hold(council, "2026-02-12", "all"))
    go(council, "1/26", "table", meeting="M2/26")
    excused(council)


ATTEMPTS: Final = (
    excused, left, amended_and_excused, given_in_and_amended_back, undone, put_off_and_tabled_again,
    tabled_at_a_meeting_before_it,
)  # fmt: skip


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.__name__)
def test_an_objection_outlasts(council: Context, attempt: Callable[[Context], None]) -> None:
    attempt(council)
    refusal = adopt(council, "1/26", "all")
    assert isinstance(refusal, Refusal)
    assert {finding.rule for finding in refusal.findings} == {"consensus_is_reached", "nobody_objects"}
    assert same_when_made_anew(council)


@pytest.mark.parametrize("attempt", ATTEMPTS[:-1], ids=lambda attempt: attempt.__name__)
def test_minutes_print_it_with_its_reason_and_that_it_stands(
    council: Context, attempt: Callable[[Context], None]
) -> None:
    attempt(council)
    (objection,) = objections(minutes(council, "M1/26"))
    assert (objection.post, objection.reason, objection.standing) == (OBJECTOR, REASON, True)
    text = markdown(document(minutes(council, "M1/26"), Words("nb")))
    assert f"– {REASON}" in text
    assert "innvendingen står" in text


def test_it_ends_when_its_seat_speaks_on_this_text_and_the_minutes_say_so(council: Context) -> None:
    asked = {"post": OBJECTOR, "stance": "consent"}
    refusal = actions.perform(council, ["1/26"], "take_stance", asked)
    assert isinstance(refusal, Refusal)
    assert [finding.rule for finding in refusal.findings] == ["act_has_a_basis"]
    named = replace(council, actor=OBJECTOR, account=Account("os:anybody@slt"))
    assert isinstance(actions.perform(named, ["1/26"], "take_stance", asked), Refusal), "anybody can type a name"
    go(replace(named, account=Account("os:objector@slt", everyone=True)), "1/26", "take_stance", **asked)
    done(adopt(council, "1/26", "all"))
    (objection,) = objections(minutes(council, "M1/26"))
    assert (objection.standing, objection.stance_since, objection.undone) == (False, "consent", None)
    assert same_when_made_anew(council)


def test_an_undone_objection_is_minuted_with_the_reason_it_was_undone_for(council: Context) -> None:
    done(undo(council, "Feil post", "1/26"))
    go(replace(council, basis="Sagt i møtet"), "1/26", "take_stance", post=OBJECTOR, stance="consent")
    (objection,) = objections(minutes(council, "M1/26"))
    assert (objection.standing, objection.undone, objection.basis) == (False, "Feil post", "Sagt i møtet")
    assert "Feil post" in markdown(document(minutes(council, "M1/26"), Words("nb")))


def test_at_a_later_meeting_the_seats_speak_anew(council: Context) -> None:
    go(council, "1/26", "postpone", reason="Pause")
    done(hold(council, "2026-06-12", "all"))
    go(council, "1/26", "table", meeting="M2/26")
    done(adopt(council, "1/26", "all"))
    assert objections(minutes(council, "M1/26"))[0].standing


def test_a_decision_registered_anew_as_information_says_what_was_said_before(council: Context) -> None:
    go(council, "1/26", "withdraw", reason="Trekkes")
    done(register(council, "Til orientering", text="Natteravner hver helg.", meeting="M1/26", for_information=True))
    go(council, "2/26", "take_note")
    first, second = minutes(council, "M1/26").items
    assert (first.again, second.again, second.information) == ((), ("1/26",), True)
    assert first.objections[0].standing


TEXT: Final = "Natteravner hver helg"
OTHERS: Final = "ordforer,administrasjonssjef,politistasjonssjef,slt-koordinator"


def withdrawn(council: Context) -> str:
    go(council, "1/26", "withdraw", reason="Trekkes")
    return "M1/26"


def not_agreed(council: Context) -> str:
    for post in OTHERS.split(","):
        go(council, "1/26", "take_stance", post=post, stance="consent")
    go(council, "1/26", "conclude_without_consensus")
    return "M1/26"


def taken_back(council: Context) -> str:
    done(undo(council, "Feil", "1/26"))
    done(undo(council, "Feil sak", "1/26"))
    return "M1/26"


def called_something_else_and_withdrawn(council: Context) -> str:
    go(council, "1/26", "rename", title="Noe annet")
    go(council, "1/26", "amend", text="Noe annet")
    return withdrawn(council)


def put_to_a_second_meeting_of_the_day(council: Context) -> str:
    withdrawn(council)
    done(hold(council, "2026-03-12", OTHERS, kind="extraordinary"))
    return "M2/26"


def undone_with_its_meeting(council: Context) -> str:
    for _ in range(3):
        done(undo(council, "Feil"))
    done(hold(council, "2026-03-12", OTHERS))
    return "M2/26"


NEW_REFS: Final = (
    withdrawn, not_agreed, taken_back, called_something_else_and_withdrawn, put_to_a_second_meeting_of_the_day,
    undone_with_its_meeting,
)  # fmt: skip
"""Ways to come to a new ref for the same matter; each returns the meeting that is to adopt it."""


CASES: Final = [
    (way, title, text)
    for way, (title, text) in zip(NEW_REFS, [("natteravner.", None), ("Nytt navn", f"{TEXT}!")] * 3, strict=True)
]


@pytest.mark.parametrize(("way", "title", "text"), CASES, ids=[way.__name__ for way in NEW_REFS])
def test_it_outlasts_a_new_ref_for_the_same_matter(
    council: Context, way: Callable[[Context], str], title: str, text: str | None
) -> None:
    meeting = way(council)
    outright = register(council, title, text=text, meeting=meeting, consent="all")
    assert isinstance(outright, Refusal)
    assert not any("--consent" in finding.remedy for finding in outright.findings), "nobody said so"
    done(register(council, title, text=text, meeting=meeting))
    refusal = adopt(council, "2/26", OTHERS)
    assert isinstance(refusal, Refusal)
    objecting = next(finding for finding in refusal.findings if finding.rule == "nobody_objects")
    assert (objecting.saw["objecting"], objecting.saw["elsewhere"]) == ((OBJECTOR,), ("1/26",))
    (raised,) = minutes(council, meeting).items[-1].objections
    assert (raised.post, raised.raised_in, raised.reason, raised.standing) == (OBJECTOR, "1/26", REASON, True)
    assert f"Gikk imot i 1/26: Politikontakt – {REASON}" in markdown(document(minutes(council, meeting), Words("nb")))
    assert same_when_made_anew(council)


def test_a_seat_that_spoke_on_a_basis_does_not_speak_again_without_one(council: Context) -> None:
    withdrawn(council)
    done(register(council, "Natteravner", meeting="M1/26"))
    go(replace(council, basis="Sagt i møtet"), "2/26", "take_stance", post=OBJECTOR, stance="consent")
    again = actions.perform(council, ["2/26"], "take_stance", {"post": OBJECTOR, "stance": "stand_aside"})
    assert isinstance(again, Refusal)
    taken = done(adopt(council, "2/26", "all"))
    assert len(taken.steps) == len(OTHERS.split(",")) + 1, "everybody speaks once"
    (raised,) = minutes(council, "M1/26").items[-1].objections
    assert (raised.standing, raised.spoken_in, raised.basis) == (False, "2/26", "Sagt i møtet")
    assert same_when_made_anew(council)


def test_all_who_have_said_the_same_already_do_not_speak_twice(council: Context) -> None:
    go(replace(council, basis="Sagt i møtet"), "1/26", "take_stance", post=OBJECTOR, stance="consent")
    assert len(done(take_stances(council, "1/26", "consent", "all")).steps) == len(OTHERS.split(","))
    with pytest.raises(RequestError, match="nobody_left_to_speak"):
        take_stances(council, "1/26", "consent", "others")
    assert objections(minutes(council, "M1/26"))[0].basis == "Sagt i møtet"


def test_another_matter_and_a_meeting_of_a_later_day_begin_anew(council: Context) -> None:
    undone_with_its_meeting(council)
    done(register(council, "Skjenketider", text="Klokka ett", meeting="M2/26", consent="all"))
    done(hold(council, "2026-03-13", OTHERS))
    done(register(council, "Natteravner", text=TEXT, meeting="M3/26", consent="all"))
    (raised,) = minutes(council, "M3/26").items[0].objections
    assert (raised.raised_in, raised.reason, raised.undone, raised.standing) == ("1/26", REASON, "Feil", False)


def test_minutes_of_a_meeting_held_again_tell_what_was_taken_back_with_the_first(council: Context) -> None:
    undone_with_its_meeting(council)
    (off,) = minutes(council, "M2/26").off_agenda
    assert (off.ref, off.title, off.reason, off.objections[0].reason) == ("1/26", "Natteravner", "Feil", REASON)


def test_a_decision_undone_after_consent_is_told_of(council: Context) -> None:
    done(register(council, "Skjenketider", meeting="M1/26"))
    go(council, "2/26", "take_stance", post=OBJECTOR, stance="consent")
    done(undo(council, "Feil sak", "2/26"))
    done(undo(council, "Feil sak", "2/26"))
    (off,) = minutes(council, "M1/26").off_agenda
    assert (off.ref, off.title, off.reason, off.objections) == ("2/26", "Skjenketider", "Feil sak", ())


def test_an_objection_to_a_decision_that_was_undone_is_minuted(council: Context) -> None:
    done(undo(council, "Feil", "1/26"))
    done(undo(council, "Feil sak", "1/26"))
    (off,) = minutes(council, "M1/26").off_agenda
    assert (off.ref, off.title, off.objections[0].reason) == ("1/26", "Natteravner", REASON)
    assert "Natteravner" in markdown(document(minutes(council, "M1/26"), Words("nb")))
    assert same_when_made_anew(council)


@pytest.mark.parametrize(
    "text", ["natteravner hver helg", "Natteravner  hver\u00a0helg.", "Natteravner hver helg\u200b…"]
)
def test_an_unchanged_text_is_no_amendment(council: Context, text: str) -> None:
    refusal = actions.perform(council, ["1/26"], "amend", {"text": text})
    assert isinstance(refusal, Refusal)
    assert [finding.rule for finding in refusal.findings] == ["text_is_changed"]


def test_two_matters_whose_words_were_erased_are_not_the_same() -> None:
    assert words_in(ERASED, "Natteravner.", "", "natteravner") == ("natteravner",)


def objections(minuted: Minutes) -> tuple[MinutedObjection, ...]:
    (item,) = minuted.items
    return item.objections


def same_when_made_anew(context: Context) -> bool:
    """The tables are what the journal amounts to."""
    with context.store.writing() as connection:
        before = projection.everything(connection, "kvaefjord")
        rebuild(connection, "kvaefjord")
        return dict(projection.everything(connection, "kvaefjord").tables()) == dict(before.tables())
