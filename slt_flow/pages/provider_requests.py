"""Requests to an OpenID provider: each ends, and none brings more than this program means to hold."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from threading import BoundedSemaphore, Timer
from typing import TYPE_CHECKING, Any, Final, TypeVar

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT

from slt_flow.definitions.providers import Provider
from slt_flow.errors import ProviderUnavailable, SignInRefused
from slt_flow.pages.keys import signing_key

if TYPE_CHECKING:
    from ssl import SSLContext

T = TypeVar("T")

LONGEST: Final = 10.0
"""Seconds after which a request is given up, however busily its answer trickles in."""

MOST_BYTES: Final = 256 * 1024
"""Most bytes of an answer; the keys of a large provider take some ten thousand."""

MOST_AT_ONCE: Final = 12
"""Most requests at one time: the threads that are left serve those who need no provider."""

PATIENCE: Final = 0.5
"""Seconds that a thread waits for its turn, or for what another is fetching."""

_ASSERTION_SECONDS: Final = 60
"""Lifetime of an assertion of this program; ID-porten takes none of more than 120."""

_EACH: Final = 5.0
"""Seconds for each step of a request: the connection, one read, one write."""


class Requests:
    """Requests to one provider, in the name of this program."""

    def __init__(self, provider: Provider, redirect_uri: str, now: Callable[[], float], longest: float) -> None:
        self._provider, self._redirect_uri, self._now, self._longest = provider, redirect_uri, now, longest
        self._turns = BoundedSemaphore(MOST_AT_ONCE)
        self._key = signing_key(provider.key, provider.key_id) if provider.key else None

    def get(self, url: str) -> Any:
        """Return the JSON at an address.

        Raises:
            ProviderUnavailable: there is none, or it did not come in time.
        """
        with self._client() as client:
            answer = client.request("GET", url, withhold_token=True, headers={"Accept": "application/json"})
            answer.raise_for_status()
            try:
                return answer.json()
            except (ValueError, RecursionError):
                raise self._unavailable("provider_odd") from None

    def exchange(self, url: str, code: str, verifier: str, issuer: str, in_body: bool) -> str:
        """Return the ID token for a code.

        Args:
            url: the token endpoint.
            code: the code of the provider's answer.
            verifier: the secret whose digest the provider was given.
            issuer: the issuer, for the assertion of this program.
            in_body: True where the provider takes a secret in the body of a request.

        Raises:
            SignInRefused: the provider takes the code no more.
            ProviderUnavailable: it gives no token.
        """
        with self._client() as client:
            if self._key:
                audience = issuer if self._provider.audience == "issuer" else url
                claims = {"aud": audience, "exp": int(self._now()) + _ASSERTION_SECONDS}
                header = dict(self._key.header)
                client.register_client_auth_method(PrivateKeyJWT(url, claims, header, self._key.algorithm))
                client.token_endpoint_auth_method = PrivateKeyJWT.name
            else:
                client.token_endpoint_auth_method = "client_secret_post" if in_body else "client_secret_basic"
            try:
                tokens = client.fetch_token(url, grant_type="authorization_code", code=code, code_verifier=verifier)
            except OAuthError as error:
                if error.error == "invalid_grant":
                    raise SignInRefused("sign_in_begin_again", provider=self._provider.name) from None
                raise self._unavailable("provider_rejects") from None
            except (ValueError, TypeError, AttributeError, RecursionError):  # no JSON, or none of tokens
                raise self._unavailable("provider_odd") from None
            token = tokens.get("id_token")
            if not isinstance(token, str):
                raise self._unavailable("provider_odd")
            return token

    def address(self, endpoint: str, **parameters: str) -> str:
        """Return the address to which a browser is sent to sign in.

        Args:
            endpoint: the authorisation endpoint.
            parameters: `state`, `nonce`, `code_verifier` and `prompt`; an empty one is left out.
        """
        parameters |= {"acr_values": " ".join(self._provider.acr_values), "claims": self._provider.claims}
        with self._client() as client:
            url, _ = client.create_authorization_url(
                endpoint, **{name: value for name, value in parameters.items() if value}
            )
        return str(url)

    @contextmanager
    def _client(self) -> Iterator[OAuth2Client]:
        """Yield a client for one request; each has its own, since the library's keeps the last token it was given."""
        if not self._turns.acquire(timeout=PATIENCE):
            raise self._unavailable("provider_busy")
        try:
            with OAuth2Client(
                self._provider.client_id,
                self._key.key if self._key else self._provider.secret,
                scope=" ".join(self._provider.scopes),
                redirect_uri=self._redirect_uri,
                code_challenge_method="S256",
                transport=_Bounded(_authorities(), self._longest),
                timeout=min(_EACH, self._longest),
                trust_env=False,
            ) as client:
                yield client
        except httpx2.TimeoutException:
            raise self._unavailable("provider_slow") from None
        except _TooLargeError:
            raise self._unavailable("provider_too_large") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError):
            raise self._unavailable("provider_no_answer") from None
        finally:
            self._turns.release()

    def _unavailable(self, why: str) -> ProviderUnavailable:
        return ProviderUnavailable("provider_unavailable", provider=self._provider.name, why=why)


@cache
def _authorities() -> SSLContext:
    """Read the authorities that are trusted, once: it takes longer than a request."""
    return httpx2.create_ssl_context()


class _TooLargeError(Exception):
    """Answer of more bytes than are held, or packed, so that its bytes tell nothing of its size."""


class _Bounded(httpx2.HTTPTransport):
    """Transport whose answers end: in bytes, and in time, also when each byte comes just before it is given up."""

    def __init__(self, tls: SSLContext, longest: float) -> None:
        super().__init__(verify=tls, trust_env=False)
        self._longest = longest

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Perform a request, and read its answer to the end."""
        sockets: list[socket.socket] = []
        request.headers["Accept-Encoding"] = "identity"
        request.extensions = {**request.extensions, "trace": partial(_keep_socket, sockets)}
        late: list[bool] = []
        end = Timer(self._longest, _shut, (sockets, late))
        end.daemon = True
        end.start()
        try:
            answer = super().handle_request(request)
            try:
                content = _read(answer)
            finally:
                answer.close()
        except (httpx2.TransportError, OSError) as error:
            raise httpx2.ReadTimeout("late") if late else error from None
        finally:
            end.cancel()
        if late:
            raise httpx2.ReadTimeout("late")
        return httpx2.Response(answer.status_code, headers=answer.headers, content=content)


def _read(answer: httpx2.Response) -> bytes:
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise _TooLargeError
    content = bytearray()
    for part in answer.iter_raw():
        content += part
        if len(content) > MOST_BYTES:
            raise _TooLargeError
    return bytes(content)


def _keep_socket(sockets: list[socket.socket], event: str, info: dict[str, Any]) -> None:
    if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
        connection = info["return_value"].get_extra_info("socket")
        if connection is not None:
            sockets.append(connection)


def _shut(sockets: list[socket.socket], late: list[bool]) -> None:
    """End the connections of a request; not closed, as the number of a closed one may soon be another's."""
    late.append(True)
    for connection in sockets:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
