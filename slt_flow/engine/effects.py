"""The closed register of effects that `does` names: each turns a step's answers into entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from slt_flow.definitions.vocabulary import Parameter, Vocabulary
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.machine import Book, Room
from slt_flow.errors import BrokenInvariant, RequestError
from slt_flow.facts import Facts
from slt_flow.rows import Counter, Post
from slt_flow.rules import REGISTER
from slt_flow.terms import Presence, Tag


@dataclass(frozen=True, slots=True)
class Step:
    """One passage through a door: the case as it was before, the answers, the day and the machines at hand."""

    facts: Facts
    door: str
    room: Room
    on: date
    book: Book

    @property
    def answers(self) -> Any:
        """What was answered at the door."""
        return self.facts.answers

    def entry(self, kind: Kind, data: dict[str, Any] | None = None, texts: dict[str, str] | None = None) -> Entry:
        """An entry about this case, on this day, through this door."""
        return Entry(
            kind=kind,
            subject=str(self.facts.ref),
            on=self.on,
            machine=self.room.name,
            door=self.door,
            deed_of=self.facts.deed_of,
            data=data or {},
            texts={name: text for name, text in (texts or {}).items() if text},
        )


Effect = Callable[[Step], tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Registered:
    """An effect with the answers it consumes; those it leaves go into the step's first entry."""

    make: Effect
    consumes: frozenset[str]
    hands_down: bool


EFFECTS: Final[dict[str, Registered]] = {}
"""Every effect by its name."""


def effect(*consumes: str, hands_down: bool = False) -> Callable[[Effect], Effect]:
    """Register an effect under its function's name."""

    def register(make: Effect) -> Effect:
        EFFECTS[make.__name__] = Registered(make, frozenset(consumes), hands_down)
        return make

    return register


def vocabulary() -> Vocabulary:
    """Everything a definition may name."""
    rules = {
        rule.name: {name: Parameter(kind, name in rule.standards) for name, kind in rule.kinds.items()}
        for rule in REGISTER.values()
    }
    return Vocabulary(rules, {name: registered.consumes for name, registered in EFFECTS.items()})


def born(room: Room, owner: str | None = None, due: date | None = None) -> dict[str, Any]:
    """What the entry of a new case tells of its first state and its owner."""
    told = {"level": room.level, "pin": room.pinned.digest, **meaning(room, room.initial)}
    return told | ({"owner": owner, "due": due.isoformat()} if owner and due else {})


def meaning(room: Room, state: str) -> dict[str, Any]:
    """What an entry tells of the state it leads to, so that no reader needs the definition."""
    defined = room.state(state)
    return {"means": [str(tag) for tag in defined.means], "end": defined.end, "waits_on": defined.waits_on}


@effect("title", "owner", "due", "resources", hands_down=True)
def create_child(step: Step) -> tuple[Entry, ...]:
    """New work beneath the case, with one accountable owner and a deadline (I2, I4)."""
    facts, answers = step.facts, step.answers
    room = step.book.beneath(step.room.name, facts.decision.pins)
    if room is None:
        raise BrokenInvariant("nothing_works_beneath", machine=step.room.name)
    ref = facts.ref
    counter = facts.snapshot.find(Counter, ref.series, ref.year, ref.no, ref.a)
    child = Entry(
        kind=Kind.REGISTERED,
        subject=str(ref.child((counter.last if counter else 0) + 1)),
        on=step.on,
        machine=room.name,
        door=step.door,
        to_state=room.initial,
        deed_of=facts.deed_of,
        data=born(room, answers["owner"], answers["due"]),
        texts={"title": answers.get("title") or facts.item.title}
        | ({"resources": answers["resources"]} if answers.get("resources") else {}),
    )
    return (child,)


@effect("meeting")
def link_meeting(step: Step) -> tuple[Entry, ...]:
    """The item stands on a meeting's agenda: a new round, in which nobody has taken a stance yet."""
    return (step.entry(Kind.MEETING_LINKED, {"meeting": str(step.answers["meeting"])}),)


@effect()
def leave_agenda(step: Step) -> tuple[Entry, ...]:
    """The item no longer stands on any meeting's agenda."""
    return (step.entry(Kind.AGENDA_LEFT),)


@effect("text")
def new_text_version(step: Step) -> tuple[Entry, ...]:
    """The text changes; stances on the old one no longer count (I8)."""
    return (_new_version(step, step.answers["text"]),)


def _new_version(step: Step, text: str) -> Entry:
    return step.entry(Kind.TEXT_AMENDED, {"text_version": step.facts.decision.text_version + 1}, {"text": text})


@effect("title")
def change_title(step: Step) -> tuple[Entry, ...]:
    """The case is called something else; where the title is all its text, stances on the old one are void (I8)."""
    renamed = step.entry(Kind.TITLE_CHANGED, texts={"title": step.answers["title"]})
    facts = step.facts
    votes_on_title = facts.item.means(Tag.ON_AGENDA) and not facts.decision.text
    return (renamed, _new_version(step, "")) if votes_on_title else (renamed,)


@effect("post", "reason")
def excuse_post(step: Step) -> tuple[Entry, ...]:
    """A seat takes no part in this item."""
    return (step.entry(Kind.POST_EXCUSED, {"post": step.answers["post"]}, {"reason": step.answers["reason"]}),)


@effect("post", "stance", "reason")
def record_stance(step: Step) -> tuple[Entry, ...]:
    """What a seat says to the present text; it replaces what the seat said before."""
    told = {
        "post": step.answers["post"],
        "stance": str(step.answers["stance"]),
        "text_version": step.facts.decision.text_version,
    }
    there = step.facts.attendance(step.answers["post"])
    acting, named = _deputy(step, there.deputy if there else None)
    return (step.entry(Kind.STANCE_TAKEN, told | acting, {"reason": step.answers.get("reason") or ""} | named),)


