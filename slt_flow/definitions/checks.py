"""Structural checks of machines and agreements; each names the virtue it looks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Final

from slt_flow.definitions.models import Action, Agreement, ClauseEntry, KindOfDecision, Machine, Problem
from slt_flow.definitions.vocabulary import (
    MACHINES,
    NAMES_A_POST,
    OBLIGATIONS,
    RANGES,
    STAND_INS,
    WITHOUT_STANDARD,
    WORDS,
    Vocabulary,
)
from slt_flow.terms import ANSWERS, Level, Role, Tag

MOST_STATES: Final = 100
"""How many states a machine may have; the largest that is shipped has 14."""


def machine_problems(machine: Machine, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """Everything wrong with one machine taken by itself; where a name is unknown, not what only follows from it."""
    strange = tuple(states_can_be_surveyed(machine.states)) or tuple(names_are_known(machine, vocabulary))
    if strange:
        return strange
    checks = (
        actions_are_whole(machine),
        actions_of_every_state_are_new(machine),
        ends_are_final(machine),
        no_dead_ends(machine),
        every_state_is_reachable(machine),
        an_end_is_reachable(machine),
        auto_actions_do_not_loop(machine),
        waiting_is_visible(machine),
        tags_agree(machine),
    )
    return tuple(problem for check in checks for problem in check)


def set_problems(machines: Mapping[str, Machine]) -> tuple[Problem, ...]:
    """Problems of machines taken together: places, parents, actions that perform actions of others."""
    return tuple(places_exist(machines)) or tuple(parents_exist(machines)) or tuple(performs_lead_somewhere(machines))


def all_actions(machine: Machine) -> Iterator[tuple[str, str, Action]]:
    """Every action as it is written in the file: its full key, the state it leaves (or "") and the action."""
    for state, defined in machine.states.items():
        for name, action in defined.on.items():
            yield f"states.{state}.on.{name}", state, action
    for name, action in machine.every_open_state.on.items():
        yield f"every_open_state.on.{name}", "", action


def states_can_be_surveyed(states: Mapping[str, object]) -> Iterator[Problem]:
    """A machine has no more states than people can keep in mind, and a check can look at all of them."""
    if len(states) > MOST_STATES:
        yield Problem("too_many_states", "states", {"count": len(states), "most": MOST_STATES})


def names_are_known(machine: Machine, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every target, rule, effect and answer that an action names exists."""
    if machine.machine.initial not in machine.states:
        yield unknown("unknown_state", "machine.initial", machine.machine.initial, machine.states)
    for key, _, action in all_actions(machine):
        if action.to is not None and action.to not in machine.states:
            yield unknown("unknown_state", f"{key}.to", action.to, machine.states)
        for field in ("needs", "unless"):
            for rule in getattr(action, field):
                if rule not in vocabulary.rules:
                    yield unknown("unknown_rule", f"{key}.{field}", rule, vocabulary.rules)
        for field in ("asks", "may_ask"):
            for answer in getattr(action, field):
                if answer not in ANSWERS:
                    yield unknown("unknown_answer", f"{key}.{field}", answer, ANSWERS)
        for effect in action.does:
            if isinstance(effect, str) and effect not in vocabulary.effects:
                yield unknown("unknown_effect", f"{key}.does", effect, vocabulary.effects)


def actions_are_whole(machine: Machine) -> Iterator[Problem]:
    """An action is somebody's act or automatic; an automatic one leads on and asks nothing; positionals are asked."""
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
    """An action of every open state is not declared again in one of them."""
    for state, defined in machine.states.items():
        for action in defined.on:
            if not defined.end and action in machine.every_open_state.on:
                yield Problem("action_declared_twice", f"states.{state}.on.{action}", {"name": action})


def ends_are_final(machine: Machine) -> Iterator[Problem]:
    """No action leaves an end."""
    for state, defined in machine.states.items():
        for name, action in defined.on.items():
            if defined.end and action.to is not None and action.to != state:
                yield Problem("action_leaves_end", f"states.{state}.on.{name}", {"state": state})


def no_dead_ends(machine: Machine) -> Iterator[Problem]:
    """A state without a leaving action of its own says that it is an end."""
    for state, defined in machine.states.items():
        if not defined.end and not any(_targets(machine, state)):
            yield Problem("dead_end", f"states.{state}", {"state": state})


def every_state_is_reachable(machine: Machine) -> Iterator[Problem]:
    """A way leads from the initial state to every other."""
    reached = _closure({machine.machine.initial}, {s: set(_targets(machine, s)) for s in machine.states})
    for state in machine.states:
        if state not in reached:
            yield Problem("unreachable_state", f"states.{state}", {"state": state})


