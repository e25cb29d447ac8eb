"""A form in the council's language records what the English one does; every key of every table has its word."""

from __future__ import annotations

import re
from typing import Any

import pytest

from slt_flow.records import journal
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.form import parse
from slt_flow.services.meetings.form.blank import blank_form
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.plan import plan
from slt_flow.services.request.context import Context
from slt_flow.terms import PointOutcome
from slt_flow.views.meetings import form
from slt_flow.views.meetings.form_mistakes import sentence
from slt_flow.views.text.words import Words
from slt_flow.wording.form_keys import FIXED, KEYS
from tests.conftest import Prepared
from tests.records.year import done

OTHERS = '"administrasjonssjef", "politistasjonssjef", "slt-koordinator"'
"""Those who decide that the mayor is disqualified, in place of the word OTHERS in the forms."""

ENGLISH = """\
day = 2026-03-12
present = "all"
guests = ["Leiar for ungdomsrådet"]
at = "10:00"
until = "12:00"
place = "Rådhuset"
remarks = ["Sak og frist er ord i teksten."]

[[items]]
ref = "1/26"
outcome = "adopt"
consent = "all"
stand_aside = { ordforer = "Eigarskap" }
  [[items.assignments]]
  owner = "slt-koordinator"
  due = 2026-10-01
    [[items.assignments.measures]]
    title = "Tiltak"
    owner = "politikontakt"
    due = 2026-09-01

[[items]]
ref = "2/26"
outcome = "note"
excused = [{ post = "ordforer", reason = "Slekt", decided_by = [OTHERS] }]

[[items]]
title = "Ny sak"
follows = "1/26"
proposed_by = "politikontakt"
for_information = true
outcome = "postpone"
reason = "Tida gjekk"

[[items]]
point = "new"
title = "Ymse"
discussion = "Rask drøfting"
outcome = "postponed"
left = { politikontakt = "sak i retten" }
  [[items.follow_up]]
  title = "Lys ved skulen"
"""

NORWEGIAN = {
    "nb": """\
dag = 2026-03-12
til_stede = "alle"
gjester = ["Leiar for ungdomsrådet"]
start = "10:00"
slutt = "12:00"
sted = "Rådhuset"
merknader = ["Sak og frist er ord i teksten."]

[[saker]]
sak = "1/26"
utfall = "vedtatt"
samtykker = "alle"
avstar = { ordforer = "Eigarskap" }
  [[saker.oppdrag]]
  ansvarlig = "slt-koordinator"
  frist = 2026-10-01
    [[saker.oppdrag.tiltak]]
    tittel = "Tiltak"
    ansvarlig = "politikontakt"
    frist = 2026-09-01

[[saker]]
sak = "2/26"
utfall = "tatt til etterretning"
inhabil = [{ funksjon = "ordforer", grunn = "Slekt", avgjort_av = [OTHERS] }]

[[saker]]
tittel = "Ny sak"
folger = "1/26"
foreslatt_av = "politikontakt"
til_orientering = true
utfall = "utsatt"
grunn = "Tida gjekk"

[[saker]]
punkt = "nytt"
tittel = "Ymse"
drofting = "Rask drøfting"
utfall = "utsatt"
gikk = { politikontakt = "sak i retten" }
  [[saker.oppfolging]]
  tittel = "Lys ved skulen"
""",
    "nn": """\
dag = 2026-03-12
til_stades = "alle"
gjester = ["Leiar for ungdomsrådet"]
start = "10:00"
slutt = "12:00"
stad = "Rådhuset"
merknader = ["Sak og frist er ord i teksten."]

[[saker]]
sak = "1/26"
utfall = "vedteke"
samtykkjer = ["alle"]
avstar = { ordforer = "Eigarskap" }
  [[saker.oppdrag]]
  ansvarleg = "slt-koordinator"
  frist = 2026-10-01
    [[saker.oppdrag.tiltak]]
    tittel = "Tiltak"
    ansvarleg = "politikontakt"
    frist = 2026-09-01

[[saker]]
sak = "2/26"
utfall = "teke_til_vitande"
inhabil = [{ funksjon = "ordforer", grunn = "Slekt", avgjort_av = [OTHERS] }]

[[saker]]
tittel = "Ny sak"
folgjer = "1/26"
foreslatt_av = "politikontakt"
til_orientering = true
utfall = "utsett"
grunn = "Tida gjekk"

[[saker]]
punkt = "nytt"
tittel = "Ymse"
drofting = "Rask drøfting"
utfall = "utsett"
gjekk = { politikontakt = "sak i retten" }
  [[saker.oppfolging]]
  tittel = "Lys ved skulen"
""",
}


