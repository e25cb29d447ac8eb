"""A meeting's minutes as a document; what somebody wrote is never markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from slt_flow.results.documents import Block, Bullets, Document, Grid, Heading, Paragraph
from slt_flow.results.meetings import Minutes, MinutesItem
from slt_flow.terms import N_
from slt_flow.views.meetings.agenda import kind_and_day
from slt_flow.views.text.words import Words

_STANCES: Final[Mapping[str, str]] = {
    "consent": N_("Consented: {posts}"),
    "stand_aside": N_("Stood aside: {posts}"),
    "object": N_("Objected: {posts}"),
}
"""Who said what, by stance; those with a reason stand by themselves."""


def document(minutes: Minutes, words: Words) -> Document:
    """The minutes to read, to sign or to archive."""
    blocks: list[Block] = [Paragraph("\n".join(_heading(minutes, words))), *_attendance(minutes, words)]
    for item in minutes.items:
        blocks += [Heading(2, f"{item.ref} {item.title}"), *_item(item, minutes, words)]
    if not minutes.items:
        blocks.append(Paragraph(words.say("No decision stood on the agenda.")))
    blocks += _beside(minutes, words)
    blocks += _frozen(minutes, words)
    return Document(words.say("Minutes of {ref} – {council}", ref=minutes.ref, council=minutes.title), tuple(blocks))


def told(minutes: Minutes) -> dict[str, Any]:
    """The minutes as JSON has them."""
    items = [_plain(item._asdict()) for item in minutes.items]
    return _plain(minutes._asdict()) | {"items": items, "others": [_plain(each) for each in minutes.others]}


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in facts.items() if name != "label"}


def _heading(minutes: Minutes, words: Words) -> Iterator[str]:
    yield from kind_and_day(minutes, words)
    state = words.label(minutes.label, minutes.state)
    yield words.say("State: {state}", state=state)
    yield words.say("Written by: {post}", post=person(minutes.written_by))
    if minutes.approved_in:
        yield words.say("Approved in {meeting}", meeting=minutes.approved_in)


def person(told: Mapping[str, Any]) -> str:
    """A post with the name of who held it, where one is recorded."""
    return f"{told['title']} {told['holder']}" if told.get("holder") else str(told["title"])


def _attendance(minutes: Minutes, words: Words) -> Iterator[Block]:
    there = [row for row in minutes.attendance if row["presence"] != "absent"]
    yield Heading(2, words.say("Those present"))
    yield Bullets(tuple(_there(row, words) for row in there))
    absent = tuple(person(row) for row in minutes.attendance if row["presence"] == "absent")
    if absent:
        yield Paragraph(words.say("Not present: {posts}", posts=absent))


def _there(row: Mapping[str, Any], words: Words) -> str:
    called = _acting(row, words)
    if row["presence"] == "guest":
        return words.say("{who} (guest)", who=called)
    if row["presence"] == "left":
        return words.say("{who} (left: {reason})", who=called, reason=row["reason"])
    if row["deputy"]:
        mandate = row["mandate"] or words.say("none recorded")
        return words.say("{who} (mandate: {mandate})", who=called, mandate=mandate)
    return called


def _acting(row: Mapping[str, Any], words: Words) -> str:
    """A post, or who met in its place."""
    if not row.get("deputy"):
        return person(row)
    return words.say("{post} by the deputy {deputy}", post=row["title"], deputy=row["deputy"])


def _item(item: MinutesItem, minutes: Minutes, words: Words) -> Iterator[Block]:
    if item.text:
        yield Paragraph(item.text)
    yield Bullets(tuple(_said(item, minutes, words)))
    if item.follow_up:
        yield _follow_up(item.follow_up, words)


def _said(item: MinutesItem, minutes: Minutes, words: Words) -> Iterator[str]:
    told = words.say("Outcome: {state}", state=_outcome(item, words))
    yield words.say("{said} – {reason}", said=told, reason=item.reason) if item.reason else told
    if item.information:
        yield words.say("For information")
    if item.bodies:
        yield words.say("To be ratified by: {bodies}", bodies=item.bodies)
    if item.text_version > 1:
        yield words.say("The text was amended; this is version {number}.", number=item.text_version)
    yield from _stances(item, words)
    for row in item.excused:
        yield words.say("No part in the item: {who} – {reason}", who=person(row), reason=row["reason"])
    at_meeting = {row["post"] for row in minutes.attendance if row["presence"] in ("seat", "deputy")}
    seats = {row["post"] for each in minutes.items for row in each.present} & at_meeting
    if not seats <= {row["post"] for row in item.present}:
        yield words.say("Took part: {posts}", posts=tuple(_acting(row, words) for row in item.present))


def _outcome(item: MinutesItem, words: Words) -> str:
    if item.open:
        return words.say("not concluded")
    return words.say("Postponed") if item.postponed else words.label(item.label, item.state)


def _stances(item: MinutesItem, words: Words) -> Iterator[str]:
    for stance, message in _STANCES.items():
        taken = [row for row in item.stances if row["stance"] == stance]
        silent = tuple(_acting(row, words) for row in taken if not row["reason"])
        if silent:
            yield words.say(message, posts=silent)
        for row in taken:
            if row["reason"]:
                yield words.say(
                    "{said} – {reason}", said=words.say(message, posts=_acting(row, words)), reason=row["reason"]
                )


def _follow_up(rows: tuple[Mapping[str, Any], ...], words: Words) -> Grid:
    columns = (words.say("ref"), words.say("follow-up"), words.say("accountable"), words.say("deadline"))
    return Grid(
        columns,
        tuple(
            (
                row["ref"],
                row["title"],
                person(row["owner"]) if row["owner"] else "",
                words.short_day(row["due"]) if row["due"] is not None else "",
            )
            for row in rows
        ),
    )


def _beside(minutes: Minutes, words: Words) -> Iterator[Block]:
    if minutes.others:
        yield Heading(2, words.say("Also dealt with"))
        yield Bullets(tuple(_other(each, words) for each in minutes.others))
    if minutes.points:
        yield Heading(2, words.say("Other points on the agenda"))
        yield Bullets(tuple(_point(each) for each in minutes.points))
    if minutes.remarks:
        yield Heading(2, words.say("Remarks"))
        yield Bullets(tuple(each["text"] for each in minutes.remarks))
    if minutes.next_meeting is not None:
        yield Heading(2, words.say("Next meeting"))
        yield Paragraph(words.say("{ref}, {day}", **minutes.next_meeting))


def _other(each: Mapping[str, Any], words: Words) -> str:
    state = words.label(each["label"], each["state"])
    called = f"{each['ref']} {each['title']}".strip()
    told = f"{called}: {state}"
    return words.say("{said} – {reason}", said=told, reason=each["note"]) if each["note"] else told


def _point(each: Mapping[str, Any]) -> str:
    return f"{each['title']} ({each['post_title']})" if each["post_title"] else str(each["title"])


def _frozen(minutes: Minutes, words: Words) -> Iterator[Block]:
    frozen = minutes.frozen
    if frozen is None:
        return
    yield Heading(2, words.say("Archived"))
    entries = words.plural(
        "Archived on {day}, when the journal had {number} entry.",
        "Archived on {day}, when the journal had {number} entries.",
        frozen["entries"],
        day=frozen["on"],
    )
    told = words.plural(
        "{number} entry is about this meeting and its items.",
        "{number} entries are about this meeting and its items.",
        frozen["of_meeting"],
    )
    yield Paragraph(f"{entries} {told}")
    yield Paragraph(f"{words.say('The journal’s head:')}\n{frozen['anchor']}")
    yield Paragraph(words.say("Check it with: slt journal verify --anchor {anchor}", anchor=frozen["anchor"]))
    if minutes.addenda:
        yield Heading(2, words.say("Added afterwards"))
        yield Bullets(tuple(words.say("{text} ({day})", day=each["on"], text=each["text"]) for each in minutes.addenda))
