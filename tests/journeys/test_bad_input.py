"""What is wrong is told in a sentence, with the right exit code, and nothing is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest
from _pytest.mark.structures import ParameterSet

from slt_flow.definitions.locations import shipped_agreements
from slt_flow.engine.entries import Entry, Kind
from slt_flow.records import journal, replay
from slt_flow.records.store import Store
from slt_flow.services.request.clock import SystemClock
from slt_flow.services.request.transaction import new_request_id
from tests.journeys.terminal import Ran, Terminal

pytestmark = pytest.mark.xdist_group("bad_input")
"""What is made once for all of them is made in one process."""

REFUSED, WRONG_USE, WRONG_DEFINITION, STORAGE, NOT_YOURS = 1, 2, 3, 4, 5


@dataclass(frozen=True)
class Bad:
    """A command that must not succeed: its exit code, and what standard error tells (in English)."""

    words: tuple[str, ...]
    code: int
    tells: tuple[str, ...]


def bad(line: str | tuple[str, ...], code: int, *tells: str, id: str) -> ParameterSet:  # noqa: A002 # pytest's name
    """A parameter set."""
    words = tuple(line.split(" ")) if isinstance(line, str) else line
    return pytest.param(Bad(words, code, tells), id=id)


def register(title: str, *more: str) -> tuple[str, ...]:
    """Registering a decision with this title."""
    return ("decision", "register", title, *more)


NAMES: Final = (
    bad("show 99/26", WRONG_USE, "There is no 99/26.", "slt status", id="unknown ref"),
    bad("do 1/26.7 accept", WRONG_USE, "There is no 1/26.7.", id="unknown assignment"),
    bad("show hei", WRONG_USE, "“hei” is not the name of a case", "3/26.1", id="no ref at all"),
    bad("assign 9/26 slt-kordinator --due 2026-06-01", WRONG_USE, "Did you mean slt-koordinator?", id="unknown post"),
    bad("todo rektro", WRONG_USE, "“rektro”", "Did you mean rektor-kvaefjord-skole?", id="unknown post in a reading"),
    bad(register("X", "--area", "trafikk"), WRONG_USE, "Did you mean trafikksikkerhet?", id="unknown area"),
    bad("do 9/26 asign", WRONG_USE, "9/26 has no “asign”.", "Did you mean assign?", id="unknown action"),
    bad("why 2/26 adoppt", WRONG_USE, "Did you mean adopt?", id="unknown action in a reading"),
    bad("decision adoptt 2/26", WRONG_USE, "Did you mean slt decision adopt?", id="unknown action command"),
    bad("minutes M1/26", WRONG_USE, "Did you mean slt meeting minutes?", id="command of a group"),
    bad("adopt 2/26", WRONG_USE, "Did you mean slt decision adopt?", id="command of several groups"),
    bad("status --council kvefjord", WRONG_USE, "Did you mean kvaefjord?", id="unknown council"),
    bad("remark 1/26 Hei --as rektro", WRONG_USE, "Did you mean rektor-kvaefjord-skole?", id="unknown actor"),
    bad(("help", "x" * 3000), WRONG_USE, f"no command “slt {'x' * 57}…”", id="long topic of help"),
    bad(("decision", "x" * 3000), WRONG_USE, f"“slt decision {'x' * 57}…”", id="long name of a command"),
    bad("init kvaefjrd", WRONG_DEFINITION, "Did you mean kvaefjord?", id="unknown agreement"),
)

VOTING: Final = (
    bad("decision take-stance 2/26 politikontakt consent", REFUSED, "politikontakt", "absent", id="absent"),
    bad(
        ("decision", "take-stance", "2/26", "Ungdomsrådets leder", "consent"),
        WRONG_USE,
        "There is no post “Ungdomsrådets leder”",
        id="guest",
    ),
    bad("decision take-stance 2/26 kulturleder consent", REFUSED, "kulturleder takes no part", id="no seat"),
    bad(
        "decision take-stance 6/26 ordforer consent",
        REFUSED,
        "M3/26 (10 September 2026) has not been recorded as held",
        id="not held",
    ),
    bad(register("X", "--meeting", "M3/26", "--consent", "all"), REFUSED, "M3/26", id="all at once, not held"),
    bad(register("X", "--consent", "all"), WRONG_USE, "--meeting", id="consent without a meeting"),
    bad("decision take-stance 2/26 ordforer object", REFUSED, "without saying why", "--reason", id="no reason"),
    bad("decision take-stance 2/26 ordforer maybe", WRONG_USE, "consent (consents), stand_aside", id="no stance"),
    bad("decision adopt 3/26", REFUSED, "§ 8: Objecting: Politistasjonssjef", "slt decision amend", id="objection"),
    bad("decision adopt 7/26", REFUSED, "§ 2: Nobody who can commit Harstad", "slt decision postpone", id="no police"),
    bad("decision adopt 7/26 --consent all", REFUSED, "can commit Harstad politi", id="no police, all at once"),
    bad("decision adopt 4/26", REFUSED, "amended (version 2)", "Administrasjonssjef", id="older text"),
    bad("decision adopt 2/26", REFUSED, "Still to take a stance", id="nobody has spoken"),
    bad("decision adopt 5/26", REFUSED, "Registered", "table", id="not tabled"),
)

LEVELS: Final = (
    bad("assign 5/26 slt-koordinator --due 2026-06-01", REFUSED, "Registered", "slt next 5/26", id="not adopted"),
    bad("measure add 9/26 Tur --owner kulturleder --due 2026-05-20", WRONG_USE, "9/26", "9/26.1", id="skipping"),
    bad(
        "assign 9/26 kulturleder --due 2026-06-01",
        REFUSED,
        "§ 3: kulturleder cannot own",
        "slt do 9/26 assign --owner slt-koordinator",
        id="ineligible owner",
    ),
    bad("do 1/26.1.2 start", REFUSED, "Delegated", "accept", id="start before a third party accepted"),
    bad("do 1/26.1.2 accept", REFUSED, "leder-idrettslag is outside the parties", "--basis", id="no basis"),
    bad("do 1/26.1.2 start --through", REFUSED, "--basis", id="no basis on the way"),
    bad("do 1/26.1.1 accept --as politikontakt", NOT_YOURS, "is not for politikontakt", "kulturleder", id="not theirs"),
    bad(
        "assign 9/26 slt-koordinator --due 2026-06-01 --as kulturleder",
        NOT_YOURS,
        "It is for slt-koordinator.",
        id="not the secretary",
    ),
    bad("do 1/26.1.1 accept --for ordforer", NOT_YOURS, "is not for ordforer", id="act of another"),
    bad("assign 9/26 slt-koordinator --due 2026-03-01", REFUSED, "1 March 2026 is before the meeting", id="too early"),
    bad(
        "measure add 1/26.1 Tur --owner kulturleder --due 2026-07-01",
        REFUSED,
        "1 July 2026 is after that of 1/26.1",
        "slt reschedule 1/26.1 2026-07-01",
        id="after the parent",
    ),
    bad("reschedule 1/26.1 2026-05-01 --reason Tid", REFUSED, "1 May 2026 is before those of open work", id="before"),
    bad("do 1/26.1 report --result Ferdig", REFUSED, "Planned", id="open children"),
    bad("do 1/26 close-without-follow-up --reason Ferdig", REFUSED, "In follow-up", id="closing what is followed up"),
    bad("do 8/26 rename --title Hei", REFUSED, "“Closed”", id="closed"),
    bad("do 8/26 assign --owner slt-koordinator --due 2026-06-01", REFUSED, "“Closed”", id="assigning what is closed"),
    bad("do 1/26.1 replan --on 2026-03-01", REFUSED, "1 March 2026 is before the last entry", id="backwards"),
    bad("undo 1/26 --reason Feil", REFUSED, "Later entries build on it: 1/26.1.1", id="undoing the ground"),
    bad("do 1/26.1.1 accept --if-seq 3", REFUSED, "Somebody changed the case meanwhile", id="changed meanwhile"),
    bad("do 1/26.1.1 accept --if-seq 0", REFUSED, "Somebody changed the case meanwhile", id="changed since"),
)

DAYS: Final = tuple(
    bad(command.replace("DAY", day), WRONG_USE, day, "2026-03-12", id=f"{day} in {command.split(' ')[0]}")
    for command, day in (
        ("assign 9/26 slt-koordinator --due DAY", "2026-02-29"),
        ("meeting hold DAY --present all", "2026-02-29"),
        ("reschedule 1/26.1 DAY --reason Tid", "20261121"),
        ("status --as-of DAY", "20261121"),
        ("measure add 1/26.1 Tur --owner kulturleder --due DAY", "01/02/2027"),
        ("remark 1/26 Hei --on DAY", "01/02/2027"),
    )
)

TITLES: Final = (
    bad(register(""), WRONG_USE, "“title” is empty", id="empty"),
    bad(register(" \t "), WRONG_USE, "“title” is empty", id="blank"),
    bad(register("\u200b\u2060\ufeff"), WRONG_USE, "cannot be seen", id="zero width"),
    bad(register("\u00ad\u3164"), WRONG_USE, "cannot be seen", id="unseen letters"),
    bad(register("x" * 10_000), WRONG_USE, "10000 characters", "200", id="10,000 characters"),
    bad(register("Rus\x07"), WRONG_USE, "U+0007", "place 4", id="control character"),
    bad(register("Rus\x1b[31m rødt"), WRONG_USE, "U+001B", id="escape"),
    bad(register("\x9b31mRus"), WRONG_USE, "U+009B", id="one-letter escape"),
    bad(register("Rus\nog vold"), WRONG_USE, "U+000A", id="two lines"),
    bad(register("Rus \u202egnilsros\u202c"), WRONG_USE, "U+202E", id="bidi"),
    bad(register("--rus"), WRONG_USE, "No such option '--rus'", "lone --", id="leading dashes"),
    bad(register("X", "--text", "\x1b]0;tittel\x07"), WRONG_USE, "“text”", "U+001B", id="escape in a text"),
    bad(("appoint", "kulturleder", "Kari\x1b[1m"), WRONG_USE, "“name”", "U+001B", id="escape in a name"),
    bad(("find", "\x1b"), WRONG_USE, "U+001B", id="escape in a search"),
    bad(("show", "\x1b[31m"), WRONG_USE, "\ufffd[31m", id="escape in a ref"),
    bad(("remark", "1/26", "Hei", "--as", "\x1b[31m"), WRONG_USE, "\ufffd[31m", id="escape in a post"),
)


EVERY: Final = (*NAMES, *VOTING, *LEVELS, *DAYS, *TITLES)


@dataclass(frozen=True)
class Told:
    """What came of the bad commands, each with the digest of the database afterwards, and its digest before all."""

    before: str
    after: str
    ran: dict[tuple[str, ...], Ran]


@pytest.fixture(scope="module")
def told(untouched: Terminal) -> Told:
    commands = [case.words for each in EVERY for case in each.values if isinstance(case, Bad)]
    before = untouched.digest()
    ran = untouched.session(commands, SLT_LANG="en")
    return Told(before, untouched.digest(), dict(zip(commands, ran, strict=True)))


@pytest.mark.parametrize("case", EVERY)
def test_refused_in_a_sentence(told: Told, case: Bad) -> None:
    ran = told.ran[case.words].failed(case.code)
    for sentence in case.tells:
        assert sentence in ran.err
    assert ran.out == ""
    assert "\x1b" not in ran.err


def test_nothing_is_written_by_any_of_them(told: Told) -> None:
    assert told.before == told.after


@pytest.mark.parametrize(
    "line",
    [
        "do 1/26.1.1 accept --as politikontakt",
        "decision adopt 3/26",
        "assign 9/26 slt-kordinator --due 2026-06-01",
        "init kvaefjrd",
        "decision register --rus",
    ],
)
def test_the_installed_command_says_the_same(untouched: Terminal, told: Told, line: str) -> None:
    words = tuple(line.split(" "))
    assert untouched(*words, SLT_LANG="en") == told.ran[words]
    assert untouched.digest() == told.before
    assert not untouched.database.with_name("slt.sqlite-journal").exists()


def test_no_database(empty: Terminal) -> None:
    for words in (("status",), register("X")):
        ran = empty(*words, SLT_LANG="en").failed(STORAGE)
        assert f"There is no database at {empty.database}" in ran.err
        assert "slt init kvaefjord" in ran.err
        assert not empty.database.exists()


def test_no_database_in_the_home_folder(empty: Terminal) -> None:
    ran = empty("status", SLT_DB=None, SLT_LANG=None).failed(STORAGE)
    assert str(empty.home / "data" / "slt-flow") in ran.err
    assert not (empty.home / "data").exists()


def test_newer_schema(council: Terminal) -> None:
    with sqlite3.connect(council.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9001'")
    connection.close()
    before = council.digest()
    for ran in council.session((("status",), register("X"), ("init", "kvaefjord"), ("db", "upgrade")), SLT_LANG="en"):
        assert "9001" in ran.failed(STORAGE).err
    assert council.digest() == before


@pytest.mark.parametrize("content", [b"Ikke en database i det hele tatt.", b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_of_something_else(empty: Terminal, content: bytes) -> None:
    empty.database.write_bytes(content)
    assert str(empty.database) in empty("status", SLT_LANG="en").failed(STORAGE).err
    assert empty.database.read_bytes() == content


def test_minutes_that_are_frozen(council: Terminal) -> None:
    _freeze(council.database, "M1/26")
    before, height = council.digest(), council.height()
    ran = council("undo", "9/26", "--reason", "Feil", SLT_LANG="en").failed(REFUSED)
    assert "The minutes of M1/26 are archived; they are corrected by an addendum." in ran.err
    ran = council("undo", "9/26", "--reason", "Feil", "--json")
    assert (ran.code, [each["rule"] for each in ran.json["findings"]]) == (REFUSED, ["minutes_are_not_frozen"])
    assert (council.digest(), council.height()) == (before, height)
    assert council("journal", "verify").ok()


def test_the_same_command_twice(council: Terminal) -> None:
    words = ("assign", "9/26", "slt-koordinator", "--due", "2026-06-01")
    first = council(*words, "--json").ok().json
    before = council.digest()
    again = council(*words, "--json").ok().json
    assert (again["ref"], again["entries"], again["already_recorded"]) == ("9/26.1", first["entries"], True)
    assert council(*words, SLT_LANG="en").ok().out == "9/26.1: Given (recorded already)\n"
    assert council.digest() == before


def test_the_same_key_twice(council: Terminal) -> None:
    council(*register("Første"), "--key", "skjema-7").ok()
    before = council.digest()
    assert "recorded already" in council(*register("Første"), "--key", "skjema-7", SLT_LANG="en").ok().out
    assert "skjema-7" in council(*register("Andre"), "--key", "skjema-7", SLT_LANG="en").failed(WRONG_USE).err
    assert council.digest() == before


MARKUP: Final = "[bold]Rus[/bold] [/] [link=https://x.no]her[/link] {ref} %s $(ls)"


def test_markup_is_shown_as_it_was_typed(council: Terminal) -> None:
    assert council(*register(MARKUP)).ok().out.startswith(f"10/26 {MARKUP}: ")
    asked = (("status", "--ref", "10/26"), ("show", "10/26"), ("find", "[/bold]"), ("history", "10/26"))
    coloured = tuple((*words, "--color", "always") for words in asked)
    for words, ran in zip((*asked, *coloured), council.session((*asked, *coloured), COLUMNS="200"), strict=True):
        assert MARKUP in ran.ok().out
        assert ("\x1b[" in ran.out) == ("always" in words)
        assert "\x1b]8;" not in ran.out


def test_an_escape_that_is_in_the_database_is_shown_as_a_mark(council: Terminal) -> None:
    """Nothing but `slt` writes here, yet what stands there is not obeyed either."""
    with sqlite3.connect(council.database) as connection:
        connection.execute("UPDATE items SET title = 'Rus' || char(27) || ']0;eid' || char(7) WHERE no = 5")
    connection.close()
    asked = (("status", "--ref", "5/26"), ("decision", "list"), ("next", "5/26"), ("show", "5/26"))
    for ran in council.session(asked):
        assert "Rus\ufffd]0;eid\ufffd" in ran.ok().out
        assert "\x1b" not in ran.out
        assert "\x07" not in ran.out


def test_a_title_that_begins_with_dashes(council: Terminal) -> None:
    assert council("decision", "register", "--", "--rus").ok().out.startswith("10/26 --rus: ")


def test_what_others_typed_is_joined(council: Terminal) -> None:
    """Letters in their parts are stored composed, so that they are found however they are typed."""
    council("decision", "register", "Va\u030arens møter").ok()
    assert "Vårens møter" in council("find", "VÅRENS").ok().out


def test_one_council_however_it_is_spelt(untouched: Terminal) -> None:
    asked = [("status", "--json", "--council", name) for name in ("kvæfjord", "KVÆFJORD", " Kvæfjord ")]
    assert [ran.ok().json["council"] for ran in untouched.session(asked)] == ["kvaefjord"] * 3


def test_one_council_however_it_is_begun(council: Terminal) -> None:
    before = council.digest()
    for name in ("kvæfjord", "KVÆFJORD"):
        assert council("init", name, "--json").ok().json["already_recorded"]
    assert council.digest() == before


def test_one_council_in_composed_and_decomposed_letters(empty: Terminal) -> None:
    _write(empty, "ba.toml", 'name = "kvaefjord"', 'name = "batsfjord"')
    assert empty("init", "ba.toml", "--json").ok().json["ref"] == "batsfjord"
    asked = [("status", "--json", "--council", name) for name in ("båtsfjord", "ba\u030atsfjord", "BA\u030aTSFJORD")]
    assert [ran.ok().json["council"] for ran in empty.session(asked)] == ["batsfjord"] * 3


DEFINITIONS: Final = {
    "misspelt key": ("seat = true", "saet = true", ("posts.0.saet", "Did you mean seat?")),
    "unknown rule": ("meetings_are_held", "meetings_are_hold", ("clauses.", "Did you mean meetings_are_held?")),
    "unknown organisation": (
        '= "politi"',
        '= "politti"',
        ("posts.3.organisation", "“politi”", "Did you mean politti?"),
    ),
    "duplicate table": ("[machines]", "[agreement]\n[machines]", ("twice", "line 11")),
    "duplicate key": ('language = "nb"', 'language = "nb"\nlanguage = "nb"', ("twice", "line 9")),
    "nested too deep": ('language = "nb"', f'language = "nb"\nx = {"[" * 25}{"]" * 25}', ("20 levels", "line 9")),
    "dotted too deep": ('language = "nb"', f"{'.'.join('a' * 25)} = 1", ("20 levels", "line 8")),
    "machine version": ("decision = 1", "decision = 7", ("version 7", "decision")),
    "unknown machine": ("decision = 1", "desicion = 1", ("machines.",)),
    "not toml": ("[agreement]", "[agreement", ("cannot be read on line", "“[agreement”")),
    "no such day": ("2019-01-01", "2019-02-29", ("line 9",)),
    "escape in a title": ('"Ordfører"', '"Ordf\\u001bører"', ("posts.0.title",)),
    "too large": ("[machines]", f"# {'x' * 256 * 1024}\n[machines]", ("256 KiB",)),
}


OTHER_LETTERS: Final[dict[str, tuple[Callable[[str], bytes], str]]] = {
    "Macintosh": (lambda text: text.encode("mac-roman"), "Save it as UTF-8"),
    "half Windows-1252": (lambda text: text.encode() + "# å\n".encode("cp1252"), "Save it as UTF-8"),
    "curly quotes": (lambda text: text.replace('"nb"', "“nb”").encode(), "the mark “ of a word processor on line 8"),
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """What `slt init` tells of every flawed agreement."""
    terminal, text = Terminal(tmp_path_factory.mktemp("flawed")), _agreement()
    files = {name: text.replace(old, new, 1).encode() for name, (old, new, _) in DEFINITIONS.items()}
    assert text.encode() not in files.values(), "each has its flaw"
    files |= {name: encode(text) for name, (encode, _) in OTHER_LETTERS.items()}
    for name, content in files.items():
        (terminal.home / f"{name}.toml").write_bytes(content)
    ran = terminal.session([("init", f"{name}.toml") for name in files], SLT_LANG="en")
    assert not terminal.database.exists(), "nothing is begun"
    return dict(zip(files, ran, strict=True))


@pytest.mark.parametrize("name", [*DEFINITIONS, *OTHER_LETTERS])
def test_flawed_definition(judged: dict[str, Ran], name: str) -> None:
    tells = DEFINITIONS[name][2] if name in DEFINITIONS else (OTHER_LETTERS[name][1],)
    ran = judged[name].failed(WRONG_DEFINITION)
    for sentence in tells:
        assert sentence in ran.err
    assert len(ran.err) < 2000


def test_a_flawed_definition_and_the_installed_command(empty: Terminal) -> None:
    _write(empty, "egen.toml", "seat = true", "saet = true")
    assert "posts.0.saet" in empty("init", "egen.toml", SLT_LANG="en").failed(WRONG_DEFINITION).err
    assert not empty.database.exists()


def test_every_flaw_of_a_definition_is_told_at_once(empty: Terminal) -> None:
    text = _agreement().replace("seat = true", "saet = true").replace("binds = true", "bindes = true")
    (empty.home / "egen.toml").write_text(text, encoding="utf-8")
    ran = empty("agreement", "check", "egen.toml", "--json", SLT_LANG="en").failed(WRONG_DEFINITION)
    assert {each["near"] for each in ran.json["problems"]} == {"seat", "binds"}
    assert len(ran.json["problems"]) == len(ran.err.splitlines()) - 1 == 8


def test_no_such_definition(empty: Terminal) -> None:
    asked = (("init", "ingen.toml"), ("agreement", "check", "ingen.toml"), ("init", "."))
    for words, ran in zip(asked, empty.session(asked, SLT_LANG="en"), strict=True):
        assert words[-1] in ran.failed(WRONG_DEFINITION).err
    assert not empty.database.exists()


def _agreement() -> str:
    return shipped_agreements()["kvaefjord"].read_text(encoding="utf-8")


def _write(terminal: Terminal, name: str, old: str, new: str) -> Path:
    """An agreement of one's own, with the first of something changed."""
    text = _agreement()
    assert old in text
    made = terminal.home / name
    made.write_text(text.replace(old, new, 1), encoding="utf-8")
    return made


def _freeze(path: Path, meeting: str) -> None:
    """Archive the minutes of a meeting, as the council's year will."""
    store = Store(str(path))
    with store.writing() as connection:
        known = journal.read(connection, "kvaefjord")
        last = known[-1]
        entry = Entry(kind=Kind.MINUTES_FROZEN, subject=meeting, on=last.on, acted_by="slt-koordinator")
        signed = journal.Signature(
            new_request_id(SystemClock()),
            last.at,
            "slt-koordinator",
            "os",
            "slt-flow",
            {"account": "os:x", "asked": "x"},
        )
        journal.append(connection, "kvaefjord", [replace(entry, seq=last.seq + 1)], signed)
        replay.rebuild(connection, "kvaefjord")
