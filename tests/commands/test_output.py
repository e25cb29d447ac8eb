"""Files that documents are written to: whole or not at all, and never in the place of another."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from slt_flow.commands.output import FORMATS
from slt_flow.commands.run import run
from tests.conftest import MakeContext

OLD: Final = b"what stood there before"

Report = Callable[..., tuple[int, str, str]]


@pytest.fixture
def report(context: MakeContext, capsys: pytest.CaptureFixture[str]) -> Report:
    """Hands out a report of a council."""
    made = context()

    def ran(*words: str) -> tuple[int, str, str]:
        code = run(["report", "--db", str(made.store.path), *words], {"SLT_LANG": "en"})
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return ran


def file(path: Path) -> None:
    path.write_bytes(OLD)


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    (path.parent / "other").write_bytes(OLD)
    path.symlink_to(path.parent / "other")


def link_to_nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path)


THERE: Final = (file, folder, pipe, link, link_to_nowhere, link_to_itself)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_written_over(form: str, report: Report, tmp_path: Path) -> None:
    for place, make in enumerate(THERE):
        path = tmp_path / str(place) / f"report.{form}"
        path.parent.mkdir()
        make(path)
        before = sorted(path.parent.iterdir())
        code, _, err = report("--output", str(path))
        assert (code, "is there already" in err) == (4, True), make
        assert sorted(path.parent.iterdir()) == before
        assert all(each.read_bytes() == OLD for each in before if each.is_file())


@pytest.mark.parametrize("form", FORMATS)
def test_a_disk_that_is_full_leaves_nothing(
    form: str, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    folder = tmp_path / "full"
    folder.mkdir()
    monkeypatch.setattr(os, "fsync", full)
    code, out, err = report("--output", str(folder / f"report.{form}"))
    assert (code, out) == (4, "")
    assert "the disk is full" in err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "name", [*(f"con.{form}" for form in FORMATS), "NUL.md", "aux.old.md", "Com1.md", "lpt³.md", "prn .md"]
)
def test_a_name_that_windows_keeps_for_a_device_is_refused(name: str, report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    code, _, err = report("--output", str(folder / name))
    assert (code, "Windows keeps that name" in err) == (4, True)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["console", "con1", "com", "com10", "auxiliary", "nuller"])
def test_a_name_that_only_looks_like_a_device_is_a_name(name: str, report: Report, tmp_path: Path) -> None:
    assert report("--output", str(tmp_path / f"{name}.md"))[0] == 0
    assert (tmp_path / f"{name}.md").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("path", ["gone/report.pdf", "a\0b.pdf", "x" * 300 + ".pdf"])
def test_a_place_that_cannot_be_written_to_is_named(path: str, report: Report, tmp_path: Path) -> None:
    code, _, err = report("--output", str(tmp_path / path))
    assert (code, "cannot be written" in err) == (4, True)


BAD: Final[Mapping[str, str]] = {"document.typ": "#let x = (", "layout.toml": "[fonts]\nsize = 1", "logo.svg": "<p/>"}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_layout_ends_with_3_and_writes_nothing(name: str, report: Report, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / name).write_text(BAD[name], encoding="utf-8")
    code, out, _ = report("--output", str(tmp_path / "report.pdf"), "--templates", str(own), "--json")
    assert code == 3
    assert json.loads(out)["facts"]["file"] == str(own / name)
    assert not (tmp_path / "report.pdf").exists()


def test_a_layout_is_used_where_it_is_named(report: Report, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "layout.toml").write_text('[colours]\naccent = "#5a1e2d"\n', encoding="utf-8")
    assert report("--output", str(tmp_path / "own.pdf"), "--templates", str(own))[0] == 0
    assert report("--output", str(tmp_path / "ours.pdf"))[0] == 0
    ours = (tmp_path / "ours.pdf").read_bytes()
    assert ours.startswith(b"%PDF-1.7")
    assert ours != (tmp_path / "own.pdf").read_bytes()


def test_a_layout_where_it_changes_nothing_is_refused(report: Report, tmp_path: Path) -> None:
    for words in (["--output", str(tmp_path / "report.md")], ["--format", "json"], []):
        code, _, err = report(*words, "--templates", str(tmp_path))
        assert (code, "Leave --templates out" in err or "leave --templates out" in err) == (2, True)
    assert not (tmp_path / "report.md").exists()
