"""What was true on the day counts: who held a post, who acted for a seat, and what had happened beneath."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import date

import pytest

from slt_flow.errors import NotYourAction, RequestError
from slt_flow.model import Item
from slt_flow.records import projection
from slt_flow.results.answers import Done, Outcome, Refusal
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.status import status
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import posts
from slt_flow.services.request import actions, parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from tests.conftest import MakeContext, on


@pytest.fixture
def made(context: MakeContext) -> Context:
    return context()


def done(outcome: Outcome) -> Done:
    assert isinstance(outcome, Done), outcome
    return outcome


def refused(outcome: Outcome) -> dict[str, str]:
    """The rules that refuse, each with its remedy."""
    assert isinstance(outcome, Refusal), outcome
    return {finding.rule: finding.remedy for finding in outcome.findings}


def there(context: Context, meeting: str) -> set[str | None]:
    return {row.post for row in show_meeting(context, meeting).attendance}


def test_a_post_that_fell_vacant_later_was_there(made: Context) -> None:
    done(posts.vacate(on(made, "2026-11-01"), "politistasjonssjef"))
    done(hold(made, "2026-04-12", "all"))
    assert "politistasjonssjef" in there(made, "M1/26")


def test_a_post_that_is_recorded_as_vacant_afterwards_commits_nobody(made: Context) -> None:
    done(hold(made, "2026-03-12", "all"))
    done(posts.vacate(on(made, "2026-03-02"), "politistasjonssjef"))
    rules = refused(register(made, "Sak", meeting="M1/26", consent="all"))
    assert "every_party_consents" in rules
    done(undo(made, "Feil", "post:politistasjonssjef"))
    assert done(register(made, "Sak", meeting="M1/26", consent="all")).state == "adopted"


def test_one_person_in_two_posts_counts_on_the_day_of_the_meeting(made: Context) -> None:
    for post in ("ordforer", "administrasjonssjef", "politistasjonssjef"):
        done(posts.appoint(on(made, "2026-01-05"), post, "Kari Eksempel"))
    done(posts.vacate(on(made, "2026-10-01"), "ordforer"))
    done(posts.appoint(on(made, "2026-10-01"), "ordforer", "Ola Prøve"))
    done(hold(made, "2026-03-12", "all"))
    rules = refused(register(made, "Sak", meeting="M1/26", consent="all"))
    assert "nobody_consents_for_two_parties" in rules


def test_a_vacant_post_commits_nobody_as_a_deputy(made: Context) -> None:
    done(posts.vacate(on(made, "2026-02-01"), "politikontakt"))
    with pytest.raises(RequestError, match="vacant_post_present"):
        hold(made, "2026-03-01", "ordforer,politistasjonssjef=politikontakt", mandate="politistasjonssjef=Brev")
    done(hold(made, "2026-03-01", "all"))
    answers = {"post": "politistasjonssjef", "deputy": "politikontakt", "mandate": "politistasjonssjef=Brev"}
    remedy = refused(actions.perform(made, ["M1/26"], "attend", answers))["post_is_held"]
    assert remedy == "slt appoint politikontakt NAME --on 2026-03-01"


def test_a_stance_is_that_of_whoever_took_it(made: Context) -> None:
    done(
        hold(made, "2026-03-12", "ordforer,politistasjonssjef=Nils Navnløs (politi)", mandate="politistasjonssjef=Brev")
    )
    done(register(made, "Sak", meeting="M1/26"))
    for post in ("ordforer", "politistasjonssjef"):
        done(actions.perform(made, ["1/26"], "take_stance", {"post": post, "stance": "consent"}))
    by, mandate = "Nora Navnløs (politi)", "politistasjonssjef=Brev"
    other = {"post": "politistasjonssjef", "deputy": by, "mandate": mandate}
    done(actions.perform(made, ["M1/26"], "attend", other))
    assert "everyone_present_has_taken_a_stance" in refused(adopt(made, "1/26"))
    stances = show_case(made, "1/26").stances
    counting = {row.post: row.counts for row in stances or ()}
    assert counting == {"ordforer": True, "politistasjonssjef": False}


def test_a_meeting_decides_nothing_before_its_day(made: Context) -> None:
    done(hold(made, "2026-03-12", "all"))
    rules = refused(register(on(made, "2026-01-05"), "Før", meeting="M1/26", consent="all"))
    assert "meeting_is_held" in rules


def test_a_new_title_voids_the_stances_on_the_old_where_the_title_is_the_text(made: Context) -> None:
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Sak", meeting="M1/26"))
    done(actions.perform(made, ["1/26"], "take_stance", {"post": "ordforer", "stance": "consent"}))
    done(actions.perform(made, ["1/26"], "rename", {"title": "En annen sak"}))
    assert "stances_are_on_this_text" in refused(adopt(made, "1/26"))


def test_nothing_closes_before_the_last_entry_of_anything_beneath_it(made: Context) -> None:
    done(hold(made, "2026-03-01", "all"))
    for title in ("Sak", "Opphev 1/26"):
        done(register(made, title, meeting="M1/26", consent="all"))
    done(assign(on(made, "2026-03-05"), "1/26", "slt-koordinator", "2026-08-01"))
    done(add_measure(on(made, "2026-03-06"), "1/26.1", "Tiltak", "politikontakt", "2026-07-01"))
    done(actions.perform(on(made, "2026-03-07"), ["1/26.1"], "plan", through=True))
    done(actions.perform(on(made, "2026-06-20"), ["1/26.1.1"], "start", through=True))
    early = actions.perform(on(made, "2026-05-25"), ["1/26"], "rescind", {"decision": "2/26"})
    assert refused(early) == {"nothing_is_dated_backwards": "slt do 1/26 rescind --decision 2/26 --on 2026-06-20"}
    done(actions.perform(on(made, "2026-06-20"), ["1/26"], "rescind", {"decision": "2/26"}))
    (area,) = status(made.at(as_of=date(2026, 6, 20))).areas
    assert [branch.ended for branch in area.decisions[0].children] == [True]


def test_undo_is_for_the_secretary_or_whoever_did_it(made: Context) -> None:
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Sak", meeting="M1/26", consent="all"))
    with pytest.raises(NotYourAction):
        undo(replace(made, actor="radikaliseringskontakt"), "Nei")
    with pytest.raises(NotYourAction):
        posts.vacate(replace(made, actor="politikontakt"), "ordforer")
    done(undo(made, "Feil"))


def test_a_remedy_repeats_what_was_asked_as_a_shell_wants_it(made: Context) -> None:
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Sak", meeting="M1/26", consent="all"))
    done(assign(on(made, "2026-03-13"), "1/26", "slt-koordinator", "2026-08-01"))
    reason = 'etter --due $HOME "avtale"'
    asked = {"due": "2026-07-01", "reason": reason}
    remedy = refused(actions.perform(on(made, "2026-03-01"), ["1/26.1"], "reschedule", asked))[
        "nothing_is_dated_backwards"
    ]
    words = ["slt", "do", "1/26.1", "reschedule", "--due", "2026-07-01", "--reason", reason, "--on", "2026-03-13"]
    assert shlex.split(remedy) == words


def test_what_show_says_is_the_last_entry_is_what_a_program_may_build_on_after_an_undo_too(made: Context) -> None:
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Sak", meeting="M1/26", consent="all"))
    done(actions.perform(made, ["1/26"], "remark", {"text": "Hei"}))
    done(undo(made, "Feil", "1/26"))
    told = show_case(made, "1/26").seq
    done(actions.perform(replace(made, if_seq=told), ["1/26"], "remark", {"text": "Ny"}))
    again = actions.perform(replace(made, if_seq=told), ["1/26"], "remark", {"text": "Enda en"})
    assert set(refused(again)) == {"nothing_changed_meanwhile"}


def test_minutes_have_the_day_on_which_they_were_archived(made: Context) -> None:
    done(hold(on(made, "2026-03-12"), "2026-03-12", "all"))
    done(actions.perform(made, ["M1/26"], "leave", {"post": "ordforer", "reason": "Måtte gå"}))
    assert last_day(made, "M1/26") == date(2026, 3, 12)
    done(actions.perform(made, ["M1/26"], "minute"))
    done(actions.perform(made, ["M1/26"], "archive"))
    assert last_day(made, "M1/26") == made.day


def test_a_decision_ends_on_the_day_of_the_one_that_ends_it(made: Context) -> None:
    for day, title in (("2026-03-12", "Natteravner"), ("2026-04-20", "Opphev 1/26")):
        done(hold(on(made, day), day, "all"))
        done(register(on(made, day), title, meeting="M1/26" if title == "Natteravner" else "M2/26", consent="all"))
    done(actions.perform(made, ["1/26"], "rescind", {"decision": "2/26"}))
    assert last_day(made, "1/26") == date(2026, 4, 20)


def test_minutes_are_approved_in_no_meeting_to_come(made: Context) -> None:
    done(hold(on(made, "2026-03-12"), "2026-03-12", "all"))
    done(actions.perform(made, ["M1/26"], "minute"))
    done(plan(made, "2027-03-12"))
    assert "named_meeting_is_held" in refused(actions.perform(made, ["M1/26"], "approve", {"meeting": "M1/27"}))


def last_day(context: Context, ref: str) -> date:
    with reading(context) as reader:
        return projection.everything(reader.connection, reader.council).one(Item, *parsing.ref(ref)).last_on
