"""Every command: its help, the options of all, what it reads or writes, and what the shell completes."""

from __future__ import annotations

import json
import shlex
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import click
import pytest

from slt_flow import __version__
from slt_flow.commands import run
from slt_flow.services.request.completion_index import outline
from slt_flow.terms import LANGUAGES
from tests.journeys.conftest import Prepared
from tests.journeys.terminal import Terminal, installed

USAGE: Final = {"nb": "Bruk:", "nn": "Bruk:", "en": "Usage:"}
GLOBAL: Final = {"--db", "--council", "--as", "--on", "--lang", "--color", "--json", "--quiet", "-q", "-h"}
WRITE: Final = {"--dry-run", "--for", "--basis", "--key", "--if-seq"}
READS: Final = {
    "demo", "councils", "status", "todo", "next", "why", "show", "find", "history", "db status",
    "agreement list", "agreement show", "agreement check", "organisation list", "post list", "area list", "group list",
    "access list", "access invitations", "access withdraw",
    "meeting list", "meeting show", "meeting agenda", "meeting invite",
    "meeting minutes", "meeting pack",
    "decision list", "decision show",
    "decision kinds", "knowledge list", "challenge list", "learning list", "evaluate show", "plan show",
    "agreement obligations", "agreement explain", "agreement new", "workflow new", "wheel", "report", "handover-pack",
    "decision paper", "letter", "yearly-report",
    "workflow list", "workflow show", "workflow diagram", "workflow check", "workflow test",
    "export calendar", "export council", "export html", "export ocel", "export sheet", "export xlsx", "import council",
    "check-texts", "help", "backup", "restore", "attachment list", "attachment save", "archive status",
    "journal verify", "journal head", "journal show", "config show", "config set", "config unset", "completion install",
    "serve",
}  # fmt: skip


def performed(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it."""
    with click.Context(group, info_name="slt") as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None, name
            yield (*above, name), command
            if isinstance(command, click.Group):
                yield from performed(command, (*above, name))


EVERY: Final = dict(performed(run.outermost()))
ONE_OF_EACH: Final = tuple({words[:-1]: words for words in EVERY}.values())
"""The last command of each group."""


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run a command in this process."""
    code = run.run(words, {})
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(ONE_OF_EACH, id="one of each group"),
        pytest.param(tuple(EVERY), id="every one", marks=pytest.mark.endurance),
    ],
)
def test_every_command_has_help_and_the_options_of_all(
    capsys: pytest.CaptureFixture[str], asked: tuple[tuple[str, ...], ...]
) -> None:
    for words in asked:
        command = EVERY[words]
        code, out, err = answer(capsys, *words, "--help")
        assert (code, err) == (0, ""), words
        for option in GLOBAL:
            assert option in out, words
        options = {name for parameter in command.params for name in parameter.opts}
        if isinstance(command, click.Group):
            continue
        writes_files = {"--dry-run"} if words in (("completion", "install"), ("meeting", "pack")) else set()
        assert WRITE & options == writes_files if " ".join(words) in READS else options >= WRITE, words


@pytest.mark.parametrize(
    ("asked", "languages"),
    [
        pytest.param((*ONE_OF_EACH, ()), ["nb"], id="one of each group"),
        pytest.param((*EVERY, ()), LANGUAGES, id="every one in every language", marks=pytest.mark.endurance),
    ],
)
def test_help_has_three_ways_to_be_asked_for(
    capsys: pytest.CaptureFixture[str], asked: tuple[tuple[str, ...], ...], languages: list[str]
) -> None:
    for words in asked:
        for language in languages:
            lang = ("--lang", language)
            shown = answer(capsys, *words, "--help", *lang)
            assert shown[0] == 0, words
            assert f"{USAGE[language]} slt" in shown[1], words
            assert answer(capsys, *words, "-h", *lang) == shown, words
            assert answer(capsys, "help", *words, *lang) == shown, words


