"""Pages of signing in and out, with a real provider: who comes in, who does not, and how a session ends."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from httpx2 import Response

from slt_flow.definitions.providers import Provider
from slt_flow.pages.guards import SecureHeaders
from slt_flow.pages.openid import Client
from slt_flow.pages.sign_in import ATTEMPT
from slt_flow.pages.site import Site
from slt_flow.services.people.access import grant_access
from slt_flow.services.people.organisations import add_organisation
from slt_flow.services.people.posts import add_post, appoint
from slt_flow.services.request.context import Context
from slt_flow.terms import LANGUAGES
from slt_flow.views.text.words import Words
from tests.conftest import Prepared
from tests.pages import browsing, providers
from tests.pages.providers import CLIENT_ID, HIGH, KEY, LOW, OpenIdProvider
from tests.records.year import done

pytestmark = pytest.mark.xdist_group("openid")
"""The provider is started once."""

SYNTHETIC: Final = "13097248022"
SESSION: Final = "__Host-slt"


@pytest.fixture(autouse=True)
def provider(running: OpenIdProvider) -> OpenIdProvider:
    running.misbehave()
    return running


def head_of_school(context: Context) -> None:
    """A post with a holder, to whom access is granted once there is an issuer."""
    done(add_organisation(context, "skolen", "Skolen", "kommune"))
    done(add_post(context, "rektor", "Rektor", "skolen", ["executing"]))
    done(appoint(context, "rektor", "Prøve Prøvesen"))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(head_of_school)


def site_with(context: Context, issuer: str) -> Site:
    key = KEY.as_pem(private=True).decode()
    configured = Provider("ID-porten", issuer, CLIENT_ID, ("openid", "no_pid"), {"acr": (HIGH,)}, (HIGH,), key=key)
    return browsing.site_of(context, provider=Client(configured, browsing.ADDRESS, longest=2))


@pytest.fixture
def site(context: Context, provider: OpenIdProvider) -> Site:
    done(grant_access(context, "rektor", provider.issuer, "kari"))
    return site_with(context, provider.issuer)


class Person(browsing.Browser):
    """One person's browser, on our pages and at the provider."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.client.follow_redirects = False
        self.abroad = providers.Browser()

    def answer(self, onward: str = "/mine", person: str = "kari", **claims: Any) -> dict[str, str]:
        """Go to the provider, and return its answer instead of bringing it."""
        sent = self.client.get("/sign-in/to", params={"next": onward})
        assert sent.status_code == 303
        return self.abroad.sign_in(sent.headers["Location"], person, **claims)

    def bring(self, answer: dict[str, str]) -> Response:
        return self.client.get("/sign-in/back", params=answer)

    def in_by_provider(self, **claims: Any) -> Response:
        return self.bring(self.answer(**claims))

    @property
    def secret(self) -> str | None:
        return self.client.cookies.get(SESSION)

    def is_in(self) -> bool:
        return self.client.get("/mine").status_code == 200

    def sign_out(self, **fields: str) -> Response:
        page = self.get("/mine")
        sent = page.hidden("form") | fields
        own = {"Origin": self.site.base_url, "Sec-Fetch-Site": "same-origin"}
        return self.client.post("/sign-out", data=sent, headers=own)


@pytest.fixture
def person(site: Site) -> Person:
    return Person(site)


def test_a_person_finds_the_way_in_and_their_page(person: Person, provider: OpenIdProvider) -> None:
    sent = person.client.get("/mine")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/sign-in?next=/mine")
    page = person.get("/sign-in?next=/mine")
    assert page.status == 200
    assert page.links()["Gå videre til ID-porten"] == "/sign-in/to?next=/mine"
    came = person.in_by_provider()
    assert (came.status_code, came.headers["Location"]) == (303, "/mine")
    assert "Rektor" in person.get("/mine").text
    assert person.secret is not None
    session = person.site.sessions.of(person.secret)
    assert session is not None
    assert (session.account, session.authenticated) == (f"oidc:{provider.issuer}#kari", "oidc")
    assert session.id_token == provider.issued()
    assert session.sid


