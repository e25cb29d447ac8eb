"""Template of an agreement file."""

from __future__ import annotations

from datetime import date

from slt_flow.definitions.agreement_template import template
from slt_flow.services.request import parsing


def new_agreement(name: str, title: str | None, language: str, first: date) -> tuple[str, str]:
    """Return a new council's id and the commented text of its agreement, valid as it stands.

    Args:
        name: what the municipality is called, `Indre Østfold`; the id is made of it.
        title: what the council is called.
        language: which language the council reads.
        first: the day it is in force from, until somebody writes another.

    Raises:
        RequestError: an id cannot be made of the name.
    """
    council, place = parsing.id_(name), parsing.line("name", name)
    if place == council:  # an id was typed: `indre-ostfold`
        place = "-".join(part[:1].upper() + part[1:] for part in place.split("-"))
    heading = parsing.line("title", title) if title is not None else None
    return council, template(council, place, heading, language, first)
