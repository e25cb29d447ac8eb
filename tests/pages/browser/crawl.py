"""Crawl over the pages: every page that links lead a reader to, but one form of those of one action."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from justhtml import Node
from starlette.routing import BaseRoute, Match, Route

from slt_flow.pages.app import application
from slt_flow.pages.site import Site
from tests.pages.browsing import Browser, value

HTML: Final = "text/html"
FIRST: Final = "/case/1-26"
"""A page with a menu, which every reader of the demo year may open."""


OF_EACH_CASE: Final = ("case", "meeting")
"""Routes whose pages differ by the state of their case, and of which all are read."""

LOOK: Final = ("class", "type", "role", "data-variant", "data-color", "data-size", "open")
"""Attributes by which elements of one kind look or behave differently."""


class Place(NamedTuple):
    """Page that a reader came to: the route that answers, its path with the query, and what it is alike by.

    `structure` is its elements without their texts.
    """

    route: str
    path: str
    shape: str
    structure: str = ""


def routes(site: Site) -> tuple[BaseRoute, ...]:
    return tuple(application(site).routes)


def place_of(every: tuple[BaseRoute, ...], path: str) -> Place:
    """The route that answers a path; forms of one action are alike, whatever case they are of and whatever they ask."""
    asked = urlsplit(path)
    scope = {"type": "http", "method": "GET", "path": asked.path, "headers": []}
    for route in every:
        match, found = route.matches(scope)
        if match is Match.FULL:
            params = found.get("path_params", {})
            name = getattr(route, "name", "")
            if name in OF_EACH_CASE:
                return Place(name, path, path)
            fields = " ".join(sorted(parse_qs(asked.query)))
            return Place(name, path, f"{name} {params.get('action') or re.sub(r'[0-9]+', '0', asked.path)} {fields}")
    return Place("", path, path)


def crawled(site: Site, browser: Browser, but_for: Collection[str], beside: Iterable[str] = ()) -> Iterator[Place]:
    """Go over the pages by their links, but for some routes, and yield each that is HTML; no link leads to nothing.

    Args:
        site: the pages.
        browser: the reader's.
        but_for: routes that are left alone.
        beside: paths to begin at, besides the first page.
    """
    every, waiting, met = routes(site), deque([FIRST, *beside]), {place_of(routes(site), FIRST).shape}
    while waiting:
        path = waiting.popleft()
        answer = browser.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        if not answer.headers["content-type"].startswith(HTML):
            continue
        here = str(answer.url.path) + (f"?{answer.url.query.decode()}" if answer.url.query else "")
        tree = browser.page(answer).tree
        assert not tree.query("script"), "what is right with script, with which axe reads it, is right without"
        yield place_of(every, here)._replace(structure=structure_of(tree.root))
        for link in tree.query("a"):
            there = urlsplit(urljoin(here, value(link, "href")))
            if there.netloc or "lang=" in there.query:
                continue
            further = there.path + (f"?{there.query}" if there.query else "")
            place = place_of(every, further)
            if place.route not in but_for and place.shape not in met:
                met.add(place.shape)
                waiting.append(further)


def pages(site: Site) -> dict[str, Route]:
    """The routes that answer a reading, by their names."""
    return {route.name: route for route in routes(site) if isinstance(route, Route) and "GET" in (route.methods or ())}


def structure_of(node: Node) -> str:
    """The elements of a page with what tells them apart for a reader; of alike ones after another there is one."""
    given = node.attrs or {}
    attributes = (f"{name}={given[name]}" if name in LOOK else name for name in sorted(given))
    inner = [] if node.name == "svg" else [child for child in node.children or () if isinstance(child, Node)]
    children = "".join(child for child, _ in groupby(map(structure_of, inner)))
    return f"{node.name}[{' '.join(attributes)}]({children})"
