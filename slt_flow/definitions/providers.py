"""Provider files: an OpenID provider, what it must say of people, and where this program's own key or secret stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from slt_flow import files
from slt_flow.definitions import read
from slt_flow.definitions.models import Line, LongText, Part
from slt_flow.definitions.problems import Problem, refuse
from slt_flow.definitions.validation import built_of
from slt_flow.errors import DefinitionError, cause

NONE: Final = "none"
"""The word of a file that requires no claims."""

NEVER_READ: Final = frozenset({"pid", "fnr", "ssn", "nin", "national_id", "personnummer", "fodselsnummer"})
"""Claims that tell a national identity number: they are dropped unread, so nothing can be required of them."""

AT_HOME: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Hosts that are reached without a network, and so without TLS."""

_ADDRESS: Final = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?(?:/[!-\"$-\[\]-~]*)?")

_CREDENTIALS: Final = ("client_key", "client_secret_file", "client_secret_variable")
"""Keys of which a file has one: where this program's key or secret stands."""

_MOST_BYTES: Final = 64 * 1024
_BEGINS_KEY: Final = ("-----BEGIN", "{")


@dataclass(frozen=True)
class Provider:
    """An OpenID provider as a municipality has configured it; the key and the secret are in no printed form of it.

    Attributes:
        name: the name that people know it by.
        issuer: its issuer, letter by letter.
        client_id: the identifier that it knows this program by.
        scopes: the scopes that are asked for.
        required: the values of each claim of which a token must have one; empty only where the file says "none".
        acr_values: the ways of signing in that are asked for.
        claims: the request for claims, as JSON, or an empty text.
        audience: the receiver that this program's own assertions name: `issuer` or `token_endpoint`.
        key_id: the identifier of the key at the provider, or an empty text.
        key: the private key that this program signs with, PEM or JWK; empty where it has a secret.
        secret: the secret; empty where it has a key.
    """

    name: str
    issuer: str
    client_id: str
    scopes: tuple[str, ...] = ("openid",)
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    acr_values: tuple[str, ...] = ()
    claims: str = ""
    audience: Literal["issuer", "token_endpoint"] = "issuer"
    key_id: str = ""
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


def is_safe_address(address: str) -> bool:
    """Tell whether an address of a provider is https, or http on this machine; it names no user and no fragment."""
    parts = _ADDRESS.fullmatch(address)
    return parts is not None and (parts[1] == "https" or parts[2] in AT_HOME)


def load_provider(path: Path, environment: Mapping[str, str], is_key: Callable[[str], bool]) -> Provider:
    """Read a provider file, and the key or secret that it names.

    Args:
        path: the file; the paths in it are beside it.
        environment: the variables that a secret may stand in.
        is_key: a test of whether a text is a private key that can be signed with.

    Raises:
        DefinitionError: with everything that is wrong with it, each with its line.
    """
    text = read.read_text(path)
    tables = read.parse(text, str(path))
    problems: list[Problem] = []
    model = None
    try:
        model = built_of(_File, tables, text, str(path))
    except DefinitionError as error:
        problems += error.facts["problems"]  # type: ignore[arg-type] # facts are objects
    credentials = _Credentials(path.parent, environment, is_key)
    problems += credentials.problems(tables)
    refuse(str(path), problems, text)
    assert model is not None  # noqa: S101 # without a model there are problems
    return Provider(
        **{key: getattr(model, key) for key in ("name", "issuer", "client_id", "scopes", "required", "key_id")},
        acr_values=model.acr_values,
        claims=model.claims,
        audience=model.assertion_audience,
        key=credentials.content if model.client_key else "",
        secret="" if model.client_key else credentials.content,
    )


class _Credentials:
    """The key or secret that a file names, and whatever is wrong with it."""

    def __init__(self, folder: Path, environment: Mapping[str, str], is_key: Callable[[str], bool]) -> None:
        self._folder, self._environment, self._is_key = folder, environment, is_key
        self.content = ""

    def problems(self, tables: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield the problems of the credentials of a file, and keep their content."""
        named = [key for key in _CREDENTIALS if key in tables]
        if len(named) != 1:
            key = named[1] if named else _CREDENTIALS[0]
            yield Problem("one_credential" if named else "no_credential", key, {"choices": _CREDENTIALS})
        for key in named:
            value = tables[key]
            if isinstance(value, str) and value and not _is_secret(value):
                yield from self._read(key, value)

    def _read(self, key: str, value: str) -> Iterator[Problem]:
        if key == "client_secret_variable":
            self.content = self._environment.get(value, "").strip()
        else:
            try:
                self.content = files.text(files.read(self._folder / value, _MOST_BYTES)).strip()
            except (OSError, ValueError) as error:
                why = "not_text" if isinstance(error, files.NotText) else cause(error)
                yield Problem("credential_unreadable", key, {"name": value, "why": why})
                return
        if not self.content:
            yield Problem("credential_empty", key, {"name": value})
        elif key == "client_key" and not self._is_key(self.content):
            yield Problem("no_private_key", key, {"name": value})


def _is_secret(value: str) -> bool:
    return value.lstrip().startswith(_BEGINS_KEY) or "\n" in value


def _not_here(_: Any) -> Any:
    raise ValueError("secret_in_file", {"choices": _CREDENTIALS})


def _place(value: Any) -> Any:
    """Refuse a key that stands where its path should, before its text can be shown in an error."""
    return _not_here(value) if isinstance(value, str) and _is_secret(value) else value


def _issuer(issuer: str) -> str:
    if "/.well-known" in issuer or "?" in issuer or not is_safe_address(issuer):
        raise ValueError("no_issuer", {"name": issuer[:60]})
    return issuer


def _scopes(scopes: tuple[str, ...]) -> tuple[str, ...]:
    if "openid" not in scopes:
        raise ValueError("no_openid_scope", {})
    return scopes


def _required(value: Any) -> Any:
    """Turn the word none into no claims at all; an empty table, which may be a slip, is refused."""
    if value == NONE:
        return {}
    if not isinstance(value, dict) or not value:
        raise ValueError("nothing_required", {})
    if never := sorted(NEVER_READ & {name.casefold() for name in value}):
        raise ValueError("claim_never_read", {"name": never[0]})
    return value


def _claims(text: str) -> str:
    try:
        request = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        request = None
    if not isinstance(request, dict):
        raise ValueError("claims_are_json", {})
    return text


_Path = Annotated[Line, BeforeValidator(_place)]
_Word = Annotated[str, Field(pattern=r"^[!-~]+$", max_length=200)]


class _File(Part):
    """A provider file."""

    name: Line
    issuer: Annotated[str, AfterValidator(_issuer)]
    client_id: _Word
    scopes: Annotated[tuple[_Word, ...], AfterValidator(_scopes)] = ("openid",)
    acr_values: tuple[_Word, ...] = ()
    claims: Annotated[LongText, AfterValidator(_claims)] = ""
    required: Annotated[dict[str, Annotated[tuple[Line, ...], Field(min_length=1)]], BeforeValidator(_required)]
    client_key: _Path | None = None
    key_id: str = ""
    assertion_audience: Literal["issuer", "token_endpoint"] = "issuer"
    client_secret_file: _Path | None = None
    client_secret_variable: _Path | None = None
    client_secret: Annotated[Any, BeforeValidator(_not_here)] = None
