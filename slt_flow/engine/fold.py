"""What an entry changes: the one place where entries become rows, for a request and for a replay alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import BrokenInvariant
from slt_flow.facts import Snapshot
from slt_flow.rows import (
    Area,
    Attendance,
    Clause,
    Council,
    Counter,
    Decision,
    Definition,
    Excuse,
    Holding,
    Item,
    Label,
    Meeting,
    Organisation,
    OwnerSpell,
    Post,
    Ratification,
    Remark,
    SeatStance,
)
from slt_flow.terms import Presence, Ref, Tag

Fold = Callable[[Snapshot, Entry], None]
_FOLDS: Final[dict[Kind, Fold]] = {}
_TEXT_ONLY: Final = (Kind.ENTRY_VOIDED, Kind.TEXT_REDACTED)


def apply(snapshot: Snapshot, entry: Entry) -> None:
    """Change a snapshot by one entry.

    Raises:
        BrokenInvariant: when the entry does not fit what the snapshot holds.
    """
    if entry.kind not in _TEXT_ONLY:
        try:
            _FOLDS[entry.kind](snapshot, entry)
            if (ref := Ref.parse(entry.subject)) is not None:
                _change(snapshot, ref, last_on=entry.on, last_seq=entry.seq)
        except KeyError as missing:
            raise BrokenInvariant(
                "entry_without_ground", seq=entry.seq, kind=entry.kind, missing=str(missing)
            ) from None
    snapshot.head = entry.seq


def replayed(council: str, entries: Iterable[Entry], voided: frozenset[int]) -> Snapshot:
    """The rows that a journal amounts to. What is voided is skipped, but the numbers it gave stay given."""
    snapshot = Snapshot(council)
    for entry in entries:
        if entry.seq not in voided:
            apply(snapshot, entry)
        elif entry.kind == Kind.REGISTERED:
            _count(snapshot, _ref(entry))
        snapshot.head = entry.seq
    return snapshot


def folds(kind: Kind) -> Callable[[Fold], Fold]:
    """Register how entries of a kind change the rows."""

    def register(fold: Fold) -> Fold:
        _FOLDS[kind] = fold
        return fold

    return register


@folds(Kind.AGREEMENT_ENTERED)
def _agreement_entered(snapshot: Snapshot, entry: Entry) -> None:
    told = entry.data
    snapshot.put(
        Council(
            title=told["title"],
            agreement=told["name"],
            digest=told["digest"],
            language=told["language"],
            machines=told["machines"],
            opened=entry.on,
        )
    )
    _pin(snapshot, told["digest"], "agreement", told["name"], told["content"])
    for place, clause in enumerate(told["clauses"]):
        snapshot.put(Clause(place=place, **clause))


@folds(Kind.DEFINITION_PINNED)
def _definition_pinned(snapshot: Snapshot, entry: Entry) -> None:
    told = entry.data
    _pin(snapshot, told["digest"], told["name"], told["version"], told["content"])
    for what in ("machine", "state", "door"):
        for name, words in told["labels"][what].items():
            snapshot.put(Label(digest=told["digest"], what=what, id=name, **words))


def _pin(snapshot: Snapshot, digest: str, name: str, version: str, content: str) -> None:
    snapshot.put(Definition(digest=digest, name=name, version=version, content=content))


@folds(Kind.ORGANISATION_ADDED)
def _organisation_added(snapshot: Snapshot, entry: Entry) -> None:
    name = entry.texts.get("name", "")
    place = len(snapshot.all(Organisation))
    snapshot.put(Organisation(id=entry.data["id"], place=place, name=name, party=entry.data["party"]))


@folds(Kind.POST_ADDED)
def _post_added(snapshot: Snapshot, entry: Entry) -> None:
    told = entry.data
    snapshot.put(
        Post(
            id=told["id"],
            place=len(snapshot.all(Post)),
            title=entry.texts.get("title", ""),
            organisation=told["organisation"],
            levels=tuple(told["levels"]),
            seat=told["seat"],
            binds=told["binds"],
            roles=tuple(told["roles"]),
            designated=False,
            vacant=False,
            holder=None,
            since=entry.on if told.get("by") else None,
        )
    )


@folds(Kind.POST_DESIGNATED)
def _post_designated(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(snapshot.one(Post, entry.data["post"]), designated=True))


@folds(Kind.HOLDER_APPOINTED)
def _holder_appointed(snapshot: Snapshot, entry: Entry) -> None:
    post, name = entry.data["post"], entry.texts.get("name", "")
    _end_holding(snapshot, post, entry.on)
    snapshot.put(Holding(post=post, seq=entry.seq, holder=name, since=entry.on, until=None))
    snapshot.put(replace(snapshot.one(Post, post), holder=name or None, vacant=False))


@folds(Kind.POST_VACATED)
def _post_vacated(snapshot: Snapshot, entry: Entry) -> None:
    post = entry.data["post"]
    _end_holding(snapshot, post, entry.on)
    snapshot.put(Holding(post=post, seq=entry.seq, holder=None, since=entry.on, until=None))
    snapshot.put(replace(snapshot.one(Post, post), holder=None, vacant=True))


def _end_holding(snapshot: Snapshot, post: str, day: date) -> None:
    for holding in snapshot.all(Holding):
        if holding.post == post and holding.until is None:
            snapshot.put(replace(holding, until=day))


@folds(Kind.AREA_ADDED)
def _area_added(snapshot: Snapshot, entry: Entry) -> None:
    told = entry.data
    goals = tuple(goal for goal in entry.texts.get("goals", "").split("\n") if goal)
    snapshot.put(
        Area(
            id=told["id"],
            place=len(snapshot.all(Area)),
            title=entry.texts.get("title", ""),
            goals=goals,
            contacts=tuple(told["contacts"]),
            since=entry.on,
            until=None,
        )
    )


@folds(Kind.AREA_ENDED)
def _area_ended(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(snapshot.one(Area, entry.data["area"]), until=entry.on))


@folds(Kind.REGISTERED)
def _registered(snapshot: Snapshot, entry: Entry) -> None:
    ref, told = _ref(entry), entry.data
    _count(snapshot, ref)
    due = _day(told.get("due"))
    snapshot.put(
        Item(
            **ref._asdict(),
            machine=str(entry.machine),
            level=told["level"],
            pin=told["pin"],
            state=str(entry.to_state),
            **_room(told),
            title=entry.texts.get("title", ""),
            owner=told.get("owner"),
            due=due,
            born=entry.on,
            last_on=entry.on,
            last_seq=entry.seq,
            resources=entry.texts.get("resources", ""),
        )
    )
    if "owner" in told:
        _new_spell(snapshot, ref, told["owner"], entry)
    if "day" in told:
        day = date.fromisoformat(told["day"])
        snapshot.put(Meeting(year=ref.year, no=ref.no, kind=told["kind"], day=day, sent=None, frozen=None))
    if "information" in told:
        snapshot.put(_new_decision(ref, entry))


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
        bodies=tuple(told["bodies"]),
        case=told["case"],
        pins=tuple(told["pins"]),
    )


def _count(snapshot: Snapshot, ref: Ref) -> None:
    series, number = counter_of(ref)
    snapshot.put(Counter(**series, last=number))


def counter_of(ref: Ref) -> tuple[dict[str, Any], int]:
    """The series a ref is numbered in, as a counter's key, and its number there."""
    if ref.m:
        return {"series": ref.series, "year": ref.year, "no": ref.no, "a": ref.a}, ref.m
    if ref.a:
        return {"series": ref.series, "year": ref.year, "no": ref.no, "a": 0}, ref.a
    return {"series": ref.series, "year": ref.year, "no": 0, "a": 0}, ref.no


