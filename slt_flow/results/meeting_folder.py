"""Folder for a meeting: what it is made of, and what became of each of its files."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, NamedTuple

from slt_flow.results.attachments import AttachmentRow
from slt_flow.results.columns import Column
from slt_flow.results.meetings import Agenda, Minutes
from slt_flow.results.papers import CasePaper
from slt_flow.terms import N_


class Outcome(StrEnum):
    """Outcome of a file of a folder."""

    MADE = "made"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    EDITED = "edited"
    REMOVED = "removed"


class FolderRow(NamedTuple):
    """File of a folder, and what became of it; one that somebody edited stays as it is."""

    file: Annotated[str, Column(N_("file"), whole=True)]
    title: Annotated[str, Column(N_("title"))]
    outcome: Annotated[str, Column(N_("outcome"), terms=True)]


class MeetingPapers(NamedTuple):
    """Papers of a meeting: `cases` are of the decisions on its agenda, `minutes` is None until it was held.

    `attachments` are the files of the meeting and of these decisions that there are, in the edition that is read.
    """

    agenda: Agenda
    cases: tuple[CasePaper, ...]
    minutes: Minutes | None
    attachments: tuple[AttachmentRow, ...]
