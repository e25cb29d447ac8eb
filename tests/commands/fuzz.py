"""Command lines made at random of the commands' own types, on a council that lives on under them.

`python -m tests.commands.fuzz VALID [INVALID [PROCESSES [SEED]]]` runs lines that the parser takes, lines that somebody
mistyped, and lines in processes of their own, and prints how they ended.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import click

from slt_flow.commands.cli import Cli
from slt_flow.commands.completion import Known
from slt_flow.errors import RequestError
from slt_flow.services.request.completion_index import Scope, names
from slt_flow.services.stories.demo import play
from tests.commands.test_any_value import EVERY, ROOT
from tests.conftest import DEMO_DAY, IN_MEMORY
from tests.journeys.terminal import Ran, Terminal

DOCUMENTED: Final = range(6)
"""The exit codes that docs/reference/exit-codes.md has."""

LEFT_OUT: Final = {"workflow check", "demo", "init", "serve"}
"""Commands that are long, or make councils beside the one that is driven."""

NOT_ASKED: Final = {"db", "workflows", "council", "help", "color", "keep", "state"}
"""Options that lead elsewhere; colour is made of control signs."""

TEXTS: Final = (
    "Felles foreldremøte", "Møte; =1+1", "[bold]x[/bold]", "%s {0} {x}", "C:\\tmp\\ny", "«Ærlig» & <b>", "-1", "--",
    "🙂", "M1/26", "a" * 400, "../../etc", "$(id)", "'; DROP TABLE entries; --", "ﬁ ﬀ", "Ola  Oppdiktet", " ", "",
)  # fmt: skip
FILES: Final = ("out.md", "out.csv", "out.json", "out.toml", "copy.sqlite", "copies")
OTHERS: Final = {
    "COUNCIL:REF": ("kvaefjord:1/26", "harstad:2/26"),
    "SEQ:DIGEST": (f"1:{'a' * 64}", "3:abc"),
    "URL": ("https://example.org/sak/1", "sak 26/14"),
    "YEAR|FROM..TO": ("2026", "2026..2028", "2027"),
    "POST=TEXT": ("rektor=telefon", "ordforer:kommune@2026-03-01=brev", "politikontakt=e-post"),
    "POST,…": ("ordforer", "ordforer,politistasjonssjef"),
    "all|POST,…": ("all", "ordforer", "ordforer,politistasjonssjef", "rektor"),
    "consent|stand_aside|object": ("consent", "stand_aside", "object"),
    "none|some|good|unknown": ("none", "some", "good", "unknown"),
    "STATE": ("adopted", "delegated", "Til oppfølging", "planned"),
    "VERSION": ("1", "2", "kvaefjord-1"),
    "PERCENT": ("0", "50", "100", "101", "5,5"),
    "OLD=NEW": ("rektor=kulturleder",),
    "FIELD": ("title", "reason", "text", "result"),
    "KEY": ("nøkkel-1", "nøkkel-2", "nøkkel-3"),
    "ID": ("ungdomsklubben", "kommune", "politi", "kulturleder"),
    "PARTY": ("kommune", "politi"),
    "KIND": ("ordinary", "extraordinary", "information", "coordination"),
    "GROUP": ("koordineringsgruppe", "arbeidsgruppe"),
    "FILE": ("copy.sqlite", "copies", "kvaefjord", "finnes-ikke"),
    "OLD": ("rektor",),
}
CONTROL: Final = {chr(code) for code in (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
BINARY: Final = {"docx", "pdf", "xlsx"}
"""Formats whose files are no text, and leave as they are where no file is named."""
WRONG: Final = ("--nonsense", "\x1b[2J", "9" * 5000, "\u202e", "1/26.1.1.1", "M0/26", "2026-13-45", "--on", "x" * 5000)


class Fuzz:
    """A council, and the lines that it is asked."""

    def __init__(self, home: Path, seed: int) -> None:
        self.chance = Random(seed)
        if not (home / "slt.sqlite").exists():
            play(home / "slt.sqlite", "kvaefjord", DEMO_DAY)
        more = {"SLT_DB": str(home / "slt.sqlite"), "SLT_ON": DEMO_DAY.isoformat(), "EDITOR": "true", "SLT_LANG": "nb"}
        self.slt = Terminal(home, {**more, "SLT_COUNCIL": "kvaefjord"})
        self.scope = Scope(str(home / "slt.sqlite"), "kvaefjord")
        self.ended: Counter[str] = Counter()
        self.told: set[str] = set()
        """Files of which an answer said that they were written."""

    def value(self, parameter: click.Parameter, before: list[str]) -> str:
        """A value that the parameter's own type takes."""
        kind, chance = parameter.type, self.chance
        if isinstance(kind, Known):
            known = [name for name, _ in names(kind.kind, self.scope, before)]
            if known:
                return chance.choice(known)
        if isinstance(kind, click.Choice):
            return str(chance.choice(kind.choices))
        if isinstance(kind, click.IntRange):
            low = kind.min if kind.min is not None else 0
            return str(chance.choice((low, low + 1, low + chance.randrange(60), 2026)))
        shown = str(parameter.metavar or "").strip("[]")
        if "DATE" in shown:
            return (date(2026, 1, 1) + timedelta(days=chance.randrange(-200, 700))).isoformat()
        if "FILE" in shown or shown == "DIR":
            return chance.choice(FILES) if isinstance(parameter, click.Option) else chance.choice(OTHERS["FILE"])
        if shown == "YEAR":
            return chance.choice(("2025", "2026", "2027"))
        return chance.choice(OTHERS.get(shown, TEXTS))

    def line(self) -> list[str]:
        """The words of a command, all that it must be told and some of what it may be."""
        name = self.chance.choice(sorted(EVERY.keys() - LEFT_OUT))
        command, words, options = EVERY[name], list[str](), list[str]()
        for parameter in command.params:
            if parameter.name in NOT_ASKED or not (parameter.required or self.chance.random() < 0.15):
                continue
            if isinstance(parameter, click.Option):
                option = self.chance.choice([*parameter.opts, *parameter.secondary_opts])
                options += [option] if parameter.is_flag else [option, self.value(parameter, words)]
            else:
                for _ in range(2 if parameter.nargs < 0 else 1):
                    words.append(self.value(parameter, words))
        return [*name.split(), *words, *options]

    def is_taken(self, words: list[str]) -> bool:
        """Whether the parser takes a line."""
        name = max((name for name in EVERY if words[: len(name.split())] == name.split()), key=len, default=None)
        if name is None:
            return False
        try:
            EVERY[name].make_context(name, words[len(name.split()) :], parent=click.Context(ROOT, obj=Cli()))
        except click.exceptions.Exit:
            return True
        except (click.UsageError, RequestError):
            return False
        return True

    def valid(self) -> list[str]:
        """A line that the parser takes."""
        return next(line for line in iter(self.line, None) if self.is_taken(line))

    def invalid(self) -> list[str]:
        """A line that somebody mistyped: a word too many, too few, or another one."""
        words, chance = self.valid(), self.chance
        place = chance.randrange(len(words))
        match chance.randrange(4):
            case 0:
                words.insert(place + 1, chance.choice(WRONG))
            case 1:
                del words[place]
            case 2:
                words[place] = chance.choice(WRONG)
            case 3:
                words[place] = words[place][::-1] + chance.choice(("", "\x07", "æ"))
        return words

    def run(self, words: list[str], env: Mapping[str, str] | None = None) -> Ran:
        """Ask, and see that the answer is one that may be."""
        before = self.entries()
        ran = self.slt(*words, env=env)
        assert ran.code in DOCUMENTED, (words, ran)
        assert "Traceback" not in ran.out + ran.err, (words, ran)
        written = ran.err if BINARY & set(words) else ran.out + ran.err
        assert not set(written.replace("\r\n", "").replace("\n", "")) & CONTROL, (words, ran)
        assert ran.code == 0 or ran.err.strip() or "--json" in words or "--quiet" in words, (words, ran)
        assert ran.code == 0 or self.entries() == before, ("something was recorded that was not done", words, ran)
        self.ended[f"{ran.code}"] += 1
        # a file that is named after an id, of which --quiet tells nothing
        folded = {"-".join(word.casefold().replace("_", " ").split()) for word in words}
        there = [path for path in self.slt.home.iterdir() if path.stem in folded or path.name in {*words}]
        self.told |= {path.name for path in there} | {p.name for p in self.slt.home.iterdir() if p.name in ran.out}
        return ran

    def entries(self) -> int:
        """How many entries the journal has."""
        with closing(sqlite3.connect(f"file:{self.slt.database}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM entries").fetchone()[0])

    def is_whole(self) -> None:
        """See that nothing half-written is left, in the journal or in the folder."""
        ran = self.slt("journal", "verify")
        assert ran.code == 0, ran
        beside = {path.name for path in self.slt.home.iterdir()} - self.told
        beside -= {*FILES, *OTHERS["FILE"], "slt.sqlite", "slt.sqlite.files", "slt.sqlite.sessions", "data", ".local"}
        assert not beside, beside
        kept = {path.name for path in self.slt.home.glob("slt.sqlite.files/*/*")}
        with closing(sqlite3.connect(f"file:{self.slt.database}?mode=ro", uri=True)) as connection:
            named = {text for (text,) in connection.execute("SELECT text FROM entry_texts WHERE name = 'digest'")}
        assert kept <= named, kept - named


def main(valid: int = 0, invalid: int = 0, processes: int = 0, seed: int = 1) -> int:
    """Run the lines, and print how they ended."""
    with TemporaryDirectory(prefix="slt-fuzz-", dir=IN_MEMORY) as home:
        fuzz = Fuzz(Path(home), seed)
        kinds: tuple[tuple[str, int, Any, dict[str, str]], ...] = (
            ("valid", valid, fuzz.valid, {}),
            ("invalid", invalid, fuzz.invalid, {}),
            ("processes", processes, fuzz.valid, {"LC_ALL": "C.UTF-8"}),
        )
        for kind, count, made, env in kinds:
            fuzz.ended.clear()
            for number in range(1, count + 1):
                fuzz.run(made(), env)
                if number % 100 == 0 or number == count:
                    fuzz.is_whole()
                    sys.stdout.write(f"{kind} {number}: {dict(sorted(fuzz.ended.items()))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
