"""Folds of entries about decisions and the work beneath them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold.register import (
    change,
    counter_of,
    day_in,
    decision_of,
    folds,
    item_of,
    ref_of,
    work_key,
)
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
    """Add a case; fields of its data tell which other row it has: a decision's, a meeting's, a learning point's."""
    ref, data = ref_of(entry), entry.data
    snapshot.put(counter_of(ref))
    snapshot.put(
        Item(
            **ref._asdict(),
            machine=entry.machine_name,
            level=data["level"],
            pin=data["pin"],
            state=str(entry.to_state),
            **_state_fields(data),
            title=entry.texts.get("title", ""),
            owner=data.get("owner"),
            due=day_in(data.get("due")),
            born=entry.on,
            since=entry.on,
            last_on=entry.on,
            last_seq=entry.seq,
            resources=entry.texts.get("resources", ""),
            challenges=tuple(data.get("challenges", ())),
            knowledge=tuple(data.get("knowledge", ())),
        )
    )
    if "owner" in data:
        _put_spell(snapshot, ref, data["owner"], entry)
    if "day" in data:
        snapshot.put(_meeting(ref, data))
    if "information" in data:
        snapshot.put(_decision(ref, entry))
    if "evaluation" in data:
        evaluation = data["evaluation"]
        snapshot.put(LearningPoint(year=ref.year, no=ref.no, evaluation=evaluation, carried_to=None, decision=None))


def _meeting(ref: Ref, data: Mapping[str, Any]) -> Meeting:
    return Meeting(
        year=ref.year,
        no=ref.no,
        kind=data["kind"],
        day=date.fromisoformat(data["day"]),
        sent=None,
        frozen=None,
        short_notice=data.get("short_notice", False),
        requested_by=data.get("requested_by"),
        group=data.get("group"),
    )


def _decision(ref: Ref, entry: Entry) -> Decision:
    data = entry.data
    return Decision(
        year=ref.year,
        no=ref.no,
        area=data["area"],
        text=entry.texts.get("text", ""),
        text_version=1,
        round=0,
        meeting=None,
        information=data["information"],
        bodies=entry.numbered("body"),
        case=entry.texts.get("case"),
        pins=tuple(data["pins"]),
        kind=data.get("kind"),
        kind_pin=data.get("kind_pin"),
        about=data.get("about") or {},
        adopted_on=None,
    )


@folds(Kind.MOVED)
def _moved(snapshot: Snapshot, entry: Entry) -> None:
    ref, item = ref_of(entry), _left(snapshot, entry)
    tags = entry.data["tags"]
    notes = (entry.texts[name] for name in ("result", "reason", "text") if entry.texts.get(name))
    # Work that is delivered keeps the note it was delivered with while it is confirmed.
    note = next(notes, item.note if {Tag.DELIVERED, Tag.SETTLED} & set(tags) else "")
    snapshot.put(replace(item, note=note, **_entered(item, entry)))
    decision = snapshot.find(Decision, ref.year, ref.no) if ref == ref.top and not ref.series else None
    if decision is not None and decision.adopted_on is None and Tag.ADOPTED in tags:
        snapshot.put(replace(decision, adopted_on=entry.on))


@folds(Kind.MIGRATED)
def _migrated(snapshot: Snapshot, entry: Entry) -> None:
    """Move a case to another version of its machine; a decision's new work will use the set it then pins."""
    item = _left(snapshot, entry)
    snapshot.put(replace(item, pin=entry.data["pin"], **_entered(item, entry)))
    if "pins" in entry.data:
        change(snapshot, entry, Decision, pins=tuple(entry.data["pins"]))


def _left(snapshot: Snapshot, entry: Entry) -> Item:
    """Return the case that leaves a state.

    Raises:
        BrokenInvariant: it is in another state.
    """
    item = item_of(snapshot, entry)
    if item.state != entry.from_state:
        raise BrokenInvariant("moved_from_elsewhere", seq=entry.seq, ref=entry.subject, state=item.state)
    return item


def _entered(item: Item, entry: Entry) -> dict[str, Any]:
    """Return the fields of a case in the state it enters; confirmed work stays delivered on the day it was."""
    since = entry.on if entry.to_state != entry.from_state else item.since
    delivered_on = (item.delivered_on or entry.on) if delivers(entry.data["tags"]) else None
    last = {"last_on": entry.on, "last_seq": entry.seq}
    entered = {"state": str(entry.to_state), "since": since, "delivered_on": delivered_on}
    return {**entered, **last, **_state_fields(entry.data)}


def _state_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"tags": tuple(data["tags"]), "ended": data["end"], "waits_on": data["waits_on"]}


@folds(Kind.MEETING_LINKED)
def _meeting_linked(snapshot: Snapshot, entry: Entry) -> None:
    change(snapshot, entry, Decision, meeting=entry.data["meeting"], round=decision_of(snapshot, entry).round + 1)


@folds(Kind.AGENDA_LEFT)
def _agenda_left(snapshot: Snapshot, entry: Entry) -> None:
    change(snapshot, entry, Decision, meeting=None)


