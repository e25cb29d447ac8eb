"""Attached files: kept by their digest, listed once, taken out as they were, erased with their words."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from slt_flow import files
from slt_flow.errors import RecordsError, RequestError, SltError
from slt_flow.records import attached
from slt_flow.results.answers import Done
from slt_flow.services.history import audit, copies
from slt_flow.services.history.council_archive import export_council, import_council
from slt_flow.services.history.redact import redact
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.agenda import agenda
from slt_flow.services.meetings.attach import attach
from slt_flow.services.meetings.attachments import attachments, content
from slt_flow.services.meetings.exempt import exempt, lift_exemption
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from tests.conftest import NOON

BYTES = b"%PDF-1.4 \x00\xff <script>"


@pytest.fixture
def council(year: Context) -> Context:
    """The council of the year, on a day after all of it."""
    return replace(year, clock=FixedClock(NOON.moment.replace(year=2027)))


@pytest.fixture
def paper(folder: Path) -> Path:
    """A file of somebody's."""
    path = folder / "Notat.pdf"
    path.write_bytes(BYTES)
    return path


def kept(context: Context) -> set[str]:
    folder = attached.folder_of(context.store.path)
    return {file.name for file in folder.rglob("*") if file.is_file()}


def test_a_file_is_kept_by_its_digest_and_taken_out_as_it_was(council: Context, paper: Path) -> None:
    assert isinstance(attach(council, "1/26", str(paper), title="Notat til saken"), Done)
    paper.unlink()
    (row,) = attachments(council, "1/26")
    digest = hashlib.sha256(BYTES).hexdigest()
    assert (row.number, row.name, row.title, row.media) == (1, "Notat.pdf", "Notat til saken", "application/pdf")
    assert (row.size, row.digest, row.ref) == (len(BYTES), digest, "1/26")
    place = Path(f"{council.store.path}.files") / digest[:2] / digest
    assert place.read_bytes() == content(council, "1/26", 1) == BYTES
    assert os.name == "nt" or place.stat().st_mode & 0o777 == 0o600
    assert not audit.verify(council)[0].flaws


def test_a_file_of_a_case_or_a_point_is_listed_once_in_agenda_and_minutes(council: Context, paper: Path) -> None:
    assert isinstance(attach(council, "M2/27", str(paper), point="own:1"), Done)
    (point,) = (point for point in agenda(council, "M2/27").items if point.key == "own:1")
    assert point.attachments == ("Tegningene", "Notat.pdf")
    decided = minutes(council, "M1/26")
    assert isinstance(attach(council, "1/26", str(paper)), Done)
    assert minutes(council, "M1/26").points == decided.points  # archived minutes never change


