"""Guards before the pages: every request is judged by its host, method, size, pace and number before a page sees it."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from slt_flow.errors import SltError
from slt_flow.pages import templating
from slt_flow.terms import LANGUAGES, N_
from slt_flow.views.text.words import STANDARD, Words

HEALTH: Final = "/health"
"""Path that tells whether the database can be read; asked by machines, by any name of this one."""

STATIC: Final = "/static/"
"""Beginning of the paths of what is the same for every reader."""

LANGUAGE_COOKIE: Final = "slt-language"
"""Name of the cookie with the language that a reader chose on a page."""

METHODS: Final = ("GET", "HEAD", "POST")


class Limits(NamedTuple):
    """Limits of what one client, and all of them together, may ask for.

    Attributes:
        form: the most bytes of a body.
        files: the most bytes of a body that brings files (`multipart/form-data`): more than the largest attachment.
        burst: requests of one address at once. A whole office may stand behind one address.
        pace: requests of one address each second, once its burst is used up.
        sign_ins: the most that one address may try to sign in at once.
        sign_in_pace: tries to sign in each second, once these are used up.
        together: requests that are worked on at the same time.
        body_seconds: the time for a body to begin with; it grows with what has come.
        slowest: bytes that must come each second on average.
        sending_seconds: the time for a reader to take what was sent so far.
    """

    form: int = 256 * 2**10
    files: int = 30 * 2**20
    burst: int = 600
    pace: float = 30
    sign_ins: int = 40
    sign_in_pace: float = 0.2
    together: int = 100
    body_seconds: float = 10
    slowest: float = 16 * 2**10
    sending_seconds: float = 60


LIMITS: Final = Limits()

_MOST_ADDRESSES: Final = 20_000
"""Addresses whose requests are counted at most: those seen longest ago are forgotten first."""

REFUSALS: Final[Mapping[int, str]] = {
    405: N_("Pages are read here and forms are sent; nothing else can be asked for."),
    408: N_("What you sent came too slowly. Look at your connection and send it once more."),
    413: N_(
        "That is more than can be received at once: {form}, or {files} with files. Send less, or one file at a time."
    ),
    421: N_("These pages are served under another address: {address}"),
    429: N_("Too much is asked from where you are. Wait {seconds} seconds and try again."),
    500: N_("Something failed here; it is no fault of yours. Tell those who run these pages its number: {number}"),
    503: N_("Too many ask at this moment. Wait a few seconds and try again."),
}
"""Sentences of the refusals by their status."""


class Buckets:
    """Token buckets: each address may ask so often at once, and then at a pace.

    Args:
        burst: the tokens of an address that has asked for nothing yet.
        pace: the tokens that come back each second.
        clock: seconds that only grow.
    """

    def __init__(self, burst: int, pace: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._pace, self._clock = burst, pace, clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, address: str) -> float:
        """Take a token of an address; return the seconds until there is one where there is none now, else 0."""
        now = self._clock()
        left, since = self._left.pop(address, (float(self._burst), now))  # put back last: the newest
        left = min(self._burst, left + (now - since) * self._pace)
        wait = 0 if left >= 1 else (1 - left) / self._pace
        self._left[address] = (left if wait else left - 1, now)
        while len(self._left) > _MOST_ADDRESSES:
            del self._left[next(iter(self._left))]
        return wait


class Guards:
    """ASGI application that hands on to another only what is fit to be asked.

    Args:
        app: the pages.
        base_url: the address that they are served under; every other host is refused.
        language: the language of refusals to readers who name none.
        healthy: raises where the database cannot be read.
        sign_in: beginnings of the paths on which somebody tries to sign in.
        limits: the limits.
    """

    def __init__(
        self,
        app: ASGIApp,
        base_url: str,
        *,
        language: str = STANDARD,
        healthy: Callable[[], object] = lambda: None,
        sign_in: Sequence[str] = (),
        limits: Limits = LIMITS,
    ) -> None:
        self._app, self._base_url, self._hosts = app, base_url, _hosts(base_url)
        self._language, self._healthy, self._sign_in, self._limits = language, healthy, tuple(sign_in), limits
        self._asked = Buckets(limits.burst, limits.pace)
        self._signed_in = Buckets(limits.sign_ins, limits.sign_in_pace)
        self._at_work = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, by the pages or by a refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await self._refuse(refusal, scope, receive, send)
        elif scope["path"] == HEALTH:
            await (await self._health())(scope, receive, send)
        elif self._at_work >= self._limits.together:
            await self._refuse(HTTPException(503, headers={"Retry-After": "5"}), scope, receive, send)
        else:
            await self._admit(scope, receive, send)

    def _refusal(self, scope: Scope) -> HTTPException | None:
        """Return the refusal of a request that is refused before anything of its body is read."""
        if scope["method"] not in METHODS:
            return HTTPException(405, headers={"Allow": ", ".join(METHODS)})
        headers = Headers(scope=scope)
        if headers.get("host", "").casefold() not in self._hosts and scope["path"] != HEALTH:
            return HTTPException(421)
        wait = self._asked.take(address := _address(scope))
        if not wait and scope["path"].startswith(self._sign_in):
            wait = self._signed_in.take(address)
        if wait:
            return HTTPException(429, headers={"Retry-After": str(int(wait) + 1)})
        length = headers.get("content-length", "0")
        return HTTPException(413) if not length.isdecimal() or int(length) > self._most(headers) else None

    def _most(self, headers: Headers) -> int:
        brings_files = headers.get("content-type", "").casefold().startswith("multipart/form-data")
        return self._limits.files if brings_files else self._limits.form

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the pages answer, as long as the body comes in time and the answer is taken in time."""
        is_begun = False

        async def sending(message: Message) -> None:
            nonlocal is_begun
            is_begun = is_begun or message["type"] == "http.response.start"
            async with asyncio.timeout(self._limits.sending_seconds):
                await send(message)

        self._at_work += 1
        try:
            await self._app(scope, self._received(scope, receive), sending)
        except HTTPException as refusal:  # by pages that have no page for it
            if is_begun or refusal.status_code not in REFUSALS:
                raise
            await self._refuse(refusal, scope, receive, send)
        finally:
            self._at_work -= 1

    def _received(self, scope: Scope, receive: Receive) -> Receive:
        """Return the receiver of a body that may be only so long, and take only so much time.

        It raises `HTTPException`, for which the pages have a page as for every other.
        """
        most = self._most(Headers(scope=scope))
        clock = asyncio.get_running_loop().time
        until, came, is_whole = clock() + self._limits.body_seconds, 0, False

        async def received() -> Message:
            nonlocal until, came, is_whole
            if is_whole:  # from here on it waits for the reader to leave
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, headers={"Connection": "close"}) from None
            came += len(message.get("body", b""))
            until += len(message.get("body", b"")) / self._limits.slowest
            is_whole = not message.get("more_body", False)
            if came > most:
                raise HTTPException(413, headers={"Connection": "close"})
            return message

        return received

    async def _health(self) -> PlainTextResponse:
        """Say whether the database can be read; of a failure no more than its code."""
        try:
            await run_in_threadpool(self._healthy)
        except SltError as error:
            return PlainTextResponse(f"{error.code}\n", 503)
        return PlainTextResponse("ok\n")

    async def _refuse(self, refusal: HTTPException, scope: Scope, receive: Receive, send: Send) -> None:
        asked, headers = Headers(scope=scope), refusal.headers or {}
        words, home = Words(language_of(asked, self._language)), f"{self._base_url}/"
        line = sentence(refusal.status_code, words, address=home, seconds=headers.get("Retry-After"))
        response = spoken(line, refusal.status_code, asked, words, home=home)
        response.headers.update(headers)
        await response(scope, receive, send)


