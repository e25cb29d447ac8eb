"""A real OpenID provider for tests, and the browser of a person who signs in there."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from shutil import which
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from joserfc.jwk import ECKey

from tests.conftest import cannot_be_had
from tests.pages.browsing import ADDRESS

BASE: Final = ADDRESS
"""Where the pages are said to be; nobody listens there, since the browser stops before."""

CLIENT_ID: Final = "slt-flow"
OTHER_CLIENT: Final = "with-a-secret"
SECRET: Final = "a-secret-of-the-tests-0123456789"
KEY: Final = ECKey.generate_key("P-256", {"kid": "ours"}, private=True)

HIGH: Final = "idporten-loa-high"
LOW: Final = "idporten-loa-substantial"

_MODULES: Final = os.environ.get("SLT_TEST_NODE_MODULES", "")


class OpenIdProvider:
    """A running provider, and the ways to it beside the pages."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def issued(self) -> str:
        """Return the newest ID token, as it was before the provider misbehaved."""
        with build_opener().open(f"{self.issuer}/issued", timeout=10) as answer:
            return str(answer.read().decode())

    def misbehave(self, **how: Any) -> None:
        """Change the next ID tokens, or, with nothing named, be honest again."""
        request = Request(f"{self.issuer}/misbehave", json.dumps(how).encode(), method="POST")
        build_opener().open(request, timeout=10).close()


class _Stop(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """The browser of one person: it keeps the provider's cookies, and follows its redirects."""

    def __init__(self) -> None:
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), _Stop)

    def sign_in(self, url: str, person: str = "kari", **claims: Any) -> dict[str, str]:
        """Go to a provider as a person, and return the parameters with which it sends the browser back."""
        url += "&" + urlencode({"login_hint": person, "test_claims": json.dumps({"acr": HIGH} | claims)})
        for _ in range(10):
            url = urljoin(url, self.location(url))
            if url.startswith(f"{BASE}/"):
                return dict(parse_qsl(urlsplit(url).query))
        raise AssertionError("the provider sends its browser round in circles")

    def page(self, url: str) -> str:
        """Return the page at an address."""
        with self._opener.open(url, timeout=10) as answer:
            return str(answer.read().decode())

    def location(self, url: str) -> str:
        """Return the address to which one sends the browser on."""
        try:
            answer = self._opener.open(url, timeout=10)
        except HTTPError as redirect:
            if not 300 <= redirect.code < 400:
                raise AssertionError(redirect.read()[:500]) from None
            location = redirect.headers["Location"]
            redirect.close()
            return str(location)
        with answer:
            raise AssertionError(answer.read()[:500])


@contextmanager
def running_provider(base: str = BASE) -> Iterator[OpenIdProvider]:
    """Run a provider that knows two clients of ours, one with a key and one with a secret.

    Args:
        base: the address of our pages, to which it sends people back.
    """
    node = which("node")
    if node is None or not (Path(_MODULES) / "oidc-provider").is_dir():
        cannot_be_had("no OpenID provider: npm install oidc-provider, and SLT_TEST_NODE_MODULES names its node_modules")
    common: Mapping[str, Any] = {
        "redirect_uris": [f"{base}/sign-in/back"],
        "backchannel_logout_uri": f"{base}/none",
        "backchannel_logout_session_required": True,
        "post_logout_redirect_uris": [f"{base}/signed-out"],
    }
    by_key = {"client_id": CLIENT_ID, "token_endpoint_auth_method": "private_key_jwt"}
    by_key["token_endpoint_auth_signing_alg"] = "ES256"
    by_key["jwks"] = {"keys": [KEY.as_dict(private=False)]}  # type: ignore[assignment] # JSON
    by_secret = {"client_id": OTHER_CLIENT, "client_secret": SECRET, "token_endpoint_auth_method": "client_secret_post"}
    clients = {"clients": [{**common, **by_key}, {**common, **by_secret}]}
    process = subprocess.Popen(
        [node, Path(__file__).parent / "provider.mjs", _MODULES, json.dumps(clients)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield OpenIdProvider(json.loads(process.stdout.readline())["issuer"])
    finally:
        process.communicate(timeout=10)
