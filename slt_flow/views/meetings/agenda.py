"""Notice of a meeting with its agenda as a document; text that somebody wrote is never markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from slt_flow.results.decisions import WorkRow
from slt_flow.results.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Note,
    Paragraph,
    fact_list,
    listed,
    table,
)
from slt_flow.results.meetings import Agenda, AgendaItem, Minutes
from slt_flow.terms import N_
from slt_flow.views.meetings.facts import Fact, acting, facts_of, person
from slt_flow.views.text.words import Words

PUT_OFF: Final = "put_off"
DECIDED: Final = ("case", PUT_OFF)
"""Kinds of points that are decisions; the second was put off by an earlier meeting."""

RAISED: Final = ("stuck", "report")
"""Kinds of points that the owner of a case has raised."""

_EARLY: Final = N_("The agreement lets it be adopted from {first} on; before that the council must want it early.")

_TITLES: Final[Mapping[str, str]] = {
    "standing:crime_picture": N_("The crime picture"),
    "standing:youth_council": N_("Update from the youth council"),
    "standing:follow_up": N_("Status of the follow-up"),
    "standing:late_work": N_("Work past its deadline"),
    "standing:decisions": N_("Decisions of {year}"),
    "standing:assignments": N_("Assignments and measures"),
    "minutes": N_("Approval of the minutes of {ref}, {day}"),
    "case": N_("{ref} {title}"),
    "put_off": N_("{ref} {title}"),
    "ratification": N_("{ref} {title}: to be ratified"),
    "stuck": N_("{ref} {title}: {state}"),
    "report": N_("{ref} {title}: {state}"),
    "learning": N_("Learning point {ref}: {title}"),
    "evaluation": N_("Evaluation of {year}"),
    "own": N_("{title}"),
    "notice": N_("{title}"),
    "information": N_("{title}"),
    "other": N_("{title}"),
}
"""Titles of points, those of the standing ones by their keys, the others by their kinds."""

_AGREED: Final[Mapping[str, str]] = {
    "Godkjenning av innkalling og saksliste": N_("Approval of the notice and agenda"),
    "Referatsaker": N_("Matters for information"),
    "Eventuelt": N_("Any other business"),
}
"""Points that an agreement names as the templates do; what it calls otherwise are words of its own, in its language."""

_FACTS: Final[Mapping[str, str]] = {
    "area": N_("Focus area: {area}"),
    "challenges": N_("Answers: {challenges}"),
    "knowledge": N_("Rests on: {knowledge}"),
    "bodies": N_("To be ratified by: {bodies}"),
    "proposed_by": N_("Proposed by: {proposed_by}"),
    "follows": N_("Goes on from: {follows}"),
}
"""Lines beneath a point, by the fact that each shows, in their order."""


def document(agenda: Agenda, words: Words, *, dropped: bool = True) -> Document:
    """Build the notice of a meeting with its agenda, to read or to send.

    Args:
        agenda: the agenda.
        words: the reader's language.
        dropped: add what is for the coordinator only: the points taken off, and what to type.
    """
    called = words.say("Notice and agenda {ref} – {council}", ref=agenda.ref, council=agenda.title)
    dated = agenda.sent or agenda.due or agenda.day  # the letter's day, not the meeting's, which the facts tell
    blocks: list[Block] = [*exempt(agenda, words)]
    if is_masked(agenda):
        return Document(called, tuple(blocks), day=dated, number=agenda.ref)
    if agenda.cancelled is not None:
        blocks.append(Note(words.say("Cancelled: {reason}", reason=agenda.cancelled or "–")))
    blocks += fact_list(_facts(agenda, words, typed=dropped))
    blocks += listed(words.say("Called to the meeting"), (acting(row, words) for row in agenda.invited))
    if agenda.cancelled is None and agenda.secretary is not None:
        cannot = N_("Those who cannot come tell {post} as soon as possible.")
        blocks.append(Paragraph(words.say(cannot, post=person(agenda.secretary))))
    blocks += _points(agenda, words)
    for point in agenda.items:
        if beneath := tuple(_beneath(point, words, typed=dropped)):
            blocks += (Heading(2, f"{point.number}. {title(point, words)}"), *beneath)
    if dropped and agenda.dropped:
        points = (f"{point.number}. {title(point, words)}" for point in agenda.dropped)
        blocks += listed(words.say("Taken off the agenda"), points)
        how_to = words.say("Put one back with: slt meeting place-item {ref} NUMBER PLACE", ref=agenda.ref)
        blocks.append(Paragraph(how_to))
    return Document(called, tuple(blocks), day=dated, number=agenda.ref)


def title(point: AgendaItem, words: Words) -> str:
    """Return the title of a point."""
    if is_masked(point):
        return " ".join(filter(None, (point.ref, point.title)))
    agreed = _AGREED.get(point.title) if point.key.startswith("agreed:") else None
    facts = {**point.facts, "ref": point.ref, "title": words.say(agreed) if agreed is not None else point.title}
    if "state" in facts:
        facts["state"] = words.named(facts["state"])
    called = words.say(_TITLES.get(point.key) or _TITLES[point.kind], **facts)
    return words.say("{title} (for information)", title=called) if facts.get("information") else called


def is_masked(part: Agenda | Minutes | AgendaItem) -> bool:
    """Tell whether the public edition has nothing of a meeting or a point but its number, its mark and the basis."""
    return part.exempt is not None and part.exempt.masked


def exempt(part: Agenda | Minutes | AgendaItem, words: Words) -> Iterator[Block]:
    """Yield that a meeting or a point is exempt, why, and what it is called in public."""
    if part.exempt is None:
        return
    if part.exempt.masked:
        if not isinstance(part, AgendaItem):
            yield Note(part.name)
        return
    line = words.say("Exempt from public access: {basis}", basis=part.exempt.basis)
    title = part.exempt.public_title
    called = words.say("Called in public: {title}", title=title) if title else words.say("Without a title in public")
    yield Note(f"{line}\n{called}")


def cases(rows: tuple[WorkRow, ...], words: Words) -> tuple[Block, ...]:
    """Return a table of cases with owner, deadline and state."""
    columns = tuple(
        words.say(name) for name in (N_("Case"), N_("Title"), N_("Responsible"), N_("Deadline"), N_("Status"))
    )
    return table(columns, (_row(row, words) for row in rows))


def _facts(agenda: Agenda, words: Words, *, typed: bool) -> Iterator[Fact]:
    yield from facts_of(agenda, words)
    if agenda.short_notice:
        yield words.say("Notice"), words.say("Called at short notice")
    if agenda.chair is not None:
        yield words.say("Chair"), person(agenda.chair)
    if agenda.secretary is not None:
        yield words.say("Secretary"), person(agenda.secretary)
    if agenda.submissions is not None:
        yield words.say("Matters are submitted by"), words.day(agenda.submissions)
    if agenda.sent is not None:
        yield words.say("Sent"), words.day(agenda.sent)
    elif typed and agenda.due is not None and agenda.cancelled is None:
        yield words.say("To be sent by"), words.day(agenda.due)


def _points(agenda: Agenda, words: Words) -> Iterator[Block]:
    """Yield the points in a table: number, title, number in the archive, and who presents each."""
    yield Heading(2, words.say("Agenda"))
    if not agenda.items:
        yield Paragraph(words.say("Nothing waits for this meeting yet."))
    columns = (words.say("No."), words.say("Item"), words.say("Case number"), words.say("Presenter"))
    yield from table(columns, (_point(point, words) for point in agenda.items))


def _point(point: AgendaItem, words: Words) -> tuple[str, ...]:
    presenter = "" if point.kind in RAISED else point.post_title
    return (str(point.number), title(point, words), point.case or "", presenter)


def _beneath(point: AgendaItem, words: Words, *, typed: bool) -> Iterator[Block]:
    facts = point.facts
    yield from exempt(point, words)
    if text := point.text or facts.get("text"):
        yield Paragraph(text)
    if facts.get("note"):
        yield Paragraph(words.say("“{text}”", text=facts["note"]))
    if lines := tuple(_lines(point, words, typed=typed)):
        yield Bullets(lines)
    if point.cases:
        yield from cases(point.cases, words)
    elif point.kind == "standing" and "year" in facts:
        yield Paragraph(words.say("None."))


def _lines(point: AgendaItem, words: Words, *, typed: bool) -> Iterator[str]:
    facts = point.facts
    if point.post_title and point.kind in RAISED:
        yield words.say("Accountable: {post}", post=point.post_title)
    if facts.get("put_off"):
        yield words.say("Put off by {meeting}", meeting=facts["put_off"])
    for fact, message in _FACTS.items():
        if facts.get(fact):
            yield words.say(message, **{fact: facts[fact]})
    if facts.get("waiting"):
        yield words.say("Waited for: {bodies}", bodies=facts["waiting"])
    if "since" in facts:
        yield words.say("Since {day}", day=facts["since"])
    if late := words.lateness(0, facts.get("delivered_late", 0)):
        yield late[:1].upper() + late[1:]
    if "assignments" in facts:
        yield from _figures(facts, words)
    if facts.get("first"):
        early = N_(
            "The agreement lets it be adopted from {first} on; before that the council must want it early: "
            "slt evaluate adopt {year} --early"
        )
        yield words.say(early if typed else _EARLY, first=facts["first"], year=facts["year"])
    if point.attachments:
        yield words.say("Attachments: {names}", names=point.attachments)
    if facts.get("carried_to"):
        yield words.say("Carried to {year}", year=facts["carried_to"])


def _figures(facts: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield words.plural("{number} open assignment", "{number} open assignments", facts["assignments"])
    yield words.say("{done} of {total} measures carried out", done=facts["done"], total=facts["total"])
    yield words.plural("{number} deadline has passed", "{number} deadlines have passed", facts["late"])


def _row(row: WorkRow, words: Words) -> tuple[str, ...]:
    state = filter(None, (words.named(row.state), words.lateness(row.late_days, row.delivered_late)))
    return (row.ref, row.title, row.owner_title or "", words.short_day(row.due), ", ".join(state))
