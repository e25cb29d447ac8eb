"""A council's history as data: what happened, to what, and how what it happened to changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

LogValue = str | int | bool | date | datetime
"""What an attribute may hold; a `date` is a whole day, a `datetime` knows its zone."""


class Moment(NamedTuple):
    """The day something holds for, and its place in the journal: within a day the journal's order is the order."""

    on: date
    seq: int


class LogLink(NamedTuple):
    """An object that something is about, and as what."""

    object: str
    qualifier: str


class LogEvent(NamedTuple):
    """Something that happened once: `type` says what, in words that are the same for every council and language."""

    id: str
    type: str
    moment: Moment
    attributes: tuple[tuple[str, LogValue], ...]
    links: tuple[LogLink, ...]


class LogChange(NamedTuple):
    """What an attribute of an object is from a moment on; None when it was so all along."""

    name: str
    value: LogValue
    since: Moment | None


class LogObject(NamedTuple):
    """Something that events are about, with every value its attributes ever had."""

    id: str
    type: str
    changes: tuple[LogChange, ...]
    links: tuple[LogLink, ...]


class EventLog(NamedTuple):
    """The history of one council: events in the order of their moments, objects in the order they came."""

    council: str
    events: tuple[LogEvent, ...]
    objects: tuple[LogObject, ...]
