"""A whole story by three people in three browsers at once, with a real provider: invited, accepted, done, verified."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Final, NamedTuple

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from slt_flow.pages.inviting import confirm, invite
from slt_flow.pages.server import listening
from slt_flow.results.people import InvitationLink
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history.audit import verify
from slt_flow.services.history.timeline import history
from slt_flow.services.people.access import grant_access, revoke_access
from slt_flow.services.people.posts import appoint
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.pages.browser.house import NOBODY, House, house_of, signed_in
from tests.pages.providers import OpenIdProvider, running_provider
from tests.pages.served import LOOPBACK
from tests.pages.test_acts import work
from tests.records.year import done
from tests.views.writers.browser import Screen

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.endurance]

PHONE, DESK = Screen(320, "light"), Screen(1280, "light")
MEASURE: Final = "1/26.1.1"
PAGE: Final = "/case/1-26.1.1"

Somebody = Callable[[Screen], Page]


def owed(context: Context) -> None:
    """A measure that waits for the head of a school, who has no access yet."""
    work(context)
    done(perform(context, ["1/26.1"], "plan", {}, through=True))
    done(appoint(context, "slt-koordinator", "Kari Eksempel"))
    done(appoint(context, "ordforer", "Olga Oppdiktet"))


class Council(NamedTuple):
    """Council whose people come in by a provider."""

    context: Context
    house: House
    provider: OpenIdProvider


@pytest.fixture
def council(prepared: Prepared) -> Iterator[Council]:
    context = prepared(owed)
    with closing(listening(LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
    with ExitStack() as stack:
        provider = stack.enter_context(running_provider(f"http://{LOOPBACK}:{port}"))
        done(grant_access(context, "slt-koordinator", provider.issuer, "koordinator"))
        done(grant_access(context, "ordforer", provider.issuer, "leder"))
        yield Council(context, stack.enter_context(house_of(context, port=port, issuer=provider.issuer)), provider)


@pytest.fixture
def somebody(browser: Browser, council: Council) -> Iterator[Somebody]:
    """Opens browsers, each of somebody who is not signed in, without script."""
    with ExitStack() as stack:

        def opened(screen: Screen = PHONE) -> Page:
            page = stack.enter_context(signed_in(browser, council.house, NOBODY, screen)).new_page()
            page.set_default_timeout(60_000)
            return page

        yield opened


def come_in(page: Page, person: str, path: str) -> None:
    """Open a page that asks for a sign-in, and sign in at the provider by its form."""
    page.goto(path)
    click(page, "Gå videre til ID-porten")
    page.get_by_label("Person").fill(person)
    click(page, "Sign in")


def click(page: Page, name: str, within: str = "body") -> None:
    """Click a link or a button, and wait for where it leads."""
    with page.expect_navigation():
        page.locator(within).locator("a, button").get_by_text(name, exact=True).first.click()


def act(page: Page, name: str, **typed: str) -> None:
    """Open the form of an action from the page of its case, fill it in, review it and record it."""
    click(page, name, "main")
    for label, text in typed.items():
        page.get_by_label(label).fill(text)
    if page.get_by_role("button", name="Fortsett").count():
        click(page, "Fortsett")
    click(page, "Før det inn")
    expect(page.locator("h1")).to_have_text("Kvittering")


def state(council: Council) -> str:
    return str(show_case(council.context, MEASURE).state)


def test_three_people_at_once_take_a_measure_from_the_invitation_to_the_councils_status(
    council: Council, somebody: Somebody
) -> None:
    context, house = council.context, council.house
    secretary, chair, owner, other = somebody(DESK), somebody(DESK), somebody(PHONE), somebody(PHONE)
    come_in(secretary, "koordinator", f"{house.base_url}/mine")
    come_in(chair, "leder", f"{house.base_url}/mine")
    invited = invite(context, house.site.sessions, house.base_url, "rektor")
    assert isinstance(invited, InvitationLink)
    assert invited.link is not None
    link = str(invited.link)

    # a scanner of mail opens the link and sends its form; a second person signs in by it, and is told nothing more
    with httpx2.Client(follow_redirects=True) as scanner:
        assert scanner.get(link).status_code == 200
        scanner.post(link, data={"csrf": "0"}, headers={"Origin": house.base_url})
    come_in(owner, "rektoren", link)
    click(owner, "Vis koden min")
    code = owner.locator(".code").inner_text()
    assert re.fullmatch(r"\d{4} \d{4}", code)
    come_in(other, "en-annen", link)
    assert "En annen har logget inn" in other.locator("main").inner_text()
    assert code not in other.content()
    owner.goto(f"{house.base_url}/mine")
    assert "Følge til skolen" not in owner.content(), "a link binds nothing"

    done(confirm(context, house.site.sessions, code))
    other.goto(f"{house.base_url}/mine")
    assert "Følge til skolen" not in other.content()
    owner.goto(f"{house.base_url}/mine")
    assert "Følge til skolen" in owner.content()
    act(owner, "Ta imot")
    owner.goto(house.base_url + PAGE)
    act(owner, "Start")
    owner.goto(house.base_url + PAGE)
    act(owner, "Meld hinder", Begrunnelse="Skolen er stengt.")
    secretary.goto(f"{house.base_url}/status")
    assert "Hindret" in secretary.locator("main").inner_text()
    owner.goto(house.base_url + PAGE)
    act(owner, "Hinderet er borte")
    owner.goto(house.base_url + PAGE)
    act(owner, "Meld utført", Resultat="Alle har følge.")

    owner.goto(house.base_url + PAGE)
    assert owner.locator("main a").get_by_text("Bekreft", exact=True).count() == 0, "nobody verifies their own work"
    answer = owner.goto(f"{house.base_url}{PAGE}/do/verify")
    assert answer is not None
    assert answer.status == 403
    secretary.goto(house.base_url + PAGE)
    assert "Alle har følge." in secretary.locator("main").inner_text()
    act(secretary, "Bekreft")
    assert state(council) == "verified"
    chair.goto(f"{house.base_url}/status")
    assert "Bekreftet" in chair.locator("main").inner_text()

    lines = {line.account for line in history(context, MEASURE) if line.authenticated == "oidc"}
    assert lines == {f"oidc:{council.provider.issuer}#{name}" for name in ("rektoren", "koordinator")}
    assert not verify(context)[0].flaws


def test_a_session_that_another_planted_is_not_gone_on_with(council: Council, somebody: Somebody) -> None:
    house, victim, thief = council.house, somebody(PHONE), somebody(PHONE)
    come_in(thief, "leder", f"{house.base_url}/mine")
    planted = next(cookie["value"] for cookie in thief.context.cookies() if cookie["name"] == "slt")
    for secret in ("x" * 43, planted):
        victim.context.clear_cookies()
        victim.context.add_cookies([{"name": "slt", "value": str(secret), "url": house.base_url}])
        victim.goto(f"{house.base_url}/sign-in/to?next=/mine")
        if victim.get_by_label("Person").count():
            victim.get_by_label("Person").fill("koordinator")
            click(victim, "Sign in")
        own = next(cookie["value"] for cookie in victim.context.cookies(house.base_url) if cookie["name"] == "slt")
        assert own != secret
        assert house.site.sessions.of(str(secret)) is None
        assert house.site.sessions.of(str(own)) is not None, "the control"


def test_a_stranger_and_one_whose_access_is_taken_back_read_nothing(council: Council, somebody: Somebody) -> None:
    house, stranger, owner = council.house, somebody(PHONE), somebody(PHONE)
    done(grant_access(council.context, "rektor", council.provider.issuer, "rektoren"))
    for person, page in (("ukjent", stranger), ("rektoren", owner)):
        come_in(page, person, f"{house.base_url}/mine")
    assert "Følge til skolen" not in stranger.content()
    assert "Følge til skolen" in owner.content()
    owner.goto(f"{house.base_url}{PAGE}/do/remark")
    owner.get_by_label("Tekst").fill("Etter at tilgangen er borte")
    done(revoke_access(council.context, "rektor"))
    before = history(council.context)
    click(owner, "Før det inn")
    assert history(council.context) == before
    for page in (stranger, owner):
        for path in ("/mine", PAGE, "/status", "/council"):
            answer = page.goto(house.base_url + path)
            assert answer is not None
            assert answer.status == 403, path
            assert "Følge til skolen" not in page.content()
