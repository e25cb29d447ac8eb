"""A kind of decision dresses the decision machine: more rules at some actions, and work that comes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from slt_flow.definitions.load import PinnedKind, load_kind, pinned_kind
from slt_flow.engine.decide import Accepted, Refused
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.fold import apply
from slt_flow.engine.machine import Machines
from slt_flow.engine.new_entries import kind_pinned
from slt_flow.errors import DefinitionError
from slt_flow.model import Counter, Definition, Item
from slt_flow.model.facts import Facts
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref
from tests.engine.scenes import Scene, decision, told
from tests.worlds import DUE, MEETING_DAY, OPENED, TODAY, built_machines, kinds, kvaefjord, machines

KINDS = sorted(kinds())
PLACES = [
    ("decision", state, name) for state, built in machines()["decision"].machine.states.items() for name in built.on
]


def of_kind(name: str, state: str) -> Scene:
    """A decision of a kind in a state, with what stands beneath it there."""
    here = decision(state)
    about = {field: 2026 if field == "year" else "2026–2027" for field in kinds()[name].kind.kind.about}
    here.world.change_decision(here.ref, kind=name, kind_pin=kinds()[name].digest, about=about)
    return here


@pytest.mark.parametrize("place", PLACES, ids=told)
@pytest.mark.parametrize("name", KINDS)
def test_an_action_needs_its_own_rules_and_those_of_the_kind_and_is_otherwise_the_same(
    name: str, place: tuple[str, str, str]
) -> None:
    _, state, action = place
    here = of_kind(name, state)
    own = built_machines()["decision"].actions(state)[action]
    dressed = here.world.machines.action(Facts(here.world.snapshot, here.ref), action)
    assert dressed is not None
    more = [rule for rule in kinds()[name].kind.needs.get(action, ()) if rule not in own.needs]
    assert list(dressed.needs) == [*own.needs, *more]
    assert dressed._replace(needs=own.needs) == own


@pytest.mark.parametrize("action", ["adopt", "adopt_conditionally"])
def test_some_kind_adds_to_an_action_so_that_the_test_above_tells_something(action: str) -> None:
    assert kinds()["evaluation"].kind.needs[action]


@pytest.mark.parametrize("name", KINDS)
def test_a_decision_of_no_kind_and_the_work_beneath_have_the_actions_of_their_machine(name: str) -> None:
    world = decision("adopted").world
    own = built_machines()["decision"].actions("adopted")["assign"]
    assert world.machines.action(Facts(world.snapshot, Ref("", 2026, 1)), "assign") == own
    here = of_kind(name, "in_follow_up")
    below = here.world.machines.action(Facts(here.world.snapshot, here.ref.child(1)), "accept")
    assert below == built_machines()["assignment"].actions("given")["accept"]


def test_a_case_outside_the_decisions_has_no_kind() -> None:
    world = kvaefjord()
    meeting, learning = world.meeting("planned"), world.learning_point()
    world.decision("tabled")  # of the same number as both
    world.change_decision(Ref("", 2026, 1), kind="evaluation", kind_pin=kinds()["evaluation"].digest)
    assert world.machines.action(world.facts(meeting), "call") == built_machines()["meeting"].actions("planned")["call"]
    assert (
        world.machines.action(world.facts(learning), "carry")
        == built_machines()["learning_point"].actions("noted")["carry"]
    )


def test_a_state_without_the_action_has_none_whatever_the_kind() -> None:
    here = of_kind("evaluation", "registered")
    assert here.world.machines.action(Facts(here.world.snapshot, here.ref), "adopt") is None


def test_what_a_kind_adds_keeps_the_action_shut_and_is_found_with_the_rest() -> None:
    here = of_kind("evaluation", "tabled")
    here.world.measure(here.world.assignment(here.world.decision("in_follow_up", no=2)), "verified")
    here.world.all_consent(here.ref)
    refused = here.perform("adopt", on=TODAY)
    assert isinstance(refused, Refused)
    assert {f.rule for f in refused.findings} == {"year_is_far_enough", "evaluation_is_complete"}
    here.world.change(Ref("", 2026, 2, 1, 1), tags=("begun",), ended=False, state="underway")
    assert isinstance(here.perform("adopt", on=date(2026, 11, 1)), Accepted)


# the work that a kind brings with it


def given(days: int, on: date = TODAY) -> tuple[Scene, tuple[Item, ...]]:
    """By-laws whose first assignment is due so many days after it was given, with the measures that came."""
    here = of_kind("bylaws", "adopted")
    here.world.go(here.ref, "assign", owner="politikontakt", due=on + timedelta(days=days), on=on)
    return here, here.world.snapshot.children(here.ref.child(1))


def test_the_first_assignment_brings_the_kinds_measures_under_its_owner_each_so_long_before_its_deadline() -> None:
    _, measures = given(100)
    wanted = kinds()["bylaws"].kind.measures
    assert len(wanted) == 3
    due = TODAY + timedelta(days=100)
    assert [(m.title, m.owner, m.due) for m in measures] == [
        (preset.title, "politikontakt", due - timedelta(days=preset.days_before)) for preset in wanted
    ]
    assert {(m.machine, m.state, m.level) for m in measures} == {("measure", "delegated", "executing")}
    assert [str(m.ref) for m in measures] == ["1/26.1.1", "1/26.1.2", "1/26.1.3"]


@pytest.mark.parametrize("days", range(0, 40, 3))
def test_no_measure_is_due_after_its_assignment_or_before_it_was_given(days: int) -> None:
    _, measures = given(days)
    assert len(measures) == 3
    assert all(TODAY <= m.due <= TODAY + timedelta(days=days) for m in measures if m.due)


def test_an_assignment_entered_after_its_deadline_brings_measures_that_are_due_with_it() -> None:
    _, measures = given(-5)
    assert {m.due for m in measures} == {TODAY - timedelta(days=5)}
    assert TODAY - timedelta(days=5) >= MEETING_DAY


def test_the_measures_come_once() -> None:
    here, measures = given(100)
    here.world.go(here.ref, "assign", owner="slt-koordinator", due=DUE)
    assert here.world.snapshot.children(here.ref.child(2)) == ()
    here.world.go(here.ref.child(2), "cancel", reason="Grunn")
    here.world.go(here.ref.child(1), "cancel", reason="Grunn")
    assert here.world.state(here.ref) == "adopted"
    here.world.go(here.ref, "assign", owner="slt-koordinator", due=DUE)
    assert here.world.snapshot.children(here.ref.child(3)) == ()
    assert len(measures) == 3


def test_they_come_with_the_next_assignment_when_the_first_was_taken_back() -> None:
    """Its number stays given; what was voided brought nothing."""
    here = of_kind("bylaws", "adopted")
    before = here.world.snapshot
    here.world.go(here.ref, "assign", owner="politikontakt", due=DUE)
    counters = here.world.snapshot.all(Counter)
    here.world.snapshot = before.copy()
    for counter in counters:
        here.world.snapshot.put(counter)
    here.world.go(here.ref, "assign", owner="politikontakt", due=DUE)
    assert [str(m.ref) for m in here.world.snapshot.children(here.ref.child(2))] == ["1/26.2.1", "1/26.2.2", "1/26.2.3"]


def test_work_sent_back_after_it_was_carried_out_brings_them_not_again() -> None:
    here = of_kind("bylaws", "carried_out")
    answers = {"owner": "politikontakt", "due": DUE, "meeting": Ref("M", 2026, 1), "reason": "Grunn"}
    here.world.go(here.ref, "send_back", **answers)
    assert here.world.snapshot.children(here.ref.child(2)) == ()


def test_a_measure_added_by_hand_brings_no_others() -> None:
    here = of_kind("bylaws", "in_follow_up")
    here.world.go(here.ref.child(1), "add_measure", title="Eget tiltak", owner="rektor", due=DUE)
    assert [m.title for m in here.world.snapshot.children(here.ref.child(1))] == ["Eget tiltak"]


@pytest.mark.parametrize("name", [name for name in KINDS if not kinds()[name].kind.measures])
def test_a_kind_without_measures_brings_none(name: str) -> None:
    here = of_kind(name, "adopted")
    here.world.go(here.ref, "assign", owner="politikontakt", due=DUE)
    assert here.world.snapshot.children(here.ref.child(1)) == ()


def test_what_they_bring_is_an_entry_each_and_leads_to_the_same_rows_again() -> None:
    here = of_kind("bylaws", "adopted")
    before = here.world.snapshot.copy()
    entries = here.world.go(here.ref, "assign", owner="politikontakt", due=DUE, resources="40 timer")
    for entry in entries:
        apply(before, entry)
    assert dict(before.tables()) == dict(here.world.snapshot.tables())
    assert [e.subject for e in entries if e.kind == "Registered"] == ["1/26.1", "1/26.1.1", "1/26.1.2", "1/26.1.3"]
    assert {e.subject for e in entries if e.texts.get("resources")} == {"1/26.1"}


# the file changes, the case does not


def kept(kind: PinnedKind) -> PinnedKind:
    """The kind as the council's tables have it, whatever became of its file."""
    snapshot = Snapshot("x")
    apply(snapshot, replace(kind_pinned(kind, OPENED), seq=1))
    row = snapshot.one(Definition, kind.digest)
    return pinned_kind(row.content, row.name)