@effect("body", "case", "date")
def record_ratification(step: Step) -> tuple[Entry, ...]:
    """A competent body has ratified."""
    return _ratification(step, granted=True)


@effect("body", "case", "date")
def record_refusal(step: Step) -> tuple[Entry, ...]:
    """A competent body has refused to ratify."""
    return _ratification(step, granted=False)


def _ratification(step: Step, *, granted: bool) -> tuple[Entry, ...]:
    bodies = {body.casefold(): body for body in step.facts.decision.bodies}
    told = {
        "body": bodies.get(step.answers["body"].casefold(), step.answers["body"]),
        "case": step.answers["case"],
        "date": step.answers["date"].isoformat(),
        "granted": granted,
    }
    return (step.entry(Kind.RATIFICATION_RECORDED, told),)


@effect("owner")
def change_owner(step: Step) -> tuple[Entry, ...]:
    """Another post is accountable."""
    return (step.entry(Kind.OWNER_CHANGED, {"owner": step.answers["owner"]}),)


@effect()
def accept_ownership(step: Step) -> tuple[Entry, ...]:
    """The owner's organisation has itself accepted this item (I3)."""
    owner = step.facts.snapshot.one(Post, step.facts.item.owner)
    return (step.entry(Kind.OWNERSHIP_ACCEPTED, {"owner": owner.id, "organisation": owner.organisation}),)


@effect("due")
def change_deadline(step: Step) -> tuple[Entry, ...]:
    """The deadline moves; how often is counted."""
    if step.answers["due"] == step.facts.item.due:
        return ()
    return (step.entry(Kind.DEADLINE_CHANGED, {"due": step.answers["due"].isoformat()}),)


@effect("percent", "text")
def record_progress(step: Step) -> tuple[Entry, ...]:
    """How far the work has come, in percent."""
    text = {"text": step.answers.get("text") or ""}
    return (step.entry(Kind.PROGRESS_NOTED, {"percent": step.answers["percent"]}, text),)


@effect("text")
def record_remark(step: Step) -> tuple[Entry, ...]:
    """A remark."""
    return (step.entry(Kind.REMARKED, texts={"text": step.answers["text"]}),)


@effect("address")
def record_link(step: Step) -> tuple[Entry, ...]:
    """The address of a document the case rests on."""
    return (step.entry(Kind.ADDRESS_LINKED, texts={"address": step.answers["address"]}),)


@effect("sent")
def record_agenda(step: Step) -> tuple[Entry, ...]:
    """The agenda was sent, on the day given or on the day the entry holds for.

    Raises:
        RequestError: the meeting's day has come, so that the day of the entry would be a guess.
    """
    sent, meeting = step.answers.get("sent"), step.facts.meeting
    if sent is None and meeting is not None and step.on >= meeting.day:
        raise RequestError("sent_day_needed", ref=str(step.facts.ref))
    return (step.entry(Kind.AGENDA_SENT, {"sent": (sent or step.on).isoformat()}),)


@effect("sent")
def record_agenda_if_sent(step: Step) -> tuple[Entry, ...]:
    """The agenda was sent on the day given; nothing when no day is given."""
    return record_agenda(step) if step.answers.get("sent") else ()


@effect("present", "guests", "mandate")
def record_attendance_list(step: Step) -> tuple[Entry, ...]:
    """Who was at the meeting: seats, deputies (with the mandate, when one is recorded) and guests."""
    seats = [_attendance(step, post, deputy, step.answers.get("mandate")) for post, deputy in step.answers["present"]]
    guests = [
        step.entry(Kind.ATTENDANCE_RECORDED, {"presence": str(Presence.GUEST)}, {"guest": name})
        for name in step.answers.get("guests") or ()
    ]
    return (*seats, *guests)


@effect("post", "deputy", "mandate")
def record_attendance(step: Step) -> tuple[Entry, ...]:
    """A seat is at the meeting, itself or by a deputy."""
    return (_attendance(step, step.answers["post"], step.answers.get("deputy"), step.answers.get("mandate")),)


@effect("post", "reason")
def record_leaving(step: Step) -> tuple[Entry, ...]:
    """A seat left and takes no part in what is concluded from now on."""
    told = {"post": step.answers["post"], "presence": str(Presence.LEFT)}
    return (step.entry(Kind.ATTENDANCE_RECORDED, told, {"reason": step.answers["reason"]}),)


def _attendance(step: Step, post: str, deputy: str | None, mandate: str | None) -> Entry:
    told: dict[str, Any] = {"post": post, "presence": str(Presence.DEPUTY if deputy else Presence.SEAT)}
    acting, named = _deputy(step, deputy)
    texts = named | ({"mandate": mandate} if deputy and mandate else {})
    return step.entry(Kind.ATTENDANCE_RECORDED, told | acting, texts)


def _deputy(step: Step, deputy: str | None) -> tuple[dict[str, Any], dict[str, str]]:
    """A deputy as data when it is a post, else as text: a name may be redacted."""
    if deputy is None:
        return {}, {}
    return ({"deputy": deputy}, {}) if step.facts.snapshot.find(Post, deputy) else ({}, {"deputy": deputy})


@effect("date")
def change_day(step: Step) -> tuple[Entry, ...]:
    """The meeting moves to another day."""
    return (step.entry(Kind.DAY_CHANGED, {"day": step.answers["date"].isoformat()}),)


@effect()
def freeze_minutes(step: Step) -> tuple[Entry, ...]:
    """The minutes are made from the journal up to here; what they tell is corrected by an addendum only (I7)."""
    return (step.entry(Kind.MINUTES_FROZEN, {"head": step.facts.snapshot.head}),)
