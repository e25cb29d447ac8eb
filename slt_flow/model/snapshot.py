"""The rows of one council that a request may touch, as rules and readers see them: frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from slt_flow.model import (
    ROWS,
    Absence,
    AgendaPoint,
    Area,
    Attendance,
    Clause,
    Council,
    Decision,
    Excuse,
    Group,
    Holding,
    Item,
    Meeting,
    Organisation,
    Post,
    R,
    Row,
    Superseded,
)
from slt_flow.model.row import CaseRow, replaced
from slt_flow.terms import MEETING_SERIES, Presence, Ref, Role, Tag

if TYPE_CHECKING:
    from slt_flow.results.meetings import AgendaItem

UNDER_AGREEMENT: Final = (Council, Organisation, Post, Area, Group)
"""Kinds of row that an agreement says; each is kept as it was before a change."""

_OF_A_DAY: Final = frozenset({*UNDER_AGREEMENT, Clause, Holding, Superseded})
"""Kinds of row that tell what the agreement of a day is."""

_AT_MEETINGS: Final = frozenset({*_OF_A_DAY, Decision, Meeting, Attendance, Excuse})
"""Kinds of row that tell at which meeting a matter is, and who takes part in it."""

_WIDTHS: Final[Mapping[type[Row], int]] = {kind: kind.KEY.index("no") + 1 for kind in (Item, Attendance, AgendaPoint)}
"""Kinds of row that are looked up by their decision or meeting, and how many fields of the key name that."""

Key = tuple[Any, ...]


class Chain(NamedTuple):
    """State of the journal's chain that archived minutes record: its head, and the digests of one meeting's entries."""

    head: int
    digest: str
    of_case: Mapping[str, str]


class Snapshot:
    """The rows of one council that a request may touch, and the journal's height.

    Rules and readers only look; the engine works on a copy of its own. A copy shares the rows that are there, and has
    only those of its own that are put into it.
    """

    __slots__ = (
        "_agreed", "_cases", "_new", "_put", "_rows", "_shared", "_whole",
        "agenda", "at_meetings", "chain", "council", "found", "head", "journals",
    )  # fmt: skip

    def __init__(self, council: str, head: int = 0) -> None:
        self.council = council
        self.head = head
        self.chain: Chain | None = None
        self.journals: Mapping[str, str] = {}
        """The ids of the journals of other councils that a request names."""
        self.agenda: tuple[AgendaItem, ...] | None = None
        """The points of the meeting that a request calls or holds, as its agenda is then."""
        self._rows: dict[type[Row], dict[Key, Row]] = {kind: {} for kind in ROWS}
        self._shared = False
        self._put: dict[type[Row], dict[Key, Row]] = {}
        self._new: dict[tuple[type[Row], Key], tuple[Key, ...]] = {}
        self._whole: Snapshot | None = None
        self._agreed: dict[Any, Any] = {}
        """Views of the agreement alone, memoised until a row of it changes: tables of a day, clauses, posts by role."""
        self._cases: dict[type[Row], tuple[Mapping[Key, Row], dict[Key, list[Key]]]] = {}
        self.at_meetings: dict[Any, Any] = {}
        """Views of meetings and of who takes part, memoised until one of the rows that tell of them changes."""
        self.found: dict[Any, Any] = {}
        """Findings and views of these very rows, memoised and forgotten as soon as one of them changes."""

    def copy(self) -> Snapshot:
        """Return a copy that shares the rows: what is put into one of the two from now on, only that one has."""
        self._shared = True
        return self._twin()

    def _twin(self) -> Snapshot:
        twin = Snapshot.__new__(Snapshot)
        twin.council, twin.head = self.council, self.head
        twin.chain, twin.journals, twin.agenda = self.chain, self.journals, self.agenda
        twin._rows, twin._shared, twin._whole, twin.found = dict(self._rows), True, None, {}
        twin._put = {kind: dict(rows) for kind, rows in self._put.items()}
        twin._new = dict(self._new)
        twin._agreed, twin._cases, twin.at_meetings = self._agreed, self._cases, self.at_meetings
        return twin

    def put(self, row: Row) -> None:
        """Add a row, or replace the one with the same key."""
        kind = type(row)
        if self._shared:
            key, put = row.key, self._put.setdefault(kind, {})
            if kind in _WIDTHS and key not in put and key not in self._rows[kind]:
                top = kind, key[: _WIDTHS[kind]]
                self._new[top] = (*self._new.get(top, ()), key)
            put[key] = row
        elif kind in self._cases:
            self._store(row)
        else:
            self._rows[kind][row.key] = row
        if self.found:
            self.found = {}
        # copies share what is memoised, empty or not, until rows of one of them are others
        if kind in _OF_A_DAY:
            self._agreed = {}
        if kind in _AT_MEETINGS:
            self.at_meetings = {}

    def take(self, rows: Iterable[Row]) -> None:
        """Add rows that were there all along, but not looked at yet; copies that share the others have them too."""
        for row in rows:
            self._store(row)
        self.forget()

    def forget(self) -> None:
        """Look at all rows anew: some have come."""
        self.found, self.at_meetings, self._agreed = {}, {}, {}

    def settle(self) -> None:
        """Make what was put into this copy part of the rows that it shares; the other copies must not be used again."""
        for row in (row for rows in self._put.values() for row in rows.values()):
            self._store(row)
        self._put, self._new, self.found, self.at_meetings = {}, {}, {}, {}

    def _store(self, row: Row) -> None:
        kind, key = type(row), row.key
        rows = self._rows[kind]
        if kind in self._cases and key not in rows:
            indexed, keys = self._cases[kind]
            if indexed is rows:
                keys.setdefault(key[: _WIDTHS[kind]], []).append(key)
        rows[key] = row

    def since(self, before: Snapshot) -> Iterator[tuple[type[Row], Mapping[Key, Row]]]:
        """Yield rows of each kind in which another snapshot may differ, of which this one became: of few, a few."""
        for kind, rows in self._rows.items():
            if rows is not before._rows[kind]:
                yield kind, self._table(kind)
            elif (put := self._put.get(kind)) is not None and put != before._put.get(kind):
                yield kind, put

    def _table(self, kind: type[Row]) -> Mapping[Key, Row]:
        put = self._put.get(kind)
        return {**self._rows[kind], **put} if put else self._rows[kind]

    def on(self, day: date) -> Snapshot:
        """Return these rows with the agreement of a day: its clauses, posts and their holders, organisations, areas.

        Cases and absences, which have days of their own, stay as they are. Days before the follow-up began are seen
        under its first agreement. A view of one day may be asked for another.
        """
        whole = self._whole or self
        if day not in whole._agreed:
            council = whole.find(Council)
            whole._agreed[day] = whole._agreement_of(max(day, council.opened) if council else day), {}
        tables, of_day = whole._agreed[day]
        if not tables:
            return whole  # not remembered: rows that refer to themselves stay in memory
        then: Snapshot | None = whole.found.get(("on", day))
        if then is None:
            then = whole.found["on", day] = whole._twin()
            then._whole, then._agreed, then.at_meetings = whole, of_day, {}
            for kind, rows in tables.items():
                then._rows[kind] = rows
                then._put.pop(kind, None)
        return then

    def versions(self, kind: type[R]) -> tuple[R, ...]:
        """Return the rows of a kind with what they were before changes to the agreement, in no order."""
        whole = self._whole or self
        earlier = (row.as_row(kind) for row in whole.all(Superseded) if row.kind == kind.__name__)
        return (*whole.all(kind), *(row for row in earlier if row is not None))

    def _agreement_of(self, day: date) -> dict[type[Row], dict[Key, Row]]:
        """Return the tables that were others under the agreement of a day, none where all were the same."""
        later = [row for row in self.all(Superseded) if day < row.until]
        clauses = [c for c in self.all(Clause) if c.since <= day and (c.until is None or day < c.until)]
        held = tuple(self._held_on(post, day) for post in self.all(Post))
        if not later and all(clause.until is None for clause in clauses) and held == self.all(Post):
            return {}
        kinds = {kind.__name__: kind for kind in UNDER_AGREEMENT}
        tables: dict[type[Row], dict[Key, Row]] = {}
        for row in sorted(later, key=lambda row: (row.until, row.seq), reverse=True):
            # Newest first, so that of several the one stays that was replaced first after the day.
            kind = kinds[row.kind]
            key, earlier = (row.id,) if kind.KEY else (), row.as_row(kind)
            there = tables[kind] if kind in tables else self._table(kind)
            others = {other: row for other, row in there.items() if earlier is not None or other != key}
            tables[kind] = {**others, key: earlier} if earlier is not None else others
        tables[Clause] = {clause.key: replaced(clause, until=None, asked_until=None) for clause in clauses}
        posts = cast("Mapping[Key, Post]", tables[Post] if Post in tables else self._table(Post))
        tables[Post] = {key: self._held_on(post, day) for key, post in posts.items()}
        return tables

    def _held_on(self, post: Post, day: date) -> Post:
        """Return a post with its holder and its roles of a day."""
        spell = self.holding_on(post.id, day)
        holder, vacant = (spell.holder or None, spell.holder is None) if spell is not None else (None, False)
        if post.turns:
            post = replaced(post, roles=post.roles_on(day), turns={})
        return post if (post.holder, post.vacant) == (holder, vacant) else replaced(post, holder=holder, vacant=vacant)

    def stand_in(self, items: Mapping[tuple[Any, ...], Item]) -> None:
        """Replace the cases with these keys, also by objects that only resemble an `Item`."""
        self._rows[Item] = {**self._table(Item), **items}
        self._put.pop(Item, None)
        self._new = {top: keys for top, keys in self._new.items() if top[0] is not Item}
        self._cases, self.found = {}, {}

    def find(self, kind: type[R], *key: object) -> R | None:
        """Return the row with this key, or None."""
        put = self._put.get(kind)
        if put is not None and key in put:
            return put[key]  # type: ignore[return-value] # each inner dict holds one kind
        return self._rows[kind].get(key)  # type: ignore[return-value] # as above

    def one(self, kind: type[R], *key: object) -> R:
        """Return the row with this key.

        Raises:
            KeyError: when there is none.
        """
        put = self._put.get(kind)
        return (put if put is not None and key in put else self._rows[kind])[key]  # type: ignore[return-value] # as above

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Return all loaded rows of a kind, in the order they came."""
        return tuple(self._table(kind).values())  # type: ignore[arg-type] # as above

    def keyed(self, kind: type[R]) -> Iterable[tuple[tuple[Any, ...], R]]:
        """Return all loaded rows of a kind with their keys, in the order they came."""
        return self._table(kind).items()  # type: ignore[return-value] # as above

    def item(self, ref: Ref) -> Item | None:
        """Return the case with this ref, or None."""
        put = self._put.get(Item)  # spelt out: every rule asks for its case, and a ref is a key as it is
        return put[ref] if put is not None and ref in put else self._rows[Item].get(ref)  # type: ignore[return-value]

    @property
    def meeting_series(self) -> tuple[str, ...]:
        """The series that meetings are numbered in: the council's, and one for each group."""
        return (MEETING_SERIES, *(group.series for group in self.all(Group)))

    def case_of(self, row: CaseRow) -> Item:
        """Return the case that a row is about.

        Raises:
            KeyError: it is not loaded.
        """
        return self.one(Item, *row.ref)

    def tabled_at(self, meeting: Ref) -> tuple[Decision, ...]:
        """Return the decisions last tabled at a meeting, in the order of their refs."""
        name = str(meeting)
        return tuple(sorted((d for d in self.all(Decision) if d.meeting == name), key=lambda decision: decision.ref))

    def ever_tabled_at(self, meeting: Ref) -> tuple[Decision, ...]:
        """Return the decisions that stood on the agenda of a meeting when it was held, or stand on it."""
        if "agendas" not in self.found:
            by_meeting: dict[str, list[Decision]] = {}
            for decision in self.all(Decision):
                for name in decision.agendas:
                    by_meeting.setdefault(name, []).append(decision)
            self.found["agendas"] = by_meeting
        return tuple(sorted(self.found["agendas"].get(str(meeting), ()), key=lambda decision: decision.ref))

    def points_at(self, meeting: Ref) -> tuple[AgendaPoint, ...]:
        """Return the points of a meeting's agenda that are recorded."""
        return tuple(row for _, row in self._of_case(AgendaPoint, meeting))

    def on_agenda(self, meeting: Ref) -> tuple[Item, ...]:
        """Return the decisions still to be concluded at a meeting, as cases."""
        return tuple(item for d in self.tabled_at(meeting) if (item := self.case_of(d)).has(Tag.ON_AGENDA))

    def attendance_at(self, meeting: Ref) -> tuple[Attendance, ...]:
        """Return who was at a meeting: seats, deputies and guests."""
        return tuple(row for _, row in self._of_case(Attendance, meeting))

    def leaders_of(self, meeting: Meeting) -> tuple[str, ...]:
        """Return who led a held meeting: the post recorded as doing so, else the agreed leaders who were there.

        Who left leads no longer, and an agreed leader whose deputy was there did not lead.
        """
        rows = self.attendance_at(meeting.ref)
        there = {self.acting_at(row) for row in rows if row.presence in (Presence.SEAT, Presence.DEPUTY)}
        if meeting.led_by in there:
            return (str(meeting.led_by),)
        seats = {row.who for row in rows if row.presence == Presence.SEAT}
        return tuple(post for post in self.on(meeting.day).posts_with(Role.CHAIR) if post in seats)

    def acting_at(self, row: Attendance) -> str:
        """Return the post that is at a meeting: a deputy where that is a post, else the one whose seat it is."""
        return row.deputy if row.deputy and self.find(Post, row.deputy) else row.who

    def tables(self) -> Iterator[tuple[type[Row], Mapping[tuple[Any, ...], Row]]]:
        """Yield every kind of row with its rows by key."""
        return ((kind, self._table(kind)) for kind in self._rows)

    def children(self, ref: Ref) -> tuple[Item, ...]:
        """Return the cases directly beneath, in the order of their numbers."""
        if ref.measure_no:
            return ()
        a, rows = ref.assignment_no, self._of_case(Item, ref)
        if a:
            below = [(key, item) for key, item in rows if key[3] == a and key[4]]
        else:
            below = [(key, item) for key, item in rows if key[3] and not key[4]]
        return tuple([item for _, item in sorted(below)])  # no two keys are alike, so no case is compared

    def beneath(self, ref: Ref) -> tuple[Item, ...]:
        """Return the cases anywhere beneath, in no order."""
        if ref.measure_no:
            return ()
        place, above = (4, ref.assignment_no) if ref.assignment_no else (3, 0)
        below = (pair for pair in self._of_case(Item, ref) if pair[0][place])
        return tuple(item for key, item in below if not above or key[3] == above)

    def case(self, top: Ref) -> tuple[Item, ...]:
        """Return a decision or meeting with everything beneath it, in no order."""
        return tuple([item for _, item in self._of_case(Item, top)])

    def _of_case(self, kind: type[R], ref: Ref) -> list[tuple[Key, R]]:
        """Return the rows of a kind, each with its key, that are about the decision or meeting of a ref."""
        rows, top, width = self._rows[kind], ref[: _WIDTHS[kind]], _WIDTHS[kind]
        if (memoised := self.found.get((kind, top))) is not None:
            return memoised  # type: ignore[no-any-return] # as below
        indexed, keys = self._cases.get(kind, (None, {}))
        if indexed is not rows:
            keys = {}
            for key in rows:
                keys.setdefault(key[:width], []).append(key)
            self._cases[kind] = rows, keys
        there, put = keys.get(top, ()), self._put.get(kind)
        if put:
            new = [key for key in self._new.get((kind, top), ()) if key not in rows]
            pairs = [(key, put[key] if key in put else rows[key]) for key in (*there, *new)]
        else:
            pairs = [(key, rows[key]) for key in there]
        self.found[kind, top] = pairs
        return pairs  # type: ignore[return-value] # each inner dict holds one kind

    def cases(self) -> tuple[Item, ...]:
        """Return the decisions and all work beneath them, in the order of their refs."""
        if "cases" not in self.found:
            # By key: a recorder in the place of a case is asked nothing.
            ordered = sorted(self.keyed(Item), key=lambda pair: pair[0])
            self.found["cases"] = tuple(item for key, item in ordered if not key[0])
        return cast("tuple[Item, ...]", self.found["cases"])

    def clause(self, name: str) -> Clause | None:
        """Return the clause of the present agreement with this key, None where it is silent."""
        if "clauses" not in self._agreed:
            present = (clause for clause in reversed(self.all(Clause)) if clause.until is None)
            self._agreed["clauses"] = {clause.clause: clause for clause in present}
        clause: Clause | None = self._agreed["clauses"].get(name)
        return clause

    def posts_with(self, role: Role) -> tuple[str, ...]:
        """Return the posts with a role; one that has it by turns only has it on a day (see `on`)."""
        if role not in self._agreed:
            posts = (post.id for post in self.all(Post) if role in post.roles and role not in post.turns)
            self._agreed[role] = tuple(posts)
        having: tuple[str, ...] = self._agreed[role]
        return having

    @property
    def seats(self) -> tuple[Post, ...]:
        """The posts with a seat."""
        if "seats" not in self._agreed:
            self._agreed["seats"] = tuple(post for post in self.all(Post) if post.seat)
        return cast("tuple[Post, ...]", self._agreed["seats"])

    def has_role(self, post: str, role: Role, day: date | None) -> bool:
        """Return True for a post that has a role, or on a day the deputy of one that is absent."""
        posts = (self.on(day) if day is not None else self).posts_with(role)
        return post in posts or (day is not None and post in {self.deputy_on(absent, day) for absent in posts})

    def party_of(self, post: str) -> str | None:
        """Return the party of a post through its organisation, None for a third party."""
        return self.one(Organisation, self.one(Post, post).organisation).party

    def side_of(self, post: str) -> str:
        """Return whom a post speaks for: its party, or its own organisation outside the parties."""
        return self.party_of(post) or self.one(Post, post).organisation

    def holding_on(self, post: str, day: date) -> Holding | None:
        """Return the holding of a post on a day, None while no name had been recorded."""
        spells = (h for h in self.all(Holding) if h.post == post and h.since <= day)
        return next((h for h in spells if h.until is None or day < h.until), None)

    def is_held_on(self, post: str, day: date) -> bool:
        """Return True for a post that existed on a day and was not vacant."""
        row = self.on(day).one(Post, post)
        existed = (row.since is None or row.since <= day) and (row.until is None or day < row.until)
        return existed and not row.vacant

    def absence_on(self, post: str, day: date) -> Absence | None:
        """Return the absence of a post's holder on a day, as it was last recorded."""
        spells = [a for a in self.all(Absence) if a.post == post and a.covers(day)]
        last = max(spells, key=lambda absence: absence.seq, default=None)
        return None if last is None or last.comes else last

    def deputy_on(self, post: str, day: date) -> str | None:
        """Return the deputy of an absent post on a day."""
        absence = self.absence_on(post, day)
        return absence.deputy if absence is not None else None

    def acting_for(self, post: str, since: date, until: date) -> frozenset[str]:
        """Return the deputies of a post on some day of a period, both ends included."""
        spells = [a for a in self.all(Absence) if a.post == post]
        turns = {max(a.since, since) for a in spells} | {a.until + timedelta(days=1) for a in spells}
        deputies = (self.deputy_on(post, day) for day in turns if since <= day <= until)
        return frozenset(deputy for deputy in deputies if deputy is not None)

    @property
    def parties(self) -> tuple[str, ...]:
        """The organisations that signed."""
        return tuple(o.id for o in self.all(Organisation) if o.party == o.id)
