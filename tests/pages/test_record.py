"""A meeting recorded point by point: saved between, checked in place, recorded at once, as by the form file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register, table
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history.audit import verify
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.form.blank import blank_form
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.services.meetings.plan import plan
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.people.posts import add_post
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Account, Context
from slt_flow.views.meetings.form import written
from slt_flow.views.text.words import Words
from tests.conftest import Prepared
from tests.pages.browsing import Browser, Page, site_of, value
from tests.records.year import done

SECRETARY, MEMBER = "os:slt@kontoret", "os:politi@stasjonen"
RECORD = "/meeting/M1-26/record"
FIRST, SECOND, INFORMATION, PUT_OFF = (f"case.{number}-26" for number in (1, 2, 3, 4))


def planned(context: Context) -> None:
    """A meeting with three cases to decide and one for information on its agenda, and another meeting to come."""
    done(add_post(context, "kulturleder", "Kulturleder", "kommune", ["executing"]))
    done(plan(context, "2026-06-02"))
    done(plan(context, "2026-12-02"))
    done(register(context, "Trygg skolevei", text="Skoleveien skal være trygg.", meeting="M1/26"))
    done(register(context, "Natteravner", meeting="M1/26"))
    done(register(context, "Kriminalitetstall", meeting="M1/26", for_information=True))
    done(register(context, "Skjenketider", meeting="M1/26"))
    done(bind_account(context, "slt-koordinator", SECRETARY))
    done(bind_account(context, "politikontakt", MEMBER))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(planned)


@pytest.fixture
def secretary(context: Context) -> Browser:
    return Browser(site_of(context)).sign_in(SECRETARY, "os")


def saved(browser: Browser, part: str, fields: Mapping[str, str | list[str]] | None = None, go: str = "next") -> Page:
    """The page after a part was saved with these fields, and the others as they were shown."""
    page = browser.get(f"{RECORD}/{part}")
    assert page.status == 200, page.text
    return browser.post(f"{RECORD}/{part}", page.shown() | dict(fields or {}) | {"go": go})


def reviewed(browser: Browser) -> Page:
    """The review of all that was typed."""
    return browser.post(RECORD, browser.get(RECORD).shown())


def recorded(browser: Browser) -> Page:
    """The page after all that was typed was recorded."""
    review = reviewed(browser)
    assert "Dette blir ført inn" in review.text, review.text
    return browser.post(RECORD, review.hidden() | {"reviewed": "1"})


# the hour after a meeting

FORM = """\
mote = "M1/26"
til_stede = ["ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef", "politikontakt"]
gjester = ["Leder av ungdomsrådet"]
start = "10:00"
slutt = "12:00"
sted = "Rådhuset"
neste_mote = 2026-12-02
merknader = ["Møtet ble strømmet."]

[[saker]]
punkt = "agreed:innkalling"
utfall = "godkjent"

[[saker]]
sak = "1/26"
drofting = '''Alle var enige.
Det haster.'''
utfall = "vedtatt"
samtykker = "alle"
avstar = { politikontakt = "Har ikke mandat" }
  [[saker.oppdrag]]
  ansvarlig = "slt-koordinator"
  frist = 2026-11-01
    [[saker.oppdrag.tiltak]]
    tittel = "Følge til skolen"
    ansvarlig = "kulturleder"
    frist = 2026-09-01

[[saker]]
sak = "2/26"
tekst = "Natteravnene går hver lørdag."
utfall = "vedtatt"
samtykker = "alle"

[[saker]]
sak = "3/26"
drofting = "Tallene går ned."
utfall = "tatt_til_etterretning"

[[saker]]
sak = "4/26"
utfall = "utsatt"
grunn = "Mer må undersøkes."

[[saker]]
punkt = "agreed:eventuelt"
drofting = "Det ble spurt om lys."
  [[saker.oppfolging]]
  tittel = "Gatelys"

