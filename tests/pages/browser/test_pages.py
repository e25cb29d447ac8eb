"""Pages on a phone, without script: they need no sideways scrolling, ask nobody else, and are right for axe."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.pages.browser.house import (
    NOBODY,
    PAGE_RULES,
    SMALLEST,
    House,
    heard,
    signed_in,
    skips,
    small_targets,
    watched,
)
from tests.views.writers.browser import Screen, overflow, violations

pytestmark = pytest.mark.xdist_group("browser")
"""One browser serves all."""

PHONE: Final = Screen(320, "light")

TEN: Final = (
    ("owner", "/mine", 200),
    ("owner", "/case/8-26.1.2", 200),
    ("owner", "/case/8-26.1.2/do/remark", 200),
    ("owner", "/receipt/999999", 404),
    ("secretary", "/mine", 200),
    ("secretary", "/case/1-26", 200),
    ("secretary", "/case/M4-26/do/attend", 200),
    ("chair", "/case/M4-26", 200),
    ("auditor", "/mine", 403),
    (NOBODY, "/case/2-26", 200),
)
"""Ten pages, each by its reader and path, with the status that it is answered with."""


def test_ten_pages_are_right_on_a_phone_without_script(browser: Browser, house: House) -> None:
    titles = set()
    for who in dict.fromkeys(who for who, _, _ in TEN):
        with signed_in(browser, house, who, PHONE) as context:
            for path, status in ((path, status) for reader, path, status in TEN if reader == who):
                tab = watched(context, house)
                answer = tab.page.goto(f"{house.base_url}{path}?lang=nn")
                assert answer is not None
                assert answer.status == status, (who, path)
                assert tab.page.locator("html").get_attribute("lang") == "nn"
                assert tab.page.locator("h1").count() == 1
                assert overflow(tab.page) == [], path
                assert small_targets(tab.page) == [], path
                assert skips(tab.page), path
                assert heard(tab, status) == [], path
                titles.add((who, tab.page.title()))
                tab.page.close()
    assert len(titles) == len(TEN)


def test_axe_finds_nothing_on_the_pages_that_an_owner_meets(browser: Browser, axe: str, house: House) -> None:
    with signed_in(browser, house, "owner", PHONE, script=True, bypass_csp=True) as context:
        page = context.new_page()
        for path in ("/mine", "/case/8-26.1.2", "/case/8-26.1.2/do/reschedule"):
            page.goto(f"{house.base_url}{path}")
            assert violations(page, axe, PAGE_RULES) == [], path


def test_what_a_policy_forbids_what_is_too_wide_and_what_is_too_small_is_seen(browser: Browser, house: House) -> None:
    """The control: each of the measures tells a fault that is there."""
    with signed_in(browser, house, "owner", PHONE) as context:
        tab = watched(context, house)
        spoilt = """<!DOCTYPE html><title>x</title><body style="color:red"><img src="http://127.0.0.1:9/x.png">
            <p style="width:900px">x</p><nav><a href="/">x</a></nav><main><pre>{}</pre></main>""".format("a" * 900)
        headers = {"Content-Type": "text/html", "Content-Security-Policy": "default-src 'none'"}
        tab.page.route("**/spoilt", lambda route: route.fulfill(body=spoilt, headers=headers))
        tab.page.goto(f"{house.base_url}/spoilt")
        assert overflow(tab.page)
        assert len(small_targets(tab.page)) == 1, SMALLEST
        assert not skips(tab.page)
        faults = " ".join(tab.faults)
        assert "style" in faults
        assert "127.0.0.1:9" in faults
