"""Do we do what we signed? Every clause in a year, and what people record as evidence for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from slt_flow.desk import intake
from slt_flow.desk.clock import today
from slt_flow.desk.front import Desk
from slt_flow.desk.perform import perform
from slt_flow.desk.reader import Reader, reading
from slt_flow.desk.request import Request
from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.records import projection
from slt_flow.results import Obligation, Obligations, Outcome, Sheet
from slt_flow.rows import Clause, Evidence
from slt_flow.rules import obligations as rules
from slt_flow.terms import Role, Standing

PEOPLE = "people"
"""How an agreement says that a clause is kept by people, who record that they did."""

AT_RISK = (Standing.BROKEN, Standing.DUE)
"""How an obligation stands that somebody should look at now."""


def obligations(
    desk: Desk, year: int | None = None, as_of: date | None = None, as_known: date | None = None
) -> Obligations:
    """How every clause of the council's agreement stands in a year.

    Args:
        desk: where the request comes in.
        year: the calendar year; the one of the day it is seen from unless named.
        as_of: as it held that day.
        as_known: as it was known that day.
    """
    with reading(desk, as_of, as_known) as reader:
        return judged(reader, year or reader.day.year)


def judged(reader: Reader, year: int) -> Obligations:
    """The same for whoever is reading already."""
    snapshot = projection.everything(reader.connection, reader.council)
    rows = rules.judged(snapshot, year, reader.day)
    return Obligations(reader.council, reader.row.title, year, reader.day, rows)


def at_risk(found: Obligations) -> tuple[Obligation, ...]:
    """Those that are broken or due, the broken ones first, then by their day."""
    risky = (row for row in found.rows if row.verdict in AT_RISK)
    return tuple(sorted(risky, key=lambda row: (row.verdict != Standing.BROKEN, row.due or date.max)))


def fulfil(
    desk: Desk, clause: str, days: Sequence[str], note: str | None = None, *, weekly_until: str | None = None
) -> Outcome:
    """Record that people did what a clause asks of them, on one or several days.

    Args:
        desk: where the request comes in.
        clause: the clause's key.
        days: the days it was done.
        note: what shows it.
        weekly_until: also on the same weekday of every week after the (only) day, up to this one.

    Raises:
        RequestError: no such clause, not for people to say, a day to come, or one before the follow-up began.
    """
    asked = {"fulfil": clause, "days": tuple(days), "note": note, "until": weekly_until}

    def act(request: Request) -> None:
        key = _clause(request, clause).clause
        told = intake.text("note", note) if note is not None else ""
        every = _days(days, weekly_until)
        for day in every:
            _refuse_day(request, key, day)
        known = {e.on for e in request.snapshot.all(Evidence) if e.clause == key}
        new = [day for day in every if day not in known]
        if not new:
            raise RequestError("evidence_known", clause=key, day=every[0])
        texts = {"note": told} if told else {}
        for day in new:
            data = {"clause": key}
            request.record(
                Entry(
                    kind=Kind.EVIDENCE_RECORDED,
                    subject=f"clause:{key}",
                    on=day,
                    deed_of=request.actor,
                    data=data,
                    texts=texts,
                )
            )

    return perform(desk, asked, None, act, only=(Role.SECRETARY,))


def clause(desk: Desk, key: str | None = None, as_of: date | None = None) -> tuple[Sheet, ...]:
    """What one clause, or every clause, of the agreement says, and how it stands this year."""
    with reading(desk, as_of) as reader:
        found = judged(reader, reader.day.year)
        stated = reader.clauses
        wanted = _chosen(key, stated) if key is not None else None
        return tuple(
            Sheet(
                "clause",
                {
                    "key": row.clause,
                    "ref": row.ref,
                    "text": row.text,
                    "numbers": dict(stated[row.clause].numbers) if row.clause in stated else {},
                    "kept_by": row.kept_by,
                    "verdict": str(row.verdict),
                    "due": row.due,
                },
            )
            for row in found.rows
            if wanted in (None, row.clause)
        )


def _chosen(given: str, keys: Iterable[str]) -> str:
    """A clause's key, however its words are joined."""
    hyphenated = [key.replace("_", "-") for key in keys]
    return intake.chosen("unknown_clause_key", given, hyphenated).replace("-", "_")


def _clause(request: Request, given: str) -> Clause:
    """The clause of the present agreement that people may say they kept.

    Raises:
        RequestError: there is none, or what is recorded here shows whether it is kept.
    """
    stated = {c.clause: c for c in request.snapshot.all(Clause) if c.until is None}
    key = _chosen(given, stated)
    if stated[key].kept_by != PEOPLE:
        raise RequestError("clause_kept_by_the_system", clause=key, ref=stated[key].ref)
    return stated[key]


def _days(given: Sequence[str], weekly_until: str | None) -> tuple[date, ...]:
    days = [intake.day(each) for each in given]
    if weekly_until is not None:
        if len(days) != 1:
            raise RequestError("weekly_from_one_day")
        last, first = intake.day(weekly_until), days[0]
        if last < first:
            raise RequestError("ends_before_it_begins", first=first, last=last)
        days = [first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1)]
    return tuple(sorted(set(days)))


def _refuse_day(request: Request, key: str, day: date) -> None:
    now = today(request.desk.clock)
    if day > now:
        raise RequestError("evidence_to_come", clause=key, day=day, today=now)
    if day < request.row.opened:
        raise RequestError("evidence_before_the_council", clause=key, day=day, first=request.row.opened)
