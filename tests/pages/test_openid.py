"""Signing in with a real OpenID provider, and every way in which its answer may be another than it must be."""

from __future__ import annotations

import logging
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import pytest

from slt_flow.definitions.providers import Provider
from slt_flow.errors import ProviderUnavailable, SignInRefused
from slt_flow.pages.openid import ATTEMPT_SECONDS, Client
from tests.pages.providers import (
    BASE,
    CLIENT_ID,
    HIGH,
    KEY,
    LOW,
    OTHER_CLIENT,
    SECRET,
    Browser,
    OpenIdProvider,
)

pytestmark = pytest.mark.xdist_group("openid")
"""The provider is started once."""

SYNTHETIC: Final = "13097248022"
"""National identity number of nobody: its month is marked as that of a synthetic person, or its date is invented."""


class Memory:
    """The memory of codes and tokens, as the sessions of the pages have it."""

    def __init__(self) -> None:
        self.kept: set[tuple[str, str]] = set()

    def first_time(self, purpose: str, value: str, seconds: int) -> bool:
        assert seconds > 900
        if (purpose, value) in self.kept:
            return False
        self.kept.add((purpose, value))
        return True


@pytest.fixture(scope="module")
def configured(running: OpenIdProvider) -> Provider:
    key = KEY.as_pem(private=True).decode()
    scopes = ("openid", "no_pid")
    return Provider("ID-porten", running.issuer, CLIENT_ID, scopes, {"acr": (HIGH,)}, (HIGH,), key_id="ours", key=key)


@pytest.fixture(scope="module")
def client(configured: Provider) -> Client:
    return Client(configured, BASE)


@pytest.fixture(autouse=True)
def provider(running: OpenIdProvider) -> OpenIdProvider:
    running.misbehave()
    return running


@pytest.fixture
def memory() -> Memory:
    return Memory()


def why(refusal: pytest.ExceptionInfo[Any]) -> str:
    return str(refusal.value.facts.get("why", refusal.value.code))


def signed_in(client: Client, memory: Memory, **claims: Any) -> Any:
    url, attempt = client.begin("/")
    return client.finish(attempt, Browser().sign_in(url, **claims), memory.first_time)


def test_a_person_is_signed_in(client: Client, memory: Memory, provider: OpenIdProvider) -> None:
    url, attempt = client.begin("/mine?what=late")
    person = client.finish(attempt, Browser().sign_in(url), memory.first_time)
    assert (person.issuer, person.subject) == (provider.issuer, "kari")
    assert person.id_token == provider.issued()
    assert person.sid
    assert attempt.onward == "/mine?what=late"
    assert attempt.verifier not in url


def test_the_request_asks_for_what_the_file_says(configured: Provider) -> None:
    asked = '{"id_token": {"acrs": {"essential": true, "value": "c1"}}}'
    url, attempt = Client(replace(configured, claims=asked, acr_values=(HIGH, LOW)), BASE).begin("/")
    query = dict(parse_qsl(urlsplit(url).query))
    challenge = urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
    assert (query["code_challenge"], query["code_challenge_method"]) == (challenge, "S256")
    assert (query["response_type"], query["scope"]) == ("code", "openid no_pid")
    assert (query["state"], query["nonce"]) == (attempt.state, attempt.nonce)
    assert (query["acr_values"], query["claims"]) == (f"{HIGH} {LOW}", asked)
    assert query["redirect_uri"] == f"{BASE}/sign-in/back"
    assert "prompt" not in query


def test_the_provider_ends_its_session_for_the_token_it_gave(client: Client, memory: Memory) -> None:
    browser = Browser()
    url, attempt = client.begin("/")
    person = client.finish(attempt, browser.sign_in(url), memory.first_time)
    address = client.sign_out_url(person.id_token)
    assert address is not None
    assert "Do you want to sign-out" in browser.page(address)


def test_a_client_with_a_secret_signs_in_too(configured: Provider, memory: Memory) -> None:
    by_secret = replace(configured, client_id=OTHER_CLIENT, key="", secret=SECRET)
    assert signed_in(Client(by_secret, BASE), memory).subject == "kari"
    with pytest.raises(ProviderUnavailable) as failure:
        signed_in(Client(replace(by_secret, secret="another"), BASE), memory)
    assert failure.value.facts["why"] == "provider_rejects"


