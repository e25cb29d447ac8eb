"""Readings: a council's tables as they are, or as they were on another day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from slt_flow.engine.entries import Entry
from slt_flow.errors import RecordsError, RequestError
from slt_flow.model import Absence, Area, Clause, Council, Item, Meeting, Organisation, Post
from slt_flow.model.absence_periods import in_effect
from slt_flow.model.moment import NOW, Moment
from slt_flow.records import journal, projection, queries
from slt_flow.records.store import Connection
from slt_flow.results.follow_up import Owner
from slt_flow.services.request.context import Context, resolve


@dataclass(frozen=True)
class Reader:
    """What a reading sees: a connection, whose tables, and the day lateness is told from."""

    connection: Connection
    council: str
    day: date
    known: tuple[Entry, ...] | None = None
    elsewhere: Connection | None = None
    moment: Moment = NOW

    @property
    def stored(self) -> Connection:
        """The database as it is, with the other councils too."""
        return self.elsewhere if self.elsewhere is not None else self.connection

    def has_come(self, since: date | None) -> bool:
        """Whether what is there since a day was there on the day read as of; later entries may speak of it earlier."""
        return self.known is None or since is None or since <= self.day

    @cached_property
    def row(self) -> Council:
        """The council itself.

        Raises:
            RequestError: there was none on the day read as of.
            RecordsError: its row is gone.
        """
        found = projection.rows(self.connection, self.council, Council)
        if not found and self.known is None:
            raise RecordsError("damaged_database", where="councils")
        if not found:
            raise RequestError("before_the_council", council=self.council, on=self.day)
        return found[0]

    @cached_property
    def posts(self) -> dict[str, Post]:
        """Every post by its id."""
        return {post.id: post for post in projection.rows(self.connection, self.council, Post)}

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Every organisation by its id."""
        return {each.id: each for each in projection.rows(self.connection, self.council, Organisation)}

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """Every focus area, ended ones too."""
        return projection.rows(self.connection, self.council, Area)

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Every clause of the present agreement by its key."""
        every = projection.rows(self.connection, self.council, Clause)
        return {clause.clause: clause for clause in every if clause.until is None}

    @cached_property
    def away(self) -> dict[str, Absence]:
        """The absence of each post that is away on the day, by the last word on it."""
        every = in_effect(projection.rows(self.connection, self.council, Absence))
        return {absence.post: absence for absence in every if absence.since <= self.day <= absence.until}

    @cached_property
    def meetings(self) -> tuple[tuple[Meeting, Item], ...]:
        """Every meeting with its case, in the order of their days."""
        cases = {item.ref: item for item in queries.meeting_items(self.connection, self.council)}
        rows = projection.rows(self.connection, self.council, Meeting)
        return tuple((row, cases[row.ref]) for row in sorted(rows, key=lambda row: (row.day, row.no)))

    @cached_property
    def labels(self) -> dict[tuple[str, str, str], Mapping[str, str]]:
        """What states, actions and machines are called."""
        return queries.labels(self.connection, self.council)

    def state_label(self, pin: str, state: str) -> Mapping[str, str]:
        """What a state is called."""
        return self.labels[(pin, "state", state)]

    def owner(self, post: str) -> Owner:
        """Return a post as the owner of a case."""
        held = self.posts[post]
        return Owner(post, held.title, held.holder, held.organisation, held.vacant)

    def with_role(self, role: str) -> tuple[str, ...]:
        """Return the posts with a role."""
        return tuple(post.id for post in self.posts.values() if role in post.roles)

    def entries(self) -> tuple[Entry, ...]:
        """Return the entries that the tables are made of."""
        return self.known if self.known is not None else journal.read(self.connection, self.council)


@contextmanager
def reading(context: Context) -> Iterator[Reader]:
    """Read a council as it is, or as it was at the context's moment."""
    with context.store.reading() as connection:
        council = resolve(connection, context.council)
        if context.moment == NOW:
            yield Reader(connection, council, context.day)
            return
        from slt_flow.records.replay import travelled

        with travelled(connection, council, context.moment) as (past, known):
            yield Reader(past, council, context.day, known, connection, context.moment)
