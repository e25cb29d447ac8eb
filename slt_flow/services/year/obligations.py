"""Obligations of a year: every clause of the agreement, judged; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from slt_flow.records import projection
from slt_flow.results.year import Obligation, Obligations
from slt_flow.rules import obligations as rules
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.services.year import corrections
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
        return with_corrections(reader, judged(reader, year or reader.day.year))


def judged(reader: Reader, year: int) -> Obligations:
    """Judge every clause within a reading (see `obligations`).

    A year that is over is judged by what holds for its days: nothing that is dated after it changes it, but for the
    acts that an obligation itself waits for.
    """
    title = reader.row.title  # refuses a day on which there was no council
    now, last = projection.everything(reader.connection, reader.council), date(year, 12, 31)
    over = reader.day > last
    then = corrections.at_the_end(reader.council, reader.entries(), last) if over else now
    rows = rules.judged(then, year, reader.day, now if over else None)
    return Obligations(reader.council, title, year, reader.day, rows)


def with_corrections(reader: Reader, verdicts: Obligations) -> Obligations:
    """Name beside each verdict the corrections without which it would be another."""
    council, entries, last = reader.council, reader.entries(), date(verdicts.year, 12, 31)
    rows = tuple(corrections.that_ended_breaches(council, entries, verdicts.rows, verdicts.year))
    if verdicts.as_of > last:
        now = projection.everything(reader.connection, council)
        rows = tuple(corrections.after_the_year(council, entries, rows, last, verdicts.as_of, now))
    return verdicts._replace(rows=rows)


def at_risk(obligations: Obligations) -> tuple[Obligation, ...]:
    """Return the obligations that are broken or due, the broken ones first, then by their day."""
    risky = (row for row in obligations.rows if row.verdict in AT_RISK)
    return tuple(sorted(risky, key=lambda row: (row.verdict != Standing.BROKEN, row.due or date.max)))


def chosen_clause(typed: str, keys: Iterable[str]) -> str:
    """Parse a clause's key; hyphens and spaces join words as well as underscores."""
    hyphenated = [key.replace("_", "-") for key in keys]
    return parsing.chosen("unknown_clause_key", typed, hyphenated).replace("-", "_")
