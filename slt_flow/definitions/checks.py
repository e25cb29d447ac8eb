"""Structural checks of machines and kinds of decision; each is named after the property it looks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from slt_flow.definitions.machines import Action, KindOfDecision, Machine
from slt_flow.definitions.problems import Problem, unknown
from slt_flow.definitions.vocabulary import STAND_INS, Vocabulary
from slt_flow.terms import ANSWERS, Level, Role, Tag


def machine_problems(machine: Machine, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """List the problems of one machine by itself: unknown names first, else whatever else is wrong."""
    if strange := tuple(names_are_known(machine, vocabulary)):
        return strange  # the other checks would only report what follows from them
    return (
        *actions_are_whole(machine),
        *actions_of_every_state_are_new(machine),
        *ends_are_final(machine),
        *no_dead_ends(machine),
        *every_state_is_reachable(machine),
        *an_end_is_reachable(machine),
        *auto_actions_do_not_loop(machine),
        *tags_agree(machine),
    )


def set_problems(machines: Mapping[str, Machine]) -> tuple[Problem, ...]:
    """List the problems of machines together: their places, their parents, the actions of others they perform."""
    return tuple(places_exist(machines)) or tuple(parents_exist(machines)) or tuple(performs_lead_somewhere(machines))


def all_actions(machine: Machine) -> Iterator[tuple[str, str, Action]]:
    """List every action as the file writes it: its full key, the state it leaves (or "") and the action."""
    for state, defined in machine.states.items():
        for name, action in defined.on.items():
            yield f"states.{state}.on.{name}", state, action
    for shared in ("every_open_state", "every_state"):
        for name, action in getattr(machine, shared).on.items():
            yield f"{shared}.on.{name}", "", action


def names_are_known(machine: Machine, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Check that every target, rule, effect and answer that an action names exists."""
    yield from unknown("unknown_state", "machine.initial", machine.states, machine.machine.initial)
    for key, _, action in all_actions(machine):
        yield from unknown("unknown_state", f"{key}.to", machine.states, action.to)
        for field in ("needs", "unless"):
            yield from unknown("unknown_rule", f"{key}.{field}", vocabulary.rules, *getattr(action, field))
        for field in ("asks", "may_ask"):
            yield from unknown("unknown_answer", f"{key}.{field}", ANSWERS, *getattr(action, field))
        yield from unknown("unknown_effect", f"{key}.does", vocabulary.effects, *action.effects)


def actions_are_whole(machine: Machine) -> Iterator[Problem]:
    """Check that an action is somebody's or automatic, that the latter leads on and asks nothing, and the answers."""
    for key, _, action in all_actions(machine):
        if action.auto and (action.by or action.asks or action.may_ask):
            yield Problem("auto_action_asks", key, {})
        if action.auto and action.to is None:
            yield Problem("auto_action_stays", key, {})
        if not action.auto and not action.by:
            yield Problem("nobodys_action", key, {"roles": tuple(Role)})
        if action.to is None and not action.does:
            yield Problem("action_without_outcome", key, {})
        for answer in action.positional:
            if answer not in action.asks and answer not in action.may_ask:
                yield Problem("positional_not_asked", f"{key}.positional", {"name": answer})
        doubled = [rule for rule in action.needs if rule in action.unless]
        doubled += [answer for answer in action.asks if answer in action.may_ask]
        for name in doubled:
            yield Problem("named_both_ways", key, {"name": name})


def actions_of_every_state_are_new(machine: Machine) -> Iterator[Problem]:
    """Check that no action of every open state, or of every state, is declared again in one of them."""
    for state, defined in machine.states.items():
        for action in defined.on:
            if action in machine.every_state.on or (not defined.end and action in machine.every_open_state.on):
                yield Problem("action_declared_twice", f"states.{state}.on.{action}", {"name": action})


def ends_are_final(machine: Machine) -> Iterator[Problem]:
    """Check that no action leaves an end and that an end waits on nobody."""
    for state, defined in machine.states.items():
        if not defined.end:
            continue
        for name, action in (*defined.on.items(), *machine.every_state.on.items()):
            if action.to not in (None, state):
                yield Problem("action_leaves_end", f"states.{state}.on.{name}", {"state": state})
        if defined.waits_on is not None:
            yield Problem("end_waits", f"states.{state}.waits_on", {"state": state})


def no_dead_ends(machine: Machine) -> Iterator[Problem]:
    """Check that a state which no action leaves is declared to be an end."""
    for state, targets in _targets(machine).items():
        if not targets and not machine.states[state].end:
            yield Problem("dead_end", f"states.{state}", {"state": state})


