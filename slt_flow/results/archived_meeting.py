"""Meeting as it goes to an archive: what was recorded of it, and where each part is filed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, NamedTuple

from slt_flow.results.archive import Filing
from slt_flow.results.archive_messages import CaseKind, Function
from slt_flow.results.attachments import AttachmentRow
from slt_flow.results.columns import Column
from slt_flow.results.meetings import Agenda, MinutedPoint, Minutes, MinutesItem
from slt_flow.results.papers import CasePaper
from slt_flow.terms import N_


class ArchivedPoint(NamedTuple):
    """Point of a meeting: what the minutes say of it, and its papers.

    `year` and `number` are its own within the body that met. `paper` is the case paper as it stood before the meeting
    was held, `protocol` what the minutes tell of it alone; only a decision has them. `keys` are the permanent keys of
    what is sent of it, by the kind of the document.
    """

    row: MinutedPoint
    item: MinutesItem | None
    kind: CaseKind
    year: int
    number: int
    place: Filing
    keys: Mapping[str, str]
    paper: CasePaper | None = None
    protocol: Minutes | None = None


class ArchivedFile(NamedTuple):
    """Attached file: its permanent key, and the key of the point that it goes with, "" where that is the meeting."""

    row: AttachmentRow
    key: str
    point: str


class ArchivedMeeting(NamedTuple):
    """Meeting whose minutes are archived, in one edition.

    `system` names this council among all that send to the archive. `at` is when the meeting began. `agenda` is None
    where it was planned when it had been held already, and no agenda was sent. `functions` and
    `organisations` are those of the posts that took part.
    """

    system: str
    at: datetime
    agenda: Agenda | None
    minutes: Minutes
    points: tuple[ArchivedPoint, ...]
    files: tuple[ArchivedFile, ...]
    place: Filing
    keys: Mapping[str, str]
    functions: Mapping[str, Function]
    organisations: Mapping[str, str]


class PackedRow(NamedTuple):
    """Message of a package: its folder there, what it is about, its files, and how it stands beside earlier exports."""

    folder: Annotated[str, Column(N_("folder"), whole=True)]
    title: Annotated[str, Column(N_("title"))]
    files: Annotated[int, Column(N_("files"), whole=True)]
    standing: Annotated[str, Column(N_("export"), terms=True)]
    version: Annotated[int, Column(N_("version"), whole=True)]
