"""A council's pages on a real server, and people who read them, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page
from starlette.types import ASGIApp

from slt_flow.definitions.providers import Provider
from slt_flow.pages.app import application
from slt_flow.pages.openid import Client
from slt_flow.pages.sessions import Sessions
from slt_flow.pages.site import Site
from slt_flow.services.people.absences import record as record_absence
from slt_flow.services.people.access import grant_access, subject_account
from slt_flow.services.request.context import Context
from tests.pages.providers import CLIENT_ID, HIGH, KEY
from tests.pages.served import LOOPBACK, Served, served_at
from tests.records.year import done
from tests.views.writers.browser import RULES, Screen, overflow

ISSUER: Final = "https://login.example"
PEOPLE: Final = {
    "secretary": "slt-koordinator",
    "chair": "ordforer",
    "member": "politistasjonssjef",
    "deputy": "politikontakt",
    "owner": "rektor",
    "auditor": None,
}
"""People of the demo year who sign in, by what they are there, each with their post."""

NOBODY: Final = "nobody"
"""Somebody who is not signed in."""

PAGE_RULES: Final = (*RULES, "wcag22a", "wcag22aa")
"""Rules of axe: those of WCAG 2.2 AA, and what its makers advise beside."""

SMALLEST: Final = 44
"""Pixels of the shortest side of what a finger meets."""


PAPER: Final = 672
"""Pixels of a sheet of A4 between its margins of 16 mm."""


class House:
    """Pages of a council on a server."""

    def __init__(self, site: Site, served: Served) -> None:
        self.site, self.served = site, served

    @property
    def base_url(self) -> str:
        return self.site.base_url

    def begin(self, who: str) -> str:
        """Begin a session of a person, as a provider would; return the secret of its cookie."""
        return self.site.sessions.begin(account_of(who), "oidc", issuer=ISSUER)


def client_of(issuer: str, base_url: str) -> Client:
    key = KEY.as_pem(private=True).decode()
    configured = Provider("ID-porten", issuer, CLIENT_ID, ("openid", "no_pid"), {"acr": (HIGH,)}, (HIGH,), key=key)
    return Client(configured, base_url, longest=5)


def account_of(who: str) -> str:
    return subject_account(ISSUER, who).name


def let_in(context: Context) -> None:
    """Give the people their access; one of them acts for a post that is away."""
    done(record_absence(context, "politikontakt", "2026-11-16", "2026-12-31"))
    for who, post in PEOPLE.items():
        done(grant_access(context, post, ISSUER, who, deputy=who == "deputy"))


@contextmanager
def house_of(
    context: Context, *, port: int = 0, issuer: str | None = None, provider: Client | None = None, public: bool = False
) -> Iterator[House]:
    """Serve the pages of a council until the block ends; with an issuer, a provider signs people in."""
    sites: list[Site] = []

    def made(base_url: str) -> ASGIApp:
        sessions = Sessions(Path(context.store.path), str(context.council), context.clock)
        client = client_of(issuer, base_url) if issuer is not None else provider
        sites.append(Site(context, base_url, sessions, public, client))
        return application(sites[0])

    with served_at(made, port=port) as served:
        yield House(sites[0], served)


@dataclass
class Watched:
    """Page in a browser, and what went wrong around it."""

    page: Page
    faults: list[str] = field(default_factory=list)


@contextmanager
def signed_in(
    browser: Browser, house: House, who: str, screen: Screen, *, script: bool = False, **options: Any
) -> Iterator[BrowserContext]:
    """A browser of one person, without script unless a test brings its own."""
    context = browser.new_context(
        viewport={"width": screen.width, "height": 800},
        color_scheme=screen.scheme,
        java_script_enabled=script,
        **options,
    )
    try:
        if who != NOBODY:
            context.add_cookies([{"name": "slt", "value": house.begin(who), "url": house.base_url}])
        yield context
    finally:
        context.close()


def watched(context: BrowserContext, house: House) -> Watched:
    """Open a tab, and note what it asks elsewhere, what its policy forbids, and what it complains of."""
    tab = Watched(context.new_page())
    tab.page.on("request", lambda asked: _note(tab, asked.url, house))
    tab.page.on("console", lambda message: tab.faults.append(f"{message.type}: {message.text}"))
    tab.page.on("pageerror", lambda error: tab.faults.append(str(error)))
    return tab


def _note(tab: Watched, url: str, house: House) -> None:
    if not url.startswith((f"{house.base_url}/", "data:")):
        tab.faults.append(f"asked elsewhere: {url}")


def heard(tab: Watched, status: int) -> list[str]:
    """What a tab complained of, but for the status of a page that is an error on purpose."""
    return [fault for fault in tab.faults if f"responded with a status of {status}" not in fault or status == 200]


def small_targets(page: Page) -> list[str]:
    """What a finger would miss: buttons, fields, menus and what folds, less than 44 pixels high or wide."""
    found: Sequence[str] = page.evaluate(
        """smallest => [...document.querySelectorAll(
            '.ds-button, select, textarea, summary, nav a, .who a, input:not([type=hidden], [type=checkbox])'
        )].filter(e => e.checkVisibility()).filter(e => {
            const box = e.getBoundingClientRect()
            return box.height < smallest - .5 || box.width < smallest - .5
        }).map(e => e.outerHTML.slice(0, 120))""",
        SMALLEST,
    )
    return list(found)


def out_of_order(page: Page) -> list[str]:
    """What the Tab key comes to although it stands wholly above what it came to before."""
    found: Sequence[str] = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')]
            .filter(e => e.checkVisibility() && !e.matches('.ds-skip-link'))
            .filter((e, at, all) => at && e.getBoundingClientRect().bottom <= all[at - 1].getBoundingClientRect().top
                || e.tabIndex > 0).map(e => e.outerHTML.slice(0, 120))"""
    )
    return list(found)


def useless_on_paper(page: Page) -> list[str]:
    """What a printed page has that can only be pressed, and what stands beyond the edge of the paper."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 900})
    found: Sequence[str] = page.evaluate(
        """() => [...document.querySelectorAll('nav, button, .ds-button, form[method=get]')]
            .filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))"""
    )
    wide = overflow(page)
    page.emulate_media(media="screen")
    return [*found, *wide]


def unfold(page: Page) -> None:
    """Open what folds on a page, so that what stands in it is measured."""
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")


def skips(page: Page) -> bool:
    """True where the first key leads past the head of a page to its content."""
    page.keyboard.press("Tab")
    if page.locator(":focus").get_attribute("href") != "#main":
        return False
    page.keyboard.press("Enter")
    return page.locator(":focus").get_attribute("id") == "main"


@contextmanager
def site_with(page: str) -> Iterator[str]:
    """A site of somebody else, on this computer, so that the browser sends our cookie along with its forms."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
