"""Queries of the readers; each statement is built once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select

from slt_flow.model import Council, Decision, Item, Label, Neighbour, Row
from slt_flow.records import projection
from slt_flow.records.tables import built_once, table_of
from slt_flow.terms import MEETING_SERIES, Ref, Tag

_SETTLED: Final = f'%"{Tag.SETTLED}"%'


@built_once
def _live(kind: type[Row]) -> Select[Any]:
    """Select the rows of decisions that are open or were registered in the running year."""
    table, top = table_of(kind), table_of(Item).alias("top")
    tops = (
        select(top.c.year, top.c.no)
        .where(top.c.council == bindparam("of"), top.c.series == "", top.c.assignment_no == 0)
        .where(or_(top.c.year == bindparam("running"), and_(top.c.ended.is_(False), top.c.tags.not_like(_SETTLED))))
        .subquery()
    )
    rows = projection.where(Item, "series") if kind is Item else projection.where(kind)
    return rows.join(tops, and_(table.c.year == tops.c.year, table.c.no == tops.c.no))


def cases(connection: Connection, council: str, running: int | None) -> tuple[Item, ...]:
    """Return the cases of the three levels in the order of the tree: all, or the open ones and those of a year."""
    if running is None:
        return projection.rows(connection, council, Item, series="")
    sought = {"of": council, "of_series": "", "running": running}
    return projection.rows_of(Item, connection.execute(_live(Item), sought))


def decisions(connection: Connection, council: str, running: int | None = None) -> dict[tuple[int, int], Decision]:
    """Return what only the strategic level knows of those cases, by year and number."""
    if running is None:
        rows = projection.rows(connection, council, Decision)
    else:
        rows = projection.rows_of(Decision, connection.execute(_live(Decision), {"of": council, "running": running}))
    return {(row.year, row.no): row for row in rows}


def meeting_items(connection: Connection, council: str) -> tuple[Item, ...]:
    """Return all meetings as cases."""
    return projection.rows(connection, council, Item, series=MEETING_SERIES)


def open_by_pin(connection: Connection, council: str) -> dict[str, int]:
    """Count the cases that have not ended by the digest of the definition they follow."""
    return {row[0]: row[1] for row in connection.execute(_open_by_pin(), {"of": council})}


@built_once
def _open_by_pin() -> Select[Any]:
    table = table_of(Item)
    open_ = select(table.c.pin, func.count().label("cases")).where(table.c.council == bindparam("of"))
    return open_.where(table.c.ended.is_(False)).group_by(table.c.pin)


class End(NamedTuple):
    """One of the two decisions of a link."""

    council: str
    ref: Ref


class Link(NamedTuple):
    """Link between two councils' decisions on the same matter; `by` is the council that made it."""

    by: End
    to: End

    def own(self, council: str) -> End:
        """Return the council's own end."""
        return self.by if self.by.council == council else self.to

    def others(self, council: str) -> End:
        """Return the other council's end."""
        return self.to if self.by.council == council else self.by


def links(connection: Connection, council: str) -> tuple[Link, ...]:
    """Return the links between a council's decisions and others', whichever of the two councils made them."""
    return tuple(
        Link(End(row["council"], Ref("", row["year"], row["no"])), End(row["neighbour"], ref))
        for row in connection.execute(_links(), {"of": council}).mappings()
        if (ref := Ref.parse(row["ref"])) is not None
    )


@built_once
def _links() -> Select[Any]:
    table = table_of(Neighbour)
    ours = or_(table.c.council == bindparam("of"), table.c.neighbour == bindparam("of"))
    return select(table).where(ours).order_by(*table.primary_key)


def council_titles(connection: Connection) -> dict[str, str]:
    """Return the title of every council in the database by its id."""
    return {row["council"]: row["title"] for row in connection.execute(_titles()).mappings()}


@built_once
def _titles() -> Select[Any]:
    table = table_of(Council)
    return select(table.c.council, table.c.title)


def labels(connection: Connection, council: str) -> dict[tuple[str, str, str], Mapping[str, str]]:
    """Return the labels of states, actions and machines of pinned definitions, by (digest, what, id)."""
    return {(row.digest, row.what, row.id): row.words for row in projection.rows(connection, council, Label)}