def test_short_options(capsys: pytest.CaptureFixture[str], untouched: Terminal) -> None:
    assert answer(capsys, "-V") == answer(capsys, "--version")
    undo = ("undo", "--dry-run", "--reason", "x", "--db", str(untouched.database), "--on", "2026-05-02")
    assert answer(capsys, *undo)[1:] != ("", "")
    assert answer(capsys, *undo, "-q") == answer(capsys, "-q", *undo) == answer(capsys, *undo, "--quiet") == (0, "", "")
    for words, command in EVERY.items():
        with click.Context(command, info_name=words[-1], **command.context_settings) as context:
            flags = {flag: option.opts for option in command.get_params(context) for flag in option.opts}
        assert flags["-h"] == flags["--help"] == ["-h", "--help"], words
        assert flags["-q"] == flags["--quiet"] == ["-q", "--quiet"], words


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.endurance)])
def test_help_of_a_clause(capsys: pytest.CaptureFixture[str], untouched: Terminal, tmp_path: Path, every: int) -> None:
    db = ("--db", str(untouched.database), "--on", "2026-05-02", "--lang", "en")
    clauses = json.loads(answer(capsys, "agreement", "obligations", "--json", *db)[1])["obligations"]
    names = {words[0] for words in EVERY}
    for clause in clauses[::every]:
        explained = answer(capsys, "agreement", "explain", clause["clause"], *db)
        assert (answer(capsys, "help", clause["clause"], *db) == explained) == (clause["clause"] not in names)
    for database in (untouched.database, tmp_path / "none.sqlite"):
        code, out, err = answer(capsys, "help", "sttus", "--db", str(database), "--lang", "en")
        assert (code, out) == (2, "")
        assert "Did you mean slt status?" in err
    assert answer(capsys, "help", "status", "all", *db)[0] == 2


def test_every_action_is_a_command() -> None:
    for machine in ("decision", "assignment", "measure", "meeting"):
        for action in outline(machine):
            assert (machine, action.replace("_", "-")) in EVERY


def test_the_documented_commands_are_there() -> None:
    documented = """
        init, demo, councils, status, todo, next, why, do, assign, hand-over, reschedule, remark, link, appoint, vacate,
        find, history, undo, agreement list, agreement show, agreement check, organisation add, organisation list,
        post add, post designate, post list, area add, area end, area list, meeting plan, meeting hold, meeting list,
        meeting show, decision register, decision list, decision show, decision take-stance, measure add,
        journal verify, journal head, journal show, journal rebuild, db upgrade, db status, export ocel
    """
    for called in documented.split(","):
        assert tuple(called.split()) in EVERY


@pytest.mark.parametrize("words", ["", "status", "decision take-stance", "do", "journal"])
def test_help_in_both_languages(untouched: Terminal, words: str) -> None:
    english = untouched(*words.split(), "--help", SLT_LANG="en").ok()
    norwegian = untouched(*words.split(), "--help", SLT_LANG="nb").ok()
    assert english.out != norwegian.out
    for told in (english, norwegian):
        assert told.err == ""
        assert "--council" in told.out
        assert max(map(len, told.out.splitlines())) <= 80


def test_version(empty: Terminal) -> None:
    assert empty("--version").ok().out == f"slt-flow {__version__}\n"


@pytest.fixture
def both(tmp_path: Path, prepared: Prepared) -> Terminal:
    """A terminal whose environment names nothing, before a database with two councils."""
    (tmp_path / "to.sqlite").write_bytes(prepared("two"))
    return Terminal(tmp_path, {"SLT_DB": str(tmp_path / "none.sqlite")})


def test_global_options_stand_anywhere_or_in_the_environment(both: Terminal) -> None:
    file = str(both.home / "to.sqlite")
    asked = {"db": file, "council": "levanger", "on": "2026-04-01", "lang": "en", "color": "always"}
    options = [word for name, given in asked.items() for word in (f"--{name}", given)]
    before = both(*options, "status", SLT_ON=None).ok()
    after = both("status", *options, SLT_ON=None).ok()
    around = both(*options[:4], "status", *options[4:], SLT_ON=None).ok()
    by_environment = both("status", env={f"SLT_{name.upper()}": given for name, given in asked.items()}).ok()
    assert before == after == around == by_environment
    assert "as of 1 April 2026" in before.out
    assert "Levanger" in before.out
    assert "\x1b[" in before.out


