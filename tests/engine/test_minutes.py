"""Minutes: written when nothing is left open, approved where that is agreed, and frozen with what they rest on."""

from __future__ import annotations

from typing import Any

import pytest

from slt_flow.engine.decide import Accepted, Refused
from slt_flow.engine.effects.meetings import TEMPLATE
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.undo import builds_on, frozen_by
from slt_flow.model import Item, Meeting, Remark
from slt_flow.model.snapshot import Chain
from slt_flow.terms import Tag
from tests.engine.scenes import ACTIONS, Scene, meeting
from tests.worlds import LATE

CHAIN = Chain(41, "ab" * 32, {"7": "cd" * 32, "12": "ef" * 32})


def archived(state: str = "minuted", chain: Chain | None = CHAIN) -> tuple[Scene, tuple[Entry, ...]]:
    here = meeting(state)
    here.world.snapshot.chain = chain
    here.world.snapshot.head = 41
    return here, here.world.go(here.ref, "archive")


@pytest.mark.parametrize("state", ["minuted", "approved"])
def test_archived_minutes_keep_the_journals_head_the_digests_they_rest_on_and_their_form(state: str) -> None:
    here, (moved, frozen) = archived(state)
    assert (moved.kind, moved.to_state, moved.seq) == (Kind.MOVED, "archived", 42)
    assert (frozen.kind, frozen.subject, frozen.seq) == (Kind.MINUTES_FROZEN, "M1/26", 43)
    assert frozen.data == {
        "head": 41,
        "head_digest": "ab" * 32,
        "digests": {"7": "cd" * 32, "12": "ef" * 32},
        "template": TEMPLATE,
    }
    assert here.world.snapshot.one(Meeting, "M", 2026, 1).frozen == 43


def test_minutes_rest_on_what_is_stored_not_on_what_the_same_request_is_about_to_store() -> None:
    here = meeting("held")
    here.world.snapshot.chain, here.world.snapshot.head = CHAIN, 41
    here.world.go(here.ref, "minute")
    _, frozen = here.world.go(here.ref, "archive")
    assert here.world.snapshot.head == 44
    assert (frozen.data["head"], frozen.data["head_digest"]) == (CHAIN.head, CHAIN.digest)


def test_without_a_chain_the_head_alone_is_kept() -> None:
    _, (_, frozen) = archived(chain=None)
    assert frozen.data == {"head": 41, "template": TEMPLATE}


def test_what_the_minutes_rest_on_is_their_own_and_not_the_snapshots() -> None:
    here, (_, frozen) = archived()
    assert frozen.data["digests"] is not CHAIN.of_case
    assert here.world.snapshot.chain == CHAIN


def test_only_archiving_freezes() -> None:
    freezing = {place for place, action in ACTIONS.items() if "freeze_minutes" in action.does}
    assert freezing == {("meeting", "minuted", "archive"), ("meeting", "approved", "archive")}


def test_minutes_are_not_written_while_something_is_left_on_the_agenda() -> None:
    here = meeting("held")
    here.world.decision("tabled", meeting=here.ref)
    refused = here.perform("minute")
    assert isinstance(refused, Refused)
    assert [(f.rule, f.saw["tabled"]) for f in refused.findings] == [("nothing_is_left_tabled", ("1/26",))]


def test_minutes_that_are_to_be_approved_are_not_archived_before() -> None:
    here = meeting("minuted")
    here.world.clause("minutes_are_approved_if_agreed", approval=True)
    refused = here.perform("archive")
    assert isinstance(refused, Refused)
    assert [f.rule for f in refused.findings] == ["minutes_are_approved_if_agreed"]
    entries = here.world.go(here.ref, "approve", meeting=here.world.meeting("held", no=2, day=LATE), on=LATE)
    assert entries[0].data["meeting"] == "M2/26"
    assert isinstance(here.perform("archive", on=LATE), Accepted)


def test_archived_minutes_are_an_end_from_which_only_an_addendum_leads_on() -> None:
    here, _ = archived()
    item = here.world.snapshot.one(Item, *here.ref)
    assert (item.ended, item.has(Tag.HELD), item.has(Tag.MINUTED)) == (True, True, True)
    assert [name for machine, state, name in ACTIONS if (machine, state) == ("meeting", "archived")] == ["addendum"]


def test_an_addendum_is_added_and_changes_nothing() -> None:
    here, _ = archived()
    before = here.world.snapshot
    for text in ("Rett navn er Kommunestyret", "Og rett dag"):
        here.world.go(here.ref, "addendum", text=text)
    assert [r.text for r in here.world.snapshot.all(Remark)] == ["Rett navn er Kommunestyret", "Og rett dag"]
    assert here.world.snapshot.all(Meeting) == before.all(Meeting)
    assert here.world.state(here.ref) == "archived"


def test_what_archived_minutes_tell_of_is_never_taken_back() -> None:
    here = meeting("held")
    ref = here.world.decision("tabled", meeting=here.ref)
    here.world.all_consent(ref)
    there = here.world.go(here.ref, "leave", post="slt-koordinator", reason="Måtte gå")
    adopted = here.world.go(ref, "adopt")
    beside = here.world.go(ref, "remark", text="Merk")
    minuted = here.world.go(here.ref, "minute")
    assert adopted[0].data["meeting"] == "M1/26"
    for request in (there, adopted, minuted):
        assert frozen_by(request, [*adopted, *minuted]) is None
    frozen = here.world.go(here.ref, "archive")
    for request in (there, adopted, minuted, frozen):
        assert frozen_by(request, frozen) == frozen[-1]
    assert frozen_by(beside, frozen) is None
    added = here.world.go(here.ref, "addendum", text="Tillegg")
    assert frozen_by(added, []) is None
    assert builds_on(added, []) == ()


def test_an_approval_builds_on_the_meeting_it_was_given_in() -> None:
    here = meeting("minuted")
    other = here.world.meeting("called", no=2, day=LATE)
    held = here.world.go(other, "hold", on=LATE, present=(("ordforer", None),))
    approved = here.world.go(here.ref, "approve", on=LATE, meeting=other)
    assert builds_on(held, approved) == approved


@pytest.mark.parametrize("answers", [{}, {"text": "Rettet"}])
def test_archived_minutes_are_not_opened_again(answers: dict[str, Any]) -> None:
    here, _ = archived()
    for action in ("reopen", "attend", "leave", "remark", "archive", "minute", "approve"):
        refused = here.world.perform(here.ref, action, **answers)
        assert isinstance(refused, Refused)
        assert [f.rule for f in refused.findings] == ["action_is_here"]
