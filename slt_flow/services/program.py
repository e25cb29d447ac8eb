"""The product for a program: one object for one council, with the same use cases as the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from slt_flow.records.store import Store
from slt_flow.results.actions import ActionsOf
from slt_flow.results.answers import Done, Outcome
from slt_flow.results.follow_up import Tree
from slt_flow.results.history import HistoryLine, Verification
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.status import EVERYTHING, Filter, status
from slt_flow.services.history import audit
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import organisations, posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import Clock, SystemClock
from slt_flow.services.request.context import Context, resolve


@dataclass(frozen=True, slots=True)
class Council:
    """One council, opened by `slt_flow.open_council`.

    Every write is one transaction and answers with `Done` or, when a rule refuses it, `Refusal`; nothing is written
    then. Refs are texts (`"3/26"`, `"3/26.1"`, `"M1/26"`), days are ISO 8601 texts, posts are ids.

    Attributes:
        context: where requests come in; `acting` gives a council with another.
    """

    context: Context

    @property
    def id(self) -> str:
        """The council's id."""
        return str(self.context.council)

    def acting(self, **changed: Any) -> Council:
        """The same council with another actor, day, basis, key … (see `request.context.Context`)."""
        return Council(replace(self.context, **changed))

    def plan_meeting(self, day: str, *, kind: str = "ordinary") -> Outcome:
        """Put a meeting in the calendar."""
        return plan(self.context, day, kind=kind)

    def hold_meeting(self, day_or_ref: str, present: str = "all", **told: Any) -> Outcome:
        """Record that a meeting was held and who was there (see `meetings.plan.hold`)."""
        return hold(self.context, day_or_ref, present, **told)

    def register(self, title: str, **told: Any) -> Outcome:
        """Register a decision, and table and adopt it too when told (see `decisions.register`)."""
        return register(self.context, title, **told)

    def adopt(self, ref: str, consent: str | None = None) -> Outcome:
        """Adopt a decision by consensus, first recording the consent of those named."""
        return adopt(self.context, ref, consent)

    def assign(self, ref: str, owner: str, due: str, *, title: str | None = None) -> Outcome:
        """Hand a decision down to the coordinating level."""
        return assign(self.context, ref, owner, due, title=title)

    def add_measure(self, ref: str, title: str, owner: str, due: str) -> Outcome:
        """Hand an assignment's work down to the executing level."""
        return add_measure(self.context, ref, title, owner, due)

    def hand_over(self, ref: str, to: str, reason: str) -> Outcome:
        """Make another post accountable."""
        return hand_over(self.context, ref, to, reason)

    def perform(self, refs: str | Sequence[str], action: str, *, through: bool = False, **answers: Any) -> Outcome:
        """Perform any action of one or several cases."""
        every = [refs] if isinstance(refs, str) else list(refs)
        return actions.perform(self.context, every, action, answers, through=through)

    def undo(self, reason: str, ref: str | None = None) -> Outcome:
        """Take back the last request, or the last on a case."""
        return undo(self.context, reason, ref)

    def add_post(self, id_: str, title: str, organisation: str, levels: Sequence[str]) -> Outcome:
        """Add a post that can own work."""
        return posts.add_post(self.context, id_, title, organisation, levels)

    def add_organisation(self, id_: str, name: str, party: str | None = None) -> Outcome:
        """Add a part of a party, or a third party."""
        return organisations.add_organisation(self.context, id_, name, party)

    def appoint(self, post: str, name: str) -> Outcome:
        """Record who holds a post."""
        return posts.appoint(self.context, post, name)

    def status(self, chosen: Filter = EVERYTHING, *, as_of: date | None = None, as_known: date | None = None) -> Tree:
        """The status tree."""
        return status(self.context.at(as_of, as_known), chosen)

    def next(self, ref: str | None = None) -> tuple[ActionsOf, ...]:
        """What can be done now, and by whom."""
        return actions.next_actions(self.context, ref)

    def why(self, ref: str, action: str, **answers: Any) -> ActionsOf:
        """Every rule that keeps an action shut."""
        return actions.why(self.context, ref, action, answers)

    def history(self, ref: str | None = None) -> tuple[HistoryLine, ...]:
        """What happened."""
        return history(self.context, ref)

    def verify(self) -> Verification:
        """Check the journal, and the tables against it."""
        return audit.verify(self.context)[0]


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
    context = Context(Store(database), council, actor, on, clock=clock or SystemClock())
    if agreement is not None:
        begun: Done = init(context, agreement)
        council = council or begun.ref
    with context.store.reading() as connection:
        return Council(replace(context, council=resolve(connection, council)))
