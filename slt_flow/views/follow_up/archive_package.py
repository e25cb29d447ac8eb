"""Package for an archive: the documents of a meeting, and the messages that tell the archive of them.

What is not restricted is told by the public edition, so that no message says more than its access allows. Names of
files and folders are made of refs and kinds alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from slt_flow.errors import RequestError
from slt_flow.results.archive import Filing
from slt_flow.results.archive_messages import (
    ArchiveMessage,
    Ballot,
    CaseMessage,
    DocumentKind,
    DocumentMessage,
    FileRow,
    FolderMessage,
    Function,
    Key,
    Participant,
    Ruling,
    Shielding,
    Variant,
    Vote,
)
from slt_flow.results.archived_meeting import ArchivedFile, ArchivedMeeting, ArchivedPoint
from slt_flow.results.documents import Document
from slt_flow.results.exemptions import Exempt
from slt_flow.results.meetings import MinutesItem, Person
from slt_flow.terms import ABSENT, Presence
from slt_flow.views.follow_up import case_paper
from slt_flow.views.meetings import agenda, minutes
from slt_flow.views.meetings.facts import facts_of
from slt_flow.views.text.words import Words

FOLDER: Final = "folder"
POINT: Final = "item"
"""Kinds of what is no document, as the keys of a meeting and of a point have them."""

MESSAGE: Final = "arkivmelding.xml"
"""Name of a message among its files, as the archive looks for it."""

_BALLOTS: Final[Mapping[str, Ballot]] = {
    "consent": Ballot.FOR,
    "object": Ballot.AGAINST,
    "stand_aside": Ballot.BLANK,
}
_ENDING: Final = re.compile(r"[a-z0-9]{1,8}")
_LONGEST: Final = 80


class Paper(NamedTuple):
    """Document of a meeting: its permanent key, its kind, the key of its point, what it tells, and its view."""

    key: str
    kind: DocumentKind
    point: str
    result: Any
    draw: Callable[[Any, Words], Document]


class Written(NamedTuple):
    """Document as it was written: its files, and the legal basis of what is exempt in it, "" where nothing is."""

    files: tuple[FileRow, ...]
    basis: str = ""


class Editions(NamedTuple):
    """Meeting in both editions: with all that is exempt, and without."""

    whole: ArchivedMeeting
    public: ArchivedMeeting


def papers(meeting: ArchivedMeeting) -> Iterator[Paper]:
    """Yield the documents of a meeting in one edition."""
    notice = partial(agenda.document, dropped=False)
    if meeting.agenda is not None:
        yield Paper(meeting.keys[DocumentKind.NOTICE], DocumentKind.NOTICE, "", meeting.agenda, notice)
    for point in meeting.points:
        key, kind = point.row.point.key, DocumentKind.CASE_PAPER
        if point.paper is not None:
            yield Paper(point.keys[kind], kind, key, point.paper, case_paper.document)
        kind = DocumentKind.ITEM_PROTOCOL
        if point.protocol is not None:
            yield Paper(point.keys[kind], kind, key, point.protocol, minutes.document)
    yield Paper(meeting.keys[DocumentKind.MINUTES], DocumentKind.MINUTES, "", meeting.minutes, minutes.document)


def name_of(key: str, ending: str = "", *, public: bool = False) -> str:
    """Return the name of what is sent under a key: its letters and digits, and the ending where that is plain."""
    stem = re.sub("[^A-Za-z0-9]+", "-", key).strip("-")[:_LONGEST]
    edition = "-offentlig" if public else ""
    return f"{stem}{edition}.{ending}" if _ENDING.fullmatch(ending) else f"{stem}{edition}"


def messages(editions: Editions, written: Mapping[str, Written], words: Words) -> Iterator[tuple[ArchiveMessage, str]]:
    """Yield the messages of a meeting, each with the key of the point that it is about: what others refer to first.

    Raises:
        RequestError: something is exempt, and nobody recorded by which code the archive restricts it.
    """
    whole = editions.whole
    yield _folder(editions, words), ""
    for point in whole.points:
        yield _point(editions, point, words), point.row.point.key
    public = {paper.key: paper for paper in papers(editions.public)}
    for paper in papers(whole):
        yield _document(editions, paper, public.get(paper.key), written[paper.key], words), paper.point
    for file in whole.files:
        yield _file(editions, file, written[file.key], words), file.point


def _folder(editions: Editions, words: Words) -> FolderMessage:
    """Return the message of the folder: of an exempt meeting its title in public stands beside the whole."""
    whole, exempt = editions.whole, editions.whole.minutes.exempt
    shown = whole.minutes if exempt is not None else editions.public.minutes
    there = (row for row in shown.attendance if _took_part(row))
    return FolderMessage(
        key=_key(editions, whole.keys[FOLDER]),
        title=_named(shown.ref, shown.title, shown.name, words),
        number=shown.ref,
        body=shown.group or shown.title,
        body_id="" if shown.group else shown.council,  # no two bodies have the same
        day=shown.day,
        participants=tuple(_participant(whole, row) for row in there if row.post is not None),
        venue=shown.venue or "",
        description="; ".join(f"{label}: {value}" for label, value in facts_of(shown, words)),
        public_title=_named(shown.ref, shown.title, editions.public.minutes.name, words) if exempt is not None else "",
        part=whole.place.part,
        case=whole.place.case,
        classification=whole.place.classification,
        shielding=_shielding(whole.place, exempt, whole),
    )


def _named(ref: str, council: str, name: str, words: Words) -> str:
    title = words.say("Meeting {ref} – {council}", ref=ref, council=council)
    return f"{title}: {name}" if name else title


def _took_part(row: Person) -> bool:
    return row.post is not None and row.presence not in (ABSENT, Presence.GUEST)


def _point(editions: Editions, point: ArchivedPoint, words: Words) -> CaseMessage:
    whole = editions.whole
    public = _in_public(editions, point)
    exempt = point.row.point.exempt or whole.minutes.exempt
    shown = point if exempt is not None or public is None else public
    return CaseMessage(
        key=_key(editions, point.keys[POINT]),
        folder=_key(editions, whole.keys[FOLDER]),
        title=agenda.title(shown.row.point, words),
        kind=point.kind,
        year=point.year,
        number=point.number,
        public_title=_public_title(public, editions, words) if exempt is not None else "",
        case=point.place.case,
        classification=point.place.classification,
        shielding=_shielding(point.place, exempt, whole),
        proposal=_proposal(shown.item),
        ruling=_ruling(whole, shown, words),
    )


def _in_public(editions: Editions, point: ArchivedPoint) -> ArchivedPoint | None:
    """Return a point as the public edition has it, which has none of an exempt meeting."""
    return next((row for row in editions.public.points if row.row.point.key == point.row.point.key), None)


def _public_title(point: ArchivedPoint | None, editions: Editions, words: Words) -> str:
    """Return the title of an exempt point in public: that of its meeting where the public edition lacks the point."""
    return agenda.title(point.row.point, words) if point is not None else editions.public.minutes.name


def _proposal(item: MinutesItem | None) -> str:
    """Return the text that was put to a meeting, where it was not adopted there."""
    return "" if item is None or item.decided or item.information else item.text or item.title


def _ruling(meeting: ArchivedMeeting, point: ArchivedPoint, words: Words) -> Ruling | None:
    """Return the ruling on a point; None where the meeting left it open, and of one that only was talked about."""
    item, row = point.item, point.row
    if item is None and row.outcome is None:
        return None
    if item is None:
        outcome = words.term(str(row.outcome))
        return Ruling(outcome[:1].upper() + outcome[1:], meeting.at, (), row.discussion)
    if item.open:
        return None
    text = item.text or item.title if item.decided and not item.information else words.named(item.state)
    if not item.decided and item.reason:
        text = words.say("{said} – {reason}", said=text, reason=item.reason)
    votes = (Vote(_participant(meeting, row), _BALLOTS[row.stance]) for row in item.stances if row.stance is not None)
    return Ruling(text, meeting.at, tuple(votes), row.discussion)


def _participant(meeting: ArchivedMeeting, row: Person) -> Participant:
    """Return a participant: who was there, in which function, and for whom; a deputy is there for the post."""
    post = str(row.post)
    if row.deputy:
        return Participant(row.deputy, post, Function.DEPUTY, row.title)
    function = meeting.functions.get(post, Function.MEMBER)
    return Participant(row.holder or row.title, post, function, meeting.organisations.get(post, ""))


def _document(
    editions: Editions, paper: Paper, public: Paper | None, written: Written, words: Words
) -> DocumentMessage:
    """Return the message of a document; the public edition of an exempt meeting lacks those of its points.

    The registration of one about an exempt point is restricted. That of one which tells of such a point among others is
    not: its title says nothing, and only its document is.
    """
    whole = editions.whole
    point = next((row for row in whole.points if row.row.point.key == paper.point), None)
    exempt = whole.minutes.exempt if point is None else point.row.point.exempt or whole.minutes.exempt
    place = point.place if point is not None else whole.place
    title = _title(public, editions.public, words) if public is not None else editions.public.minutes.name
    basis = written.basis or (exempt.basis if exempt is not None else "")
    restricted = _restricted(place, basis, whole)
    return DocumentMessage(
        key=_key(editions, paper.key),
        folder=_key(editions, whole.keys[FOLDER]),
        title=_title(paper, whole, words) if exempt is not None else title,
        kind=paper.kind,
        files=written.files,
        point=_key(editions, point.keys[POINT]) if point is not None else None,
        public_title=title if exempt is not None else "",
        shielding=restricted if exempt is not None else None,
        of_document=restricted if exempt is None else None,
    )


def _title(paper: Paper, meeting: ArchivedMeeting, words: Words) -> str:
    """Return the title of a document; that of an extract of minutes does not name its point by itself."""
    title = paper.draw(paper.result, words).title
    if paper.kind is not DocumentKind.ITEM_PROTOCOL:
        return title
    point = next(row for row in meeting.points if row.row.point.key == paper.point)
    return f"{title}: {agenda.title(point.row.point, words)}"


def _file(editions: Editions, file: ArchivedFile, written: Written, words: Words) -> DocumentMessage:
    """Return the message of an attached file; one of an exempt case is called in public as that case is.

    At an exempt meeting it is restricted too, as the message tells at which meeting it was dealt with.
    """
    whole, exempt = editions.whole, file.row.exempt or editions.whole.minutes.exempt
    point = next((row for row in whole.points if row.row.point.key == file.point), None)
    public = next((row.row.called for row in editions.public.files if row.key == file.key), "")
    if exempt is not None and not public and point is not None:
        public = _public_title(_in_public(editions, point), editions, words)
    return DocumentMessage(
        key=_key(editions, file.key),
        folder=_key(editions, whole.keys[FOLDER]),
        title=file.row.called if exempt is not None else public or file.row.called,
        kind=DocumentKind.ATTACHMENT,
        files=written.files,
        point=_key(editions, point.keys[POINT]) if point is not None else None,
        public_title=public if exempt is not None else "",
        shielding=_shielding(point.place if point is not None else whole.place, exempt, whole),
    )


def _key(editions: Editions, key: str) -> Key:
    return Key(editions.whole.system, key)


def _shielding(place: Filing, exempt: Exempt | None, meeting: ArchivedMeeting) -> Shielding | None:
    return _restricted(place, exempt.basis if exempt is not None else "", meeting)


def _restricted(place: Filing, basis: str, meeting: ArchivedMeeting) -> Shielding | None:
    """Return the restriction on what is exempt on a basis.

    Raises:
        RequestError: nobody recorded its code.
    """
    if not basis:
        return None
    if not place.restriction:
        raise RequestError("exempt_without_restriction", ref=meeting.minutes.ref)
    return Shielding(place.restriction, basis)


def file_row(name: str, media: str, content: tuple[str, int], variant: Variant) -> FileRow:
    """Describe a file of a message.

    Args:
        name: its name there.
        media: its media type.
        content: its digest and its size.
        variant: the edition that it is.
    """
    ending = name.rpartition(".")[2] if "." in name else ""
    details = "" if variant is Variant.AS_MADE else "PDF/A-2a"
    return FileRow(name, media, ending.upper() or "-", details, *content, variant)


def checksums(contents: Mapping[str, bytes], digest_of: Callable[[bytes], str]) -> bytes:
    """Write the digests of all files, as `sha256sum --check` reads them."""
    return "".join(f"{digest_of(content)}  {name}\n" for name, content in sorted(contents.items())).encode()
