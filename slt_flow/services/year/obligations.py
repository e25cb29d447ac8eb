"""Obligations of a year: every clause of the agreement, judged; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from slt_flow.records import projection
from slt_flow.results.agreements import ClauseRow, ExplainedClause
from slt_flow.results.year import Obligation, Obligations
from slt_flow.rules import obligations as rules
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Standing

AT_RISK = (Standing.BROKEN, Standing.DUE)
"""How an obligation stands that somebody should look at now."""


def obligations(context: Context, year: int | None = None) -> Obligations:
    """Return the verdict on every clause of the agreement in a year.

    Args:
        context: the context of the request.
        year: the calendar year; the one of the day it is seen from unless named.
    """
    with reading(context) as reader:
        return judged(reader, year or reader.day.year)


def judged(reader: Reader, year: int) -> Obligations:
    """Judge every clause within a reading (see `obligations`)."""
    title = reader.row.title  # refuses a day on which there was no council
    snapshot = projection.everything(reader.connection, reader.council)
    return Obligations(reader.council, title, year, reader.day, rules.judged(snapshot, year, reader.day))


def at_risk(obligations: Obligations) -> tuple[Obligation, ...]:
    """Return the obligations that are broken or due, the broken ones first, then by their day."""
    risky = (row for row in obligations.rows if row.verdict in AT_RISK)
    return tuple(sorted(risky, key=lambda row: (row.verdict != Standing.BROKEN, row.due or date.max)))


def clause(context: Context, key: str | None = None) -> tuple[ExplainedClause, ...]:
    """Show one clause, or all, with its verdict this year."""
    with reading(context) as reader:
        obligations = judged(reader, reader.day.year)
        stated = reader.clauses
        wanted = chosen_clause(key, stated) if key is not None else None
        numbers = {key: clause.numbers for key, clause in stated.items()}
        return tuple(
            ExplainedClause(
                ClauseRow(row.clause, row.ref, row.text, numbers.get(row.clause, {}), row.kept_by), row.verdict, row.due
            )
            for row in obligations.rows
            if wanted in (None, row.clause)
        )


def chosen_clause(typed: str, keys: Iterable[str]) -> str:
    """Parse a clause's key; hyphens and spaces join words as well as underscores."""
    hyphenated = [key.replace("_", "-") for key in keys]
    return parsing.chosen("unknown_clause_key", typed, hyphenated).replace("-", "_")