def test_what_is_typed_wins_over_the_environment_wherever_it_stands(both: Terminal) -> None:
    env = {"SLT_DB": "sqlite:///" + str(both.home / "to.sqlite"), "SLT_COUNCIL": "levanger", "SLT_LANG": "nb"}
    for typed in (("--council", "kvaefjord", "status"), ("status", "--council", "kvaefjord")):
        assert both(*typed, "--json", env=env).ok().json["council"] == "kvaefjord"
    assert (
        "name one with --council: kvaefjord, levanger"
        in both("status", env={**env, "SLT_COUNCIL": None}, SLT_LANG="en").failed(2).err
    )


def test_who_asks(council: Terminal) -> None:
    for words, env in (
        (("--as", "kulturleder", "do", "1/26.1.1", "accept"), {}),
        (("do", "1/26.1.1", "start"), {"SLT_AS": "kulturleder"}),
        (("measure", "block", "1/26.1.1", "--reason", "Opptatt", "--as", "kulturleder"), {}),
    ):
        council(*words, env=env).ok()
    last = council("history", "1/26.1.1", "--json").ok().json[-1]
    assert (last["recorded_by"], last["acted_by"], last["to_state"]) == ("kulturleder", "kulturleder", "blocked")


def test_a_third_partys_acceptance_tells_its_ground(council: Terminal) -> None:
    ran = council(
        "do", "1/26.1.2", "start", "--through", "--for", "leder-idrettslag", "--basis", "e-post 30.4.", "--json"
    )
    assert ran.ok().json["state"] == "underway"
    told = council("history", "1/26.1.2", "--json").ok().json
    assert "e-post 30.4." in {line["basis"] for line in told}
    assert told[-1]["acted_by"] == "leder-idrettslag"


def test_dry_run_and_quiet(council: Terminal) -> None:
    before = council.digest()
    ran = council("assign", "9/26", "slt-koordinator", "--due", "2026-06-01", "--dry-run", SLT_LANG="en").ok()
    assert ran.out == "9/26 Skolevei uten biler: In follow-up\n9/26.1 Skolevei uten biler: Given\n"
    assert ran.err == "Dry run: nothing was written.\n"
    ran = council("assign", "9/26", "slt-koordinator", "--due", "2026-06-01", "--dry-run", "--json").ok()
    assert (ran.json["dry_run"], ran.json["ref"], ran.err) == (True, "9/26.1", "")
    assert council.digest() == before

    ran = council("assign", "9/26", "slt-koordinator", "--due", "2026-04-25", "--quiet").ok()
    assert (ran.out, ran.err) == ("", "")
    assert council("show", "9/26.1", "--json", "--quiet").ok().json["due"] == "2026-04-25"


def test_a_dry_run_founds_nothing(empty: Terminal) -> None:
    empty("init", "levanger", "--dry-run").ok()
    assert not empty.database.exists()


LISTS: Final = (
    "councils", "next", "todo", "history", "find Kvæfjordhallen", "agreement list", "organisation list", "post list",
    "access list", "area list", "group list", "meeting list", "decision list", "journal verify", "journal show 1 3",
)  # fmt: skip


