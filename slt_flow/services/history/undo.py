"""Undo: a request is taken back by entries that void it, never by deletion."""

from __future__ import annotations

from typing import Any

from slt_flow.engine.entries import OF_THE_JOURNAL, Cause, Entry, Kind
from slt_flow.engine.undo import builds_on, frozen_by
from slt_flow.errors import RequestError
from slt_flow.records import journal
from slt_flow.results.answers import Outcome, broken
from slt_flow.services.agreements.init import agreements_entered
from slt_flow.services.people.accounts import KINDS as ACCOUNTS
from slt_flow.services.people.accounts import refuse_unknown
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.display_names import SUBJECTS
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import new_request_id, transact
from slt_flow.terms import ERASED, Ref, Role, identifier


def undo(context: Context, reason: str, ref: str | None = None) -> Outcome:
    """Take back the council's last request, or the last one on a case; again takes one request further back.

    Refused, naming them, while entries of other requests build on it, and when archived minutes tell of it. What was
    erased does not come back.
    """
    subject = _subject(ref) if ref is not None else None

    def act(request: Request) -> None:
        if (case := Ref.parse(subject or "")) is not None:
            request.item(case)
        entries = journal.read(request.connection, request.council)
        gone = journal.voided(entries)
        taken = _last_request(entries, gone, subject)
        if taken is None:
            raise RequestError("nothing_to_undo", ref=subject or request.council)
        if any(request.actor not in (entry.recorded_by, entry.acted_by) for entry in taken):
            request.only_for(Role.SECRETARY)
        if any(entry.kind in ACCOUNTS for entry in taken):
            refuse_unknown(request, taken)
        _refuse_ground(request, taken, entries, gone)
        voiding, texts = [], {"reason": parsing.text("reason", reason)}
        for entry in taken:
            data = {"seq": entry.seq, "kind": str(entry.kind), "action": entry.action}
            voiding.append(request.entry(Kind.ENTRY_VOIDED, entry.subject, data, texts))
        request.record(*voiding, cause=Cause.UNDO)
        request.taken_back(taken)  # entries are never deleted; the tables are made anew without these
        if any(entry.kind == Kind.AGREEMENT_RENEWED for entry in taken):
            earlier = agreements_entered(tuple(e for e in entries if e.request != taken[0].request))
            if earlier[-1].texts["content"] == ERASED:
                raise RequestError("older_agreement_is_erased", agreement=earlier[-1].data["name"])
            request.notice("older_agreement_again", agreement=earlier[-1].data["name"])

    asked: dict[str, Any] = {"use_case": "undo", "arguments": {"reason": reason, "ref": subject}}
    if context.key is None:  # never asked twice: of two undos in a row, the second goes one request further back
        asked["once"] = new_request_id(context.clock)
    return transact(context, asked, None, act)


def _subject(typed: str) -> str:
    """Return the subject of a request: a case, or a post, area, challenge … as a refusal names it (`post:rektor`)."""
    what, _, name = typed.partition(":")
    if typed == "council":  # a newer agreement
        return typed
    if what in SUBJECTS and name:
        return f"{what}:{identifier(name)}"
    return str(parsing.ref(typed))


def _last_request(entries: tuple[Entry, ...], gone: frozenset[int], subject: str | None) -> tuple[Entry, ...] | None:
    if subject is None and entries[-1].kind == Kind.TEXT_REDACTED:
        raise RequestError("erased_for_good", ref=entries[-1].subject)
    living = _living(entries, gone)
    about = [e for e in living if e.kind != Kind.DEFINITION_PINNED and subject in (None, e.subject)]
    if not about or about[-1].request == entries[0].request:
        return None
    return tuple(e for e in living if e.request == about[-1].request and e.kind != Kind.DEFINITION_PINNED)


def _living(entries: tuple[Entry, ...], gone: frozenset[int]) -> list[Entry]:
    """Return the entries that stand; what tells of the journal itself builds on nothing, and is never taken back."""
    return [e for e in entries if e.seq not in gone and e.kind not in (Kind.ENTRY_VOIDED, *OF_THE_JOURNAL)]


def _refuse_ground(
    request: Request, taken: tuple[Entry, ...], entries: tuple[Entry, ...], gone: frozenset[int]
) -> None:
    subject = taken[0].subject
    living = [e for e in _living(entries, gone) if e.request != taken[0].request]
    frozen = frozen_by(taken, living)
    if frozen is not None:
        saw = {"minutes": frozen.subject, "on": frozen.on}
        request.refuse(subject, "undo", broken("minutes_are_not_frozen", saw))
    earlier = [entry for entry in living if entry.seq < taken[0].seq]
    building = builds_on(taken, [entry for entry in living if entry.seq > taken[0].seq], earlier)
    if building:
        subjects = tuple(dict.fromkeys(entry.subject for entry in building))
        saw = {"refs": subjects, "entries": tuple(entry.seq for entry in building)}
        request.refuse(subject, "undo", broken("nothing_builds_on_it", saw))
