"""Sent forms: those of another site or another session are refused, and one that comes twice is recorded once."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from slt_flow.errors import RequestError
from slt_flow.pages.sessions import Session
from slt_flow.pages.typed_forms import CSRF_FIELD

KEY_FIELD: Final = "key"
"""Field of every form that writes: the key by which it is recorded once."""

FORM_LIMITS: Final = {"max_files": 20, "max_fields": 500, "max_part_size": 2**20}

_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_KEY: Final = re.compile(r"[\w-]{22}", re.ASCII)


async def sent_fields(request: Request) -> FormData:
    """Read the fields of a form that is sent; of a request that only reads there are none.

    Raises:
        RequestError: they are no form, too many, or in letters that no browser sends.
    """
    if request.method in _READS:
        return FormData()
    try:
        if not request.headers.get("content-type", "").startswith("multipart/"):
            # starlette would put U+FFFD for half a letter, and that would be recorded
            unquote_to_bytes(await request.body()).decode()
        return await request.form(**FORM_LIMITS)
    except UnicodeDecodeError:
        raise RequestError("form_unreadable") from None
    except HTTPException as refusal:
        if refusal.status_code != 400:
            raise
        raise RequestError("form_unreadable") from None


def refuse_forgery(
    request: Request, session: Session | None, form: Mapping[str, object], *, base_url: str | None = None
) -> None:
    """Refuse a form that another site made the browser send, or that was opened in another session.

    Args:
        request: the request; one that only reads is let through.
        session: the session, None before the sign-in: then only the origin tells.
        form: the fields.
        base_url: the address by which the pages are known outside; the request's own when None.

    Raises:
        RequestError: another site sent it (`form_of_another_site`), it was opened before the account signed in again
            (`form_of_another_session`), or by somebody else (`form_of_another_account`).
    """
    if request.method in _READS:
        return
    if not _is_from_here(request, base_url or str(request.base_url)):
        raise RequestError("form_of_another_site")
    if session is None:
        return
    field = form.get(CSRF_FIELD)
    token = field if isinstance(field, str) else ""
    if not _is_same(token, session.csrf):
        is_theirs = _is_same(token.partition(".")[0], session.csrf.partition(".")[0])
        raise RequestError("form_of_another_session" if is_theirs else "form_of_another_account")


def _is_from_here(request: Request, base_url: str) -> bool:
    """Tell by what the browser says, which no page can change, whether a page of ours sent a request."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    # A policy of no referrer makes the origin of our own forms `null`; the other header still tells.
    if site is not None and origin in (None, "null"):
        return site == "same-origin"
    is_ours = origin is not None and _origin(origin) == _origin(base_url)
    return is_ours and site in (None, "same-origin")


def _origin(address: str) -> tuple[str, str, int | None] | None:
    """Return the scheme, host and port of an address, None where it has none."""
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:  # such as a port that is no number
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None


def _is_same(token: str, other: str) -> bool:
    return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), other.encode())


def form_key() -> str:
    """Make the key of a form that is shown: sent twice, it is recorded once."""
    return secrets.token_urlsafe(16)


def request_key(form: Mapping[str, object]) -> str:
    """Return the key of a form that was sent, as the context of its request takes it.

    Raises:
        RequestError: it has none, or one that we never make.
    """
    key = form.get(KEY_FIELD)
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise RequestError("form_without_key")
    return f"form-{key}"  # so that it never meets the key of another program


@contextmanager
def recorded_once() -> Iterator[None]:
    """Tell of a form that was recorded and comes again with other words in words of forms; nobody saw its key."""
    try:
        yield
    except RequestError as error:
        if error.code == "key_reused":
            raise RequestError("form_sent_before") from None
        raise
