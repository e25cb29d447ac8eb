"""Applications served over real sockets by the server of the product, in a thread."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from starlette.types import ASGIApp

from slt_flow.pages.server import Server, Serving, listening

LOOPBACK = "127.0.0.1"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


class Served(NamedTuple):
    port: int
    server: Server

    @property
    def host(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, /, **headers: str) -> Answer:
        """Send one request; names of headers are written with `_`."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=10)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            fields = {name.casefold(): value for name, value in answer.getheaders()}
            return Answer(answer.status, fields, answer.read().decode())
        finally:
            connection.close()

    def connected(self) -> socket.socket:
        return socket.create_connection((LOOPBACK, self.port), timeout=10)

    def raw(self, *parts: bytes) -> bytes:
        """Send bytes as they are, and return all that comes until the server closes the connection."""
        with self.connected() as there:
            for part in parts:
                there.sendall(part)
            return b"".join(iter(lambda: there.recv(65536), b""))


@contextmanager
def served(app: ASGIApp, serving: Serving | None = None) -> Iterator[Served]:
    """Serve an application on a free port until the block ends."""
    with served_at(lambda _base_url: app, serving) as there:
        yield there


@contextmanager
def served_at(made: Callable[[str], ASGIApp], serving: Serving | None = None, port: int = 0) -> Iterator[Served]:
    """Serve an application that has to know its own address, until the block ends."""
    sock = listening(LOOPBACK, port)
    port = sock.getsockname()[1]
    base_url = f"http://{LOOPBACK}:{port}"
    serving = serving._replace(base_url=serving.base_url or base_url) if serving else Serving(base_url)
    started = threading.Event()
    server = Server(made(serving.base_url), serving, started.set)
    thread = threading.Thread(target=server.serve_on, args=(sock,))
    thread.start()
    try:
        assert started.wait(10)
        yield Served(port, server)
    finally:
        server.stop()
        thread.join(20)
        assert not thread.is_alive()
