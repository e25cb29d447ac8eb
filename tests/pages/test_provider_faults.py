"""Providers that are down, slow, too large or somebody else: the sign-in ends with a sentence, and soon."""

from __future__ import annotations

import json
import ssl
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from slt_flow.definitions.providers import Provider
from slt_flow.errors import ProviderUnavailable, SignInRefused
from slt_flow.pages.openid import Attempt, Client, inside
from slt_flow.pages.provider_requests import MOST_AT_ONCE, MOST_BYTES, PATIENCE, _authorities
from tests.pages.providers import BASE

OLD, NEW = (ECKey.generate_key("P-256", {"kid": kid}, private=True) for kid in ("old", "new"))
METADATA: Final = "/.well-known/openid-configuration"
SOON: Final = 0.4
"""Seconds after which a request of these tests is given up."""


class FakeProvider(ThreadingHTTPServer):
    """A provider whose every answer a test may replace by bytes, or by a function that writes them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[str] = []
        self.key, self.now = OLD, time.time()
        self.answers: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["ES256", "none", "HS256"],
        }
        self.published = {"keys": [OLD.as_dict(private=False)]}
        self.token_fields: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}

    def answer(self, path: str) -> Any:
        """Return what a path answers."""
        return self.answers.get(path) or {
            METADATA: self.metadata,
            "/keys": self.published,
            "/token": {"access_token": "a", "token_type": "Bearer", "id_token": self.token()} | self.token_fields,
        }.get(path)

    def token(self) -> str:
        """Return an ID token of this provider."""
        claims = {"iss": self.issuer, "sub": "kari", "aud": "us", "nonce": "nonce", "iat": int(self.now)}
        return jwt.encode(
            {"alg": "ES256", "kid": self.key.kid}, claims | {"exp": int(self.now) + 300} | self.claims, self.key
        )

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away."""


