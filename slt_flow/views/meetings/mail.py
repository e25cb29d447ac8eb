"""Mail to the members of a meeting, as a file that a mail program opens and has not sent yet (RFC 5322)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import Final, NamedTuple

from slt_flow.results.calendars import Addressee, Invitation
from slt_flow.terms import N_
from slt_flow.views.meetings.calendar import ascii_address, title
from slt_flow.views.meetings.facts import weekday
from slt_flow.views.text.words import Words
from slt_flow.views.writers.plain import line, named

CALENDAR: Final = ".ics"

_MEDIA: Final[Mapping[str, str]] = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types by ending; a computer's own table would make other bytes of the same mail."""


class Enclosed(NamedTuple):
    """File that goes with a mail; `invites` is true of the invitation alone, which mail programs offer to answer."""

    name: str
    content: bytes
    invites: bool = False


def written(result: Invitation, enclosed: Sequence[Enclosed], words: Words, *, minuted: bool = False) -> bytes:
    """Write an unsent mail to everybody whom an invitation reaches, with files; it has public words only.

    The same mail is the same bytes: it has no day until it is sent, and its boundary is made of its content.

    Args:
        result: the invitation.
        enclosed: the files that go with it.
        words: the language of the council.
        minuted: True where the minutes are among them.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(result.organiser)
    mail["To"] = [_address(addressee) for addressee in result.reached]
    mail["Subject"] = words.say(_subject(result, minuted), title=title(result.meeting, words))
    mail["X-Unsent"] = "1"
    mail.set_content("\n".join(_body(result, words, minuted)) + "\n", cte="quoted-printable")
    for file in enclosed:
        _enclose(mail, file, "CANCEL" if result.meeting.cancelled else "REQUEST")
    if enclosed:
        whole = sha256(b"".join(file.name.encode() + file.content for file in enclosed)).hexdigest()
        mail.set_boundary(f"slt-{whole[:32]}")
    return mail.as_bytes()


def _subject(result: Invitation, minuted: bool) -> str:
    if result.meeting.cancelled:
        return N_("Cancelled: {title}")
    return N_("Minutes: {title}") if minuted else N_("Notice of meeting: {title}")


def _body(result: Invitation, words: Words, minuted: bool) -> Iterator[str]:
    meeting = result.meeting
    yield title(meeting, words)
    yield ""
    yield named(words.say("Date"), weekday(meeting.day, words))
    if meeting.begins:
        yield named(words.say("Time"), f"{meeting.begins}–{meeting.ends}" if meeting.ends else meeting.begins)
    if meeting.venue:
        yield named(words.say("Place"), line(meeting.venue))
    yield ""
    if meeting.cancelled:
        yield words.say("The meeting is cancelled.")
    elif minuted:
        yield words.say("The minutes are attached.")
    else:
        yield words.say("The agenda is attached.")
    yield ""
    yield line(result.organiser.title)


def _enclose(mail: EmailMessage, file: Enclosed, method: str) -> None:
    ending = file.name[file.name.rfind(".") :]
    media = "text/calendar" if file.invites else _MEDIA.get(ending, "application/octet-stream")
    kind, _, form = media.partition("/")
    mail.add_attachment(file.content, maintype=kind, subtype=form, filename=file.name)
    part = list(mail.iter_attachments())[-1]
    if kind == "text" and _is_utf_8(file.content):
        part.set_param("charset", "utf-8")
    if file.invites:
        part.set_param("method", method)


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _address(addressee: Addressee) -> Address:
    return Address(line(addressee.title), addr_spec=ascii_address(addressee.address or ""))
