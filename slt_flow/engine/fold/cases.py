"""Folds of entries about decisions and the work beneath them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from slt_flow.engine.entries import Cause, Entry, Kind
from slt_flow.engine.fold.council import take_back
from slt_flow.engine.fold.register import changes, count, day_in, folds, folds_voided, ref_of, row_of, work_key
from slt_flow.errors import BrokenInvariant
from slt_flow.model import (
    Continuation,
    Decision,
    Excuse,
    Item,
    LearningPoint,
    Matter,
    Meeting,
    Neighbour,
    Objection,
    OwnerSpell,
    Post,
    Ratification,
    SeatStance,
)
from slt_flow.model.cases import ACTION_PLAN, UNMOVED
from slt_flow.model.deadlines import delivers
from slt_flow.model.matters import objections_to, words_in
from slt_flow.model.plans import planned
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot
from slt_flow.model.spelling import folded
from slt_flow.terms import Ref, Stance, Tag


@folds(Kind.REGISTERED)
def _registered(snapshot: Snapshot, entry: Entry) -> None:
    """Add a case; fields of its data tell which other row it has: a decision's, a meeting's, a learning point's."""
    ref, data = ref_of(entry), entry.data
    count(snapshot, ref)
    snapshot.put(
        Item(
            **ref._asdict(),
            machine=entry.machine_name,
            level=data["level"],
            pin=data["pin"],
            state=str(entry.to_state),
            tags=tuple(data["tags"]),
            ended=data["end"],
            waits_on=data["waits_on"],
            title=entry.texts.get("title", ""),
            owner=data.get("owner"),
            **_deadline(data),
            **_begun(entry),
            last_on=entry.on,
            last_seq=entry.seq,
            every=data.get("every"),
            resources=entry.texts.get("resources", ""),
            challenges=tuple(data.get("challenges", ())),
            knowledge=tuple(data.get("knowledge", ())),
            group=data.get("group") if ref.depth else None,
            **_brought_in(entry),
        )
    )
    if "owner" in data:
        _put_spell(snapshot, ref, data["owner"], entry)
    if "day" in data:
        snapshot.put(_meeting(ref, data, entry.texts))
    if "information" in data:
        snapshot.put(_decision(ref, entry))
    if "evaluation" in data:
        snapshot.put(LearningPoint(year=ref.year, no=ref.no, evaluation=data["evaluation"]))


def _begun(entry: Entry) -> dict[str, Any]:
    """Return the day a case begins and that of its state: of one that was brought in, those that are known."""
    if entry.cause != Cause.IMPORT:
        return {"born": entry.on, "since": entry.on}
    born = day_in(entry.data.get("given_on") or entry.data.get("adopted_on"))
    return {"born": born, "since": day_in(entry.data.get("state_since"))}


def _brought_in(entry: Entry) -> dict[str, Any]:
    """Return the fields of a case that an import brought in: where it stood, and how far it had come."""
    if entry.cause != Cause.IMPORT:
        return {}
    data, texts = entry.data, entry.texts
    source = texts.get("file", ""), texts.get("sheet", ""), str(data.get("row", 0)), UNMOVED
    far = {"progress": data.get("progress", 0), "note": texts.get("note", "")}
    return {"came_from": source, **far, "brought_tags": tuple(data["tags"])}


def _meeting(ref: Ref, data: Mapping[str, Any], texts: Mapping[str, str]) -> Meeting:
    return Meeting(
        series=ref.series,
        year=ref.year,
        no=ref.no,
        kind=data["kind"],
        day=date.fromisoformat(data["day"]),
        short_notice=data.get("short_notice", False),
        requested_by=data.get("requested_by"),
        group=data.get("group"),
        begins=data.get("begins"),
        ends=data.get("ends"),
        venue=texts.get("venue"),
    )


def _decision(ref: Ref, entry: Entry) -> Decision:
    data = entry.data
    return Decision(
        year=ref.year,
        no=ref.no,
        area=data["area"],
        text=entry.texts.get("text", ""),
        information=data["information"],
        bodies=entry.numbered("body"),
        authority=data.get("authority"),
        case=entry.texts.get("case"),
        pins=tuple(data["pins"]),
        kind=data.get("kind"),
        kind_pin=data.get("kind_pin"),
        about=data.get("about") or {},
        follows=data.get("follows"),
        proposed_by=data.get("proposed_by"),
        group=data.get("group"),
        adopted_on=day_in(data.get("adopted_on")),
    )


