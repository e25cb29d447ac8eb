"""Fiks Arkiv, version 1, as KS publishes it: a message is judged by its schemas and by its lists of codes.

The schemas are no part of the project. They are looked for beside the checkout, where those who develop it have them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final
from xml.etree import ElementTree

import pytest
import xmlschema

from tests.house.source import CHECKOUT

FOLDER: Final = CHECKOUT.parent / "shared" / "schemas" / "fiks-arkiv-v1"
_NAME: Final = "no.ks.fiks.arkiv.v1"

needs_schemas = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"there are no schemas at {FOLDER}")

_LISTS: Final[Mapping[str, str]] = {
    "moetesakstype": "moetesakstype",
    "moetedokumenttype": "moeteregistreringstype",
    "funksjon": "moetedeltakerfunksjon",
    "dokumentmedium": "dokumentmedium",
    "dokumentstatus": "dokumentstatus",
    "tilknyttetRegistreringSom": "tilknyttetregistreringsom",
    "variantformat": "variantformat",
    "tekstFormat": "tekstformat",
}
"""Lists by the element whose codes they have."""

_OF_THE_ARCHIVE: Final = ("arkivdel", "tilgangsrestriksjon", "format")
"""Elements whose codes each archive has by itself."""


@cache
def _schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(FOLDER / f"{_NAME}.arkivering.arkivmelding.opprett.xsd"), allow="local")


@cache
def _codes(name: str) -> frozenset[str]:
    listed = json.loads((FOLDER / "kodelister" / f"{_NAME}.kodelister.{name}.json").read_text(encoding="utf-8"))
    return frozenset(row["kodeverdi"] for row in listed["kodeliste"])


def faults(message: bytes) -> list[str]:
    """What the schemas and the lists have against a message."""
    return [*_against_schema(message), *_against_lists(message)]


def _against_schema(message: bytes) -> Iterator[str]:
    try:
        for error in _schema().iter_errors(message.decode()):
            yield f"schema: {error.path}: {error.reason}"
    except xmlschema.XMLSchemaException as error:  # an `xsi:type` that no schema has
        yield f"schema: {error}"


def _against_lists(message: bytes) -> Iterator[str]:
    for element in ElementTree.fromstring(message).iter():
        code = next((part.text for part in element if local(part.tag) == "kode"), None)
        name = local(element.tag)
        if code is None or name in _OF_THE_ARCHIVE:
            continue
        if name not in _LISTS:
            yield f"lists: nobody knows the list of {name}"
        elif code not in _codes(_LISTS[name]):
            yield f"lists: {name} has no {code}"


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]
