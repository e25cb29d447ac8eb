"""Entries about the council itself: its agreement, organisations, posts, focus areas."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold.register import folds
from slt_flow.model import Absence, Area, Clause, Council, Definition, Group, Holding, Label, Organisation, Post
from slt_flow.model.snapshot import Snapshot


@folds(Kind.AGREEMENT_ENTERED)
def _agreement_entered(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(Council(**_council(entry), opened=entry.on))
    _take_over(snapshot, entry)


@folds(Kind.AGREEMENT_RENEWED)
def _agreement_renewed(snapshot: Snapshot, entry: Entry) -> None:
    """What the older agreement said stays known for the days it was in force; a group without members is dissolved."""
    snapshot.put(replace(snapshot.one(Council), **_council(entry)))
    for clause in snapshot.all(Clause):
        if clause.until is None:
            snapshot.put(replace(clause, until=entry.on))
    for group in snapshot.all(Group):
        snapshot.put(replace(group, members=()))
    _take_over(snapshot, entry)


@folds(Kind.MACHINE_CHOSEN)
def _machine_chosen(snapshot: Snapshot, entry: Entry) -> None:
    council, told = snapshot.one(Council), entry.data
    snapshot.put(replace(council, machines={**council.machines, told["machine"]: told["version"]}))


def _council(entry: Entry) -> dict[str, Any]:
    """What an agreement says of the council itself."""
    told, texts = entry.data, entry.texts
    return {
        "title": texts.get("council", ""),
        "agreement": told["name"],
        "digest": texts.get("digest", ""),
        "language": told["language"],
        "machines": told["machines"],
        "closed_days": {day: texts.get(f"closed.{day}", "") for day in told["closed_days"]},
    }


def _take_over(snapshot: Snapshot, entry: Entry) -> None:
    told, texts = entry.data, entry.texts
    _pin(snapshot, texts.get("digest", ""), "agreement", told["name"], texts.get("content", ""))
    for place, clause in enumerate(told["clauses"]):
        key = clause["clause"]
        numbers = {name: _number(texts.get(f"number.{key}.{name}"), n) for name, n in clause["numbers"].items()}
        text = texts.get(f"clause.{key}", "")
        snapshot.put(Clause(place=place, since=entry.on, until=None, **{**clause, "numbers": numbers, "text": text}))
    for place, group in enumerate(told["groups"]):
        title, members = texts.get(f"group.{group['id']}", ""), tuple(group["members"])
        snapshot.put(Group(id=group["id"], place=place, title=title, members=members))


def _number(text: str | None, plain: Any) -> Any:
    """A number of a clause; one that is free words stands among the texts, its lines the words of a list."""
    if text is None:
        return plain
    return text.split("\n") if isinstance(plain, list) else text


@folds(Kind.DEFINITION_PINNED)
def _definition_pinned(snapshot: Snapshot, entry: Entry) -> None:
    told = entry.data
    _pin(snapshot, told["digest"], told["name"], told["version"], entry.texts.get("content", ""))
    for what, labels in json.loads(entry.texts.get("labels", "{}")).items():
        for name, words in labels.items():
            snapshot.put(Label(digest=told["digest"], what=what, id=name, **words))


def _pin(snapshot: Snapshot, digest: str, name: str, version: str, content: str) -> None:
    snapshot.put(Definition(digest=digest, name=name, version=version, content=content))


@folds(Kind.ORGANISATION_ADDED)
def _organisation_added(snapshot: Snapshot, entry: Entry) -> None:
    name = entry.texts.get("name", "")
    place = len(snapshot.all(Organisation))
    snapshot.put(Organisation(id=entry.data["id"], place=place, name=name, party=entry.data["party"]))


@folds(Kind.ORGANISATION_CHANGED)
def _organisation_changed(snapshot: Snapshot, entry: Entry) -> None:
    told = entry.data
    known = snapshot.one(Organisation, told["id"])
    snapshot.put(replace(known, name=entry.texts.get("name", ""), party=told["party"]))


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
            until=None,
        )
    )


@folds(Kind.POST_CHANGED)
def _post_changed(snapshot: Snapshot, entry: Entry) -> None:
    told = entry.data
    changed: dict[str, Any] = {
        "title": entry.texts.get("title", ""),
        "organisation": told["organisation"],
        "levels": tuple(told["levels"]),
        "seat": told["seat"],
        "binds": told["binds"],
        "roles": tuple(told["roles"]),
        "until": None,
    }
    snapshot.put(replace(snapshot.one(Post, told["id"]), **changed))


@folds(Kind.POST_RETIRED)
def _post_retired(snapshot: Snapshot, entry: Entry) -> None:
    post = snapshot.one(Post, entry.data["post"])
    snapshot.put(replace(post, seat=False, binds=False, roles=(), designated=False, until=entry.on))


@folds(Kind.ABSENCE_RECORDED)
def _absence_recorded(snapshot: Snapshot, entry: Entry) -> None:
    """A later word on the same days replaces an earlier one."""
    told = entry.data
    since, until = date.fromisoformat(told["since"]), date.fromisoformat(told["until"])
    snapshot.put(Absence(post=told["post"], seq=entry.seq, since=since, until=until, deputy=told["deputy"]))


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
            shared_with=tuple(told.get("shared_with", ())),
            since=entry.on,
            until=None,
        )
    )


@folds(Kind.AREA_CHANGED)
def _area_changed(snapshot: Snapshot, entry: Entry) -> None:
    told = entry.data
    changed: dict[str, Any] = {
        "title": entry.texts.get("title", ""),
        "goals": tuple(goal for goal in entry.texts.get("goals", "").split("\n") if goal),
        "contacts": tuple(told["contacts"]),
        "shared_with": tuple(told["shared_with"]),
        "until": None,
    }
    snapshot.put(replace(snapshot.one(Area, told["id"]), **changed))


@folds(Kind.AREA_ENDED)
def _area_ended(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(snapshot.one(Area, entry.data["area"]), until=entry.on))
