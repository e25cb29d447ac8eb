"""Letterhead of a council's documents."""

from __future__ import annotations

from slt_flow.model import Organisation
from slt_flow.records import projection
from slt_flow.results.documents import Letterhead
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading


def letterhead(context: Context) -> Letterhead:
    """Return the council's title and the names of its parties."""
    with reading(context) as reader:
        organisations = projection.rows(reader.connection, reader.council, Organisation)
        return Letterhead(reader.row.title, tuple(row.name for row in organisations if row.party == row.id))