def test_every_list_as_json_is_a_list_of_objects(untouched: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    for line in LISTS:
        words = (*line.split(), "--json", "--db", str(untouched.database), "--on", "2026-05-02")
        code, out, err = answer(capsys, *words)
        assert (code, err) == (0, ""), line
        rows = json.loads(out)
        assert isinstance(rows, list), line
        assert rows, line
        assert all(isinstance(row, dict) for row in rows), line


def test_agreement_as_json(untouched: Terminal) -> None:
    told = untouched("agreement", "show", "--json").ok().json
    assert {"name", "council", "language", "in_force", "parties", "posts", "focus_areas", "clauses"} <= set(told)
    assert set(told["parties"][0]) == {"id", "name"}
    assert set(told["posts"][0]) == {
        "id", "title", "party", "organisation", "levels", "seat", "binds", "roles", "holder"
    }  # fmt: skip
    assert set(told["focus_areas"][0]) == {"id", "title", "goals", "contacts"}
    assert set(told["clauses"][0]) == {"key", "ref", "text", "numbers", "kept_by", "judged_by"}
    assert (told["council"], told["in_force"], len(told["parties"])) == ("kvaefjord", "2019-01-01", 2)


def test_colour(untouched: Terminal) -> None:
    plain = untouched("status").ok().out
    assert "\x1b" not in plain
    assert untouched("status", "--color", "never", FORCE_COLOR="1").ok().out == plain
    assert untouched("status", NO_COLOR="1", FORCE_COLOR="1").ok().out.count("\x1b[3") == 0
    coloured = untouched("status", SLT_COLOR="always").ok().out
    assert "\x1b[" in coloured
    refused = untouched("decision", "adopt", "3/26", "--color", "always").failed(1)
    assert "\x1b[" in refused.err


def test_letters_a_terminal_does_not_have_are_spelt(untouched: Terminal) -> None:
    told = untouched("status", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii").ok().out
    assert told.isascii()
    assert "Politiraadet i Kvaefjord" in told
    assert "`- " in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("sttus", "Did you mean slt status?"),
        ("decision regster Tittel", "Did you mean slt decision register?"),
        ("journal verfy", "Did you mean slt journal verify?"),
        ("status --lat", "--late"),
        ("STATUS", "Did you mean slt status?"),
        ("meeting plan i morgen", "Got unexpected extra argument (morgen). See: slt meeting plan --help"),
        ("decision adopt", "Missing argument REF. See: slt decision adopt --help"),
        ("why 1/26", "Missing argument ACTION. See: slt why --help"),
        ("assign 9/26 slt-koordinator", "'--due'"),
        ("status --color rød", "'always'"),
        ("do 1/26.1", "slt do 3/26.1 accept"),
        ("hand-over 1/26.1.1 --reason Ferie", "slt hand-over REF POST"),
        ("journal verify --anchor x", "SEQ:DIGEST"),
        ("status --state adoptd", "adopted"),
    ],
)
def test_wrong_use(untouched: Terminal, capsys: pytest.CaptureFixture[str], line: str, told: str) -> None:
    code, out, err = answer(capsys, *line.split(), "--db", str(untouched.database), "--lang", "en")
    assert (code, out) == (2, "")
    assert told in err


@pytest.mark.parametrize(
    ("words", "command"), [("vedtak", "decision"), ("decision vedta", "decision adopt"), ("MØTE", "meeting")]
)
def test_help_of_a_norwegian_word_is_that_of_its_command(
    untouched: Terminal, capsys: pytest.CaptureFixture[str], words: str, command: str
) -> None:
    code, out, _ = answer(capsys, "help", *words.split(), "--db", str(untouched.database), "--lang", "nb")
    assert (code, out.startswith(f"Bruk: slt {command} [VALG]")) == (0, True)


def test_wrong_use_in_a_process(untouched: Terminal) -> None:
    assert "Did you mean slt status?" in untouched("sttus", SLT_LANG="en").failed(2).err
    assert "--late" in untouched("status", "--lat").failed(2).err


def test_several_refs_are_one_request(council: Terminal) -> None:
    told = council("do", "1/26.1.1", "1/26.1.2", "cancel", "--reason", "Avlyst", "--json").ok().json
    assert told["refs"] == ["1/26.1.1", "1/26.1.2"]
    history = council("history", "1/26", "--json").ok().json
    assert [line["subject"] for line in history if line["to_state"] == "cancelled"] == ["1/26.1.1", "1/26.1.2"]

    before = council.digest()
    assert council("do", "9/26", "2/26", "amend", "--text", "Ny").code == 1
    assert council.digest() == before, "all or none"


def test_through_performs_the_actions_between(council: Terminal) -> None:
    ran = council("measure", "finish", "1/26.1.1", "--result", "Leid", SLT_LANG="en").failed(1)
    assert "Delegated" in ran.err
    ran = council("do", "1/26.1.1", "finish", "--through", "--result", "Leid", SLT_LANG="en").ok()
    assert "1/26.1.1 Leie Kvæfjordhallen: Done\n" in ran.out
    actions = [line["action"] for line in council("history", "1/26.1.1", "--json").ok().json if line["to_state"]]
    assert actions[1:] == ["accept", "start", "finish"]


def test_hand_over(council: Terminal) -> None:
    council("hand-over", "1/26.1.1", "rektor-kvaefjord-skole", "--reason", "Permisjon").ok()
    ran = council("hand-over", "--all-from", "rektor-kvaefjord-skole", "kulturleder", "--reason", "Tilbake", "--json")
    assert ran.ok().json["ref"] == "1/26.1.1"
    owners = council("show", "1/26.1.1", "--json").ok().json["owners"]
    assert [each["post"] for each in owners] == ["kulturleder", "rektor-kvaefjord-skole", "kulturleder"]
    assert (
        "kulturleder"
        not in council("hand-over", "--all-from", "ordforer", "kulturleder", "--reason", "-1").failed(2).out
    )