@folds(Kind.MOVED)
def _moved(snapshot: Snapshot, entry: Entry) -> None:
    ref = _ref(entry)
    item = snapshot.one(Item, *ref)
    if item.state != entry.from_state:
        raise BrokenInvariant("moved_from_elsewhere", seq=entry.seq, ref=entry.subject, state=item.state)
    delivered = {Tag.DELIVERED, Tag.SETTLED} & set(entry.data["means"])
    said = (entry.texts[name] for name in ("result", "reason", "text") if entry.texts.get(name))
    note = next(said, item.note if delivered else "")
    snapshot.put(replace(item, state=str(entry.to_state), note=note, **_room(entry.data)))


def _room(told: Any) -> dict[str, Any]:
    return {"tags": tuple(told["means"]), "ended": told["end"], "waits_on": told["waits_on"]}


@folds(Kind.MEETING_LINKED)
def _meeting_linked(snapshot: Snapshot, entry: Entry) -> None:
    decision = _decision(snapshot, entry)
    snapshot.put(replace(decision, meeting=entry.data["meeting"], round=decision.round + 1))


@folds(Kind.AGENDA_LEFT)
def _agenda_left(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(_decision(snapshot, entry), meeting=None))


@folds(Kind.TEXT_AMENDED)
def _text_amended(snapshot: Snapshot, entry: Entry) -> None:
    decision = _decision(snapshot, entry)
    text = entry.texts.get("text", "")
    snapshot.put(replace(decision, text=text, text_version=entry.data["text_version"]))


@folds(Kind.TITLE_CHANGED)
def _title_changed(snapshot: Snapshot, entry: Entry) -> None:
    _change(snapshot, _ref(entry), title=entry.texts.get("title", ""))


