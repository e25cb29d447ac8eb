"""Proposals from below: a matter that an owner or a coordinating group brings before the council."""

from __future__ import annotations

from slt_flow.engine.new_entries import NewDecision
from slt_flow.errors import NotYourAction, RequestError
from slt_flow.model import Group, Item, Meeting
from slt_flow.model.snapshot import Snapshot
from slt_flow.services.decisions.register import enter, open_area
from slt_flow.services.request import parsing
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import Role


@use_case()
def propose(
    request: Request,
    title: str,
    source: str,
    *,
    post: str | None = None,
    group: str | None = None,
    text: str | None = None,
    area: str | None = None,
    meeting: str | None = None,
) -> None:
    """Register a decision that a post or a group proposes to the council, from a case of its own.

    Args:
        request: the request.
        title: the matter that is proposed.
        source: the case that it comes from: work, a decision, or a meeting of a group.
        post: the post that proposes it; by default the owner of that case.
        group: the group that proposes it; by default the one whose meeting it comes from.
        text: the text to decide, when it is more than the title.
        area: the focus area that it belongs to.
        meeting: the meeting to table it at.

    Raises:
        RequestError: nobody is named who proposes it, or both a post and a group.
        NotYourAction: by another than the secretary, the chair and those who propose it.
    """
    case, day = request.item(parsing.ref(source)), request.context.day
    then = request.snapshot.on(day)
    proposer, of_group = _proposer(then, case, post, group)
    own = (*([proposer] if proposer else []), *(then.one(Group, of_group).members if of_group else ()))
    leading = [id_ for role in (Role.SECRETARY, Role.CHAIR) for id_ in then.posts_with(role)]
    if request.actor not in (*own, *leading):
        raise NotYourAction("not_your_task", actor=request.actor, possible=tuple(dict.fromkeys((*own, *leading))))
    new = NewDecision(
        title=parsing.line("title", title),
        text=parsing.text("text", text) if text is not None else "",
        area=open_area(request, area, day) if area is not None else None,
        follows=case.ref,
        proposed_by=proposer,
        group=of_group,
    )
    enter(request, new, meeting)


def _proposer(then: Snapshot, case: Item, post: str | None, group: str | None) -> tuple[str | None, str | None]:
    """Return the post or the group that proposes: the one named, else the group that met or the case's owner."""
    if post is not None and group is not None:
        raise RequestError("proposer_either_or")
    if group is not None:
        return None, parsing.group(group, then)
    if post is not None:
        return parsing.post(post, then), None
    met = then.find(Meeting, *case.ref[:3]) if case.ref.is_meeting else None
    if met is not None and met.group is not None and then.find(Group, met.group) is not None:
        return None, parsing.group(met.group, then)
    if case.owner is None:
        raise RequestError("proposer_needed", ref=str(case.ref))
    return case.owner, None
