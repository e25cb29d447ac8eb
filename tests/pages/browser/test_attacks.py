"""Attacks that need a browser, each refused, each beside what is let through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from slt_flow.definitions.locations import agreement_file
from slt_flow.services.agreements.renew import renew
from slt_flow.services.history.audit import verify
from slt_flow.services.history.timeline import history
from slt_flow.services.people.access import grant_access
from slt_flow.services.request.context import Context
from tests.conftest import NOON, Prepared
from tests.pages.browser.house import ISSUER, NOBODY, House, house_of, signed_in, site_with
from tests.pages.conftest import MovedClock
from tests.pages.test_acts import work
from tests.records.year import done
from tests.renewals import renewed_text
from tests.views.writers.browser import Screen

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.endurance]

PHONE: Final = Screen(320, "light")
PAGE: Final = "/case/1-26.1.1"
REMARK: Final = f"{PAGE}/do/remark"
TITLE: Final = "Følge til skolen"


def owed(context: Context) -> None:
    work(context)
    done(grant_access(context, "rektor", ISSUER, "owner"))


@pytest.fixture
def context(prepared: Prepared, clock: MovedClock) -> Context:
    return replace(prepared(owed), clock=clock)


@pytest.fixture
def house(context: Context) -> Iterator[House]:
    with house_of(context) as served:
        yield served


@pytest.fixture
def owner(browser: Browser, house: House) -> Iterator[Page]:
    with signed_in(browser, house, "owner", PHONE) as there:
        yield there.new_page()


def send(page: Page, button: str = "Før det inn") -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def written(context: Context, text: str) -> int:
    return sum(text in line.texts.values() for line in history(context))


def remark(page: Page, house: House, text: str) -> None:
    """Open the form of a remark, and fill it in."""
    page.goto(house.base_url + REMARK)
    page.get_by_label("Tekst").fill(text)


def is_receipt(page: Page) -> bool:
    return page.locator("h1").inner_text() == "Kvittering"


def test_a_form_of_another_site_records_nothing(owner: Page, house: House, context: Context) -> None:
    owner.goto(house.base_url + REMARK)
    hidden = owner.locator("form.act input[type=hidden]").evaluate_all("all => all.map(e => e.outerHTML)")
    form = f"<title>x</title><form method=post action='{house.base_url}{REMARK}'>{''.join(hidden)}"
    with site_with(f"{form}<input name=text value=Ondt><button>Vinn</button></form>") as elsewhere:
        owner.goto(elsewhere)
        with owner.expect_response(house.base_url + REMARK) as answer:
            send(owner, "Vinn")
        assert answer.value.status == 403
        assert answer.value.request.all_headers()["cookie"].startswith("slt="), "the browser brought its session along"
    assert written(context, "Ondt") == 0
    remark(owner, house, "Godt")
    send(owner)
    assert is_receipt(owner)
    assert written(context, "Godt") == 1


def test_a_stolen_cookie_opens_nothing_after_the_sign_out(browser: Browser, owner: Page, house: House) -> None:
    stolen = owner.context.cookies(house.base_url)
    with signed_in(browser, house, NOBODY, PHONE) as there:
        there.add_cookies([{"name": "slt", "value": str(stolen[0]["value"]), "url": house.base_url}])
        thief = there.new_page()
        thief.goto(f"{house.base_url}/mine")
        assert TITLE in thief.content(), "a session is whoever has its cookie"
        owner.goto(f"{house.base_url}/mine")
        send(owner, "Logg ut")
        thief.goto(house.base_url + PAGE)
        assert TITLE not in thief.content()


def test_nothing_is_seen_by_the_back_button_after_the_sign_out(owner: Page, house: House) -> None:
    for path in ("/mine", PAGE):
        owner.goto(house.base_url + path)
        assert TITLE in owner.content()
    send(owner, "Logg ut")
    for _ in range(2):
        owner.go_back()
        assert TITLE not in owner.content()


def test_of_two_tabs_the_second_is_told_what_the_first_recorded(owner: Page, house: House, context: Context) -> None:
    second = owner.context.new_page()
    remark(owner, house, "Fra den første")
    remark(second, house, "Fra den andre")
    send(owner)
    send(second)
    assert "Fra den første" in second.locator("main").inner_text()
    assert written(context, "Fra den andre") == 0
    expect(second.get_by_label("Tekst")).to_have_value("Fra den andre")
    send(second)
    assert is_receipt(second)
    assert written(context, "Fra den andre") == 1


def test_a_form_is_recorded_once_though_it_is_sent_again_by_the_back_button(
    owner: Page, house: House, context: Context
) -> None:
    remark(owner, house, "Bare én gang")
    key = owner.locator("input[name=key]").input_value()
    send(owner)
    owner.go_back()
    if owner.locator("input[name=key]").input_value() == key:  # a browser that kept the form
        owner.get_by_label("Tekst").fill("Bare én gang")
        send(owner)
    assert written(context, "Bare én gang") == 1


def test_a_form_that_is_kept_open_over_midnight_is_recorded_on_the_day_it_is_sent(
    owner: Page, house: House, context: Context, clock: MovedClock
) -> None:
    clock.moment = datetime(2026, 6, 15, 21, 50, tzinfo=UTC)  # ten to midnight in Norway
    owner.context.clear_cookies()
    owner.context.add_cookies([{"name": "slt", "value": house.begin("owner"), "url": house.base_url}])
    remark(owner, house, "Sent om kvelden")
    clock.go_on(minutes=20)
    send(owner)
    assert is_receipt(owner)
    (line,) = (line for line in history(context) if "Sent om kvelden" in line.texts.values())
    assert str(line.on) == "2026-06-16"


def test_a_form_that_is_kept_open_until_the_session_is_over_is_there_after_the_next(
    owner: Page, house: House, context: Context, clock: MovedClock
) -> None:
    remark(owner, house, "En lang merknad")
    clock.moment += timedelta(hours=2)
    send(owner)
    assert written(context, "En lang merknad") == 0
    assert TITLE not in owner.content()
    owner.context.add_cookies([{"name": "slt", "value": house.begin("owner"), "url": house.base_url}])
    owner.goto(house.base_url + REMARK)
    expect(owner.get_by_label("Tekst")).to_have_value("En lang merknad")
    send(owner)
    assert is_receipt(owner)
    assert written(context, "En lang merknad") == 1


def test_a_form_that_is_kept_open_over_a_restart_is_recorded(browser: Browser, context: Context) -> None:
    with ExitStack() as stack:
        with house_of(context) as first:
            page = stack.enter_context(signed_in(browser, first, "owner", PHONE)).new_page()
            remark(page, first, "Over omstarten")
        with house_of(context, port=first.served.port):
            send(page)
            assert is_receipt(page)
    assert written(context, "Over omstarten") == 1


def test_a_form_that_is_kept_open_over_a_newer_agreement_is_recorded(
    owner: Page, house: House, context: Context, folder: Path
) -> None:
    remark(owner, house, "Over fornyelsen")
    file = folder / "ny.toml"
    text = renewed_text(agreement_file("kvaefjord").read_text(encoding="utf-8"), NOON.moment.date())
    file.write_text(text, encoding="utf-8")
    done(renew(context, str(file)).outcome)
    send(owner)
    assert is_receipt(owner)
    assert written(context, "Over fornyelsen") == 1
    assert not verify(context)[0].flaws
