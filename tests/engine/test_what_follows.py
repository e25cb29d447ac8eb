"""Consequences of an action: effects, actions of cases around, automatic actions, refusals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import pytest

from slt_flow.engine.decide import Accepted, Gate, Refused
from slt_flow.engine.effects import EFFECTS
from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.model import Decision, Excuse, Item, LearningPoint, Neighbour, OwnerSpell
from slt_flow.terms import Ref, Tag
from tests.engine.scenes import (
    ACTIONS,
    ASKED,
    Place,
    assignment,
    decision,
    learning_point,
    measure,
    meeting,
    scene,
    told,
)
from tests.worlds import DUE, LATE, MEETING_DAY, TODAY, kvaefjord, machines

OWNERS_ACTIONS: Final = [place for place, action in ASKED.items() if action.by[0] == "owner" and place[0] != "decision"]


@pytest.mark.parametrize("place", OWNERS_ACTIONS, ids=told)
def test_a_third_partys_act_is_recorded_only_on_a_basis(place: Place) -> None:
    here = scene(place)
    here.world.change(here.ref, owner="idrettsleder", accepted_by=("idrettslag",))
    refused = here.perform(place[2], acted_by="idrettsleder")
    assert isinstance(refused, Refused)
    assert [f.rule for f in refused.findings] == [Gate.ACT_HAS_A_BASIS]
    recorded = here.perform(place[2], acted_by="idrettsleder", basis="E-post 3.5.")
    assert isinstance(recorded, Accepted)
    assert recorded.entries[0].texts["basis"] == "E-post 3.5."
    assert isinstance(here.perform(place[2], acted_by=None, actor="idrettsleder"), Accepted)


def test_a_third_partys_work_starts_only_after_its_own_acceptance() -> None:
    """I3: a party is never bound by another."""
    world = measure("delegated").world
    ref = world.measure(Ref("", 2026, 1, 1), "delegated", no=2, owner="idrettsleder")
    world.go(ref, "accept", basis="E-post 3.5.")
    assert world.snapshot.one(Item, *ref).accepted_by == ("idrettslag",)
    world.go(ref, "start", basis="E-post 4.5.")
    assert world.state(ref) == "underway"


def test_an_offer_outside_the_parties_goes_back_to_the_start_and_voids_what_another_accepted() -> None:
    here = measure("underway")
    here.world.change(here.ref, accepted_by=("kommune",))
    here.world.go(here.ref, "offer", owner="idrettsleder", reason="Grunn")
    item = here.world.snapshot.one(Item, *here.ref)
    assert (item.state, item.owner, item.accepted_by) == ("delegated", "idrettsleder", ())


def test_work_given_to_a_third_party_cannot_be_handed_over_without_an_offer() -> None:
    here = measure("underway")
    refused = here.perform("hand_over", owner="idrettsleder", reason="Grunn")
    assert isinstance(refused, Refused)
    assert [f.rule for f in refused.findings] == ["owner_is_bound"]


def moves(entries: tuple[Entry, ...]) -> list[tuple[str, str, str | None]]:
    return [(entry.subject, str(entry.action), entry.to_state) for entry in entries if entry.kind is Kind.MOVED]


def test_the_first_measure_that_starts_starts_its_assignment() -> None:
    here = measure("accepted")
    assert moves(here.world.go(here.ref, "start")) == [
        ("1/26.1.1", "start", "underway"),
        ("1/26.1", "start", "underway"),
    ]


def test_an_assignment_planned_while_work_has_begun_is_underway_at_once() -> None:
    here = assignment("accepted")
    here.world.measure(here.ref, "blocked", no=2)
    assert moves(here.world.go(here.ref, "plan")) == [("1/26.1", "plan", "planned"), ("1/26.1", "start", "underway")]


def test_the_last_approved_assignment_completes_the_decision() -> None:
    here = assignment("reported")
    here.world.assignment(here.ref.top, "cancelled", no=2)
    assert moves(here.world.go(here.ref, "approve")) == [
        ("1/26.1", "approve", "approved"),
        ("1/26", "complete", "carried_out"),
    ]


def test_a_decision_is_not_complete_while_an_assignment_is_open() -> None:
    """I5: a parent closes only when all its children are settled."""
    here = assignment("reported")
    here.world.assignment(here.ref.top, "given", no=2)
    assert moves(here.world.go(here.ref, "approve")) == [("1/26.1", "approve", "approved")]
    assert here.world.state(here.ref.top) == "in_follow_up"


def test_a_decision_whose_every_assignment_is_cancelled_falls_back() -> None:
    here = assignment("given")
    assert moves(here.world.go(here.ref, "cancel", reason="Grunn")) == [
        ("1/26.1", "cancel", "cancelled"),
        ("1/26", "fall_back", "adopted"),
    ]


def test_a_cancelled_assignment_cancels_its_open_measures_and_leaves_those_that_ended() -> None:
    here = assignment("underway")
    here.world.measure(here.ref, "verified", no=2)
    here.world.measure(here.ref, "declined", no=3)
    entries = here.world.go(here.ref, "cancel", reason="Rådet vil noe annet")
    assert moves(entries)[0] == ("1/26.1", "cancel", "cancelled")
    assert set(moves(entries)[1:]) == {
        ("1/26.1.1", "cancel", "cancelled"),
        ("1/26.1.3", "cancel", "cancelled"),
        ("1/26", "fall_back", "adopted"),
    }
    assert {e.texts["reason"] for e in entries if e.action == "cancel"} == {"Rådet vil noe annet"}
    assert here.world.state(here.ref.child(2)) == "verified"


def test_a_rescinded_decision_cancels_all_open_work_beneath_and_stays_rescinded() -> None:
    here = assignment("underway")
    here.world.assignment(here.ref.top, "given", no=2)
    here.world.assignment(here.ref.top, "approved", no=3)
    other = here.world.decision("adopted", no=2, meeting=Ref("M", 2026, 1), text="Rådet opphever 1/26.")
    here.world.go(here.ref.top, "rescind", decision=other)
    states = {str(item.ref): item.state for item in here.world.snapshot.all(Item) if item.ref.top == here.ref.top}
    assert states == {
        "1/26": "rescinded",
        "1/26.1": "cancelled",
        "1/26.1.1": "cancelled",
        "1/26.2": "cancelled",
        "1/26.3": "approved",
    }


@pytest.mark.parametrize("state", ["planned", "called"])
def test_a_cancelled_meeting_postpones_the_items_on_its_agenda_and_no_others(state: str) -> None:
    world = kvaefjord()
    cancelled, other = world.meeting(state), world.meeting("planned", no=2)
    on_agenda = [world.decision("tabled", no=n, meeting=cancelled) for n in (1, 2)]
    elsewhere = world.decision("tabled", no=3, meeting=other)
    decided = world.decision("not_agreed", no=4, meeting=cancelled)
    world.go(cancelled, "cancel", reason="Sykdom")
    assert [world.state(ref) for ref in on_agenda] == ["registered", "registered"]
    assert (world.state(elsewhere), world.state(decided)) == ("tabled", "not_agreed")


def test_an_amendment_voids_the_stances_taken() -> None:
    """I8."""
    here = decision("tabled")
    here.world.all_consent(here.ref)
    assert isinstance(here.perform("adopt"), Accepted)
    here.world.go(here.ref, "amend", text="En annen tekst")
    refused = here.world.perform(here.ref, "adopt")
    assert isinstance(refused, Refused)
    assert "stances_are_on_this_text" in {f.rule for f in refused.findings}
    here.world.all_consent(here.ref)
    assert isinstance(here.world.perform(here.ref, "adopt"), Accepted)


@pytest.mark.parametrize("state", ["not_agreed", "not_ratified", "registered"])
def test_a_new_round_begins_without_stances_excuses_or_ratifications(state: str) -> None:
    here = decision(state)
    here.world.all_consent(here.ref)
    here.world.excuse(here.ref, "politikontakt")
    here.world.ratified(here.ref, "kommunestyret")
    here.world.change_decision(here.ref, bodies=("kommunestyret",))
    here.world.go(here.ref, "table", meeting=Ref("M", 2026, 1))
    facts = here.world.facts(here.ref)
    assert facts.stances == {}
    assert "politikontakt" in {post.id for post in facts.taking_part}
    assert here.world.finding("every_ratification_is_recorded", here.ref).saw["waiting"] == ("kommunestyret",)
    assert facts.snapshot.find(Excuse, 2026, 1, facts.decision.round, "politikontakt") is None


def test_one_refused_ratification_is_enough() -> None:
    here = decision("conditional")
    here.world.ratified(here.ref, "Kommunestyret")
    here.world.go(here.ref, "refuse_ratification", body="Politimesteren", case="1/26", date=TODAY, reason="Nei")
    assert here.world.state(here.ref) == "not_ratified"


@pytest.mark.parametrize("place", [p for p, action in ASKED.items() if "create_child" in action.does], ids=told)
def test_new_work_has_exactly_one_owner_and_a_number_never_given_before(place: Place) -> None:
    here = scene(place)
    beneath = here.world.snapshot.children(here.ref)
    here.world.go(here.ref, place[2], **here.answers)
    first = next(c for c in here.world.snapshot.children(here.ref) if c not in beneath)
    assert first.ref == here.ref.child(len(beneath) + 1)
    assert (first.owner, first.due) == (here.answers["owner"], DUE)
    spells = [
        s
        for s in here.world.snapshot.all(OwnerSpell)
        if Ref("", s.year, s.no, s.assignment_no, s.measure_no) == first.ref
    ]
    assert [(s.post, s.until) for s in spells] == [(first.owner, None)]


def test_a_perform_beneath_stops_at_what_the_actions_rules_forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    """An action performed on another's account is judged like any other."""
    here = assignment("underway")
    built = here.world.machines.built(machines()["measure"].digest)
    defined = built.pinned.machine
    shut = defined.every_open_state.on["cancel"]._replace(needs=("parent_is_planned",))
    with monkeypatch.context() as patch:
        for state in defined.states:
            if "cancel" in built.actions(state):
                patch.setitem(built.actions(state), "cancel", shut)
        decided = here.perform("cancel", reason="Grunn")
    assert isinstance(decided, Accepted)
    assert moves(decided.entries)[0] == ("1/26.1", "cancel", "cancelled")
    assert decided.snapshot.one(Item, "", 2026, 1, 1, 1).state == "underway"


