"""Phases of an item of a meeting: what a member may say of it before the meeting, at it, and to its minutes."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from slt_flow.pages.cases import REMARK, stance_of
from slt_flow.pages.frame import Visit
from slt_flow.results.decisions import CaseSheet
from slt_flow.results.meeting_folder import MeetingPapers
from slt_flow.results.people import OwnPost
from slt_flow.terms import N_


class Phase(StrEnum):
    """Phase of an item of a meeting: what a member says of it now is a remark, a stance, or a remark to the minutes."""

    BEFORE = "before"
    STANCE = "stance"
    AFTER = "after"


LABELLED: Final = {
    Phase.BEFORE: N_("Remark to the item"),
    Phase.STANCE: N_("My stance"),
    Phase.AFTER: N_("Remark to the minutes"),
}
"""Names of what a member says of an item."""


class Say(NamedTuple):
    """Phase of an item for one post of a visitor, None where it says nothing; `shut` is why it takes no stance."""

    post: OwnPost
    phase: Phase | None
    shut: tuple[str, ...] = ()


def say_of(visit: Visit, papers: MeetingPapers, sheet: CaseSheet, post: OwnPost) -> Say:
    """Return what a post may say of an item of a meeting now."""
    ref, meeting = str(sheet.ref), papers.agenda.ref
    if papers.agenda.cancelled is not None:
        return Say(post, None)
    if papers.minutes is None:
        return Say(post, Phase.BEFORE if _may(visit, post, ref, REMARK) else None)
    shut: tuple[str, ...] = ()
    decided = sheet.decided
    if decided is not None and decided.meeting == meeting and not decided.for_information:
        is_open, shut = stance_of(visit, post, ref)
        if is_open:
            return Say(post, Phase.STANCE)
    return Say(post, Phase.AFTER if _may(visit, post, meeting, REMARK) else None, shut)


def _may(visit: Visit, post: OwnPost, ref: str, action: str) -> bool:
    states = visit.actions_of(ref, post.acting)
    return any(state.action == action and state.open and post.acting in state.by for state in states)


def says(visit: Visit, papers: MeetingPapers, sheet: CaseSheet) -> tuple[Say, ...]:
    """Return what each post of the visitor may say of an item, the posts that may say nothing aside."""
    every = (say_of(visit, papers, sheet, post) for post in visit.posts)
    return tuple(say for say in every if say.phase is not None or say.shut)
