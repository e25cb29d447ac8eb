"""Keys: the private key that this program signs with, and the public keys by which a provider's tokens are checked."""

from __future__ import annotations

import json
import ssl
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import Any, Final, NamedTuple

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

Key = RSAKey | ECKey | OKPKey

ASYMMETRIC: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
"""Algorithms of signatures that a provider may use: with those of a shared secret, its public key could sign, too."""

_TYPES: Final[dict[str, type[Key]]] = {"RS": RSAKey, "PS": RSAKey, "ES": ECKey, "Ed": OKPKey}
_KINDS: Final[dict[str, type[Key]]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
_CURVES: Final = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "Ed25519": "Ed25519"}
_BEGINS: Final = "-----BEGIN"
_CERTIFICATE: Final = "-----BEGIN CERTIFICATE-----"
_END: Final = "-----END CERTIFICATE-----"
_SHORTEST_RSA: Final = 2048
_NO_KEY: Final = (JoseError, ValueError, TypeError, KeyError, AttributeError)
"""Errors by which the library says that something is no key."""


class SigningKey(NamedTuple):
    """Private key of this program, its algorithm, and the header by which a provider finds the public key to it."""

    key: Key
    algorithm: str
    header: dict[str, str]


class UnknownKey(Exception):
    """Token signed with a key that is not among those known of the provider."""


class BadToken(Exception):
    """Token that its provider did not make; `why` is the cause by which that is seen."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def signing_key(text: str, key_id: str = "") -> SigningKey:
    """Read a private key, PEM or JWK; a certificate in the same PEM is named by its thumbprint, as Entra ID asks.

    Raises:
        ValueError: it is no private key that can be signed with.
    """
    key = _imported(text)
    algorithm = "RS256" if isinstance(key, RSAKey) else _CURVES.get(str(key.curve_name), "")
    if not key.is_private or not algorithm or _is_weak(key):
        raise ValueError("no_private_key")
    named = key_id or str(key.get("kid") or "")
    return SigningKey(key, algorithm, ({"kid": named} if named else {}) | _thumbprint(text))


def is_private_key(text: str) -> bool:
    """Tell whether a text is a private key that can be signed with."""
    try:
        signing_key(text)
    except ValueError:
        return False
    return True


def _imported(text: str) -> Key:
    try:
        if text.startswith("{"):
            return _of_jwk(json.loads(text))
    except _NO_KEY:
        _refuse()
    blocks = (_BEGINS + block for block in text.split(_BEGINS)[1:])
    pem = next((block for block in blocks if not block.startswith(_CERTIFICATE)), "")
    for kind in _KINDS.values():
        try:
            return kind.import_key(pem)
        except _NO_KEY:
            continue
    return _refuse()


def _refuse() -> Key:
    raise ValueError("no_private_key") from None


def _is_weak(key: Key) -> bool:
    return isinstance(key, RSAKey) and key.raw_value.key_size < _SHORTEST_RSA


def _thumbprint(text: str) -> dict[str, str]:
    if (begins := text.find(_CERTIFICATE)) < 0:
        return {}
    der = ssl.PEM_cert_to_DER_cert(text[begins:].partition(_END)[0] + _END)
    return {"x5t#S256": urlsafe_b64encode(sha256(der).digest()).rstrip(b"=").decode()}


def published(document: object) -> tuple[Key, ...]:
    """Return the keys of a provider that sign; those that cannot be read, or that encrypt, are left out."""
    listed = document.get("keys") if isinstance(document, dict) else None
    return tuple(_readable(listed if isinstance(listed, list) else ()))


def _readable(listed: Iterable[Any]) -> Iterable[Key]:
    for entry in listed:
        try:
            key = _of_jwk(entry)
        except _NO_KEY:
            continue
        if entry.get("use", "sig") == "sig" and not _is_weak(key):
            yield key


def _of_jwk(entry: Any) -> Key:
    """Read a JWK; one of a kind that is no pair of keys is refused before the library looks at it."""
    return _KINDS[entry["kty"]].import_key(entry)


def payload(token: str, keys: Iterable[Key], algorithms: Collection[str]) -> dict[str, Any]:
    """Return what a token says, once its signature has been checked.

    Args:
        token: a signed token in its compact form.
        keys: the keys of the provider.
        algorithms: the algorithms that it may be signed by; others than asymmetric ones never are.

    Raises:
        UnknownKey: none of the keys is the one that it names.
        BadToken: it is no token, or no key of the provider signed it.
    """
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError):
        raise BadToken("token_malformed") from None
    algorithm, key_id = str(header.get("alg")), header.get("kid")
    if algorithm not in ASYMMETRIC & set(algorithms):
        raise BadToken("token_algorithm")
    able = [key for key in keys if isinstance(key, _TYPES[algorithm[:2]]) and key_id in (None, key.get("kid"))]
    if not able:
        raise UnknownKey
    for key in able:
        try:
            return jwt.decode(token, key, algorithms=[algorithm]).claims
        except (JoseError, ValueError):
            continue
    raise BadToken("token_signature")
