"""Exports to the archive: what of a meeting was sent, when, and with which bytes; never the same silently again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.model import Meeting
from slt_flow.model.archive_keys import exported_meeting, source_system
from slt_flow.records import journal
from slt_flow.results.answers import Outcome
from slt_flow.results.archive import Compared, Message, Standing
from slt_flow.services.request import parsing
from slt_flow.services.request.beside_database import beside_database
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import NotRecorded, new_request_id, transact
from slt_flow.terms import Ref, Role

Write = Callable[[tuple[Compared, ...]], Callable[[], None]]
"""Writes what is exported, before the journal says that it was; returns what takes it back."""

_SENT: Final = (Standing.NEW, Standing.NEWER)


def source_of(reader: Reader) -> str:
    """Return the source system that the messages of a council name; the same wherever its journal is kept."""
    return source_system(journal.digest_at(reader.stored, reader.council, 1) or "")


def compared(reader: Reader, meeting: str, messages: Iterable[Message]) -> tuple[Compared, ...]:
    """Return messages as they stand beside what was exported of their meeting before.

    Raises:
        RequestError: a key is of another meeting.
    """
    ref = parsing.meeting_ref(meeting)
    return _compared(ref, reader.about(ref), messages)


def record_exports(
    context: Context, meeting: str, messages: Sequence[Message], *, again: bool = False, write: Write | None = None
) -> Outcome | None:
    """Record the export of a meeting: messages that are new or have other bytes, each with its version.

    Args:
        context: the context of the request; a dry run writes and records nothing.
        meeting: the meeting, whose minutes are archived.
        messages: the folder and the papers that are to be sent.
        again: True to send what was exported with the same bytes before once more, too.
        write: writes what is sent, within the transaction: where it fails, nothing is recorded, and where nothing is
            recorded, what it wrote is taken back.

    Returns:
        What was done, None where there is nothing to send.

    Raises:
        RequestError: its minutes are not archived, or a key is of another meeting or comes twice.
    """
    ref = parsing.meeting_ref(meeting)

    def act(request: Request) -> None:
        item, row = request.item(ref), request.snapshot.one(Meeting, *ref[:3])
        if row.frozen is None:
            raise RequestError("export_needs_archived", ref=str(ref))
        entries = journal.read(request.connection, request.council, str(ref))
        sent = tuple(one for one in _compared(ref, entries, messages) if again or one.standing in _SENT)
        on = max(request.context.day, item.last_on)
        for message, _, version, _ in sent:
            data = {**message._asdict(), "version": version}
            request.record(request.entry(Kind.ARCHIVE_EXPORTED, ref, {k: v for k, v in data.items() if v}, on=on))
        if not sent:
            raise NotRecorded
        request.refs.append(ref)
        if write is not None and not context.dry_run:
            wrote(request, write(sent))

    digests = tuple((message.key, message.digest) for message in messages)
    asked: dict[str, Any] = {"use_case": "record_exports", "arguments": {"ref": str(ref), "messages": digests}}
    if context.key is None:  # whether something is new is asked each time, not remembered from the last request
        asked["once"] = new_request_id(context.clock)
    try:
        with beside_database(context) as wrote:
            return transact(context, asked, ref, act, only=(Role.SECRETARY,))
    except NotRecorded:
        return None


def _compared(meeting: Ref, entries: Iterable[Entry], messages: Iterable[Message]) -> tuple[Compared, ...]:
    before: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind == Kind.ARCHIVE_EXPORTED:
            before.setdefault(entry.data["key"], []).append(entry)
    rows: dict[str, Compared] = {}
    for message in messages:
        if exported_meeting(message.key) != meeting or message.key in rows:
            raise RequestError("foreign_key", ref=str(meeting), key=parsing.shown(message.key))
        rows[message.key] = _standing(message, before.get(message.key, ()))
    return tuple(rows.values())


def _standing(message: Message, before: Sequence[Entry]) -> Compared:
    answer = partial(Compared, message)
    if not before:
        return answer(Standing.NEW, 1)
    version = max(entry.data["version"] for entry in before)
    last = [entry for entry in before if entry.data["version"] == version]
    if last[0].data["digest"] == message.digest:
        return answer(Standing.SAME, version, last[0].on)
    return answer(Standing.NEWER, version + 1)
