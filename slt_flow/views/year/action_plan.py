"""The action plan, to read, to file, and as the text that the council decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from slt_flow.results.documents import Block, Bullets, Document, Grid, Heading, Paragraph
from slt_flow.results.evaluation import PlanLine, PlannedArea, PlanSheet
from slt_flow.terms import N_, Level
from slt_flow.views.text.words import Words

CHANGES: Final[Mapping[str, str]] = {
    "added": N_("added since"),
    "removed": N_("removed since"),
    "title": N_("renamed; it was “{was}”"),
    "owner": N_("new owner; it was {was}"),
    "due": N_("deadline moved; it was {was}"),
    "achieved": N_("carried out since"),
}
"""What has become of a line since the plan was adopted."""

_ROOM: Final = 19_000
"""How long the text of a decision may get; a longer plan is decided without the assignments' lines."""


def document(sheet: PlanSheet, words: Words) -> Document:
    """The plan as a document."""
    goals, lines = sheet.plan_goals, sheet.plan
    title = words.say("Action plan {period}: {council}", period=_period(sheet), council=sheet.council)
    blocks: list[Block] = [Paragraph(told) for told in _standing(sheet, words)]
    for area in goals:
        blocks.append(Heading(2, _area(area, words)))
        blocks += [Bullets(tuple(area.goals))] if area.goals else []
        blocks += _decisions([row for row in lines if row.area == area.area], words)
    named = {area.area for area in goals}
    if left := [row for row in lines if row.area not in named]:
        blocks += [Heading(2, words.say("Other decisions")), *_decisions(left, words)]
    return Document(title, tuple(blocks))


def text(sheet: PlanSheet, words: Words) -> str:
    """The plan as the council decides it."""
    for deepest in (Level.EXECUTING, Level.COORDINATING, Level.STRATEGIC):
        written = "\n".join(_written(sheet, words, deepest))
        if len(written) <= _ROOM:
            return written
    return written[:_ROOM]


def changes(row: PlanLine | PlannedArea, words: Words) -> str:
    """What has become of a line since the plan was adopted."""
    was = row.was if isinstance(row, PlanLine) else {}
    return "; ".join(words.say(CHANGES[name], was=_was(was.get(name), words)) for name in row.changes)


def _was(value: str | date | None, words: Words) -> str:
    return words.short_day(value) if isinstance(value, date) else words.text(value)


def _period(sheet: PlanSheet) -> str:
    first, last = sheet.first, sheet.last
    return str(first) if first == last else f"{first}–{last}"


def _standing(sheet: PlanSheet, words: Words) -> Iterator[str]:
    if sheet.adopted_on is not None:
        told = {"day": sheet.adopted_on, "ref": sheet.ref, "meeting": sheet.meeting}
        yield words.say("Adopted on {day} in {meeting} ({ref}).", **told)
        if sheet.replaces:
            earlier = {"ref": sheet.replaces, "day": sheet.replaced_adopted_on}
            yield words.say("It replaces {ref}, the plan adopted on {day}.", **earlier)
        yield (
            words.plural("{number} line has changed since.", "{number} lines have changed since.", sheet.changed)
            if sheet.changed
            else words.say("Nothing has changed since.")
        )
    elif sheet.ref is not None:
        yield words.say("{ref}: {state}.", ref=sheet.ref, state=words.named(sheet.state) if sheet.state else "")
    else:
        yield words.say(
            "Not adopted. Adopt it with: slt plan adopt {period} --meeting MEETING --consent all", period=_typed(sheet)
        )
    if sheet.in_preparation:
        yield words.say("A new plan is being prepared: {ref}.", ref=sheet.in_preparation)


def _typed(sheet: PlanSheet) -> str:
    first, last = sheet.first, sheet.last
    return str(first) if first == last else f"{first}..{last}"


def _area(area: PlannedArea, words: Words) -> str:
    marked = changes(area, words)
    return f"{area.area_title} ({marked})" if marked else area.area_title


def _decisions(lines: list[PlanLine], words: Words) -> Iterator[Block]:
    for place, row in enumerate(lines):
        if row.level != Level.STRATEGIC:
            continue
        below = [each for each in lines[place + 1 :] if each.ref.startswith(f"{row.ref}.")]
        marked = changes(row, words)
        state = words.named(row.state)
        yield Heading(3, f"{row.ref} {row.title}: {state}" + (f" ({marked})" if marked else ""))
        if not below:
            yield Paragraph(words.say("No assignment has been given yet."))
            continue
        yield _grid(below, words)


def _grid(below: list[PlanLine], words: Words) -> Grid:
    columns = [words.say("ref"), words.say("measure"), words.say("owner"), words.say("deadline"), words.say("state")]
    changed = any(row.changes for row in below)
    cells = [
        (
            row.ref,
            row.title,
            row.owner_title or row.owner or "",
            words.short_day(row.due) if row.due is not None else "",
            words.named(row.state),
            *((changes(row, words),) if changed else ()),
        )
        for row in below
    ]
    return Grid((*columns, words.say("changed")) if changed else tuple(columns), tuple(cells))


def _written(sheet: PlanSheet, words: Words, deepest: Level) -> Iterator[str]:
    goals, lines = sheet.plan_goals, sheet.plan
    levels = list(Level)[: list(Level).index(deepest) + 1]
    named = {area.area for area in goals}
    for area in (*goals, PlannedArea("", words.say("Other decisions"), (), ())):
        own = [r for r in lines if (r.area == area.area if area.area else r.area not in named)]
        if not own and not area.goals:
            continue
        yield area.area_title
        yield from (f"  {goal}" for goal in area.goals)
        yield from (_sentence(row, words) for row in own if row.level in levels)
        yield ""


def _sentence(row: PlanLine, words: Words) -> str:
    told = f"- {row.ref} {row.title}"
    if row.owner:
        told += f" – {row.owner_title or row.owner}"
    return told + (", " + words.say("deadline {day}", day=words.short_day(row.due)) if row.due else "")