@pytest.mark.parametrize(
    "acr", [LOW, None, *(pytest.param(acr, marks=pytest.mark.endurance) for acr in ("", [HIGH.upper()], {HIGH: True}))]
)
def test_a_sign_in_that_is_stepped_down_is_refused(client: Client, memory: Memory, acr: Any) -> None:
    """The provider was asked for the high level, and the library takes a token without it."""
    url, attempt = client.begin("/")
    with pytest.raises(SignInRefused) as refusal:
        client.finish(attempt, Browser().sign_in(url, acr=acr), memory.first_time)
    assert why(refusal) == "sign_in_too_weak"


@pytest.mark.parametrize(
    ("claims", "is_enough"),
    [
        ({"tid": "ours", "amr": ["pwd", "mfa"]}, True),
        ({"tid": "ours", "amr": ["pwd"]}, False),
        ({"tid": "ours"}, False),
        ({"tid": "theirs", "amr": ["pwd", "mfa"]}, False),
        ({"amr": ["pwd", "mfa"]}, False),
    ],
)
def test_every_required_claim_has_one_of_its_values(
    configured: Provider, memory: Memory, claims: Mapping[str, Any], is_enough: bool
) -> None:
    entra = Client(replace(configured, required={"tid": ("ours",), "amr": ("mfa",)}, acr_values=()), BASE)
    if is_enough:
        assert signed_in(entra, memory, **claims).subject == "kari"
        return
    with pytest.raises(SignInRefused) as refusal:
        signed_in(entra, memory, **claims)
    assert why(refusal) == "sign_in_too_weak"


def test_nothing_is_required_where_the_file_says_so(configured: Provider, memory: Memory) -> None:
    assert signed_in(Client(replace(configured, required={}), BASE), memory, acr=LOW).subject == "kari"


TAMPERED: Final[Mapping[str, tuple[Mapping[str, Any], str]]] = {
    "wrong nonce": ({"claims": {"nonce": "another"}}, "token_nonce"),
    "no nonce": ({"without": ["nonce"]}, "token_nonce"),
    "issuer of somebody else": ({"claims": {"iss": "https://evil.example"}}, "token_issuer"),
    "issuer with a slash": ({"claims": {"iss": "{issuer}/"}}, "token_issuer"),
    "no issuer": ({"without": ["iss"]}, "token_issuer"),
    "another audience": ({"claims": {"aud": OTHER_CLIENT}}, "token_audience"),
    "several audiences, meant for another": ({"claims": {"aud": [CLIENT_ID, "x"], "azp": "x"}}, "token_audience"),
    "several audiences, meant for nobody": ({"claims": {"aud": [CLIENT_ID, "x"]}}, "token_audience"),
    "no audience": ({"without": ["aud"]}, "token_audience"),
    "expired": ({"claims": {"exp": 1_000_000_000}}, "token_expired"),
    "no end": ({"without": ["exp"]}, "token_malformed"),
    "an end that is a text": ({"claims": {"exp": "2099"}}, "token_malformed"),
    "not valid yet": ({"claims": {"nbf": 4_000_000_000}}, "token_to_come"),
    "a beginning that is none": ({"claims": {"nbf": "now"}}, "token_malformed"),
    "issued in the future": ({"claims": {"iat": 4_000_000_000}}, "token_to_come"),
    "issued long ago": ({"claims": {"iat": 1_000_000_000}}, "token_old"),
    "no subject": ({"without": ["sub"]}, "token_malformed"),
    "a subject of two lines": ({"claims": {"sub": "kari\nola"}}, "token_malformed"),
    "a number as subject": ({"claims": {"sub": 17}}, "token_malformed"),
    "a subject that is too long": ({"claims": {"sub": "k" * 256}}, "token_malformed"),
    "an identity number as subject": ({"claims": {"sub": SYNTHETIC}}, "token_identity_number"),
    "no signature": ({"algorithm": "none"}, "token_algorithm"),
    "signed with the public key as a secret": ({"algorithm": "HS256"}, "token_algorithm"),
    "a key of somebody else": ({"foreign": True}, "token_signature"),
    "a key that nobody knows": ({"foreign": True, "header": {"kid": "foreign"}}, "token_key"),
    "an extension that must be understood": ({"header": {"crit": ["x"], "x": 1}}, "token_signature"),
    "no token": ({"token": "a.b"}, "token_malformed"),
    "no text of a token": ({"token": ["a"]}, "provider_odd"),
}


