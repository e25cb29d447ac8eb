"""How running cases cross from one version of a machine to another: `moves/<machine>/<older>--<newer>.toml`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import Field

from slt_flow.definitions import read
from slt_flow.definitions.checks import unknown
from slt_flow.definitions.load import Pinned, pinned_labels, refuse_by_line, told_by_line
from slt_flow.definitions.models import Machine, Name, Part, Problem, Words, built
from slt_flow.definitions.shelf import Shelf
from slt_flow.errors import DefinitionError
from slt_flow.terms import Tag

EARNED: Final = frozenset(Tag) - {Tag.STUCK, Tag.DELIVERED}
"""What a state means that a case comes to by an action and its rules only: a move neither gives nor takes it."""


class Move(Part):
    """A file that says where a case of each open state goes on, or why it stays with the version it began with."""

    states: dict[Name, Name] = Field(default_factory=dict)
    refused: dict[Name, Words] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MachineMove:
    """The whole way of a machine's cases from what they pin to a newer version.

    Attributes:
        older: what they pin.
        newer: what they will pin.
        states: the state in which a case goes on, by the state it stands in.
        refused: why a case stays, in every language, by the state it stands in; no words where no file says why.
        files: the files that say so, in the order they are followed.
    """

    older: Pinned
    newer: Pinned
    states: Mapping[str, str]
    refused: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files: tuple[Path, ...] = ()


def move_problems(move: Move, older: Machine, newer: Machine) -> tuple[Problem, ...]:
    """Everything wrong with a move between two versions of a machine."""
    checks = (
        every_open_state_is_told(move, older),
        targets_are_open(move, older, newer),
        meaning_is_kept(move, older, newer),
    )
    return tuple(problem for check in checks for problem in check)


def every_open_state_is_told(move: Move, older: Machine) -> Iterator[Problem]:
    """Each state that is not an end goes on in one state, or is refused; ends are not told of: they stay."""
    for table in ("states", "refused"):
        for state in getattr(move, table):
            if state not in older.states:
                yield unknown("unknown_state", f"{table}.{state}", state, older.states)
            elif older.states[state].end:
                yield Problem("an_end_stays", f"{table}.{state}", {"state": state})
    for state, defined in older.states.items():
        if not defined.end and state not in move.states and state not in move.refused:
            yield Problem("state_goes_nowhere", "states", {"state": state})
        if state in move.states and state in move.refused:
            yield Problem("named_both_ways", f"refused.{state}", {"name": state})


def targets_are_open(move: Move, older: Machine, newer: Machine) -> Iterator[Problem]:
    """What is open goes on open: it may have open work beneath it, and it ends by an action."""
    for state, target in move.states.items():
        if target not in newer.states:
            yield unknown("unknown_state", f"states.{state}", target, newer.states)
        elif newer.states[target].end and state in older.states:
            yield Problem("moves_to_an_end", f"states.{state}", {"state": state, "target": target})


def meaning_is_kept(move: Move, older: Machine, newer: Machine) -> Iterator[Problem]:
    """A move gives and takes nothing that is earned by an action: adopted, planned, begun, settled, held …"""
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
    tables = read.parse(content, str(path))
    with told_by_line(content):
        move = built(Move, tables, str(path))
        refuse_by_line(str(path), move_problems(move, older, newer))
    return move


def machine_move(older: Pinned, newer: Pinned, shelf: Shelf, load: Callable[[str], Pinned]) -> MachineMove:
    """How cases that pin one version come to another, along the fewest files.

    Where the older is another content of a version that there is a file of (it was changed before it was released), its
    states go on first in the states of that file that have the same name.

    Args:
        older: what the cases pin.
        newer: what they shall pin.
        shelf: where the files of moves stand.
        load: gives a version of the machine.

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
        refused = {state: pinned_labels(words) for state, words in move.refused.items()}
        whole = _then(whole, MachineMove(at, there, dict(move.states), refused, (moves[joined],)))
        at = there
    return whole


def _earned(machine: Machine, state: str) -> frozenset[Tag]:
    return EARNED & set(machine.states[state].tags)


def _shortest(moves: Mapping[tuple[str, str], Path], first: str, last: str) -> tuple[tuple[str, str], ...] | None:
    waiting: deque[tuple[str, tuple[tuple[str, str], ...]]] = deque([(first, ())])
    seen = {first}
    while waiting:
        here, way = waiting.popleft()
        if here == last:
            return way
        for joined in moves:
            if joined[0] == here and joined[1] not in seen:
                seen.add(joined[1])
                waiting.append((joined[1], (*way, joined)))
    return None


def _by_name(older: Pinned, newer: Pinned) -> MachineMove:
    """Two contents of one version: a state goes on in the open one of its name that means the same."""
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
