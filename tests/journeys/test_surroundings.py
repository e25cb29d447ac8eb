"""One's own surroundings: settings, Norwegian words for commands, completion that a shell reads, errors as JSON."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path
from typing import Final

import click
import pytest

from slt_flow.commands import norwegian, run
from slt_flow.commands.editor import editor_for
from slt_flow.errors import RequestError
from slt_flow.terms import LANGUAGES, identifier
from slt_flow.views.text.failures import lines
from slt_flow.views.text.words import Words
from tests.journeys.conftest import Prepared
from tests.journeys.terminal import Terminal, installed

ROOT: Final = run.outermost()

ALIKE: Final = {
    "demo", "status", "plan", "journal", "export", "db", "config", "todo",
}  # fmt: skip


@pytest.fixture
def bare(tmp_path: Path) -> Terminal:
    """A home where nothing names a database, a council or a language."""
    return Terminal(tmp_path, {"SLT_CONFIG": str(tmp_path / "settings.toml")})


def settings(terminal: Terminal, text: str) -> None:
    (terminal.home / "settings.toml").write_text(text, encoding="utf-8")


# Norwegian words


def command(path: str) -> click.Command | None:
    beneath: click.Command | None = ROOT
    with click.Context(ROOT, info_name="slt") as context:
        for name in path.split():
            beneath = beneath.get_command(context, name) if isinstance(beneath, click.Group) else None
    return beneath


def test_every_norwegian_word_means_a_command_and_every_command_has_one() -> None:
    words = [word for line in norwegian.COMMANDS.values() for word in line.split()]
    assert sorted(set(words)) == sorted(words), "a word means one command"
    assert all(identifier(word) == word for word in words)
    assert [name for name in norwegian.COMMANDS if command(name) is None] == []
    assert not {*words} & {*ROOT.list_commands(click.Context(ROOT))}, "an English command goes first"
    meant = {name.split()[0] for name in norwegian.COMMANDS}
    assert {*ROOT.list_commands(click.Context(ROOT))} - meant == set()
    within = {
        name
        for path in meant
        if isinstance(group := command(path), click.Group)
        for name in group.list_commands(click.Context(group, parent=click.Context(ROOT)))
    }
    assert set(norwegian.WITHIN) <= within


@pytest.mark.endurance
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vedtak", "slt decision list"),
        ("VEDTAK 3/26", "slt show 3/26"),
        ("møte", "slt meeting list"),
        ("mo\u0308te", None),
        ("møte planlegg 2026-03-12", "slt meeting plan 2026-03-12"),
        ("møte avlys M1/26 --reason Sykdom", "slt meeting cancel M1/26 --reason Sykdom"),
        ("meeting referat M1/26", "slt meeting minutes M1/26"),
        ("referat M1/26", "slt meeting minutes M1/26"),
        ("hjelp", "slt help"),
        ("oppdrag", "slt status --level coordinating"),
        ("tiltak utført 1/26.1.1", "slt measure finish 1/26.1.1"),
        ("tiltak meld 1/26.1.1", "slt measure block 1/26.1.1"),
        ("measure stadfest 1/26.1.1", "slt measure verify 1/26.1.1"),
        ("frist 1/26.1 2026-06-01", "slt reschedule 1/26.1 2026-06-01"),
        ("frist", "slt todo"),
        ("rådet", "slt councils"),
        ("kvifor 1/26 adopt", "slt why 1/26 adopt"),
        ("innstillinger", "slt config show"),
        ("søk 'to ord'", "slt find 'to ord'"),
        ("avtale plikter", "slt agreement obligations"),
        ("fraværet", None),
        ("læring --open", "slt learning list --open"),
    ],
)
def test_a_norwegian_word_is_answered_with_the_command_to_type(bare: Terminal, typed: str, meant: str | None) -> None:
    ran = bare(*shlex.split(typed), SLT_LANG="nb").failed(2)
    assert ran.err.splitlines()[0].endswith(f"skriver du: {meant}") is (meant is not None), ran.err
    if meant is not None:
        assert json.loads(bare(*shlex.split(typed), "--json").failed(2).out)["error"] == "norwegian_command"
        tried = bare(*shlex.split(meant)[1:], "--help", SLT_LANG="en").ok()
        assert "Usage" in tried.out


# settings


@pytest.mark.endurance
def test_settings_hold_where_nothing_else_is_named(bare: Terminal, prepared: Prepared) -> None:
    database = bare.home / "annen.sqlite"
    database.write_bytes(prepared("of_everything"))
    away = {"SLT_DB": None}
    bare("config", "set", "database", "annen.sqlite", **away).ok()
    bare("config", "set", "language", "en", **away).ok()
    bare("config", "set", "council", "Kvæfjord", **away).ok()
    shown = bare("config", "show", "--json", **away).ok().json
    assert [(row["setting"], row["value"], row["source"]) for row in shown["settings"]] == [
        ("database", str(database), "settings"), ("council", "kvaefjord", "settings"), ("language", "en", "settings"),
    ]  # fmt: skip
    assert bare("status", "--json", **away).ok().json["council"] == "kvaefjord"
    assert "decisions" in bare("status", **away).ok().out
    # the environment goes before the settings, and what is typed before both
    assert bare("status", **away, SLT_LANG="nb").ok().out.count("vedtak")
    assert "decisions" in bare("status", "--lang", "en", **away, SLT_LANG="nb").ok().out
    other = bare("status", "--json", SLT_DB=str(bare.home / "none.sqlite")).failed(4)
    assert (other.json["error"], "slt config" in other.err) == ("no_database", False)
    sources = bare("config", "show", "--json", "--council", "kvaefjord", SLT_DB="x.sqlite").ok().json["settings"]
    assert [row["source"] for row in sources] == ["environment", "option", "settings"]
    # a path that is gone
    database.unlink()
    gone = bare("status", **away).failed(4)
    assert "slt config show" in gone.err
    bare("config", "show", **away).ok()
    bare("config", "unset", "database", **away).ok()
    assert (bare.home / "settings.toml").read_text("utf-8").count("=") == 2


WRONG: Final = {
    'farge = "blå"\n': ("settings_unknown", "unset farge"),
    'langauge = "nb"\n[x]\n': ("settings_unknown", "unset langauge x"),
    "language = 5\n": ("settings_bad_language", "set language nb"),
    'language = "sv"\n': ("settings_bad_language", "set language nb"),
    "council = []\n": ("settings_not_text", "set council kvaefjord"),
    'database = "slt.sqlite"\n': ("settings_path_not_whole", "set database slt.sqlite"),
    "language = nb\n": ("not_toml", "unset --all"),
    "language = “nb”\n": ("odd_mark", "unset --all"),
    'council = "x"\ncouncil = "y"\n': ("declared_twice", "unset --all"),
}


@pytest.mark.endurance
@pytest.mark.parametrize("text", WRONG)
def test_wrong_settings_are_told_and_mended_by_their_own_command(bare: Terminal, prepared: Prepared, text: str) -> None:
    bare.database.write_bytes(prepared("of_everything"))
    code, mend = WRONG[text]
    settings(bare, text)
    for words in ("status", "remark 1/26 Husk"):
        ran = bare(*words.split(), "--json").failed(2)
        assert ran.json["error"] == code
        assert "slt config" in ran.err
    assert bare.database.read_bytes() == prepared("of_everything"), "nothing was written"
    bare("status", "--help").ok()
    assert "slt config" in bare("config", "show").ok().err
    bare("config", *mend.split()).ok()
    bare("status").ok()


@pytest.mark.endurance
@pytest.mark.parametrize(
    "words", ["set language sv", "set database none/x.sqlite", "set farge blå", "unset", "set council ordfører!"]
)
def test_a_setting_that_does_not_fit_is_refused_and_the_file_stays(bare: Terminal, words: str) -> None:
    settings(bare, 'language = "nn"\n')
    bare("config", *words.split()).failed(2)
    assert (bare.home / "settings.toml").read_text("utf-8") == 'language = "nn"\n'


@pytest.mark.endurance
def test_settings_lie_where_the_platform_keeps_them(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal("config", "set", "language", "nn").ok()
    assert (tmp_path / ".config" / "slt-flow" / "settings.toml").is_file()
    terminal("config", "set", "language", "en", XDG_CONFIG_HOME=str(tmp_path / "xdg")).ok()
    assert 'language = "en"' in (tmp_path / "xdg" / "slt-flow" / "settings.toml").read_text("utf-8")
    assert terminal("config", "show", "--json", SLT_CONFIG="").ok().json["file"] is None
    assert LANGUAGES[0] == "nb"


def test_settings_in_one_process(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The short form of the tests above, for every day."""
    file = tmp_path / "settings.toml"

    def answer(*words: str) -> tuple[int, str]:
        code = run.run(words, {"SLT_CONFIG": str(file)})
        return code, capsys.readouterr().out

    assert answer("config", "set", "database", str(tmp_path / "x.sqlite"))[0] == 0
    assert answer("config", "set", "language", "nn")[0] == 0
    assert json.loads(answer("status", "--json")[1])["facts"] == {"path": str(tmp_path / "x.sqlite")}
    assert json.loads(answer("status", "--json", "--db", "y.sqlite")[1])["facts"] == {"path": "y.sqlite"}
    for text, (error, _) in WRONG.items():
        file.write_text(text, encoding="utf-8")
        code, out = answer("status", "--json")
        assert (code, json.loads(out)["error"]) == (2, error), text
        assert answer("config", "show")[0] == 0
    assert answer("config", "unset", "--all")[0] == 0
    assert (
        json.loads(answer("møte", "avlys", "M1/26", "--json")[1])["facts"]["command"]
        == "slt meeting cancel M1/26 --json"
    )


