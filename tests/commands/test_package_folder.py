"""A folder with files is written whole or not at all, and never in the place of another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from slt_flow.files import write_folder

CONTENTS = {"01/arkivmelding.xml": b"<x/>", "01/M1-26.pdf": b"%PDF", "sha256.txt": b""}


def test_a_folder_is_there_with_all_its_files(folder: Path) -> None:
    write_folder(folder / "ut", CONTENTS)
    files = {path.relative_to(folder / "ut").as_posix(): path for path in (folder / "ut").rglob("*") if path.is_file()}
    assert {name: path.read_bytes() for name, path in files.items()} == CONTENTS
    assert [path.name for path in folder.iterdir()] == ["ut"]
    if os.name == "posix":
        assert {path.stat().st_mode & 0o077 for path in (folder / "ut").rglob("*")} == {0}


@pytest.mark.parametrize("taken", ["file", "empty folder", "folder", "link"])
def test_what_is_there_stays_as_it_is(folder: Path, taken: str) -> None:
    place = folder / "ut"
    if taken == "file":
        place.write_bytes(b"mitt")
    elif taken == "link":
        place.symlink_to(folder / "intet")
    else:
        place.mkdir()
        if taken == "folder":
            (place / "notat").write_bytes(b"mitt")
    before = sorted(folder.rglob("*"))
    with pytest.raises(FileExistsError):
        write_folder(place, CONTENTS)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("name", ["con", "a\0b", "intet/ut"])
def test_a_folder_that_cannot_be_leaves_nothing(folder: Path, name: str) -> None:
    with pytest.raises((OSError, ValueError)):
        write_folder(folder / name, CONTENTS)
    assert list(folder.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_nothing_of_the_others(folder: Path) -> None:
    with pytest.raises(ValueError, match="null"):
        write_folder(folder / "ut", {**CONTENTS, "a\0b": b""})
    assert list(folder.iterdir()) == []
