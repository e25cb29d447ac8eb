"""Files of providers: what they say, and every mistake in one by its line."""

from __future__ import annotations

import json
import re
import subprocess
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Final

import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from slt_flow.definitions.providers import Provider, is_safe_address, load_provider
from slt_flow.errors import DefinitionError
from slt_flow.pages.keys import is_private_key, signing_key
from slt_flow.views.text.failures import as_json, lines
from slt_flow.views.text.words import Words

PEM: Final = ECKey.generate_key("P-256", private=True).as_pem(private=True).decode()

GOOD: Final = """
name = "ID-porten"
issuer = "https://idporten.no"
client_id = "5b1c2f0e"
scopes = ["openid", "no_pid"]
acr_values = ["idporten-loa-high"]
required = { acr = ["idporten-loa-high"] }
client_key = "key.pem"
key_id = "2026"
"""

PAGE: Final = Path(__file__).parents[2] / "docs" / "admin" / "sign-in.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "key.pem").write_text(PEM)
    (tmp_path / "secret").write_text("hush\n")
    return tmp_path


def load(folder: Path, text: str, **environment: str) -> Provider:
    (folder / "provider.toml").write_text(text)
    return load_provider(folder / "provider.toml", environment, is_private_key)


def problems(folder: Path, text: str) -> dict[str, tuple[str, int]]:
    """Return the code and the line of each problem of a file, by its key, once all of it could be said."""
    with pytest.raises(DefinitionError) as failure:
        load(folder, text)
    for language in ("en", "nb", "nn"):
        said = "\n".join(lines(failure.value, Words(language)))
        assert PEM.splitlines()[1] not in said
        assert "hush" not in said
    listed = as_json(failure.value, Words("en"))["problems"]
    return {problem["key"]: (problem["code"], problem.get("line", 0)) for problem in listed}


def test_a_file_is_read_with_the_key_that_it_names(folder: Path) -> None:
    provider = load(folder, GOOD)
    assert provider.required == {"acr": ("idporten-loa-high",)}
    assert provider.scopes == ("openid", "no_pid")
    assert (provider.key, provider.secret) == (PEM.strip(), "")
    assert "PRIVATE" not in repr(provider)


def test_a_secret_comes_from_a_file_or_the_environment(folder: Path) -> None:
    without = GOOD.replace('client_key = "key.pem"\n', "").replace('key_id = "2026"\n', "")
    from_file = load(folder, without + 'client_secret_file = "secret"')
    from_variable = load(folder, without + 'client_secret_variable = "OIDC_SECRET"', OIDC_SECRET="hush")
    assert from_file.secret == from_variable.secret == "hush"
    assert "hush" not in repr(from_file)


EXAMPLES: Final = tuple(re.findall(r"^```toml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize("example", EXAMPLES, ids=("id-porten", "entra-id", "own"))
def test_the_examples_of_the_documentation_are_files_that_are_read(folder: Path, example: str) -> None:
    for name in re.findall(r'client_\w+ = "(\S+\.pem|hemmelighet)"', example):
        (folder / name).write_text(PEM)
    assert load(folder, example).required


def test_nothing_is_required_only_where_that_is_said_in_so_many_words(folder: Path) -> None:
    line = 'required = { acr = ["idporten-loa-high"] }'
    assert load(folder, GOOD.replace(line, 'required = "none"')).required == {}
    for written, code in (
        ("", "missing_key"),
        ("required = {}", "nothing_required"),
        ('required = ""', "nothing_required"),
        ('required = "acr"', "nothing_required"),
        ("required = []", "nothing_required"),
        ('required = { Pid = ["x"] }', "claim_never_read"),
    ):
        assert problems(folder, GOOD.replace(line, written))["required"][0] == code
    assert problems(folder, GOOD.replace(line, "required = { acr = [] }"))["required.acr"][0] == "wrong_value"
    assert problems(folder, GOOD.replace(line, 'required = { acr = "high" }'))["required.acr"][0] == "wrong_value"


def test_every_mistake_is_told_at_once_with_its_line(folder: Path) -> None:
    text = """
issuer = "http://login.example.no"
client_id = "two words"
scopes = ["profile"]
claims = "[]"
required = { acr = ["x"] }
client_key = "missing.pem"
client_secret = "hush"
clinet_id = "x"
"""
    assert problems(folder, text) == {
        "issuer": ("no_issuer", 2),
        "client_id": ("wrong_value", 3),
        "scopes": ("no_openid_scope", 4),
        "claims": ("claims_are_json", 5),
        "client_key": ("credential_unreadable", 7),
        "client_secret": ("secret_in_file", 8),
        "clinet_id": ("unknown_key", 9),
        "name": ("missing_key", 1),
    }


@pytest.mark.parametrize("where", ["client_key", "client_secret_file", "client_secret_variable"])
def test_a_secret_in_the_file_is_refused_and_not_shown(folder: Path, where: str) -> None:
    text = GOOD.replace('client_key = "key.pem"', f'{where} = """{PEM}"""')
    assert problems(folder, text)[where][0] == "secret_in_file"


def test_there_is_one_credential(folder: Path) -> None:
    assert problems(folder, GOOD + 'client_secret_file = "secret"')["client_secret_file"][0] == "one_credential"
    assert problems(folder, GOOD.replace('client_key = "key.pem"', ""))["client_key"][0] == "no_credential"


def test_a_credential_is_one(folder: Path) -> None:
    (folder / "empty").write_text(" \n")
    (folder / "binary").write_bytes(b"\xff\xfe\xfd")
    line = 'client_key = "key.pem"'
    for written, code in (
        ('client_key = "secret"', "no_private_key"),
        ('client_key = "empty"', "credential_empty"),
        ('client_key = "."', "credential_unreadable"),
        ('client_key = "binary"', "credential_unreadable"),
        ('client_secret_file = "empty"', "credential_empty"),
        ('client_secret_variable = "OIDC_SECRET"', "credential_empty"),
    ):
        key = written.split(" ")[0]
        assert problems(folder, GOOD.replace(line, written))[key][0] == code


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://idporten.no", True),
        ("https://login.microsoftonline.com/8f1c/v2.0", True),
        ("https://login.example.no:8443/realms/council/auth?x=1", True),
        ("http://127.0.0.1:3000", True),
        ("http://localhost:3000", True),
        ("http://[::1]:3000", True),
        ("http://idporten.no", False),
        ("http://127.0.0.1.example.no", False),
        ("http://localhost@example.no", False),
        ("https://idporten.no@example.no", False),
        ("https://idporten.no\\@example.no", False),
        ("https://idporten.no/#x", False),
        ("https:///path", False),
        ("https://", False),
        ("//idporten.no", False),
        ("javascript:alert(1)", False),
        ("https://idporten.no/\n", False),
        ("https://idporten.no/ x", False),
    ],
)
def test_an_address_of_a_provider_is_encrypted_or_on_this_machine(address: str, is_safe: bool) -> None:
    assert is_safe_address(address) is is_safe


