"""Vedtak: a case in full, what may be done with it, why not, and how it came here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from starlette.responses import Response

from slt_flow.pages.form_page import sentences
from slt_flow.pages.frame import Visit
from slt_flow.pages.templating import attachment_path, ref_at
from slt_flow.results.actions import ActionState
from slt_flow.results.attachments import AttachmentRow
from slt_flow.results.decisions import CaseSheet
from slt_flow.results.documents import Block, Heading, fact_list
from slt_flow.results.people import OwnPost
from slt_flow.services.follow_up.case_paper import case_paper
from slt_flow.services.follow_up.case_sheet import show
from slt_flow.services.follow_up.status import tree_of
from slt_flow.services.history.timeline import history
from slt_flow.services.people.visitors import post_titles
from slt_flow.services.request.context import Context
from slt_flow.terms import Level, Role
from slt_flow.views.follow_up import case_paper as paper_view
from slt_flow.views.follow_up.status_document import outline
from slt_flow.views.history.timeline import history_table
from slt_flow.views.text.sheet_blocks import sheet_blocks
from slt_flow.views.text.words import Words

BESIDE: Final = ("stances", "excuses", "goes_on", "remarks", "erased", "filed")
"""Lists of a decision's sheet that its paper has not."""

ELSEWHERE: Final = ("title", "ref", "owner", "holder", "owners", "recorded", "attachments", "children")
"""Fields of a sheet that stand elsewhere on its page."""

OF_OTHERS: Final = ("source", "filed", "erased", "recorded_on")
"""Fields of a sheet that the public is not shown: how it was recorded and filed."""

FIRST: Final = (
    "accept", "send_back", "decline", "note_progress", "block", "unblock", "finish", "report", "reschedule", "verify",
    "approve",
)  # fmt: skip
"""Actions that those who carry work out need most."""

REMARK: Final = "remark"
RESCHEDULE: Final = "reschedule"
"""Actions by which an owner says something, and a deadline is moved."""

TO_COME: Final = "to come"
"""Basis that a secretary is yet to name; nothing is recorded with it."""


class Offer(NamedTuple):
    """An action of a case: open to some of the visitor's posts, or the reasons why it is not.

    `behalf` are the posts of others whose act it is, and which the visitor, as the secretary, may record it for.
    """

    action: ActionState
    posts: tuple[OwnPost, ...]
    reasons: tuple[str, ...]
    behalf: tuple[str, ...] = ()


def answer(visit: Visit) -> Response:
    """Show one case."""
    ref = ref_at(visit.request.path_params["place"])
    context, words = visit.edition(ref), visit.words
    public = bool(context.moment.public)
    sheet: Any = show(context, ref)
    titles = post_titles(context)
    blocks = tuple(_blocks(context, sheet, titles, words))
    lines = history_table(history(context, ref), titles, words) if not public else ()
    return visit.render(
        "case.html",
        ref=str(sheet.ref),
        title=sheet.title,
        content=visit.document(blocks, sheet.title),
        attached=[(attachment_path(row), row) for row in getattr(sheet, "attachments", ()) if is_readable(row)],
        history=visit.document(lines, words.say("History")),
        offers=(offered := offers(visit, ref) if not public else ()),
        asks_later=_asks_later(sheet, offered),
        titles=titles,
    )


def _asks_later(sheet: Any, offered: tuple[Offer, ...]) -> bool:
    """Return True for work with a deadline that its owner, the visitor, may not move, but may say something on."""
    mine = {
        offer.action.action for offer in offered for post in offer.posts if post.id == getattr(sheet, "owner", None)
    }
    return bool(getattr(sheet, "due", None)) and REMARK in mine and RESCHEDULE not in mine


def is_readable(row: AttachmentRow) -> bool:
    """Return True for a file whose bytes the edition that is read has."""
    return row.exempt is None or not row.exempt.masked


