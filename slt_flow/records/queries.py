"""What readers ask of the tables; statements are built once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, or_, select

from slt_flow.records import projection
from slt_flow.records.tables import TABLES, built_once
from slt_flow.rows import Decision, Item, Label, Row
from slt_flow.terms import MEETING_SERIES

_SETTLED: Final = '%"settled"%'


@built_once
def _live(kind: type[Row]) -> Select[Any]:
    """Rows of the decisions that are open, and of those registered in the running year."""
    table, top = TABLES[kind], TABLES[Item].alias("top")
    tops = (
        select(top.c.year, top.c.no)
        .where(top.c.council == bindparam("of"), top.c.series == "", top.c.a == 0)
        .where(or_(top.c.year == bindparam("running"), and_(top.c.ended.is_(False), top.c.tags.not_like(_SETTLED))))
        .subquery()
    )
    rows = projection.where(Item, "series") if kind is Item else projection.every(kind)
    return rows.join(tops, and_(table.c.year == tops.c.year, table.c.no == tops.c.no))


def cases(connection: Connection, council: str, running: int | None) -> tuple[Item, ...]:
    """The cases of the three levels in the order of the tree: all, or what is open and what is of a year."""
    whole = projection.where(Item, "series")
    query, sought = (whole, {}) if running is None else (_live(Item), {"running": running})
    found = connection.execute(query, {"of": council, "of_series": "", **sought})
    return projection.rows_of(Item, found.mappings())


def decisions(connection: Connection, council: str, running: int | None = None) -> dict[tuple[int, int], Decision]:
    """What the strategic level knows of those cases, by year and number."""
    query, sought = (projection.every(Decision), {}) if running is None else (_live(Decision), {"running": running})
    rows = projection.rows_of(Decision, connection.execute(query, {"of": council, **sought}).mappings())
    return {(row.year, row.no): row for row in rows}


def meeting_items(connection: Connection, council: str) -> tuple[Item, ...]:
    """All meetings as cases."""
    found = connection.execute(projection.where(Item, "series"), {"of": council, "of_series": MEETING_SERIES})
    return projection.rows_of(Item, found.mappings())


def labels(connection: Connection, council: str) -> dict[tuple[str, str, str], Mapping[str, str]]:
    """What states, doors and machines of pinned definitions are called, by (digest, what, id)."""
    return {
        (row.digest, row.what, row.id): {"nb": row.nb, "nn": row.nn, "en": row.en}
        for row in projection.rows(connection, council, Label)
    }
