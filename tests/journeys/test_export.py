"""The council's history handed to other programs, as somebody asks for it."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.journeys.conftest import Prepared
from tests.journeys.terminal import Ran, Terminal


def told(terminal: Terminal, *lines: str, **more: str) -> list[Ran]:
    return terminal.session([line.split() for line in lines], **more)


def test_the_event_log_on_standard_output_and_in_a_file(council: Terminal) -> None:
    before = council.digest()
    shown, english, as_json, written, quiet, again, nowhere, folder, dash = told(
        council,
        "export ocel",
        "export ocel --lang en",
        "export ocel --json",
        "export ocel --output logg.json",
        "export ocel --output stille.json --quiet",
        "export ocel --output logg.json",
        "export ocel --output ingen/logg.json",
        "export ocel --output .",
        "export ocel --output -",
    )
    log = shown.ok().json
    assert list(log) == ["eventTypes", "objectTypes", "events", "objects"]
    assert shown.err == ""
    assert shown.out == english.ok().out == as_json.ok().out == dash.ok().out, "the same in every language"
    assert (written.ok().out, written.err) == ("", "Skrevet til logg.json\n")
    assert (quiet.ok().out, quiet.err) == ("", "")
    for name in ("logg.json", "stille.json"):
        assert (council.home / name).read_text("utf-8") == shown.out
    assert "overskrevet" in again.failed(4).err
    assert "overskrevet" in folder.failed(4).err
    assert "kan ikke skrives" in nowhere.failed(4).err
    assert [ran.out for ran in (again, folder, nowhere)] == ["", "", ""]
    assert council.digest() == before


def test_the_event_log_of_an_earlier_day_and_without_titles(untouched: Terminal) -> None:
    whole, then, bare, early, wrong = told(
        untouched,
        "export ocel",
        "export ocel --as-of 2026-03-12",
        "export ocel --without-titles",
        "export ocel --as-known 2020-01-01",
        "export ocel --as-of i-går",
        SLT_LANG="en",
    )
    assert 0 < len(then.ok().json["events"]) < len(whole.ok().json["events"])
    assert max(event["time"] for event in then.json["events"]) < "2026-03-13"
    names = {attribute["name"] for thing in bare.ok().json["objects"] for attribute in thing["attributes"]}
    assert "title" not in names
    assert "state" in names
    assert "was not followed up here yet" in early.failed(2).err
    assert "2026-03-12" in wrong.failed(2).err


def test_one_council_a_file(tmp_path: Path, prepared: Prepared) -> None:
    both = Terminal(tmp_path)
    both.database.write_bytes(prepared("two"))
    unnamed, unknown, named = told(
        both, "export ocel", "export ocel --council levangr", "export ocel --council levanger", SLT_LANG="en"
    )
    assert "--council" in unnamed.failed(2).err
    assert "levanger" in unknown.failed(2).err
    assert {thing["id"].partition(":")[0] for thing in named.ok().json["objects"]} == {"levanger"}


def test_no_database_to_tell_of(empty: Terminal) -> None:
    ran = empty("export", "ocel", "--output", "logg.json")
    assert ran.failed(4).out == ""
    assert not (empty.home / "logg.json").exists()


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE entries SET data = 'nei' WHERE seq = 30",
        "UPDATE entries SET at = 'i går' WHERE kind = 'Moved'",
        "UPDATE entries SET \"on\" = 'i går' WHERE seq = 30",
        "UPDATE entries SET subject = '99/26' WHERE kind = 'Moved' AND seq > 30",
    ],
)
def test_a_journal_that_cannot_be_read_becomes_no_file(council: Terminal, spoil: str) -> None:
    with closing(sqlite3.connect(council.database)) as raw, raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        assert raw.execute(spoil).rowcount
    ran = council("export", "ocel", "--output", "logg.json", "--json").failed(4)
    assert json.loads(ran.out)["accepted"] is False
    assert not (council.home / "logg.json").exists()


def test_the_whole_follow_up_leaves_as_sheets(council: Terminal) -> None:
    first, again, other, into = told(
        council,
        "export xlsx --output oppfolging.xlsx",
        "export xlsx --output oppfolging.xlsx",
        "export xlsx --output fjor.xlsx --year 2025 --lang en",
        "export xlsx --output ingen/x.xlsx",
    )
    assert first.ok().err == "Skrevet til oppfolging.xlsx\n"
    assert "overskrevet" in again.failed(4).err
    assert "kan ikke skrives" in into.failed(4).err
    book = CalamineWorkbook.from_path(str(Path(council.home) / "oppfolging.xlsx"))
    assert book.sheet_names == [
        "Status", "Vedtak", "Tiltak", "Forpliktelser", "Ansvarlige", "Møter", "Årshjul 2026",
    ]  # fmt: skip
    head, *cases = book.get_sheet_by_name("Status").to_python()
    tree = council("status", "--json").ok().json
    refs = [ref for area in tree["areas"] for decision in area["decisions"] for ref in all_refs(decision)]
    assert [row[0] for row in cases] == refs
    due = head.index("frist")
    assert {type(row[due]) for row in cases} == {date, str}
    assert other.ok()
    assert CalamineWorkbook.from_path(str(Path(council.home) / "fjor.xlsx")).sheet_names[-1] == "Year wheel 2025"


def all_refs(case: dict[str, Any]) -> list[str]:
    """The refs of a case of the tree and of all beneath it."""
    lists = (value for value in case.values() if isinstance(value, list))
    beneath = (row for rows in lists for row in rows if isinstance(row, dict) and "level" in row)
    return [case["ref"], *(ref for child in beneath for ref in all_refs(child))]


def test_a_council_moves_to_another_machine(council: Terminal, tmp_path: Path) -> None:
    first, again, checked, brought, twice, there, verified = told(
        council,
        "export council rad.zip",
        "export council rad.zip",
        "import council rad.zip --check --db annen.sqlite",
        "import council rad.zip --db annen.sqlite",
        "import council rad.zip --db annen.sqlite",
        "status --db annen.sqlite",
        "journal verify --db annen.sqlite",
    )
    assert first.ok().err == "Skrevet til rad.zip\n"
    assert "overskrevet" in again.failed(4).err
    assert "ingenting" in checked.ok().err.casefold()
    assert "kvaefjord" in brought.ok().out
    assert "fra før" in twice.failed(2).err
    assert there.ok().out == council("status").ok().out
    assert verified.ok()


def test_a_council_comes_in_under_another_name(council: Terminal) -> None:
    _, checked, bad, brought, again, undone, listed, verified, _, taken = told(
        council,
        "export council rad.zip",
        "import council rad.zip --name nytt-navn --check --db annen.sqlite",
        "import council rad.zip --name x/y --db annen.sqlite",
        "import council rad.zip --name nytt-navn --db annen.sqlite",
        "import council rad.zip --name tredje --db annen.sqlite",
        "undo --reason Feil --db annen.sqlite",
        "councils --db annen.sqlite",
        "journal verify --db annen.sqlite",
        "init levanger --db tredje.sqlite",
        "import council rad.zip --name levanger --db tredje.sqlite",
    )
    assert "nytt-navn" in checked.ok().out
    assert "kan ikke være en id" in bad.failed(2).err
    assert "nytt-navn er her" in brought.ok().err
    assert "fra før, som nytt-navn" in again.failed(2).err
    assert "navn tas ikke tilbake" in undone.failed(2).err
    assert listed.ok().out.split("\n")[2].split()[0] == "nytt-navn"
    assert verified.ok().out.startswith("nytt-navn: ")
    assert "Gi dette et annet navn med --name" in taken.failed(2).err


SAID_OF_AN_ARCHIVE = {
    "kort": "er avkortet",
    "endret": "er ikke slik den ble laget: texts.jsonl",
    "nyere": "har format 2",
    "bilde": "er ikke arkivet til et råd",
    "ingen": "kan ikke leses",
}


def test_an_archive_that_is_damaged_stays_out_in_one_sentence(council: Terminal) -> None:
    told(council, "export council rad.zip")[0].ok()
    raw = (council.home / "rad.zip").read_bytes()
    (council.home / "kort.zip").write_bytes(raw[: len(raw) // 2])
    with zipfile.ZipFile(council.home / "rad.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    changed = {**files, "texts.jsonl": files["texts.jsonl"].replace(b"a", b"b", 1)}
    newer = {**files, "manifest.json": files["manifest.json"].replace(b'"format":1', b'"format":2')}
    for name, content in (("endret.zip", changed), ("nyere.zip", newer), ("bilde.zip", {"bilde.png": b"x"})):
        with zipfile.ZipFile(council.home / name, "w") as archive:
            for inner, its in content.items():
                archive.writestr(inner, its)
    before = council.digest()
    for name, said in SAID_OF_AN_ARCHIVE.items():
        err = told(council, f"import council {name}.zip --db annen.sqlite")[0].failed(4).err
        assert err.startswith(f"{name}.zip {said}")
    here = told(council, "import council rad.zip")[0].failed(2)
    assert "fra før" in here.err
    assert not (council.home / "annen.sqlite").exists()
    assert council.digest() == before