def _blocks(context: Context, sheet: Any, titles: Mapping[str, str], words: Words) -> Iterator[Block]:
    public = bool(context.moment.public)
    if not isinstance(sheet, CaseSheet):
        yield from sheet_blocks(sheet, words, without=ELSEWHERE + (OF_OTHERS if public else ()))
    elif sheet.level == Level.STRATEGIC:
        yield from _of_decision(context, sheet, words, public=public)
    else:
        yield from _of_work(context, sheet, titles, words, public=public)


def _of_decision(context: Context, sheet: CaseSheet, words: Words, *, public: bool) -> Iterator[Block]:
    """Yield the paper of a decision, the tree of its follow-up, and what the sheet has beside."""
    paper, called = case_paper(context, sheet.ref), {row.called for row in sheet.attachments}
    names = tuple(name for name in paper.attachments if name not in called)
    paper = paper._replace(attachments=names, follow_up=(), history=paper.history if public else ())
    yield from paper_view.document(paper, words).blocks
    tree = tree_of(context, sheet.ref)
    beneath = tuple(case for area in tree.areas for top in area.decisions for case in top.children)
    if beneath:
        yield Heading(2, words.say("Follow-up"))
        yield outline(beneath, tree.posts, words)
    if not public:
        yield from sheet_blocks(sheet, words, only=BESIDE)


def _of_work(
    context: Context, sheet: CaseSheet, titles: Mapping[str, str], words: Words, *, public: bool
) -> Iterator[Block]:
    """Yield who is to do what by when, its place in the tree of its decision, and the rest of its sheet."""
    owner = titles.get(sheet.owner or "", sheet.owner or "")
    named = f"{owner} ({sheet.holder})" if sheet.holder else owner
    yield from fact_list(((words.say("Responsible"), named), (words.say("Status"), words.named(sheet.state))))
    yield from sheet_blocks(sheet, words, without=(*ELSEWHERE, "state", *(OF_OTHERS if public else ())))
    tree = tree_of(context, sheet.ref)
    yield Heading(2, words.say("The decision that it belongs to"))
    yield outline(tuple(top for area in tree.areas for top in area.decisions), tree.posts, words)


def offers(visit: Visit, ref: str) -> tuple[Offer, ...]:
    """Return every action of a case in its state: the open ones first, and of these those most used."""
    by_action: dict[str, Offer] = {}
    for post in visit.posts:
        for action in actions_of(visit, post, ref):
            earlier = by_action.get(action.action, Offer(action, (), sentences(visit, action.findings)))
            if is_theirs(post, action) and action.open:
                earlier = earlier._replace(action=action, posts=(*earlier.posts, post))
            by_action[action.action] = earlier
    for action in on_behalf(visit, ref):
        offer = by_action[action.action]
        if not any(is_theirs(post, action) for post in visit.posts):
            by_action[action.action] = offer._replace(behalf=action.by)
    return tuple(sorted(by_action.values(), key=_place))


def _place(offer: Offer) -> tuple[bool, bool, tuple[int, bool]]:
    return not offer.posts, not offer.behalf, use_of(offer.action)


def use_of(action: ActionState) -> tuple[int, bool]:
    """Return the place of an action among others: those most used first, then those that lead on."""
    return FIRST.index(action.action) if action.action in FIRST else len(FIRST), not action.moves


def actions_of(visit: Visit, post: OwnPost, ref: str, *, basis: str | None = None) -> tuple[ActionState, ...]:
    """Return the actions of a case as one of the visitor's posts finds them."""
    return visit.actions_of(ref, post.acting, basis=basis)


def is_theirs(post: OwnPost, action: ActionState) -> bool:
    """Return True for an action that may be the act of a post, or of its deputy."""
    return bool({post.id, post.acting} & set(action.by))


def on_behalf(visit: Visit, ref: str) -> tuple[ActionState, ...]:
    """Return the actions that a secretary may record for others on a basis; none for anybody else."""
    secretary = next((post for post in visit.posts if Role.SECRETARY in post.roles), None)
    if secretary is None:
        return ()
    return tuple(action for action in actions_of(visit, secretary, ref, basis=TO_COME) if action.open and action.by)
