"""Messages to an archive as XML: `arkivmelding` of Fiks Arkiv, version 1 (KS), one folder or one registration each.

The order of elements is that of the schema, which takes no other: what a kind of folder or registration has beside
others comes after what all have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from slt_flow.errors import RequestError
from slt_flow.results.archive import CaseNumber
from slt_flow.results.archive_messages import (
    ArchiveMessage,
    CaseMessage,
    DocumentMessage,
    FileRow,
    FolderMessage,
    Key,
    Participant,
    Ruling,
    Shielding,
    Vote,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_STANDARD: Final = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv"
MESSAGE: Final = f"{_STANDARD}/arkivmelding/opprett/v1"
CATALOGUE: Final = f"{_STANDARD}/metadatakatalog/v1"
"""Namespaces of the message, and of the values that it shares with others."""

SYSTEM: Final = "slt-flow"
"""Sender, by which an archive chooses its own rules for what a message leaves out."""

_TYPE: Final = "{http://www.w3.org/2001/XMLSchema-instance}type"

_FORBIDDEN: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that XML 1.0 cannot hold, not even escaped."""

_REPLACEMENT: Final = "\ufffd"
_NOTHING: Final = "–"
"""Title of what has none; the schema takes no empty one."""

_ELECTRONIC: Final = "E"
_FINAL: Final = "F"
_MAIN: Final = "H"
_PLAIN: Final = "tekst"
"""Codes of the medium, of a finished document, of the main one of its registration, and of a text without markup."""


def written(message: ArchiveMessage) -> bytes:
    """Write a message; the same content is the same bytes.

    Raises:
        RequestError: lxml is not installed.
    """
    try:
        from lxml import etree
    except ImportError:
        raise RequestError("missing_extra", extra="archive") from None

    spaces: dict[Any, str] = {None: MESSAGE, "mdk": CATALOGUE, "xsi": _TYPE[1:].partition("}")[0]}
    root = etree.Element(f"{{{MESSAGE}}}arkivmelding", nsmap=spaces)
    _text(root, "system", SYSTEM)
    files = len(message.files) if isinstance(message, DocumentMessage) else 0
    _text(root, "antallFiler", str(files))  # the message itself does not count
    match message:
        case FolderMessage():
            _folder(_typed(root, "mappe", "moetemappe"), message)
        case CaseMessage():
            _case(_typed(root, "registrering", "moetesak"), message)
        case DocumentMessage():
            _document(_typed(root, "registrering", "moetedokument"), message)
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return content


def _folder(into: Element, message: FolderMessage) -> None:
    if message.case is not None:
        _case_number(_part(into, "referanseForeldermappe"), message.case)
    _titles(into, message.title, message.public_title)
    if message.description:
        _text(into, "beskrivelse", message.description)
    _code(into, "dokumentmedium", _ELECTRONIC)
    if message.part:
        _code(into, "arkivdel", message.part)
    _shielded(into, message.shielding)
    _class(into, message.classification)
    _key(into, "referanseEksternNoekkel", message.key)
    _text(into, "moetenummer", message.number)
    _named(into, "utvalg", message.body, message.body_id)
    _text(into, "moetedato", message.day.isoformat())
    if message.venue:
        _text(into, "moetested", message.venue)
    for row in message.participants:
        _participant(_part(into, "moetedeltaker"), row)


def _case(into: Element, message: CaseMessage) -> None:
    _key(_part(into, "referanseForelderMappe"), "referanseEksternNoekkel", message.folder, CATALOGUE)
    _shielded(into, message.shielding)
    _titles(into, message.title, message.public_title)
    if message.case is not None:
        _case_number(_part(_part(into, "kryssreferanse"), "referanseTilMappe"), message.case)
    _class(into, message.classification)
    _key(into, "referanseEksternNoekkel", message.key)
    _code(into, "moetesakstype", message.kind)
    _text(into, "moetesaksaar", str(message.year))
    _text(into, "moetesakssekvensnummer", str(message.number))
    if message.proposal:
        _worded(into, "innstilling", message.proposal)
    if message.ruling is not None:
        _ruling(_part(into, "vedtak"), message.ruling)


def _ruling(into: Element, ruling: Ruling) -> None:
    _worded(into, "vedtakstekst", ruling.text)
    for vote in ruling.votes:
        _vote(_part(into, "votering"), vote)
    if ruling.discussion:
        _worded(into, "behandlingsprotokoll", ruling.discussion)
    _text(into, "dato", ruling.at.isoformat())