@pytest.mark.parametrize("name", KINDS)
def test_a_pinned_kind_is_the_same_again_from_the_tables_alone(name: str) -> None:
    assert kept(kinds()[name]) == kinds()[name]


def test_a_case_keeps_the_kind_it_was_registered_with_when_the_file_says_something_else() -> None:
    old = kinds()["bylaws"]
    new = pinned_kind(old.content.replace("days_before = 30", "days_before = 60"), "bylaws")
    assert new.digest != old.digest
    here = of_kind("bylaws", "adopted")
    here.world.machines = Machines(
        here.world.machines.built_machines, {each.digest: each.kind for each in (kept(new), kept(old))}
    )
    here.world.go(here.ref, "assign", owner="politikontakt", due=DUE)
    assert here.world.snapshot.children(here.ref.child(1))[0].due == DUE - timedelta(days=30)


def test_a_kind_nobody_pinned_is_no_ordinary_decision() -> None:
    here = of_kind("bylaws", "adopted")
    here.world.machines = Machines(here.world.machines.built_machines)
    with pytest.raises(KeyError):
        here.perform("assign", owner="politikontakt", due=DUE)


def test_there_is_no_kind_without_a_file() -> None:
    with pytest.raises(DefinitionError):
        load_kind("kommuneplan", machines()["decision"].machine, vocabulary())
