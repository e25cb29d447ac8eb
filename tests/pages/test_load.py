"""Load on the pages, as `python -m bench.pages` measures it, for some seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.pages import load


@pytest.mark.endurance
def test_readers_and_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    measured = load(tmp_path, seconds=12, readers=12, writers=5, pause=1)
    assert measured.failed == []
    assert measured.lost == []
    assert measured.flaws == ()
    assert measured.code == 0
    assert min(len(measured.reads), len(measured.writes)) > 20