def test_cookies_are_of_this_host_and_out_of_reach_of_scripts(person: Person) -> None:
    sent = person.client.get("/sign-in/to")
    came = person.bring(person.answer())
    assert f"__Host-{ATTEMPT}" not in person.client.cookies
    for answer in (sent, came):
        for cookie in answer.headers.get_list("Set-Cookie"):
            attributes = {part.strip().casefold() for part in cookie.split(";")[1:]}
            assert cookie.startswith("__Host-")
            assert {"secure", "httponly", "samesite=lax", "path=/"} <= attributes
            assert not any(part.startswith("domain") for part in attributes)


def test_a_stranger_is_signed_in_and_finds_nothing(person: Person) -> None:
    came = person.bring(person.answer(person="ola"))
    assert came.status_code == 303
    assert person.client.get("/mine").status_code == 403


def test_an_answer_in_another_browser_signs_nobody_in(person: Person) -> None:
    """Nobody is signed in as somebody else by a link with that person's answer."""
    answer = person.answer()
    victim = Person(person.site)
    assert victim.bring(answer).status_code == 400
    victim.client.get("/sign-in/to")  # with an attempt of its own
    assert victim.bring(answer).status_code == 400
    assert victim.secret is None
    assert not victim.is_in()
    assert person.bring(answer).status_code == 303
    assert person.is_in()


def test_an_answer_is_taken_once(person: Person) -> None:
    answer = person.answer()
    assert person.bring(answer).status_code == 303
    secret = person.secret
    assert person.bring(answer).status_code == 400
    assert person.secret == secret
    assert person.is_in()


@pytest.mark.parametrize("twice", ["state", "code", "iss"])
def test_a_parameter_that_comes_twice_is_none(person: Person, twice: str) -> None:
    answer = person.answer()
    doubled = urlencode([*answer.items(), (twice, answer[twice])])
    assert person.client.get(f"/sign-in/back?{doubled}").status_code == 400
    assert not person.is_in()


def test_a_session_that_somebody_put_there_is_not_gone_on_with(person: Person) -> None:
    planted = person.site.sessions.begin("oidc:https://id.example.no#attacker", "oidc")
    person.client.cookies.set(SESSION, planted, domain="politirad.example")
    person.in_by_provider()
    assert person.secret != planted
    assert person.site.sessions.of(planted) is None
    assert person.is_in()


@pytest.mark.parametrize(
    "onward", ["//evil.example", "/\\evil.example", "https://evil.example", "/%2fevil", "/\n/evil"]
)
def test_nobody_is_sent_to_another_site(person: Person, onward: str) -> None:
    assert person.bring(person.answer(onward)).headers["Location"] == "/"
    for page in (
        person.client.get("/sign-in", params={"next": onward}),
        Person(person.site).client.get(f"/sign-in?{urlencode({'next': onward})}"),
    ):
        links = browsing.Page(page.status_code, "/sign-in", page.text).links()
        assert {links.get("Gå videre"), links.get("Gå videre til ID-porten")} <= {None, "/", "/sign-in/to?next=/"}


@pytest.mark.endurance
def test_a_sign_in_that_is_stepped_down_is_told_in_every_language(person: Person) -> None:
    for language in LANGUAGES:
        person.client.cookies.set("slt-language", language, domain="politirad.example")
        came = person.in_by_provider(acr=LOW)
        assert came.status_code == 400
        assert "ID-porten" in came.text
        assert HIGH in came.text
        go_on = Words(language).say("Go on to {provider}", provider="ID-porten")
        again = browsing.Page(came.status_code, "/sign-in/back", came.text).links()[go_on]
        assert "&prompt=login" in person.client.get(again).headers["Location"]
        assert "Traceback" not in came.text
    assert not person.is_in()