[[saker]]
tittel = "Felles uteveileder"
utfall = "vedtatt"
samtykker = "alle"
"""
"""The same meeting as somebody writes it in the form file."""


def the_hour_on_pages(browser: Browser) -> None:
    """The hour of a secretary who never sees a terminal."""
    office = browser.get("/office")
    assert office.links()["Før punkt for punkt"] == RECORD
    heading = {"guests": "Leder av ungdomsrådet", "at": "10:00", "until": "12:00", "place": "Rådhuset"}
    page = saved(browser, "meeting", heading | {"next_meeting": "2026-12-02", "remarks": "Møtet ble strømmet."})
    saved(browser, page.path.removeprefix(f"{RECORD}/"), {"outcome": "approved"})
    first = {"outcome": "adopt", "consent": "1", "discussion": "Alle var enige.\nDet haster.",
             "stance.politikontakt": "stand_aside", "why.politikontakt": "Har ikke mandat",
             "assignments.1.owner": "slt-koordinator", "assignments.1.due": "2026-11-01",
             "assignments.1.measures.1.title": "Følge til skolen", "assignments.1.measures.1.owner": "kulturleder",
             "assignments.1.measures.1.due": "2026-09-01"}  # fmt: skip
    saved(browser, FIRST, first)
    saved(browser, SECOND, {"outcome": "adopt", "consent": "1", "text": "Natteravnene går hver lørdag."})
    saved(browser, INFORMATION, {"outcome": "note", "discussion": "Tallene går ned."})
    saved(browser, PUT_OFF, {"outcome": "postpone", "reason": "Mer må undersøkes."})
    saved(browser, "agreed.eventuelt", {"discussion": "Det ble spurt om lys.", "follow_up.1.title": "Gatelys"})
    new = browser.post(RECORD, browser.get(RECORD).shown() | {"add": "new-case"})
    new_case = {"title": "Felles uteveileder", "outcome": "adopt", "consent": "1"}
    saved(browser, new.path.removeprefix(f"{RECORD}/"), new_case)
    assert recorded(browser).path.startswith("/receipt/")
    forms: tuple[tuple[str, dict[str, str]], ...] = (
        ("/office/assign", {"ref": "2/26", "owner": "slt-koordinator", "due": "2026-10-01", "group": ""}),
        ("/office/add-measure", {"ref": "2/26.1", "title": "Vaktliste", "owner": "kulturleder", "due": "2026-08-01"}),
        ("/office/table", {"ref": "5/26", "meeting": "M2/26"}),
        ("/meeting/M1-26/do/minute", {}),
    )
    for path, fields in forms:
        receipt = browser.fill(path, **fields)
        assert receipt.path.startswith("/receipt/"), receipt.text


def the_hour_by_commands(context: Context) -> None:
    """The same hour by the form file, and by the use cases that commands call."""
    assert record(context, "M1/26", FORM.encode(), "m1.toml").done is not None
    done(assign(context, "2/26", "slt-koordinator", "2026-10-01"))
    done(add_measure(context, "2/26.1", "Vaktliste", "kulturleder", "2026-08-01"))
    done(table(context, "5/26", "M2/26"))
    done(perform(context, ["M1/26"], "minute", {}))


def journal_of(context: Context) -> list[tuple[Any, ...]]:
    """Everything that readers see of each entry, but for the moment at which it was recorded."""
    return [
        (*line._replace(at="", label={})[:-2], line.to_state, dict(line.data), dict(line.texts))
        for line in history(context)
    ]


def test_an_hour_on_pages_records_what_the_same_hour_by_commands_does(
    prepared: Prepared, secretary: Browser, context: Context
) -> None:
    the_hour_on_pages(secretary)
    on_pages = journal_of(context)
    assert not verify(context)[0].flaws
    assert show_meeting(context, "M1/26").state == "minuted"
    assert [str(show_case(context, ref).state) for ref in ("3/26", "4/26")] == ["noted", "registered"]
    draft = secretary.get("/meeting/M1-26/paper/minutes")
    for words in ("Alle var enige.", "Mer må undersøkes.", "Natteravnene går hver lørdag.", "Vaktliste", "Gatelys"):
        assert words in draft.text, words
    other = replace(prepared(planned), account=Account(SECRETARY))  # in the place of the first
    the_hour_by_commands(other)
    assert journal_of(other) == on_pages


# between


def test_every_point_is_kept_until_all_is_recorded_and_nothing_is_recorded_before(
    secretary: Browser, context: Context
) -> None:
    before = history(context)
    saved(secretary, "meeting")
    saved(secretary, FIRST, {"discussion": 'Utkast\tmed <b>tegn</b> og "sitat" \\ {{ 7*7 }} ]]\n\nto avsnitt'})
    page = Browser(secretary.site).sign_in(SECRETARY, "os").get(f"{RECORD}/{FIRST}")
    assert page.shown()["discussion"] == ['Utkast\tmed <b>tegn</b> og "sitat" \\ {{ 7*7 }} ]]\n\nto avsnitt']
    assert "5 er til stede" in secretary.get(RECORD).text
    assert history(context) == before
    assert Browser(secretary.site).sign_in("os:ordforer@x", "os").get(RECORD).status == 403


@pytest.mark.endurance
def test_what_was_typed_is_recorded_as_it_was_typed(secretary: Browser, context: Context) -> None:
    text = 'Utkast med <b>tegn</b> og "sitat" \\ {{ 7*7 }} ]]\n\n\'\'\' """ # to avsnitt'
    saved(secretary, "meeting")
    saved(secretary, FIRST, {"discussion": text.replace("\n", "\r\n")})
    recorded(secretary)
    (line,) = [line for line in history(context, "M1/26") if "discussion" in line.texts]
    assert line.texts["discussion"] == text


