"""What was read from files is kept while they stay as they are, and no longer."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from slt_flow.definitions.unchanged import unchanged


def written_anew(path: Path) -> None:
    path.write_text("other text", encoding="utf-8")


def replaced_by_another(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_text("text", encoding="utf-8")
    os.replace(other, path)


def touched(path: Path) -> None:
    os.utime(path, ns=(0, 0))


def gone(path: Path) -> None:
    path.unlink()


def joined_by_another(path: Path) -> None:
    (path.parent / "other").write_text("", encoding="utf-8")


@pytest.mark.parametrize("change", [written_anew, replaced_by_another, touched, gone, joined_by_another])
def test_whatever_happens_to_a_file_or_its_folder_is_seen(tmp_path: Path, change: Callable[[Path], None]) -> None:
    path, reads = tmp_path / "file", count(1)
    path.write_text("text", encoding="utf-8")

    def ask() -> int:
        return unchanged((tmp_path, "asked"), lambda: [tmp_path, path], lambda: next(reads))

    assert (ask(), ask()) == (1, 1)
    change(path)
    assert (ask(), ask()) == (2, 2)


def test_what_cannot_be_read_is_not_kept(tmp_path: Path) -> None:
    def fail() -> str:
        raise OSError("out of reach")

    with pytest.raises(OSError, match="out of reach"):
        unchanged((tmp_path, "failed"), list, fail)
    assert unchanged((tmp_path, "failed"), list, lambda: "read") == "read"
