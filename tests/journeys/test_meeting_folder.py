"""The folder for a meeting, with the installed command: made once, again only where something changed."""

from __future__ import annotations

import os
import re
import sys
from email import message_from_bytes
from email.policy import default
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from slt_flow.commands import run
from slt_flow.views.writers import WRITERS
from tests.conftest import DEMO_DAY
from tests.journeys.terminal import DAY, Terminal

pytestmark = pytest.mark.xdist_group("folder")
"""What is made once for all of them is made in one process."""

SCRIPT: Final = """
init kvaefjord
meeting plan 2026-06-10
decision register Natteravner --meeting M1/26
post contact slt-koordinator slt@example.no
post contact ordforer ordforer@example.no
"""

FILES: Final = ("00-innhold.md", "01-innkalling.md", "02-kalender.ics", "03-e-post.eml", "05-sak-03-1-26.md")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    terminal = Terminal(tmp_path_factory.mktemp("begun"))
    for line in SCRIPT.strip().splitlines():
        terminal(*line.split()).ok()
    return terminal.database.read_bytes()


@pytest.fixture
def terminal(tmp_path: Path, begun: bytes) -> Terminal:
    there = Terminal(tmp_path, {"SLT_STATE": ""})
    there.put_back(begun)
    return there


def pack(terminal: Terminal, *more: str, into: str = "M1") -> dict[str, str]:
    """The outcome of each file."""
    ran = terminal("meeting", "pack", "M1/26", "--output", into, "--format", "md", "--json", *more).ok()
    return {row["file"]: row["outcome"] for row in ran.json}


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_folder_has_the_papers_in_the_order_of_their_names(terminal: Terminal) -> None:
    before = terminal.digest()
    assert pack(terminal, "--dry-run") == dict.fromkeys(FILES, "made")
    folder = terminal.home / "M1"
    assert not folder.exists()
    assert pack(terminal) == dict.fromkeys(FILES, "made")
    files = held(folder)
    assert tuple(files) == FILES
    assert all(re.fullmatch(r"\d\d-[a-z0-9-]+\.[a-z]+", name) for name in files)
    contents = files["00-innhold.md"].decode()
    assert contents.startswith("# Papirer til M1/26 – ")
    for name in FILES[1:]:
        assert f"| {name} | " in contents
        assert sha256(files[name]).hexdigest() in contents
    mail = message_from_bytes(files["03-e-post.eml"], policy=default)
    enclosed = {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}
    assert enclosed == {name: files[name] for name in FILES[1:] if not name.endswith(".eml")}
    assert pack(terminal, into="again") == dict.fromkeys(FILES, "made")
    assert held(terminal.home / "again") == files
    assert terminal.digest() == before
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())} == {0o700, 0o600}


def test_only_what_changed_is_made_again_and_what_somebody_edited_stays(terminal: Terminal) -> None:
    folder = terminal.home / "M1"
    pack(terminal)
    first = held(folder)
    assert pack(terminal) == dict.fromkeys(FILES, "unchanged")
    terminal("meeting", "add-item", "M1/26", "Orientering").ok()
    assert pack(terminal, "--dry-run") == pack(terminal) == {
        "00-innhold.md": "replaced", "01-innkalling.md": "replaced", "02-kalender.ics": "unchanged",
        "03-e-post.eml": "replaced", "05-sak-03-1-26.md": "unchanged",
    }  # fmt: skip
    (folder / "01-innkalling.md").write_text("min egen", encoding="utf-8")
    (folder / "notat.txt").write_text("mitt", encoding="utf-8")
    (folder / "02-kalender.ics").unlink()
    terminal("meeting", "arrange", "M1/26", "--at", "10:00").ok()
    assert pack(terminal) == {
        "00-innhold.md": "replaced", "01-innkalling.md": "edited", "02-kalender.ics": "made",
        "03-e-post.eml": "replaced", "05-sak-03-1-26.md": "unchanged",
    }  # fmt: skip
    assert pack(terminal) == {**dict.fromkeys(FILES, "unchanged"), "01-innkalling.md": "edited"}
    now = held(folder)
    assert (now["01-innkalling.md"], now["notat.txt"]) == (b"min egen", b"mitt")
    assert first["02-kalender.ics"] != now["02-kalender.ics"]


