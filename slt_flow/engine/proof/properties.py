"""Safety properties: of every situation that can be reached, and of every step between two (I1–I9).

Each is a function whose name is the property; it yields what it saw where the property is violated. They read rows,
so that no rule has to be trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from slt_flow.engine.decide import Accepted, ActionRequest, judged
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.machine import Machines
from slt_flow.engine.proof.model_council import DAY, TOP
from slt_flow.engine.proof.witness import (
    all_have_taken_a_stance,
    consents,
    in_place_of,
    meeting_of,
    objecting,
    stances_of,
    standing,
)
from slt_flow.model import (
    Attendance,
    Clause,
    Decision,
    Excuse,
    Holding,
    Item,
    Meeting,
    Objection,
    OwnerSpell,
    Post,
    Ratification,
    SeatStance,
)
from slt_flow.model.facts import Facts
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Level, Presence, Ref, Role, Stance, Tag

RESTS: Final = "automatic_actions_rest"
FITS: Final = "every_entry_fits"
"""Properties that the engine itself checks: it raises where they are violated."""

CONSENSUS: Final = "consensus_is_reached"
"""Rule by which an action concludes an item, whether it needs it kept or broken."""

OfState = Callable[[Snapshot, Machines], Iterator[str]]


class Transition(NamedTuple):
    """A step: the situations it lies between, its request, its entries, and each case it changed, before and after.

    `adopts` is True where it adopts the decision; `acted_by` is told only to properties that look at it (see `of_act`).
    """

    before: Snapshot
    after: Snapshot
    ref: Ref
    answers: Mapping[str, Any]
    on: date
    actor: str
    entries: tuple[Entry, ...]
    changed: list[tuple[Item | None, Item]]
    adopts: bool
    acted_by: str | None = None

    @property
    def chairs(self) -> set[str]:
        """The posts that lead the council."""
        return {post.id for post in self.before.all(Post) if Role.CHAIR in post.roles}


OfStep = Callable[[Transition], Iterator[str]]
STATES: Final[dict[str, OfState]] = {}
STEPS: Final[dict[str, OfStep]] = {}
ACTS: Final[set[str]] = set()
"""Properties of steps that look at whose act it is."""


def of_state(check: OfState) -> OfState:
    """Register a property of every situation."""
    STATES[check.__name__] = check
    return check


def of_step(check: OfStep) -> OfStep:
    """Register a property of every step."""
    STEPS[check.__name__] = check
    return check


def of_act(check: OfStep) -> OfStep:
    """Register a property of every step that looks at whose act it is; others are told of none."""
    ACTS.add(check.__name__)
    return of_step(check)


def in_state(snapshot: Snapshot, machines: Machines) -> Iterator[tuple[str, str]]:
    """Yield every property that a situation violates, with what was seen."""
    return ((name, saw) for name, check in STATES.items() for saw in check(snapshot, machines))


def in_step(
    before: Snapshot, request: ActionRequest, answer: Accepted, others: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, str]]:
    """Yield every property that a step violates, whose act it is (the request's or of `others`), and what was seen."""
    items, after = dict(before.keyed(Item)), answer.snapshot
    # By identity: rows are frozen, so that an unchanged case is the very same row.
    changed = [(items.get(key), item) for key, item in after.keyed(Item) if items.get(key) is not item]
    was, now = before.one(Decision, TOP.year, TOP.no), after.one(Decision, TOP.year, TOP.no)
    adopts = was.adopted_on is None and now.adopted_on is not None
    ref, answers, on, actor = request.ref, request.answers, request.on, request.actor
    step = Transition(before, after, ref, answers, on, actor, answer.entries, changed, adopts)
    acts = [step._replace(acted_by=post) for post in (request.acted_by, *others)]
    for name, check in STEPS.items():
        for act in acts if name in ACTS else (step,):
            for saw in check(act):
                yield name, str(act.acted_by or request.acted_by), saw


@of_step
def adopted_by_consent(step: Transition) -> Iterator[str]:
    """I1: an adopted decision has every party's consent to this text on record, and nobody's objection."""
    if not step.adopts:
        return
    stances = {post.id: stance for post, stance in stances_of(step.before)}
    yield from (f"{post} {Stance.OBJECT}" for post in objecting(step.before, stances))
    yield from (party for party in step.before.parties if not consents(step.before, party, stances))
    decision = step.after.one(Decision, TOP.year, TOP.no)
    rows = step.after.all(Ratification)
    granted = {row.body for row in rows if row.granted and (row.no, row.round) == (decision.no, decision.round)}
    yield from (body for body in decision.bodies if body not in granted)


@of_step
def nobody_consents_twice(step: Transition) -> Iterator[str]:
    """I9: every party of an adopted decision consents by a person of its own."""
    if step.adopts:
        holders = {spell.post: spell.holder for spell in step.before.all(Holding)}
        consenting = (post.id for post, stance in stances_of(step.before) if stance == Stance.CONSENT)
        persons = [holders.get(post) or post for post in consenting]
        yield from sorted({person for person in persons if persons.count(person) > 1})


@of_state
def one_accountable_owner(snapshot: Snapshot, _machines: Machines) -> Iterator[str]:
    """I2: every open assignment and measure has an accountable owner and a deadline."""
    for item in _work(snapshot):
        if not item.ended and (item.owner is None or item.due is None):
            yield str(item.ref)


@of_step
def the_history_of_owners_is_kept(step: Transition) -> Iterator[str]:
    """I2: a new owner is recorded from the day on, and the one before until then."""
    for entry in step.entries:
        item = step.after.item(ref) if (ref := Ref.parse(entry.subject)) is not None else None
        if item is not None and (
            entry.kind == Kind.OWNER_CHANGED or (entry.kind == Kind.REGISTERED and item.assignment_no)
        ):
            spells = (spell for spell in step.after.all(OwnerSpell) if spell.ref == item.ref)
            if [spell.post for spell in spells if spell.until is None] != [item.owner]:
                yield entry.subject


@of_state
def nobody_is_bound_by_another(snapshot: Snapshot, _machines: Machines) -> Iterator[str]:
    """I3: work of an outside organisation begins only after it accepted that work itself."""
    for item in _work(snapshot):
        if item.owner is None or item.ended or not item.has(Tag.BEGUN):
            continue
        organisation = _organisation(snapshot, item.owner)
        if snapshot.party_of(item.owner) is None and organisation not in item.accepted_by:
            yield str(item.ref)


@of_act
def acceptance_is_ones_own(step: Transition) -> Iterator[str]:
    """I3: an organisation accepts work by an act of its own."""
    for was, now in step.changed:
        more = set(now.accepted_by) - set(was.accepted_by if was is not None else ()) if now.accepted_by else ()
        if more and more - {_organisation(step.before, str(step.acted_by))}:
            yield str(now.ref)


@of_step
def nothing_skips_the_coordinating_level(step: Transition) -> Iterator[str]:
    """I4: work begins only under an assignment that has been planned, and that only under an adopted decision."""
    for was, item in step.changed:
        if not item.assignment_no:
            continue
        above = step.before.item(item.ref.parent) if item.ref.parent is not None else None
        if item.level == Level.EXECUTING:
            begins = item.has(Tag.BEGUN) and (was is None or not was.has(Tag.BEGUN))
            if begins and (above is None or not above.has(Tag.PLANNED)):
                yield str(item.ref)
        elif was is None and (above is None or not above.has(Tag.ADOPTED)):
            yield str(item.ref)


@of_state
def closed_only_over_settled_work(snapshot: Snapshot, _machines: Machines) -> Iterator[str]:
    """I5, proper completion: no case that is settled or has ended has open work beneath it."""
    for item in snapshot.all(Item):
        if item.ref.series or not (item.ended or item.has(Tag.SETTLED)):
            continue
        for child in snapshot.children(item.ref):
            if not child.has(Tag.SETTLED):
                yield str(child.ref)


@of_step
def ends_never_change(step: Transition) -> Iterator[str]:
    """I7: a case that has ended stays as it is; only a remark or an addendum is added."""
    for was, now in step.changed:
        if was is not None and was.ended and (was.state, was.owner, was.due) != (now.state, now.owner, now.due):
            yield str(now.ref)


@of_step
def what_is_archived_never_changes(step: Transition) -> Iterator[str]:
    """I7: a meeting whose minutes are frozen stays as it is, and so does who was there."""
    frozen = {meeting.ref for meeting in step.before.all(Meeting) if meeting.frozen is not None}
    if not frozen:
        return
    for was, now in step.changed:
        if was is not None and was.ref in frozen and was.state != now.state:
            yield str(now.ref)
    before = {row.key: row for row in step.before.all(Attendance)}
    for row in step.after.all(Attendance):
        if row.ref in frozen and before.get(row.key) != row:
            yield row.who


@of_state
def an_agenda_is_worked_through(snapshot: Snapshot, _machines: Machines) -> Iterator[str]:
    """An item on an agenda has a meeting that is still to be held, or whose minutes are not written yet."""
    item, meeting = snapshot.one(Item, *TOP), meeting_of(snapshot)
    if meeting is not None and item.has(Tag.ON_AGENDA) and (meeting.has(Tag.MINUTED) or meeting.is_called_off):
        yield str(meeting.ref)


@of_step
def an_amendment_voids_stances(step: Transition) -> Iterator[str]:
    """I8: after an amendment, and in a new round, no earlier stance counts."""
    anew = (Kind.TEXT_AMENDED, Kind.MEETING_LINKED)
    if any(entry.kind in anew and entry.subject == str(TOP) for entry in step.entries):
        yield from (post.id for post, _ in stances_of(step.after))


@of_act
def verified_by_another(step: Transition) -> Iterator[str]:
    """Achieved work was confirmed by another post than its owner and its deputies, or in a meeting that was held."""
    item, now = step.before.one(Item, *step.ref), step.after.one(Item, *step.ref)
    became = now.has(Tag.ACHIEVED) and not item.has(Tag.ACHIEVED) and item.owner is not None
    if not became or step.acted_by not in in_place_of(step.before, {item.owner}):
        return
    named = step.answers.get("meeting")
    meeting = step.before.find(Meeting, *named[:3]) if named is not None else None
    if meeting is None or meeting.day > step.on or not step.before.one(Item, *meeting.ref).has(Tag.HELD):
        yield str(item.ref)


@of_step
def adopted_where_the_council_met(step: Transition) -> Iterator[str]:
    """An adopted decision was tabled at a meeting of the council that was held, and not after the day of adoption."""
    if step.adopts and step.before.one(Item, *TOP).has(Tag.ON_AGENDA):
        meeting = meeting_of(step.before)
        row = step.before.find(Meeting, *meeting.ref[:3]) if meeting is not None else None
        if row is None or meeting is None or not meeting.has(Tag.HELD) or row.day > step.on:
            yield str(meeting.ref) if meeting is not None else ""


@of_act
def the_chair_concludes(step: Transition) -> Iterator[str]:
    """Every item is concluded by who led its meeting: the chair of the council, unless another is recorded."""
    was, now = step.before.one(Item, *TOP), step.after.one(Item, *TOP)
    if not was.has(Tag.ON_AGENDA) or not any(map(now.has, (Tag.ADOPTED, Tag.CONCLUDED, Tag.STUCK))):
        return
    tabled = meeting_of(step.before)
    meeting = step.before.find(Meeting, *tabled.ref[:3]) if tabled is not None else None
    led = meeting.led_by if meeting is not None else None
    chairs = {led} if led else step.chairs
    if step.acted_by not in in_place_of(step.before, chairs):
        yield str(step.acted_by)


@of_act
def the_council_resolves_what_was_lifted(step: Transition) -> Iterator[str]:
    """An assignment lifted to the council goes on by an act of its chair."""
    for was, now in step.changed:
        lifted = was is not None and was.level == Level.COORDINATING and was.has(Tag.STUCK) and was.has(Tag.BEGUN)
        on = lifted and now.has(Tag.BEGUN) and not now.has(Tag.STUCK)
        if on and step.acted_by not in in_place_of(step.before, step.chairs):
            yield str(step.acted_by)


@of_step
def what_was_said_stays_said(step: Transition) -> Iterator[str]:
    """An objection is on record from its stance on, until its seat speaks again on the present text."""
    taken = [e.data for e in step.entries if e.kind == Kind.STANCE_TAKEN and e.subject == str(TOP)]
    if not taken and not step.before.all(Objection):
        return
    spoken = {data["post"] for data in taken}
    before = {(meeting, post) for meeting, post in standing(step.before) if post not in spoken}
    raised = {(data["meeting"], data["post"]) for data in taken if data["stance"] == Stance.OBJECT}
    yield from (f"{meeting} {post}" for meeting, post in sorted((before | raised) - standing(step.after)))


@of_step
def a_named_meeting_is_evidence(step: Transition) -> Iterator[str]:
    """A meeting is named that was held in time, where others than the owner were, and its open minutes tell of it."""
    named, item = step.answers.get("meeting"), step.before.one(Item, *step.ref)
    if named is None or any(entry.kind == Kind.MEETING_LINKED for entry in step.entries):
        return
    meeting, rows = step.before.one(Meeting, *named[:3]), step.before.all(Attendance)
    there = {row.deputy or row.who for row in rows if row.ref == named and row.presence != Presence.GUEST}
    others = there - in_place_of(step.before, {item.owner})
    tells = any(entry.kind == Kind.ATTESTED and entry.subject == str(named) for entry in step.entries)
    in_time = (item.born or meeting.day) <= meeting.day <= step.on and meeting.frozen is None
    if not (others and tells and in_time and step.before.one(Item, *named).has(Tag.HELD)):
        yield str(named)


@of_step
def ended_by_a_decision_that_says_so(step: Transition) -> Iterator[str]:
    """A decision ends by another one only where that was adopted, names it, and was ratified by the same bodies."""
    named = step.answers.get("decision")
    if named is None or step.ref != TOP or not step.after.one(Item, *TOP).ended:
        return
    own, other = step.before.one(Decision, TOP.year, TOP.no), step.before.one(Decision, named.year, named.no)
    if other.adopted_on is None or str(TOP) not in other.text or set(own.bodies) - set(other.bodies):
        yield str(named)


@of_step
def an_objection_has_a_reason(step: Transition) -> Iterator[str]:
    """An objection is recorded with its reason."""
    for entry in step.entries:
        objects = entry.kind == Kind.STANCE_TAKEN and entry.data.get("stance") == Stance.OBJECT
        if objects and not entry.texts.get("reason"):
            yield str(entry.data.get("post"))


@of_step
def a_plan_has_work(step: Transition) -> Iterator[str]:
    """An assignment is planned with at least one measure that is not cancelled."""
    for was, now in step.changed:
        planned = was is not None and now.has(Tag.PLANNED) and not (was.has(Tag.PLANNED) or was.has(Tag.BEGUN))
        below = step.before.children(now.ref) if planned and now.level == Level.COORDINATING else None
        if below is not None and all(child.has(Tag.DROPPED) for child in below):
            yield str(now.ref)


@of_act
def work_is_delivered_by_its_owner(step: Transition) -> Iterator[str]:
    """Work is delivered by an act of its owner, or of a deputy on a day of the owner's absence."""
    for was, now in step.changed:
        own = was is not None and was.assignment_no and was.ref == step.ref
        if was is None or not own or was.has(Tag.DELIVERED) or not now.has(Tag.DELIVERED):
            continue
        if step.acted_by not in in_place_of(step.before, {was.owner}):
            yield str(step.acted_by)


@of_step
def an_assignment_goes_to_who_may_own_it(step: Transition) -> Iterator[str]:
    """An assignment is given to a post that the agreement admits: by its level, by name, or as a designated one."""
    for was, now in step.changed:
        handed = now.level == Level.COORDINATING and now.assignment_no and (was is None or was.owner != now.owner)
        if not handed or now.owner is None:
            continue
        owner = step.after.one(Post, now.owner)
        numbers = [c.numbers for c in step.after.all(Clause) if c.clause == "owner_is_eligible" and c.until is None]
        if not any(
            set(n["levels"]) & set(owner.levels) or owner.id in n["posts"] or (n["designation"] and owner.designated)
            for n in numbers
        ):
            yield owner.id


@of_step
def work_is_due_in_time(step: Transition) -> Iterator[str]:
    """Open work is due after the meeting that decided it, and no later than the work above it."""
    decided = meeting_of(step.after)
    meeting = step.after.find(Meeting, *decided.ref[:3]) if decided is not None else None
    for _, now in step.changed:
        if not now.assignment_no or now.ended or now.due is None:
            continue
        above = step.after.item(now.ref.parent) if now.ref.parent is not None else None
        late = above is not None and above.due is not None and now.due > above.due
        if late or (meeting is not None and now.due < meeting.day):
            yield f"{now.ref} {now.due}"


@of_step
def nothing_is_dated_backwards(step: Transition) -> Iterator[str]:
    """Every act is dated no earlier than the last entry of its case."""
    if step.on < step.before.one(Item, *step.ref).last_on:
        yield str(step.on)


@of_act
def an_act_of_outsiders_has_a_basis(step: Transition) -> Iterator[str]:
    """An act of an outside organisation is recorded with its basis."""
    acting = step.before.find(Post, step.acted_by)
    outside = acting is not None and step.before.party_of(acting.id) is None
    if outside and step.actor != step.acted_by and not any(e.texts.get("basis") for e in step.entries):
        yield str(step.acted_by)


@of_step
def other_decisions_stay_as_they_are(step: Transition) -> Iterator[str]:
    """A step of a decision changes no other decision, and nothing that was said of it."""
    ref, kinds = step.ref, (Decision, SeatStance, Objection, Excuse, Ratification)
    for kind, rows in step.after.since(step.before) if not ref.series else ():
        for key, row in rows.items() if kind in kinds else ():
            if key[:2] != ref[1:3] and step.before.find(kind, *key) != row:
                yield str(Ref("", *key[:2]))


@of_state
def every_item_is_concluded_one_way(snapshot: Snapshot, machines: Machines) -> Iterator[str]:
    """Exactly one concluding action is open once all have taken a stance and every party is there; none before."""
    item = snapshot.one(Item, *TOP)
    if not item.has(Tag.ON_AGENDA):
        return
    facts = Facts(snapshot, TOP, on=DAY)
    actions = {name: machines.action(facts, name) for name in machines.built(item.pin).actions(item.state)}
    open_ = [
        name
        for name, action in actions.items()
        if action is not None and CONSENSUS in (*action.needs, *action.unless)
        if not any(finding.blocks for finding in judged(facts, action))
    ]
    wanted = int(all_have_taken_a_stance(snapshot) and not facts.decision.information)
    if facts.decision.kind is None and len(open_) != wanted:
        yield ", ".join(open_) or "none"


def _work(snapshot: Snapshot) -> tuple[Item, ...]:
    return tuple(item for item in snapshot.all(Item) if item.assignment_no)


def _organisation(snapshot: Snapshot, post: str) -> str:
    return snapshot.one(Post, post).organisation
