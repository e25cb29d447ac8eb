"""Cases from before the council was followed up here: brought in as they stand, with nothing made up."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.engine.effects.register import written_deadline
from slt_flow.engine.entries import Cause, enumerated
from slt_flow.engine.machine import BuiltMachine
from slt_flow.engine.new_entries import case_brought_in, next_ref
from slt_flow.errors import RequestError
from slt_flow.model import Counter, Decision, Item, Post
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.sources import Source as Source
from slt_flow.services.request import parsing
from slt_flow.services.request.request import Request
from slt_flow.terms import Level, Ref, Tag, Worded


class Outcome(StrEnum):
    """Outcome of a case, whatever words a list has for it."""

    NOT_BEGUN = "not_begun"
    RUNNING = "running"
    BLOCKED = "stuck"
    DONE = "achieved"
    DROPPED = "dropped"


OPEN: Final = (Outcome.NOT_BEGUN, Outcome.RUNNING, Outcome.BLOCKED)
"""Outcomes of cases that go on here."""

_TAGS: Final[dict[Outcome, tuple[set[Tag], set[Tag]]]] = {
    Outcome.NOT_BEGUN: ({Tag.ADOPTED}, {Tag.BEGUN, Tag.STUCK, Tag.DELIVERED, Tag.SETTLED}),
    Outcome.RUNNING: ({Tag.BEGUN}, {Tag.STUCK, Tag.DELIVERED, Tag.SETTLED}),
    Outcome.BLOCKED: ({Tag.BEGUN, Tag.STUCK}, {Tag.DELIVERED, Tag.SETTLED}),
    Outcome.DONE: ({Tag.SETTLED, Tag.ACHIEVED}, set()),
    Outcome.DROPPED: ({Tag.SETTLED, Tag.DROPPED}, set()),
}
"""Tags that a state of each outcome has, and those that it lacks; work that is not begun is in its first state."""


class ImportedCase(NamedTuple):
    """Case as a list has it: parsed, but for its free texts.

    Attributes:
        level: its level.
        title: one line.
        outcome: outcome of it.
        source: place in the list.
        parent: the case it stands beneath; None for a decision.
        number: the number of a decision on paper; the next one where None.
        text: the text of a decision, when it is more than the title.
        owner: the accountable post, which open work must have.
        due: its deadline.
        day: the day it was adopted or given, None where nobody knows.
        note: result, or how it stands, in the words of the list.
        progress: percentage of the work that is done.
        area: the focus area of a decision.
        case: its number in the archive.
        challenges: the challenges that it answers.
        knowledge: the knowledge that it rests on.
    """

    level: Level
    title: str
    outcome: Outcome
    source: Source
    parent: Ref | None = None
    number: Ref | None = None
    text: str = ""
    owner: str | None = None
    due: date | None = None
    day: date | None = None
    note: str = ""
    progress: int = 0
    area: str | None = None
    case: str | None = None
    challenges: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()


def stands(item: Item, outcome: Outcome, tags: Collection[str] | None = None) -> bool:
    """Tell whether the tags of a case, now or when it was brought in, are those of an outcome."""
    has, lacks = _TAGS[outcome]
    wanted = has if item.is_decision or outcome != Outcome.NOT_BEGUN else set()
    return wanted.issubset(tags := item.tags if tags is None else tags) and lacks.isdisjoint(tags)


def enter(request: Request, case: ImportedCase) -> Ref:
    """Enter a case as it stands, with all that is known of it; no consent, acceptance or verification is recorded.

    Its state is the first of its machine that means the outcome. Work of a third party that has accepted nothing yet
    begins anew (I3), which a notice tells.

    Raises:
        RequestError: it cannot stand where it is said to: its number is taken, its parent is another or closed, open
            work has no owner, or its machine has no such state.
    """
    is_decision = case.level == Level.STRATEGIC
    if (case.parent is None) != is_decision:
        raise RequestError("level_and_parent")
    now = request.context.day
    if case.day is not None and case.day > now:
        raise RequestError("day_to_come", on=case.day, today=now)
    if is_decision:
        return _decision(request, case)
    return _work(request, case)


def _decision(request: Request, case: ImportedCase) -> Ref:
    year = (case.day or request.context.day).year
    ref = case.number or next_ref(request.snapshot, "", year)
    if ref.series or ref.depth:
        raise RequestError("not_a_decision", ref=str(ref))
    counter = request.snapshot.find(Counter, "", ref.year, 0, 0)
    if counter is not None and ref.no <= counter.last:  # a number that was never given needs no look
        request.load(ref)
    if request.snapshot.item(ref) is not None:
        raise RequestError("number_taken", ref=str(ref), next=str(next_ref(request.snapshot, "", ref.year)))
    machines = _machines(request)
    bodies, _ = enumerated("body", ())
    data: dict[str, Any] = {
        **bodies,
        "area": case.area,
        "information": False,
        "pins": [built.pinned.digest for built in machines],
    }
    texts = {"text": case.text, "case": case.case or ""}
    return _register(request, case, machines[0], ref, case.outcome, data, texts)


def _machines(request: Request) -> list[BuiltMachine]:
    """Return the machines of a new decision and its work, from the strategic level down; read once for a whole list."""
    tops = (request.snapshot.item(ref) for ref in request.refs if ref.is_decision)
    first = next((item for item in tops if item is not None and item.source is not None), None)
    if first is None:
        return [built for built in request.council_machines() if built.name in LEVELS]
    return [request.machines.built(pin) for pin in request.snapshot.one(Decision, first.year, first.no).pins]


def _work(request: Request, case: ImportedCase) -> Ref:
    above = request.item(case.parent) if case.parent is not None else None
    if above is None:
        raise RequestError("level_and_parent")
    decision = request.snapshot.one(Decision, above.year, above.no)
    built = request.machines.beneath(request.machines.built(above.pin).pinned.machine.place, decision.pins)
    if built is None or built.heading.level != case.level:
        raise RequestError("level_and_parent")
    is_open = case.outcome in OPEN
    then = request.snapshot.on(request.context.day)
    owner, outcome = _owner(request, case, then, is_open=is_open), case.outcome
    counter = request.snapshot.find(Counter, *above.ref[:4])
    ref = above.ref.child((counter.last if counter else 0) + 1)
    if is_open and outcome != Outcome.NOT_BEGUN and then.party_of(str(owner)) is None:
        outcome = Outcome.NOT_BEGUN
        request.notice("begins_anew", ref=str(ref), post=owner)
    _refuse_above(above, outcome)
    data: dict[str, Any] = {"owner": owner} if owner is not None else {}
    if case.due is not None:
        if isinstance(case.due, Worded) and case.due.standing and case.level != Level.EXECUTING:
            raise RequestError("only_measures_stand")
        data |= written_deadline(case.due)
    return _register(request, case, built, ref, outcome, data, {})


def _refuse_above(above: Item, outcome: Outcome) -> None:
    """Refuse work that cannot stand beneath a case as that stands.

    Beneath a decision that was never adopted nothing is done (I4), nor beneath what closed here; open work stands
    beneath no case that was closed before (I5). Work that has begun stands beneath an assignment that has, and all that
    is open beneath a decision that is followed up.
    """
    is_open, ref = outcome in OPEN, str(above.ref)
    if not above.is_open and (is_open or above.source is None):
        raise RequestError("closed_above", parent=ref)
    if above.is_decision and above.source is None and not above.has(Tag.ADOPTED):
        raise RequestError("decision_not_adopted", ref=ref)
    asks = is_open if above.is_decision else outcome in (Outcome.RUNNING, Outcome.BLOCKED, Outcome.DONE)
    if asks and above.is_open and not above.has(Tag.BEGUN):
        raise RequestError("above_has_not_begun", parent=ref)


def _owner(request: Request, case: ImportedCase, then: Snapshot, *, is_open: bool) -> str | None:
    """Return the accountable post, which open work must have (I2), and which must still be there for it."""
    post = then.find(Post, case.owner) if case.owner is not None else None
    if case.owner is not None and post is None:
        raise RequestError("unknown_post", given=case.owner, near=(), known=())
    if is_open and post is None:
        raise RequestError("open_work_without_owner", title=parsing.shown(case.title))
    day = request.context.day
    if is_open and post is not None and post.until is not None and post.until <= day:
        raise RequestError("post_gone", post=post.id, until=post.until)
    return case.owner


def _register(
    request: Request,
    case: ImportedCase,
    built: BuiltMachine,
    ref: Ref,
    outcome: Outcome,
    data: dict[str, Any],
    texts: dict[str, str],
) -> Ref:
    """Record a case in the state that an outcome means.

    Its entry holds for the day that is known only where nothing had become of it since; else for the day of import.
    """
    state, now = state_of(built, outcome), request.context.day
    since = case.day if outcome == Outcome.NOT_BEGUN else None
    above = request.snapshot.item(ref.parent) if ref.parent is not None else None
    first = max(request.row.opened, above.last_on) if above is not None else request.row.opened
    on = min(max(since, first), now) if since is not None else now
    data |= {"row": case.source.row} if case.source.row else {}
    data |= {"state_since": since.isoformat()} if since is not None else {}
    if case.day is not None:
        adopted = ref.is_decision and Tag.ADOPTED in built.state(state).tags
        data |= {"adopted_on" if adopted else "given_on": case.day.isoformat()}
    data |= {"challenges": list(case.challenges), "knowledge": list(case.knowledge)}
    data |= {"progress": case.progress} if case.progress and ref.depth else {}
    names = {"file": case.source.file, "sheet": case.source.sheet}
    written = {
        "title": parsing.line("title", case.title),
        **{name: parsing.line(name, text) for name, text in names.items() if text},
        **{name: parsing.line(name, text) for name, text in texts.items() if text and name == "case"},
        **{
            name: parsing.text(name, text)
            for name, text in (*texts.items(), ("note", case.note))
            if text and name != "case"
        },
    }
    entry = case_brought_in(built, ref, state, on, request.actor, written, data)
    return request.register(entry, cause=Cause.IMPORT)


def state_of(built: BuiltMachine, outcome: Outcome) -> str:
    """Return the first state of a machine that means an outcome, by its tags.

    Raises:
        RequestError: the machine has none.
    """
    is_decision = built.heading.under is None
    if outcome == Outcome.NOT_BEGUN and not is_decision:
        return built.heading.initial
    has, lacks = _TAGS[outcome]
    if is_decision and outcome in (Outcome.RUNNING, Outcome.DONE):
        has = has | {Tag.ADOPTED}
    state = next(_meaning(built, has, lacks), None)
    if state is None:
        raise RequestError("no_state_means", machine=built.name, outcome=str(outcome))
    return state


def _meaning(built: BuiltMachine, has: set[Tag], lacks: set[Tag]) -> Iterator[str]:
    """Yield the states of a machine that have some tags, and lack others."""
    for name, state in built.pinned.machine.states.items():
        if has <= set(state.tags) and lacks.isdisjoint(state.tags):
            yield name
