"""Effects of decisions and of the work beneath them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from slt_flow.engine.effects.register import Step, acting_deputy, effect, keeps, new_case, written_deadline
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.machine import BuiltMachine
from slt_flow.errors import BrokenInvariant, RequestError
from slt_flow.model import Counter, Post
from slt_flow.model.spelling import folded, wording
from slt_flow.terms import Ref, Tag, Worded


@effect("title", "owner", "due", "resources", "group", "review", "every", hands_down=True)
def create_child(step: Step) -> tuple[Entry, ...]:
    """Hand work down: a new case beneath, with one accountable owner and a deadline (I2, I4)."""
    facts, answers, ref = step.facts, step.answers, step.facts.ref
    built = step.machines.beneath(step.built.place, facts.decision.pins)
    if built is None:
        raise BrokenInvariant("nothing_works_beneath", machine=step.built.name)
    counter = facts.snapshot.find(Counter, ref.series, ref.year, ref.no, ref.assignment_no)
    child = ref.child((counter.last if counter else 0) + 1)
    texts = {"title": answers.get("title") or facts.item.title, "resources": answers.get("resources") or ""}
    rhythm = {"every": answers["every"]} if answers.get("every") else {}
    return (_handed_down(step, built, child, answers["due"], texts, **rhythm), *_presets(step, built, child))


def _presets(step: Step, built: BuiltMachine, assignment: Ref) -> Iterator[Entry]:
    """Yield the measures that the decision's kind brings with it, under its first assignment and that one's owner.

    None is due after the assignment, nor, as far as that lets it, before the day it was given.
    """
    kind = step.machines.kind(step.facts.decision.kind_pin) if step.facts.ref.depth == 0 else None
    below = step.machines.beneath(built.place, step.facts.decision.pins)
    if kind is None or below is None or step.facts.children:
        return
    latest = step.answers["due"]
    for number, preset in enumerate(kind.measures, start=1):
        due = min(latest, max(latest - timedelta(days=preset.days_before), step.on))
        yield _handed_down(step, below, assignment.child(number), due, {"title": preset.title})


def _handed_down(step: Step, built: BuiltMachine, ref: Ref, due: date, texts: dict[str, str], **rhythm: str) -> Entry:
    _refuse_standing(ref, due)
    owner, acted_by, group = step.answers["owner"], step.facts.acted_by, step.answers.get("group")
    named = {"group": group} if group is not None and ref.depth == 1 else {}
    return new_case(built, ref, step.on, acted_by, texts, owner=owner, due=due, action=step.action, **named, **rhythm)


def _refuse_standing(ref: Ref, due: date) -> None:
    """Refuse work without an end above the executing level: an assignment ends once all beneath it has.

    Raises:
        RequestError: it is no measure.
    """
    if isinstance(due, Worded) and due.standing and not ref.measure_no:
        raise RequestError("only_measures_stand")


# A new round, in which nobody has taken a stance yet.
keeps("link_meeting", Kind.MEETING_LINKED, "meeting")


@effect()
def leave_agenda(step: Step) -> tuple[Entry, ...]:
    """Take the item off its agenda; one of a meeting that was held stays an item of it."""
    held = step.facts.meeting is not None and not step.facts.unheld
    return (step.entry(Kind.AGENDA_LEFT, {"stood": True} if held else {}),)


@effect("text")
def new_text_version(step: Step) -> tuple[Entry, ...]:
    """Change the text; stances on the old one no longer count (I8)."""
    return (_new_version(step, step.answers["text"]),)


def _new_version(step: Step, text: str) -> Entry:
    return step.entry(Kind.TEXT_AMENDED, {"text_version": step.facts.decision.text_version + 1}, {"text": text})


@effect("title")
def change_title(step: Step) -> tuple[Entry, ...]:
    """Rename the case; where the title is all its text, stances on the old one no longer count (I8)."""
    renamed = step.entry(Kind.TITLE_CHANGED, texts={"title": step.answers["title"]})
    facts = step.facts
    changed = wording(step.answers["title"]) != wording(facts.item.title)
    votes_on_title = facts.item.has(Tag.ON_AGENDA) and not facts.decision.text and changed
    return (renamed, _new_version(step, "")) if votes_on_title else (renamed,)


@effect()
def change_nature(step: Step) -> tuple[Entry, ...]:
    """Make an item for information one to decide, or the other way round; what was said of it stays said."""
    return (step.entry(Kind.NATURE_CHANGED, {"information": not step.facts.decision.information}),)


# The seat takes no part in this item; that it is disqualified was decided by others.
keeps("excuse_post", Kind.POST_EXCUSED, "post", "decided_by", texts=("reason",), optional=("decided_by",))


@effect("post", "stance", "reason")
def record_stance(step: Step) -> tuple[Entry, ...]:
    """Record a seat's stance on the present text; it replaces the one before."""
    post, stance, facts = step.answers["post"], step.answers["stance"], step.facts
    data = {"post": post, "stance": stance, "text_version": facts.decision.text_version}
    there = facts.attendance(post)
    deputy_data, deputy_text = acting_deputy(step, there.deputy if there else None)
    texts = {"reason": step.answers.get("reason") or ""} | deputy_text
    return (step.entry(Kind.STANCE_TAKEN, data | deputy_data, texts),)


