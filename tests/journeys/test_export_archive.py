"""A meeting to the archive, with the installed command: messages, documents and digests; never the same silently."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from tests.conftest import DEMO_DAY
from tests.journeys.terminal import Terminal
from tests.views.writers.fiks import faults, local, needs_schemas

pytestmark = pytest.mark.xdist_group("archive package")
"""What is made once for all of them is made in one process."""

PRESENT: Final = "ordforer,administrasjonssjef=Inga,slt-koordinator,politistasjonssjef,politikontakt"

SCRIPT: Final = f"""
init kvaefjord
meeting plan 2026-06-10 --at 09:00 --until 11:00 --place Rådhuset
decision register Natteravner --text "<b>Ja</b> & takk" --meeting M1/26
decision register "Bekymring for Ola" --meeting M1/26
decision register Innbrudd --meeting M1/26
exempt 2/26 --public-title Bekymringsmelding --basis "offl. § 13"
attach 2/26 Ola.pdf --title "Rapport om Ola"
attach 1/26 Brev.TXT
archive refer council --part "Råd og utvalg" --class 033 --case 2026/123
archive refer 1/26 --case 2026/7
--on 2026-06-10
meeting hold M1/26 --present {PRESENT} --mandate administrasjonssjef=Delegert --guest Gjestesen
decision adopt 1/26 --consent all
decision adopt 2/26 --consent all
decision take-stance 3/26 ordforer consent
decision take-stance 3/26 administrasjonssjef consent
decision take-stance 3/26 politistasjonssjef consent
decision take-stance 3/26 politikontakt object --reason Tidlig
decision take-stance 3/26 slt-koordinator stand_aside --reason Usikker
decision conclude-without-consensus 3/26
meeting minute M1/26
"""

FILED: Final = ("--on", "2026-06-20")
SECRET: Final = ("05-M1-26-item-case-2-26", "13-M1-26-SF-case-2-26", "14-M1-26-SP-case-2-26", "19-M1-26-VL-2-26-1")
"""Messages whose registration is restricted: the point, its papers and its file."""


@pytest.fixture(scope="module")
def minuted(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A meeting whose minutes are not archived yet."""
    terminal, on = Terminal(tmp_path_factory.mktemp("minuted"), {"SLT_STATE": ""}), ()
    (terminal.home / "Ola.pdf").write_bytes(b"%PDF-1.4 hemmelig")
    (terminal.home / "Brev.TXT").write_text("Åpent", encoding="utf-8")
    for line in SCRIPT.strip().splitlines():
        words = tuple(word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line))
        if words[0] == "--on":
            on = words
        else:
            terminal(*words, *on).ok()
    return terminal


@pytest.fixture(scope="module")
def exported(minuted: Terminal) -> Path:
    """The package of the meeting, after it was refused for want of what must be recorded first."""
    said = minuted("export", "archive", "M1/26", "ut", *FILED).failed(2)
    assert "slt meeting archive M1/26" in said.err
    minuted("meeting", "archive", "M1/26", *FILED).ok()
    said = minuted("export", "archive", "M1/26", "ut", *FILED).failed(2)
    assert "slt archive refer council --restriction" in said.err
    minuted("archive", "refer", "council", "--restriction", "UO", *FILED).ok()
    rows = minuted("export", "archive", "M1/26", "ut", "--json", "--key", "en", *FILED).ok().json
    assert {(row["standing"], row["version"]) for row in rows} == {("new", 1)}
    return minuted.home / "ut"


LATER: Final = """
assign 1/26 slt-koordinator --due 2026-12-01
appoint ordforer "Nye Oppdiktet"
attach 1/26 Ola.pdf
attach M1/26 Ola.pdf
remark 1/26 Merk
meeting plan 2026-09-10
decision register "Ny sak" --meeting M2/26
"""
"""Acts after a meeting that change none of its papers."""

LATER_ON: Final = ("--on", "2026-08-01")


def messages(folder: Path) -> dict[str, ElementTree.Element]:
    paths = sorted(folder.glob("*/arkivmelding.xml"))
    return {path.parent.name: ElementTree.fromstring(path.read_bytes()) for path in paths}


def found(message: ElementTree.Element, name: str) -> list[str]:
    return [part.text or "" for part in message.iter() if local(part.tag) == name]


def codes(message: ElementTree.Element, name: str) -> list[str]:
    return [text for part in message.iter() if local(part.tag) == name for text in found(part, "kode")]


def text_of(raw: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages)


