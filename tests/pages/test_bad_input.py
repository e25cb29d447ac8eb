"""Bad input by enumeration: whatever is sent, the answer is a page in words, and nothing is half recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlencode

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from slt_flow.pages.app import application
from slt_flow.pages.guards import Limits
from slt_flow.pages.server import Serving, guarded
from slt_flow.services.history.audit import verify
from slt_flow.services.history.timeline import history
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.pages.browsing import ADDRESS, Browser, Page, site_of, value
from tests.pages.test_acts import MEASURE, OWNER, work

OWN: Final = {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"}
FORM: Final = f"{MEASURE}/do/remark"
URL_ENCODED: Final = "application/x-www-form-urlencoded"

PART: Final = b'--a\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n'

TEXTS: Final = {
    "null": "a\0b",
    "bell": "a\a",
    "escape sequence": "\x1b[31mrød\x1b[0m",
    "bidi": "fil\u202efdp.exe",
    "isolate": "a\u2066b",
    "script": "<script>alert(1)</script>",
    "markup": '"><img src=x onerror=alert(1)>',
    "entity": "&lt;b&gt;&#0;",
    "template": "{{7919*7907}}{% raise %}",
    "format": "%s%n{0}{__class__}",
    "formula": "=1+1",
    "path": "../../etc/passwd",
    "statement": "'; DROP TABLE journal; --",
    "long": "x" * 100_000,
    "number": "9" * 400,
    "line ends": "a\r\nSet-Cookie: x=1\r\n\r\nb",
}
"""Texts that somewhere were obeyed instead of kept."""

OBEYED: Final = re.compile(
    r"<script|<img|62615533|\bonerror=alert\(1\)>(?!&)|[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]"
)
"""Marks of a text that a page obeyed, or hands on as it came."""


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(work)


@pytest.fixture
def client(context: Context) -> Iterator[TestClient]:
    """The owner's browser behind the guards, which tells of an exception as a server does."""
    browser = Browser(site_of(context)).sign_in(OWNER, "os")
    app = guarded(application(browser.site), Serving(ADDRESS, limits=Limits(burst=10_000)))
    with TestClient(app, base_url=ADDRESS, raise_server_exceptions=False) as made:
        made.cookies = browser.client.cookies
        yield made


def told(answer: Response) -> None:
    """The answer is a page of ours: no failure of ours, no trace, nothing obeyed."""
    assert answer.status_code < 500, answer.text
    assert "Traceback" not in answer.text
    assert not OBEYED.search(answer.text), OBEYED.search(answer.text)
    assert answer.headers["content-type"].startswith("text/html")
    assert "Politirådet i Kvæfjord" in answer.text


def checked(page: Page) -> None:
    assert page.status < 500
    assert "Traceback" not in page.html
    assert not OBEYED.search(page.html), (page.path, OBEYED.search(page.html))


@lru_cache(16)
def plausible(form: Page) -> dict[str, str]:
    """Something for each field of a form that may well be taken."""
    days = dict.fromkeys((value(node, "name") for node in form.tree.query('form.act input[type="text"]')), "2026-12-01")
    texts = dict.fromkeys((value(node, "name") for node in form.tree.query("form.act textarea")), "Prøve")
    chosen = {
        value(node, "name"): next(
            (value(option, "value") for option in node.query("option") if value(option, "value")), ""
        )
        for node in form.tree.query("form.act select")
    }
    return days | texts | chosen


def test_no_text_in_a_field_is_obeyed(context: Context) -> None:
    owner, recorded = Browser(site_of(context)).sign_in(OWNER, "os"), 0
    for text in TEXTS.values():
        before = len(history(context))
        page = owner.post(FORM, owner.get(FORM).hidden() | {"text": text})
        checked(page)
        is_recorded = page.path.startswith("/receipt/")
        recorded += is_recorded
        assert (len(history(context)) > before) == is_recorded, text
    assert recorded >= 7, "what is only words is kept as words"
    checked(owner.get(MEASURE))
    assert "<script>alert(1)</script>" in owner.get(MEASURE).text, "as it was written"
    assert not verify(context)[0].flaws


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"text": "x"}'),
        ("text/plain", b"text=x"),
        ("", b"text=x"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data; boundary=a", b"--b\r\nx"),
        ("multipart/form-data; boundary=a", PART * 600 + b"--a--\r\n"),
        ("multipart/form-data; boundary=a", PART.replace(b"x", b"x" * 2**21) + b"--a--\r\n"),
        (f"{URL_ENCODED}; charset=utf-16", "text=x".encode("utf-16")),
        (URL_ENCODED, b"\xff\xfe\x00"),
        (URL_ENCODED, b"&".join(b"f%d=1" % number for number in range(2000))),
    ],
)  # fmt: skip
def test_what_is_no_form_is_told_in_words(client: TestClient, context: Context, kind: str, body: bytes) -> None:
    before = history(context)
    answer = client.post(FORM, content=body, headers=OWN | ({"Content-Type": kind} if kind else {}))
    told(answer)
    assert answer.status_code in (400, 403)
    assert history(context) == before


