"""Meetings and decisions that are named as evidence, tried through the installed command: untrue ones are refused."""

from __future__ import annotations

import shlex
from typing import Final

import pytest

from tests.journeys.terminal import Ran, Terminal

pytestmark = pytest.mark.endurance

AFTERWARDS: Final = "2026-11-02"
"""The day on which everything is tried."""

COUNCIL: Final = {
    "2026-01-02": (
        "init kvaefjord",
        "post add kulturleder --title Kulturleder --organisation kommune --level executing",
        "appoint kulturleder 'Kari Oppdiktet'",
    ),
    "2026-03-12": (
        "meeting hold 2026-03-12 --present all",  # M1/26, before any work was done
        "decision register 'Felles foreldremøte om rus' --area skjenking-og-rus --meeting M1/26 --consent all",
        "decision register 'Natteravner' --area skjenking-og-rus --meeting M1/26 --consent all",
        "decision register Skjenketider --needs-ratification Kommunestyret --meeting M1/26 --consent all",
        "assign 1/26 slt-koordinator --due 2026-09-01",
        "measure add 1/26.1 'Leie Kvæfjordhallen' --owner kulturleder --due 2026-04-15",
        "assign 2/26 politikontakt --due 2026-09-01",
        "do 1/26.1 plan --through",
        "measure add 2/26.1 Vester --owner kulturleder --due 2026-06-01",
        "do 2/26.1 plan --through",
        "do 2/26.1.1 start --through",
    ),
    "2026-03-14": (
        "do 1/26.1.1 start --through",
        "hand-over 1/26.1.1 slt-koordinator --reason Permisjon",
        "meeting plan 2026-04-20",  # M2/26
        "meeting cancel M2/26 --reason Sykdom",
    ),
    "2026-04-14": ("do 1/26.1.1 finish --result 'Leid'", "appoint politikontakt 'Kari Oppdiktet'"),
    # The present owner, and a former one in another post: nobody else.
    "2026-04-22": ("meeting hold 2026-04-22 --present slt-koordinator,politikontakt",),  # M3/26
    "2026-04-23": (
        "meeting hold 2026-04-23 --present all",  # M4/26
        "meeting minute M4/26",
        "meeting archive M4/26",
    ),
    "2026-05-01": (
        "do 2/26.1 escalate --reason 'Får det ikke til'",
        "meeting plan 2027-03-11",  # M1/27
        "decision ratify 3/26 --body Kommunestyret --case 'K-sak 5/26' --date 2026-04-30",
    ),
    "2026-05-05": ("meeting hold 2026-05-05 --present all --kind information",),  # M5/26
    "2026-05-20": (
        "meeting hold 2026-05-20 --present all",  # M6/26
        "decision register 'Noe ganske annet' --area skjenking-og-rus --meeting M6/26 --consent all",
        "decision register 'Opphev 3/26' --area skjenking-og-rus --meeting M6/26 --consent all",
        "decision register 'Opphev 2/26' --area skjenking-og-rus --meeting M6/26 --consent all",
    ),
}
"""What a council did, by day."""

REFUSED: Final = (
    # planned for next year · cancelled · before the work was done · archived · the owner alone · of no such kind
    ("do 1/26.1.1 verify --meeting M1/27", "named_meeting_is_held"),
    ("do 1/26.1.1 verify --meeting M2/26", "named_meeting_is_held"),
    ("do 1/26.1.1 verify --meeting M1/26", "named_meeting_comes_afterwards"),
    ("do 1/26.1.1 verify --meeting M4/26", "named_minutes_are_open"),
    ("do 1/26.1.1 verify --meeting M3/26", "somebody_else_was_there"),
    ("do 1/26.1.1 verify --meeting M5/26", "named_meeting_may_attest"),
    ("do 1/26.1.1 verify --meeting M6/26 --on 2026-05-19", "named_meeting_comes_afterwards"),
    ("measure verify 1/26.1.1 --meeting M1/26 --for ordforer --basis E-post", "named_meeting_comes_afterwards"),
    # by somebody who owns or owned it, by post and by person
    ("do 1/26.1.1 verify", "is_verified_by_another"),
    ("do 1/26.1.1 verify --for ordforer", "act_has_a_basis"),
    ("do 2/26.1 resolve --meeting M1/27 --reason Ja", "named_meeting_is_held"),
    ("do 2/26.1 resolve --meeting M2/26 --reason Ja", "named_meeting_is_held"),
    ("do 2/26.1 resolve --meeting M1/26 --reason Ja", "named_meeting_comes_afterwards"),
    ("do 2/26.1 resolve --meeting M4/26 --reason Ja", "named_minutes_are_open"),
    ("do 2/26.1 cancel --meeting M1/27 --reason Ja", "named_meeting_is_held"),
    ("reschedule 2/26.1 2026-12-01 --meeting M2/26 --reason Ja", "named_meeting_is_held"),
    ("decision close-without-follow-up 4/26 --meeting M1/27 --reason Ja", "named_meeting_is_held"),
    # ended by an earlier one, by an unrelated one, by a plain one
    ("decision rescind 4/26 --decision 1/26", "ending_decision_is_adopted_later"),
    ("decision rescind 2/26 --decision 4/26", "ending_decision_names_the_ended"),
    ("decision rescind 3/26 --decision 5/26", "ending_decision_is_ratified_alike"),
    ("decision rescind 5/26 --decision 5/26", "ending_decision_is_adopted_later"),
)
"""Untrue acts, each with the rule that must say so."""


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A council with work that was done, escalated and ratified, and meetings of every kind to name."""
    terminal = Terminal(tmp_path_factory.mktemp("named"))
    for day, commands in COUNCIL.items():
        for command in commands:
            run(terminal, command, day).ok()
    return terminal


def run(terminal: Terminal, command: str, day: str = AFTERWARDS) -> Ran:
    return terminal(*shlex.split(command), "--lang", "nb", SLT_ON=day)


@pytest.mark.parametrize(("command", "rule"), REFUSED, ids=[command for command, _ in REFUSED])
def test_what_no_meeting_saw_and_no_decision_said_is_refused(council: Terminal, command: str, rule: str) -> None:
    before = council.height()
    refused = run(council, f"{command} --json")
    assert refused.code == 1, refused
    findings = refused.json["findings"]
    assert rule in [finding["rule"] for finding in findings]
    assert all(finding["message"] and finding["remedy"] for finding in findings)
    assert council.height() == before


def test_what_a_meeting_saw_stands_in_its_minutes_until_it_is_undone(council: Terminal) -> None:
    verified = "1/26.1.1 Leie Kvæfjordhallen"
    assert verified not in run(council, "meeting minutes M6/26").ok().out
    run(council, "do 1/26.1.1 verify --meeting M6/26").ok()
    assert verified in run(council, "meeting minutes M6/26").ok().out
    run(council, "undo 1/26.1.1 --reason Feilført").ok()
    assert verified not in run(council, "meeting minutes M6/26").ok().out
    run(council, "do 1/26.1.1 verify --meeting M6/26").ok()
    run(council, "meeting minute M6/26").ok()
    run(council, "meeting archive M6/26").ok()
    assert run(council, "undo 1/26.1.1 --reason Feilført").code == 1
    assert verified in run(council, "meeting minutes M6/26").ok().out


def test_a_later_decision_that_names_it_ends_a_decision(council: Terminal) -> None:
    run(council, "decision rescind 2/26 --decision 6/26").ok()
