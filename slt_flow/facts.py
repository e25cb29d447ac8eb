"""The frozen snapshot a rule may see: a council's rows, and one case among them with the answers given at a door."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from slt_flow.rows import (
    ROWS,
    Absence,
    Attendance,
    Clause,
    Decision,
    Excuse,
    Holding,
    Item,
    Meeting,
    Organisation,
    Post,
    R,
    Row,
    SeatStance,
)
from slt_flow.terms import MEETING_SERIES, Presence, Ref, Role, Stance


class Chain(NamedTuple):
    """What the journal's chain says when minutes are archived: its head, and the digests of one meeting's entries."""

    head: int
    digest: str
    of_case: Mapping[str, str]


class Snapshot:
    """The rows of one council that a request may touch, and the journal's height.

    Rules and readers only look; the engine works on a copy of its own.
    """

    __slots__ = ("_own", "_rows", "chain", "council", "found", "head")

    def __init__(self, council: str, head: int = 0) -> None:
        self.council = council
        self.head = head
        self.chain: Chain | None = None
        self._rows: dict[type[Row], dict[tuple[Any, ...], Row]] = {kind: {} for kind in ROWS}
        self._own: set[type[Row]] = set(ROWS)
        self.found: dict[Any, Any] = {}
        """What was worked out from these very rows; forgotten as soon as one of them changes."""

    def copy(self) -> Snapshot:
        """A snapshot of its own that shares the frozen rows, and each table until one of the two changes it."""
        twin = Snapshot.__new__(Snapshot)
        twin.council, twin.head, twin.chain = self.council, self.head, self.chain
        twin._rows, twin._own, twin.found = dict(self._rows), set(), {}
        self._own = set()
        return twin

    def put(self, row: Row) -> None:
        """Add a row, or take it in place of the one with the same key."""
        kind = type(row)
        if kind not in self._own:
            self._rows[kind] = dict(self._rows[kind])
            self._own.add(kind)
        self._rows[kind][row.key] = row
        if self.found:
            self.found = {}

    def stand_in(self, items: Mapping[tuple[Any, ...], Item]) -> None:
        """Take cases in the place of those with the same keys, whatever stands in for them."""
        self._rows[Item] = {**self._rows[Item], **items}
        self._own.add(Item)
        self.found = {}

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

    def keyed(self, kind: type[R]) -> Iterable[tuple[tuple[Any, ...], R]]:
        """All loaded rows of a kind with their keys, in the order they came."""
        return self._rows[kind].items()  # type: ignore[return-value] # as above

    def item(self, ref: Ref) -> Item | None:
        """The case with this ref, or None."""
        return self.find(Item, *ref)

    def tables(self) -> Iterator[tuple[type[Row], Mapping[tuple[Any, ...], Row]]]:
        """Every kind of row with its rows by key."""
        return iter(self._rows.items())

    def children(self, ref: Ref) -> tuple[Item, ...]:
        """The cases directly beneath, in the order of their numbers."""
        if ref.m:
            return ()
        top, a, rows = tuple(ref[:3]), ref.a, self._rows[Item].items()
        if a:
            below = [(key, item) for key, item in rows if key[3] == a and key[4] and key[:3] == top]
        else:
            below = [(key, item) for key, item in rows if key[3] and not key[4] and key[:3] == top]
        return tuple(item for _, item in sorted(below, key=lambda each: each[0]))  # type: ignore[misc] # rows of items

    def case(self, top: Ref) -> tuple[Item, ...]:
        """A decision or meeting with everything beneath it, in no order."""
        return tuple(item for key, item in self._rows[Item].items() if key[:3] == top[:3])  # type: ignore[misc] # as above

    def clause(self, name: str) -> Clause | None:
        """The clause of the present agreement with this key, or None where it is silent."""
        return next((c for c in self.all(Clause) if c.clause == name and c.until is None), None)

    def posts_with(self, role: Role) -> tuple[str, ...]:
        """The posts the agreement gives a role."""
        return tuple(post.id for post in self.all(Post) if role in post.roles)

    def party_of(self, post: str) -> str | None:
        """The party a post belongs to, through its organisation; None for a third party."""
        return self.one(Organisation, self.one(Post, post).organisation).party

    def holding_on(self, post: str, day: date) -> Holding | None:
        """Who held a post on a day; None while no name had been recorded."""
        spells = (h for h in self.all(Holding) if h.post == post and h.since <= day)
        return next((h for h in spells if h.until is None or day < h.until), None)

    def is_held_on(self, post: str, day: date) -> bool:
        """Whether a post existed on a day and was not vacant."""
        spell, known = self.holding_on(post, day), self.one(Post, post)
        existed = (known.since is None or known.since <= day) and (known.until is None or day < known.until)
        return existed and (spell is None or spell.holder is not None)

    def absence_on(self, post: str, day: date) -> Absence | None:
        """The absence of a post's holder on a day, as it was last recorded."""
        spells = [a for a in self.all(Absence) if a.post == post and a.since <= day <= a.until]
        return max(spells, key=lambda absence: absence.seq, default=None)

    def deputy_on(self, post: str, day: date) -> str | None:
        """The post that acts for an absent one on a day."""
        absence = self.absence_on(post, day)
        return absence.deputy if absence is not None else None

    def acting_for(self, post: str, since: date, until: date) -> frozenset[str]:
        """The posts that acted for an absent one on some day of a period, both days included."""
        spells = [a for a in self.all(Absence) if a.post == post]
        turns = {max(a.since, since) for a in spells} | {a.until + timedelta(days=1) for a in spells}
        deputies = (self.deputy_on(post, day) for day in turns if since <= day <= until)
        return frozenset(deputy for deputy in deputies if deputy is not None)

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
    on: date | None = None
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
        """What the strategic level knows of the decision this case belongs to.

        Raises:
            KeyError: it belongs to none, as meetings and learning points do.
        """
        if self.ref.series:
            raise KeyError(f"{self.ref}: decision")
        return self.snapshot.one(Decision, self.ref.year, self.ref.no)

    @property
    def meeting(self) -> Meeting | None:
        """The meeting itself, or the one the decision was last tabled at."""
        ref = self.ref if self.ref.series else Ref.parse(self.decision.meeting or "")
        if ref is not None and ref.series != MEETING_SERIES:
            return None
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
        return tuple(post for post in self.snapshot.all(Post) if post.seat and self.takes_part(post))

    def takes_part(self, post: Post) -> bool:
        """Whether a post has a seat, is at the meeting and is not excused from this item."""
        there = self.attendance(post.id) if post.seat else None
        return there is not None and there.presence in (Presence.SEAT, Presence.DEPUTY) and not self.is_excused(post)

    def is_excused(self, post: Post) -> bool:
        """Whether a post takes no part in this item though it may be at the meeting."""
        decision = self.decision
        return self.snapshot.find(Excuse, decision.year, decision.no, decision.round, post.id) is not None

    def binds(self, post: Post) -> bool:
        """Whether a post, or the deputy in its place, may commit its party at this meeting."""
        there = self.attendance(post.id)
        return post.binds and there is not None and (there.presence == Presence.SEAT or bool(there.mandate))

    def person(self, post: str) -> str:
        """Who acted for a post on the day of the meeting; unnamed holders are distinct persons."""
        there, meeting = self.attendance(post), self.meeting
        acting = there.deputy if there is not None and there.deputy else post
        known = self.snapshot.find(Post, acting)
        if known is None:
            return folded(acting)
        spell = self.snapshot.holding_on(acting, meeting.day) if meeting is not None else None
        name = spell.holder if spell is not None else None
        return folded(name) if name else f"post:{acting}"

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
        """Those of the stances that were taken on the present text, by whoever acts for the seat now."""
        version, found = self.decision.text_version, {}
        for post, stance in self.stances.items():
            there = self.attendance(post)
            if stance.text_version == version and there is not None and stance.deputy == there.deputy:
                found[post] = stance
        return found

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