def every_state_is_reachable(machine: Machine) -> Iterator[Problem]:
    """Check that a way leads from the initial state to every other."""
    reached = _closure({machine.machine.initial}, _targets(machine))
    for state in machine.states:
        if state not in reached:
            yield Problem("unreachable_state", f"states.{state}", {"state": state})


def an_end_is_reachable(machine: Machine) -> Iterator[Problem]:
    """Check that a way leads from every state to an end."""
    ends = {state for state, defined in machine.states.items() if defined.end}
    targets = _targets(machine)
    if not ends:
        yield Problem("no_end", "states", {})
        return
    for state in machine.states:
        if ends.isdisjoint(_closure({state}, targets)):
            yield Problem("no_way_to_an_end", f"states.{state}", {"state": state})


def auto_actions_do_not_loop(machine: Machine) -> Iterator[Problem]:
    """Check that automatic actions alone never lead back to where they began."""
    auto = {
        state: {action.to for action in machine.actions(state).values() if action.auto and action.to}
        for state in machine.states
    }
    for state in machine.states:
        if state in _closure(auto[state], auto):
            yield Problem("auto_actions_loop", f"states.{state}", {"state": state})


def tags_agree(machine: Machine) -> Iterator[Problem]:
    """Check that achieved is settled, adopted is concluded, and dropped is an end without any achievement."""
    for state, defined in machine.states.items():
        key, tags = f"states.{state}.tags", set(defined.tags)
        if Tag.ACHIEVED in tags and Tag.SETTLED not in tags:
            yield Problem("achieved_not_settled", key, {"state": state})
        if Tag.ADOPTED in tags and Tag.CONCLUDED not in tags:
            yield Problem("adopted_not_concluded", key, {"state": state})
        if Tag.DROPPED in tags and (not defined.end or tags & {Tag.ACHIEVED, Tag.DELIVERED, Tag.CONCLUDED}):
            yield Problem("dropped_and_not_over", key, {"state": state})


def places_exist(machines: Mapping[str, Machine]) -> Iterator[Problem]:
    """Check that a machine stands in only for a decision's, on the same level and beneath nothing."""
    for machine in machines.values():
        place = machine.machine.stands_for
        if place is None:
            continue
        if place not in STAND_INS or place == machine.name:
            others = [name for name in STAND_INS if name != machine.name]
            yield from unknown("unknown_place", f"{machine.name}: machine.stands_for", others, place)
        elif machine.machine.level != Level.STRATEGIC or machine.machine.under is not None:
            yield Problem("stands_on_another_level", f"{machine.name}: machine.level", {"place": place})


def parents_exist(machines: Mapping[str, Machine]) -> Iterator[Problem]:
    """Check that a machine works under one that exists, and never under itself."""
    for machine in machines.values():
        places = {other.place for other in machines.values()} - {machine.place}
        yield from unknown("unknown_parent", f"{machine.name}: machine.under", places, machine.machine.under)


def performs_lead_somewhere(machines: Mapping[str, Machine]) -> Iterator[Problem]:
    """Check that an action performed in cases around is one that those cases have."""
    for machine in machines.values():
        beneath = [other for other in machines.values() if other.machine.under == machine.place]
        above = [other for other in machines.values() if other.place == machine.machine.under]
        tabled = [other for other in machines.values() if other.machine.under is None and other is not machine]
        around = {"children": beneath, "parent": above, "items": tabled}
        for key, _, action in all_actions(machine):
            for effect in action.performs:
                actions = {name for other in around[effect.on] for name in other.every_action}
                yield from unknown("unknown_action", f"{machine.name}: {key}.does", actions, effect.perform)


def kind_problems(kind: KindOfDecision, stem: str, machine: Machine, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """List the problems of a kind of decision: its name, and the machine, actions and rules that it names."""
    problems = list(unknown("unknown_place", "kind.machine", STAND_INS, machine.place))
    if kind.name != stem:
        problems.append(Problem("name_is_not_the_files", "kind.name", {"name": kind.name, "near": stem}))
    for action, rules in kind.needs.items():
        problems += unknown("unknown_action", f"needs.{action}", machine.every_action, action)
        problems += unknown("unknown_rule", f"needs.{action}", vocabulary.rules, *rules)
    return tuple(problems)


def _targets(machine: Machine) -> dict[str, set[str]]:
    """Map each state to the other states that its actions lead to."""
    return {
        state: {action.to for action in machine.actions(state).values() if action.to is not None} - {state}
        for state in machine.states
    }


def _closure(start: set[str], steps: Mapping[str, set[str]]) -> set[str]:
    """Collect the states that some lead to, themselves among them."""
    reached = list(start)
    for state in reached:  # the list grows while it is read
        reached += steps[state].difference(reached)
    return set(reached)
