"""Shapes of what a form says: a field has the name of its key, and the default of one that is left blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from slt_flow.definitions.toml_positions import Path
from slt_flow.model.mandates import Mandate
from slt_flow.terms import Ref, Stance


class Stated(NamedTuple):
    """Post with its reason, and who decided that it is disqualified, where it stands."""

    path: Path
    post: str
    reason: str | None = None
    decided_by: tuple[str, ...] = ()


class Proposer(NamedTuple):
    """Post or group that proposed an item."""

    id: str
    is_group: bool


Texts = tuple[tuple[Path, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Assignment or measure in a form: one accountable owner, a deadline, and the work beneath it."""

    path: Path
    owner: str
    due: date
    title: str | None = None
    resources: str | None = None
    every: str | None = None
    group: str | None = None
    challenge: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    measures: tuple[Work, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Item of a form: a tabled decision (`ref`), another point of the agenda (`point`), or what is new.

    A decision has stances, an outcome and work; another point an outcome of its kind, and matters that follow from it.
    """

    path: Path
    ref: Ref | None = None
    title: str = ""
    area: str | None = None
    text: str | None = None
    kind: str | None = None
    case: str | None = None
    for_information: bool = False
    for_decision: bool = False
    needs_ratification: Texts = ()
    within_authority: bool = False
    challenge: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    outcome: str | None = None
    consent: tuple[Stated, ...] = ()
    stand_aside: tuple[Stated, ...] = ()
    object: tuple[Stated, ...] = ()
    excused: tuple[Stated, ...] = ()
    reason: str | None = None
    point: str | None = None
    discussion: str | None = None
    attachments: Texts = ()
    arrived: tuple[str, ...] = ()
    left: tuple[Stated, ...] = ()
    guests: Texts = ()
    designates: tuple[str, ...] = ()
    follow_up: tuple[Matter, ...] = ()
    follows: Ref | None = None
    proposed_by: Proposer | None = None
    assignments: tuple[Work, ...] = ()

    @property
    def others(self) -> Mapping[Stance, tuple[Stated, ...]]:
        """Stances other than consent."""
        return {Stance.STAND_ASIDE: self.stand_aside, Stance.OBJECT: self.object}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Meeting of a form without its items."""

    meeting: Ref | None = None
    day: date | None = None
    present: Texts | None = None
    mandate: tuple[tuple[Path, Mandate], ...] = ()
    led_by: str | None = None
    guests: Texts = ()
    agenda_sent: date | None = None
    remarks: Texts = ()
    items: Any = field(default_factory=list)
    kind: str | None = None
    requested_by: str | None = None
    short_notice: bool = False
    group: str | None = None
    at: str | None = None
    until: str | None = None
    place: str | None = None
    written_by: str | None = None
    next_meeting: date | None = None
