"""Identity numbers that stand in a journal already: no document and no export prints them, and they are found."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from pypdf import PdfReader

from slt_flow.services.history import audit
from slt_flow.services.request.context import opened
from slt_flow.views.writers import WRITERS
from tests.commands.test_any_value import EVERY, filled
from tests.conftest import DEMO_DAY
from tests.journeys.test_commands import answer
from tests.journeys.test_erased_everywhere import named_everywhere
from tests.model.test_personal_data import made

NUMBER: Final = made("D-number")
TYPED: Final = f"{NUMBER[:6]} {NUMBER[6:]}"
STARS: Final = f"{NUMBER[:6]} *****"
DIGEST: Final = re.compile("[0-9a-f]{32,}")
"""A digest, in which any five digits may stand by chance."""

DOCUMENTS: Final = (
    "meeting agenda M3/26", "meeting minutes M1/26", "report", "handover-pack", "plan show 2026", "evaluate show 2026",
)  # fmt: skip


@pytest.fixture
def numbered(demo: Callable[[str], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a council in all of whose texts the number stood before texts were looked through."""
    database = tmp_path / "demo.sqlite"
    database.write_bytes(demo("kvaefjord"))
    assert named_everywhere(database, TYPED) > 50
    audit.rebuild(opened(database, council="kvaefjord"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(line: str, *more: str) -> tuple[str, ...]:
    return (*line.split(), "--db", "demo.sqlite", "--on", DEMO_DAY.isoformat(), "--lang", "en", *more)


def test_documents_and_exports_show_stars_and_say_so(numbered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        asked("export ocel"), asked("report", "--format", "csv"), asked("report", "--json"),
        *(asked(line, "--format", "md") for line in DOCUMENTS),
        *(asked(line) for line in DOCUMENTS),
    ]  # fmt: skip
    for line in lines:
        code, out, err = answer(capsys, *line)
        assert code == 0, (line, err)
        plain = DIGEST.sub("", out.replace("\\", ""))
        assert NUMBER[6:] not in plain, line
        assert STARS in plain, line
        assert "are masked here" in err, line
        assert NUMBER[6:] not in err, line


def texts_of(file: Path) -> str:
    """What a reader finds in a file, packed or not; digits that a format sets apart stand together."""
    raw = file.read_bytes()
    if file.suffix == ".pdf":
        told = "".join(page.extract_text() for page in PdfReader(file).pages)
    elif raw.startswith(b"PK"):
        with zipfile.ZipFile(file) as packed:
            told = "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    else:
        told = raw.decode().replace("\\", "")
    return DIGEST.sub("", told)


@pytest.mark.endurance
@pytest.mark.parametrize("form", sorted(WRITERS))
def test_no_file_of_any_format_holds_the_number(form: str, numbered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for place, line in enumerate(DOCUMENTS):
        name = f"{place}.{form}"
        code, _, err = answer(capsys, *asked(line, "--output", name))
        assert (code, "are masked here" in err) == (0, True), (line, err)
        told = texts_of(numbered / name)
        assert NUMBER[6:] not in told, line
        assert "*****" in told, line


def test_an_archive_has_the_journal_whole_and_says_so(numbered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = "an archive has the journal whole"
    code, _, err = answer(capsys, *asked("export council council.zip"))
    assert (code, told in err) == (0, True), err
    code, _, err = answer(capsys, "import", "council", "council.zip", "--db", "other.sqlite", "--lang", "en")
    assert (code, told in err) == (0, True), err


def test_what_stands_there_is_found_and_can_be_erased(numbered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, *asked("check-texts", "--json"))
    found = json.loads(out)["occurrences"]
    assert code == 1
    assert len(found) > 50
    assert {(row["kind"], row["masked"]) for row in found} == {("identity_number", STARS)}
    code, out, _ = answer(capsys, *asked("check-texts"))
    assert (code, NUMBER[6:] in out, "slt journal redact" in out) == (1, False, True)
    remark = next(row for row in found if row["field"] == "reason")
    erase = asked("journal redact", str(remark["seq"]), "--text", "reason", "--basis", "Art. 17", "--yes")
    assert answer(capsys, *erase)[0] == 0
    left = json.loads(answer(capsys, *asked("check-texts", "--json"))[1])["occurrences"]
    assert remark in found
    assert remark not in left


def test_a_council_without_any_says_so(
    demo: Callable[[str], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "demo.sqlite").write_bytes(demo("kvaefjord"))
    monkeypatch.chdir(tmp_path)
    code, out, err = answer(capsys, *asked("check-texts"))
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "No personal data was found."


def test_a_write_is_refused_with_the_number_masked(
    demo: Callable[[str], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "demo.sqlite").write_bytes(demo("kvaefjord"))
    monkeypatch.chdir(tmp_path)
    before = (tmp_path / "demo.sqlite").read_bytes()
    code, out, err = answer(capsys, *asked("remark 1/26"), f"Gutten ({TYPED}) var der")
    assert (code, out) == (2, "")
    assert STARS in err
    assert NUMBER[6:] not in err
    assert (tmp_path / "demo.sqlite").read_bytes() == before
    code, out, err = answer(capsys, *asked("remark 1/26"), "Ring 22 33 44 55")
    assert code == 0
    assert "22 ** ** **" in out + err


WRONG: Final = (
    "show {}", "history {}", "status --owner {}", "status --state {}", "report --since {}", "report --period {}",
    "obligations --as-of {}", "meeting agenda {}", "meeting minutes {}", "next {}", "why {} adopt", "plan show {}",
    "letter {}", "attachment list {}", "{}", "meeting {}", "show 1/26 --{}", "show 1/26 {}", "report --format {}",
)  # fmt: skip


def test_what_is_typed_wrong_is_echoed_with_stars(numbered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in WRONG:
        for form in ((), ("--json",)):
            code, out, err = answer(capsys, *asked(line.format(NUMBER), *form))
            assert code != 0, line
            assert out + err != "", line
            assert NUMBER[6:] not in out + err, line


NEVER_ENDING: Final = ("serve", "workflow check", "demo")
OF_ALL: Final = {parameter.name for parameter in EVERY["status"].params} & {
    parameter.name for parameter in EVERY["councils"].params
}
TYPED_ANYWHERE: Final = [
    (name, parameter)
    for name, command in EVERY.items()
    for parameter in command.params
    if name not in NEVER_ENDING
    and not getattr(parameter, "is_flag", False)
    and (parameter.name not in OF_ALL or name in ("status", "remark"))
]
"""Every argument and option of every command that takes a value; those that all commands have of two of them."""


@pytest.mark.parametrize("every", [40, pytest.param(1, marks=pytest.mark.endurance)])
def test_no_argument_of_any_command_is_echoed_with_the_number(
    demo: Callable[[str], bytes],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    every: int,
) -> None:
    (tmp_path / "demo.sqlite").write_bytes(demo("kvaefjord"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDITOR", "true")
    assert len(TYPED_ANYWHERE) > 300
    echoed = 0
    for place, (name, parameter) in enumerate(TYPED_ANYWHERE[::every]):
        words = [*name.split(), *filled(EVERY[name], but=parameter, by=f"{NUMBER}.md")]
        form = ("--json",) * (place % 2)
        _, out, err = answer(capsys, *words, "--db", "demo.sqlite", "--on", DEMO_DAY.isoformat(), "--lang", "en", *form)
        assert NUMBER[6:] not in out + err, words
        echoed += NUMBER[:6] in out + err
    assert echoed > len(TYPED_ANYWHERE) // every // 3
