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
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.services.meetings.plan import plan
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.people.posts import add_post
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Account, Context
from tests.conftest import Prepared
from tests.pages.browsing import Browser, Page, site_of
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
