"""Log of the requests: one JSON line each, without names, texts, paths or addresses of readers."""

from __future__ import annotations

import json
import logging
import secrets
import time
import traceback
from datetime import UTC, datetime
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from slt_flow.pages.guards import METHODS, language_of, sentence, spoken
from slt_flow.views.text.words import STANDARD, Words

LOG: Final = logging.getLogger("slt_flow.pages")


class JsonLines(logging.Formatter):
    """Formatter of log lines as JSON: our fields; of the server its sentence, without what fills it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        time_ = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields: dict[str, Any] = {"time": time_, "level": record.levelname.lower()}
        fields |= record.msg if isinstance(record.msg, dict) else {"server": str(record.msg).strip().partition("\n")[0]}
        return json.dumps(fields, ensure_ascii=False)


class RequestLog:
    """ASGI application that notes every request to another, and answers in words where that one fails.

    A request has a number, which stands in the log, in its answer and on the page that tells of a failure
    (`request.state.number`).

    Args:
        app: the application that answers.
        language: the language of readers who name none.
    """

    def __init__(self, app: ASGIApp, language: str = STANDARD) -> None:
        self._app, self._language = app, language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and note it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = scope.setdefault("state", {})["number"] = secrets.token_hex(6)
        status, is_whole, failure, began = 0, False, None, time.perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status, is_whole
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", number.encode())]
            await send(message)
            is_whole = message["type"] == "http.response.body" and not message.get("more_body", False)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            failure = error
            if status == 0:
                asked = Headers(scope=scope)
                words = Words(language_of(asked, self._language))
                await spoken(sentence(500, words, number=number), 500, asked, words)(scope, receive, sending)
            elif not is_whole:
                raise  # so that the server breaks the answer off, instead of letting it look whole
        finally:
            _note(scope, number, status, began, failure)


def _note(scope: Scope, number: str, status: int, began: float, failure: Exception | None) -> None:
    fields: dict[str, Any] = {
        "id": number,
        "method": scope["method"] if scope["method"] in METHODS else "other",
        "route": _route(scope),
        "status": status,
        "ms": round((time.perf_counter() - began) * 1000, 1),
    }
    if (code := scope["state"].get("code")) is not None:  # of an error that its page told
        fields["code"] = code
    if failure is not None:
        # where it failed and never the words of the error, in which texts of people may stand
        frames = traceback.extract_tb(failure.__traceback__)
        fields["error"] = type(failure).__name__
        fields["at"] = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    LOG.log(logging.ERROR if failure is not None else logging.INFO, fields)


def _route(scope: Scope) -> str | None:
    """Return the pattern of the path, as in `/case/{place}`; the path itself may hold a secret."""
    endpoint = scope.get("endpoint")
    routes = scope["app"].routes if endpoint is not None and "app" in scope else ()
    return next((route.path for route in routes if endpoint in (getattr(route, "endpoint", None), route.app)), None)
