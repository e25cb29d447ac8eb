"""Agenda of a meeting as a document; text that somebody wrote is never markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from slt_flow.results.decisions import WorkRow
from slt_flow.results.documents import Block, Bullets, Document, Grid, Heading, Paragraph, listed
from slt_flow.results.meetings import Agenda, AgendaItem, Minutes
from slt_flow.terms import N_
from slt_flow.views.text.words import Words

MEETINGS: Final[Mapping[str, str]] = {
    "ordinary": N_("Ordinary meeting"),
    "extraordinary": N_("Extraordinary meeting"),
    "information": N_("Information meeting for the municipal council"),
    "coordination": N_("Meeting of the coordinating level"),
}
"""Names of the kinds of meeting."""

PUT_OFF: Final = "put_off"
DECIDED: Final = ("case", PUT_OFF)
"""Kinds of points that are decisions; the second was put off by an earlier meeting."""

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
    """Build the agenda to read or to send; the dropped points are for the coordinator only."""
    blocks: list[Block] = [Paragraph("\n".join(_heading(agenda, words)))]
    for point in agenda.items:
        blocks.append(Heading(2, f"{point.number}. {title(point, words)}"))
        blocks += _beneath(point, words)
    if not agenda.items:
        blocks.append(Paragraph(words.say("Nothing waits for this meeting yet.")))
    if dropped and agenda.dropped:
        points = (f"{point.number}. {title(point, words)}" for point in agenda.dropped)
        blocks += listed(words.say("Taken off the agenda"), points)
        how_to = words.say("Put one back with: slt meeting place-item {ref} NUMBER PLACE", ref=agenda.ref)
        blocks.append(Paragraph(how_to))
    return Document(words.say("Agenda for {ref} – {council}", ref=agenda.ref, council=agenda.title), tuple(blocks))


def title(point: AgendaItem, words: Words) -> str:
    """Return the title of a point."""
    facts = {**point.facts, "ref": point.ref, "title": point.title}
    if "state" in facts:
        facts["state"] = words.named(facts["state"])
    called = words.say(_TITLES.get(point.key) or _TITLES[point.kind], **facts)
    return words.say("{title} (for information)", title=called) if facts.get("information") else called


def kind_and_day(result: Agenda | Minutes, words: Words) -> Iterator[str]:
    """Yield the kind and day of a meeting, who requested it, and its group."""
    kind = words.say(MEETINGS[result.kind])
    yield words.say("{kind}, {day}", kind=f"{kind}: {result.name}" if result.name else kind, day=result.day)
    if result.begins:
        yield words.say("Time: {time}", time=f"{result.begins}–{result.ends}" if result.ends else result.begins)
    if result.venue:
        yield words.say("Place: {place}", place=result.venue)
    if result.group:
        yield words.say("Group: {group}", group=result.group)
    if result.requested_by:
        yield words.say("Requested by: {party}", party=result.requested_by)


def cases(rows: tuple[WorkRow, ...], words: Words) -> Grid:
    """Return a table of cases with owner, deadline and state."""
    columns = (words.say("ref"), words.say("title"), words.say("owner"), words.say("deadline"), words.say("state"))
    return Grid(columns, tuple(_row(row, words) for row in rows))


def _heading(agenda: Agenda, words: Words) -> Iterator[str]:
    if agenda.cancelled is not None:
        yield words.say("Cancelled: {reason}", reason=agenda.cancelled or "–")
    yield from kind_and_day(agenda, words)
    if agenda.short_notice:
        yield words.say("Called at short notice")
    if agenda.submissions is not None:
        yield words.say("Matters are submitted by {day}", day=agenda.submissions)
    if agenda.sent is not None:
        yield words.say("The agenda was sent on {day}", day=agenda.sent)
    elif agenda.due is not None and agenda.cancelled is None:
        yield words.say("The agenda is to be sent on {day} at the latest", day=agenda.due)


def _beneath(point: AgendaItem, words: Words) -> Iterator[Block]:
    facts = point.facts
    if text := point.text or facts.get("text"):
        yield Paragraph(text)
    if facts.get("note"):
        yield Paragraph(words.say("“{text}”", text=facts["note"]))
    if lines := tuple(_lines(point, words)):
        yield Bullets(lines)
    if point.cases:
        yield cases(point.cases, words)
    elif point.kind == "standing" and "year" in facts:
        yield Paragraph(words.say("None."))


def _lines(point: AgendaItem, words: Words) -> Iterator[str]:
    facts = point.facts
    if point.post_title:
        raised = point.kind in ("stuck", "report")
        message = N_("Accountable: {post}") if raised else N_("Presented by: {post}")
        yield words.say(message, post=point.post_title)
    if point.case:
        yield words.say("Case number: {case}", case=point.case)
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
        yield words.say(
            "The agreement lets it be adopted from {first} on; before that the council must want it early: "
            "slt evaluate adopt {year} --early",
            first=facts["first"],
            year=facts["year"],
        )
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