class _Handler(BaseHTTPRequestHandler):
    server: FakeProvider

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answer = self.server.answer(self.path)
        if callable(answer):
            answer(self)
            return
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(200 if answer is not None else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing of a request."""


@contextmanager
def serving() -> Iterator[FakeProvider]:
    fake = FakeProvider()
    thread = threading.Thread(target=fake.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        fake.shutdown()
        thread.join()
        fake.server_close()


@pytest.fixture
def fake() -> Iterator[FakeProvider]:
    with serving() as provider:
        yield provider


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(fake: FakeProvider, clock: Clock) -> Client:
    return Client(Provider("Kommunen", fake.issuer, "us", secret="s"), BASE, now=clock, longest=SOON)


def finished(client: Client, clock: Clock) -> Any:
    attempt = Attempt("state", "nonce", "verifier", "/", clock.now)
    return client.finish(attempt, {"state": "state", "code": "code"}, lambda *_: True)


def cause_of(act: Callable[[], Any]) -> str:
    began = time.monotonic()
    with pytest.raises((ProviderUnavailable, SignInRefused)) as failure:
        act()
    assert time.monotonic() - began < 5
    return str(failure.value.facts.get("why", failure.value.code))


def test_the_control_signs_in(client: Client, clock: Clock) -> None:
    assert finished(client, clock).subject == "kari"


def test_nothing_is_asked_before_somebody_signs_in(client: Client, fake: FakeProvider) -> None:
    assert fake.asked == []
    client.begin("/")
    assert fake.asked == [METADATA]


def test_a_code_is_taken_once_also_where_the_provider_takes_it_again(client: Client, clock: Clock) -> None:
    codes: list[str] = []

    def first_time(purpose: str, value: str, seconds: int) -> bool:
        codes.append(value)
        return value not in codes[:-1]

    attempt = Attempt("state", "nonce", "verifier", "/", clock.now)
    assert client.finish(attempt, {"state": "state", "code": "code"}, first_time).subject == "kari"
    assert cause_of(lambda: client.finish(attempt, {"state": "state", "code": "code"}, first_time)) == (
        "sign_in_begin_again"
    )
    assert client.finish(attempt, {"state": "state", "code": "another"}, first_time).subject == "kari"


def test_a_provider_that_is_down_is_told_and_comes_back(clock: Clock) -> None:
    with serving() as fake:
        down = fake.issuer
    client = Client(Provider("Kommunen", down, "us", secret="s"), BASE, now=clock, longest=SOON)
    assert cause_of(lambda: client.begin("/")) == "provider_no_answer"
    assert client.sign_out_url("token") is None  # one is signed out here all the same
    assert client.framing_origins() == (down,)
    assert client.front_channel({"iss": down, "sid": "s"}) == (down, "s")


def test_a_provider_that_failed_is_left_alone_for_a_moment(client: Client, fake: FakeProvider, clock: Clock) -> None:
    fake.answers[METADATA] = b"no JSON"
    for _ in range(3):
        assert cause_of(lambda: client.begin("/")) == "provider_odd"
    assert len(fake.asked) == 1
    fake.answers.clear()
    clock.now += 6
    assert client.begin("/")


def test_metadata_and_keys_are_kept_for_an_hour(client: Client, fake: FakeProvider, clock: Clock) -> None:
    for _ in range(3):
        assert finished(client, clock)
    assert fake.asked.count("/keys") == fake.asked.count(METADATA) == 1
    clock.now += 3601
    fake.now = clock.now
    assert finished(client, clock)
    assert fake.asked.count("/keys") == fake.asked.count(METADATA) == 2


def test_a_new_key_is_fetched_once_and_not_in_a_loop(client: Client, fake: FakeProvider, clock: Clock) -> None:
    assert finished(client, clock)
    fake.key, fake.published = NEW, {"keys": [OLD.as_dict(private=False), NEW.as_dict(private=False)]}
    clock.now += 10
    assert finished(client, clock)
    assert fake.asked.count("/keys") == 2
    fake.key = ECKey.generate_key("P-256", {"kid": "of nobody"}, private=True)
    for _ in range(5):
        assert cause_of(lambda: finished(client, clock)) == "token_key"
    assert fake.asked.count("/keys") == 2  # a moment ago
    clock.now += 10
    for _ in range(5):
        assert cause_of(lambda: finished(client, clock)) == "token_key"
    assert fake.asked.count("/keys") == 3


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65536)


def trickling_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def trickling_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def silent(handler: BaseHTTPRequestHandler) -> None:
    handler.rfile.read(1)


def packed(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()


def elsewhere(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:9/")
    handler.end_headers()


ODD: Final[Mapping[str, tuple[Any, str]]] = {
    "ten megabytes": (b'{"keys": [' + b" " * 10_000_000 + b"]}", "provider_too_large"),
    "without an end": (endless, "provider_too_large"),
    "just too large": (b" " * (MOST_BYTES + 1), "provider_too_large"),
    "packed": (packed, "provider_too_large"),
    "silent": (silent, "provider_slow"),
    "headers that trickle": (trickling_headers, "provider_slow"),
    "a body that trickles": (trickling_body, "provider_slow"),
    "no JSON": (b"<html>", "provider_odd"),
    "nested without end": (b"[" * 200_000, "provider_odd"),
    "a list": (b"[]", "provider_odd"),
    "no bytes": (b"\n", "provider_odd"),
    "sent elsewhere": (elsewhere, "provider_no_answer"),
}


@pytest.mark.parametrize(
    "path",
    [
        "/keys",
        *(pytest.param(path, marks=pytest.mark.endurance) for path in (METADATA, "/token")),
    ],
)
@pytest.mark.parametrize("how", list(ODD))
def test_an_answer_that_is_none_ends_the_sign_in(
    client: Client, fake: FakeProvider, clock: Clock, path: str, how: str
) -> None:
    fake.answers[path], cause = ODD[how]
    seen = cause_of(lambda: finished(client, clock))
    if how == "a list" and path != "/keys" and path != "/token":
        cause = "provider_other_issuer"
    assert seen == cause or (how == "sent elsewhere" and seen in ("provider_odd", "provider_no_answer"))
    fake.answers.clear()
    clock.now += 6
    fake.now = clock.now
    assert finished(client, clock).subject == "kari"


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"issuer": "https://evil.example"}, "provider_other_issuer"),
        ({"issuer": None}, "provider_other_issuer"),
        ({"token_endpoint": "http://evil.example/token"}, "provider_odd"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "provider_odd"),
        ({"jwks_uri": 7}, "provider_odd"),
        ({"id_token_signing_alg_values_supported": ["none", "HS256"]}, "provider_odd"),
        ({"id_token_signing_alg_values_supported": "ES256"}, "provider_odd"),
        ({"id_token_signing_alg_values_supported": ["RS256"]}, "token_algorithm"),
    ],
)
def test_metadata_of_somebody_else_are_not_used(
    client: Client, fake: FakeProvider, clock: Clock, changed: Mapping[str, Any], cause: str
) -> None:
    fake.metadata |= changed
    assert cause_of(lambda: finished(client, clock)) == cause


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ({"id_token": None}, "provider_odd"),
        ({"error": "invalid_grant"}, "sign_in_begin_again"),
        ({"error": "invalid_client"}, "provider_rejects"),
        ({"expires_in": "soon"}, "provider_odd"),
    ],
)
def test_an_answer_without_a_token_signs_nobody_in(
    client: Client, fake: FakeProvider, clock: Clock, fields: Mapping[str, Any], cause: str
) -> None:
    fake.token_fields = dict(fields)
    assert cause_of(lambda: finished(client, clock)) == cause


@pytest.mark.parametrize("time_", [10**400, 1e300, True, [1], {}, "1", None])
@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
def test_a_time_that_is_none_is_refused(
    client: Client, fake: FakeProvider, clock: Clock, name: str, time_: Any
) -> None:
    fake.claims = {name: time_}
    assert cause_of(lambda: finished(client, clock)) == "token_malformed"


def test_keys_that_cannot_be_read_are_left_out(client: Client, fake: FakeProvider, clock: Clock) -> None:
    readable = OLD.as_dict(private=False)
    fake.published["keys"] = [{}, {"kty": "new"}, {"kty": "oct", "k": "AA"}, 7, None, readable | {"x": "?"}, readable]  # type: ignore[list-item]
    assert finished(client, clock).subject == "kari"
    fake.published["keys"] = [readable | {"use": "enc"}]
    clock.now += 4000
    fake.now = clock.now
    assert cause_of(lambda: finished(client, clock)) == "provider_odd"


@pytest.mark.endurance
def test_a_provider_is_known_by_its_certificate(
    fake: FakeProvider, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2"]
    named = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *named], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    fake.socket = tls.wrap_socket(fake.socket, server_side=True)
    fake.issuer = fake.issuer.replace("http:", "https:")
    fake.metadata |= {name: url.replace("http:", "https:") for name, url in fake.metadata.items() if "http:" in url}
    provider = Provider("K", fake.issuer, "us", secret="s")
    strange, trusting, waiting = (Client(provider, BASE, now=clock, longest=2) for _ in range(3))
    assert cause_of(lambda: finished(strange, clock)) == "provider_no_answer"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    _authorities.cache_clear()
    try:
        assert finished(trusting, clock).subject == "kari"
        fake.answers["/keys"] = trickling_headers
        assert cause_of(lambda: finished(waiting, clock)) == "provider_slow"
    finally:
        _authorities.cache_clear()


@pytest.mark.endurance
def test_a_slow_provider_holds_few_threads(fake: FakeProvider, clock: Clock) -> None:
    """Those who need no provider are served while one waits for it: the others are told soon that it is slow."""
    client = Client(Provider("Kommunen", fake.issuer, "us", secret="s"), BASE, now=clock, longest=2 * PATIENCE)
    fake.answers[METADATA] = silent
    causes: list[str] = []
    waited: list[float] = []

    def begin() -> None:
        began = time.monotonic()
        causes.append(cause_of(lambda: client.begin("/")))
        waited.append(time.monotonic() - began)

    threads = [threading.Thread(target=begin) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert causes == ["provider_slow"] * 30
    assert len(fake.asked) == 1
    assert len([seconds for seconds in waited if seconds > 1.6 * PATIENCE]) == 1


@pytest.mark.endurance
def test_only_so_many_ask_a_provider_at_once(fake: FakeProvider, clock: Clock) -> None:
    client = Client(Provider("Kommunen", fake.issuer, "us", secret="s"), BASE, now=clock, longest=3 * PATIENCE)
    assert finished(client, clock)
    fake.answers["/token"] = silent
    causes: list[str] = []
    act = lambda: causes.append(cause_of(lambda: finished(client, clock)))  # noqa: E731 # one line
    threads = [threading.Thread(target=act) for _ in range(MOST_AT_ONCE + 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(causes) == {"provider_slow": MOST_AT_ONCE, "provider_busy": 3}


@pytest.mark.parametrize("path", ["/", "/mine", "/case/1-26.1?tab=text#top", "/search?q=%C3%A6&to=%2Fcase", "/a//b"])
def test_people_go_on_to_a_path_of_these_pages(path: str) -> None:
    assert inside(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "", "mine", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "/\n/evil.example", "https://evil.example", "https:evil.example", "javascript:alert(1)", "/%2fevil.example",
        "/%2F%2Fevil.example", "/%5Cevil.example", "/%255cevil.example", "/%09/evil.example", "/%0d%0aSet-Cookie:x",
        " /mine", "/mine x", "/\u202egro", "/\u3000", "/" + "a" * 5000, "/sign-in", "/sign-out", "/\x00", "@evil",
        "//evil.example/%2f..", "/%252f%252fevil.example",
    ],
)  # fmt: skip
def test_people_never_go_on_to_another_site(path: str) -> None:
    assert inside(path) == "/"
