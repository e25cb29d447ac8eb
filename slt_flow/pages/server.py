"""Server of the pages: one process of uvicorn behind the guards, with deadlines, and an end in good order."""

from __future__ import annotations

import asyncio
import errno
import logging
import logging.handlers
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from slt_flow.errors import RequestError, cause
from slt_flow.pages.guards import LIMITS, Guards, Limits, SecureHeaders, secure_headers
from slt_flow.pages.request_log import LOG, JsonLines, RequestLog
from slt_flow.views.text.words import STANDARD

HEAD_SECONDS: Final = 10.0
"""Time for the head of a request, and for what is left of a body that nobody reads any more."""

IDLE_SECONDS: Final = 15
"""Time that a connection without a request is kept open."""

ENDING_SECONDS: Final = 5
"""Time that requests have to end in once the server is told to stop."""

MOST_CONNECTIONS: Final = 800
"""Connections at most: a process may often open 1,024 files."""

LARGEST_HEAD: Final = 16 * 2**10
"""Most bytes of the head of a request."""

_ENDING: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

_OF_OTHERS: Final = ("uvicorn.error", "asyncio", "python_multipart")
"""Loggers of the libraries that serve."""


class Serving(NamedTuple):
    """Way in which an application is served.

    Attributes:
        base_url: the address that readers use.
        proxies: addresses or networks of the proxies whose word on the client is taken.
        language: the language of readers who name none.
        healthy: raises where the database cannot be read.
        sign_in: beginnings of the paths on which somebody tries to sign in.
        limits: the limits of requests.
        head_seconds: the time for the head of a request.
    """

    base_url: str
    proxies: Sequence[str] = ()
    language: str = STANDARD
    healthy: Callable[[], object] = lambda: None
    sign_in: Sequence[str] = ()
    limits: Limits = LIMITS
    head_seconds: float = HEAD_SECONDS


class Punctual(H11Protocol):
    """Connection that is closed where the head of a request, or a body that nobody reads, does not come in time.

    The server itself waits without end for the other half of a head.
    """

    serving: Serving
    is_ending = False
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """Begin to wait for the first request."""
        super().connection_made(transport)
        if self.is_ending or len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and wait for the rest of a head."""
        super().data_received(data)
        if self._is_awaited:
            self._wait()
        else:
            self._wait_no_longer()

    def on_response_complete(self) -> None:
        """Wait for the rest of what has begun to come already."""
        super().on_response_complete()
        if self._is_awaited and (self.conn.our_state is h11.DONE or self.conn.trailing_data[0]):
            self._wait()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, with the headers of every answer."""
        headers = secure_headers(self.serving.base_url) | {"content-type": "text/plain; charset=utf-8"}
        fields = [(name.encode(), value.encode()) for name, value in (headers | {"connection": "close"}).items()]
        answer = (h11.Response(status_code=400, headers=fields), h11.Data(data=msg.encode()), h11.EndOfMessage())
        for event in answer:
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    @property
    def _is_awaited(self) -> bool:
        """True while a head is on its way, or the rest of a body whose answer is given."""
        return self.conn.their_state is h11.IDLE or self.conn.our_state is h11.DONE

    def _wait(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.serving.head_seconds, self._close)

    def _wait_no_longer(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _close(self) -> None:
        self._deadline = None
        if self._is_awaited:
            self.transport.close()


class Server(uvicorn.Server):
    """Server of one application, which ends in good order at a signal.

    Args:
        app: the pages.
        serving: the way to serve them.
        started: called once requests are answered.
    """

    def __init__(self, app: ASGIApp, serving: Serving, started: Callable[[], object] = lambda: None) -> None:
        self._protocol: Any = type("Punctual", (Punctual,), {"serving": serving})
        config = uvicorn.Config(
            guarded(app, serving),
            http=self._protocol,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(serving.proxies),
            forwarded_allow_ips=list(serving.proxies),
            timeout_keep_alive=IDLE_SECONDS,
            timeout_graceful_shutdown=ENDING_SECONDS,
            h11_max_incomplete_event_size=LARGEST_HEAD,
        )
        super().__init__(config)
        self._tell = started

    def serve_on(self, sock: socket.socket) -> None:
        """Answer requests until a signal comes or `stop` is called."""
        with closing(sock):
            asyncio.run(self.serve(sockets=[sock]))

    def stop(self) -> None:
        """Take no further requests, and give those that are being answered some seconds."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._tell()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End; a connection that was on its way meanwhile would be waited for."""
        self._protocol.is_ending = True
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal; uvicorn would raise it once more afterwards, as if something had been broken off."""
        if threading.current_thread() is not threading.main_thread():  # which hears no signals
            yield
            return
        heard = [number for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN]  # as nohup leaves it
        before = {number: signal.signal(number, self.handle_exit) for number in heard}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address.

    Raises:
        RequestError: the port is taken or not ours to take, or the address is none of this computer.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server((str(address[0]), port), family=family, backlog=512)
    except OSError as failure:
        codes = {errno.EADDRINUSE: "port_taken", errno.EACCES: "port_not_allowed"}
        elsewhere = isinstance(failure, socket.gaierror) or failure.errno == errno.EADDRNOTAVAIL
        code = "address_elsewhere" if elsewhere else codes.get(failure.errno or 0, "cannot_listen")
        raise RequestError(code, host=host, port=port, why=cause(failure)) from None


def place_of(sock: socket.socket) -> str:
    """Return the address and the port at which a socket listens."""
    host, port = sock.getsockname()[:2]
    return f"[{host}]:{port}" if sock.family == socket.AF_INET6 else f"{host}:{port}"


def guarded(app: ASGIApp, serving: Serving) -> ASGIApp:
    """Put an application behind the guards."""
    guards = Guards(
        app,
        serving.base_url,
        language=serving.language,
        healthy=serving.healthy,
        sign_in=serving.sign_in,
        limits=serving.limits,
    )
    return SecureHeaders(RequestLog(guards, serving.language), serving.base_url)


def log_to(path: Path | None, level: int = logging.INFO) -> None:
    """Write the log as JSON lines to a file, which another program may turn over, else to standard error.

    Raises:
        OSError: the file cannot be written.
    """
    handler: logging.Handler = logging.StreamHandler()
    if path is not None:
        handler = logging.handlers.WatchedFileHandler(path, encoding="utf-8")
    handler.setFormatter(JsonLines())
    logging.raiseExceptions = False  # a full disk must not fill standard error
    for logger, least in ((LOG, level), *((logging.getLogger(name), logging.WARNING) for name in _OF_OTHERS)):
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(least)
