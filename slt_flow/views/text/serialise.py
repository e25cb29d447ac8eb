"""Results as JSON with stable names, the same in every language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from slt_flow.results.actions import ActionsOf
from slt_flow.results.answers import Done, Finding, Listing, Refusal, Sheet
from slt_flow.results.follow_up import AreaBranch, Branch, Duty, NeighbourCase, Owner, Today, Tree
from slt_flow.results.history import HistoryLine, Verification
from slt_flow.terms import Level
from slt_flow.views.text.findings import of_finding, of_flaw, of_notice
from slt_flow.views.text.outcomes import FROZEN, warnings
from slt_flow.views.text.words import Words


def version(told: str) -> int | str:
    """A version of a workflow: the number of a shipped one, else a municipality's own by its name."""
    return int(told) if told.isdecimal() else told


def dumped(value: Any) -> str:
    """JSON text with letters as they are."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def done(result: Done, words: Words) -> dict[str, Any]:
    """A write that was recorded."""
    told: dict[str, Any] = {
        "accepted": True,
        "ref": result.ref,
        "state": result.state,
        "entries": list(result.entries),
    }
    if result.already:
        told["already_recorded"] = True
    if result.dry_run:
        told["dry_run"] = True
    if len(result.refs) > 1:
        told["refs"] = list(result.refs)
    listed = [{"code": each.code, "message": of_notice(each, words), **each.facts} for each in warnings(result)]
    anchors = [each.facts["anchor"] for each in result.notices if each.code == FROZEN]
    told |= {"anchor": anchors[-1]} if anchors else {}
    return told | ({"warnings": listed} if listed else {})


def refusal(result: Refusal, words: Words) -> dict[str, Any]:
    """A write that a rule refused: the blocking findings only."""
    listed = [finding(each, words) for each in result.findings if each.blocks]
    return {"accepted": False, "ref": result.ref, "action": result.action, "findings": listed}


def finding(each: Finding, words: Words) -> dict[str, Any]:
    """What one rule found."""
    return {
        "rule": each.rule,
        "verdict": str(each.verdict),
        "wants": str(each.wants),
        "ref": each.ref,
        "message": of_finding(each, words),
        "saw": dict(each.saw),
        "remedy": each.remedy,
    }


def tree(result: Tree) -> dict[str, Any]:
    """The status tree."""
    areas = [_area(area) for area in result.areas]
    return {"council": result.council, "as_of": result.as_of, "totals": dict(result.totals), "areas": areas}


def _area(area: AreaBranch) -> dict[str, Any]:
    told: dict[str, Any] = {"id": area.id, "title": area.title}
    told |= {"shared_with": list(area.shared_with)} if area.shared_with else {}
    return {**told, "decisions": [_branch(each) for each in area.decisions]}


def _branch(each: Branch) -> dict[str, Any]:
    told: dict[str, Any] = {"ref": each.ref, "level": each.level, "title": each.title, "state": each.state}
    if each.level == Level.STRATEGIC:
        told["meeting"] = each.meeting
    else:
        told["owner"] = _owner(each.owner)
    told |= {"due": each.due, "late": each.late}
    told |= {"delivered_late": each.delivered_late} if each.delivered_late else {}
    told |= {"dropped": True} if each.is_dropped else {}
    if each.level == Level.EXECUTING:
        return told
    told["late_below"] = each.late_below
    if each.level == Level.STRATEGIC:
        told |= {"done": each.done, "total": each.total, "waiting_on": list(each.waiting_on)}
        told |= {"neighbours": [_neighbour(other) for other in each.neighbours]} if each.neighbours else {}
    below = "assignments" if each.level == Level.STRATEGIC else "measures"
    return told | {below: [_branch(child) for child in each.children]}


def _neighbour(other: NeighbourCase) -> dict[str, Any]:
    return {"council": other.council, "ref": other.ref, "title": other.title, "state": other.state}


def _owner(owner: Owner | None) -> dict[str, Any] | None:
    if owner is None:
        return None
    return {"post": owner.post, "holder": owner.holder, "organisation": owner.organisation}


def listing(result: Listing) -> list[dict[str, Any]]:
    """A list of objects."""
    return [{name: each for name, each in row.items() if name not in _WORDS} for row in result.rows]


_WORDS = ("label", "kind_label")
"""What a thing is called in each language; JSON has the names that stay the same."""


def sheet(result: Sheet) -> dict[str, Any]:
    """One thing in full: its fields, then its lists by name."""
    fields = {name: each for name, each in result.fields.items() if name not in _WORDS}
    return fields | {each.kind: listing(each) for each in result.lists}


def actions(every: Iterable[ActionsOf], words: Words) -> list[dict[str, Any]]:
    """The actions of cases."""
    return [
        {
            "ref": case.ref,
            "state": case.state,
            "actions": [
                {
                    "action": action.action,
                    "open": action.open,
                    "by": list(action.by),
                    "asks": list(action.asks),
                    "findings": [finding(each, words) for each in action.findings if each.blocks],
                }
                for action in case.actions
            ],
        }
        for case in every
    ]


def duties(every: Iterable[Duty]) -> list[dict[str, Any]]:
    """What every post is waited on for."""
    return [
        {"post": duty.post, "holder": duty.holder, "vacant": duty.vacant, "items": [_item(b) for b in duty.items]}
        for duty in every
    ]


def items(every: Iterable[Branch]) -> list[dict[str, Any]]:
    """Cases, each by itself."""
    return [_item(each) for each in every]


def _item(each: Branch) -> dict[str, Any]:
    names = ("ref", "level", "title", "state", "due", "late")
    return {name: getattr(each, name) for name in names} | {"owner": _owner(each.owner)}


def today(result: Today) -> dict[str, Any]:
    """The first screen."""
    return {
        "council": result.council,
        "as_of": result.day,
        "totals": dict(result.totals),
        "late": [_item(each) for each in result.late],
        "waiting_on": duties(result.waiting),
        "next_meeting": result.meeting,
        "agendas_late": list(result.agendas_late),
        "meetings_held": result.meetings_held,
        "meetings_agreed": result.meetings_agreed,
        "at_risk": [{"clause": o.clause, "ref": o.ref, "verdict": o.verdict, "due": o.due} for o in result.at_risk],
    }


def history(lines: Iterable[HistoryLine]) -> list[dict[str, Any]]:
    """The time line."""
    hidden = ("label", "to_label")
    return [{name: each for name, each in line._asdict().items() if name not in hidden} for line in lines]


def verifications(found: Iterable[Verification], words: Words) -> list[dict[str, Any]]:
    """What was checked."""
    return [
        {
            "council": each.council,
            "entries": each.entries,
            "head": each.head,
            "ok": not each.flaws,
            "flaws": [{"code": flaw.code, "where": flaw.where, "message": of_flaw(flaw, words)} for flaw in each.flaws],
        }
        for each in found
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return (
        list(value)
        if isinstance(value, (tuple, set, frozenset))
        else dict(value)
        if isinstance(value, Mapping)
        else str(value)
    )
