"""A council's history as data: what happened, to what, and how what it happened to changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final, NamedTuple

from slt_flow.results.answers import Flaw
from slt_flow.results.columns import HIDDEN, READABLE, Column, Json, Kind, Ref
from slt_flow.terms import N_, Named

LogValue = str | int | bool | date | datetime
"""What an attribute may hold; a `date` is a whole day, a `datetime` knows its zone."""


class LogTime(NamedTuple):
    """The day something holds for, and its place in the journal: within a day the journal's order is the order."""

    on: date
    seq: int


class LogLink(NamedTuple):
    """An object that something is about, and as what."""

    object: str
    qualifier: str


class LogEvent(NamedTuple):
    """Event of the log: `type` is its activity, in words that are the same for every council and language."""

    id: str
    type: str
    moment: LogTime
    attributes: tuple[tuple[str, LogValue], ...]
    links: tuple[LogLink, ...]


class LogChange(NamedTuple):
    """Value of an object's attribute from a moment on; a moment of None means from the beginning."""

    name: str
    value: LogValue
    since: LogTime | None


class LogObject(NamedTuple):
    """Object that events are about, with every value its attributes ever had."""

    id: str
    type: str
    changes: tuple[LogChange, ...]
    links: tuple[LogLink, ...]


class EventLog(NamedTuple):
    """The history of one council: events in the order of their moments, objects in the order they came."""

    council: str
    events: tuple[LogEvent, ...]
    objects: tuple[LogObject, ...]


class HistoryLine(NamedTuple):
    """One journal entry as a reader sees it; `voided` when a later entry took it back.

    `acted_for` is the accountable post where its deputy of that day did the act. `authenticated` tells how
    `recorded_by` is known, `account` who was signed in. `imported` is the registration of a
    case that began before the council was followed up here.
    """

    seq: int
    kind: str
    subject: str
    action: str | None
    label: Annotated[Mapping[str, str], HIDDEN]
    from_state: str | None
    to_state: Named | None
    on: date
    at: str
    acted_by: str | None
    recorded_by: str
    authenticated: str
    account: str
    basis: str
    data: Mapping[str, Any]
    texts: Mapping[str, str]
    voided: bool
    acted_for: str | None = None
    imported: Annotated[bool, Json(omit=(False,))] = False


class Found(NamedTuple):
    """A text of the journal in which a searched text occurs."""

    ref: Ref
    field: Annotated[str, Column(N_("field"), form="field")]
    text: Annotated[str, Column(N_("text"), least=READABLE)]
    on: Annotated[date, Column(N_("on"), whole=True)]
    seq: int


class PersonalText(NamedTuple):
    """Personal data in a text that is kept: of which kind, and as it may be shown."""

    seq: Annotated[int, Column(N_("entry"))]
    ref: Ref
    field: Annotated[str, Column(N_("field"), form="field")]
    kind: Kind
    masked: Annotated[str, Column(N_("masked"), whole=True)]


class CheckedTexts(NamedTuple):
    """Check of all texts of a council: how many there are, and the personal data in them."""

    council: str
    texts: int
    occurrences: tuple[PersonalText, ...]

    @property
    def may_not_stay(self) -> tuple[PersonalText, ...]:
        """Return the national identity numbers."""
        return tuple(row for row in self.occurrences if row.kind == IDENTITY_NUMBER)


IDENTITY_NUMBER: Final = "identity_number"


class AcceptedFlaw(NamedTuple):
    """Flaw that was accepted: by which entry, on which day, and why."""

    code: str
    where: str
    facts: Annotated[Mapping[str, Any], HIDDEN]
    seq: int
    on: date
    reason: str


class Erasure(NamedTuple):
    """Text that was erased: where it stood, when it went, and on what basis."""

    ref: Ref
    field: Annotated[str, Column(N_("field"), form="field")]
    on: Annotated[date, Column(N_("erased"), whole=True)]
    basis: Annotated[str, Column(N_("basis"), least=READABLE)]
    seq: Annotated[int, Column(N_("entry"))]


Erasures = Annotated[tuple[Erasure, ...], Column(N_("Erased")), Json(omit=((),))]


class Verification(NamedTuple):
    """Verification of a journal: its entries, number and digest of the last, its flaws, and those accepted.

    `erased` counts the texts that were erased by an entry that says so.
    """

    council: str
    entries: int
    seq: int
    head: str
    flaws: tuple[Flaw, ...]
    accepted: tuple[AcceptedFlaw, ...] = ()
    erased: Annotated[int, Json(omit=(0,))] = 0


class CopiedJournal(NamedTuple):
    """Journal in a verified copy of a database: its head, the day of its last entry, and how many files it names.

    `lost` are the cases and entries whose files were gone or changed already, so that no copy has them.
    """

    council: Annotated[str, Column(N_("council"), whole=True)]
    recorded: Annotated[date, Column(N_("last recorded"), whole=True)]
    seq: Annotated[int, Column(N_("entries"))]
    digest: Annotated[str, Column(N_("digest of the last"))]
    files: Annotated[int, Column(N_("attached files"))] = 0
    lost: Annotated[tuple[str, ...], Json(omit=((),))] = ()


class ComparedJournal(NamedTuple):
    """Journal in two databases: the entry up to which they are alike, and how many each has more.

    `erased` counts the texts that were erased here only: the backup brings their words back.
    """

    council: Annotated[str, Column(N_("council"), whole=True)]
    alike: Annotated[int, Column(N_("alike up to entry"))]
    here: Annotated[int, Column(N_("only here"))]
    there: Annotated[int, Column(N_("only in the backup"))]
    erased: Annotated[int, Column(N_("erased only here"))]


class Restored(NamedTuple):
    """Outcome of a restore: the journals put in place; or nothing, and how those there differ.

    `may_be_back` are the councils whose journal may have had more than the copy has, and so texts that it erased.
    """

    path: str
    journals: tuple[CopiedJournal, ...]
    instead: tuple[ComparedJournal, ...] = ()
    may_be_back: tuple[str, ...] = ()
