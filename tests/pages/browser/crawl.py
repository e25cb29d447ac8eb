"""Crawl over the pages: every page that links lead a reader to, one of those that are alike but for their numbers."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from starlette.routing import BaseRoute, Match, Route

from slt_flow.pages.app import application
from slt_flow.pages.site import Site
from tests.pages.browsing import Browser

HTML: Final = "text/html"
FIRST: Final = "/case/1-26"
"""A page with a menu, which every reader of the demo year may open."""


class Place(NamedTuple):
    """Page that a reader came to: the route that answers, its path with the query, and what it is alike by."""

    route: str
    path: str
    shape: str


def routes(site: Site) -> tuple[BaseRoute, ...]:
    return tuple(application(site).routes)


def place_of(every: tuple[BaseRoute, ...], path: str) -> Place:
    """The route that answers a path; forms of one action are alike, whatever case they are of."""
    scope = {"type": "http", "method": "GET", "path": urlsplit(path).path, "headers": []}
    for route in every:
        match, found = route.matches(scope)
        if match is Match.FULL:
            params = found.get("path_params", {})
            name = getattr(route, "name", "")
            return Place(name, path, f"{name} {params['action']}" if "action" in params else re.sub(r"\d+", "0", path))
    return Place("", path, path)


def crawled(site: Site, browser: Browser, beside: Collection[str]) -> Iterator[Place]:
    """Go over the pages by their links, but for some routes, and yield each that is HTML; no link leads to nothing."""
    every, waiting, met = routes(site), deque([FIRST]), {FIRST}
    while waiting:
        path = waiting.popleft()
        answer = browser.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        if not answer.headers["content-type"].startswith(HTML):
            continue
        here = str(answer.url.path) + (f"?{answer.url.query.decode()}" if answer.url.query else "")
        yield place_of(every, here)
        for address in browser.page(answer).links().values():
            there = urlsplit(urljoin(here, address))
            if there.netloc or "lang=" in there.query:
                continue
            further = there.path + (f"?{there.query}" if there.query else "")
            place = place_of(every, further)
            if place.route not in beside and place.shape not in met:
                met.add(place.shape)
                waiting.append(further)


def pages(site: Site) -> dict[str, Route]:
    """The routes that answer a reading, by their names."""
    return {route.name: route for route in routes(site) if isinstance(route, Route) and "GET" in (route.methods or ())}
