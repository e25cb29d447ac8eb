"""Actions of a case: those that are open, and the findings that bar the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from slt_flow.results.answers import Finding
from slt_flow.results.columns import HIDDEN, Json
from slt_flow.terms import Named


class ActionState(NamedTuple):
    """An action of a case: open or shut, whose act it is, and what keeps it shut.

    It insists on the answers it `asks`, and takes those it `may_ask`; one that `moves` leads to another state.
    """

    action: str
    label: Annotated[Mapping[str, str], HIDDEN]
    open: bool
    by: tuple[str, ...]
    asks: tuple[str, ...]
    findings: Annotated[tuple[Finding, ...], Json(form="blocking")]
    may_ask: Annotated[tuple[str, ...], HIDDEN] = ()
    moves: Annotated[bool, HIDDEN] = False


class ActionsOf(NamedTuple):
    """The actions of one case."""

    ref: str
    title: Annotated[str, HIDDEN]
    state: Named
    actions: tuple[ActionState, ...]
