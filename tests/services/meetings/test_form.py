"""A meeting's form: every mistake at its line and all together; what is right is recorded as by single commands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import slt_flow
from slt_flow.definitions.toml_positions import Lines
from slt_flow.errors import NotYourAction, RequestError
from slt_flow.records import journal, projection
from slt_flow.results.meeting_forms import FormOutcome, Mistake
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register, table
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.form.blank import blank_form
from slt_flow.services.meetings.form.parse import ASSIGNMENT_KEYS, ITEM_KEYS, MEASURE_KEYS, MEETING_KEYS, OUTCOMES
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.form.spelling import InEnglish
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import absences, posts
from slt_flow.services.request.context import Context
from slt_flow.terms import LANGUAGES
from slt_flow.views.meetings import form
from slt_flow.views.meetings.form_mistakes import MISTAKES, sentence
from slt_flow.views.text.words import Words
from tests.conftest import Prepared
from tests.records.year import done, go

PRESENT = 'present = ["ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef"]\n'
ITEM = f'{PRESENT}[[items]]\ntitle = "Sak"\n'
ADOPTED = f'{ITEM}outcome = "adopt"\nconsent = "all"\n'
WORK = f'{ADOPTED}[[items.assignments]]\nowner = "slt-koordinator"\ndue = 2026-10-01\n'
MEASURE = f'{WORK}[[items.assignments.measures]]\ntitle = "Tiltak"\nowner = "politikontakt"\ndue = 2026-09-01\n'


def planned(here: Context) -> None:
    """A council of which M1/26 is planned for 12 March: 1/26 to decide, 2/26 for information; 3/26 waits."""
    done(plan(here, "2026-03-12"))
    done(register(here, "Natteravner", meeting="M1/26", text="Hver helg."))
    done(register(here, "Tall fra politiet", meeting="M1/26", for_information=True))
    done(register(here, "Sak til senere"))


@pytest.fixture
def council(prepared: Prepared) -> Context:
    """A context on a copy of that council."""
    return prepared(planned)


def filled(here: Context, text: str | bytes, target: str = "M1/26") -> FormOutcome:
    return record(here, target, text if isinstance(text, bytes) else text.encode(), "skjema.toml")


def recorded(here: Context, text: str, target: str = "M1/26") -> FormOutcome:
    outcome = filled(here, text, target)
    assert outcome.done is not None, [
        (each.line, each.key, each.code, each.facts, each.findings) for each in outcome.mistakes
    ]
    return outcome


def height(here: Context) -> int:
    with here.store.reading() as connection:
        return journal.head(connection, "kvaefjord")[0]


def found(outcome: FormOutcome) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in outcome.mistakes]


WRONG = [
    # how it is written
    ("a = [\nb = 1", [(2, "form_not_toml")]),
    (PRESENT + "x = 2026-02-30\n", [(2, "form_not_toml")]),
    (PRESENT + PRESENT, [(2, "form_twice")]),
    (PRESENT + "mandate = ''\nremarks = ''\nmandate = ''\nremarks = ''\n", [(4, "form_twice"), (5, "form_twice")]),
    (b"# \xbe\n", [(1, "form_not_utf8")]),
    ("\na = «b»\n", [(2, "form_odd_mark")]),
    (PRESENT + "x = " + "[" * 30, [(2, "form_nested_too_deep")]),
    ("#" * 300_000, [(1, "form_file_too_large")]),
    # keys and kinds of values
    (PRESENT + "\npresnt = 1\n[[items]]\ntitle = 'x'\nowner = 'y'\n",
     [(3, "form_unknown_key"), (6, "form_unknown_key")]),
    (PRESENT + "agenda_sent = 7\n", [(2, "form_wrong_type")]),
    (PRESENT + "mandate = 'x'\n", [(2, "form_mandate_of_whom")]),
    (PRESENT + "guests = ['a', 7]\n", [(2, "form_wrong_type")]),
    (PRESENT + "[[items]]\ntitle = 'x'\n" * 1001, [(2, "form_too_many")]),
    (ITEM + "[[items.assignments]]\nowner = 'x'\n" * 1000, [(4, "form_too_many")]),
    (PRESENT + "items = 7\n", [(2, "form_wrong_type")]),
    (PRESENT + "items = [7]\n", [(2, "form_wrong_type")]),
    (PRESENT + "[items]\ntitle = 'x'\n", [(2, "form_one_table")]),
    (ADOPTED + "[items.assignments]\nowner = 'x'\n", [(6, "form_one_table")]),
    (ITEM + "for_information = 'ja'\n", [(4, "form_wrong_type")]),
    (ITEM + "challenge = 7\n", [(4, "form_wrong_type")]),
    (ITEM + "title = 'x'\n", [(4, "form_twice")]),
    ("present = 7\n", [(1, "form_wrong_type")]),
    # the meeting
    ("remarks = 'x'\n", [(1, "form_nobody_present")]),
    ('present = [\n"ordforer",\n"rektro",\n"politikontkt",\n"ordforer"]\n',
     [(3, "unknown_post"), (4, "unknown_post"), (5, "form_present_twice")]),
    (PRESENT + "meeting = 'M2/26'\nday = 2026-03-13\n", [(2, "form_other_meeting"), (3, "form_other_day")]),
    (PRESENT + "meeting = '3/26'\n", [(2, "not_a_meeting")]),
    (PRESENT + "agenda_sent = 2026-03-13\n", [(2, "form_sent_after_meeting")]),
    (PRESENT + "agenda_sent = 'tull'\n", [(2, "bad_date_form")]),
    (PRESENT + "agenda_sent = 2026-03-01T10:00:00\n", [(2, "form_wrong_type")]),
    (PRESENT + "mandate = { ordforer = 'x' }\n", [(2, "form_mandate_unused")]),
    (PRESENT + "kind = 'extraordinary'\n", [(2, "form_planned_otherwise")]),
    (PRESENT + 'remarks = ["a\\u0007b", "c"]\n', [(2, "hidden_characters")]),
    # the items
    (PRESENT + "[[items]]\noutcome = 'adopt'\nconsent = 'all'\n", [(2, "form_item_without_name")]),
    (PRESENT + "[[items]]\nref = '1/26.1'\noutcome = 'adopt'\n", [(3, "not_a_decision")]),
    (PRESENT + "[[items]]\nref = '9/26'\noutcome = 'adopt'\n", [(3, "unknown_ref")]),
    (PRESENT + "[[items]]\nref = '1/26'\ntitle = 'Noe annet'\n", [(4, "form_ref_and_title")]),
    (PRESENT + "[[items]]\nref = '1/26'\narea = 'beredskap'\nkind = 'bylaws'\n",
     [(4, "form_only_of_new"), (5, "form_only_of_new")]),
    (PRESENT + "[[items]]\nref = '1/26'\nreason = 'x'\noutcome = 'postpone'\n[[items]]\nref = '1/2026'\ntext = 'x'\n",
     [(7, "form_item_twice")]),
    (ITEM + "[[items]]\ntitle = ' SAK '\n", [(5, "form_item_twice")]),
    (PRESENT + "[[items]]\ntitle = 'natteravner'\n", [(3, "form_item_is_there")]),
    (ITEM + "area = 'trafikk'\n", [(4, "unknown_area")]),
    (ITEM + "kind = 'bylawz'\n", [(4, "unknown_kind")]),
    (ITEM + "challenge = 'rus'\nknowledge = ['ungdata']\n", [(4, "unknown_challenge"), (5, "unknown_knowledge")]),
    (ITEM + "outcome = 'adoptt'\n", [(4, "form_unknown_outcome")]),
    (ITEM + "outcome = 'adopt'\n", [(4, "form_consent_missing")]),
    (ITEM + "outcome = 'note'\n", [(4, "form_note_not_information")]),
    (ITEM + "for_information = true\noutcome = 'note'\nconsent = 'all'\n", [(5, "form_information_adopted")]),
    (ITEM + "for_information = true\noutcome = 'adopt'\n", [(5, "form_information_adopted")]),
    (PRESENT + "[[items]]\nref = '2/26'\noutcome = 'no_consensus'\n", [(4, "form_information_adopted")]),
    (ITEM + "outcome = 'no_consensus'\n", [(4, "form_stances_missing")]),
    (ITEM + "outcome = 'postpone'\n", [(4, "form_reason_missing")]),
    (ITEM + "outcome = 'withdraw'\nreason = ' '\n", [(4, "form_reason_missing")]),
    (ITEM + "reason = 'x'\n", [(4, "form_reason_unused")]),
    # who says what
    (ITEM + "outcome = 'adopt'\nconsent = ['ordforer',\n'politikontakt']\n", [(6, "form_stance_of_absent")]),
    (ADOPTED + "stand_aside = ['politikontakt']\n", [(6, "form_stance_of_absent")]),
    (ADOPTED + "object = { politikontakt = 'x', rektro = 'y' }\n", [(6, "unknown_post"), (6, "form_stance_of_absent")]),
    (ADOPTED + "object = { ordforer = '' }\n", []),
    (ADOPTED + "object = ['ordforer']\n", [(6, "form_objection_without_reason")]),
    (ITEM + "consent = ['ordforer']\nstand_aside = { ordforer = 'x' }\n", [(5, "form_two_stances")]),
    (ITEM + "stand_aside = { ordforer = 'x' }\nconsent = ['ordforer']\n", [(5, "form_two_stances")]),
    (ITEM + "consent = [\n'ordforer',\n'slt-koordinator',\n'ordforer',\n]\n", [(7, "form_two_stances")]),
    (ADOPTED + "excused = ['ordforer']\n", [(6, "form_excused_without_reason")]),
    (ITEM + "consent = 'ordforer, slt-koordinator'\nexcused = [{ post = 'ordforer', reason = 'Inhabil' }]\n",
     [(4, "form_excused_has_stance")]),
    (ADOPTED + "stand_aside = [{ reason = 'x' }]\n", [(6, "form_missing_key")]),
    (ADOPTED + "stand_aside = [{ post = 'ordforer', why = 'x' }]\n", [(6, "form_unknown_key")]),
    # who does what
    (ITEM + "[[items.assignments]]\nowner = 'slt-koordinator'\ndue = 2026-10-01\n",
     [(4, "form_work_without_adoption")]),
    (ADOPTED + "[[items.assignments]]\ntitle = 'x'\n", [(6, "form_missing_key")] * 2),
    (ADOPTED + "[[items.assignments]]\nowner = 'rektro'\ndue = '1. tull'\n",
     [(7, "unknown_post"), (8, "bad_date_form")]),
    (ADOPTED + "[[items.assignments]]\nowner = ['a', 'b']\ndue = 2026-10-01\n", [(7, "form_two_owners")]),
    (ADOPTED + "[[items.assignments]]\nowner = 'ordforer, rektor'\ndue = 2026-10-01\n", [(7, "form_two_owners")]),
    (WORK + "owner = 'ordforer'\n", [(9, "form_two_owners")]),
    (WORK + "measure = 'x'\n", [(9, "form_unknown_key")]),
    (WORK + "[[items.assignments.measures]]\nowner = 'politikontakt'\n", [(9, "form_missing_key")] * 2),
    (MEASURE + "owner = 'ordforer'\n", [(13, "form_two_owners")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), WRONG)
def test_a_mistake_is_told_at_its_line_and_nothing_is_written(
    council: Context, text: str | bytes, wanted: list[tuple[int, str]]
) -> None:
    before = height(council)
    if not wanted:  # what is left empty is not said
        recorded(council, str(text))
        return
    outcome = filled(council, text)
    assert (outcome.done, outcome.exit_code) == (None, 2)
    assert found(outcome) == wanted
    assert height(council) == before


def test_every_mistake_of_a_form_is_told_at_once(council: Context) -> None:
    text = (
        'present = ["ordforer", "politistasjonssjef"]\nagenda_sent = 2026-04-01\n'
        "[[items]]\nref = '1/26'\noutcome = 'adopt'\nconsent = ['politikontakt']\n"
        "[[items.assignments]]\nowner = ['a', 'b']\n"
        "[[items]]\ntitle = 'Sak'\narea = 'trafikk'\n[[items]]\ntitle = 'Sak'\n"
    )
    assert found(filled(council, text)) == [
        (2, "form_sent_after_meeting"),
        (6, "form_stance_of_absent"),
        (7, "form_missing_key"),
        (8, "form_two_owners"),
        (11, "unknown_area"),
        (13, "form_item_twice"),
    ]


REFUSED = f"""{PRESENT}
[[items]]
ref = "1/26"
outcome = "adopt"
consent = "all"
object = {{ politistasjonssjef = "Vi har ikke folk." }}
  [[items.assignments]]
  owner = "ordforer"
  due = 2026-02-01
    [[items.assignments.measures]]
    title = "Tiltak"
    owner = "ordforer"
    due = 2026-05-01

