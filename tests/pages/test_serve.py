"""The command `slt serve`: what it asks for, how it begins and ends, and what is seen of a database in trouble."""

from __future__ import annotations

import http.client
import json
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from slt_flow.commands.serve import site_address
from slt_flow.errors import BrokenInvariant, RequestError
from slt_flow.pages import frame
from slt_flow.pages.app import application
from slt_flow.pages.server import Serving, listening
from slt_flow.pages.sessions import Sessions
from slt_flow.pages.site import Site
from slt_flow.records import copies, store
from slt_flow.records.format import SCHEMA
from slt_flow.records.heads import Heads
from slt_flow.services.decisions.register import register
from slt_flow.services.history.audit import refuse_unfit
from slt_flow.services.request.clock import SystemClock
from tests.conftest import MakeContext
from tests.journeys.terminal import Ran, Terminal, installed
from tests.pages.served import LOOPBACK, Served, served

HERE = ("--local", "--port", "0")


class Begun(NamedTuple):
    process: subprocess.Popen[str]
    address: str
    listens: str
    link: str | None

    def ask(self, path: str, method: str = "GET", body: str | None = None, /, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.listens, timeout=10)
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def stopped(self, by: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(by)
        _, err = self.process.communicate(timeout=10)
        return self.process.returncode, err


@pytest.fixture
def terminal(tmp_path: Path, context: MakeContext, database: Path) -> Terminal:
    context()
    return Terminal(tmp_path, {"SLT_DB": str(database), "SLT_LANG": "en"})


def _heard() -> None:
    """Hear the signals that whoever began the tests may have had ignored."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def begun(terminal: Terminal, *words: str) -> Iterator[Begun]:
    """The command in a process of its own, once it has said where the pages are."""
    command = [installed(), "serve", "--json", *words]
    process = subprocess.Popen(
        command,
        env=terminal.environment({}),
        cwd=terminal.home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heard,
    )
    try:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        told = ""
        while not told.endswith("}\n"):
            told += next(lines)
        yield Begun(process, **json.loads(told))
    finally:
        process.kill()
        process.communicate()


# how it begins and ends


def test_it_lets_its_owner_in_and_ends_in_good_order(terminal: Terminal) -> None:
    with begun(terminal, *HERE) as it:
        assert it.ask("/health") == (200, "ok\n")
        assert it.link is not None
        assert it.link.startswith(f"{it.address}/local/")
        status, page = it.ask(urlsplit(it.link).path)
        assert status == 200
        assert "<form" in page
        with socket_to(it) as half:  # a request that is not whole keeps nobody waiting
            half.sendall(b"GET / HTTP/1.1\r\nHost:")
            assert it.stopped() == (0, "")


def socket_to(it: Begun) -> closing[socket.socket]:
    return closing(socket.create_connection((LOOPBACK, int(it.listens.rpartition(":")[2]))))


@pytest.mark.endurance
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGHUP])
def test_other_signals_end_it_in_good_order_too(terminal: Terminal, by: signal.Signals) -> None:
    with begun(terminal, *HERE) as it:
        assert it.ask("/health") == (200, "ok\n")
        assert it.stopped(by) == (0, "")


@contextmanager
def closing_sessions(terminal: Terminal) -> Iterator[Sessions]:
    sessions = Sessions(terminal.database, "kvaefjord", SystemClock())
    yield sessions
    sessions.disconnect()


@pytest.mark.endurance
def test_it_starts_with_a_provider_that_is_away(terminal: Terminal) -> None:
    """The provider is asked when somebody signs in; a mistake in its file is told before anybody can."""
    (terminal.home / "secret").write_text("hush")
    lines = ('name = "X"', 'issuer = "http://127.0.0.1:9"', 'client_id = "x"', 'client_secret_file = "secret"')
    (terminal.home / "provider.toml").write_text("\n".join(lines))
    words = ("--provider", "provider.toml", "--base-url", "http://127.0.0.1:8000", "--port", "0")
    failed = terminal("serve", "--json", *words).failed(3)
    assert [problem["key"] for problem in failed.json["problems"]] == ["required"]
    (terminal.home / "provider.toml").write_text("\n".join((*lines, 'required = "none"')))
    with begun(terminal, *words) as it:
        assert it.ask("/sign-in", Host="127.0.0.1:8000")[0] == 200
        assert it.ask("/sign-in/to", Host="127.0.0.1:8000")[0] == 503
        assert it.stopped()[0] == 0


@pytest.mark.endurance
def test_its_log_is_one_line_of_json_for_each_request(terminal: Terminal) -> None:
    public = ("--open", "--base-url", "https://politirad.example.no", "--port", "0", "--log", "slt.log")
    with begun(terminal, *public) as it:
        assert it.link is None
        assert it.ask("/health", Host="politirad.example.no")[0] == 200
        assert it.ask("/case/1-26?q=hemmelig", Host="politirad.example.no")[0] in (200, 303, 404)
        assert it.ask("/", Host="evil.example")[0] == 421
        assert it.stopped() == (0, "")
    with closing_sessions(terminal) as sessions:  # for the links of invitations
        assert sessions.address() == "https://politirad.example.no"
    lines = [json.loads(line) for line in (terminal.home / "slt.log").read_text().splitlines()]
    assert [(line["route"], line["level"]) for line in lines] == [
        (None, "info"),
        ("/case/{place}", "info"),
        (None, "info"),
    ]


# what it asks for


def told(ran: Ran, code: str) -> bool:
    return bool(ran.failed(2).json["error"] == code)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "base_url_missing"),
        (("--base-url", "https://a.example"), "provider_missing"),
        (("--base-url", "http://a.example", "--open"), "base_url_without_tls"),
        (("--base-url", "https://a.example", "--open", "--proxy", "proxy.example"), "bad_proxy"),
        (("--local", "--host", "0.0.0.0"), "local_has_no_other"),
        (("--local", "--base-url", "https://a.example"), "local_has_no_other"),
        (("--local", "--proxy", "10.0.0.1"), "local_has_no_other"),
    ],
)
def test_what_nobody_could_use_is_refused(terminal: Terminal, words: tuple[str, ...], code: str) -> None:
    assert told(terminal("serve", "--json", *words), code)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://Slt.Example.no/", "https://slt.example.no"),
        ("https://slt.example.no:443", "https://slt.example.no"),
        ("https://slt.example.no:8443", "https://slt.example.no:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://slt.example.no/råd", None),
        ("https://slt.example.no?x", None),
        ("https://kari@slt.example.no", None),
        ("slt.example.no", None),
        ("ftp://slt.example.no", None),
        ("https://", None),
        ("https://slt.example.no:x", None),
        ("https://[::1", None),
        ("https://slt.example.no:99999", None),
        ("http://slt.example.no", None),
        ("http://127.0.0.1.example.no", None),
    ],
)
def test_the_address_of_a_site(typed: str, address: str | None) -> None:
    if address is not None:
        assert site_address(typed) == address
        return
    with pytest.raises(RequestError):
        site_address(typed)


def test_a_port_that_is_taken_and_an_address_that_is_not_ours(terminal: Terminal) -> None:
    with closing(listening(LOOPBACK, 0)) as taken:
        port = str(taken.getsockname()[1])
        assert told(terminal("serve", "--local", "--port", port, "--json"), "port_taken")
    public = ("serve", "--open", "--base-url", "https://a.example", "--port", "0", "--json", "--host")
    assert told(terminal(*public, "203.0.113.1"), "address_elsewhere")
    assert told(terminal(*public, "nowhere.invalid"), "address_elsewhere")


def test_a_port_that_others_may_take_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("socket.create_server", refused)
    with pytest.raises(RequestError, match="port_not_allowed"):
        listening(LOOPBACK, 443)


def test_a_log_that_cannot_be_written_and_a_database_that_is_not_there(terminal: Terminal) -> None:
    assert "--log" in terminal("serve", *HERE, "--log", "no/such/folder.log").failed(4).err
    assert "no.sqlite" in terminal("serve", *HERE, "--db", "no.sqlite").failed(4).err


@pytest.mark.endurance
def test_without_the_extra_it_says_what_to_install(terminal: Terminal) -> None:
    script = "import sys; sys.modules['uvicorn'] = None; from slt_flow.commands import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", script, "serve", *HERE], env=terminal.environment({}), capture_output=True, text=True
    )
    assert (ran.returncode, "slt-flow[web]" in ran.stderr) == (2, True)


# a database in trouble


@pytest.fixture
def site(context: MakeContext, database: Path) -> Site:
    council = context()
    council = replace(council, heads=Heads(database.parent / "seen", database))
    return Site(council, "", Sessions(Path(council.store.path), "kvaefjord", council.clock))


@contextmanager
def shown(site: Site) -> Iterator[Served]:
    with served(application(site), Serving("", healthy=lambda: refuse_unfit(site.context))) as it:
        yield it


def pages(it: Served) -> tuple[int, str]:
    """The status of a page that tells the council's name, and its words; nobody sees how it failed."""
    answer = it.ask("/local/x", Accept_Language="en")
    assert "Traceback" not in answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert ".sqlite" not in answer.text, "nobody is told where it lies"
    assert answer.status == 200 or "nothing was recorded" in answer.text
    return answer.status, answer.text


def test_a_database_that_is_gone_or_locked_or_of_another_release_is_told_and_comes_back(
    site: Site, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.1)
    away = database.with_name("away.sqlite")

    def renamed(number: str) -> None:
        with closing(sqlite3.connect(database)) as raw, raw:
            raw.execute("UPDATE alembic_version SET version_num = ?", (number,))

    with shown(site) as it:
        assert pages(it)[0] == 200
        database.rename(away)
        assert (pages(it)[0], it.ask("/health").text) == (503, "no_database\n")
        away.rename(database)
        assert (pages(it)[0], it.ask("/health").text) == (200, "ok\n")
        for number, code in (("s999", "newer_schema"), ("s1", "older_schema")):
            renamed(number)
            assert (pages(it)[0], it.ask("/health").text) == (503, f"{code}\n")
            renamed(SCHEMA)
            assert pages(it)[0] == 200
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert (pages(it)[0], it.ask("/health").text) == (503, "database_locked\n")
        assert pages(it)[0] == 200


def test_a_fault_of_ours_shows_its_number_and_not_its_facts(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def strayed(_: object) -> None:
        raise BrokenInvariant("machine_strayed", machine="Nordmann")

    monkeypatch.setattr(frame, "council_heading", strayed)
    with shown(site) as it:
        answer = it.ask("/local/x", Accept_Language="en")
        assert (answer.status, answer.headers["content-type"]) == (500, "text/html; charset=utf-8")
        assert answer.headers["x-request-id"] in answer.text
        assert "no fault of yours" in answer.text
        assert "Nordmann" not in answer.text


def test_a_backup_that_is_put_back_ends_all_sessions(site: Site, database: Path) -> None:
    backup = database.with_name("backup.sqlite")
    with shown(site) as it:
        secret = site.sessions.begin("os:prøve@prøve", "os")
        copies.copy(site.context.store, backup)
        assert site.sessions.of(secret) is not None
        register(replace(site.context, warnings=[], receipts=[]), "Trygg skolevei")
        database.unlink()
        copies.restore(backup, database)
        assert pages(it)[0] == 200
        assert site.sessions.of(secret) is None
        # the copy lacks what was seen last, so that nothing may be written on top of it
        assert (it.ask("/health").status, it.ask("/health").text) == (503, "head_fell_back\n")


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process")
@pytest.mark.endurance
def test_a_full_disk_is_told_and_the_process_goes_on(terminal: Terminal) -> None:
    with begun(terminal, *HERE) as it:
        enter = urlsplit(str(it.link)).path
        _, hard = resource.prlimit(it.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(it.process.pid, resource.RLIMIT_FSIZE, (0, hard))
        status, page = it.ask(enter, "POST", "", Origin=it.address)
        assert (status, "Traceback" in page) == (503, False)
        resource.prlimit(it.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        assert it.ask(enter, "POST", "", Origin=it.address)[0] == 303
        assert it.stopped() == (0, "")
