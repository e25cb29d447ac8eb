"""What readers ask of the tables; statements are built once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, Text, and_, bindparam, or_, select

from slt_flow import facts
from slt_flow.records import projection
from slt_flow.records.tables import TABLES

_ITEM, _DECISION, _MEETING = TABLES[facts.Item], TABLES[facts.Decision], TABLES[facts.Meeting]
_TOP = _ITEM.alias("top")

_SETTLED: Final = '%"settled"%'
_OF: Final = bindparam("of", type_=Text)
_LIVE_TOPS = (
    select(_TOP.c.year, _TOP.c.no)
    .where(_TOP.c.council == _OF, _TOP.c.series == "", _TOP.c.a == 0)
    .where(or_(_TOP.c.year == bindparam("running"), and_(_TOP.c.ended.is_(False), _TOP.c.tags.not_like(_SETTLED))))
    .subquery()
)
_CASES = select(_ITEM).where(_ITEM.c.council == _OF, _ITEM.c.series == "").order_by(*_ITEM.primary_key)
_LIVE_CASES = _CASES.join(_LIVE_TOPS, and_(_ITEM.c.year == _LIVE_TOPS.c.year, _ITEM.c.no == _LIVE_TOPS.c.no))
_DECISIONS = select(_DECISION).where(_DECISION.c.council == _OF).order_by(*_DECISION.primary_key)
_LIVE_DECISIONS = _DECISIONS.join(
    _LIVE_TOPS, and_(_DECISION.c.year == _LIVE_TOPS.c.year, _DECISION.c.no == _LIVE_TOPS.c.no)
)
_MEETING_ITEMS = select(_ITEM).where(_ITEM.c.council == _OF, _ITEM.c.series == "M").order_by(*_ITEM.primary_key)
_ALL = {
    kind: select(TABLES[kind])
    .where(TABLES[kind].c.council == _OF)
    .order_by(*([TABLES[kind].c.place] if "place" in TABLES[kind].c else []), *TABLES[kind].primary_key)
    for kind in facts.ROWS
}


def cases(connection: Connection, council: str, running: int | None) -> tuple[facts.Item, ...]:
    """The cases of the three levels in the order of the tree: all, or what is open and what is of a year."""
    query, sought = (_CASES, {}) if running is None else (_LIVE_CASES, {"running": running})
    return projection.rows_of(facts.Item, connection.execute(query, {"of": council, **sought}).mappings())


def decisions(
    connection: Connection, council: str, running: int | None = None
) -> dict[tuple[int, int], facts.Decision]:
    """What the strategic level knows of those cases, by year and number."""
    query, sought = (_DECISIONS, {}) if running is None else (_LIVE_DECISIONS, {"running": running})
    rows = projection.rows_of(facts.Decision, connection.execute(query, {"of": council, **sought}).mappings())
    return {(row.year, row.no): row for row in rows}


def meeting_items(connection: Connection, council: str) -> tuple[facts.Item, ...]:
    """All meetings as cases."""
    return projection.rows_of(facts.Item, connection.execute(_MEETING_ITEMS, {"of": council}).mappings())


def all_of(connection: Connection, council: str, kind: type[facts.R]) -> tuple[facts.R, ...]:
    """All rows of a kind."""
    return projection.rows_of(kind, connection.execute(_ALL[kind], {"of": council}).mappings())


def labels(connection: Connection, council: str) -> dict[tuple[str, str, str], Mapping[str, str]]:
    """What states, doors and machines of pinned definitions are called, by (digest, what, id)."""
    return {
        (row.digest, row.what, row.id): {"nb": row.nb, "nn": row.nn, "en": row.en}
        for row in all_of(connection, council, facts.Label)
    }
