"""Signing in and out in a real browser, which obeys the policy of the pages: to a real provider and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Final, NamedTuple
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from slt_flow.pages.server import listening
from slt_flow.records.store import Store
from slt_flow.services.people.access import grant_access
from slt_flow.services.request.context import Context
from slt_flow.terms import LANGUAGES
from tests.conftest import DEMO_DAY, EVERYONE, NOON, on
from tests.pages.browser.house import NOBODY, PAGE_RULES, House, house_of, signed_in, site_with, small_targets
from tests.pages.providers import HIGH, LOW, running_provider
from tests.pages.served import LOOPBACK
from tests.records.year import done
from tests.views.writers.browser import SCREENS, Screen, overflow, violations

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.endurance]
"""One browser serves all."""


class Place(NamedTuple):
    """Pages with the provider that lets people in, and how a page of the provider's or another site frames them."""

    house: House
    issuer: str


@pytest.fixture(scope="module")
def place(demo: Callable[[str], bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    path = tmp_path_factory.mktemp("sign-in") / "slt.sqlite"
    path.touch(0o600)
    path.write_bytes(demo("kvaefjord"))
    context = on(Context(Store(str(path)), council="kvaefjord", clock=NOON, account=EVERYONE), DEMO_DAY)
    with closing(listening(LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
    base = f"http://{LOOPBACK}:{port}"
    with ExitStack() as stack:
        provider = stack.enter_context(running_provider(base))
        done(grant_access(context, "rektor", provider.issuer, "kari"))
        house = stack.enter_context(house_of(context, port=port, issuer=provider.issuer))
        yield Place(house, provider.issuer)


@contextmanager
def somebody(browser: Browser, place: Place, *, script: bool = False) -> Iterator[BrowserContext]:
    with signed_in(browser, place.house, NOBODY, SCREENS[0], script=script, bypass_csp=script) as context:
        yield context


def sign_in(page: Page, place: Place, acr: str = HIGH) -> None:
    """Open a page that needs it, and sign in by the form of the provider."""
    page.goto(f"{place.house.base_url}/mine?lang=nb")
    page.get_by_role("link", name="Gå videre til ID-porten").click()
    page.get_by_label("Person").fill("kari")
    page.get_by_label("Claims").fill(f'{{"acr": "{acr}"}}')
    page.get_by_role("button").click()


def test_an_owner_signs_in_and_out_without_script(browser: Browser, place: Place) -> None:
    with somebody(browser, place) as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text))
        sign_in(page, place)
        assert page.url == f"{place.house.base_url}/mine"
        assert "Rektor" in page.inner_text("header")
        cookies = {cookie["name"]: cookie for cookie in context.cookies(place.house.base_url)}
        assert cookies["slt"]["httpOnly"]
        assert cookies["slt"]["sameSite"] == "Lax"
        page.get_by_role("button", name="Logg ut").click()
        page.wait_for_url(f"{place.issuer}/**")
        page.get_by_role("button", name="Yes, sign me out").click()
        page.wait_for_url(f"{place.house.base_url}/signed-out")
        assert "Du er logget ut" in page.inner_text("main")
        page.go_back()
        page.goto(f"{place.house.base_url}/mine")
        assert page.url.startswith(f"{place.house.base_url}/sign-in")
        assert [fault for fault in faults if "Content Security Policy" in fault] == []


@pytest.mark.parametrize(("language", "screen"), list(zip(LANGUAGES, SCREENS, strict=False)))
def test_the_pages_of_signing_in_are_right_for_axe(
    browser: Browser, place: Place, axe: str, language: str, screen: Screen
) -> None:
    with signed_in(browser, place.house, NOBODY, screen, script=True, bypass_csp=True) as context:
        page = context.new_page()
        for path in ("/sign-in?next=/mine&lang=", "/sign-in/back?lang=", "/signed-out?lang="):
            page.goto(f"{place.house.base_url}{path}{language}")
            assert page.locator("html").get_attribute("lang") == language
            assert overflow(page) == []
            assert small_targets(page) == []
            assert violations(page, axe, PAGE_RULES) == []


def test_a_stepped_down_sign_in_can_be_done_better(browser: Browser, place: Place) -> None:
    """The provider asks anew: it would else answer from its own session, as weak as before."""
    with somebody(browser, place) as context:
        page = context.new_page()
        sign_in(page, place, LOW)
        assert page.get_by_role("alert").is_visible()
        page.get_by_role("link", name="Gå videre til ID-porten").click()
        page.get_by_label("Person").fill("kari")
        page.get_by_role("button").click()
        assert page.url == f"{place.house.base_url}/mine"


FRAMES: Final = "<!DOCTYPE html><title>x</title><iframe src='{address}'></iframe>"


def framed(page: Page, site: str) -> bool:
    """Tell whether a browser shows what a page of some site frames."""
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(site)
    page.wait_for_load_state("networkidle")
    return not any("frame-ancestors" in text for text in refused)


def test_the_provider_alone_frames_the_one_path_and_signs_out_by_it(browser: Browser, place: Place) -> None:
    house = place.house
    with somebody(browser, place) as context, ExitStack() as stack:
        page = context.new_page()
        sign_in(page, place)
        secret = next(cookie["value"] for cookie in context.cookies(house.base_url) if cookie["name"] == "slt")
        session = house.site.sessions.of(str(secret))
        assert session is not None
        address = f"{house.base_url}/sign-out/front-channel?iss={place.issuer}&sid={session.sid}"
        stranger = context.new_page()
        assert not framed(stranger, stack.enter_context(site_with(FRAMES.format(address=f"{house.base_url}/sign-in"))))
        assert not framed(stranger, stack.enter_context(site_with(FRAMES.format(address=f"{address}x"))))
        assert house.site.sessions.of(str(secret)) is not None
        provider = context.new_page()
        assert framed(provider, f"{place.issuer}/frames?{urlencode({'address': address})}")
        assert house.site.sessions.of(str(secret)) is None
