"""What the exploration finds is what the services do: its steps are performed by it in a real database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest

from slt_flow.engine.decide import Accepted, decide
from slt_flow.engine.proof.action_enumeration import ActionEnumeration, Asked
from slt_flow.engine.proof.model_council import DAY, FREE, OTHER, SECRETARY, TOP, Bounds, ProofInputs, council
from slt_flow.engine.proof.normal_form import Form, Key, normal, normalised
from slt_flow.engine.proof.prove import explored
from slt_flow.errors import RequestError
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.records.store import Store
from slt_flow.results.answers import Done
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people import groups
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.year import evaluation
from slt_flow.terms import Ref, Tag
from tests.conftest import IN_MEMORY
from tests.engine.proof.test_prove import shipped, steps_of
from tests.records.year import done
from tests.worlds import machines

AGREEMENT: Final = Path(__file__).parent.parent / "agreements" / "utforsket.toml"
COUNCIL: Final = "utforsket"
NEIGHBOUR: Final = FREE
STANDING: Final = ("reconsider", "note_time")
"""Actions of work without an end or with a rhythm, which all explored measures have; they change no situation."""

MEETING: Final = f"M1/{DAY:%y}"
ASSESSED: Final = "effect_is_assessed"
"""The exploration assumes that effects have been assessed; before an action that asks for it they are."""


def newest(agreement: str) -> str:
    """The text of an agreement with the newest workflows, which are those explored."""
    for name, each in machines().items():
        agreement = agreement.replace(f"\n{name} = 1\n", f"\n{name} = {each.version}\n")
    return agreement


@dataclass(frozen=True)
class Standing:
    """A database as it was left, and where that is: its rows, their normal form, and the rows of that."""

    content: bytes
    stored: Snapshot
    form: Form
    seen: Snapshot


@dataclass
class Replay:
    """A database that is led from situation to situation, beside what the exploration says of each."""

    folder: Path
    bounds: Bounds
    asked: int = 0
    proof_inputs: ProofInputs = field(default_factory=shipped)

    def __post_init__(self) -> None:
        self.path = self.folder / "slt.sqlite"
        self.store = Store(str(self.path))
        self.static = council(self.proof_inputs, self.bounds)
        self.performs = ActionEnumeration(self.static, self.proof_inputs.machines, self.bounds)

    def begin(self, *, adopted: bool = False) -> Standing:
        """The database of the council in which one decision is registered and nothing has happened, or is adopted."""
        context = self._context()
        for name in (NEIGHBOUR, COUNCIL):
            file = self.folder / f"{name}.toml"
            file.write_text(newest(AGREEMENT.read_text("utf-8")).replace(f'"{COUNCIL}"', f'"{name}"'), "utf-8")
            done(init(context, str(file)))
        done(register(self._context(NEIGHBOUR), "t"))
        context = self._context(COUNCIL)
        done(knowledge.add_knowledge(context, FREE, "t"))
        done(knowledge.add_challenge(context, FREE, "t"))
        done(groups.found_group(context, FREE, "t", [SECRETARY]))
        done(hold(context, DAY.isoformat(), "all"))
        told: dict[str, Any] = {"meeting": MEETING, "consent": "all"} if adopted else {}
        done(register(context, "t", text="t", needs_ratification=self.bounds.bodies, **told))
        ends: dict[str, Any] = {"text": str(TOP), "needs_ratification": self.bounds.bodies}
        done(register(context, "u", **ends, meeting=MEETING, consent="all"))
        for body in self.bounds.bodies:
            done(actions.perform(context, [OTHER], "ratify", {"body": body, "case": "1", "date": DAY.isoformat()}))
        done(evaluation.open_year(context, DAY.year))
        return self.here()

    def here(self) -> Standing:
        """Where the database stands."""
        with self.store.reading() as connection:
            stored = projection.everything(connection, COUNCIL)
        form = normal(stored)
        return Standing(self.path.read_bytes(), stored, form, normalised(stored, form, self.static))

    def requests(self, at: Standing) -> list[tuple[Ref, Asked]]:
        """Everything that can be asked for of work that ends once."""
        return [(ref, asked) for ref, asked in self.performs.of(at.seen) if asked.action not in STANDING]

    def agrees(self, at: Standing, ref: Ref, asked: Asked) -> Standing:
        """Ask the real context: it refuses, or leads where the exploration says."""
        foretold = self.foretold(at, ref, asked)
        self.path.write_bytes(at.content)
        accepted = self._perform(at, at.form.refs.get(ref, ref), asked)
        there = self.here()
        told = (at.form.key, str(ref), asked.action, dict(asked.answers), asked.acted_by)
        assert accepted == (foretold is not None), told
        assert there.form.key == (foretold or at.form.key), told
        return there

    def foretold(self, at: Standing, ref: Ref, asked: Asked) -> Key | None:
        """Where the exploration says that a request leads; None where it is refused."""
        try:
            answer = decide(at.seen, self.proof_inputs.machines, asked.of(ref))
        except RequestError:
            return None
        return normal(answer.snapshot).key if isinstance(answer, Accepted) else None

    def _perform(self, at: Standing, ref: Ref, asked: Asked) -> bool:
        self.asked += 1
        self._assess(at.stored, ref, asked)
        context = self._context(COUNCIL, acted_by=asked.acted_by, basis=FREE, key=f"k{self.asked}")
        answers = typed(asked.answers)
        if "text" in answers:  # situations forget texts, and an unchanged one is no amendment
            answers["text"] = f"{answers['text']} {self.asked}"
        try:
            return isinstance(actions.perform(context, [ref], asked.action, answers), Done)
        except RequestError:
            return False

    def _assess(self, stored: Snapshot, ref: Ref, asked: Asked) -> None:
        item = stored.one(Item, *ref)
        if ASSESSED in self.proof_inputs.machines.built(item.pin).actions(item.state)[asked.action].needs:
            measures = [str(i.ref) for i in stored.all(Item) if i.ref.depth == 2 and i.has(Tag.ACHIEVED)]
            if measures:  # none is refused, as a request about nothing
                done(evaluation.assess(self._context(COUNCIL), measures, "good", challenge=FREE))

    def _context(self, council: str | None = None, **options: Any) -> Context:
        noon = FixedClock(datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC))
        return Context(self.store, council=council, on=DAY, clock=noon, **options)


def typed(answers: Any) -> dict[str, Any]:
    """Answers as a person would type them."""
    return {name: given.isoformat() if isinstance(given, date) else str(given) for name, given in answers.items()}


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="slt-replayed-", dir=IN_MEMORY) as made_in:
        yield Path(made_in)


@pytest.mark.endurance
def test_every_step_that_was_explored_is_what_the_services_do(folder: Path) -> None:
    replay = Replay(folder, Bounds(assignments=1, measures=1))
    graph = explored(replay.proof_inputs, replay.bounds)
    first = replay.begin()
    assert first.form.key == next(iter(graph.numbers))
    waiting, reached, passed = [first], {first.form.key}, set()
    recorded: set[tuple[Any, ...]] = set()
    while waiting:
        at = waiting.pop()
        for ref, asked in replay.requests(at):
            if replay.foretold(at, ref, asked) in (None, at.form.key) and asked.kind in recorded:
                continue
            recorded.add(asked.kind)
            there = replay.agrees(at, ref, asked)
            if there.form.key != at.form.key:
                passed.add((at.form.key, there.form.key))
            if there.form.key not in reached:
                reached.add(there.form.key)
                waiting.append(there)
    assert reached == set(graph.numbers)
    assert passed == steps_of(graph)


def wander(replay: Replay, chance: Random, paths: int, longest: int) -> set[Key]:
    """Perform ways by chance, each on from where another has led, to new situations first; those that were reached."""
    known = [replay.begin(adopted=True)]
    reached = {known[0].form.key}
    for _ in range(paths):
        at = chance.choice(known)
        for _ in range(longest):
            on = lead_on(replay, at, chance)
            new = next(((each, key) for each, key in on if key not in reached), None)
            if new is None and not on:
                break
            at = replay.agrees(at, *(new or on[0])[0])
            reached.add(at.form.key)
        if not at.seen.one(Item, *TOP).ended:
            known = [*known[-KEPT:], at]
    return reached


def lead_on(replay: Replay, at: Standing, chance: Random) -> list[tuple[tuple[Ref, Asked], Key]]:
    """Some of the requests that lead from here to another situation, with where."""
    requests = replay.requests(at)
    told = ((each, replay.foretold(at, *each)) for each in chance.sample(requests, min(len(requests), TRIED)))
    return [(each, key) for each, key in told if key is not None and key != at.form.key]


TRIED: Final = 5
"""How many requests are looked at before one of them is performed."""

KEPT: Final = 60
"""How many situations are kept to go on from."""

LARGER: Final = {
    "two by two, outside owners": (Bounds(assignments=2, measures=2, outside=True), 500),
    "one by three": (Bounds(assignments=1, measures=3), 350),
    "two by one, ratified": (Bounds(assignments=2, measures=1, bodies=("body-1", "body-2")), 250),
}


@pytest.mark.endurance
@pytest.mark.parametrize("name", LARGER)
def test_ways_through_what_is_larger_lead_where_they_are_said_to(folder: Path, name: str) -> None:
    bounds, paths = LARGER[name]
    assert len(wander(Replay(folder, bounds), Random(30), paths, 4)) > 100


def test_some_ways_lead_where_they_are_said_to(folder: Path) -> None:
    assert len(wander(Replay(folder, Bounds(assignments=2, measures=2, outside=True)), Random(32), 4, 5)) > 6
