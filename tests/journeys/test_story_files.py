"""`slt workflow test`: a municipality's own stories, played where nobody's council is touched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.journeys.terminal import Terminal

STORIES: Final = """
[[stories]]
name = "Når alle samtykker, er saken vedtatt"
given = [{ meeting = 2026-03-12, present = "all" }]
when = [{ decision = "Trygg skolevei", meeting = "M1/26", consent = "all" }]
then = [{ ref = "1/26", state = "adopted" }, { journal_verifies = true }]

[[stories]]
name = "Uten at noen har sagt noe, er saken vedtatt likevel, og den er gjort og ferdig og går til kommunedirektøren"
given = [
  { meeting = 2026-03-12, present = "all" },
  { decision = "Trygg skolevei", meeting = "M1/26" },
]
when = [
  { do = "adopt", ref = "1/26" },
]
then = [
  { ref = "1/26", state = "adopted" },
]

[[stories]]
name = "Saken ble noe annet enn fortalt"
given = [
  { meeting = 2026-03-12, present = "all" },
  { decision = "Trygg skolevei", meeting = "M1/26", consent = "all" },
]
then = [
  { ref = "1/26", state = "carried_out", waits_on = ["ordforer"] },
  { action = "assign", ref = "1/26", shut_by = ["is_for_information"] },
  { obligation = "meetings_are_held", verdict = "kept" },
]
"""
ESCAPES: Final = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def file(empty: Terminal) -> Path:
    path = empty.home / "fortellinger.toml"
    path.write_text(STORIES, encoding="utf-8")
    return path


def test_which_stories_hold_and_where_the_others_do_not(
    empty: Terminal, file: Path, snapshot: SnapshotAssertion
) -> None:
    piped = empty("workflow", "test", file.name)
    shown = empty("workflow", "test", file.name, "--color", "always")
    assert (piped.code, shown.code, piped.err, shown.err) == (1, 1, "", "")
    told = ESCAPES.sub("", shown.out)
    assert max(map(len, told.splitlines())) <= 80
    assert "\x1b" not in piped.out
    assert "".join(told.split()) == "".join(piped.out.split())
    assert told == snapshot
    assert sorted(path.name for path in empty.home.iterdir()) == [file.name], "nothing is left behind"


def test_for_a_program_in_english_and_of_several_files(empty: Terminal, file: Path) -> None:
    (empty.home / "en.toml").write_text(STORIES[: STORIES.index("[[stories]]", 20)], encoding="utf-8")
    told = empty("workflow", "test", "en.toml", file.name, "--json", "--lang", "en")
    assert (told.code, told.err) == (1, "")
    assert (told.json["holding"], told.json["total"]) == (2, 4)
    refused = told.json["stories"][2]
    assert {name: refused[name] for name in ("file", "line", "holds")} == {"file": file.name, "line": 8, "holds": False}
    (amiss,) = refused["amiss"]
    assert {name: amiss[name] for name in ("part", "line", "what", "code", "expected")} == {
        "part": "when", "line": 15, "what": "adopt 1/26", "code": "was_refused", "expected": "that it is done",
    }  # fmt: skip
    assert "everyone_present_has_taken_a_stance" in {finding["rule"] for finding in amiss["findings"]}
    assert empty("workflow", "test", "en.toml", "--lang", "en").ok().out.endswith("1 of 1 story holds\n")


def test_a_municipality_tries_its_own_machines(empty: Terminal) -> None:
    """A rule that its own version of the decision does not ask for lets through what the shipped one refuses."""
    checkout = Path(__file__).resolve().parents[2] / "workflows"
    own = empty.home / "egne"
    (own / "machines" / "decision").mkdir(parents=True)
    shipped = (checkout / "machines" / "decision" / "1.toml").read_text(encoding="utf-8")
    needed = 'needs = ["meeting_is_held", "is_for_information"]'
    assert shipped.count(needed) == 1
    (own / "machines" / "decision" / "verdal-1.toml").write_text(
        shipped.replace(needed, 'needs = ["is_for_information"]')
    )
    (empty.home / "agreements").mkdir()
    agreement = (checkout / "agreements" / "kvaefjord" / "2019-01-01.toml").read_text(encoding="utf-8")
    (empty.home / "agreements" / "vaar.toml").write_text(agreement.replace("decision = 1", 'decision = "verdal-1"', 1))
    (empty.home / "vaar.toml").write_text(
        'agreement = "agreements/vaar.toml"\n[[stories]]\nname = "Tas til etterretning før møtet"\n'
        'given = [{ meeting = 2026-09-10, on = 2026-08-01 }, { decision = "Ungdata", meeting = "M1/26", '
        'for_information = true }]\nwhen = [{ do = "take_note", ref = "1/26" }]\nthen = [{ ref = "1/26" }]\n',
        encoding="utf-8",
    )
    assert empty("workflow", "test", "vaar.toml", "--workflows", "egne").ok()
    told = empty("workflow", "test", "vaar.toml").failed(3).err
    assert "machines.decision: det finnes ingen versjon verdal-1" in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("given = [{ meetin = 2026-03-12 }]\nthen = [{ late = 0 }]", "line 3, stories.0.given.0.meetin"),
        ('when = [{ do = "adpot", ref = "1/26" }]\nthen = [{ late = 0 }]', "Did you mean adopt?"),
        ('when = [{ do = "adopt", ref = "126" }]\nthen = [{ late = 0 }]', "a ref, such as 3/26"),
        ("given = []", "line 1, stories.0.then: this key is missing"),
        ('agreement = "../avtale.toml"\nthen = [{ late = 0 }]', "leads out of the folder of the stories"),
        ("then = " + "[" * 5000, "nested deeper than 20 levels (line 3)"),
    ],
)
def test_a_file_that_is_wrong_is_told_of_by_line(empty: Terminal, content: str, told: str) -> None:
    (empty.home / "story.toml").write_text(f'[[stories]]\nname = "Trygg skolevei"\n{content}\n', encoding="utf-8")
    ran = empty("workflow", "test", "story.toml", "--lang", "en").failed(3)
    assert "story.toml" in ran.err
    assert told in ran.err
    assert ran.out == ""


def test_a_name_that_a_terminal_would_obey_is_refused(empty: Terminal) -> None:
    (empty.home / "story.toml").write_text('[[stories]]\nname = "a\\u001b[2J"\nthen = [{ late = 0 }]\n')
    ran = empty("workflow", "test", "story.toml").failed(3)
    assert "\x1b" not in ran.out + ran.err
    assert empty("workflow", "test").failed(2)
    assert empty("workflow", "test", "borte.toml").failed(3)
