"""Stories played in memory, and what was walked through meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from slt_flow.definitions.shelf import SHIPPED
from slt_flow.definitions.stories.load import ToldStory
from slt_flow.engine.entries import Kind
from slt_flow.records import journal
from slt_flow.results import Played
from slt_flow.services.stories.play import play
from slt_flow.services.stories.sandbox import Founding, Scribe, Stage
from slt_flow.terms import Ref
from tests.conftest import IN_MEMORY

FOLDER = Path(__file__).parent
SCRIBE = Scribe(lambda _: "Slik virket tiltakene.", lambda _: "Læringspunktene er med videre.", lambda _: "Planen.")
Passage = tuple[str, str, str]
"""A machine, a state it was left from, and the door."""


@dataclass
class Theatre:
    """Where stories are played, and every door that was walked through there."""

    founding: Founding
    walked: set[Passage] = field(default_factory=set)
    stage: Stage | None = None

    def play(self, told: ToldStory) -> Played:
        """Play a story, and note what it walked through."""
        self.stage = self.founding.stage(told, SCRIBE)
        played = play(self.stage)
        self.walked |= passages(self.stage)
        return played


def passages(stage: Stage) -> set[Passage]:
    """Every step of every journal, with the state its case was in; making a case beneath is a step of the one above."""
    found: set[Passage] = set()
    with stage.desk.store.reading() as connection:
        for council in journal.councils(connection):
            where: dict[str, tuple[str, str]] = {}
            for entry in journal.read(connection, council):
                ref = Ref.parse(entry.subject)
                walked = str(ref.parent) if ref is not None and entry.kind == Kind.REGISTERED else entry.subject
                if entry.door and walked in where:
                    found.add((*where[walked], entry.door))
                if entry.to_state:
                    where[entry.subject] = (str(entry.machine), entry.to_state)
    return found


@pytest.fixture(scope="session")
def theatre() -> Iterator[Theatre]:
    with TemporaryDirectory(prefix="slt-stories-", dir=IN_MEMORY) as folder:
        yield Theatre(Founding(Path(folder), SHIPPED))
