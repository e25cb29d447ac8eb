"""Actions on cases: perform any of them, list the open and the shut ones, explain why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from slt_flow.definitions.machines import Action
from slt_flow.engine.actors import possible_posts
from slt_flow.engine.decide import (
    ActionRequest,
    acting_post,
    hands_down,
    has_basis,
    judged,
    known_action,
    not_here,
    who_led,
)
from slt_flow.errors import RequestError
from slt_flow.model import Item
from slt_flow.model.facts import Facts
from slt_flow.records import queries
from slt_flow.results.actions import ActionsOf, ActionState
from slt_flow.results.answers import Finding
from slt_flow.rules import NotAnsweredYet, ask
from slt_flow.services.request import parsing
from slt_flow.services.request.agenda_notes import NOTE_ITEM, note_point
from slt_flow.services.request.context import Context
from slt_flow.services.request.display_names import with_names
from slt_flow.services.request.own_stances import own_stance
from slt_flow.services.request.reading import Reader, reading
from slt_flow.services.request.remedies import Attempt, with_remedies
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import Ref, Verdict

PASSING_ON: Final = ("hand_over", "offer")
"""Actions that make another post accountable: at once, or when that post accepts."""


@use_case(about="refs")
def perform(
    request: Request,
    refs: str | Ref | Sequence[str | Ref],
    action: str,
    answers: Mapping[str, Any] | None = None,
    *,
    through: bool = False,
    typed: bool = True,
) -> None:
    """Perform one action of one or several cases, in one transaction.

    Args:
        request: within its transaction.
        refs: the case, or several.
        action: the action's name, with `_` or `-`.
        answers: the answers to the action, as typed.
        through: perform first the shortest way of actions that ask nothing.
        typed: True when a person named the action, and so is told which one comes nearest where there is none; a use
            case that names its own is told what the workflow lacks.
    """
    for ref in parsing.refs(refs):
        if typed:
            item = request.item(ref)
            known_action(request.machines.built(item.pin), item, action.replace("-", "_"))
        if action.replace("-", "_") == NOTE_ITEM:
            note_point(request, ref, answers or {})
        else:
            request.perform(ref, action, answers, through=through)


def nearest(request: Request, ref: Ref, actions: Sequence[str], raw: Mapping[str, Any]) -> str:
    """Choose the action that is open, or has the fewest rules against it."""
    item = request.item(ref)
    here = [name for name in actions if name in request.machines.built(item.pin).actions(item.state)]
    typed = request.typed(ref, raw)

    def against(name: str) -> int:
        # on the day it would be performed: what its rules find is not asked again then
        facts = Facts(request.snapshot, ref, typed, on=request.day_at(ref, name, typed))
        action = request.machines.action(facts, name) or request.machines.built(item.pin).actions(item.state)[name]
        facts = replace(facts, hands_down=hands_down(action))
        return sum(finding.blocks for finding in judged(facts, action))

    defined = [name for name in actions if name in request.machines.built(item.pin).every_action]
    its_own = next((name for name in here if len(here) == 1 or not against(name)), None)
    return its_own or min(here, key=against, default=(defined or actions)[0])


def next_actions(context: Context, ref: str | Sequence[str] | None = None) -> tuple[ActionsOf, ...]:
    """Return the actions of a case, of several or of every open case, each open or shut and whose act it is."""
    with reading(context) as reader:
        request = _asked(context, reader)
        if ref is not None:
            refs = [parsing.ref(one) for one in ((ref,) if isinstance(ref, str) else ref)]
        else:
            connection, council = reader.connection, reader.council
            every = (*queries.cases(connection, council, reader.day.year), *queries.meeting_items(connection, council))
            refs = [i.ref for i in every if i.is_open]
        return tuple(_actions_of(request, ref) for ref in refs)


def why(context: Context, ref: str, action: str, answers: Mapping[str, Any] | None = None) -> ActionsOf:
    """Return every finding of one action's rules.

    Answers not given are not judged: a rule that needs one is left out.
    """
    with reading(context) as reader:
        request = _asked(context, reader)
        target = parsing.ref(ref)
        item = request.item(target)
        name = action.replace("-", "_")
        built = request.machines.built(item.pin)
        if known_action(built, item, name) is None:
            finding = not_here(built, item)
            label = built.every_action[name].label._asdict()
            state = ActionState(name, label, False, (), (), with_remedies((finding,), Attempt(str(target), name)))
            return ActionsOf(str(target), item.title, request.state(item), (state,))
        typed = request.typed(target, answers or {})
        return _actions_of(request, target, only=name, typed=typed)


def _asked(context: Context, reader: Reader) -> Request:
    """Make a request that reads only, from the tables and on the day of a reading."""
    _ = reader.row  # refuses a day on which there was no council
    if reader.moment.public:
        raise RequestError("told_internally")
    return Request(context, reader.connection, reader.council)


def _actions_of(
    request: Request, ref: Ref, only: str | None = None, typed: Mapping[str, Any] | None = None
) -> ActionsOf:
    item = request.item(ref)
    built = request.machines.built(item.pin)
    named = [n for n, d in built.actions(item.state).items() if not d.auto and only in (None, n)]
    actions = {n: d for n in named if (d := request.machines.action(Facts(request.snapshot, ref), n)) is not None}
    states = tuple(_state(request, item, name, action, typed or {}) for name, action in actions.items())
    return ActionsOf(str(ref), item.title, request.state(item), states)


def _state(request: Request, item: Item, name: str, action: Action, typed: Mapping[str, Any]) -> ActionState:
    day, built = request.context.day, request.machines.built(item.pin)
    facts = Facts(request.snapshot, item.ref, typed, on=day, hands_down=hands_down(action))
    by = possible_posts(facts, action, day)
    asked = (item.ref, name, typed, request.actor, day, request.acted_by, request.basis)
    spoken = own_stance(request, item.ref, typed)
    action_request = ActionRequest(*asked, behind=request.identity.behind, own_stance=spoken)
    try:
        acting = acting_post(facts, action, action_request)
    except RequestError:  # not theirs, or of several it is not said whose
        acting = next(iter(by), request.actor)
    facts = Facts(request.snapshot, item.ref, typed, acting, day, hands_down(action))
    meeting = facts.decision.meeting if not item.series else str(item.ref) if facts.meeting is not None else None
    again = request.again(str(item.ref), name, typed)
    gates = (has_basis(facts, built, action, action_request), who_led(facts, action))
    every = (*judged_as_far_as_known(facts, action), *(gate for gate in gates if gate.blocks))
    named = with_names(every, facts.then)
    findings = with_remedies(named, Attempt(str(item.ref), name, meeting, again))
    passable = not any(finding.blocks for finding in findings)
    return ActionState(
        name, action.label._asdict(), passable, by, action.asks, findings, action.may_ask, action.to is not None
    )


def judged_as_far_as_known(facts: Facts, action: Action, *may_come: str) -> tuple[Finding, ...]:
    """Return the findings that need no further answer; a rule that looks at a missing answer is left out.

    `may_come` are answers to come beside those that the action insists on.
    """
    pending = frozenset(name for name in (*action.asks, *may_come) if name not in facts.answers)
    seen = replace(facts, pending=pending)
    asked = [(name, Verdict.KEPT) for name in action.needs] + [(name, Verdict.BROKEN) for name in action.unless]
    findings_by_rule: dict[tuple[str, Verdict], Finding] = {}
    for name, wants in asked:
        with suppress(NotAnsweredYet):
            findings = ask(name, seen, wants)
            for finding in findings if wants == Verdict.KEPT else findings[:1]:
                findings_by_rule.setdefault((finding.rule, finding.wants), finding)
    return tuple(findings_by_rule.values())
