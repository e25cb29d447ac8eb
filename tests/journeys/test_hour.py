"""The coordinator's hour after a meeting, word for word as it is documented, under both agreements."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from tests.journeys.terminal import DAY, Ran, Terminal


@dataclass(frozen=True)
class Step:
    """A command and what it prints."""

    command: str
    nb: str
    en: str


HOUR: Final = (
    Step(
        "slt init kvaefjord",
        "kvaefjord er klart. Neste steg: slt agreement show, slt meeting plan DATO, slt status",
        "kvaefjord is ready. Next: slt agreement show, slt meeting plan DATE, slt status",
    ),
    Step(
        "slt post add kulturleder --title Kulturleder --organisation kommune --level executing",
        "Kulturleder: registrert",
        "Kulturleder: recorded",
    ),
    Step("slt meeting hold 2026-03-12 --present all", "M1/26: Holdt", "M1/26: Held"),
    Step(
        'slt decision register "Felles foreldremøte om rus" --area skjenking-og-rus --meeting M1/26 --consent all',
        "1/26 vedtatt med konsensus – 2 av 2 parter",
        "1/26 adopted by consensus – 2 of 2 parties",
    ),
    Step(
        "slt assign 1/26 slt-koordinator --due 2026-06-01",
        "1/26 Felles foreldremøte om rus: Til oppfølging\n1/26.1 Felles foreldremøte om rus: Tildelt",
        "1/26 Felles foreldremøte om rus: In follow-up\n1/26.1 Felles foreldremøte om rus: Given",
    ),
    Step(
        'slt measure add 1/26.1 "Leie Kvæfjordhallen" --owner kulturleder --due 2026-04-15',
        "1/26.1.1 Leie Kvæfjordhallen: Delegert",
        "1/26.1.1 Leie Kvæfjordhallen: Delegated",
    ),
    Step(
        "slt do 1/26.1 plan --through",
        "1/26.1 Felles foreldremøte om rus: Planlagt",
        "1/26.1 Felles foreldremøte om rus: Planned",
    ),
    Step(
        'slt do 1/26.1.1 finish --through --result "Leid 14. april"',
        "1/26.1.1 Leie Kvæfjordhallen: Utført\n1/26.1 Felles foreldremøte om rus: I arbeid",
        "1/26.1.1 Leie Kvæfjordhallen: Done\n1/26.1 Felles foreldremøte om rus: Underway",
    ),
    Step(
        "slt do 1/26.1.1 verify",
        "1/26.1.1 Leie Kvæfjordhallen: Bekreftet",
        "1/26.1.1 Leie Kvæfjordhallen: Verified",
    ),
)
"""Every command of the hour but the last, `slt status`."""

PLANNED: Final = 7
"""After so many commands the measure is still to be taken on, as in the documented JSON."""

DOCUMENTED: Final[dict[str, Any]] = {
    "council": "kvaefjord",
    "as_of": "2026-05-02",
    "totals": {"decisions": 1, "assignments": 1, "measures": 1, "settled": 0, "late": 1},
    "areas": [
        {
            "id": "skjenking-og-rus",
            "title": "Skjenking og ruspolitikk",
            "decisions": [
                {
                    "ref": "1/26",
                    "level": "strategic",
                    "title": "Felles foreldremøte om rus",
                    "state": "in_follow_up",
                    "meeting": "M1/26",
                    "due": "2026-06-01",
                    "late": False,
                    "late_below": 1,
                    "done": 0,
                    "total": 1,
                    "waiting_on": ["kulturleder"],
                    "assignments": [
                        {
                            "ref": "1/26.1",
                            "level": "coordinating",
                            "title": "Felles foreldremøte om rus",
                            "state": "planned",
                            "owner": {"post": "slt-koordinator", "holder": None, "organisation": "kommune"},
                            "due": "2026-06-01",
                            "late": False,
                            "late_below": 1,
                            "measures": [
                                {
                                    "ref": "1/26.1.1",
                                    "level": "executing",
                                    "title": "Leie Kvæfjordhallen",
                                    "state": "delegated",
                                    "owner": {"post": "kulturleder", "holder": None, "organisation": "kommune"},
                                    "due": "2026-04-15",
                                    "late": True,
                                }
                            ],
                        }
                    ],
                }
            ],
        }
    ],
}
"""`slt status --json` as `spec/commands.md` shows it."""

TREE_NB: Final = """\
Politirådet i Kvæfjord 2026                                      per 2. mai 2026
1 vedtak · 1 oppdrag · 1 tiltak · 1 ferdig · 0 over fristen

Skjenking og ruspolitikk
└─ ● 1/26 Felles foreldremøte om rus                          Til oppfølging 1/1
   │    siste frist 1.6.2026 · venter på slt-koordinator
   └─ ● 1/26.1 Felles foreldremøte om rus                           I arbeid 1/1
      │    slt-koordinator · frist 1.6.2026
      └─ ✓ 1/26.1.1 Leie Kvæfjordhallen                                Bekreftet
              kulturleder · frist 15.4.2026 · utført 17 dager etter fristen
