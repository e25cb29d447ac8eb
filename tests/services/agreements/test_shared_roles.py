"""Leadership and secretariat that several posts share, or take in turns: whose act an entry is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from slt_flow.definitions.locations import agreement_file
from slt_flow.errors import NotYourAction, RequestError
from slt_flow.records.store import Store
from slt_flow.results.answers import Outcome
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.adopt import adopt, take_stances
from slt_flow.services.decisions.register import register
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.stories.sandbox import noon
from slt_flow.terms import has_turn
from tests.records.year import done, go

OTHER: Final = "politistasjonssjef"
TURN: Final = "\nturns.{role} = {{ first = {year}-01-01, months = 12, every = 24 }}"


def council(folder: Path, role: str, *, by_turns: bool) -> Context:
    """Kvæfjord, where the police chief has a role beside the post that has it, or in turns of a year: hers are odd."""
    roles = f'roles = ["{role}"]'
    own, other = (roles + TURN.format(role=role, year=year) * by_turns for year in (2026, 2025))
    before, named, after = agreement_file("kvaefjord").read_text(encoding="utf-8").partition(f'id = "{OTHER}"')
    text = before.replace(roles, own) + named + after.replace("binds = true\n", f"binds = true\n{other}\n", 1)
    file = folder / "avtale.toml"
    file.write_text(text, encoding="utf-8")
    here = Context(Store(str(folder / "slt.sqlite")), council="kvaefjord", clock=noon(date(2026, 3, 20)))
    init(here, str(file), since=date(2025, 1, 1))
    return here


def adopted(here: Context, day: str, present: str = "all", led_by: str | None = None) -> Outcome:
    """An item adopted at a meeting of its own."""
    meeting = done(hold(here, day, present, led_by=led_by)).ref
    ref = done(register(here, "Sak", meeting=meeting)).ref
    return adopt(here, str(ref), "all")


def leader(here: Context, ref: str) -> str | None:
    return next(line.acted_by for line in history(here, ref) if line.action == "adopt")


def test_who_leads_in_turns_leads_in_its_own_year(tmp_path: Path) -> None:
    here = council(tmp_path, "chair", by_turns=True)
    for day in ("2025-03-12", "2026-03-12"):
        done(adopted(here, day))
    assert (leader(here, "1/25"), leader(here, "1/26")) == (OTHER, "ordforer")


def test_where_both_lead_and_were_there_the_entry_says_which(tmp_path: Path) -> None:
    here = council(tmp_path, "chair", by_turns=False)
    with pytest.raises(RequestError, match=r"who_led.*M1/26"):
        adopted(here, "2026-03-12")
    assert any(action.action == "adopt" for action in actions.next_actions(here, "1/26")[0].actions)
    done(take_stances(here, "1/26", "consent", "all"))
    done(adopt(replace(here, acted_by=OTHER), "1/26"))
    assert leader(here, "1/26") == OTHER


def test_where_both_were_there_the_meeting_asks_at_once(tmp_path: Path) -> None:
    here = council(tmp_path, "chair", by_turns=False)
    told = done(hold(here, "2026-03-12", "all"))
    asked = {"ref": "M1/26", "posts": ("ordforer", OTHER)}
    assert [notice.facts for notice in told.notices if notice.code == "several_may_have_led"] == [asked]
    led = done(actions.perform(here, ["M1/26"], "attend", {"post": OTHER, "led_by": OTHER}))
    assert "several_may_have_led" not in {notice.code for notice in led.notices}


@pytest.mark.parametrize("led_by", ["ordforer", OTHER])
def test_whose_act_it_is_may_be_said_of_a_decision_in_one_breath(tmp_path: Path, led_by: str) -> None:
    """It concludes as the post that is named; the others speak, and the secretary tables, for themselves."""
    here = council(tmp_path, "chair", by_turns=False)
    meeting = done(hold(here, "2026-03-12", "all")).ref
    with pytest.raises(RequestError, match=r"who_led.*M1/26"):
        register(here, "Sak", meeting=meeting, consent="all")
    named = replace(here, acted_by=led_by)
    done(register(named, "Sak", meeting=meeting, consent="all"))
    done(register(here, "Annet", meeting=meeting))
    done(adopt(named, "2/26", "all"))
    assert (leader(here, "1/26"), leader(here, "2/26")) == (led_by, led_by)
    for ref in ("1/26", "2/26"):
        lines = history(here, ref)
        assert {line.acted_by for line in lines if line.action == "table"} == {"slt-koordinator"}
        assert len({line.acted_by for line in lines if line.action == "take_stance"}) == 5
    stranger = replace(here, acted_by="politikontakt")
    with pytest.raises(NotYourAction):
        register(stranger, "Enda en", meeting=meeting, consent="all")


@pytest.mark.parametrize("led_by", ["ordforer", OTHER])
def test_the_meeting_may_say_which_of_them_led(tmp_path: Path, led_by: str) -> None:
    here = council(tmp_path, "chair", by_turns=False)
    done(adopted(here, "2026-03-12", led_by=led_by))
    assert leader(here, "1/26") == led_by


def test_the_one_of_them_who_was_there_led(tmp_path: Path) -> None:
    here = council(tmp_path, "chair", by_turns=False)
    done(adopted(here, "2026-03-12", f"administrasjonssjef,{OTHER}"))
    assert leader(here, "1/26") == OTHER


def test_where_both_are_secretaries_the_entry_says_who_recorded_it(tmp_path: Path) -> None:
    here = council(tmp_path, "secretary", by_turns=False)
    with pytest.raises(RequestError, match="which_secretary"):
        register(here, "Sak")
    done(register(replace(here, actor=OTHER), "Sak"))
    assert history(here, "1/26")[0].recorded_by == OTHER


def test_the_secretary_of_the_year_records(tmp_path: Path) -> None:
    here = council(tmp_path, "secretary", by_turns=True)
    done(register(here, "Sak"))
    go(replace(here, clock=noon(date(2027, 2, 1))), "1/26", "remark", text="Merknad")
    assert [line.recorded_by for line in history(here, "1/26")] == ["slt-koordinator", OTHER]


def test_outside_a_meeting_it_is_the_chair_of_that_day(tmp_path: Path) -> None:
    here = council(tmp_path, "chair", by_turns=True)
    done(adopted(here, "2025-03-12"))
    with pytest.raises(NotYourAction):
        go(replace(here, acted_by=OTHER), "1/25", "close_without_follow_up", reason="Feil leder")
    go(here, "1/25", "close_without_follow_up", reason="Ikke mer å gjøre")
    assert history(here, "1/25")[-1].acted_by == "ordforer"


def test_minutes_are_archived_by_the_secretary_of_that_day(tmp_path: Path) -> None:
    here = council(tmp_path, "secretary", by_turns=True)
    done(hold(here, "2025-03-12", "all"))
    go(here, "M1/25", "minute")
    go(here, "M1/25", "archive")
    acts = {line.action: line.acted_by for line in history(here, "M1/25") if line.action}
    assert acts == {"hold": OTHER, "minute": "slt-koordinator", "archive": "slt-koordinator"}


TURNS: Final = {"2026-01-14": False, "2026-01-15": True, "2026-07-14": True, "2026-07-15": False, "2027-01-15": True,
                "2025-01-15": True, "2025-08-01": False}  # fmt: skip
"""Days, and whether they are in a turn of half a year from 15 January 2026, again every year."""


@pytest.mark.parametrize("day", TURNS)
def test_a_turn_comes_again(day: str) -> None:
    turn = {"first": "2026-01-15", "months": 6, "every": 12}
    assert has_turn(turn, date.fromisoformat(day)) is TURNS[day]
