"""Every system call of a write fails once: the journal has the whole request or nothing, and the message agrees.

`strace` makes the calls fail, from outside the command and underneath Python and SQLite. It is a tool of tests only;
without it, or where no process may be traced, these tests are left out and say so.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from slt_flow.records.store import Store
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context
from tests.journeys.conftest import Prepared
from tests.journeys.forked import Ended, start
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.endurance

TIMES: Final = int(os.environ.get("SLT_FAULTS", "0"))
"""Each call is tried with so many errors of the disk; with 0 one, and of the many looks at files only a part."""

LOOKS: Final = "newfstatat"
EVERY: Final = 4
"""One of so many looks at files is tried."""

ERRORS: Final = ("EIO", "ENOSPC", "EDQUOT", "EACCES", "EROFS", "EMFILE", "ENOMEM", "EFBIG", "ENOLCK", "EINTR")
LEFT_OUT: Final = frozenset({
    "exit_group", "rt_sigreturn", "rt_sigaction", "rt_sigprocmask", "restart_syscall", "execve", "munmap", "mprotect",
    "mmap", "brk", "futex", "set_robust_list", "madvise",
})  # fmt: skip
"""Calls that no disk answers: memory, signals and the end of the process."""

REQUEST: Final = ("decision", "register", "Rus", "--meeting", "M1/26", "--consent", "all")
ENGLISH: Final = {"SLT_LANG": "en", "SLT_STATE": ""}


class Fault(NamedTuple):
    """The n-th call of a name, and the error it ends with; for good, or once."""

    call: str
    number: int
    error: str
    for_good: bool = False


def strace(pid: int, *options: str) -> subprocess.Popen[bytes]:
    """Trace a process that has stopped, and wait until it is traced."""
    tracer = subprocess.Popen(
        ["strace", "-f", "-qq", *options, "-p", str(pid)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 10
    while "TracerPid:\t0" in Path(f"/proc/{pid}/status").read_text(encoding="utf-8"):
        if tracer.poll() is not None or time.monotonic() > until:
            tracer.kill()
            tracer.wait()
            raise PermissionError
        time.sleep(0.001)
    return tracer


@cache
def why_not() -> str:
    """Why nothing can be traced here, or "" where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed (Debian: apt-get install strace)"
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        try:
            tracer = strace(sleeper.pid, "-e", "trace=none")
            tracer.terminate()
            tracer.wait()
        except PermissionError:
            return "no process may be traced here"
        finally:
            sleeper.kill()
    return ""


@cache
def _verified(database: Path, _content: bytes, *_beside: str) -> int:
    """The height of a journal that is found to be whole; what was looked at once is known."""
    (verification,) = audit.verify(Context(Store(str(database))))
    assert verification.flaws == ()
    return verification.entries


class Traced(NamedTuple):
    """A council that is as it was before every command, and commands whose calls fail."""

    terminal: Terminal
    content: bytes

    def put_back(self) -> None:
        self.terminal.put_back(self.content)

    def __call__(self, *options: str, first: Callable[[], object] = lambda: None) -> Ended:
        def stop() -> None:
            first()
            os.kill(os.getpid(), signal.SIGSTOP)

        self.put_back()
        child = start(self.terminal, REQUEST, env=ENGLISH, first=stop)
        os.waitpid(child.pid, os.WUNTRACED)
        tracer = strace(child.pid, *options)
        ended = child.ended(wake=True)
        tracer.wait(timeout=20)
        return ended

    def failing(self, fault: Fault, first: Callable[[], object] = lambda: None) -> Ended:
        when = f"{fault.number}+" if fault.for_good else str(fault.number)
        inject = f"inject={fault.call}:error={fault.error}:when={when}"
        return self("-o", os.devnull, "-e", f"trace={fault.call}", "-e", inject, first=first)

    def entries(self) -> int:
        """The height of the journal, once everything is found to be whole."""
        return _verified(self.terminal.database, self.terminal.database.read_bytes(), *self._beside())

    def _beside(self) -> tuple[str, ...]:
        return tuple(sorted(file.name for file in self.terminal.home.glob("slt.sqlite-*")))


@pytest.fixture
def traced(council: Terminal, prepared: Prepared) -> Traced:
    if reason := why_not():
        pytest.skip(reason)
    return Traced(council, prepared("of_everything"))