def _vote(into: Element, vote: Vote) -> None:
    _participant(_part(into, "moetedeltaker"), vote.participant)
    _text(into, "stemme", vote.ballot)
    if vote.participant.represents:
        _named(into, "representerer", vote.participant.represents)


def _document(into: Element, message: DocumentMessage) -> None:
    _key(_part(into, "referanseForelderMappe"), "referanseEksternNoekkel", message.folder, CATALOGUE)
    _shielded(into, message.shielding)
    described = _part(into, "dokumentbeskrivelse")
    _code(described, "dokumentstatus", _FINAL)
    _text(described, "tittel", message.title or _NOTHING)
    _code(described, "dokumentmedium", _ELECTRONIC)
    _code(described, "tilknyttetRegistreringSom", _MAIN)
    _text(described, "dokumentnummer", "1")
    _shielded(described, message.shielding or message.of_document)
    for row in message.files:
        _file(_part(described, "dokumentobjekt"), row)
    _titles(into, message.title, message.public_title)
    if message.point is not None:
        named = _part(_part(into, "kryssreferanse"), "referanseTilRegistrering")
        _key(named, "referanseEksternNoekkel", message.point, CATALOGUE)
    _key(into, "referanseEksternNoekkel", message.key)
    _code(into, "moetedokumenttype", message.kind)


def _file(into: Element, row: FileRow) -> None:
    _code(into, "variantformat", row.variant)
    _code(into, "format", row.form)
    if row.details:
        _text(into, "formatDetaljer", row.details)
    _text(into, "mimeType", row.media)
    _text(into, "filnavn", row.name)
    _text(into, "referanseDokumentfil", row.name)
    _text(into, "sjekksum", row.digest)
    _text(into, "sjekksumAlgoritme", "SHA-256")
    _text(into, "filstoerrelse", str(row.size))


def _participant(into: Element, row: Participant) -> None:
    _named(into, "identifikator", row.name, row.post, space=CATALOGUE)
    _code(into, "funksjon", row.function, CATALOGUE)
    if row.represents:
        _named(into, "representerer", row.represents, space=CATALOGUE)


def _titles(into: Element, title: str, public_title: str) -> None:
    _text(into, "tittel", title or _NOTHING)
    if public_title:
        _text(into, "offentligTittel", public_title)


def _shielded(into: Element, shielding: Shielding | None) -> None:
    if shielding is not None:
        part = _part(into, "skjerming")
        _code(part, "tilgangsrestriksjon", shielding.code)
        _text(part, "skjermingshjemmel", shielding.basis)


def _class(into: Element, classification: str) -> None:
    if classification:
        _text(_part(into, "klassifikasjon"), "klasseID", classification)


def _case_number(into: Element, case: CaseNumber) -> None:
    part = _part(into, "saksnummer", CATALOGUE)
    _text(part, "saksaar", str(case.year), CATALOGUE)
    _text(part, "sakssekvensnummer", str(case.no), CATALOGUE)


def _key(into: Element, name: str, key: Key, space: str = MESSAGE) -> None:
    part = _part(into, name, space)
    _text(part, "fagsystem", key.system, CATALOGUE)
    _text(part, "noekkel", key.key, CATALOGUE)


def _named(into: Element, name: str, called: str, identifier: str = "", *, space: str = MESSAGE) -> None:
    part = _part(into, name, space)
    _text(part, "navn", called, CATALOGUE)
    if identifier:
        _text(part, "identifikator", identifier, CATALOGUE)


def _code(into: Element, name: str, code: str, space: str = MESSAGE) -> None:
    _text(_part(into, name, space), "kode", code, CATALOGUE)


def _worded(into: Element, name: str, text: str) -> None:
    part = _part(into, name)
    _text(part, "tekstInnhold", text, CATALOGUE)
    _code(part, "tekstFormat", _PLAIN, CATALOGUE)


def _typed(into: Element, name: str, kind: str) -> Element:
    part = _part(into, name)
    part.set(_TYPE, kind)
    return part


def _part(into: Element, name: str, space: str = MESSAGE) -> Element:
    part = into.makeelement(f"{{{space}}}{name}")
    into.append(part)
    return part


def _text(into: Element, name: str, text: str, space: str = MESSAGE) -> None:
    _part(into, name, space).text = _FORBIDDEN.sub(_REPLACEMENT, text)