def test_two_windows_never_overwrite_each_other_unseen(secretary: Browser) -> None:
    one, other = secretary.get(f"{RECORD}/{FIRST}"), secretary.get(f"{RECORD}/{FIRST}")
    secretary.post(f"{RECORD}/{FIRST}", one.shown() | {"discussion": "Det ene", "go": "stay"})
    page = secretary.post(f"{RECORD}/{FIRST}", other.shown() | {"discussion": "Det andre", "go": "stay"})
    assert page.status == 409
    assert "Det ene" in page.text
    assert page.shown()["discussion"] == ["Det andre"]
    assert secretary.get(f"{RECORD}/{FIRST}").shown()["discussion"] == ["Det ene"]
    secretary.post(f"{RECORD}/{FIRST}", page.shown() | {"go": "stay"})
    assert secretary.get(f"{RECORD}/{FIRST}").shown()["discussion"] == ["Det andre"]


@pytest.mark.endurance
def test_two_windows_with_two_points_both_keep_theirs(secretary: Browser) -> None:
    one, other = secretary.get(f"{RECORD}/{FIRST}"), secretary.get(f"{RECORD}/{SECOND}")
    secretary.post(f"{RECORD}/{FIRST}", one.shown() | {"discussion": "Det ene"})
    secretary.post(f"{RECORD}/{SECOND}", other.shown() | {"discussion": "Det andre"})
    both = [secretary.get(f"{RECORD}/{part}").shown()["discussion"] for part in (FIRST, SECOND)]
    assert both == [["Det ene"], ["Det andre"]]


def test_every_mistake_is_told_at_its_point_and_nothing_is_recorded(secretary: Browser, context: Context) -> None:
    before = history(context)
    saved(secretary, "meeting")
    saved(secretary, FIRST, {"outcome": "adopt", "assignments.1.owner": "ordforer", "assignments.1.due": "snart"})
    saved(secretary, SECOND, {"outcome": "postpone"})
    page = reviewed(secretary)
    assert page.status == 400
    cards = {card.query("a")[0].to_text(): card.to_text() for card in page.tree.query(".card")}
    first, second = cards["1/26 Trygg skolevei"], cards["2/26 Natteravner"]
    assert "snart" in first
    assert "Si hvorfor" in second
    assert "slt " not in page.text
    point = secretary.get(f"{RECORD}/{FIRST}?check=1")
    assert "snart" in point.tree.query(".mistakes")[0].to_text()
    (due,) = point.tree.query('input[aria-invalid="true"]')
    assert value(due, "name") == "assignments.1.due"
    assert value(point.tree.query(".mistakes")[0], "id") in value(due, "aria-describedby").split()
    assert point.shown()["assignments.1.due"] == ["snart"]
    assert history(context) == before


def test_a_mistake_is_told_without_the_options_of_a_command(secretary: Browser) -> None:
    saved(secretary, "meeting", {"at": "12:00", "until": "10:00"})
    page = reviewed(secretary)
    assert "kan ikke slutte klokka 10:00" in page.text
    assert "--" not in page.text


def test_a_refusal_of_a_rule_is_told_at_its_point_with_its_paragraph(secretary: Browser, context: Context) -> None:
    saved(secretary, "meeting")
    work = {"assignments.1.owner": "kulturleder", "assignments.1.due": "2026-11-01"}
    saved(secretary, FIRST, {"outcome": "adopt", "consent": "1"} | work)
    page = reviewed(secretary)
    assert page.status == 409
    assert "§" in page.tree.query(".mistakes")[0].to_text()
    assert show_meeting(context, "M1/26").state == "planned"


@pytest.mark.endurance
def test_a_meeting_that_changed_since_its_record_was_begun_is_told_of_first(
    secretary: Browser, context: Context
) -> None:
    saved(secretary, "meeting")
    secretary.fill("/meeting/M1-26/do/remark", text="Møtet er flyttet til rådhuset")
    page = reviewed(secretary)
    assert page.status == 409
    assert "Møtet er flyttet til rådhuset" in page.text
    assert recorded(secretary).path.startswith("/receipt/")
    assert show_meeting(context, "M1/26").state == "held"


@pytest.mark.endurance
def test_the_review_sent_once_more_records_nothing_more(secretary: Browser, context: Context) -> None:
    saved(secretary, "meeting")
    review = reviewed(secretary)
    secretary.post(RECORD, review.hidden() | {"reviewed": "1"})
    before = history(context)
    page = secretary.post(RECORD, review.hidden() | {"reviewed": "1"})
    assert "sendt før" in page.text
    assert history(context) == before


