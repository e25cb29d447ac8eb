"""`slt workflow simulate`, as one types it."""

from __future__ import annotations

from tests.journeys.terminal import Terminal


def test_without_a_database_it_simulates_and_with_history_it_says_what_is_missing(empty: Terminal) -> None:
    ran = empty("workflow", "simulate", "--cases", "5", SLT_LANG="en").ok()
    assert ran.out.startswith("5 new decisions walk the workflows (seed 1)")
    assert ran.err == ""
    assert "no database" in empty("workflow", "simulate", "--from-history", SLT_LANG="en").failed(4).err
    assert not empty.database.exists()


def test_what_is_no_number_of_cases_and_no_seed_is_refused(empty: Terminal) -> None:
    assert "0" in empty("workflow", "simulate", "--cases", "0", SLT_LANG="en").failed(2).err
    assert "-1" in empty("workflow", "simulate", "--seed", "-1", SLT_LANG="en").failed(2).err


def test_the_open_decisions_are_forecast_and_nothing_is_written(council: Terminal) -> None:
    before = council.digest()
    ran = council("workflow", "simulate", "--from-history", "--cases", "3", "--json").ok()
    told = ran.json
    assert told["from_history"] is True
    assert (told["council"], told["as_of"], told["cases"], told["seed"]) == ("kvaefjord", "2026-05-02", 3, 1)
    assert {forecast["ref"] for forecast in told["forecasts"]} == {f"{n}/26" for n in (1, 2, 3, 4, 5, 6, 7, 9)}
    assert all(each["median"] is None or each["median"] >= "2026-05-02" for each in told["forecasts"])
    assert council("workflow", "simulate", "--from-history", "--cases", "3", "--json").ok().json == told
    assert council.digest() == before
