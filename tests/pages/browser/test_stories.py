"""Stories of an owner at a school, who finds what is owed, says how it goes, finishes it and signs out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from slt_flow.services.decisions.hand_down import add_measure
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history.audit import verify
from slt_flow.services.people.access import grant_access
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.pages.browser.house import ISSUER, House, house_of, signed_in
from tests.pages.test_acts import work
from tests.records.year import done
from tests.views.writers.browser import Screen

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.endurance]

PHONE: Final = Screen(320, "light")
MEASURE: Final = "1/26.1.1"
FEW: Final = 6
"""Clicks that are enough for a new owner to find, finish and sign out."""


def owed(context: Context) -> None:
    """What the head of a school owes: one measure to accept, and another that is on its way."""
    work(context)
    done(add_measure(context, "1/26.1", "Refleks til alle", "rektor", "2026-06-20"))
    done(perform(context, ["1/26.1"], "plan", {}, through=True))
    done(perform(context, ["1/26.1.2"], "start", {}, through=True))
    done(grant_access(context, "rektor", ISSUER, "owner"))


@pytest.fixture
def house(prepared: Prepared) -> Iterator[House]:
    with house_of(prepared(owed)) as served:
        yield served


class Keys:
    """Hands that have only a keyboard: Tab, Shift+Tab, Enter, the space bar and letters."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)

    def to(self, name: str) -> None:
        """Press Tab until what has the focus has a name."""
        for _ in range(80):
            self.press("Tab")
            focused = self.page.locator(":focus")
            if focused.count() and name in (
                focused.inner_text().strip(),
                _label(focused.get_attribute("id"), self.page),
            ):
                width = focused.evaluate("e => parseFloat(getComputedStyle(e).outlineWidth)")
                assert width >= 2, f"one sees that {name} has the focus"
                return
        raise AssertionError(f"no key leads to {name}: {self.page.locator('main').inner_text()}")

    def open(self, name: str) -> None:
        """Go to a link or a button, and press Enter; the page that it leads to is loaded."""
        self.to(name)
        with self.page.expect_navigation():
            self.press("Enter")


def _label(name: str | None, page: Page) -> str:
    label = page.locator(f'label[for="{name}"]') if name else None
    return label.inner_text().strip() if label is not None and label.count() else ""


def test_an_owner_with_a_keyboard_accepts_says_how_it_goes_finishes_and_signs_out(
    browser: Browser, house: House
) -> None:
    context = house.site.context
    with signed_in(browser, house, "owner", PHONE) as there:
        page = there.new_page()
        keys = Keys(page)
        page.goto(house.base_url)
        assert "Følge til skolen" in page.locator("main").inner_text()
        keys.open("Ta imot")
        keys.open("Fortsett")
        keys.open("Før det inn")
        assert "Kvittering" in page.title()
        assert str(show_case(context, MEASURE).state) == "accepted"
        keys.open("Mine saker")
        keys.open("1/26.1.2 Refleks til alle")
        keys.open("Før framdrift")
        keys.to("Framdrift i prosent")
        page.keyboard.type("60")
        keys.open("Før det inn")
        assert show_case(context, "1/26.1.2").progress == 60
        keys.open("Mine saker")
        keys.open("1/26.1.2 Refleks til alle")
        keys.open("Meld utført")
        keys.to("Resultat")
        page.keyboard.type("Alle har fått refleks.")
        keys.open("Fortsett")
        keys.open("Før det inn")
        assert str(show_case(context, "1/26.1.2").state) == "done"
        keys.open("Logg ut")
        page.goto(f"{house.base_url}/mine")
        assert "Refleks" not in page.content()
    assert not verify(context)[0].flaws


def test_an_owner_finishes_and_signs_out_in_six_clicks_and_less_than_a_minute(browser: Browser, house: House) -> None:
    began = time.monotonic()
    with signed_in(browser, house, "owner", PHONE) as there:
        page, clicks = there.new_page(), 0

        def click(name: str, within: str = "main") -> None:
            nonlocal clicks
            clicks += 1
            with page.expect_navigation():
                page.locator(within).get_by_text(name, exact=True).first.click()

        page.goto(house.base_url)
        card = '.card:has-text("Refleks til alle")'
        click("Meld utført", card)
        page.get_by_label("Resultat").fill("Alle har fått refleks.")
        click("Fortsett")
        click("Før det inn")
        assert "Kvittering" in page.title()
        click("Logg ut", "header")
        page.goto(f"{house.base_url}/mine")
        assert "Refleks" not in page.content()
    assert clicks <= FEW
    assert time.monotonic() - began < 60
    assert str(show_case(house.site.context, "1/26.1.2").state) == "done"
