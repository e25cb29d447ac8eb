"""Any day and any name of a file gets a documented exit code, and no control sign is printed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

import click
import pytest

from slt_flow.commands.cli import Cli
from slt_flow.commands.frame import Command, Group
from slt_flow.commands.run import outermost
from slt_flow.views.text.placeholders import PLACEHOLDERS
from tests.journeys.terminal import Ran, Terminal

DAYS = ("0001-01-01", "1900-01-01", "2199-12-31", "9999-12-31", "2026-02-30", "10000-01-01")
DOCUMENTED = range(6)


def commands(group: Group, context: click.Context) -> Iterator[tuple[list[str], Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        beneath = click.Context(command, parent=context, info_name=name)  # type: ignore[arg-type]
        if isinstance(command, Group):
            yield from (([name, *words], one) for words, one in commands(command, beneath))
        elif isinstance(command, Command):
            yield [name], command


ROOT = outermost()
EVERY = {" ".join(words): command for words, command in commands(ROOT, click.Context(ROOT, info_name="slt", obj=Cli()))}
FILLED = {"REF": "2/26", "[REF]": "2/26", "POST": "rektor", "YEAR": "2026", "DATE|REF": "M3/26", "ACTION": "remark"}


def filled(command: Command, *, but: click.Parameter, by: str) -> list[str]:
    """Words for what a command must be told, with another value for one of them."""
    words: list[str] = []
    for parameter in command.params:
        if parameter is not but and not parameter.required:
            continue
        value = by if parameter is but else FILLED.get(str(parameter.metavar), "x")
        words += [parameter.opts[0], value] if isinstance(parameter, click.Option) else [value]
    return words


def asks_for(command: Command, what: str) -> list[click.Parameter]:
    return [parameter for parameter in command.params if what in str(parameter.metavar)]


def test_the_readers_language_has_every_placeholder_of_help() -> None:
    shown = {str(parameter.metavar or "") for command in EVERY.values() for parameter in command.params}
    words = {word for metavar in shown for word in re.findall(r"[A-Z][A-Z_]+", metavar)}
    assert words - PLACEHOLDERS == {"REF", "ID", "SEQ", "URL"}


EVERYWHERE = ("on", "as_of", "as_known")
DATED = [
    (name, one) for name, command in EVERY.items() for one in asks_for(command, "DATE") if one.name not in EVERYWHERE
]


@pytest.fixture(scope="module")
def slt(tmp_path_factory: pytest.TempPathFactory, demo: Callable[[str], bytes]) -> Terminal:
    home = tmp_path_factory.mktemp("any")
    (home / "slt.sqlite").write_bytes(demo("kvaefjord"))
    return Terminal(
        home, {"SLT_DB": str(home / "slt.sqlite"), "SLT_ON": "2026-11-20", "EDITOR": "true", "SLT_STATE": ""}
    )


def fine(ran: Ran) -> bool:
    printed = ran.out + ran.err
    return ran.code in DOCUMENTED and "Traceback" not in printed and not set(printed) & set("\x1b\x07\x9b\u202e\x00")


def sample(values: tuple[str, ...]) -> list[object]:
    return [pytest.param(v, marks=() if v == "9999-12-31" else pytest.mark.endurance) for v in values]


@pytest.mark.parametrize("day", sample(DAYS))
def test_a_day_at_the_ends_of_the_calendar_is_answered_wherever_a_day_is_asked_for(slt: Terminal, day: str) -> None:
    assert len(DATED) > 20
    for name, parameter in DATED:
        words = [*name.split(), *filled(EVERY[name], but=parameter, by=day)]
        ran = slt(*words, "--dry-run") if any("--dry-run" in p.opts for p in EVERY[name].params) else slt(*words)
        assert fine(ran), (words, ran)
    for name in ("status", "todo", "wheel", "report", "history", "agreement obligations", "meeting list", "show 2/26"):
        for option in ("--on", "--as-of", "--as-known"):
            assert fine(slt(*name.split(), option, day)), (name, option)


NAMED = ["agreement check", "init", "backup", "restore", "workflow test", "meeting record M3/26 --file"]
WRITTEN = ["report --output", "handover-pack --output", "export ocel --output", "demo --keep", "--db", "--workflows"]


@pytest.mark.endurance
@pytest.mark.parametrize("name", ["x" * 300, "æ" * 200, "pipe", "/dev/zero", ".", "", "pipe/x"])
def test_any_name_of_a_file_is_answered(slt: Terminal, name: str) -> None:
    pipe = slt.home / "pipe"
    if not pipe.exists():
        os.mkfifo(pipe)
    before = sorted(path.name for path in slt.home.iterdir())
    for words in (*NAMED, *WRITTEN):
        more = {"--db": ["status"], "--workflows": ["workflow", "list"]}.get(words, [])
        ran = slt(*words.split(), name, *more)
        assert fine(ran), (words, name, ran)
        assert ran.code != 0 or words == "--workflows", (words, name)
    assert sorted(path.name for path in slt.home.iterdir()) == before


@pytest.mark.parametrize("seq", ["9" * 5000, "²", "-1", "1e3", ""])
@pytest.mark.parametrize("digest", ["a" * 64, "a" * 63, "a" * 8, "g" * 64])
def test_an_anchor_is_whole_or_refused(slt: Terminal, seq: str, digest: str) -> None:
    ran = slt("journal", "verify", "--anchor", f"{seq}:{digest}")
    assert (ran.code, fine(ran)) == (2, True)


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x07", "\u202e", "\r"])
def test_no_control_sign_comes_back_from_a_usage_error(slt: Terminal, sign: str) -> None:
    for words in (["status", sign], ["status", f"--{sign}x"], [sign], ["--lang", sign, "status"], ["wheel", sign]):
        plain, as_json = slt(*words), slt(*words, "--json")
        assert plain.code == as_json.code == 2
        assert fine(plain), (words, plain)
        assert fine(as_json), (words, as_json)
        assert as_json.out.startswith("{"), words
