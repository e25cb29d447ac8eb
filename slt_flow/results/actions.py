"""Actions of a case: those that are open, and the findings that bar the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from slt_flow.results.answers import Finding


class ActionState(NamedTuple):
    """An action of a case: open or shut, whose act it is, and what keeps it shut."""

    action: str
    label: Mapping[str, str]
    open: bool
    by: tuple[str, ...]
    asks: tuple[str, ...]
    findings: tuple[Finding, ...]


class ActionsOf(NamedTuple):
    """The actions of one case."""

    ref: str
    title: str
    state: str
    label: Mapping[str, str]
    actions: tuple[ActionState, ...]