EVERYDAY: Final = {"wrong nonce", "issuer of somebody else", "another audience", "expired", "not valid yet"} | {
    "no signature",
    "signed with the public key as a secret",
}


@pytest.mark.parametrize(
    "attack", [pytest.param(name, marks=() if name in EVERYDAY else pytest.mark.endurance) for name in TAMPERED]
)
def test_a_token_that_is_tampered_with_is_refused(
    client: Client, memory: Memory, provider: OpenIdProvider, attack: str
) -> None:
    how, cause = TAMPERED[attack]
    filled = {
        name: {key: value.replace("{issuer}", provider.issuer) if isinstance(value, str) else value
               for key, value in part.items()} if isinstance(part, dict) else part
        for name, part in how.items()
    }  # fmt: skip
    provider.misbehave(**filled)
    url, attempt = client.begin("/")
    with pytest.raises((SignInRefused, ProviderUnavailable)) as refusal:
        client.finish(attempt, Browser().sign_in(url), memory.first_time)
    assert why(refusal) == cause


@pytest.mark.endurance
@pytest.mark.parametrize(
    "harmless",
    [
        {"claims": {}, "header": {"typ": "JWT"}},
        {"claims": {"aud": [CLIENT_ID]}},
        {"claims": {"aud": [CLIENT_ID, "x"], "azp": CLIENT_ID}},
        {"claims": {"nbf": 1_000_000_000}},
    ],
    ids=str,
)
def test_a_token_that_is_signed_anew_is_taken(
    client: Client, memory: Memory, provider: OpenIdProvider, harmless: Mapping[str, Any]
) -> None:
    """The control of the attacks above: it is not the changing that is refused."""
    provider.misbehave(**harmless)
    assert signed_in(client, memory).subject == "kari"


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"state": "another"}, "sign_in_begin_again"),
        ({"state": ""}, "sign_in_begin_again"),
        ({"state": "æ\ud800"}, "sign_in_begin_again"),
        ({"iss": "https://evil.example"}, "answer_issuer"),
        ({"iss": ""}, "answer_issuer"),
        ({"iss": None}, "answer_issuer"),
        ({"code": None}, "sign_in_stopped"),
        ({"code": "another"}, "sign_in_begin_again"),
        ({"error": "access_denied"}, "sign_in_stopped"),
    ],
)
def test_an_answer_that_is_tampered_with_is_refused(
    client: Client, memory: Memory, changed: Mapping[str, str | None], cause: str
) -> None:
    url, attempt = client.begin("/")
    answer = {**Browser().sign_in(url), **changed}
    query = {name: value for name, value in answer.items() if value is not None}
    with pytest.raises(SignInRefused) as refusal:
        client.finish(attempt, query, memory.first_time)
    assert why(refusal) == cause


def test_an_answer_belongs_to_the_browser_that_asked(client: Client, memory: Memory) -> None:
    url, attempt = client.begin("/")
    query = Browser().sign_in(url)
    _, of_another = client.begin("/")
    for held in (None, of_another):
        with pytest.raises(SignInRefused) as refusal:
            client.finish(held, query, memory.first_time)
        assert refusal.value.code == "sign_in_begin_again"
    assert client.finish(attempt, query, memory.first_time).subject == "kari"


def test_a_code_for_another_verifier_is_refused(client: Client, memory: Memory) -> None:
    """A code that was stolen on its way is worth nothing to the thief's own attempt (PKCE)."""
    url, _ = client.begin("/")
    stolen = Browser().sign_in(url, "ola")
    _, of_thief = client.begin("/")
    with pytest.raises(SignInRefused):
        client.finish(of_thief, stolen | {"state": of_thief.state}, memory.first_time)


def test_a_code_is_taken_once(client: Client, memory: Memory) -> None:
    url, attempt = client.begin("/")
    query = Browser().sign_in(url)
    assert client.finish(attempt, query, memory.first_time)
    for remembered in (memory, Memory()):  # by us, and where we forgot, by the provider
        with pytest.raises(SignInRefused) as refusal:
            client.finish(attempt, query, remembered.first_time)
        assert refusal.value.code == "sign_in_begin_again"


