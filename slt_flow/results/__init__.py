"""What the desk answers: frozen values without formatting.

Named tuples, because a reader imports them all and they are made in half the time of dataclasses.
"""

from __future__ import annotations

from slt_flow.results.answers import (
    NOTHING,
    Done,
    DoorsOf,
    DoorState,
    Finding,
    Flaw,
    HistoryLine,
    Listing,
    Notice,
    Outcome,
    Refusal,
    Renewed,
    Sheet,
    Step,
    Verification,
)
from slt_flow.results.documents import Block, Bullets, Document, Grid, Heading, Paragraph
from slt_flow.results.follow_up import AreaBranch, Branch, Duty, NeighbourCase, Owner, Tree
from slt_flow.results.meetings import (
    Agenda,
    AgendaItem,
    BlankForm,
    FormLine,
    FormOutcome,
    Minutes,
    MinutesItem,
    Mistake,
)
from slt_flow.results.proofs import Explored, Proof, ProofStep, Unproved
from slt_flow.results.stories import Amiss, Played
from slt_flow.results.year import (
    Handover,
    Obligation,
    Obligations,
    Report,
    ReportLine,
    Shown,
    Today,
    Wheel,
    WheelEntry,
    WheelMonth,
)

__all__ = [
    "NOTHING",
    "Agenda",
    "AgendaItem",
    "Amiss",
    "AreaBranch",
    "BlankForm",
    "Block",
    "Branch",
    "Bullets",
    "Document",
    "Done",
    "DoorState",
    "DoorsOf",
    "Duty",
    "Explored",
    "Finding",
    "Flaw",
    "FormLine",
    "FormOutcome",
    "Grid",
    "Handover",
    "Heading",
    "HistoryLine",
    "Listing",
    "Minutes",
    "MinutesItem",
    "Mistake",
    "NeighbourCase",
    "Notice",
    "Obligation",
    "Obligations",
    "Outcome",
    "Owner",
    "Paragraph",
    "Played",
    "Proof",
    "ProofStep",
    "Refusal",
    "Renewed",
    "Report",
    "ReportLine",
    "Sheet",
    "Shown",
    "Step",
    "Today",
    "Tree",
    "Unproved",
    "Verification",
    "Wheel",
    "WheelEntry",
    "WheelMonth",
]
