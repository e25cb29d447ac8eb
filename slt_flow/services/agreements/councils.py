"""Councils of a database."""

from __future__ import annotations

from slt_flow.errors import RecordsError
from slt_flow.model import Council
from slt_flow.records import journal, projection
from slt_flow.results.agreements import CouncilRow
from slt_flow.services.request.context import Context


def list_councils(context: Context) -> tuple[CouncilRow, ...]:
    """Return every council in the database."""
    with context.store.reading() as connection:
        rows = []
        for council in journal.councils(connection):
            row = next(iter(projection.rows(connection, council, Council)), None)
            if row is None:
                raise RecordsError("damaged_database", where="councils")
            rows.append(CouncilRow(council, row.title, row.agreement, row.opened))
        return tuple(rows)
