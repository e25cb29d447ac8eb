"""OpenID Connect client: authorisation code with PKCE; every statement of the provider is checked here, not believed.

Libraries sign, verify and send; the claims of a token are checked in `slt_flow/pages/id_tokens.py`, since the library
checks neither `acr` nor any other claim that a municipality requires.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from secrets import token_urlsafe
from threading import Lock
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, urlencode, urlsplit

from slt_flow.definitions.providers import Provider, is_safe_address
from slt_flow.errors import ProviderUnavailable, SignInRefused
from slt_flow.pages import id_tokens
from slt_flow.pages.id_tokens import SignedIn
from slt_flow.pages.keys import ASYMMETRIC, BadToken, Key, UnknownKey, payload, published
from slt_flow.pages.provider_requests import LONGEST, PATIENCE, Requests

ATTEMPT_SECONDS: Final = 600
"""Seconds in which people must come back from the provider."""

_KEPT_SECONDS: Final = 3600
"""Seconds for which the metadata and keys of a provider are kept."""

_PAUSE: Final = 5
"""Seconds after a failed request, or a refetch of keys, in which no other is sent."""

_REPLAY_SECONDS: Final = id_tokens.OLDEST + 3 * id_tokens.LEEWAY
"""Seconds for which codes and tokens are remembered: longer than a token is taken for."""

_LONGEST: Final = 4096

FirstTime = Callable[[str, str, int], bool]
"""Question whether a value of a purpose is seen for the first time in so many seconds."""


class Attempt(NamedTuple):
    """Attempt to sign in, which only the browser that began it can finish."""

    state: str
    nonce: str
    verifier: str
    onward: str
    begun: float


class _Metadata(NamedTuple):
    """Addresses of a provider, and what it is able to do."""

    authorization: str
    token: str
    jwks: str
    end_session: str
    algorithms: frozenset[str]
    names_itself: bool
    takes_secret_in_body: bool


class Client:
    """Client of one provider, for the pages of one council; threads may share it.

    Args:
        provider: the provider as its file configures it.
        base_url: the address of the pages, without a slash at the end.
        now: the clock, in seconds since 1970.
        longest: the seconds after which a request to the provider is given up.
    """

    def __init__(
        self, provider: Provider, base_url: str, *, now: Callable[[], float] = time.time, longest: float = LONGEST
    ) -> None:
        self.provider = provider
        self._base_url, self._now = base_url, now
        self._requests = Requests(provider, f"{base_url}/sign-in/back", now, longest)
        self._metadata = _Kept(self._fetch_metadata, provider, now)
        self._keys = _Kept(self._fetch_keys, provider, now)

    def begin(self, onward: str, *, anew: bool = False) -> tuple[str, Attempt]:
        """Return the address at the provider, and the attempt that its answer must belong to.

        Args:
            onward: the path to go on to; an address outside these pages is none, and leads to the first page.
            anew: True to have the provider ask again, where its own session is of a sign-in that was not enough.

        Raises:
            ProviderUnavailable: the provider cannot be asked where people sign in.
        """
        attempt = Attempt(token_urlsafe(32), token_urlsafe(32), token_urlsafe(32), inside(onward), self._now())
        url = self._requests.address(
            self._metadata.get().authorization,
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
            prompt="login" if anew else "",
        )
        return url, attempt

    def finish(self, attempt: Attempt | None, query: Mapping[str, str], first_time: FirstTime) -> SignedIn:
        """Return the person whom the provider's answer signs in.

        Args:
            attempt: the attempt of this browser, used up by now; None where it has none.
            query: the parameters of the answer.
            first_time: the memory of codes and tokens.

        Raises:
            SignInRefused: the answer is another's, or does not say what it must.
            ProviderUnavailable: the provider does not hand out the token.
        """
        if (
            attempt is None
            or not id_tokens.is_same(query.get("state"), attempt.state)
            or not 0 <= self._now() - attempt.begun <= ATTEMPT_SECONDS
        ):
            raise SignInRefused("sign_in_begin_again", provider=self.provider.name)
        metadata = self._metadata.get()
        issuer = query.get("iss")
        if issuer != self.provider.issuer and (issuer is not None or metadata.names_itself):
            raise self._not_trusted("answer_issuer")
        code = query.get("code", "")
        if "error" in query or not code:
            raise SignInRefused("sign_in_stopped", provider=self.provider.name)
        if not first_time("sign-in code", _digest(code), _REPLAY_SECONDS):
            raise SignInRefused("sign_in_begin_again", provider=self.provider.name)
        issuer, in_body = self.provider.issuer, metadata.takes_secret_in_body
        token = self._requests.exchange(metadata.token, code, attempt.verifier, issuer, in_body)
        return self._person(token, attempt.nonce, first_time)

    def sign_out_url(self, id_token: str) -> str | None:
        """Return the address at which the provider ends its session, too; None where it has none, or is away."""
        try:
            endpoint = self._metadata.get().end_session
        except ProviderUnavailable:
            return None
        if not endpoint:
            return None
        hint = {"id_token_hint": id_token} if id_token else {}
        back = {"client_id": self.provider.client_id, "post_logout_redirect_uri": f"{self._base_url}/signed-out"}
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(hint | back)}"

    def front_channel(self, query: Mapping[str, str]) -> tuple[str, str] | None:
        """Return the issuer and the session that a provider's page of sign-out names; None for another issuer's."""
        sid = query.get("sid", "")
        return (self.provider.issuer, sid) if sid and query.get("iss") == self.provider.issuer else None

    def framing_origins(self) -> tuple[str, ...]:
        """Return the origins of the provider's pages, which may frame the path of its sign-out."""
        addresses = [self.provider.issuer]
        try:
            metadata = self._metadata.get()
            addresses += [metadata.authorization, metadata.end_session]
        except ProviderUnavailable:
            pass
        return tuple(dict.fromkeys(_origin(address) for address in addresses if address))

    def _person(self, token: str, nonce: str, first_time: FirstTime) -> SignedIn:
        content = self._verified(token)
        claims = id_tokens.read(content, self.provider)
        is_private = id_tokens.tells_identity_number(content)
        id_tokens.check(claims, self.provider, nonce, self._now())
        if not first_time("ID token", _digest(token), _REPLAY_SECONDS):
            raise self._not_trusted("token_replayed")
        return SignedIn(claims["iss"], claims["sub"], _line(claims.get("sid")), "" if is_private else token)

    def _verified(self, token: str) -> dict[str, Any]:
        algorithms = self._metadata.get().algorithms
        try:
            try:
                return payload(token, self._keys.get(), algorithms)
            except UnknownKey:  # the provider may have a new key
                return payload(token, self._keys.anew(), algorithms)
        except UnknownKey:
            raise self._not_trusted("token_key") from None
        except BadToken as error:
            raise self._not_trusted(error.why) from None

    def _not_trusted(self, why: str) -> SignInRefused:
        return SignInRefused("sign_in_not_trusted", provider=self.provider.name, why=why)

    def _fetch_metadata(self) -> _Metadata:
        document = self._requests.get(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        if not isinstance(document, dict) or document.get("issuer") != self.provider.issuer:
            raise _unavailable(self.provider, "provider_other_issuer")
        authorization, token, jwks, end_session = (
            address if isinstance(address := document.get(name), str) and is_safe_address(address) else ""
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint")
        )
        algorithms = ASYMMETRIC & _texts(document.get("id_token_signing_alg_values_supported"))
        if not (authorization and token and jwks and algorithms):
            raise _unavailable(self.provider, "provider_odd")
        return _Metadata(
            authorization,
            token,
            jwks,
            end_session,
            algorithms,
            document.get("authorization_response_iss_parameter_supported") is True,
            "client_secret_post" in _texts(document.get("token_endpoint_auth_methods_supported")),
        )

    def _fetch_keys(self) -> tuple[Key, ...]:
        keys = published(self._requests.get(self._metadata.get().jwks))
        if not keys:
            raise _unavailable(self.provider, "provider_odd")
        return keys


class _Kept:
    """Answer of a provider, fetched when it is first needed and kept; one thread fetches, the others wait for it."""

    def __init__(self, fetch: Callable[[], Any], provider: Provider, now: Callable[[], float]) -> None:
        self._fetch, self._provider, self._now = fetch, provider, now
        self._lock = Lock()
        self._value: Any = None
        self._fetched = float("-inf")
        self._failure: ProviderUnavailable | None = None
        self._failed = float("-inf")

    def get(self) -> Any:
        """Return the answer, at most an hour old."""
        return self._within(_KEPT_SECONDS)

    def anew(self) -> Any:
        """Return the answer, fetched again unless that was done a moment ago."""
        return self._within(_PAUSE)

    def _within(self, seconds: int) -> Any:
        if abs(self._now() - self._fetched) < seconds:
            return self._value
        if not self._lock.acquire(timeout=PATIENCE):
            raise _unavailable(self._provider, "provider_slow")
        try:
            if abs(self._now() - self._fetched) < seconds:
                return self._value
            if self._failure and abs(self._now() - self._failed) < _PAUSE:
                raise ProviderUnavailable(self._failure.code, **self._failure.facts)
            self._value = self._fetch()
            self._fetched, self._failure = self._now(), None
            return self._value
        except ProviderUnavailable as failure:
            if failure is not self._failure:
                self._failure, self._failed = failure, self._now()
            raise
        finally:
            self._lock.release()


def inside(path: str) -> str:
    """Return a path of these pages to go on to, and the first page's in place of whatever could lead elsewhere."""
    read = path
    for _ in range(3):  # encoded twice is decoded twice by somebody
        if not _is_inside(read):
            return "/"
        read = unquote(read, errors="replace")
    return path


def _is_inside(path: str) -> bool:
    return (
        len(path) <= _LONGEST
        and path.startswith("/")
        and not path.startswith(("//", "/sign-"))
        and "\\" not in path
        and path.isprintable()
        and " " not in path
        and not urlsplit(path).netloc
    )


def _unavailable(provider: Provider, why: str) -> ProviderUnavailable:
    return ProviderUnavailable("provider_unavailable", provider=provider.name, why=why)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def _texts(value: object) -> frozenset[str]:
    return frozenset(entry for entry in value if isinstance(entry, str)) if isinstance(value, list) else frozenset()


def _line(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= id_tokens.LONGEST_SUBJECT and value.isprintable() else ""


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
