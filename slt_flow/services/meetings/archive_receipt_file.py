"""Receipt of an archive as a file: `arkivmeldingKvittering` of Fiks Arkiv, version 1."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from slt_flow import files
from slt_flow.errors import RequestError, cause
from slt_flow.results.archive import Answered, Part, Receipt
from slt_flow.services.request import parsing

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST: Final = 1024 * 1024
"""Most bytes of a receipt; one of a message with a hundred documents is a tenth of it."""

_SPACE: Final = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv"
_RECEIPT: Final = f"{{{_SPACE}/arkivmelding/opprett/kvittering/v1}}"
_CATALOGUE: Final = f"{{{_SPACE}/metadatakatalog/v1}}"
_FAILURE: Final = f"{{{_SPACE}/feil/feilmelding/v1}}"

_PARTS: Final = {
    f"{_RECEIPT}mappeKvittering": (Part.FOLDER, "mappeID"),
    f"{_RECEIPT}registreringKvittering": (Part.REGISTRATION, "registreringsID"),
}
_FAILED: Final = {f"{_RECEIPT}mappeFeilet": Part.FOLDER, f"{_RECEIPT}registreringFeilet": Part.REGISTRATION}
_REJECTED: Final = tuple(f"{{{_SPACE}/feil/{name}/v1}}{name}" for name in ("ugyldigforespoersel", "serverfeil"))
_SYSTEM_ID: Final = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EXISTING: Final = {"Opprettet": False, "Eksisterende": True}


def read_receipt(path: Path) -> Receipt:
    """Read a receipt; nothing that it points to is fetched, and no entity is resolved.

    Raises:
        RequestError: it cannot be read, is too large, or is no receipt of this kind.
    """
    try:
        from lxml import etree
    except ImportError:
        raise RequestError("missing_extra", extra="archive") from None
    try:
        content = files.read(path, LARGEST + 1)
    except (OSError, ValueError) as error:
        raise RequestError("cannot_read_receipt", path=str(path), why=cause(error)) from None
    if len(content) > LARGEST:
        raise RequestError("receipt_too_large", path=str(path), most=LARGEST // 1024)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
        if root.getroottree().docinfo.doctype:
            raise ValueError(root.tag)
        answers = tuple(_answers(root))
    except (etree.XMLSyntaxError, ValueError, KeyError):
        raise RequestError("not_a_receipt", path=str(path)) from None
    return Receipt(answers, hashlib.sha256(content).hexdigest())


def _answers(root: _Element) -> Iterator[Answered]:
    """Yield the answers of a receipt: at most one for the folder, and one for the registration; else one for both.

    Raises:
        ValueError: it has none, or one twice, or is something else.
        KeyError: something in it is not of this version.
    """
    if root.tag in _REJECTED:
        yield _failure(root, Part.MESSAGE)
        return
    if root.tag != f"{_RECEIPT}arkivmeldingKvittering":
        raise ValueError(root.tag)
    seen: set[Part] = set()
    for element in root:
        failed = _FAILED.get(str(element.tag))
        part, number = (failed, "") if failed is not None else _PARTS[str(element.tag)]
        if part in seen:
            raise ValueError(part)
        seen.add(part)
        yield _failure(element, part) if failed is not None else _received(element, part, number)
    if not seen:
        raise ValueError(root.tag)


def _failure(element: _Element, part: Part) -> Answered:
    words = (_text(element, f"{_FAILURE}{name}") for name in ("feilId", "feilmelding"))
    failure = _within(parsing.MAX_TEXT, ": ".join(filter(None, words)))
    if not failure:
        raise ValueError(part)
    return Answered(part, failure=failure)


def _received(element: _Element, part: Part, number: str) -> Answered:
    """Return the answer to what was received; its key is optional, its system id is not."""
    system_id = _text(element, f"{_RECEIPT}systemID")
    if not _SYSTEM_ID.fullmatch(system_id):
        raise ValueError(part)
    key = element.find(f"{_RECEIPT}referanseEksternNoekkel")
    return Answered(
        part,
        key=_text(key, f"{_CATALOGUE}noekkel") if key is not None else None,
        source=_text(key, f"{_CATALOGUE}fagsystem") if key is not None else None,
        system_id=system_id,
        number=_within(parsing.MAX_LINE, _text(element, f"{_RECEIPT}{number}")),
        existing=_EXISTING[_text(element, f"{_RECEIPT}opprettetEllerEksisterende")],
    )


def _text(element: _Element, path: str) -> str:
    """Return the text of an element as one line; letters that nobody would see are seen as replaced."""
    words = " ".join((element.findtext(path) or "").split())
    return unicodedata.normalize("NFC", "".join(letter if letter.isprintable() else "\ufffd" for letter in words))


def _within(most: int, text: str) -> str:
    """Return a text as far as there is room for it, nothing of one without words: nobody here can ask for another."""
    if not any(letter.isalnum() for letter in text):
        return ""
    return text if len(text) <= most else f"{text[: most - 1]}…"
