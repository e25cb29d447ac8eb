"""The frozen snapshot a rule may see: a council's rows, and one case among them with the answers given at an action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slt_flow.model import (
    Attendance,
    Decision,
    Excuse,
    Item,
    Meeting,
    Objection,
    OwnerSpell,
    Post,
    SeatStance,
)
from slt_flow.model.mandates import Lack, lack_of
from slt_flow.model.matters import objections_to
from slt_flow.model.persons import names_in, person_on
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import ERASED, MEETING_SERIES, Presence, Ref, Role, Stance, Tag


@dataclass(slots=True, eq=False)  # not frozen, which takes five times as long: one is made for every rule asked
class Facts:
    """View of a rule: one case, all that stands around it, and the answers given at an action."""

    snapshot: Snapshot
    ref: Ref
    answers: Mapping[str, Any] = field(default_factory=dict)
    acted_by: str | None = None
    on: date | None = None
    hands_down: bool = False
    """True where the answers are about new work beneath this case rather than about the case itself."""
    pending: frozenset[str] = frozenset()
    """Answers that are still to come."""

    @property
    def then(self) -> Snapshot:
        """The rows under the agreement of the day judged.

        It is the meeting's day for a meeting and for a decision there; for work, handed down or at hand, the day that
        the act holds for.
        """
        of_work = self.hands_down or self.ref.assignment_no or self.ref.family not in ("", MEETING_SERIES)
        meeting = self.meeting if not of_work else None
        day = meeting.day if meeting is not None else self.on
        return self.snapshot.on(day) if day is not None else self.snapshot

    @property
    def item(self) -> Item:
        """The case itself."""
        item = self.snapshot.item(self.ref)
        if item is None:
            raise KeyError(f"{self.ref}: case")
        return item

    @property
    def parent(self) -> Item | None:
        """The case above."""
        return self.snapshot.item(above) if (above := self.ref.parent) is not None else None

    @property
    def above(self) -> Item | None:
        """The case above the one that the answers are about."""
        return self.item if self.hands_down else self.parent

    @property
    def children(self) -> tuple[Item, ...]:
        """The cases directly beneath."""
        return self.snapshot.children(self.ref)

    @property
    def decision(self) -> Decision:
        """Row of the decision that this case belongs to.

        Raises:
            KeyError: it belongs to none, as meetings and learning points do.
        """
        if self.ref.series:
            raise KeyError(f"{self.ref}: decision")
        return self.snapshot.one(Decision, self.ref.year, self.ref.no)

    @property
    def meeting(self) -> Meeting | None:
        """The meeting itself, or the one the decision was last tabled at."""
        memo, key = self.snapshot.at_meetings, self.ref
        if key not in memo:
            ref = self.ref if self.ref.series else self.decision.tabled_at
            of_meeting = ref is not None and ref.is_meeting
            memo[key] = self.snapshot.find(Meeting, *ref[:3]) if ref is not None and of_meeting else None
        meeting: Meeting | None = memo[key]
        return meeting

    @property
    def owner(self) -> Post | None:
        """The post proposed as owner, or the one that owns the case."""
        post = self.answers.get("owner") or self.item.owner
        return self.then.find(Post, post) if post else None

    @property
    def unheld(self) -> bool:
        """True while the meeting of the case is still to be held."""
        meeting = self.meeting
        return meeting is not None and not self.snapshot.case_of(meeting).has(Tag.HELD)

    @property
    def doers(self) -> frozenset[str]:
        """Names of all who owned, or acted in, this case or one beneath it since it began (see `names_in`).

        Of minutes it is the secretary, who writes them.
        """
        snapshot, item, meeting = self.snapshot, self.item, self.meeting
        if self.ref.series:
            posts = self.then.posts_with(Role.SECRETARY)
            day = meeting.day if meeting is not None else item.born or item.last_on
            return frozenset(name for post in posts for name in names_in(snapshot, post, day, day))
        until = self.on or item.last_on
        spells = [
            (s.post, s.since or date.min, s.until or until) for s in snapshot.all(OwnerSpell) if self._is_part(s.ref)
        ]
        spells += [(d, since, end) for post, since, end in spells for d in snapshot.acting_for(post, since, end)]
        cases = (case for case in snapshot.case(self.ref) if self._is_part(case.ref))
        spells += [(deputy, case.born or date.min, until) for case in cases for deputy in case.acted]
        return frozenset(name for spell in spells for name in names_in(snapshot, *spell))

    def _is_part(self, ref: Ref) -> bool:
        return ref == self.ref or self.ref.is_above(ref)

    @property
    def held_in(self) -> Meeting | None:
        """The held meeting in which an act on the case is done: the one named, else the one whose agenda it is on."""
        meeting = None
        if (named := self.answers.get("meeting")) is not None:
            meeting = self.snapshot.find(Meeting, *named[:3])
        elif not self.ref.series and self.item.has(Tag.ON_AGENDA):
            meeting = self.meeting
        return meeting if meeting is not None and self.snapshot.case_of(meeting).has(Tag.HELD) else None

    def attendance(self, post: str) -> Attendance | None:
        """Return the attendance of a post at the meeting, None when it is not there."""
        meeting = self.meeting
        return self.snapshot.find(Attendance, *meeting.key, post) if meeting else None

    @property
    def taking_part(self) -> tuple[Post, ...]:
        """The seats that take part in this item: present, not gone, not excused from it."""
        memo, key = self.snapshot.at_meetings, ("taking part", self.ref, self.on, self.hands_down)
        if key not in memo:
            memo[key] = tuple(post for post in self.then.seats if self.takes_part(post))
        posts: tuple[Post, ...] = memo[key]
        return posts

    def takes_part(self, post: Post) -> bool:
        """Return True for a post with a seat, at the meeting and not excused from this item."""
        there = self.attendance(post.id) if post.seat else None
        return there is not None and there.presence in (Presence.SEAT, Presence.DEPUTY) and not self.is_excused(post)

    def is_excused(self, post: Post) -> bool:
        """Return True for a post that takes no part in this item though it may be at the meeting."""
        decision = self.decision
        return self.snapshot.find(Excuse, decision.year, decision.no, decision.round, post.id) is not None

    def binds(self, post: Post) -> bool:
        """Return True when a post, or the deputy in its place, may commit its party at this meeting.

        Nobody commits a party from a post that was vacant that day, also where that was recorded afterwards.
        """
        there, meeting = self.attendance(post.id), self.meeting
        if there is None or meeting is None or not post.binds:
            return False
        if there.presence == Presence.SEAT:
            return self.snapshot.is_held_on(post.id, meeting.day)
        return there.presence == Presence.DEPUTY and self.lack(there) is None

    def lack(self, there: Attendance) -> Lack | None:
        """Return why a deputy at the meeting commits nobody (see `lack_of`)."""
        return lack_of(self.then, self.snapshot.one(Meeting, *there.ref[:3]), there)

    @property
    def parties_missing(self) -> tuple[str, ...]:
        """The parties that nobody at the meeting may commit."""
        bound = self.represented_by(self.then.all(Post))
        return tuple(party for party in self.then.parties if party not in bound)

    def bound_by(self, posts: Iterable[Post]) -> set[str | None]:
        """Return the parties that some of these posts may commit at this meeting."""
        return {self.then.party_of(post.id) for post in posts if self.binds(post)}

    def committing(self, posts: Iterable[Post]) -> dict[str | None, set[str]]:
        """Return the persons who commit each party at this meeting, of those who act for some posts."""
        persons: dict[str | None, set[str]] = {}
        for post in posts:
            if self.binds(post):
                persons.setdefault(self.then.party_of(post.id), set()).add(self.person(post.id))
        return persons

    def represented_by(self, posts: Iterable[Post]) -> set[str | None]:
        """Return the parties that some of these posts commit at this meeting, each through a person of its own."""
        persons = self.committing(posts)
        party_of: dict[str, str | None] = {}

        def has_own_person(party: str | None, tried: set[str]) -> bool:
            for person in sorted(persons[party] - tried):
                tried.add(person)
                if person not in party_of or has_own_person(party_of[person], tried):
                    party_of[person] = party
                    return True
            return False

        return {party for party in persons if has_own_person(party, set())}

    def person(self, post: str) -> str:
        """Name the person who acted for a post on the day of the meeting (see `person_on`)."""
        there, meeting = self.attendance(post), self.meeting
        acting = there.deputy if there is not None and there.deputy else post
        if acting == ERASED:  # of two who were erased, neither is taken for the other
            return f"deputy:{post}"
        return person_on(self.snapshot, acting, meeting.day if meeting is not None else None)

    @property
    def stances(self) -> Mapping[str, SeatStance]:
        """The latest stance in this round of each seat that takes part, on whichever text."""
        year, no, round_ = self.decision.year, self.decision.no, self.decision.round
        taken = (self.snapshot.find(SeatStance, year, no, round_, post.id) for post in self.taking_part)
        return {stance.post: stance for stance in taken if stance is not None}

    @property
    def valid_stances(self) -> Mapping[str, SeatStance]:
        """The stances taken on the present text by the person who acts for the seat now."""
        memo, key = self.snapshot.found, ("valid stances", self.ref, self.on, self.hands_down)
        if key not in memo:
            version = self.decision.text_version
            memo[key] = {
                post: stance
                for post, stance in self.stances.items()
                if stance.text_version == version
                and (there := self.attendance(post)) is not None
                and stance.deputy == there.deputy
            }
        stances: Mapping[str, SeatStance] = memo[key]
        return stances

    @property
    def raised(self) -> dict[str, Objection]:
        """The last objection of every seat to the matter at this meeting, answered or not (see `objections_to`)."""
        return {row.post: row for row in objections_to(self.snapshot, self.decision)}

    @property
    def objections(self) -> dict[str, Objection]:
        """The objections that stand: of every seat, whether it takes part or not, until it speaks on the present text.

        One stands for the meeting it was raised at. Later meetings begin anew; a meeting that was before it does not,
        nor does one of the same day, nor one in the place of a meeting that was undone.
        """
        decision = self.decision
        return {post: row for post, row in self.raised.items() if row.stands_against(decision)}

    @property
    def silent(self) -> tuple[Post, ...]:
        """The seats that take part and have taken no stance on the present text."""
        stances = self.valid_stances
        return tuple(post for post in self.taking_part if post.id not in stances)

    @property
    def consenting(self) -> tuple[Post, ...]:
        """The posts that take part and consent to the present text."""
        stances = self.valid_stances.items()
        return tuple(self.then.one(Post, post) for post, stance in stances if stance.stance == Stance.CONSENT)

    @property
    def consenting_parties(self) -> tuple[str, ...]:
        """The parties of which a binding post that takes part consents to the present text."""
        bound = self.bound_by(self.consenting)
        return tuple(party for party in self.then.parties if party in bound)
