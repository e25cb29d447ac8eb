"""A person whose name stands in every text that somebody said: once erased, nothing shows or holds the name."""

from __future__ import annotations

import re
import runpy
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Final

import pytest

from slt_flow.engine.entries import is_beside
from slt_flow.services.history import audit
from slt_flow.services.history.redact import redact
from slt_flow.services.request.context import Context, opened
from tests.conftest import DEMO_DAY
from tests.journeys.test_commands import answer
from tests.records.conftest import unguarded
from tests.records.forge import put_text, rechain
from tests.records.stranger import flaws_of
from tests.records.year import done

WRITE: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "write.py"
NAME: Final = "Zebulon Quist"
BASIS: Final = "Personvernforordningen art. 17 nr. 1 c; arkivarens samtykke 3.5."
MADE_HERE: Final = ("agreement new", "agreement check", "workflow new", "backup", "restore")
"""Commands that make a file, each with a name of its own."""


def named_everywhere(database: Path, words: str = NAME) -> int:
    """Put a name, or other words, into every text of no file and no request, and chain the journal anew."""
    with closing(sqlite3.connect(database)) as raw:
        texts = raw.execute("SELECT t.seq, name, text, kind FROM entry_texts t JOIN entries USING (council, seq)")
        agreed = raw.execute("SELECT text FROM entry_texts WHERE seq = 1 AND name = 'content'").fetchone()[0]
        said = [
            (seq, name, text)
            for seq, name, text, _ in texts
            if not (is_beside(name) or name.startswith("body") or all(line in agreed for line in text.split("\n")))
            if name != "source"
        ]
    with unguarded(database) as raw:
        for seq, name, text in said:
            put_text(raw, seq, name, f"{text} {words}")
        rechain(raw)
    return len(said)


@pytest.fixture
def erased(demo: Callable[[str], bytes], tmp_path: Path) -> Context:
    """A council of which a person was erased whose name stood everywhere."""
    database = tmp_path / "demo.sqlite"
    database.write_bytes(demo("kvaefjord"))
    context = opened(database, council="kvaefjord", basis=BASIS)
    said = named_everywhere(database)
    audit.rebuild(context)
    outcome = done(redact(context, person=NAME, archived=True))
    places = [notice for notice in outcome.notices if "erased" in notice.code]
    assert len(places) == said > 50
    assert {notice.code for notice in outcome.notices} <= {
        "text_erased", "longer_text_erased", "copies_stay", "agendas_were_sent", "minutes_were_archived",
    }  # fmt: skip
    return context


@pytest.mark.endurance
def test_nothing_holds_the_name(erased: Context, tmp_path: Path) -> None:
    """No byte of a file, no flaw for us or for a stranger, and tables that are what the journal amounts to."""
    for file in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert b"Zebulon" not in file.read_bytes(), file
        assert b"Quist" not in file.read_bytes(), file
    (verification,) = audit.verify(erased)
    assert verification.flaws == ()
    assert verification.erased > 50
    assert flaws_of(tmp_path / "demo.sqlite", "kvaefjord") == []


@pytest.mark.endurance
@pytest.mark.parametrize("json", [(), ("--json",)], ids=["text", "json"])
def test_no_command_shows_the_name(
    erased: Context,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    json: tuple[str, ...],
) -> None:
    """Nor does a file that one makes, nor a look back: each reading command as the pages show it, and once more."""
    monkeypatch.chdir(tmp_path)
    pages = runpy.run_path(str(WRITE))
    Path("stories.toml").write_text(pages["STORY"], encoding="utf-8")
    options = ("--db", "demo.sqlite", "--on", DEMO_DAY.isoformat(), *json)
    for line in (*pages["READ"], "export ocel", "history", "journal show", "find Zebulon", "find Quist", ""):
        for moment in ((), ("--as-of", "2026-06-30"), ("--as-known", "2026-11-19")):
            if moment and line.startswith(
                (*MADE_HERE, "next", "why", "check-texts", "journal", "db", "workflow test", "councils")
            ):
                continue
            code, out, err = answer(capsys, *line.split(), *options, *moment)
            # some show nothing that day, nobody invites without an address, and nothing is restored over what is there
            none = 2 if moment or line.startswith("meeting invite") else 4 if line.startswith("restore") else 0
            assert code in (0, none), (line, moment, err)
            assert not re.search("zebulon|quist", out + err, re.IGNORECASE), (line, moment)
    for line in ("meeting minutes M1/26", "meeting agenda M3/26", "report", "handover-pack", "export ocel"):
        name = f"{line.split()[-1].replace(chr(47), chr(45))}.{'json' if line == 'export ocel' else 'md'}"
        assert answer(capsys, *line.split(), "--output", name, "--db", "demo.sqlite")[0] == 0, line
    test_nothing_holds_the_name(erased, tmp_path)


class Keyboard(StringIO):
    """A terminal on which somebody types an answer."""

    def isatty(self) -> bool:
        return True


@pytest.mark.endurance
@pytest.mark.parametrize(("typed", "options", "goes"), [("nei", (), False), ("j", (), True), ("", ("--yes",), True)])
def test_a_terminal_shows_what_would_go_and_asks(
    demo: Callable[[str], bytes],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    options: tuple[str, ...],
    goes: bool,
) -> None:
    database = tmp_path / "demo.sqlite"
    database.write_bytes(demo("kvaefjord"))
    monkeypatch.setattr("sys.stdin", Keyboard(f"{typed}\n"))
    asked = ("journal", "redact", "--person", "Olga Oppdiktet", "--basis", BASIS, "--db", str(database), *options)
    code, out, err = answer(capsys, *asked)
    assert code == 0
    assert ("Slette dette for godt?" in err) is not ("--yes" in options)
    assert ("post:ordforer name: slettet" in out) is goes
    assert ("post:ordforer name: ville bli slettet" in err) is not ("--yes" in options)
    assert (b"Oppdiktet" in database.read_bytes()) is not goes
