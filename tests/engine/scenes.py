"""For every action of every shipped machine, a world in which it stands open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from slt_flow.definitions.machines import Action
from slt_flow.engine.decide import Accepted, Refused
from slt_flow.engine.entries import Kind
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.rules import Rule, judge
from slt_flow.terms import Ref, Stance
from tests.worlds import DUE, MEETING_DAY, SHIPPED, TODAY, YEAR, World, kinds, kvaefjord, machines

SECRETARY: Final = "slt-koordinator"
OUTSIDER: Final = "naeringslivskontakt"
"""A post with no seat, no role and no work: no action is its own."""

Place = tuple[str, str, str]


def every_place() -> Iterator[tuple[Place, Action]]:
    """Each machine, state and action as the definitions have them."""
    for machine in SHIPPED:
        definition = machines()[machine].machine
        for state in definition.states:
            for name, action in definition.actions(state).items():
                yield (machine, state, name), action


ACTIONS: Final[dict[Place, Action]] = dict(every_place())
ASKED: Final = {place: action for place, action in ACTIONS.items() if not action.auto}
AUTO: Final = {place: action for place, action in ACTIONS.items() if action.auto}


def told(place: Place) -> str:
    return "-".join(place)


@dataclass
class Scene:
    """A world in which an action stands open, the case that has it, and what is answered there."""

    world: World
    ref: Ref
    answers: dict[str, Any] = field(default_factory=dict)
    acted_by: str | None = None

    def perform(self, action: str, **named: Any) -> Accepted | Refused:
        """Ask for the action as the secretary, unless said otherwise."""
        return self.world.perform(self.ref, action, **{"acted_by": self.acted_by, **self.answers, **named})


ANSWERS: Final[Mapping[str, Any]] = {
    "title": "Ny tittel",
    "text": "Ny tekst",
    "reason": "Grunn",
    "result": "Resultat",
    "address": "https://example.org/sak",
    "percent": 40,
    "case": "12/26",
    "date": MEETING_DAY - timedelta(days=1),
    "due": DUE,
    "present": (("ordforer", None), ("politistasjonssjef", "Stedfortreder")),
    "neighbour": "verdal:5/26",
    "year": 2027,
    "point": "own:1",
    "place": 3,
    "group": "ko",
    "guests": ("Elevrådet",),
}
"""What is answered wherever nothing else is said."""


def scene(place: Place) -> Scene:
    """The action's case in its state, with all around it as it would be, and answers that fit."""
    machine, state, name = place
    found = standing(machine, state)
    wanted = {answer: ANSWERS[answer] for answer in ACTIONS[place].asks if answer in ANSWERS}
    found.answers = {**wanted, **found.answers}
    if prepare := PREPARE.get((machine, name)):
        prepare(found)
    return found


def standing(machine: str, state: str) -> Scene:
    """A case of a machine in a state, with all around it as it would be."""
    return STANDING[machine](state)


def decision(state: str) -> Scene:
    world = kvaefjord()
    bodies = ("Kommunestyret", "Politimesteren") if state == "conditional" else ()
    ref = world.decision(state, meeting=world.meeting(), bodies=bodies)
    if state == "in_follow_up":
        world.assignment(ref, "given")
    if state == "carried_out":
        world.assignment(ref, "approved")
    return Scene(world, ref)


def assignment(state: str) -> Scene:
    world = kvaefjord()
    ref = world.assignment(world.decision("in_follow_up", meeting=world.meeting()), state)
    beneath = {"given": None, "returned": None, "accepted": "delegated", "planned": "accepted", "underway": "underway"}
    measure_state = beneath.get(state, "verified")
    if measure_state:
        world.measure(ref, measure_state)
    return Scene(world, ref)


def measure(state: str) -> Scene:
    world = kvaefjord()
    begun = "begun" in machines()["measure"].machine.states[state].tags
    above = world.decision("in_follow_up", meeting=world.meeting())
    ref = world.measure(world.assignment(above, "underway" if begun else "planned"), state)
    return Scene(world, ref)