@folds(Kind.POST_EXCUSED)
def _post_excused(snapshot: Snapshot, entry: Entry) -> None:
    decision = _decision(snapshot, entry)
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
    decision = _decision(snapshot, entry)
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
    decision, told = _decision(snapshot, entry), entry.data
    snapshot.put(
        Ratification(
            year=decision.year,
            no=decision.no,
            round=decision.round,
            body=told["body"],
            case=told["case"],
            date=date.fromisoformat(told["date"]),
            granted=told["granted"],
        )
    )


@folds(Kind.OWNER_CHANGED)
def _owner_changed(snapshot: Snapshot, entry: Entry) -> None:
    """A new owner in another organisation has accepted nothing yet (I3)."""
    ref, owner = _ref(entry), entry.data["owner"]
    item = snapshot.one(Item, *ref)
    same = snapshot.one(Post, owner).organisation == snapshot.one(Post, item.owner).organisation
    for spell in snapshot.all(OwnerSpell):
        if (spell.year, spell.no, spell.a, spell.m) == ref[1:] and spell.until is None:
            snapshot.put(replace(spell, until=entry.on))
    _new_spell(snapshot, ref, owner, entry)
    snapshot.put(replace(item, owner=owner, accepted_by=item.accepted_by if same else ()))


def _new_spell(snapshot: Snapshot, ref: Ref, owner: str, entry: Entry) -> None:
    snapshot.one(Post, owner)
    place = {"year": ref.year, "no": ref.no, "a": ref.a, "m": ref.m}
    snapshot.put(OwnerSpell(**place, seq=entry.seq, post=owner, since=entry.on, until=None))


@folds(Kind.OWNERSHIP_ACCEPTED)
def _ownership_accepted(snapshot: Snapshot, entry: Entry) -> None:
    item = snapshot.one(Item, *_ref(entry))
    accepted = tuple(dict.fromkeys((*item.accepted_by, entry.data["organisation"])))
    snapshot.put(replace(item, accepted_by=accepted))


@folds(Kind.DEADLINE_CHANGED)
def _deadline_changed(snapshot: Snapshot, entry: Entry) -> None:
    item = snapshot.one(Item, *_ref(entry))
    snapshot.put(replace(item, due=_day(entry.data["due"]), reschedules=item.reschedules + 1))


@folds(Kind.PROGRESS_NOTED)
def _progress_noted(snapshot: Snapshot, entry: Entry) -> None:
    _change(snapshot, _ref(entry), progress=entry.data["percent"])


@folds(Kind.REMARKED)
def _remarked(snapshot: Snapshot, entry: Entry) -> None:
    _remark(snapshot, entry, entry.texts.get("text", ""), address=False)


@folds(Kind.ADDRESS_LINKED)
def _address_linked(snapshot: Snapshot, entry: Entry) -> None:
    _remark(snapshot, entry, entry.texts.get("address", ""), address=True)


def _remark(snapshot: Snapshot, entry: Entry, text: str, *, address: bool) -> None:
    ref = _ref(entry)
    snapshot.put(Remark(**ref._asdict(), seq=entry.seq, on=entry.on, text=text, address=address))


@folds(Kind.AGENDA_SENT)
def _agenda_sent(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(_meeting(snapshot, entry), sent=_day(entry.data["sent"])))


@folds(Kind.DAY_CHANGED)
def _day_changed(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(_meeting(snapshot, entry), day=date.fromisoformat(entry.data["day"])))


@folds(Kind.ATTENDANCE_RECORDED)
def _attendance_recorded(snapshot: Snapshot, entry: Entry) -> None:
    meeting, told = _meeting(snapshot, entry), entry.data
    guest = told["presence"] == Presence.GUEST
    snapshot.put(
        Attendance(
            year=meeting.year,
            no=meeting.no,
            who=f"guest-{entry.seq}" if guest else told["post"],
            presence=told["presence"],
            deputy=entry.texts.get("guest" if guest else "deputy") or told.get("deputy"),
            mandate=entry.texts.get("mandate"),
        )
    )


@folds(Kind.MINUTES_FROZEN)
def _minutes_frozen(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(_meeting(snapshot, entry), frozen=entry.seq))


def _change(snapshot: Snapshot, ref: Ref, **fields: Any) -> None:
    snapshot.put(replace(snapshot.one(Item, *ref), **fields))


def _decision(snapshot: Snapshot, entry: Entry) -> Decision:
    ref = _ref(entry)
    return snapshot.one(Decision, ref.year, ref.no)


def _meeting(snapshot: Snapshot, entry: Entry) -> Meeting:
    ref = _ref(entry)
    return snapshot.one(Meeting, ref.year, ref.no)


def _ref(entry: Entry) -> Ref:
    ref = Ref.parse(entry.subject)
    if ref is None:
        raise BrokenInvariant("subject_is_no_case", seq=entry.seq, subject=entry.subject)
    return ref


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
