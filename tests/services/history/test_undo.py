"""Mistakes are taken back by entries that void them; what others build on is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.results.answers import Refusal
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.lists import list_decisions
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show, show_case
from slt_flow.services.history import audit
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people import areas, organisations, posts
from slt_flow.services.people.lists import list_posts
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request as DeskRequest
from slt_flow.services.request.transaction import keep
from tests.conftest import MakeContext, Prepared, on
from tests.records.year import done, go, refused, rules


def _made(begun: Context) -> None:
    """A meeting held on 12 March; a decision adopted there, with one assignment and one measure."""
    done(hold(begun, "2026-03-12", "all"))
    done(register(begun, "Trygg skolevei", meeting="M1/26", consent="all"))
    done(assign(begun, "1/26", "politikontakt", "2026-09-01"))
    done(add_measure(begun, "1/26.1", "Måle farten", "radikaliseringskontakt", "2026-08-01"))


@pytest.fixture
def made(prepared: Prepared) -> Context:
    return prepared(_made)


@pytest.fixture(autouse=True)
def _whole(made: Context) -> object:
    yield
    assert audit.verify(made)[0].flaws == ()


def state(context: Context, ref: str) -> str:
    return str(show(context, ref).state)


def taken_back(context: Context, ref: str | None = None) -> object:
    return undo(context, "Feil", ref)


def blocked_by(outcome: object) -> tuple[str, ...]:
    assert isinstance(outcome, Refusal), outcome
    (finding,) = outcome.findings
    assert finding.rule == "nothing_builds_on_it"
    return tuple(finding.saw["refs"])


def test_the_last_request_is_taken_back(made: Context) -> None:
    taken = done(undo(made, "Feil"))
    assert taken.ref == "1/26.1.1"
    with pytest.raises(RequestError, match="unknown_ref"):
        show_case(made, "1/26.1.1")
    last = audit.show(made)[-1]
    assert (last["kind"], last["subject"], last["texts"]["reason"]) == ("EntryVoided", "1/26.1.1", "Feil")


def test_again_takes_one_request_further_back(made: Context) -> None:
    for gone in ("1/26.1.1", "1/26", "1/26", "M1/26"):
        assert done(undo(made, "Feil")).refs[0] == gone
    with pytest.raises(RequestError, match="nothing_to_undo"):
        taken_back(made)
    assert list_decisions(made) == ()


def test_what_began_the_council_is_not_taken_back(context: MakeContext, made: Context) -> None:
    with pytest.raises(RequestError, match="nothing_to_undo"):
        taken_back(context("levanger"))


def test_a_case_is_taken_back_step_by_step(made: Context) -> None:
    go(made, "1/26.1", "accept")
    go(made, "1/26.1", "plan")
    go(made, "1/26.1", "replan")
    done(register(made, "En annen sak"))
    for expected in ("planned", "accepted", "given"):
        done(undo(made, "Feil", "1/26.1"))
        assert state(made, "1/26.1") == expected
    assert blocked_by(taken_back(made, "1/26.1")) == ("1/26.1.1",)
    assert state(made, "2/26") == "registered"


def test_a_request_is_taken_back_whole(made: Context) -> None:
    done(actions.perform(made, ["1/26.1"], "plan", through=True))
    done(undo(made, "Feil", "1/26.1"))
    assert state(made, "1/26.1") == "given"


def test_numbers_are_never_used_again(made: Context) -> None:
    done(undo(made, "Feil"))
    assert done(add_measure(made, "1/26.1", "Måle farten", "radikaliseringskontakt", "2026-08-01")).ref == "1/26.1.2"
    for _ in range(4):
        done(undo(made, "Feil"))
    assert done(hold(made, "2026-03-12", "all")).ref == "M2/26"
    assert done(register(made, "Trygg skolevei", meeting="M2/26", consent="all")).ref == "2/26"
    assert done(assign(made, "2/26", "politikontakt", "2026-09-01")).ref == "2/26.1"


def test_the_same_request_may_come_again_after_an_undo(made: Context) -> None:
    go(made, "1/26.1", "accept")
    assert go(made, "1/26.1", "accept").already
    done(undo(made, "Feil", "1/26.1"))
    assert state(made, "1/26.1") == "given"
    assert not go(made, "1/26.1", "accept").already
    assert state(made, "1/26.1") == "accepted"


def test_a_day_that_was_taken_back_is_forgotten(made: Context) -> None:
    go(made, "1/26.1", "accept", "2026-12-24")
    done(undo(made, "Feil", "1/26.1"))
    assert go(made, "1/26.1", "accept", "2026-06-16").entries


def test_it_names_what_builds_on_a_request(made: Context) -> None:
    assert blocked_by(taken_back(made, "1/26.1")) == ("1/26.1.1",)
    assert blocked_by(taken_back(made, "1/26")) == ("1/26.1.1",)
    assert blocked_by(taken_back(made, "M1/26")) == ("1/26",)


def test_progress_beneath_holds_what_stands_above(made: Context) -> None:
    done(actions.perform(made, ["1/26.1"], "plan", through=True))
    done(actions.perform(made, ["1/26.1.1"], "start", through=True))
    go(made, "1/26.1.1", "note_progress", percent="10")
    assert blocked_by(taken_back(made, "1/26.1")) == ("1/26.1.1",), "its last request began the work"
    done(undo(made, "Feil", "1/26.1.1"))
    done(undo(made, "Feil", "1/26.1"))
    assert (state(made, "1/26.1"), state(made, "1/26.1.1")) == ("planned", "delegated")


def test_what_a_decision_allowed_holds_its_adoption(made: Context) -> None:
    done(register(made, "Rektor skal kunne eie oppdrag", meeting="M1/26"))
    done(adopt(made, "2/26", "all"))
    done(posts.designate(made, "radikaliseringskontakt", by="2/26"))
    assert blocked_by(taken_back(made, "2/26")) == ("post:radikaliseringskontakt",)
    done(undo(made, "Feil"))
    done(undo(made, "Feil", "2/26"))
    assert state(made, "2/26") == "tabled"


def test_an_area_holds_the_decision_that_made_it(made: Context) -> None:
    done(register(made, "Nytt område", meeting="M1/26"))
    done(adopt(made, "2/26", "all"))
    done(areas.add_area(made, "nattevakt", "Nattevakt", "2/26"))
    done(register(made, "Sak", area="nattevakt"))
    assert blocked_by(taken_back(made, "2/26")) == ("area:nattevakt",)


def test_a_rescission_holds_the_decision_that_said_so(made: Context) -> None:
    done(register(made, "Opphev 1/26", meeting="M1/26"))
    done(adopt(made, "2/26", "all"))
    go(made, "1/26", "rescind", decision="2/26")
    assert blocked_by(taken_back(made, "2/26")) == ("1/26", "1/26.1", "1/26.1.1") or blocked_by(
        taken_back(made, "2/26")
    ) == ("1/26",)


def test_attendance_holds_what_was_decided_by_it(made: Context) -> None:
    done(hold(made, "2026-05-01", "ordforer,slt-koordinator"))
    done(register(made, "En sak", meeting="M2/26"))
    go(made, "M2/26", "attend", post="politistasjonssjef")
    done(adopt(made, "2/26", "all"))
    assert blocked_by(taken_back(made, "M2/26")) == ("2/26",)


def test_a_post_holds_while_it_owns_work_or_stands_in_a_meeting(made: Context) -> None:
    done(organisations.add_organisation(made, "skolen", "Skolen", "kommune"))
    done(posts.add_post(made, "rektor", "Rektor", "skolen", ["executing"]))
    done(add_measure(made, "1/26.1", "Foreldremøte", "rektor", "2026-08-01"))
    done(register(made, "En annen sak"))
    told = [line.subject for line in history(made)]
    assert told.index("post:rektor") < told.index("1/26.1.2")
    for gone in ("2/26", "1/26.1.2", "post:rektor", "organisation:skolen"):
        assert done(undo(made, "Feil")).entries, gone
    assert "rektor" not in {row.id for row in list_posts(made)}


def test_a_holder_is_taken_back(made: Context) -> None:
    done(posts.appoint(made, "ordforer", "Kari Nordmann"))
    done(posts.vacate(made, "ordforer"))
    done(undo(made, "Feil"))
    (mayor,) = (row for row in list_posts(made) if row.id == "ordforer")
    assert (mayor.holder, mayor.vacant) == ("Kari Nordmann", False)


def test_an_undo_is_not_undone_but_entered_again(made: Context) -> None:
    go(made, "1/26.1", "accept")
    done(undo(made, "Feil", "1/26.1"))
    assert blocked_by(taken_back(made, "1/26.1")) == ("1/26.1.1",), "one further back, not forward again"
    assert state(made, "1/26.1") == "given"


def test_an_undo_needs_a_reason_and_a_case(made: Context) -> None:
    before = made.store.path.read_bytes()
    for reason in ("", "  ", "\u200b", "a\x1b[31m"):
        with pytest.raises(RequestError):
            undo(made, reason)
    for ref in ("9/26", "1/26.9", "M9/26"):
        with pytest.raises(RequestError, match="unknown_ref"):
            undo(made, "Feil", ref)
    with pytest.raises(RequestError, match="bad_ref"):
        undo(made, "Feil", "ordforer")
    assert made.store.path.read_bytes() == before


def test_a_dry_undo_takes_nothing_back(made: Context) -> None:
    before = made.store.path.read_bytes()
    assert done(undo(replace(made, dry_run=True), "Feil")).dry_run
    assert made.store.path.read_bytes() == before


def freeze(context: Context, meeting: str) -> None:
    """Minutes are archived: an action that does so comes with a later machine, its effect is here already."""
    with context.store.writing() as connection:
        request = DeskRequest(context, connection, str(context.council))
        request.record(
            Entry(kind=Kind.MINUTES_FROZEN, subject=meeting, on=context.day, data={"head": request.snapshot.head})
        )
        keep(request, "")


def test_what_archived_minutes_tell_is_not_taken_back(made: Context) -> None:
    done(register(made, "En sak", meeting="M1/26"))
    go(made, "2/26", "take_stance", post="ordforer", stance="consent")
    freeze(made, "M1/26")
    before = made.store.path.read_bytes()
    assert rules(undo(made, "Feil", "2/26")) == {"minutes_are_not_frozen"}
    assert refused(undo(made, "Feil", "2/26")).findings[0].saw["minutes"] == "M1/26"
    assert made.store.path.read_bytes() == before


def test_what_archived_minutes_vouch_for_is_not_taken_back(made: Context) -> None:
    done(register(made, "En sak", meeting="M1/26", consent="all"))
    go(made, "2/26", "remark", text="Sagt i møtet")
    for action in ("minute", "archive"):
        go(made, "M1/26", action)
    assert rules(undo(made, "Feil", "2/26")) == {"minutes_are_not_frozen"}


def test_what_came_after_the_minutes_may_be_taken_back(made: Context) -> None:
    freeze(made, "M1/26")
    go(made, "1/26.1", "accept")
    done(undo(made, "Feil", "1/26.1"))
    assert state(made, "1/26.1") == "given"


def test_undo_holds_for_today(made: Context) -> None:
    done(undo(on(made, date(2026, 7, 1)), "Feil"))
    assert audit.show(made)[-1]["on"] == date(2026, 7, 1)
