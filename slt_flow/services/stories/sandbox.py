"""Where a story is played: a fresh database, a clock that only goes forward, and what writes texts meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from slt_flow.definitions.models import Part
from slt_flow.definitions.stories.load import ToldStory
from slt_flow.definitions.stories.steps import MeetingStep, Step
from slt_flow.records.store import Store
from slt_flow.results.answers import Sheet
from slt_flow.services.agreements.init import init
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Account, Context, Shelf

PLAYED: Final = Account("os:story@slt-flow", bound=True)
"""The account of everyone in a story: in what is played, each post speaks for itself."""


class Scribe(NamedTuple):
    """Who writes the texts that are decided: an evaluation, where its follow-up is, an action plan."""

    evaluation: Callable[[Sheet], str]
    closing: Callable[[Sheet], str]
    plan: Callable[[Sheet], str]


@dataclass
class Sandbox:
    """A council that a story is played with.

    Attributes:
        context: where requests come in, without a day or an actor.
        told: the story.
        scribe: writes the texts that are decided.
        today: the day it has come to.
    """

    context: Context
    told: ToldStory
    scribe: Scribe
    today: date

    def before(self, step: Step) -> Context:
        """The context as it is for a step: whose it is, and the day it holds for; its day, if later, has come then."""
        held = step.meeting if isinstance(step, MeetingStep) and step.present is not None else self.today
        self.today = max(self.today, step.on or held)
        return replace(
            self._now,
            council=step.council or self.told.council,
            on=step.on,
            actor=step.as_,
            acted_by=step.for_,
            basis=step.basis,
        )

    def seen_on(self, day: date | None, council: str | None) -> Context:
        """Return the context that a day is seen from; a day that is past is read as of."""
        context = replace(self._now, council=council or self.told.council)
        return context.at(day) if day is not None and day < self.today else replace(context, on=day)

    @property
    def _now(self) -> Context:
        return replace(self.context, clock=noon(self.today))


@dataclass
class Founding:
    """Databases in which a council has just begun, each made once and copied for every story that begins so."""

    folder: Path
    shelf: Shelf
    _made: dict[tuple[str, date], bytes] = field(default_factory=dict)

    @cached_property
    def _store(self) -> Store:
        """One place for all stories, one after the other, so that what it has learnt to ask is learnt once."""
        return Store(str(self.folder / "story.sqlite"))

    def stage(self, told: ToldStory, scribe: Scribe) -> Sandbox:
        """A stage for a story; that of the story before is gone."""
        since = first_day(told)
        key = (told.digest, since)
        context = Context(self._store, shelf=self.shelf, account=PLAYED)
        self._clear()
        if key in self._made:
            self._store.path.touch(0o600)
            self._store.path.write_bytes(self._made[key])
        else:
            init(replace(context, clock=noon(since)), told.agreement, since=since)
            self._made[key] = self._store.path.read_bytes()
        return Sandbox(context, told, scribe, told.story.today or since)

    def _clear(self) -> None:
        for path in self.folder.iterdir():
            path.unlink()


def first_day(told: ToldStory) -> date:
    """From when a story's council is followed up: as it says, else from 1 January of the first year it names.

    It is never before its agreement came into force.
    """
    if told.story.since is not None:
        return told.story.since
    named = (told.story.today, *(day for step in (*told.story.given, *told.story.when) for day in _days(step)))
    first = min((day.year for day in named if day is not None), default=told.in_force.year)
    return max(date(first, 1, 1), told.in_force)


def _days(step: Part) -> tuple[date | None, ...]:
    return (getattr(step, "on", None), step.meeting if isinstance(step, MeetingStep) else None)


def noon(day: date) -> FixedClock:
    """Stop the clock at noon."""
    return FixedClock(datetime.combine(day, time(12), UTC))
