"""A command that is killed or interrupted at any instant leaves the whole request or nothing, and lies about neither.

The numbers of the endurance run keep it under a minute; `SLT_KILLS=20` makes them twenty times as large.
"""

from __future__ import annotations

import fcntl
import os
import random
import signal
import sqlite3
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from slt_flow.records.store import BUSY_SECONDS, Store
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context
from tests.journeys.conftest import Prepared
from tests.journeys.forked import Ended, run, start
from tests.journeys.terminal import Terminal, installed

pytestmark = pytest.mark.xdist_group("kills")

TIMES: Final = int(os.environ.get("SLT_KILLS", "1"))
REQUEST: Final = ("decision", "register", "Rus", "--meeting", "M1/26", "--consent", "all", "--key", "k-1")
"""A request of several entries."""

ENGLISH: Final = {"SLT_LANG": "en", "SLT_STATE": ""}


class Council(NamedTuple):
    """A council that is as it was before every command."""

    terminal: Terminal
    content: bytes

    def put_back(self) -> None:
        self.terminal.put_back(self.content)

    def entries(self) -> int:
        """The height of the journal, once it is found to be whole."""
        context = Context(Store(str(self.terminal.database)))
        (verification,) = audit.verify(context)
        assert verification.flaws == ()
        return verification.entries


@pytest.fixture
def slt(council: Terminal, prepared: Prepared) -> Council:
    return Council(council, prepared("of_everything"))


class Measured(NamedTuple):
    """What the request does when nobody disturbs it: the heights before and after, and the seconds that it takes."""

    before: int
    after: int
    seconds: float


def measured(slt: Council, ask: Callable[[], Ended]) -> Measured:
    slt.put_back()
    before, began = slt.entries(), time.monotonic()
    assert ask().code == 0
    seconds = time.monotonic() - began
    return Measured(before, slt.entries(), seconds)


def disturbed(
    slt: Council, number: int, signals: tuple[int, ...], seed: int, first: Callable[[], object] = lambda: None
) -> Iterator[tuple[Ended, int]]:
    """Send a signal to a command at random instants of its life: how it ended, and the height of the journal."""
    chance = random.Random(seed)
    request = measured(slt, lambda: run(slt.terminal, REQUEST, env=ENGLISH, first=first))
    for _ in range(number):
        slt.put_back()
        child = start(slt.terminal, REQUEST, env=ENGLISH, first=first)
        time.sleep(chance.uniform(0, 1.1 * request.seconds))
        os.kill(child.pid, chance.choice(signals))
        yield child.ended(), slt.entries()


# killed


@pytest.mark.parametrize("number", [4, pytest.param(200 * TIMES, marks=pytest.mark.endurance)])
def test_a_killed_command_leaves_the_whole_request_or_nothing(slt: Council, number: int) -> None:
    request = measured(slt, lambda: run(slt.terminal, REQUEST))
    assert request.after > request.before + 1
    seen = set()
    for ended, height in disturbed(slt, number, (signal.SIGKILL,), seed=number):
        assert height in (request.before, request.after)
        assert height == request.after or not ended.out, "nothing is answered before it is recorded"
        seen.add(height)
    assert len(seen) == 2 or number < 50


@pytest.mark.endurance
def test_an_installed_command_that_is_killed_leaves_the_whole_request_or_nothing(slt: Council) -> None:
    words = [installed(), *REQUEST]
    around = {"env": slt.terminal.environment(ENGLISH), "cwd": slt.terminal.home, "stderr": subprocess.DEVNULL}

    def ask() -> Ended:
        done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False, **around)  # type: ignore[call-overload]
        return Ended(done.returncode, done.stdout, "")

    request = measured(slt, ask)
    chance, seen = random.Random(7), set()
    for _ in range(40 * TIMES):
        slt.put_back()
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, **around) as process:  # type: ignore[call-overload]
            time.sleep(chance.uniform(0.3, 1.05) * request.seconds)
            process.kill()
            out = process.stdout.read()
        height = slt.entries()
        assert height in (request.before, request.after)
        assert height == request.after or not out
        seen.add(height)
    assert len(seen) == 2


@pytest.mark.endurance
def test_control_without_a_transaction_a_kill_leaves_half_a_request(slt: Council) -> None:
    def every_statement_for_itself() -> None:
        from slt_flow.records import store

        store._begin = lambda connection, begin: None

    def half(slt: Council) -> bool:
        request = measured(slt, lambda: run(slt.terminal, REQUEST))
        try:
            for _, height in disturbed(slt, 60, (signal.SIGKILL,), seed=1, first=every_statement_for_itself):
                assert height in (request.before, request.after)
        except AssertionError:
            return True
        return False

    assert half(slt)


@pytest.mark.endurance
def test_control_an_answer_before_the_commit_is_given_for_nothing(slt: Council) -> None:
    def answer_first() -> None:
        from slt_flow.services.request import transaction

        keep = transaction.keep

        def answering(request: object, mark: str) -> object:
            done = keep(request, mark)  # type: ignore[arg-type]
            os.write(1, b"10/26\n")
            time.sleep(0.05)
            return done

        transaction.keep = answering  # type: ignore[assignment]

    request = measured(slt, lambda: run(slt.terminal, REQUEST))
    killed = disturbed(slt, 60, (signal.SIGKILL,), seed=2, first=answer_first)
    assert any(ended.out and height == request.before for ended, height in killed)


# interrupted

CODES: Final = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


def agrees(ended: Ended, height: int, request: Measured) -> bool:
    """Whether what an interrupted command said is so."""
    assert "Traceback" not in ended.err, ended
    assert height in (request.before, request.after)
    if ended.code == 0:
        return height == request.after and bool(ended.out)
    if ended.code < 0:  # before the command had begun to listen
        return height == request.before and not ended.out
    assert ended.code in CODES.values(), ended
    if height == request.before:
        return "Nothing was written" in ended.err
    return "is recorded (journal" in ended.err and "key k-1" in ended.err and "Nothing was" not in ended.err


