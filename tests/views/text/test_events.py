"""Every kind of entry has its words in a history."""

from __future__ import annotations

from slt_flow.engine.entries import Kind
from slt_flow.views.text.events import KINDS


def test_every_kind_of_entry_has_its_words() -> None:
    assert set(KINDS) == set(Kind)
