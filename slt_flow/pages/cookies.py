"""Cookie with the secret of a session: for this host alone, sent only over TLS, and out of reach of scripts.

On one's own machine (`http://127.0.0.1`) there is no TLS, and browsers refuse the prefix `__Host-` without it.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

SESSION: Final = "slt"
"""Name of the cookie of a session, without the prefix."""

_SECRET: Final = re.compile(r"[\w-]{43}", re.ASCII)


def put(response: Response, secret: str, base_url: str, *, name: str = SESSION, seconds: int | None = None) -> None:
    """Hand a secret to a browser; without a length of time until it is closed."""
    is_safe = _is_behind_tls(base_url)
    response.set_cookie(
        _name(name, base_url), secret, max_age=seconds, path="/", secure=is_safe, httponly=True, samesite="lax"
    )


def secret_of(request: Request, base_url: str, *, name: str = SESSION) -> str | None:
    """Return the secret that a browser brings, None where it brings none, or something else."""
    brought = request.cookies.get(_name(name, base_url), "")
    return brought if _SECRET.fullmatch(brought) else None


def remove(response: Response, base_url: str, *, name: str = SESSION) -> None:
    """Take a secret back from a browser."""
    put(response, "", base_url, name=name, seconds=0)


def _name(name: str, base_url: str) -> str:
    return f"__Host-{name}" if _is_behind_tls(base_url) else name


def _is_behind_tls(base_url: str) -> bool:
    return base_url.casefold().startswith("https://")
