"""The secretary's office: what an hour after a meeting needs, and the forms for it."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import Parameter, signature
from typing import Any, Final

from starlette.datastructures import UploadFile
from starlette.responses import Response
from starlette.routing import Route

from slt_flow.errors import RequestError
from slt_flow.pages.form_fields import Question, asked, value_of, without_themselves
from slt_flow.pages.form_page import FormPage
from slt_flow.pages.frame import Visit, page
from slt_flow.pages.office_forms import BASIS, FORMS, OfficeForm
from slt_flow.results.answers import Outcome
from slt_flow.results.people import OwnPost
from slt_flow.services.follow_up.case_sheet import last_entry
from slt_flow.services.follow_up.office import office
from slt_flow.services.history.timeline import of_request
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.use_cases import USE_CASES
from slt_flow.terms import FIRST_YEAR, LAST_YEAR, AnswerKind, Ref, Role
from slt_flow.views.history.timeline import history_line
from slt_flow.views.meetings.facts import MEETINGS

_OFFICE: Final = {Role.SECRETARY, Role.CHAIR}


def routes() -> list[Route]:
    """Return the pages of the office."""
    return [page("office", "/office", answer), page("office_form", "/office/{name}", answer_form, posts=True)]


def answer(visit: Visit) -> Response:
    """Show what waits for the secretary, and every form."""
    groups: dict[str, list[tuple[str, OfficeForm]]] = {}
    for name, form in FORMS.items():
        groups.setdefault(form.group, []).append((name.replace("_", "-"), form))
    return visit.render("office.html", office=office(visit.context()), groups=groups, kinds=MEETINGS)


def answer_form(visit: Visit) -> Response:
    """Show a form of the office, or record what was sent with it."""
    name = visit.request.path_params["name"].replace("-", "_")
    if name not in FORMS:
        raise RequestError("no_such_page", path=visit.request.url.path)
    form = FORMS[name]
    typed = _typed(visit, form)
    case = _case(visit, form, typed)
    head = last_entry(visit.context(), None) if name == "undo" and case is None else None
    return FormPage(
        visit=visit,
        label=visit.words.say(form.label),
        posts=office_posts(visit),
        fields=without_themselves(asked(form.questions, typed, visit.context(), visit.words), typed.get("post", ())),
        record=lambda context: _recorded(context, visit, name, form, typed),
        binds=form.binds,
        case=case[0] if case is not None else None,
        seq=case[1] if case is not None else head,
        back=("/office", visit.words.say("The office")),
        about=_about(visit, form, head),
    ).answer()


def _about(visit: Visit, form: OfficeForm, head: int | None) -> str:
    """Return the note of a form; of one that is about the council's last request, with that request."""
    note = visit.words.say(form.note) if form.note else ""
    if head is None:
        return note
    lines = "; ".join(history_line(line, visit.words).plain for line in of_request(visit.context(), head))
    return f"{note} {visit.words.say('The last one: {lines}', lines=lines)}"


def office_posts(visit: Visit) -> tuple[OwnPost, ...]:
    """Return the posts of the visitor that lead the council or keep its office."""
    return tuple(post for post in visit.posts if _OFFICE & set(post.roles))


def _typed(visit: Visit, form: OfficeForm) -> Mapping[str, tuple[str, ...]]:
    """Return what was typed in a form; at first what the link to it said."""
    fields = visit.typed or {name: visit.request.query_params.getlist(name) for name in visit.request.query_params}
    return {q.name: tuple(fields[q.name]) for q in form.questions if q.name in fields}


def _case(visit: Visit, form: OfficeForm, typed: Mapping[str, tuple[str, ...]]) -> tuple[str, int] | None:
    """Return the case that a form is about, with its last entry; None where none is named."""
    ref = Ref.parse("".join(typed.get(form.about, ())).strip())
    if ref is None:
        return None
    return str(ref), last_entry(visit.context(), str(ref))


def _recorded(
    context: Context, visit: Visit, name: str, form: OfficeForm, typed: Mapping[str, tuple[str, ...]]
) -> Outcome:
    """Call the use case of a form with what was typed."""
    answers = {q.name: value for q in form.questions if q != BASIS and (value := _value(visit, q, typed))}
    for question in form.questions:
        if question.required and question.name not in answers:
            raise RequestError("field_is_empty", field=visit.words.say(question.label or question.name))
    if isinstance(file := answers.get("file"), UploadFile):
        answers |= {"file": file.filename or "", "content": file.file.read()}
    use_case = USE_CASES[name]
    _, *parameters = signature(use_case).parameters.values()
    answers = {p.name: None for p in parameters if p.default is Parameter.empty} | answers
    bound = signature(use_case).bind(context, **answers)
    outcome: Outcome = use_case(*bound.args, **bound.kwargs)
    return outcome


def _value(visit: Visit, question: Question, typed: Mapping[str, tuple[str, ...]]) -> Any:
    """Return what was typed as the use case takes it."""
    if question.name == "file":
        sent = visit.fields.get("file")
        return sent if isinstance(sent, UploadFile) and sent.filename else None
    value = value_of(question.kind, typed.get(question.name, ()))
    match question.kind:
        case AnswerKind.YEAR if value:
            return parsing.number(str(value), FIRST_YEAR, LAST_YEAR)
        case AnswerKind.NUMBER if value:
            return parsing.number(str(value), 1, 999)
        case _:
            return bool(value) if question.kind == "yes" else value
