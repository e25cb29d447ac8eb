"""Messages to an archive: their structure, whatever text they hold, and what KS's schemas and lists say of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Final
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from slt_flow.errors import RequestError
from slt_flow.results.archive import CaseNumber
from slt_flow.results.archive_messages import (
    ArchiveMessage,
    Ballot,
    CaseKind,
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
from slt_flow.views.writers.arkivmelding import written
from tests.views.writers.fiks import faults, local, needs_schemas

SYSTEM: Final = "slt-flow:0f"
FOLDER: Final = Key(SYSTEM, "M2/26")
POINT: Final = Key(SYSTEM, "M2/26:item:case:1/26")
SECRET: Final = Shielding("UO", "offl. § 13")
AT: Final = datetime(2026, 9, 10, 9, tzinfo=ZoneInfo("Europe/Oslo"))
CHAIR: Final = Participant("Olga Oppdiktet", "ordforer", Function.LEADER, "Kvæfjord kommune")
THERE: Final = (
    CHAIR,
    *(Participant("Per Prøve", "post", function) for function in Function),
)

MEETING: Final = FolderMessage(
    FOLDER, "Møte M2/26", "M2/26", "Politirådet", "kvaefjord", date(2026, 9, 10), THERE, "Rådhuset", "Kl. 9",
    "Møte", "politirad", CaseNumber(2026, 12), "X31", SECRET,
)  # fmt: skip
CASE: Final = CaseMessage(
    POINT, FOLDER, "1/26 Natteravner", CaseKind.DECIDED, 2026, 1, "Sak", CaseNumber(2026, 13), "X32", SECRET,
    "Forslaget", Ruling("Vedtaket", AT, tuple(Vote(CHAIR, ballot) for ballot in Ballot), "Drøftet"),
)  # fmt: skip
FILES: Final = tuple(
    FileRow("M2-26-SF.pdf", "application/pdf", "PDF/A", "PDF/A-2a", "0f", 7, variant) for variant in Variant
)
PAPER: Final = DocumentMessage(
    Key(SYSTEM, "M2/26:SF:case:1/26"),
    FOLDER,
    "Saksframlegg",
    DocumentKind.CASE_PAPER,
    FILES,
    POINT,
    "Sak",
    SECRET,
)
BARE: Final[tuple[ArchiveMessage, ...]] = (
    FolderMessage(FOLDER, "", "M2/26", "Politirådet", "kvaefjord", date(2026, 9, 10), ()),
    CaseMessage(POINT, FOLDER, "", CaseKind.OTHER, 2026, 2003),
    DocumentMessage(FOLDER, FOLDER, "", DocumentKind.NOTICE, FILES[:1], of_document=SECRET),
)
EVERY: Final = (
    MEETING, CASE, PAPER, *BARE,
    *(CASE._replace(kind=kind) for kind in CaseKind), *(PAPER._replace(kind=kind) for kind in DocumentKind),
)  # fmt: skip
NAMES: Final = (
    "folder",
    "case",
    "document",
    "bare folder",
    "bare case",
    "bare document",
)


def outline(message: ArchiveMessage) -> list[str]:
    """The elements of a folder or a registration in their order, each with what is within it."""
    (whole,) = (
        part for part in ElementTree.fromstring(written(message)) if local(part.tag) in ("mappe", "registrering")
    )
    return [
        f"{local(part.tag)}({' '.join(local(sub.tag) for sub in part.iter() if sub is not part)})" for part in whole
    ]


def texts(message: ArchiveMessage) -> dict[str, list[str]]:
    """The texts of a message by the name of their element."""
    by_name: dict[str, list[str]] = {}
    for element in ElementTree.fromstring(written(message)).iter():
        by_name.setdefault(local(element.tag), []).append(element.text or "")
    return by_name


# structure, which needs no schemas


def test_a_folder_has_its_elements_in_their_order() -> None:
    person = "moetedeltaker(identifikator navn identifikator funksjon kode)"
    assert outline(MEETING) == [
        "referanseForeldermappe(saksnummer saksaar sakssekvensnummer)", "tittel()", "offentligTittel()",
        "beskrivelse()", "dokumentmedium(kode)", "arkivdel(kode)",
        "skjerming(tilgangsrestriksjon kode skjermingshjemmel)", "klassifikasjon(klasseID)",
        "referanseEksternNoekkel(fagsystem noekkel)", "moetenummer()", "utvalg(navn identifikator)", "moetedato()",
        "moetested()", f"{person[:-1]} representerer navn)", *[person] * 5,
    ]  # fmt: skip
    assert texts(MEETING)["moetedato"] == ["2026-09-10"]
    assert texts(MEETING)["antallFiler"] == ["0"]


def test_a_point_has_its_elements_in_their_order() -> None:
    person = "moetedeltaker identifikator navn identifikator funksjon kode representerer navn"
    vote = f"votering {person} stemme representerer navn"
    assert outline(CASE) == [
        "referanseForelderMappe(referanseEksternNoekkel fagsystem noekkel)",
        "skjerming(tilgangsrestriksjon kode skjermingshjemmel)", "tittel()", "offentligTittel()",
        "kryssreferanse(referanseTilMappe saksnummer saksaar sakssekvensnummer)", "klassifikasjon(klasseID)",
        "referanseEksternNoekkel(fagsystem noekkel)", "moetesakstype(kode)", "moetesaksaar()",
        "moetesakssekvensnummer()", "innstilling(tekstInnhold tekstFormat kode)",
        f"vedtak(vedtakstekst tekstInnhold tekstFormat kode {' '.join([vote] * 3)} "
        "behandlingsprotokoll tekstInnhold tekstFormat kode dato)",
    ]  # fmt: skip
    assert texts(CASE)["stemme"] == ["Ja", "Nei", "Blankt"]
    assert texts(CASE)["dato"] == ["2026-09-10T09:00:00+02:00"]
    assert set(texts(CASE)["fagsystem"]) == {SYSTEM}
    assert texts(CASE)["noekkel"] == [FOLDER.key, POINT.key]


def test_a_document_has_its_elements_in_their_order() -> None:
    file = (
        "dokumentobjekt variantformat kode format kode formatDetaljer mimeType filnavn referanseDokumentfil sjekksum "
        "sjekksumAlgoritme filstoerrelse"
    )
    assert outline(PAPER) == [
        "referanseForelderMappe(referanseEksternNoekkel fagsystem noekkel)",
        "skjerming(tilgangsrestriksjon kode skjermingshjemmel)",
        "dokumentbeskrivelse(dokumentstatus kode tittel dokumentmedium kode tilknyttetRegistreringSom kode "
        f"dokumentnummer skjerming tilgangsrestriksjon kode skjermingshjemmel {' '.join([file] * 3)})",
        "tittel()", "offentligTittel()",
        "kryssreferanse(referanseTilRegistrering referanseEksternNoekkel fagsystem noekkel)",
        "referanseEksternNoekkel(fagsystem noekkel)", "moetedokumenttype(kode)",
    ]  # fmt: skip
    assert texts(PAPER)["antallFiler"] == ["3"]
    assert texts(PAPER)["noekkel"] == [FOLDER.key, POINT.key, PAPER.key.key]


def test_the_registration_of_a_restricted_document_is_open_where_it_tells_nothing_exempt() -> None:
    assert [part.partition("(")[0] for part in outline(BARE[2])] == [
        "referanseForelderMappe", "dokumentbeskrivelse", "tittel", "referanseEksternNoekkel", "moetedokumenttype",
    ]  # fmt: skip
    assert texts(BARE[2])["skjermingshjemmel"] == ["offl. § 13"]


@pytest.mark.parametrize(
    ("message", "kind"),
    [(MEETING, "moetemappe"), (CASE, "moetesak"), (PAPER, "moetedokument")],
)
def test_a_message_has_one_folder_or_one_registration_of_its_type(message: ArchiveMessage, kind: str) -> None:
    _, _, whole = ElementTree.fromstring(written(message))
    assert whole.get("{http://www.w3.org/2001/XMLSchema-instance}type") == kind


@given(st.text(st.characters(codec=None, exclude_categories=())))
@settings(max_examples=30, deadline=None)
def test_whatever_somebody_wrote_is_text_and_what_xml_cannot_hold_is_marked(
    typed: str,
) -> None:
    read = texts(CASE._replace(title=f"x{typed}y", ruling=Ruling(f"x{typed}y", AT)))
    held = "".join(
        sign if sign in "\t\n\r" or (sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff")
        else "\ufffd"
        for sign in typed
    )  # fmt: skip
    assert read["tittel"] == [f"x{held}y"]
    assert read["tekstInnhold"][-1] == f"x{held}y"


@pytest.mark.parametrize(
    "typed",
    [
        "</tittel><x/>",
        "]]>",
        "<!DOCTYPE a>",
        "&lt;",
        "<!-- -->",
        "<?x?>",
        "a\x00\x1b[1m",
    ],
)
def test_markup_that_somebody_wrote_is_text(typed: str) -> None:
    assert texts(CASE._replace(title=typed))["tittel"] == [typed.replace("\x00", "\ufffd").replace("\x1b", "\ufffd")]


def test_the_same_message_is_the_same_bytes() -> None:
    assert written(CASE) == written(CASE)
    assert written(CASE) != written(CASE._replace(number=2))


def test_without_the_extra_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(RequestError) as refused:
        written(MEETING)
    assert (refused.value.code, refused.value.facts) == (
        "missing_extra",
        {"extra": "archive"},
    )


# the schemas and the lists of KS


@needs_schemas
@pytest.mark.parametrize("message", EVERY, ids=lambda message: f"{type(message).__name__}")
def test_the_schemas_and_the_lists_take_every_message(message: ArchiveMessage) -> None:
    assert faults(written(message)) == []


def _without(name: str) -> Callable[[bytes], bytes]:
    def changed(message: bytes) -> bytes:
        root = etree.fromstring(message)
        first = next(part for part in root.iter() if local(part.tag) == name)
        first.getparent().remove(first)
        return bytes(etree.tostring(root))

    return changed


def _replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    def changed(message: bytes) -> bytes:
        assert old.encode() in message
        return message.replace(old.encode(), new.encode())

    return changed


def _last_first(message: bytes) -> bytes:
    root = etree.fromstring(message)
    root[-1].insert(0, root[-1][-1])
    return bytes(etree.tostring(root))


@needs_schemas
@pytest.mark.parametrize(
    ("message", "damaged", "by"),
    [
        (MEETING, _replaced("<mdk:kode>NESTL<", "<mdk:kode>GJEST<"), "lists"),
        (CASE, _replaced("<mdk:kode>PS<", "<mdk:kode>XX<"), "lists"),
        (CASE, _replaced("<mdk:kode>tekst<", "<mdk:kode>docx<"), "lists"),
        (PAPER, _replaced("<mdk:kode>SF<", "<mdk:kode>ZZ<"), "lists"),
        (PAPER, _replaced("<mdk:kode>H<", "<mdk:kode>X<"), "lists"),
        (PAPER, _replaced("<mdk:kode>O<", "<mdk:kode>Q<"), "lists"),
        (CASE, _replaced("<stemme>Ja<", "<stemme>Avholdende<"), "schema"),
        (CASE, _replaced("+02:00</dato>", "X</dato>"), "schema"),
        (
            MEETING,
            _replaced("<moetedato>2026-09-10<", "<moetedato>10.9.2026<"),
            "schema",
        ),
        (MEETING, _replaced('type="moetemappe"', 'type="moeteregistrering"'), "schema"),
        (MEETING, _last_first, "schema"),
        (CASE, _last_first, "schema"),
        (PAPER, _last_first, "schema"),
        (MEETING, _without("moetenummer"), "schema"),
        (MEETING, _without("utvalg"), "schema"),
        (CASE, _without("moetesakstype"), "schema"),
        (CASE, _without("moetesaksaar"), "schema"),
        (CASE, _without("vedtakstekst"), "schema"),
        (PAPER, _without("moetedokumenttype"), "schema"),
        (PAPER, _without("antallFiler"), "schema"),
    ],
)
def test_the_judges_find_what_is_wrong(message: ArchiveMessage, damaged: Callable[[bytes], bytes], by: str) -> None:
    found = faults(damaged(written(message)))
    assert found
    assert all(fault.startswith(by) for fault in found)
