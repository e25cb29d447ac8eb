"""Folds of entries about the council itself: its agreement, organisations, posts, focus areas."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold.register import change, change_versions, changes, day_in, folds, row_of
from slt_flow.model import (
    Absence,
    Area,
    Binding,
    Clause,
    Contact,
    Council,
    Definition,
    Group,
    Holding,
    Label,
    Organisation,
    Post,
    superseded,
)
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import ERASED, series_for


@folds(Kind.AGREEMENT_ENTERED)
def _agreement_entered(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(Council(**_council(entry), opened=entry.on))
    _take_over(snapshot, entry)


@folds(Kind.AGREEMENT_RENEWED)
def _agreement_renewed(snapshot: Snapshot, entry: Entry) -> None:
    """Replace the agreement; the clauses of the older one stay known for the days it was in force."""
    change(snapshot, entry, snapshot.one(Council), _council(entry))
    entered = day_in(entry.data.get("entered"))
    asked_until = entered if entered is not None and entered > entry.on else None
    for clause in snapshot.all(Clause):
        if clause.until is None:
            snapshot.put(replaced(clause, until=entry.on, asked_until=asked_until))
    for group in snapshot.all(Group):
        if group.added is None:
            change(snapshot, entry, group, {"members": ()})  # a group without members is dissolved
    _take_over(snapshot, entry)


@folds(Kind.MACHINE_CHOSEN)
def _machine_chosen(snapshot: Snapshot, entry: Entry) -> None:
    council, data = snapshot.one(Council), entry.data
    snapshot.put(replaced(council, machines={**council.machines, data["machine"]: data["version"]}))


def _council(entry: Entry) -> dict[str, Any]:
    """Return the fields of a council that its agreement says."""
    data, texts = entry.data, entry.texts
    return {
        "title": texts.get("council", ""),
        "agreement": data["name"],
        "digest": texts.get("digest", ""),
        "language": data["language"],
        "machines": data["machines"],
        "closed_days": {day: texts.get(f"closed.{day}", "") for day in data["closed_days"]},
        "standing": _standing(entry),
    }


def _standing(entry: Entry) -> dict[str, Any]:
    """Return the points that stand on every agenda; the order is kept beside them, as the database sorts by id."""
    points = enumerate(entry.data.get("standing", ()))
    return {
        point["id"]: {
            "kind": point["kind"],
            "last": point["last"],
            "place": place,
            "title": entry.texts.get(f"standing.{point['id']}", ""),
        }
        for place, point in points
    }


def _take_over(snapshot: Snapshot, entry: Entry) -> None:
    data, texts = entry.data, entry.texts
    _pin(snapshot, texts.get("digest", ""), "agreement", data["name"], texts.get("content", ""))
    for place, clause in enumerate(data["clauses"]):
        key = clause["clause"]
        numbers = {name: _number(texts.get(f"number.{key}.{name}"), n) for name, n in clause["numbers"].items()}
        words = {"text": texts.get(f"clause.{key}", ""), "document": texts.get(f"document.{key}", "")}
        snapshot.put(Clause(place=place, since=entry.on, **{**clause, **words, "numbers": numbers}))
    reserved = [group["series"].upper() for group in data["groups"] if "series" in group]
    for place, group in enumerate(data["groups"]):
        id_, title = group["id"], texts.get(f"group.{group['id']}", "")
        if entry.kind == Kind.AGREEMENT_RENEWED and snapshot.find(Group, id_) is None:
            snapshot.put(superseded(Group, id_, None, entry.seq, entry.on))
        series = _series(snapshot, id_, group.get("series"), reserved)
        snapshot.put(Group(id=id_, place=place, title=title, members=tuple(group["members"]), series=series))


def _series(snapshot: Snapshot, id_: str, chosen: str | None, reserved: Iterable[str] = ()) -> str:
    """Return the letters of a group: those it has already, else those chosen, else the first that are free."""
    there = snapshot.find(Group, id_)
    if there is not None:
        return there.series
    taken = [group.series for group in snapshot.all(Group)]
    return chosen.upper() if chosen else series_for(id_, (*taken, *reserved))


def _number(text: str | None, plain: Any) -> Any:
    """Return a number of a clause; one that is free words stands among the texts, its lines the words of a list."""
    if text in (None, ERASED):
        return plain
    return text.split("\n") if isinstance(plain, list) else text


@folds(Kind.DEFINITION_PINNED)
def _definition_pinned(snapshot: Snapshot, entry: Entry) -> None:
    data = entry.data
    _pin(snapshot, data["digest"], data["name"], data["version"], entry.texts.get("content", ""))
    written = entry.texts.get("labels", "{}")
    for what, labels in (json.loads(written) if written != ERASED else {}).items():
        for name, words in labels.items():
            snapshot.put(Label(digest=data["digest"], what=what, id=name, **words))


def _pin(snapshot: Snapshot, digest: str, name: str, version: str, content: str) -> None:
    snapshot.put(Definition(digest=digest, name=name, version=version, content=content))


@folds(Kind.ORGANISATION_ADDED)
def _organisation_added(snapshot: Snapshot, entry: Entry) -> None:
    place, since = len(snapshot.all(Organisation)), entry.on if entry.data.get("by") else None
    added = day_in(entry.data.get("added"))
    snapshot.put(Organisation(id=entry.data["id"], place=place, since=since, added=added, **_of_organisation(entry)))


def _of_organisation(entry: Entry) -> dict[str, Any]:
    return {"name": entry.texts.get("name", ""), "party": entry.data["party"]}


changes(Kind.ORGANISATION_CHANGED, Organisation, lambda _, entry: _of_organisation(entry))


@folds(Kind.POST_ADDED)
def _post_added(snapshot: Snapshot, entry: Entry) -> None:
    place, since = len(snapshot.all(Post)), entry.on if entry.data.get("by") else None
    added = day_in(entry.data.get("added"))
    snapshot.put(Post(id=entry.data["id"], place=place, since=since, added=added, **_of_post(entry)))


def _of_post(entry: Entry) -> dict[str, Any]:
    """Return the fields of a post that an agreement says."""
    data = entry.data
    return {
        "title": entry.texts.get("title", ""),
        "organisation": data["organisation"],
        "levels": tuple(data["levels"]),
        "seat": data["seat"],
        "binds": data["binds"],
        "roles": tuple(data["roles"]),
        "turns": data.get("turns", {}),
        "until": None,
        "seat_by": data.get("by") if data["seat"] else None,
    }


_RETIRED: Final = {"seat": False, "binds": False, "roles": (), "designated_by": ()}

changes(Kind.POST_CHANGED, Post, lambda _, entry: _of_post(entry))


@folds(Kind.POST_DESIGNATED)
def _post_designated(snapshot: Snapshot, entry: Entry) -> None:
    """Add a designation, also from an earlier day on; a post that is retired takes none."""
    post, by = row_of(snapshot, Post, entry), entry.data.get("by", "")
    change_versions(
        snapshot, entry, post, lambda was: {"designated_by": (*was.designated_by, by)} if was.until is None else {}
    )


@folds(Kind.POST_RETIRED)
def _post_retired(snapshot: Snapshot, entry: Entry) -> None:
    """Retire a post, and with it what decisions give it on later days."""
    change(snapshot, entry, row_of(snapshot, Post, entry), {**_RETIRED, "until": entry.on})
    post = row_of(snapshot, Post, entry)
    change_versions(snapshot, entry, post, lambda was: {"designated_by": ()} if was.designated_by else {})
    _end_holders(snapshot, post.id, entry.on)


@folds(Kind.ABSENCE_RECORDED)
def _absence_recorded(snapshot: Snapshot, entry: Entry) -> None:
    """Add an absence; a later one for the same days counts instead (see `Snapshot.absence_on`)."""
    data = entry.data
    since, until = date.fromisoformat(data["since"]), date.fromisoformat(data["until"])
    snapshot.put(
        Absence(
            post=data["post"],
            seq=entry.seq,
            since=since,
            until=until,
            deputy=data["deputy"],
            mandate=entry.texts.get("mandate"),
            mandated_by=data.get("mandated_by"),
            mandated_on=day_in(data.get("mandated_on")),
            comes=data.get("comes", False),
        )
    )


@folds(Kind.HOLDER_APPOINTED)
@folds(Kind.POST_VACATED)
def _holding(snapshot: Snapshot, entry: Entry) -> None:
    """End the holding of a post, and begin another: of somebody, or of nobody where the post is vacated.

    The first name of a post is of whoever held it all along: address and access stay.
    """
    post, vacant = entry.data["post"], entry.kind == Kind.POST_VACATED
    if vacant or any(holding.post == post for holding in snapshot.all(Holding)):
        _end_holders(snapshot, post, entry.on)
    for holding in snapshot.all(Holding):
        if holding.post == post and holding.until is None:
            snapshot.put(replaced(holding, until=entry.on))
    name = None if vacant else entry.texts.get("name", "")
    snapshot.put(Holding(post=post, seq=entry.seq, holder=name, since=entry.on))
    snapshot.put(replaced(snapshot.one(Post, post), holder=name or None, vacant=vacant))


@folds(Kind.CONTACT_RECORDED)
def _contact_recorded(snapshot: Snapshot, entry: Entry) -> None:
    post, address = entry.data["post"], entry.texts["contact"]
    _end_contact(snapshot, post, entry.on)
    snapshot.put(Contact(post=post, seq=entry.seq, address=address, since=entry.on))


@folds(Kind.CONTACT_REMOVED)
def _contact_removed(snapshot: Snapshot, entry: Entry) -> None:
    _end_contact(snapshot, entry.data["post"], entry.on)


def _end_contact(snapshot: Snapshot, post: str, on: date) -> None:
    for contact in snapshot.all(Contact):
        if contact.post == post and contact.until is None:
            snapshot.put(replaced(contact, until=max(on, contact.since)))


def _end_holders(snapshot: Snapshot, post: str, on: date) -> None:
    """End what is the holder's own: the mail address, and the access of its subjects and of its deputies'."""
    _end_contact(snapshot, post, on)
    for binding in snapshot.all(Binding):
        if binding.post == post and binding.until is None and binding.holding is not None:
            snapshot.put(replaced(binding, until=max(on, binding.since)))


@folds(Kind.ACCOUNT_BOUND)
@folds(Kind.ACCESS_GRANTED)
def _bound(snapshot: Snapshot, entry: Entry) -> None:
    data, account = entry.data, entry.texts["user"]
    own = {name: data.get(name) for name in ("post", "holding", "absence")}
    snapshot.put(Binding(seq=entry.seq, account=account, since=entry.on, **own))


@folds(Kind.ACCOUNT_UNBOUND)
@folds(Kind.ACCESS_REVOKED)
def _unbound(snapshot: Snapshot, entry: Entry) -> None:
    """End a binding; seen as of a day before it began there is none."""
    binding = snapshot.find(Binding, entry.data["bound"])
    if binding is not None:
        snapshot.put(replaced(binding, until=entry.on))


@folds(Kind.GROUP_FOUNDED)
def _group_founded(snapshot: Snapshot, entry: Entry) -> None:
    data, id_ = entry.data, entry.data["id"]
    if entry.on > snapshot.one(Council).opened:
        snapshot.put(superseded(Group, id_, None, entry.seq, entry.on))
    snapshot.put(
        Group(
            id=id_,
            place=len(snapshot.all(Group)),
            title=entry.texts.get("title", ""),
            members=tuple(data["members"]),
            series=_series(snapshot, id_, data.get("series")),
            added=day_in(data["added"]),
        )
    )


changes(Kind.GROUP_CHANGED, Group, lambda _, entry: {"members": tuple(entry.data["members"])})
changes(Kind.GROUP_ENDED, Group, lambda _group, _entry: {"members": ()})


@folds(Kind.AREA_ADDED)
def _area_added(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(Area(id=entry.data["id"], place=len(snapshot.all(Area)), since=entry.on, **_of_area(entry)))


def _of_area(entry: Entry) -> dict[str, Any]:
    """Return the fields of a focus area that an agreement says."""
    return {
        "title": entry.texts.get("title", ""),
        "goals": tuple(goal for goal in entry.texts.get("goals", "").split("\n") if goal),
        "contacts": tuple(entry.data["contacts"]),
        "shared_with": tuple(entry.data.get("shared_with", ())),
        "first": _day(entry.data.get("first")),
        "last": _day(entry.data.get("last")),
        "by": entry.data.get("by"),
        "until": None,
        "ended_by": None,
    }


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written is not None else None


changes(Kind.AREA_CHANGED, Area, lambda _, entry: _of_area(entry))
changes(Kind.AREA_ENDED, Area, lambda _, entry: {"until": entry.on, "ended_by": entry.data.get("by")})


def take_back(snapshot: Snapshot, entry: Entry) -> None:
    """Take back, from the day of the entry on, what the decision that it rescinds gave the council.

    A seat and a designation end, an area that it added ends, and one that it ended is agreed again; what it gave on a
    later day ends on that day.
    """
    decision = entry.subject

    def without(post: Post) -> dict[str, Any]:
        left = tuple(by for by in post.designated_by if by != decision)
        seat = {"seat": False, "seat_by": None} if post.seat_by == decision else {}
        return {"designated_by": left, **seat} if seat or left != post.designated_by else {}

    def agreed(area: Area) -> dict[str, Any]:
        if area.by == decision and area.until is None:
            return {"until": max(entry.on, area.since)}
        return {"until": None, "ended_by": None} if area.ended_by == decision else {}

    for post in snapshot.all(Post):
        change_versions(snapshot, entry, post, without)
    for area in snapshot.all(Area):
        change_versions(snapshot, entry, area, agreed)