def sent(client: TestClient, more: str, drop: str = "") -> Response:
    """Send the form of a remark with some fields more, written as they stand on the wire."""
    form = Page(200, FORM, client.get(FORM).text).hidden()
    fields = urlencode({name: value for name, value in form.items() if name != drop})
    return client.post(FORM, content=f"{fields}&{more}".encode(), headers=OWN | {"Content-Type": URL_ENCODED})


@pytest.mark.parametrize(
    ("more", "drop"),
    [
        ("text=%ED%A0%BD", ""),  # half an emoji
        ("text=%F0%9F", ""),
        ("text=%ff%fe", ""),
        ("text=a&acting=ordforer", ""),
        ("text=a&acting=ordforer", "acting"),
        ("text=a&acting=", "acting"),
        ("text=a", "acting"),
        ("text=a&acting=%3Cscript%3E", "acting"),
        ("text=a&key=x", ""),
        ("text=a", "key"),
        ("text=a&csrf=0", ""),
        ("text=a", "csrf"),
        ("text=a&csrf=%00", "csrf"),
    ],
)
def test_a_forged_form_is_refused_in_words(client: TestClient, context: Context, more: str, drop: str) -> None:
    before = history(context)
    answer = sent(client, more, drop)
    told(answer)
    assert answer.status_code in (400, 403)
    assert history(context) == before
    assert sent(client, "text=a").status_code == 200, "the control"
    assert len(history(context)) > len(before)


@pytest.mark.parametrize("seq", ["%D9%A3", "99999999999", "-1", "x", "", "%00"])
def test_a_forged_number_of_the_last_entry_does_no_harm(client: TestClient, context: Context, seq: str) -> None:
    told(sent(client, f"text=a&seq={seq}", "seq"))
    assert not verify(context)[0].flaws


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PATCH", "OPTIONS", "CONNECT", "FLY"])
@pytest.mark.parametrize("path", ["/", "/mine", FORM, "/static/pages.css", "/nowhere"])
def test_pages_are_read_and_forms_are_sent_and_nothing_else(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, POST"


PLACES: Final = (
    "1-26\0", "1-26\r\nX: 1", "../../etc/passwd", "M0-26", "0-26", "1-99999999999999", "99999999999999999999-26",
    "١-٢٦", "1-26.1.1.1.1", "1-26.99999999999999999999", "-", " ", "a" * 4000, "\udcff", "<script>alert(1)</script>",
    "L99-26", "K99-26", "{{7919*7907}}", "verdal:1-26", "1/26", "levanger", "\u202e",
)  # fmt: skip


@pytest.mark.parametrize("before", ["/case/", f"{MEASURE}/do/", "/receipt/", "/nowhere/", "/static/", "/styles/"])
def test_a_forged_address_leads_to_a_page_that_says_so(client: TestClient, before: str) -> None:
    for place in PLACES:
        answer = client.get(before + quote(place, safe="", errors="surrogateescape"))
        told(answer)
        assert answer.status_code in (400, 403, 404), place


@pytest.mark.parametrize("number", ["0", "-1", "1e9", "9" * 19, "9" * 30, "%D9%A3"])
def test_a_forged_receipt_leads_to_a_page_that_says_so(client: TestClient, number: str) -> None:
    answer = client.get(f"/receipt/{number}")
    told(answer)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "query", ["lang=%3Cscript%3E", "lang=%00", "lang=nb&lang=nn", "next=//x", "%ff=%ff", "[]=", "=" * 500]
)
def test_a_forged_question_does_no_harm(client: TestClient, query: str) -> None:
    answer = client.get(f"/mine?{query}")
    told(answer)
    assert answer.status_code == 200


def test_ten_megabytes_are_not_read(client: TestClient, context: Context) -> None:
    before = history(context)
    answer = client.post(FORM, content=b"text=" + b"x" * 10_000_000, headers=OWN | {"Content-Type": URL_ENCODED})
    assert answer.status_code == 413
    assert "mer enn det som kan tas imot" in answer.text
    assert history(context) == before


@pytest.mark.parametrize(
    "cookie", [b"__Host-slt=\xe5", b"__Host-slt=" + b"x" * 4000, b"slt-language=\x01<script>", b";;=;"]
)
def test_a_forged_cookie_signs_nobody_in(client: TestClient, cookie: bytes) -> None:
    client.cookies.clear()
    answer = client.get("/mine", headers={b"Cookie": cookie}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/mine")