[[items]]
title = "Bare kommunen"
outcome = "adopt"
consent = "all"
stand_aside = ["politistasjonssjef"]

[[items]]
title = "God sak"
outcome = "adopt"
consent = "all"
  [[items.assignments]]
  owner = "slt-koordinator"
  due = 2026-05-01
    [[items.assignments.measures]]
    title = "For sent"
    owner = "politikontakt"
    due = 2026-06-01

[[items]]
title = "Enige likevel"
outcome = "no_consensus"
consent = "all"
"""


def test_every_refusal_is_told_at_once_with_what_to_write_instead(council: Context) -> None:
    before = height(council)
    outcome = filled(council, REFUSED)
    assert (outcome.done, outcome.exit_code, height(council)) == (None, 1, before)
    told = [(each.line, [(f.rule, f.remedy) for f in each.findings if f.blocks]) for each in outcome.mistakes]
    no_agreement = ("consensus_is_reached", 'outcome = "no_consensus"')
    assert told == [
        (3, [
            no_agreement,
            ("nobody_objects", 'outcome = "no_consensus"'),
            ("every_party_consents", 'consent = ["POST"]'),
        ]),
        (8, [
            ("deadline_is_after_the_meeting", "due = 2026-03-12"),
            ("owner_is_eligible", 'owner = "POST"'),
        ]),
        (11, [("deadline_is_within_parent", "due = 2026-02-01")]),
        (16, [no_agreement, ("every_party_consents", 'consent = ["POST"]')]),
        (29, [("deadline_is_within_parent", "due = 2026-05-01")]),
        (36, [("consensus_is_reached", 'outcome = "adopt"')]),
    ]  # fmt: skip
    assert [each.ref for each in outcome.mistakes] == ["1/26", None, None, None, None, None]


def test_what_was_refused_leaves_nothing_behind_for_what_follows(council: Context) -> None:
    """A dry run of the same form without the refused items does exactly what it would have done beside them."""
    bad = '[[items]]\ntitle = "Imot"\noutcome = "adopt"\nconsent = "all"\nobject = { ordforer = "Nei" }\n'
    good = MEASURE.removeprefix(PRESENT)
    mixed = filled(council, PRESENT + bad + good + bad.replace("Imot", "Enda en") + good.replace('"Sak"', '"Sak to"'))
    assert [each.line for each in mixed.mistakes] == [2, 18]
    alone = recorded(council, PRESENT + good + good.replace('"Sak"', '"Sak to"'))
    assert [line.ref for line in alone.lines if not line.depth] == ["M1/26", "4/26", "5/26"]


def test_rules_and_mistakes_together_are_wrong_use(council: Context) -> None:
    outcome = filled(council, f"{REFUSED}\n[[items]]\ntitle = 'x'\narea = 'y'\n")
    assert outcome.exit_code == 2
    assert found(outcome)[-1] == (41, "unknown_area")


def test_no_form_is_opened_for_a_meeting_that_was_called_off_or_recorded(council: Context) -> None:
    go(council, "M1/26", "cancel", reason="Sykdom")
    for ask in (lambda: filled(council, ADOPTED), lambda: blank_form(council, "M1/26")):
        with pytest.raises(RequestError, match="meeting_is_cancelled") as raised:
            ask()
        assert raised.value.facts["reason"] == "Sykdom"


WHOLE = """
present = [
  "ordforer=Varaordfører (kommune)", "administrasjonssjef", "slt-koordinator", "politistasjonssjef", "politikontakt",
]
mandate = { ordforer = "Møtebok 3/26" }
led_by = "ordforer"
guests = ["Ungdomsrådets leder"]
agenda_sent = 2026-03-09
remarks = ["Neste møte er i juni.", "Takk for nå."]