def test_what_follows_is_never_dated_before_the_case_it_happens_to() -> None:
    here = measure("accepted")
    above = here.ref.parent
    assert above is not None
    here.world.change(above, last_on=LATE)
    entries = here.world.go(here.ref, "start", on=TODAY)
    assert [(e.subject, e.on) for e in entries] == [("1/26.1.1", TODAY), ("1/26.1", LATE)]


def test_an_unknown_case_is_named() -> None:
    with pytest.raises(RequestError) as raised:
        kvaefjord().perform(Ref("", 2026, 7), "adopt")
    assert (raised.value.code, raised.value.facts["ref"]) == ("unknown_ref", "7/26")


def test_an_unknown_action_is_answered_with_the_nearest() -> None:
    here = decision("tabled")
    with pytest.raises(RequestError) as raised:
        here.perform("adoppt")
    assert (raised.value.code, raised.value.facts["near"]) == ("unknown_action", "adopt")


def test_every_effect_is_named_by_some_action() -> None:
    assert {effect for action in ACTIONS.values() for effect in action.does if isinstance(effect, str)} == set(EFFECTS)


def test_a_cancelled_meeting_postpones_what_stood_on_its_agenda_and_nothing_else() -> None:
    here = meeting("called")
    tabled, elsewhere = (here.world.decision("tabled", no=no, meeting=here.ref) for no in (1, 2))
    here.world.change_decision(elsewhere, meeting="M7/26")
    here.world.decision("adopted", no=3, meeting=here.ref)
    entries = here.world.go(here.ref, "cancel", reason="For få saker")
    assert moves(entries) == [("M1/26", "cancel", "cancelled"), ("1/26", "postpone", "registered")]
    assert {e.texts["reason"] for e in entries if e.kind is Kind.MOVED} == {"For få saker"}
    assert here.world.snapshot.one(Decision, 2026, 1).meeting is None
    assert tabled.no == 1
    assert here.world.state(elsewhere) == "tabled"


