"""An event log in the form that process-mining tools read: OCEL 2.0 JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_flow.results.history import EventLog, LogChange, LogEvent, LogLink, LogObject, LogTime, LogValue
from slt_flow.services.history.export.event_log import event_log
from slt_flow.services.request.context import Context
from slt_flow.services.stories.demo import play
from slt_flow.views.history.ocel import ALL_ALONG, written
from tests.views.history.ocel_form import flaws


def read(log: EventLog) -> Any:
    """What a tool reads of a log."""
    return json.loads(written(log))


def small() -> EventLog:
    """Two decisions' worth of everything the form has."""
    on = date(2026, 3, 12)
    told: tuple[tuple[str, LogValue], ...] = (
        ("stance", "consent"),
        ("text_version", 1),
        ("granted", False),
        ("sent", on),
        ("recorded_at", datetime(2026, 3, 13, 9, 30, 1, 123456, UTC)),
    )
    link = LogLink("k:1/26", "case")
    events = (
        LogEvent(
            "k:entry:7", "decision: take stance", LogTime(on, 7), told, (link, LogLink("k:post:rektor", "act of"))
        ),
        LogEvent("k:entry:9", "decision: adopt", LogTime(on, 9), (("stance", "x"),), (link,)),
    )
    changes = (LogChange("state", "tabled", LogTime(on, 7)), LogChange("state", "adopted", LogTime(on, 9)))
    objects = (
        LogObject("k:1/26", "decision", changes, (LogLink("k:post:rektor", "owner"),)),
        LogObject("k:post:rektor", "post", (LogChange("seat", True, None),), ()),
    )
    return EventLog("k", events, objects)


def test_a_log_is_written_as_the_standard_has_it() -> None:
    assert read(small()) == {
        "eventTypes": [
            {"name": "decision: adopt", "attributes": [{"name": "stance", "type": "string"}]},
            {
                "name": "decision: take stance",
                "attributes": [
                    {"name": "granted", "type": "boolean"},
                    {"name": "recorded_at", "type": "time"},
                    {"name": "sent", "type": "time"},
                    {"name": "stance", "type": "string"},
                    {"name": "text_version", "type": "integer"},
                ],
            },
        ],
        "objectTypes": [
            {"name": "decision", "attributes": [{"name": "state", "type": "string"}]},
            {"name": "post", "attributes": [{"name": "seat", "type": "boolean"}]},
        ],
        "events": [
            {
                "id": "k:entry:7",
                "type": "decision: take stance",
                "time": "2026-03-12T12:00:00.007Z",
                "attributes": [
                    {"name": "stance", "value": "consent"},
                    {"name": "text_version", "value": "1"},
                    {"name": "granted", "value": "false"},
                    {"name": "sent", "value": "2026-03-12T12:00:00.000Z"},
                    {"name": "recorded_at", "value": "2026-03-13T09:30:01.123Z"},
                ],
                "relationships": [
                    {"objectId": "k:1/26", "qualifier": "case"},
                    {"objectId": "k:post:rektor", "qualifier": "act of"},
                ],
            },
            {
                "id": "k:entry:9",
                "type": "decision: adopt",
                "time": "2026-03-12T12:00:00.009Z",
                "attributes": [{"name": "stance", "value": "x"}],
                "relationships": [{"objectId": "k:1/26", "qualifier": "case"}],
            },
        ],
        "objects": [
            {
                "id": "k:1/26",
                "type": "decision",
                "attributes": [
                    {"name": "state", "time": "2026-03-12T12:00:00.007Z", "value": "tabled"},
                    {"name": "state", "time": "2026-03-12T12:00:00.009Z", "value": "adopted"},
                ],
                "relationships": [{"objectId": "k:post:rektor", "qualifier": "owner"}],
            },
            {
                "id": "k:post:rektor",
                "type": "post",
                "attributes": [{"name": "seat", "time": ALL_ALONG, "value": "true"}],
                "relationships": [],
            },
        ],
    }
    assert flaws(read(small())) == []


def test_an_event_or_object_stands_on_each_line() -> None:
    text = written(small())
    assert text.endswith("]\n}\n")
    assert sum(line.startswith('{"id": ') for line in text.splitlines()) == 4


def test_nothing_that_happened_is_a_log_too() -> None:
    assert read(EventLog("k", (), ())) == {"eventTypes": [], "objectTypes": [], "events": [], "objects": []}


def spoilt(path: str, value: Any) -> Any:
    """The small log with something else in one place; `None` takes it out."""
    log = read(small())
    *way, last = [int(step) if step.isdigit() else step for step in path.split()]
    place = log
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
    return log


