"""Obligations of a year: every clause of the agreement, judged; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from slt_flow.model import Exemption, Knowledge
from slt_flow.model.exemptions import without_masked
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.results.answers import Notice
from slt_flow.results.year import Obligation, Obligations
from slt_flow.rules import obligations as rules
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, internal_edition, reading
from slt_flow.services.year import corrections
from slt_flow.terms import Standing

AT_RISK = (Standing.BROKEN, Standing.DUE)
"""How an obligation stands that somebody should look at now."""


WITHHELD: Final = "rests_on_exempt"
"""Code of the notice in the place of a verdict that rests on what is exempt from publicity."""


def obligations(context: Context, year: int | None = None) -> Obligations:
    """Return the verdict on every clause of the agreement in a year.

    Args:
        context: the context of the request.
        year: the calendar year; the one of the day it is seen from unless named.
    """
    with reading(context) as reader:
        verdicts = with_corrections(reader, judged(reader, year or reader.day.year))
        titles = {
            f"knowledge:{row.id}": row.title for row in projection.rows(reader.connection, reader.council, Knowledge)
        }
        return verdicts._replace(rows=tuple(_with_titles(row, titles) for row in verdicts.rows))


def _with_titles(row: Obligation, titles: Mapping[str, str]) -> Obligation:
    """Name the sources of knowledge that show an obligation."""
    return row._replace(evidence=tuple(one._replace(title=titles.get(one.ref, "")) for one in row.evidence))


def judged(reader: Reader, year: int) -> Obligations:
    """Judge every clause within a reading (see `obligations`).

    A year that is over is judged by what holds for its days: nothing that is dated after it changes it, but for the
    acts that an obligation itself waits for.
    """
    title = reader.row.title  # refuses a day on which there was no council
    now, last = _as_they_stand(reader, year), date(year, 12, 31)
    over = reader.day > last
    then = corrections.at_the_end(reader.council, reader.entries(), last) if over else now
    rows = rules.judged(without_masked(then), year, reader.day, without_masked(now) if over else None)
    with internal_edition(reader) as whole:
        rows = tuple(_told(whole, year, rows)) if whole is not None else rows
    return Obligations(reader.council, title, year, reader.day, rows)


def _told(whole: Reader, year: int, rows: Iterable[Obligation]) -> Iterator[Obligation]:
    """Yield the verdicts that the public edition tells: without what is exempt none may be another than it is.

    Where one would be, it rests on what is exempt, and is not told.
    """
    true = {(row.clause, row.since): row for row in judged(whole, year).rows}
    for row in rows:
        there = true[row.clause, row.since]
        if _verdict(there) == _verdict(row):
            forecast = row.forecast if row.forecast == there.forecast else None
            advice = row.advice if row.advice == there.advice else None
            yield row._replace(
                forecast=forecast, advice=advice, beside=tuple(one for one in row.beside if one in there.beside)
            )
        else:
            withheld = row._replace(verdict=Standing.UNKNOWN, forecast=Notice(WITHHELD, {}), evidence=(), beside=())
            yield withheld._replace(due=None, broken_since=None, advice=None)


def _verdict(row: Obligation) -> tuple[object, ...]:
    return row.verdict, row.due, row.broken_since


def _as_they_stand(reader: Reader, year: int) -> Snapshot:
    """Return what a year is judged by as things stand on the day of the reading: without what holds for later ones."""
    is_begun = reader.replay is None and reader.row.opened <= reader.day
    if is_begun and journal.goes_beyond(reader.connection, reader.council, reader.day):
        return corrections.at_the_end(reader.council, reader.entries(), reader.day)
    return projection.of_year(reader.connection, reader.council, year)


def with_corrections(reader: Reader, verdicts: Obligations) -> Obligations:
    """Name beside each verdict the corrections without which it would be another."""
    council, year, last = reader.council, verdicts.year, date(verdicts.year, 12, 31)
    begun = date(year, 1, 1) - timedelta(days=1)  # a day of ours may begin on the day before at Greenwich
    if reader.moment.public and reader.exemptions.all(Exemption):  # a correction may be of what is exempt
        return verdicts
    is_stored = reader.replay is None and verdicts.as_of <= last
    if is_stored and not journal.is_corrected(reader.connection, council, begun):
        return verdicts
    entries = reader.entries()
    rows = tuple(corrections.that_ended_breaches(council, entries, verdicts.rows, year))
    if verdicts.as_of > last:
        now = _as_they_stand(reader, year)
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