def test_a_case_rests_on_a_challenge_or_on_knowledge_or_on_both_and_says_so_once() -> None:
    here = measure("underway")
    knowledge, challenge = here.world.knowledge(), here.world.challenge()
    here.world.go(here.ref, "base_on", challenge=challenge)
    here.world.go(here.ref, "base_on", knowledge=knowledge, challenge=challenge)
    item = here.world.snapshot.one(Item, *here.ref)
    assert (item.challenges, item.knowledge) == (("uteliv",), ("ungdata-2026",))
    with pytest.raises(RequestError) as raised:
        here.perform("base_on")
    assert raised.value.code == "no_grounds_named"


def test_points_of_ones_own_are_numbered_in_each_meeting() -> None:
    here = meeting("planned")
    other = here.world.meeting("called", no=2)
    told = [here.world.go(ref, "add_item", title="Ny sak") for ref in (here.ref, other, here.ref)]
    assert [(e.subject, e.data["point"]) for entries in told for e in entries] == [
        ("M1/26", "own:1"),
        ("M2/26", "own:1"),
        ("M1/26", "own:2"),
    ]
    here.world.go(here.ref, "drop_item", point="own:1")
    (third,) = here.world.go(here.ref, "add_item", title="En til")
    assert third.data["point"] == "own:3"