def planned(here: Context) -> None:
    """A council of which M1/26 is planned for 12 March: 1/26 to decide, 2/26 for information."""
    done(plan(here, "2026-03-12"))
    done(register(here, "Natteravner", meeting="M1/26"))
    done(register(here, "Tall fra politiet", meeting="M1/26", for_information=True))


@pytest.fixture
def council(prepared: Prepared) -> Context:
    """A context on a copy of that council."""
    return prepared(planned)


def recorded(here: Context, text: str) -> list[tuple[Any, ...]]:
    """The entries that a form makes, without their fingerprint and time."""
    outcome = record(here, "M1/26", text.replace("OTHERS", OTHERS).encode(), "skjema.toml")
    assert outcome.done is not None, [(f.rule, f.verdict, dict(f.saw)) for m in outcome.mistakes for f in m.findings]
    with here.store.reading() as connection:
        last = outcome.done.entries
        rows = [entry for entry in journal.read(connection, "kvaefjord") if entry.seq in last]
    return [(e.kind, e.subject, e.on, dict(e.data), {k: v for k, v in e.texts.items() if k != "asked"}) for e in rows]


@pytest.mark.parametrize("language", NORWEGIAN)
def test_a_form_in_the_councils_language_records_what_the_english_one_does(prepared: Prepared, language: str) -> None:
    assert recorded(prepared(planned), NORWEGIAN[language]) == recorded(prepared(planned), ENGLISH)


@pytest.mark.parametrize("language", ["en", *KEYS])
def test_the_blank_form_is_written_in_the_language_and_records_nothing_as_it_stands(
    council: Context, language: str
) -> None:
    text = form.written(blank_form(council, "M1/26"), Words(language))
    keys = set(re.findall(r"^\s*(?:\[\[)?([a-z_.]+)(?:\]\]| = )", text, re.MULTILINE))
    assert keys
    words = set(KEYS.get(language, {name: name for name in KEYS["nb"]}).values())
    assert {part for key in keys for part in key.split(".")} <= words
    present = KEYS.get(language, {}).get("present", "present")
    nobody = re.sub(rf"(?ms)^{present} = \[.*?^\]", f"{present} = []", text)
    outcome = record(council, "M1/26", nobody.encode(), "skjema.toml")
    assert [mistake.code for mistake in outcome.mistakes] == ["form_nobody_present"]


def test_a_key_in_two_languages_stands_twice(council: Context) -> None:
    text = 'present = "all"\n[[items]]\nref = "1/26"\nsak = "1/26"\nansvarlig = "x"\n'
    outcome = record(council, "M1/26", text.encode(), "skjema.toml")
    assert [(m.line, m.key, m.code, m.facts.get("first")) for m in outcome.mistakes] == [
        (4, "items.1.ref", "form_twice", 3)
    ]


def test_a_misspelt_key_is_answered_with_the_nearest_in_the_language(council: Context) -> None:
    text = 'til_stede = "alle"\n[[saker]]\nsak = "1/26"\nutfal = "vedtatt"\n'
    outcome = record(council, "M1/26", text.encode(), "skjema.toml")
    told = [" ".join(sentence(mistake, Words("nb"))) for mistake in outcome.mistakes]
    assert [(m.line, m.key) for m in outcome.mistakes] == [(4, "items.1.utfal")]
    assert "«utfal»" in told[0]
    assert "utfall" in told[0].replace("«utfal»", "")


def test_every_key_and_outcome_has_one_word_in_each_language() -> None:
    keys = {
        *parse.MEETING_KEYS, *parse.ITEM_KEYS, *parse.ASSIGNMENT_KEYS, *parse.MEASURE_KEYS, *parse.MATTER_KEYS,
        "post", "reason", "decided_by", "words", "by", "on",
    }  # fmt: skip
    fixed = {*parse.OUTCOMES, *PointOutcome, parse.EVERYONE, parse.NEW}
    for language, names in KEYS.items():
        assert names.keys() == keys, language
        assert len(set(names.values())) == len(names), language
        assert all(re.fullmatch("[a-z_]+", name) for name in names.values())
        assert FIXED[language].keys() == fixed, language
    every = [(local, name) for names in KEYS.values() for name, local in names.items()]
    assert len(dict(every)) == len({*every})  # a word means the same in every language
    assert not {local for local, name in every if local in KEYS["nb"] and local != name}
