"""The link to sign in on one's own computer: opened it changes nothing, its button lets in once, and only from here."""

from __future__ import annotations

from pathlib import Path

import pytest

from slt_flow.pages.local import link
from slt_flow.pages.site import Site
from slt_flow.services.request.context import signed_in
from tests.conftest import MakeContext
from tests.pages.browsing import ADDRESS, Browser, site_of


@pytest.fixture
def site(context: MakeContext, database: Path) -> Site:
    return site_of(context(account=None))


@pytest.fixture
def browser(site: Site) -> Browser:
    browser = Browser(site)
    browser.client.follow_redirects = False
    return browser


def test_its_button_lets_in_once(site: Site, browser: Browser) -> None:
    path = link(site).removeprefix(ADDRESS)
    for _ in range(2):
        assert browser.get(path).status == 200
    assert not browser.client.cookies
    assert browser.post(path, {}).status == 303
    session = site.sessions.of(browser.client.cookies["__Host-slt"])
    assert session is not None
    assert (session.account, session.authenticated) == (signed_in().name, "os")
    assert Browser(site).post(path, {}).status == 400


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}])
def test_another_site_does_not_use_it_up(site: Site, browser: Browser, headers: dict[str, str]) -> None:
    path = link(site).removeprefix(ADDRESS)
    assert browser.post(path, {}, **headers).status == 403
    assert not browser.client.cookies
    assert browser.post(path, {}).status == 303
