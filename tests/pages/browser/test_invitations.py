"""The page of an invitation in a browser: every width, language and scheme, right for axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, get_args

import pytest
from playwright.sync_api import Browser

from slt_flow.pages.sessions import Sessions
from slt_flow.records.store import Store
from slt_flow.services.request.context import Context
from slt_flow.terms import LANGUAGES
from tests.conftest import DEMO_DAY, EVERYONE, IN_MEMORY, NOON, on
from tests.pages.browser.house import (
    ISSUER,
    NOBODY,
    PAGE_RULES,
    House,
    account_of,
    heard,
    house_of,
    let_in,
    signed_in,
    small_targets,
    watched,
)
from tests.views.writers.browser import Scheme, Screen, overflow, violations

pytestmark = [pytest.mark.endurance, pytest.mark.xdist_group("browser")]

SCREENS: Final = [Screen(width, scheme) for width in (320, 1280) for scheme in get_args(Scheme)]


@pytest.fixture(scope="module")
def house(demo: Callable[[str], bytes]) -> Iterator[House]:
    """The demo year, where a provider signs people in."""
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        path = Path(folder) / "slt.sqlite"
        path.touch(0o600)
        path.write_bytes(demo("kvaefjord"))
        context = on(Context(Store(str(path)), council="kvaefjord", clock=NOON, account=EVERYONE), DEMO_DAY)
        let_in(context)
        with house_of(replace(context, account=None), issuer=ISSUER) as served:
            yield served


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_an_invitation_is_right(
    browser: Browser, axe: str, house: House, screen: Screen, language: str
) -> None:
    sessions: Sessions = house.site.sessions
    opened, claimed = (sessions.invite("rektor", "os:slt@kontoret", 14) for _ in range(2))
    sessions.claim(claimed, account_of("owner"))
    for who, secret in [(NOBODY, opened), ("owner", opened), ("owner", claimed)]:
        path = f"/invitation/{secret}"
        with signed_in(browser, house, who, screen) as context:
            tab = watched(context, house)
            answer = tab.page.goto(f"{house.base_url}{path}?lang={language}")
            assert answer is not None
            assert answer.status == 200, path
            assert overflow(tab.page) == [], path
            assert small_targets(tab.page) == [], path
            assert heard(tab, 200) == [], path
        if language != LANGUAGES[0]:  # axe reads the same of all
            continue
        with signed_in(browser, house, who, screen, script=True, bypass_csp=True) as context:
            page = context.new_page()
            page.goto(f"{house.base_url}{path}?lang={language}")
            assert violations(page, axe, PAGE_RULES) == [], path
