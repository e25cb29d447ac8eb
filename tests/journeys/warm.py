"""A process that runs one command after the other: starting Python costs more than most commands do.

Each command gets an environment, a folder and streams of its own; nothing of the product is read while it is imported,
and nothing it remembers from one command may be felt in the next. Whoever asks for another encoding of the streams gets
a process of its own (see `tests.journeys.terminal`).
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_SERVER: Final = """
import io, json, os, sys, time, traceback
import alembic, click, holidays, pydantic, rich.console, rich.table, sqlalchemy, transitions
import sqlalchemy.dialects.sqlite
import importlib, pkgutil, slt_flow
for module in pkgutil.walk_packages(slt_flow.__path__, "slt_flow."):
    if ".migrations" not in module.name:
        importlib.import_module(module.name)

def become(asked):
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    os.chdir(asked["cwd"])
    for number, name in ((0, os.devnull), (1, asked["out"]), (2, asked["err"])):
        opened = os.open(name, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(open(2, "wb", closefd=False), encoding="utf-8", errors="backslashreplace")
    sys.argv = [asked["argv0"], *asked["words"]]
    code = 0
    try:
        slt_flow.commands.main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code

requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
for line in requests:
    print(become(json.loads(line)), file=answers, flush=True)
"""


@dataclass(frozen=True)
class Warm:
    """The waiting process."""

    process: subprocess.Popen[str]

    def run(self, words: list[str], env: dict[str, str], home: Path, scratch: Path) -> tuple[int, bytes, bytes]:
        """Run a command in the waiting process: its exit code and what it printed."""
        out, err = scratch / "out", scratch / "err"
        asked: dict[str, Any] = {
            "argv0": "slt", "words": words, "env": env, "cwd": str(home), "out": str(out), "err": str(err),
        }  # fmt: skip
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        return code, out.read_bytes(), err.read_bytes()


@cache
def warm() -> Warm:
    """The one of this test process."""
    started = subprocess.Popen(
        [sys.executable, "-c", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(_stop, started)
    return Warm(started)


def _stop(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    process.wait(timeout=10)
    process.stdout.close()
