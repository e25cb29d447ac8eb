"""Moves of running cases from one version of a machine to another: `moves/<machine>/<older>--<newer>.toml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from slt_flow.definitions import read
from slt_flow.definitions.load import Pinned
from slt_flow.definitions.machines import Machine, Move
from slt_flow.definitions.problems import Problem, refuse, unknown
from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.validation import checked
from slt_flow.errors import DefinitionError
from slt_flow.terms import Tag

EARNED: Final = frozenset(Tag) - {Tag.STUCK, Tag.DELIVERED}
"""Tags that a case earns only by an action and its rules: a move neither gives nor takes them."""


@dataclass(frozen=True, slots=True)
class MachineMove:
    """The whole way of a machine's cases from the version they pin to a newer one.

    Attributes:
        older: the version that they pin.
        newer: the version that they will pin.
        states: the new state of a case by its present one.
        refused: the reason a case stays, in every language, by its present state; empty where no file gives one.
        files: the files of the way, in the order they are followed.
    """

    older: Pinned
    newer: Pinned
    states: Mapping[str, str]
    refused: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files: tuple[Path, ...] = ()


def move_problems(move: Move, older: Machine, newer: Machine) -> tuple[Problem, ...]:
    """List the problems of a move between two versions of a machine."""
    return (
        *every_open_state_is_told(move, older),
        *targets_are_open(move, older, newer),
        *meaning_is_kept(move, older, newer),
    )


def every_open_state_is_told(move: Move, older: Machine) -> Iterator[Problem]:
    """Check that each open state is given a new one or refused, and that no end is named: ends stay."""
    for table in ("states", "refused"):
        for state in getattr(move, table):
            yield from unknown("unknown_state", f"{table}.{state}", older.states, state)
            if state in older.states and older.states[state].end:
                yield Problem("an_end_stays", f"{table}.{state}", {"state": state})
    for state, defined in older.states.items():
        if not defined.end and state not in move.states and state not in move.refused:
            yield Problem("state_goes_nowhere", "states", {"state": state})
        if state in move.states and state in move.refused:
            yield Problem("named_both_ways", f"refused.{state}", {"name": state})


def targets_are_open(move: Move, older: Machine, newer: Machine) -> Iterator[Problem]:
    """Check that open states go on in open ones: there may be open work beneath, and only an action ends a case."""
    for state, target in move.states.items():
        yield from unknown("unknown_state", f"states.{state}", newer.states, target)
        if state in older.states and target in newer.states and newer.states[target].end:
            yield Problem("moves_to_an_end", f"states.{state}", {"state": state, "target": target})


def meaning_is_kept(move: Move, older: Machine, newer: Machine) -> Iterator[Problem]:
    """Check that a move keeps the tags that are earned by an action: adopted, planned, begun, settled, held …"""
    for state, target in move.states.items():
        if state in older.states and target in newer.states:
            was, becomes = _earned(older, state), _earned(newer, target)
            if was != becomes:
                facts = {"state": state, "target": target, "tags": tuple(sorted(was ^ becomes))}
                yield Problem("move_changes_meaning", f"states.{state}", facts)


def load_move(path: Path, older: Machine, newer: Machine) -> Move:
    """Read and check a move's file.

    Raises:
        DefinitionError: with everything that is wrong with it.
    """
    content = read.read_text(path)
    move = checked(Move, content, str(path))
    refuse(str(path), move_problems(move, older, newer), content)
    return move


def machine_move(older: Pinned, newer: Pinned, shelf: Shelf, load: Callable[[str], Pinned]) -> MachineMove:
    """Find the way of cases from the version they pin to another, along the fewest files.

    Where the older is another content of a version that there is a file of (it was changed before it was released), its
    states go on first in the states of that file that have the same name.

    Args:
        older: the version that the cases pin.
        newer: the version that they shall pin.
        shelf: the folders of the files of moves.
        load: returns a version of the machine.

    Raises:
        DefinitionError: no files lead there, or one of them is wrong.
    """
    moves, name = shelf.moves(newer.machine.name), newer.machine.name
    first, last = older.version, newer.version
    way = _shortest(moves, first, last)
    if way is None:
        raise DefinitionError("no_way_between_versions", machine=name, older=first, newer=last)
    whole = MachineMove(
        older, older, {state: state for state, defined in older.machine.states.items() if not defined.end}
    )
    at = load(first) if first != last else newer
    if at.digest != older.digest:
        whole = _then(whole, _by_name(older, at))
    for joined in way:
        there = newer if joined[1] == last else load(joined[1])
        move = load_move(moves[joined], at.machine, there.machine)
        shelf.refuse_changed(moves[joined], read.read_text(moves[joined]))
        refused = {state: words._asdict() for state, words in move.refused.items()}
        whole = _then(whole, MachineMove(at, there, dict(move.states), refused, (moves[joined],)))
        at = there
    return whole


def _earned(machine: Machine, state: str) -> frozenset[Tag]:
    return EARNED & set(machine.states[state].tags)


def _shortest(moves: Iterable[tuple[str, str]], first: str, last: str) -> tuple[tuple[str, str], ...] | None:
    ways: dict[str, tuple[tuple[str, str], ...]] = {first: ()}
    versions = [first]
    for here in versions:  # breadth first: the list grows while it is read
        for older, newer in moves:
            if older == here and newer not in ways:
                ways[newer] = (*ways[here], (older, newer))
                versions.append(newer)
    return ways.get(last)


def _by_name(older: Pinned, newer: Pinned) -> MachineMove:
    """Move between two contents of one version: from each state to the open one of its name that means the same."""
    states = {
        state: state
        for state, defined in older.machine.states.items()
        if not defined.end and state in newer.machine.states and not newer.machine.states[state].end
        if _earned(older.machine, state) == _earned(newer.machine, state)
    }
    lost: dict[str, Mapping[str, str]] = {
        state: {} for state, defined in older.machine.states.items() if not defined.end and state not in states
    }
    return MachineMove(older, newer, states, lost)


def _then(first: MachineMove, second: MachineMove) -> MachineMove:
    states = {state: second.states[mid] for state, mid in first.states.items() if mid in second.states}
    stopped = {state: second.refused[mid] for state, mid in first.states.items() if mid in second.refused}
    refused = {**first.refused, **stopped}
    return MachineMove(first.older, second.newer, states, refused, (*first.files, *second.files))
