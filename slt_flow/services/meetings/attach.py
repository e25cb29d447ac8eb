"""Attachment of a file to a case, or to a point of an agenda."""

from __future__ import annotations

import mimetypes
from functools import partial
from pathlib import Path
from typing import Final

from slt_flow import files
from slt_flow.engine.entries import Kind
from slt_flow.errors import RequestError, cause
from slt_flow.model import Attachment
from slt_flow.records import attached
from slt_flow.results.answers import Outcome, Step
from slt_flow.services.meetings.exempt import case_or_point
from slt_flow.services.request import parsing
from slt_flow.services.request.beside_database import beside_database
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.terms import Role

UNKNOWN: Final = "application/octet-stream"
"""Media type of bytes of which nothing is known."""


def attach(
    context: Context,
    ref: str,
    file: str,
    *,
    title: str | None = None,
    point: str | int | None = None,
    content: bytes | None = None,
) -> Outcome:
    """Attach a file: its bytes are kept beside the database, and never opened or shown.

    Args:
        context: the context of the request.
        ref: the case, or the meeting of the point.
        file: the path of the file; what it is called there is kept in a form that every system can write.
        title: its title in lists.
        point: the number of a point, or its key; one that deals with a case is that case.
        content: its bytes where they came over the network; of the path its name alone counts then.

    Raises:
        RequestError: it is a link, a folder or empty, cannot be read, is too large, or is attached already.
        RecordsError: its bytes cannot be kept.
    """
    target, key = case_or_point(context, ref, point)
    content = _checked(file, content) if content is not None else _read(Path(file))
    name = files.safe_name(Path(file).name)
    called = parsing.line("title", title) if title is not None else ""
    digest, media = attached.digest_of(content), mimetypes.MimeTypes().guess_type(name)[0] or UNKNOWN
    texts = {"name": name, "digest": digest, "media": media} | ({"title": called} if called else {})

    def act(request: Request) -> None:
        item = request.item(target)
        own = [row for row in request.snapshot.all(Attachment) if row.ref == target]
        if (same := next((row for row in own if row.digest == digest and row.point == (key or "")), None)) is not None:
            raise RequestError("attached_already", ref=str(target), number=same.number, name=same.name)
        if not context.dry_run:
            wrote(request, partial(attached.sweep, context.store))
            attached.keep(context.store.path, content)
        number = max((row.number for row in own), default=0) + 1
        data = {"number": number, "size": len(content)} | ({"point": key} if key is not None else {})
        on = max(request.context.day, item.last_on)
        request.record(request.entry(Kind.FILE_ATTACHED, target, data, texts, on=on))
        words = {field: text for field, text in texts.items() if field in ("name", "title")}
        request.steps.append(Step(str(target), "", "", {}, item.title, None, str(Kind.FILE_ATTACHED), data, words))
        request.refs.append(target)

    asked = {"ref": str(target), "digest": digest, "title": title, "point": key}
    with beside_database(context) as wrote:
        return transact(context, {"use_case": "attach", "arguments": asked}, target, act, only=(Role.SECRETARY,))


def _read(path: Path) -> bytes:
    """Return the bytes of a file that somebody names.

    Raises:
        RequestError: it is none that can be attached.
    """
    if files.is_link(path):
        raise RequestError("attachment_is_link", path=str(path))
    try:
        content = files.read(path, attached.LARGEST + 1)
    except (OSError, ValueError) as error:
        raise RequestError("cannot_read_attachment", path=str(path), why=cause(error)) from None
    return _checked(str(path), content)


def _checked(name: str, content: bytes) -> bytes:
    if not content:
        raise RequestError("attachment_is_empty", path=name)
    if len(content) > attached.LARGEST:
        raise RequestError("attachment_too_large", path=name, most=attached.LARGEST // 2**20)
    return content
