"""Coordinators bring in the lists they keep with the installed command, with at most two corrections each."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.journeys.terminal import Ran, Terminal, installed
from tests.model.test_personal_data import made as number_of
from tests.services.sheets import lists

CORRECTED: Final[dict[str, tuple[Callable[[Path], Path], tuple[tuple[str, ...], ...], int]]] = {
    "plan.xlsx": (lists.tidy, (("--owner", "administrasjonssjef"),), 7),
    "handlingsplan.xlsx": (lists.merged, (("--owner", "slt-koordinator"), ("--first-owner",)), 9),
    "sakliste.xlsx": (
        lists.with_notes,
        (("--post", "Rektor ungdomsskulen=administrasjonssjef"), ("--review", "1.12.2026")),
        6,
    ),
    "gammel.csv": (lists.old, (("--level", "oppdrag"),), 4),
}
"""Each list with the corrections that its coordinator makes, and how many cases come of it."""


@pytest.fixture
def begun(empty: Terminal) -> Terminal:
    empty("init", "kvaefjord", "--from", "2026-01-01", env={"SLT_LANG": "nb"}).ok()
    return empty


def cases(ran: Ran) -> int:
    return sum(1 for row in ran.ok().json["rows"] if not row["is_here"])


@pytest.mark.parametrize("name", CORRECTED)
def test_a_list_comes_in_with_at_most_two_corrections_that_its_refusal_names(begun: Terminal, name: str) -> None:
    make, corrections, number = CORRECTED[name]
    make(begun.home / name)
    assert len(corrections) <= 2
    refused = begun("import", name, "--lang", "nb").failed(2)
    assert "Ingenting ble lagret." in refused.err
    assert refused.err.index("leses som") < refused.err.index("blir ikke hentet inn")
    assert all(correction[0] in refused.err for correction in corrections)
    said = [word for correction in corrections for word in correction]
    foreseen = begun("import", name, *said, "--dry-run", "--save-mapping", "valg.toml", "--json")
    assert cases(foreseen) == number
    assert cases(begun("import", name, "--mapping", "valg.toml", "--json")) == number
    again = begun("import", *said, name, "--key", "igjen")  # options may stand before the file
    assert "er her" in again.ok().out or "here already" in again.out
    assert begun("status").ok().out.count("1/26.1") >= 1


def test_a_changed_row_is_told_until_the_change_is_recorded_here(begun: Terminal) -> None:
    def write(row: str) -> None:
        (begun.home / "l.csv").write_text(f"Oppdrag;Ansvarlig;Frist;Status\n{row}\n", encoding="utf-8")

    write("Reflekser;Ordfører;1.9.2026;Pågår")
    begun("import", "l.csv").ok()
    write("Reflekser;Ordfører;1.9.2026;Ferdig")
    told = begun("import", "l.csv", "--lang", "nb").ok().out
    assert "Rad 2 er endret: status for 1/26.1 er «Ferdig» i lista, og «I arbeid (importert)» her." in told
    assert "slt next 1/26.1" in told
    begun("reschedule", "1/26.1", "1.10.2026", "--reason", "Snø").ok()
    write("Reflekser;Ordfører;1.9.2026;Pågår")  # the list as it was is behind, and not changed
    assert begun("import", "l.csv", "--key", "igjen", "--json").ok().json["changes"] == []


def test_a_list_of_owners_that_becomes_decisions_alone_says_how_its_rows_become_measures(begun: Terminal) -> None:
    rows = "Vedtak / tiltak;Ansvarlig;Frist\nSkilte skoleveien;SLT-koordinator;2026-09-01\n"
    (begun.home / "l.csv").write_text(rows, encoding="utf-8")
    told = begun("import", "l.csv", "--dry-run", "--lang", "nb").ok().out
    option = shlex.split(told.split("si: ")[1].splitlines()[0])
    assert option == ["--map", "Vedtak / tiltak=tiltak"]
    as_said = ("import", "l.csv", "--dry-run", "--lang", "nb", *option, "--owner", "slt-koordinator")
    assert "si: " not in begun(*as_said).ok().out
    assert [row["level"] for row in begun(*as_said, "--json").ok().json["rows"]] == [
        "strategic", "coordinating", "executing",
    ]  # fmt: skip


def test_no_identity_number_around_a_list_is_shown(begun: Terminal) -> None:
    text = f"Gjelder {number_of('ordinary')}\n\nVedtak;Status\nA;Tull\n"
    (begun.home / "l.csv").write_text(text, encoding="utf-8")
    told = begun("import", "l.csv", "--lang", "nb").failed(2).err
    assert ("Gjelder" in told, number_of("ordinary") in told) == (True, False)


def test_what_is_no_file_is_a_command_that_is_not_there(begun: Terminal) -> None:
    assert "council" in begun("import", "counsil", env={"SLT_LANG": "en"}).failed(2).err
    assert "nowhere.csv" in begun("import", "nowhere.csv", env={"SLT_LANG": "en"}).failed(2).err


@pytest.mark.endurance
def test_ten_thousand_rows_come_in_within_twenty_seconds_and_300_megabytes(begun: Terminal) -> None:
    rows = (
        f"Vedtak {n // 100};Oppdrag {n // 10};Tiltak nummer {n};{('Ordfører', 'SLT-koordinator')[n % 2]};"
        f"{n % 28 + 1}.{n % 12 + 1}.2026;{('Pågår', 'Ferdig', 'Ikke startet')[n % 3]};Notat {n}"
        for n in range(10_000)
    )
    text = "\n".join(["Vedtak;Oppdrag;Tiltak;Ansvarlig;Frist;Status;Merknad", *rows])
    (begun.home / "stor.csv").write_text(text, encoding="utf-8")
    measured = (
        "import resource, subprocess, sys, time\n"
        "begun = time.monotonic()\n"
        "subprocess.run(sys.argv[1:], check=True)\n"
        "print(time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)\n"
    )
    words = [sys.executable, "-c", measured, installed(), "import", "stor.csv", "--owner", "ordforer", "-q"]
    ran = subprocess.run(words, env=begun.environment({}), cwd=begun.home, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, ran.stdout.split())
    assert seconds < 20
    assert megabytes < 300
