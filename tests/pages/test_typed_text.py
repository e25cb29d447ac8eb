"""What somebody typed outlives the session: it is there for the same account after a sign-in, for nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from slt_flow.services.history.timeline import history
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.pages.browsing import Browser, site_of
from tests.pages.conftest import MovedClock
from tests.pages.test_acts import MEASURE, OWNER, SECRETARY, work

PAGE = f"{MEASURE}/do/remark"
TEXT = "En lang merknad om skoleveien"


@pytest.fixture
def context(prepared: Prepared, clock: MovedClock) -> Context:
    return replace(prepared(work), clock=clock)


@pytest.fixture
def owner(context: Context) -> Browser:
    return Browser(site_of(context)).sign_in(OWNER, "os")


def sent(browser: Browser, fields: dict[str, str], **headers: str) -> int:
    """The status of a form that is sent, without following where it leads."""
    browser.client.follow_redirects = False
    status = browser.post(PAGE, fields | {"text": TEXT}, **headers).status
    browser.client.follow_redirects = True
    return status


def is_recorded(context: Context) -> bool:
    return any(TEXT in line.texts.values() for line in history(context))


def test_it_is_there_after_a_night_and_is_recorded_then(owner: Browser, context: Context, clock: MovedClock) -> None:
    form = owner.get(PAGE)
    clock.go_on(hours=20)
    assert sent(owner, form.hidden()) == 303
    assert not is_recorded(context)
    owner.sign_in(OWNER, "os")
    back = owner.get(PAGE)
    assert TEXT in back.html
    assert owner.post(PAGE, back.hidden() | {"text": TEXT}).path.startswith("/receipt/")
    assert is_recorded(context)
    assert TEXT not in owner.get(PAGE).html


def test_a_page_from_before_the_next_sign_in_loses_nothing(owner: Browser, context: Context) -> None:
    form = owner.get(PAGE)
    owner.sign_in(OWNER, "os")
    assert sent(owner, form.hidden()) == 403
    assert not is_recorded(context)
    assert TEXT in owner.get(PAGE).html


def test_a_page_that_another_opened_leaves_nothing_with_whoever_is_signed_in_now(
    owner: Browser, context: Context
) -> None:
    form = owner.get(PAGE)
    owner.sign_in(SECRETARY, "os")
    assert sent(owner, form.hidden()) == 403
    assert not is_recorded(context)
    assert TEXT not in owner.get(PAGE).html


@pytest.mark.parametrize("headers", [{"Origin": "https://ond.example"}, {"Sec_Fetch_Site": "cross-site"}])
def test_another_site_leaves_nothing_in_a_session_that_is_over(
    owner: Browser, clock: MovedClock, headers: dict[str, str]
) -> None:
    form = owner.get(PAGE)
    clock.go_on(hours=20)
    assert sent(owner, form.hidden(), **headers) == 303
    assert sent(owner, form.hidden() | {"csrf": "guessed"}) == 303
    assert TEXT not in owner.sign_in(OWNER, "os").get(PAGE).html
    clock.go_on(hours=20)
    assert sent(owner, {}) == 303
    assert TEXT not in owner.sign_in(OWNER, "os").get(PAGE).html


def test_nothing_is_kept_for_a_session_that_was_signed_out(owner: Browser, context: Context) -> None:
    form = owner.get(PAGE)
    owner.site.sessions.end_all(OWNER)
    assert sent(owner, form.hidden()) == 303
    assert not is_recorded(context)
    assert TEXT not in owner.sign_in(OWNER, "os").get(PAGE).html
