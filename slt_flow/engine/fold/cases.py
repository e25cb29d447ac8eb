"""Entries about decisions and the work beneath them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold.register import change, count, day_in, decision_of, folds, ref_of
from slt_flow.errors import BrokenInvariant
from slt_flow.model import (
    Decision,
    Excuse,
    Item,
    LearningPoint,
    Meeting,
    Neighbour,
    OwnerSpell,
    Post,
    Ratification,
    Remark,
    SeatStance,
)
from slt_flow.model.deadlines import delivers
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref, Tag


@folds(Kind.REGISTERED)
def _registered(snapshot: Snapshot, entry: Entry) -> None:
    ref, told = ref_of(entry), entry.data
    count(snapshot, ref)
    due = day_in(told.get("due"))
    snapshot.put(
        Item(
            **ref._asdict(),
            machine=entry.machine_name,
            level=told["level"],
            pin=told["pin"],
            state=str(entry.to_state),
            **_built(told),
            title=entry.texts.get("title", ""),
            owner=told.get("owner"),
            due=due,
            born=entry.on,
            since=entry.on,
            last_on=entry.on,
            last_seq=entry.seq,
            resources=entry.texts.get("resources", ""),
            challenges=tuple(told.get("challenges", ())),
            knowledge=tuple(told.get("knowledge", ())),
        )
    )
    if "owner" in told:
        _new_spell(snapshot, ref, told["owner"], entry)
    if "day" in told:
        snapshot.put(_new_meeting(ref, told))
    if "information" in told:
        snapshot.put(_new_decision(ref, entry))
    if "evaluation" in told:
        point = {"evaluation": told["evaluation"], "carried_to": None, "decision": None}
        snapshot.put(LearningPoint(year=ref.year, no=ref.no, **point))


def _new_meeting(ref: Ref, told: Any) -> Meeting:
    return Meeting(
        year=ref.year,
        no=ref.no,
        kind=told["kind"],
        day=date.fromisoformat(told["day"]),
        sent=None,
        frozen=None,
        short_notice=told.get("short_notice", False),
        requested_by=told.get("requested_by"),
        group=told.get("group"),
    )


def _new_decision(ref: Ref, entry: Entry) -> Decision:
    told = entry.data
    return Decision(
        year=ref.year,
        no=ref.no,
        area=told["area"],
        text=entry.texts.get("text", ""),
        text_version=1,
        round=0,
        meeting=None,
        information=told["information"],
        bodies=entry.numbered("body"),
        case=entry.texts.get("case"),
        pins=tuple(told["pins"]),
        kind=told.get("kind"),
        kind_pin=told.get("kind_pin"),
        about=told.get("about") or {},
        adopted_on=None,
    )


@folds(Kind.MOVED)
def _moved(snapshot: Snapshot, entry: Entry) -> None:
    ref = ref_of(entry)
    item = snapshot.one(Item, *ref)
    if item.state != entry.from_state:
        raise BrokenInvariant("moved_from_elsewhere", seq=entry.seq, ref=entry.subject, state=item.state)
    delivered = {Tag.DELIVERED, Tag.SETTLED} & set(entry.data["tags"])
    said = (entry.texts[name] for name in ("result", "reason", "text") if entry.texts.get(name))
    note = next(said, item.note if delivered else "")
    snapshot.put(replace(item, note=note, **_entered(item, entry)))
    decision = snapshot.find(Decision, ref.year, ref.no) if not ref.series and not ref.assignment_no else None
    if decision is not None and decision.adopted_on is None and Tag.ADOPTED in entry.data["tags"]:
        snapshot.put(replace(decision, adopted_on=entry.on))


@folds(Kind.MIGRATED)
def _migrated(snapshot: Snapshot, entry: Entry) -> None:
    """A case goes on under another version of its machine; a decision's new work will use the set it then pins."""
    ref, told = ref_of(entry), entry.data
    item = snapshot.one(Item, *ref)
    if item.state != entry.from_state:
        raise BrokenInvariant("moved_from_elsewhere", seq=entry.seq, ref=entry.subject, state=item.state)
    snapshot.put(replace(item, pin=told["pin"], **_entered(item, entry)))
    if "pins" in told:
        snapshot.put(replace(decision_of(snapshot, entry), pins=tuple(told["pins"])))


def _entered(item: Item, entry: Entry) -> dict[str, Any]:
    """What a case has of the state it enters; work that is confirmed stays delivered on the day it was."""
    since = entry.on if entry.to_state != entry.from_state else item.since
    delivered_on = (item.delivered_on or entry.on) if delivers(entry.data["tags"]) else None
    return {"state": str(entry.to_state), "since": since, "delivered_on": delivered_on, **_built(entry.data)}


def _built(told: Any) -> dict[str, Any]:
    return {"tags": tuple(told["tags"]), "ended": told["end"], "waits_on": told["waits_on"]}


@folds(Kind.MEETING_LINKED)
def _meeting_linked(snapshot: Snapshot, entry: Entry) -> None:
    decision = decision_of(snapshot, entry)
    snapshot.put(replace(decision, meeting=entry.data["meeting"], round=decision.round + 1))


@folds(Kind.AGENDA_LEFT)
def _agenda_left(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(decision_of(snapshot, entry), meeting=None))


@folds(Kind.TEXT_AMENDED)
def _text_amended(snapshot: Snapshot, entry: Entry) -> None:
    decision = decision_of(snapshot, entry)
    text = entry.texts.get("text", "")
    snapshot.put(replace(decision, text=text, text_version=entry.data["text_version"]))


@folds(Kind.TITLE_CHANGED)
def _title_changed(snapshot: Snapshot, entry: Entry) -> None:
    change(snapshot, ref_of(entry), title=entry.texts.get("title", ""))


@folds(Kind.POST_EXCUSED)
def _post_excused(snapshot: Snapshot, entry: Entry) -> None:
    decision = decision_of(snapshot, entry)
    snapshot.put(
        Excuse(
            year=decision.year,
            no=decision.no,
            round=decision.round,
            post=entry.data["post"],
            reason=entry.texts.get("reason", ""),
        )
    )


@folds(Kind.STANCE_TAKEN)
def _stance_taken(snapshot: Snapshot, entry: Entry) -> None:
    decision = decision_of(snapshot, entry)
    snapshot.put(
        SeatStance(
            year=decision.year,
            no=decision.no,
            round=decision.round,
            post=entry.data["post"],
            text_version=entry.data["text_version"],
            stance=entry.data["stance"],
            reason=entry.texts.get("reason", ""),
            deputy=entry.texts.get("deputy") or entry.data.get("deputy"),
        )
    )


@folds(Kind.RATIFICATION_RECORDED)
def _ratification_recorded(snapshot: Snapshot, entry: Entry) -> None:
    decision, told = decision_of(snapshot, entry), entry.data
    snapshot.put(
        Ratification(
            year=decision.year,
            no=decision.no,
            round=decision.round,
            body=entry.texts.get("body", ""),
            case=entry.texts.get("case", ""),
            date=date.fromisoformat(told["date"]),
            granted=told["granted"],
        )
    )


@folds(Kind.OWNER_CHANGED)
def _owner_changed(snapshot: Snapshot, entry: Entry) -> None:
    """A new owner in another organisation has accepted nothing yet (I3)."""
    ref, owner = ref_of(entry), entry.data["owner"]
    item = snapshot.one(Item, *ref)
    same = snapshot.one(Post, owner).organisation == snapshot.one(Post, item.owner).organisation
    for spell in snapshot.all(OwnerSpell):
        if (spell.year, spell.no, spell.assignment_no, spell.measure_no) == ref[1:] and spell.until is None:
            snapshot.put(replace(spell, until=entry.on))
    _new_spell(snapshot, ref, owner, entry)
    snapshot.put(replace(item, owner=owner, accepted_by=item.accepted_by if same else ()))


def _new_spell(snapshot: Snapshot, ref: Ref, owner: str, entry: Entry) -> None:
    snapshot.one(Post, owner)
    place = {"year": ref.year, "no": ref.no, "assignment_no": ref.assignment_no, "measure_no": ref.measure_no}
    snapshot.put(OwnerSpell(**place, seq=entry.seq, post=owner, since=entry.on, until=None))


@folds(Kind.OWNERSHIP_ACCEPTED)
def _ownership_accepted(snapshot: Snapshot, entry: Entry) -> None:
    item = snapshot.one(Item, *ref_of(entry))
    accepted = tuple(dict.fromkeys((*item.accepted_by, entry.data["organisation"])))
    snapshot.put(replace(item, accepted_by=accepted))


@folds(Kind.DEADLINE_CHANGED)
def _deadline_changed(snapshot: Snapshot, entry: Entry) -> None:
    item = snapshot.one(Item, *ref_of(entry))
    snapshot.put(replace(item, due=day_in(entry.data["due"]), reschedules=item.reschedules + 1))


@folds(Kind.PROGRESS_NOTED)
def _progress_noted(snapshot: Snapshot, entry: Entry) -> None:
    change(snapshot, ref_of(entry), progress=entry.data["percent"])


@folds(Kind.REMARKED)
def _remarked(snapshot: Snapshot, entry: Entry) -> None:
    _remark(snapshot, entry, entry.texts.get("text", ""), address=False)


@folds(Kind.ADDRESS_LINKED)
def _address_linked(snapshot: Snapshot, entry: Entry) -> None:
    _remark(snapshot, entry, entry.texts.get("address", ""), address=True)


def _remark(snapshot: Snapshot, entry: Entry, text: str, *, address: bool) -> None:
    ref = ref_of(entry)
    snapshot.put(Remark(**ref._asdict(), seq=entry.seq, on=entry.on, text=text, address=address))


@folds(Kind.RATIONALE_NAMED)
def _grounds_named(snapshot: Snapshot, entry: Entry) -> None:
    item, told = snapshot.one(Item, *ref_of(entry)), entry.data
    challenges = tuple(dict.fromkeys((*item.challenges, *told.get("challenges", ()))))
    knowledge = tuple(dict.fromkeys((*item.knowledge, *told.get("knowledge", ()))))
    snapshot.put(replace(item, challenges=challenges, knowledge=knowledge))


@folds(Kind.NEIGHBOUR_LINKED)
def _neighbour_linked(snapshot: Snapshot, entry: Entry) -> None:
    ref, told = ref_of(entry), entry.data
    snapshot.put(Neighbour(year=ref.year, no=ref.no, neighbour=told["council"], ref=told["ref"]))


@folds(Kind.SUBJECT_SET)
def _subject_set(snapshot: Snapshot, entry: Entry) -> None:
    decision = decision_of(snapshot, entry)
    snapshot.put(replace(decision, about={**decision.about, **entry.data["about"]}))


@folds(Kind.AREA_MOVED)
def _area_moved(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(decision_of(snapshot, entry), area=entry.data["area"]))
