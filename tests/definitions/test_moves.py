"""A move tells of every open state, never ends what is open, and gives or takes nothing that is earned."""

from __future__ import annotations

import inspect
import re
from itertools import pairwise
from pathlib import Path

import pytest

from slt_flow.definitions import moves
from slt_flow.definitions.load import Pinned, pinned
from slt_flow.definitions.machines import Move
from slt_flow.definitions.moves import EARNED, load_move, machine_move
from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.successor import successor
from slt_flow.errors import DefinitionError
from tests.definitions.test_shelf import lay
from tests.worlds import OWN, machines


def version(name: str, number: str, *changes: tuple[str, str]) -> Pinned:
    """A machine as a version, changed in some places."""
    content = machines()[name].content
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    return pinned(content, name, number)


def move_text(name: str = "measure", **changed: str | None) -> str:
    """The move that keeps every open state, with some lines otherwise (None: left out)."""
    kept = {state: state for state, room in machines()[name].machine.states.items() if not room.end}
    lines = {**kept, **changed}
    return "[states]\n" + "".join(f'{state} = "{to}"\n' for state, to in lines.items() if to is not None)


REFUSED = '\n[refused]\n{state} = {{ nb = "Nei.", nn = "Nei.", en = "No." }}\n'

WRONG = [
    (move_text(blocked=None), "state_goes_nowhere", "states"),
    (move_text(verified="verified"), "an_end_stays", "states.verified"),
    (move_text(bloked="blocked"), "unknown_state", "states.bloked"),
    (move_text(blocked="blokked"), "unknown_state", "states.blocked"),
    (move_text(done="cancelled"), "moves_to_an_end", "states.done"),
    (move_text(accepted="underway"), "move_changes_meaning", "states.accepted"),
    (move_text() + REFUSED.format(state="done"), "named_both_ways", "refused.done"),
    (move_text() + REFUSED.format(state="nowhere"), "unknown_state", "refused.nowhere"),
    (move_text() + REFUSED.format(state="cancelled"), "an_end_stays", "refused.cancelled"),
]


@pytest.mark.parametrize(("text", "code", "key"), WRONG, ids=[f"{code} {key}" for _, code, key in WRONG])
def test_what_is_wrong_with_a_move_is_told_by_key_and_line(folder: Path, text: str, code: str, key: str) -> None:
    path = folder / "1--verdal-1.toml"
    path.write_text(text, encoding="utf-8")
    measure = machines()["measure"].machine
    with pytest.raises(DefinitionError) as raised:
        load_move(path, measure, measure)
    problems = raised.value.facts["problems"]
    assert isinstance(problems, tuple)
    assert (code, key) in {(problem.code, problem.key) for problem in problems}
    lines = text.splitlines()
    name = key.rpartition(".")[2]
    told = next(problem.facts["line"] for problem in problems if (problem.code, problem.key) == (code, key))
    assert name in lines[told - 1]


def test_every_check_of_moves_has_a_move_that_breaks_it() -> None:
    checks = {f for name, f in vars(moves).items() if inspect.isgeneratorfunction(f) and not name.startswith("_")}
    named = {code for f in checks for code in re.findall(r'(?:Problem|unknown)\(\s*"([a-z_]+)"', inspect.getsource(f))}
    assert named == {code for _, code, _ in WRONG}


def test_no_open_state_of_another_meaning_can_be_reached_by_a_move() -> None:
    """All pairs of open states of all machines: a move between them is in order exactly when what is earned stays."""
    for name, each in machines().items():
        open_ = [state for state, room in each.machine.states.items() if not room.end]
        for state in open_:
            for target in open_:
                move = Move(states={**{s: s for s in open_}, state: target})
                same = EARNED & set(each.machine.states[state].tags) == EARNED & set(each.machine.states[target].tags)
                codes = {problem.code for problem in moves.move_problems(move, each.machine, each.machine)}
                assert codes == (set() if same else {"move_changes_meaning"}), (name, state, target)


def shelf_of(folder: Path, *versions: str) -> Shelf:
    """Own versions of measures that follow each other from 1 on, each with the move that keeps every state."""
    files: dict[str, str] = {}
    for older, newer in pairwise(("1", *versions)):
        files |= successor(version("measure", older), newer)
    return lay(folder, files)


def load(number: str) -> Pinned:
    return version("measure", number)


def test_a_case_crosses_step_by_step_where_no_file_leads_straight_there(folder: Path) -> None:
    shelf = shelf_of(folder, "verdal-1", "verdal-2", "verdal-3")
    way = machine_move(load("1"), load("verdal-3"), shelf, load)
    assert [path.stem for path in way.files] == ["1--verdal-1", "verdal-1--verdal-2", "verdal-2--verdal-3"]
    assert way.states == {s: s for s, room in machines()["measure"].machine.states.items() if not room.end}
    (folder / "moves/measure/1--verdal-3.toml").write_text(move_text(blocked="underway"), encoding="utf-8")
    assert machine_move(load("1"), load("verdal-3"), shelf, load).states["blocked"] == "underway"


def test_what_one_step_refuses_stays_whatever_the_others_say(folder: Path) -> None:
    shelf = shelf_of(folder, "verdal-1", "verdal-2")
    refusing = move_text(blocked=None) + REFUSED.format(state="blocked")
    (folder / "moves/measure/verdal-1--verdal-2.toml").write_text(refusing, encoding="utf-8")
    way = machine_move(load("1"), load("verdal-2"), shelf, load)
    assert "blocked" not in way.states
    assert way.refused == {"blocked": {"nb": "Nei.", "nn": "Nei.", "en": "No."}}


def test_without_a_file_there_is_no_way(folder: Path) -> None:
    with pytest.raises(DefinitionError) as raised:
        machine_move(load("1"), load("verdal-2"), shelf_of(folder, "verdal-1"), load)
    assert raised.value.code == "no_way_between_versions"


def test_an_older_content_of_the_same_version_crosses_by_the_names_of_its_states(folder: Path) -> None:
    """What was pinned before a version was released: a state that is there no more, or means otherwise, stays."""
    older = version("measure", "1", ("blocked", "halted"), ('tags = ["begun", "delivered"]', 'tags = ["delivered"]'))
    way = machine_move(older, load("1"), shelf_of(folder, OWN), load)
    open_ = {s for s, defined in machines()["measure"].machine.states.items() if not defined.end}
    assert set(way.states) == open_ - {"blocked", "done"}
    assert way.refused == {"halted": {}, "done": {}}
    onward = machine_move(older, load(OWN), shelf_of(folder / "b", OWN), load)
    assert (set(onward.states), onward.newer.version) == (set(way.states), OWN)
