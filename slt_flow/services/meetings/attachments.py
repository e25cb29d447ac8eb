"""Files attached to cases and to points of agendas: listed, and taken out as they were put in."""

from __future__ import annotations

from collections.abc import Iterable

from slt_flow.errors import RequestError
from slt_flow.model import Attachment
from slt_flow.model.exemptions import exemption_of_attachment
from slt_flow.model.point_kinds import case_named
from slt_flow.model.spelling import folded
from slt_flow.records import attached, projection
from slt_flow.results.attachments import AttachmentRow
from slt_flow.results.columns import row_of
from slt_flow.results.meetings import AgendaItem
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import ERASED, Ref


def attachments(context: Context, ref: str) -> tuple[AttachmentRow, ...]:
    """Return the files of a case, or of a meeting with its points.

    Raises:
        RequestError: there is no such case.
    """
    return attachments_of(context, (ref,))


def attachments_of(context: Context, refs: Iterable[str]) -> tuple[AttachmentRow, ...]:
    """Return the files of several cases or meetings, in one reading.

    Raises:
        RequestError: there is no such case.
    """
    targets = tuple(map(parsing.ref, refs))
    with reading(context) as reader:
        for target in targets:
            if projection.case_of(reader.connection, reader.council, target) is None:
                raise RequestError("unknown_ref", ref=str(target))
        return tuple(row for target in targets for row in files_of(reader, target))


def content(context: Context, ref: str, number: int) -> bytes:
    """Return the bytes of a file as they were attached.

    Raises:
        RequestError: there is no such file, it was erased, or it is exempt and the public edition is read.
        RecordsError: its bytes are gone, or others than they were.
    """
    row = next((row for row in attachments(context, ref) if row.number == number), None)
    if row is None:
        raise RequestError("unknown_attachment", ref=str(parsing.ref(ref)), number=number)
    if row.digest == ERASED:
        raise RequestError("attachment_erased", ref=row.ref, number=number)
    if row.exempt is not None and row.exempt.masked:
        raise RequestError("attachment_exempt", ref=row.ref, number=number, basis=row.exempt.basis)
    return attached.content_of(context.store.path, row.digest, row.name)


def files_of(reader: Reader, ref: Ref, until: int | None = None) -> tuple[AttachmentRow, ...]:
    """Return the files of a case within a reading, in the order of their numbers.

    Args:
        reader: the reading.
        ref: the case.
        until: the number of the last entry that archived minutes tell of.
    """
    of_top = projection.rows(reader.connection, reader.council, Attachment, series=ref.series, year=ref.year, no=ref.no)
    rows = (row for row in of_top if row.ref == ref and (until is None or row.seq <= until))
    return tuple(_row(reader, row) for row in sorted(rows, key=lambda row: row.number))


def _row(reader: Reader, row: Attachment) -> AttachmentRow:
    exemption = exemption_of_attachment(reader.exemptions, row.ref, row.number, row.point)
    return row_of(AttachmentRow, row, ref=str(row.ref), exempt=reader.exempt_by(exemption))


def with_files(reader: Reader, meeting: Ref, point: AgendaItem, until: int | None = None) -> AgendaItem:
    """Return a point of an agenda with the files of it and of the case that it deals with, each once.

    Args:
        reader: the reading.
        meeting: the meeting.
        point: the point.
        until: the number of the last entry that archived minutes tell of.
    """
    if point.exempt is not None and point.exempt.masked:
        return point
    case = case_named(point.key)
    own = [
        row
        for row in reader.files
        if (until is None or row.seq <= until)
        and ((row.ref == meeting and row.point == point.key) or (row.ref == case and not row.ref.is_meeting))
    ]
    names = {folded(name): name for name in (*point.attachments, *(_row(reader, row).called for row in own))}
    return point._replace(attachments=tuple(names.values()))


def names_of(reader: Reader, ref: Ref) -> tuple[str, ...]:
    """Return what the files of a case are called."""
    return tuple(row.called for row in files_of(reader, ref))
