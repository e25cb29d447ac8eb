"""Closed register of the effects that `does` names: each turns a step's answers into entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.machine import BuiltMachine, Machines
from slt_flow.model import Post
from slt_flow.model.facts import Facts
from slt_flow.model.mandates import Mandate, named_deputy
from slt_flow.terms import Ref, Worded


class Step(NamedTuple):
    """One execution of an action: the case as it was before, the answers, the day and the machines at hand."""

    facts: Facts
    action: str
    built: BuiltMachine
    on: date
    machines: Machines

    @property
    def answers(self) -> Any:
        """Answers given at the action."""
        return self.facts.answers

    def entry(
        self,
        kind: Kind,
        data: dict[str, Any] | None = None,
        texts: dict[str, str] | None = None,
        states: tuple[str | None, str | None] = (None, None),
    ) -> Entry:
        """Return an entry about this case, by this action, from one state to another where it moves.

        Values of `data` are written as the journal holds them; texts that are empty are left out.
        """
        return Entry(
            kind=kind,
            subject=str(self.facts.ref),
            on=self.on,
            machine=self.built.version_name,
            action=self.action,
            from_state=states[0],
            to_state=states[1],
            acted_by=self.facts.acted_by,
            data={name: _written(value) for name, value in (data or {}).items()},
            texts={name: text for name, text in (texts or {}).items() if text},
        )


_AS_TEXT: Final = (date, Ref, str)


def _written(value: Any) -> Any:
    return str(value) if isinstance(value, _AS_TEXT) else value


Effect = Callable[[Step], tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Registered:
    """An effect with the answers it consumes; those it leaves go into the step's first entry."""

    make: Effect
    consumes: frozenset[str]
    hands_down: bool


EFFECTS: Final[dict[str, Registered]] = {}
"""Every effect by its name."""


def effect(*consumes: str, hands_down: bool = False) -> Callable[[Effect], Effect]:
    """Register an effect under its function's name."""

    def register(make: Effect) -> Effect:
        EFFECTS[make.__name__] = Registered(make, frozenset(consumes), hands_down)
        return make

    return register


def keeps(name: str, kind: Kind, *data: str, texts: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> None:
    """Register an effect that makes one entry, which keeps answers under their own names.

    Args:
        name: the effect's name.
        kind: the entry's kind.
        data: the answers that become its data.
        texts: the answers that become its texts, which can be redacted.
        optional: the answers among them that need not be given.
    """

    def make(step: Step) -> tuple[Entry, ...]:
        # Only indexing tells of an answer that the action never asks, which is its definition's fault.
        answers = {n: step.answers.get(n) if n in optional else step.answers[n] for n in (*data, *texts)}
        kept = {n: answers[n] for n in data if answers[n] is not None}
        return (step.entry(kind, kept, {n: answers[n] for n in texts}),)

    EFFECTS[name] = Registered(make, frozenset((*data, *texts)), hands_down=False)


def new_case(
    built: BuiltMachine,
    ref: Ref,
    on: date,
    acted_by: str | None,
    texts: Mapping[str, str],
    *,
    owner: str | None = None,
    due: date | None = None,
    action: str | None = None,
    **data: Any,
) -> Entry:
    """Return the entry of a new case in the first state of its machine; `data` is what it keeps beside `born`."""
    return Entry(
        kind=Kind.REGISTERED,
        subject=str(ref),
        on=on,
        machine=built.version_name,
        action=action,
        to_state=built.heading.initial,
        acted_by=acted_by,
        data={**born(built, owner, due), **data},
        texts={name: text for name, text in texts.items() if text},
    )


def born(built: BuiltMachine, owner: str | None = None, due: date | None = None) -> dict[str, Any]:
    """Return the data of a new case's entry: its level and machine, its first state, its owner and deadline."""
    data = {"level": built.heading.level, "pin": built.pinned.digest, **meaning(built, built.heading.initial)}
    return data | ({"owner": owner, **written_deadline(due)} if owner and due else {})


def written_deadline(due: date) -> dict[str, Any]:
    """Return a deadline as an entry holds it: the day, and beside it the words and the meeting that it was set by."""
    if not isinstance(due, Worded):
        return {"due": due.isoformat()}
    words = {"due_words": due.words, "due_meeting": due.meeting, "standing": due.standing}
    return {"due": due.isoformat(), **{name: word for name, word in words.items() if word}}


def meaning(built: BuiltMachine, state: str) -> dict[str, Any]:
    """Return what a state means, as entries that lead to it keep it: readers need no definition."""
    defined = built.state(state)
    return {"tags": [str(tag) for tag in defined.tags], "end": defined.end, "waits_on": defined.waits_on}


def acting_deputy(step: Step, deputy: str | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a deputy as data where it is a post, else as a text, with its organisation: a name may be redacted."""
    if deputy is None:
        return {}, {}
    if step.facts.then.find(Post, deputy):
        return {"deputy": deputy}, {}
    name, organisation = named_deputy(deputy)
    return {"organisation": organisation} if organisation else {}, {"deputy": name}


def written_mandate(mandate: Mandate | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a mandate as an entry holds it: who gave it and when as data, where said, its words as a text."""
    if mandate is None:
        return {}, {}
    origin = {"mandated_by": mandate.by, "mandated_on": mandate.on.isoformat() if mandate.on else None}
    return {name: value for name, value in origin.items() if value}, {"mandate": mandate.words}
