"""The sheet of one case: its fields and lists."""

from __future__ import annotations

from slt_flow.model import Decision, Item
from slt_flow.records import journal
from slt_flow.results.columns import row_of
from slt_flow.results.decisions import CaseSheet, DecidedFields
from slt_flow.results.evaluation import LearningSheet
from slt_flow.results.meetings import MeetingSheet
from slt_flow.services.decisions.neighbours import neighbours_of
from slt_flow.services.decisions.rationale import grounds
from slt_flow.services.follow_up.case_lists import children, excuses, owners, ratifications, stances
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.services.request import parsing
from slt_flow.services.request.case_fields import case_snapshot, kind_of, remarks
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.services.year.evaluation_view import found_by
from slt_flow.services.year.learning_view import point
from slt_flow.terms import LEARNING_SERIES


def show(context: Context, ref: str) -> CaseSheet | LearningSheet | MeetingSheet:
    """Show a case of any kind in full."""
    series = parsing.ref(ref).series
    return point(context, ref) if series == LEARNING_SERIES else (show_meeting if series else show_case)(context, ref)


def show_case(context: Context, ref: str) -> CaseSheet:
    """Show one decision, assignment or measure in full: its fields, stances, owners, remarks and links."""
    target = parsing.ref(ref)
    with reading(context) as reader:
        snapshot = case_snapshot(reader, target)
        item = snapshot.one(Item, *target)
        decision = snapshot.one(Decision, target.year, target.no) if not target.assignment_no else None
        challenges, knowledge = grounds(reader, item)
        return row_of(
            CaseSheet,
            item,
            ref=str(item.ref),
            state=reader.state(item),
            holder=reader.posts[item.owner].holder if item.owner else None,
            on=item.last_on,
            seq=journal.last_of_subject(reader.connection, reader.council, str(target)) or item.last_seq,
            decided=_decided(reader, decision) if decision else None,
            challenges=challenges,
            knowledge=knowledge,
            stances=stances(reader, snapshot, decision) if decision else None,
            excuses=excuses(snapshot, decision) if decision else None,
            ratifications=ratifications(snapshot, decision) if decision else None,
            owners=owners(snapshot, target) if not decision else None,
            effects=found_by(reader, target) if not decision else None,
            children=children(reader, snapshot, target),
            neighbours=neighbours_of(reader, target) if decision else None,
            remarks=remarks(snapshot, target),
        )


def _decided(reader: Reader, decision: Decision) -> DecidedFields:
    return row_of(
        DecidedFields,
        decision,
        area_title=next((area.title for area in reader.areas if area.id == decision.area), None),
        for_information=decision.information,
        needs_ratification=decision.bodies,
        kind=kind_of(reader, decision),
    )
