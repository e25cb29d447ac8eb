"""Knowledge, the evaluation of a year, learning points and the action plan, as a coordinator types and reads them."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from slt_flow.records.store import Store
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.request.context import Context
from tests.conftest import NOON, on
from tests.journeys.terminal import Ran, Terminal
from tests.records.year import done
from tests.services.year.year_end import carry_out

REFUSED, WRONG_USE, STORAGE = 1, 2, 4

BAD = {
    "open measure": (WRONG_USE, "evaluate assess 2/26.1.1 --effect good", "2/26.1.1 is still open"),
    "unknown challenge": (WRONG_USE, "evaluate assess 1/26.1.1 --effect good --challenge russ", "Did you mean rus?"),
    "unknown effect": (
        WRONG_USE,
        "evaluate assess 1/26.1.1 --effect fine",
        "none (no effect), some (some effect), good (good effect)",
    ),
    "no effect": (WRONG_USE, "evaluate assess 1/26.1.1", "--effect"),
    "a decision": (WRONG_USE, "evaluate assess 1/26 --effect good", "1/26 is not a measure"),
    "no evaluation": (WRONG_USE, "evaluate assess 1/26.1.1 --effect good", "slt evaluate open 2026"),
    "nothing to adopt": (WRONG_USE, "evaluate adopt 2026 --meeting M1/26 --consent all", "slt evaluate open 2026"),
    "year to come": (WRONG_USE, "evaluate open 2027", "2027 cannot be evaluated"),
    "unknown kind": (WRONG_USE, "decision register Vedtekter --kind bylaw", "Did you mean bylaws?"),
    "a kind of its own": (WRONG_USE, "decision register Plan --kind action_plan", "slt plan open YEAR"),
    "unknown knowledge": (WRONG_USE, "challenge add vold --title Vold --knowledge ungdat", "Did you mean ungdata?"),
    "taken id": (WRONG_USE, "challenge add rus --title Rus", "The id rus is taken"),
    "no title": (WRONG_USE, "knowledge add ny", "--title"),
    "no period": (WRONG_USE, "plan adopt 2027..2026 --meeting M1/26 --consent all", "is not a period"),
    "no meeting": (WRONG_USE, "plan adopt 2026 --consent all", "--meeting MEETING"),
    "no consensus": (
        REFUSED,
        "plan adopt 2026 --meeting M1/26 --consent ordforer --as-it-is",
        "Still to take a stance",
    ),
    "ratified without a case": (WRONG_USE, "decision ratify 3/26 --body Kommunestyret --date 2026-04-01", "--case"),
    "ratified by a blank": (
        WRONG_USE,
        "decision ratify 3/26 --body Kommunestyret --case ' ' --date 2026-04-01",
        "“case” is empty",
    ),
}


def told(terminal: Terminal, *lines: str, **env: str) -> list[Ran]:
    return terminal.session([shlex.split(line) for line in lines], **{"SLT_LANG": "en", **env})


@pytest.fixture(scope="module")
def prepared_year(founded: Callable[[str], bytes], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a council that carried `1/26` out, has `2/26` underway and `3/26` waiting for ratification."""
    path = tmp_path_factory.mktemp("year-end") / "slt.sqlite"
    path.write_bytes(founded("kvaefjord"))
    context = Context(Store(str(path)), clock=NOON)
    carry_out(context)
    context = on(context, "2026-05-02")
    done(register(context, "Skolevei", meeting="M1/26", consent="all", challenges=["fart"]))
    done(assign(context, "2/26", "slt-koordinator", "2026-12-01"))
    done(add_measure(context, "2/26.1", "Skilt", "politikontakt", "2026-09-01"))
    done(register(context, "Vedtekter", kind="bylaws", meeting="M1/26", consent="all"))
    return path.read_bytes()


@pytest.fixture
def carried_out(tmp_path: Path, prepared_year: bytes) -> Terminal:
    """A terminal before a copy of that council."""
    terminal = Terminal(tmp_path)
    terminal.database.write_bytes(prepared_year)
    return terminal


