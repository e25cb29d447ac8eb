"""Vedtak: a case in full, what may be done with it, why not, and how it came here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from starlette.responses import Response

from slt_flow.pages import own_line
from slt_flow.pages.form_page import sentences
from slt_flow.pages.frame import Visit
from slt_flow.pages.templating import attachment_path, ref_at
from slt_flow.results.actions import ActionState
from slt_flow.results.attachments import AttachmentRow
from slt_flow.results.decisions import CaseSheet
from slt_flow.results.documents import Block, Facts, Heading, Paragraph
from slt_flow.results.meetings import MeetingSheet
from slt_flow.results.papers import CasePaper
from slt_flow.results.people import OwnPost
from slt_flow.services.decisions.adopt import TAKE_STANCE
from slt_flow.services.follow_up.case_paper import case_paper
from slt_flow.services.follow_up.case_sheet import show
from slt_flow.services.follow_up.status import tree_of
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.services.people.visitors import post_titles
from slt_flow.services.request.actions import why
from slt_flow.services.request.context import Context
from slt_flow.terms import Level, Presence, Role
from slt_flow.views.follow_up import case_paper as paper_view
from slt_flow.views.follow_up.status_document import outline
from slt_flow.views.history.timeline import history_table
from slt_flow.views.meetings.facts import MEETINGS
from slt_flow.views.text.sheet_blocks import sheet_blocks
from slt_flow.views.text.words import Words

BESIDE: Final = ("stances", "excuses", "goes_on", "remarks", "erased", "filed")
"""Lists of a decision's sheet that its paper has not."""

ELSEWHERE: Final = ("title", "ref", "owner", "holder", "owners", "recorded", "attachments", "children")
"""Fields of a sheet that stand elsewhere on its page."""

OF_OTHERS: Final = ("source", "filed", "erased", "recorded_on")
"""Fields of a sheet that the public is not shown: how it was recorded and filed."""

OF_POSTS: Final = ("acted_by", "recorded_by", "decided_by", "post")
"""Fields of the rows of a sheet that name posts by their ids."""

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
    titles = post_titles(context)
    sheet: Any = show(context, ref)
    is_part = not public and not visit.reads_all
    if is_part:
        sheet = own_line.of_sheet(visit, sheet)
    sheet, meeting = with_titles(sheet, titles), isinstance(sheet, MeetingSheet)
    blocks = tuple(_blocks(visit, context, sheet, titles, is_part=is_part))
    lines = history(context, ref) if not public else ()
    table = history_table(own_line.of_history(visit, lines) if is_part else lines, titles, words)
    return visit.render(
        "case.html",
        ref=str(sheet.ref),
        called=f"{sheet.ref} {words.say(MEETINGS[sheet.kind]) if meeting and not sheet.title else sheet.title}",
        meeting=meeting,
        content=visit.document(blocks, sheet.title),
        attached=[(attachment_path(row), row) for row in getattr(sheet, "attachments", ()) if is_readable(row)],
        history=visit.document(table, words.say("History")),
        offers=(offered := offers(visit, ref) if not public else ()),
        asks_later=_asks_later(sheet, offered),
        titles=titles,
    )


def with_titles(sheet: Any, titles: Mapping[str, str]) -> Any:
    """Return a sheet in whose lists posts have their titles in place of their ids."""
    lists = {name: value for name, value in zip(sheet._fields, sheet, strict=True) if isinstance(value, tuple)}
    rows = {name: value for name, value in lists.items() if value and hasattr(value[0], "_fields")}
    return sheet._replace(**{name: titled(value, titles) for name, value in rows.items()})


