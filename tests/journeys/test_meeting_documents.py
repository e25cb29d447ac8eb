"""From a planned meeting to its archived minutes, with the installed command, as text and as files."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.journeys.terminal import Ran, Terminal

pytestmark = pytest.mark.xdist_group("documents")
"""What is made once for all of them is made in one process."""

INJECTION = "# [x](y) | <b>tjue</b>"

PRESENT = "ordforer,administrasjonssjef,slt-koordinator,politistasjonssjef=Nora Navnløs (politi)"

SCRIPT = f"""
init kvaefjord
appoint ordforer "Kari Eksempel" --on 2026-01-05
appoint politistasjonssjef "Per Prøve" --on 2026-01-05
post add kulturleder --title Kulturleder --organisation kommune --level executing
knowledge add ungdata-2026 --title "Ungdata 2026" --source Ungdata
challenge add rus --title "Rus på fest" --knowledge ungdata-2026
meeting plan 2026-04-20 --title Vårmøtet
meeting add-item M1/26 "Orientering om ny rektor" --post ordforer
decision register "Felles foreldremøte om rus" --area skjenking-og-rus --challenge rus --text Utkast --meeting M1/26
decision register "{INJECTION}" --meeting M1/26
decision register "Politivedtekter" --meeting M1/26 --needs-ratification Kommunestyret
meeting place-item M1/26 2 1
meeting drop-item M1/26 7
meeting call M1/26 --sent 2026-04-16
meeting agenda M1/26
meeting agenda M1/26 --output agenda.md
meeting hold M1/26 --present "{PRESENT}" --mandate "politistasjonssjef=Fullmakt 17. april" --guest "Ungdomsrådets leder"
decision amend 1/26 "Alle trinn inviteres i mai."
decision adopt 1/26 --consent all
decision excuse 2/26 slt-koordinator --reason "Inhabil: eier lokalet" --decided-by ordforer,administrasjonssjef
decision take-stance 2/26 ordforer consent
decision take-stance 2/26 administrasjonssjef stand_aside --reason "Vil se *tall* først"
decision take-stance 2/26 politistasjonssjef object --reason "Ikke folk | til det"
decision conclude-without-consensus 2/26
decision adopt 3/26 --consent all
assign 1/26 slt-koordinator --due 2026-06-01
measure add 1/26.1 "Leie Kvæfjordhallen" --owner kulturleder --due 2026-05-15
meeting remark M1/26 "Møtet begynte kl. 9."
meeting plan 2026-09-10
meeting minute M1/26
meeting archive M1/26
meeting addendum M1/26 "Rettelse: møtet begynte kl. 10."
meeting minutes M1/26
meeting minutes M1/26 --output minutes.md
"""


def commands(script: str) -> list[list[str]]:
    return [shlex.split(line) for line in script.strip().splitlines()]


def unanchored(text: str) -> str:
    """A text without what differs from one journal to the next."""
    return re.sub(r"\b\d+:[0-9a-f]{64}", "ANKER", text)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Terminal, dict[str, Ran]]:
    """A terminal in whose home the script was played, and what each command said."""
    terminal = Terminal(tmp_path_factory.mktemp("meeting"))
    script = commands(SCRIPT)
    ran = terminal.session(script, SLT_ON="2026-04-20")
    for words, each in zip(script, ran, strict=True):
        assert each.code == 0, (words, each)
    return terminal, {" ".join(words): each for words, each in zip(script, ran, strict=True)}


def test_agenda_and_minutes_as_they_are_read(
    played: tuple[Terminal, dict[str, Ran]], snapshot: SnapshotAssertion
) -> None:
    _, ran = played
    assert ran["meeting agenda M1/26"].out == snapshot(name="agenda")
    assert unanchored(ran["meeting minutes M1/26"].out) == snapshot(name="minutes")


def test_agenda_and_minutes_as_they_are_filed(
    played: tuple[Terminal, dict[str, Ran]], snapshot: SnapshotAssertion
) -> None:
    terminal, ran = played
    assert ran["meeting minutes M1/26 --output minutes.md"].err == "Skrevet til minutes.md\n"
    filed = (terminal.home / "minutes.md").read_text("utf-8")
    assert unanchored(filed) == snapshot(name="minutes.md")
    assert (terminal.home / "agenda.md").read_text("utf-8") == snapshot(name="agenda.md")
    assert r"\# \[x\](y) \| \<b\>tjue\</b\>" in filed


def test_archiving_prints_the_anchor_that_verifies(played: tuple[Terminal, dict[str, Ran]]) -> None:
    terminal, ran = played
    found = re.search(r"\b\d+:[0-9a-f]{64}", ran["meeting archive M1/26"].out)
    assert found is not None
    verified, told, english = terminal.session(
        [
            ["journal", "verify", "--anchor", found[0]],
            ["meeting", "minutes", "M1/26", "--json"],
            ["meeting", "minutes", "M1/26", "--lang", "en", "--output", "-"],
        ]
    )
    assert verified.ok()
    assert told.ok().json["frozen"]["anchor"] == found[0]
    assert [row["text"] for row in told.json["addenda"]] == ["Rettelse: møtet begynte kl. 10."]
    assert english.ok().out.startswith("# Minutes of M1/26")


REFUSED = (
    ("meeting minutes M2/26", 2, "ikke ført som holdt"),
    ("meeting minutes M1/26 --output minutes.md", 4, "overskrevet"),
    ("meeting agenda M2/26 --output nowhere/a.md", 4, "kan ikke skrives"),
    ("meeting agenda M2/26 --output .", 2, "kan ikke skrives i et slikt format"),
    ("meeting agenda M2/26 --output saker.xyz", 2, ".md, "),
    ("meeting drop-item M2/26 77", 2, "sakslista"),
    ("meeting place-item M2/26 1 0", 2, ""),
    ("meeting call M2/26 --sent 2026-09-11", 2, "kan ikke være sendt"),
    ("meeting hold 2026-04-02 --present all --agenda-sent 2026-04-03", 2, "kan ikke være sendt"),
    ("meeting plan 2026-05-20 --requested-by politi", 2, "ekstraordinær"),
    ("meeting plan 2026-05-20 --group nord", 2, "koordinerende"),
    ("meeting hold M2/26 --present all --short-notice --on 2026-09-10", 2, "planlagt fra før"),
    ("meeting attend M1/26 politikontakt", 1, "slt meeting addendum M1/26"),
    ("undo 2/26 --reason Feil", 1, "arkivert"),
    ("decision register Glemt --meeting M1/26", 1, "M1/26"),
)


def test_what_does_not_hold_is_refused_with_a_sentence_and_nothing_is_written(
    played: tuple[Terminal, dict[str, Ran]],
) -> None:
    terminal, _ = played
    before, files = terminal.digest(), set(Path(terminal.home).iterdir())
    for (typed, code, words), ran in zip(
        REFUSED, terminal.session([shlex.split(t) for t, _, _ in REFUSED]), strict=True
    ):
        assert words in ran.failed(code).err, (typed, ran)
    assert (terminal.digest(), set(Path(terminal.home).iterdir())) == (before, files)


def test_minutes_with_items_left_are_refused_listing_them(council: Terminal) -> None:
    refused, agenda = council.session([["meeting", "minute", "M1/26"], ["meeting", "agenda", "M3/26", "--json"]])
    assert "2/26, 3/26, 4/26" in refused.failed(1).err
    told = json.loads(agenda.ok().out)
    assert [point["key"] for point in told["items"]][1:4] == [
        "minutes:M1/26",
        "minutes:M2/26",
        "standing:crime_picture",
    ]
    assert [point["number"] for point in told["items"]] == list(range(1, len(told["items"]) + 1))
