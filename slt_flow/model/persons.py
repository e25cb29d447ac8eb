"""Persons: who is in a post, whose accounts are whose, and who is one and the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import cast

from slt_flow.model import Absence, Binding, Holding, Post
from slt_flow.model.snapshot import Snapshot
from slt_flow.model.spelling import folded_person
from slt_flow.terms import ERASED


def person_on(snapshot: Snapshot, acting: str, day: date | None) -> str:
    """Name the person in a post on a day, or the person who is named in its place.

    Holders whose names are not recorded, or were erased, count as distinct persons; posts that one account is bound to
    that day have one person.
    """
    name = folded_person(acting)
    if snapshot.find(Post, acting) is not None:
        spell = snapshot.holding_on(acting, day) if day is not None else None
        named = spell is not None and spell.holder not in (None, "", ERASED)
        name = folded_person(str(spell.holder)) if spell is not None and named else f"post:{acting}"
    return _persons_on(snapshot, day).get(name, name) if day is not None else name


def names_in(snapshot: Snapshot, acting: str, since: date, until: date) -> frozenset[str]:
    """Return the names by which one who acts is known again.

    They are that of the post, and in a period those of the persons in it and of the accounts bound to it.
    """
    if snapshot.find(Post, acting) is None:
        return frozenset({folded_person(acting)})
    spells = (h for h in snapshot.all(Holding) if h.post == acting and h.since <= until)
    there = (h.holder for h in spells if h.holder and (h.until is None or since < h.until))
    bound = (row for row in snapshot.all(Binding) if row.post == acting and row.account != ERASED)
    accounts = (row.account for row in bound if counts_in(snapshot, row, since, until))
    return frozenset({f"post:{acting}", *accounts, *(folded_person(name) for name in there if name != ERASED)})


def bindings_of(snapshot: Snapshot, account: str, day: date) -> tuple[Binding, ...]:
    """Return the bindings of an account that count on a day."""
    own = (row for row in snapshot.all(Binding) if row.account == account != ERASED)
    return tuple(row for row in own if counts_in(snapshot, row, day, day))


def posts_of(snapshot: Snapshot, account: str, day: date) -> tuple[str, ...]:
    """Return the posts that an account is bound to on a day, without those that are no more."""
    posts = (snapshot.find(Post, row.post) for row in bindings_of(snapshot, account, day))
    return tuple(dict.fromkeys(post.id for post in posts if post and (post.until is None or day < post.until)))


def speaks_for(snapshot: Snapshot, account: str, day: date) -> tuple[str, ...]:
    """Return the posts that an account speaks for on a day: those it is bound to, where they are of one party.

    A newer agreement may have moved a post to another party; then it speaks for none of them.
    """
    posts = posts_of(snapshot, account, day)
    return posts if len({snapshot.side_of(post) for post in posts}) < 2 else ()


def _persons_on(snapshot: Snapshot, day: date) -> Mapping[str, str]:
    """Return one name for each name of persons whose account is bound to several posts on a day."""
    key = "persons", day
    if key not in snapshot.found:
        snapshot.found[key] = _same_persons(snapshot, day)
    return cast("Mapping[str, str]", snapshot.found[key])


def _same_persons(snapshot: Snapshot, day: date) -> dict[str, str]:
    living = (row for row in snapshot.all(Binding) if row.account != ERASED and row.post is not None)
    bound = [row for row in living if counts_in(snapshot, row, day, day)]
    accounts = {row.account for row in bound}
    if len(accounts) == len(bound):
        return {}  # no account is bound to two posts, as in nearly every council
    persons: list[frozenset[str]] = []
    for post in snapshot.all(Post):
        names = names_in(snapshot, post.id, day, day)
        same = [person for person in persons if not names.isdisjoint(person)]
        persons = [person for person in persons if names.isdisjoint(person)] + [names.union(*same)]
    # a name that people have goes before the id of a post; that of an account is shown to nobody
    chosen = ((names, min(names - accounts, key=lambda name: (name.startswith("post:"), name))) for names in persons)
    return {name: one for names, one in chosen for name in names}


def counts_in(snapshot: Snapshot, row: Binding, since: date, until: date) -> bool:
    """Return True for a binding that counts on some day of a period: a deputy's while its absence does."""
    first, last = max(row.since, since), until
    if row.until is not None:
        last = min(last, row.until - timedelta(days=1))
    if row.absence is None or last < first:
        return first <= last
    absence = snapshot.find(Absence, row.post, row.absence)
    if absence is None:
        return False
    first, last = max(first, absence.since), min(last, absence.until)
    later = (a.until + timedelta(days=1) for a in snapshot.all(Absence) if a.post == row.post)
    return any(snapshot.absence_on(absence.post, day) == absence for day in (first, *later) if first <= day <= last)