def meeting(state: str) -> Scene:
    world = kvaefjord()
    return Scene(world, world.meeting(state))


def learning_point(state: str) -> Scene:
    world = kvaefjord()
    carried = None if state == "noted" else 2027
    return Scene(world, world.learning_point(state, carried_to=carried))


STANDING: Final[dict[str, Callable[[str], Scene]]] = {
    "decision": decision,
    "assignment": assignment,
    "measure": measure,
    "meeting": meeting,
    "learning_point": learning_point,
}
"""How a case of each machine comes to stand in a state."""


def at_next_meeting(here: Scene) -> None:
    here.answers["meeting"] = here.world.meeting("planned", no=2)


def with_consent(here: Scene) -> None:
    here.world.all_consent(here.ref)


def with_consent_to_be_ratified(here: Scene) -> None:
    here.world.all_consent(here.ref)
    here.world.change_decision(here.ref, bodies=("kommunestyret",))


def with_an_objection(here: Scene) -> None:
    here.world.all_consent(here.ref)
    here.world.stance(here.ref, "politikontakt", Stance.OBJECT)


def for_information(here: Scene) -> None:
    here.world.change_decision(here.ref, information=True)


def by_another_decision(here: Scene) -> None:
    ending = here.world.decision("adopted", no=2, meeting=here.world.meeting(), text=f"Rådet opphever {here.ref}.")
    here.answers["decision"] = ending


def resting_on_knowledge(here: Scene) -> None:
    knowledge = here.world.knowledge()
    here.answers |= {"challenge": here.world.challenge(knowledge=(knowledge,)), "knowledge": knowledge}


def with_its_effect_assessed(here: Scene) -> None:
    done = here.world.measure(here.ref.child(1), "verified")
    evaluation = here.world.decision("registered", no=2)
    pin = kinds()["evaluation"].digest
    here.world.change_decision(evaluation, kind="evaluation", kind_pin=pin, about={"year": YEAR})
    here.world.assessed(done, evaluation, here.world.challenge())


def approved_at_the_next_meeting(here: Scene) -> None:
    here.answers["meeting"] = here.world.meeting("held", no=2, day=MEETING_DAY + timedelta(days=2))


def everything_settled(here: Scene) -> None:
    here.world.measure(here.ref, "verified")


def owned_by_another_party(here: Scene) -> None:
    here.answers["owner"] = "slt-koordinator"


def offered_outside(here: Scene) -> None:
    here.world.change_post("idrettsleder", designated_by=("1/26",))
    here.answers["owner"] = "idrettsleder"


def answering(**answers: Any) -> Callable[[Scene], None]:
    def prepare(here: Scene) -> None:
        here.answers |= answers

    return prepare


def seated(post: str, **answers: Any) -> Callable[[Scene], None]:
    return answering(post=post, **answers)


