"""The application: every page under its address."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from slt_flow.errors import RequestError
from slt_flow.pages import act, cases, local, mine, receipts
from slt_flow.pages.frame import Visit, failure, page
from slt_flow.pages.site import Site
from slt_flow.pages.styles import STYLES, styles

STATIC = Path(__file__).parent / "static"


def application(site: Site) -> Starlette:
    """Return the application that serves a site."""
    routes = [
        Route("/", _front, name="front"),
        Route(STYLES, styles, name="styles"),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
        *local.routes(),
        page("mine", "/mine", mine.answer),
        page("case", "/case/{place}", cases.answer),
        page("act", "/case/{place}/do/{action}", act.answer, posts=True),
        page("receipt", "/receipt/{seq:int}", receipts.answer),
    ]
    app = Starlette(routes=routes, exception_handlers={404: _nowhere, 405: _nowhere})
    app.state.site = site
    return app


def _front(request: Request) -> Response:
    """Send a visitor to the page that is theirs."""
    visit = Visit(request, request.app.state.site)
    return RedirectResponse("/mine" if visit.may("mine") or not visit.site.public else "/status", 303)


def _nowhere(request: Request, _error: Exception) -> Response:
    return failure(Visit(request, request.app.state.site), RequestError("no_such_page", path=request.url.path))
