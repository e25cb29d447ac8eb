"""Decision on one request, with all that follows from it: `Accepted(entries) | Refused(findings)`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any, Final, NamedTuple

from slt_flow.definitions.machines import Action
from slt_flow.definitions.spelling import closest
from slt_flow.engine.actors import possible_posts, posts_of
from slt_flow.engine.effects import EFFECTS, Step, meaning
from slt_flow.engine.entries import Cause, Entry, Kind
from slt_flow.engine.fold import apply
from slt_flow.engine.machine import BuiltMachine, Machines
from slt_flow.errors import BrokenInvariant, DefinitionError, NotYourAction, RequestError
from slt_flow.model import Absence, Attendance, Item, Post
from slt_flow.model.facts import Facts
from slt_flow.model.labels import named_state
from slt_flow.model.persons import names_in
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Finding
from slt_flow.rules import ask
from slt_flow.terms import ANSWERS, FREE_TEXT, Ref, Role, Stance, Tag, Verdict

MAX_STEPS: Final = 10_000
"""Entries of one request beyond which automatic actions are taken to loop: no case comes near."""

MAX_DEPTH: Final = 100
"""Actions performed from within each other beyond which they are taken to call each other: there are three levels."""


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """Request for an action of a case: its answers, whose act it is, on what basis, and the day it holds for.

    `today` is the day it is recorded on, where that may be another: who records for all is judged by both. `behind` are
    the posts that may be the ones who ask, where nothing but a word on the command line says that it is the actor; None
    where that is known. `own_stance` is what a seat said itself, signed in, where the act is another's word for it.
    """

    ref: Ref
    action: str
    answers: Mapping[str, Any]
    actor: str
    on: date
    acted_by: str | None = None
    basis: str | None = None
    today: date | None = None
    cause: Cause = Cause.ASKED
    behind: tuple[str, ...] | None = None
    own_stance: str | None = None


class Accepted(NamedTuple):
    """Acceptance: the entries of a request, and the snapshot they lead to."""

    entries: tuple[Entry, ...]
    snapshot: Snapshot


class Refused(NamedTuple):
    """Refusal: every finding that keeps the action shut, and the actions that the case's state has."""

    ref: Ref
    action: str
    findings: tuple[Finding, ...]
    actions: tuple[str, ...]


class Gate(StrEnum):
    """Gates asked at every action beside the rules it names."""

    ACTION_IS_HERE = "action_is_here"
    ACT_HAS_A_BASIS = "act_has_a_basis"
    WHO_LED_IS_RECORDED = "who_led_is_recorded"
    NOTHING_IS_DATED_BACKWARDS = "nothing_is_dated_backwards"


def decide(
    snapshot: Snapshot, machines: Machines, request: ActionRequest, *, is_own: bool = False
) -> Accepted | Refused:
    """Perform an action and everything that follows: effects, actions of cases around, automatic actions.

    Args:
        snapshot: the facts; of what is refused nothing changes.
        machines: the machines of the cases.
        request: the action.
        is_own: True to change this very snapshot, which the caller goes on from; a copy of many rows costs.

    Raises:
        RequestError: the case, the action or an answer does not exist.
        NotYourAction: the actor may not perform this action.
    """
    item = known_item(snapshot, request.ref)
    built = machines.built(item.pin)
    action = known_action(built, item, request.action)
    if action is None:
        return Refused(request.ref, request.action, (not_here(built, item),), open_names(built, item.state))
    answers = Answers(_complete(request, action), item.machine, request.action)
    asked = Facts(snapshot, request.ref, answers, on=request.on, hands_down=hands_down(action))
    facts = Facts(snapshot, request.ref, answers, acting_post(asked, action, request), request.on, asked.hands_down)
    action = machines.action(facts, request.action) or action
    findings = (*_gates(facts, built, action, request), *judged(facts, action))
    blocking = tuple([finding for finding in findings if finding.blocks])
    if built.step(item.state, request.action, lambda: not blocking) is None:
        return Refused(request.ref, request.action, blocking, open_names(built, item.state))
    execution = _Execution(snapshot if is_own else snapshot.copy(), machines, request)
    execution.settle(execution.go(facts, request.action, action, request.cause), request.ref.top)
    return Accepted(tuple(execution.entries), execution.snapshot)


