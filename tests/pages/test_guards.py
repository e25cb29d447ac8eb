"""Guards of the pages, each over a real socket: a refusal, and beside it what passes."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic
from typing import cast

import pytest
from justhtml import JustHTML
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from slt_flow.errors import RecordsError
from slt_flow.pages.guards import LIMITS, Buckets, language_of, secure_headers
from slt_flow.pages.request_log import LOG, JsonLines
from slt_flow.pages.server import Serving
from slt_flow.records import attached
from slt_flow.terms import LANGUAGES
from tests.pages.served import LOOPBACK, Served, served

FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data; boundary=x"
AT_WORK, GO_ON = threading.Semaphore(0), threading.Event()


async def echo(request: Request) -> Response:
    """Tell the size of what came, and who is said to have sent it."""
    assert request.client is not None
    return PlainTextResponse(f"{len(await request.body())} {request.client.host} {request.url.scheme}")


def failing(request: Request) -> Response:
    raise ValueError("Kari Nordmann 010203")


def framed(request: Request) -> Response:
    return PlainTextResponse("", headers={"Content-Security-Policy": "frame-ancestors https://login.example"})


def waiting(request: Request) -> Response:
    AT_WORK.release()
    assert GO_ON.wait(10)
    return PlainTextResponse("done")


APP = Starlette(
    routes=[
        Route("/echo", echo, methods=["GET", "POST"]),
        Route("/sign-in", echo, methods=["GET", "POST"]),
        Route("/cases/{ref:path}", lambda request: PlainTextResponse(request.path_params["ref"])),
        Route("/failing", failing),
        Route("/framed", framed),
        Route("/waiting", waiting),
    ]
)
SERVING = Serving("", language="en", sign_in=("/sign-in",))


@pytest.fixture(scope="module")
def site() -> Iterator[Served]:
    with served(APP, SERVING) as it:
        yield it


@pytest.fixture
def lines() -> Iterator[list[dict[str, object]]]:
    """The lines of the log, as another program reads them."""
    noted: list[dict[str, object]] = []

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            noted.append(json.loads(JsonLines().format(record)))

    reader, level = Reader(), LOG.level
    LOG.addHandler(reader)
    LOG.setLevel(logging.INFO)
    yield noted
    LOG.removeHandler(reader)
    LOG.setLevel(level)


# host, method, size


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "127.0.0.1:{port}.evil.example", ""]
)
def test_a_host_that_is_not_ours_is_refused(site: Served, host: str) -> None:
    refused = site.ask("/echo", Host=host.format(port=site.port))
    assert (refused.status, site.host in refused.text) == (421, True)
    assert site.ask("/echo", Host=site.host).status == 200
    assert site.ask("/health", Host="10.0.0.7").text == "ok\n"


@pytest.mark.parametrize(
    ("base_url", "passes", "refused"),
    [
        ("https://slt.example.no", ["slt.example.no", "SLT.example.no:443"], ["slt.example.no:80", "example.no"]),
        ("https://slt.example.no:443", ["slt.example.no", "slt.example.no:443"], ["slt.example.no:8443"]),
        ("http://[::1]:8000", ["[::1]:8000"], ["[::1]", "::1"]),
    ],
)
def test_the_port_of_the_scheme_may_be_left_out(base_url: str, passes: list[str], refused: list[str]) -> None:
    with served(APP, SERVING._replace(base_url=base_url)) as site:
        assert {site.ask("/echo", Host=host).status for host in passes} == {200}
        assert {site.ask("/echo", Host=host).status for host in refused} == {421}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "FORGE"])
def test_only_reading_and_sending_is_possible(site: Served, method: str) -> None:
    refused = site.ask("/echo", method)
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD, POST")
    assert site.ask("/echo", "HEAD").status == 200


@pytest.mark.parametrize(("kind", "most"), [(FORM, LIMITS.form), (FILES, LIMITS.files), ("text/plain", LIMITS.form)])
def test_a_body_has_a_size(site: Served, kind: str, most: int) -> None:
    head = f"POST /echo HTTP/1.1\r\nHost: {site.host}\r\nContent-Type: {kind}\r\nConnection: close\r\n"
    answer = site.raw(f"{head}Content-Length: {most + 1}\r\n\r\nx".encode())
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert site.ask("/echo", "POST", bytes(LIMITS.form), Content_Type=kind).text.startswith(f"{LIMITS.form} ")


def test_a_body_that_does_not_say_its_size_is_counted(site: Served) -> None:
    head = f"POST /echo HTTP/1.1\r\nHost: {site.host}\r\nTransfer-Encoding: chunked\r\nContent-Type: {FORM}\r\n\r\n"
    chunk = f"{LIMITS.form:x}\r\n".encode() + bytes(LIMITS.form) + b"\r\n"
    assert b" 413 " in site.raw(head.encode() + chunk, b"1\r\nx\r\n0\r\n\r\n")
    passes = f"{head[:-2]}Connection: close\r\n\r\n".encode()
    assert b" 200 " in site.raw(passes + chunk, b"0\r\n\r\n")


def test_the_largest_attachment_passes() -> None:
    assert LIMITS.files > attached.LARGEST


def test_a_head_has_a_size(site: Served) -> None:
    request = f"GET /echo HTTP/1.1\r\nHost: {site.host}\r\nConnection: close\r\nX: "
    assert b" 400 " in site.raw(request.encode() + b"x" * 40_000)
    assert b" 200 " in site.raw(request.encode() + b"x" * 4_000 + b"\r\n\r\n")


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /echo HTTP/1.1\r\n\r\n",
        b"GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=["no host", "two hosts", "two lengths", "length below nothing", "TLS"],
)
def test_what_is_no_request_is_refused_with_the_headers_of_all(site: Served, request_: bytes) -> None:
    answer = site.raw(request_).decode().casefold()
    assert answer.startswith("http/1.1 400 ")
    for name in secure_headers("http://x"):
        assert f"\r\n{name.casefold()}: " in answer, name


# rate and number


def test_a_bucket_gives_its_burst_and_then_its_pace() -> None:
    now = 0.0
    bucket = Buckets(3, 0.5, lambda: now)
    assert [bucket.take("a") for _ in range(4)] == [0, 0, 0, 2]
    assert bucket.take("b") == 0
    now = 2.0
    assert [bucket.take("a") for _ in range(2)] == [0, 2]
    now = 1000.0
    assert [bucket.take("a") for _ in range(4)] == [0, 0, 0, 2]


def test_an_address_may_ask_so_often_and_sign_in_less_often() -> None:
    limits = LIMITS._replace(burst=8, pace=0.01, sign_ins=2, sign_in_pace=0.01)
    with served(APP, SERVING._replace(limits=limits)) as site:
        assert [site.ask("/sign-in").status for _ in range(3)] == [200, 200, 429]
        assert [site.ask("/echo").status for _ in range(6)] == [200] * 5 + [429]
        refused = site.ask("/echo", Accept_Language="nn-NO, en;q=0.5")
        assert 80 < int(refused.headers["retry-after"]) <= 101
        assert f"Vent {refused.headers['retry-after']} sekund" in refused.text


def test_only_so_many_are_answered_at_once() -> None:
    GO_ON.clear()
    with served(APP, SERVING._replace(limits=LIMITS._replace(together=1))) as site:
        answers: list[int] = []
        thread = threading.Thread(target=lambda: answers.append(site.ask("/waiting").status))
        thread.start()
        assert AT_WORK.acquire(timeout=10)
        refused = site.ask("/echo")
        assert (refused.status, refused.headers["retry-after"]) == (503, "5")
        assert site.ask("/health").status == 200
        GO_ON.set()
        thread.join(10)
        assert answers == [200]
        assert site.ask("/echo").status == 200


def test_a_request_that_is_being_answered_ends_before_the_server_does() -> None:
    GO_ON.clear()
    answers: list[int] = []
    with served(APP, SERVING) as site:
        thread = threading.Thread(target=lambda: answers.append(site.ask("/waiting").status))
        thread.start()
        assert AT_WORK.acquire(timeout=10)
        site.server.stop()
        with suppress(OSError):  # until nobody listens any more
            while True:
                site.connected().close()
        GO_ON.set()
        thread.join(10)
    assert answers == [200]


# proxies


@pytest.mark.parametrize(
    ("proxies", "client", "scheme"), [((), LOOPBACK, "http"), ((LOOPBACK,), "203.0.113.9", "https")]
)
def test_a_forwarded_client_is_believed_from_named_proxies_only(
    proxies: tuple[str, ...], client: str, scheme: str
) -> None:
    with served(APP, SERVING._replace(proxies=proxies)) as site:
        # whoever asks may have written the first address; the proxy adds the last
        forwarded = {"X_Forwarded_For": "198.51.100.1, 203.0.113.9", "X_Forwarded_Proto": "https"}
        assert site.ask("/echo", **forwarded).text == f"0 {client} {scheme}"
        assert site.ask("/echo", Host="evil.example", X_Forwarded_Host=site.host).status == 421


def test_addresses_behind_a_proxy_are_counted_apart() -> None:
    limits = LIMITS._replace(burst=1, pace=0.01)
    with served(APP, SERVING._replace(limits=limits, proxies=(LOOPBACK,))) as site:
        asked = ["203.0.113.9", "203.0.113.9", "203.0.113.10", "2001:db8::1", "2001:db8::2", "2001:db8:1::"]
        assert [site.ask("/echo", X_Forwarded_For=client).status for client in asked] == [200, 429, 200, 200, 429, 200]


# deadlines


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        pytest.param("", "", marks=pytest.mark.endurance),
        pytest.param("GET /echo HT", "", marks=pytest.mark.endurance),
        ("GET /echo HTTP/1.1\r\nHost: {host}\r\nX-Half", ""),
        pytest.param(
            "GET /echo HTTP/1.1\r\nHost: {host}\r\n\r\nGET /echo HTTP/1.1\r\nHost:", "200", marks=pytest.mark.endurance
        ),
        ("POST /echo HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n\r\nhalf", "408"),
        ("POST /framed HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n\r\nhalf", "405"),
    ],
    ids=["nothing", "half a line", "half a head", "half a second head", "half a body", "half a body nobody reads"],
)
def test_half_a_request_is_not_waited_for(sent: str, answered: str) -> None:
    serving = SERVING._replace(head_seconds=0.3, limits=LIMITS._replace(body_seconds=0.3))
    with served(APP, serving) as site:
        began = monotonic()
        answer = site.raw(sent.format(host=site.host).encode()).decode()
        assert answer.partition(" ")[2][:3] == answered
        assert 0.2 < monotonic() - began < 5


@pytest.mark.endurance
def test_a_crowd_of_half_requests_keeps_nobody_out() -> None:
    with served(APP, SERVING._replace(head_seconds=2)) as site:
        crowd = [site.connected() for _ in range(300)]
        for there in crowd:
            there.sendall(b"GET /echo HTTP/1.1\r\nHost: ")
        began = monotonic()
        assert site.ask("/echo").status == 200
        assert monotonic() - began < 1
        assert {there.recv(1) for there in crowd} == {b""}
        for there in crowd:
            there.close()
        assert site.ask("/echo").status == 200


def test_a_body_that_drips_is_not_waited_for() -> None:
    limits = LIMITS._replace(body_seconds=0.2, slowest=1000)
    head = "POST /echo HTTP/1.1\r\nHost: {host}\r\nContent-Length: 600\r\n\r\n"
    with served(APP, SERVING._replace(limits=limits)) as site, site.connected() as there:
        there.sendall(head.format(host=site.host).encode())
        there.settimeout(0.05)
        answer = b""
        for _ in range(400):  # each byte gives one millisecond more, and takes fifty
            try:
                there.sendall(b"x")
                answer += there.recv(65536)
            except TimeoutError:
                continue
            break
        assert b" 408 " in answer


def test_a_slow_body_that_keeps_its_pace_passes() -> None:
    limits = LIMITS._replace(body_seconds=0.2, slowest=100)
    head = "POST /echo HTTP/1.1\r\nHost: {host}\r\nContent-Length: 400\r\nConnection: close\r\n\r\n"
    with served(APP, SERVING._replace(limits=limits)) as site, site.connected() as there:
        there.sendall(head.format(host=site.host).encode())
        there.settimeout(0.15)
        for _ in range(3):
            there.sendall(bytes(100))
            with pytest.raises(TimeoutError):
                there.recv(1)
        there.settimeout(10)
        there.sendall(bytes(100))
        assert b" 200 " in there.recv(65536)


# headers


@pytest.mark.parametrize("path", ["/echo", "/nowhere", "/failing", "/health", "/static/x.css"])
def test_every_answer_has_the_headers(site: Served, path: str) -> None:
    answer = site.ask(path)
    for name, value in secure_headers(f"http://{site.host}").items():
        assert answer.headers[name.casefold()] == value, name
    assert "strict-transport-security" not in answer.headers
    assert "server" not in answer.headers


def test_refusals_have_the_headers_too(site: Served) -> None:
    assert site.ask("/echo", "PUT").headers["content-security-policy"].startswith("default-src 'none'")
    assert site.ask("/echo", Host="evil.example").headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("language", "cookie", "words"),
    [
        ("nb", "", "Dette gikk ikke"),
        ("nn", "", "Dette gjekk ikkje"),
        ("en", "slt-language=nn", "Dette gjekk ikkje"),
        ("de", "slt-language=en", "This could not be done"),
    ],
)
def test_a_refusal_is_a_page_in_the_language_of_its_reader(language: str, cookie: str, words: str) -> None:
    """Refusals before the pages: of a method, a host, a size, a pace."""
    limits = LIMITS._replace(burst=4, pace=0.01, form=10)
    asks = {"Accept": "text/html,*/*;q=0.8", "Accept_Language": language, "Cookie": cookie}
    with served(APP, SERVING._replace(limits=limits)) as site:
        answers = [
            site.ask("/echo", "PUT", **asks),
            site.ask("/echo", Host="evil.example", **asks),
            site.ask("/echo", "POST", bytes(11), **asks),
        ]
        answers += [site.ask("/echo", **asks) for _ in range(4)]
    told = {answer.status: answer for answer in answers if answer.status != 200}
    assert set(told) == {405, 421, 413, 429}
    for status, answer in told.items():
        page = JustHTML(answer.text, sanitize=False)
        assert answer.headers["content-type"] == "text/html; charset=utf-8", status
        assert [" ".join(one.to_text().split()) for one in page.query("main h1")] == [words], status
        assert str((page.query("main p a")[0].attrs or {})["href"]).endswith("/"), status
        for name, value in secure_headers(f"http://{site.host}").items():
            assert answer.headers[name.casefold()] == value, (status, name)
    assert int(told[429].headers["retry-after"]) > 0
    assert told[405].headers["allow"] == "GET, HEAD, POST"


def test_a_program_that_asks_for_no_page_gets_a_sentence(site: Served) -> None:
    answer = site.ask("/echo", "PUT", Accept="application/json")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_nothing_may_be_written_into_a_page() -> None:
    policy = secure_headers("https://slt.example.no")["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert not any(word in policy for word in ("unsafe", "*", "http:", "blob:"))
    assert {rules[name] for name in ("default-src", "frame-ancestors", "base-uri")} == {"'none'"}
    assert rules["form-action"] == "'self'"


def test_https_is_kept_to_where_it_is_served() -> None:
    assert "max-age" in secure_headers("https://slt.example.no")["Strict-Transport-Security"]


def test_a_page_may_say_who_may_frame_it(site: Served) -> None:
    assert site.ask("/framed").headers["content-security-policy"] == "frame-ancestors https://login.example"


# failures, health and the log


def test_a_failure_shows_its_number_and_nothing_else(lines: list[dict[str, object]]) -> None:
    with served(APP, SERVING) as site:
        failed = site.ask("/failing")
    number = failed.headers["x-request-id"]
    (line,) = (line for line in lines if line["id"] == number)  # an answer of the test before may be noted late
    assert (failed.status, line["id"], line["status"], line["error"]) == (500, number, 500, "ValueError")
    assert "Nordmann" not in failed.text + json.dumps(line)
    assert "Traceback" not in failed.text
    assert any("failing" in frame for frame in cast("list[str]", line["at"]))


def test_the_log_holds_no_words_of_a_request(lines: list[dict[str, object]]) -> None:
    named = {"Cookie": "slt=hemmelig", "User_Agent": "Nordmann", "Referer": "http://nordmann/"}
    with served(APP, SERVING) as site:
        answers = [
            site.ask("/cases/kari-nordmann?q=hemmelig", **named),
            site.ask("/nordmann", "POST", b"hemmelig"),
            site.ask("/echo", "NORDMANN"),
        ]
    numbers = [answer.headers["x-request-id"] for answer in answers]
    ours = [line for line in lines if line["id"] in numbers]
    wanted = [("GET", "/cases/{ref:path}", 200), ("POST", None, 404), ("other", None, 405)]
    assert [(line["method"], line["route"], line["status"]) for line in ours] == wanted
    assert not any(word in json.dumps(lines).casefold() for word in ("nordmann", "hemmelig", LOOPBACK))
    assert all(set(line) == {"time", "level", "id", "method", "route", "status", "ms"} for line in ours)


def test_health_tells_a_code_and_nothing_else() -> None:
    def unhealthy() -> None:
        raise RecordsError("older_schema", found="s1", ours="s2")

    with served(APP, SERVING._replace(healthy=unhealthy)) as site:
        answer = site.ask("/health", Host="10.0.0.7")
        assert (answer.status, answer.text) == (503, "older_schema\n")


@pytest.mark.parametrize("raises", [False, True])
def test_an_application_without_pages_for_errors_gets_sentences(raises: bool) -> None:
    async def bare(scope: object, receive: object, send: object) -> None:
        raise HTTPException(413) if raises else ValueError("Nordmann")

    with served(bare, SERVING) as site:
        assert "<h1" in site.ask("/", Accept="text/html").text
        answer = site.ask("/", Accept_Language="nb")
        assert answer.status == (413 if raises else 500)
        assert "Nordmann" not in answer.text


@pytest.mark.parametrize(
    ("asked", "language"),
    [("nn-NO,nb;q=0.9", "nn"), ("no", "nb"), ("de, en-GB;q=0.5", "en"), ("", "nn"), ("*", "nn"), ("sv,,;", "nn")],
)
def test_the_language_is_the_readers(asked: str, language: str) -> None:
    assert language_of(Headers({"Accept-Language": asked}), "nn") == language
    assert language in LANGUAGES