PREPARE: Final[dict[tuple[str, str], Callable[[Scene], None]]] = {
    ("measure", "reconsider"): lambda here: here.world.change(here.ref, standing=True),
    ("measure", "note_time"): lambda here: here.world.change(here.ref, every="1 month"),
    ("decision", "table"): at_next_meeting,
    ("decision", "excuse"): seated("politikontakt"),
    ("decision", "take_stance"): seated("politikontakt", stance=Stance.CONSENT),
    ("decision", "adopt"): with_consent,
    ("decision", "adopt_conditionally"): with_consent_to_be_ratified,
    ("decision", "take_note"): for_information,
    ("decision", "for_decision"): for_information,
    ("decision", "conclude_without_consensus"): with_an_objection,
    ("decision", "ratify"): answering(body="kommunestyret"),
    ("decision", "refuse_ratification"): answering(body="Politimesteren"),
    ("decision", "assign"): answering(owner="politikontakt"),
    ("decision", "rescind"): by_another_decision,
    ("decision", "send_back"): answering(owner="politikontakt", meeting=Ref("M", 2026, 1)),
    ("assignment", "add_measure"): answering(owner="rektor"),
    ("assignment", "report"): everything_settled,
    ("assignment", "resolve"): answering(meeting=Ref("M", 2026, 1)),
    ("assignment", "reassign"): owned_by_another_party,
    ("assignment", "hand_over"): owned_by_another_party,
    ("assignment", "offer"): offered_outside,
    ("measure", "delegate"): owned_by_another_party,
    ("measure", "hand_over"): owned_by_another_party,
    ("measure", "offer"): offered_outside,
    ("decision", "base_on"): resting_on_knowledge,
    ("decision", "evaluate"): with_its_effect_assessed,
    ("assignment", "base_on"): resting_on_knowledge,
    ("measure", "base_on"): resting_on_knowledge,
    ("learning_point", "answer"): by_another_decision,
    ("meeting", "approve"): approved_at_the_next_meeting,
    ("meeting", "call"): answering(sent=MEETING_DAY - timedelta(days=8)),
    ("meeting", "attend"): seated("politikontakt"),
    ("meeting", "leave"): seated("politikontakt"),
    ("meeting", "arrange"): answering(at="10:00"),
    ("meeting", "describe_item"): answering(text="Mer om saken"),
    ("meeting", "note_item"): answering(discussion="Alle var enige"),
}
"""What an action needs around it beside a case in its state."""


@dataclass(frozen=True)
class Trigger:
    """A trigger of an automatic action: a world, the action of a case that somebody performs, and its post."""

    here: Scene
    performed: str
    case: Ref


def trigger(place: Place) -> Trigger:
    """Somebody's act after which the automatic action opens by itself."""
    return TRIGGERS[place]()


def last_ratification() -> Trigger:
    here = decision("conditional")
    here.world.ratified(here.ref, "Politimesteren")
    here.answers = {"body": "Kommunestyret", "case": "12/26", "date": TODAY}
    return Trigger(here, "ratify", here.ref)


def last_assignment_approved() -> Trigger:
    here = assignment("reported")
    return Trigger(here, "approve", here.ref.top)


def last_assignment_cancelled() -> Trigger:
    here = assignment("given")
    here.answers = {"reason": "Grunn"}
    return Trigger(here, "cancel", here.ref.top)


def first_measure_started() -> Trigger:
    here = measure("accepted")
    return Trigger(here, "start", here.ref.parent or here.ref)


TRIGGERS: Final[dict[Place, Callable[[], Trigger]]] = {
    ("decision", "conditional", "take_effect"): last_ratification,
    ("decision", "in_follow_up", "complete"): last_assignment_approved,
    ("decision", "in_follow_up", "fall_back"): last_assignment_cancelled,
    ("assignment", "planned", "start"): first_measure_started,
}


def perform_through(place: Place) -> tuple[Scene, Ref, Accepted]:
    """Perform one action: by an act, or for an automatic action by what opens it."""
    if ACTIONS[place].auto:
        opened = trigger(place)
        decided = opened.here.perform(opened.performed)
        assert isinstance(decided, Accepted), decided
        return opened.here, opened.case, decided
    here = scene(place)
    decided = here.perform(place[2])
    assert isinstance(decided, Accepted), decided
    return here, here.ref, decided


def passed(decided: Accepted, case: Ref, before: Snapshot) -> set[Place]:
    """The actions of a case that the entries tell of, each with the state it was performed from."""
    state, found = before.one(Item, *case).state, set()
    machine = before.one(Item, *case).machine
    for entry in decided.entries:
        if entry.action and (entry.subject == str(case) or entry.kind is Kind.REGISTERED):
            found.add((machine, entry.from_state or state, entry.action))
        if entry.kind is Kind.MOVED and entry.subject == str(case):
            state = str(entry.to_state)
    return found


def saying(name: str, truth: bool | None) -> Rule:
    """A rule of this name that says one thing whatever it is asked."""
    return Rule(name, lambda _, **__: judge(truth), {}, {})