EVENT = read(small())["events"][0]


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("events", None, "'events' is a required property"),
        ("objects", {}, "is not of type 'array'"),
        ("version", "2.0", "'version' was unexpected"),
        ("events 0 id", None, "'id' is a required property"),
        ("events 0 time", None, "'time' is a required property"),
        ("events 0 time", "2026-03-12", "does not match"),
        ("events 0 time", "2026-03-12T12:00:00", "does not match"),
        ("events 0 omap", [], "'omap' was unexpected"),
        ("events 0 relationships 0 objectID", "k:1/26", "'objectID' was unexpected"),
        ("events 0 relationships 0 qualifier", None, "'qualifier' is a required property"),
        ("events 0 attributes 0 value", 1, "1 is not of type 'string'"),
        ("objects 0 attributes 0 time", None, "'time' is a required property"),
        ("objects 0 attributes 0 value", True, "True is not of type 'string'"),
        ("eventTypes 0 attributes", None, "'attributes' is a required property"),
        ("objectTypes 0 attributes 0 type", "date", "'date' is not one of"),
        ("events 2", EVENT | {"time": "2026-03-13T12:00:00Z"}, "k:entry:7 twice"),
        ("events 2", EVENT | {"id": "k:entry:10"}, "events: "),
        ("events 0 type", "decision: amend", "decision: amend is not declared"),
        ("eventTypes 1 attributes 0", None, "granted is not declared"),
        ("eventTypes 0 attributes 1", {"name": "percent", "type": "integer"}, "nobody has percent"),
        ("eventTypes 2", {"name": "meeting: hold", "attributes": []}, "meeting: hold: nobody is one"),
        ("events 0 attributes 1 value", "one", "text_version 'one' is no integer"),
        ("events 0 attributes 2 value", "False", "granted 'False' is no boolean"),
        ("events 0 attributes 3 value", "yesterday", "sent 'yesterday' is no time"),
        ("events 0 attributes 5", {"name": "sent", "value": ALL_ALONG}, "sent twice"),
        ("events 1 relationships 0 objectId", "k:2/26", "no object k:2/26"),
        ("objects 0 relationships 0 objectId", "k:post:x", "no object k:post:x"),
        ("events 1 relationships", [], "is about nothing"),
        ("objects 0 attributes 1 time", ALL_ALONG, "go back in time"),
        ("objects 0 attributes 1 time", "2026-03-12T12:00:00.007Z", "twice"),
    ],
)
def test_what_the_standard_forbids_is_found(path: str, value: Any, told: str) -> None:
    """The check itself can fail, and each of these makes it fail."""
    assert any(told in flaw for flaw in flaws(spoilt(path, deepcopy(value))))


def test_a_year_with_every_kind_of_entry_is_a_log_as_the_standard_has_it(year: Context) -> None:
    text = written(event_log(year))
    assert flaws(json.loads(text)) == []
    assert written(event_log(year)) == text, "the same journal gives the same bytes"


@pytest.mark.endurance
@pytest.mark.parametrize("agreement", ["kvaefjord", "levanger"])
def test_the_demos_of_both_agreements_are_logs_as_the_standard_has_it(agreement: str, folder: Path) -> None:
    log = read(event_log(play(folder / "demo.sqlite", agreement, date(2026, 11, 20))))
    assert flaws(log) == []
    assert {"decision", "assignment", "measure", "post", "meeting"} <= {each["name"] for each in log["objectTypes"]}


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
days = st.dates(date(1980, 1, 1), date(2100, 1, 1))
values = st.one_of(texts, st.booleans(), st.integers(), days, st.datetimes(timezones=st.just(UTC)))
seqs = st.integers(1, 10_000_000)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(days, seqs, values), unique_by=lambda each: each[1], min_size=1, max_size=8))
def test_whatever_is_told_is_read_as_it_was_told(told: list[tuple[date, int, LogValue]]) -> None:
    """In the order of days, then of the journal; whole days apart but for the places within them."""
    told = sorted(told, key=lambda each: each[:2])
    link = (LogLink("k", "council"),)
    events = tuple(LogEvent(f"k:{n}", f"t{n}", LogTime(on, n), (("v", value),), link) for on, n, value in told)
    log = read(EventLog("k", events, (LogObject("k", "council", (), ()),)))
    assert flaws(log) == []
    times = [datetime.fromisoformat(event["time"]) for event in log["events"]]
    assert [each.date() for each in times] == [on for on, _, _ in told]
    assert times == sorted(times)
    for (on, seq, value), event, time in zip(told, log["events"], times, strict=True):
        assert time - timedelta(milliseconds=seq) == datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        assert READ[type(value)](event["attributes"][0]["value"], value)


def _same_moment(text: str, value: datetime) -> bool:
    return abs(datetime.fromisoformat(text) - value) < timedelta(milliseconds=1)


READ: dict[type, Callable[[str, Any], bool]] = {
    str: lambda text, value: text == value,
    bool: lambda text, value: text == str(value).lower(),
    int: lambda text, value: int(text) == value,
    date: lambda text, value: datetime.fromisoformat(text).date() == value,
    datetime: _same_moment,
}
