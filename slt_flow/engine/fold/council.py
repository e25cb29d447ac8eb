"""Folds of entries about the council itself: its agreement, organisations, posts, focus areas."""

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
    """Replace the agreement; the clauses of the older one stay known for the days it was in force."""
    snapshot.put(replace(snapshot.one(Council), **_council(entry)))
    for clause in snapshot.all(Clause):
        if clause.until is None:
            snapshot.put(replace(clause, until=entry.on))
    for group in snapshot.all(Group):
        snapshot.put(replace(group, members=()))  # a group without members is dissolved
    _take_over(snapshot, entry)


@folds(Kind.MACHINE_CHOSEN)
def _machine_chosen(snapshot: Snapshot, entry: Entry) -> None:
    council, data = snapshot.one(Council), entry.data
    snapshot.put(replace(council, machines={**council.machines, data["machine"]: data["version"]}))


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
    }


def _take_over(snapshot: Snapshot, entry: Entry) -> None:
    data, texts = entry.data, entry.texts
    _pin(snapshot, texts.get("digest", ""), "agreement", data["name"], texts.get("content", ""))
    for place, clause in enumerate(data["clauses"]):
        key = clause["clause"]
        numbers = {name: _number(texts.get(f"number.{key}.{name}"), n) for name, n in clause["numbers"].items()}
        text = texts.get(f"clause.{key}", "")
        snapshot.put(Clause(place=place, since=entry.on, until=None, **{**clause, "numbers": numbers, "text": text}))
    for place, group in enumerate(data["groups"]):
        title, members = texts.get(f"group.{group['id']}", ""), tuple(group["members"])
        snapshot.put(Group(id=group["id"], place=place, title=title, members=members))


def _number(text: str | None, plain: Any) -> Any:
    """Return a number of a clause; one that is free words stands among the texts, its lines the words of a list."""
    if text is None:
        return plain
    return text.split("\n") if isinstance(plain, list) else text


@folds(Kind.DEFINITION_PINNED)
def _definition_pinned(snapshot: Snapshot, entry: Entry) -> None:
    data = entry.data
    _pin(snapshot, data["digest"], data["name"], data["version"], entry.texts.get("content", ""))
    for what, labels in json.loads(entry.texts.get("labels", "{}")).items():
        for name, words in labels.items():
            snapshot.put(Label(digest=data["digest"], what=what, id=name, **words))


def _pin(snapshot: Snapshot, digest: str, name: str, version: str, content: str) -> None:
    snapshot.put(Definition(digest=digest, name=name, version=version, content=content))


@folds(Kind.ORGANISATION_ADDED)
@folds(Kind.ORGANISATION_CHANGED)
def _organisation(snapshot: Snapshot, entry: Entry) -> None:
    id_, words = entry.data["id"], {"name": entry.texts.get("name", ""), "party": entry.data["party"]}
    if entry.kind == Kind.ORGANISATION_ADDED:
        snapshot.put(Organisation(id=id_, place=len(snapshot.all(Organisation)), **words))
    else:
        snapshot.put(replace(snapshot.one(Organisation, id_), **words))


@folds(Kind.POST_ADDED)
def _post_added(snapshot: Snapshot, entry: Entry) -> None:
    id_, place, since = entry.data["id"], len(snapshot.all(Post)), entry.on if entry.data.get("by") else None
    present: dict[str, Any] = {"designated": False, "vacant": False, "holder": None, "since": since}
    snapshot.put(Post(id=id_, place=place, **present, **_of_post(entry)))


@folds(Kind.POST_CHANGED)
def _post_changed(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(snapshot.one(Post, entry.data["id"]), **_of_post(entry)))


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
        "until": None,
    }


@folds(Kind.POST_RETIRED)
def _post_retired(snapshot: Snapshot, entry: Entry) -> None:
    post = snapshot.one(Post, entry.data["post"])
    snapshot.put(replace(post, seat=False, binds=False, roles=(), designated=False, until=entry.on))


@folds(Kind.ABSENCE_RECORDED)
def _absence_recorded(snapshot: Snapshot, entry: Entry) -> None:
    """Add an absence; a later one for the same days counts instead (see `Snapshot.absence_on`)."""
    data = entry.data
    since, until = date.fromisoformat(data["since"]), date.fromisoformat(data["until"])
    snapshot.put(Absence(post=data["post"], seq=entry.seq, since=since, until=until, deputy=data["deputy"]))


@folds(Kind.POST_DESIGNATED)
def _post_designated(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(snapshot.one(Post, entry.data["post"]), designated=True))


@folds(Kind.HOLDER_APPOINTED)
@folds(Kind.POST_VACATED)
def _holding(snapshot: Snapshot, entry: Entry) -> None:
    """End the holding of a post, and begin another: of somebody, or of nobody where the post is vacated."""
    post, vacant = entry.data["post"], entry.kind == Kind.POST_VACATED
    for holding in snapshot.all(Holding):
        if holding.post == post and holding.until is None:
            snapshot.put(replace(holding, until=entry.on))
    name = None if vacant else entry.texts.get("name", "")
    snapshot.put(Holding(post=post, seq=entry.seq, holder=name, since=entry.on, until=None))
    snapshot.put(replace(snapshot.one(Post, post), holder=name or None, vacant=vacant))


@folds(Kind.AREA_ADDED)
def _area_added(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(Area(id=entry.data["id"], place=len(snapshot.all(Area)), since=entry.on, **_of_area(entry)))


@folds(Kind.AREA_CHANGED)
def _area_changed(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(snapshot.one(Area, entry.data["id"]), **_of_area(entry)))


def _of_area(entry: Entry) -> dict[str, Any]:
    """Return the fields of a focus area that an agreement says."""
    return {
        "title": entry.texts.get("title", ""),
        "goals": tuple(goal for goal in entry.texts.get("goals", "").split("\n") if goal),
        "contacts": tuple(entry.data["contacts"]),
        "shared_with": tuple(entry.data.get("shared_with", ())),
        "until": None,
    }


@folds(Kind.AREA_ENDED)
def _area_ended(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(snapshot.one(Area, entry.data["area"]), until=entry.on))