@folds(Kind.NUMBERS_USED)
@folds_voided(Kind.NUMBERS_USED)
def _numbers_used(snapshot: Snapshot, entry: Entry) -> None:
    """Keep numbers as given that were used on paper, also where that was taken back."""
    count(snapshot, Ref(entry.data["series"], entry.data["year"], entry.data["last"]))


@folds(Kind.MOVED)
def _moved(snapshot: Snapshot, entry: Entry) -> None:
    ref, texts = ref_of(entry), entry.texts
    item = _left(snapshot, entry, ref)
    tags, ends = entry.data["tags"], entry.data["end"]
    note = texts.get("result") or texts.get("reason") or texts.get("text")
    if not note:  # work that is delivered keeps the note it was delivered with while it is confirmed
        note = item.note if item.note and (Tag.DELIVERED in tags or Tag.SETTLED in tags) else ""
    ended_in = _ended_in(snapshot, ref, entry) if ends else None
    snapshot.put(_entered(item, entry, note=note, ended_in=ended_in, ended_by=entry.acted_by if ends else None))
    if ended_in is not None and ref.is_decision:
        for work in snapshot.case(ref):
            if work.is_abandoned:
                snapshot.put(replaced(work, ended_in=ended_in))
    decision = snapshot.find(Decision, ref.year, ref.no) if ref.is_decision else None
    if decision is not None and decision.adopted_on is None and Tag.ADOPTED in tags and not item.has(Tag.ADOPTED):
        measures = planned(snapshot, decision) if decision.kind == ACTION_PLAN else 0
        snapshot.put(replaced(decision, adopted_on=entry.on, measures=measures))
    if decision is not None and item.has(Tag.ADOPTED) and Tag.ADOPTED not in tags:
        take_back(snapshot, entry)


def _ended_in(snapshot: Snapshot, ref: Ref, entry: Entry) -> str | None:
    """Return the meeting or decision that an end names; the end of a decision is that of the work beneath it."""
    named = entry.data.get("meeting") or entry.data.get("decision")
    return named or (snapshot.one(Item, *ref.top).ended_in if ref.depth else None)


@folds(Kind.CASE_CONTINUED)
def _case_continued(snapshot: Snapshot, entry: Entry) -> None:
    ref = ref_of(entry)
    snapshot.put(Continuation(**ref._asdict(), decision=entry.data["decision"]))


@folds(Kind.MIGRATED)
def _migrated(snapshot: Snapshot, entry: Entry) -> None:
    """Move a case to another version of its machine; a decision's new work will use the set it then pins."""
    item = _left(snapshot, entry, ref_of(entry))
    snapshot.put(_entered(item, entry, pin=entry.data["pin"]))
    if "pins" in entry.data:
        snapshot.put(replaced(row_of(snapshot, Decision, entry), pins=tuple(entry.data["pins"])))


def _left(snapshot: Snapshot, entry: Entry, ref: Ref) -> Item:
    """Return the case that leaves a state.

    Raises:
        BrokenInvariant: it is in another state.
    """
    item = snapshot.one(Item, *ref)
    if item.state != entry.from_state:
        raise BrokenInvariant("moved_from_elsewhere", seq=entry.seq, ref=entry.subject, state=item.state)
    return item


def _entered(item: Item, entry: Entry, **others: Any) -> Item:
    """Return a case in the state it enters; confirmed work stays delivered on the day it was."""
    state, on, data = str(entry.to_state), entry.on, entry.data
    stays = state == item.state
    return replaced(
        item,
        state=state,
        since=item.since if stays else on,
        delivered_on=(item.delivered_on or on) if delivers(data["tags"]) else None,
        came_from=item.came_from[:3] if item.came_from and not (stays or "pin" in others) else item.came_from,
        last_on=on,
        last_seq=entry.seq,
        tags=tuple(data["tags"]),
        ended=data["end"],
        waits_on=data["waits_on"],
        **others,
    )