def test_a_meeting_is_a_set_of_messages_that_name_each_other(exported: Path) -> None:
    whole = messages(exported)
    assert [re.sub(r"^\d\d-M1-26-?", "", name) for name in whole] == [
        "", "item-agreed-innkalling", "item-standing-crime-picture", "item-case-1-26", "item-case-2-26",
        "item-case-3-26", "item-standing-follow-up", "item-agreed-referatsaker",
        "item-agreed-eventuelt", "MI", "SF-case-1-26", "SP-case-1-26", "SF-case-2-26", "SP-case-2-26", "SF-case-3-26",
        "SP-case-3-26", "MP", "VL-1-26-1", "VL-2-26-1",
    ]  # fmt: skip
    own = [found(message, "noekkel")[-1] for message in whole.values()]
    assert own[0] == "M1/26"
    assert len(set(own)) == len(own)
    assert {found(message, "noekkel")[0] for message in whole.values()} == {"M1/26"}
    assert {key for message in whole.values() for key in found(message, "noekkel")} == set(own)
    (system,) = {system for message in whole.values() for system in found(message, "fagsystem")}
    assert re.fullmatch("slt-flow:[0-9a-f]{64}", system)


def test_the_folder_tells_who_met_without_guests_and_where_it_goes(exported: Path) -> None:
    folder = messages(exported)["01-M1-26"]
    assert codes(folder, "funksjon") == ["LEDER", "VARA", "SEKR", "MEDL", "MEDL"]
    assert "Inga" in found(folder, "navn")
    assert not any("Gjest" in text for text in found(folder, "navn"))
    assert (found(folder, "saksaar"), found(folder, "sakssekvensnummer")) == (["2026"], ["123"])
    assert (codes(folder, "arkivdel"), found(folder, "klasseID")) == (["Råd og utvalg"], ["033"])
    assert (found(folder, "moetedato"), found(folder, "moetested")) == (["2026-06-10"], ["Rådhuset"])
    assert "09:00–11:00" in found(folder, "beskrivelse")[0]


def test_a_point_tells_what_was_decided_and_how_each_voted(exported: Path) -> None:
    whole = messages(exported)
    adopted, stuck = whole["04-M1-26-item-case-1-26"], whole["06-M1-26-item-case-3-26"]
    assert found(adopted, "tekstInnhold") == ["<b>Ja</b> & takk"]
    assert found(adopted, "stemme") == ["Ja"] * 5
    assert found(adopted, "dato") == ["2026-06-10T09:00:00+02:00"]
    assert (found(adopted, "moetesaksaar"), found(adopted, "moetesakssekvensnummer")) == (["2026"], ["1"])
    assert (found(adopted, "saksaar"), found(adopted, "sakssekvensnummer")) == (["2026"], ["7"])
    assert sorted(found(stuck, "stemme")) == ["Blankt", "Ja", "Ja", "Ja", "Nei"]
    assert found(stuck, "tekstInnhold") == ["Innbrudd", "Ikke enighet"]
    kinds = {name.partition("item-")[2]: codes(message, "moetesakstype") for name, message in whole.items()}
    assert kinds["agreed-innkalling"] == kinds["agreed-eventuelt"] == ["AN"]
    assert kinds["standing-crime-picture"] == kinds["agreed-referatsaker"] == ["RS"]
    assert kinds["case-1-26"] == ["PS"]


def test_what_is_exempt_is_restricted_and_stands_beside_what_is_public(exported: Path) -> None:
    for name, message in messages(exported).items():
        raw = (exported / name / "arkivmelding.xml").read_text(encoding="utf-8")
        (whole,) = (part for part in message if local(part.tag) in ("mappe", "registrering"))
        is_restricted = any(local(part.tag) == "skjerming" for part in whole)
        assert is_restricted == (name in SECRET)
        assert ("Ola" in raw) == (name in SECRET)
        if is_restricted:
            assert set(codes(message, "tilgangsrestriksjon")) == {"UO"}
            assert set(found(message, "skjermingshjemmel")) == {"offl. § 13"}
            assert "offentlighet (offl. § 13)" in found(message, "offentligTittel")[0]
        for path in (exported / name).glob("*.pdf"):
            if "VL" not in name:
                tells = "Ola" in text_of(path.read_bytes())
                assert tells == ("2-26" in name or name[-2:] in ("MI", "MP")) * ("offentlig" not in path.name)
    for name in (*SECRET[1:3], "10-M1-26-MI", "17-M1-26-MP"):
        assert codes(messages(exported)[name], "variantformat") == ["A", "O"]
        assert codes(messages(exported)[name], "tilgangsrestriksjon")[0] == "UO"
    assert codes(messages(exported)["12-M1-26-SP-case-1-26"], "variantformat") == ["A"]


