"""Folder for a meeting: its papers in the formats asked for, the invitation, and an unsent mail with them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from slt_flow.commands.folder import fill
from slt_flow.commands.output import without_identity_numbers, written_as
from slt_flow.errors import RequestError
from slt_flow.views.follow_up.meeting_folder import File
from slt_flow.views.writers import WRITERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slt_flow.commands.cli import Cli
    from slt_flow.results.calendars import Invitation
    from slt_flow.results.meeting_folder import FolderRow, MeetingPapers

_NOT_INVITED: Final = ("secretary_without_address", "nobody_to_invite")
"""Errors for which a folder has no invitation and no mail."""

_PRINTED: Final = ("pdf", "typst")
"""Format of documents that people print, with the library that it needs."""

_PLAIN: Final = "md"


def pack(cli: Cli, ref: str, place: str, asked: str | None, templates: str | None) -> tuple[FolderRow, ...]:
    """Fill a folder with the papers of a meeting, and tell what became of each file.

    Raises:
        RequestError: there is no such meeting or format, the extra of a format is not installed, or no folder is named.
        DefinitionError: the templates are wrong.
        RecordsError: the folder or a file cannot be written.
    """
    from slt_flow.services.request.exempt_content import tells_of_exempt
    from slt_flow.views.follow_up.meeting_folder import contents, lists

    if not place.strip():  # a path of nothing is the folder that one stands in
        raise RequestError("blank_text", field="--output")
    formats = _formats(cli, asked)
    if templates is not None and not any(WRITERS[form].has_layout for form in formats):
        raise RequestError("templates_not_used", form=formats[0])
    papers = _papers(cli, ref)
    documents, attached = tuple(_documents(cli, papers, formats, templates)), tuple(_attachments(cli, papers))
    public = replace(cli, public=True)
    open_papers = papers if cli.public else _papers(public, ref)
    # The mail has the public edition, whatever is exempt, and wherever that is told of.
    if open_papers == papers and (cli.public or not tells_of_exempt(cli.context(), papers)):
        enclosed = (*(file for file in documents if file.name.endswith(f".{formats[0]}")), *attached)
    else:
        enclosed = (*_documents(public, open_papers, formats[:1], templates), *_attachments(public, open_papers))
    # Mail has the addresses of those it is sent to, which a folder for the public has not.
    mailed = () if cli.public else tuple(_invitation(cli, papers, enclosed))
    files = (*documents, *attached, *mailed)
    listing = partial(contents, papers.agenda.ref, papers.agenda.title, words=cli.words)
    return fill(cli, place, sorted(files), listing, lists())


def public_invitation(cli: Cli, ref: str) -> Invitation:
    """Return the invitation to a meeting: of the public edition, as it leaves the council."""
    from slt_flow.services.meetings.invitation import invitation

    return without_identity_numbers(cli, invitation(cli.context().in_public(cli.words.language), ref))


def _papers(cli: Cli, ref: str) -> MeetingPapers:
    from slt_flow.services.follow_up.meeting_papers import meeting_papers

    return without_identity_numbers(cli, meeting_papers(cli.context(), ref))


def _formats(cli: Cli, asked: str | None) -> tuple[str, ...]:
    if asked is None:
        form, library = _PRINTED
        if form in WRITERS and find_spec(library) is not None:
            return (form,)
        if not cli.quiet:
            cli.aside.print(cli.words.say("As Markdown: for PDF install it with: pip install 'slt-flow[pdf]'"))
        return (_PLAIN,)
    formats = tuple(dict.fromkeys(part.strip().casefold() for part in asked.split(",") if part.strip()))
    strange = next((form for form in formats if form not in WRITERS), None)
    if strange is not None or not formats:
        raise RequestError("unknown_document_format", given=strange or asked, known=tuple(WRITERS))
    return formats


def _documents(cli: Cli, papers: MeetingPapers, formats: tuple[str, ...], templates: str | None) -> Iterator[File]:
    from slt_flow.views.follow_up.meeting_folder import papers as drawn

    for paper in drawn(papers, cli.words):
        title = paper.draw(paper.result, cli.words).title
        for form in formats:
            layout = templates if WRITERS[form].has_layout else None
            yield File(f"{paper.name}.{form}", title, written_as(cli, paper.result, paper.draw, form, {}, layout))


def _attachments(cli: Cli, papers: MeetingPapers) -> Iterator[File]:
    """Yield the files of a meeting as they were attached.

    Raises:
        RecordsError: the bytes of one are gone, or others than they were.
    """
    from slt_flow.services.meetings.attachments import content
    from slt_flow.views.follow_up.meeting_folder import attachments

    for name, row in attachments(papers, cli.words):
        yield File(name, row.called, content(cli.context(), row.ref, row.number))


def _invitation(cli: Cli, papers: MeetingPapers, enclosed: tuple[File, ...]) -> Iterator[File]:
    """Yield the invitation, and the mail with some files; what cannot be made is told, and the rest is."""
    from slt_flow.views.follow_up import meeting_folder

    try:
        invited = public_invitation(cli, papers.agenda.ref)
    except RequestError as error:
        if error.code not in _NOT_INVITED:
            raise
        cli.warnings.append(error)
        return
    try:
        calendar: tuple[File, ...] = (meeting_folder.invitation(invited, cli.words),)
    except RequestError as error:
        if error.code != "missing_extra":
            raise
        cli.warnings.append(error)
        calendar = ()
    enclosed = () if invited.meeting.cancelled else enclosed  # only the reason is left to tell, which is internal
    yield from calendar
    yield meeting_folder.unsent(invited, (*enclosed, *calendar), cli.words, minuted=papers.minutes is not None)
