"""Facts of a meeting as its notice and its minutes have them: kind, day, time, place, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from slt_flow.results.meetings import Agenda, MinutedObjection, Minutes, Person, Recorder
from slt_flow.terms import N_
from slt_flow.views.text.words import Words

MEETINGS: Final[Mapping[str, str]] = {
    "ordinary": N_("Ordinary meeting"),
    "extraordinary": N_("Extraordinary meeting"),
    "information": N_("Information meeting for the municipal council"),
    "coordination": N_("Meeting of the coordinating level"),
}
"""Names of the kinds of meeting."""

_WEEKDAYS: Final = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip

Fact = tuple[str, str]


def facts_of(result: Agenda | Minutes, words: Words) -> Iterator[Fact]:
    """Yield what a meeting is, when and where, whose group meets, and who requested it."""
    kind = words.say(MEETINGS[result.kind])
    yield words.say("Meeting"), f"{kind} – {result.name}" if result.name else kind
    yield words.say("Date"), weekday(result.day, words)
    if result.begins:
        yield words.say("Time"), f"{result.begins}–{result.ends}" if result.ends else result.begins
    if result.venue:
        yield words.say("Place"), result.venue
    if result.group:
        yield words.say("Group"), result.group
    if result.requested_by:
        yield words.say("Requested by"), result.requested_by


def weekday(day: date, words: Words) -> str:
    """Write a day in full, with its day of the week."""
    return words.say("{weekday} {day}", weekday=words.say(_WEEKDAYS[day.weekday()]), day=day)


def person(row: Person | MinutedObjection | Recorder) -> str:
    """Return a post's title with its holder's name, where one is recorded."""
    return f"{row.title} {row.holder}" if row.holder else row.title


def acting(row: Person, words: Words) -> str:
    """Return the name of a post, or of its deputy at the meeting."""
    if not row.deputy:
        return person(row)
    return words.say("{post} by the deputy {deputy}", post=row.title, deputy=row.deputy)
