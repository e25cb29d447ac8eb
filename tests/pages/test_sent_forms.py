"""A form of another site or another session is refused, and one that is sent twice is recorded once."""

from __future__ import annotations

import hmac
import re
from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from slt_flow.errors import RequestError
from slt_flow.pages import cookies
from slt_flow.pages.sent_forms import form_key, recorded_once, refuse_forgery, request_key
from slt_flow.pages.sessions import Session, Sessions
from slt_flow.results.answers import Done
from slt_flow.services.decisions.register import register
from slt_flow.views.text.failures import lines
from slt_flow.views.text.words import Words
from tests.conftest import MakeContext

HERE = "https://slt.example"
OTHERS = ("https://evil.example", "http://slt.example", "https://slt.example:8443", "https://slt.example.evil.example")


def request(method: str = "POST", address: str = HERE, **headers: str) -> Request:
    """A request as a browser sends it; underscores of header names are hyphens."""
    scheme, _, host = address.partition("://")
    named = {"host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in named.items()]
    scope = {"type": "http", "method": method, "scheme": scheme, "path": "/", "query_string": b"", "headers": raw}
    return Request(scope)


@pytest.fixture
def session(sessions: Sessions) -> Session:
    session = sessions.of(sessions.begin("oidc:a", "oidc"))
    assert session is not None
    return session


def refused(asked: Request, session: Session | None, form: dict[str, object], base_url: str | None = HERE) -> str:
    """The code of the refusal, "" where there is none."""
    try:
        refuse_forgery(asked, session, form, base_url=base_url)
    except RequestError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": HERE, "sec_fetch_site": "same-origin"},
        {"origin": HERE},
        {"sec_fetch_site": "same-origin"},
        {"origin": "null", "sec_fetch_site": "same-origin"},
        {"origin": "https://slt.example:443"},
    ],
)
def test_our_own_form_is_let_through(session: Session, headers: dict[str, str]) -> None:
    assert refused(request(**headers), session, {"csrf": session.csrf}) == ""


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "https://[bad"},
        {"origin": "https://slt.example:port"},
        *({"origin": other} for other in OTHERS),
        *({"origin": other, "sec_fetch_site": "same-origin"} for other in OTHERS),
        *({"origin": HERE, "sec_fetch_site": site} for site in ("cross-site", "same-site", "none", "")),
        *({"sec_fetch_site": site} for site in ("cross-site", "same-site", "none", "")),
    ],
)
def test_a_form_of_another_site_is_refused_though_its_token_is_right(session: Session, headers: dict[str, str]) -> None:
    assert refused(request(**headers), session, {"csrf": session.csrf}) == "form_of_another_site"
    assert refused(request(**headers), None, {}) == "form_of_another_site"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "post", "X"])
def test_every_method_that_may_write_is_looked_at(session: Session, method: str) -> None:
    assert refused(request(method), session, {"csrf": session.csrf}) == "form_of_another_site"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_reading_is_let_through(session: Session, method: str) -> None:
    assert refused(request(method), session, {}) == ""


def test_the_token_of_another_session_is_refused(sessions: Sessions, session: Session) -> None:
    again, other = (sessions.of(sessions.begin(account, "oidc")) for account in ("oidc:a", "oidc:b"))
    assert again is not None
    assert other is not None
    for token in (again.csrf, session.csrf[:-1]):
        assert refused(request(origin=HERE), session, {"csrf": token}) == "form_of_another_session"
    tokens = ("", "å", "\udc80", session.csrf.upper(), session.csrf[1:], other.csrf, ".", object())
    wrong: list[dict[str, object]] = [*({"csrf": token} for token in tokens), {}]
    assert {refused(request(origin=HERE), session, form) for form in wrong} == {"form_of_another_account"}


def test_before_the_sign_in_the_origin_tells(session: Session) -> None:
    assert refused(request(origin=HERE), None, {}) == ""


def test_without_an_address_of_ones_own_the_request_tells_it(session: Session) -> None:
    local = "http://127.0.0.1:8000"
    form: dict[str, object] = {"csrf": session.csrf}
    assert refused(request(address=local, origin=local), session, form, None) == ""
    for other in ("http://127.0.0.1:8001", "http://localhost:8000", "https://127.0.0.1:8000"):
        assert refused(request(address=local, origin=other), session, form, None) == "form_of_another_site"


def test_tokens_are_compared_in_constant_time(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert refused(request(origin=HERE), session, {"csrf": session.csrf}) == "form_of_another_account"
    assert compared[0] == (session.csrf.encode(), session.csrf.encode())


# keys


def test_a_form_that_is_sent_twice_is_recorded_once(context: MakeContext) -> None:
    key = request_key({"key": form_key()})
    sent = replace(context(), key=key)
    first, second = register(sent, "Natteravner"), register(sent, "Natteravner")
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert (first.already, second.already) == (False, True)
    assert first.entries == second.entries


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_a_form_that_comes_again_with_other_words_is_told_in_words_of_forms(
    context: MakeContext, language: str
) -> None:
    key = form_key()
    sent = replace(context(), key=request_key({"key": key}))
    register(sent, "Natteravner")
    with pytest.raises(RequestError, match="form_sent_before") as raised, recorded_once():
        register(sent, "Natteravnar")
    (sentence,) = lines(raised.value, Words(language))
    assert key not in sentence


def test_another_error_is_told_as_it_is() -> None:
    with pytest.raises(RequestError, match="unknown_ref"), recorded_once():
        raise RequestError("unknown_ref", ref="9/26")


@pytest.mark.parametrize("key", [None, "", "M2/26", "a" * 21, "a" * 23, "å" * 22, "a" * 21 + "\n", ["a" * 22]])
def test_a_key_that_we_never_made_is_refused(key: object) -> None:
    with pytest.raises(RequestError, match="form_without_key"):
        request_key({"key": key})


def test_every_form_has_a_key_of_its_own() -> None:
    assert len({form_key() for _ in range(100)}) == 100


# the cookie


def cookie_of(base_url: str, **options: int) -> str:
    response = Response()
    cookies.put(response, "s" * 43, base_url, **options)  # type: ignore[arg-type]  # seconds only
    return response.headers["set-cookie"]


def test_behind_tls_the_cookie_is_of_this_host_alone_and_out_of_reach_of_scripts() -> None:
    assert cookie_of(HERE) == f"__Host-slt={'s' * 43}; HttpOnly; Path=/; SameSite=lax; Secure"


def test_on_ones_own_machine_it_has_neither_prefix_nor_secure() -> None:
    assert cookie_of("http://127.0.0.1:8000") == f"slt={'s' * 43}; HttpOnly; Path=/; SameSite=lax"


@pytest.mark.parametrize("base_url", [HERE, "http://127.0.0.1:8000"])
def test_a_cookie_comes_back_and_is_taken_back_under_its_own_name(base_url: str) -> None:
    name, value = re.match("([^=]+)=([^;]*)", cookie_of(base_url)).groups()  # type: ignore[union-attr]  # it has a name
    assert cookies.secret_of(request(cookie=f"{name}={value}"), base_url) == value
    response = Response()
    cookies.remove(response, base_url)
    assert response.headers["set-cookie"].startswith(f'{name}=""; ')
    assert "Max-Age=0" in response.headers["set-cookie"]


@pytest.mark.parametrize("brought", ["", "slt=" + "s" * 43, "__Host-slt=short", "__Host-slt=" + "s" * 44, "x" * 9000])
def test_another_cookie_is_none(brought: str) -> None:
    assert cookies.secret_of(request(cookie=brought), HERE) is None
