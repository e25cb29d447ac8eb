"""An undo changes only the rows of what it takes back, and leaves the tables as the whole journal would make them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from tempfile import TemporaryDirectory

import pytest

from slt_flow.engine.fold import replayed
from slt_flow.model import ROWS
from slt_flow.records import journal, projection, replay
from slt_flow.records.store import Connection
from slt_flow.results.answers import Outcome
from slt_flow.services.history.undo import undo
from tests.conftest import IN_MEMORY
from tests.services.drive import COUNCIL, Drive
from tests.services.oracle.replay import Fact


class Undoing(Drive):
    """Requests at random, any of which may be taken back at any time, while nothing builds on it."""

    def ask(self, name: str, act: Callable[[], Outcome]) -> Outcome | None:
        outcome = super().ask(name, act)
        if len(self.council.cases) > 4 and self.dice.random() < 0.4:
            subjects = {fact.subject for fact in self.council.every if not fact.subject.startswith("definition:")}
            subject = self.dice.choice((None, *sorted(subjects)))
            super().ask("undo any", lambda: undo(self.context, "Feil", subject))
        return outcome

    def _look(self, new: Sequence[Fact]) -> None:
        """Compare the tables after an undo with a fold of the whole journal; what was right to do others judge."""
        self.council.take(new)
        if any(fact.kind == "EntryVoided" for fact in new):
            self.council = self.council.again()
            self.compare()

    def compare(self) -> None:
        with self.context.store.reading() as connection:
            entries = journal.read(connection, COUNCIL)
            whole = replayed(COUNCIL, entries, journal.voided(entries))
            for kind in ROWS:
                assert projection.differences(connection, kind, whole) == [], (kind, entries[-1].data)


def undone(seeds: Iterable[int], steps: int, patch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Take back in councils driven at random; return how many undos there were, and how many read the whole journal."""
    ran, rebuilt = Counter[str](), Counter[str]()

    def rebuild(connection: Connection, council: str) -> object:
        rebuilt[council] += 1
        return original(connection, council)

    original = replay.rebuild
    patch.setattr(replay, "rebuild", rebuild)
    for seed in seeds:
        with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
            Undoing(folder, seed, ran).run(steps)
    return ran["undo any done"] + ran["undo done"], rebuilt[COUNCIL]


@pytest.mark.parametrize(
    ("seeds", "steps"), [(range(1), 12), pytest.param(range(1, 13), 30, marks=pytest.mark.endurance)]
)
def test_the_tables_are_those_of_the_whole_journal(seeds: range, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    taken, rebuilt = undone(seeds, steps, monkeypatch)
    assert taken > 3 * len(seeds)
    assert rebuilt <= taken / 4, "hardly any undo was content with what it takes back"


def test_the_comparison_sees_a_row_that_is_not_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the tables are left as they are."""
    monkeypatch.setattr(projection, "exchange", lambda *_: True)
    with pytest.raises(AssertionError):
        undone(range(1), 12, monkeypatch)