"""


def in_levanger(command: str) -> str:
    """The same command among the posts and areas of the other agreement."""
    return command.replace("init kvaefjord", "init levanger").replace("skjenking-og-rus", "alkoholhandtering")


def type_(terminal: Terminal, command: str, *more: str, **env: str | None) -> Ran:
    """Type a command as it is written."""
    slt, *words = shlex.split(command)
    assert slt == "slt"
    return terminal(*words, *more, env=env)


def test_the_hour_is_the_documented_one() -> None:
    spec = Path(__file__).resolve().parents[2] / "README.md"
    told = re.sub(r"\s+#.*", "", spec.read_text(encoding="utf-8"))
    missing = [step.command for step in HOUR if step.command not in told and "init" not in step.command]
    assert not missing


def test_hour_in_kvaefjord_in_bokmal(empty: Terminal) -> None:
    for place, step in enumerate(HOUR, start=1):
        ran = type_(empty, step.command).ok()
        assert ran.out == step.nb + "\n"
        if place == PLANNED:
            assert empty("status", "--json").ok().json == DOCUMENTED
    assert type_(empty, "slt status").ok() == Ran(0, TREE_NB, "")


def test_hour_in_levanger_in_english(empty: Terminal) -> None:
    for step in HOUR:
        ran = type_(empty, in_levanger(step.command), SLT_LANG="en").ok()
        assert ran.out == in_levanger(step.en.replace("kvaefjord is", "levanger is")) + "\n"
    ran = empty("status", SLT_LANG="en").ok()
    assert ran.err == ""
    heading, totals, *_ = ran.out.splitlines()
    assert re.fullmatch("Politirådet i Levanger 2026 +as of 2 May 2026", heading)
    assert totals == "1 decision · 1 assignment · 1 measure · 1 settled · 0 late"
    assert re.search(r"✓ 1/26\.1\.1 Leie Kvæfjordhallen +Verified\n", ran.out)
    assert "slt-koordinator · deadline 1 Jun 2026" in ran.out
    assert type_(empty, "slt journal verify").ok().out.startswith("levanger: ")


def test_hour_as_json(empty: Terminal) -> None:
    """Every write answers with its case, its state and the entries it made: one unbroken row of them."""
    states = (None, None, "held", "adopted", "given", "delegated", "planned", "done", "verified")
    refs = ("kvaefjord", "post:kulturleder", "M1/26", "1/26", "1/26.1", "1/26.1.1", "1/26.1", "1/26.1.1", "1/26.1.1")
    recorded: list[int] = []
    hour = [(*shlex.split(step.command)[1:], "--json") for step in HOUR]
    for ran, ref, state in zip(empty.session(hour), refs, states, strict=True):
        told = ran.ok().json
        recorded += told["entries"]
        warnings = told.pop("warnings", [])
        assert [each["code"] for each in warnings] == (["deadline_passed"] if state == "delegated" else [])
        assert told == {"accepted": True, "ref": ref, "state": state, "entries": told["entries"]}
        assert told["entries"]
    assert recorded == list(range(1, empty.height() + 1))

    told = empty("status", "--json").ok().json
    (measure,) = told["areas"][0]["decisions"][0]["assignments"][0]["measures"]
    assert measure.pop("delivered_late") == 17, "what holds for 2 May, since the finishing names no day of its own"
    assert _shape(told) == _shape(DOCUMENTED)
    assert told["totals"] == {"decisions": 1, "assignments": 1, "measures": 1, "settled": 1, "late": 0}
    decision = told["areas"][0]["decisions"][0]
    assert (decision["done"], decision["total"], decision["waiting_on"]) == (1, 1, ["slt-koordinator"])
    assert told["as_of"] == DAY


def test_hour_without_a_day_named(empty: Terminal) -> None:
    """On whatever day the tests run, what happens at a meeting holds for the meeting's day."""
    held = datetime.now(UTC).date() - timedelta(days=20)
    for step in HOUR[:4]:
        command = step.command.replace("2026-03-12", held.isoformat()).replace("/26", f"/{held:%y}")
        type_(empty, command, SLT_ON="").ok()
    told = empty("history", f"1/{held:%y}", "--json", SLT_ON="").ok().json
    assert {line["on"] for line in told} == {held.isoformat()}


def test_json_is_the_same_in_every_language(untouched: Terminal) -> None:
    in_norwegian, in_english = (untouched("status", "--json", SLT_LANG=each).ok().json for each in ("nn", "en"))
    assert in_norwegian == in_english


def test_a_refusal_as_json(untouched: Terminal) -> None:
    ran = untouched("decision", "adopt", "3/26", "--json", SLT_LANG="en")
    assert (ran.code, ran.err) == (1, "")
    findings = ran.json.pop("findings")
    told = {name: fact for name, fact in ran.json.items() if name != "findings"}
    assert told == {"accepted": False, "ref": "3/26", "action": "adopt"}
    for finding in findings:
        assert set(finding) == {"rule", "verdict", "wants", "ref", "message", "saw", "remedy"}
        assert finding["verdict"] == "broken"
        assert finding["wants"] == "kept"
        assert finding["ref"] == "§ 8"
        assert finding["message"].endswith(".")
        assert finding["remedy"].startswith("slt ")
    by_rule = {finding["rule"]: finding for finding in findings}
    assert set(by_rule) == {"consensus_is_reached", "nobody_objects", "every_party_consents"}
    assert by_rule["nobody_objects"]["saw"]["objecting"] == ["politistasjonssjef"]
    assert by_rule["nobody_objects"]["remedy"] == "slt decision amend 3/26 TEXT"


def _shape(told: Any) -> Any:
    """The names at every level, without what they hold."""
    if isinstance(told, dict):
        return {name: _shape(each) for name, each in told.items()}
    return [_shape(each) for each in told] if isinstance(told, list) and told and isinstance(told[0], dict) else None
