"""Acts: the form of an action, its review before what binds, and its record."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from slt_flow.errors import NotYourAction, RequestError
from slt_flow.pages.form_fields import answers_of, fields_of
from slt_flow.pages.form_page import FormPage, sentences
from slt_flow.pages.frame import Visit
from slt_flow.pages.office_forms import BASIS
from slt_flow.pages.rights import Audience
from slt_flow.pages.templating import address_of, ref_at
from slt_flow.results.actions import ActionState
from slt_flow.results.people import OwnPost
from slt_flow.services.follow_up.case_sheet import last_entry, show
from slt_flow.services.request.actions import next_actions, perform
from slt_flow.terms import ANSWERS


def answer(visit: Visit) -> Response:
    """Show the form of an action, or record what was sent with it."""
    ref, name = ref_at(visit.request.path_params["place"]), visit.request.path_params["action"].replace("-", "_")
    visit.edition(ref)
    choices = tuple((post, action) for post in visit.posts for action in _actions(visit, post, ref, name))
    if not choices:
        raise RequestError("no_such_page", path=visit.request.url.path)
    theirs = tuple(pair for pair in choices if {pair[0].id, pair[0].acting} & set(pair[1].by))
    if not theirs:
        raise NotYourAction("page_not_yours")
    action = theirs[0][1]
    sheet: Any = show(visit.context(), ref)
    typed = {name: tuple(values) for name, values in visit.typed.items() if name in ANSWERS}
    fields = fields_of(action.asks, action.may_ask, typed, visit.context(), visit.words)
    if "post" in action.asks and Audience.SECRETARY in visit.audiences:  # it records what others say
        fields = (*fields, BASIS.field(tuple(visit.typed.get("basis", ())), visit.context(), visit.words))
    return FormPage(
        visit=visit,
        label=visit.words.label(action.label, action.action),
        posts=tuple(post for post, _ in theirs),
        fields=fields,
        record=lambda context: perform(context, [ref], name, answers_of(typed)),
        binds=action.moves,
        case=ref,
        seq=last_entry(visit.context(), ref),
        back=(address_of(ref), f"{ref} {sheet.title}".strip()),
        reasons=sentences(visit, action.findings) if not action.open else (),
    ).answer()


def _actions(visit: Visit, post: OwnPost, ref: str, name: str) -> tuple[ActionState, ...]:
    (case,) = next_actions(visit.context(actor=post.acting), ref)
    return tuple(action for action in case.actions if action.action == name)