def test_a_neighbours_decision_is_kept_as_its_council_and_its_ref() -> None:
    here = decision("adopted")
    (entry,) = here.world.go(here.ref, "link_neighbour", neighbour="verdal:5/26")
    assert entry.data == {"council": "verdal", "journal": None, "ref": "5/26"}
    here.world.go(here.ref, "link_neighbour", neighbour="verdal:5/26")
    assert [(n.neighbour, n.ref) for n in here.world.snapshot.all(Neighbour)] == [("verdal", "5/26")]


def test_a_learning_point_is_carried_as_often_as_it_takes_and_then_answered_by_a_reason() -> None:
    here = learning_point("noted")
    for year in (2027, 2028):
        here.world.go(here.ref, "carry", year=year)
        assert here.world.snapshot.one(LearningPoint, 2026, 1).carried_to == year
        assert here.world.state(here.ref) == "carried"
    entries = here.world.go(here.ref, "answer", reason="Ordnet")
    assert [(e.kind, e.texts.get("reason")) for e in entries] == [
        (Kind.MOVED, "Ordnet"),
        (Kind.LEARNING_ANSWERED, None),
    ]
    assert here.world.snapshot.one(Item, *here.ref).ended


def test_a_learning_point_answered_by_nothing_stays_open() -> None:
    refused = learning_point("carried").perform("answer")
    assert isinstance(refused, Refused)
    assert [f.rule for f in refused.findings] == ["answer_is_given"]


def test_minutes_opened_again_are_minutes_to_be_written() -> None:
    here = meeting("minuted")
    here.world.go(here.ref, "reopen", reason="Et standpunkt manglet")
    item = here.world.snapshot.one(Item, *here.ref)
    assert (item.state, item.has(Tag.MINUTED), item.note) == ("held", False, "Et standpunkt manglet")


@pytest.mark.parametrize("state", ["minuted", "approved", "archived"])
def test_what_was_minuted_is_no_meeting_to_table_at(state: str) -> None:
    here = decision("registered")
    refused = here.perform("table", meeting=here.world.meeting(state, no=2))
    assert isinstance(refused, Refused)
    assert [(f.rule, f.saw["written"]) for f in refused.findings] == [("meeting_may_decide", True)]


def test_an_item_may_be_tabled_only_where_the_council_decides() -> None:
    here = decision("registered")
    for no, kind in enumerate(("information", "coordination"), start=2):
        refused = here.perform("table", meeting=here.world.meeting("planned", no=no, kind=kind))
        assert isinstance(refused, Refused)
        assert [f.rule for f in refused.findings] == ["meeting_may_decide"]


def test_a_late_agenda_is_recorded_and_not_refused() -> None:
    """What has happened in the world is recorded; a refusal would only make the record false."""
    here = meeting("planned")
    entries = here.world.go(here.ref, "call", sent=MEETING_DAY)
    assert [e.data.get("sent") for e in entries if e.kind is Kind.AGENDA_SENT] == [MEETING_DAY.isoformat()]


def test_an_agenda_recorded_before_the_meeting_was_sent_that_day_unless_another_is_named() -> None:
    here = meeting("planned")
    before = MEETING_DAY - timedelta(days=1)
    entries = here.world.go(here.ref, "call", on=before)
    assert [e.data.get("sent") for e in entries if e.kind is Kind.AGENDA_SENT] == [before.isoformat()]


@pytest.mark.parametrize("on", [MEETING_DAY, TODAY])
def test_once_the_meetings_day_has_come_the_day_the_agenda_was_sent_is_asked_for(on: date) -> None:
    with pytest.raises(RequestError) as raised:
        meeting("planned").perform("call", on=on)
    assert raised.value.code == "sent_day_needed"


def test_a_meeting_with_a_party_missing_is_recorded_and_not_refused() -> None:
    here = meeting("called")
    here.world.go(here.ref, "hold", present=(("ordforer", None),))
    held = here.world.snapshot.one(Item, *here.ref)
    assert held.has(Tag.HELD)


@pytest.mark.parametrize("day", [date(2026, 3, 9), date(2020, 1, 1)])
def test_a_deadline_before_the_deciding_meeting_is_refused(day: date) -> None:
    here = decision("adopted")
    refused = here.perform("assign", owner="politikontakt", due=day)
    assert isinstance(refused, Refused)
    assert [f.rule for f in refused.findings] == ["deadline_is_after_the_meeting"]
