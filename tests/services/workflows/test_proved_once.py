"""A version is proved once in a process, whatever was proved with the same machines around it."""

from __future__ import annotations

from typing import Any

import pytest

from slt_flow.engine.proof.migration import Crossed
from slt_flow.services.workflows import soundness
from tests.worlds import machines


def test_versions_that_come_into_force_together_are_each_proved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    proved: list[str] = []

    def sound(_inputs: Any, name: str, _progress: Any) -> Crossed:
        proved.append(name)
        return Crossed(1, 0, None)

    monkeypatch.setattr(soundness, "sound", sound)
    monkeypatch.setattr(soundness, "_PROVED", set())
    names = ("decision", "assignment")
    for name in (*names, *names):
        soundness.refuse_unsound(machines()[name], machines())
    assert proved == list(names)
