"""What actions of decisions and of the work beneath them make happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from slt_flow.engine.effects.register import Step, acting_deputy, born, effect
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.machine import BuiltMachine
from slt_flow.errors import BrokenInvariant, RequestError
from slt_flow.model import Counter, Post
from slt_flow.terms import Ref, Tag


@effect("title", "owner", "due", "resources", hands_down=True)
def create_child(step: Step) -> tuple[Entry, ...]:
    """New work beneath the case, with one accountable owner and a deadline (I2, I4)."""
    facts, answers = step.facts, step.answers
    built = step.machines.beneath(step.built.place, facts.decision.pins)
    if built is None:
        raise BrokenInvariant("nothing_works_beneath", machine=step.built.name)
    ref = facts.ref
    counter = facts.snapshot.find(Counter, ref.series, ref.year, ref.no, ref.assignment_no)
    child = Entry(
        kind=Kind.REGISTERED,
        subject=str(ref.child((counter.last if counter else 0) + 1)),
        on=step.on,
        machine=built.version_name,
        action=step.action,
        to_state=built.initial,
        acted_by=facts.acted_by,
        data=born(built, answers["owner"], answers["due"]),
        texts={"title": answers.get("title") or facts.item.title}
        | ({"resources": answers["resources"]} if answers.get("resources") else {}),
    )
    return (child, *_presets(step, built, child))


def _presets(step: Step, built: BuiltMachine, child: Entry) -> tuple[Entry, ...]:
    """The measures that the decision's kind brings with it, under its first assignment and that one's owner.

    None is due after the assignment, nor, as far as that lets it, before the day it was given.
    """
    ref, due = Ref.parse(child.subject), step.answers["due"]
    kind = step.machines.kind(step.facts.decision.kind_pin) if step.facts.ref.depth == 0 else None
    below = step.machines.beneath(built.place, step.facts.decision.pins)
    if kind is None or below is None or ref is None or step.facts.children:
        return ()
    return tuple(
        replace(
            child,
            subject=str(ref.child(number)),
            machine=below.version_name,
            to_state=below.initial,
            data=born(below, step.answers["owner"], min(due, max(due - timedelta(days=preset.days_before), step.on))),
            texts={"title": preset.title},
        )
        for number, preset in enumerate(kind.measures, start=1)
    )


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
    votes_on_title = facts.item.has(Tag.ON_AGENDA) and not facts.decision.text
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
    acting, named = acting_deputy(step, there.deputy if there else None)
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
    body = bodies.get(step.answers["body"].casefold(), step.answers["body"])
    told = {"date": step.answers["date"].isoformat(), "granted": granted}
    return (step.entry(Kind.RATIFICATION_RECORDED, told, {"body": body, "case": step.answers["case"]}),)


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


@effect("challenge", "knowledge")
def name_grounds(step: Step) -> tuple[Entry, ...]:
    """The challenge a case answers, and the knowledge it rests on.

    Raises:
        RequestError: neither is named.
    """
    found = {"challenges": step.answers.get("challenge"), "knowledge": step.answers.get("knowledge")}
    told = {name: [given] for name, given in found.items() if given}
    if not told:
        raise RequestError("no_grounds_named", ref=str(step.facts.ref))
    return (step.entry(Kind.RATIONALE_NAMED, told),)


@effect("neighbour")
def link_neighbour(step: Step) -> tuple[Entry, ...]:
    """A decision of another council is on the same matter; nothing is written there."""
    council, _, ref = step.answers["neighbour"].partition(":")
    told = {"council": council, "journal": step.facts.snapshot.journals.get(council), "ref": ref}
    return (step.entry(Kind.NEIGHBOUR_LINKED, told),)


@effect("year")
def carry_learning(step: Step) -> tuple[Entry, ...]:
    """The learning point is to be answered in another year."""
    return (step.entry(Kind.LEARNING_CARRIED, {"year": step.answers["year"]}),)


@effect("decision")
def answer_learning(step: Step) -> tuple[Entry, ...]:
    """The learning point is answered by a decision, or by the reason that the step tells."""
    decision = step.answers.get("decision")
    return (step.entry(Kind.LEARNING_ANSWERED, {"decision": str(decision)} if decision else {}),)
