"""Councils built in memory, row by row: what rules and the engine see, without a database or a clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final

from slt_flow.definitions.agreements import load_agreement
from slt_flow.definitions.load import Pinned, PinnedKind, load_kind, load_machines
from slt_flow.definitions.shelf import SHIPPED as SHELF
from slt_flow.engine.decide import Accepted, ActionRequest, Refused, decide
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.entries import Entry
from slt_flow.engine.fold import apply
from slt_flow.engine.fold.register import work_key
from slt_flow.engine.machine import BuiltMachine, Machines, build
from slt_flow.engine.new_entries import council_opened
from slt_flow.model import (
    Absence,
    Assessment,
    Attendance,
    Challenge,
    Clause,
    Counter,
    Decision,
    Excuse,
    Holding,
    Item,
    Knowledge,
    LearningPoint,
    Meeting,
    Objection,
    Organisation,
    OwnerSpell,
    Post,
    Ratification,
    SeatStance,
)
from slt_flow.model.facts import Facts
from slt_flow.model.row import R
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Finding
from slt_flow.rules import ask
from slt_flow.terms import Level, Presence, Ref, Stance, Tag

YEAR: Final = 2026
OPENED: Final = date(YEAR, 1, 2)
MEETING_DAY: Final = date(YEAR, 3, 10)
TODAY: Final = date(YEAR, 3, 20)
DUE: Final = date(YEAR, 9, 1)
LATE: Final = date(YEAR, 12, 1)

SHIPPED: Final = ("decision", "assignment", "measure", "meeting", "learning_point")
"""The machines both agreements name; a test elsewhere shows that no other is shipped."""

OWN: Final = "verdal-1"
"""A version of a municipality's own."""


@cache
def machines() -> dict[str, Pinned]:
    """The shipped machines, newest versions, checked as the services check them."""
    return load_machines({name: SHELF.newest(name) for name in SHIPPED}, vocabulary())


@cache
def agreed() -> dict[str, Pinned]:
    """The machines that Kvæfjord's agreement names: those that its council begins with."""
    return load_machines(load_agreement("kvaefjord", vocabulary()).agreement.machines, vocabulary())


@cache
def kinds() -> dict[str, PinnedKind]:
    """The shipped kinds of decision, checked as the services check them."""
    decision = machines()["decision"].machine
    return {name: load_kind(name, decision, vocabulary()) for name in SHELF.kinds()}


@cache
def built_machines() -> dict[str, BuiltMachine]:
    """Each shipped machine, built."""
    return {name: build(pinned) for name, pinned in machines().items()}


def every_machine() -> Machines:
    """All shipped machines and kinds by digest."""
    by_digest = {built.pinned.digest: built for built in built_machines().values()}
    return Machines(by_digest, {pinned.digest: pinned.kind for pinned in kinds().values()})


@cache
def _opened(agreement: str) -> Snapshot:
    snapshot = Snapshot(agreement)
    for seq, entry in enumerate(council_opened(load_agreement(agreement, vocabulary()), OPENED), start=1):
        apply(snapshot, replace(entry, seq=seq))
    return snapshot