@pytest.mark.parametrize("number", [4, pytest.param(300 * TIMES, marks=pytest.mark.endurance)])
def test_an_interrupted_command_says_what_is_recorded(slt: Council, number: int) -> None:
    request = measured(slt, lambda: run(slt.terminal, REQUEST))
    for ended, height in disturbed(slt, number, tuple(CODES), seed=number):
        assert agrees(ended, height, request), (ended, height)


@pytest.mark.endurance
def test_an_installed_command_that_is_interrupted_says_what_is_recorded(slt: Council) -> None:
    """Also while the program itself is being read, which takes most of its time."""
    words = [installed(), *REQUEST]
    around = {"env": slt.terminal.environment(ENGLISH), "cwd": slt.terminal.home, "text": True}
    request = measured(
        slt,
        lambda: Ended(subprocess.run(words, capture_output=True, check=False, **around).returncode, "", ""),  # type: ignore[call-overload]
    )
    chance, codes = random.Random(11), set()
    for _ in range(40 * TIMES):
        slt.put_back()
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **around)  # type: ignore[call-overload]
        time.sleep(chance.uniform(0.35, 1.05) * request.seconds)
        process.send_signal(chance.choice((signal.SIGTERM, signal.SIGHUP, signal.SIGINT)))
        out, err = process.communicate()
        ended = Ended(process.returncode, out, err)
        codes.add(ended.code)
        assert agrees(ended, slt.entries(), request), ended
    assert codes & set(CODES.values())


def at_the_commit(slt: Council, number: int, *, after: bool) -> Ended:
    """Send the signal just before or just after the commit, before anybody can know of it."""

    def send() -> None:
        from slt_flow.records.connection import Connection

        commit = Connection.commit

        def interrupted(self: Connection) -> None:
            if after:
                commit(self)
            os.kill(os.getpid(), number)
            if not after:
                commit(self)

        Connection.commit = interrupted  # type: ignore[method-assign]

    slt.put_back()
    return run(slt.terminal, REQUEST, env=ENGLISH, first=send)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    "number", [signal.SIGINT, *(pytest.param(n, marks=pytest.mark.endurance) for n in list(CODES)[1:])]
)
def test_a_signal_at_the_commit(slt: Council, number: int, after: bool) -> None:
    slt.put_back()
    before = slt.entries()
    ended = at_the_commit(slt, number, after=after)
    height = slt.entries()
    assert ended.code == CODES[signal.Signals(number)]
    assert (height > before) == after
    assert ("is recorded (journal" in ended.err) == after, ended
    assert ("Nothing was written" in ended.err) == (not after), ended


def is_held(folder: Path) -> bool:
    """Whether somebody waits in a folder for the turn to write."""
    place = os.open(folder, os.O_RDONLY)
    try:
        every = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        kind, *_ = struct.unpack("hhqqi", fcntl.fcntl(place, fcntl.F_OFD_GETLK, every))
    finally:
        os.close(place)
    return bool(kind != fcntl.F_UNLCK)


def test_a_signal_while_waiting_for_the_turn_is_heard_at_once(slt: Council) -> None:
    slt.put_back()
    holder = sqlite3.connect(slt.terminal.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        child = start(slt.terminal, REQUEST, env=ENGLISH)
        while not is_held(slt.terminal.home):
            time.sleep(0.005)
        began = time.monotonic()
        os.kill(child.pid, signal.SIGINT)
        ended = child.ended()
        assert time.monotonic() - began < BUSY_SECONDS / 2
    finally:
        holder.close()
    assert (ended.code, "Nothing was written" in ended.err) == (130, True), ended


def test_a_second_signal_does_not_break_off_what_is_told(slt: Council) -> None:
    def twice() -> None:
        from slt_flow.commands import failures

        told = failures.end

        def telling(*given: object) -> int:
            for number in CODES:
                os.kill(os.getpid(), number)
            return told(*given)  # type: ignore[arg-type]

        from slt_flow.commands import run as module

        module.end = telling  # type: ignore[attr-defined, assignment]
        from slt_flow.records import store

        store.first_in_queue = lambda *_: os.kill(os.getpid(), signal.SIGINT)  # type: ignore[attr-defined, assignment]

    slt.put_back()
    ended = run(slt.terminal, REQUEST, env=ENGLISH, first=twice)
    assert (ended.code, "Nothing was written" in ended.err) == (130, True), ended


# a form in an editor


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.endurance)])
def test_what_is_typed_into_a_form_is_kept_when_the_command_ends(slt: Council, number: int) -> None:
    slt.put_back()
    editor = slt.terminal.home / "editor"
    editor.write_text(
        '#!/bin/sh\necho "# typed" >> "$1"\ntouch ready\nsleep 20 &\necho $! > pid\nwait\n', encoding="utf-8"
    )
    editor.chmod(0o700)
    child = start(slt.terminal, ["meeting", "record", "M3/26", "--yes"], env={"EDITOR": str(editor), **ENGLISH})
    while not (slt.terminal.home / "pid").exists():
        time.sleep(0.01)
    os.kill(child.pid, number)
    ended = child.ended()
    os.kill(int((slt.terminal.home / "pid").read_text(encoding="utf-8")), signal.SIGTERM)
    assert ended.code == CODES[signal.Signals(number)]
    (kept,) = slt.terminal.home.glob("M3-26-*.toml")
    assert kept.read_text(encoding="utf-8").endswith("# typed\n")
    assert str(kept) in ended.err
    assert "Nothing was written" in ended.err
