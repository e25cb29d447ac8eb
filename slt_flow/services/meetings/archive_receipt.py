"""Receipts of the archive: what it took over under which ids, and what it did not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.model.filing import exported_meeting, source_system
from slt_flow.personal_data import masked
from slt_flow.records import journal
from slt_flow.results.answers import Outcome, Step
from slt_flow.results.archive import Answered, Receipt
from slt_flow.services.meetings.archive_receipt_file import read_receipt
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import new_request_id, transact
from slt_flow.terms import Ref, Role


def record_receipt(context: Context, file: str, *, message: str | None = None) -> Outcome:
    """Record what the archive answered to a message: of its folder and its registration each, received or failed.

    Args:
        context: the context of the request.
        file: the path of the receipt.
        message: the key of the message that it answers; needed where the receipt names none.

    Raises:
        RequestError: it is no receipt, was read already, or answers what was never sent from here.
    """
    receipt = read_receipt(Path(file))
    named = _key_of(receipt, message)
    meeting = exported_meeting(named)
    if meeting is None:
        raise RequestError("receipt_for_unsent", key=parsing.shown(named))

    def act(request: Request) -> None:
        _refuse_other_system(request, receipt)
        entries = _living(request, meeting)
        answers = [_recorded(answer, answer.key or named, receipt.digest, entries) for answer in receipt.answers]
        item = request.item(meeting)
        on = max(request.context.day, item.last_on)
        shown: dict[str, str] = {}
        for data, texts in answers:
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
    keys = tuple(dict.fromkeys(answer.key for answer in receipt.answers if answer.key))
    if typed is not None and keys and typed not in keys:
        raise RequestError("receipt_of_another_key", given=parsing.shown(typed), key=parsing.shown(keys[0]))
    key = typed or next(iter(keys[::-1]), None)
    if key is None:
        raise RequestError("receipt_names_no_key")
    return key


def _refuse_other_system(request: Request, receipt: Receipt) -> None:
    own = source_system(journal.digest_at(request.connection, request.council, 1) or "")
    for answer in receipt.answers:
        if answer.source not in (None, own):
            raise RequestError("receipt_of_another_system", given=parsing.shown(str(answer.source)))


def _recorded(
    answer: Answered, key: str, digest: str, entries: Sequence[Entry]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return data and texts of the entry of an answer.

    Raises:
        RequestError: what it answers was never sent or was received already, or the receipt was read already.
    """
    sent = [e for e in entries if e.kind == Kind.ARCHIVE_EXPORTED and e.data["key"] == key]
    if not sent:
        raise RequestError("receipt_for_unsent", key=parsing.shown(key))
    version = max(entry.data["version"] for entry in sent)
    answered = [e for e in entries if e.kind == Kind.ARCHIVE_ANSWERED and e.data["key"] == key]
    for earlier in answered:
        if earlier.data["receipt"] == digest:
            raise RequestError("receipt_read_already", key=key, on=earlier.on)
        if (earlier.data["version"], earlier.data["part"]) == (version, answer.part) and not earlier.data["failed"]:
            raise RequestError("received_already", key=key, version=version, on=earlier.on)
    data = {"key": key, "part": str(answer.part), "version": version, "failed": bool(answer.failure), "receipt": digest}
    data |= {"point": sent[-1].data["point"]} if "point" in sent[-1].data else {}
    if answer.failure:
        return data, {"failure": parsing.text("failure", masked(answer.failure))}
    texts = {"system_id": answer.system_id, "number": answer.number}
    return data | {"existing": answer.existing}, {
        name: parsing.line(name, text) for name, text in texts.items() if text
    }


def _living(request: Request, meeting: Ref) -> tuple[Entry, ...]:
    entries = journal.read(request.connection, request.council, str(meeting))
    gone = journal.voided(entries)
    return tuple(entry for entry in entries if entry.seq not in gone)
