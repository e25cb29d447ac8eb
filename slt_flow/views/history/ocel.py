"""An event log as OCEL 2.0 JSON, the exchange format of process mining (ocel-standard.org, 2.0).

The published schema knows attribute values as strings only, whatever type they are declared to have, so a number is
written `"40"`. A day of work stands at noon, so that it is the same day in every European zone, and the durations
between days are whole; the journal's order within it is kept by as many milliseconds as the entry's number says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from slt_flow.results.history import EventLog, LogEvent, LogLink, LogObject, LogTime, LogValue

ALL_ALONG: Final = "1970-01-01T00:00:00Z"
"""The time from which, in OCEL, a value holds that was never another before."""

_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode
_TYPES: Final = ((bool, "boolean"), (int, "integer"), (date, "time"), (str, "string"))


def written(log: EventLog) -> str:
    """Write the log as JSON text, an event or an object on each line; the same log gives the same text."""
    parts = {
        "eventTypes": _declared((event.type, event.attributes) for event in log.events),
        "objectTypes": _declared(
            (object_.type, [(c.name, c.value) for c in object_.changes]) for object_ in log.objects
        ),
        "events": [_event(event) for event in log.events],
        "objects": [_object(object_) for object_ in log.objects],
    }
    return "{\n" + ",\n".join(f'"{name}": {_lines(rows)}' for name, rows in parts.items()) + "\n}\n"


def _lines(rows: list[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(map(_JSON, rows)) + "\n]" if rows else "[]"


def _declared(used: Iterable[tuple[str, Iterable[tuple[str, LogValue]]]]) -> list[dict[str, Any]]:
    """Declare every type in use with all attributes of its events or objects, in alphabetical order."""
    types: dict[str, dict[str, str]] = {}
    for type_, attributes in used:
        declared = types.setdefault(type_, {})
        for name, value in attributes:
            declared.setdefault(name, next(type_name for kind, type_name in _TYPES if isinstance(value, kind)))
    attributes_of = {
        type_: [{"name": name, "type": kind} for name, kind in sorted(declared.items())]
        for type_, declared in sorted(types.items())
    }
    return [{"name": type_, "attributes": attributes} for type_, attributes in attributes_of.items()]


def _event(event: LogEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "time": _time(event.moment),
        "attributes": [{"name": name, "value": _value(value)} for name, value in event.attributes],
        "relationships": _links(event.links),
    }


def _object(object_: LogObject) -> dict[str, Any]:
    return {
        "id": object_.id,
        "type": object_.type,
        "attributes": [
            {"name": change.name, "time": _time(change.since), "value": _value(change.value)}
            for change in object_.changes
        ],
        "relationships": _links(object_.links),
    }


def _links(links: Iterable[LogLink]) -> list[dict[str, Any]]:
    return [{"objectId": link.object, "qualifier": link.qualifier} for link in links]


@lru_cache(maxsize=1024)
def _time(moment: LogTime | None) -> str:
    if moment is None:
        return ALL_ALONG
    return _in_utc(datetime.combine(moment.on, time(12), UTC) + timedelta(milliseconds=moment.seq))


@lru_cache(maxsize=1024)
def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def _value(value: LogValue) -> str:
    """Write a value by its OCEL type: moments in UTC, a whole day at its noon."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _in_utc(value)
    return f"{value.isoformat()}T12:00:00.000Z" if isinstance(value, date) else str(value)
