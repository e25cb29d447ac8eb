"""Judges of clauses: the rules that actions ask, the obligations of a year, people, or nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from slt_flow.definitions.load import Pinned, pinned_kind
from slt_flow.definitions.machines import Action
from slt_flow.definitions.read import read_text
from slt_flow.definitions.shelf import Shelf
from slt_flow.model import Clause
from slt_flow.results.agreements import ClauseRow
from slt_flow.rules import REGISTER
from slt_flow.rules import obligations as of_a_year
from slt_flow.rules.obligations import Obliged
from slt_flow.rules.register import numbers_in
from slt_flow.terms import Judge
from slt_flow.wording.rules import RULES

ASKED_BESIDE: Final[Mapping[str, str]] = {"council_may_be_extended": "post add"}
"""Rules that a command asks which is no action of a machine."""

Askers = Mapping[str, tuple[str, ...]]
"""The actions that ask each rule, each as `machine action`."""


def askers(machines: Iterable[Pinned], shelf: Shelf) -> Askers:
    """Return the actions of these machines, and of the kinds of decision on a shelf, that ask each rule.

    A rule that serves an obligation is listed under the obligation too.
    """
    every: dict[str, dict[str, None]] = {rule: {command: None} for rule, command in ASKED_BESIDE.items()}
    for action, rules in (*_of_machines(machines), *_of_kinds(shelf)):
        for name in _with_parts(rules):
            for clause in {name, REGISTER[name].serves} - {""}:
                every.setdefault(clause, {})[action] = None
    return {rule: tuple(actions) for rule, actions in every.items()}


def _of_machines(machines: Iterable[Pinned]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pinned in machines:
        machine = pinned.machine
        for name, action in (*(a for state in machine.states.values() for a in state.on.items()), *machine.shared):
            yield f"{machine.place} {name}", _asked(action)


def _asked(action: Action) -> tuple[str, ...]:
    return (*action.needs, *action.unless)


def _of_kinds(shelf: Shelf) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, path in shelf.kinds().items():
        for action, rules in pinned_kind(read_text(path), name).kind.needs.items():
            yield f"decision {action}", rules


def _with_parts(rules: Iterable[str]) -> Iterator[str]:
    for name in rules:
        yield name
        yield from _with_parts(REGISTER[name].parts)


def clause_row(clause: Clause, actions: Askers) -> ClauseRow:
    """Return a clause with its judges."""
    obliged = of_a_year.REGISTER.get(clause.duty)
    judges: tuple[Judge, ...] = (Judge.ACTION,) if clause.duty in actions else ()
    judges += _of_the_year(clause, obliged) if obliged is not None else ()
    return ClauseRow(
        key=clause.clause,
        ref=clause.ref,
        text=clause.text,
        numbers=clause.numbers,
        kept_by=clause.kept_by,
        judged_by=judges or (Judge.NOBODY,),
        asked_by=actions.get(clause.duty, ()),
        judged_as=clause.judged_as or None,
        keeper=clause.keeper,
        document=clause.document or None,
    )


def _of_the_year(clause: Clause, obliged: Obliged) -> tuple[Judge, ...]:
    """Return the judges of an obligation; the year judges nothing that is asked "regularly", every 0 years."""
    regularly = numbers_in(clause, obliged.standards).get("every_years") == 0
    return tuple(judge for judge in obliged.judges if not (regularly and judge == Judge.YEAR))


def standards(stated: Iterable[str], actions: Askers) -> Iterator[ClauseRow]:
    """Yield the rules that hold where an agreement is silent, for those keys that it does not state."""
    for key in sorted({rule for rule, wording in RULES.items() if wording.standard}.difference(stated)):
        judges = (Judge.ACTION if key in actions else Judge.NOBODY,)
        yield ClauseRow(key, None, "", {}, "rule", judges, actions.get(key, ()))
