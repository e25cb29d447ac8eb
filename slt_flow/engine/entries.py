"""Entries of the journal: one fact each, in the past tense. The journal is made of them and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from slt_flow.model.row import Record, record
from slt_flow.terms import Ref


class Kind(StrEnum):
    """Kind of an entry. A step that changes the state is `MOVED`; every effect has a kind of its own."""

    AGREEMENT_ENTERED = "AgreementEntered"
    DEFINITION_PINNED = "DefinitionPinned"
    ORGANISATION_ADDED = "OrganisationAdded"
    POST_ADDED = "PostAdded"
    POST_DESIGNATED = "PostDesignated"
    HOLDER_APPOINTED = "HolderAppointed"
    POST_VACATED = "PostVacated"
    ACCOUNT_BOUND = "AccountBound"
    ACCOUNT_UNBOUND = "AccountUnbound"
    ACCESS_GRANTED = "AccessGranted"
    ACCESS_REVOKED = "AccessRevoked"
    CONTACT_RECORDED = "ContactRecorded"
    CONTACT_REMOVED = "ContactRemoved"
    GROUP_FOUNDED = "GroupFounded"
    GROUP_CHANGED = "GroupChanged"
    GROUP_ENDED = "GroupEnded"
    AREA_ADDED = "AreaAdded"
    AREA_ENDED = "AreaEnded"
    NUMBERS_USED = "NumbersUsed"
    REGISTERED = "Registered"
    MOVED = "Moved"
    MEETING_LINKED = "MeetingLinked"
    AGENDA_LEFT = "AgendaLeft"
    TEXT_AMENDED = "TextAmended"
    TITLE_CHANGED = "TitleChanged"
    NATURE_CHANGED = "NatureChanged"
    CASE_CONTINUED = "CaseContinued"
    AUTHORITY_JUDGED = "AuthorityJudged"
    POST_EXCUSED = "PostExcused"
    STANCE_TAKEN = "StanceTaken"
    RATIFICATION_RECORDED = "RatificationRecorded"
    OWNER_CHANGED = "OwnerChanged"
    GROUP_NAMED = "GroupNamed"
    OWNERSHIP_ACCEPTED = "OwnershipAccepted"
    DEADLINE_CHANGED = "DeadlineChanged"
    PROGRESS_NOTED = "ProgressNoted"
    REMARKED = "Remarked"
    ADDRESS_LINKED = "AddressLinked"
    FILE_ATTACHED = "FileAttached"
    EXEMPTED = "Exempted"
    EXEMPTION_LIFTED = "ExemptionLifted"
    ARCHIVE_REFERRED = "ArchiveReferred"
    ARCHIVE_EXPORTED = "ArchiveExported"
    ARCHIVE_ANSWERED = "ArchiveAnswered"
    AGENDA_SENT = "AgendaSent"
    ATTENDANCE_RECORDED = "AttendanceRecorded"
    DAY_CHANGED = "DayChanged"
    ATTESTED = "Attested"
    MINUTES_FROZEN = "MinutesFrozen"
    AGENDA_POINT_ADDED = "AgendaPointAdded"
    AGENDA_POINT_DROPPED = "AgendaPointDropped"
    AGENDA_POINT_PLACED = "AgendaPointPlaced"
    AGENDA_POINT_DESCRIBED = "AgendaPointDescribed"
    AGENDA_POINT_DEALT_WITH = "AgendaPointDealtWith"
    AGENDA_SETTLED = "AgendaSettled"
    MEETING_ARRANGED = "MeetingArranged"
    RATIONALE_NAMED = "RationaleNamed"
    NEIGHBOUR_LINKED = "NeighbourLinked"
    KNOWLEDGE_ADDED = "KnowledgeAdded"
    CHALLENGE_ADDED = "ChallengeAdded"
    EVIDENCE_RECORDED = "EvidenceRecorded"
    SUBJECT_SET = "SubjectSet"
    EFFECT_ASSESSED = "EffectAssessed"
    REVIEWED = "Reviewed"
    TIME_RECORDED = "TimeRecorded"
    LEARNING_CARRIED = "LearningCarried"
    LEARNING_ANSWERED = "LearningAnswered"
    ABSENCE_RECORDED = "AbsenceRecorded"
    AGREEMENT_RENEWED = "AgreementRenewed"
    ORGANISATION_CHANGED = "OrganisationChanged"
    POST_CHANGED = "PostChanged"
    POST_RETIRED = "PostRetired"
    AREA_CHANGED = "AreaChanged"
    AREA_MOVED = "AreaMoved"
    MIGRATED = "Migrated"
    MACHINE_CHOSEN = "MachineChosen"
    ENTRY_VOIDED = "EntryVoided"
    TEXT_REDACTED = "TextRedacted"
    BREAK_ACCEPTED = "BreakAccepted"
    COUNCIL_RENAMED = "CouncilRenamed"


OF_THE_JOURNAL: Final = (Kind.TEXT_REDACTED, Kind.BREAK_ACCEPTED, Kind.COUNCIL_RENAMED)
"""Kinds that tell of the journal itself: they change no row, and are never taken back."""


OF_ACCESS: Final = (Kind.ACCOUNT_BOUND, Kind.ACCOUNT_UNBOUND, Kind.ACCESS_GRANTED, Kind.ACCESS_REVOKED)
"""Kinds that tell whose accounts are whose, and who reads."""


OF_ARCHIVE: Final = (Kind.ARCHIVE_REFERRED, Kind.ARCHIVE_EXPORTED, Kind.ARCHIVE_ANSWERED)
"""Kinds that tell where papers go in the archive and what became of them there."""


SOURCE: Final = ("file", "sheet")
"""Texts of a registration that name the list which a case was brought in from."""


class Cause(StrEnum):
    """Cause of a step."""

    ASKED = "asked"
    THROUGH = "through"
    AUTO = "auto"
    PERFORMED = "performed"
    UNDO = "undo"
    IMPORT = "import"


@record
class Entry(Record):
    """One entry of the journal, field by field as docs/reference/journal.md tells; `kind` to `data` say what happened.

    Attributes:
        seq: 0 until it is numbered.
        texts: texts by name, as typed; one that was erased is `ERASED`.
        digests: the digest of each text by its name, erased or not; the journal's column `texts`.
        format, at, request, recorded_by, authenticated, program, digests, prev, digest: set when it is appended.
    """

    kind: Kind
    subject: str
    on: date
    seq: int = 0
    version: int = 1
    step: int = 1
    cause: Cause = Cause.ASKED
    caused_by: int | None = None
    machine: str | None = None
    action: str | None = None
    from_state: str | None = None
    to_state: str | None = None
    acted_by: str | None = None
    acted_for: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    format: int = 1
    recorded_by: str = ""
    authenticated: str = ""
    at: str = ""
    request: str = ""
    program: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    prev: str = ""
    digest: str = ""

    @property
    def machine_name(self) -> str:
        """Name of the machine without its version; "" where no machine is involved."""
        return (self.machine or "").partition("/")[0]

    def numbered(self, name: str) -> tuple[str, ...]:
        """Return texts of one name in the order of their numbers: `body.1`, `body.2` …."""
        return tuple(
            self.texts.get(f"{name}.{number}", "") for number in range(1, self.data.get(f"{name}_count", 0) + 1)
        )


def beneath(subject: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return those of some entries that are about a subject or, where it is a case, about one beneath it."""
    is_case = Ref.parse(subject) is not None
    return tuple(e for e in entries if e.subject == subject or (is_case and e.subject.startswith(f"{subject}.")))


class Place(NamedTuple):
    """Place of a text: the number of its entry, and its name there."""

    seq: int
    name: str


BESIDE: Final = (
    "account", "asked", "key", "content", "labels", "digest", "council", "clause", "document", "number",
    "closed", "group", "standing", "media",
)  # fmt: skip


def is_beside(name: str) -> bool:
    """Return whether a text belongs to a file or to the request as such, rather than to what somebody said."""
    return name.partition(".")[0] in BESIDE


def enumerated(name: str, texts: Iterable[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Return data and texts of an entry for several texts of one name (see `Entry.numbered`)."""
    numbered = {f"{name}.{number}": text for number, text in enumerate(texts, start=1)}
    return {f"{name}_count": len(numbered)}, numbered
