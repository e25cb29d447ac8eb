"""Minutes tell what was recorded, as the meeting left it; archived, they are the same for ever."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from slt_flow.errors import RequestError
from slt_flow.results.answers import Refusal
from slt_flow.results.follow_up import NextMeeting
from slt_flow.results.meetings import Minutes, MinutesItem
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over
from slt_flow.services.decisions.register import register, table
from slt_flow.services.history import audit
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import posts
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from tests.conftest import Prepared, on
from tests.records.year import done, go, refused, rules


def item(found: Minutes, ref: str) -> MinutesItem:
    return next(each for each in found.items if each.ref == ref)


def said(rows: tuple[Any, ...], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in rows]


@pytest.fixture
def rich(prepared: Prepared) -> Context:
    """M1/26 with a deputy, a guest and one who left; agreed, not agreed, postponed, noted and conditional items."""
    return prepared(_tell)


def _tell(made: Context) -> None:
    done(posts.appoint(on(made, "2026-01-05"), "ordforer", "Kari Eksempel"))
    present = "ordforer,administrasjonssjef,slt-koordinator,politistasjonssjef=Per Prøve (politi)"
    done(
        hold(made, "2026-03-12", present, guests=["Ungdomsrådets leder"], mandate="politistasjonssjef=Fullmakt 9. mars")
    )
    done(register(made, "Felles foreldremøte", text="Utkast.", meeting="M1/26"))
    go(made, "1/26", "amend", text="Alle trinn inviteres.")
    done(adopt(made, "1/26", "all"))
    done(register(made, "Stengte gater", meeting="M1/26"))
    go(made, "2/26", "excuse", post="slt-koordinator", reason="Inhabil", decided_by="ordforer,administrasjonssjef")
    for post, stance, reason in (
        ("ordforer", "consent", None),
        ("administrasjonssjef", "stand_aside", "Vil se tall først"),
        ("politistasjonssjef", "object", "Ikke folk til det"),
    ):
        go(made, "2/26", "take_stance", post=post, stance=stance, reason=reason)
    go(made, "2/26", "conclude_without_consensus")
    done(register(made, "Senere", meeting="M1/26"))
    go(made, "3/26", "postpone", reason="Mangler tall")
    done(register(made, "Tall fra politiet", meeting="M1/26", for_information=True))
    go(made, "4/26", "take_note")
    go(made, "M1/26", "leave", post="slt-koordinator", reason="Tannlege")
    done(register(made, "Politivedtekter", meeting="M1/26", consent="all", needs_ratification=["Kommunestyret"]))
    go(made, "M1/26", "remark", text="Møtet begynte kl. 9.")
    done(assign(made, "1/26", "slt-koordinator", "2026-06-01"))
    done(add_measure(made, "1/26.1", "Leie hall", "politikontakt", "2026-05-15"))
    done(plan(made, "2026-09-10"))


def archived(context: Context) -> Minutes:
    go(context, "M1/26", "minute")
    go(context, "M1/26", "archive")
    return minutes(context, "M1/26")


def test_who_was_there_and_how(rich: Context) -> None:
    rows = said(minutes(rich, "M1/26").attendance, "post", "presence", "deputy", "mandate", "reason")
    assert rows == [
        ("ordforer", "seat", None, None, ""),
        ("administrasjonssjef", "seat", None, None, ""),
        ("slt-koordinator", "left", None, None, "Tannlege"),
        ("politistasjonssjef", "deputy", "Per Prøve (politi)", "Fullmakt 9. mars", ""),
        ("politikontakt", "absent", None, None, ""),
        (None, "guest", None, None, ""),
    ]


@pytest.mark.parametrize(
    ("ref", "state", "reason"),
    [
        ("1/26", "adopted", ""),
        ("2/26", "not_agreed", ""),
        ("3/26", "registered", "Mangler tall"),
        ("4/26", "noted", ""),
        ("5/26", "conditional", ""),
    ],
)
def test_each_item_stands_where_the_meeting_left_it(rich: Context, ref: str, state: str, reason: str) -> None:
    found = item(minutes(rich, "M1/26"), ref)
    assert (found.state, found.reason, found.open) == (state, reason, False)
    assert found.state.label["nb"]


def test_an_item_has_its_text_as_it_was_decided_and_everybodys_stance_with_the_reasons(rich: Context) -> None:
    found = minutes(rich, "M1/26")
    assert (item(found, "1/26").text, item(found, "1/26").text_version) == ("Alle trinn inviteres.", 2)
    assert said(item(found, "1/26").stances, "title", "holder", "deputy", "stance")[0] == (
        "Ordfører", "Kari Eksempel", None, "consent",
    )  # fmt: skip
    assert said(item(found, "2/26").stances, "post", "stance", "reason") == [
        ("ordforer", "consent", ""),
        ("administrasjonssjef", "stand_aside", "Vil se tall først"),
        ("politistasjonssjef", "object", "Ikke folk til det"),
    ]
    assert said(item(found, "2/26").excused, "post", "reason") == [("slt-koordinator", "Inhabil")]
    assert len(item(found, "1/26").present) == 4
    assert "slt-koordinator" not in {row.post for row in item(found, "5/26").present}


def test_every_follow_up_has_its_owner_and_deadline(rich: Context) -> None:
    follow_up = item(minutes(rich, "M1/26"), "1/26").follow_up
    told = [(row.ref, row.owner and row.owner.title, row.due) for row in follow_up]
    assert told == [("1/26.1", "SLT-koordinator", date(2026, 6, 1)), ("1/26.1.1", "Politikontakt", date(2026, 5, 15))]


def test_remarks_and_the_next_meeting_stand_there(rich: Context) -> None:
    found = minutes(rich, "M1/26")
    assert [row.text for row in found.remarks] == ["Møtet begynte kl. 9."]
    assert found.next_meeting == NextMeeting("M2/26", date(2026, 9, 10), "ordinary")
    assert found.written_by.post == "slt-koordinator"


def test_an_item_of_two_meetings_stands_in_each_as_that_one_left_it(rich: Context) -> None:
    later = on(rich, "2026-09-10")
    done(table(rich, "2/26", "M2/26"))
    done(hold(later, "M2/26", "all"))
    done(adopt(later, "2/26", "all"))
    done(assign(later, "2/26", "politikontakt", "2026-12-01"))
    assert item(minutes(rich, "M1/26"), "2/26").state == "not_agreed"
    assert item(minutes(rich, "M1/26"), "2/26").follow_up == ()
    assert item(minutes(rich, "M2/26"), "2/26").state == "adopted"
    assert [row.ref for row in item(minutes(rich, "M2/26"), "2/26").follow_up] == ["2/26.1"]


def test_what_the_meeting_did_beside_its_items_is_told(rich: Context) -> None:
    later = on(rich, "2026-09-10")
    go(rich, "M1/26", "minute")
    done(actions.perform(rich, ["1/26.1"], "plan", through=True))
    done(actions.perform(rich, ["1/26.1.1"], "finish", {"result": "Leid"}, through=True))
    done(hold(later, "M2/26", "all"))
    go(later, "1/26.1.1", "verify", meeting="M2/26")
    go(later, "M1/26", "approve", meeting="M2/26")
    assert {row.ref for row in minutes(rich, "M2/26").others} == {"1/26.1.1", "M1/26"}
    assert minutes(rich, "M1/26").approved_in == "M2/26"


def test_an_item_that_is_not_concluded_keeps_the_minutes_open(rich: Context) -> None:
    done(register(rich, "Glemt", meeting="M1/26"))
    assert item(minutes(rich, "M1/26"), "6/26").open
    outcome = refused(actions.perform(rich, ["M1/26"], "minute"))
    assert outcome.findings[0].saw["tabled"] == ("6/26",)
    assert outcome.findings[0].remedy == "slt decision postpone 6/26 --reason TEXT"


def test_a_meeting_that_was_not_held_has_no_minutes(rich: Context) -> None:
    with pytest.raises(RequestError, match="minutes_not_held"):
        minutes(rich, "M2/26")
    go(rich, "M2/26", "cancel", reason="Snø")
    with pytest.raises(RequestError, match="minutes_of_cancelled"):
        minutes(rich, "M2/26")
    with pytest.raises(RequestError, match="unknown_ref"):
        minutes(rich, "M9/26")


def test_archiving_prints_the_head_that_the_journal_verifies(rich: Context) -> None:
    go(rich, "M1/26", "minute")
    outcome = go(rich, "M1/26", "archive")
    (notice,) = [n for n in outcome.notices if n.code == "minutes_frozen"]
    found = minutes(rich, "M1/26").frozen
    assert found is not None
    assert notice.facts["anchor"] == found.anchor
    (verified,) = audit.verify(rich, anchor=found.anchor)
    assert not verified.flaws
    assert found.entries == outcome.entries[0] - 1


def _goes_on(context: Context) -> None:
    """Everything the minutes tell of changes afterwards: follow-up, owners, deadlines, titles, names, meetings."""
    later = on(context, "2026-06-15")
    done(hand_over(later, "1/26.1.1", "slt-koordinator", "Flyttet"))
    done(actions.perform(later, ["1/26.1"], "reschedule", {"due": "2026-10-01", "reason": "Ferie"}))
    done(actions.perform(later, ["1/26.1"], "rename", {"title": "Ny tittel"}))
    done(add_measure(later, "1/26.1", "Enda et tiltak", "politikontakt", "2026-09-01"))
    done(actions.perform(later, ["2/26"], "rename", {"title": "Gågater"}))
    done(table(later, "2/26", "M2/26"))
    done(posts.appoint(on(context, "2026-02-01"), "politikontakt", "Nora Navnløs"))
    done(posts.vacate(later, "ordforer"))
    done(posts.appoint(later, "ordforer", "Olga Oppdiktet"))
    done(actions.perform(later, ["M2/26"], "move", {"date": "2026-09-20", "reason": "Valg"}))
    go(later, "5/26", "ratify", body="Kommunestyret", case="K-sak 3/26", date="2026-06-01")


def test_archived_minutes_never_change(rich: Context) -> None:
    before = archived(rich)
    assert before.state == "archived"
    _goes_on(rich)
    assert minutes(rich, "M1/26") == before
    assert minutes(rich.at(as_of=date(2026, 6, 15)), "M1/26") == before


def test_minutes_that_are_not_archived_tell_of_the_follow_up_as_it_is_now(rich: Context) -> None:
    before = minutes(rich, "M1/26")
    _goes_on(rich)
    after = minutes(rich, "M1/26")
    assert after != before
    assert [row.title for row in item(after, "1/26").follow_up] == ["Ny tittel", "Leie hall", "Enda et tiltak"]
    assert item(after, "2/26").title == "Stengte gater"


def test_an_addendum_is_added_and_nothing_else_changed(rich: Context) -> None:
    before = archived(rich)
    go(rich, "M1/26", "addendum", text="Møtet begynte kl. 10.")
    after = minutes(rich, "M1/26")
    assert [row.text for row in after.addenda] == ["Møtet begynte kl. 10."]
    assert after._replace(addenda=()) == before
    assert rules(undo(rich, "Feil", "M1/26")) == {"minutes_are_not_frozen"}
    assert minutes(rich, "M1/26") == after


@pytest.mark.parametrize(
    ("action", "answers"),
    [
        ("attend", {"post": "politikontakt"}),
        ("leave", {"post": "ordforer", "reason": "x"}),
        ("minute", {}),
        ("archive", {}),
        ("reopen", {"reason": "x"}),
        ("move", {"date": "2026-04-01", "reason": "x"}),
        ("add_item", {"title": "x"}),
        ("cancel", {"reason": "x"}),
        ("hold", {"present": "all"}),
        ("remark", {"text": "x"}),
        ("approve", {"meeting": "M1/26"}),
        ("call", {}),
    ],
)
def test_no_action_changes_an_archived_meeting_but_an_addendum(
    rich: Context, action: str, answers: dict[str, str]
) -> None:
    archived(rich)
    outcome = actions.perform(on(rich, "2026-06-16"), ["M1/26"], action, answers)
    assert isinstance(outcome, Refusal)
    assert [(f.rule, f.remedy) for f in outcome.findings] == [("action_is_here", "slt meeting addendum M1/26 TEXT")]


@pytest.mark.parametrize("ref", ["1/26.1.1", "2/26", "3/26", "4/26", "5/26", "M1/26"])
def test_what_archived_minutes_tell_is_not_taken_back(rich: Context, ref: str) -> None:
    before = archived(rich)
    assert rules(undo(rich, "Feil", ref)) == {"minutes_are_not_frozen"}
    assert minutes(rich, "M1/26") == before


def test_what_came_after_archived_minutes_is_taken_back(rich: Context) -> None:
    before = archived(rich)
    done(add_measure(rich, "1/26.1", "Enda et tiltak", "politikontakt", "2026-05-20"))
    done(undo(rich, "Feil", "1/26.1.2"))
    go(rich, "1/26.1.1", "remark", text="Ringt")
    done(undo(rich, "Feil", "1/26.1.1"))
    assert minutes(rich, "M1/26") == before


def test_nothing_more_is_decided_at_an_archived_meeting(rich: Context) -> None:
    archived(rich)
    assert rules(register(rich, "For sent", meeting="M1/26")) == {"meeting_may_decide"}
