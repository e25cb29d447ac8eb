"""What fails before the commit says that nothing was written, what fails after it says what was recorded.

Every command that writes and every one that reads meets streams that cannot be written. What was recorded is counted
in the journal itself; the exit code and the words must agree with it.
"""

from __future__ import annotations

import json
import os
import resource
import shlex
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

import slt_flow
from tests.journeys.conftest import Prepared
from tests.journeys.forked import BROKEN, CLOSED, Ended, run
from tests.journeys.terminal import Terminal
from tests.journeys.test_commands import EVERY, WRITE

pytestmark = pytest.mark.xdist_group("honest")

FULL: Final = "/dev/full"
UNWRITABLE: Final = (FULL, CLOSED, BROKEN)
ENGLISH: Final = {"SLT_LANG": "en", "SLT_STATE": ""}
"""The language, and no memory of the heads that were seen: the council is put back all the time."""

WRITES: Final[Mapping[str, str]] = {
    "decision register": "decision register Rus",
    "archive refer": "archive refer council --part Møte",
    "absence": "absence ordforer --from 2026-06-01 --to 2026-06-14",
    "agreement fulfil": "agreement fulfil contact-is-present --note Fast",
    "appoint": "appoint ordforer Prøve",
    "area add": "area add hatkriminalitet --title Hatkriminalitet --by 9/26",
    "area end": "area end trafikksikkerhet --by 9/26",
    "group add": "group add ungdom --title Ungdomsteamet --members politikontakt",
    "group end": "group end koordinering --reason Lagt",
    "group members": "group members koordinering --members politikontakt",
    "propose": "propose Natteravner --from 1/26.1",
    "assign": "assign 9/26 slt-koordinator --due 2026-06-01",
    "challenge add": "challenge add fyll --title Fyll",
    "decision authority": "decision authority 2/26 --within-authority",
    "do": "do 1/26.1.1 accept",
    "exempt": "exempt 1/26 --basis Lov",
    "evaluate open": "evaluate open 2026",
    "hand-over": "hand-over 1/26.1.1 rektor-kvaefjord-skole --reason Sykdom",
    "init": "init levanger",
    "journal rebuild": "journal rebuild",
    "journal redact": "journal redact 1/26 --text title --basis Personvern --yes",
    "knowledge add": "knowledge add ungdata --title Ungdata --source Ungdata",
    "link": "link 1/26 https://example.org",
    "measure add": "measure add 1/26.1 Plakater --owner kulturleder --due 2026-05-20",
    "meeting plan": "meeting plan 2026-12-09",
    "organisation add": "organisation add velforening --name Velforeningen",
    "plan open": "plan open 2026",
    "access grant": "access grant ordforer --subject f3a9 --issuer https://id.example.no",
    "post account": "post account ordforer ordforerens-konto",
    "post contact": "post contact ordforer postmottak@example.no",
    "post add": "post add trener --title Trener --organisation idrettslag --level executing",
    "post designate": "post designate kulturleder --by 9/26",
    "numbers": "numbers 40/26 M9/26",
    "remark": "remark 1/26 Husk",
    "reschedule": "reschedule 1/26.1.1 2026-05-30 --reason Ferie",
    "undo": "undo --reason Feil",
    "vacate": "vacate ordforer",
}
"""An example of every command that records something in the council of everything."""

ELSEWHERE: Final[Mapping[str, str]] = {
    "access confirm": "an invitation that was claimed",
    "access revoke": "access that was granted",
    "archive receipt": "an export that was answered",
    "export archive": "archived minutes, and has tests of its own",
    "attach": "a file",
    "agreement renew": "a newer agreement",
    "db upgrade": "an older database",
    "decision carry-over": "a decision from before the council was begun",
    "import form": "a form sheet, and has tests of its own",
    "journal accept-break": "a broken journal",
    "deputy": "an absence",
    "import list": "a spreadsheet",
    "evaluate adopt": "an open evaluation",
    "evaluate assess": "an open evaluation",
    "learning add": "an evaluation",
    "meeting record": "a form, and has tests of its own",
    "plan adopt": "an open plan",
    "workflow migrate": "a successor",
}
"""Commands that need a past of their own, and end by the same functions as those above."""

MACHINES: Final = ("decision", "assignment", "measure", "meeting", "learning")
"""Groups whose other commands are actions, as `do`."""