changes(
    Kind.MEETING_LINKED,
    Decision,
    lambda decision, entry: {
        "meeting": entry.data["meeting"],
        "round": decision.round + 1,
        "put_off": None,
        "agendas": _with_more(decision.agendas, entry.data["meeting"]),
    },
)
changes(
    Kind.AGENDA_LEFT,
    Decision,
    lambda decision, entry: {
        "meeting": None,
        "put_off": decision.meeting,
        # of an agenda that it left before the meeting was held it is no item
        "agendas": tuple(ref for ref in decision.agendas if ref != decision.meeting or entry.data.get("stood")),
    },
)
changes(
    Kind.AUTHORITY_JUDGED,
    Decision,
    lambda decision, entry: {
        "bodies": tuple({folded(body): body for body in (*decision.bodies, *entry.numbered("body"))}.values()),
        "authority": entry.data["authority"],
    },
)
changes(
    Kind.NATURE_CHANGED,
    Decision,
    lambda _, entry: {"information": entry.data["information"], "turned_in": entry.data.get("meeting")},
)
changes(Kind.SUBJECT_SET, Decision, lambda decision, entry: {"about": {**decision.about, **entry.data["about"]}})
changes(
    Kind.AREA_MOVED,
    Decision,
    lambda decision, entry: {
        "area": entry.data["area"],
        **({"areas_left": {**decision.areas_left, decision.area: entry.on.isoformat()}} if decision.area else {}),
    },
)
changes(Kind.GROUP_NAMED, Item, lambda _, entry: {"group": entry.data["group"]})
changes(Kind.PROGRESS_NOTED, Item, lambda _, entry: {"progress": entry.data["percent"]})
changes(
    Kind.OWNERSHIP_ACCEPTED,
    Item,
    lambda item, entry: {"accepted_by": _with_more(item.accepted_by, entry.data["organisation"])},
)
changes(
    Kind.RATIONALE_NAMED,
    Item,
    lambda item, entry: {
        "challenges": _with_more(item.challenges, *entry.data.get("challenges", ())),
        "knowledge": _with_more(item.knowledge, *entry.data.get("knowledge", ())),
    },
)


@folds(Kind.DEADLINE_CHANGED)
def _deadline_changed(snapshot: Snapshot, entry: Entry) -> None:
    """Move a deadline; the council does it in a named meeting, and by its own deadline the case is judged."""
    item = row_of(snapshot, Item, entry)
    if entry.data.get("meeting"):
        item = replaced(item, council_due=None)
    else:
        item = replaced(item, council_due=item.deadline, moved_by=(*item.moved_by, entry.acted_by or ""))
    snapshot.put(replaced(item, **_deadline(entry.data), reschedules=item.reschedules + 1))


