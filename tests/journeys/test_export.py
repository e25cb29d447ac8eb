"""The council's history handed to other programs, as somebody asks for it."""

from __future__ import annotations

import json
import sqlite3
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
