"""Options given twice: refused in a sentence, or taken together, and nothing is dropped in silence."""

from __future__ import annotations

import json

import pytest

from tests.journeys.terminal import Terminal

ENGLISH = "{option} takes one value, so give it only once.\n"


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("assign 2/26 slt-koordinator --due 2026-09-01 --due 2026-10-01", "--due"),
        ("do 2/26 assign --owner slt-koordinator --due 2026-09-01 --owner politikontakt", "--owner"),
        ("decision register Lys --text En --text To", "--text"),
        ("decision register Lys --text En --text En", "--text"),
        ("decision register Lys --key=en --key en", "--key"),
        ("--lang en status --lang nb", "--lang"),
        ("--lang en decision --lang en list", "--lang"),
        ("decision --council kvaefjord list --council kvaefjord", "--council"),
        ("--as rektor --as ordforer", "--as"),
    ],
)
def test_a_second_value_is_refused_and_nothing_is_written(untouched: Terminal, line: str, option: str) -> None:
    before = untouched.digest()
    ran = untouched(*line.split(), SLT_LANG="en").failed(2)
    assert (ran.out, ran.err) == ("", ENGLISH.format(option=option))
    assert untouched.digest() == before


def test_a_second_value_is_refused_as_json(untouched: Terminal) -> None:
    ran = untouched("status", "--json", "--year", "2026", "--lang", "nb", "--lang", "en").failed(2)
    assert json.loads(ran.out)["error"] == "option_given_twice"


def test_the_environment_is_no_first_value(untouched: Terminal) -> None:
    untouched("status", "--lang", "en", SLT_LANG="nb").ok()
    untouched("--lang", "en", "status", SLT_LANG="nb").ok()


def test_a_flag_given_twice_is_given(untouched: Terminal) -> None:
    assert untouched("--json", "status", "--json").ok().json


def test_who_was_present_may_be_given_one_by_one_or_with_commas(council: Terminal) -> None:
    told = ["--present", "ordforer", "--present", "politistasjonssjef,slt-koordinator", "--present", "politikontakt"]
    held = council("meeting", "hold", "2026-04-22", *told, "--guest", "Rektor", "--guest", "FAU", "--json").ok().json
    shown = council("meeting", "show", held["ref"], "--json").ok().json
    found = {(each["post"] or each["title"], each["presence"]) for each in shown["attendance"]}
    seats = {"ordforer", "politistasjonssjef", "slt-koordinator", "politikontakt"}
    assert found == {*((seat, "seat") for seat in seats), ("Rektor", "guest"), ("FAU", "guest")}


def test_who_consents_may_be_given_one_by_one(council: Terminal) -> None:
    consent = ["ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef"]
    council("decision", "adopt", "2/26", *(word for post in consent for word in ("--consent", post))).ok()
    assert council("show", "2/26", "--json").ok().json["state"] == "adopted"