class World:
    """A council whose rows a test puts where it needs them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.machines = every_machine()

    def organisation(self, id_: str, party: str | None = None) -> str:
        """An organisation: its own party, a part of one, or a third party."""
        place = len(self.snapshot.all(Organisation))
        self.snapshot.put(Organisation(id=id_, place=place, name=id_.title(), party=party))
        return id_

    def post(
        self,
        id_: str,
        organisation: str = "kommune",
        *,
        seat: bool = False,
        binds: bool = False,
        levels: tuple[str, ...] = ("executing",),
        roles: tuple[str, ...] = (),
        vacant: bool = False,
        holder: str | None = None,
    ) -> str:
        """A post of an organisation."""
        self.snapshot.put(
            Post(
                id=id_,
                place=len(self.snapshot.all(Post)),
                title=id_.title(),
                organisation=organisation,
                levels=levels,
                seat=seat,
                binds=binds,
                roles=roles,
                designated_by=(),
                vacant=vacant,
                holder=holder,
                since=None,
                until=None,
            )
        )
        if vacant or holder:
            self._spell(id_, holder)
        return id_

    def _spell(self, post: str, holder: str | None) -> None:
        """Who has held a post, or that it has been vacant, since the first day."""
        self.snapshot.put(Holding(post=post, seq=1, holder=holder, since=OPENED, until=None))

    def change_post(self, id_: str, **fields: Any) -> None:
        """Another value in some fields of a post."""
        self.snapshot.put(replace(self.snapshot.one(Post, id_), **fields))
        changed = self.snapshot.one(Post, id_)
        if changed.vacant or changed.holder:
            self._spell(id_, changed.holder)

    def change(self, ref: Ref, **fields: Any) -> None:
        """Another value in some fields of a case."""
        self.snapshot.put(replace(self.snapshot.one(Item, *ref), **fields))

    def change_decision(self, ref: Ref, **fields: Any) -> None:
        """Another value in some fields that only a decision has."""
        self.snapshot.put(replace(self.snapshot.one(Decision, ref.year, ref.no), **fields))

    def clause(self, name: str, ref: str = "§ 99", **numbers: Any) -> None:
        """A clause of the agreement in force, with its numbers."""
        place = len(self.snapshot.all(Clause))
        self.snapshot.put(
            Clause(
                clause=name, since=OPENED, until=None, place=place, ref=ref, text=name, numbers=numbers, kept_by="rule"
            )
        )

    def meeting(
        self,
        state: str = "held",
        *,
        no: int = 1,
        kind: str = "ordinary",
        day: date = MEETING_DAY,
        present: Iterable[str] | None = None,
    ) -> Ref:
        """A meeting; once held, with every seat there unless others are named."""
        ref = Ref("M", YEAR, no)
        self._item(ref, built_machines()["meeting"], state, None, None)
        self.snapshot.put(
            Meeting(
                year=YEAR,
                no=no,
                kind=kind,
                day=day,
                sent=None,
                frozen=None,
                short_notice=False,
                requested_by=None,
                group=None,
            )
        )
        self.snapshot.put(Counter(series="M", year=YEAR, no=0, assignment_no=0, last=no))
        seats = [post.id for post in self.snapshot.all(Post) if post.seat] if state in ("held", "minuted") else []
        for post in seats if present is None else present:
            self.attends(ref, post)
        return ref

    def attends(
        self,
        meeting: Ref,
        who: str,
        presence: Presence = Presence.SEAT,
        *,
        deputy: str | None = None,
        mandate: str | None = None,
        organisation: str | None = None,
        by: str | None = None,
        given_on: date | None = None,
    ) -> None:
        """How a post or guest is at a meeting, and what mandate its deputy has."""
        self.snapshot.put(
            Attendance(
                year=meeting.year,
                no=meeting.no,
                who=who,
                presence=(Presence.DEPUTY if deputy else presence).value,
                deputy=deputy,
                mandate=mandate,
                organisation=organisation,
                mandated_by=by,
                mandated_on=given_on,
            )
        )

    def decision(
        self,
        state: str = "tabled",
        *,
        no: int = 1,
        meeting: Ref | None = None,
        information: bool = False,
        bodies: tuple[str, ...] = (),
        text_version: int = 1,
        text: str = "Text",
    ) -> Ref:
        """A decision in a state, last tabled at a meeting."""
        ref = Ref("", YEAR, no)
        self._item(ref, built_machines()["decision"], state, None, None)
        self.snapshot.put(
            Decision(
                year=YEAR,
                no=no,
                area=None,
                text=text,
                text_version=text_version,
                round=1,
                meeting=str(meeting) if meeting else None,
                information=information,
                bodies=bodies,
                case=None,
                pins=tuple(machines()[name].digest for name in ("decision", "assignment", "measure")),
                kind=None,
                kind_pin=None,
                about={},
                adopted_on=MEETING_DAY if "adopted" in built_machines()["decision"].state(state).tags else None,
                measures=1,
            )
        )
        self.snapshot.put(Counter(series="", year=YEAR, no=0, assignment_no=0, last=no))
        return ref

    def assignment(
        self, parent: Ref, state: str = "given", *, no: int = 1, owner: str | None = None, due: date | None = DUE
    ) -> Ref:
        """An assignment beneath a decision."""
        return self._child(parent, no, built_machines()["assignment"], state, owner or "politikontakt", due)

    def measure(
        self, parent: Ref, state: str = "delegated", *, no: int = 1, owner: str | None = None, due: date | None = DUE
    ) -> Ref:
        """A measure beneath an assignment."""
        return self._child(parent, no, built_machines()["measure"], state, owner or "rektor", due)

    def learning_point(
        self, state: str = "noted", *, no: int = 1, evaluation: str | None = None, carried_to: int | None = None
    ) -> Ref:
        """A learning point, by itself or from an evaluation."""
        ref = Ref("L", YEAR, no)
        self._item(ref, built_machines()["learning_point"], state, None, None)
        point = LearningPoint(year=YEAR, no=no, evaluation=evaluation, carried_to=carried_to, decision=None)
        self.snapshot.put(point)
        self.snapshot.put(Counter(series="L", year=YEAR, no=0, assignment_no=0, last=no))
        return ref

    def knowledge(self, id_: str = "ungdata-2026") -> str:
        """A source the council works from."""
        place = len(self.snapshot.all(Knowledge))
        row = Knowledge(id=id_, place=place, title=id_.title(), source="Ungdata", on=OPENED, address="")
        self.snapshot.put(row)
        return id_

    def challenge(self, id_: str = "uteliv", *, knowledge: tuple[str, ...] = ()) -> str:
        """An identified problem."""
        place = len(self.snapshot.all(Challenge))
        row = Challenge(id=id_, place=place, title=id_.title(), area=None, knowledge=knowledge, since=OPENED)
        self.snapshot.put(row)
        return id_

    def assessed(self, measure: Ref, evaluation: Ref, challenge: str = "uteliv", effect: str = "some") -> None:
        """What an evaluation found of a settled measure."""
        place = {
            "year": measure.year,
            "no": measure.no,
            "assignment_no": measure.assignment_no,
            "measure_no": measure.measure_no,
        }
        row = Assessment(**place, evaluation=str(evaluation), challenge=challenge, effect=effect, note="")
        self.snapshot.put(row)

    def absent(self, post: str, deputy: str | None, since: date = MEETING_DAY, until: date = DUE) -> None:
        """A holder is away and another post acts; what is recorded last holds."""
        seq = 1 + len(self.snapshot.all(Absence))
        self.snapshot.put(Absence(post=post, seq=seq, since=since, until=until, deputy=deputy))

    def stance(self, ref: Ref, post: str, stance: Stance = Stance.CONSENT, *, version: int | None = None) -> None:
        """The latest stance of a seat, on the present text unless another version is named."""
        decision = self.snapshot.one(Decision, ref.year, ref.no)
        there = Facts(self.snapshot, ref).attendance(post)
        on_text = decision.text_version if version is None else version
        if stance is Stance.OBJECT:
            self.objection(ref, post, version=on_text)
        for row in self.snapshot.all(Objection) if stance is not Stance.OBJECT else ():
            if (row.year, row.no, row.post) == (ref.year, ref.no, post):
                self.snapshot.put(replace(row, spoken_on=on_text, stance_since=stance.value))
        self.snapshot.put(
            SeatStance(
                year=ref.year,
                no=ref.no,
                round=decision.round,
                post=post,
                text_version=on_text,
                stance=stance.value,
                reason="Grunn" if stance is Stance.OBJECT else "",
                deputy=there.deputy if there is not None else None,
            )
        )

    def objection(self, ref: Ref, post: str, *, version: int = 1, meeting: Ref | None = None) -> None:
        """An objection of a seat, at the decision's meeting unless another is named."""
        decision = self.snapshot.one(Decision, ref.year, ref.no)
        at, seq = str(meeting) if meeting else str(decision.meeting), 1 + len(self.snapshot.all(Objection))
        row = Objection(
            year=ref.year, no=ref.no, seq=seq, meeting=at, on=MEETING_DAY, post=post, text_version=version,
            reason="Grunn",
        )  # fmt: skip
        self.snapshot.put(row)

    def all_consent(self, ref: Ref) -> None:
        """Every seat that takes part consents to the present text."""
        for post in Facts(self.snapshot, ref).taking_part:
            self.stance(ref, post.id)

    def excuse(self, ref: Ref, post: str) -> None:
        """A seat takes no part in the item."""
        decision = self.snapshot.one(Decision, ref.year, ref.no)
        self.snapshot.put(Excuse(year=ref.year, no=ref.no, round=decision.round, post=post, reason="Inhabil"))

    def ratified(self, ref: Ref, body: str, *, granted: bool = True) -> None:
        """What a body said of the decision in its present round."""
        decision = self.snapshot.one(Decision, ref.year, ref.no)
        self.snapshot.put(
            Ratification(
                year=ref.year,
                no=ref.no,
                round=decision.round,
                body=body,
                case="12/26",
                date=MEETING_DAY,
                granted=granted,
            )
        )

    def facts(self, ref: Ref, acted_by: str | None = None, *, hands_down: bool = False, **answers: Any) -> Facts:
        """What a rule would see of a case."""
        return Facts(self.snapshot, ref, answers, acted_by, hands_down=hands_down)

    def finding(
        self, rule: str, ref: Ref, acted_by: str | None = None, *, hands_down: bool = False, **answers: Any
    ) -> Finding:
        """What a rule finds of a case, asked through the register."""
        return ask(rule, self.facts(ref, acted_by, hands_down=hands_down, **answers))[0]

    def perform(
        self,
        ref: Ref,
        action: str,
        *,
        actor: str = "slt-koordinator",
        on: date = TODAY,
        acted_by: str | None = None,
        basis: str | None = None,
        **answers: Any,
    ) -> Accepted | Refused:
        """Ask for an action; the world itself stays as it is."""
        return decide(self.snapshot, self.machines, ActionRequest(ref, action, answers, actor, on, acted_by, basis))

    def go(self, ref: Ref, action: str, **named: Any) -> tuple[Entry, ...]:
        """Perform an action that must be open, and go on from where it leads."""
        decided = self.perform(ref, action, **named)
        assert isinstance(decided, Accepted), decided
        self.snapshot = decided.snapshot
        return decided.entries

    def state(self, ref: Ref) -> str:
        """The state a case is in."""
        return self.snapshot.one(Item, *ref).state

    def _child(self, parent: Ref, no: int, built: BuiltMachine, state: str, owner: str, due: date | None) -> Ref:
        ref = parent.child(no)
        self._item(ref, built, state, owner, due)
        self.snapshot.put(
            Counter(series=ref.series, year=ref.year, no=ref.no, assignment_no=parent.assignment_no, last=no)
        )
        self.snapshot.put(
            OwnerSpell(
                year=ref.year,
                no=ref.no,
                assignment_no=ref.assignment_no,
                measure_no=ref.measure_no,
                seq=1,
                post=owner,
                since=OPENED,
                until=None,
            )
        )
        return ref

    def _item(self, ref: Ref, built: BuiltMachine, state: str, owner: str | None, due: date | None) -> None:
        defined = built.state(state)
        self.snapshot.put(
            Item(
                **ref._asdict(),
                machine=built.name,
                level=built.heading.level,
                pin=built.pinned.digest,
                state=state,
                tags=tuple(str(tag) for tag in defined.tags),
                ended=defined.end,
                waits_on=defined.waits_on,
                title=f"Sak {ref}",
                owner=owner,
                due=due,
                born=OPENED,
                since=OPENED,
                last_on=OPENED,
                last_seq=1,
            )
        )