def test_an_identity_number_reaches_no_file_no_page_and_no_log(
    person: Person, context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    came = person.in_by_provider(pid=SYNTHETIC)
    assert came.status_code == 303
    assert person.is_in()
    refused = Person(person.site).in_by_provider(pid=SYNTHETIC, acr=LOW)
    assert refused.status_code == 400
    folder = Path(context.store.path).parent
    kept = b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
    assert SYNTHETIC.encode() not in kept
    assert SYNTHETIC not in caplog.text + came.text + refused.text + str(came.headers)
    session = person.site.sessions.of(person.secret or "")
    assert session is not None
    assert session.id_token == ""


def test_what_needs_no_provider_works_while_it_is_down(context: Context) -> None:
    site = replace(site_with(context, "http://127.0.0.1:9"), public=True)
    person = Person(site)
    assert person.get("/sign-in?next=/mine").status == 200
    page = person.get("/sign-in/to?next=/mine")
    assert page.status == 503
    assert page.links()["Gå videre til ID-porten"] == "/sign-in/to?next=/mine"
    assert person.client.get("/").status_code == 303
    local = site.sessions.begin("os:slt@kontoret", "os")
    person.client.cookies.set(SESSION, local, domain="politirad.example")
    assert person.sign_out().status_code == 200


def test_pages_without_a_provider_say_so(context: Context) -> None:
    person = Person(browsing.site_of(context))
    for path in ("/sign-in", "/sign-in/to", "/sign-in/back"):
        page = person.get(path)
        assert page.status == 400
        assert "på din egen maskin" in page.text.casefold()
    assert person.client.get("/sign-out/front-channel").status_code == 404


def test_signing_out_ends_the_session_here_and_at_the_provider(person: Person, provider: OpenIdProvider) -> None:
    person.in_by_provider()
    stolen = person.secret
    token = provider.issued()
    out = person.sign_out()
    assert out.status_code == 200
    further = out.headers["Refresh"].removeprefix("0; url=")
    assert further.startswith(f"{provider.issuer}/session/end?id_token_hint={token}&")
    assert "post_logout_redirect_uri=https%3A%2F%2Fpolitirad.example%2Fsigned-out" in further
    assert 'action="/sign-out"' not in out.text
    assert "sign-out" in person.abroad.page(further)
    assert person.secret is None
    thief = Person(person.site)
    thief.client.cookies.set(SESSION, str(stolen), domain="politirad.example")
    assert not thief.is_in()
    assert person.get("/signed-out").status == 200


def test_another_site_signs_nobody_out(person: Person) -> None:
    person.in_by_provider()
    token = person.get("/mine").hidden("form")
    for headers, fields in (
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, token),
        ({"Origin": person.site.base_url}, {}),
        ({"Origin": person.site.base_url}, {"csrf": "x"}),
    ):
        assert person.client.post("/sign-out", data=fields, headers=headers).status_code == 403
    assert person.client.get("/sign-out").headers["location"] == "/"
    assert person.is_in()
    assert person.sign_out().status_code == 200
    assert not person.is_in()


def test_signing_out_everywhere_ends_every_session_of_the_account(person: Person) -> None:
    elsewhere, other = Person(person.site), Person(person.site)
    person.in_by_provider()
    elsewhere.in_by_provider()
    other.bring(other.answer(person="ola"))
    assert person.get("/sign-in").tree.query('button[name="everywhere"]')
    person.sign_out(everywhere="1")
    assert not person.is_in()
    assert not elsewhere.is_in()
    assert other.site.sessions.of(other.secret or "") is not None


def test_the_provider_signs_out_by_its_session_and_without_a_cookie(person: Person, provider: OpenIdProvider) -> None:
    elsewhere = Person(person.site)
    person.in_by_provider()
    elsewhere.in_by_provider()
    session = person.site.sessions.of(person.secret or "")
    assert session is not None
    frame = Person(person.site)
    for query in (
        [("iss", "https://evil.example"), ("sid", session.sid)],
        [("sid", session.sid)],
        [("iss", provider.issuer)],
        [("iss", provider.issuer), ("sid", session.sid), ("sid", "x")],
    ):
        assert frame.client.get(f"/sign-out/front-channel?{urlencode(query)}").status_code == 400
    frame.client.get("/sign-out/front-channel", params={"iss": provider.issuer, "sid": "of-another"})
    assert person.is_in()
    ended = frame.client.get("/sign-out/front-channel", params={"iss": provider.issuer, "sid": session.sid})
    assert ended.status_code == 200
    assert not person.is_in()
    assert elsewhere.is_in()


def test_only_the_path_of_the_provider_may_be_framed_and_only_by_it(person: Person, provider: OpenIdProvider) -> None:
    pages = person.client._transport
    assert isinstance(pages, browsing.Answering)
    pages.asgi.app = SecureHeaders(pages.asgi.app, browsing.ADDRESS)  # as in front of the pages
    framed = person.client.get("/sign-out/front-channel").headers["Content-Security-Policy"]
    assert f"frame-ancestors {provider.issuer}" in framed.split("; ")
    for path in ("/sign-in", "/sign-in/back", "/signed-out", "/mine"):
        policy = person.client.get(path).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy.split("; ")
