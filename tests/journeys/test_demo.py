"""From nothing to the product at work: a believable year, played by one command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest

from tests.journeys.terminal import Ran, Terminal

SHOWN: Final = {
    "adopted by consensus and carried out": r"✓ 1/26 Felles foreldremøte om rus +Gjennomført 2/2",
    "reported and approved": r"✓ 1/26\.1 .+ Godkjent 2/2",
    "in follow-up": r"● 2/26 Natteravner i sentrum +Til oppfølging 1/3",
    "awaiting ratification": r"○ 3/26 .+ Vedtatt med forbehold\n.+venter på Kommunestyret",
    "taken note of": r"– 4/26 .+ Tatt til etterretning",
    "assignment sent back": r"▲ 5/26\.1 .+ Sendt tilbake\n(.+\n)*? +[“«]Aksjonen bør eies av kommunen",
    "closed without follow-up": r"– 6/26 .+ Avsluttet",
    "blocked measure": r"▲ 8/26\.1\.2 .+ Hindret\n(.+\n)*?.+[“«]Gymsalen er stengt",
    "late": r"! 2/26\.1\.1 .+ I arbeid 60 %\n.+203 dager over fristen",
    "deadline moved": r"fristen flyttet 1 gang",
    "held": r"slt-koordinator \(Kari Eksempel\)",
    "totals": r"9 vedtak · 4 oppdrag · 7 tiltak · 4 ferdige · 2 over fristen",
}
"""What a believable year has, and how the tree shows it."""


def _demo(terminal: Terminal, *words: str, lang: str | None = None) -> Ran:
    return terminal("demo", *words, SLT_ON="2026-11-21", SLT_DB=None, SLT_LANG=lang)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ((), "Politirådet i Kvæfjord 2026"),
        pytest.param(("--agreement", "levanger"), "Politirådet i Levanger 2026", marks=pytest.mark.endurance),
    ],
)
def test_the_tree_shows_every_believable_thing(empty: Terminal, words: tuple[str, ...], title: str) -> None:
    ran = _demo(empty, *words).ok()
    assert ran.out.startswith(title)
    for what, pattern in SHOWN.items():
        assert re.search(pattern, ran.out), what
    assert "7/26" not in ran.out, "a mistake that was mended is no decision"
    tree, obligations, wheel = ran.out.split("Politirådet i ")[1:]
    assert max(map(len, tree.splitlines())) <= 80
    assert ": forpliktelser 2026" in obligations
    assert ": årshjul 2026" in wheel
    assert "\x1b" not in ran.out
    assert "slt demo --keep demo.sqlite" in ran.err
    assert list(empty.home.iterdir()) == [], "nothing is left behind"


@pytest.mark.endurance
def test_in_english_on_whatever_day_it_is_played(empty: Terminal) -> None:
    ran = empty("demo", SLT_ON=None, SLT_DB=None, SLT_LANG="en").ok()
    assert "9 decisions · 4 assignments · 7 measures · 4 settled · 2 late" in ran.out
    assert "Adopted conditionally" in ran.out
    assert "Keep a copy to try things on" in ran.err


@pytest.mark.endurance
def test_a_kept_year_is_a_council_to_work_in(empty: Terminal) -> None:
    file = empty.home / "mitt demo.sqlite"
    kept = _demo(empty, "--keep", str(file)).ok()
    suggested = [line.split("--db ")[1] for line in kept.err.splitlines() if "--db " in line]
    assert len(suggested) == 9
    terminal = Terminal(empty.home, {"SLT_DB": str(file), "SLT_ON": "2026-11-20"})
    terminal("journal", "verify").ok()
    shown = [terminal(*words).ok().out for words in (("status",), ("agreement", "obligations"), ("wheel",))]
    assert "\n".join(shown) == kept.out

    told = terminal("history", "--json").ok().json
    assert _refused_then_amended(told)
    assert _handed_over(told) == [("2/26.1.3", "helsesykepleier", "Kulturlederen har permisjon.")]
    voided = [line for line in told if line["voided"]]
    assert {line["subject"] for line in voided} == {"7/26"}
    taken_back = [line for line in told if line["kind"] == "EntryVoided"]
    assert {line["texts"]["reason"] for line in taken_back} == {"Feil satsingsområde."}
    assert sorted(line["data"]["seq"] for line in taken_back) == [line["seq"] for line in voided]

    assert "finish" in terminal("why", "8/26.1.2", "finish").ok().out
    terminal("do", "8/26.1.2", "unblock").ok()


def test_a_file_that_is_there_is_left_alone(empty: Terminal) -> None:
    file = Path(empty.home / "slt.sqlite")
    file.write_bytes(b"Viktig.")
    ran = _demo(empty, "--keep", str(file), lang="en").failed(4)
    assert f"{file} is there already" in ran.err
    assert ran.out == ""
    assert file.read_bytes() == b"Viktig."
    assert _demo(empty, "--keep", str(empty.home), lang="en").failed(2)


def test_kept_in_a_new_folder_and_told_as_json(empty: Terminal) -> None:
    file = empty.home / "ny mappe" / "demo.sqlite"
    told = _demo(empty, "--keep", str(file), "--json").ok()
    assert told.err == ""
    assert told.json["totals"] == {"decisions": 9, "assignments": 4, "measures": 7, "settled": 4, "late": 2}
    assert file.stat().st_mode & 0o077 == 0, "only its owner reads it"


def test_another_agreement_is_named(empty: Terminal) -> None:
    ran = _demo(empty, "--agreement", "levnger", lang="en").failed(2)
    assert "levanger" in ran.err


def _refused_then_amended(told: list[dict[str, Any]]) -> bool:
    """Whether an objection was met by a new text, everyone consented to it, and it was adopted."""
    about = [line for line in told if line["subject"] == "2/26"]
    objected = next(line["seq"] for line in about if line["data"].get("stance") == "object")
    amended = next(line["seq"] for line in about if line["kind"] == "TextAmended" and line["seq"] > objected)
    adopted = next(line["seq"] for line in about if line["to_state"] == "adopted")
    later = [line["data"]["stance"] for line in about if line["kind"] == "StanceTaken" and line["seq"] > amended]
    return objected < amended < adopted and later == ["consent"] * 5


def _handed_over(told: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    changed = [line for line in told if line["kind"] == "OwnerChanged"]
    return [(line["subject"], line["data"]["owner"], line["texts"].get("reason", "")) for line in changed]