READS: Final = (
    "status", "todo", "next 1/26.1.1", "why 1/26.1.1 finish", "show 1/26", "find rus", "history 1/26", "decision list",
    "meeting agenda M3/26", "meeting minutes M1/26", "wheel", "agreement obligations", "agreement show", "post list",
    "report", "handover-pack", "workflow show measure", "workflow diagram measure", "journal head", "journal show 1",
    "journal verify", "db status", "councils", "export ocel", "help status", "status --help", "--version", "",
)  # fmt: skip
"""Commands that read."""


REFUSED: Final = ("decision adopt 2/26", "show 99/26", "do 1/26 nosuch", "decision register")
"""Commands that a rule refuses, or that are wrong."""


class Council(NamedTuple):
    """A council of everything, which is as it was before every command."""

    terminal: Terminal
    content: bytes

    def __call__(self, words: Sequence[str] | str, *, again: bool = True, **around: Any) -> Ended:
        if again:
            self.terminal.database.write_bytes(self.content)
        env = {**ENGLISH, **around.pop("env", {})}
        ended = run(self.terminal, shlex.split(words) if isinstance(words, str) else words, env=env, **around)
        assert "Traceback" not in ended.out + ended.err, ended
        return ended

    @property
    def before(self) -> int:
        """The height before every command."""
        self.terminal.database.write_bytes(self.content)
        return self.height

    @property
    def height(self) -> int:
        with closing(sqlite3.connect(self.terminal.database)) as raw:
            return int(raw.execute("SELECT COUNT(*) FROM entries").fetchone()[0])


@pytest.fixture
def slt(council: Terminal, prepared: Prepared) -> Council:
    return Council(council, prepared("of_everything"))


def also(values: Sequence[object], *everyday: object) -> list[object]:
    """All values, most of them in the long run only."""
    several = [value if isinstance(value, tuple) else (value,) for value in values]
    return [
        value if value in everyday else pytest.param(*parts, marks=pytest.mark.endurance)
        for value, parts in zip(values, several, strict=True)
    ]


def test_every_command_that_writes_has_an_example() -> None:
    writes = {" ".join(words) for words, one in EVERY.items() if {o for p in one.params for o in p.opts} >= WRITE}
    assert writes >= WRITES.keys() | ELSEWHERE.keys()
    others = writes - WRITES.keys() - ELSEWHERE.keys()
    assert {words.split()[0] for words in others} == set(MACHINES)


# streams


@pytest.mark.parametrize(("name", "out"), also(list(product(WRITES, UNWRITABLE)), ("decision register", FULL)))
def test_a_write_is_recorded_though_its_answer_cannot_be_shown(slt: Council, name: str, out: str) -> None:
    well = slt(WRITES[name])
    grown = slt.height
    assert well.code == 0, well
    for more in ("", " --json --key n-1"):
        ended = slt(WRITES[name] + more, streams={1: out})
        assert (ended.code, slt.height) == (0, grown), ended
        recorded = "is recorded (journal" in ended.err
        assert recorded or (name == "journal rebuild" and "What was asked is done" in ended.err), ended
        assert "only the answer could not be shown" in ended.err
        assert "Nothing was written" not in ended.err
        assert ("key n-1" in ended.err) == (bool(more) and recorded)
        assert slt(WRITES[name] + more, streams={1: out, 2: out}).code == 0
        assert slt.height == grown
        shown = slt(WRITES[name] + more, streams={0: CLOSED, 2: out})
        assert (shown.code, slt.height, bool(shown.out)) == (0, grown, True)


@pytest.mark.parametrize("name", also(list(WRITES), "meeting plan", "decision register"))
def test_what_is_recorded_as_anothers_act_names_that_post(slt: Council, name: str) -> None:
    """Nothing that is only the recorder's own is taken for another's act by an option that changes nothing."""
    ended = slt(WRITES[name] + " --for politikontakt --basis Telefon")
    with closing(sqlite3.connect(slt.terminal.database)) as raw:
        entries = raw.execute("SELECT acted_by, data FROM entries ORDER BY council, seq").fetchall()
    written = entries[slt.before :] if name != "init" else entries
    if ended.code:
        assert (ended.code in (1, 2, 3, 5), written, bool(ended.err + ended.out)) == (True, [], True), ended
    else:
        assert not written or any(post == "politikontakt" or '"politikontakt"' in data for post, data in written), (
            ended,
            written,
        )


