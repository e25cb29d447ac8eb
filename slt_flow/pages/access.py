"""Access on a page: whose accounts are whose, invitations, and the code that an invited person tells the secretary."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from slt_flow.errors import NotYourAction, RequestError, SltError
from slt_flow.pages.choices import More
from slt_flow.pages.form_fields import Question, asked
from slt_flow.pages.form_page import FormPage, sentences
from slt_flow.pages.frame import Visit, page, sent_from, status_of, told
from slt_flow.pages.invitations import CLAIMED, OPEN
from slt_flow.pages.inviting import DAYS, confirm, invitations, invite, withdraw
from slt_flow.pages.office import office_posts
from slt_flow.pages.sent_forms import request_key
from slt_flow.pages.session_file import DAY
from slt_flow.results.answers import Refusal
from slt_flow.results.people import AUDITOR, InvitationLink
from slt_flow.services.people.lists import list_access
from slt_flow.services.request import parsing
from slt_flow.terms import N_, AnswerKind, Presence
from slt_flow.views.text.sheet_blocks import grid

_ROLES: Final = ("", Presence.DEPUTY, AUDITOR)

_CODE: Final = Question(
    "code", AnswerKind.LINE, required=True, label=N_("Code"), hint=N_("The eight digits that you were told.")
)
_INVITED: Final = (
    Question("post", AnswerKind.POST, label=N_("Post"), hint=N_("Empty for an auditor, who has none.")),
    Question("role", More.ROLE, label=N_("Invited as")),
    Question("days", AnswerKind.NUMBER, label=N_("Days for which the link holds")),
)


_COLUMNS: Final = ("title", "holder", "role", "authenticated", "account", "since", "until")
"""Columns of an access; who reads them knows posts by their titles."""


def routes() -> list[Route]:
    """Return the pages on which access is given and taken back."""
    return [
        page("access", "/office/access", answer),
        page("access", "/office/access/confirm", answer_code, posts=True),
        page("access", "/office/access/invite", answer_invite, posts=True),
        page("access", "/office/access/withdraw", sent_from("/office/access", answer_withdraw), posts=True),
    ]


def answer(visit: Visit) -> Response:
    """Show whose accounts are whose, and the invitations of the last weeks."""
    return _page(visit)


def _page(visit: Visit, *, status: int = 200, lines: tuple[str, ...] = ()) -> Response:
    rows, waiting = list_access(visit.context()), invitations(visit.site.sessions)
    return visit.render(
        "access.html",
        status=status,
        lines=lines,
        access=visit.document((grid(rows, visit.words, _COLUMNS),), visit.words.say("Access")) if rows else "",
        revocable=[row for row in rows if row.until is None and row.authenticated == "oidc"],
        invited=visit.document((grid(waiting, visit.words),), visit.words.say("Invitations")) if waiting else "",
        open=[row for row in waiting if row.state in (OPEN, CLAIMED)],
    )


def answer_code(visit: Visit) -> Response:
    """Give access to the account whose bearer was shown a code."""
    code = "".join(visit.typed.get("code", ())[:1]).strip()
    return FormPage(
        visit=visit,
        label=visit.words.say("Confirm a code"),
        posts=office_posts(visit),
        fields=asked((_CODE,), {"code": (code,)}, visit.context(), visit.words),
        record=lambda context: confirm(context, visit.site.sessions, code),
        binds=True,
        back=("/office/access", visit.words.say("Access")),
        about=visit.words.say("Let the person read the code to you, so that you know who it is."),
    ).answer()


def answer_invite(visit: Visit) -> Response:
    """Make an invitation, and show its link this once."""
    typed = {q.name: tuple(visit.typed.get(q.name, ())) for q in _INVITED}
    lines: tuple[str, ...] = ()
    status, link = 200, None
    if visit.request.method == "POST":
        try:
            link = _invitation(visit, typed)
        except SltError as error:
            status, lines = status_of(error), told(error, visit)
        if isinstance(link, Refusal):
            status, lines, link = 409, sentences(visit, link.findings), None
        visit.done()
    return visit.render(
        "invite.html",
        status=status,
        lines=lines,
        link=link,
        posts=office_posts(visit),
        key=visit.new_key(),
        fields=asked(_INVITED, {**typed, "days": typed["days"] or (str(DAYS),)}, visit.context(), visit.words),
    )


def _invitation(visit: Visit, typed: dict[str, tuple[str, ...]]) -> InvitationLink | Refusal:
    """Make the invitation of a form that was sent; sent again, it makes no second one.

    Raises:
        RequestError: the form was sent before, or something is wrong with what was typed.
    """
    post, role, days = ("".join(typed[name][:1]).strip() for name in ("post", "role", "days"))
    acting = str(visit.fields.get("acting", ""))
    if acting not in [own.acting for own in office_posts(visit)]:
        raise NotYourAction("form_of_no_own_post")
    if role not in _ROLES:
        raise RequestError("form_without_key")
    if (post == "") != (role == AUDITOR):
        raise RequestError("post_or_auditor")
    context, sessions = visit.context(actor=acting), visit.site.sessions
    if not sessions.first_time("invite", request_key(visit.fields), DAY):
        raise RequestError("form_sent_before")
    held = parsing.number(days, 1, 90) if days else DAYS
    return invite(context, sessions, visit.site.base_url, post or None, role=role, days=held)


def answer_withdraw(visit: Visit) -> Response:
    """Withdraw an invitation that nobody has confirmed."""
    try:
        withdraw(visit.site.sessions, str(visit.fields.get("id", "")))
    except RequestError as error:
        return _page(visit, status=status_of(error), lines=told(error, visit))
    return _page(visit)
