"""Every effect writes the entry that it is named after, with the answers it consumes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest

from slt_flow.engine.decide import Accepted
from slt_flow.engine.effects import EFFECTS
from slt_flow.engine.entries import Kind
from slt_flow.results.meetings import AgendaItem
from slt_flow.terms import Ref
from tests.engine.scenes import ASKED, Place, scene
from tests.worlds import DUE, MEETING_DAY

WRITES: Final[dict[str, Kind]] = {
    "create_child": Kind.REGISTERED,
    "link_meeting": Kind.MEETING_LINKED,
    "leave_agenda": Kind.AGENDA_LEFT,
    "new_text_version": Kind.TEXT_AMENDED,
    "change_title": Kind.TITLE_CHANGED,
    "name_group": Kind.GROUP_NAMED,
    "change_nature": Kind.NATURE_CHANGED,
    "excuse_post": Kind.POST_EXCUSED,
    "record_stance": Kind.STANCE_TAKEN,
    "record_ratification": Kind.RATIFICATION_RECORDED,
    "record_refusal": Kind.RATIFICATION_RECORDED,
    "change_owner": Kind.OWNER_CHANGED,
    "accept_ownership": Kind.OWNERSHIP_ACCEPTED,
    "change_deadline": Kind.DEADLINE_CHANGED,
    "record_progress": Kind.PROGRESS_NOTED,
    "record_review": Kind.REVIEWED,
    "record_time": Kind.TIME_RECORDED,
    "record_remark": Kind.REMARKED,
    "record_link": Kind.ADDRESS_LINKED,
    "name_grounds": Kind.RATIONALE_NAMED,
    "link_neighbour": Kind.NEIGHBOUR_LINKED,
    "carry_learning": Kind.LEARNING_CARRIED,
    "answer_learning": Kind.LEARNING_ANSWERED,
    "record_agenda": Kind.AGENDA_SENT,
    "record_agenda_if_sent": Kind.AGENDA_SENT,
    "record_attendance_list": Kind.ATTENDANCE_RECORDED,
    "record_attendance": Kind.ATTENDANCE_RECORDED,
    "record_leaving": Kind.ATTENDANCE_RECORDED,
    "change_day": Kind.DAY_CHANGED,
    "add_agenda_point": Kind.AGENDA_POINT_ADDED,
    "describe_agenda_point": Kind.AGENDA_POINT_DESCRIBED,
    "deal_with_agenda_point": Kind.AGENDA_POINT_DEALT_WITH,
    "settle_agenda": Kind.AGENDA_SETTLED,
    "arrange_meeting": Kind.MEETING_ARRANGED,
    "record_guests": Kind.ATTENDANCE_RECORDED,
    "drop_agenda_point": Kind.AGENDA_POINT_DROPPED,
    "place_agenda_point": Kind.AGENDA_POINT_PLACED,
    "attest": Kind.ATTESTED,
    "freeze_minutes": Kind.MINUTES_FROZEN,
}
"""The kind of entry that each effect writes."""


PREPARED: Final[dict[str, dict[str, Any]]] = {
    "describe_agenda_point": {"text": "Mer om saken"},
    "deal_with_agenda_point": {"discussion": "Alle var enige", "outcome": "acknowledged"},
    "arrange_meeting": {"at": "10:00", "until": "12:00", "venue": "Rådhuset"},
    "attest": {"meeting": Ref("M", 2026, 1)},
    "change_deadline": {"due": DUE - timedelta(days=1)},
    "record_agenda_if_sent": {"sent": MEETING_DAY - timedelta(days=8)},
}
"""What is answered where the usual answers have nothing for an effect to write."""


def place_of(effect: str) -> Place:
    """An action that has an effect."""
    return next(place for place, action in ASKED.items() if effect in action.does)


def words(answer: Any) -> Iterator[str]:
    """Every word of an answer, however deep it stands."""
    if isinstance(answer, tuple) and not isinstance(answer, Ref):
        for part in answer:
            yield from words(part)
    elif answer is not None:
        yield from str(answer).casefold().split(":")


@pytest.mark.parametrize("effect", WRITES)
def test_the_effect_writes_its_entry_with_what_was_answered(effect: str) -> None:
    machine, state, action = place_of(effect)
    here = scene((machine, state, action))
    here.answers |= PREPARED.get(effect, {})
    if effect == "settle_agenda":  # a request draws the agenda up
        here.world.snapshot.agenda = (AgendaItem("own:1", "own", title="Ny skole"),)
    answer = here.perform(action)
    assert isinstance(answer, Accepted)
    entries = [entry for entry in answer.entries if entry.kind == WRITES[effect]]
    assert entries
    written = " ".join(
        str(value) for entry in entries for value in (*entry.data.items(), *entry.texts.items())
    ).casefold()
    consumed = [here.answers.get(name) for name in EFFECTS[effect].consumes]
    assert [word for value in consumed for word in words(value) if word not in written] == []


@pytest.mark.parametrize(("effect", "granted"), [("record_ratification", True), ("record_refusal", False)])
def test_the_answer_of_a_body_is_kept_as_it_was_given(effect: str, granted: bool) -> None:
    machine, state, action = place_of(effect)
    answer = scene((machine, state, action)).perform(action)
    assert isinstance(answer, Accepted)
    assert [entry.data["granted"] for entry in answer.entries if entry.kind == WRITES[effect]] == [granted]


def test_every_effect_is_tried_here() -> None:
    assert set(WRITES) == set(EFFECTS)
