"""An item of a meeting: a remark before it, the stance of a seat once it is held, a remark to the minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from slt_flow.errors import NotYourAction, RequestError
from slt_flow.pages.cases import REMARK
from slt_flow.pages.form_fields import Question, asked
from slt_flow.pages.form_page import FormPage
from slt_flow.pages.frame import Visit
from slt_flow.pages.item_phases import LABELLED, Phase, Say
from slt_flow.pages.meetings import Matter, decisions_of, matter
from slt_flow.pages.templating import address_of, ref_at
from slt_flow.results.answers import Outcome
from slt_flow.services.decisions.adopt import take_stances
from slt_flow.services.follow_up.meeting_papers import meeting_papers
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.terms import N_, AnswerKind

_MEANING: Final = {
    Phase.BEFORE: N_(
        "The meeting has not been held yet. What you write is recorded as a remark to the item, with your post. It is "
        "no stance, and is never counted as one."
    ),
    Phase.STANCE: N_(
        "The meeting has been held and the item is not concluded. What you choose is the stance of your seat on the "
        "text below, dated on the day of the meeting."
    ),
    Phase.AFTER: N_("What you write is recorded as a remark to the minutes, with your post and the item."),
}

_SAID: Final = Question(
    "text",
    AnswerKind.TEXT,
    required=True,
    label=N_("Remark"),
    hint=N_("It is as public as the case itself, where the council publishes."),
)
_STANCE: Final = (
    Question("stance", AnswerKind.STANCE, required=True),
    Question("reason", AnswerKind.TEXT, label=N_("Reason"), hint=N_("An objection needs one.")),
)


@dataclass(frozen=True, kw_only=True)
class ItemPage(FormPage):
    """Form of an item.

    Attributes:
        matter: the item.
        say: the post that says something of it, and as what.
        meeting: the meeting.
    """

    matter: Matter
    say: Say
    meeting: str


def answer(visit: Visit) -> Response:
    """Show the form of an item, or record what was sent with it."""
    meeting, ref = (ref_at(visit.request.path_params[name]) for name in ("place", "item"))
    context = visit.edition(meeting)
    if context.moment.public:
        raise NotYourAction("page_not_yours")
    papers = meeting_papers(context, meeting, recorded=True)
    if ref not in decisions_of(papers):
        raise RequestError("no_such_page", path=visit.path)
    shown = matter(visit, context, papers, ref)
    own = tuple(say for say in shown.says if say.phase is not None)
    if not own:
        raise NotYourAction("page_not_yours")
    seat = visit.request.query_params.get("post")  # the seat: of two, one deputy may act for both
    say = next((say for say in own if say.post.id == seat), own[0])
    return _form(visit, shown, meeting, say).answer()


def _form(visit: Visit, shown: Matter, meeting: str, say: Say) -> FormPage:
    phase = say.phase or Phase.AFTER
    questions = _STANCE if phase is Phase.STANCE else (_SAID,)
    return ItemPage(
        visit=visit,
        label=visit.words.say(LABELLED[phase]),
        posts=(say.post,),
        fields=asked(questions, visit.typed, visit.context(), visit.words),
        record=lambda context: _record(visit, context, say, meeting, str(shown.sheet.ref)),
        binds=phase is Phase.STANCE,
        back=(address_of(meeting), visit.words.say("To {ref}", ref=meeting)),
        about=visit.words.say(_MEANING[phase]),
        template="meeting_item.html",
        matter=shown,
        say=say,
        meeting=meeting,
    )


def _record(visit: Visit, context: Context, say: Say, meeting: str, ref: str) -> Outcome:
    """Record what was sent, as what it was when the form was shown.

    Raises:
        RequestError: it would be another thing now, or the text is another.
    """
    sent = {name: str(value).replace("\r\n", "\n").strip() for name, value in visit.fields.items()}
    if sent.get("phase") != say.phase:
        raise RequestError("item_went_on", ref=ref, meeting=meeting)
    if say.phase is Phase.STANCE:
        version = sent.get("version", "")
        shown = int(version) if version.isdecimal() and len(version) < 6 else 0
        reason = sent.get("reason") or None
        return take_stances(context, ref, sent.get("stance", ""), say.post.id, reason, text_version=shown)
    text = sent.get("text", "")
    if say.phase is Phase.BEFORE:
        return perform(context, [ref], REMARK, {"text": text})
    return perform(context, [meeting], REMARK, {"text": text, "point": ref})
