"""Structural checks of agreements; each is named after the property it looks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from slt_flow.definitions.models import Agreement, Number
from slt_flow.definitions.problems import Problem, unknown
from slt_flow.definitions.spelling import closest
from slt_flow.definitions.vocabulary import BY_ROLE, MACHINES, NAMES_A_POST, PARTY, RANGES, WORDS, Vocabulary
from slt_flow.terms import TAKEN_SERIES, turns_leave_a_gap

_KINDS: Final = {bool: ("truth",), int: ("number", "rhythm"), str: ("text",), tuple: ("list",)}
"""The kinds that a number of a clause may be of, by the type of its value."""

PARTS_OF_A_YEAR: Final = (1, 2, 3, 4, 6, 12)
"""Numbers of equal parts, of whole months, into which a rhythm may divide a year."""

_INFLECTED: Final = r"(e?n|e?t|a)?( *[,(].*)?"
"""End of a title in its definite form, and what may stand after it; the mayor of another municipality is not meant."""

_COUNCIL: Final = re.compile(r"((?!av |for |i )[\w-]+ ){0,3}(politiråd(et)?|police council)([ ,(].*)?")
"""Names of the council in small letters, as in `politirådet` or `kvæfjord politiråd`; no `leder av politirådet`."""


def agreement_problems(agreement: Agreement, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """List the problems of an agreement."""
    return (
        *ids_are_unique(agreement),
        *references_exist(agreement),
        *every_party_has_joined(agreement),
        *every_party_joins_for_itself(agreement),
        *every_party_can_be_bound(agreement),
        *chair_and_secretary_are_named(agreement),
        *machines_are_named(agreement),
        *closed_days_exist(agreement),
        *clauses_are_known(agreement, vocabulary),
        *own_clauses_are_judged(agreement, vocabulary),
        *clauses_are_kept_as_they_say(agreement, vocabulary),
        *clauses_use_known_words(agreement),
        *numbers_are_possible(agreement),
        *areas_are_shared_with_others(agreement),
        *periods_end_after_they_begin(agreement),
        *every_number_is_agreed(agreement, vocabulary),
    )


def ids_are_unique(agreement: Agreement) -> Iterator[Problem]:
    """Check that no two organisations, posts, areas, groups or clauses share an id, nor two groups their letters."""
    for table, ids in (
        ("organisations", [*(p.id for p in agreement.parties), *(o.id for o in agreement.organisations)]),
        ("posts", [p.id for p in agreement.posts]),
        ("focus_areas", [a.id for a in agreement.focus_areas]),
        ("coordinating_groups", [g.id for g in agreement.coordinating_groups]),
        ("coordinating_groups", [*TAKEN_SERIES, *(g.series for g in agreement.coordinating_groups if g.series)]),
        ("standing_points", [p.id for p in agreement.standing_points]),
        ("clauses", [c.key for c in agreement.clauses]),
    ):
        for name, count in Counter(ids).items():
            if count > 1:
                yield Problem("id_used_twice", table, {"name": name})


def references_exist(agreement: Agreement) -> Iterator[Problem]:
    """Check that posts belong to organisations, organisations to parties, and that contacts and members are posts."""
    parties = [party.id for party in agreement.parties]
    organisations = [*parties, *(o.id for o in agreement.organisations)]
    posts = [post.id for post in agreement.posts]
    for place, organisation in enumerate(agreement.organisations):
        yield from unknown("unknown_party", f"organisations.{place}.party", parties, organisation.party)
    for place, post in enumerate(agreement.posts):
        yield from unknown("unknown_organisation", f"posts.{place}.organisation", organisations, post.organisation)
    for place, area in enumerate(agreement.focus_areas):
        yield from unknown("unknown_post", f"focus_areas.{place}.contacts", posts, *area.contacts)
    for place, group in enumerate(agreement.coordinating_groups):
        yield from unknown("unknown_post", f"coordinating_groups.{place}.members", posts, *group.members)


def closed_days_exist(agreement: Agreement) -> Iterator[Problem]:
    """Check that a closed day is in the calendar, of every year or of the one named."""
    for day in agreement.closed_days:
        try:
            date.fromisoformat(day if len(day) > len("12-24") else f"2024-{day}")  # a leap year has them all
        except ValueError:
            yield Problem("no_such_day", f"closed_days.{day}", {"given": day})


def every_party_has_joined(agreement: Agreement) -> Iterator[Problem]:
    """Check that every party adopted or signed the agreement, and that it is in force no earlier than the last did."""
    in_force = agreement.agreement.in_force
    for place, party in enumerate(agreement.parties):
        if not party.joined:
            yield Problem("party_has_not_joined", f"parties.{place}", {"name": party.id})
        for key, act in party.joined.items():
            if act.date > in_force:
                facts = {"day": act.date, "in_force": in_force}
                yield Problem("joined_after_it_is_in_force", f"parties.{place}.{key}.date", facts)


def every_party_joins_for_itself(agreement: Agreement) -> Iterator[Problem]:
    """Check that no party is joined by the council, by another party's seat, or by who joined for another party."""
    joining: dict[str, str] = {}
    for place, party in enumerate(agreement.parties):
        for key, act in party.joined.items():
            who, where, facts = act.who.casefold(), f"parties.{place}.{key}.who", {"given": act.who, "name": party.id}
            sits_for = _party_of_seat(agreement, who)
            if _COUNCIL.fullmatch(who) or who == agreement.agreement.title.casefold():
                yield Problem("joined_by_the_council", where, facts)
            elif (other := joining.setdefault(" ".join(re.findall(r"\w+", who)), party.id)) != party.id:
                yield Problem("joined_by_one_for_two", where, {**facts, "other": other})
            elif sits_for is not None and party.id not in sits_for:
                yield Problem("joined_by_anothers_seat", where, {**facts, "other": sits_for[0]})


