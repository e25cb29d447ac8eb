"""Minutes are made of few entries, and say what the whole journal says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from tempfile import TemporaryDirectory

import pytest

from slt_flow.errors import RequestError
from slt_flow.records import journal
from slt_flow.results.answers import Outcome
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings import minutes as writing
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.sources import entries_for
from slt_flow.services.request.reading import Reader
from tests.conftest import IN_MEMORY
from tests.services.drive import Drive
from tests.services.oracle.replay import Fact


class Minuting(Drive):
    """Requests at random, some of them taken back, and the minutes of every meeting after some of them."""

    compared = 0
    fewer = 0

    def __init__(self, folder: str, seed: int, patch: pytest.MonkeyPatch) -> None:
        super().__init__(folder, seed, Counter())
        self.patch = patch

    def ask(self, name: str, act: Callable[[], Outcome]) -> Outcome | None:
        outcome = super().ask(name, act)
        if len(self.council.cases) > 4 and self.dice.random() < 0.2:
            subject = self.dice.choice((None, *sorted(self.council.cases)))
            super().ask("undo any", lambda: undo(self.context, "Feil", subject))
        if self.dice.random() < 0.1:
            self.compare()
        return outcome

    def _look(self, new: Sequence[Fact]) -> None:
        self.council.take(new)
        if any(fact.kind == "EntryVoided" for fact in new):
            self.council = self.council.again()

    def compare(self) -> None:
        few = entries_for
        lengths: list[int] = []

        def counted(reader: Reader, meeting: object) -> object:
            entries = few(reader, meeting)  # type: ignore[arg-type] # as it is called
            lengths.append(len(entries) - len(journal.read(reader.connection, reader.council)))
            return entries

        for ref in sorted(ref for ref in self.council.cases if ref.startswith("M")):
            with self.patch.context() as patch:
                patch.setattr(writing, "entries_for", counted)
                own = self.minuted(ref)
                patch.setattr(writing, "entries_for", lambda reader, _: reader.entries())
                assert own == self.minuted(ref), ref
                self.compared += own is not None
        self.fewer += sum(length < 0 for length in lengths)

    def minuted(self, ref: str) -> object:
        try:
            return minutes(self.context, ref)
        except RequestError:
            return None


@pytest.mark.parametrize(
    ("seeds", "steps"), [(range(1), 10), pytest.param(range(1, 7), 30, marks=pytest.mark.endurance)]
)
def test_minutes_say_what_the_whole_journal_says(seeds: range, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = 0
    for seed in seeds:
        with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
            council = Minuting(folder, seed, monkeypatch)
            council.run(steps)
            council.compare()
            assert council.compared > 1
            fewer += council.fewer
    assert fewer, "the whole journal was read for all of them"
