"""Requests that no page of ours makes, sent to the real pages: each is answered in words, and nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from slt_flow.pages.app import application
from slt_flow.pages.sessions import Sessions
from slt_flow.pages.site import Site
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.pages.served import Served, served_at
from tests.pages.test_acts import MEASURE, OWNER, work

FORM: Final = "application/x-www-form-urlencoded"
SECRET: Final = "slt={secret}"
ACT: Final = f"{MEASURE}/do/accept"
PATHS: Final = (
    "/", "/mine", "/case", "/case/", "/case/1-26", "/case/1-26.1.1", "/case/99-99", "/case/M1-26", "/case/..",
    "/case/%2e%2e%2f", "/case/1-26%00", "/case/%ff%fe", "/case/%E2%80%AE1-26", "/case/%3Cscript%3E",
    "/case/{{987654321*7}}", "/case/1-26'--", "/case/" + "1" * 3000, "/case/1-26.1.1/do/accept",
    "/case/1-26.1.1/do/explode", "/case/1-26.1.1/do/__class__", "/receipt/1", "/receipt/999999999999999999999999",
    "/receipt/-1", "/receipt/x", "/static/../app.py", "/static/%2e%2e/app.py", "/static/pages.css/x", "/static/",
    "//evil.example/", "/\\evil.example", "/local/", "/local/%00", "/sign-in?next=//evil.example",
    "/sign-in/back?state=x&code=y", "/sign-out", "/sign-out/front-channel?iss=x&sid=y", "/mine?lang=xx",
    "/mine?lang=nn&lang=en", "/mine?" + "a=b&" * 1000, "/health", "/status", "/meetings", "/council", "/nowhere",
    "/robots.txt", "/.env",
)  # fmt: skip
FOR_MACHINES: Final = "/sign-out/front-channel"
"""Path that a provider's page frames unseen."""

HEADERS: Final[tuple[dict[str, str], ...]] = (
    {},
    {"Accept_Language": "\x7f,;;q=x," + "nn," * 500},
    {"Cookie": "slt=" + "x" * 43},
    {"Cookie": 'slt="; slt-language=<script>; =; ;;'},
    {"Cookie": SECRET + "; slt-language=xx"},
    {"Cookie": SECRET, "If_None_Match": '"x', "If_Modified_Since": "nonsense", "Range": "bytes=9-1,-"},
)
SENT_TO: Final = (ACT, "/local/x", "/sign-out", "/mine", "/static/pages.css")
BODIES: Final = (
    (FORM, b""),
    (FORM, b"text=" + b"%00%1b%E2%80%AE" * 20),
    (FORM, b"text=" + bytes(range(256))),
    (FORM, b"&".join(b"f%d=1" % number for number in range(2000))),
    (FORM, b"seq=" + b"9" * 5000 + b"&key=&acting=slt-koordinator&csrf=x"),
    (f"{FORM}; charset=utf-7", b"text=+ADw-script+AD4-"),
    (f"{FORM}; charset=nonsense", "text=råd".encode("utf-16")),
    ("multipart/form-data", b"--x\r\n"),
    ("multipart/form-data; boundary=x", b"nonsense"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n'),
    ("multipart/form-data; boundary=x",
     b'--x\r\nContent-Disposition: form-data; name="text"; filename="../../x"\r\n\r\nx\r\n--x--\r\n'),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + bytes(2**21)),
    ("application/json", b'{"text": "x"}'),
    ("text/plain", b"text=x"),
    ("", b"text=x"),
)  # fmt: skip


@pytest.fixture
def site(prepared: Prepared) -> Iterator[tuple[Served, str, Context]]:
    """The pages of a council with an owner who is signed in, and the secret of the session."""
    context = prepared(work)
    sites: list[Site] = []

    def made(base_url: str) -> object:
        sessions = Sessions(Path(context.store.path), str(context.council), context.clock)
        sites.append(Site(context, base_url, sessions))
        return application(sites[0])

    with served_at(made) as there:  # type: ignore[arg-type] # an application, as Starlette's is
        yield there, sites[0].sessions.begin(OWNER, "os"), context


def in_words(status: int, text: str) -> bool:
    return status < 400 or (bool(text.strip()) and "Traceback" not in text)


@pytest.mark.parametrize(
    "every", [pytest.param(HEADERS[-1:], id="one"), pytest.param(HEADERS, id="all", marks=pytest.mark.endurance)]
)
def test_no_path_and_no_header_makes_a_page_fail(
    site: tuple[Served, str, Context], every: Sequence[dict[str, str]]
) -> None:
    there, secret, context = site
    before = audit.head(context)
    for path in PATHS:
        for asked in every:
            headers = {name: value.format(secret=secret) for name, value in asked.items()}
            request = f"GET {path} HTTP/1.1\r\nHost: {there.host}\r\nConnection: close\r\n"
            request += "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
            answer = there.raw(f"{request}\r\n".encode("latin-1")).decode()
            status = int(answer.split(" ")[1])
            assert status < 500, (path, asked, answer)
            assert in_words(status, answer.partition("\r\n\r\n")[2]) or path.startswith(FOR_MACHINES), (path, answer)
            assert "evil.example" not in answer.partition("\r\n\r\n")[0].casefold(), path
            assert str(987654321 * 7) not in answer
    assert audit.head(context) == before


@pytest.mark.parametrize(
    "paths", [pytest.param([ACT], id="one"), pytest.param(SENT_TO, id="all", marks=pytest.mark.endurance)]
)
def test_no_body_makes_a_form_fail_or_is_recorded(site: tuple[Served, str, Context], paths: Sequence[str]) -> None:
    there, secret, context = site
    before = audit.head(context)
    for path in paths:
        for kind, body in BODIES:
            for origin in (f"http://{there.host}", "http://evil.example", "null"):
                answer = there.ask(path, "POST", body, Cookie=f"slt={secret}", Origin=origin, Content_Type=kind)
                assert 400 <= answer.status < 500, (path, kind, body[:40], answer)
                assert in_words(answer.status, answer.text)
    assert audit.head(context) == before
    assert there.ask("/mine", Cookie=f"slt={secret}").status == 200