def test_what_cannot_be_is_told_in_a_sentence_and_nothing_is_written(carried_out: Terminal) -> None:
    before = carried_out.digest()
    for ran, (code, line, sentence) in zip(
        told(carried_out, *(bad[1] for bad in BAD.values())), BAD.values(), strict=True
    ):
        assert sentence in ran.failed(code).err, line
        assert ran.out == ""
    assert carried_out.digest() == before


def test_a_years_end_from_the_first_effect_to_the_answer(carried_out: Terminal) -> None:
    opened, some, early, rest, learnt, gap, adopted, shown, case, again, points, answered = told(
        carried_out,
        "evaluate open 2026",
        "evaluate assess 1/26.1.1 --effect good --note 'Fullt hus'",
        "evaluate adopt 2026 --meeting M1/26 --consent all --early",
        "evaluate assess 1/26.1.2 --effect none",
        "learning add 'Begynn tidligere'",
        "evaluate adopt 2026 --meeting M1/26 --consent all",
        "evaluate adopt 2026 --meeting M1/26 --consent all --early",
        "evaluate show",
        "decision show 4/26 --json",
        "evaluate assess 1/26.1.1 --effect some",
        "learning list --open --year 2027",
        "learning answer L1/26 --decision 2/26",
    )
    assert "4/26 Evaluering 2026: Registered" in opened.ok().out
    assert "Still without an effect in 2026: 1/26.1.2." in some.ok().err
    assert "§ 8: Measures settled in 2026 without an assessed effect: 1/26.1.2." in early.failed(REFUSED).err
    assert rest.ok().err == ""
    assert "L1/26 Begynn tidligere: Noted" in learnt.ok().out
    assert "from 1 November 2026 on" in gap.failed(REFUSED).err
    assert "--early" in gap.err
    assert [line.partition(" – ")[0] for line in adopted.ok().out.splitlines()] == [
        "4/26 adopted by consensus",
        "1/26 Foreldremøte: Evaluated",
        "L1/26 Begynn tidligere: Carried",
    ]
    assert "Adopted on 2 May 2026 (4/26). 2 of 2 settled measures have been assessed." in shown.ok().out
    assert "- 2/26.1.1 Skilt: Delegated, Politikontakt, deadline 1 Sep 2026" in shown.out
    text = case.ok().json["text"]
    assert "- 1/26.1.1 Leie hallen (Bekreftet): god virkning. Fullt hus" in text, "in the council's language"
    assert "1/26.1.1 was assessed in 4/26" in again.failed(WRONG_USE).err
    assert "L1/26" in points.ok().out
    assert "L1/26 Begynn tidligere: Answered" in answered.ok().out


def test_the_plan_is_a_document_and_shows_what_changed_since(carried_out: Terminal) -> None:
    file = carried_out.home / "plan.md"
    before, adopted, _, _, shown, written, there = told(
        carried_out,
        "plan show",
        "plan adopt 2026..2027 --meeting M1/26 --consent all --as-it-is",
        "reschedule 2/26.1.1 2026-10-01 --reason Ferie --on 2026-05-03",
        "hand-over 2/26.1.1 slt-koordinator --reason Bytte --on 2026-05-03",
        "plan show 2027",
        f"plan show 2027 --output {file}",
        f"plan show 2027 --output {file}",
    )
    assert "Not adopted. Adopt it with: slt plan adopt 2026" in before.ok().out
    assert "4/26 adopted by consensus" in adopted.ok().out
    assert "1 line has changed since." in shown.ok().out
    assert str(file) in written.ok().err
    assert "new owner; it was politikontakt; deadline moved; it was 1 Sep 2026" in file.read_text("utf-8")
    assert "### 2/26 Skolevei: In follow-up" in file.read_text("utf-8")
    assert "is there already" in there.failed(STORAGE).err


def test_lists_tell_who_answers_what(carried_out: Terminal) -> None:
    challenges, knowledge, listed, kinds = told(
        carried_out, "challenge list --json", "knowledge list", "decision list", "decision kinds"
    )
    assert {row["id"]: row["answered_by"] for row in challenges.ok().json} == {
        "rus": ["1/26"],
        "fart": ["1/26.1.2", "2/26"],
    }
    assert "Ungdata 2026" in knowledge.ok().out
    assert "by-laws" in listed.ok().out
    assert {"action_plan", "agreement", "bylaws", "evaluation"} <= set(kinds.ok().out.split())
