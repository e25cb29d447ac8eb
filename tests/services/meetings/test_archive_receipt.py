"""Receipts of the archive: what is told of its answers, and what of them is refused."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from slt_flow.errors import RequestError
from slt_flow.results.archive import ArchiveRow, Message
from slt_flow.results.columns import fields
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.archive_exports import record_exports, source_of
from slt_flow.services.meetings.archive_receipt import record_receipt
from slt_flow.services.meetings.archive_status import archive_status
from slt_flow.services.meetings.exempt import exempt
from slt_flow.services.meetings.filing import refer
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.views.text.tables import cell
from slt_flow.views.text.words import Words
from tests.conftest import NOON
from tests.model.test_personal_data import made as number_of
from tests.services.meetings.test_archive import MEETING, MINUTES, done, filed, height

SCHEMAS: Final = Path(__file__).parents[4] / "shared" / "schemas" / "fiks-arkiv-v1"
SPACE: Final = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv"
SYSTEM_ID: Final = "0b1f9a52-8f1e-4f51-a3de-96a2c6a0c001"
FOLDER_ID: Final = "7a2c11f0-5d5e-4c7e-9d5b-0c3f5a6e9b11"
"""The id that the archive gave the folder of the meeting of the spring."""

NUMBER: Final = number_of("synthetic, 80")
"""A national identity number that nobody has."""


@pytest.fixture
def council(year: Context) -> Context:
    """The council of the year, on a day after all of it; its meeting of the spring was exported already."""
    return replace(year, clock=FixedClock(NOON.moment.replace(year=2027)))


def element(
    parent: ET.Element, name: str, text: str = "", space: str = "arkivmelding/opprett/kvittering/v1"
) -> ET.Element:
    child = ET.SubElement(parent, f"{{{SPACE}/{space}}}{name}")
    child.text = text
    return child


def received(
    root: ET.Element, part: str, key: str | None, source: str, *, system_id: str = SYSTEM_ID, how: str = "Opprettet"
) -> None:
    answer = element(root, f"{part}Kvittering")
    element(answer, "systemID", system_id)
    if part == "mappe":
        element(answer, "mappeID", "2026/123")
    if key is not None:
        named = element(answer, "referanseEksternNoekkel")
        element(named, "fagsystem", source, "metadatakatalog/v1")
        element(named, "noekkel", key, "metadatakatalog/v1")
    element(answer, "opprettetEllerEksisterende", how)


def failed(root: ET.Element, part: str, words: str = "Ukjent klasse <033>") -> None:
    failure(element(root, f"{part}Feilet"), words)


def failure(into: ET.Element, words: str) -> None:
    element(into, "feilId", "F-7", "feil/feilmelding/v1")
    element(into, "feilmelding", words, "feil/feilmelding/v1")


def rejected(folder: Path, name: str) -> str:
    """Write the answer to a message of which the archive took nothing."""
    root = ET.Element(f"{{{SPACE}/feil/{name}/v1}}{name}")
    failure(root, "Ikke gyldig etter skjemaet")
    path = folder / "svar.xml"
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return str(path)


Build = Callable[[ET.Element, str], None]


@pytest.fixture
def receipt(council: Context, folder: Path) -> Callable[[Build], str]:
    """Write a receipt; it is valid by the schema, where that is at hand."""
    with reading(council) as reader:
        source = source_of(reader)

    def write(build: Build) -> str:
        root = ET.Element(f"{{{SPACE}/arkivmelding/opprett/kvittering/v1}}arkivmeldingKvittering")
        build(root, source)
        path = folder / "kvittering.xml"
        ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
        return str(path)

    return write


def in_registration(key: str | None) -> Build:
    return lambda root, source: received(root, "registrering", key, source)


def in_folder(key: str, then: Build, system_id: str = FOLDER_ID) -> Build:
    """Return a receipt of a folder that was there already, beside its registration."""

    def build(root: ET.Element, source: str) -> None:
        received(root, "mappe", key, source, system_id=system_id, how="Eksisterende")
        then(root, source)

    return build


def both(root: ET.Element, source: str) -> None:
    failed(root, "mappe")
    received(root, "registrering", MINUTES.key, source)


def row(context: Context, key: str) -> tuple[str, int, str, str]:
    (found,) = (found for found in archive_status(context, MEETING) if found.key == key)
    return found.state, found.version, found.system_id, found.failure


def test_what_was_received_and_what_failed_is_told_as_the_receipt_says(
    council: Context, receipt: Callable[[Build], str]
) -> None:
    assert row(council, "M1/26")[0] == "received"
    assert row(council, "M1/26:item:agreed:eventuelt")[0] == "exported"
    done(record_exports(council, MEETING, (MINUTES,)))
    done(record_receipt(council, receipt(both)))
    assert row(council, MINUTES.key) == ("failed", 1, SYSTEM_ID, "F-7: Ukjent klasse <033>")
    answers = [(e.data["part"], e.data["failed"]) for e in history(council, MEETING) if e.kind == "ArchiveAnswered"]
    assert answers[1:] == [("folder", True), ("registration", False)]
    done(record_exports(council, MEETING, (MINUTES,), again=True))
    assert row(council, MINUTES.key) == ("exported", 1, "", "")


def test_a_failure_names_no_key_so_that_somebody_says_it(council: Context, receipt: Callable[[Build], str]) -> None:
    done(record_exports(council, MEETING, (MINUTES,)))
    file = receipt(lambda root, _: failed(root, "registrering"))
    with pytest.raises(RequestError) as refused:
        record_receipt(council, file)
    assert refused.value.code == "receipt_names_no_key"
    done(record_receipt(council, file, message=MINUTES.key))
    assert row(council, MINUTES.key)[0] == "failed"
    done(undo(council, "Feil melding", MEETING))
    assert row(council, MINUTES.key)[0] == "exported"
    done(record_receipt(council, receipt(in_registration(None)), message=MINUTES.key))
    assert row(council, MINUTES.key)[:2] == ("received", 1)
    done(record_exports(council, MEETING, (MINUTES._replace(digest="d" * 64),)))
    assert row(council, MINUTES.key)[:2] == ("exported", 2)
    done(record_receipt(council, receipt(in_registration(MINUTES.key))))
    assert row(council, MINUTES.key)[:2] == ("received", 2)


def test_a_message_that_was_rejected_as_a_whole_has_failed_until_it_is_received(
    council: Context, folder: Path, receipt: Callable[[Build], str]
) -> None:
    done(record_exports(council, MEETING, (MINUTES,)))
    for name in ("ugyldigforespoersel", "serverfeil"):
        done(record_receipt(council, rejected(folder, name), message=MINUTES.key))
        assert row(council, MINUTES.key) == ("failed", 1, "", "F-7: Ikke gyldig etter skjemaet")
    with pytest.raises(RequestError) as refused:
        record_receipt(council, rejected(folder, "ikkefunnet"), message=MINUTES.key)  # answers other messages than ours
    assert refused.value.code == "not_a_receipt"
    done(record_receipt(council, receipt(in_registration(MINUTES.key))))
    assert row(council, MINUTES.key) == ("received", 1, SYSTEM_ID, "")


def test_a_failure_that_tells_a_national_identity_number_is_recorded_without_it(
    council: Context, receipt: Callable[[Build], str]
) -> None:
    done(record_exports(council, MEETING, (MINUTES,)))
    file = receipt(lambda root, _: failed(root, "registrering", f"Ukjent part {NUMBER}\nlinje 2"))
    done(record_receipt(council, file, message=MINUTES.key))
    assert row(council, MINUTES.key)[3] == f"F-7: Ukjent part {NUMBER[:6]}***** linje 2"


@pytest.mark.parametrize(
    ("words", "told"),
    [("Æ\u0090B\u202eC\u2028D", "F-7: Æ\ufffdB\ufffdC D"), ("a" * 25_000, f"F-7: {'a' * 19_994}…")],
    ids=["hidden", "long"],
)
def test_what_the_archive_says_is_recorded_however_it_is_written(
    council: Context, receipt: Callable[[Build], str], words: str, told: str
) -> None:
    done(record_exports(council, MEETING, (MINUTES,)))
    done(record_receipt(council, receipt(lambda root, _: failed(root, "registrering", words)), message=MINUTES.key))
    assert row(council, MINUTES.key)[3] == told


@pytest.mark.parametrize(
    ("build", "message", "code"),
    [
        (in_registration("M1/26:MI"), None, "receipt_for_unsent"),
        (in_registration("M9/26:MP"), None, "receipt_for_unsent"),
        (in_registration("sak-17"), None, "receipt_for_unsent"),
        (in_registration(MINUTES.key), "M1/26", "receipt_of_another_key"),
        (in_registration(None), None, "receipt_names_no_key"),
        (lambda root, _: received(root, "registrering", MINUTES.key, "ePhorte"), None, "receipt_of_another_system"),
        (lambda root, _: None, None, "not_a_receipt"),
        (lambda root, _: failed(root, "arkiv"), None, "not_a_receipt"),
    ],
)
def test_a_receipt_that_answers_nothing_from_here_is_refused(
    council: Context, receipt: Callable[[Build], str], build: Build, message: str | None, code: str
) -> None:
    done(record_exports(council, MEETING, (MINUTES,)))
    before = height(council)
    with pytest.raises(RequestError) as refused:
        record_receipt(council, receipt(build), message=message)
    assert (refused.value.code, height(council)) == (code, before)


def test_a_receipt_is_recorded_once(council: Context, receipt: Callable[[Build], str]) -> None:
    done(record_exports(council, MEETING, (MINUTES,)))
    done(record_receipt(council, receipt(in_registration(MINUTES.key))))
    before = height(council)
    again = in_folder("M1/26", in_registration(MINUTES.key))
    other = in_folder("M1/26", in_registration("M1/26:item:agreed:eventuelt"), SYSTEM_ID)
    for build, code in (
        (in_registration(MINUTES.key), "receipt_read_already"), (both, "received_already"),
        (again, "received_already"), (other, "received_already"),
    ):  # fmt: skip
        with pytest.raises(RequestError) as refused:
            record_receipt(council, receipt(build))
        on = date(2026, 10, 11) if build is other else date(2027, 6, 15)
        assert (refused.value.code, refused.value.facts["on"]) == (code, on)
    assert height(council) == before


def test_of_a_receipt_what_is_known_is_passed_over_and_the_rest_recorded(
    council: Context, receipt: Callable[[Build], str]
) -> None:
    done(record_exports(council, MEETING, (MINUTES,)))
    before = height(council)
    done(record_receipt(council, receipt(in_folder("M1/26", in_registration(MINUTES.key)))))
    assert (row(council, MINUTES.key)[:3], height(council)) == (("received", 1, SYSTEM_ID), before + 1)
    failing = receipt(in_folder("M1/26", lambda root, _: failed(root, "registrering")))
    with pytest.raises(RequestError) as refused:
        record_receipt(council, failing)
    assert refused.value.code == "receipt_names_no_key"
    done(record_receipt(council, failing, message="M1/26:item:agreed:eventuelt"))
    assert row(council, "M1/26")[0] == "received"
    assert row(council, "M1/26:item:agreed:eventuelt")[0] == "failed"


def test_of_a_receipt_what_was_never_sent_is_named(council: Context, receipt: Callable[[Build], str]) -> None:
    with pytest.raises(RequestError) as refused:
        record_receipt(council, receipt(in_folder("M1/26", in_registration("M9/26:MP"))))
    assert (refused.value.code, refused.value.facts["key"]) == ("receipt_for_unsent", "M9/26:MP")


def test_what_was_there_already_may_be_an_older_version(council: Context, receipt: Callable[[Build], str]) -> None:
    done(record_exports(council, MEETING, (MINUTES,)))
    done(record_receipt(council, receipt(existing)))
    assert shown(council) == ("received", 1, True, f"{SYSTEM_ID}\nfantes fra før")
    done(record_exports(council, MEETING, (MINUTES._replace(digest="d" * 64),)))
    assert shown(council)[:3] == ("exported", 2, False)
    done(record_receipt(council, receipt(in_folder("M1/26", existing))))
    assert shown(council) == ("exported", 2, True, f"{SYSTEM_ID}\nfantes fra før, kanskje som en eldre versjon")
    other = Path(receipt(in_folder("M1/26", existing)))
    other.write_bytes(other.read_bytes() + b"\n")
    with pytest.raises(RequestError) as refused:
        record_receipt(council, str(other))
    assert refused.value.code == "answered_already"
    done(record_receipt(council, receipt(in_folder("M1/26", in_registration(MINUTES.key)))))
    assert shown(council) == ("received", 2, False, SYSTEM_ID)


def existing(root: ET.Element, source: str) -> None:
    received(root, "registrering", MINUTES.key, source, how="Eksisterende")


def shown(context: Context) -> tuple[str, int, bool, str]:
    (found,) = (found for found in archive_status(context, MEETING) if found.key == MINUTES.key)
    column = fields(ArchiveRow)["system_id"].column
    assert column is not None
    return found.state, found.version, found.existing, cell(found, "system_id", column, Words("nb"))


def test_what_was_received_stays_received_whatever_fails_later(
    council: Context, folder: Path, receipt: Callable[[Build], str]
) -> None:
    done(record_exports(council, MEETING, (MINUTES,)))
    done(record_receipt(council, receipt(in_registration(MINUTES.key))))
    for file in (rejected(folder, "serverfeil"), receipt(lambda root, _: failed(root, "mappe"))):
        with pytest.raises(RequestError) as refused:
            record_receipt(council, file, message=MINUTES.key)
        assert refused.value.code == "received_already"
    assert row(council, MINUTES.key) == ("received", 1, SYSTEM_ID, "")


def test_what_failed_in_part_is_received_by_a_later_receipt(council: Context, receipt: Callable[[Build], str]) -> None:
    done(record_exports(council, MEETING, (MINUTES,)))
    done(record_receipt(council, receipt(both)))
    done(record_receipt(council, receipt(in_folder("M1/26", in_registration(MINUTES.key)))))
    assert row(council, MINUTES.key) == ("received", 1, SYSTEM_ID, "")


def test_a_failure_is_recorded_for_one_message_only(council: Context, folder: Path) -> None:
    done(record_exports(council, MEETING, (MINUTES,)))
    file = rejected(folder, "serverfeil")
    done(record_receipt(council, file, message=MINUTES.key))
    with pytest.raises(RequestError) as refused:
        record_receipt(council, file, message="M1/26:item:agreed:eventuelt")
    assert (refused.value.code, refused.value.facts["key"]) == ("receipt_read_already", MINUTES.key)
    done(undo(council, "Feil melding", MEETING))
    done(record_receipt(council, file, message="M1/26:item:agreed:eventuelt"))


SECRET: Final = "hemmelig-fra-disken"
FAILED: Final = (
    f'<k:arkivmeldingKvittering xmlns:k="{SPACE}/arkivmelding/opprett/kvittering/v1" '
    f'xmlns:f="{SPACE}/feil/feilmelding/v1">'
    "<k:mappeFeilet><f:feilId>1</f:feilId><f:feilmelding>&f;</f:feilmelding></k:mappeFeilet>"
    "</k:arkivmeldingKvittering>"
)


@pytest.mark.parametrize(
    "text",
    [
        "", "kvittering", "<arkivmeldingKvittering/>", "<a><b></a>", "\0", "%PDF-1.7",
        f'<!DOCTYPE k [<!ENTITY f SYSTEM "PLACE">]>{FAILED}',
        f'<!DOCTYPE k [<!ENTITY a "ha"><!ENTITY b "{"&a;" * 99}"><!ENTITY f "{"&b;" * 99}">]>{FAILED}',
        "<a>" * 5000, FAILED.replace("&f;", "") + " " * (1024 * 1024),
    ],
    ids=["empty", "words", "no namespace", "crossed", "NUL", "a PDF", "an entity", "laughs", "deep", "large"],
)  # fmt: skip
def test_another_file_is_no_receipt(council: Context, folder: Path, text: str) -> None:
    secret, file, before = folder / "hemmelig.txt", folder / "kvittering.xml", height(council)
    secret.write_text(SECRET, encoding="utf-8")
    file.write_text(text.replace("PLACE", secret.as_uri()), encoding="utf-8")
    with pytest.raises(RequestError) as refused:
        record_receipt(council, str(file), message="M1/26:item:agreed:eventuelt")
    assert refused.value.code == ("receipt_too_large" if len(text) > 1024 * 1024 else "not_a_receipt")
    assert SECRET not in str(refused.value.facts)
    assert height(council) == before


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas are no part of the project")
def test_the_receipts_of_these_tests_are_valid(receipt: Callable[[Build], str], folder: Path) -> None:
    import xmlschema

    schema = xmlschema.XMLSchema(SCHEMAS / "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett.kvittering.xsd")
    builds: tuple[Build, ...] = (
        both,
        in_registration(None),
        lambda root, source: received(root, "mappe", "M1/26", source),
    )
    for build in builds:
        schema.validate(receipt(build))
    assert not schema.is_valid(receipt(lambda root, _: failed(root, "arkiv")))
    for name in ("ugyldigforespoersel", "serverfeil"):
        schema = xmlschema.XMLSchema(SCHEMAS / f"no.ks.fiks.arkiv.v1.feilmelding.{name}.xsd")
        schema.validate(rejected(folder, name))


def test_the_public_edition_tells_nothing_of_what_is_exempt(council: Context, receipt: Callable[[Build], str]) -> None:
    item = Message("M1/26:item:case:1/26", "item", "c" * 64, "case:1/26")
    done(record_exports(council, MEETING, (item, MINUTES)))
    done(record_receipt(council, receipt(in_registration(item.key))))
    done(refer(council, "1/26", part="Barnevern"))
    done(exempt(replace(council, basis="offl. § 13"), "1/26"))
    public = replace(council, moment=council.moment._replace(public="nb"))
    assert {found.document for found in archive_status(public, MEETING)} == {"folder", "item", "MP"}
    assert item.key not in {found.key for found in archive_status(public, MEETING)}
    assert filed(public, "1/26") == ()
    assert not [line for line in history(public) if "1/26:item:case" in str(line.data)]
