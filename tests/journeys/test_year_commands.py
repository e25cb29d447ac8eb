"""Absences, the year wheel, the report and the handover pack, as a coordinator types them and reads them."""

from __future__ import annotations

import csv
from collections.abc import Sequence

import pytest

from tests.journeys.terminal import Ran, Terminal

WRONG_USE, NOT_YOURS = 2, 5

BAD = {
    "ends before it begins": ("absence kulturleder --from 2026-08-31 --to 2026-08-01", "before it begins on"),
    "no such day": ("absence kulturleder --from 2026-02-30 --to 2026-08-01", "The calendar has no 2026-02-30"),
    "own deputy": ("absence kulturleder --from 2026-08-01 --to 2026-08-02 --deputy kulturleder", "its own deputy"),
    "misspelt post": ("absence kulturledr --from 2026-08-01 --to 2026-08-02", "Did you mean kulturleder?"),
    "misspelt deputy": ("deputy kulturleder politikontkt --from 2026-08-01 --to 2026-08-02", "mean politikontakt?"),
    "no absence": ("deputy kulturleder politikontakt", "No absence of kulturleder is recorded"),
    "one day only": ("deputy kulturleder politikontakt --from 2026-08-01", "--from DATE --to DATE"),
    "period backwards": ("report --from 2026-05-01 --to 2026-04-01", "Swap the days"),
    "not a year": ("wheel tjuesju", "tjuesju"),
    "unknown form": ("report --format rtf", "rtf"),
    "ending of another format": ("report --output rapport.pdf --format md", "ends with .md"),
    "ending of another export": ("export xlsx --output rapport.pdf", "ends with .xlsx"),
    "ending of another page": ("export html --output side.docx", "ends with .html"),
    "ending of another log": ("export ocel --output logg.pdf", "ends with .json"),
    "ending of no calendar": ("export calendar --post slt-koordinator --output k.pdf", "ends with .ics"),
    "unknown ending": ("report --output rapport.rtf", ".csv"),
}


def told(terminal: Terminal, lines: Sequence[str], **env: str) -> list[Ran]:
    return terminal.session([line.split() for line in lines], **{"SLT_LANG": "en", **env})


def test_what_cannot_be_is_told_in_a_sentence_and_nothing_written(untouched: Terminal) -> None:
    before = untouched.digest()
    for ran, (line, sentence) in zip(told(untouched, [line for line, _ in BAD.values()]), BAD.values(), strict=True):
        assert sentence in ran.failed(WRONG_USE).err, line
        assert ran.out == ""
    assert untouched.digest() == before


def test_a_summer_with_a_deputy(council: Terminal) -> None:
    lines = (
        "absence politikontakt --from 2026-07-01 --to 2026-07-31",
        "absence kulturleder --from 2026-07-20 --to 2026-08-02 --deputy politikontakt",
        "absence kulturleder --from 2026-05-01 --to 2026-05-20 --deputy politikontakt",
        "post list --json",
        "post list",
        "todo politikontakt",
        "do 1/26.1.1 accept --as politikontakt",
        "do 1/26.1.1 start --as rektor-kvaefjord-skole",
        "measure add 1/26.1 Plakater --owner kulturleder --due 2026-05-17",
        "meeting plan 2026-12-24",
    )
    alone, refused, recorded, posts, table, todo, accepted, other, measure, planned = told(council, lines)
    assert "Nobody acts for politikontakt meanwhile" in alone.ok().err
    assert "politikontakt is away itself from 1 July 2026 to 31 July 2026" in refused.failed(WRONG_USE).err
    assert recorded.ok().err == ""
    assert {row["id"]: (row["away"], row["deputy"]) for row in posts.ok().json if row["away"]} == {
        "kulturleder": ("2026-05-20", "politikontakt")
    }
    assert "away" in table.ok().out
    assert "for kulturleder" in todo.ok().out
    accepted.ok()
    other.failed(NOT_YOURS)
    assert "17 May 2026, is a Sunday: nobody is there. The next working day is 18 May 2026." in measure.ok().err
    assert "kulturleder is away from 1 May 2026 to 20 May 2026" in measure.err
    assert "which is Julaften. The next working day is 28 December 2026." in planned.ok().err


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_wheel_fits_eighty_columns_of_what_is_short(untouched: Terminal, language: str) -> None:
    (wheel,) = told(untouched, ["wheel"], SLT_LANG=language)
    heading, *_ = wheel.ok().out.splitlines()
    assert len(heading) == 80
    months = ("Januar", "Desember") if language == "nb" else ("January", "December")
    assert [month for month in months if f"\n{month}" in wheel.out] == list(months)
    assert "M3/26" in wheel.out
    assert "\x1b" not in wheel.out


def test_the_wheel_as_json_has_stable_names(untouched: Terminal) -> None:
    running, next_year, past = told(untouched, ["wheel --json", "wheel 2027 --json", "wheel --json --as-of 2026-03-01"])
    found = running.ok().json
    assert (found["council"], found["year"], len(found["months"])) == ("kvaefjord", 2026, 12)
    entries = [entry for month in found["months"] for entry in month["entries"]]
    assert {"ref": "M3/26", "what": "meeting", "day": "2026-09-10"}.items() <= next(
        e.items() for e in entries if e["ref"] == "M3/26" and e["what"] == "meeting"
    )
    assert next_year.ok().json["year"] == 2027
    assert past.ok().json["as_of"] == "2026-03-01"


def test_the_report_in_all_its_forms(council: Terminal) -> None:
    lines = (
        "report",
        "report --format md",
        "report --format csv",
        "report --json",
        "report --output vedtak.csv",
        "report --output vedtak.md",
        "report --output vedtak.json",
        "report --output vedtak.csv",
    )
    table, markdown, table_of_commas, as_json, *written, again = told(council, lines)
    assert max(map(len, table.ok().out.splitlines()[4:])) <= 80
    assert "| Body | Date | Case | Decision | Responsible | Status | Remarks |" in markdown.ok().out
    assert [each["ref"] for each in as_json.ok().json["decisions"]] == ["1/26", "8/26", "9/26"]
    for ran, stdout in zip(written, (table_of_commas, markdown, as_json), strict=True):
        name = ran.ok().err.split()[-1]
        assert (council.home / name).read_bytes().replace(b"\r\n", b"\n").decode() == stdout.out.replace("\r\n", "\n")
    with (council.home / "vedtak.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Case"].split(", ")[1] for row in rows] == ["1/26", "8/26", "9/26"]
    assert again.code != 0
    assert "is there already" in again.err


def test_the_pack_as_a_file_and_on_the_terminal(council: Terminal) -> None:
    shown, as_json, written = told(
        council, ["handover-pack", "handover-pack --json", "handover-pack --output overlevering.md"]
    )
    for heading in ("Next meeting", "Open work", "Obligations at risk", "How to go on"):
        assert f"\n{heading}\n" in shown.ok().out
        assert f"\n## {heading}\n" in (council.home / "overlevering.md").read_text("utf-8")
    assert "overlevering.md" in written.ok().err
    assert as_json.ok().json["next_meeting"]["ref"] == "M3/26"
    assert {each["post"] for each in as_json.json["work"]} >= {"kulturleder", "leder-idrettslag"}


def test_the_readings_write_nothing(untouched: Terminal) -> None:
    before = untouched.digest()
    for ran in told(
        untouched, ["wheel", "report", "handover-pack", "wheel --as-of 2026-03-20", "report --as-known 2026-12-31"]
    ):
        ran.ok()
    assert untouched.digest() == before
