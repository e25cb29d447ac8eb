"""Stories played in memory, and the actions performed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from slt_flow.definitions.shelf import SHIPPED
from slt_flow.definitions.stories.load import LoadedStory
from slt_flow.engine.entries import Kind
from slt_flow.records import journal
from slt_flow.results.evaluation import Scribe
from slt_flow.results.stories import Played
from slt_flow.services.stories.play import play
from slt_flow.services.stories.sandbox import Founding, Sandbox
from slt_flow.terms import Ref
from tests.conftest import IN_MEMORY

FOLDER = Path(__file__).parent
SCRIBE = Scribe(lambda _: "Slik virket tiltakene.", lambda _: "Læringspunktene er med videre.", lambda _: "Planen.")
Execution = tuple[str, str, str]
"""A machine, a state it was left from, and the action."""


@dataclass
class ProofInputs:
    """Where stories are played, and every action that was performed there."""

    founding: Founding
    performed: set[Execution] = field(default_factory=set)
    stage: Sandbox | None = None

    def play(self, told: LoadedStory) -> Played:
        """Play a story, and note the actions it performed."""
        self.stage = self.founding.stage(told)
        played = play(self.stage)
        self.performed |= executions(self.stage)
        return played


def executions(stage: Sandbox) -> set[Execution]:
    """Every step of every journal, with the state its case was in; making a case beneath is a step of the one above."""
    found: set[Execution] = set()
    with stage.context.store.reading() as connection:
        for council in journal.councils(connection):
            where: dict[str, tuple[str, str]] = {}
            for entry in journal.read(connection, council):
                ref = Ref.parse(entry.subject)
                performed = str(ref.parent) if ref is not None and entry.kind == Kind.REGISTERED else entry.subject
                if entry.action and performed in where:
                    found.add((*where[performed], entry.action))
                if entry.to_state:
                    where[entry.subject] = (entry.machine_name, entry.to_state)
    return found


@pytest.fixture(scope="session")
def proof_inputs() -> Iterator[ProofInputs]:
    with TemporaryDirectory(prefix="slt-stories-", dir=IN_MEMORY) as folder:
        yield ProofInputs(Founding(Path(folder), SHIPPED, SCRIBE))
