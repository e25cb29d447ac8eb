"""Sandbox of a story: a fresh database, and a clock that only goes forward."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from slt_flow.definitions.stories.load import LoadedStory
from slt_flow.definitions.stories.steps import MeetingStep, Step
from slt_flow.records.store import Store
from slt_flow.results.evaluation import Scribe
from slt_flow.services.agreements.init import init
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Account, Context, Shelf
from slt_flow.services.year.adoptions import adoptions

PLAYED: Final = Account("os:story@slt-flow", everyone=True)
"""The account of everyone in a story: in what is played, each post speaks for itself."""


@dataclass
class Sandbox:
    """A council that a story is played with.

    Attributes:
        context: the context of requests, without a day or an actor.
        loaded: the story.
        today: the day it has come to.
    """

    context: Context
    loaded: LoadedStory
    today: date

    def before(self, step: Step) -> Context:
        """Return the context of a step, with its actor and day; the clock goes forward to that day."""
        held = step.meeting if isinstance(step, MeetingStep) and step.present is not None else self.today
        self.today = max(self.today, step.on or held)
        return replace(
            self._now,
            council=step.council or self.context.council,
            on=step.on,
            actor=step.as_,
            acted_by=step.for_,
            basis=step.basis,
        )

    def seen_on(self, day: date | None, council: str | None) -> Context:
        """Return the context that a day is seen from; a day that is past is read as of."""
        context = replace(self._now, council=council or self.context.council)
        return context.at(day) if day is not None and day < self.today else replace(context, on=day)

    @property
    def _now(self) -> Context:
        return replace(self.context, clock=noon(self.today))


@dataclass
class Founding:
    """Databases in which a council has just begun, each made once and copied for every story that begins so."""

    folder: Path
    shelf: Shelf
    scribe: Scribe
    _copies: dict[tuple[str, date], bytes] = field(default_factory=dict)

    @cached_property
    def _store(self) -> Store:
        """Store that all stories use one after the other, so that its compiled queries are made once."""
        return Store(str(self.folder / "story.sqlite"))

    def stage(self, loaded: LoadedStory) -> Sandbox:
        """Make the sandbox of a story; that of the story before is gone."""
        since = first_day(loaded)
        key = (loaded.agreed.digest, since)
        context = Context(
            self._store, shelf=self.shelf, account=PLAYED, scribe=self.scribe, adoptions=partial(adoptions, self.scribe)
        )
        for path in self.folder.iterdir():
            path.unlink()
        if key in self._copies:
            self._store.path.touch(0o600)
            self._store.path.write_bytes(self._copies[key])
        else:
            init(replace(context, clock=noon(since)), loaded.agreed.file, since=since)
            self._copies[key] = self._store.path.read_bytes()
        council = loaded.agreed.agreement.agreement.name
        return Sandbox(replace(context, council=council), loaded, loaded.story.today or since)


def first_day(loaded: LoadedStory) -> date:
    """Return the day a story's council is followed up from: as it says, else 1 January of the first year it names.

    It is never before its agreement came into force.
    """
    if loaded.story.since is not None:
        return loaded.story.since
    steps = (*loaded.story.given, *loaded.story.when)
    meetings = (step.meeting for step in steps if isinstance(step, MeetingStep))
    days = (loaded.story.today, *(step.on for step in steps), *meetings)
    in_force = loaded.agreed.agreement.agreement.in_force
    first = min((day.year for day in days if day is not None), default=in_force.year)
    return max(date(first, 1, 1), in_force)


def noon(day: date) -> FixedClock:
    """Stop the clock at noon."""
    return FixedClock(datetime.combine(day, time(12), UTC))