def test_what_is_made_no_more_is_removed_unless_somebody_edited_it(terminal: Terminal) -> None:
    folder = terminal.home / "M1"
    pack(terminal)
    terminal("post", "contact", "slt-koordinator", "--remove").ok()
    (folder / "03-e-post.eml").write_bytes(b"mine words")
    assert pack(terminal) == {
        "00-innhold.md": "replaced", "01-innkalling.md": "unchanged", "02-kalender.ics": "removed",
        "03-e-post.eml": "edited", "05-sak-03-1-26.md": "unchanged",
    }  # fmt: skip
    assert set(held(folder)) == set(FILES) - {"02-kalender.ics"}
    said = terminal("meeting", "pack", "M1/26", "--output", "M1").ok().err
    assert "slt post contact slt-koordinator" in said


def test_without_the_extra_there_is_a_mail_and_no_calendar(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    folder = terminal.home / "M1"
    words = ("meeting", "pack", "M1/26", "--output", str(folder), "--format", "md", "--db", str(terminal.database))
    assert run.run([*words, "--on", DAY], {"SLT_STATE": ""}) == 0
    assert "pip install 'slt-flow[calendar]'" in capsys.readouterr().err
    assert set(held(folder)) == set(FILES) - {"02-kalender.ics"}
    assert "Natteravner" in in_mail(folder)


def test_minutes_are_in_it_once_the_meeting_was_held(terminal: Terminal) -> None:
    terminal("meeting", "hold", "M1/26", "--present", "all", "--on", "2026-06-10").ok()
    assert "04-referat.md" in pack(terminal, "--on", "2026-06-11")
    mail = message_from_bytes((terminal.home / "M1" / "03-e-post.eml").read_bytes(), policy=default)
    assert str(mail["Subject"]).startswith("Referat: ")
    assert "04-referat.md" in [part.get_filename() for part in mail.iter_attachments()]


def test_the_reason_of_a_cancelled_meeting_is_in_no_mail(terminal: Terminal) -> None:
    terminal("meeting", "cancel", "M1/26", "--reason", "Sykdomhosnoen").ok()
    pack(terminal)
    files = held(terminal.home / "M1")
    assert b"Sykdomhosnoen" in files["01-innkalling.md"]
    mail = message_from_bytes(files["03-e-post.eml"], policy=default)
    assert [part.get_filename() for part in mail.iter_attachments()] == ["02-kalender.ics"]
    assert b"METHOD:CANCEL" in files["02-kalender.ics"]
    assert b"Sykdomhosnoen" not in files["02-kalender.ics"]


def in_mail(folder: Path, name: str = "03-e-post.eml") -> str:
    """Every word of a mail: its heads, its text and what goes with it."""
    mail = message_from_bytes((folder / name).read_bytes(), policy=default)
    parts = (part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart())
    return "\n".join([*mail.values(), *(part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes))])


def test_the_mail_has_nothing_of_what_is_exempt_and_the_folder_has_it_all(terminal: Terminal) -> None:
    register = ("decision", "register", "Hemmeligtittel", "--text", "Hemmeligtekst", "--meeting", "M1/26")
    terminal(*register).ok()
    terminal("meeting", "add-item", "M1/26", "Hemmeligpunkt", "--text", "Hemmeligmer").ok()
    points = terminal("meeting", "agenda", "M1/26", "--json").ok().json["items"]
    number = next(str(point["number"]) for point in points if point["title"] == "Hemmeligpunkt")
    terminal("exempt", "2/26", "--basis", "offl. § 13", "--public-title", "Personalsak").ok()
    terminal("exempt", "M1/26", "--point", number, "--basis", "offl. § 13").ok()
    outcomes = pack(terminal)
    folder = terminal.home / "M1"
    internal = "".join(held(folder)[name].decode() for name in outcomes if name.endswith(".md"))
    for word in ("Hemmeligtittel", "Hemmeligtekst", "Hemmeligpunkt", "Hemmeligmer"):
        assert word in internal
    told = in_mail(folder)
    assert "emmelig" not in told
    assert "Personalsak" in told
    assert "Natteravner" in told
    assert sorted(outcomes) == sorted([*FILES, "05-sak-04-2-26.md"])
    pack(terminal, "--public", into="public")
    public = held(terminal.home / "public")
    assert b"emmelig" not in b"".join(public.values())
    assert not [name for name in public if name.endswith((".eml", ".ics"))]  # they have addresses