[[items]]
ref = "1/26"
text = "Annenhver helg."
outcome = "adopt"
consent = ["ordforer", "politistasjonssjef", "administrasjonssjef"]
stand_aside = { politikontakt = "Ikke avklart" }
excused = [
  { post = "slt-koordinator", reason = "Inhabil", decided_by = ["ordforer", "administrasjonssjef", "politikontakt"] },
]
challenge = "rus"
  [[items.assignments]]
  owner = "slt-koordinator"
  due = 2026-10-01
  resources = "20 000 kr"
    [[items.assignments.measures]]
    title = "Verve voksne"
    owner = "politikontakt"
    due = 2026-09-01
    challenge = ["rus"]
    knowledge = ["ungdata"]
    [[items.assignments.measures]]
    title = "Gule vester"
    owner = "administrasjonssjef"
    due = 2026-08-01
    resources = "5 000 kr"
  [[items.assignments]]
  title = "Evaluere ordningen"
  owner = "politikontakt"
  due = "2026-12-01"

[[items]]
ref = "2/26"
outcome = "note"

[[items]]
ref = "3/26"
outcome = "postpone"
reason = "Mer kunnskap trengs."

[[items]]
title = "Stengte gater"
area = "trafikksikkerhet"
text = "Gata stenges."
case = "26/123"
knowledge = ["ungdata"]
outcome = "no_consensus"
consent = "all"
object = [{ post = "politikontakt", reason = "Utrykning" }]