def test_the_digests_are_those_of_the_files_and_the_journal_has_those_of_the_messages(
    exported: Path, minuted: Terminal
) -> None:
    rows = [line.split("  ", 1) for line in (exported / "sha256.txt").read_text(encoding="utf-8").splitlines()]
    files = {str(path.relative_to(exported)): path.read_bytes() for path in exported.rglob("*") if path.is_file()}
    listed = {name: digest for digest, name in rows}
    assert listed == {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items() if name != "sha256.txt"}
    for name, message in messages(exported).items():
        assert int(found(message, "antallFiler")[0]) == len(list((exported / name).iterdir())) - 1
        for file, digest, size in zip(
            found(message, "referanseDokumentfil"), found(message, "sjekksum"), found(message, "filstoerrelse"),
            strict=True,
        ):  # fmt: skip
            assert (listed[f"{name}/{file}"], len(files[f"{name}/{file}"])) == (digest, int(size))
    assert (exported / "18-M1-26-VL-1-26-1" / "M1-26-VL-1-26-1.txt").read_text(encoding="utf-8") == "Åpent"
    told = minuted("history", "M1/26", "--json", *FILED).ok().json
    digests = {row["data"]["digest"] for row in told if row["kind"] == "ArchiveExported"}
    assert digests == {digest for name, digest in listed.items() if name.endswith("arkivmelding.xml")}


def test_the_case_paper_is_the_one_that_the_meeting_had(exported: Path) -> None:
    paper = text_of((exported / "11-M1-26-SF-case-1-26" / "M1-26-SF-case-1-26.pdf").read_bytes())
    assert "På sakslista" in paper
    assert "Vedtatt" not in paper


@needs_schemas
def test_the_schemas_and_the_lists_take_every_message(exported: Path) -> None:
    for path in exported.glob("*/arkivmelding.xml"):
        assert faults(path.read_bytes()) == [], path


@pytest.mark.endurance
def test_again_only_what_is_new_goes_and_nothing_is_written_over(exported: Path, minuted: Terminal) -> None:
    before = {path: path.read_bytes() for path in exported.rglob("*") if path.is_file()}
    assert "eksportert før" in minuted("export", "archive", "M1/26", "ut", *FILED).ok().err
    assert minuted("export", "archive", "M1/26", "annet", "--lang", "en", "--json", *FILED).ok().json == []
    said = minuted("export", "archive", "M1/26", "annet", "--again", "--key", "en", *FILED).ok()
    assert "registrert fra før" in said.out + said.err
    assert not (minuted.home / "annet").exists()
    for line in LATER.strip().splitlines():
        minuted(*(word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)), *LATER_ON).ok()
    assert minuted("export", "archive", "M1/26", "annet", "--json", *FILED).ok().json == []
    said = minuted("export", "archive", "M1/26", "annet", "--again", "--for", "ordforer", *FILED).failed(2)
    assert "annet" not in said.out + said.err
    assert not (minuted.home / "annet").exists()  # refused when all was written already
    minuted("export", "archive", "M1/26", "ut", "--again", *FILED).failed(4)
    minuted("export", "archive", "M1/26", "intet/ut", "--again", *FILED).failed(4)
    minuted("meeting", "addendum", "M1/26", "Rettelse", *LATER_ON).ok()
    minuted("export", "archive", "M1/26", "ut", *LATER_ON).failed(4)
    height, export = minuted.digest(), ("export", "archive", "M1/26", "ny", "--json", *LATER_ON)
    shown = minuted(*export, "--dry-run").ok().json
    assert minuted.digest() == height
    assert not (minuted.home / "ny").exists()
    newer = minuted(*export).ok().json
    assert newer == shown
    assert {(row["standing"], row["version"]) for row in newer} == {("newer", 2)}
    names = [
        "12-M1-26-SP-case-1-26-v2", "14-M1-26-SP-case-2-26-v2", "16-M1-26-SP-case-3-26-v2", "17-M1-26-MP-v2",
    ]  # fmt: skip
    assert [row["folder"] for row in newer] == names
    assert sorted(path.name for path in (minuted.home / "ny").iterdir()) == [*names, "sha256.txt"]
    again = minuted("export", "archive", "M1/26", "alt", "--again", "--json", *LATER_ON).ok().json
    assert {row["standing"] for row in again} == {"same"}
    assert len(again) == 19
    assert {path: path.read_bytes() for path in exported.rglob("*") if path.is_file()} == before


@needs_schemas
@pytest.mark.endurance
@pytest.mark.parametrize("council", ["kvaefjord", "levanger"])
def test_the_schemas_and_the_lists_take_the_meetings_of_a_demo_year(
    council: str, demo: Callable[[str], bytes], tmp_path: Path
) -> None:
    terminal = Terminal(tmp_path, {"SLT_STATE": ""})
    terminal.database.write_bytes(demo(council))
    for meeting in ("M1", "M2"):
        terminal("export", "archive", f"{meeting}/26", meeting, "--on", DEMO_DAY.isoformat()).ok()
        paths = tuple((tmp_path / meeting).glob("*/arkivmelding.xml"))
        assert len(paths) > 10
        assert {str(path): faults(path.read_bytes()) for path in paths} == {str(path): [] for path in paths}
