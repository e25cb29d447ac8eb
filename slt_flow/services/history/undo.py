"""Undo: a request is taken back by entries that void it, never by deletion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from slt_flow.engine.entries import OF_ACCESS, OF_THE_JOURNAL, Cause, Entry, Kind
from slt_flow.engine.undo import builds_on, frozen_by, was_read
from slt_flow.errors import RequestError
from slt_flow.model import Decision, Objection
from slt_flow.model.cases import ACTION_PLAN
from slt_flow.records import journal, projection, replay
from slt_flow.results.answers import Outcome, broken
from slt_flow.results.people import AUDITOR
from slt_flow.services.agreements.init import agreements_entered
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
        last = _last(request, subject)
        if last is None:
            raise RequestError("nothing_to_undo", ref=subject or request.council)
        own = [e for e in journal.request_at(request.connection, request.council, last.seq) if _may_go(e)]
        entries = journal.read_related(request.connection, request.council, own)
        gone = journal.voided(entries)
        living = [e for e in entries if e.seq not in gone and e.kind not in (Kind.ENTRY_VOIDED, *OF_THE_JOURNAL)]
        taken = tuple(e for e in own if e.seq not in gone)
        others = [e for e in living if e.request != last.request]
        if any(request.actor not in (entry.recorded_by, entry.acted_by) for entry in taken):
            request.only_for(Role.SECRETARY)
        if any(entry.kind in OF_ACCESS for entry in taken):
            refuse_unknown(request, taken)
        _refuse_ground(request, taken, others)
        voiding, texts = [], {"reason": parsing.text("reason", reason)}
        for entry in taken:
            data = {"seq": entry.seq, "kind": str(entry.kind), "action": entry.action}
            voiding.append(request.entry(Kind.ENTRY_VOIDED, entry.subject, data, texts))
        request.record(*voiding, cause=Cause.UNDO)
        request.refs += dict.fromkeys(ref for entry in taken if (ref := Ref.parse(entry.subject)) is not None)
        whole = _was_read(request, taken, others)
        request.rebuild = replay.rebuild if whole else partial(replay.take_back, taken=taken)
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
    if typed in ("council", AUDITOR):  # a newer agreement, or who audits
        return typed
    if what in SUBJECTS and name:
        return f"{what}:{identifier(name)}"
    return str(parsing.ref(typed))


def _last(request: Request, subject: str | None) -> Entry | None:
    """Return the newest entry that may be taken back, of all or about a subject."""
    connection, council, gone = request.connection, request.council, set[int]()
    newest = (
        journal.newest_first(connection, council)
        if subject is None
        else journal.read(connection, council, subject)[::-1]
    )
    for entry in newest:
        if entry.kind == Kind.TEXT_REDACTED and subject is None and entry.seq == request.before.head:
            raise RequestError("erased_for_good", ref=entry.subject)
        if entry.kind == Kind.COUNCIL_RENAMED and subject is None and entry.seq == request.before.head:
            raise RequestError("name_came_with_import", council=request.council)
        if entry.kind == Kind.ENTRY_VOIDED:
            gone.add(entry.data["seq"])
        elif entry.seq not in gone and _may_go(entry):
            return entry if journal.first_of_request_at(connection, council, entry.seq) > 1 else None
    return None


def _may_go(entry: Entry) -> bool:
    """Tell whether an entry is ever taken back; what tells of the journal itself is not, and builds on nothing."""
    return entry.kind not in (Kind.ENTRY_VOIDED, Kind.DEFINITION_PINNED, *OF_THE_JOURNAL)


def _refuse_ground(request: Request, taken: tuple[Entry, ...], others: Sequence[Entry]) -> None:
    subject = taken[0].subject
    frozen = frozen_by(taken, others)
    if frozen is not None:
        saw = {"minutes": frozen.subject, "on": frozen.on}
        request.refuse(subject, "undo", broken("minutes_are_not_frozen", saw))
    earlier, later = ([e for e in others if (e.seq < taken[0].seq) is before] for before in (True, False))
    building = builds_on(taken, later, earlier)
    for entry in (*taken, *building):
        if entry.kind == Kind.ARCHIVE_EXPORTED:
            raise RequestError("exported_for_good", ref=entry.subject)
    if building:
        subjects = tuple(dict.fromkeys(entry.subject for entry in building))
        saw = {"refs": subjects, "entries": tuple(entry.seq for entry in building)}
        request.refuse(subject, "undo", broken("nothing_builds_on_it", saw))


def _was_read(request: Request, taken: Sequence[Entry], others: Iterable[Entry]) -> bool:
    tops = {ref.top for entry in taken if (ref := Ref.parse(entry.subject)) is not None}
    since = [e for e in others if e.seq > taken[0].seq and (ref := Ref.parse(e.subject)) and ref.top not in tops]
    plans = {str(row.ref) for row in projection.rows(request.connection, request.council, Decision, kind=ACTION_PLAN)}
    return was_read(taken, since, plans, request.before.all(Objection))
