"""Filings in the municipality's archive, exports to it, and its answers."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Final, NamedTuple

from slt_flow.results.columns import HIDDEN, OMITTED, Column, Json, shown
from slt_flow.results.columns import Ref as RefColumn
from slt_flow.terms import N_

EMPTY = Json(omit=("",))

_CASE: Final = re.compile(r"(?P<year>[0-9]{4})/(?P<no>[0-9]{1,9})")


class CaseNumber(NamedTuple):
    """Number of a case in the archive: its year and its number within that year (`2026/123`)."""

    year: int
    no: int

    @staticmethod
    def parse(written: str) -> CaseNumber | None:
        """Read a number as the archive writes it, None where it is none."""
        match = _CASE.fullmatch(written.strip())
        return CaseNumber(int(match["year"]), int(match["no"])) if match is not None else None

    def __str__(self) -> str:
        return f"{self.year}/{self.no}"


class Filing(NamedTuple):
    """Place of papers in the archive: archive part, class, case number, and the code of restricted access.

    An empty text, or no case number, is what nobody recorded. The code is used for exempt papers only.
    """

    part: str = ""
    classification: str = ""
    case: CaseNumber | None = None
    restriction: str = ""

    def within(self, above: Filing) -> Filing:
        """Return this filing, with what it does not say itself from the one above it."""
        return Filing(
            self.part or above.part,
            self.classification or above.classification,
            self.case or above.case,
            self.restriction or above.restriction,
        )


@shown("item", "part", "classification", "case", "restriction")
class FiledRow(NamedTuple):
    """Filing of a case, or of a `point` of a meeting, as it was recorded: what it says itself.

    `item` is the number of the point, or the ref of its case.
    """

    point: Annotated[str, EMPTY] = ""
    part: Annotated[str, Column(N_("archive part")), EMPTY] = ""
    classification: Annotated[str, Column(N_("class")), Json("class", omit=("",))] = ""
    case: Annotated[str, Column(N_("case"), whole=True), EMPTY] = ""
    restriction: Annotated[str, Column(N_("restriction")), EMPTY] = ""
    item: Annotated[str, Column(N_("point"), whole=True), HIDDEN] = ""


Filed = Annotated[tuple[FiledRow, ...], Column(N_("Archive")), Json(omit=((),))]


class Message(NamedTuple):
    """Paper or folder of a meeting that is about to be sent, with its permanent key and the digest of its bytes.

    Attributes:
        key: see `slt_flow.model.archive_keys.export_key`.
        document: the kind of the document, "folder" for the meeting itself.
        digest: the SHA-256 of what is sent, in hexadecimal.
        point: the key of the point that it is of, "" where it is of the whole meeting.
    """

    key: str
    document: str
    digest: str
    point: str = ""


class Standing(StrEnum):
    """Standing of a message beside what was exported before."""

    NEW = "new"
    SAME = "same"
    NEWER = "newer"


class Compared(NamedTuple):
    """Message as it stands beside what was exported before.

    Attributes:
        version: its number: 1 when it is new, one more than the last when its bytes are others.
        on: the day on which this version was exported first, None where it was not.
    """

    message: Message
    standing: Standing
    version: int
    on: date | None = None


class Part(StrEnum):
    """Part of a message that an archive answers by itself; the whole of one that it rejects."""

    FOLDER = "folder"
    REGISTRATION = "registration"
    MESSAGE = "message"


class Answered(NamedTuple):
    """Answer to a part of a message: received under a system id, or failed.

    Attributes:
        key: the key that it names, None where it names none, as a failure never does.
        source: the source system that it names with the key.
        system_id: the id in the archive; "" where it failed.
        number: the number of the folder or registration there, where it is told.
        existing: True where it was there already.
        failure: the id and the words of the failure; "" where there is none.
    """

    part: Part
    key: str | None = None
    source: str | None = None
    system_id: str = ""
    number: str = ""
    existing: bool = False
    failure: str = ""


class Receipt(NamedTuple):
    """Receipt of an archive for one message: an answer to its folder, its registration or both."""

    answers: tuple[Answered, ...]
    digest: str


class State(StrEnum):
    """State of something of a meeting in the archive: what is exported waits for its receipt."""

    NOT_ARCHIVED = "minutes_not_archived"
    NOT_EXPORTED = "not_exported"
    EXPORTED = "exported"
    RECEIVED = "received"
    FAILED = "failed"


@shown("meeting", "document", "on", "state", "system_id")
class ArchiveRow(NamedTuple):
    """Paper or folder of a meeting with what became of it; of one of which nothing was exported there is no document.

    `on` is the day on which it was sent last, `number` the one that the archive gave it beside its system id. With
    `existing` it was there already when the archive answered. `item` is the number of its point, or the ref of its
    case.
    """

    meeting: RefColumn
    document: Annotated[str, Column(N_("what was sent"), form="sent"), EMPTY] = ""
    point: Annotated[str, EMPTY] = ""
    key: Annotated[str, EMPTY] = ""
    version: Annotated[int, Json(omit=(0,))] = 0
    on: Annotated[date | None, Column(N_("exported"), whole=True, form="version"), OMITTED] = None
    state: Annotated[str, Column(N_("state"), terms=True)] = State.NOT_EXPORTED
    system_id: Annotated[str, Column(N_("answer"), form="archive_answer"), EMPTY] = ""
    number: Annotated[str, EMPTY] = ""
    failure: Annotated[str, EMPTY] = ""
    existing: Annotated[bool, Json(omit=(False,))] = False
    item: Annotated[str, HIDDEN] = ""