def an_end_is_reachable(machine: Machine) -> Iterator[Problem]:
    """From every state a way leads to an end."""
    ends = {state for state, defined in machine.states.items() if defined.end}
    if not ends:
        yield Problem("no_end", "states", {})
        return
    back: dict[str, set[str]] = {state: set() for state in machine.states}
    for state in machine.states:
        for target in _targets(machine, state):
            back.setdefault(target, set()).add(state)
    living = _closure(ends, back)
    for state in machine.states:
        if state not in living:
            yield Problem("no_way_to_an_end", f"states.{state}", {"state": state})


def auto_actions_do_not_loop(machine: Machine) -> Iterator[Problem]:
    """Automatic actions alone never lead back to where they began."""
    auto = {
        state: {action.to for action in machine.actions(state).values() if action.auto and action.to}
        for state in machine.states
    }
    for state in machine.states:
        if state in _closure(set(auto[state]), auto):
            yield Problem("auto_actions_loop", f"states.{state}", {"state": state})


def waiting_is_visible(machine: Machine) -> Iterator[Problem]:
    """An end waits on nobody."""
    for state, defined in machine.states.items():
        if defined.end and defined.waits_on is not None:
            yield Problem("end_waits", f"states.{state}.waits_on", {"state": state})


def tags_agree(machine: Machine) -> Iterator[Problem]:
    """An achieved state is settled, an adopted one is concluded, and a dropped one is an end that reached nothing."""
    for state, defined in machine.states.items():
        key, tags = f"states.{state}.tags", set(defined.tags)
        if Tag.ACHIEVED in tags and Tag.SETTLED not in tags:
            yield Problem("achieved_not_settled", key, {"state": state})
        if Tag.ADOPTED in tags and Tag.CONCLUDED not in tags:
            yield Problem("adopted_not_concluded", key, {"state": state})
        if Tag.DROPPED in tags and (not defined.end or tags & {Tag.ACHIEVED, Tag.DELIVERED, Tag.CONCLUDED}):
            yield Problem("dropped_and_not_over", key, {"state": state})


def places_exist(machines: Mapping[str, Machine]) -> Iterator[Problem]:
    """A machine that stands in another's place stands on its level, beneath nothing as it does."""
    for machine in machines.values():
        place = machine.machine.stands_for
        if place is None:
            continue
        if place not in STAND_INS or place == machine.name:
            yield unknown("unknown_place", f"{machine.name}: machine.stands_for", place, STAND_INS)
        elif machine.machine.level != Level.STRATEGIC or machine.machine.under is not None:
            yield Problem("stands_on_another_level", f"{machine.name}: machine.level", {"place": place})


def parents_exist(machines: Mapping[str, Machine]) -> Iterator[Problem]:
    """A machine that works under another names one that exists, and nothing works under itself."""
    for machine in machines.values():
        above, places = machine.machine.under, {other.place for other in machines.values()}
        if above is not None and (above not in places or above == machine.place):
            yield unknown("unknown_parent", f"{machine.name}: machine.under", above, places)


def performs_lead_somewhere(machines: Mapping[str, Machine]) -> Iterator[Problem]:
    """An action that performs actions of cases around names one that those cases have."""
    for machine in machines.values():
        beneath = [other for other in machines.values() if other.machine.under == machine.place]
        above = [other for other in machines.values() if other.place == machine.machine.under]
        tabled = [other for other in machines.values() if other.machine.under is None and other is not machine]
        around = {"children": beneath, "parent": above, "items": tabled}
        for key, _, action in all_actions(machine):
            for performed in action.performs:
                known = {name for other in around[performed.on] for name in other.every_action}
                if performed.perform not in known:
                    yield unknown("unknown_action", f"{machine.name}: {key}.does", performed.perform, known)


