"""The page of an invitation: a scanner and a stranger change nothing, one person gets the code, a second is told."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from slt_flow.definitions.providers import Provider
from slt_flow.pages.inviting import confirm, invitations, invite
from slt_flow.pages.openid import Client
from slt_flow.pages.site import Site
from slt_flow.results.people import AUDITOR, InvitationLink
from slt_flow.services.history.timeline import history
from slt_flow.services.request.context import Context
from slt_flow.terms import Presence
from tests.conftest import Prepared
from tests.pages.browsing import ADDRESS, Browser, site_of
from tests.pages.conftest import MovedClock
from tests.pages.test_inviting import OTHER, PERSON, SECRETARY, known


@pytest.fixture
def context(prepared: Prepared, clock: MovedClock) -> Context:
    return replace(prepared(known), clock=clock, account=SECRETARY)


@pytest.fixture
def site(context: Context) -> Site:
    provider = Provider("ID-porten", "https://id.example", "client", ("openid",), {}, (), secret="x" * 32)
    return site_of(context, provider=Client(provider, ADDRESS))


def path_of(site: Site) -> str:
    """The path of a new invitation."""
    invited = invite(site.context, site.sessions, ADDRESS, "ordforer")
    assert isinstance(invited, InvitationLink)
    return str(invited.link).removeprefix(ADDRESS)


def code_on(html: str) -> str | None:
    digits = re.search(r"\d{4} \d{4}", html)
    return digits[0] if digits else None


def state_of(site: Site) -> str:
    return invitations(site.sessions)[0].state


def test_the_way_of_a_new_member(site: Site, context: Context) -> None:
    path = path_of(site)
    person = Browser(site)
    page = person.get(path)
    assert "Ordfører" in page.text
    assert page.links()["Gå videre til ID-porten"] == f"/sign-in/to?next={path}"
    person.sign_in(PERSON)
    asked = person.get(path)
    assert (code_on(asked.html), state_of(site)) == (None, "open")
    code = code_on(person.post(path, asked.hidden()).html)
    assert code is not None
    assert code_on(person.get(path).html) == code
    assert person.get("/mine").status == 403
    before = len(history(context))
    confirm(context, site.sessions, code)
    assert len(history(context)) == before + 1
    assert person.get(path).path == "/now"


def test_a_scanner_that_opens_and_submits_everything_changes_nothing(site: Site, context: Context) -> None:
    path, before = path_of(site), history(context)
    scanner = Browser(site)
    scanner.client.follow_redirects = False
    for _ in range(3):
        assert code_on(scanner.get(path).html) is None
        assert scanner.post(path, {}).status == 303
        assert scanner.post(path, {}, Origin="https://mail.example").status == 403
    assert state_of(site) == "open"
    assert history(context) == before


def test_a_second_person_is_told_that_it_is_taken(site: Site) -> None:
    path = path_of(site)
    first, second = Browser(site).sign_in(PERSON), Browser(site).sign_in(OTHER)
    code = code_on(first.post(path, first.get(path).hidden()).html)
    page = second.get(path)
    assert page.status == 403
    assert "En annen har logget inn" in page.text
    assert second.post(path, {"csrf": "x"}).status == 403
    assert code_on(first.get(path).html) == code


def test_another_site_cannot_make_somebody_claim(site: Site) -> None:
    path = path_of(site)
    person = Browser(site).sign_in(PERSON)
    form = person.get(path).hidden()
    assert person.post(path, form, Origin="https://evil.example").status == 403
    assert person.post(path, form | {"csrf": "x"}).status == 403
    assert state_of(site) == "open"


def test_the_account_of_this_computer_is_sent_to_the_provider(site: Site) -> None:
    path = path_of(site)
    local = Browser(site).sign_in("os:ola@pc", "os")
    assert "Gå videre til ID-porten" in local.get(path).links()
    assert state_of(site) == "open"


@pytest.mark.parametrize("state", ["revoked", "confirmed", "expired"])
def test_an_invitation_that_is_over_says_so(site: Site, clock: MovedClock, state: str) -> None:
    path = path_of(site)
    if state == "expired":
        clock.go_on(days=15)
    else:
        site.sessions.close(invitations(site.sessions)[0].id, state)
    page = Browser(site).sign_in(PERSON).get(path)
    assert page.status == 410
    assert "invitasjonen er" in page.text.casefold()
    assert Browser(site).get("/invitation/nothing").status == 404


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(("post", "role"), [(None, AUDITOR), ("ordforer", Presence.DEPUTY), ("ordforer", "")])
def test_it_says_what_one_is_invited_to(site: Site, post: str | None, role: str, language: str) -> None:
    secret = site.sessions.invite(post, "os:slt@kontoret", 14, role=role)
    page = Browser(site).get(f"/invitation/{secret}?lang={language}")
    assert page.status == 200
    assert ("Ordfører" in page.text) is (post is not None)
    assert "Kvæfjord" in page.text


def test_without_a_provider_there_is_nothing_to_sign_in_at(context: Context) -> None:
    site = site_of(context)
    assert Browser(site).get(path_of(site)).status == 400