def test_what_was_typed_when_the_session_was_over_is_there_after_signing_in(context: Context) -> None:
    browser = Browser(site_of(context)).sign_in(SECRETARY, "os")
    form = browser.get(f"{RECORD}/{FIRST}")
    browser.sign_in(SECRETARY, "os")
    assert browser.post(f"{RECORD}/{FIRST}", form.shown() | {"discussion": "Skrevet for sent"}).status == 403
    page = browser.get(f"{RECORD}/{FIRST}")
    assert page.shown()["discussion"] == ["Skrevet for sent"]
    assert "ikke lagret" in page.text
    browser.post(f"{RECORD}/{FIRST}", page.shown() | {"go": "stay"})
    assert "ikke lagret" not in browser.get(f"{RECORD}/{FIRST}").text


@pytest.mark.endurance
def test_a_review_that_comes_too_late_takes_no_draft_away(secretary: Browser) -> None:
    saved(secretary, FIRST, {"discussion": "Lang tekst"})
    old = secretary.get(RECORD)
    secretary.sign_in(SECRETARY, "os")
    assert secretary.post(RECORD, old.shown()).status == 403
    assert secretary.get(f"{RECORD}/{FIRST}").shown()["discussion"] == ["Lang tekst"]


def test_what_was_typed_for_a_point_that_left_the_agenda_is_still_read(secretary: Browser) -> None:
    saved(secretary, FIRST, {"discussion": "Mye å si"})
    secretary.fill("/office/drop-point", ref="M1/26", point="1/26")
    assert "Mye å si" in secretary.get(RECORD).text


@pytest.mark.parametrize("part", ["case.9-26", "new-case-0", "new-tull-1", "..%2f..", "meeting/x"])
def test_a_part_that_there_is_not_is_told_in_words(secretary: Browser, part: str) -> None:
    page = secretary.get(f"{RECORD}/{part}")
    assert page.status == 404
    assert "Dette gikk ikke" in page.text


def test_more_than_is_kept_is_not_lost_unseen(secretary: Browser) -> None:
    page = secretary.post(
        f"{RECORD}/{FIRST}", secretary.get(f"{RECORD}/{FIRST}").shown() | {"discussion": "ø" * 120_000}
    )
    assert page.status == 400
    assert page.shown()["discussion"] == ["ø" * 120_000]


# without network


def brought(browser: Browser, name: str, content: bytes) -> Page:
    """The page after a form file was brought in."""
    form = browser.get("/meeting/M1-26/bring-in")
    headers = {"Origin": browser.site.base_url, "Sec-Fetch-Site": "same-origin"}
    sent = {key: values[0] for key, values in form.shown().items() if key != "file"}
    answer = browser.client.post("/meeting/M1-26/bring-in", data=sent, files={"file": (name, content)}, headers=headers)
    return Page(answer.status_code, str(answer.url.path), answer.text)


def test_the_form_file_is_the_one_of_the_command_and_its_name_tells_what_it_knew(
    secretary: Browser, context: Context
) -> None:
    answer = secretary.client.get("/meeting/M1-26/form?lang=nb")
    assert answer.text == written(blank_form(context, "M1/26"), Words("nb"))
    last = history(context, "M1/26")[-1].seq
    assert f'filename="M1-26-entry-{last}.toml"' in answer.headers["content-disposition"]


def test_a_meeting_without_network_is_brought_in_after_a_review(secretary: Browser, context: Context) -> None:
    review = brought(secretary, f"M1-26-entry-{history(context)[-1].seq} (1).toml", FORM.encode())
    assert "Dette blir ført inn" in review.text
    receipt = secretary.post("/meeting/M1-26/bring-in", review.shown() | {"reviewed": "1"})
    assert receipt.path.startswith("/receipt/")
    assert show_meeting(context, "M1/26").state == "held"


def test_a_form_file_older_than_the_meeting_is_told_what_came_later(secretary: Browser, context: Context) -> None:
    seq = history(context, "M1/26")[-1].seq
    secretary.fill("/meeting/M1-26/do/remark", text="Kom imellom")
    page = brought(secretary, f"M1-26-entry-{seq}.toml", FORM.encode())
    assert page.status == 409
    assert "Kom imellom" in page.text
    review = secretary.post("/meeting/M1-26/bring-in", page.shown() | {"printed": ""})
    assert "Dette blir ført inn" in review.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (FORM.replace('"vedtatt"', '"vedttt"').encode(), "linje"),
        (b"mote = \xff\xfe", "linje 1"),
        (b"", "Velg skjemafila"),
        (b"x" * 3_000_000, "større enn"),
    ],
)
def test_a_form_file_with_mistakes_comes_back_with_its_lines(
    secretary: Browser, context: Context, content: bytes, words: str
) -> None:
    before = history(context)
    page = brought(secretary, "møte.toml", content)
    assert page.status == 400
    assert words in page.text
    assert history(context) == before
