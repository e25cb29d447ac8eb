"""Vedtak: a case in full, what may be done with it, why not, and how it came here."""

from __future__ import annotations

from typing import NamedTuple

from starlette.responses import Response

from slt_flow.pages.form_page import sentences
from slt_flow.pages.frame import Visit
from slt_flow.pages.templating import ref_at
from slt_flow.results.actions import ActionState
from slt_flow.results.people import OwnPost
from slt_flow.services.follow_up.case_sheet import show
from slt_flow.services.history.timeline import history
from slt_flow.services.request.actions import next_actions
from slt_flow.views.history.timeline import history_line
from slt_flow.views.text.sheet_blocks import sheet_blocks


class Offer(NamedTuple):
    """An action of a case: open to one of the visitor's posts, or the reasons why it is not."""

    action: ActionState
    posts: tuple[OwnPost, ...]
    reasons: tuple[str, ...]


def answer(visit: Visit) -> Response:
    """Show one case."""
    ref = ref_at(visit.request.path_params["place"])
    context = visit.edition(ref)
    sheet = show(context, ref)
    blocks = tuple(sheet_blocks(sheet, visit.words))
    lines = [history_line(line, visit.words).plain for line in history(context, ref)]
    return visit.render(
        "case.html",
        ref=str(sheet.ref),
        title=sheet.title,
        content=visit.document(blocks, sheet.title),
        history=lines,
        offers=offers(visit, ref) if not context.moment.public else (),
    )


def offers(visit: Visit, ref: str) -> tuple[Offer, ...]:
    """Return every action of a case in its state: the open ones first."""
    if not visit.posts:
        return ()
    by_action: dict[str, Offer] = {}
    for post in visit.posts:
        (case,) = next_actions(visit.context(actor=post.acting), ref)
        for action in case.actions:
            theirs = bool({post.id, post.acting} & set(action.by))
            earlier = by_action.get(action.action)
            posts = (*(earlier.posts if earlier else ()), *((post,) if theirs and action.open else ()))
            why = earlier.reasons if earlier else sentences(visit, action.findings)
            by_action[action.action] = Offer(action, posts, why)
    return tuple(sorted(by_action.values(), key=lambda offer: not offer.posts))
