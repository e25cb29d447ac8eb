"""The installed `slt` in a process of its own, with nothing of the tester's surroundings."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.journeys.warm import warm

DAY: Final = "2026-05-02"
"""The day every command is asked for unless it names another."""


_OF_ITS_OWN: Final = {"LC_ALL", "PYTHONIOENCODING", "PYTHONUTF8", "LANG", "_SLT_COMPLETE"}
"""What a process reads when it starts; who sets it gets the installed script in a process of its own."""


def installed() -> str:
    """The command beside the interpreter that runs the tests."""
    found = shutil.which("slt", path=sysconfig.get_path("scripts"))
    assert found is not None, "slt is not installed in this environment"
    return found


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, read as JSON."""
        return json.loads(self.out)

    def ok(self) -> Ran:
        """The same, if it went well."""
        assert self.code == 0, self
        assert "Traceback" not in self.err
        return self

    def failed(self, code: int) -> Ran:
        """The same, if it failed in this way and said so."""
        assert self.code == code, self
        assert self.err.strip(), "a failure is told on standard error"
        assert "Traceback" not in self.err
        return self


@dataclass(frozen=True)
class Terminal:
    """A shell in a home of its own.

    Attributes:
        home: the home folder.
        env: what else the environment holds.
    """

    home: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The file that `SLT_DB` names."""
        return Path(self.env.get("SLT_DB", self.home / "slt.sqlite"))

    def __call__(self, *words: str, env: Mapping[str, str | None] | None = None, **more: str | None) -> Ran:
        """Run `slt` with these words in the home folder; what is given as None is left out of the environment."""
        around = {**(env or {}), **more}
        if not _OF_ITS_OWN & around.keys() and not any("\ud800" <= letter <= "\udfff" for w in words for letter in w):
            with TemporaryDirectory(prefix="slt-said-") as scratch:
                code, out, err = warm().run(list(words), self.environment(around), self.home, Path(scratch))
            return Ran(code, *(said.decode("utf-8", "surrogateescape") for said in (out, err)))
        done = subprocess.run(
            [installed(), *words],
            env=self.environment(around),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def session(self, commands: Sequence[Sequence[str]], **more: str | None) -> list[Ran]:
        """Run several commands one after the other in one process."""
        return [self(*words, env=more) for words in commands]

    def environment(self, env: Mapping[str, str | None]) -> dict[str, str]:
        """The whole environment of a command."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TZDIR") if name in os.environ}
        told: dict[str, str | None] = {
            **kept,
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "SLT_DB": str(self.database),
            "SLT_ON": DAY,
            "COLUMNS": "80",
            "LC_ALL": "C.UTF-8",
            **self.env,
            **env,
        }
        return {name: value for name, value in told.items() if value is not None}

    def put_back(self, content: bytes) -> None:
        """Make the database what it was, with nothing beside it."""
        for file in self.home.glob("slt.sqlite*"):
            file.unlink()
        self.database.write_bytes(content)

    def digest(self) -> str:
        """What stands in the database's file, to see that nothing was written."""
        return sha256(self.database.read_bytes()).hexdigest() if self.database.exists() else "no file"

    def height(self) -> int:
        """How many entries all journals have together."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM entries").fetchone()[0])