@pytest.mark.parametrize(
    ("name", "code"),
    [("folder", "cannot_read_attachment"), ("link", "attachment_is_link"), ("empty", "attachment_is_empty"),
     ("gone", "cannot_read_attachment"), ("large", "attachment_too_large"), ("nul\0", "cannot_read_attachment")],
)  # fmt: skip
def test_what_cannot_be_attached_is_refused_and_leaves_nothing(
    council: Context, folder: Path, paper: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    (folder / "folder").mkdir()
    (folder / "link").symlink_to(paper)
    (folder / "empty").touch()
    (folder / "large").write_bytes(b"x" * 101)
    monkeypatch.setattr(attached, "LARGEST", 100)
    before, height = kept(council), audit.head(council)
    with pytest.raises(RequestError) as refused:
        attach(council, "1/26", str(folder / name))
    assert (refused.value.code, refused.value.exit_code) == (code, 2)
    assert (kept(council), audit.head(council)) == (before, height)


def test_a_request_that_is_refused_at_its_end_keeps_no_file(council: Context, paper: Path) -> None:
    before = kept(council)
    with pytest.raises(RequestError, match="not_an_act_of"):
        attach(replace(council, acted_by="ordforer", basis="Sagt"), "1/26", str(paper))
    assert kept(council) == before
    assert isinstance(attach(council, "1/26", str(paper)), Done)
    assert kept(council) != before


def test_the_same_file_is_attached_once_and_a_dry_run_keeps_nothing(council: Context, paper: Path) -> None:
    before = kept(council)
    assert isinstance(attach(replace(council, dry_run=True), "1/26", str(paper)), Done)
    assert kept(council) == before
    assert isinstance(attach(council, "1/26", str(paper)), Done)
    assert isinstance(attach(council, "2/26", str(paper)), Done)
    with pytest.raises(RequestError, match="attached_already"):
        attach(council, "1/26", str(paper), title="Igjen")


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_bytes_that_are_gone_or_changed_are_told_and_never_handed_out(
    council: Context, paper: Path, folder: Path, harm: str
) -> None:
    assert isinstance(attach(council, "1/26", str(paper)), Done)
    place = attached.place_of(council.store.path, hashlib.sha256(BYTES).hexdigest())
    place.unlink() if harm == "gone" else place.write_bytes(BYTES + b"!")
    with pytest.raises(RecordsError) as told:
        content(council, "1/26", 1)
    assert (told.value.code, told.value.exit_code) == (f"attachment_{harm}", 4)
    (flaw,) = audit.verify(council)[0].flaws
    assert (flaw.code, flaw.facts["ref"]) == (f"attachment_{harm}", "1/26")
    (copied,) = copies.backup(council.store.path, folder / "copy.sqlite")
    assert [place.partition(" ")[0] for place in copied.lost] == ["1/26"]


def test_a_copy_and_what_is_restored_from_it_have_the_files(council: Context, paper: Path, folder: Path) -> None:
    assert isinstance(attach(council, "1/26", str(paper)), Done)
    copies.backup(council.store.path, folder / "copy.sqlite")
    for file in attached.folder_of(council.store.path).rglob("*/*"):
        file.unlink()
    restored = folder / "again.sqlite"
    (row,) = copies.restore(restored, folder / "copy.sqlite").journals
    assert (row.files, row.lost) == (2, ())
    there = replace(council, store=type(council.store)(str(restored)))
    assert content(there, "1/26", 1) == BYTES
    assert not audit.verify(there)[0].flaws


def test_older_copies_go_with_their_files(council: Context, folder: Path) -> None:
    for day in (1, 2, 3):
        clock = FixedClock(NOON.moment.replace(year=2027, month=1, day=day))
        copies.backup_into(council.store.path, folder / "copies", 2, clock)
    assert len(list((folder / "copies").glob("*.sqlite"))) == 2
    assert len(list((folder / "copies").glob("*.files"))) == 2


@pytest.mark.parametrize("field", ["name", "title", "digest"])
def test_erasing_a_word_of_a_file_erases_the_file(council: Context, paper: Path, field: str) -> None:
    done = attach(council, "1/26", str(paper), title="Om Navn Navnesen")
    assert isinstance(done, Done)
    erased = redact(replace(council, basis="Personvernforordningen art. 17"), str(done.entries[0]), field)
    assert isinstance(erased, Done)
    (row,) = attachments(council, "1/26")
    assert {row.name, row.title, row.digest} == {"█████"}
    assert hashlib.sha256(BYTES).hexdigest() not in kept(council)
    assert b"Navnesen" not in council.store.path.read_bytes()
    with pytest.raises(RequestError, match="attachment_erased"):
        content(council, "1/26", 1)
    assert not audit.verify(council)[0].flaws


def test_a_file_that_another_case_has_too_outlives_an_erasure(council: Context, paper: Path) -> None:
    done = attach(council, "1/26", str(paper))
    assert isinstance(done, Done)
    assert isinstance(attach(council, "2/26", str(paper)), Done)
    redact(replace(council, basis="Personvernforordningen art. 17"), str(done.entries[0]), "digest")
    assert content(council, "2/26", 1) == BYTES


def test_an_undone_file_is_no_longer_listed_nor_asked_for(council: Context, paper: Path) -> None:
    assert isinstance(attach(council, "1/26", str(paper)), Done)
    assert isinstance(undo(council, "Feil fil", "1/26"), Done)
    assert attachments(council, "1/26") == ()
    assert not audit.verify(council)[0].flaws


def test_an_exempt_file_has_its_number_and_its_mark_in_public(council: Context, paper: Path) -> None:
    assert isinstance(attach(council, "1/26", str(paper), title="Om Navn Navnesen"), Done)
    closed = replace(council, basis="offl. § 13")
    assert isinstance(exempt(closed, "1/26", attachment=1, public_title="Notat"), Done)
    public = council.in_public("nb")
    (row,) = attachments(public, "1/26")
    assert (row.number, row.name, row.digest, row.size) == (1, "", "", 0)
    assert row.title == "Notat – unntatt offentlighet (offl. § 13)"
    with pytest.raises(RequestError, match="attachment_exempt"):
        content(public, "1/26", 1)
    assert content(council, "1/26", 1) == BYTES
    assert isinstance(lift_exemption(council, "1/26", "Saken er avgjort", attachment=1), Done)
    assert content(public, "1/26", 1) == BYTES
    with pytest.raises(SltError, match="unknown_attachment"):
        exempt(closed, "1/26", attachment=9)


def test_an_archive_of_the_council_has_the_files(council: Context, paper: Path, folder: Path) -> None:
    assert isinstance(attach(council, "1/26", str(paper)), Done)
    archive = folder / "council.zip"
    archive.write_bytes(export_council(council, "Les meg"))
    elsewhere = replace(council, store=type(council.store)(str(folder / "elsewhere.sqlite")), council=None)
    import_council(replace(elsewhere, dry_run=True), archive)
    assert kept(elsewhere) == set()
    import_council(elsewhere, archive)
    there = replace(elsewhere, council="kvaefjord")
    assert content(there, "1/26", 1) == BYTES
    assert not audit.verify(there)[0].flaws


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("Notat.pdf", "Notat.pdf"), ("con", "_con"), ("CON.txt", "_CON.txt"), ("lpt1 .pdf", "_lpt1.pdf"),
        ("..", "_"), ("../../etc/passwd", "_.._etc_passwd"), ("a\nb\x1b[31m.txt", "a_b_[31m.txt"),
        ("rapport\u202efdp.exe", "rapportfdp.exe"), ("a<b>:c|d?.txt", "a_b__c_d_.txt"), ("  punkt. ", "punkt"),
        ("æøå.PDF", "æøå.PDF"), ("😀.png", "😀.png"), (f"{'x' * 300}.pdf", f"{'x' * 60}.pdf"), ("\u200b", "_"),
    ],
)  # fmt: skip
def test_names_are_such_that_every_system_can_write_them(typed: str, safe: str) -> None:
    assert files.safe_name(typed) == safe
