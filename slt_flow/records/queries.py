"""Queries of the readers, of the tables or of the rows of another moment."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from slt_flow.model import Decision, Group, Item, Label, Neighbour, Remark
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import compiled, journal, projection
from slt_flow.records.cells import rows_of
from slt_flow.records.connection import Connection
from slt_flow.terms import MEETING_SERIES, Ref


def cases(connection: Connection, council: str, running: int | None) -> tuple[Item, ...]:
    """Return the cases of the three levels in the order of the tree: all, or those open, begun or ended in a year."""
    if running is None:
        return projection.rows(connection, council, Item, series="")
    if connection.replayed is not None:
        tops = _live(connection, council, running)
        return tuple(item for item in cases(connection, council, None) if (item.year, item.no) in tops)
    return rows_of(Item, connection.all(compiled.LIVE_ITEMS, _since(council, running)))


def _live(connection: Connection, council: str, running: int) -> set[tuple[int, int]]:
    """Return the decisions that are open, or were registered or ended since the running year began."""
    tops = projection.rows(connection, council, Item, series="", assignment_no=0)
    return {(i.year, i.no) for i in tops if i.year == running or i.is_open or (i.since or date.min).year >= running}


def _since(council: str, running: int) -> dict[str, object]:
    return {"of": council, "running": running, "first": f"{running:04}-01-01"}


def decisions(connection: Connection, council: str, running: int | None = None) -> dict[tuple[int, int], Decision]:
    """Return what only the strategic level knows of those cases, by year and number."""
    if running is None or connection.replayed is not None:
        rows = projection.rows(connection, council, Decision)
    else:
        rows = rows_of(Decision, connection.all(compiled.LIVE_DECISIONS, _since(council, running)))
    return {(row.year, row.no): row for row in rows}


def open_or_made(connection: Connection, council: str, first: date, meetings: Iterable[str]) -> Snapshot:
    """Load the decisions that are open, moved or were adopted from a day on, or were tabled last at some meetings.

    With them comes what is beneath them, and what was remarked.
    """
    if connection.replayed is not None:
        return projection.everything(connection, council)
    sought = {"of": council, "first": first.isoformat(), "named": json.dumps(list(meetings))}
    rows, tops = Snapshot(council), connection.all(compiled.OPEN_OR_MADE, sought)
    projection.load_decisions(connection, rows, (Ref("", *top) for top in tops), Item, Decision, Remark)
    return rows


def open_of_owners(connection: Connection, council: str, owners: Iterable[str]) -> Snapshot:
    """Load the decisions in which some posts own open work."""
    if connection.replayed is not None:
        return projection.everything(connection, council)
    sought = {"of": council, "owners": json.dumps(list(owners))}
    rows, tops = Snapshot(council), connection.all(compiled.OPEN_OF_OWNERS, sought)
    projection.load_decisions(connection, rows, (Ref("", *top) for top in tops), Item, Decision)
    return rows


def due_in(connection: Connection, council: str, year: int) -> tuple[Item, ...]:
    """Return the cases of the three levels that are due in a year, in the order of the tree."""
    if connection.replayed is not None:
        return tuple(i for i in cases(connection, council, None) if i.due is not None and i.due.year == year)
    sought = {"of": council, "of_series": "", "first": f"{year:04}-01-01", "last": f"{year:04}-12-31"}
    return rows_of(Item, connection.all(compiled.DUE_BETWEEN, sought))


def dropped_decisions(connection: Connection, council: str) -> tuple[Ref, ...]:
    """Return the decisions that came to nothing."""
    return tuple(Ref("", *row) for row in connection.all(compiled.DROPPED_DECISIONS, {"of": council}))


def meeting_items(connection: Connection, council: str) -> tuple[Item, ...]:
    """Return all meetings as cases, the council's own and those of its groups."""
    groups = projection.rows(connection, council, Group)
    every_series = (MEETING_SERIES, *(group.series for group in groups))
    return tuple(item for series in every_series for item in projection.rows(connection, council, Item, series=series))


def open_by_pin(connection: Connection, council: str) -> dict[str, int]:
    """Count the cases that have not ended by the digest of the definition they follow."""
    if connection.replayed is not None:
        return Counter(item.pin for item in projection.rows(connection, council, Item) if not item.ended)
    return dict(connection.all(compiled.OPEN_BY_PIN, {"of": council}))


def open_by_owner(connection: Connection, council: str) -> Mapping[str | None, int]:
    """Count the cases of the three levels that have not ended by their owner."""
    if connection.replayed is not None:
        return Counter(item.owner for item in cases(connection, council, None) if not item.ended)
    return dict(connection.all(compiled.OPEN_BY_OWNER, {"of": council}))


class End(NamedTuple):
    """One of the two decisions of a link."""

    council: str
    ref: Ref


class Link(NamedTuple):
    """Link between two councils' decisions on the same matter.

    Attributes:
        by: the end of the council that made it.
        to: the other end, by the name that the other council had then.
        journal: the id of the other council's journal.
    """

    by: End
    to: End
    journal: str | None

    def own(self, council: str) -> End:
        """Return the council's own end."""
        return self.by if self.by.council == council else self.to

    def others(self, council: str) -> End:
        """Return the other council's end."""
        return self.to if self.by.council == council else self.by


def links(connection: Connection, council: str) -> tuple[Link, ...]:
    """Return the links between a council's decisions and others', whichever of the two councils made them."""
    return tuple(
        Link(End(own, Ref("", year, no)), End(neighbour, ref), id_)
        for own, year, no, neighbour, there, id_ in _links(connection, council)
        if (ref := Ref.parse(there)) is not None
    )


def _links(connection: Connection, council: str) -> Iterable[tuple[Any, ...]]:
    if connection.replayed is None:
        return connection.all(compiled.LINKS, {"of": council, "journal": journal.id_of(connection, council)})
    return (
        (council, r.year, r.no, r.neighbour, r.ref, r.journal) for r in projection.rows(connection, council, Neighbour)
    )


def council_titles(connection: Connection) -> dict[str, str]:
    """Return the title of every council in the database by its id."""
    return dict(connection.all(compiled.TITLES))


def labels(connection: Connection, council: str) -> dict[tuple[str, str, str], Mapping[str, str]]:
    """Return the labels of states, actions and machines of pinned definitions, by (digest, what, id)."""
    rows = projection.agreements(connection, council).all(Label)
    return connection.once(("labels", council), lambda: {(row.digest, row.what, row.id): row.words for row in rows})