def following(snapshot: Snapshot, machines: Machines, request: ActionRequest, entries: Iterable[Entry]) -> Accepted:
    """Accept entries about one case that no action makes, with the automatic actions that are open after them.

    Args:
        snapshot: the facts; they are not changed.
        machines: the machines of the case, as they are after the entries too.
        request: the case, who records it and on which day; it names no action.
        entries: the entries.
    """
    execution = _Execution(snapshot.copy(), machines, request)
    execution.settle(execution.record(entries), request.ref.top)
    return Accepted(tuple(execution.entries), execution.snapshot)


def judged(facts: Facts, action: Action) -> tuple[Finding, ...]:
    """Return the findings of all rules of an action, never only up to the first that keeps it shut."""
    findings: dict[tuple[str, Verdict], Finding] = {}
    for finding in chain.from_iterable(_asked_of(facts, action)):  # a composite and another rule may share a part
        findings.setdefault((finding.rule, finding.wants), finding)
    return tuple(findings.values())


def _asked_of(facts: Facts, action: Action) -> Iterator[tuple[Finding, ...]]:
    for name in action.needs:
        yield ask(name, facts)
    for name in action.unless:
        yield ask(name, facts, Verdict.BROKEN)[:1]


def earliest_day(snapshot: Snapshot, built: BuiltMachine, item: Item, action: Action) -> date:
    """Return the first day for which an action may hold: of the last entry of the case and of those it closes (I5)."""
    target = built.state(action.to) if action.to is not None else None
    closes = action.auto or (target is not None and {Tag.SETTLED, Tag.DELIVERED} & set(target.tags))
    below = snapshot.beneath(item.ref) if closes else ()
    return max(other.last_on for other in (item, *below))


def hands_down(action: Action) -> bool:
    """Return whether an action makes new work beneath the case."""
    return any(EFFECTS[name].hands_down for name in action.effects)


def known_item(snapshot: Snapshot, ref: Ref) -> Item:
    """Return the case with this ref.

    Raises:
        RequestError: when there is none.
    """
    item = snapshot.item(ref)
    if item is None:
        raise RequestError("unknown_ref", ref=str(ref))
    return item


def known_action(built: BuiltMachine, item: Item, name: str) -> Action | None:
    """Return the action as the case's state has it, or None when only other states do.

    Raises:
        RequestError: when no state of the machine has such an action a person could perform.
    """
    action = built.actions(item.state).get(name)
    if action is not None and not action.auto:
        return action
    elsewhere = built.every_action.get(name)
    if elsewhere is None or elsewhere.auto:
        asked_for = tuple(name for name, action in built.every_action.items() if not action.auto)
        near = closest(name, asked_for)
        raise RequestError("unknown_action", action=name, ref=str(item.ref), known=asked_for, near=near)
    return None


def open_names(built: BuiltMachine, state: str) -> tuple[str, ...]:
    """Return the actions of a state that a person can ask for."""
    return tuple(name for name, action in built.actions(state).items() if not action.auto)


