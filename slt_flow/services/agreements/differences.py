"""Differences between two agreements of a council: as entries, and as rows to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from slt_flow.definitions.load import LoadedAgreement
from slt_flow.definitions.models import Agreement, ClauseEntry, PostEntry
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.new_entries import area_of, organisation_added, organisations_of, post_of
from slt_flow.model import Area, Organisation, Post
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.agreements import Change


@dataclass(frozen=True)
class Differences:
    """Comparison of an older agreement, a newer one, and the council as it stands between them.

    What the council itself added (posts, organisations, focus areas that the older file never had) stays.
    """

    old: Agreement
    new: LoadedAgreement
    snapshot: Snapshot
    on: date

    @cached_property
    def posts_gone(self) -> tuple[str, ...]:
        """The posts that the older agreement had and the newer has not."""
        kept = {post.id for post in self.new.agreement.posts}
        gone = (post.id for post in self.old.posts if post.id not in kept)
        return tuple(id_ for id_ in gone if self._standing(Post, id_))

    @cached_property
    def areas_gone(self) -> tuple[str, ...]:
        """The focus areas that the older agreement had and the newer has not."""
        kept = {area.id for area in self.new.agreement.focus_areas}
        gone = (area.id for area in self.old.focus_areas if area.id not in kept)
        return tuple(id_ for id_ in gone if self._standing(Area, id_))

    @cached_property
    def parties_gone(self) -> tuple[str, ...]:
        """Return the parties that signed the older agreement and not the newer."""
        signed = {party.id for party in self.new.agreement.parties}
        return tuple(id_ for id_ in self.snapshot.parties if id_ not in signed)

    @cached_property
    def posts_there(self) -> tuple[str, ...]:
        """The posts that there are under the newer agreement, the council's own too."""
        own = (p.id for p in self.snapshot.all(Post) if p.until is None and p.id not in self.posts_gone)
        return tuple(dict.fromkeys((*(post.id for post in self.new.agreement.posts), *own)))

    @cached_property
    def areas_there(self) -> tuple[str, ...]:
        """The focus areas that there are under the newer agreement, the council's own too."""
        own = (a.id for a in self.snapshot.all(Area) if a.until is None and a.id not in self.areas_gone)
        return tuple(dict.fromkeys((*(area.id for area in self.new.agreement.focus_areas), *own)))

    def _standing(self, kind: type[Post] | type[Area], id_: str) -> bool:
        row = self.snapshot.find(kind, id_)
        return row is not None and row.until is None

    def organisations(self) -> Iterator[Entry]:
        """Yield entries for new or changed organisations; a party that no longer signs turns into a third party."""
        named = {id_: (name, party) for id_, name, party in organisations_of(self.new.agreement)}
        signed = {party.id for party in self.new.agreement.parties}
        for id_, (name, party) in named.items():
            present = self.snapshot.find(Organisation, id_)
            if present is None:
                there = party in self.snapshot.parties
                yield organisation_added(id_, name, party if there else None, self.on)
                if party is not None and not there:
                    yield self._organisation(id_, name, party)
            elif (present.name, present.party) != (name, party):
                yield self._organisation(id_, name, party)
        for present in self.snapshot.all(Organisation):
            if present.id not in named and present.party is not None and present.party not in signed:
                yield self._organisation(present.id, present.name, None)

    def _organisation(self, id_: str, name: str, party: str | None) -> Entry:
        subject, data = f"organisation:{id_}", {"id": id_, "party": party}
        return Entry(kind=Kind.ORGANISATION_CHANGED, subject=subject, on=self.on, data=data, texts={"name": name})

    def posts(self) -> Iterator[Entry]:
        """Yield entries for new or changed posts, except those that lose a role.

        A new one is seated by an entry of its own, which holds from the agreement's day only: who looks further back
        finds the post, since later entries may speak of it, but no seat.
        """
        for post in self.new.agreement.posts:
            present = self.snapshot.find(Post, post.id)
            if present is None:
                plain = post_of(post, self.on)
                unseated = {**plain.data, "seat": False, "binds": False, "roles": [], "by": self.new.name}
                yield replace(plain, data=unseated)
            if present is None or (self._is_other(post, present) and not set(present.roles) - set(post.roles)):
                yield self._post(post)

    def posts_at_last(self) -> Iterator[Entry]:
        """Yield entries for posts that lose a role or are gone; these follow the hand-over of their work."""
        for post in self.new.agreement.posts:
            present = self.snapshot.find(Post, post.id)
            if present is not None and self._is_other(post, present) and set(present.roles) - set(post.roles):
                yield self._post(post)
        for id_ in self.posts_gone:
            yield Entry(kind=Kind.POST_RETIRED, subject=f"post:{id_}", on=self.on, data={"post": id_})

    def _post(self, post: PostEntry) -> Entry:
        return replace(post_of(post, self.on), kind=Kind.POST_CHANGED)

    def _is_other(self, post: PostEntry, there: Post) -> bool:
        written = (post.title, post.organisation, tuple(map(str, post.levels)), post.seat, post.binds, post.roles, None)
        return written != (
            there.title, there.organisation, there.levels, there.seat, there.binds, there.roles, there.until,
        )  # fmt: skip

    def areas(self) -> Iterator[Entry]:
        """Yield entries for focus areas that are new, changed or gone."""
        for area in self.new.agreement.focus_areas:
            present = self.snapshot.find(Area, area.id)
            written = (area.title, area.goals, area.contacts, area.shared_with, None)
            if present is None:
                yield area_of(area, self.on)
            elif written != (present.title, present.goals, present.contacts, present.shared_with, present.until):
                yield replace(area_of(area, self.on), kind=Kind.AREA_CHANGED)
        for id_ in self.areas_gone:
            yield Entry(kind=Kind.AREA_ENDED, subject=f"area:{id_}", on=self.on, data={"area": id_})

    def rows(self) -> Iterator[Change]:
        """List every change, as a reader sees it."""
        yield Change("agreement", self.new.name, "added", "")
        yield from self._of_heading()
        before, after = ({c.key: c for c in agreement.clauses} for agreement in (self.old, self.new.agreement))
        for key in dict.fromkeys([*before, *after]):
            if before.get(key) != after.get(key):
                yield Change(
                    "clause", key, _how(before.get(key), after.get(key)), _changes(before.get(key), after.get(key))
                )
        by_subject: dict[str, Change] = {}
        for entry in (*self.organisations(), *self.posts(), *self.posts_at_last(), *self.areas()):
            by_subject.setdefault(entry.subject, _of_entry(entry))
        yield from by_subject.values()
        groups = [{g.id: g for g in agreement.coordinating_groups} for agreement in (self.old, self.new.agreement)]
        for id_ in dict.fromkeys([*groups[0], *groups[1]]):
            was, now = groups[0].get(id_), groups[1].get(id_)
            if was != now:
                yield Change("group", id_, _how(was, now), ", ".join(now.members) if now else "")
        for name, version in self.new.agreement.machines.items():
            if self.old.machines.get(name) != version:
                yield Change("machine", name, "changed", f"{self.old.machines.get(name, '–')} → {version}")

    def _of_heading(self) -> Iterator[Change]:
        was, now = self.old, self.new.agreement
        for name in ("title", "language"):
            old, new = getattr(was.agreement, name), getattr(now.agreement, name)
            if old != new:
                yield Change("agreement", name, "changed", f"{old} → {new}")
        for day in dict.fromkeys([*was.closed_days, *now.closed_days]):
            old, new = was.closed_days.get(day), now.closed_days.get(day)
            if old != new:
                yield Change("closed_day", day, _how(old, new), new or "")


