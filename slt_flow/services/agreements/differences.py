"""Differences between two agreements of a council: as entries, and as rows to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from slt_flow.definitions.agreements import LoadedAgreement
from slt_flow.definitions.models import Agreement, AreaEntry, ClauseEntry, PostEntry
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.new_entries import area_added, organisation_added, organisations_of, post_added
from slt_flow.model import Area, Organisation, Post
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.agreements import Change

V = TypeVar("V")
_Kind = type[Post] | type[Area]
_Named = Sequence[PostEntry] | Sequence[AreaEntry]


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
        return self._gone(Post, self.old.posts, self.new.agreement.posts)

    @cached_property
    def areas_gone(self) -> tuple[str, ...]:
        """The focus areas that the older agreement had and the newer has not."""
        return self._gone(Area, self.old.focus_areas, self.new.agreement.focus_areas)

    @cached_property
    def parties_gone(self) -> tuple[str, ...]:
        """The parties that signed the older agreement and not the newer."""
        signed = {party.id for party in self.new.agreement.parties}
        return tuple(id_ for id_ in self.snapshot.parties if id_ not in signed)

    @cached_property
    def posts_there(self) -> tuple[str, ...]:
        """The posts that there are under the newer agreement, the council's own too."""
        return self._there(Post, self.new.agreement.posts, self.posts_gone)

    @cached_property
    def areas_there(self) -> tuple[str, ...]:
        """The focus areas that there are under the newer agreement, the council's own too."""
        return self._there(Area, self.new.agreement.focus_areas, self.areas_gone)

    def _gone(self, kind: _Kind, before: _Named, after: _Named) -> tuple[str, ...]:
        standing = {row.id for row in self.snapshot.all(kind) if row.until is None}
        gone = standing - {entry.id for entry in after}
        return tuple(entry.id for entry in before if entry.id in gone)

    def _there(self, kind: _Kind, after: _Named, gone: tuple[str, ...]) -> tuple[str, ...]:
        own = (row.id for row in self.snapshot.all(kind) if row.until is None and row.id not in gone)
        return tuple(dict.fromkeys((*(entry.id for entry in after), *own)))

    def organisations(self) -> Iterator[Entry]:
        """Yield entries for new or changed organisations; a party that no longer signs turns into a third party."""
        named = {id_: (name, party) for id_, name, party in organisations_of(self.new.agreement)}
        signed = {party.id for party in self.new.agreement.parties}
        for id_, (name, party) in named.items():
            present = self.snapshot.find(Organisation, id_)
            if present is None:
                there = party in self.snapshot.parties
                yield self._newly(organisation_added(id_, name, party if there else None, self.on))
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
                plain = self._newly(post_added(post, self.on))
                yield replace(plain, data={**plain.data, "seat": False, "binds": False, "roles": []})
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

    def _newly(self, added: Entry) -> Entry:
        """Return an entry with what it came by: it was not there before that."""
        return replace(added, data={**added.data, "by": self.new.name})

    def _post(self, post: PostEntry) -> Entry:
        return replace(post_added(post, self.on), kind=Kind.POST_CHANGED)

    def _is_other(self, post: PostEntry, there: Post) -> bool:
        turns = post.model_dump(mode="json")["turns"]
        written = (
            post.title,
            post.organisation,
            tuple(map(str, post.levels)),
            post.seat,
            post.binds,
            post.roles,
            turns,
        )
        return there.until is not None or written != (
            there.title, there.organisation, there.levels, there.seat, there.binds, there.roles, there.turns,
        )  # fmt: skip

    def areas(self) -> Iterator[Entry]:
        """Yield entries for focus areas that are new, changed or gone."""
        for area in self.new.agreement.focus_areas:
            present = self.snapshot.find(Area, area.id)
            period = (area.period.first, area.period.last)
            written = (area.title, area.goals, area.contacts, area.shared_with, *period, None)
            if present is None:
                yield self._newly(area_added(area, self.on))
            elif written != (
                present.title, present.goals, present.contacts, present.shared_with, present.first, present.last,
                present.until,
            ):  # fmt: skip
                yield replace(area_added(area, self.on), kind=Kind.AREA_CHANGED)
        for id_ in self.areas_gone:
            yield Entry(kind=Kind.AREA_ENDED, subject=f"area:{id_}", on=self.on, data={"area": id_})

    def rows(self) -> Iterator[Change]:
        """List every change, as a reader sees it."""
        old, new = self.old, self.new.agreement
        yield Change("agreement", self.new.name, "added", "")
        before, after = ({"title": a.agreement.title, "language": a.agreement.language} for a in (old, new))
        for name, _, was, now in _differing(before, after):
            yield Change("agreement", name, "changed", f"{was} → {now}")
        for day, change, _, title in _differing(old.closed_days, new.closed_days):
            yield Change("closed_day", day, change, title or "")
        standing, newer_standing = ({p.id: p for p in agreement.standing_points} for agreement in (old, new))
        for id_, change, _, point in _differing(standing, newer_standing):
            yield Change("standing_point", id_, change, point.title if point else "")
        clauses, newer_clauses = ({clause.key: clause for clause in agreement.clauses} for agreement in (old, new))
        for key, change, clause, newer in _differing(clauses, newer_clauses):
            yield Change("clause", key, change, _changes(clause, newer))
        by_subject: dict[str, Change] = {}
        for entry in (*self.organisations(), *self.posts(), *self.posts_at_last(), *self.areas()):
            by_subject.setdefault(entry.subject, _of_entry(entry))
        yield from by_subject.values()
        groups, newer_groups = ({group.id: group for group in a.coordinating_groups} for a in (old, new))
        for id_, change, _, group in _differing(groups, newer_groups):
            yield Change("group", id_, change, ", ".join(group.members) if group else "")
        for machine, version in new.machines.items():
            if old.machines.get(machine) != version:
                yield Change("machine", machine, "changed", f"{old.machines.get(machine, '–')} → {version}")


def _differing(before: Mapping[str, V], after: Mapping[str, V]) -> Iterator[tuple[str, str, V | None, V | None]]:
    """Yield each key whose value is another than before: how it changed, the older value and the newer, or None."""
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if was != now:
            yield key, "added" if was is None else "removed" if now is None else "changed", was, now


def _changes(was: ClauseEntry | None, now: ClauseEntry | None) -> str:
    """Describe a changed clause: its numbers and §, else its text."""
    if now is None:
        return was.ref if was is not None else ""
    if was is None:
        return " ".join([now.ref, *(f"{name} {_shown(number)}" for name, number in now.numbers.items())])
    changes = [f"{name} {_shown(n)} → {_shown(newer)}" for name, _, n, newer in _differing(was.numbers, now.numbers)]
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
