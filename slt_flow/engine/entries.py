"""Entries: what has happened, one fact each, in the past tense. The journal is made of them and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What an entry tells. A step of an action that leads on is `MOVED`; every effect has a kind of its own."""

    AGREEMENT_ENTERED = "AgreementEntered"
    DEFINITION_PINNED = "DefinitionPinned"
    ORGANISATION_ADDED = "OrganisationAdded"
    POST_ADDED = "PostAdded"
    POST_DESIGNATED = "PostDesignated"
    HOLDER_APPOINTED = "HolderAppointed"
    POST_VACATED = "PostVacated"
    AREA_ADDED = "AreaAdded"
    AREA_ENDED = "AreaEnded"
    REGISTERED = "Registered"
    MOVED = "Moved"
    MEETING_LINKED = "MeetingLinked"
    AGENDA_LEFT = "AgendaLeft"
    TEXT_AMENDED = "TextAmended"
    TITLE_CHANGED = "TitleChanged"
    POST_EXCUSED = "PostExcused"
    STANCE_TAKEN = "StanceTaken"
    RATIFICATION_RECORDED = "RatificationRecorded"
    OWNER_CHANGED = "OwnerChanged"
    OWNERSHIP_ACCEPTED = "OwnershipAccepted"
    DEADLINE_CHANGED = "DeadlineChanged"
    PROGRESS_NOTED = "ProgressNoted"
    REMARKED = "Remarked"
    ADDRESS_LINKED = "AddressLinked"
    AGENDA_SENT = "AgendaSent"
    ATTENDANCE_RECORDED = "AttendanceRecorded"
    DAY_CHANGED = "DayChanged"
    MINUTES_FROZEN = "MinutesFrozen"
    AGENDA_POINT_ADDED = "AgendaPointAdded"
    AGENDA_POINT_DROPPED = "AgendaPointDropped"
    AGENDA_POINT_PLACED = "AgendaPointPlaced"
    GROUNDS_NAMED = "GroundsNamed"
    NEIGHBOUR_LINKED = "NeighbourLinked"
    KNOWLEDGE_ADDED = "KnowledgeAdded"
    CHALLENGE_ADDED = "ChallengeAdded"
    EVIDENCE_RECORDED = "EvidenceRecorded"
    SUBJECT_SET = "SubjectSet"
    EFFECT_ASSESSED = "EffectAssessed"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `data` is structured and free of free text; `texts` holds all free text and names.

    `seq` is gapless from 1 in each council; `on` is the day it holds for, `at` when it was recorded (UTC, ISO 8601).
    What the records add when they append (`at`, `request`, `prev`, `digest` …) is empty until then.
    """

    kind: Kind
    subject: str
    on: date
    seq: int = 0
    version: int = 1
    machine: str | None = None
    action: str | None = None
    from_state: str | None = None
    to_state: str | None = None
    acted_by: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    recorded_by: str = ""
    authenticated: str = ""
    at: str = ""
    request: str = ""
    key: str | None = None
    texts_digest: str = ""
    prev: str = ""
    digest: str = ""
