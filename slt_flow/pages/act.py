"""Acts: the form of an action of a case, the visitor's own or another's that a secretary records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from slt_flow.errors import NotYourAction, RequestError
from slt_flow.pages.cases import actions_of, is_theirs, on_behalf
from slt_flow.pages.choices import Choice
from slt_flow.pages.form_fields import Field, answers_of, fields_of
from slt_flow.pages.form_page import FormPage, sentences
from slt_flow.pages.frame import Visit
from slt_flow.pages.office_forms import BASIS
from slt_flow.pages.rights import Audience
from slt_flow.pages.templating import address_of, ref_at
from slt_flow.results.actions import ActionState
from slt_flow.results.answers import Outcome
from slt_flow.results.people import OwnPost
from slt_flow.services.decisions.adopt import TAKE_STANCE
from slt_flow.services.follow_up.case_sheet import last_entry, show
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.terms import ANSWERS, Role

BEHALF: Final = "behalf"
"""Field of a form that names whose act it is."""

ASK: Final = "ask"
LATER: Final = "later"
"""Part of an address that begins a remark for an owner, who moves no deadline alone."""


def answer(visit: Visit) -> Response:
    """Show the form of an action, or record what was sent with it."""
    ref, name = ref_at(visit.request.path_params["place"]), visit.request.path_params["action"].replace("-", "_")
    visit.edition(ref)
    if name == TAKE_STANCE and Audience.SECRETARY not in visit.audiences and (item := _item_of(visit, ref)):
        return RedirectResponse(item, 303)
    choices = tuple(
        (post, action) for post in visit.posts for action in actions_of(visit, post, ref) if action.action == name
    )
    if not choices:
        raise RequestError("no_such_page", path=visit.request.url.path)
    theirs = tuple(pair for pair in choices if is_theirs(*pair))
    if not theirs:
        return _of_another(visit, ref, choices)
    action = next((action for _, action in theirs if action.open), theirs[0][1])
    needs_basis = not action.open and any(other.action == name for other in on_behalf(visit, ref))
    says_of_others = "post" in action.asks and Audience.SECRETARY in visit.audiences
    basis = (_basis(visit, required=needs_basis),) if needs_basis or says_of_others else ()
    return _form(visit, ref, tuple(post for post, _ in theirs), action, basis)


def _item_of(visit: Visit, ref: str) -> str:
    """Return the address at which a seat speaks on a decision: that of its item; "" where it stands on no agenda."""
    decided = getattr(show(visit.context(), ref), "decided", None)
    meeting = str(decided.meeting or "") if decided is not None else ""
    return f"{address_of(meeting)}/item/{ref.replace('/', '-')}" if meeting else ""


def _of_another(visit: Visit, ref: str, choices: tuple[tuple[OwnPost, ActionState], ...]) -> Response:
    """Show the form in which a secretary records the act of another, or record what was sent with it.

    Raises:
        NotYourAction: the visitor is no secretary, or the action is shut.
    """
    secretary, without = next((pair for pair in choices if Role.SECRETARY in pair[0].roles), choices[0])
    action = next((action for action in on_behalf(visit, ref) if action.action == without.action), None)
    if action is None:
        raise NotYourAction("page_not_yours")
    first = (_whose(visit, action), _basis(visit, required=not without.open))
    return _form(visit, ref, (secretary,), action, first, behalf=action.by)


def _form(
    visit: Visit,
    ref: str,
    posts: tuple[OwnPost, ...],
    action: ActionState,
    first: tuple[Field, ...],
    behalf: tuple[str, ...] = (),
) -> Response:
    """Show a form, or record what was sent with it.

    Args:
        visit: the request.
        ref: the case.
        posts: the posts of the visitor that may act.
        action: the action.
        first: fields before the answers of the action.
        behalf: the posts for one of which it is recorded; none where it is the act of the visitor.
    """
    typed = {name: tuple(values) for name, values in visit.typed.items() if name in ANSWERS}
    if visit.request.query_params.get(ASK) == LATER:
        typed.setdefault("text", (visit.words.say("I ask for a later deadline, because:"),))
    sheet: Any = show(visit.context(), ref)

    asked = fields_of(action.asks, action.may_ask, typed, visit.context(), visit.words)

    def record(context: Context) -> Outcome:
        acted_by = _acted_by(visit, behalf) if behalf else None
        return perform(replace(context, acted_by=acted_by), [ref], action.action, answers_of(typed))

    return FormPage(
        visit=visit,
        label=visit.words.label(action.label, action.action),
        posts=posts,
        fields=(*first, *asked),
        record=record,
        binds=action.moves,
        case=ref,
        seq=last_entry(visit.context(), ref),
        back=(address_of(ref), f"{ref} {sheet.title}".strip()),
        reasons=sentences(visit, action.findings, ref)
        if not (action.open or any(field.required for field in first))
        else (),
        about=visit.words.say("You record the act of another.") if behalf else "",
    ).answer()


def _whose(visit: Visit, action: ActionState) -> Field:
    choices = tuple(Choice(post, visit.titles.get(post, post)) for post in action.by)
    chosen = tuple(visit.typed.get(BEHALF, ())) or (action.by if len(action.by) == 1 else ())
    return Field(BEHALF, visit.words.say("On behalf of"), "", "one", True, choices, chosen)


def _basis(visit: Visit, *, required: bool) -> Field:
    field = BASIS.field(tuple(visit.typed.get(BASIS.name, ())), visit.context(), visit.words)
    return field._replace(required=required)


def _acted_by(visit: Visit, behalf: tuple[str, ...]) -> str:
    """Return the post whose act is recorded.

    Raises:
        RequestError: none is named.
        NotYourAction: it cannot be that post's.
    """
    post = str(visit.fields.get(BEHALF, ""))
    if post not in behalf:
        raise NotYourAction("form_for_no_such_post") if post else RequestError("nobody_named")
    return post