@effect("body", "case", "date")
def record_ratification(step: Step) -> tuple[Entry, ...]:
    """Record that a competent body ratified."""
    return _ratification(step, granted=True)


@effect("body", "case", "date")
def record_refusal(step: Step) -> tuple[Entry, ...]:
    """Record that a competent body refused to ratify."""
    return _ratification(step, granted=False)


def _ratification(step: Step, *, granted: bool) -> tuple[Entry, ...]:
    bodies = {folded(body): body for body in step.facts.decision.bodies}
    body = bodies.get(folded(step.answers["body"]), step.answers["body"])
    data = {"date": step.answers["date"], "granted": granted}
    return (step.entry(Kind.RATIFICATION_RECORDED, data, {"body": body, "case": step.answers["case"]}),)


# A coordinating group follows it up at its meetings.
keeps("name_group", Kind.GROUP_NAMED, "group")
# Another post is accountable.
keeps("change_owner", Kind.OWNER_CHANGED, "owner")


@effect()
def accept_ownership(step: Step) -> tuple[Entry, ...]:
    """Record that the owner's organisation has itself accepted this item (I3)."""
    owner = step.facts.then.one(Post, step.facts.item.owner)
    return (step.entry(Kind.OWNERSHIP_ACCEPTED, {"owner": owner.id, "organisation": owner.organisation}),)


@effect("due", "review")
def change_deadline(step: Step) -> tuple[Entry, ...]:
    """Move the deadline; where a meeting is named, the council does, by whose deadline the case is judged."""
    due, meeting, item = step.answers["due"], step.answers.get("meeting"), step.facts.item
    _refuse_standing(item.ref, due)
    same = due == item.due and getattr(due, "standing", False) == item.standing
    if same and (meeting is None or item.council_due is None):
        return ()
    named = {"meeting": meeting} if meeting is not None else {}
    return (step.entry(Kind.DEADLINE_CHANGED, {**written_deadline(due), **named}),)


@effect("result", "due")
def record_review(step: Step) -> tuple[Entry, ...]:
    """Record what a review of work without an end found, and the day of the next one."""
    item, due = step.facts.item, step.answers["due"]
    following = Worded.of(due, item.due_words, standing=True)
    return (step.entry(Kind.REVIEWED, written_deadline(following), {"result": step.answers["result"]}),)


# One time that recurring work was done.
keeps("record_time", Kind.TIME_RECORDED, "date", texts=("text",), optional=("text",))
keeps("record_progress", Kind.PROGRESS_NOTED, "percent", texts=("text",), optional=("text",))
keeps("record_remark", Kind.REMARKED, "point", texts=("text",), optional=("point",))
# The address of a document that the case rests on.
keeps("record_link", Kind.ADDRESS_LINKED, texts=("address",))


@effect("challenge", "knowledge")
def name_grounds(step: Step) -> tuple[Entry, ...]:
    """Name the challenge that a case answers, and the knowledge it rests on.

    Raises:
        RequestError: neither is named.
    """
    grounds = {"challenges": step.answers.get("challenge"), "knowledge": step.answers.get("knowledge")}
    data = {name: [id_] for name, id_ in grounds.items() if id_}
    if not data:
        raise RequestError("no_grounds_named", ref=str(step.facts.ref))
    return (step.entry(Kind.RATIONALE_NAMED, data),)


@effect("neighbour")
def link_neighbour(step: Step) -> tuple[Entry, ...]:
    """Link a decision of another council on the same matter; nothing is written there."""
    council, _, ref = step.answers["neighbour"].partition(":")
    data = {"council": council, "journal": step.facts.snapshot.journals.get(council), "ref": ref}
    return (step.entry(Kind.NEIGHBOUR_LINKED, data),)


# The learning point is to be answered in another year.
keeps("carry_learning", Kind.LEARNING_CARRIED, "year")
# It is answered by a decision, else by the reason, which goes into the entry as every answer that is left over.
keeps("answer_learning", Kind.LEARNING_ANSWERED, "decision", optional=("decision",))
