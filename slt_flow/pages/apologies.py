"""Forfall: a member says that it cannot come to a meeting, who comes in its place, and what that one may commit to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from starlette.responses import Response

from slt_flow.errors import NotYourAction, RequestError
from slt_flow.pages.choices import More
from slt_flow.pages.form_fields import Question, asked, without_themselves
from slt_flow.pages.form_page import FormPage
from slt_flow.pages.frame import Visit
from slt_flow.pages.templating import address_of, ref_at
from slt_flow.results.answers import Outcome
from slt_flow.results.meetings import Agenda
from slt_flow.results.people import Away, OwnPost
from slt_flow.services.meetings.agenda import agenda
from slt_flow.services.people.absences import away_on, record
from slt_flow.services.request.clock import today
from slt_flow.services.request.context import Context
from slt_flow.terms import N_, AnswerKind

_QUESTIONS: Final = (
    Question("deputy", AnswerKind.POST, label=N_("Deputy"), hint=N_("The post that comes in its place.")),
    Question(
        "mandate",
        AnswerKind.TEXT,
        label=N_("Mandate"),
        hint=N_("What the deputy may commit its party to, and what shows it."),
    ),
)

_NEW: Final = N_("I cannot come to {ref}")
_MINE: Final = N_("My apology for {ref}")
_COMES: Final = Question("comes", More.YES, label=N_("I can come after all"))


def called(visit: Visit, drawn: Agenda) -> tuple[OwnPost, ...]:
    """Return the posts of the visitor that are called to a meeting; a deputy says nothing of another's coming."""
    invited = {row.post for row in drawn.invited}
    return tuple(post for post in visit.posts if post.deputy is None and post.id in invited)


def answer(visit: Visit) -> Response:
    """Show the form of an apology, with what was said before, or record what was sent with it."""
    ref = ref_at(visit.request.path_params["place"])
    context = visit.edition(ref)
    drawn = agenda(context, ref)
    own = called(visit, drawn) if not context.moment.public else ()
    if drawn.cancelled is not None or drawn.day < today(context.clock):
        raise RequestError("apology_too_late", ref=ref)
    if not own:
        raise NotYourAction("page_not_yours")
    away = {post.id: row for post in own if (row := away_on(context, post.id, drawn.day)) is not None}
    about = N_("Recorded as absence on {day}. The secretary sees it; a deputy that you name is called in your place.")
    again = N_("You are recorded as absent on {day}. Name another deputy, or say that you can come after all.")
    questions = (*((_COMES,) if away else ()), *_QUESTIONS)
    typed = visit.typed or _said(next(iter(away.values()), None))
    return FormPage(
        visit=visit,
        label=visit.words.say(_MINE if away else _NEW, ref=ref),
        posts=own,
        fields=without_themselves(
            asked(questions, typed, visit.context(), visit.words), tuple(post.id for post in visit.posts)
        ),
        record=lambda context: _record(context, drawn, visit.typed),
        binds=False,
        back=(address_of(ref), visit.words.say("To {ref}", ref=ref)),
        about=visit.words.say(again if away else about, day=drawn.day),
    ).answer()


def _said(away: Away | None) -> Mapping[str, Sequence[str]]:
    """Return the answers of an apology that was recorded."""
    if away is None:
        return {}
    return {"deputy": (away.deputy,) if away.deputy else (), "mandate": (away.mandate,) if away.mandate else ()}


def _record(context: Context, drawn: Agenda, typed: Mapping[str, Sequence[str]]) -> Outcome:
    """Record that the post that acts is away on the day of a meeting, or that it comes after all."""
    post, day = str(context.actor), drawn.day.isoformat()
    if typed.get(_COMES.name):
        return record(context, post, day, day, comes=True)
    deputy, mandate = (" ".join("".join(typed.get(question.name, ())).split()) for question in _QUESTIONS)
    return record(context, post, day, day, deputy or None, f"{post}={mandate}" if mandate else None)