def test_undo(council: Terminal) -> None:
    council.session((("remark", "9/26", "Feil sted"), ("remark", "2/26", "Riktig sted")))
    assert council("undo", "9/26", "--reason", "Ført på feil sak", "--json").ok().json["state"] == "adopted"
    assert council("undo", "--reason", "Den også", SLT_LANG="en").ok().out == "2/26: taken back; it is now “Tabled”\n"
    asked = (
        ("history", "--json", "--since", "2026-05-02"),
        ("history", "9/26"),
        ("show", "9/26"),
        ("undo", "99/26", "--reason", "x"),
        ("journal", "verify"),
    )
    recent, history, shown, unknown, verified = council.session(asked)
    told = [(line["kind"], line["voided"]) for line in recent.ok().json]
    assert told == [("Remarked", True)] * 2 + [("EntryVoided", False)] * 2
    assert "Feil sted" in history.ok().out
    assert "Feil sted" not in shown.ok().out
    assert unknown.failed(2)
    assert verified.ok()


def test_time(untouched: Terminal) -> None:
    """M2/26 was recorded on 20 April; what was decided at M1/26 held from 12 March."""
    at_march = untouched("status", "--as-of", "2026-03-12", "--json").ok().json
    assert (at_march["as_of"], at_march["totals"]["decisions"]) == ("2026-03-12", 6)
    assert at_march["totals"]["assignments"] == 0
    known_in_march = untouched("status", "--as-known", "2026-03-13", "--json").ok().json
    assert (known_in_march["totals"]["decisions"], known_in_march["totals"]["late"]) == (6, 0)
    assert untouched("show", "8/26", "--as-known", "2026-04-20").failed(2)
    assert untouched("show", "4/26", "--as-of", "2026-03-12", "--json").ok().json["text_version"] == 2


IN_TIME: Final = READS - {
    "access invitations", "access withdraw",
    "demo", "councils", "db status", "agreement list", "agreement check", "agreement new", "decision kinds",
    "workflow list", "workflow show", "workflow check", "workflow test", "workflow new", "help",
    "check-texts", "export council", "export sheet", "import council", "journal verify", "journal head",
    "attachment save",
    "journal show", "backup", "restore", "config show", "config set", "config unset", "completion install",
    "serve",
}  # fmt: skip


def test_every_reading_of_a_council_looks_back(untouched: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    for words, command in EVERY.items():
        options = {name for parameter in command.params for name in parameter.opts}
        assert ({"--as-of", "--as-known"} <= options) == (" ".join(words) in IN_TIME), words
    db = ("--db", str(untouched.database), "--on", "2026-05-02", "--lang", "en")
    asked = {
        ("todo",): ("todo",),
        ("find",): ("find", "Kvæfjordhallen"),
        ("organisation", "list"): ("organisation", "list"),
        ("next",): ("next",),
        ("why",): ("why", "3/26", "adopt"),
        (): (),
    }
    for words in asked.values():
        code, out, err = answer(capsys, *words, *db, "--as-of", "2026-03-12")
        assert (code, err, bool(out.strip())) == (0, "", True), words
        assert answer(capsys, *words, *db, "--as-of", "en gang")[0] == 2, words
    _, out, _ = answer(capsys, *db, "--as-known", "2026-03-13", "--json")
    assert json.loads(out)["late"] == []
    for words, advice in {("todo",): "todo", ("meeting", "plan", "2026-09-01"): "status", ("why",): "why"}.items():
        code, _, err = answer(capsys, *db, "--as-of", "2026-03-12", *words)
        assert (code, f"slt {advice} --as-of" in err) == (2, True), words


DAMAGES: Final = (
    "UPDATE posts SET levels = '5'",
    "UPDATE items SET progress = 'mye'",
    "UPDATE items SET year = 'i fjor'",
    "UPDATE items SET pin = 'x'",
    "UPDATE items SET owner = 'nobody' WHERE owner IS NOT NULL",
    "UPDATE entries SET data = '[]' WHERE seq = 5",
    "UPDATE entries SET data = '{}'",
    "UPDATE entry_texts SET text = 'Annet'",
    "DELETE FROM councils",
    "DELETE FROM labels",
    "DELETE FROM posts",
    "DELETE FROM organisations",
    "DELETE FROM definitions",
    "DELETE FROM decisions",
)


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.endurance)])
def test_a_damaged_database_is_never_taken_for_a_bug(
    council: Terminal, capsys: pytest.CaptureFixture[str], every: int
) -> None:
    whole = council.database.read_bytes()
    db = ("--db", str(council.database), "--on", "2026-05-02", "--lang", "en")
    readings = (("status",), ("todo",), ("history",), ("next",), ("post", "list"), ("show", "1/26"), ("councils",), ())
    for damage in DAMAGES[::every]:
        council.database.write_bytes(whole)
        with closing(sqlite3.connect(council.database)) as connection, connection:
            connection.execute("DROP TRIGGER entries_never_change")
            connection.execute(damage)
        codes = {words: answer(capsys, *words, *db)[0] for words in readings}
        assert codes.pop(("show", "1/26")) in (0, 2, 4), damage  # a case may be gone
        assert set(codes.values()) <= {0, 4}, (damage, codes)
        assert answer(capsys, "journal", "verify", *db)[0] == 4, damage
    council.database.write_bytes(whole)
    with closing(sqlite3.connect(council.database)) as connection, connection:
        connection.execute("UPDATE posts SET levels = '5'")
    code, _, err = answer(capsys, "status", *db)
    assert code == 4
    assert "slt journal verify" in err


