"""An agreement of one's own, from template to renewal, through the installed command."""

from __future__ import annotations

from pathlib import Path

import pytest

from slt_flow.definitions.locations import agreement_file
from tests.journeys.terminal import Ran, Terminal
from tests.renewals import renewed_text

MAPS = ("--map", "ungdomskontakt=ungdomsleder", "--map", "rus=alkohol")


def newer(home: Path, name: str = "ny.toml", in_force: str = "2026-04-01", **changed: str) -> None:
    """The template once more, with another youth post and another focus area."""
    text = renewed_text((home / "eksempel.toml").read_text(encoding="utf-8"), in_force)
    renamed = {'id = "ungdomskontakt"': 'id = "ungdomsleder"', 'id = "rus"': 'id = "alkohol"'}
    for old, new in {**renamed, **changed}.items():
        assert old in text
        text = text.replace(old, new)
    (home / name).write_text(text, encoding="utf-8")


def test_from_template_to_renewal(empty: Terminal) -> None:
    made = empty("agreement", "new", "eksempel").ok()
    assert "eksempel.toml" in made.out
    newer(empty.home)
    told = empty.session(
        [
            ["agreement", "check", "eksempel.toml"],
            ["init", "eksempel.toml"],
            ["meeting", "hold", "2026-03-12", "--present", "all"],
            ["decision", "register", "Foreldremøte", "--area", "rus", "--meeting", "M1/26", "--consent", "all"],
            ["assign", "1/26", "slt-koordinator", "--due", "2026-12-18"],
            ["measure", "add", "1/26.1", "Leie hall", "--owner", "ungdomskontakt", "--due", "2026-12-15"],
            ["agreement", "renew", "ny.toml"],
            ["agreement", "renew", "ny.toml", *MAPS, "--dry-run"],
            ["agreement", "renew", "ny.toml", *MAPS],
            ["agreement", "renew", "ny.toml", *MAPS],
            ["--json", "status"],
            ["agreement", "show"],
            ["agreement", "show", "--as-of", "2026-03-31"],
            ["history"],
            ["journal", "verify"],
        ]
    )
    refused, dry, done, again, status, now, before, history, verified = told[6:]
    for each in (*told[:6], dry, done, again, status, now, before, history, verified):
        each.ok()
    refused.failed(1)
    assert "--map ungdomskontakt=FUNKSJON --map rus=OMRÅDE" in refused.err
    assert "1/26.1.1 → ungdomsleder" in dry.out
    assert "ingenting" in dry.err
    assert "eksempel/2026-04-01" in done.out
    assert "allerede" in again.out
    assert [area["id"] for area in status.json["areas"]] == ["alkohol"]
    assert ("ungdomsleder" in now.out, "ungdomsleder" in before.out) == (True, False)
    assert "eksempel/2026-04-01" in history.out
    assert [line for ran in (dry, done, now) for line in ran.out.splitlines() if len(line) > 80] == []


def test_what_renew_refuses_is_told_and_nothing_is_written(empty: Terminal) -> None:
    empty("agreement", "new", "eksempel").ok()
    newer(empty.home)
    newer(empty.home, "eldre.toml", "2025-01-01")
    newer(empty.home, "senere.toml", "2026-09-01")
    newer(empty.home, "ukjent.toml", "2026-04-01", **{'posts = ["politikontakt"]': 'posts = ["politikontakta"]'})
    empty.session([["init", "eksempel.toml"]])
    before = empty.digest()
    renew = ["agreement", "renew"]
    told = empty.session(
        [
            [*renew, "eldre.toml"],
            [*renew, "senere.toml"],
            [*renew, "levanger"],
            [*renew, "finnes-ikke.toml"],
            [*renew, "ukjent.toml"],
            [*renew, "ny.toml", "--map", "slt-koordinator=ungdomsleder"],
            [*renew, "ny.toml", "--map", "ungdomskontakt=ingen"],
            [*renew, "ny.toml", "--map", "ungdomskontakt"],
            ["--as", "politikontakt", *renew, "ny.toml"],
        ]
    )
    assert [each.failed(each.code).code for each in told] == [2, 2, 2, 3, 3, 2, 2, 2, 5]
    assert "Mente du politikontakt?" in told[4].err
    assert "linje " in told[4].err
    assert "Mente du" not in told[1].err
    assert empty.digest() == before


