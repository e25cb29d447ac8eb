"""The evaluation of a year, to read, to file, and as the text that the council decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from slt_flow.results.documents import Block, Bullets, Document, Grid, Heading, Paragraph
from slt_flow.results.evaluation import (
    AssessedMeasure,
    EvaluatedDecision,
    EvaluationSheet,
    LaterMeasure,
    UnfinishedCase,
    YearsLearning,
)
from slt_flow.terms import Effect
from slt_flow.views.text.lateness import lateness
from slt_flow.views.text.words import VALUES, Words

_ROOM: Final = 19_000
"""How long the text of a decision may get; a longer evaluation is decided without its notes, then without its lines."""


_Case = AssessedMeasure | EvaluatedDecision | LaterMeasure | UnfinishedCase | YearsLearning


def effect(given: str | None, words: Words) -> str:
    """An effect in words; a dash while there is none."""
    return words.say(VALUES[given]) if given is not None else words.text(None)


def document(sheet: EvaluationSheet, words: Words) -> Document:
    """The evaluation of a year as a document."""
    title = words.say("Evaluation of {year}: {council}", year=sheet.year, council=sheet.council)
    blocks: list[Block] = [Paragraph(_standing(sheet, words)), *_effects(sheet.effects, words)]
    blocks += _section(words.say("Challenges without measures"), _unanswered(sheet, words))
    blocks += _section(words.say("Measures without a challenge"), [_named(r) for r in sheet.measures_without_challenge])
    blocks += _section(words.say("Unfinished"), [_open(row, words) for row in sheet.unfinished])
    for year, late in groupby(sheet.assessed_later, key=lambda row: row.year):
        heading = words.say("To be assessed with the evaluation of {year}", year=year)
        blocks += _section(heading, [f"{_named(r)}: {words.named(r.state)}" for r in late])
    blocks += _section(words.say("Learning points"), [_learnt(row, words) for row in sheet.learning])
    blocks += _section(words.say("Decisions that are evaluated with it"), [_waits(r, words) for r in sheet.evaluates])
    return Document(title, tuple(blocks))


def text(sheet: EvaluationSheet, words: Words) -> str:
    """The evaluation as the council decides it: every effect with its note, the gaps, and what was learnt."""
    for write in (_whole, _without_notes, _counted):
        written = "\n".join(write(sheet, words))
        if len(written) <= _ROOM:
            return written
    return written[:_ROOM]


def closing(sheet: EvaluationSheet, words: Words) -> str:
    """Why an adopted evaluation is closed: where its follow-up is."""
    taught = [row for row in sheet.learning if row.taught_here]
    if not taught:
        return words.say("The year has been evaluated.")
    following = sheet.year + 1
    return words.say("The year has been evaluated; its learning points are followed up in {year}.", year=following)


def _standing(sheet: EvaluationSheet, words: Words) -> str:
    told = {"assessed": sheet.assessed, "measures": sheet.measures, "year": sheet.year}
    counted = words.say("{assessed} of {measures} settled measures have been assessed.", **told)
    if sheet.ref is None:
        return f"{counted} {_to_open(sheet, words)}"
    if sheet.adopted_on is not None:
        begun = words.say("Adopted on {day} ({ref}).", day=sheet.adopted_on, ref=sheet.ref)
    else:
        begun = words.say("{ref}: {state}.", ref=sheet.ref, state=words.named(sheet.state) if sheet.state else "")
    return f"{begun} {counted}"


def _to_open(sheet: EvaluationSheet, words: Words) -> str:
    """How an evaluation is opened, from when, or why there never will be one."""
    told = {"year": sheet.year, "first": sheet.followed_up_from, "day": sheet.can_be_opened_from}
    if sheet.year < sheet.followed_up_from.year:
        return words.say("The council is followed up here from {first}; {year} is not known here.", **told)
    if sheet.can_be_opened_from > sheet.as_of:
        return words.say("The evaluation can be opened from {day} on.", **told)
    return words.say("No evaluation has been opened. Open one with: slt evaluate open {year}", **told)


def _effects(rows: Iterable[AssessedMeasure], words: Words) -> Iterator[Block]:
    for area, within in groupby(rows, key=lambda row: (row.area, row.area_title)):
        yield Heading(2, area[1] or words.say("No focus area"))
        for challenge, measures in groupby(within, key=lambda row: (row.challenge, row.challenge_title)):
            yield Heading(3, _challenge(challenge, words))
            cells = [(row.ref, row.title, _result(row, words), effect(row.effect, words), row.note) for row in measures]
            columns = (words.say("ref"), words.say("measure"), words.say("state"), words.say("effect"))
            noted = any(cell[-1] for cell in cells)
            yield Grid(
                (*columns, words.say("note")) if noted else columns,
                tuple(cell if noted else cell[:-1] for cell in cells),
            )


def _challenge(challenge: tuple[str | None, str | None], words: Words) -> str:
    return words.say("Challenge: {title}", title=challenge[1]) if challenge[0] else words.say("No challenge named")


def _result(row: AssessedMeasure, words: Words) -> str:
    late = lateness(0, row.delivered_late, words)
    return ", ".join(part for part in (words.named(row.state), late) if part)


def _section(title: str, items: list[str]) -> list[Block]:
    return [Heading(2, title), Bullets(tuple(items))]


def _unanswered(sheet: EvaluationSheet, words: Words) -> list[str]:
    return [
        words.say("{title} (open: {refs})", title=row.title, refs=tuple(row.open)) if row.open else str(row.title)
        for row in sheet.challenges_without_measures
    ]


def _named(row: _Case) -> str:
    return f"{row.ref} {row.title}"


def _open(row: UnfinishedCase, words: Words) -> str:
    told = f"{_named(row)}: {words.named(row.state)}"
    if row.owner:
        told += f", {row.owner_title or row.owner}"
    if row.due is not None:
        told += ", " + words.say("deadline {day}", day=words.short_day(row.due))
    if late := lateness(row.late_days, row.delivered_late, words):
        told += f", {late}"
    return told


def _learnt(row: YearsLearning, words: Words) -> str:
    told = f"{_named(row)}: {words.named(row.state)}"
    if row.carried_to is not None:
        told += f" ({row.carried_to})"
    return f"{told}, {row.decision}" if row.decision else told


def _waits(row: EvaluatedDecision, words: Words) -> str:
    told = f"{_named(row)}: {words.named(row.state)}"
    if row.missing:
        told += "; " + words.say("effects still missing for {refs}", refs=tuple(row.missing))
    return told


def _whole(sheet: EvaluationSheet, words: Words) -> Iterator[str]:
    return _written(sheet, words, notes=True)


def _without_notes(sheet: EvaluationSheet, words: Words) -> Iterator[str]:
    return _written(sheet, words, notes=False)


def _written(sheet: EvaluationSheet, words: Words, *, notes: bool) -> Iterator[str]:
    rows = sheet.effects
    year = sheet.year
    yield words.say("The effect of the measures settled in {year}, against the challenges they answered:", year=year)
    by_challenge = sorted(rows, key=lambda row: (row.challenge_title or "", row.challenge or ""))
    for challenge, measures in groupby(by_challenge, key=lambda row: (row.challenge, row.challenge_title)):
        yield ""
        yield _challenge(challenge, words)
        for row in measures:
            note = f" {row.note}" if notes and row.note else ""
            yield f"- {_named(row)} ({_result(row, words)}): {effect(row.effect, words)}.{note}"
    yield from _listed(words.say("Challenges without measures"), _unanswered(sheet, words))
    taught = [_named(row) for row in sheet.learning if row.taught_here]
    yield from _listed(words.say("Learning points"), taught)


def _listed(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield from ("", title, *(f"- {item}" for item in items))


def _counted(sheet: EvaluationSheet, words: Words) -> Iterator[str]:
    year = sheet.year
    yield words.say("The effect of the measures settled in {year}, against the challenges they answered:", year=year)
    found = [row.effect for row in sheet.effects]
    for name in Effect:
        yield f"- {effect(name, words)}: {found.count(name)}"
