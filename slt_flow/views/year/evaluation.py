"""The evaluation of a year, to read, to file, and as the text that the council decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from slt_flow.results.decisions import WorkRow
from slt_flow.results.documents import Block, Document, Heading, Paragraph, listed, table
from slt_flow.results.evaluation import AssessedMeasure, EvaluatedCase, EvaluationSheet, YearsLearning
from slt_flow.terms import N_, Effect
from slt_flow.views.text.words import Words
from slt_flow.views.text.wrapping import fitting

_EFFECTS: Final = N_("The effect of the measures settled in {year}, against the challenges they answered:")

_Case = AssessedMeasure | EvaluatedCase | WorkRow | YearsLearning


def document(sheet: EvaluationSheet, words: Words, *, typed: bool = False) -> Document:
    """Return the evaluation of a year as a document; one that is not adopted is a draft.

    Args:
        sheet: the evaluation.
        words: the reader's language.
        typed: tell what to type to begin one.
    """
    title = words.say("Evaluation of {year}: {council}", year=sheet.year, council=sheet.council)
    blocks: list[Block] = [Paragraph(_standing(sheet, words, typed=typed)), *_effects(sheet.effects, words)]
    blocks += listed(words.say("Challenges without measures"), _unanswered(sheet, words))
    blocks += listed(words.say("Measures without a challenge"), map(_named, sheet.measures_without_challenge))
    blocks += listed(words.say("Unfinished"), (_open(row, words) for row in sheet.unfinished))
    for year, late in groupby(sheet.assessed_later, key=lambda row: row.year):
        heading = words.say("To be assessed with the evaluation of {year}", year=year)
        blocks += listed(heading, (_stated(row, words) for row in late))
    blocks += listed(words.say("Learning points"), (_learnt(row, words) for row in sheet.learning))
    blocks += listed(words.say("Decisions that are evaluated with it"), (_waits(r, words) for r in sheet.evaluates))
    decided = sheet.decided
    return Document(
        title,
        tuple(blocks),
        day=decided.adopted_on or sheet.as_of,
        number=decided.ref or "",
        draft=words.say("DRAFT – not adopted") if decided.is_draft else "",
    )


def text(sheet: EvaluationSheet) -> str:
    """Return the evaluation as the council decides it, in its language; a long one without notes, or only counted."""
    words = Words(sheet.language)
    return fitting((_written(sheet, words, notes=True), _written(sheet, words, notes=False), _counted(sheet, words)))


def closing(sheet: EvaluationSheet) -> str:
    """Say, in the council's language, why an adopted evaluation is closed: where its follow-up is."""
    words = Words(sheet.language)
    if not any(row.taught_here for row in sheet.learning):
        return words.say("The year has been evaluated.")
    following = sheet.year + 1
    return words.say("The year has been evaluated; its learning points are followed up in {year}.", year=following)


def _standing(sheet: EvaluationSheet, words: Words, *, typed: bool) -> str:
    sentence = N_("{assessed} of {measures} settled measures have been assessed.")
    counted, decided = words.say(sentence, assessed=sheet.assessed, measures=sheet.measures), sheet.decided
    if decided.state is None:
        return f"{counted} {_to_open(sheet, words, typed=typed)}"
    if decided.adopted_on is not None:
        return f"{words.say('Adopted on {day} ({ref}).', day=decided.adopted_on, ref=decided.ref)} {counted}"
    return f"{words.say('Case {ref}: {state}.', ref=decided.ref, state=words.named(decided.state))} {counted}"


def _to_open(sheet: EvaluationSheet, words: Words, *, typed: bool) -> str:
    """Say how an evaluation is opened, from when, or why there never will be one."""
    facts = {"year": sheet.year, "first": sheet.followed_up_from, "day": sheet.can_be_opened_from}
    if sheet.year < sheet.followed_up_from.year:
        return words.say("The council is followed up here from {first}; {year} is not known here.", **facts)
    if sheet.can_be_opened_from > sheet.as_of:
        return words.say("The evaluation can be opened from {day} on.", **facts)
    to_open = N_("No evaluation has been opened. Open one with: slt evaluate open {year}")
    return words.say(to_open if typed else N_("The council has not begun to evaluate the year."), **facts)


def _effects(rows: Iterable[AssessedMeasure], words: Words) -> Iterator[Block]:
    for area, within in groupby(rows, key=lambda row: (row.area, row.area_title)):
        yield Heading(2, area[1] or words.say("No focus area"))
        for challenge, measures in groupby(within, key=lambda row: (row.challenge, row.challenge_title)):
            yield Heading(3, _challenge(challenge, words))
            names = [words.say(name) for name in (N_("Case"), N_("Measure"), N_("Status"), N_("Effect"), N_("Note"))]
            yield from table(names, ((r.ref, r.title, _result(r, words), _effect(r, words), r.note) for r in measures))


def _challenge(challenge: tuple[str | None, str | None], words: Words) -> str:
    return words.say("Challenge: {title}", title=challenge[1]) if challenge[0] else words.say("No challenge named")


def _effect(row: AssessedMeasure, words: Words) -> str:
    return words.term(row.effect) if row.effect is not None else words.say("not assessed yet")


def _result(row: AssessedMeasure, words: Words) -> str:
    return ", ".join(filter(None, (words.named(row.state), words.lateness(0, row.delivered_late))))


def _unanswered(sheet: EvaluationSheet, words: Words) -> list[str]:
    return [
        words.say("{title} (open: {refs})", title=row.title, refs=tuple(row.open)) if row.open else str(row.title)
        for row in sheet.challenges_without_measures
    ]


def _named(row: _Case) -> str:
    return f"{row.ref} {row.title}"


def _stated(row: EvaluatedCase | WorkRow | YearsLearning, words: Words) -> str:
    return f"{_named(row)}: {words.named(row.state)}"


def _open(row: WorkRow, words: Words) -> str:
    late = words.lateness(row.late_days, row.delivered_late)
    details = (_stated(row, words), row.owner_title or row.owner, words.deadline(row.due), late)
    return ", ".join(filter(None, details))


def _learnt(row: YearsLearning, words: Words) -> str:
    year = f" ({row.carried_to})" if row.carried_to is not None else ""
    return _stated(row, words) + year + (f", {row.decision}" if row.decision else "")


def _waits(row: EvaluatedCase, words: Words) -> str:
    missing = "; " + words.say("effects still missing for {refs}", refs=tuple(row.missing)) if row.missing else ""
    return _stated(row, words) + missing


def _written(sheet: EvaluationSheet, words: Words, *, notes: bool) -> Iterator[str]:
    yield words.say(_EFFECTS, year=sheet.year)
    by_challenge = sorted(sheet.effects, key=lambda row: (row.challenge_title or "", row.challenge or ""))
    for challenge, measures in groupby(by_challenge, key=lambda row: (row.challenge, row.challenge_title)):
        yield ""
        yield _challenge(challenge, words)
        for row in measures:
            note = f" {row.note}" if notes and row.note else ""
            yield f"- {_named(row)} ({_result(row, words)}): {words.term(row.effect)}.{note}"
    yield from _listed(words.say("Challenges without measures"), _unanswered(sheet, words))
    taught = [_named(row) for row in sheet.learning if row.taught_here]
    yield from _listed(words.say("Learning points"), taught)


def _listed(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield from ("", title, *(f"- {item}" for item in items))


def _counted(sheet: EvaluationSheet, words: Words) -> Iterator[str]:
    yield words.say(_EFFECTS, year=sheet.year)
    effects = [row.effect for row in sheet.effects]
    for name in Effect:
        yield f"- {words.term(name)}: {effects.count(name)}"
