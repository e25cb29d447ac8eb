"""An agreement of a municipality's own, answered question by question, and a year that is played under it."""

from __future__ import annotations

import io
import json
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from slt_flow.commands import run

ANSWERS: Final = """
Politirådet for Nord- og Sørfjord
2
2025-01-01

Ordføraren
2024-12-10
Vestre politidistrikt
Stasjonssjefen
2024-12-12
Sørfjord kommune
Ordføraren i Sørfjord
2024-12-11

Ordførar
1
ja
nei
Stasjonssjef
2
ja
nei
Ordførar i Sørfjord
3
ja
nei
SLT-koordinator
1
nei
ja
Politikontakt
2
nei
ja

Rektor
1
2

1
4
Rus
Vald i nære relasjonar

4
2
2
7
2
2
1
§ 2
ja
3
ja
1
ja
2
ja
8
ja
8
ja
8
ja
8
ja
3
ja
§§ 1, 3
ja
11
8
1
9
1
5
5
"""
"""Answers for three parties; an empty line takes what is proposed, or says that there are no more."""


class Answer(NamedTuple):
    """Exit code of a command with what it printed."""

    code: int
    out: str
    err: str


class Desk:
    """A coordinator's folder, where commands run in this process."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.capsys, self.monkeypatch = folder, capsys, monkeypatch
        monkeypatch.chdir(folder)

    def __call__(self, line: str, answers: bytes | None = None) -> Answer:
        if answers is not None:
            self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answers)))
        code = run.run([*shlex.split(line), "--db", "slt.sqlite"], {})
        printed = self.capsys.readouterr()
        assert "Traceback" not in printed.err
        return Answer(code, printed.out, printed.err)

    def ok(self, line: str) -> Answer:
        answer = self(line)
        assert answer.code == 0, (line, answer)
        return answer

    def json(self, line: str) -> Any:
        return json.loads(self.ok(f"{line} --json").out)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, capsys, monkeypatch)


def test_an_agreement_is_answered_for_and_is_in_order(desk: Desk) -> None:
    asked = desk("agreement new Nordfjord --ask --lang nn", ANSWERS.encode()[1:])
    assert asked.code == 0, asked
    assert "slt init nordfjord.toml" in asked.out
    assert "Kva heiter rådet?" in asked.err
    written = tomllib.loads((desk.folder / "nordfjord.toml").read_text("utf-8"))
    assert [party["name"] for party in written["parties"]] == [
        "Nordfjord kommune",
        "Vestre politidistrikt",
        "Sørfjord kommune",
    ]
    assert written["agreement"]["language"] == "nn"
    assert {clause["key"] for clause in written["clauses"] if clause["ref"] == "§§ 1, 3"} == {
        "learning_points_are_carried_over"
    }
    assert desk("agreement check nordfjord.toml").code == 0
    again = desk("agreement new Nordfjord --ask", b"")
    assert (again.code, "?" in again.err) == (4, False), "a name that is taken is told before the first question"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_answers_are_read_as_an_editor_saved_them(desk: Desk, encoding: str) -> None:
    assert desk("agreement new Nordfjord --ask --output x.toml", ANSWERS[1:].encode(encoding)).code == 0
    assert "Politirådet for Nord- og Sørfjord" in (desk.folder / "x.toml").read_text("utf-8")


WRONG: Final = {
    "a day that is none": ("2025-01-01", "2025-13-01", "2025-13-01"),
    "signed after it is in force": ("2024-12-12", "2025-02-01", "2025"),
    "no such party": ("Stasjonssjef\n2", "Stasjonssjef\n7", "7"),
    "neither yes nor no": ("2\nja\nnei\nOrdførar i", "2\nkanskje\nnei\nOrdførar i", "ja eller nei"),
    "too many meetings": ("relasjonar\n\n4", "relasjonar\n\n400", "366"),
    "no section": ("§ 2\nja", "kapittel to\nja", "kapittel to"),
    "a hidden letter": ("Rektor", "Rek\x07tor", "U+0007"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_that_does_not_fit_is_told_at_once_and_nothing_is_written(desk: Desk, name: str) -> None:
    old, new, tells = WRONG[name]
    assert ANSWERS.count(old) >= 1
    asked = desk("agreement new Nordfjord --ask", ANSWERS.replace(old, new, 1).encode()[1:])
    assert asked.code == 2
    assert tells in asked.err
    assert not (desk.folder / "nordfjord.toml").exists()


def test_answers_that_end_early_write_nothing(desk: Desk) -> None:
    lines = ANSWERS.splitlines(keepends=True)[1:]
    for length in range(0, len(lines), 7):
        asked = desk("agreement new Nordfjord --ask", "".join(lines[:length]).encode())
        assert (asked.code, list(desk.folder.iterdir())) == (2, []), length


@pytest.mark.parametrize("other", ["kvaefjord", "levanger"])
def test_an_agreement_like_another_holds_nothing_that_only_the_other_did(desk: Desk, other: str) -> None:
    desk.ok(f"agreement new Nordfjord --like {other}")
    text = (desk.folder / "nordfjord.toml").read_text("utf-8")
    written = tomllib.loads(text)
    assert written["agreement"]["name"] == "nordfjord"
    assert "Nordfjord" in written["agreement"]["title"]
    acts = [act for party in written["parties"] for key, act in party.items() if key in ("signed_by", "adopted_by")]
    assert {act["date"] for act in acts} == {written["agreement"]["in_force"]}
    assert not any("case" in act for act in acts)
    assert "K-sak" not in "".join(line for line in text.splitlines() if not line.startswith("#"))
    assert not any("period" in area or "shared_with" in area for area in written["focus_areas"])
    desk.ok("agreement check nordfjord.toml")
    desk.ok("agreement new Tredje --like nordfjord.toml")
    assert desk(f"agreement new {other} --like {other}").code == 2
    assert desk("agreement new Fjerde --like kvafjord").code == 3


YEAR: Final = """
init nordfjord.toml --from 2025-01-01
challenge add fyll --title "Ungdom drikk for tidleg" --on 2025-01-15
meeting hold 2025-02-12 --present all --agenda-sent 2025-02-03
decision register "Felles foreldremøte om rus" --area rus --meeting M1/25 --consent all --challenge fyll
assign 1/25 slt-koordinator --due 2025-09-01 --on 2025-02-13
measure add 1/25.1 "Leige hallen" --owner rektor --due 2025-05-15 --on 2025-02-14
do 1/25.1 plan --through --on 2025-02-15
meeting minute M1/25 --on 2025-02-20
meeting archive M1/25 --on 2025-02-21
do 1/25.1.1 finish --through --result "Leigd" --on 2025-05-10
do 1/25.1.1 verify --on 2025-05-12
plan open 2025 --on 2025-05-02
meeting hold 2025-05-14 --present all --agenda-sent 2025-05-02
plan adopt 2025 --meeting M2/25 --consent all
meeting minute M2/25 --on 2025-05-20
meeting archive M2/25 --on 2025-05-21
do 1/25.1 report --result "Halle leigd, møte halde" --on 2025-08-30
meeting hold 2025-09-10 --present all --agenda-sent 2025-09-01
do 1/25.1 approve --meeting M3/25 --on 2025-09-10
decision register "Foreldrevandring i begge kommunane" --area vald-i-naere-relasjonar --meeting M3/25 --consent all
assign 3/25 politikontakt --due 2026-06-01 --on 2025-09-11
measure add 3/25.1 "Lage vaktliste" --owner rektor --due 2025-11-01 --on 2025-09-12
meeting minute M3/25 --on 2025-09-20
meeting archive M3/25 --on 2025-09-21
meeting hold 2025-10-15 --kind information --present all
do 3/25.1 plan --through --on 2025-09-15
do 3/25.1.1 finish --through --result "Laga" --on 2025-10-20
do 3/25.1.1 verify --on 2025-10-21
agreement fulfil contact-is-present 2025-01-06 --weekly-until 2025-12-29 --note Fast
agreement fulfil agreement-is-evaluated 2025-11-20 --note "Evaluert i møtet"
evaluate open 2025 --on 2025-11-20
evaluate assess 1/25.1.1 3/25.1.1 --challenge fyll --effect good --on 2025-11-20
learning add "Begynn tidlegare" --on 2025-11-20
meeting hold 2025-12-03 --present all --agenda-sent 2025-11-20
evaluate adopt 2025 --meeting M5/25 --consent all
meeting minute M5/25 --on 2025-12-10
meeting archive M5/25 --on 2025-12-11
status --year 2025
meeting minutes M1/25
handover-pack
wheel 2025
report --from 2025-01-01 --to 2025-12-31
journal verify
"""
"""A whole year of a council of three parties, as its coordinator types it."""


@pytest.mark.endurance
def test_a_council_of_three_parties_lives_a_year(desk: Desk) -> None:
    desk("agreement new Nordfjord --ask --lang nn", ANSWERS.encode()[1:])
    for line in YEAR.strip().splitlines():
        desk.ok(line)
    stands = {row["clause"]: row["verdict"] for row in desk.json("agreement obligations --year 2025")["obligations"]}
    assert {clause for clause, verdict in stands.items() if verdict == "broken"} == set(), stands