def acting_post(facts: Facts, action: Action, request: ActionRequest) -> str:
    """Return whose act it is: the post named, else the actor where it may be, else the first possible post.

    The secretary may record anyone's act; others perform only their own actions.

    Raises:
        NotYourAction: when it may not be theirs.
        RequestError: several lead the council, and nobody says which of them did it.
    """
    if request.acted_by in (None, request.actor) and any(request.actor in posts_of(facts, role) for role in action.by):
        return request.actor
    possible = possible_posts(facts, action, request.on)
    days = {request.on, request.today or request.on}
    secretary = any(facts.snapshot.has_role(request.actor, Role.SECRETARY, day) for day in days)
    named = request.acted_by or (
        request.actor if request.actor in possible or not secretary else next(iter(possible), request.actor)
    )
    if request.acted_by is None and named != request.actor and Role.CHAIR in action.by:
        chairs = posts_of(facts, Role.CHAIR)
        if named in chairs and len(chairs) > 1:
            held = facts.held_in
            code, at = ("who_led", str(held.ref)) if held is not None else ("whose_act", None)
            raise RequestError(code, ref=str(request.ref), possible=chairs, meeting=at)
    if named not in possible or (named != request.actor and not secretary):
        whose = named if named not in possible else request.actor
        raise NotYourAction(
            "not_your_action", ref=str(request.ref), action=request.action, actor=whose, possible=possible
        )
    return named


def who_led(facts: Facts, action: Action) -> Finding:
    """Return the finding whether an act that the chair does in a held meeting is that of somebody who led it."""
    acting, meeting = str(facts.acted_by), facts.held_in if Role.CHAIR in action.by else None
    others = (post for role in action.by if role != Role.CHAIR for post in posts_of(facts, role))
    if meeting is None or acting in others:
        return _gate(Gate.WHO_LED_IS_RECORDED, kept=True, saw={})
    leaders = facts.snapshot.leaders_of(meeting)
    saw = {"leader": acting, "meeting": str(meeting.ref), "leaders": leaders}
    return _gate(Gate.WHO_LED_IS_RECORDED, acting in leaders, saw)


class Answers(dict[str, Any]):
    """Answers given at an action; to look for one that the action never asks is its definition's fault."""

    def __init__(self, answers: Mapping[str, Any], machine: str, action: str) -> None:
        super().__init__(answers)
        self._machine, self._action = machine, action

    def __missing__(self, name: str) -> Any:
        raise DefinitionError("answer_never_asked", machine=self._machine, action=self._action, name=name)


def _complete(request: ActionRequest, action: Action) -> dict[str, Any]:
    answers = {name: answer for name, answer in request.answers.items() if answer is not None}
    missing = tuple(name for name in action.asks if name not in answers)
    if missing:
        raise RequestError("answers_missing", ref=str(request.ref), action=request.action, missing=missing)
    asked = (*action.asks, *action.may_ask)
    for name in answers:
        if name not in asked:
            raise RequestError("answer_not_asked", ref=str(request.ref), action=request.action, name=name, known=asked)
    return answers


def _gates(facts: Facts, built: BuiltMachine, action: Action, request: ActionRequest) -> Iterable[Finding]:
    yield has_basis(facts, built, action, request)
    yield who_led(facts, action)
    last = earliest_day(facts.snapshot, built, facts.item, action)
    yield _gate(Gate.NOTHING_IS_DATED_BACKWARDS, request.on >= last, {"on": request.on, "last_on": last})


def has_basis(facts: Facts, built: BuiltMachine, action: Action, request: ActionRequest) -> Finding:
    """Say whether an act of another is recorded on a basis, where it binds somebody outside or ends a doubt."""
    acting, own_work = str(facts.acted_by), _confirms_own_work(facts, built, action, request)
    of_another = acting != request.actor or request.behind is not None
    outside = of_another and _is_outside(facts.then, acting)
    objects = of_another and _ends_objection(facts)
    own_stance = request.own_stance
    needed = own_stance or objects or own_work or outside or _speaks_for_outsiders(facts, action, request)
    saw = {"acted_by": acting, "own_stance": own_stance, "objects": objects, "own_work": own_work}
    return _gate(Gate.ACT_HAS_A_BASIS, bool(request.basis) or not needed, saw)