# completion


@pytest.mark.endurance
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_written_where_the_shell_reads_it_and_again_changes_nothing(tmp_path: Path, shell: str) -> None:
    terminal = Terminal(tmp_path, {"SHELL": f"/usr/bin/{shell}"})
    start = tmp_path / {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/completions/slt.fish"}[shell]
    if shell != "fish":
        kept = tmp_path / "dotfiles"
        kept.write_bytes(b"alias ll='ls -l' # \xe5")
        kept.chmod(0o640)
        start.symlink_to(kept)
    before = sorted(tmp_path.rglob("*"))
    assert {row["done"] for row in terminal("completion", "install", "--dry-run", "--json").ok().json} <= {
        "would_write", "would_change",
    }  # fmt: skip
    assert sorted(tmp_path.rglob("*")) == before
    terminal("completion", "install").ok()
    content = start.read_bytes()
    again = terminal("completion", "install", shell, "--json").ok().json
    assert {row["done"] for row in again} == {"same"}
    assert start.read_bytes() == content
    assert "slt" in content.decode("utf-8", "replace")
    if shell != "fish":
        assert content.startswith(b"alias ll='ls -l' # \xe5\n")
        assert start.is_symlink()
        assert kept.stat().st_mode & 0o777 == 0o640


@pytest.mark.endurance
def test_bash_completes_after_the_installation(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal("completion", "install", "bash").ok()
    script = 'source ~/.bashrc; COMP_WORDS=(slt stat); COMP_CWORD=1; _slt_completion slt; echo "${COMPREPLY[@]}"'
    env = {**terminal.environment({}), "PATH": f"{Path(installed()).parent}:/usr/bin:/bin"}
    ran = subprocess.run(["bash", "--norc", "-c", script], env=env, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["status"]


@pytest.mark.endurance
def test_a_shell_that_is_not_completed_in_is_told(tmp_path: Path) -> None:
    assert "tcsh" in Terminal(tmp_path, {"SHELL": "/bin/tcsh"})("completion", "install").failed(2).err
    blocked = Terminal(tmp_path, {"SHELL": "/bin/bash"})
    (tmp_path / ".bashrc").mkdir()
    assert ".bashrc" in blocked("completion", "install").failed(4).err


# errors as JSON


@pytest.mark.endurance
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--nope", 2), ("status --nope", 2), ("status --depth 9", 2), ("show", 2), ("vedtak", 2), ("xyz", 2),
        ("show 1/26 2/26", 2), ("--lang sv status", 2), ("status --on i-morgen", 2), ("--on x status", 2),
        ("agreement check none.toml", 3), ("agreement check .", 3), ("--db /nowhere/x.sqlite status", 4),
        ("--db postgres://x status", 4), ("--db settings.toml status", 4), ("do", 2), ("config set x y", 2),
        ("meeting record M1/26 --file none.toml", 2), ("decision adopt 3/26", 1), ("workflow check none", 3),
        ("remark 1/26 --as nobody Husk", 2), ("restore none.sqlite", 4), ("workflow test none.toml", 3),
    ],
)  # fmt: skip
def test_every_kind_of_failure_is_one_whole_object(bare: Terminal, prepared: Prepared, words: str, code: int) -> None:
    bare.database.write_bytes(prepared("of_everything"))
    settings(bare, "")
    for line in (["--json", *words.split()], [*words.split(), "--json"]):
        ran = bare(*line)
        assert ran.code == code, ran
        answer = json.loads(ran.out)
        assert answer["accepted"] is False
        assert code == 1 or {"error", "message", "facts"} <= set(answer)


# the editor of a form


@pytest.mark.parametrize(
    ("environ", "there", "expected"),
    [
        ({"VISUAL": "code -w", "EDITOR": "vi"}, ("nano",), "code -w"),
        ({"EDITOR": "emacs"}, ("nano",), "emacs"),
        ({"VISUAL": " ", "EDITOR": ""}, ("vi", "nano"), "nano"),
        ({}, ("vi",), "vi"),
        ({}, (), None),
    ],
)
def test_an_editor_is_found_or_explained(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    environ: dict[str, str],
    there: tuple[str, ...],
    expected: str | None,
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**environ, "PATH": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    for name in there:
        (tmp_path / name).touch(0o755)
    if expected is not None:
        assert editor_for("M1/26") == expected
        return
    with pytest.raises(RequestError, match="no_editor") as raised:
        editor_for("M1/26")
    assert "--file form.toml" in next(lines(raised.value, Words("en")))