def test_the_mail_has_no_title_of_an_exempt_case_that_another_follows(terminal: Terminal) -> None:
    terminal("decision", "register", "Hemmeligtittel").ok()
    terminal("decision", "register", "Oppfølging", "--meeting", "M1/26", "--follows", "2/26").ok()
    terminal("exempt", "2/26", "--basis", "offl. § 13", "--public-title", "Personalsak").ok()
    outcomes = pack(terminal)
    folder = terminal.home / "M1"
    assert "Hemmeligtittel" in "".join(held(folder)[name].decode() for name in outcomes if name.endswith(".md"))
    told = in_mail(folder)
    assert "emmelig" not in told
    assert "Oppfølging" in told


def test_a_public_folder_keeps_nothing_of_an_internal_one_in_another_language(terminal: Terminal) -> None:
    terminal("decision", "register", "Hemmeligtittel", "--meeting", "M1/26").ok()
    terminal("exempt", "2/26", "--basis", "offl. § 13", "--public-title", "Personalsak").ok()
    pack(terminal, "--lang", "en")
    folder = terminal.home / "M1"
    assert b"Hemmeligtittel" in b"".join(held(folder).values())
    outcomes = pack(terminal, "--public")
    assert outcomes["00-contents.md"] == "removed"
    assert b"emmelig" not in b"".join(held(folder).values())
    assert set(held(folder)) == {name for name, outcome in outcomes.items() if outcome != "removed"}


def test_attachments_come_after_their_papers_as_they_were_attached(terminal: Terminal) -> None:
    home, folder = terminal.home, terminal.home / "M1"
    names = {"1/26": "Rapport: «utkast» | 2026.csv", "M1/26": f"{'🚓' * 50}.pdf"}
    for ref, name in names.items():
        (home / name).write_bytes(f"innholdet i {ref}".encode())
    (home / "hemmelig.txt").write_bytes(b"Hemmeliginnhold")
    terminal("attach", "1/26", names["1/26"]).ok()
    terminal("attach", "M1/26", names["M1/26"], "--point", "2").ok()
    terminal("attach", "1/26", "hemmelig.txt").ok()
    terminal("exempt", "1/26", "--attachment", "2", "--basis", "offl. § 13").ok()
    outcomes = pack(terminal)
    rapport, police = "05-sak-03-vedlegg-01-Rapport_ «utkast» _ 2026.csv", f"06-vedlegg-01-{'🚓' * 40}.pdf"
    assert sorted(outcomes) == [*FILES, rapport, "05-sak-03-vedlegg-02-hemmelig.txt", police]
    assert (folder / rapport).read_bytes() == b"innholdet i 1/26"
    assert (folder / police).read_bytes() == b"innholdet i M1/26"
    assert (folder / "05-sak-03-vedlegg-02-hemmelig.txt").read_bytes() == b"Hemmeliginnhold"
    mail = message_from_bytes((folder / "03-e-post.eml").read_bytes(), policy=default)
    enclosed = [part.get_filename() for part in mail.iter_attachments()]
    assert {rapport, police} <= set(enclosed)
    assert [name for name in enclosed if name and "hemmelig" in name] == []
    assert "Hemmeliginnhold" not in in_mail(folder)
    assert pack(terminal) == dict.fromkeys(outcomes, "unchanged")
    before = held(folder)
    (kept,) = (path for path in home.glob("*/**/*") if path.is_file() and path.read_bytes() == b"innholdet i M1/26"
               and path.parent != folder)  # fmt: skip
    kept.unlink()
    terminal("meeting", "pack", "M1/26", "--output", "M1", "--format", "md").failed(4)
    terminal("meeting", "pack", "M1/26", "--output", "new", "--format", "md").failed(4)
    assert held(folder) == before
    assert not (home / "new").exists()


