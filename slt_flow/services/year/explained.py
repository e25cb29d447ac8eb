"""Clauses explained: who or what judges each, with its verdict this year."""

from __future__ import annotations

from slt_flow.results.agreements import ExplainedClause
from slt_flow.services.agreements.judges import clause_row
from slt_flow.services.agreements.show import askers_of
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.year.obligations import chosen_clause, judged


def clause(context: Context, key: str | None = None) -> tuple[ExplainedClause, ...]:
    """Show one clause, or all, with its verdict this year."""
    with reading(context) as reader:
        obligations = judged(reader, reader.day.year)
        stated = reader.clauses
        wanted = chosen_clause(key, stated) if key is not None else None
        actions = askers_of(reader, context.shelf)
        return tuple(
            ExplainedClause(clause_row(stated[row.clause], actions), row.verdict, row.due)
            for row in obligations.rows
            if row.clause in stated and wanted in (None, row.clause)
        )
