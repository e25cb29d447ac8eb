"""Unsent mail, read back by the standard library's own reader of mail."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from slt_flow.results.calendars import Addressee, Invitation
from slt_flow.views.meetings.mail import Enclosed, written
from slt_flow.views.text.words import Words
from slt_flow.views.writers import WRITERS
from tests.views.meetings.test_calendar import INVITATION, MAYOR, MEETING, SECRETARY

NB, NN, EN = (Words(language) for language in ("nb", "nn", "en"))
FILES = (
    Enclosed("01-innkalling.pdf", b"%PDF-1.7\n\xff\x00"),
    Enclosed("02-kalender.ics", b"BEGIN:VCALENDAR\r\n", invites=True),
)


def mail(result: Invitation, files: tuple[Enclosed, ...] = FILES, words: Words = NB, **how: bool) -> EmailMessage:
    read = message_from_bytes(written(result, files, words, **how), policy=default)
    assert read.defects == []
    assert all(part.defects == [] for part in read.walk())
    return read


def body(read: EmailMessage) -> str:
    part = read.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_mail_goes_from_the_secretary_to_whoever_has_an_address_and_is_not_sent() -> None:
    read = mail(INVITATION)
    assert [(a.display_name, a.addr_spec) for a in read["From"].addresses] == [
        ("SLT-koordinator", "slt@xn--kvfjord-nxa.kommune.no")
    ]
    assert [(a.display_name, a.addr_spec) for a in read["To"].addresses] == [
        (MAYOR.title, "o'hara+rad@example.no"), ("B", "50%&b@example.no"),
    ]  # fmt: skip
    assert (read["X-Unsent"], read["Date"], read["Message-ID"]) == ("1", None, None)
    assert read["Subject"] == "Innkalling: Ordinært møte M2/26 – Politirådet i Prøve"
    assert body(read) == (
        "Ordinært møte M2/26 – Politirådet i Prøve\n\nDato: torsdag 12. mars 2026\nTid: 10:00–12:30\n"
        "Sted: Rådhuset, møterom 2; 3. etasje\n\nSakslista er vedlagt.\n\nSLT-koordinator\n"
    )


def test_files_go_with_it_as_they_are() -> None:
    content = written(INVITATION, FILES, NB)
    pdf, calendar = mail(INVITATION).iter_attachments()
    assert (pdf.get_content_type(), pdf.get_filename(), pdf.get_content()) == ("application/pdf", *FILES[0][:2])
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "REQUEST")
    assert calendar.get_payload(decode=True) == FILES[1].content
    assert content == written(INVITATION, FILES, NB)
    assert content.isascii()
    assert all(len(row) < 999 for row in content.split(b"\r\n"))


def test_every_format_of_documents_has_its_media_type() -> None:
    for form in WRITERS:
        (part,) = mail(INVITATION, (Enclosed(f"01.{form}", b"x"),)).iter_attachments()
        assert part.get_content_type() != "application/octet-stream", form
    (other,) = mail(INVITATION, (Enclosed("ukjent", b"x"),)).iter_attachments()
    assert other.get_content_type() == "application/octet-stream"


def test_a_calendar_that_somebody_attached_invites_nobody() -> None:
    foreign = Enclosed("06-vedlegg-01-plan.ics", b"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n")
    *_, calendar, attached = mail(INVITATION, (*FILES, foreign)).iter_attachments()
    assert calendar.get_param("method") == "REQUEST"
    assert (attached.get_content_type(), attached.get_param("method")) == ("application/octet-stream", None)
    assert attached.get_payload(decode=True) == foreign.content


@pytest.mark.parametrize(("content", "charset"), [("Møte".encode(), "utf-8"), ("Møte".encode("cp1252"), None)])
def test_a_text_names_its_encoding_only_where_it_is_in_it(content: bytes, charset: str | None) -> None:
    (part,) = mail(INVITATION, (Enclosed("06-vedlegg-01-notat.md", content),)).iter_attachments()
    assert (part.get_content_type(), part.get_param("charset")) == ("text/markdown", charset)
    assert part.get_payload(decode=True) == content


@pytest.mark.parametrize(
    ("minuted", "cancelled", "words", "subject", "line"),
    [
        (True, False, NN, "Referat: Ordinært møte M2/26 – Politirådet i Prøve", "Referatet er lagt ved."),
        (True, False, EN, "Minutes: Ordinary meeting M2/26 – Politirådet i Prøve", "The minutes are attached."),
        (False, True, NB, "Avlyst: Ordinært møte M2/26 – Politirådet i Prøve", "Møtet er avlyst."),
    ],
)
def test_a_mail_says_what_it_is_about(minuted: bool, cancelled: bool, words: Words, subject: str, line: str) -> None:
    result = INVITATION._replace(meeting=MEETING._replace(cancelled=cancelled, begins=None, venue=None))
    read = mail(result, FILES[1:], words, minuted=minuted)
    assert read["Subject"] == subject
    assert line in body(read)
    assert [part.get_param("method") for part in read.iter_attachments()] == ["CANCEL" if cancelled else "REQUEST"]


def test_a_text_of_users_makes_no_header_and_no_part() -> None:
    bad = "Rektor\r\nBcc: x@example.no\r\n\r\n--slt\u202e <b@x.no>, 🚓 שלום"
    result = Invitation(MEETING._replace(council=bad, venue=bad), SECRETARY, (Addressee("p", bad, "p@example.no"),))
    read = mail(result)
    assert read["Bcc"] is None
    assert [a.addr_spec for a in read["To"].addresses] == ["p@example.no"]
    assert len(list(read.iter_attachments())) == 2
    assert [row for row in body(read).splitlines() if row.startswith(("Bcc", "--"))] == []
