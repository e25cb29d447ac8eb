"""Papers of a meeting: its documents as pages and as files, its files to download, its entry for calendars."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from slt_flow.errors import RequestError
from slt_flow.pages.documents import as_edition, handed_out
from slt_flow.pages.frame import Visit
from slt_flow.pages.meetings import NOTICE, documents, files_of
from slt_flow.pages.templating import ref_at
from slt_flow.results.documents import Document
from slt_flow.services.follow_up.meeting_papers import meeting_papers
from slt_flow.services.meetings.attachments import attachments, content
from slt_flow.services.meetings.invitation import invitation
from slt_flow.views.meetings import calendar as calendars

_HARMLESS = frozenset(
    {
        "application/pdf", "image/png", "image/jpeg", "text/plain", "text/csv",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
    }
)  # fmt: skip
"""Media types that are told of a file; any other is bytes, so that no browser runs it whatever it holds."""

_BYTES = "application/octet-stream"


def paper(visit: Visit) -> Response:
    """Show a document of a meeting."""
    ref, name, document = _document(visit)
    return visit.render(
        "paper.html",
        ref=ref,
        document=document,
        content=visit.document(document.blocks, document.title),
        files=files_of(ref, name),
    )


def as_file(visit: Visit) -> Response:
    """Hand out a document of a meeting as a file."""
    return handed_out(visit, _document(visit)[2])


def attachment(visit: Visit) -> Response:
    """Hand out a file as it was attached; an exempt one only to those who read the internal edition."""
    ref, number = ref_at(visit.request.path_params["place"]), visit.request.path_params["number"]
    context = visit.edition(ref)
    row = next((row for row in attachments(context, ref) if row.number == number), None)
    if row is not None and row.exempt is not None and not visit.reads_all:
        raise RequestError("attachment_exempt", ref=ref, number=number, basis=row.exempt.basis)
    raw = content(context, ref, number)
    name, media = (row.name, row.media) if row is not None else ("", "")
    return _file(raw, name, media if media in _HARMLESS else _BYTES)


def calendar(visit: Visit) -> Response:
    """Hand out the invitation to a meeting for calendars."""
    ref = ref_at(visit.request.path_params["place"])
    visit.edition(ref)
    invited = invitation(visit.context().in_public(visit.words.language), ref)
    return _file(
        calendars.invitation(invited, visit.words), f"{ref.replace('/', '-')}.ics", "text/calendar; charset=utf-8"
    )


def _document(visit: Visit) -> tuple[str, str, Document]:
    """Return the meeting and the document that a path names, in the edition that the visitor reads.

    Raises:
        RequestError: the meeting has no such document, or it is a draft, and the public reads it.
    """
    ref, name = ref_at(visit.request.path_params["place"]), visit.request.path_params["name"]
    context = visit.edition(ref)
    papers = meeting_papers(context, ref, recorded=name != NOTICE)
    document = documents(papers, visit.words, public=bool(context.moment.public)).get(name)
    if document is None:
        raise RequestError("no_such_page", path=visit.path)
    return ref, name, as_edition(visit, context, papers, document)


def _file(raw: bytes, name: str, media: str) -> Response:
    """Return bytes to save, never to show within the pages."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_. ") else "_" for sign in name) or "file"
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name or plain, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(raw, media_type=media, headers=headers)