def test_the_past_is_judged_by_what_held_then(empty: Terminal) -> None:
    """March's meeting keeps its verdict, April's can still adopt, and nothing is dated back over them."""
    text = renewed_text(agreement_file("kvaefjord").read_text(encoding="utf-8"), "2026-07-01")
    newer = text.replace('"politistasjonssjef"', '"stasjonssjef"')
    (empty.home / "ny.toml").write_text(newer, encoding="utf-8")
    stale = newer.replace('Stasjonssjefen", date = 2026-07-01', 'Stasjonssjefen", date = 2018-12-19')
    (empty.home / "usignert.toml").write_text(stale, encoding="utf-8")
    ran = empty.session(
        [
            ["init", "kvaefjord", "--from", "2026-01-01"],
            ["meeting", "hold", "2026-03-12", "--present", "all"],
            ["agreement", "renew", "usignert.toml"],
            ["agreement", "renew", "ny.toml", "--on", "2026-07-01"],
            ["--json", "agreement", "obligations"],
            ["meeting", "hold", "2026-04-16", "--present", "all"],
            ["decision", "register", "Skolestart", "--meeting", "M2/26", "--consent", "all", "--on", "2026-04-16"],
            ["meeting", "minutes", "M1/26"],
        ],
        SLT_ON="2026-11-20",
    )
    assert "politi (Stasjonssjefen, 2018-12-19)" in ran.pop(2).failed(1).err
    verdicts = {row["clause"]: row["verdict"] for row in ran[3].ok().json["obligations"]}
    assert verdicts["every_party_is_represented"] == "kept"
    assert "2 av 2 parter" in ran[5].ok().out
    assert "Politistasjonssjef" in ran[6].ok().out
    for each in ran:
        each.ok()


def test_a_template_is_never_written_over_anything(empty: Terminal) -> None:
    (empty.home / "eksempel.toml").write_text("mitt\n", encoding="utf-8")
    told = empty.session(
        [
            ["agreement", "new", "eksempel"],
            ["agreement", "new", "eksempel", "--output", "eksempel.txt"],
            ["agreement", "new", "eksempel", "--output", "ingen/mappe.toml"],
            ["agreement", "new", "a/b"],
        ]
    )
    assert [each.failed(each.code).code for each in told] == [4, 2, 4, 2]
    assert (empty.home / "eksempel.toml").read_text(encoding="utf-8") == "mitt\n"
    assert [path.name for path in empty.home.glob("*.t*")] == ["eksempel.toml"]


def test_a_template_can_be_printed_and_named(empty: Terminal) -> None:
    printed, named, english = empty.session(
        [
            ["agreement", "new", "Kvæfjord", "--output", "-"],
            ["--json", "agreement", "new", "Kvæfjord", "--title", "Rådet", "--output", "vår.toml"],
            ["--lang", "en", "agreement", "new", "Skiptvet"],
        ]
    )
    assert 'name = "kvaefjord"' in printed.ok().out
    assert named.ok().json == {"council": "kvaefjord", "file": "vår.toml"}
    assert "written in Norwegian" in english.ok().err
    assert 'language = "nb"' in (empty.home / "skiptvet.toml").read_text(encoding="utf-8")
    assert 'title = "Rådet"' in (empty.home / "vår.toml").read_text(encoding="utf-8")


def test_check_tells_every_error_with_line_key_and_suggestion(empty: Terminal) -> None:
    empty("agreement", "new", "eksempel").ok()
    text = (empty.home / "eksempel.toml").read_text(encoding="utf-8")
    wrong = text.replace("per_year = 4", "per_yeer = 4").replace(
        'posts = ["politikontakt"]', 'posts = ["politikontakta"]'
    )
    (empty.home / "feil.toml").write_text(wrong, encoding="utf-8")
    lines = wrong.splitlines()
    told, as_json = empty.session([["agreement", "check", "feil.toml"], ["--json", "agreement", "check", "feil.toml"]])
    told.failed(3)
    problems = as_json.failed(3).json["problems"]
    assert [(p["key"], p["near"]) for p in problems] == [
        ("clauses.2.numbers.per_yeer", "per_year"),
        ("clauses.10.numbers.posts", "politikontakt"),
    ]
    for problem in problems:
        assert problem["key"].rpartition(".")[2] in lines[problem["line"] - 1]
        assert f"linje {problem['line']}, {problem['key']}" in told.err
        assert problem["near"] in told.err


def test_a_name_without_its_ending_is_suggested(empty: Terminal) -> None:
    empty("agreement", "new", "eksempel").ok()
    told: Ran = empty("agreement", "check", "eksempel").failed(3)
    assert "Mente du eksempel.toml?" in told.err


@pytest.mark.parametrize("width", ["40", "80", "250", "1000"])
@pytest.mark.parametrize("agreement", ["kvaefjord", "levanger"])
def test_an_agreement_shows_every_field_at_every_width(empty: Terminal, agreement: str, width: str) -> None:
    sheet = empty("agreement", "show", agreement, "--json").ok().json
    shown = "".join(empty("agreement", "show", agreement, COLUMNS=width).ok().out.split())
    values = [clause[name] for clause in sheet["clauses"] for name in ("key", "document", "keeper") if name in clause]
    for area in sheet["focus_areas"]:
        values += [*area["contacts"], *(area[end][:4] for end in ("first", "last") if end in area)]
    assert [value for value in values if "".join(value.split()) not in shown] == []
    for heading in ("fast medlem", "kan forplikte", "nivåer", "roller"):
        assert "".join(heading.split()) in shown
