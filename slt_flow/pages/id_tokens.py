"""ID tokens: what a provider says of a person who signed in, each statement checked before anybody believes it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from slt_flow.definitions.providers import NEVER_READ, Provider
from slt_flow.errors import SignInRefused
from slt_flow.personal_data import Kind, occurrences

LEEWAY: Final = 60
"""Seconds by which the clocks of a provider and of this machine may differ."""

OLDEST: Final = 15 * 60
"""Seconds since a token was issued after which it is too old; Entra ID dates its tokens five minutes back."""

LONGEST_SUBJECT: Final = 255
"""Most letters of a subject (OpenID Connect Core, 2)."""

_CHECKED: Final = frozenset({"iss", "sub", "aud", "azp", "exp", "nbf", "iat", "nonce", "sid"})
"""Claims that are read; of others, only those that the provider's file requires."""


class SignedIn(NamedTuple):
    """Person whom a provider signed in.

    Attributes:
        issuer: the provider.
        subject: the person, by the identifier that the provider gives this program alone.
        sid: the session at the provider, or an empty text.
        id_token: the token, which the provider asks for at sign-out; empty where it tells an identity number.
    """

    issuer: str
    subject: str
    sid: str
    id_token: str


def read(payload: Mapping[str, Any], provider: Provider) -> dict[str, Any]:
    """Return the claims that are used; whatever else came, above all an identity number, goes no further."""
    return {name: payload[name] for name in sorted(_CHECKED | set(provider.required)) if name in payload}


def tells_identity_number(payload: object) -> bool:
    """Tell whether anything in a token is a national identity number, by its claim or by its digits, at any depth."""
    waiting = [payload]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            if NEVER_READ & {str(name).casefold() for name in value}:
                return True
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif any(number.kind == Kind.IDENTITY_NUMBER for number in occurrences(str(value))):
            return True
    return False


def check(claims: Mapping[str, Any], provider: Provider, nonce: str, now: float) -> None:
    """Check the claims of a token whose signature is known to be its provider's.

    Args:
        claims: the claims of the token.
        provider: the provider, with the claims that it must carry.
        nonce: the nonce of this attempt to sign in.
        now: seconds since 1970.

    Raises:
        SignInRefused: the token is another's, of another time or another attempt, or lacks a required claim.
    """
    why = _of_parties(claims, provider) or _of_times(claims, now) or _of_person(claims)
    if not why and not is_same(claims.get("nonce"), nonce):
        why = "token_nonce"
    if why:
        raise SignInRefused("sign_in_not_trusted", provider=provider.name, why=why)
    for name, values in provider.required.items():
        if not _carries(claims.get(name), values):
            raise SignInRefused("sign_in_too_weak", provider=provider.name, claim=name, values=", ".join(values))


def is_same(value: object, secret: str) -> bool:
    """Compare a text of somebody else with a secret, in a time that tells nothing of it."""
    return isinstance(value, str) and hmac.compare_digest(value.encode("utf-8", "replace"), secret.encode())


def _of_parties(claims: Mapping[str, Any], provider: Provider) -> str | None:
    if claims.get("iss") != provider.issuer:
        return "token_issuer"
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if provider.client_id not in audiences:
        return "token_audience"
    party = claims.get("azp")
    if party is None and len(audiences) == 1:
        return None
    return None if party == provider.client_id else "token_audience"


def _of_times(claims: Mapping[str, Any], now: float) -> str | None:
    ends, issued, begins = (_seconds(claims.get(name)) for name in ("exp", "iat", "nbf"))
    if ends is None or issued is None or (begins is None and "nbf" in claims):
        return "token_malformed"
    if now >= ends + LEEWAY:
        return "token_expired"
    if max(issued, begins or issued) > now + LEEWAY:
        return "token_to_come"
    return "token_old" if issued < now - OLDEST else None


def _seconds(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # JSON has whole numbers that no float holds
    return float(value) if is_number and abs(value) < 1e12 else None  # type: ignore[arg-type] # a number


def _of_person(claims: Mapping[str, Any]) -> str | None:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        return "token_malformed"
    return "token_identity_number" if tells_identity_number(subject) else None


def _carries(value: object, values: tuple[str, ...]) -> bool:
    """Tell whether a claim has one of the values, or is a list with one."""
    listed = value if isinstance(value, list) else [value]
    return any(isinstance(entry, str) and entry in values for entry in listed)