def test_a_token_is_taken_once(client: Client, memory: Memory, provider: OpenIdProvider) -> None:
    url, attempt = client.begin("/")
    browser = Browser()
    person = client.finish(attempt, browser.sign_in(url), memory.first_time)
    provider.misbehave(token=person.id_token)
    url, later = client.begin("/")
    with pytest.raises(SignInRefused) as refusal:
        client.finish(later, browser.sign_in(url), memory.first_time)
    assert why(refusal) == "token_nonce"
    url, again = client.begin("/")
    with pytest.raises(SignInRefused) as refusal:  # even where the nonce is the same
        client.finish(again._replace(nonce=attempt.nonce), browser.sign_in(url), memory.first_time)
    assert why(refusal) == "token_replayed"


def test_a_person_who_stops_is_told_so_in_our_words(client: Client, memory: Memory) -> None:
    url, attempt = client.begin("/")
    query = Browser().sign_in(url, "nobody")
    assert SYNTHETIC in query["error_description"]
    with pytest.raises(SignInRefused) as refusal:
        client.finish(attempt, query, memory.first_time)
    assert refusal.value.code == "sign_in_stopped"
    assert SYNTHETIC not in str(refusal.value)


def test_an_identity_number_that_nobody_asked_for_goes_nowhere(
    client: Client, memory: Memory, provider: OpenIdProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url, attempt = client.begin("/")
    query = Browser().sign_in(url, pid=SYNTHETIC, name=f"Kari {SYNTHETIC}")
    person = client.finish(attempt, query, memory.first_time)
    assert SYNTHETIC.encode() in urlsafe_b64decode(provider.issued().split(".")[1] + "==")  # it did come
    assert person.subject == "kari"
    assert person.id_token == ""
    secrets = (SYNTHETIC, query["code"], attempt.verifier, attempt.nonce)
    assert [secret for secret in secrets if secret in caplog.text + repr(person) + repr(memory.kept)] == []


@pytest.mark.parametrize("claims", [{"pid": "unreadable"}, {"name": f"Kari {SYNTHETIC}"}, {"tid": [{"a": SYNTHETIC}]}])
def test_a_token_that_may_tell_an_identity_number_is_not_kept(client: Client, memory: Memory, claims: Any) -> None:
    assert signed_in(client, memory, **claims).id_token == ""
    assert signed_in(client, memory, name="Kari").id_token


def test_an_identity_number_is_in_no_error(client: Client, memory: Memory) -> None:
    with pytest.raises(SignInRefused) as refusal:
        signed_in(client, memory, pid=SYNTHETIC, acr=LOW)
    frames = []
    trace = refusal.tb
    while trace is not None:
        frames.append(repr(trace.tb_frame.f_locals) if trace.tb_frame.f_code.co_name == "check" else "")
        trace = trace.tb_next  # type: ignore[assignment] # None at the end
    assert any(frames)
    assert SYNTHETIC not in f"{refusal.value}{refusal.value.facts}{frames}"


@pytest.mark.endurance
def test_clocks_may_differ_by_a_minute(configured: Provider, memory: Memory) -> None:
    for ahead, is_taken in ((-50, True), (50, True), (-300, False), (3600 + 120, False)):
        client = Client(configured, BASE, now=lambda ahead=ahead: time.time() + ahead)  # type: ignore[misc] # a float
        if is_taken:
            assert signed_in(client, memory).subject == "kari"
        else:
            with pytest.raises((SignInRefused, ProviderUnavailable)):
                signed_in(client, memory)


def test_an_attempt_is_over_after_ten_minutes(configured: Provider, memory: Memory) -> None:
    client = Client(configured, BASE)
    url, attempt = client.begin("/")
    query = Browser().sign_in(url)
    for begun in (attempt.begun - ATTEMPT_SECONDS - 5, attempt.begun + 100):
        with pytest.raises(SignInRefused) as refusal:
            client.finish(attempt._replace(begun=begun), query, memory.first_time)
        assert refusal.value.code == "sign_in_begin_again"
    assert client.finish(attempt, query, memory.first_time)


def test_the_key_that_signs_for_us_is_named_by_no_printed_form(configured: Provider) -> None:
    assert "PRIVATE" not in repr(configured)


def test_only_the_provider_signs_a_session_out(client: Client, provider: OpenIdProvider) -> None:
    assert client.front_channel({"iss": provider.issuer, "sid": "s"}) == (provider.issuer, "s")
    for query in ({}, {"sid": "s"}, {"iss": "https://evil.example", "sid": "s"}, {"iss": provider.issuer}):
        assert client.front_channel(query) is None
    assert client.framing_origins() == (provider.issuer,)