@pytest.mark.parametrize(("words", "out"), also(list(product(REFUSED, UNWRITABLE)), ("decision adopt 2/26", CLOSED)))
def test_what_is_refused_stays_refused_though_it_cannot_be_shown(slt: Council, words: str, out: str) -> None:
    for more in ("", " --json"):
        well = slt(words + more)
        assert well.code in (1, 2)
        ended = slt(words + more, streams={1: out})
        assert (ended.code, ended.out) == (well.code, "")
        assert ended.err.replace("\n", "") != ""
        assert "recorded (" not in ended.err
        assert slt(words + more, streams={1: out, 2: out}).code == well.code
    assert slt.height == slt.before


@pytest.mark.parametrize(("words", "out"), also(list(product(READS, UNWRITABLE)), ("status", FULL), ("status", BROKEN)))
def test_a_reading_that_cannot_be_shown_says_why(slt: Council, words: str, out: str) -> None:
    for more in ("", " --json"):
        ended = slt(words + more, streams={1: out}, again=False)
        if out == BROKEN:  # whoever read has read enough
            assert (ended.code, ended.err) == (0, "")
        else:
            assert ended.code == 4, ended
            assert ended.err.startswith("The answer cannot be shown: ")
            assert "written" not in ended.err
        assert slt(words + more, streams={1: out, 2: out}, again=False).code == ended.code


@pytest.mark.endurance
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16"])
def test_letters_that_a_stream_lacks_are_spelt(slt: Council, encoding: str) -> None:
    for words in ("decision register «Ærlig»", "show 1/26", "status --help", "decision adopt 2/26", "find ø --json"):
        code = slt(words, env={"SLT_LANG": "nb"}).code
        assert slt(words, encoding=encoding, env={"SLT_LANG": "nb"}).code == code


def test_a_stream_is_not_mistaken_for_the_database(slt: Council) -> None:
    """With standard streams closed, the next files opened would get their numbers, and what is printed."""
    ended = slt("decision register Rus", streams={0: CLOSED, 1: CLOSED, 2: CLOSED})
    assert ended.code == 0
    assert slt("journal verify", again=False).code == 0


def test_control_without_our_streams_the_answer_ends_in_a_bug(slt: Council) -> None:
    """What the tests above look for is there when standard output is the one that Python made."""

    def as_python_makes_them() -> None:
        from slt_flow.commands import streams

        streams.prepare = lambda: None

    ended = run(slt.terminal, ["decision", "register", "Rus"], streams={1: FULL}, first=as_python_makes_them)
    assert ended.code != 0


# files that were made


@pytest.mark.endurance
@pytest.mark.parametrize(
    "words",
    ["backup copy.sqlite", "report --output r.md --json", "agreement new verdal", "workflow new measure --name v"],
)
def test_a_file_that_was_made_is_named(slt: Council, words: str) -> None:
    ended = slt(words, streams={1: FULL})
    assert ended.code == 0, ended
    assert "Written to " in ended.err


# the disk


class Limits(NamedTuple):
    """Limits that the shell sets, and what they make fail."""

    kind: int
    value: int
    says: str


@pytest.mark.parametrize(
    "limit",
    [
        Limits(resource.RLIMIT_FSIZE, 64 * 1024, "larger than the limit"),
        Limits(resource.RLIMIT_FSIZE, 1024, "larger than the limit"),
    ],
)
def test_a_limit_of_the_shell_is_named_as_the_cause(slt: Council, limit: Limits) -> None:
    def lower() -> None:
        resource.setrlimit(limit.kind, (limit.value, resource.getrlimit(limit.kind)[1]))

    for more in ("", " --json"):
        before = slt.before
        ended = slt("decision register Rus" + more, first=lower, streams={1: "/dev/null"}, again=False)
        assert (ended.code, slt.height) == (4, before), ended
        assert limit.says in ended.err
        assert "Nothing was written" in ended.err
        assert "ulimit" in ended.err