def spoken(line: str, status: int, asked: Headers, words: Words, *, home: str = "/") -> Response:
    """Return a sentence as a small page where a browser asks for one, else as text; neither needs the database.

    Args:
        line: the sentence.
        status: the status.
        asked: the headers of the request.
        words: the reader's language.
        home: the address of the first page.
    """
    if "text/html" not in asked.get("accept", ""):
        return PlainTextResponse(f"{line}\n", status)
    page = templating.environment().get_template("refusal.html")
    return HTMLResponse(page.render(line=line, home=home, words=words, say=words.say), status)


def sentence(status: int, words: Words, **facts: object) -> str:
    """Return the sentence of a refusal."""
    sizes = {"form": words.size(LIMITS.form), "files": words.size(LIMITS.files)}
    return words.say(REFUSALS[status], **sizes, **facts)


def language_of(headers: Headers, otherwise: str) -> str:
    """Return the language that a reader chose on a page, else the first of ours that the browser asks for.

    Norwegian without a form is bokmål.
    """
    chosen = cookie_parser(headers.get("cookie", "")).get(LANGUAGE_COOKIE, "")
    for wanted in (chosen, *headers.get("accept-language", "").split(",")):
        language = wanted.partition(";")[0].strip().partition("-")[0].casefold()
        language = STANDARD if language == "no" else language
        if language in LANGUAGES:
            return language
    return otherwise


def _hosts(base_url: str) -> frozenset[str]:
    """Return the spellings of the host of an address: with the port of its scheme, or without."""
    parts = urlsplit(base_url)
    standard = {"https": 443, "http": 80}.get(parts.scheme)
    host = parts.netloc.casefold()
    if parts.port is None:
        return frozenset({host, f"{host}:{standard}"})
    return frozenset({host, host.removesuffix(f":{standard}")})


def _address(scope: Scope) -> str:
    """Return the client that is counted: its address, or the network of one of version 6, which has many."""
    address: str = (scope.get("client") or ("",))[0]
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((number, 64), strict=False)) if number.version == 6 else address


class SecureHeaders:
    """ASGI application that adds to each answer of another the headers that browsers guard a reader by.

    A page that has a header already keeps it: the one that may be framed names who may.

    Args:
        app: the application that answers.
        base_url: the address that it is served under.
    """

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self._app, self._headers = app, secure_headers(base_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with these headers."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith(STATIC) and message["status"] in (200, 304):
                    headers.setdefault("Cache-Control", "public, max-age=600")
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


def secure_headers(base_url: str) -> dict[str, str]:
    """Return the headers of every answer (OWASP's list of secure headers)."""
    policy = {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        # “no-referrer” would make browsers send “Origin: null” with a form, which is how forms of others are told
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    if base_url.startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers
