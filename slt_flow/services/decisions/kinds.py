"""Kinds of decision."""

from __future__ import annotations

from typing import Final

from slt_flow.definitions.load import pinned_kind
from slt_flow.definitions.read import read_text
from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.definitions.spelling import closest
from slt_flow.errors import RequestError
from slt_flow.results.decisions import KindRow
from slt_flow.services.request import parsing
from slt_flow.services.request.kind_headings import kind_heading
from slt_flow.terms import Named

OWN_COMMAND: Final = {"evaluation": "slt evaluate open YEAR", "action_plan": "slt plan open YEAR"}
"""Kinds whose decisions are made of what is in the register already, each with the command that begins one."""


TITLE: Final = "TITLE"
"""Where a command leaves room for a title."""


def kinds(shelf: Shelf = SHIPPED) -> tuple[KindRow, ...]:
    """Return every kind of decision: what it is called, who ratifies it, and the measures it brings with it."""
    rows = []
    for name, path in shelf.kinds().items():
        kind = pinned_kind(read_text(path), name).kind
        command = OWN_COMMAND.get(name, f"slt decision register {TITLE} --kind {name}")
        measures = tuple(str(preset.title) for preset in kind.measures)
        label = Named(name, kind.kind.label._asdict())
        rows.append(KindRow(name, label, tuple(kind.kind.ratified_by), measures, command))
    return tuple(rows)


def kind_named(typed: str, shelf: Shelf = SHIPPED) -> str:
    """Return the name of a kind that a decision may be registered as.

    Raises:
        RequestError: there is no such kind, or it is registered by a command of its own.
    """
    names = list(shelf.kinds())
    wanted = typed.strip().casefold().replace("-", "_")
    if wanted not in names:
        raise RequestError("unknown_kind", given=parsing.shown(typed), near=closest(wanted, names), known=tuple(names))
    if wanted in OWN_COMMAND:
        called = Named(wanted, kind_heading(wanted, shelf).label._asdict())
        raise RequestError("kind_has_a_command", kind=wanted, kind_label=called, command=OWN_COMMAND[wanted])
    return wanted


def titled(kind: str, language: str, period: str, shelf: Shelf = SHIPPED) -> str:
    """Return the title of a decision about a year or period, in the council's language: `Evaluering 2026`."""
    return f"{kind_heading(kind, shelf).label._asdict()[language]} {period}"
