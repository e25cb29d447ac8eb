"""Clauses of an agreement: what each means here, and who or what judges it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from slt_flow.results.agreements import CheckedAgreement, ClauseRow, ExplainedClause
from slt_flow.views.text.placeholders import in_words
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.styled import Text
from slt_flow.views.text.tables import written
from slt_flow.views.text.words import JUDGES, Words, safe
from slt_flow.views.year.obligations import filled, wording_of

_REF: Final = 10
"""Width of a clause's § before its key."""


def show_checked(checked: CheckedAgreement, words: Words, screen: Screen) -> None:
    """Print who or what judges each clause, a line each, and that the file is in order."""
    for clause in checked.clauses:
        head = Text.assemble(f"{clause.ref:<{_REF}}  ", (clause.key, "bold"))
        screen.print(Text.assemble(head, f": {_judges(clause, words)}"), hang=_REF + 2)
    screen.print()
    screen.print(words.say("{agreement} is in order.", agreement=checked.agreement))


def show_clauses(clauses: Sequence[ExplainedClause], words: Words, screen: Screen) -> None:
    """Print clauses with an empty line between."""
    for place, explained in enumerate(clauses):
        if place:
            screen.print()
        _show_clause(explained.clause, words, screen)


def _show_clause(clause: ClauseRow, words: Words, screen: Screen) -> None:
    """Print the text of a clause, its meaning here, its judges, its keeper, and the command that keeps it."""
    screen.print(Text.assemble((clause.key, "bold"), f"  {clause.ref}"))
    screen.print(Text("  ") + Text(safe(clause.text)), hang=2)
    if clause.numbers:
        numbers = ", ".join(f"{name} = {written(number, words) or '–'}" for name, number in clause.numbers.items())
        screen.print(f"  {numbers}", hang=2, style="dim")
    wording = wording_of(clause.judged_as or clause.key)
    if wording.topic:
        screen.print(Text("  ") + Text(words.say(wording.topic)), hang=2)
    for line in _beside(clause, words):
        screen.print(Text(f"  {line}", style="dim"), hang=2)
    if wording.command:
        command = words.say("Command: {command}", command=in_words(filled(wording.command, clause.key), words))
        screen.print(f"  {command}", style="cyan")


def _judges(clause: ClauseRow, words: Words) -> str:
    return ", ".join(words.say(JUDGES[judge]) for judge in clause.judged_by)


def _beside(clause: ClauseRow, words: Words) -> list[str]:
    lines = [words.say("Judged by: {judges}.", judges=_judges(clause, words))]
    if clause.asked_by:
        lines.append(words.say("Asked at: {actions}.", actions=", ".join(clause.asked_by).replace("_", "-")))
    if clause.keeper:
        lines.append(words.say("To be kept by: {post}.", post=clause.keeper))
    if clause.document:
        lines.append(words.say("Refers to: {document}.", document=safe(clause.document)))
    return lines
