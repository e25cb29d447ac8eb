"""Receipts of the archive: what it took over under which ids, and what it did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.model import Meeting
from slt_flow.model.archive_keys import exported_meeting, source_system
from slt_flow.personal_data import masked
from slt_flow.records import journal, projection
from slt_flow.results.answers import Outcome, Step
from slt_flow.results.archive import Answered, ArchiveRow, Part, Receipt, State
from slt_flow.services.meetings.archive_receipt_file import read_receipt
from slt_flow.services.meetings.archive_status import standings
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import new_request_id, transact
from slt_flow.terms import ERASED, Role


def record_receipt(context: Context, file: str, *, message: str | None = None) -> Outcome:
    """Record what the archive answered to a message: of its folder and its registration each, received or failed.

    Args:
        context: the context of the request.
        file: the path of the receipt.
        message: the key of the message that it answers; needed where the receipt names none.

    Raises:
        RequestError: it is no receipt, tells nothing new, or answers what was never sent from here.
    """
    receipt = read_receipt(Path(file))
    named = _key_of(receipt, message)
    meeting = exported_meeting(named)
    if meeting is None:
        raise RequestError("receipt_for_unsent", key=parsing.shown(named))

    def act(request: Request) -> None:
        _refuse_other_system(request, receipt)
        answers = _new_of(receipt, named, _living(request))
        item = request.item(meeting)
        on = max(request.context.day, item.last_on)
        shown: dict[str, str] = {}
        for _, row, answer in answers:
            data, texts = _recorded(answer, row, receipt.digest)
            request.record(request.entry(Kind.ARCHIVE_ANSWERED, meeting, data, texts, on=on))
            shown |= texts
        step = Step(str(meeting), "", "", {}, item.title, kind=str(Kind.ARCHIVE_ANSWERED), facts={"key": named})
        request.steps.append(step._replace(texts=shown))
        request.refs.append(meeting)

    asked: dict[str, Any] = {
        "use_case": "record_receipt",
        "arguments": {"receipt": receipt.digest, "message": message},
    }
    if context.key is None:  # one that comes twice is refused, even on the same day
        asked["once"] = new_request_id(context.clock)
    return transact(context, asked, meeting, act, only=(Role.SECRETARY,))


def _key_of(receipt: Receipt, typed: str | None) -> str:
    """Return the key of the message that a receipt answers, as it says itself or as somebody says.

    Raises:
        RequestError: neither does, or they differ.
    """
    # beside a registration its folder is answered, too: that one names another message
    main = next((one for one in receipt.answers if one.part == Part.REGISTRATION), receipt.answers[0])
    if typed is not None and main.key and typed != main.key:
        raise RequestError("receipt_of_another_key", given=parsing.shown(typed), key=parsing.shown(main.key))
    key = typed or main.key
    if key is None:
        raise RequestError("receipt_names_no_key")
    return key


def _refuse_other_system(request: Request, receipt: Receipt) -> None:
    own = source_system(journal.digest_at(request.connection, request.council, 1) or "")
    for answer in receipt.answers:
        if answer.source not in (None, own):
            raise RequestError("receipt_of_another_system", given=parsing.shown(str(answer.source)))


class _New(NamedTuple):
    """Answer that tells something new of what was sent with a key."""

    key: str
    row: ArchiveRow
    answer: Answered


def _new_of(receipt: Receipt, named: str, entries: Sequence[Entry]) -> tuple[_New, ...]:
    """Return what of a receipt is not known yet.

    Raises:
        RequestError: it was read already, answers what was never sent, or something in it goes against what was
            received, or nothing in it is new.
    """
    answered = [entry for entry in entries if entry.kind == Kind.ARCHIVE_ANSWERED]
    for earlier in answered[::-1]:
        if earlier.data["receipt"] == receipt.digest:
            raise RequestError("receipt_read_already", key=earlier.data["key"], on=earlier.on)
    rows = standings(entries)
    parts = [_New(key, rows[key], answer) for answer in receipt.answers if (key := _sent(answer.key or named, rows))]
    for key, row, _ in parts:
        if row.meeting != rows[named].meeting:
            raise RequestError("receipt_of_another_key", given=parsing.shown(named), key=parsing.shown(key))
    new = tuple(one for one in parts if not _known(one.row, one.answer))
    for key, row, _ in new or parts[-1:]:
        if row.state == State.RECEIVED or not new:
            on = next(e.on for e in answered[::-1] if e.data["key"] == key and not e.data["failed"])
            code = "received_already" if row.state == State.RECEIVED else "answered_already"
            raise RequestError(code, key=key, version=row.version, on=on)
    return new


def _sent(key: str, rows: Mapping[str, ArchiveRow]) -> str:
    if key not in rows:
        raise RequestError("receipt_for_unsent", key=parsing.shown(key))
    return key


def _known(row: ArchiveRow, answer: Answered) -> bool:
    """Tell whether an answer says again what is recorded, as one does of a folder beside each of its registrations."""
    if answer.failure or row.state == State.FAILED or row.system_id not in (answer.system_id, ERASED):
        return False
    return row.state == State.RECEIVED or (row.existing and answer.existing)


def _recorded(answer: Answered, row: ArchiveRow, digest: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return data and texts of the entry of an answer."""
    data = {"key": row.key, "part": str(answer.part), "version": row.version, "failed": bool(answer.failure)}
    data |= {"receipt": digest} | ({"point": row.point} if row.point else {})
    if answer.failure:
        return data, {"failure": parsing.text("failure", masked(answer.failure))}
    texts = {"system_id": answer.system_id, "number": answer.number}
    return data | {"existing": answer.existing}, {
        name: parsing.line(name, text) for name, text in texts.items() if text
    }


def _living(request: Request) -> tuple[Entry, ...]:
    """Return the entries about every meeting that nobody took back: a receipt is known by whatever it was read for."""
    refs = (str(row.ref) for row in projection.rows(request.connection, request.council, Meeting))
    entries = journal.united(*(journal.read(request.connection, request.council, ref) for ref in refs))
    gone = journal.voided(entries)
    return tuple(entry for entry in entries if entry.seq not in gone)
