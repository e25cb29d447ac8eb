"""The desk for a program: one object for one council, with the same use cases as the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from slt_flow.records.store import Store
from slt_flow.results import Done, DoorsOf, HistoryLine, Outcome, Tree, Verification
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign, hand_over
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.status import EVERYTHING, Filter, status
from slt_flow.services.history import audit
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import Clock, SystemClock
from slt_flow.services.request.context import Desk, resolve


@dataclass(frozen=True, slots=True)
class Council:
    """One council, opened by `slt_flow.open_council`.

    Every write is one transaction and answers with `Done` or, when a rule refuses it, `Refusal`; nothing is written
    then. Refs are texts (`"3/26"`, `"3/26.1"`, `"M1/26"`), days are ISO 8601 texts, posts are ids.

    Attributes:
        desk: where requests come in; `acting` gives a council with another.
    """

    desk: Desk

    @property
    def id(self) -> str:
        """The council's id."""
        return str(self.desk.council)

    def acting(self, **changed: Any) -> Council:
        """The same council with another actor, day, basis, key … (see `request.context.Desk`)."""
        return Council(replace(self.desk, **changed))

    def plan_meeting(self, day: str, *, kind: str = "ordinary") -> Outcome:
        """Put a meeting in the calendar."""
        return plan(self.desk, day, kind=kind)

    def hold_meeting(self, day_or_ref: str, present: str = "all", **told: Any) -> Outcome:
        """Record that a meeting was held and who was there (see `meetings.plan.hold`)."""
        return hold(self.desk, day_or_ref, present, **told)

    def register(self, title: str, **told: Any) -> Outcome:
        """Register a decision, and table and adopt it too when told (see `decisions.register`)."""
        return register(self.desk, title, **told)

    def adopt(self, ref: str, consent: str | None = None) -> Outcome:
        """Adopt a decision by consensus, first recording the consent of those named."""
        return adopt(self.desk, ref, consent)

    def assign(self, ref: str, owner: str, due: str, *, title: str | None = None) -> Outcome:
        """Hand a decision down to the coordinating level."""
        return assign(self.desk, ref, owner, due, title=title)

    def add_measure(self, ref: str, title: str, owner: str, due: str) -> Outcome:
        """Hand an assignment's work down to the executing level."""
        return add_measure(self.desk, ref, title, owner, due)

    def hand_over(self, ref: str, to: str, reason: str) -> Outcome:
        """Make another post accountable."""
        return hand_over(self.desk, ref, to, reason)

    def walk(self, refs: str | Sequence[str], door: str, *, through: bool = False, **answers: Any) -> Outcome:
        """Walk any door of one or several cases."""
        every = [refs] if isinstance(refs, str) else list(refs)
        return actions.walk(self.desk, every, door, answers, through=through)

    def undo(self, reason: str, ref: str | None = None) -> Outcome:
        """Take back the last request, or the last on a case."""
        return undo(self.desk, reason, ref)

    def add_post(self, id_: str, title: str, organisation: str, levels: Sequence[str]) -> Outcome:
        """Add a post that can own work."""
        return posts.add_post(self.desk, id_, title, organisation, levels)

    def add_organisation(self, id_: str, name: str, party: str | None = None) -> Outcome:
        """Add a part of a party, or a third party."""
        return posts.add_organisation(self.desk, id_, name, party)

    def appoint(self, post: str, name: str) -> Outcome:
        """Record who holds a post."""
        return posts.appoint(self.desk, post, name)

    def status(self, chosen: Filter = EVERYTHING, *, as_of: date | None = None, as_known: date | None = None) -> Tree:
        """The status tree."""
        return status(self.desk, chosen, as_of, as_known)

    def next(self, ref: str | None = None) -> tuple[DoorsOf, ...]:
        """What can be done now, and by whom."""
        return actions.next_doors(self.desk, ref)

    def why(self, ref: str, door: str, **answers: Any) -> DoorsOf:
        """Every rule that keeps a door shut."""
        return actions.why(self.desk, ref, door, answers)

    def history(self, ref: str | None = None) -> tuple[HistoryLine, ...]:
        """What happened."""
        return history(self.desk, ref)

    def verify(self) -> Verification:
        """Check the journal, and the tables against it."""
        return audit.verify(self.desk)[0]


def opened(
    database: str,
    council: str | None,
    *,
    agreement: str | None,
    actor: str | None,
    on: date | None,
    clock: Clock | None,
) -> Council:
    """See `slt_flow.open_council`."""
    desk = Desk(Store(database), council, actor, on, clock=clock or SystemClock())
    if agreement is not None:
        begun: Done = init(desk, agreement)
        council = council or begun.ref
    with desk.store.reading() as connection:
        return Council(replace(desk, council=resolve(connection, council)))