@pytest.mark.endurance
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(("file", "folder"), [(0o644, 0o755), (0o600, 0o755), (0o666, 0o755), (0o600, 0o700)])
def test_a_missing_right_is_named_as_the_cause(slt: Council, file: int, folder: int) -> None:
    def become_nobody() -> None:
        slt.terminal.database.chmod(file)
        slt.terminal.home.chmod(folder)
        os.setgid(65534)
        os.setuid(65534)

    for above in Path(slt_flow.__file__).parents:
        if not above.stat().st_mode & 0o001:
            pytest.skip(f"nobody else may enter {above}")
    ended = slt("decision register Rus --db slt.sqlite", first=become_nobody)
    assert (ended.code, slt.height) == (4, slt.before)
    assert "you have no right to it" in ended.err
    assert "Nothing was written" in ended.err


@pytest.mark.endurance
@pytest.mark.parametrize("words", ["backup copy.sqlite", "init levanger --db new.sqlite", "demo --keep new.sqlite"])
def test_a_file_that_grows_too_large_is_not_left_half_made(slt: Council, words: str) -> None:
    def lower() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

    ended = slt(words, first=lower)
    assert (ended.code, "larger than the limit" in ended.err) == (4, True), ended
    assert sorted(file.name for file in slt.terminal.home.iterdir()) == [".err", ".out", "slt.sqlite"]


@pytest.mark.endurance
@pytest.mark.parametrize("given", [CLOSED, "/dev/null"])
def test_a_form_from_standard_input_that_cannot_be_read(slt: Council, given: str) -> None:
    for words in ("meeting record M3/26 --file -", "meeting record M3/26"):
        ended = slt(words, streams={0: given}, env={"EDITOR": "true"})
        assert ended.code == 2, ended
        assert ended.err


@pytest.mark.parametrize("number", also(range(3, 20), 7))
def test_however_few_files_may_be_open_the_message_is_true(slt: Council, number: int) -> None:
    def lower() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (number, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

    before = slt.before
    ended = slt("decision register Rus", first=lower, again=False)
    assert (ended.code, slt.height > before) in ((0, True), (4, False)), ended
    assert ("Nothing was written" in ended.err) == (ended.code == 4), ended


# after the commit


@pytest.mark.parametrize("more", ["", " --json --key n-1"])
def test_a_mistake_of_ours_after_the_commit_does_not_deny_it(slt: Council, more: str) -> None:
    def break_the_view() -> None:
        from slt_flow.commands.cli import Cli

        Cli.finish = lambda *_: 1 / 0  # type: ignore[assignment, method-assign]

    before = slt.before
    ended = slt("decision register Rus" + more, first=break_the_view)
    assert (ended.code, slt.height) == (70, before + 1)
    assert "10/26 is recorded" in ended.err
    assert "Nothing was written" not in ended.err
    if more:
        answer = json.loads(ended.out)
        assert answer["accepted"] is True
        assert answer["recorded"] == [{"ref": "10/26", "key": "n-1", "entries": [before + 1]}]


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_commit_that_failed_and_took_effect_is_recorded(slt: Council, is_kept: bool) -> None:
    """As where the folder cannot be synchronised after the journal of the transaction is gone."""

    def fail() -> None:
        from slt_flow.records.connection import Connection

        commit = Connection.commit

        def failing(self: Connection) -> None:
            Connection.commit = commit  # type: ignore[method-assign]
            if is_kept:
                commit(self)
            raise sqlite3.OperationalError("disk I/O error")

        Connection.commit = failing  # type: ignore[method-assign]

    before = slt.before
    ended = slt("decision register Rus", first=fail)
    assert (ended.code, slt.height - before) == ((0, 1) if is_kept else (4, 0)), ended
    assert ("Nothing was written" in ended.err) == (not is_kept)


def test_what_cannot_be_known_is_said_to_be_unknown(slt: Council) -> None:
    def lose_the_database() -> None:
        from slt_flow.commands.cli import Cli

        def lose(cli: Cli, _: object) -> None:
            cli.receipts[-1].store.path.write_bytes(b"no database at all, but long enough to be read as one" * 100)
            raise OSError(5, "Input/output error")

        Cli.finish = lose  # type: ignore[assignment, method-assign]

    ended = slt("decision register Rus --json", first=lose_the_database)
    assert ended.code == 4
    assert "cannot be seen whether" in ended.err
    assert json.loads(ended.out)["accepted"] is None
