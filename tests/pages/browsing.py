"""A browser without script: follows links, fills in forms, keeps its cookies."""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from anyio.from_thread import BlockingPortal, start_blocking_portal
from httpx2 import ASGITransport, BaseTransport, Client, Request, Response
from justhtml import JustHTML, Node
from starlette.types import ASGIApp

from slt_flow.pages.app import application
from slt_flow.pages.sessions import Sessions
from slt_flow.pages.site import Site
from slt_flow.services.request.context import Context

ADDRESS = "https://politirad.example"


def site_of(context: Context, **settings: Any) -> Site:
    """The site of a council, under an address of its own."""
    sessions = Sessions(Path(context.store.path), str(context.council), context.clock)
    return Site(context, ADDRESS, sessions, **settings)


def value(node: Node, name: str) -> str:
    """An attribute of an element; "" where it has none."""
    return (node.attrs or {}).get(name) or ""


@lru_cache(16)
def parsed(html: str) -> JustHTML:
    """A page as a tree, which is asked several times; parsing takes longer than answering."""
    return JustHTML(html, sanitize=False)


class Page(NamedTuple):
    """A page as it was answered."""

    status: int
    path: str
    html: str

    @property
    def tree(self) -> JustHTML:
        return parsed(self.html)

    @property
    def text(self) -> str:
        """What is read on it, on one line."""
        return " ".join(self.tree.to_text().split())

    def links(self) -> dict[str, str]:
        """The addresses of links by their words."""
        return {" ".join(a.to_text().split()): value(a, "href") for a in self.tree.query("a")}

    def hidden(self, form: str = "form.act") -> dict[str, str]:
        """The fields of a form that nobody sees."""
        inputs = self.tree.query(f"{form} input")
        return {value(field, "name"): value(field, "value") for field in inputs if value(field, "type") == "hidden"}

    def shown(self, form: str = "form.act") -> dict[str, list[str]]:
        """Everything that a browser would send with a form as it is shown: hidden, typed, ticked and chosen."""
        sent: dict[str, list[str]] = {}
        for node in self.tree.query(f"{form} input"):
            kind = value(node, "type")
            if kind not in ("checkbox", "file") or (kind == "checkbox" and "checked" in (node.attrs or {})):
                sent.setdefault(value(node, "name"), []).append(value(node, "value"))
        for node in self.tree.query(f"{form} textarea"):
            sent.setdefault(value(node, "name"), []).append(node.to_text(strip=False).removeprefix("\n"))
        for node in self.tree.query(f"{form} select"):
            options = node.query("option")
            chosen = [option for option in options if "selected" in (option.attrs or {})] or options[:1]
            sent.setdefault(value(node, "name"), []).extend(value(option, "value") for option in chosen)
        return sent

    def fields(self, form: str = "form.act") -> set[str]:
        """The names of the fields of a form that somebody fills in."""
        every = (node for kind in ("input", "select", "textarea") for node in self.tree.query(f"{form} {kind}"))
        return {value(node, "name") for node in every if value(node, "type") != "hidden"}


@cache
def event_loop() -> BlockingPortal:
    """Return the event loop of all browsers, in a thread that ends with the process."""
    started = start_blocking_portal()
    atexit.register(started.__exit__, None, None, None)
    return started.__enter__()


class Answering(BaseTransport):
    """Pages that answer whole; starlette's client begins a loop for each request, and takes its answer in parts."""

    def __init__(self, app: ASGIApp) -> None:
        self.asgi = ASGITransport(app)

    def handle_request(self, request: Request) -> Response:
        return event_loop().call(self._answered, request)

    async def _answered(self, request: Request) -> Response:
        answer = await self.asgi.handle_async_request(request)
        return Response(answer.status_code, headers=answer.headers, content=await answer.aread())


class Browser:
    """One person's browser."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.client = Client(transport=Answering(application(site)), base_url=site.base_url, follow_redirects=True)

    def sign_in(self, account: str, authenticated: str = "oidc") -> Browser:
        """Begin a session as a provider would."""
        secret = self.site.sessions.begin(account, authenticated)
        self.client.cookies.set("__Host-slt", secret, domain="politirad.example")
        return self

    def get(self, path: str) -> Page:
        return self.page(self.client.get(path))

    @staticmethod
    def page(answer: Response) -> Page:
        return Page(answer.status_code, str(answer.url.path), answer.text)

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]], **headers: str) -> Page:
        """Send a form as our own pages do, but for what is said otherwise."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Origin": self.site.base_url, "Sec-Fetch-Site": "same-origin"} | named
        answer = self.client.post(path, data=fields, headers=sent)
        return self.page(answer)

    def fill(self, path: str, **fields: str | Sequence[str]) -> Page:
        """Open a form, fill it in, send it, and confirm the review where there is one."""
        form = self.get(path)
        assert form.status == 200, form.text
        page = self.post(path, form.hidden() | fields)
        if page.status == 200 and page.tree.query('button[name="reviewed"]'):
            page = self.post(path, page.shown() | {"reviewed": ["1"]})
        return page
