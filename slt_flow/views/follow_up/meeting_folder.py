"""Folder for a meeting: the names of its files, in the order in which they are read, and its list of contents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, Final, NamedTuple

from slt_flow.results.attachments import AttachmentRow
from slt_flow.results.calendars import Invitation
from slt_flow.results.documents import Document, Grid, Paragraph
from slt_flow.results.meeting_folder import MeetingPapers
from slt_flow.terms import LANGUAGES, N_
from slt_flow.views.follow_up import case_paper
from slt_flow.views.meetings import agenda, calendar, mail, minutes
from slt_flow.views.text.words import Words
from slt_flow.views.writers.markdown import markdown

CONTENTS: Final = N_("00-contents")
INVITATION: Final = N_("02-calendar")
MAIL: Final = N_("03-mail")
"""Names of files, without their endings."""

_LONGEST: Final = 40
"""Letters of the name of an attachment: with what stands before them, they fit into a name of every file system."""

_ROW: Final = re.compile(r"\| (?P<name>\S.*?) \| .* \| (?P<digest>[0-9a-f]{64}) \|")
_LAST: Final = re.compile(r"(?P<list>.*\n)<!-- (?P<digest>[0-9a-f]{64}) -->\n", re.DOTALL)


class Paper(NamedTuple):
    """Document of a folder: its name there without an ending, what it tells, and the view that draws it."""

    name: str
    result: Any
    draw: Callable[[Any, Words], Document]


class File(NamedTuple):
    """File of a folder: its name, a title for its list of contents, and its content."""

    name: str
    title: str
    content: bytes


def papers(result: MeetingPapers, words: Words) -> Iterator[Paper]:
    """Yield the documents of a meeting."""
    yield Paper(words.say(N_("01-notice")), result.agenda, partial(agenda.document, dropped=False))
    if result.minutes is not None:
        yield Paper(words.say(N_("04-minutes")), result.minutes, minutes.document)
    places = _places(result)
    for case in result.cases:
        place, ref = places[case.ref], case.ref.replace("/", "-")
        yield Paper(words.say(N_("05-case-{place}-{ref}"), place=place, ref=ref), case, case_paper.document)


def attachments(result: MeetingPapers, words: Words) -> Iterator[tuple[str, AttachmentRow]]:
    """Yield the files of a meeting, each with its name in the folder: after the paper that it goes with.

    Letters come after digits in the order of every system, which signs do not.
    """
    places = _places(result)
    for row in result.attachments:
        stem, dot, ending = row.name.rpartition(".")
        of_case = N_("05-case-{place}-attachment-{number}-{name}")
        message = of_case if row.ref in places else N_("06-attachment-{number}-{name}")
        name, number = f"{stem[:_LONGEST]}{dot}{ending}", str(row.number).zfill(2)
        yield words.say(message, place=places.get(row.ref), number=number, name=name), row


def _places(result: MeetingPapers) -> Mapping[str, str]:
    """Return the places of decisions on the agenda, which sort as text."""
    width = max(2, len(str(len(result.agenda.items))))
    exact = {point.ref: str(point.number).zfill(width) for point in result.agenda.items if point.ref}
    # a point may be about the work beneath a decision
    places = {ref.partition(".")[0]: place for ref, place in reversed(exact.items())} | exact
    return {case.ref: places[case.ref] for case in result.cases}


def invitation(result: Invitation, words: Words) -> File:
    """Write the invitation of a folder."""
    return File(_of_invitation(words), calendar.title(result.meeting, words), calendar.invitation(result, words))


def _of_invitation(words: Words) -> str:
    return f"{words.say(INVITATION)}{mail.CALENDAR}"


def unsent(result: Invitation, files: Sequence[File], words: Words, *, minuted: bool) -> File:
    """Write the mail of a folder, with files of it."""
    enclosed = [mail.Enclosed(file.name, file.content, file.name == _of_invitation(words)) for file in files]
    title = words.say("Mail to the members, not sent yet")
    return File(f"{words.say(MAIL)}.eml", title, mail.written(result, enclosed, words, minuted=minuted))


def lists() -> tuple[str, ...]:
    """Return the names of a list of contents in all languages."""
    return tuple(f"{Words(language).say(CONTENTS)}.md" for language in LANGUAGES)


def contents(ref: str, council: str, rows: Mapping[str, tuple[str, str]], words: Words) -> File:
    """Write the list of contents: each file with its digest, by which the next run knows what somebody edited.

    Its last line is the digest of the list itself.

    Args:
        ref: the meeting.
        council: the title of the council.
        rows: title and digest by the name of the file.
        words: the reader's language.
    """
    columns = (words.say("file"), words.say("title"), "SHA-256")
    how_to = words.say(
        "slt meeting pack {ref} makes anew what has changed, and leaves what somebody edited as it is.", ref=ref
    )
    title = words.say("Papers for {ref} – {council}", ref=ref, council=council)
    table = Grid(columns, tuple((name, titled, digest) for name, (titled, digest) in rows.items()))
    text = markdown(Document(title, (table, Paragraph(how_to))))
    whole = f"{text}\n<!-- {digest_of(text.encode())} -->\n"
    return File(f"{words.say(CONTENTS)}.md", title, whole.encode())


def recorded(text: str) -> Mapping[str, str] | None:
    """Return the digests in a list of contents by the names of the files; None where somebody edited the list."""
    match = _LAST.fullmatch(text)
    if match is None or match["digest"] != digest_of(match["list"].removesuffix("\n").encode()):
        return None
    rows = (_ROW.fullmatch(row) for row in match["list"].splitlines())
    return {re.sub(r"\\(.)", r"\1", row["name"]): row["digest"] for row in rows if row is not None}


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return sha256(content).hexdigest()
