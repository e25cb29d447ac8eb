"""What the page for administrators shows of other programs, tried with these: nginx, Caddy and systemd."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.package.test_docs import blocks
from tests.pages.served import LOOPBACK, served
from tests.pages.test_guards import APP, FILES, SERVING

pytestmark = [pytest.mark.endurance, pytest.mark.xdist_group("package")]

PAGE: Final = "docs/admin/serve.md"
NAME: Final = "politirad.example.no"


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


class Certificate(NamedTuple):
    path: Path
    key: Path


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    folder = tmp_path_factory.mktemp("tls")
    made = Certificate(folder / "tls.pem", folder / "tls.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", made.key, "-out", made.path],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


def free_port() -> int:
    with closing(socket.create_server((LOOPBACK, 0))) as there:
        return int(there.getsockname()[1])


def nginx(folder: Path, certificate: Certificate, port: int, behind: int) -> list[str]:
    (server,) = blocks(PAGE, "nginx")
    for written, here in (
        ("listen 443 ssl", f"listen {LOOPBACK}:{port} ssl"),
        ("/etc/ssl/politirad.pem", str(certificate.path)),
        ("/etc/ssl/politirad.key", str(certificate.key)),
        (":8000", f":{behind}"),
    ):
        assert written in server
        server = server.replace(written, here)
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    inner = "".join(f"{name}_temp_path {folder}/{name};" for name in places)
    user = "user root;" if os.getuid() == 0 else ""  # whose folder this is
    frame = f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{}}"
    whole = f"{frame} http {{ access_log off; {inner} {server} }}"
    (folder / "nginx.conf").write_text(whole)
    return ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, certificate: Certificate, port: int, behind: int) -> list[str]:
    (site,) = blocks(PAGE, "caddy")
    assert site.startswith(f"{NAME} {{\n")
    site = site.replace(f"{NAME} {{\n", f"https://{NAME}:{port} {{\ntls {certificate.path} {certificate.key}\n")
    site = site.replace(":8000", f":{behind}")
    (folder / "Caddyfile").write_text(f"{{\nadmin off\nauto_https off\n}}\n{site}")
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


class Proxy(NamedTuple):
    port: int
    certificate: Certificate

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, /, **headers: str) -> tuple[int, str, str]:
        """The status of an answer over TLS, its words, and for how long browsers are to keep to TLS."""
        around = ssl.create_default_context(cafile=str(self.certificate.path))
        plain = socket.create_connection((LOOPBACK, self.port), timeout=10)
        with closing(http.client.HTTPConnection(NAME)) as connection:
            connection.sock = around.wrap_socket(plain, server_hostname=NAME)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, {"Host": NAME, **named})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers.get("Strict-Transport-Security", "")


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    around = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "told").open("w") as told:
        process = subprocess.Popen(command, env=around, stdout=told, stderr=told)
    try:
        while process.poll() is None:
            try:
                socket.create_connection((LOOPBACK, port), timeout=1).close()
                break
            except ConnectionRefusedError:
                continue
        assert process.poll() is None, (folder / "told").read_text()
        yield
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize(
    "command",
    [pytest.param(nginx, marks=needs("nginx"), id="nginx"), pytest.param(caddy, marks=needs("caddy"), id="caddy")],
)
@needs("openssl")
def test_a_proxy_as_the_page_has_it_serves_over_tls(
    command: Callable[[Path, Certificate, int, int], list[str]], tmp_path: Path, certificate: Certificate
) -> None:
    port = free_port()
    with (
        served(APP, SERVING._replace(base_url=f"https://{NAME}", proxies=(LOOPBACK,))) as behind,
        running(command(tmp_path, certificate, port, behind.port), port, tmp_path),
    ):
        proxy = Proxy(port, certificate)
        status, words, keeps = proxy.ask("/echo", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="http")
        assert (status, words) == (200, f"0 {LOOPBACK} https")
        assert keeps == "max-age=31536000"
        large = 26 * 2**20  # the largest attachment, and what a form has around it
        assert proxy.ask("/echo", "POST", bytes(large), Content_Type=FILES)[:2] == (200, f"{large} {LOOPBACK} https")
        assert behind.ask("/echo", Host="evil.example").status == 421
        if command is nginx:  # Caddy itself knows no such host
            assert proxy.ask("/echo", Host="evil.example")[0] == 421


@needs("systemd-analyze")
def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    (unit,) = (block for block in blocks(PAGE, "ini") if "[Service]" in block)
    path = tmp_path / "slt-serve.service"
    path.write_text(unit.replace("/usr/local/bin/slt", "/bin/true").replace("User=slt", f"User={os.getuid()}"))
    verified = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    guarded = ["systemd-analyze", "security", "--offline=true", "--threshold=30", str(path)]
    shown = subprocess.run(guarded, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stdout