def test_an_exempt_meeting_is_called_to_without_its_place_and_keeps_its_number(terminal: Terminal) -> None:
    def invited() -> str:
        return terminal("meeting", "invite", "M1/26").ok().out

    def revision(calendar: str) -> list[str]:
        return re.findall(r"^(?:SEQUENCE|UID|DTSTAMP):.*$", calendar, re.MULTILINE)

    terminal("meeting", "arrange", "M1/26", "--at", "10:00", "--place", "Hemmeligsted").ok()
    before = invited()
    terminal("exempt", "M1/26", "--basis", "offl. § 14").ok()
    after = invited()
    assert len(revision(before)) == 3
    assert revision(before) == revision(after)
    assert ("Hemmeligsted" in before, "Hemmeligsted" in after) == (True, False)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--output", "file"), 4, "file er noe annet enn en mappe"),
        pytest.param(("--output", "link"), 4, "link er noe annet enn en mappe", marks=pytest.mark.endurance),
        pytest.param(("--output", "nowhere"), 4, "nowhere er noe annet enn en mappe", marks=pytest.mark.endurance),
        pytest.param(("--output", "gone/M1"), 4, "gone/M1 kan ikke skrives", marks=pytest.mark.endurance),
        pytest.param(("--output", "M1\n" * 200), 4, "kan ikke skrives", marks=pytest.mark.endurance),
        pytest.param(("--output", "NUL.d"), 4, "NUL.d kan ikke skrives", marks=pytest.mark.endurance),
        (("--output", "edited"), 4, "er endret for hånd"),
        (("--output", "M1", "--format", "odt"), 2, "odt"),
        (("--output", "M1", "--format", ","), 2, "md"),
        (("--output", ""), 2, "--output"),
        ((), 2, "--output"),
    ],
)
def test_a_folder_that_cannot_be_filled_stays_as_it_is(
    terminal: Terminal, words: tuple[str, ...], code: int, said: str
) -> None:
    home = terminal.home
    (home / "file").write_bytes(b"mine")
    (home / "folder").mkdir()
    (home / "link").symlink_to("folder")
    (home / "nowhere").symlink_to("gone")
    (home / "edited").mkdir()
    (home / "edited" / "00-innhold.md").write_text("# Papirer til M1/26\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    for dry_run in ((), ("--dry-run",)):
        failed = terminal("meeting", "pack", "M1/26", *words, *dry_run)
        assert said in failed.failed(code).err
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_file_that_cannot_be_written_is_told_and_the_others_are_whole(terminal: Terminal) -> None:
    folder = terminal.home / "M1"
    folder.mkdir()
    (folder / "02-kalender.ics").symlink_to("/dev/full")
    outcomes = pack(terminal)
    assert outcomes["02-kalender.ics"] == "edited"
    assert (folder / "02-kalender.ics").is_symlink()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".slt-")] == []


@pytest.mark.endurance
@pytest.mark.parametrize(("agreement", "language"), [("kvaefjord", "nb"), ("kvaefjord", "en"), ("levanger", "nn")])
def test_every_meeting_of_a_year_has_a_folder_in_every_format(tmp_path: Path, agreement: str, language: str) -> None:
    terminal = Terminal(tmp_path, {"SLT_STATE": "", "SLT_ON": DEMO_DAY.isoformat(), "SLT_LANG": language})
    terminal("demo", "--agreement", agreement, "--keep", str(terminal.database)).ok()
    for row in terminal("post", "list", "--json").ok().json:
        terminal("post", "contact", row["id"], f"{row['id']}@example.no")
    meetings = terminal("meeting", "list", "--json").ok().json
    assert len(meetings) > 3
    for row in meetings:
        name, formats = row["ref"].replace("/", "-"), ",".join(WRITERS)
        outcomes = []
        for place in (name, name, f"{name}-again"):
            packed = terminal("meeting", "pack", row["ref"], "--output", place, "--format", formats, "--json").ok()
            outcomes.append({file["file"]: file["outcome"] for file in packed.json})
        assert set(outcomes[0].values()) == set(outcomes[2].values()) == {"made"}
        assert set(outcomes[1].values()) == {"unchanged"}
        files = held(terminal.home / name)
        assert files == held(terminal.home / f"{name}-again")
        assert set(outcomes[0]) == set(files)
        assert {name.rpartition(".")[2] for name in files} == {*WRITERS, "ics", "eml"}
        assert all(re.fullmatch(r"\d\d-[a-z0-9-]+\.[a-z]+", name) for name in files)
        mail = message_from_bytes(next(files[name] for name in files if name.endswith(".eml")), policy=default)
        assert all(part.defects == [] for part in mail.walk())
        packed = terminal(
            "meeting", "pack", row["ref"], "--output", f"{name}-open", "--format", formats, "--public"
        ).ok()
        published = {file.partition("-")[2]: content for file, content in held(terminal.home / f"{name}-open").items()}
        for part in mail.iter_attachments():  # mail carries what everybody may read; the invitation is its own
            file = str(part.get_filename())
            assert part.get_payload(decode=True) in (files[file], published.get(file.partition("-")[2])), file