def _party_of_seat(agreement: Agreement, who: str) -> tuple[str, ...] | None:
    """Return the parties of the seats by whose title, and nothing more, somebody is called; None where no seat is."""
    titles = ((re.escape(post.title.casefold()), post) for post in agreement.posts if post.seat)
    of = tuple(
        party_of(agreement).get(post.organisation) for title, post in titles if re.fullmatch(title + _INFLECTED, who)
    )
    return tuple(party for party in of if party) or None


def party_of(agreement: Agreement) -> dict[str, str]:
    """Return the party of each organisation, itself of each party, "" of a third party."""
    return {p.id: p.id for p in agreement.parties} | {o.id: o.party or "" for o in agreement.organisations}


def every_party_can_be_bound(agreement: Agreement) -> Iterator[Problem]:
    """Check that every party has a seat whose holder may commit it, and that only seats bind."""
    of = party_of(agreement)
    bound = {of.get(post.organisation) for post in agreement.posts if post.seat and post.binds}
    for place, party in enumerate(agreement.parties):
        if party.id not in bound:
            yield Problem("party_without_binding_post", f"parties.{place}", {"name": party.id})
    for place, post in enumerate(agreement.posts):
        if post.binds and not post.seat:
            yield Problem("binds_without_seat", f"posts.{place}", {"name": post.id})


def chair_and_secretary_are_named(agreement: Agreement) -> Iterator[Problem]:
    """Check that posts lead the council and write its minutes at any time; several may share that or take turns."""
    roles: tuple[Literal["chair", "secretary"], ...] = ("chair", "secretary")
    for role in roles:
        posts = [post for post in agreement.posts if role in post.roles]
        turns = [post.turns[role].model_dump() for post in posts if role in post.turns]
        if not posts:
            yield Problem("role_not_named", "posts", {"role": role})
        elif len(turns) == len(posts) and turns_leave_a_gap(turns):
            yield Problem("turns_leave_a_gap", "posts", {"role": role})
    for place, post in enumerate(agreement.posts):
        for role in post.turns.keys() - post.roles:
            yield Problem("turn_without_role", f"posts.{place}.turns.{role}", {"name": post.id, "role": role})


def machines_are_named(agreement: Agreement) -> Iterator[Problem]:
    """Check that the agreement names the version of each machine that the council begins with."""
    others = [name for name in agreement.machines if name not in MACHINES]
    for name in MACHINES:
        if name in agreement.machines:
            continue
        if misspelt := closest(name, others):
            yield Problem("unknown_key", f"machines.{misspelt}", {"near": name})
        else:
            yield Problem("missing_key", f"machines.{name}", {})


