"""Pages of signing in and out: the way to the provider and back, and the one path that its own page may frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from slt_flow.errors import ProviderUnavailable, RequestError, SignInRefused, SltError
from slt_flow.pages import cookies
from slt_flow.pages.frame import Visit, open_page, sent_from, status_of, told
from slt_flow.pages.openid import ATTEMPT_SECONDS, Attempt, Client, inside
from slt_flow.pages.sent_forms import refuse_forgery
from slt_flow.services.people.access import subject_account
from slt_flow.terms import OIDC

PURPOSE: Final = "sign-in"
"""Purpose under which attempts to sign in are kept."""

ATTEMPT: Final = "slt-sign-in"
"""Name of the cookie that binds an attempt to the browser that began it: nobody can be signed in as somebody else."""

LIMITED: Final = "/sign-in/to"
"""Path whose use is limited for each address: every way to the provider begins there."""


def routes() -> list[Route]:
    """Return the routes of signing in and out."""
    return [
        Route("/sign-in", open_page(_offer), name="sign-in"),
        Route("/sign-in/to", open_page(_go), name="sign-in-to"),
        Route("/sign-in/back", open_page(_come_back), name="sign-in-back"),
        Route("/sign-out", open_page(sent_from("/", _sign_out)), methods=["GET", "POST"], name="sign-out"),
        Route("/signed-out", open_page(_signed_out), name="signed-out"),
        Route("/sign-out/front-channel", _front_channel, name="front-channel"),
    ]


def _provider(visit: Visit) -> Client:
    if visit.site.provider is None:
        raise RequestError("no_provider")
    return visit.site.provider


def _offer(visit: Visit) -> Response:
    """Show the button; a page that needs a sign-in leads here, and nothing leads on by itself."""
    return _button(visit, inside(visit.request.query_params.get("next", "/")))


def _button(visit: Visit, onward: str, error: SltError | None = None) -> Response:
    lines, status = (told(error, visit), status_of(error)) if error is not None else ((), 200)
    name, anew = _provider(visit).provider.name, isinstance(error, SignInRefused)
    return visit.render("sign_in.html", status=status, name=name, onward=onward, anew=anew, lines=lines)


def _go(visit: Visit) -> Response:
    """Send the browser to the provider, with a cookie that only its answer to this attempt fits.

    A link and no form: the policy of forms would stop the further addresses that a provider sends a browser through.
    """
    client, onward = _provider(visit), visit.request.query_params.get("next", "/")
    try:
        url, attempt = client.begin(onward, anew="anew" in visit.request.query_params)
    except ProviderUnavailable as error:
        return _button(visit, inside(onward), error)
    data = {name: str(value) for name, value in attempt._asdict().items()}
    secret = visit.site.sessions.remember(PURPOSE, data, ATTEMPT_SECONDS)
    response = RedirectResponse(url, 303)
    cookies.put(response, secret, visit.site.base_url, name=ATTEMPT, seconds=ATTEMPT_SECONDS)
    return response


def _come_back(visit: Visit) -> Response:
    """Begin a session for the person whom the provider's answer signs in."""
    client, sessions, base_url = _provider(visit), visit.site.sessions, visit.site.base_url
    attempt = _attempt(visit)
    try:
        person = client.finish(attempt, _query(visit.request), sessions.first_time)
        account = subject_account(person.issuer, person.subject).name
        if visit.secret:  # an earlier session of this browser is not gone on with
            sessions.end(visit.secret)
        secret = sessions.begin(account, OIDC, issuer=person.issuer, sid=person.sid, id_token=person.id_token)
    except (RequestError, ProviderUnavailable) as error:
        response = _button(visit, attempt.onward if attempt is not None else "/", error)
    else:
        response = RedirectResponse(attempt.onward if attempt is not None else "/", 303)
        cookies.put(response, secret, base_url)
    cookies.remove(response, base_url, name=ATTEMPT)
    return response


def _attempt(visit: Visit) -> Attempt | None:
    """Return the attempt that this browser began, and use it up."""
    secret = cookies.secret_of(visit.request, visit.site.base_url, name=ATTEMPT)
    data = visit.site.sessions.take(PURPOSE, secret) if secret is not None else None
    if data is None:
        return None
    return Attempt(data["state"], data["nonce"], data["verifier"], data["onward"], float(data["begun"]))


def _query(request: Request) -> Mapping[str, str]:
    """Return the parameters of an answer; one that has any of them twice is none (RFC 6749, 3.1)."""
    pairs = request.query_params.multi_items()
    return dict(pairs) if len(dict(pairs)) == len(pairs) else {}


def _sign_out(visit: Visit) -> Response:
    """End the session, or all of the account, and go on to the provider to end its own."""
    session, sessions = visit.session, visit.site.sessions
    refuse_forgery(visit.request, session, visit.fields, base_url=visit.site.base_url)
    client, further = visit.site.provider, None
    if session is not None and visit.secret:
        sessions.end_all(session.account) if "everywhere" in visit.fields else sessions.end(visit.secret)
        if client is not None and session.authenticated == OIDC:
            further = client.sign_out_url(session.id_token)
    vars(visit).update(session=None, visitor=None)  # of this answer's frame, too
    response = _signed_out(visit, further)
    cookies.remove(response, visit.site.base_url)
    if further is not None:  # not by a redirect: the policy of forms would stop it
        response.headers["Refresh"] = f"0; url={further}"
    return response


def _signed_out(visit: Visit, further: str | None = None) -> Response:
    """Say that nobody is signed in any more."""
    client = visit.site.provider
    return visit.render("signed_out.html", name=client.provider.name if client else "", further=further)


def _front_channel(request: Request) -> Response:
    """End the sessions that the provider signs out, by its own names of issuer and session; no cookie comes along."""
    site: Any = request.app.state.site
    client: Client | None = site.provider
    if client is None:
        return Response(status_code=404)
    origins = client.framing_origins()
    named = client.front_channel(_query(request))
    if named is not None:
        site.sessions.end_sid(*named)
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors {' '.join(origins)}"
    headers = {"Content-Security-Policy": policy, "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(status_code=200 if named is not None else 400, headers=headers, media_type="text/html")
