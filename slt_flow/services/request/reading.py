"""Readings: a council's tables as they are, or as they were on another day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from slt_flow.engine.entries import Entry, beneath, is_beside
from slt_flow.errors import RecordsError, RequestError
from slt_flow.model import (
    Absence,
    Area,
    Attachment,
    Clause,
    Council,
    Decision,
    Exemption,
    Item,
    Meeting,
    Organisation,
    Post,
    R,
    Remark,
)
from slt_flow.model.absence_periods import in_effect
from slt_flow.model.exemptions import exemption_of
from slt_flow.model.labels import named_state, title_of
from slt_flow.model.moment import NOW, Moment
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection, queries
from slt_flow.records.store import Connection
from slt_flow.results.columns import row_of
from slt_flow.results.exemptions import Exempt
from slt_flow.results.follow_up import Owner
from slt_flow.services.request.context import Context, resolve
from slt_flow.services.request.continuity import look
from slt_flow.services.request.counting import Counted, MeetingDay, meeting_days
from slt_flow.services.request.refs import nearest
from slt_flow.terms import ERASED, Named, Ref, Sense

if TYPE_CHECKING:
    from slt_flow.results.decisions import RecordedRow, RemarkRow
    from slt_flow.results.history import Erasure, Found


@dataclass(frozen=True)
class Reader:
    """View of one council's tables, now or at another moment, with the day lateness is counted from.

    Attributes:
        replay: the entries that tables in memory were made of, None where the database itself is read.
        elsewhere: the database itself, where tables in memory are read.
    """

    connection: Connection
    council: str
    day: date
    replay: tuple[Entry, ...] | None = None
    elsewhere: Connection | None = None
    moment: Moment = NOW

    @property
    def stored(self) -> Connection:
        """The database as it is, with the other councils too."""
        return self.elsewhere if self.elsewhere is not None else self.connection

    def has_come(self, since: date | None) -> bool:
        """Return True for what was there on the day read as of: its entry may come before its first day."""
        return self.replay is None or since is None or since <= self.day

    @cached_property
    def row(self) -> Council:
        """The council itself.

        Raises:
            RequestError: there was none on the day read as of.
            RecordsError: its row is gone.
        """
        rows = self._rows(Council)
        if not rows and self.replay is None:
            raise RecordsError("damaged_database", where="councils")
        if not rows:
            raise RequestError("before_the_council", council=self.council, on=self.day)
        return self.agreement.one(Council)

    def on(self, day: date) -> Snapshot:
        """Return the agreement of a day, with the posts and their holders (see `Snapshot.on`)."""
        return self._agreements.on(day)

    @cached_property
    def agreement(self) -> Snapshot:
        """The agreement of the day read as of."""
        return self.on(self.day)

    @cached_property
    def _agreements(self) -> Snapshot:
        return projection.agreements(self.connection, self.council)

    @cached_property
    def posts(self) -> dict[str, Post]:
        """Every post by its id."""
        return {post.id: post for post in self.agreement.all(Post)}

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Every organisation by its id."""
        return {row.id: row for row in self.agreement.all(Organisation)}

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """Every focus area, ended ones too."""
        return self.agreement.all(Area)

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Every clause of the agreement of that day by its key."""
        return {clause.clause: clause for clause in self.agreement.all(Clause) if clause.until is None}

    @cached_property
    def away(self) -> dict[str, Absence]:
        """The absence of each post that is away on the day, by the last word on it."""
        return self.away_on(self.day)

    def away_on(self, day: date) -> dict[str, Absence]:
        """Return the posts whose holder is away on a day, each with its absence."""
        return {absence.post: absence for absence in in_effect(self._rows(Absence)) if absence.covers(day)}

    @cached_property
    def meetings(self) -> tuple[tuple[Meeting, Item], ...]:
        """Every meeting with its case, in the order of their days."""
        cases = {item.ref: item for item in queries.meeting_items(self.connection, self.council)}
        return tuple((row, cases[row.ref]) for row in sorted(self._rows(Meeting), key=lambda row: (row.day, row.no)))

    def counted(self, sense: Sense) -> Counted:
        """Return the ground on which words of a day are read: the day read as of, and the meetings."""
        return Counted(self.day, sense, lambda: meeting_days(self.meetings))

    @cached_property
    def labels(self) -> dict[tuple[str, str, str], Mapping[str, str]]:
        """Labels of states, actions and machines by (digest, what, id)."""
        return queries.labels(self.connection, self.council)

    def state(self, item: Item) -> Named:
        """Return the state of a case with its label."""
        return named_state(item, self.labels[(item.pin, "state", item.state)])

    def kind_of(self, decision: Decision) -> Named | None:
        """Return the kind of a decision with its label; None where it has none."""
        if decision.kind is None:
            return None
        return Named(decision.kind, self.labels.get((str(decision.kind_pin), "kind", decision.kind), {}))

    def owner(self, post: str) -> Owner:
        """Return a post as the owner of a case."""
        held = self.posts[post]
        return Owner(post, held.title, held.holder, held.organisation, held.vacant)

    def with_role(self, role: str) -> tuple[str, ...]:
        """Return the posts with a role."""
        return tuple(post.id for post in self.posts.values() if role in post.roles)

    def entries(self) -> tuple[Entry, ...]:
        """Return the entries that the tables are made of."""
        return self.replay if self.replay is not None else self._journal

    @cached_property
    def _journal(self) -> tuple[Entry, ...]:
        return journal.read(self.connection, self.council)

    def whole_journal(self) -> tuple[Entry, ...]:
        """Return every entry, whatever day is read as of, in the edition that is read."""
        from slt_flow.records.replay import held_by

        return held_by(self.stored, self.council, Moment(public=self.moment.public))[0]

    @cached_property
    def exemptions(self) -> Snapshot:
        """The exemptions from publicity as they are now, whatever day is read as of."""
        return projection.exemptions(self.stored, self.council)

    @cached_property
    def files(self) -> tuple[Attachment, ...]:
        """The files attached to cases."""
        return self._rows(Attachment)

    def exempt(self, ref: Ref) -> Exempt | None:
        """Return the exemption from publicity that a case is under."""
        return self.exempt_by(exemption_of(self.exemptions, ref))

    def exempt_by(self, exemption: Exemption | None) -> Exempt | None:
        """Return an exemption as readers of this edition see it."""
        return row_of(Exempt, exemption, masked=bool(self.moment.public)) if exemption is not None else None

    def is_masked(self, ref: Ref) -> bool:
        """Return True for a case that the edition which is read has nothing of but its number and its mark."""
        return bool(self.moment.public) and exemption_of(self.exemptions, ref) is not None

    def erasures(self, subject: object) -> tuple[Erasure, ...]:
        """Return the texts of a case, a post … that were erased, whatever day is read as of: they do not come back."""
        ref = Ref.parse(str(subject))
        if ref is not None and self.is_masked(ref):
            return ()
        return journal.erasures(self.stored, self.council, str(subject))

    def about(self, of: Ref | str) -> tuple[Entry, ...]:
        """Return the entries about a case, or another subject, that nobody took back."""
        subject = str(of)
        if self.replay is not None:
            entries = tuple(entry for entry in self.replay if entry.subject == subject)
        else:
            entries = journal.read(self.connection, self.council, subject)
        gone = journal.voided(entries)
        return tuple(entry for entry in entries if entry.seq not in gone)

    def beneath(self, subject: str) -> tuple[Entry, ...]:
        """Return the entries about a case with all beneath it, or about a post …, as `entries_to_show`."""
        if self.replay is None:
            return journal.read_beneath(self.connection, self.council, subject)
        return beneath(subject, self.entries_to_show())

    def with_text(self, wanted: str) -> tuple[Found, ...]:
        """Return the texts to show in which some letters occur, without those that were taken back."""
        if self.replay is None and wanted not in ERASED:
            return journal.search(self.connection, self.council, wanted)
        from slt_flow.results.history import Found

        entries = self.entries_to_show()
        gone = journal.voided(entries)
        return tuple(
            Found(entry.subject, name, text, entry.on, entry.seq)
            for entry in entries
            for name, text in entry.texts.items()
            if entry.seq not in gone and not is_beside(name) and wanted in text.casefold()
        )

    def recorded(self, ref: Ref) -> tuple[RecordedRow, ...]:
        """Tell whose acts the entries about a case are, who recorded them, and how these are known."""
        from slt_flow.results.decisions import RecordedRow

        if self.is_masked(ref):
            return ()
        rows: dict[tuple[str | None, str, str], list[int]] = {}
        for entry in self.about(ref):
            rows.setdefault((entry.acted_by, entry.recorded_by, entry.authenticated), []).append(entry.seq)
        return tuple(RecordedRow(*who, tuple(seqs)) for who, seqs in rows.items())

    def entries_to_show(self) -> tuple[Entry, ...]:
        """Return the entries behind the tables without those that are there for later ones only.

        As of an earlier day that is what a newer agreement or a decision added since.
        """
        as_of = self.moment.as_of
        return tuple(e for e in self.entries() if as_of is None or e.on <= as_of or not e.data.get("by"))

    def _rows(self, kind: type[R]) -> tuple[R, ...]:
        return projection.rows(self.connection, self.council, kind)


@contextmanager
def reading(context: Context) -> Iterator[Reader]:
    """Read a council as it is, or as it was at the context's moment."""
    with context.store.reading() as connection:
        council = resolve(connection, context.council)
        look(context, connection, council)
        with (
            at_moment(connection, council, context.moment, context.day) as reader,
            naming_near(reader.connection, council),
        ):
            yield reader


