"""The sheet of one case: its fields and lists."""

from __future__ import annotations

from typing import Any

from slt_flow.model import Decision, Item
from slt_flow.records import journal
from slt_flow.results.answers import Sheet
from slt_flow.services.decisions.neighbours import neighbours_of
from slt_flow.services.decisions.rationale import grounds
from slt_flow.services.follow_up.case_lists import children, excuses, owners, ratifications, stances
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.services.request import parsing
from slt_flow.services.request.case_fields import case_snapshot, kind_fields, remarks, state_fields
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.year.evaluation_view import found_by
from slt_flow.services.year.learning_view import point
from slt_flow.terms import LEARNING_SERIES


def show_case(context: Context, ref: str) -> Sheet:
    """Show one decision, assignment or measure in full: its fields, stances, owners, remarks and links."""
    target = parsing.ref(ref)
    if target.series == LEARNING_SERIES:
        return point(context, ref)
    if target.series:
        return show_meeting(context, ref)
    with reading(context) as reader:
        snapshot = case_snapshot(reader, target)
        item = snapshot.one(Item, *target)
        fields: dict[str, Any] = {
            "ref": str(item.ref),
            "level": item.level,
            "title": item.title,
            **state_fields(reader, item),
            "owner": item.owner,
            "holder": reader.posts[item.owner].holder if item.owner else None,
            "due": item.due,
            "reschedules": item.reschedules,
            "progress": item.progress,
            "note": item.note,
            "resources": item.resources,
            "on": item.last_on,
            "seq": journal.last_of_subject(reader.connection, reader.council, str(target)) or item.last_seq,
        }
        if target.assignment_no:
            return Sheet(
                "case",
                fields,
                (
                    *grounds(reader, item),
                    owners(snapshot, target),
                    *found_by(reader, target),
                    children(reader, snapshot, target),
                    remarks(snapshot, target),
                ),
            )
        decision = snapshot.one(Decision, target.year, target.no)
        area = next((a.title for a in reader.areas if a.id == decision.area), None)
        fields |= {
            "text": decision.text,
            "text_version": decision.text_version,
            "area": decision.area,
            "area_title": area,
            "meeting": decision.meeting,
            "round": decision.round,
            "for_information": decision.information,
            "needs_ratification": list(decision.bodies),
            "case": decision.case,
            **kind_fields(reader, decision),
            "adopted_on": decision.adopted_on,
        }
        lists = (
            *grounds(reader, item),
            stances(reader, snapshot, decision),
            excuses(snapshot, decision),
            ratifications(snapshot, decision),
            children(reader, snapshot, target),
            neighbours_of(reader, target),
            remarks(snapshot, target),
        )
        return Sheet("case", fields, lists)