def test_a_journal_that_was_emptied(council: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(council.database)) as connection, connection:
        guard = "entries_are_never_deleted"
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (guard,)).fetchone()
        connection.execute(f"DROP TRIGGER {guard}")
        connection.execute("DELETE FROM entries")
        connection.execute(sql)
    db = ("--db", str(council.database), "--lang", "en")
    code, _, err = answer(capsys, "journal", "verify", *db)
    assert code == 4
    assert "without a journal" in err
    assert answer(capsys, "init", "kvaefjord", *db)[0] == 4


def test_one_entry_is_shown(untouched: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    for numbers, expected in ((("5",), [5]), (("5", "7"), [5, 6, 7])):
        _, out, _ = answer(capsys, "journal", "show", *numbers, "--db", str(untouched.database), "--json")
        assert [entry["seq"] for entry in json.loads(out)] == expected


def test_a_field_is_named_in_the_readers_language(untouched: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    for language, named in (("nb", "«tittel»"), ("en", "“title”")):
        code, _, err = answer(capsys, "decision", "register", " ", "--db", str(untouched.database), "--lang", language)
        assert code == 2
        assert named in err


def test_what_next_and_why_not(untouched: Terminal) -> None:
    actions = {action["action"]: action for action in untouched("next", "3/26", "--json").ok().json[0]["actions"]}
    assert actions["amend"]["open"]
    assert (actions["conclude_without_consensus"]["open"], actions["conclude_without_consensus"]["by"]) == (
        True,
        ["ordforer"],
    )
    assert not actions["adopt"]["open"]
    assert {each["ref"] for each in actions["adopt"]["findings"]} == {"§ 8"}

    told = untouched("why", "3/26", "adopt", SLT_LANG="en").ok().out
    assert "§ 8: Objecting: Politistasjonssjef" in told
    assert "slt decision amend 3/26 TEXT" in told
    assert "is open" in untouched("why", "9/26", "assign", SLT_LANG="en").ok().out
    shut = untouched("why", "9/26", "assign", "--owner", "kulturleder", "--due", "2026-06-01", SLT_LANG="en").ok().out
    assert "kulturleder cannot own" in shut


def test_reading(untouched: Terminal) -> None:
    asked = (
        ("todo", "kulturleder", "--json"),
        ("find", "kvæfjordHALLEN", "--json"),
        ("status", "--late", "--json"),
        ("--json",),
    )
    waiting, found, late, today = (ran.ok().json for ran in untouched.session(asked))
    assert [(duty["post"], duty["items"][0]["ref"]) for duty in waiting] == [("kulturleder", "1/26.1.1")]
    assert [row["ref"] for row in found] == ["1/26.1.1"]
    assert late["totals"] == {"decisions": 1, "assignments": 1, "measures": 1, "settled": 0, "late": 1}
    assert (today["next_meeting"]["ref"], today["next_meeting"]["agenda_due"]) == ("M3/26", "2026-09-03")
    assert [each["ref"] for each in today["late"]] == ["1/26.1.1"]
    shown = untouched(SLT_LANG="en").ok().out
    assert "M3/26" in shown
    assert "17 days late" in shown


def test_journal_of_a_tampered_database(council: Terminal) -> None:
    head = council("journal", "head").ok().out.strip()
    assert head == f"{council.height()}:{head.partition(':')[2]}"
    council("journal", "verify", "--anchor", head).ok()
    assert council("journal", "show", "5", "7", "--json").ok().json[-1]["seq"] == 7

    with closing(sqlite3.connect(council.database)) as connection, connection:
        connection.execute("UPDATE items SET title = 'Noe annet' WHERE title = 'Leie Kvæfjordhallen'")
    ran = council("journal", "verify", SLT_LANG="en").failed(4)
    assert "1/26.1.1" in ran.err
    assert "slt journal rebuild" in ran.err
    council("journal", "rebuild").ok()
    council("journal", "verify").ok()

    with closing(sqlite3.connect(council.database)) as connection, connection:
        connection.execute("DROP TRIGGER entries_never_change")
        connection.execute("UPDATE entries SET acted_by = 'politikontakt' WHERE seq = 40")
    ran = council("journal", "verify", "--json")
    assert (ran.code, ran.json[0]["ok"], ran.json[0]["flaws"][0]["where"]) == (4, False, "entries 40")
    before = council.digest()
    assert "40" in council("journal", "rebuild", SLT_LANG="en").failed(4).err
    assert council.digest() == before


def test_a_reader_who_leaves_early_is_no_error(untouched: Terminal) -> None:
    line = f"set -o pipefail; {shlex.quote(installed())} journal show | head -n 1"
    done = subprocess.run(
        ["bash", "-c", line], env=untouched.environment({}), capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


COMPLETED: Final = (
    ("slt sta", ["status"]),
    ("slt decision take", ["take-stance", "take-note"]),
    ("slt show 1/26.1.", ["1/26.1.1", "1/26.1.2"]),
    ("slt decision adopt 9", ["9/26"]),
    ("slt meeting show M3", ["M3/26"]),
    ("slt assign 9/26 slt", ["slt-koordinator"]),
    ("slt status --owner leder", ["leder-idrettslag"]),
    ("slt status --area tra", ["trafikksikkerhet"]),
    ("slt why 2/26 adopt", ["adopt", "adopt-conditionally"]),
    ("slt do 1/26.1.1 1/26.1.2 acc", ["accept"]),
    ("slt status --council kv", ["kvaefjord"]),
    ("slt init lev", ["levanger"]),
    ("slt help dec", ["decision"]),
    ("slt help decision adopt", ["adopt", "adopt-conditionally"]),
)


@pytest.mark.parametrize(
    "shell", ["bash", *(pytest.param(other, marks=pytest.mark.endurance) for other in ("zsh", "fish"))]
)
def test_completion(untouched: Terminal, shell: str) -> None:
    assert "_SLT_COMPLETE" in untouched(SLT_ON=None, _SLT_COMPLETE=f"{shell}_source").ok().out
    for typed, wanted in COMPLETED if shell == "bash" else COMPLETED[5:7]:
        place = typed.split()[-1] if shell == "fish" else str(len(typed.split()) - 1)
        ran = untouched(_SLT_COMPLETE=f"{shell}_complete", COMP_WORDS=typed, COMP_CWORD=place).ok()
        assert ran.err == ""
        assert sorted(_offered(ran.out, shell)) == sorted(wanted), typed


def test_completion_without_a_database(empty: Terminal) -> None:
    ran = empty(_SLT_COMPLETE="bash_complete", COMP_WORDS="slt show ", COMP_CWORD="2").ok()
    assert (ran.out.strip(), ran.err) == ("", "")
    assert not empty.database.exists()


def _offered(out: str, shell: str) -> list[str]:
    lines = out.splitlines()
    if shell == "bash":
        return [line.partition(",")[2] for line in lines]
    return lines[1::3] if shell == "zsh" else [line.partition(",")[2].partition("\t")[0] for line in lines]