def _confirms_own_work(facts: Facts, built: BuiltMachine, action: Action, request: ActionRequest) -> bool:
    """Return whether it is recorded that another confirms work of the recorder's own, with no meeting to show it.

    Where the recorder is not known to be the actor, it is one of those who may stand behind.
    """
    target = built.state(action.to) if action.to is not None else None
    confirms = target is not None and Tag.ACHIEVED in target.tags and not facts.item.has(Tag.ACHIEVED)
    if not confirms or facts.answers.get("meeting") is not None:
        return False
    recorders = {request.actor, *(request.behind or ())} - {facts.acted_by}
    names = (names_in(facts.snapshot, post, request.on, request.on) for post in recorders)
    return any(not facts.doers.isdisjoint(own) for own in names)


def _ends_objection(facts: Facts) -> bool:
    """Return whether an answer is another stance of a seat that objected to the matter at this meeting."""
    stance = facts.answers.get("stance")
    return stance not in (None, Stance.OBJECT) and facts.answers.get("post") in facts.raised


def _is_outside(then: Snapshot, post: str) -> bool:
    """Return whether a post belongs to a third party."""
    return then.find(Post, post) is not None and then.party_of(post) is None


def _speaks_for_outsiders(facts: Facts, action: Action, request: ActionRequest) -> bool:
    """Return whether the act is a deputy's from another organisation, for an absent post of a third party (I3)."""
    then, acting = facts.then, str(facts.acted_by)
    if not any(absence.deputy == acting for absence in then.all(Absence)):
        return False  # most who act stand in for nobody
    named = possible_posts(facts, action)
    absent = [post for post in named if acting not in named and then.deputy_on(post, request.on) == acting]
    own = then.one(Post, acting).organisation if absent else None
    return any(_is_outside(then, post) and then.one(Post, post).organisation != own for post in absent)


def not_here(built: BuiltMachine, item: Item) -> Finding:
    """Return the finding that a case's state does not have an action, with the actions it has."""
    label = named_state(item, built.state(item.state).label._asdict()).label
    saw = {"state": item.state, "label": label, "actions": open_names(built, item.state), "ended": item.ended}
    return _gate(Gate.ACTION_IS_HERE, kept=False, saw=saw)


def _gate(gate: Gate, kept: bool, saw: dict[str, Any]) -> Finding:
    return Finding(gate, Verdict.KEPT if kept else Verdict.BROKEN, Verdict.KEPT, None, saw)


def _opens(facts: Facts, built: BuiltMachine, name: str, action: Action) -> bool:
    """Return whether an action that nobody asked for opens for a case."""
    # nobody is told by which of its rules it is shut, and the first finding of a composite tells of its parts
    shut = any(first.blocks for first, *_ in _asked_of(facts, action))
    return not shut and built.step(facts.item.state, name, lambda: True) is not None


