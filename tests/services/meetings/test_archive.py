"""The municipality's archive: where papers go, what was exported once, and what a receipt says of it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from slt_flow.errors import RequestError
from slt_flow.model.filing import CaseNumber, Filing
from slt_flow.records import journal
from slt_flow.results.answers import Done, Outcome
from slt_flow.results.archive import Compared, FiledRow, Message
from slt_flow.results.decisions import CaseSheet
from slt_flow.results.meetings import MeetingSheet
from slt_flow.services.follow_up.case_sheet import show
from slt_flow.services.history import audit
from slt_flow.services.history.redact import redact
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.archive_exports import compared, record_exports, source_of
from slt_flow.services.meetings.archive_receipt import record_receipt
from slt_flow.services.meetings.archive_status import archive_status
from slt_flow.services.meetings.exempt import exempt
from slt_flow.services.meetings.filing import filing_of_meeting, filing_of_point, refer
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.terms import Ref
from tests.conftest import NOON
from tests.model.test_personal_data import made as number_of

SCHEMAS: Final = Path(__file__).parents[4] / "shared" / "schemas" / "fiks-arkiv-v1"
SPACE: Final = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv"
SYSTEM_ID: Final = "0b1f9a52-8f1e-4f51-a3de-96a2c6a0c001"

NUMBER: Final = number_of("synthetic, 80")
"""A national identity number that nobody has."""

MEETING: Final = "M1/26"
FOLDER: Final = Message("M1/26", "folder", "a" * 64)
MINUTES: Final = Message("M1/26:MP", "MP", "b" * 64)


@pytest.fixture
def council(year: Context) -> Context:
    """The council of the year, on a day after all of it; its meeting of the spring was exported already."""
    return replace(year, clock=FixedClock(NOON.moment.replace(year=2027)))


def done(outcome: Outcome | None) -> Done:
    assert isinstance(outcome, Done), outcome
    return outcome


def height(context: Context) -> int:
    with context.store.reading() as connection:
        return journal.head(connection, str(context.council)).height


def filing(context: Context, point: str | None = None, written: str | None = None) -> Filing:
    with reading(context) as reader:
        ref = Ref.parse(MEETING)
        assert ref is not None
        return filing_of_point(reader, ref, point, written) if point else filing_of_meeting(reader, ref)


# filing


def test_the_councils_values_hold_where_a_meeting_or_an_item_has_none(council: Context) -> None:
    of_meeting = Filing("Råd og utvalg", "033", CaseNumber(2026, 123), "UO")
    assert filing(council) == of_meeting
    assert filing(council, "case:1/26") == of_meeting._replace(case=None)
    assert filing(council, "agreed:eventuelt", "2026/9").case == CaseNumber(2026, 9)
    assert filing(council, "agreed:eventuelt", "PS 9/26").case is None
    done(refer(council, "1/26", case="2026/0007", classification="034"))
    assert filing(council, "case:1/26", "2026/9") == Filing("Råd og utvalg", "034", CaseNumber(2026, 7), "UO")
    done(refer(council, MEETING, point="agreed:eventuelt", restriction="P"))
    assert filing(council, "agreed:eventuelt").restriction == "P"
    assert filing(council) == of_meeting


def test_of_each_value_the_latest_counts_and_undoing_it_brings_the_former_back(council: Context) -> None:
    done(refer(council, "council", part="Møter"))
    assert filing(council)[:2] == ("Møter", "033")
    done(undo(council, "Feil del", "council"))
    assert filing(council)[:2] == ("Råd og utvalg", "033")
    done(refer(council, MEETING, case="2026/124"))
    assert filing(council).case == CaseNumber(2026, 124)
    done(undo(council, "Feil sak", MEETING))
    assert filing(council).case == CaseNumber(2026, 123)


def filed(context: Context, ref: str) -> tuple[FiledRow, ...]:
    sheet = show(context, ref)
    assert isinstance(sheet, CaseSheet)
    return sheet.filed


def test_it_stands_in_the_sheet_and_in_the_history_and_its_words_can_be_erased(council: Context) -> None:
    done(refer(council, "1/26", part="Barnevern", case="2026/7"))
    assert filed(council, "1/26") == (FiledRow(part="Barnevern", case="2026/7"),)
    last = history(council, "1/26")[-1]
    assert (last.kind, last.texts) == ("ArchiveReferred", {"part": "Barnevern", "case": "2026/7"})
    done(redact(replace(council, basis="Personvern"), "1/26", "part"))
    assert filed(council, "1/26") == (FiledRow(case="2026/7"),)
    assert filing(council, "case:1/26").part == "Råd og utvalg"
    assert not audit.verify(council)[0].flaws


@pytest.mark.parametrize(
    ("ref", "said", "code"),
    [("council", {}, "nothing_to_refer"), ("council", {"point": 1, "part": "A"}, "point_of_council"),
     ("council", {"part": "Råd og utvalg"}, "filed_already"), ("99/26", {"part": "A"}, "unknown_ref"),
     *((MEETING, {"case": case}, "bad_archive_case") for case in ("26/7", "2026/", "2026/7/1", "٢٠٢٦/٧", "=1"))],
)  # fmt: skip
def test_what_files_nothing_is_refused(council: Context, ref: str, said: dict[str, str], code: str) -> None:
    before = height(council)
    with pytest.raises(RequestError) as refused:
        refer(council, ref, **said)
    assert (refused.value.code, height(council)) == (code, before)


# exports


def standing(context: Context, *messages: Message) -> list[tuple[str, int]]:
    with reading(context) as reader:
        return [(one.standing, one.version) for one in compared(reader, MEETING, messages)]


def test_the_same_bytes_are_nothing_new_and_others_a_new_version(council: Context) -> None:
    there, written = FOLDER._replace(digest="0" * 64), list[tuple[Compared, ...]]()
    assert standing(council, there, MINUTES) == [("same", 1), ("new", 1)]
    done(record_exports(council, MEETING, (there, MINUTES), write=written.append))
    assert [[one.message.key for one in sent] for sent in written] == [["M1/26:MP"]]
    assert record_exports(council, MEETING, (there, MINUTES), write=written.append) is None
    assert standing(council, FOLDER, MINUTES) == [("newer", 2), ("same", 1)]
    done(record_exports(council, MEETING, (FOLDER, MINUTES)))
    assert standing(council, there) == [("newer", 3)]  # the bytes of an earlier version are none that were sent last
    done(record_exports(council, MEETING, (MINUTES,), again=True))
    versions = [(e.data["key"], e.data["version"]) for e in history(council, MEETING) if "Exported" in e.kind]
    assert versions[2:] == [("M1/26:MP", 1), ("M1/26", 2), ("M1/26:MP", 1)]


def test_nothing_is_recorded_where_writing_fails_or_nothing_may_be_sent(council: Context) -> None:
    before = height(council)

    def fail(_: object) -> None:
        raise RequestError("cannot_write")

    with pytest.raises(RequestError):
        record_exports(council, MEETING, (MINUTES,), write=fail)
    done(record_exports(replace(council, dry_run=True), MEETING, (MINUTES,), write=fail))
    for meeting, messages, code in (
        ("M2/26", (Message("M2/26", "folder", ""),), "export_needs_archived"),
        (MEETING, (Message("M2/26", "folder", ""),), "foreign_key"),
        (MEETING, (MINUTES, MINUTES), "foreign_key"),
    ):
        with pytest.raises(RequestError) as refused:
            record_exports(council, meeting, messages)
        assert refused.value.code == code
    assert height(council) == before


def test_an_export_is_never_undone_and_keeps_what_it_rests_on(council: Context) -> None:
    done(refer(council, "council", part="Møter"))
    done(exempt(replace(council, basis="offl. § 13"), "1/26"))
    item = Message("M1/26:item:case:1/26", "item", "c" * 64, "case:1/26")
    done(record_exports(council, MEETING, (item,)))
    for subject in (MEETING, "council", "1/26"):
        with pytest.raises(RequestError) as refused:
            undo(council, "Feil", subject)
        assert (refused.value.code, refused.value.facts["ref"]) == ("exported_for_good", MEETING)


# receipts


def element(
    parent: ET.Element, name: str, text: str = "", space: str = "arkivmelding/opprett/kvittering/v1"
) -> ET.Element:
    child = ET.SubElement(parent, f"{{{SPACE}/{space}}}{name}")
    child.text = text
    return child


def received(root: ET.Element, part: str, key: str | None, source: str) -> None:
    answer = element(root, f"{part}Kvittering")
    element(answer, "systemID", SYSTEM_ID)
    if part == "mappe":
        element(answer, "mappeID", "2026/123")
    if key is not None:
        named = element(answer, "referanseEksternNoekkel")
        element(named, "fagsystem", source, "metadatakatalog/v1")
        element(named, "noekkel", key, "metadatakatalog/v1")
    element(answer, "opprettetEllerEksisterende", "Eksisterende")


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
    for build, code in ((in_registration(MINUTES.key), "receipt_read_already"), (both, "received_already")):
        with pytest.raises(RequestError) as refused:
            record_receipt(council, receipt(build))
        assert (refused.value.code, refused.value.facts["on"]) == (code, date(2027, 6, 15))
    assert height(council) == before


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


def test_each_meeting_that_was_held_says_what_still_waits(council: Context) -> None:
    states = {found.meeting: found.state for found in archive_status(council) if found.meeting != MEETING}
    assert states.keys() == {"K1/26", "M3/26", "M4/26", "U1/26"}
    assert set(states.values()) == {"minutes_not_archived"}
    assert [found.state for found in archive_status(council, MEETING)] == ["received", "exported"]
    done(refer(council, MEETING, point="agreed:eventuelt", part="Møter"))
    sheet = show(council, MEETING)
    assert isinstance(sheet, MeetingSheet)
    (number,) = (row.point.number for row in minutes(council, MEETING).points if row.point.key == "agreed:eventuelt")
    assert [row.item for row in sheet.filed] == ["", str(number)]
    assert [row.item for row in archive_status(council, MEETING)] == ["", str(number)]
    with pytest.raises(RequestError):
        archive_status(council, "M99/26")
