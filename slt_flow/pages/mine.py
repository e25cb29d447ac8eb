"""Mine saker: what a visitor's posts are waited on for, what they own, what is late."""

from __future__ import annotations

from typing import NamedTuple

from starlette.responses import Response

from slt_flow.pages.cases import actions_of, is_theirs, use_of
from slt_flow.pages.frame import Visit
from slt_flow.results.actions import ActionState
from slt_flow.results.follow_up import Branch
from slt_flow.results.people import OwnPost
from slt_flow.services.follow_up.status import open_work
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.terms import Ref
from slt_flow.views.meetings.facts import MEETINGS


class Work(NamedTuple):
    """A case of a post, with the actions that are open to it."""

    branch: Branch
    actions: tuple[ActionState, ...]


class Desk(NamedTuple):
    """The work of one post: what waits for it, and what else it owns that is not settled."""

    post: OwnPost
    waiting: tuple[Work, ...]
    owned: tuple[Work, ...]


def answer(visit: Visit) -> Response:
    """Show the work of every post of the visitor."""
    context = visit.context()
    owned = open_work(context, [post.id for post in visit.posts])
    waiting = {duty.post: _titled(visit, duty.items) for duty in duties(context)}
    desks = tuple(_desk(visit, post, waiting.get(post.id, ()), owned) for post in visit.posts)
    late = sum(work.branch.late for desk in desks for work in (*desk.waiting, *desk.owned))
    return visit.render("mine.html", desks=desks, late=late)


def _desk(visit: Visit, post: OwnPost, waiting: tuple[Branch, ...], owned: tuple[Branch, ...]) -> Desk:
    refs = {branch.ref for branch in waiting}
    own = tuple(b for b in owned if b.owner is not None and b.owner.post == post.id and b.ref not in refs)
    return Desk(post, _work(visit, post, waiting), _work(visit, post, own))


def _titled(visit: Visit, branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
    """Return branches, those of meetings with the kind and the day of these, since a meeting has no title."""
    return tuple(branch if branch.title else branch._replace(title=_day_of(visit, branch.ref)) for branch in branches)


def _day_of(visit: Visit, ref: str) -> str:
    named = Ref.parse(ref)
    if named is None or not named.is_meeting:
        return ""
    sheet = show_meeting(visit.context(), ref)
    return f"{visit.words.say(MEETINGS[sheet.kind])} {visit.words.day(sheet.day)}"


def _work(visit: Visit, post: OwnPost, branches: tuple[Branch, ...]) -> tuple[Work, ...]:
    visit.look_up([branch.ref for branch in branches], post.acting)
    return tuple(Work(branch, offered(visit, post, branch.ref)) for branch in branches)


def offered(visit: Visit, post: OwnPost, ref: str) -> tuple[ActionState, ...]:
    """Return the actions of a case that are open, and that are the act of a post."""
    theirs = (action for action in actions_of(visit, post, ref) if action.open and is_theirs(post, action))
    return tuple(sorted(theirs, key=use_of))
