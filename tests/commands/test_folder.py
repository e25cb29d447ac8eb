"""Folders that a command fills: what fails leaves every file whole, and the next run goes on."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from slt_flow.commands.cli import Cli
from slt_flow.commands.folder import fill
from slt_flow.errors import RecordsError
from slt_flow.views.follow_up.meeting_folder import File, digest_of

ROWS = Mapping[str, tuple[str, str]]


def contents(rows: ROWS) -> File:
    listing = "".join(f"| {name} | {title} | {digest} |\n" for name, (title, digest) in rows.items())
    return File("00.md", "Innhold", f"{listing}\n<!-- {digest_of(listing.encode())} -->\n".encode())


def filled(place: Path, **files: bytes) -> dict[str, str]:
    made = [File(f"{name}.pdf", name, content) for name, content in files.items()]
    return {row.file: row.outcome for row in fill(Cli(), str(place), made, contents)}


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "00.md"}


@pytest.mark.parametrize("fails", ["replace", "link"])
def test_a_full_disk_leaves_every_file_whole_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    folder = tmp_path / "M1"
    filled(folder, a=b"1", b=b"1")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, fails, full)
        if fails == "link":  # a file system without links is written to in another way, which is full too
            patched.setattr(Path, "replace", full)
        with pytest.raises(RecordsError) as failed:
            filled(folder, a=b"1", b=b"2", c=b"1")
    assert (failed.value.code, failed.value.exit_code, failed.value.facts["why"]) == ("cannot_write_file", 4, "ENOSPC")
    assert held(folder) == {"a.pdf": b"1", "b.pdf": b"1" if fails == "replace" else b"2"}
    after = {"00.md": "replaced", "a.pdf": "unchanged", "b.pdf": "replaced", "c.pdf": "made"}
    if fails == "link":  # b was made before c failed, and is what is wanted
        after["b.pdf"] = "unchanged"
    assert filled(folder, a=b"1", b=b"2", c=b"1") == after
    assert held(folder) == {"a.pdf": b"1", "b.pdf": b"2", "c.pdf": b"1"}


def test_a_file_that_was_there_before_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"mine")
    (tmp_path / "b.pdf").mkdir()
    (tmp_path / "c.pdf").symlink_to("gone")
    assert filled(tmp_path, a=b"1", b=b"1", c=b"1", d=b"1") == {
        "00.md": "made", "a.pdf": "edited", "b.pdf": "edited", "c.pdf": "edited", "d.pdf": "made",
    }  # fmt: skip
    assert (tmp_path / "a.pdf").read_bytes() == b"mine"
    assert filled(tmp_path) == {
        "00.md": "replaced", "a.pdf": "edited", "b.pdf": "edited", "c.pdf": "edited", "d.pdf": "removed",
    }  # fmt: skip
    assert (tmp_path / "a.pdf").read_bytes() == b"mine"


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "M1"
    made = [File("a.pdf", "a", b"1")]
    foreseen = fill(Cli(dry_run=True), str(folder), made, contents)
    assert not folder.exists()
    assert fill(Cli(), str(folder), made, contents) == foreseen


def listed(place: Path, *names: str, called: str = "00.md") -> None:
    """A list of contents whose digests are right, and which names whatever somebody put there."""
    rows = "".join(f"| {name} | a | {digest_of(b'1')} |\n" for name in names)
    (place / called).write_text(f"{rows}\n<!-- {digest_of(f'{rows}'.encode())} -->\n", encoding="utf-8")


def test_a_list_that_names_files_elsewhere_removes_none(tmp_path: Path) -> None:
    folder = tmp_path / "M1"
    (folder / "sub").mkdir(parents=True)
    victims = [tmp_path / "victim.txt", folder / "sub" / "victim.txt", folder / "..\\\\victim.txt", folder / "C:v.txt"]
    for victim in victims:
        victim.write_bytes(b"1")
    link = folder / "link.txt"
    link.symlink_to(victims[0])
    listed(folder, "../victim.txt", "sub/victim.txt", str(victims[0]), "..\\\\victim.txt", "C:v.txt", "link.txt", "..")
    assert filled(folder) == {"00.md": "replaced", "link.txt": "edited"}
    assert all(victim.read_bytes() == b"1" for victim in victims)
    assert link.is_symlink()


def test_a_list_in_another_language_is_ours_too(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf", "mine.pdf"):
        (tmp_path / name).write_bytes(b"1")
    listed(tmp_path, "a.pdf", "b.pdf", called="00-other.md")
    made = [File("a.pdf", "a", b"2")]
    rows = fill(Cli(), str(tmp_path), made, contents, ("00.md", "00-other.md"))
    assert {row.file: row.outcome for row in rows} == {
        "00.md": "made", "a.pdf": "replaced", "b.pdf": "removed", "00-other.md": "removed",
    }  # fmt: skip
    assert held(tmp_path) == {"a.pdf": b"2", "mine.pdf": b"1"}


def test_a_list_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "M1"
    folder.mkdir()
    listed(tmp_path)
    (folder / "00.md").symlink_to(tmp_path / "00.md")
    with pytest.raises(RecordsError) as refused:
        filled(folder)
    assert refused.value.code == "contents_edited"
