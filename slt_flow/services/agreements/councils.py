"""Councils of a database."""

from __future__ import annotations

from slt_flow.errors import RecordsError
from slt_flow.model import Council
from slt_flow.records import journal, projection
from slt_flow.results.answers import Listing
from slt_flow.services.request.context import Context


def list_councils(context: Context) -> Listing:
    """Return every council in the database."""
    with context.store.reading() as connection:
        rows = []
        for council in journal.councils(connection):
            row = next(iter(projection.rows(connection, council, Council)), None)
            if row is None:
                raise RecordsError("damaged_database", where="councils")
            told = {"council": council, "title": row.title, "agreement": row.agreement, "opened": row.opened}
            rows.append(told)
        return Listing("councils", tuple(rows))
