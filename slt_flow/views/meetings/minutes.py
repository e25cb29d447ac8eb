"""Minutes of a meeting as a document; text that somebody wrote is never markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from slt_flow.results.documents import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Signature,
    Signatures,
    fact_list,
    listed,
    table,
)
from slt_flow.results.history import Erasure
from slt_flow.results.meetings import (
    AgendaItem,
    DatedText,
    FollowUpWork,
    MinutedObjection,
    MinutedPoint,
    Minutes,
    MinutesItem,
    OffAgenda,
    OtherAct,
    Person,
    Recorder,
)
from slt_flow.terms import N_
from slt_flow.views.meetings.agenda import DECIDED, PUT_OFF, cases, exempt, is_masked, title
from slt_flow.views.meetings.facts import Fact, acting, facts_of, person
from slt_flow.views.text.tables import how_known
from slt_flow.views.text.words import FIELDS, Words

_STANCES: Final[Mapping[str, str]] = {
    "consent": N_("Consented: {posts}"),
    "stand_aside": N_("Stood aside: {posts}"),
}
"""Sentences on stances; a stance with a reason has a sentence of its own."""

_SINCE: Final[Mapping[str, str]] = {
    "consent": N_("it consented afterwards"),
    "stand_aside": N_("it stood aside afterwards"),
    "object": N_("it objected anew afterwards"),
}
"""Sentences on the last stance of a seat that objected before."""


def document(minutes: Minutes, words: Words) -> Document:
    """Build the minutes to read, to sign or to archive, or an extract of them."""
    message = (
        N_("Minutes of {ref} – {council}") if minutes.extract is None else N_("Extract of minutes {ref} – {council}")
    )
    called = words.say(message, ref=minutes.ref, council=minutes.title)
    if is_masked(minutes):
        return Document(called, tuple(exempt(minutes, words)), day=minutes.day, number=minutes.ref)
    blocks: list[Block] = [
        *exempt(minutes, words),
        *fact_list(_facts(minutes, words)),
        *_remarks_wanted(minutes, words),
    ]
    blocks += _attendance(minutes, words)
    blocks += _points(minutes, words)
    if minutes.progress:
        blocks += [Heading(2, words.say("Assignments and measures")), *cases(minutes.progress, words)]
    blocks += _beside(minutes, words)
    blocks += listed(words.say("Erased texts"), (_erasure(row, words) for row in minutes.erased))
    blocks += _signed(minutes, words)
    blocks += _appendix(minutes, words)
    number = minutes.ref if minutes.extract is None else f"{minutes.ref}, {minutes.extract}"
    return Document(called, tuple(blocks), day=minutes.day, number=number, draft=_draft(minutes, words))


def _points(minutes: Minutes, words: Words) -> Iterator[Block]:
    """Yield the agenda, the numbers of the points of which nothing is recorded, then each of the others."""
    items = {item.ref: item for item in minutes.items}
    recorded: list[tuple[MinutedPoint, tuple[Block, ...]]] = []
    for row in minutes.points:
        item = items.get(row.ref or "") if row.point.kind in DECIDED else None
        if not is_masked(row.point):  # of such a one the agenda says all there is to say
            recorded.append((row, tuple(_point(row, item, minutes, words))))
    if minutes.points and minutes.extract is None:
        yield Heading(2, words.say("Agenda"))
        names = (words.say("No."), words.say("Item"), words.say("Case number"), words.say("Presenter"))
        yield from table(names, (_named_point(row.point, words) for row in minutes.points))
    if empty := tuple(str(row.point.number) for row, beneath in recorded if not beneath):
        one, many = N_("Nothing is recorded under item {numbers}."), N_("Nothing is recorded under items {numbers}.")
        yield Paragraph(words.say(one if len(empty) == 1 else many, numbers=empty))
    if minutes.extract is not None:
        yield from (Note(title(row.point, words)) for row in minutes.points if is_masked(row.point))
    for row, beneath in recorded:
        if beneath:
            yield Heading(2, f"{row.point.number}. {title(row.point, words)}")
            yield from beneath


def _named_point(point: AgendaItem, words: Words) -> tuple[str, ...]:
    return (str(point.number), title(point, words), point.case or "", point.post_title)


def _facts(minutes: Minutes, words: Words) -> Iterator[Fact]:
    yield from facts_of(minutes, words)
    if minutes.led_by:
        yield words.say("Led by"), words.text(tuple(acting(row, words) for row in minutes.led_by))
    yield words.say("Minutes by"), person(minutes.written_by)
    if minutes.approved_in:
        yield words.say("Approved in"), minutes.approved_in


def _draft(minutes: Minutes, words: Words) -> str:
    """Return the mark of minutes that are neither approved nor archived, with the last day for remarks."""
    if minutes.final:
        return ""
    if minutes.remarks_due is None:
        return words.say("DRAFT – not approved")
    return words.say("DRAFT – not approved. Remarks by {day}", day=minutes.remarks_due)


def _remarks_wanted(minutes: Minutes, words: Words) -> Iterator[Block]:
    if not minutes.final:
        yield Note(words.say("Remarks on the minutes go to {post}.", post=person(minutes.written_by)))


def _signed(minutes: Minutes, words: Words) -> Iterator[Block]:
    """Yield the lines to sign on: of who led the meeting and who wrote the minutes; of an extract only the latter."""
    confirmed = N_("We confirm by our signatures that the minutes agree with what was decided at the meeting.")
    certified = N_("The extract is certified as true to the minutes.")
    yield Paragraph(words.say(confirmed if minutes.extract is None else certified))
    leaders = minutes.led_by if minutes.extract is None else ()
    rows = [_signature(row) for row in (*leaders, minutes.written_by)]
    yield Signatures(tuple(dict.fromkeys(rows)))


def _signature(row: Person) -> Signature:
    return Signature(row.title, row.holder or "") if not row.deputy else Signature(row.deputy)


def _recorders(rows: tuple[Recorder, ...], words: Words) -> Iterator[str]:
    """Yield who recorded the meeting, then whoever else did in some cases; and where nobody knows that it was."""
    for place, row in enumerate(rows):
        who = person(row)
        if place:
            who = words.say("{who} in {refs}", who=who, refs=row.refs)
        if how := how_known(row.authenticated, words):
            who = words.say("{who} ({how})", who=who, how=how)
        yield who


def _attendance(minutes: Minutes, words: Words) -> Iterator[Block]:
    there = (row for row in minutes.attendance if row.presence != "absent")
    yield from listed(words.say("Those present"), (_there(row, words) for row in there))
    absent = tuple(person(row) for row in minutes.attendance if row.presence == "absent")
    if absent:
        yield Paragraph(words.say("Not present: {posts}", posts=absent))


def _there(row: Person, words: Words) -> str:
    """Return somebody who was there, with the role of a guest and the points at which they came, went or took part."""
    name = acting(row, words)
    if row.presence == "guest":
        name = words.say("{who} ({role})", who=name, role=words.term(row.role or row.presence))
    elif row.presence == "left" and not any(passage.point for passage in row.passages):
        return words.say("{who} (left: {reason})", who=name, reason=row.reason)
    elif row.deputy:
        name = _deputy(name, row, words)
    parts = [name]
    if row.during:
        parts.append(words.say("took part in {points}", points=tuple(_named(point, words) for point in row.during)))
    for passage in row.passages:
        if passage.point is not None:
            came = passage.presence != "left"
            message = N_("came at {point}") if came else N_("left at {point}")
            parts.append(_with_reason(words.say(message, point=_named(passage.point, words)), passage.reason, words))
    return "; ".join(parts)


def _named(point: str, words: Words) -> str:
    """Return a point of the meeting: the ref of its case, or its number."""
    return words.say("item {ref}", ref=point) if "/" in point else words.say("point {number}", number=point)


def _deputy(name: str, row: Person, words: Words) -> str:
    """Return a deputy with its mandate: who gave it and when, and why it commits nobody where it does not."""
    mandate = row.mandate or words.say("none recorded")
    if row.mandated_by is not None:
        mandate = words.say("{mandate}, from {giver}", mandate=mandate, giver=row.mandated_by)
    if row.mandated_on is not None:
        mandate = words.say("{mandate}, given on {day}", mandate=mandate, day=row.mandated_on)
    if row.lack is None:
        return words.say("{who} (mandate: {mandate})", who=name, mandate=mandate)
    why = words.term(row.lack)
    return words.say("{who} (mandate: {mandate}; commits nobody: {why})", who=name, mandate=mandate, why=why)


def _point(row: MinutedPoint, item: MinutesItem | None, minutes: Minutes, words: Words) -> Iterator[Block]:
    """Yield what stands beneath a point: what was said, its text, what came of it, and what follows."""
    yield from exempt(row.point, words)
    if row.discussion:
        yield Paragraph(row.discussion)
    yield from _text(item.text if item is not None else row.point.text, item, words)
    lines = [words.say("Case number: {case}", case=row.point.case)] if row.point.case else []
    lines += [words.say("Attachments: {names}", names=row.point.attachments)] if row.point.attachments else []
    lines += _passages(row, words)
    if row.outcome is not None:
        outcome = words.term(row.outcome)
        lines.append(words.say("Outcome: {state}", state=outcome[:1].upper() + outcome[1:]))
    if item is not None:
        lines += _said(item, minutes, words)
    elif row.outcome is None and row.point.kind not in DECIDED and (act := _act_on(row, minutes)) is not None:
        lines.append(_with_reason(words.say("Outcome: {state}", state=words.named(act.state)), act.note, words))
    elif row.point.kind == PUT_OFF:
        lines.append(words.say("Outcome: {state}", state=words.say("not concluded")))
    lines += [
        words.say("To be followed up: {ref} {title}", ref=case.ref, title=case.title) for case in row.follow_up
    ]  # fmt: skip
    if lines:
        yield Bullets(tuple(lines))
    if item is not None:
        yield from _results(item, words)
        yield from _follow_up(item.follow_up, words)


def _act_on(row: MinutedPoint, minutes: Minutes) -> OtherAct | None:
    """Return what the meeting did with the case of a point that is no decision."""
    return next((act for act in minutes.others if act.ref == row.ref), None)


def _text(text: str, item: MinutesItem | None, words: Words) -> Iterator[Block]:
    """Yield the text of a point; of a case under its own heading, which tells whether it was decided.

    A case without a text is decided by its title.
    """
    if item is not None and not item.information and (text or item.decided):
        yield Heading(3, words.say("The decision") if item.decided else words.say("The proposal"))
        yield Paragraph(text or item.title)
    elif text:
        yield Paragraph(text)


def _passages(row: MinutedPoint, words: Words) -> Iterator[str]:
    guests = tuple(
        words.say("{who} ({role})", who=acting(g, words), role=words.term(g.role or "guest"))
        if g.presence == "guest"
        else acting(g, words)
        for g in row.guests
    )
    if row.arrived:
        yield words.say("Came: {posts}", posts=tuple(person(who) for who in row.arrived))
    for who in row.left:
        yield _with_reason(words.say("Left: {post}", post=person(who)), who.reason or "", words)
    if guests:
        yield words.say("Took part in this point: {posts}", posts=guests)


def _results(item: MinutesItem, words: Words) -> Iterator[Block]:
    """Yield what an evaluation assessed and taught, or what an action plan holds."""
    if item.assessed:
        columns = (words.say("Case"), words.say("Measure"), words.say("Challenge"), words.say("Effect"))
        rows = ((r.ref, r.title, r.challenge, _with_reason(words.term(r.effect), r.note, words)) for r in item.assessed)
        yield from table(columns, rows)
    if item.learnt:
        yield Bullets(tuple(words.say("Learning point {ref}: {title}", ref=r.ref, title=r.title) for r in item.learnt))
    yield from _follow_up(item.planned, words)


def _said(item: MinutesItem, minutes: Minutes, words: Words) -> Iterator[str]:
    yield _with_reason(words.say("Outcome: {state}", state=_outcome(item, words)), item.reason, words)
    if len(minutes.led_by) > 1 and item.concluded_by:
        yield words.say("Concluded under: {post}", post=item.concluded_by)
    if item.proposed_by:
        yield words.say("Proposed by: {proposed_by}", proposed_by=item.proposed_by)
    if item.follows:
        yield words.say("Goes on from: {follows}", follows=item.follows)
    if item.turned_in == minutes.ref:
        turned = N_("Made an item for information here") if item.information else N_("Made an item to decide here")
        yield words.say(turned)
    elif item.information:
        yield words.say("For information")
    if item.bodies and item.authority:
        yield words.say("Exceeds delegated authority, as judged by: {post}", post=item.authority)
    elif item.bodies:
        yield words.say("Exceeds delegated authority, as its kind says")
    elif item.authority:
        yield words.say("Within delegated authority, as judged by: {post}", post=item.authority)
    if item.bodies:
        yield words.say("To be ratified by: {bodies}", bodies=item.bodies)
    if item.text_version > 1:
        yield words.say("The text was amended; this is version {number}.", number=item.text_version)
    if item.again:
        yield words.say("Stances were taken on the same matter before: {refs}", refs=item.again)
    yield from _stances(item, words)
    yield from (_objection(row, words) for row in item.objections)
    for row in item.excused:
        no_part = words.say("No part in the item: {who} – {reason}", who=person(row), reason=row.reason)
        deciding = words.say("decided by: {posts}", posts=row.decided_by) if row.decided_by else ""
        yield f"{no_part} ({deciding})" if deciding else no_part
    at_meeting = {row.post for row in minutes.attendance if row.presence in ("seat", "deputy")}
    seats = {row.post for other in minutes.items for row in other.present} & at_meeting
    if not seats <= {row.post for row in item.present}:
        yield words.say("Took part: {posts}", posts=tuple(acting(row, words) for row in item.present))


def _outcome(item: MinutesItem, words: Words) -> str:
    if item.open:
        return words.say("not concluded")
    return words.say("Postponed") if item.postponed else words.named(item.state)


def _stances(item: MinutesItem, words: Words) -> Iterator[str]:
    agreeing = {row.post for row in item.stances if row.stance == "consent" and not row.reason}
    if len(agreeing) > 1 and agreeing == {row.post for row in item.present} and len(agreeing) == len(item.stances):
        yield words.say("Unanimous: all who took part consented")
        return
    for stance, message in _STANCES.items():
        taken = [row for row in item.stances if row.stance == stance]
        if silent := tuple(acting(row, words) for row in taken if not row.reason):
            yield words.say(message, posts=silent)
        for row in taken:
            if row.reason:
                yield _with_reason(words.say(message, posts=acting(row, words)), row.reason, words)


def _objection(row: MinutedObjection, words: Words) -> str:
    """Return an objection with its reason, the version of the text it was to, and what became of it."""
    name = words.say("{post} by the deputy {deputy}", post=row.title, deputy=row.deputy) if row.deputy else person(row)
    fate = [words.say("to version {number}", number=row.text_version)]
    if row.undone is not None:
        fate.append(words.say("the entry was undone: {reason}", reason=row.undone))
    if row.stance_since:
        spoken = words.say(_SINCE[row.stance_since])
        fate.append(words.say("{said} in {ref}", said=spoken, ref=row.spoken_in) if row.spoken_in else spoken)
        fate += [words.say("basis: {text}", text=row.basis)] if row.basis else []
    fate.append(words.say("the objection stands") if row.standing else words.say("the objection no longer stands"))
    sentence = words.say("Objected: {posts}", posts=name)
    if row.raised_in:
        sentence = words.say("Objected in {ref}: {posts}", ref=row.raised_in, posts=name)
    return f"{_with_reason(sentence, row.reason, words)} ({'; '.join(fate)})"


def _off_agenda(row: OffAgenda, words: Words) -> Iterator[str]:
    undone = words.say("stances were taken, and the item was taken back")
    yield f"{row.ref} {row.title}: {_with_reason(undone, row.reason, words)}"
    for objection in row.objections:
        yield f"{row.ref} {row.title}: {_objection(objection, words)}"


def _follow_up(rows: tuple[FollowUpWork, ...], words: Words) -> tuple[Block, ...]:
    columns = (words.say("Case"), words.say("Follow-up"), words.say("Responsible"), words.say("Deadline"))
    cells = ((row.ref, row.title, person(row.owner) if row.owner else "", words.short_day(row.due)) for row in rows)
    return table(columns, cells)


def _beside(minutes: Minutes, words: Words) -> Iterator[Block]:
    at_points = {row.ref for row in minutes.points if row.point.kind not in DECIDED}
    others = (_other(row, words) for row in minutes.others if row.ref not in at_points)
    yield from listed(words.say("Also dealt with"), others)
    off = (line for row in minutes.off_agenda for line in _off_agenda(row, words))
    yield from listed(words.say("Items that were taken back"), off)
    yield from listed(words.say("Remarks"), (_remark(row, words) for row in minutes.remarks))
    if minutes.next_meeting is not None:
        yield Heading(2, words.say("Next meeting"))
        yield Paragraph(words.say("{ref}, {day}", ref=minutes.next_meeting.ref, day=minutes.next_meeting.day))


def _remark(row: DatedText, words: Words) -> str:
    """Return a remark, with whose it is and the item that it is about, where that is told."""
    if row.title and row.item:
        return words.say("{post} on item {item}: {text}", post=row.title, item=row.item, text=row.text)
    if row.title:
        return words.say("{post}: {text}", post=row.title, text=row.text)
    return words.say("On item {item}: {text}", item=row.item, text=row.text) if row.item else row.text


def _erasure(row: Erasure, words: Words) -> str:
    field = words.say(FIELDS.get(row.field, row.field))
    return words.say(
        "{ref}, {field} (entry {seq}), erased on {day} – basis: {basis}",
        ref=row.ref,
        field=field,
        seq=row.seq,
        day=row.on,
        basis=row.basis,
    )


def _other(row: OtherAct, words: Words) -> str:
    outcome = " ".join(filter(None, (row.ref, row.title))) + ": " + words.named(row.state)
    return _with_reason(outcome, row.note, words)


def _with_reason(sentence: str, reason: str, words: Words) -> str:
    return words.say("{said} – {reason}", said=sentence, reason=reason) if reason else sentence


def _appendix(minutes: Minutes, words: Words) -> Iterator[Block]:
    """Yield what was added afterwards, then who recorded all this and how the archive proves it."""
    addenda = (words.say("{text} ({day})", day=row.on, text=row.text) for row in minutes.addenda)
    yield from listed(words.say("Added afterwards"), addenda)
    if minutes.extract is not None:
        return
    yield Heading(2, words.say("Appendix: how this was recorded"))
    recorders = words.text(tuple(_recorders(minutes.recorded_by, words)))
    yield Facts(((words.say("Status"), words.named(minutes.state)), (words.say("Recorded by"), recorders)))
    yield from _frozen(minutes, words)


def _frozen(minutes: Minutes, words: Words) -> Iterator[Block]:
    frozen = minutes.frozen
    if frozen is None:
        return
    entries = words.plural(
        "Archived on {day}, when the journal had {number} entry.",
        "Archived on {day}, when the journal had {number} entries.",
        frozen.entries,
        day=frozen.on,
    )
    of_meeting = words.plural(
        "{number} entry is about this meeting and its items.",
        "{number} entries are about this meeting and its items.",
        frozen.of_meeting,
    )
    yield Paragraph(f"{entries} {of_meeting}")
    yield Paragraph(f"{words.say('The journal’s head:')}\n{frozen.anchor}")
    yield Paragraph(words.say("Check it with: slt journal verify --anchor {anchor}", anchor=frozen.anchor))
    breaks = (words.say("{text} ({day})", day=row.on, text=row.text) for row in frozen.breaks)
    yield from listed(words.say("Breaks in the journal that were accepted"), breaks)