[[items]]
title = "Nye vedtekter"
kind = "bylaws"
outcome = "adopt"
consent = "all"

[[items]]
title = "Budsjett"
needs_ratification = ["Kommunestyret"]
outcome = "withdraw"
reason = "Sendes administrasjonen."

[[items]]
title = "Blir stående"
consent = ["ordforer"]
"""


def prepared(here: Context) -> Context:
    done(knowledge.add_knowledge(here, "ungdata", "Ungdata 2025", source="ungdata"))
    done(knowledge.add_challenge(here, "rus", "Rus blant unge"))
    return here


def by_single_commands(here: Context) -> None:
    """What `WHOLE` says, one command after the other."""
    present = "ordforer=Varaordfører (kommune),administrasjonssjef,slt-koordinator,politistasjonssjef,politikontakt"
    guests, mandate = ["Ungdomsrådets leder"], "ordforer=Møtebok 3/26"
    done(hold(here, "M1/26", present, guests=guests, sent="2026-03-09", mandate=mandate, led_by="ordforer"))
    for text in ("Neste møte er i juni.", "Takk for nå."):
        go(here, "M1/26", "remark", text=text)
    go(here, "1/26", "base_on", challenge="rus")
    deciding = "ordforer,administrasjonssjef,politikontakt"
    go(here, "1/26", "excuse", post="slt-koordinator", reason="Inhabil", decided_by=deciding)
    go(here, "1/26", "amend", text="Annenhver helg.")
    go(here, "1/26", "take_stance", post="politikontakt", stance="stand_aside", reason="Ikke avklart")
    done(adopt(here, "1/26", "ordforer,politistasjonssjef,administrasjonssjef"))
    done(assign(here, "1/26", "slt-koordinator", "2026-10-01", resources="20 000 kr"))
    done(add_measure(here, "1/26.1", "Verve voksne", "politikontakt", "2026-09-01", challenges=["rus"],
                               knowledge=["ungdata"]))  # fmt: skip
    done(add_measure(here, "1/26.1", "Gule vester", "administrasjonssjef", "2026-08-01", resources="5 000 kr"))
    done(assign(here, "1/26", "politikontakt", "2026-12-01", title="Evaluere ordningen"))
    go(here, "2/26", "take_note")
    done(table(here, "3/26", "M1/26"))
    go(here, "3/26", "postpone", reason="Mer kunnskap trengs.")
    done(register(here, "Stengte gater", area="trafikksikkerhet", text="Gata stenges.", case="26/123",
                            knowledge=["ungdata"], meeting="M1/26"))  # fmt: skip
    go(here, "4/26", "take_stance", post="politikontakt", stance="object", reason="Utrykning")
    for post in ("ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef"):
        go(here, "4/26", "take_stance", post=post, stance="consent")
    go(here, "4/26", "conclude_without_consensus")
    done(register(here, "Nye vedtekter", kind="bylaws", meeting="M1/26", consent="all"))
    done(register(here, "Budsjett", needs_ratification=["Kommunestyret"], meeting="M1/26"))
    go(here, "6/26", "withdraw", reason="Sendes administrasjonen.")
    done(register(here, "Blir stående", meeting="M1/26"))
    go(here, "7/26", "take_stance", post="ordforer", stance="consent")


def tables(here: Context) -> dict[str, Any]:
    with here.store.reading() as connection:
        snapshot = projection.everything(connection, "kvaefjord")
    return {kind.__name__: rows for kind, rows in snapshot.tables()}


def kinds(here: Context) -> list[tuple[Any, ...]]:
    with here.store.reading() as connection:
        entries = journal.read(connection, "kvaefjord")
    texts = [
        {name: text for name, text in entry.texts.items() if name not in ("asked", "account")} for entry in entries
    ]
    return [
        (e.seq, e.kind, e.subject, e.action, e.on, e.acted_by, dict(e.data), t)
        for e, t in zip(entries, texts, strict=True)
    ]


def test_a_form_records_what_single_commands_do(council: Context) -> None:
    prepared(council)
    content = council.store.path.read_bytes()
    recorded(council, WHOLE)
    told = kinds(council), tables(council)
    council.store.path.write_bytes(content)
    by_single_commands(council)
    assert (kinds(council), tables(council)) == told


def test_one_request_for_the_whole_meeting_and_the_same_form_only_once(council: Context) -> None:
    prepared(council)
    first = recorded(council, WHOLE)
    with council.store.reading() as connection:
        seq = first.done.entries[0] if first.done else 0
        assert len(journal.request_at(connection, "kvaefjord", seq)) == len(first.done.entries if first.done else ())
    again = recorded(council, f"# same, but for this line\n{WHOLE}", "2026-03-12")
    assert again.done is not None
    assert (again.done.already, again.ref, again.lines) == (True, "M1/26", ())
    go(council, "M1/26", "remark", text="Noe annet skjedde.")
    go(council, "1/26.1", "accept")
    later = recorded(council, WHOLE)
    assert later.done is not None
    assert later.done.already


def test_a_form_whose_cases_all_moved_on_is_not_recorded_anew(council: Context) -> None:
    recorded(council, ADOPTED)
    go(council, "M1/26", "remark", text="Noe annet skjedde.")
    go(council, "4/26", "remark", text="Her også.")
    assert found(filled(council, ADOPTED)) == [(3, "form_item_is_there")]


def test_after_an_undo_the_form_is_recorded_again(council: Context) -> None:
    recorded(council, ADOPTED)
    done(undo(council, "Feil møte"))
    assert [line.ref for line in recorded(council, ADOPTED).lines] == ["M1/26", "5/26"]


def test_a_dry_run_tells_the_same_and_writes_nothing(council: Context) -> None:
    before = height(council)
    foreseen = recorded(replace(council, dry_run=True), MEASURE)
    assert height(council) == before
    assert foreseen.lines == recorded(council, MEASURE).lines


def test_a_day_without_a_meeting_gets_one(council: Context) -> None:
    text = f'kind = "extraordinary"\nrequested_by = "politi"\nshort_notice = true\nday = 2026-05-04\n{ADOPTED}'
    outcome = recorded(council, text, "2026-05-04")
    assert [(line.ref, line.state) for line in outcome.lines] == [("M2/26", "held"), ("4/26", "adopted")]
    held = tables(council)["Meeting"][("M", 2026, 2)]
    assert (held.kind, held.requested_by, held.short_notice) == ("extraordinary", "politi", True)
    again = recorded(council, text, "2026-05-04")
    assert again.done is not None
    assert again.done.already


def test_a_day_names_the_meeting_planned_for_it(council: Context) -> None:
    assert recorded(council, ADOPTED, "2026-03-12").ref == "M1/26"
    done(plan(council, "2026-04-20"))
    done(plan(council, "2026-04-20", kind="information"))
    with pytest.raises(RequestError, match="several_meetings_that_day"):
        filled(council, ADOPTED, "2026-04-20")


@pytest.mark.parametrize("action", [None, "call"])
def test_a_meeting_that_was_held_needs_no_attendance(council: Context, action: str | None) -> None:
    if action:
        go(council, "M1/26", action, sent="2026-03-01")
    done(hold(council, "M1/26", "ordforer,administrasjonssjef,slt-koordinator,politistasjonssjef"))
    outcome = recorded(council, ADOPTED.removeprefix(PRESENT))
    assert [(line.ref, line.state) for line in outcome.lines] == [("4/26", "adopted")]
    assert found(
        filled(council, ADOPTED.removeprefix(PRESENT).replace('"all"', '"politikontakt"').replace("Sak", "Ny"))
    ) == [(4, "form_stance_of_absent")]


def test_who_came_is_added_to_a_meeting_that_was_held_and_nobody_taken_away(council: Context) -> None:
    done(hold(council, "M1/26", "ordforer,politistasjonssjef", guests=["Gjest"], sent="2026-03-01"))
    more = (
        'present = ["ordforer=Vara", "politistasjonssjef", "slt-koordinator"]\nmandate = { ordforer = "Ja" }\n'
        'guests = ["gjest"]\nagenda_sent = 2026-03-01\n'
    )
    recorded(council, more)
    there = {
        row.who: (row.deputy, row.mandate) for row in tables(council)["Attendance"].values() if row.presence != "guest"
    }
    assert there == {"ordforer": ("Vara", "Ja"), "politistasjonssjef": (None, None), "slt-koordinator": (None, None)}
    with pytest.raises(RequestError, match="form_says_nothing_new"):
        filled(council, f"{more}meeting = 'M1/26'\n")
    assert recorded(council, 'guests = ["En til=fagperson"]\n').lines
    assert [(row.deputy, row.role) for row in tables(council)["Attendance"].values() if row.presence == "guest"] == [
        ("Gjest", None),
        ("En til", "expert"),
    ]
    wrong = 'present = ["ordforer=Vara"]\nguests = ["En til"]\nagenda_sent = 2026-03-02\n'
    assert found(filled(council, wrong)) == [
        (1, "form_present_left_out"),
        (1, "form_present_left_out"),
        (3, "form_sent_after_held"),
    ]


def test_archived_minutes_are_not_changed_by_a_form(council: Context) -> None:
    recorded(
        council,
        f'{PRESENT}[[items]]\nref = "1/26"\noutcome = "adopt"\nconsent = "all"\n'
        '[[items]]\nref = "2/26"\noutcome = "note"\n',
    )
    go(council, "M1/26", "minute")
    go(council, "M1/26", "archive")
    outcome = filled(council, "remarks = 'For sent'\n[[items]]\ntitle = 'For sent'\n")
    assert (found(outcome), outcome.exit_code) == ([(1, "form_refused"), (2, "form_refused")], 1)
    assert [each.findings[0].rule for each in outcome.mistakes] == ["action_is_here", "meeting_may_decide"]


def test_follow_up_is_added_to_what_the_meeting_adopted(council: Context) -> None:
    recorded(council, ADOPTED)
    outcome = recorded(
        council, '[[items]]\nref = "4/26"\n[[items.assignments]]\nowner = "politikontakt"\ndue = 2026-10-01\n'
    )
    assert [line.ref for line in outcome.lines] == ["4/26", "4/26.1"]


def test_only_who_leads_records_a_form(council: Context) -> None:
    with pytest.raises(NotYourAction):
        filled(replace(council, actor="politikontakt"), ADOPTED)
    with pytest.raises(NotYourAction):
        filled(replace(council, actor="ordforer"), ADOPTED)


def test_an_item_of_a_vacant_seat(council: Context) -> None:
    done(posts.vacate(replace(council, on=date(2026, 2, 1)), "politikontakt", "Sluttet"))
    assert "politikontakt" not in [post for post, _, _ in blank_form(council, "M1/26").present]
    assert found(filled(council, PRESENT.replace("]", ', "politikontakt"]'))) == [(1, "vacant_post_present")]


NASTY = ('Sak med "sitat" og \\ skråstrek', "''' og \"\"\"", "[[items]]", "# ikke en kommentar", "æøå → ß")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_form_can_be_read_back_and_says_what_is_known(council: Context, language: str) -> None:
    for title in NASTY:
        done(register(council, title, meeting="M1/26", text=f"{title}\n\n{title}"))
    done(absences.record(council, "ordforer", "2026-03-01", "2026-03-31", deputy="administrasjonssjef"))
    text = form.written(blank_form(council, "M1/26"), Words(language))
    assert max(len(line) for line in text.splitlines() if line.startswith("#")) <= 80
    told = InEnglish(tomllib.loads(text), Lines({})).tables
    assert told["day"] == date(2026, 3, 12)
    assert told["present"][0] == "ordforer=administrasjonssjef"
    refs = [item["ref"] for item in told["items"] if "ref" in item]
    assert refs == ["1/26", "2/26", *(f"{n}/26" for n in range(4, 9))]
    assert [item["text"] for item in told["items"] if item.get("text")][1:] == [
        f"{title}\n\n{title}" for title in NASTY
    ]
    points = [item["point"] for item in told["items"] if item.get("point")]
    assert [point.partition(":")[0] for point in points] == ["agreed", "standing", "standing", "agreed", "agreed"]
    assert [line.ref for line in recorded(council, text).lines] == ["M1/26"]


def test_a_blank_form_names_keys_that_the_form_has() -> None:
    item = tomllib.loads(form.NEW_ITEM)["items"][0]
    assert set(item) <= set(ITEM_KEYS)
    assert set(item["assignments"][0]) <= set(ASSIGNMENT_KEYS)
    assert set(item["assignments"][0]["measures"][0]) <= set(MEASURE_KEYS)
    assert [message.split('"')[1] for message in form.OUTCOMES[:-1]] == list(OUTCOMES)
    assert "items" in MEETING_KEYS


def test_every_mistake_that_can_be_made_has_a_sentence_and_every_sentence_its_mistake() -> None:
    context = Path(slt_flow.__file__).parent / "services" / "meetings" / "form"
    files = ("parse.py", "check.py", "apply.py", "record.py")
    made = {code for file in files for code in re.findall(r'"(form_\w+)"', (context / file).read_text("utf-8"))}
    read = {
        f"form_{code}"
        for code in ("not_toml", "declared_twice", "nested_too_deep", "file_too_large", "not_utf8", "odd_mark")
    }
    assert made | read == {*MISTAKES, "form_says_nothing_new"}


@pytest.mark.parametrize("code", MISTAKES)
def test_every_mistake_tells_what_it_knows(code: str) -> None:
    """A sentence without its facts would show a dash in their place; with them it shows none."""
    facts = dict.fromkeys(
        ("why", "given", "key", "name", "ref", "title", "post", "first", "column", "mark",
         "limit", "sent", "day", "known", "on", "date",
         "bodies"), "X"
    )  # fmt: skip
    told = " ".join(sentence(Mistake(1, "", code, {**facts, "expected": "text"}), Words("en")))
    assert "–" not in told


def test_a_meeting_that_cannot_be_held_tells_the_mistakes_of_its_items_too(council: Context) -> None:
    text = f'led_by = "politikontakt"\n{ADOPTED}reason = "Ingen"\n'
    outcome = filled(council, text, "2026-03-10")
    assert found(outcome) == [(2, "leader_not_there"), (7, "form_reason_unused")]