def _how(was: object, now: object) -> str:
    return "added" if was is None else "removed" if now is None else "changed"


def _changes(was: ClauseEntry | None, now: ClauseEntry | None) -> str:
    """Describe a changed clause: its numbers and §, else its text."""
    if now is None:
        return was.ref if was is not None else ""
    if was is None:
        return " ".join([now.ref, *(f"{name} {_shown(number)}" for name, number in now.numbers.items())])
    names = dict.fromkeys([*was.numbers, *now.numbers])
    changes = [
        f"{name} {_shown(was.numbers.get(name))} → {_shown(now.numbers.get(name))}"
        for name in names
        if was.numbers.get(name) != now.numbers.get(name)
    ]
    changes += [f"{was.ref} → {now.ref}"] if was.ref != now.ref else []
    return ", ".join(changes) or now.text


def _shown(number: object) -> str:
    if number is None:
        return "–"
    return ", ".join(number) or "–" if isinstance(number, tuple) else str(number)


def _of_entry(entry: Entry) -> Change:
    what, _, id_ = entry.subject.partition(":")
    detail = entry.texts.get("title") or entry.texts.get("name", "")
    if entry.kind in (Kind.ORGANISATION_ADDED, Kind.POST_ADDED, Kind.AREA_ADDED):
        return Change(what, id_, "added", detail)
    if entry.kind in (Kind.POST_RETIRED, Kind.AREA_ENDED):
        return Change(what, id_, "removed", "")
    return Change(what, id_, "changed", detail)
