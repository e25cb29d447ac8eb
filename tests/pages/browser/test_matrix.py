"""Every page for each of its readers, on a phone and a desk, in each language, light and dark.

What cannot differ is looked at once. A page that another reader has too, at the same address and of the same elements,
is looked at for the first of them. Its width and targets depend on words: they are measured in each language; of a
reader's further cases and meetings, which have the words of the first, in one. What axe judges depends on elements and
styles: it reads every structure of elements once, in one language and on one screen after another, the first page of
each route on all four. No page has a script, so that it may be on for axe, under the policy of the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from slt_flow.pages.inviting import PATH
from slt_flow.pages.site import Site
from slt_flow.terms import LANGUAGES
from tests.pages.browser.crawl import OF_EACH_CASE, Place, crawled, pages, structure_of
from tests.pages.browser.house import (
    NOBODY,
    PAGE_RULES,
    PEOPLE,
    House,
    account_of,
    heard,
    out_of_order,
    signed_in,
    skips,
    small_targets,
    unfold,
    useless_on_paper,
    watched,
)
from tests.pages.browsing import Browser as WithoutScript
from tests.pages.browsing import Page as Answered
from tests.pages.browsing import site_of
from tests.views.writers.browser import SCREENS, Screen, overflow, violations

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.endurance]

READERS: Final = (*PEOPLE, NOBODY)

NO_PAGES: Final = {
    "front": "leads on to another",
    "styles": "what pages look like",
    "sign-in-to": "leads on to the provider",
    "sign-in-back": "takes the provider's answer",
    "sign-out": "leads back to the first page",
    "calendar": "is a file for a calendar",
    "attachment": "is a file as it was attached",
    "front-channel": "is framed by the provider alone, and shows nothing",
}
"""Routes that answer a reading with something else than a page, each with what that is."""

BESIDE: Final[dict[str, tuple[str, Callable[[Site], str]]]] = {
    "receipt": ("secretary", lambda _: "/receipt/259"),
    "local": (NOBODY, lambda site: f"/local/{site.sessions.remember('local', {}, 600)}"),
    "invitation": (NOBODY, lambda site: PATH + site.sessions.invite("rektor", "slt-koordinator", 7)),
    "signed-out": (NOBODY, lambda _: "/signed-out"),
}
"""Pages to which no link leads, each with a reader and its path."""

ZOOMED: Final = 640
"""Pixels of the page on a desk of 1280 px at 200 %."""

Reached = Callable[[str], tuple[Place, ...]]


class Sight(NamedTuple):
    """Page to look at in some languages; axe reads it in the first of them, on the screens, if there are any."""

    place: Place
    languages: tuple[str, ...]
    screens: tuple[Screen, ...]


@pytest.fixture(scope="module")
def reached(house: House) -> Iterator[Reached]:
    """The pages that links lead each reader to."""
    site = site_of(house.site.context, public=True, provider=house.site.provider)

    @cache
    def of(who: str) -> tuple[Place, ...]:
        browser = WithoutScript(site)
        if who != NOBODY:
            browser.sign_in(account_of(who))
        own = (path(site) for reader, path in BESIDE.values() if reader == who)
        return tuple(crawled(site, browser, NO_PAGES, own))

    yield of
    site.sessions.disconnect()


def test_every_route_that_shows_a_page_is_among_them(house: House, reached: Reached) -> None:
    met = {place.route for who in READERS for place in reached(who)}
    assert met == set(pages(house.site)) - set(NO_PAGES)
    assert set(BESIDE) <= set(pages(house.site))


def sights(reached: Reached, who: str) -> Iterator[Sight]:
    """The pages of a reader that none of the readers before has."""
    alike, structures, read = set[tuple[str, str]](), set[str](), set[str]()
    for reader in READERS[: READERS.index(who) + 1]:
        worded = set[str]()
        for place in reached(reader):
            turn = len(structures)
            languages = (*LANGUAGES[turn % len(LANGUAGES) :], *LANGUAGES[: turn % len(LANGUAGES)])
            screens = SCREENS if place.route not in read else (SCREENS[turn % len(SCREENS)],)
            if reader == who and (place.shape, place.structure) not in alike:
                in_one = place.route in OF_EACH_CASE and place.route in worded
                is_new = place.structure not in structures
                yield Sight(place, languages[:1] if in_one else languages, screens if is_new else ())
            alike.add((place.shape, place.structure))
            structures.add(place.structure)
            read.add(place.route)
            worded.add(place.route)


@pytest.mark.parametrize("who", READERS)
def test_each_page_is_itself_on_every_screen_and_axe_finds_nothing(
    who: str, browser: Browser, axe: str, house: House, reached: Reached
) -> None:
    faults, titles = [], dict[tuple[str, str], str]()
    with signed_in(browser, house, who, SCREENS[0], script=True) as context:
        tab = watched(context, house)
        for place, languages, screens in sights(reached, who):
            joint = "&" if "?" in place.path else "?"
            for language in languages:
                tab.faults.clear()
                answer = tab.page.goto(f"{house.base_url}{place.path}{joint}lang={language}")
                assert answer is not None
                assert answer.status == 200, place.path
                wrong = [*_of_words(tab.page, language, place, titles), *_of_width(tab.page), *heard(tab, 200)]
                if screens and language == languages[0]:
                    wrong += _of_structure(tab.page, axe, screens)
                faults += [(place.path, language, fault) for fault in wrong]
    assert not faults, "\n".join(map(str, faults))


def _of_words(page: Page, language: str, place: Place, titles: dict[tuple[str, str], str]) -> Iterator[str]:
    """What is wrong with the language of a page and with its title, which no other page has."""
    if page.locator("html").get_attribute("lang") != language:
        yield "language"
    if page.locator("h1").count() != 1 or not page.locator("h1").inner_text().strip():
        yield "one heading of the page"
    if (other := titles.setdefault((page.title(), language), path := place.path.partition("?")[0])) != path:
        yield f"its title is that of {other}"


def _of_width(page: Page) -> Iterator[str]:
    """What stands beyond the edge of a phone or a desk, or is too small for a finger."""
    unfold(page)
    for width in sorted({screen.width for screen in SCREENS}):
        page.set_viewport_size({"width": width, "height": 800})
        yield from (f"wide at {width}: {element}" for element in overflow(page))
        yield from (f"small at {width}: {element}" for element in small_targets(page))


def _of_structure(page: Page, axe: str, screens: Sequence[Screen]) -> Iterator[str]:
    """What is wrong with the elements of a page, which are the same in every language."""
    if not skips(page):
        yield "the first key leads past its head"
    page.set_viewport_size({"width": ZOOMED, "height": 800})
    yield from (f"wide at 200 %: {element}" for element in overflow(page))
    yield from (f"on paper: {element}" for element in useless_on_paper(page))
    for screen in screens:
        page.set_viewport_size({"width": screen.width, "height": 800})
        yield from (f"out of order at {screen.width}: {element}" for element in out_of_order(page))
        page.emulate_media(color_scheme=screen.scheme)
        yield from (f"{screen}: {fault}" for fault in violations(page, axe, PAGE_RULES))
    page.emulate_media(color_scheme="light")


def test_alike_are_pages_that_differ_by_their_texts_alone() -> None:
    """The control: nothing that axe would judge is taken for what was judged already."""
    page = '<form class="act"><label for="a">Tekst</label><input id="a" name="a" value="1" required></form>'
    same = '<form class="act"><label for="b">Frist</label><input id="b" name="b" value="2" required></form>'
    assert structure(page) == structure(same)
    assert structure(page + page) == structure(page)
    for other in ("</label>", " required", "<label", ' class="act"'):
        assert structure(page.replace(other, "", 1)) != structure(page), other
    assert structure(page.replace("required", 'type="file"')) != structure(page.replace("required", 'type="text"'))


def structure(html: str) -> str:
    return structure_of(Answered(200, "/", html).tree.root)
