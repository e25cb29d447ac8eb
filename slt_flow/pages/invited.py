"""Page of an invitation: it binds nothing when it is opened, and after a sign-in shows a code for the secretary."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from slt_flow.errors import RequestError
from slt_flow.pages.frame import Visit, open_page
from slt_flow.pages.invitations import CLAIMED, CONFIRMED, OVER, Invitation
from slt_flow.pages.inviting import PATH
from slt_flow.pages.sent_forms import refuse_forgery
from slt_flow.services.request.clock import day_at
from slt_flow.terms import OIDC


def routes() -> list[Route]:
    """Return the route that the link of an invitation leads to."""
    return [Route(f"{PATH}{{secret}}", open_page(_answer), methods=["GET", "POST"], name="invitation")]


def _answer(visit: Visit) -> Response:
    """Show an invitation, or to the account that claims it the code: mail programs open links, so a button claims."""
    secret = visit.request.path_params["secret"]
    invitation = visit.site.sessions.invitation(secret)
    if visit.site.provider is None:
        raise RequestError("no_provider")
    if invitation is None:
        raise RequestError("no_invitation")
    refuse_forgery(visit.request, visit.session, visit.fields, base_url=visit.site.base_url)
    session = visit.session if visit.session is not None and visit.session.authenticated == OIDC else None
    is_theirs = session is not None and session.account == invitation.account
    if invitation.state == CONFIRMED and is_theirs:
        return RedirectResponse("/", 303)
    if invitation.state in OVER:
        raise RequestError(OVER[invitation.state])
    if session is None:
        return visit.sign_in() if visit.request.method == "POST" else _page(visit, invitation, None)
    asks = visit.request.method == "POST" or invitation.state == CLAIMED  # of another's, the claim tells
    if not asks:
        return _page(visit, invitation, None)
    code = visit.site.sessions.claim(secret, session.account)
    return _page(visit, visit.site.sessions.invitation(secret) or invitation, code)


def _page(visit: Visit, invitation: Invitation, code: str | None) -> Response:
    return visit.render(
        "invitation.html",
        role=invitation.role,
        post=visit.titles.get(str(invitation.post), ""),
        until=day_at(invitation.until),
        code=code,
        provider=visit.site.provider.provider.name if visit.site.provider is not None else "",
        is_signed_in=visit.session is not None and visit.session.authenticated == OIDC,
    )
