"""Recording of a meeting from its form: attendance, items, stances and follow-up in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from slt_flow.errors import RequestError
from slt_flow.model import Item, Meeting
from slt_flow.model.facts import Facts
from slt_flow.model.mandates import written_deputy
from slt_flow.records import journal, projection
from slt_flow.results.answers import Refusal
from slt_flow.results.meeting_forms import FormLine, FormOutcome
from slt_flow.services.meetings.form import parse as forms
from slt_flow.services.meetings.form.apply import Recording
from slt_flow.services.meetings.form.parse import Form
from slt_flow.services.meetings.plan import LEADING, meeting_on
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import NotRecorded, fingerprint, transact
from slt_flow.terms import PAST, Presence, Ref, Stance

WRONG_USE = 2
REFUSED = 1


def record(context: Context, target: str, raw: bytes, name: str) -> FormOutcome:
    """Record a meeting from its form.

    Args:
        context: the context of the request; with `dry_run` the answer tells what would be done.
        target: the meeting's ref, or a day; a day without a meeting gets one.
        raw: the form as it was filled in.
        name: the form's name, for messages.

    Returns:
        What was recorded, case by case, or every mistake with its line.
    """
    form = forms.parsed(raw, name)
    if form.mistakes:
        return _refused(target, form)
    asked = {"record": json.dumps(form.tables, default=str, sort_keys=True)}
    meeting, subject = _subject(context, target, asked)
    lines: list[FormLine] = []

    def act(request: Request) -> None:
        ref, day = named_meeting(request, target)
        recording = Recording(request, form, ref, day)
        meeting = recording.whole()
        if form.mistakes or meeting is None:
            raise NotRecorded
        if not request.entries:
            raise RequestError("form_says_nothing_new", ref=str(meeting))
        request.refs[:] = [*(ref for ref in request.refs if ref != meeting), meeting]
        lines[:] = lines_of(request, meeting)

    try:
        done = transact(context, asked, subject, act, only=LEADING)
    except NotRecorded:
        return _refused(target, form)
    if isinstance(done, Refusal):  # refused before any line of the form was looked at
        form.refused((), done.ref, done.findings)
        return _refused(target, form)
    if done.already and subject is not None:
        done = done._replace(ref=str(meeting), state=None, label={})
    return FormOutcome(done.ref, done, tuple(lines))


def named_meeting(request: Request, target: str) -> tuple[Ref | None, date]:
    """Find the meeting and its day: by its ref, else the one on that day, else None.

    Raises:
        RequestError: no such meeting, no such day, or several meetings that day.
    """
    if (ref := parsing.ref_in(target)) is not None:
        case = request.item(parsing.meeting_ref(ref))
        if case.is_called_off:
            raise RequestError("meeting_is_cancelled", ref=str(ref), reason=case.note)
        return ref, request.snapshot.one(Meeting, *ref[:3]).day
    day = request.days.read(target, PAST)
    return meeting_on(request, day), day


def lines_of(request: Request, meeting: Ref) -> Iterator[FormLine]:
    """Yield one line for each case that a request moved: the meeting, then the cases in tree order."""
    moved = {ref for step in request.steps if (ref := Ref.parse(step.ref)) is not None}
    for ref in sorted(moved, key=lambda ref: (ref != meeting, ref)):
        item = request.snapshot.one(Item, *ref)
        line = FormLine(str(ref), ref.depth, item.title, request.state(item), owner=item.owner, due=item.due_written)
        if ref == meeting:
            day = request.snapshot.one(Meeting, *ref[:3]).day
            yield line._replace(day=day, present=_present(request, ref))
        else:
            yield line if ref.depth or ref.series else line._replace(stances=_stances(request, ref))


def _refused(target: str, form: Form) -> FormOutcome:
    mistakes = sorted(form.mistakes, key=lambda mistake: mistake.line)
    codes = {REFUSED if mistake.findings else WRONG_USE for mistake in mistakes}
    return FormOutcome(target, None, mistakes=tuple(mistakes), exit_code=max(codes))


def _present(request: Request, meeting: Ref) -> tuple[str, ...]:
    here = (a for a in request.snapshot.attendance_at(meeting) if a.presence in (Presence.SEAT, Presence.DEPUTY))
    return tuple(f"{a.who}={written_deputy(a)}" if a.deputy else a.who for a in here)


def _stances(request: Request, ref: Ref) -> Mapping[str, tuple[str, ...]]:
    taken = Facts(request.snapshot, ref).valid_stances
    every = ((str(stance), tuple(post for post, row in taken.items() if row.stance == stance)) for stance in Stance)
    return {stance: posts for stance, posts in every if posts}


def _subject(context: Context, target: str, asked: Mapping[str, Any]) -> tuple[Ref | None, Ref | None]:
    """Find the meeting, and the case whose last request was this very form (idempotency)."""
    with reading(context) as reader:
        request = Request(context, reader.connection, reader.council)
        meeting, _ = named_meeting(request, target)
        if meeting is None:
            return None, None
        mark = fingerprint(request, asked)
        for case in (meeting, *projection.decisions_at(reader.connection, reader.council, meeting)):
            seq = journal.last_of_subject(reader.connection, reader.council, str(case))
            earlier = journal.request_at(reader.connection, reader.council, seq)
            if earlier and earlier[0].texts.get("asked") == mark:
                return meeting, case
        return meeting, meeting