def meetings_of(context: Context) -> tuple[MeetingDay, ...]:
    """Return the days of a council's meetings, by which a day may be named."""
    with reading(context) as reader:
        return meeting_days(reader.meetings)


@contextmanager
def naming_near(connection: Connection, council: str) -> Iterator[None]:
    """Name the case that comes nearest to one that does not exist."""
    try:
        yield
    except RequestError as error:
        ref = Ref.parse(str(error.facts.get("ref"))) if error.code == "unknown_ref" else None
        cases = projection.rows(connection, council, Item, series=ref.series) if ref is not None else ()
        if ref is not None and (near := nearest(ref, (case.ref for case in cases))) is not None:
            error.facts["near"] = str(near)
        raise


@contextmanager
def at_moment(connection: Connection, council: str, moment: Moment, day: date) -> Iterator[Reader]:
    """Read a council of a database as it is, or as it was at a moment."""
    if moment == NOW:
        yield Reader(connection, council, day)
        return
    from slt_flow.records.replay import travelled

    with travelled(connection, council, moment) as (past, replay):
        yield Reader(past, council, day, replay, connection, moment)


@contextmanager
def internal_edition(reader: Reader) -> Iterator[Reader | None]:
    """Read the internal edition beside the public one that is read; None where nothing is left out of it."""
    if not (reader.moment.public and reader.exemptions.all(Exemption)):
        yield None
        return
    with at_moment(reader.stored, reader.council, reader.moment._replace(public=""), reader.day) as whole:
        yield whole


def case_snapshot(reader: Reader, ref: Ref) -> Snapshot:
    """Return the rows of one case with all beneath it, and of the meeting a decision was last tabled at.

    Raises:
        RequestError: there is no such case.
    """
    snapshot = Snapshot(reader.council)
    projection.load_case(reader.connection, snapshot, ref, remarks=True)
    decision = snapshot.find(Decision, ref.year, ref.no) if not ref.series else None
    if decision is not None and (meeting := decision.tabled_at) is not None:
        projection.load_case(reader.connection, snapshot, meeting)
    if snapshot.item(ref) is None:
        raise RequestError("unknown_ref", ref=str(ref))
    return snapshot


def remarks(snapshot: Snapshot, ref: Ref, then: Snapshot) -> tuple[RemarkRow, ...]:
    """List the remarks and links of a case, with whose they are.

    Args:
        snapshot: the rows of the case.
        ref: the case.
        then: the rows with the titles of posts.
    """
    from slt_flow.results.decisions import RemarkRow

    own = sorted((row for row in snapshot.all(Remark) if row.ref == ref), key=lambda row: row.seq)
    return tuple(
        RemarkRow(row.on, row.text, row.address, row.by, title_of(then, row.by) or row.by or "", row.point)
        for row in own
    )