def _deadline(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a deadline: the day, and the words and the meeting that it was set by."""
    words = {"due_words": data.get("due_words", ""), "due_meeting": data.get("due_meeting")}
    return {"due": day_in(data.get("due")), **words, "standing": data.get("standing", False)}


changes(
    Kind.REVIEWED,
    Item,
    lambda _, entry: {**_deadline(entry.data), "council_due": None, "note": entry.texts.get("result", "")},
)
changes(Kind.TIME_RECORDED, Item, lambda item, entry: {"times": tuple(sorted({*item.times, entry.data["date"]}))})


def _with_more(names: tuple[str, ...], *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *more)))


def _round(snapshot: Snapshot, entry: Entry) -> dict[str, Any]:
    """Return the key fields of rows that belong to a decision's present round."""
    decision = row_of(snapshot, Decision, entry)
    return {"year": decision.year, "no": decision.no, "round": decision.round}


@folds(Kind.POST_EXCUSED)
def _post_excused(snapshot: Snapshot, entry: Entry) -> None:
    reason, decided_by = entry.texts.get("reason", ""), tuple(entry.data.get("decided_by", ()))
    snapshot.put(Excuse(**_round(snapshot, entry), post=entry.data["post"], reason=reason, decided_by=decided_by))


@folds_voided(Kind.REGISTERED)
def _registration_undone(snapshot: Snapshot, entry: Entry) -> None:
    """Keep the number of a case that was undone as given, and a decision's words."""
    count(snapshot, ref_of(entry))
    if "information" in entry.data:
        _keep_words(snapshot, entry, *map(entry.texts.get, ("title", "text")))


@folds(Kind.TEXT_AMENDED)
def _text_amended(snapshot: Snapshot, entry: Entry) -> None:
    amended = {"text": entry.texts.get("text", ""), "text_version": entry.data["text_version"]}
    snapshot.put(replaced(row_of(snapshot, Decision, entry), **amended))
    _words_changed(snapshot, entry)


@folds(Kind.TITLE_CHANGED)
def _title_changed(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replaced(row_of(snapshot, Item, entry), title=entry.texts.get("title", "")))
    _words_changed(snapshot, entry)


@folds_voided(Kind.TITLE_CHANGED)
@folds_voided(Kind.TEXT_AMENDED)
def _words_changed(snapshot: Snapshot, entry: Entry) -> None:
    """Keep other words of a decision that was objected to, or undone."""
    if snapshot.find(Matter, *ref_of(entry)[1:3]) is not None:
        _keep_words(snapshot, entry, *map(entry.texts.get, ("title", "text")))


def _keep_words(snapshot: Snapshot, entry: Entry, *texts: str | None) -> None:
    """Keep words of a decision, beside those that are kept of it already."""
    _, year, no, *_ = ref_of(entry)
    kept = snapshot.find(Matter, year, no)
    words = words_in(*(text for text in texts if text is not None))
    snapshot.put(Matter(year=year, no=no, words=_with_more(kept.words if kept is not None else (), *words)))


@folds(Kind.STANCE_TAKEN)
def _stance_taken(snapshot: Snapshot, entry: Entry) -> None:
    """Replace the seat's stance; it answers the objections of that seat to the matter, and may be one itself."""
    data, texts = entry.data, entry.texts
    decision = row_of(snapshot, Decision, entry)
    for row in objections_to(snapshot, decision):
        if row.post == data["post"]:
            spoken_in = entry.subject if row.ref != decision.ref else None
            answer = {"spoken_on": data["text_version"], "spoken_in": spoken_in, "stance_since": data["stance"]}
            snapshot.put(replaced(row, **answer, basis=texts.get("basis", "")))
    if data["stance"] == Stance.OBJECT:
        _put_objection(snapshot, entry, undone=None)
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


@folds_voided(Kind.STANCE_TAKEN)
def _stance_undone(snapshot: Snapshot, entry: Entry) -> None:
    """Keep an objection that was taken back by others than its seat: it stands until the seat speaks again."""
    if entry.data["stance"] == Stance.OBJECT:
        _put_objection(snapshot, entry, undone="")


def name_reason_of_undo(snapshot: Snapshot, entry: Entry) -> None:
    """Name why an objection was undone."""
    for row in snapshot.all(Objection):
        if row.seq == entry.data["seq"]:
            snapshot.put(replaced(row, undone=entry.texts.get("reason", "")))


def _put_objection(snapshot: Snapshot, entry: Entry, undone: str | None) -> None:
    ref, data, texts = ref_of(entry), entry.data, entry.texts
    decision, item = snapshot.find(Decision, *ref[1:3]), snapshot.find(Item, *ref)
    if decision is not None and item is not None:
        _keep_words(snapshot, entry, item.title, decision.text)
    snapshot.put(
        Objection(
            year=ref.year,
            no=ref.no,
            seq=entry.seq,
            meeting=data.get("meeting", ""),
            on=entry.on,
            post=data["post"],
            text_version=data["text_version"],
            reason=texts.get("reason", ""),
            deputy=texts.get("deputy") or data.get("deputy"),
            undone=undone,
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
    ref, owner, item = ref_of(entry), entry.data["owner"], row_of(snapshot, Item, entry)
    then = snapshot.on(entry.on)
    same = then.one(Post, owner).organisation == then.one(Post, item.owner).organisation
    for spell in snapshot.all(OwnerSpell):
        if spell.key[:4] == ref[1:] and spell.until is None:
            snapshot.put(replaced(spell, until=entry.on))
    _put_spell(snapshot, ref, owner, entry)
    snapshot.put(replaced(item, owner=owner, accepted_by=item.accepted_by if same else ()))


def _put_spell(snapshot: Snapshot, ref: Ref, owner: str, entry: Entry) -> None:
    snapshot.one(Post, owner)  # an unknown owner leaves the entry without ground
    is_known = entry.kind != Kind.REGISTERED or entry.cause != Cause.IMPORT
    since = entry.on if is_known else day_in(entry.data.get("given_on"))
    snapshot.put(OwnerSpell(**work_key(ref), seq=entry.seq, post=owner, since=since, until=None))


@folds(Kind.NEIGHBOUR_LINKED)
def _neighbour_linked(snapshot: Snapshot, entry: Entry) -> None:
    ref, data = ref_of(entry), entry.data
    other = {"neighbour": data["council"], "journal": data.get("journal"), "ref": data["ref"]}
    snapshot.put(Neighbour(year=ref.year, no=ref.no, **other))
