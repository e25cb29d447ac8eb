"""Calendars as bytes: read back by icalendar and by ical.js, in every case that a meeting or a deadline can be in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from icalendar import Calendar

from slt_flow.errors import RequestError
from slt_flow.results.calendars import Addressee, Deadline, Feed, Invitation, MeetingEvent, Revision
from slt_flow.views.meetings.calendar import ascii_address, feed, invitation
from slt_flow.views.text.words import Words

NB, NN, EN = (Words(language) for language in ("nb", "nn", "en"))
STAMP: Final = datetime(2026, 2, 1, 8, 30, tzinfo=UTC)
MEETING: Final = MeetingEvent(
    Revision("m2-26.9f@slt-flow", 3, STAMP), "Politirådet i Prøve", "M2/26", "ordinary", date(2026, 3, 12),
    cancelled=False, begins="10:00", ends="12:30", venue="Rådhuset, møterom 2; 3. etasje",
)  # fmt: skip
SECRETARY: Final = Addressee("slt", "SLT-koordinator", "slt@kvæfjord.kommune.no")
MAYOR: Final = Addressee("ordforer", 'Ordfører "Prøve"; leder, råd', "o'hara+råd".replace("å", "a") + "@example.no")
POLICE: Final = Addressee("politi", "Politikontakt", None)
INVITATION: Final = Invitation(MEETING, SECRETARY, (MAYOR, POLICE, Addressee("b", "B", "50%&b@example.no")))

NASTY: Final = (
    "Rus, fest; helg: 100 % \\n bakstrek\\",
    "en linje\nto linjer\r\ntre",
    "🚓 natteravn 👩‍👩‍👧‍👦 " * 12,
    "שלום עולם و سلام",
    "BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT",
    "a\u202eb\x1b[31mc\x00d",
    "ord " * 2500,
    '=HYPERLINK("http://x")',
)
"""Texts of users that mean something to some program, or nothing to any."""


def read(content: bytes) -> Any:
    """The calendar as icalendar reads it; its types promise every value that a property may ever have."""
    calendar = Calendar.from_ical(content)
    assert calendar.errors == []
    return calendar


def the_event(content: bytes) -> Any:
    (event,) = read(content).walk("VEVENT")
    return event


def test_an_invitation_is_one_event_of_the_method_request() -> None:
    content = invitation(INVITATION, NB)
    calendar, event = read(content), the_event(content)
    assert (calendar["METHOD"], calendar["VERSION"], str(calendar["PRODID"])) == (
        "REQUEST", "2.0", "-//slt-flow//slt-flow//NO",
    )  # fmt: skip
    assert (str(event["UID"]), event["SEQUENCE"], event["DTSTAMP"].dt) == ("m2-26.9f@slt-flow", 3, STAMP)
    assert str(event["SUMMARY"]) == "Ordinært møte M2/26 – Politirådet i Prøve"
    assert str(event["LOCATION"]) == "Rådhuset, møterom 2; 3. etasje"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        datetime(2026, 3, 12, 9, tzinfo=UTC), datetime(2026, 3, 12, 11, 30, tzinfo=UTC),
    )  # fmt: skip
    assert (str(event["STATUS"]), "TRANSP" in event) == ("CONFIRMED", False)
    assert str(event["ORGANIZER"]) == "mailto:slt@xn--kvfjord-nxa.kommune.no"
    attendees = {str(attendee): dict(attendee.params) for attendee in event["ATTENDEE"]}
    assert list(attendees) == ["mailto:o'hara+rad@example.no", "mailto:50%25%26b@example.no"]
    assert attendees["mailto:o'hara+rad@example.no"] == {
        "CN": MAYOR.title, "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE",
    }  # fmt: skip
    assert [str(the_event(invitation(INVITATION, words))["DESCRIPTION"]) for words in (NB, NN, EN)] == [
        "Sakslista er vedlagt.", "Sakslista er lagd ved.", "The agenda is attached.",
    ]  # fmt: skip
    assert invitation(INVITATION, NB) == content
    assert all(len(row) <= 75 for row in content.split(b"\r\n"))


def test_a_cancelled_meeting_takes_the_event_back() -> None:
    cancelled = INVITATION._replace(meeting=MEETING._replace(cancelled=True))
    content = invitation(cancelled, NB)
    event = the_event(content)
    assert (read(content)["METHOD"], str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    assert (str(event["UID"]), str(event["DESCRIPTION"])) == ("m2-26.9f@slt-flow", "Møtet er avlyst.")


@pytest.mark.parametrize(
    ("day", "begins", "utc"),
    [
        (date(2026, 3, 28), "10:00", 9), (date(2026, 3, 29), "10:00", 8), (date(2026, 10, 24), "10:00", 8),
        (date(2026, 10, 25), "10:00", 9), (date(2026, 7, 1), "00:30", -2),
    ],
)  # fmt: skip
def test_the_time_is_norways_on_both_sides_of_summer_time(day: date, begins: str, utc: int) -> None:
    content = invitation(INVITATION._replace(meeting=MEETING._replace(day=day, begins=begins, ends=None)), NB)
    event = the_event(content)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    minutes = int(begins[3:])
    assert event["DTSTART"].dt == midnight + timedelta(hours=utc, minutes=minutes)
    assert "DTEND" not in event


def test_a_meeting_without_a_time_or_a_place_is_all_day() -> None:
    bare = MEETING._replace(begins=None, ends=None, venue=None, group="Ungdomsteamet", kind="coordination")
    event = the_event(invitation(INVITATION._replace(meeting=bare), NB))
    assert (event["DTSTART"].dt, event["DTSTART"].params["VALUE"]) == (date(2026, 3, 12), "DATE")
    assert "DTEND" not in event
    assert "LOCATION" not in event
    assert str(event["SUMMARY"]) == "Møte på koordinerende nivå (Ungdomsteamet) M2/26 – Politirådet i Prøve"


def of_texts(texts: Iterable[str]) -> Feed:
    deadlines = tuple(
        Deadline(Revision(f"{n}-26.deadline.9f@slt-flow", 0, STAMP), f"{n}/26", text, date(2026, 5, 1))
        for n, text in enumerate(texts, start=1)
    )
    agenda = Deadline(Revision("m2-26.agenda.9f@slt-flow", 0, STAMP), "M2/26", "", date(2026, 3, 5), agenda=True)
    return Feed("Politirådet i Prøve", "rektor", "Rektor", (MEETING,), (*deadlines, agenda))


def test_a_feed_has_meetings_that_keep_busy_and_deadlines_that_do_not() -> None:
    content = feed(of_texts(["Leie hall"]), NB)
    calendar = read(content)
    assert (calendar["METHOD"], str(calendar["X-WR-CALNAME"])) == ("PUBLISH", "Rektor – Politirådet i Prøve")
    meeting, deadline, agenda = calendar.walk("VEVENT")
    assert "ATTENDEE" not in meeting
    assert "TRANSP" not in meeting
    assert (str(deadline["SUMMARY"]), str(deadline["TRANSP"])) == ("Frist: 1/26 Leie hall", "TRANSPARENT")
    assert (deadline["DTSTART"].dt, str(deadline["UID"])) == (date(2026, 5, 1), "1-26.deadline.9f@slt-flow")
    assert str(agenda["SUMMARY"]) == "Send sakslista til M2/26"


def plain(text: str) -> str:
    """A text as a calendar shows it: on one line, nothing in it obeyed."""
    return " ".join("".join("\ufffd" if c in "\u202e\x1b\x00" else c for c in text).split())


def test_a_text_is_never_more_than_text() -> None:
    shown = [str(event["SUMMARY"]) for event in read(feed(of_texts(NASTY), NB)).walk("VEVENT")[1:-1]]
    assert shown == [f"Frist: {n}/26 {plain(text)}" for n, text in enumerate(NASTY, start=1)]


def test_five_hundred_deadlines_are_five_hundred_events() -> None:
    content = feed(of_texts(f"Sak {n}" for n in range(500)), NB)
    assert len(read(content).walk("VEVENT")) == 502
    assert content == feed(of_texts(f"Sak {n}" for n in range(500)), NB)


def test_without_the_extra_its_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(RequestError) as refused:
        invitation(INVITATION, NB)
    assert (refused.value.code, refused.value.facts) == ("missing_extra", {"extra": "calendar"})


def test_a_domain_of_other_letters_is_written_in_those_that_mail_knows() -> None:
    assert ascii_address("a@kvæfjord.no") == "a@xn--kvfjord-nxa.no"
    assert ascii_address("a@example.no") == "a@example.no"


# by another program

MODULES: Final = os.environ.get("SLT_TEST_NODE_MODULES", "")
ICAL_JS: Final = Path(MODULES, "ical.js", "dist", "ical.js")
READER: Final = """
const [module, input] = [await import(process.argv[1]), await new Response(process.stdin).text()];
const ICAL = module.default;
const calendar = new ICAL.Component(ICAL.parse(input));
const events = calendar.getAllSubcomponents("vevent").map(inner => {
  const event = new ICAL.Event(inner);
  return {
    uid: event.uid, sequence: event.sequence, summary: event.summary, location: event.location,
    begins: event.startDate.isDate ? event.startDate.toString() : event.startDate.toJSDate().toISOString(),
    ends: event.endDate.isDate ? event.endDate.toString() : event.endDate.toJSDate().toISOString(),
    organizer: event.organizer, attendees: event.attendees.map(a => [a.getFirstValue(), a.getParameter("cn")]),
    status: inner.getFirstPropertyValue("status"), transparent: inner.getFirstPropertyValue("transp"),
  };
});
console.log(JSON.stringify({ method: calendar.getFirstPropertyValue("method"), events }));
"""


def read_by_ical_js(content: bytes) -> Any:
    node = ["node", "--input-type=module", "-e", READER, ICAL_JS.as_uri()]
    ran = subprocess.run(node, input=content, capture_output=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return json.loads(ran.stdout)


@pytest.mark.skipif(not ICAL_JS.is_file(), reason="SLT_TEST_NODE_MODULES names no folder with ical.js")
def test_ical_js_reads_an_invitation_and_a_feed_alike() -> None:
    invited = read_by_ical_js(invitation(INVITATION, NB))
    assert invited["method"] == "REQUEST"
    assert invited["events"] == [
        {
            "uid": "m2-26.9f@slt-flow", "sequence": 3, "summary": "Ordinært møte M2/26 – Politirådet i Prøve",
            "location": "Rådhuset, møterom 2; 3. etasje", "begins": "2026-03-12T09:00:00.000Z",
            "ends": "2026-03-12T11:30:00.000Z", "organizer": "mailto:slt@xn--kvfjord-nxa.kommune.no",
            "attendees": [["mailto:o'hara+rad@example.no", MAYOR.title],
                          ["mailto:50%25%26b@example.no", "B"]],
            "status": "CONFIRMED", "transparent": None,
        }
    ]  # fmt: skip
    shown = read_by_ical_js(feed(of_texts(NASTY), NB))["events"]
    assert [event["summary"] for event in shown[1:-1]] == [
        f"Frist: {n}/26 {plain(text)}" for n, text in enumerate(NASTY, start=1)
    ]
    assert {(event["begins"], event["ends"], event["transparent"]) for event in shown[1:-1]} == {
        ("2026-05-01", "2026-05-02", "TRANSPARENT")
    }


@pytest.mark.endurance
@pytest.mark.skipif(shutil.which("calcurse") is None, reason="no calcurse is installed")
def test_calcurse_takes_every_event_and_shows_the_time_of_norway(tmp_path: Path) -> None:
    (tmp_path / "feed.ics").write_bytes(feed(of_texts([*NASTY, *(f"Sak {n}" for n in range(492))]), NB))
    (tmp_path / "invitation.ics").write_bytes(invitation(INVITATION, NB))
    around = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TZ": "Europe/Oslo", "LC_ALL": "C.UTF-8"}

    def calcurse(*words: str) -> str:
        ran = subprocess.run(
            ["calcurse", "-D", "kept", *words], cwd=tmp_path, env=around, capture_output=True, timeout=60, check=True
        )
        return ran.stdout.decode()

    (tmp_path / "kept").mkdir()
    assert "1 app / 501 events / 0 todos / 0 skipped" in calcurse("-i", "feed.ics")
    assert "1 app / 0 events / 0 todos / 0 skipped" in calcurse("-i", "invitation.ics")
    kept = (tmp_path / "kept" / "apts").read_text(encoding="utf-8")
    assert kept.count("03/12/2026 @ 10:00 -> 03/12/2026 @ 12:30") == 2
    assert kept.count("05/01/2026 [1] Frist: ") == 500
