"""The action plan, to read, to file, and as the text that the council decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from slt_flow.results.documents import Block, Bullets, Document, Heading, Paragraph, table
from slt_flow.results.evaluation import PlanLine, PlannedArea, PlanSheet
from slt_flow.terms import EXEMPT, N_, Level
from slt_flow.views.text.words import Words
from slt_flow.views.text.wrapping import fitting

CHANGES: Final[Mapping[str, str]] = {
    "added": N_("added since"),
    "removed": N_("removed since"),
    "title": N_("renamed; it was “{was}”"),
    "owner": N_("new owner; it was {was}"),
    "due": N_("deadline moved; it was {was}"),
    "achieved": N_("carried out since"),
}
"""Changes of a line since the plan was adopted."""

LEVELS: Final = tuple(Level)
"""Levels of lines, the council's first."""


def document(sheet: PlanSheet, words: Words, *, typed: bool = False) -> Document:
    """Return the plan as a document; one that is not adopted is a draft.

    Args:
        sheet: the plan.
        words: the reader's language.
        typed: tell what to type to adopt it.
    """
    title = words.say("Action plan {period}: {council}", period=str(sheet.period), council=sheet.council)
    blocks: list[Block] = [Paragraph(sentence) for sentence in _standing(sheet, words, typed=typed)]
    for area, lines in _by_area(sheet, words):
        if lines or area.area:
            blocks.append(Heading(2, area.area_title + _marked(area, words)))
            blocks += [Bullets(area.goals)] if area.goals else []
            blocks += tuple(_decisions(lines, words)) or (Paragraph(words.say("Nothing is planned here.")),)
    return Document(
        title,
        tuple(blocks),
        day=sheet.decided.adopted_on or sheet.as_of,
        number=sheet.decided.ref or "",
        draft=words.say("DRAFT – not adopted") if sheet.decided.is_draft else "",
    )


def text(sheet: PlanSheet) -> str:
    """Return the plan as the council decides it, in its language; a long one without its measures or assignments."""
    words = Words(sheet.language)
    return fitting(_written(sheet, words, levels) for levels in (LEVELS, LEVELS[:2], LEVELS[:1]))


def _by_area(sheet: PlanSheet, words: Words) -> Iterator[tuple[PlannedArea, list[PlanLine]]]:
    """Yield each focus area with its lines, and last the lines without one."""
    named = {area.area for area in sheet.plan_goals}
    for area in sheet.plan_goals:
        yield area, [row for row in sheet.plan if row.area == area.area]
    title = words.say("Other decisions") if named else words.say("Decisions")
    yield PlannedArea("", title, (), ()), [row for row in sheet.plan if row.area not in named]


def _changes(row: PlanLine | PlannedArea, words: Words) -> str:
    was = row.was if isinstance(row, PlanLine) else {}
    return "; ".join(words.say(CHANGES[name], was=_was(was.get(name), words)) for name in row.changes)


def _was(value: str | date | None, words: Words) -> str:
    return words.short_day(value) if isinstance(value, date) else words.text(value)


def _standing(sheet: PlanSheet, words: Words, *, typed: bool) -> Iterator[str]:
    decided = sheet.decided
    if decided.adopted_on is not None:
        adoption = {"day": decided.adopted_on, "ref": decided.ref, "meeting": decided.meeting}
        yield words.say("Adopted on {day} in {meeting} ({ref}).", **adoption)
        if sheet.replaces:
            earlier = {"ref": sheet.replaces, "day": sheet.replaced_adopted_on}
            yield words.say("It replaces {ref}, the plan adopted on {day}.", **earlier)
        yield (
            words.plural("{number} line has changed since.", "{number} lines have changed since.", sheet.changed)
            if sheet.changed
            else words.say("Nothing has changed since.")
        )
    elif decided.state is not None:
        yield words.say("Case {ref}: {state}.", ref=decided.ref, state=words.named(decided.state))
    elif typed:
        command = N_("Not adopted. Adopt it with: slt plan adopt {period} --meeting MEETING --consent POSTS")
        yield words.say(command, period=sheet.period.typed)
    else:
        yield words.say("The council has not adopted this plan.")
    if sheet.in_preparation:
        yield words.say("A new plan is being prepared: {ref}.", ref=sheet.in_preparation)


def _marked(row: PlanLine | PlannedArea, words: Words) -> str:
    changes = _changes(row, words)
    return f" ({changes})" if changes else ""


def _decisions(lines: list[PlanLine], words: Words) -> Iterator[Block]:
    for place, row in enumerate(lines):
        if row.level != Level.STRATEGIC:
            continue
        below = [line for line in lines[place + 1 :] if line.ref.startswith(f"{row.ref}.")]
        yield Heading(3, f"{row.ref} {row.title}: {words.named(row.state)}{_marked(row, words)}")
        if row.state != EXEMPT:  # how far that one is stays unsaid
            yield from _grid(below, words) or (Paragraph(words.say("No assignment has been given.")),)


def _grid(below: list[PlanLine], words: Words) -> tuple[Block, ...]:
    headings = (N_("Case"), N_("Measure"), N_("Responsible"), N_("Deadline"), N_("Status"), N_("Changed"))
    return table((words.say(name) for name in headings), (_cells(row, words) for row in below))


def _cells(row: PlanLine, words: Words) -> tuple[str, ...]:
    owner, due = row.owner_title or row.owner or "", words.short_day(row.due)
    return (row.ref, row.title, owner, due, words.named(row.state), _changes(row, words))


def _written(sheet: PlanSheet, words: Words, levels: Sequence[Level]) -> Iterator[str]:
    for area, lines in _by_area(sheet, words):
        if lines or area.goals:
            yield area.area_title
            yield from (f"  {goal}" for goal in area.goals)
            yield from (_sentence(row, words) for row in lines if row.level in levels)
            yield ""


def _sentence(row: PlanLine, words: Words) -> str:
    owner = f" – {row.owner_title or row.owner}" if row.owner else ""
    return ", ".join(filter(None, (f"- {row.ref} {row.title}{owner}", words.deadline(row.due))))
