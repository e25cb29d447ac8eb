"""Rows of a council: each class is also a table.

Its fields are the columns, `KEY` its primary key beside the council. `records` stores rows, `engine` changes copies of
them by entries, rules and readers only look.
"""

from __future__ import annotations

from slt_flow.model.annotations import Attachment, Exemption, Remark
from slt_flow.model.cases import (
    AgendaPoint,
    Attendance,
    Continuation,
    Decision,
    Excuse,
    Item,
    Matter,
    Meeting,
    Neighbour,
    Objection,
    OwnerSpell,
    Passage,
    Ratification,
    SeatStance,
)
from slt_flow.model.council import (
    Absence,
    Area,
    Binding,
    Clause,
    Contact,
    Council,
    Counter,
    Definition,
    Group,
    Holding,
    Label,
    Organisation,
    Post,
    Superseded,
    superseded,
)
from slt_flow.model.row import R, Row
from slt_flow.model.year import Assessment, Challenge, Evidence, Knowledge, LearningPoint

ROWS: tuple[type[Row], ...] = (
    Council, Clause, Definition, Label, Organisation, Post, Holding, Binding, Contact, Absence, Area, Group,
    Superseded, Counter, Item, Decision, Meeting, AgendaPoint, Attendance, Passage, SeatStance, Objection, Matter,
    Excuse, Ratification, OwnerSpell, Remark, Neighbour, Continuation, Attachment, Exemption, Knowledge, Challenge,
    Evidence, Assessment, LearningPoint,
)  # fmt: skip
"""Every kind of row: together they are the projection of the journal."""

__all__ = [
    "ROWS",
    "Absence",
    "AgendaPoint",
    "Area",
    "Assessment",
    "Attachment",
    "Attendance",
    "Binding",
    "Challenge",
    "Clause",
    "Contact",
    "Continuation",
    "Council",
    "Counter",
    "Decision",
    "Definition",
    "Evidence",
    "Excuse",
    "Exemption",
    "Group",
    "Holding",
    "Item",
    "Knowledge",
    "Label",
    "LearningPoint",
    "Matter",
    "Meeting",
    "Neighbour",
    "Objection",
    "Organisation",
    "OwnerSpell",
    "Passage",
    "Post",
    "R",
    "Ratification",
    "Remark",
    "Row",
    "SeatStance",
    "Superseded",
    "superseded",
]  # fmt: skip
