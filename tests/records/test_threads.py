"""Threads that begin at once: tables, statements and machines are built once for all of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MakeContext

THREADS = 16
PROCESSES = 2

AT_ONCE = f"""
import sys
from threading import Barrier, Thread

failed = []
barrier = Barrier({THREADS})


def begin(act, number):
    barrier.wait()
    try:
        act(number)
    except BaseException as error:
        failed.append(f"{{type(error).__name__}}: {{error}}")


def at_once(act):
    sys.setswitchinterval(1e-4)  # threads change fifty times as often as usual
    threads = [Thread(target=begin, args=(act, number)) for number in range({THREADS})]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        sys.exit("\\n".join(failed))
"""

COUNCILS = """
import os
from datetime import date

from slt_flow import open_council


def follow(number):
    council = open_council(f"{sys.argv[1]}/{os.getpid()}-{number}.db", agreement="kvaefjord", on=date(2026, 1, 5))
    council.register("Trygg skolevei")
    council.status()
    council.next()
    assert council.verify().flaws == ()


at_once(follow)
"""

ONE_COUNCIL = """
from slt_flow import open_council


def read(number):
    council = open_council(sys.argv[1])
    council.status()
    council.next()
    assert council.verify().flaws == ()


at_once(read)
"""


def run(script: str, *arguments: str) -> list[str]:
    """What went wrong in fresh processes, each of which begins with all its threads at once."""
    started = [
        subprocess.Popen([sys.executable, "-c", AT_ONCE + script, *arguments], stderr=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    return [told for process in started for told in process.communicate(timeout=100)[1].splitlines()]


@pytest.mark.endurance
def test_threads_found_and_follow_councils_of_their_own(tmp_path: Path) -> None:
    assert run(COUNCILS, str(tmp_path)) == []


@pytest.mark.endurance
def test_threads_read_one_council(context: MakeContext, database: Path) -> None:
    context()
    assert run(ONE_COUNCIL, str(database)) == []