def kind_problems(kind: KindOfDecision, stem: str, machine: Machine, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """Everything wrong with a kind of decision: its name, and the actions and rules it names."""
    actions, found = machine.every_action, []
    place = machine.place
    if place not in STAND_INS:
        found.append(unknown("unknown_place", "kind.machine", place, STAND_INS))
    if kind.name != stem:
        found.append(Problem("name_is_not_the_files", "kind.name", {"name": kind.name, "near": stem}))
    for action, rules in kind.needs.items():
        if action not in actions:
            found.append(unknown("unknown_action", f"needs.{action}", action, actions))
        found += [
            unknown("unknown_rule", f"needs.{action}", rule, vocabulary.rules)
            for rule in rules
            if rule not in vocabulary.rules
        ]
    return tuple(found)


def agreement_problems(agreement: Agreement, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """Everything wrong with an agreement."""
    checks = (
        ids_are_unique(agreement),
        references_exist(agreement),
        every_party_can_be_bound(agreement),
        chair_and_secretary_are_named(agreement),
        machines_are_named(agreement),
        closed_days_exist(agreement),
        clauses_are_known(agreement, vocabulary),
        clauses_name_posts_that_exist(agreement),
        clauses_use_known_words(agreement),
        numbers_are_possible(agreement),
        areas_are_shared_with_others(agreement),
        every_number_is_agreed(agreement, vocabulary),
    )
    return tuple(problem for check in checks for problem in check)


def ids_are_unique(agreement: Agreement) -> Iterator[Problem]:
    """No two organisations, posts, areas or clauses share an id."""
    for table, ids in (
        ("organisations", [*(p.id for p in agreement.parties), *(o.id for o in agreement.organisations)]),
        ("posts", [p.id for p in agreement.posts]),
        ("focus_areas", [a.id for a in agreement.focus_areas]),
        ("coordinating_groups", [g.id for g in agreement.coordinating_groups]),
        ("clauses", [c.key for c in agreement.clauses]),
    ):
        for name, count in Counter(ids).items():
            if count > 1:
                yield Problem("id_used_twice", table, {"name": name})


def references_exist(agreement: Agreement) -> Iterator[Problem]:
    """Posts belong to organisations that exist, organisations to parties, contacts are posts."""
    parties = [party.id for party in agreement.parties]
    organisations = [*parties, *(o.id for o in agreement.organisations)]
    posts = [post.id for post in agreement.posts]
    for place, organisation in enumerate(agreement.organisations):
        if organisation.party is not None and organisation.party not in parties:
            yield unknown("unknown_party", f"organisations.{place}.party", organisation.party, parties)
    for place, post in enumerate(agreement.posts):
        if post.organisation not in organisations:
            yield unknown("unknown_organisation", f"posts.{place}.organisation", post.organisation, organisations)
    for place, area in enumerate(agreement.focus_areas):
        for contact in area.contacts:
            if contact not in posts:
                yield unknown("unknown_post", f"focus_areas.{place}.contacts", contact, posts)
    for place, group in enumerate(agreement.coordinating_groups):
        for member in group.members:
            if member not in posts:
                yield unknown("unknown_post", f"coordinating_groups.{place}.members", member, posts)


def closed_days_exist(agreement: Agreement) -> Iterator[Problem]:
    """A closed day is one the calendar has, in every year or in the one named."""
    for given in agreement.closed_days:
        try:
            date.fromisoformat(given if len(given) > len("12-24") else f"2024-{given}")
        except ValueError:
            yield Problem("no_such_day", f"closed_days.{given}", {"given": given})


def every_party_can_be_bound(agreement: Agreement) -> Iterator[Problem]:
    """Every party has a seat whose holder may commit it; only seats bind."""
    party_of = {party.id: party.id for party in agreement.parties}
    party_of |= {o.id: o.party or "" for o in agreement.organisations}
    bound = {party_of.get(post.organisation) for post in agreement.posts if post.seat and post.binds}
    for place, party in enumerate(agreement.parties):
        if party.id not in bound:
            yield Problem("party_without_binding_post", f"parties.{place}", {"name": party.id})
    for place, post in enumerate(agreement.posts):
        if post.binds and not post.seat:
            yield Problem("binds_without_seat", f"posts.{place}", {"name": post.id})


def chair_and_secretary_are_named(agreement: Agreement) -> Iterator[Problem]:
    """One post leads the council and one writes its minutes."""
    for role in ("chair", "secretary"):
        count = sum(role in post.roles for post in agreement.posts)
        if count != 1:
            yield Problem("role_not_named_once", "posts", {"role": role, "count": count})


def machines_are_named(agreement: Agreement) -> Iterator[Problem]:
    """The agreement says which version of each machine the council begins with."""
    others = [name for name in agreement.machines if name not in MACHINES]
    for name in MACHINES:
        if name in agreement.machines:
            continue
        if misspelt := get_close_matches(name, others, n=1):
            yield Problem("unknown_key", f"machines.{misspelt[0]}", {"near": name})
        else:
            yield Problem("missing_key", f"machines.{name}", {})


def clauses_are_known(agreement: Agreement, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every clause is a rule or an obligation, with numbers of the kinds that it takes."""
    known = {**{name: _kinds(parameters) for name, parameters in vocabulary.rules.items()}, **OBLIGATIONS}
    for place, clause in enumerate(agreement.clauses):
        if clause.key not in known:
            yield unknown("unknown_clause", f"clauses.{place}.key", clause.key, known)
            continue
        kinds = known[clause.key]
        for name, number in clause.numbers.items():
            key = f"clauses.{place}.numbers.{name}"
            if name not in kinds:
                yield unknown("unknown_number", key, name, kinds)
            elif _kind(number) != kinds[name]:
                yield Problem("number_of_wrong_kind", key, {"expected": kinds[name], "given": str(number)})
            elif isinstance(number, int) and number < 0:
                yield Problem("number_of_wrong_kind", key, {"expected": "number", "given": str(number)})


def clauses_name_posts_that_exist(agreement: Agreement) -> Iterator[Problem]:
    """Whoever a clause makes responsible is a post of the agreement."""
    posts = [post.id for post in agreement.posts]
    for key, clause, name in _numbers_in(agreement, NAMES_A_POST):
        for post in _words(clause.numbers[name]):
            if post not in posts:
                yield unknown("unknown_post", key, post, posts)


def clauses_use_known_words(agreement: Agreement) -> Iterator[Problem]:
    """Where a clause chooses between words of the vocabulary, it is one of them."""
    for key, clause, name in _numbers_in(agreement, WORDS):
        known = WORDS[clause.key, name]
        for word in _words(clause.numbers[name]):
            if word not in known:
                near = get_close_matches(word, known, n=1)
                facts = {"expected": "known word", "given": word[:60], "choices": known}
                yield Problem("wrong_value", key, {**facts, "near": near[0] if near else None})


def numbers_are_possible(agreement: Agreement) -> Iterator[Problem]:
    """A month is one of twelve, a week has seven days, and what is to be done is to be done at least once."""
    for place, clause in enumerate(agreement.clauses):
        for name, number in clause.numbers.items():
            least, most = RANGES.get(name, (0, 0))
            if not most or isinstance(number, bool) or not isinstance(number, int):
                continue  # of a kind that is found elsewhere
            if number >= 0 and not least <= number <= most:
                facts = {"given": number, "least": least, "most": most}
                yield Problem("number_out_of_range", f"clauses.{place}.numbers.{name}", facts)


def areas_are_shared_with_others(agreement: Agreement) -> Iterator[Problem]:
    """A focus area is shared with other councils, never with the council itself."""
    for place, area in enumerate(agreement.focus_areas):
        if agreement.agreement.name in area.shared_with:
            facts = {"name": agreement.agreement.name}
            yield Problem("shared_with_itself", f"focus_areas.{place}.shared_with", facts)


def every_number_is_agreed(agreement: Agreement, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A rule or an obligation that has no standard of its own finds its numbers in the agreement."""
    stated = {clause.key: clause.numbers for clause in agreement.clauses}
    for rule, parameters in vocabulary.rules.items():
        for name, parameter in parameters.items():
            if not parameter.has_standard and name not in stated.get(rule, {}):
                yield Problem("number_missing", "clauses", {"rule": rule, "name": name})
    for place, clause in enumerate(agreement.clauses):
        for key, name in WITHOUT_STANDARD:
            misspelt = set(clause.numbers) - set(OBLIGATIONS[key])  # and told where it stands
            if clause.key == key and name not in clause.numbers and not misspelt:
                yield Problem("number_missing", f"clauses.{place}", {"rule": key, "name": name})


def _numbers_in(agreement: Agreement, sought: Iterable[tuple[str, str]]) -> Iterator[tuple[str, ClauseEntry, str]]:
    """Where the agreement states any of these numbers: the full key, the clause and the number's name."""
    for place, clause in enumerate(agreement.clauses):
        for name in clause.numbers:
            if (clause.key, name) in sought:
                yield f"clauses.{place}.numbers.{name}", clause, name


def _words(number: object) -> tuple[str, ...]:
    """The words of a number that is one or several; one of another kind has none, and is found elsewhere."""
    if isinstance(number, str):
        return (number,)
    return tuple(number) if isinstance(number, tuple) else ()


def _kinds(parameters: Mapping[str, object]) -> dict[str, str]:
    return {name: str(getattr(parameter, "kind", "")) for name, parameter in parameters.items()}


def _kind(number: object) -> str:
    if isinstance(number, bool):
        return "truth"
    if isinstance(number, int):
        return "number"
    return "text" if isinstance(number, str) else "list"


def _targets(machine: Machine, state: str) -> Iterator[str]:
    return (action.to for action in machine.actions(state).values() if action.to is not None and action.to != state)


def _closure(start: set[str], steps: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(start), list(start)
    while waiting:
        for target in steps.get(waiting.pop(), set()) - reached:
            reached.add(target)
            waiting.append(target)
    return reached


def unknown(code: str, key: str, name: str, known: Iterable[str]) -> Problem:
    """A name that is none of those there are, with the nearest."""
    near = get_close_matches(name, list(known), n=1)
    return Problem(code, key, {"name": name, "near": near[0] if near else None})
