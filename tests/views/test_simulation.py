"""What a simulation shows: the headline first, on the narrowest screen, in both languages, and the same to programs."""

from __future__ import annotations

import io
import json
import os
from datetime import date
from unittest.mock import patch

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from slt_flow.results import Ending, Forecast, LevelTime, Simulation, Waiting
from slt_flow.views.as_json import dumped
from slt_flow.views.screen import Screen
from slt_flow.views.simulation import as_json, show
from slt_flow.views.words import Words


def label(word: str) -> dict[str, str]:
    return {"nb": word, "nn": word, "en": word}


MEETING = Waiting("decision", "strategic", "tabled", label("Tabled"), None, "meeting", None, 0.4, "calendar", 0, 0)
WORK = Waiting("measure", "executing", "underway", label("Underway"), None, "owner", None, 0.35, "own", 12, 3)
REPORT = Waiting(
    "assignment", "coordinating", "reported", label("Reported"), None, "approver", None, 0.2, "level", 2, 1
)
LITTLE = Waiting("decision", "strategic", "adopted", label("Adopted"), None, "secretary", None, 0.001, "standard", 0, 0)

FOUND = Simulation(
    council="kvaefjord", title="Politirådet i Kvæfjord", day=date(2026, 11, 20), seed=1, cases=1000, meetings_a_year=2,
    endings=(
        Ending("evaluated", label("Evaluated"), True, True, 870),
        Ending("withdrawn", label("Withdrawn"), False, True, 128),
        Ending("tabled", label("Tabled"), False, False, 2),
    ),
    levels=(LevelTime("strategic", 870, 341, 664), LevelTime("executing", 1800, 1, 317)),
    waits=(MEETING, WORK, REPORT, LITTLE),
    forecasts=(
        Forecast(
            "2/26", "Natteravner i sentrum [/] \x1b[2J", "in_follow_up", label("In follow-up"), 250, 0.996,
            date(2027, 6, 15), date(2027, 12, 28), date(2026, 11, 30), 0.004,
            WORK._replace(ref="2/26.1.3", post="helsesykepleier"),
        ),
        Forecast(
            "3/26", "Skjenketider i politivedtektene og alt det andre som skulle med i en lang tittel", "conditional",
            label("Adopted conditionally"), 250, 0.9, date(2027, 1, 3), date(2027, 2, 1), None, None,
            WORK._replace(ref="3/26"),
        ),
        Forecast("4/26", "Stengt", "tabled", label("Tabled"), 250, 0, None, None, date(2027, 1, 1), 0, None),
    ),
    open_waits=(WORK, MEETING), stays_ended=43, stays_open=7, meetings_agreed=True, last=date(2027, 7, 1),
)  # fmt: skip


def shown(found: Simulation, width: int = 80, language: str = "en", encoding: str = "utf-8") -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    with patch.dict(os.environ, {"COLUMNS": str(width)}):
        show(found, Words(language), Screen("never", stream))
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_whole_screen_as_it_is_read(language: str, snapshot: SnapshotAssertion) -> None:
    assert shown(FOUND, language=language) == snapshot


def test_the_headline_says_how_many_by_when_who_is_late_and_what_is_waited_for() -> None:
    first, late, waits = shown(FOUND, width=140).splitlines()[:3]
    assert first == (
        "Politirådet i Kvæfjord, as of 20 November 2026: of 3 open decisions 2 are likely to be done, "
        "the last of them around 1 July 2027."
    )
    assert late == "Unlikely to keep their deadline: 2/26, 4/26."
    assert waits == "Most of the time goes waiting for whoever is accountable (executing, Underway): 35 %."


def test_tables_fit_the_screen_and_user_text_is_harmless() -> None:
    told = shown(FOUND)
    assert "\x1b" not in told
    assert "Natteravner i sentrum [/] \ufffd[2J" in told
    assert "still open after ten years: Tabled" in told
    tables = [line for line in told.splitlines() if "█" in line or "───" in line]
    assert max(cell_len(line) for line in tables) <= 80


def test_a_vacant_post_is_named_as_vacant_and_what_is_assumed_of_it_is_said() -> None:
    empty = WORK._replace(ref="2/26.1.3", post="rektor", rests_on="vacancy")
    first = (FOUND.forecasts or ())[0]._replace(waits=empty)
    found = FOUND._replace(forecasts=(first,), open_waits=(empty._replace(ref=None),), last=None)
    told = shown(found, width=140)
    assert "Most of the time goes waiting for rektor (vacant) (executing, Underway): 35 %." in told
    assert "waits most for rektor (vacant): 2/26.1.3 Underway" in told
    assert "A vacant post is taken to be filled: half within 90 days" in told
    assert "vacant" not in shown(FOUND)
    assert as_json(found)["open_waits"][0]["rests_on"] == "vacancy"


