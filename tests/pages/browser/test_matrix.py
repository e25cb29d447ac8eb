"""Every page for each of its readers, on a phone and a desk, in each language, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

import pytest
from playwright.sync_api import Browser

from slt_flow.pages.inviting import PATH
from slt_flow.pages.site import Site
from slt_flow.terms import LANGUAGES
from tests.pages.browser.crawl import Place, crawled, pages, place_of, routes
from tests.pages.browser.house import (
    NOBODY,
    PAGE_RULES,
    PEOPLE,
    House,
    account_of,
    heard,
    signed_in,
    skips,
    small_targets,
    watched,
)
from tests.pages.browsing import Browser as WithoutScript
from tests.pages.browsing import site_of
from tests.views.writers.browser import SCREENS, Screen, overflow, violations

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.endurance]

READERS: Final = (*PEOPLE, NOBODY)

EVERY: Final = [
    pytest.param(who, language, marks=() if (row + column) % len(LANGUAGES) == 0 else pytest.mark.exhaustive)
    for row, who in enumerate(READERS)
    for column, language in enumerate(LANGUAGES)
]
"""Every reader in every language; the gate has each reader in one of them."""

EVERY_BY_AXE: Final = [
    case if case.values[0] in ("owner", NOBODY) else pytest.param(*case.values, marks=pytest.mark.exhaustive)
    for case in EVERY
]
"""The same for axe, of which the gate has those with few pages: the others take some minutes each."""

NO_PAGES: Final = {
    "front": "leads on to another",
    "styles": "what pages look like",
    "sign-in-to": "leads on to the provider",
    "sign-in-back": "takes the provider's answer",
    "calendar": "is a file for a calendar",
    "attachment": "is a file as it was attached",
    "front-channel": "is framed by the provider alone, and shows nothing",
}
"""Routes that answer a reading with something else than a page, each with what that is."""

BESIDE: Final[dict[str, tuple[str, Callable[[Site], str]]]] = {
    "receipt": ("secretary", lambda _: "/receipt/259"),
    "local": (NOBODY, lambda site: f"/local/{site.sessions.remember('local', {}, 600)}"),
    "invitation": (NOBODY, lambda site: PATH + site.sessions.invite("rektor", "slt-koordinator", 7)),
    "apology": ("chair", lambda _: "/meeting/M3-26/apology"),
    "meeting_item": ("chair", lambda _: "/meeting/M3-26/item/9-26?post=ordforer"),
    "signed-out": (NOBODY, lambda _: "/signed-out"),
}
"""Pages to which no link leads, or only one of some meetings, each with a reader and its path."""

Reached = Callable[[str], tuple[Place, ...]]


@pytest.fixture(scope="module")
def reached(house: House) -> Iterator[Reached]:
    """The pages that links lead each reader to."""
    site = site_of(house.site.context, public=True, provider=house.site.provider)

    @cache
    def of(who: str) -> tuple[Place, ...]:
        browser = WithoutScript(site)
        if who != NOBODY:
            browser.sign_in(account_of(who))
        places = tuple(crawled(site, browser, NO_PAGES))
        beside = tuple(place_of(routes(site), path(site)) for reader, path in BESIDE.values() if reader == who)
        return places + beside

    yield of
    site.sessions.disconnect()


def test_every_route_that_shows_a_page_is_among_them(house: House, reached: Reached) -> None:
    met = {place.route for who in READERS for place in reached(who)}
    assert met - {""} == set(pages(house.site)) - set(NO_PAGES)
    assert set(BESIDE) <= set(pages(house.site))


@pytest.mark.parametrize(("who", "language"), EVERY)
def test_each_page_is_itself_on_every_screen(
    who: str, language: str, browser: Browser, house: House, reached: Reached
) -> None:
    """Without script, under the policy of the pages."""
    faults, titles = [], dict[str, str]()
    with signed_in(browser, house, who, SCREENS[0]) as context:
        for place in reached(who):
            tab = watched(context, house)
            joint = "&" if "?" in place.path else "?"
            answer = tab.page.goto(f"{house.base_url}{place.path}{joint}lang={language}")
            assert answer is not None
            assert answer.status == 200, place.path
            page, wrong = tab.page, []
            if page.locator("html").get_attribute("lang") != language:
                wrong.append("language")
            if page.locator("h1").count() != 1 or not page.locator("h1").inner_text().strip():
                wrong.append("one heading of the page")
            if (other := titles.setdefault(page.title(), path := place.path.partition("?")[0])) != path:
                wrong.append(f"its title is that of {other}")
            if not skips(page):
                wrong.append("the first key leads past its head")
            for width in sorted({screen.width for screen in SCREENS}):
                page.set_viewport_size({"width": width, "height": 800})
                wrong += [f"wide at {width}: {element}" for element in overflow(page)]
                wrong += [f"small at {width}: {element}" for element in small_targets(page)]
            faults += [(place.path, fault) for fault in (*wrong, *heard(tab, 200))]
            page.close()
    assert not faults, "\n".join(f"{path}: {fault}" for path, fault in faults)


@pytest.mark.parametrize(("who", "language"), EVERY_BY_AXE)
def test_axe_finds_nothing_on_any_page(
    who: str, language: str, browser: Browser, axe: str, house: House, reached: Reached
) -> None:
    """With script, which axe needs; the HTML is the same."""
    faults, forms = [], 0
    with signed_in(browser, house, who, SCREENS[0], script=True, bypass_csp=True) as context:
        page = context.new_page()
        for place in reached(who):
            joint = "&" if "?" in place.path else "?"
            page.goto(f"{house.base_url}{place.path}{joint}lang={language}")
            forms += place.route == "act"
            for screen in SCREENS if place.route != "act" or forms <= 3 else (Screen(320, "dark"),):
                page.set_viewport_size({"width": screen.width, "height": 800})
                page.emulate_media(color_scheme=screen.scheme)
                faults += [(place.path, screen, fault) for fault in violations(page, axe, PAGE_RULES)]
    assert not faults, "\n".join(map(str, faults))
