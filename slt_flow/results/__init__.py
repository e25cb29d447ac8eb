"""Answers of the services: frozen values without formatting.

Named tuples, because a reader imports them all and they are made in half the time of dataclasses.
"""

from __future__ import annotations

from slt_flow.results.actions import ActionsOf, ActionState
from slt_flow.results.agreements import Renewed
from slt_flow.results.answers import NOTHING, Done, Finding, Flaw, Listing, Notice, Outcome, Refusal, Sheet, Step
from slt_flow.results.diagrams import Arrow, Chart, Diagram, Here, Label, Marks, Passed, Performed, Stop, Tie
from slt_flow.results.documents import Block, Bullets, Document, Grid, Heading, Paragraph
from slt_flow.results.follow_up import (
    AreaBranch,
    Branch,
    Duty,
    Handover,
    NeighbourCase,
    Owner,
    Report,
    ReportLine,
    Today,
    Tree,
)
from slt_flow.results.history import (
    EventLog,
    HistoryLine,
    LogChange,
    LogEvent,
    LogLink,
    LogObject,
    LogValue,
    Moment,
    Verification,
)
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
from slt_flow.results.stories import Amiss, Played
from slt_flow.results.workflows import Explored, Migration, NewWorkflow, Proof, ProofStep, Unproved
from slt_flow.results.year import Obligation, Obligations, Shown, Wheel, WheelEntry, WheelMonth

__all__ = [
    "NOTHING",
    "ActionState",
    "ActionsOf",
    "Agenda",
    "AgendaItem",
    "Amiss",
    "AreaBranch",
    "Arrow",
    "BlankForm",
    "Block",
    "Branch",
    "Bullets",
    "Chart",
    "Diagram",
    "Document",
    "Done",
    "Duty",
    "EventLog",
    "Explored",
    "Finding",
    "Flaw",
    "FormLine",
    "FormOutcome",
    "Grid",
    "Handover",
    "Heading",
    "Here",
    "HistoryLine",
    "Label",
    "Listing",
    "LogChange",
    "LogEvent",
    "LogLink",
    "LogObject",
    "LogValue",
    "Marks",
    "Migration",
    "Minutes",
    "MinutesItem",
    "Mistake",
    "Moment",
    "NeighbourCase",
    "NewWorkflow",
    "Notice",
    "Obligation",
    "Obligations",
    "Outcome",
    "Owner",
    "Paragraph",
    "Passed",
    "Performed",
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
    "Stop",
    "Tie",
    "Today",
    "Tree",
    "Unproved",
    "Verification",
    "Wheel",
    "WheelEntry",
    "WheelMonth",
]
