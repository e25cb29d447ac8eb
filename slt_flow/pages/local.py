"""Signing in on one's own machine: a link with a key that works once, for the account of this computer."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from slt_flow.errors import RequestError
from slt_flow.pages import cookies
from slt_flow.pages.frame import Visit, open_page
from slt_flow.pages.sent_forms import refuse_forgery
from slt_flow.pages.site import Site
from slt_flow.services.request.context import signed_in

PURPOSE = "local"
SECONDS = 10 * 60


def link(site: Site) -> str:
    """Return a link that lets this computer's account in, once."""
    return f"{site.base_url}/local/{site.sessions.remember(PURPOSE, {}, SECONDS)}"


def routes() -> list[Route]:
    """Return the route that the link leads to: opening it shows a button, and the button signs in."""
    return [Route("/local/{secret}", open_page(_enter), methods=["GET", "POST"], name="local")]


def _enter(visit: Visit) -> Response:
    site = visit.site
    if visit.request.method == "GET":
        return visit.render("local.html")
    refuse_forgery(visit.request, None, visit.fields, base_url=site.base_url)
    if site.sessions.take(PURPOSE, visit.request.path_params["secret"]) is None:
        raise RequestError("key_used_up")
    response = RedirectResponse("/", 303)
    cookies.put(response, site.sessions.begin(signed_in().name, "os"), site.base_url)
    return response
