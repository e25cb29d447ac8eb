"""What is known of a council, row by row: each class is also a table.

Its fields are the columns, `KEY` its primary key beside the council. `records` stores rows, `engine` changes copies of
them by entries, rules and readers only look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform

from slt_flow.terms import Ref, Tag


class Row:
    """A fact of one council; frozen, and known by the fields that `KEY` names.

    Equality and text are written once here: making them anew for every kind of row is felt at every start.
    """

    __slots__ = ()
    KEY: ClassVar[tuple[str, ...]] = ()

    @property
    def key(self) -> tuple[Any, ...]:
        """The values of the primary key, without the council."""
        return tuple(getattr(self, name) for name in self.KEY)

    def _names(self) -> tuple[str, ...]:
        return cast("tuple[str, ...]", self.__slots__)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._names())

    def __hash__(self) -> int:
        return hash((type(self), self.key))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._names())
        return f"{type(self).__name__}({told})"


R = TypeVar("R", bound=Row)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def row(kind: type[R]) -> type[R]:
    """Make a class a kind of row: a frozen dataclass with slots."""
    return dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)(kind)


@row
class Council(Row):
    """The body itself: which agreement it works under and since when it is followed up here."""

    KEY: ClassVar = ()
    title: str
    agreement: str
    digest: str
    language: str
    machines: dict[str, Any]
    opened: date


@row
class Clause(Row):
    """One clause of the agreement in force: its §, its numbers and who keeps it (`rule` or `people`)."""

    KEY: ClassVar = ("clause",)
    clause: str
    place: int
    ref: str
    text: str
    numbers: dict[str, Any]
    kept_by: str


@row
class Definition(Row):
    """A pinned definition file, kept whole so that running cases outlive the file."""

    KEY: ClassVar = ("digest",)
    digest: str
    name: str
    version: str
    content: str


@row
class Label(Row):
    """What a state or door of a pinned definition is called, so that reading needs no definition."""

    KEY: ClassVar = ("digest", "what", "id")
    digest: str
    what: str
    id: str
    nb: str
    nn: str
    en: str


@row
class Organisation(Row):
    """A party (its own party), a part of a party, or a third party (party is None)."""

    KEY: ClassVar = ("id",)
    id: str
    place: int
    name: str
    party: str | None


@row
class Post(Row):
    """A named function; responsibility sits here, not with a person. `holder` is None while no name is recorded.

    `since` is the day from which a decision of the council made it; None for those that were there all along.
    """

    KEY: ClassVar = ("id",)
    id: str
    place: int
    title: str
    organisation: str
    levels: tuple[str, ...]
    seat: bool
    binds: bool
    roles: tuple[str, ...]
    designated: bool
    vacant: bool
    holder: str | None
    since: date | None


@row
class Holding(Row):
    """Who held a post from when to when (None: it was vacant); `until` is the first day that no longer holds."""

    KEY: ClassVar = ("post", "seq")
    post: str
    seq: int
    holder: str | None
    since: date
    until: date | None


@row
class Area(Row):
    """A focus area, with its goals and contact posts; `until` is set once the council has ended it."""

    KEY: ClassVar = ("id",)
    id: str
    place: int
    title: str
    goals: tuple[str, ...]
    contacts: tuple[str, ...]
    since: date
    until: date | None


@row
class Counter(Row):
    """The highest number ever given in a series; a number is never given twice."""

    KEY: ClassVar = ("series", "year", "no", "a")
    series: str
    year: int
    no: int
    a: int
    last: int


@row
class Item(Row):
    """What every case has, whatever its machine: a decision, an assignment, a measure or a meeting."""

    KEY: ClassVar = ("series", "year", "no", "a", "m")
    series: str
    year: int
    no: int
    a: int = 0
    m: int = 0
    machine: str
    level: str
    pin: str
    state: str
    tags: tuple[str, ...]
    ended: bool
    waits_on: str | None
    title: str
    owner: str | None
    due: date | None
    born: date
    last_on: date
    last_seq: int
    progress: int = 0
    reschedules: int = 0
    accepted_by: tuple[str, ...] = ()
    note: str = ""
    resources: str = ""

    @property
    def ref(self) -> Ref:
        """The name of this case."""
        return Ref(self.series, self.year, self.no, self.a, self.m)

    def means(self, tag: Tag) -> bool:
        """Whether the state this case is in carries the tag."""
        return tag in self.tags


@row
class Decision(Row):
    """What only the strategic level has: text and its version, the meeting and round of voting, ratification."""

    KEY: ClassVar = ("year", "no")
    year: int
    no: int
    area: str | None
    text: str
    text_version: int
    round: int
    meeting: str | None
    information: bool
    bodies: tuple[str, ...]
    case: str | None
    pins: tuple[str, ...]


@row
class Meeting(Row):
    """What only a meeting has: its kind and day, when the agenda was sent, and where its minutes are frozen."""

    KEY: ClassVar = ("year", "no")
    year: int
    no: int
    kind: str
    day: date
    sent: date | None
    frozen: int | None


@row
class Attendance(Row):
    """How a post or a guest is at a meeting; a deputy binds the party only with a recorded mandate."""

    KEY: ClassVar = ("year", "no", "who")
    year: int
    no: int
    who: str
    presence: str
    deputy: str | None
    mandate: str | None


@row
class SeatStance(Row):
    """The latest stance of one seat in one round, on one version of the text, and the deputy who took it, if any."""

    KEY: ClassVar = ("year", "no", "round", "post")
    year: int
    no: int
    round: int
    post: str
    text_version: int
    stance: str
    reason: str
    deputy: str | None = None


@row
class Excuse(Row):
    """A seat that takes no part in one item: left early, came late or is disqualified."""

    KEY: ClassVar = ("year", "no", "round", "post")
    year: int
    no: int
    round: int
    post: str
    reason: str


@row
class Ratification(Row):
    """What a competent body said of a decision, with its case number and day."""

    KEY: ClassVar = ("year", "no", "round", "body")
    year: int
    no: int
    round: int
    body: str
    case: str
    date: date
    granted: bool


@row
class OwnerSpell(Row):
    """Who was accountable for an assignment or measure, and until when."""

    KEY: ClassVar = ("year", "no", "a", "m", "seq")
    year: int
    no: int
    a: int
    m: int
    seq: int
    post: str
    since: date
    until: date | None


@row
class Remark(Row):
    """A remark on a case, or the address of a document it rests on."""

    KEY: ClassVar = ("series", "year", "no", "a", "m", "seq")
    series: str
    year: int
    no: int
    a: int
    m: int
    seq: int
    on: date
    text: str
    address: bool


ROWS: tuple[type[Row], ...] = (
    Council, Clause, Definition, Label, Organisation, Post, Holding, Area, Counter,
    Item, Decision, Meeting, Attendance, SeatStance, Excuse, Ratification, OwnerSpell, Remark,
)  # fmt: skip
"""Every kind of row: together they are the projection of the journal."""