@folds(Kind.TEXT_AMENDED)
def _text_amended(snapshot: Snapshot, entry: Entry) -> None:
    change(snapshot, entry, Decision, text=entry.texts.get("text", ""), text_version=entry.data["text_version"])


@folds(Kind.TITLE_CHANGED)
def _title_changed(snapshot: Snapshot, entry: Entry) -> None:
    change(snapshot, entry, Item, title=entry.texts.get("title", ""))


def _round(snapshot: Snapshot, entry: Entry) -> dict[str, Any]:
    """Return the key fields of rows that belong to a decision's present round."""
    decision = decision_of(snapshot, entry)
    return {"year": decision.year, "no": decision.no, "round": decision.round}


@folds(Kind.POST_EXCUSED)
def _post_excused(snapshot: Snapshot, entry: Entry) -> None:
    reason = entry.texts.get("reason", "")
    snapshot.put(Excuse(**_round(snapshot, entry), post=entry.data["post"], reason=reason))


@folds(Kind.STANCE_TAKEN)
def _stance_taken(snapshot: Snapshot, entry: Entry) -> None:
    data, texts = entry.data, entry.texts
    snapshot.put(
        SeatStance(
            **_round(snapshot, entry),
            post=data["post"],
            text_version=data["text_version"],
            stance=data["stance"],
            reason=texts.get("reason", ""),
            deputy=texts.get("deputy") or data.get("deputy"),
        )
    )


@folds(Kind.RATIFICATION_RECORDED)
def _ratification_recorded(snapshot: Snapshot, entry: Entry) -> None:
    data, texts = entry.data, entry.texts
    snapshot.put(
        Ratification(
            **_round(snapshot, entry),
            body=texts.get("body", ""),
            case=texts.get("case", ""),
            date=date.fromisoformat(data["date"]),
            granted=data["granted"],
        )
    )


@folds(Kind.OWNER_CHANGED)
def _owner_changed(snapshot: Snapshot, entry: Entry) -> None:
    """Change the owner; one in another organisation has accepted nothing yet (I3)."""
    ref, owner, item = ref_of(entry), entry.data["owner"], item_of(snapshot, entry)
    same = snapshot.one(Post, owner).organisation == snapshot.one(Post, item.owner).organisation
    for spell in snapshot.all(OwnerSpell):
        if spell.key[:4] == ref[1:] and spell.until is None:
            snapshot.put(replace(spell, until=entry.on))
    _put_spell(snapshot, ref, owner, entry)
    snapshot.put(replace(item, owner=owner, accepted_by=item.accepted_by if same else ()))


def _put_spell(snapshot: Snapshot, ref: Ref, owner: str, entry: Entry) -> None:
    snapshot.one(Post, owner)  # an unknown owner leaves the entry without ground
    snapshot.put(OwnerSpell(**work_key(ref), seq=entry.seq, post=owner, since=entry.on, until=None))


def _with_more(names: tuple[str, ...], *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *more)))


@folds(Kind.OWNERSHIP_ACCEPTED)
def _ownership_accepted(snapshot: Snapshot, entry: Entry) -> None:
    accepted_by = _with_more(item_of(snapshot, entry).accepted_by, entry.data["organisation"])
    change(snapshot, entry, Item, accepted_by=accepted_by)


@folds(Kind.DEADLINE_CHANGED)
def _deadline_changed(snapshot: Snapshot, entry: Entry) -> None:
    reschedules = item_of(snapshot, entry).reschedules + 1
    change(snapshot, entry, Item, due=day_in(entry.data["due"]), reschedules=reschedules)


@folds(Kind.PROGRESS_NOTED)
def _progress_noted(snapshot: Snapshot, entry: Entry) -> None:
    change(snapshot, entry, Item, progress=entry.data["percent"])


@folds(Kind.REMARKED)
@folds(Kind.ADDRESS_LINKED)
def _remarked(snapshot: Snapshot, entry: Entry) -> None:
    address = entry.kind == Kind.ADDRESS_LINKED
    text = entry.texts.get("address" if address else "text", "")
    snapshot.put(Remark(**ref_of(entry)._asdict(), seq=entry.seq, on=entry.on, text=text, address=address))


@folds(Kind.RATIONALE_NAMED)
def _rationale_named(snapshot: Snapshot, entry: Entry) -> None:
    item, data = item_of(snapshot, entry), entry.data
    challenges = _with_more(item.challenges, *data.get("challenges", ()))
    change(
        snapshot, entry, Item, challenges=challenges, knowledge=_with_more(item.knowledge, *data.get("knowledge", ()))
    )


@folds(Kind.NEIGHBOUR_LINKED)
def _neighbour_linked(snapshot: Snapshot, entry: Entry) -> None:
    ref, data = ref_of(entry), entry.data
    snapshot.put(Neighbour(year=ref.year, no=ref.no, neighbour=data["council"], ref=data["ref"]))


@folds(Kind.SUBJECT_SET)
def _subject_set(snapshot: Snapshot, entry: Entry) -> None:
    change(snapshot, entry, Decision, about={**decision_of(snapshot, entry).about, **entry.data["about"]})


@folds(Kind.AREA_MOVED)
def _area_moved(snapshot: Snapshot, entry: Entry) -> None:
    change(snapshot, entry, Decision, area=entry.data["area"])