def calls(traced: Traced) -> Counter[str]:
    """The calls of a write that goes well, each with its number."""
    log = traced.terminal.home / "calls"
    assert traced("-o", str(log)).code == 0
    names = re.findall(r"^\d+ +(\w+)\(", log.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    return Counter(name for name in names if name not in LEFT_OUT)


def faults(counted: Counter[str], times: int) -> Iterator[Fault]:
    """Every call once, with so many of the errors in turn."""
    turn = 0
    for call, most in sorted(counted.items()):
        for number in range(1, most + 1):
            if not times and call == LOOKS and number % EVERY:
                continue
            for _ in range(times or 1):
                yield Fault(call, number, ERRORS[turn % len(ERRORS)])
                turn += 1


def agrees(ended: Ended, height: int, before: int, after: int) -> bool:
    """Whether journal, exit code and words agree."""
    if "Traceback" in ended.out + ended.err or height not in (before, after) or ended.code not in (0, 2, 3, 4):
        return False
    if "cannot be seen whether" in ended.err:
        return True
    if ended.code == 0:
        return height == after and "Nothing was written" not in ended.err
    if "is recorded (journal" in ended.err:
        return height == after
    return height == before and ("Nothing was written" in ended.err or ended.err.startswith("slt: ") or not ended.err)


def test_every_call_of_a_write_fails(traced: Traced) -> None:
    traced.put_back()
    before = traced.entries()
    counted = calls(traced)
    after = traced.entries()
    assert {"openat", "pwrite64", "fdatasync", "unlink", "fcntl", "write"} <= counted.keys() | {"fsync"}
    every = list(faults(counted, TIMES))
    outcomes: Counter[str] = Counter()
    wrong = []
    for fault in every:
        ended = traced.failing(fault)
        height = traced.entries()
        if not agrees(ended, height, before, after):
            wrong.append((fault, height, ended))
        outcomes[f"{ended.code} {'recorded' if height == after else 'not recorded'}"] += 1
        outcomes["unknown"] += "cannot be seen whether" in ended.err
    print(len(every), dict(outcomes))  # noqa: T201 # how many faults there were, with pytest -s
    assert wrong == []


@pytest.mark.parametrize("error", ["ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES", "EIO"])
def test_a_disk_that_fails_for_good_is_named_as_the_cause(traced: Traced, error: str) -> None:
    says = {
        "ENOSPC": "the disk is full", "EDQUOT": "share of the disk", "EFBIG": "larger than the limit",
        "EROFS": "only be read", "EACCES": "no right", "EIO": "the disk fails",
    }  # fmt: skip
    traced.put_back()
    before = traced.entries()
    first = {"openat": journal_opened(traced), "pwrite64": 1}
    call = "openat" if error in ("EROFS", "EACCES") else "pwrite64"
    ended = traced.failing(Fault(call, first[call], error, for_good=True))
    assert (ended.code, traced.entries()) == (4, before), ended
    assert says[error] in ended.err
    assert "Nothing was written" in ended.err


def journal_opened(traced: Traced) -> int:
    """Which of the files that a write opens is the journal of its transaction."""
    log = traced.terminal.home / "calls"
    assert traced("-o", str(log), "-e", "trace=openat").code == 0
    opened = [line for line in log.read_text(encoding="utf-8").splitlines() if "openat(" in line]
    return next(number for number, line in enumerate(opened, 1) if "slt.sqlite-journal" in line and "O_CREAT" in line)


def test_control_a_program_that_trusts_the_error_of_its_commit_denies_what_is_recorded(traced: Traced) -> None:
    def trust() -> None:
        from slt_flow.services.request.receipts import Receipt

        Receipt.is_recorded = lambda _: False  # type: ignore[method-assign, assignment]

    traced.put_back()
    before = traced.entries()
    counted = calls(traced)
    after = traced.entries()
    late = [Fault(call, n, "EIO") for call in ("fsync", "fdatasync", "write") for n in range(1, counted[call] + 1)]
    wrong = []
    for fault in late:
        ended = traced.failing(fault, first=trust)
        if not agrees(ended, traced.entries(), before, after):
            wrong.append(fault)
    assert wrong
