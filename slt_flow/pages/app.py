"""The application: every page under its address."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from slt_flow.errors import RequestError, SltError
from slt_flow.pages import (
    access,
    act,
    apologies,
    cases,
    council,
    documents,
    invited,
    local,
    meeting_items,
    meeting_papers,
    meetings,
    mine,
    now,
    office,
    receipts,
    record,
    sign_in,
    status,
)
from slt_flow.pages.frame import Visit, failure, page, plain_page
from slt_flow.pages.guards import sentence
from slt_flow.pages.rights import Audience
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
        *sign_in.routes(),
        *invited.routes(),
        page("mine", "/mine", mine.answer),
        page("case", "/case/{place}", cases.answer),
        page("act", "/case/{place}/do/{action}", act.answer, posts=True),
        page("meetings", "/meetings", meetings.meetings),
        page("meeting", "/meeting/{place}", meetings.meeting),
        page("act", "/meeting/{place}/do/{action}", act.answer, posts=True),
        page("meeting_item", "/meeting/{place}/item/{item}", meeting_items.answer, posts=True),
        page("apology", "/meeting/{place}/apology", apologies.answer, posts=True),
        page("paper", "/meeting/{place}/paper/{name}/as/{form}", meeting_papers.as_file),
        page("paper", "/meeting/{place}/paper/{name}", meeting_papers.paper),
        page("calendar", "/meeting/{place}/calendar.ics", meeting_papers.calendar),
        page("attachment", "/attachment/{place}/{number:int}", meeting_papers.attachment),
        page("receipts", "/receipts", receipts.answer_list),
        page("receipt", "/receipt/{seq:int}", receipts.answer),
        page("status", "/status", status.answer),
        page("status", "/status/as/{form}", status.as_file),
        page("now", "/now", now.answer),
        page("find", "/find", status.search),
        page("council", "/council", council.answer),
        *documents.routes(),
        *access.routes(),  # before the forms of the office, whose paths would take it
        *office.routes(),
        *record.routes(),
    ]
    handlers = {404: _nowhere, 405: _only_read, 408: _refused, 413: _refused, 500: _refused, SltError: _failed}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.state.site = site
    return app


def _front(request: Request) -> Response:
    """Send a chair to how things stand, others to their cases, and those who only read to the status."""
    visit = Visit(request, request.app.state.site)
    mine = "/now" if Audience.CHAIR in visit.audiences else "/mine"
    return RedirectResponse("/status" if visit.may("status") and not visit.may("mine") else mine, 303)


def _nowhere(request: Request, _error: Exception) -> Response:
    return failure(Visit(request, request.app.state.site), RequestError("no_such_page", path=request.url.path))


def _only_read(request: Request, error: Exception) -> Response:
    """Return the page of a form that was sent to a page that is only read; every address of a form can be read too."""
    response = failure(Visit(request, request.app.state.site), RequestError("page_is_only_read", path=request.url.path))
    response.headers.update(getattr(error, "headers", None) or {})
    return response


def _refused(request: Request, error: Exception) -> Response:
    """Return the page of a form that is too large or too slow, or of a failure of ours, which has a number."""
    status, number = getattr(error, "status_code", 500), getattr(request.state, "number", None)
    visit = Visit(request, request.app.state.site)
    return plain_page(visit, status, lambda visit: (sentence(status, visit.words, number=number),))


def _failed(request: Request, error: Exception) -> Response:
    """Return the page of an error that a page did not tell itself, such as a database that is gone."""
    return failure(Visit(request, request.app.state.site), cast(SltError, error))
