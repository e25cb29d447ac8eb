"""Actions of a case: those that are open, and the findings that bar the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from slt_flow.results.answers import Finding


class DoorState(NamedTuple):
    """A door of a case: open or shut, whose deed it is, and what keeps it shut."""

    door: str
    label: Mapping[str, str]
    open: bool
    by: tuple[str, ...]
    asks: tuple[str, ...]
    findings: tuple[Finding, ...]


class DoorsOf(NamedTuple):
    """The doors of one case."""

    ref: str
    title: str
    state: str
    label: Mapping[str, str]
    doors: tuple[DoorState, ...]