def titled(rows: Iterable[Any], titles: Mapping[str, str]) -> tuple[Any, ...]:
    """Return rows in which posts have their titles in place of their ids."""

    def title(value: Any) -> Any:
        return tuple(map(title, value)) if isinstance(value, tuple) else titles.get(value, value)

    return tuple(
        row._replace(**{name: title(getattr(row, name)) for name in OF_POSTS if name in row._fields}) for row in rows
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


def _blocks(visit: Visit, context: Context, sheet: Any, titles: Mapping[str, str], *, is_part: bool) -> Iterator[Block]:
    """Yield a case as the visitor reads it; `is_part` is True for an owner, who reads no work of others."""
    public, words = bool(context.moment.public), visit.words
    if not isinstance(sheet, CaseSheet):
        yield from sheet_blocks(sheet, words, without=ELSEWHERE + (OF_OTHERS if public else ()))
        return
    tree = tree_of(context, sheet.ref)
    whole = tuple(top for area in tree.areas for top in area.decisions)
    read = tuple(own_line.of_tree(visit, whole)) if is_part else whole
    if sheet.level == Level.STRATEGIC:
        paper = case_paper(context, sheet.ref)
        yield from _of_decision(own_line.of_paper(visit, paper) if is_part else paper, sheet, words, public=public)
        read = tuple(case for top in read for case in top.children)
        heading = words.say("Follow-up") if whole[0].children else ""
    else:
        yield from _of_work(sheet, titles, words, public=public)
        heading = words.say("The decision that it belongs to")
    if heading:
        yield Heading(2, heading)
        yield outline(read, tree.posts, words)
    if is_part and (hidden := own_line.others(visit, whole)):
        yield Paragraph(words.say("The work of others is not shown here: {refs}.", refs=hidden))
    if sheet.level == Level.STRATEGIC and not public:
        yield from sheet_blocks(sheet, words, only=BESIDE)


def _of_decision(paper: CasePaper, sheet: CaseSheet, words: Words, *, public: bool) -> Iterator[Block]:
    """Yield the paper of a decision, without the follow-up that the page has as a tree."""
    called = {row.called for row in sheet.attachments}
    names = tuple(name for name in paper.attachments if name not in called)
    paper = paper._replace(attachments=names, follow_up=(), history=paper.history if public else ())
    yield from paper_view.document(paper, words).blocks


def _of_work(sheet: CaseSheet, titles: Mapping[str, str], words: Words, *, public: bool) -> Iterator[Block]:
    """Yield who is to do what by when, and the rest of the sheet."""
    owner = titles.get(sheet.owner or "", sheet.owner or "")
    named = f"{owner} ({sheet.holder})" if sheet.holder else owner
    facts = (words.say("Responsible"), named), (words.say("Status"), words.named(sheet.state))
    for block in sheet_blocks(sheet, words, without=(*ELSEWHERE, "state", *(OF_OTHERS if public else ()))):
        yield Facts((*facts, *block.rows)) if isinstance(block, Facts) else block


def offers(visit: Visit, ref: str) -> tuple[Offer, ...]:
    """Return every action of a case in its state: the open ones first, and of these those most used."""
    by_action: dict[str, Offer] = {}
    for post in visit.posts:
        for action in actions_of(visit, post, ref):
            earlier = by_action.get(action.action, Offer(action, (), _reasons(visit, post, action, ref)))
            if is_theirs(post, action) and action.open:
                earlier = earlier._replace(action=action, posts=(*earlier.posts, post))
            by_action[action.action] = earlier
    for action in on_behalf(visit, ref):
        offer = by_action[action.action]
        if not any(is_theirs(post, action) for post in visit.posts):
            by_action[action.action] = offer._replace(behalf=action.by)
    return tuple(sorted(by_action.values(), key=_place))


def _reasons(visit: Visit, post: OwnPost, action: ActionState, ref: str) -> tuple[str, ...]:
    shut = action.action == TAKE_STANCE and not action.open and not action.findings
    return stance_of(visit, post, ref)[1] if shut else sentences(visit, action.findings, ref)


def stance_of(visit: Visit, post: OwnPost, ref: str) -> tuple[bool, tuple[str, ...]]:
    """Return whether a seat takes its stance itself now, and where it has a seat and does not, the reasons."""
    taken = next((action for action in visit.actions_of(ref, post.acting) if action.action == TAKE_STANCE), None)
    if taken is None or post.id not in taken.by:
        return False, ()
    (state,) = why(visit.context(actor=post.acting), ref, TAKE_STANCE, {"post": post.id}).actions
    if not state.open or post.acting not in state.by:
        return False, sentences(visit, state.findings, ref)
    decided = getattr(show(visit.context(), ref), "decided", None)
    there = show_meeting(visit.context(), str(decided.meeting)).attendance if decided and decided.meeting else ()
    deputy = next((row.deputy for row in there if row.post == post.id and row.presence == Presence.DEPUTY), None)
    if deputy is None or deputy == post.acting:
        return True, ()
    names = {"post": visit.titles.get(post.id, post.id), "deputy": visit.titles.get(deputy, deputy)}
    return False, (visit.words.say("{post} was there by its deputy: {deputy} speaks for the seat.", **names),)


def _place(offer: Offer) -> tuple[bool, bool, tuple[int, bool]]:
    return not offer.posts, not offer.behalf, use_of(offer.action)


def use_of(action: ActionState) -> tuple[int, bool]:
    """Return the place of an action among others: those most used first, then those that lead on."""
    return FIRST.index(action.action) if action.action in FIRST else len(FIRST), not action.moves


def actions_of(visit: Visit, post: OwnPost, ref: str, *, basis: str | None = None) -> tuple[ActionState, ...]:
    """Return the actions of a case as one of the visitor's posts finds them; a stance only where its seat takes one."""
    return tuple(
        action._replace(open=False) if _is_of_others(visit, post, ref, action) else action
        for action in visit.actions_of(ref, post.acting, basis=basis)
    )


def _is_of_others(visit: Visit, post: OwnPost, ref: str, action: ActionState) -> bool:
    """Return True for a stance that others take, and this seat does not; the secretary takes down those of all."""
    is_stance = action.action == TAKE_STANCE and action.open and Role.SECRETARY not in post.roles
    return is_stance and post.id in action.by and not stance_of(visit, post, ref)[0]


def is_theirs(post: OwnPost, action: ActionState) -> bool:
    """Return True for an action that may be the act of a post, or of its deputy."""
    return bool({post.id, post.acting} & set(action.by))


def on_behalf(visit: Visit, ref: str) -> tuple[ActionState, ...]:
    """Return the actions that a secretary may record for others on a basis; none for anybody else."""
    secretary = next((post for post in visit.posts if Role.SECRETARY in post.roles), None)
    if secretary is None:
        return ()
    return tuple(action for action in actions_of(visit, secretary, ref, basis=TO_COME) if action.open and action.by)