@pytest.mark.parametrize("address", ["https://idporten.no/.well-known/openid-configuration", "https://idporten.no?x=1"])
def test_an_issuer_is_no_other_address_of_its_provider(folder: Path, address: str) -> None:
    assert problems(folder, GOOD.replace("https://idporten.no", address))["issuer"][0] == "no_issuer"


def test_keys_that_can_sign() -> None:
    rsa = RSAKey.generate_key(2048, {"kid": "mine"}, private=True)
    assert signing_key(rsa.as_pem(private=True).decode()).algorithm == "RS256"
    jwk = json.dumps(rsa.as_dict(private=True))
    assert signing_key(jwk).header == {"kid": "mine"}
    assert signing_key(jwk, "named").header == {"kid": "named"}
    for curve, algorithm in (("P-256", "ES256"), ("P-384", "ES384"), ("P-521", "ES512")):
        assert signing_key(ECKey.generate_key(curve, private=True).as_pem(private=True).decode()).algorithm == algorithm
    ed = OKPKey.generate_key("Ed25519", private=True).as_pem(private=True).decode()
    assert signing_key(ed).algorithm == "Ed25519"


@pytest.mark.endurance
def test_a_certificate_beside_the_key_is_named_by_its_thumbprint(tmp_path: Path) -> None:
    """Entra ID knows a key by its certificate (RFC 7515, 4.1.8)."""
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=slt", "-days", "2"]
    subprocess.run([*made, "-keyout", tmp_path / "key", "-out", tmp_path / "cert"], check=True, capture_output=True)
    shown = ["openssl", "x509", "-in", str(tmp_path / "cert"), "-noout", "-fingerprint", "-sha256"]
    fingerprint = subprocess.run(shown, check=True, capture_output=True, text=True).stdout.partition("=")[2].strip()
    key, certificate = (tmp_path / "key").read_text(), (tmp_path / "cert").read_text()
    for both in (key + certificate, certificate + key):
        thumbprint = signing_key(both).header["x5t#S256"]
        assert urlsafe_b64decode(thumbprint + "=").hex(":").upper() == fingerprint


def test_texts_that_cannot_sign() -> None:
    ec = ECKey.generate_key("P-256", private=True)
    x25519 = OKPKey.generate_key("X25519", private=True).as_pem(private=True).decode()
    shared = json.dumps(OctKey.generate_key(256).as_dict(private=True))
    public = ec.as_pem(private=False).decode()
    locked = ec.as_pem(private=True, password="x").decode()
    with pytest.warns(SecurityWarning):
        short = RSAKey.generate_key(1024, private=True).as_pem(private=True).decode()
    for text in ("", "x", "{", "[]", "{}", "-----BEGIN", public, locked, x25519, shared):
        assert not is_private_key(text), text
    with pytest.warns(SecurityWarning):
        assert not is_private_key(short)