class _Execution:
    """Execution of one request: the snapshot as it changes, and the entries so far."""

    def __init__(self, snapshot: Snapshot, machines: Machines, request: ActionRequest) -> None:
        self.snapshot, self.machines, self.request = snapshot, machines, request
        self.entries: list[Entry] = []
        self.steps = 0
        self._depth = 0

    def go(self, facts: Facts, name: str, action: Action, cause: Cause = Cause.ASKED, by: int | None = None) -> int:
        """Record one step with its effects, then perform the actions of cases around that it names.

        Args:
            facts: the case, with the answers.
            name: the action's name.
            action: the action as the case's state has it.
            cause: the cause of the step.
            by: the step that caused it.

        Returns:
            The number of the step.
        """
        if len(self.entries) > MAX_STEPS or self._depth > MAX_DEPTH:
            raise BrokenInvariant("automatic_actions_never_rest", ref=str(facts.ref))
        item, built = facts.item, self.machines.built(facts.item.pin)
        # the day of what was asked for has been judged; what follows comes after all that it closes
        on = self.request.on if by is None else max(self.request.on, earliest_day(self.snapshot, built, item, action))
        step = Step(facts, name, built, on, self.machines)
        named = [EFFECTS[effect] for effect in action.effects]
        entries = [entry for effect in named for entry in effect.make(step)]
        if (action.to is not None and action.to != item.state) or not entries:
            target = action.to or item.state
            entries.insert(0, step.entry(Kind.MOVED, meaning(built, target), states=(item.state, target)))
        consumed = {answer for effect in named for answer in effect.consumes}
        left = {name: answer for name, answer in facts.answers.items() if name not in consumed}
        entries[0] = self._with_rest(entries[0], facts, left)
        number = self.record(entries, cause, by)
        self._depth += 1
        for performed in action.performs:
            self._perform_around(facts, performed.perform, performed.on, number)
        self._depth -= 1
        return number

    def settle(self, step: int, *tops: Ref) -> None:
        """Perform automatic actions after a step, deepest case first, until none is open."""
        waiting = deque(tops)
        while waiting:
            top = waiting.popleft()
            while (opened := self._open_auto_action(top)) is not None:
                step = self.go(*opened, Cause.AUTO, step)

    def _open_auto_action(self, top: Ref) -> tuple[Facts, str, Action] | None:
        automatic = self.machines.automatic
        cases = [(item.ref, item.pin, names) for item in self.snapshot.case(top) if (names := automatic(item))]
        # Deepest first: a parent's automatic actions ask about its children as they will be.
        for ref, pin, names in sorted(cases, key=lambda case: (-case[0].depth, case[0])):
            built = self.machines.built(pin)
            for name in names:
                facts = Facts(self.snapshot, ref, Answers({}, built.name, name), on=self.request.on)
                action = self.machines.action(facts, name)
                if action is not None and _opens(facts, built, name, action):
                    return facts, name, action
        return None

    def _perform_around(self, facts: Facts, name: str, where: str, step: int) -> None:
        for ref in self._around(facts, where):
            built = self.machines.built(self.snapshot.one(Item, *ref).pin)
            action = self.machines.action(Facts(self.snapshot, ref), name)
            if action is None:
                continue
            answers = {n: a for n, a in facts.answers.items() if n in (*action.asks, *action.may_ask)}
            seen = Facts(self.snapshot, ref, Answers(answers, built.name, name), facts.acted_by, self.request.on)
            if _opens(seen, built, name, action):
                self.settle(self.go(seen, name, action, Cause.PERFORMED, step), ref.top)

    def _around(self, facts: Facts, where: str) -> tuple[Ref, ...]:
        if where == "parent":
            return (facts.ref.parent,) if facts.ref.parent else ()
        if where == "children":
            return tuple(child.ref for child in self.snapshot.children(facts.ref) if not child.ended)
        return tuple(item.ref for item in self.snapshot.on_agenda(facts.ref))

    def _with_rest(self, entry: Entry, facts: Facts, left: Mapping[str, Any]) -> Entry:
        """Return the first entry of a step with what no effect consumed, its meeting, a named deputy, its basis."""
        data, texts = dict(entry.data), dict(entry.texts)
        for name, answer in left.items():
            (texts if ANSWERS[name] in FREE_TEXT else data)[name] = str(answer)
        if facts.ref.is_decision and facts.item.has(Tag.ON_AGENDA):
            data.setdefault("meeting", facts.decision.meeting)
        there = self.snapshot.find(Attendance, *at.key, facts.acted_by) if (at := facts.held_in) else None
        if there is not None and there.deputy and self.snapshot.acting_at(there) == there.who:
            texts.setdefault("deputy", there.deputy)
        if self.request.basis and not self.entries:
            texts["basis"] = self.request.basis
        return replaced(entry, data=data, texts=texts) if (data, texts) != (entry.data, entry.texts) else entry

    def record(self, entries: Iterable[Entry], cause: Cause = Cause.ASKED, by: int | None = None) -> int:
        """Number the entries of one step and change the snapshot by them; return the number of the step."""
        self.steps += 1
        for entry in entries:
            numbered = replaced(entry, seq=self.snapshot.head + 1, step=self.steps, cause=cause, caused_by=by)
            apply(self.snapshot, numbered)
            self.entries.append(numbered)
        return self.steps
