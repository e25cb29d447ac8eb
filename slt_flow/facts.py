"""What is known of a council: rows as they are stored, and the frozen snapshot a rule may see.

Each row class is also a table: its fields are the columns, `KEY` its primary key beside the council.
`records` loads rows, `engine` changes copies of them by entries, `rules` only look.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform

from slt_flow.terms import Presence, Ref, Role, Stance, Tag


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
    """A named function; responsibility sits here, not with a person. `holder` is None while no name is recorded."""

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


@row
class Holding(Row):
    """Who held a post from when to when; `until` is the first day it no longer holds."""

    KEY: ClassVar = ("post", "seq")
    post: str
    seq: int
    holder: str
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
    """The latest stance of one seat in one round, on one version of the text."""

    KEY: ClassVar = ("year", "no", "round", "post")
    year: int
    no: int
    round: int
    post: str
    text_version: int
    stance: str
    reason: str


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


class Snapshot:
    """The rows of one council that a request may touch, and the journal's height.

    Rules and readers only look; the engine works on a copy of its own.
    """

    __slots__ = ("_rows", "council", "head")

    def __init__(self, council: str, head: int = 0) -> None:
        self.council = council
        self.head = head
        self._rows: dict[type[Row], dict[tuple[Any, ...], Row]] = {kind: {} for kind in ROWS}

    def copy(self) -> Snapshot:
        """A snapshot of its own that shares the frozen rows."""
        twin = Snapshot(self.council, self.head)
        twin._rows = {kind: dict(rows) for kind, rows in self._rows.items()}
        return twin

    def put(self, row: Row) -> None:
        """Add a row, or take it in place of the one with the same key."""
        self._rows[type(row)][row.key] = row

    def find(self, kind: type[R], *key: object) -> R | None:
        """The row with this key, or None."""
        return self._rows[kind].get(key)  # type: ignore[return-value] # each inner dict holds one kind

    def one(self, kind: type[R], *key: object) -> R:
        """The row with this key.

        Raises:
            KeyError: when there is none.
        """
        return self._rows[kind][key]  # type: ignore[return-value] # as above

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """All loaded rows of a kind, in the order they came."""
        return tuple(self._rows[kind].values())  # type: ignore[arg-type] # as above

    def item(self, ref: Ref) -> Item | None:
        """The case with this ref, or None."""
        return self.find(Item, *ref)

    def tables(self) -> Iterator[tuple[type[Row], Mapping[tuple[Any, ...], Row]]]:
        """Every kind of row with its rows by key."""
        return iter(self._rows.items())

    def children(self, ref: Ref) -> tuple[Item, ...]:
        """The cases directly beneath, in the order of their numbers."""
        return tuple(sorted((i for i in self.all(Item) if ref.is_parent_of(i.ref)), key=lambda i: i.ref))

    def posts_with(self, role: Role) -> tuple[str, ...]:
        """The posts the agreement gives a role."""
        return tuple(post.id for post in self.all(Post) if role in post.roles)

    def party_of(self, post: str) -> str | None:
        """The party a post belongs to, through its organisation; None for a third party."""
        return self.one(Organisation, self.one(Post, post).organisation).party

    @property
    def parties(self) -> tuple[str, ...]:
        """Those who signed."""
        return tuple(o.id for o in self.all(Organisation) if o.party == o.id)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule may see: one case, all that stands around it, and the answers given at a door."""

    snapshot: Snapshot
    ref: Ref
    answers: Mapping[str, Any] = field(default_factory=dict)
    deed_of: str | None = None
    hands_down: bool = False
    """Whether the answers are about new work beneath this case rather than about the case itself."""

    def at(self, ref: Ref) -> Facts:
        """The same facts seen from another case, without answers."""
        return Facts(self.snapshot, ref)

    @property
    def item(self) -> Item:
        """The case itself."""
        return self.snapshot.one(Item, *self.ref)

    @property
    def parent(self) -> Item | None:
        """The case above."""
        return self.snapshot.item(self.ref.parent) if self.ref.parent else None

    @property
    def above(self) -> Item | None:
        """The case above the one that the answers are about."""
        return self.item if self.hands_down else self.parent

    @property
    def children(self) -> tuple[Item, ...]:
        """The cases directly beneath."""
        return self.snapshot.children(self.ref)

    @property
    def decision(self) -> Decision:
        """What the strategic level knows of the decision this case belongs to."""
        return self.snapshot.one(Decision, self.ref.year, self.ref.no)

    @property
    def meeting(self) -> Meeting | None:
        """The meeting itself, or the one the decision was last tabled at."""
        ref = self.ref if self.ref.series else Ref.parse(self.decision.meeting or "")
        return self.snapshot.find(Meeting, ref.year, ref.no) if ref else None

    @property
    def meeting_item(self) -> Item | None:
        """The meeting as a case with a state."""
        meeting = self.meeting
        return self.snapshot.item(Ref("M", meeting.year, meeting.no)) if meeting else None

    @property
    def owner(self) -> Post | None:
        """The post proposed as owner, or the one that owns the case."""
        post = self.answers.get("owner") or self.item.owner
        return self.snapshot.find(Post, post) if post else None

    def attendance(self, post: str) -> Attendance | None:
        """How a post is at the meeting, or None when it is not there."""
        meeting = self.meeting
        return self.snapshot.find(Attendance, meeting.year, meeting.no, post) if meeting else None

    @property
    def taking_part(self) -> tuple[Post, ...]:
        """The seats that take part in this item: present, not gone, not excused from it."""
        return tuple(post for post in self.snapshot.all(Post) if self.takes_part(post))

    def takes_part(self, post: Post) -> bool:
        """Whether a post has a seat, is at the meeting and is not excused from this item."""
        there = self.attendance(post.id)
        present = there is not None and there.presence in (Presence.SEAT, Presence.DEPUTY)
        decision = self.decision
        excused = self.snapshot.find(Excuse, decision.year, decision.no, decision.round, post.id)
        return post.seat and present and excused is None

    def binds(self, post: Post) -> bool:
        """Whether a post, or the deputy in its place, may commit its party at this meeting."""
        there = self.attendance(post.id)
        return post.binds and there is not None and (there.presence == Presence.SEAT or bool(there.mandate))

    def person(self, post: str) -> str:
        """Who acts for a post at the meeting; unnamed holders are distinct persons."""
        there = self.attendance(post)
        acting = there.deputy if there is not None and there.deputy else post
        known = self.snapshot.find(Post, acting)
        if known is None:
            return folded(acting)
        return folded(known.holder) if known.holder else f"post:{acting}"

    @property
    def stances(self) -> dict[str, SeatStance]:
        """The latest stance in this round of each seat that takes part, on whichever text."""
        decision = self.decision
        taken = {
            s.post: s
            for s in self.snapshot.all(SeatStance)
            if (s.year, s.no, s.round) == (decision.year, decision.no, decision.round)
        }
        return {post.id: taken[post.id] for post in self.taking_part if post.id in taken}

    @property
    def valid_stances(self) -> dict[str, SeatStance]:
        """Those of the stances that were taken on the present text."""
        version = self.decision.text_version
        return {post: stance for post, stance in self.stances.items() if stance.text_version == version}

    @property
    def consenting_parties(self) -> tuple[str, ...]:
        """The parties of which a binding post that takes part consents to the present text."""
        bound = {
            self.snapshot.party_of(post)
            for post, stance in self.valid_stances.items()
            if stance.stance == Stance.CONSENT and self.binds(self.snapshot.one(Post, post))
        }
        return tuple(party for party in self.snapshot.parties if party in bound)


def folded(name: str) -> str:
    """A person's name in the form in which two spellings of it are equal."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