def clauses_are_known(agreement: Agreement, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Check that every clause is a rule or an obligation, with numbers of the kinds that it takes."""
    functions = {**vocabulary.rules, **vocabulary.obligations}
    for place, clause in enumerate(agreement.clauses):
        if clause.judged_as is None and clause.kept_by != "nobody":
            yield from unknown("unknown_clause", f"clauses.{place}.key", functions, clause.key)
    for key, clause_key, name, number in _numbers(agreement):
        if (parameters := functions.get(clause_key)) is None:
            continue
        yield from unknown("unknown_number", key, parameters, name)
        if name in parameters:
            expected = parameters[name].kind
            if expected not in _kinds(number) or (isinstance(number, int) and number < 0):
                yield Problem("number_of_wrong_kind", key, {"expected": expected, "given": str(number)})


def own_clauses_are_judged(agreement: Agreement, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Check that a clause of the agreement's own has its own key, and is judged by what tells it from others."""
    for place, clause in enumerate(agreement.clauses):
        if clause.judged_as is not None:
            key = f"clauses.{place}.judged_as"
            yield from unknown("not_for_own_clauses", key, vocabulary.own, clause.judged_as)
            if clause.key in vocabulary.rules or clause.key in vocabulary.obligations:
                yield Problem("judged_by_itself", key, {"name": clause.key})


def clauses_are_kept_as_they_say(agreement: Agreement, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Check that people keep what they record, rules the rest, and that only text with a key of its own is nobody's."""
    for place, clause in enumerate(agreement.clauses):
        duty = clause.judged_as or clause.key
        if duty in vocabulary.rules or duty in vocabulary.obligations:
            expected = "people" if duty in vocabulary.by_people else "rule"
            if clause.kept_by != expected:
                facts = {"given": clause.kept_by, "expected": expected}
                yield Problem("kept_by_another", f"clauses.{place}.kept_by", facts)
        elif clause.kept_by == "nobody" and clause.numbers:
            yield Problem("text_has_numbers", f"clauses.{place}.numbers", {})


def clauses_use_known_words(agreement: Agreement) -> Iterator[Problem]:
    """Check that a post or party that a clause names is in the agreement, and a word it chooses among the choices."""
    posts = [post.id for post in agreement.posts]
    for key, clause_key, name, number in _numbers(agreement):
        values = number if isinstance(number, tuple) else (number,)
        words = tuple(word for word in values if isinstance(word, str))
        if name in NAMES_A_POST:
            yield from unknown("unknown_post", key, posts, *words)
        if name == PARTY:
            yield from unknown("unknown_party", key, [party.id for party in agreement.parties], *words)
        role = BY_ROLE.get(name)
        for post in agreement.posts:
            if role is not None and post.id in words and role not in post.roles:
                yield Problem("post_without_the_role", key, {"role": role, "name": post.id})
        choices = WORDS.get((clause_key, name), words)
        for word in words:
            if word not in choices:
                facts = {"expected": "known word", "given": word[:60], "choices": choices}
                yield Problem("wrong_value", key, {**facts, "near": closest(word, choices)})


def numbers_are_possible(agreement: Agreement) -> Iterator[Problem]:
    """Check that a number lies within its range: a month is one of twelve, a week has seven days."""
    for key, _, name, number in _numbers(agreement):
        if name not in RANGES or isinstance(number, bool):
            continue  # a value of another kind is reported by `clauses_are_known`, and so is a negative number
        least, most = RANGES[name]
        counts = [count for count in number if isinstance(count, int)] if isinstance(number, tuple) else []
        if counts and len(counts) not in PARTS_OF_A_YEAR:
            yield Problem("year_in_strange_parts", key, {"count": len(counts)})
        total = sum(counts) if counts else number
        if isinstance(total, int) and min((0, *counts)) == 0 <= total and not least <= total <= most:
            yield Problem("number_out_of_range", key, {"given": total, "least": least, "most": most})


def areas_are_shared_with_others(agreement: Agreement) -> Iterator[Problem]:
    """Check that a focus area is shared with other councils only, never with the council itself."""
    for place, area in enumerate(agreement.focus_areas):
        if agreement.agreement.name in area.shared_with:
            facts = {"name": agreement.agreement.name}
            yield Problem("shared_with_itself", f"focus_areas.{place}.shared_with", facts)


def periods_end_after_they_begin(agreement: Agreement) -> Iterator[Problem]:
    """Check that the period of a focus area does not end before its first day."""
    for place, area in enumerate(agreement.focus_areas):
        first, last = area.period.first, area.period.last
        if first is not None and last is not None and last < first:
            yield Problem("ends_before_it_begins", f"focus_areas.{place}.period", {"first": first, "last": last})


def every_number_is_agreed(agreement: Agreement, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Check that the agreement states every number for which its rule or obligation has no standard."""
    stated = {clause.key: clause.numbers for clause in agreement.clauses}
    for rule, parameters in vocabulary.rules.items():
        for name, parameter in parameters.items():
            if not parameter.has_standard and name not in stated.get(rule, {}):
                yield Problem("number_missing", "clauses", {"rule": rule, "name": name})
    for place, clause in enumerate(agreement.clauses):
        parameters = vocabulary.obligations.get(clause.judged_as or clause.key, {})
        if not set(clause.numbers) <= set(parameters):
            continue  # a misspelt number is reported where it stands
        for name, parameter in parameters.items():
            if not parameter.has_standard and name not in clause.numbers:
                yield Problem(
                    "number_missing", f"clauses.{place}", {"rule": clause.judged_as or clause.key, "name": name}
                )


def _kinds(number: Number) -> tuple[str, ...]:
    """Return the kinds that a value fits; a list of whole numbers, none of them negative, is the rhythm of a year."""
    if isinstance(number, tuple) and number and all(isinstance(count, int) for count in number):
        return ("rhythm",) if all(int(count) >= 0 for count in number) else ()
    return _KINDS[type(number)]


def _numbers(agreement: Agreement) -> Iterator[tuple[str, str, str, Number]]:
    """List the numbers of all clauses: the full key, the rule or obligation, the number's name and its value."""
    for place, clause in enumerate(agreement.clauses):
        for name, number in clause.numbers.items():
            yield f"clauses.{place}.numbers.{name}", clause.judged_as or clause.key, name, number