def test_what_is_adopted_or_noted_is_not_called_carried_out() -> None:
    every = [(FOUND.forecasts or ())[1]._replace(reaches=each, title="Sak") for each in ("adoption", "notice")]
    told = shown(FOUND._replace(forecasts=(*every, *(each._replace(median=None) for each in every))), language="nb")
    assert "  vedtas i 90 %: halvparten av dem innen 3.1.2027" in told
    assert "  tas til etterretning i 90 %" in told
    assert "  vedtatt i ingen av 250 gjennomløp" in told
    assert "  tatt til etterretning i ingen av 250 gjennomløp" in told
    assert "En plan eller evaluering er i mål når den er vedtatt" in told
    assert "En plan eller evaluering" not in shown(FOUND, language="nb")


def test_what_the_figures_rest_on_is_said_where_it_is_little_or_assumed() -> None:
    assert "next to nothing" not in shown(FOUND._replace(cases=30))
    assert "29 runs show next to nothing" in shown(FOUND._replace(cases=29))
    assert "The council meets 2 times a year" in shown(FOUND)
    assumed = shown(FOUND._replace(meetings_agreed=False))
    assert "2 times a year is assumed" in assumed
    assert "The council meets" not in assumed
    assert "Rådet møtes én gang i året." in shown(FOUND._replace(meetings_a_year=1), language="nb")
    again = FOUND._replace(levels=(LevelTime("strategic", 871, 341, 664),))
    assert "1 decision that was carried out was sent back" in shown(again)
    assert "sent back" not in shown(FOUND)


def test_what_takes_next_to_no_time_is_told_as_one() -> None:
    table = shown(FOUND).split("durations rest on")[1].split("A simulation")[0]
    assert "assumption" not in table
    assert [line.split() for line in table.splitlines() if line.startswith("other")] == [["other", "<1", "%"]]
    whole = FOUND._replace(waits=(MEETING, WORK, REPORT))
    assert "other" not in shown(whole).split("durations rest on")[1].split("A simulation")[0]
    assert len(as_json(FOUND)["waits"]) == 4


def test_without_history_it_says_that_the_durations_are_assumptions() -> None:
    told = shown(FOUND._replace(forecasts=None, open_waits=(), stays_ended=0, stays_open=0))
    assert told.startswith("1000 new decisions walk the workflows (seed 1)")
    assert "With --from-history they are taken from the council's own journal." in told
    nothing = shown(FOUND._replace(forecasts=(), open_waits=(), stays_ended=0, stays_open=0))
    assert nothing.startswith("Politirådet i Kvæfjord: no decision is open as of 20 November 2026.")
    assert "tells of no stay yet" in nothing


def test_a_screen_without_letters_for_it_draws_bars_in_ascii() -> None:
    assert "#" * 17 in shown(FOUND, encoding="ascii")


def test_to_programs_it_has_names_that_stay_the_same() -> None:
    told = json.loads(dumped(as_json(FOUND)))
    assert list(told) == [
        "council", "as_of", "from_history", "cases", "seed", "meetings_a_year", "meetings_agreed", "stays", "last",
        "forecasts", "open_waits", "endings", "levels", "waits",
    ]  # fmt: skip
    assert told["forecasts"][0] == {
        "ref": "2/26", "title": "Natteravner i sentrum [/] \x1b[2J", "state": "in_follow_up", "reaches": "work",
        "runs": 250,
        "share": 0.996, "median": "2027-06-15", "ninety": "2027-12-28", "due": "2026-11-30", "in_time": 0.004,
        "waits": {
            "ref": "2/26.1.3", "machine": "measure", "level": "executing", "state": "underway", "waits_on": "owner",
            "post": "helsesykepleier", "share": 0.35, "rests_on": "own", "stays": {"ended": 12, "open": 3},
        },
    }  # fmt: skip
    assert told["endings"][0] == {
        "state": "evaluated", "achieved": True, "ended": True, "cases": 870, "share": 0.87
    }  # fmt: skip
    assert told["levels"][0] == {"level": "strategic", "reached": 870, "median_days": 341, "ninety_days": 664}