def keep_only(snapshot: Snapshot, kind: type[R], rows: Iterable[R]) -> None:
    """Leave a snapshot these rows of a kind and no others."""
    snapshot._rows[kind] = {row.key: row for row in rows}
    snapshot._put.pop(kind, None)
    snapshot._new = {top: keys for top, keys in snapshot._new.items() if top[0] is not kind}
    snapshot._agreed, snapshot._cases = {}, {}
    snapshot.forget()


def kvaefjord() -> World:
    """Kvæfjord's council as its agreement opens it, with a school's head and a club of a third party beside it."""
    return _with_outsiders(World(_opened("kvaefjord").copy()))


def levanger() -> World:
    """Levanger's council as its agreement opens it, with the same two outsiders."""
    return _with_outsiders(World(_opened("levanger").copy()))


def voting(*seats: tuple[str, bool]) -> World:
    """A council of seats alone, each with its party and whether it binds it: `seat-0`, `seat-1` …"""
    world = World(Snapshot("voting"))
    for party in dict.fromkeys(party for party, _ in seats):
        world.organisation(party, party)
    for place, (party, binds) in enumerate(seats):
        world.post(f"seat-{place}", party, seat=True, binds=binds, levels=(Level.STRATEGIC.value,))
    return world


def tagged(world: World, ref: Ref, *tags: Tag, ended: bool = False) -> None:
    """Give a case exactly these tags, whatever state they belong to."""
    world.change(ref, tags=tuple(tag.value for tag in tags), ended=ended)


def owned(world: World, work: Ref, post: str, since: date, until: date) -> None:
    """Let a post have been accountable for work in a period, before its owner of today."""
    seq = -1 - len(world.snapshot.all(OwnerSpell))
    world.snapshot.put(OwnerSpell(**work_key(work), seq=seq, post=post, since=since, until=until))


def _with_outsiders(world: World) -> World:
    world.post("rektor", "kommune")
    world.organisation("idrettslag")
    world.post("idrettsleder", "idrettslag")
    return world
