"""Event log of the journal (OCEL 2.0): one event for each step, its objects, and their changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import apply
from slt_flow.errors import RequestError
from slt_flow.model.snapshot import Snapshot
from slt_flow.records.replay import held_by
from slt_flow.results.history import EventLog, LogChange, LogEvent, LogLink, LogObject, LogTime, LogValue
from slt_flow.services.history.export.objects import (
    COUNCIL,
    end_of_day,
    links_of,
    ref_in,
    subject_of,
    type_of,
    values_of,
)
from slt_flow.services.request.context import Context, resolve
from slt_flow.services.request.continuity import look
from slt_flow.terms import ERASED, Presence, Ref

Pair = tuple[str, str]

LEFT_OUT: Final[Mapping[Kind, str]] = {
    Kind.DEFINITION_PINNED: "the content of a file, which happened to no case",
    Kind.ACCOUNT_BOUND: "about who may sign in, which happened to no case, and often a person's name",
    Kind.ACCOUNT_UNBOUND: "about who may no longer sign in, which happened to no case",
    Kind.ACCESS_GRANTED: "about who may sign in, which happened to no case, and always tells of a person",
    Kind.ACCESS_REVOKED: "about who may no longer sign in, which happened to no case",
    Kind.CONTACT_RECORDED: "an address, which happened to no case, and often tells a person's name",
    Kind.CONTACT_REMOVED: "about an address, which happened to no case",
    Kind.ENTRY_VOIDED: "a mistake that was taken back is no history, and neither is taking it back",
    Kind.BREAK_ACCEPTED: "it tells of the journal, and happened to no case",
    Kind.COUNCIL_RENAMED: "the name that the journal is kept under, which happened to no case",
    Kind.TEXT_REDACTED: "what it is about is gone from the log, and so is every trace of it",
}
"""The kinds of entry that become no event, each with the reason."""


def event_log(context: Context, *, titles: bool = True) -> EventLog:
    """Return the history of a council, made from its journal alone.

    What was taken back is no history and is left out; so are all texts but titles, and every name of a person.

    Args:
        context: the context of the request.
        titles: True to tell the titles of cases, posts, organisations and areas, the case numbers and bodies that
            somebody typed, and on which days the holder of a post was away.

    Raises:
        RequestError: there was no council yet on the day known.
    """
    with context.store.reading() as connection:
        council = resolve(connection, context.council)
        look(context, connection, council)
        entries, gone = held_by(connection, council, context.moment)
    if not entries:
        raise RequestError("before_the_council", council=council, on=context.moment.as_known)
    log = _Log(council, context.moment.as_of, titles)
    for execution in executions(entry for entry in entries if entry.seq not in gone):
        log.take(execution)
    return _in_public(log.whole()) if context.moment.public else log.whole()


def _in_public(log: EventLog) -> EventLog:
    """Return a log that says which edition it is: of the council, since the format has no place for it above."""
    mark = LogChange("edition", "public", None)
    objects = (row._replace(changes=(*row.changes, mark)) if row.type == COUNCIL else row for row in log.objects)
    return log._replace(objects=tuple(objects))


def executions(entries: Iterable[Entry]) -> Iterator[tuple[Entry, ...]]:
    """Group entries by step of their request, in order; entries without an action stand alone."""
    for _, group in groupby(entries, key=lambda entry: (entry.request, entry.step)):
        step = tuple(group)
        if step[0].action is None:
            yield from ((entry,) for entry in step)
        else:
            yield step


def performed(entry: Entry) -> Ref | None:
    """Return the case that performed the action (the case above, for work it began), or None."""
    ref = ref_in(entry.subject)
    return ref.parent if ref is not None and entry.kind == Kind.REGISTERED and entry.action is not None else ref


class _Log:
    """Event log under construction, with the rows as of the entry taken last."""

    def __init__(self, council: str, as_of: date | None, titles: bool) -> None:
        self.council, self.as_of, self.titles = council, as_of, titles
        self.snapshot = Snapshot(council)
        self.events: list[LogEvent] = []
        self.objects: dict[str, tuple[str, list[LogChange]]] = {}
        self.links: dict[str, dict[Pair, None]] = {}

    def take(self, execution: Sequence[Entry]) -> None:
        """Add one step, and what it changed."""
        for entry in execution:
            apply(self.snapshot, entry)
        if execution[0].kind in LEFT_OUT or (execution[0].kind in _OF_ONE_PERSON and not self.titles):
            return
        for entry in execution:
            if entry.kind == Kind.MEETING_LINKED:
                self.links.setdefault(entry.subject, {})[(entry.data["meeting"], "tabled at")] = None
        moment = LogTime(execution[0].on, execution[0].seq)
        for entry in {subject_of(entry): entry for entry in execution}.values():
            self._note_object(entry, moment)
        if self.as_of is None or moment.on <= self.as_of:
            self.events.append(self._event(execution, moment))

    def whole(self) -> EventLog:
        """Return the log, once every step was taken."""
        for one, qualifier, other in links_of(self.snapshot):
            self.links.setdefault(one, {})[(other, qualifier)] = None
        objects = tuple(
            LogObject(
                self._id(subject),
                type_,
                tuple(sorted(changes, key=lambda change: change.since or LogTime(date.min, 0))),
                self._links(self.links.get(subject, ())),
            )
            for subject, (type_, changes) in self.objects.items()
        )
        return EventLog(self.council, tuple(sorted(self.events, key=lambda event: event.moment)), objects)

    def _note_object(self, entry: Entry, moment: LogTime) -> None:
        """Note an object that is new, and every value that is another than before."""
        subject = subject_of(entry)
        if subject not in self.objects:
            type_ = type_of(self.snapshot, subject)
            if type_ is None or (self.as_of is not None and moment.on > self.as_of and entry.data.get("by")):
                return
            self.objects[subject] = (type_, [])
        since = None if entry.kind in _ALL_ALONG and not entry.data.get("by") else moment
        changes = self.objects[subject][1]
        had = {change.name: change.value for change in changes}  # the last change of a name holds
        for name, value in values_of(self.snapshot, subject).items():
            present = _emptied(had.get(name)) if value in (None, "", ERASED) else value
            if present is None or had.get(name) == present or (name == "title" and not self.titles):
                continue
            changes.append(LogChange(name, present, since))

    def _links(self, named: Iterable[Pair]) -> tuple[LogLink, ...]:
        """Return the links to known objects; as of an earlier day a named one may not exist yet."""
        return tuple(LogLink(self._id(other), qualifier) for other, qualifier in named if other in self.objects)

    def _event(self, execution: Sequence[Entry], moment: LogTime) -> LogEvent:
        links = dict.fromkeys(pair for entry in execution for pair in self._links_of(entry))
        return LogEvent(
            f"{self.council}:entry:{moment.seq}",
            self._activity(execution[0]),
            moment,
            tuple(self._attributes(execution).items()),
            self._links(links),
        )

    def _activity(self, first: Entry) -> str:
        """Name the activity: the machine and its action, else the kind of entry."""
        ref = performed(first)
        case = self.snapshot.item(ref) if ref is not None else None
        what = first.action or re.sub(r"(?<!^)(?=[A-Z])", " ", first.kind).lower()
        activity = f"{case.machine}: {what}" if case is not None else what
        return activity.replace("_", " ")

    def _attributes(self, execution: Sequence[Entry]) -> dict[str, LogValue]:
        """Return an event's attributes: the entries' seqs first, then their data without texts and names."""
        first, last = execution[0], execution[-1]
        attributes: dict[str, LogValue] = {
            "first_entry": first.seq,
            "last_entry": last.seq,
            "digest": last.digest,
            "request": first.request,
            "recorded_at": datetime.fromisoformat(first.at),
            "authenticated": first.authenticated,
        }
        if first.to_state is not None and (first.kind == Kind.MOVED or first.action is None):
            attributes |= {"from_state": first.from_state} if first.from_state is not None else {}
            attributes["to_state"] = first.to_state
        for entry in execution:
            for name, value in _plain(entry):
                if self.titles or name not in _AS_TYPED:
                    attributes.setdefault(name, value)
        return attributes

    def _links_of(self, entry: Entry) -> Iterator[Pair]:
        """Return the objects that an entry is about or names, each with its qualifier."""
        subject, case = subject_of(entry), performed(entry)
        if case is None:
            yield subject, subject.partition(":")[0]
        else:
            yield str(case), "case"
        if entry.kind == Kind.REGISTERED and str(case) != subject:
            yield subject, "new case"
        for name, named in entry.data.items():
            prefix, qualifier = _NAMED.get(name, ("", ""))
            if not qualifier:
                continue
            for id_ in named if isinstance(named, list | tuple) else [named]:
                if isinstance(id_, str) and f"{prefix}{id_}" != subject:
                    yield f"{prefix}{id_}", _as_what(entry) if name == "post" else qualifier
        if entry.acted_by is not None:
            yield f"post:{entry.acted_by}", "act of"
        yield f"post:{entry.recorded_by}", "recorded by"

    def _id(self, subject: str) -> str:
        return self.council if subject == COUNCIL else f"{self.council}:{subject}"


_ALL_ALONG: Final = (Kind.AGREEMENT_ENTERED, Kind.ORGANISATION_ADDED, Kind.POST_ADDED, Kind.AREA_ADDED)
"""What a council consists of counts from its first day, unless a decision of its own made it."""

_NAMED: Final[dict[str, Pair]] = {
    "meeting": ("", "meeting"),
    "decision": ("", "decision"),
    "by": ("", "by decision"),
    "evaluation": ("", "evaluation"),
    "measure": ("", "assessed"),
    "area": ("area:", "area"),
    "organisation": ("organisation:", "organisation"),
    "owner": ("post:", "owner"),
    "post": ("post:", "post"),
    "deputy": ("post:", "deputy"),
    "contacts": ("post:", "contact"),
    "challenge": ("challenge:", "challenge"),
    "challenges": ("challenge:", "challenge"),
    "knowledge": ("knowledge:", "knowledge"),
}
"""The fields of an entry that name objects: what their ids begin with, and what the object is to the event."""

_POST_AS: Final = {Kind.STANCE_TAKEN: "stance of", Kind.POST_EXCUSED: "excused", Kind.AGENDA_POINT_ADDED: "presents"}
_AT_MEETING: Final = {Presence.SEAT: "present", Presence.DEPUTY: "represented", Presence.LEFT: "left"}


def _as_what(entry: Entry) -> str:
    """Return the qualifier of a post that an event names."""
    if entry.kind == Kind.ATTENDANCE_RECORDED:
        return _AT_MEETING[Presence(entry.data["presence"])]
    return _POST_AS.get(entry.kind, "post")


_DAYS: Final = ("sent", "day", "date", "since", "until")
_PLAIN: Final = ("stance", "text_version", "percent", "granted", "clause", "effect", "year", "machine", "version")
_AS_TYPED: Final = ("body", "case")
"""What a log tells as somebody typed it, where it tells titles."""
_OF_ONE_PERSON: Final = (Kind.ABSENCE_RECORDED,)
"""What is about the holder of a post, though unnamed; told where titles are."""


def _emptied(had: LogValue | None) -> LogValue | None:
    """Return the empty value of a value's type; None where there was no value.

    Deadlines and days are moved and never taken away, so that none need be emptied: OCEL has no time that is none.
    """
    return type(had)() if isinstance(had, str | int) else None


def _plain(entry: Entry) -> Iterator[tuple[str, LogValue]]:
    data: Mapping[str, Any] = {name: value for name, value in entry.data.items() if value is not None}
    yield from ((name, data[name]) for name in _PLAIN if name in data)
    yield from ((name, entry.texts[name]) for name in _AS_TYPED if entry.texts.get(name) not in (None, "", ERASED))
    yield from ((name, date.fromisoformat(data[name])) for name in _DAYS if name in data)
    if (due := end_of_day(date.fromisoformat(data["due"])) if "due" in data else None) is not None:
        yield "due", due
    if entry.kind == Kind.NEIGHBOUR_LINKED:
        yield "neighbour", f"{data['council']}:{data['ref']}"
