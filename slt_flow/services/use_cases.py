"""Catalogue of the use cases: by their names for stories and pages, as methods of a council for a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from types import MethodType
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeVar, overload

from slt_flow.records.store import Store
from slt_flow.results.actions import ActionsOf
from slt_flow.results.answers import Outcome
from slt_flow.results.evaluation import Scribe
from slt_flow.results.history import Verification
from slt_flow.services.agreements.init import init
from slt_flow.services.agreements.numbers import use_numbers
from slt_flow.services.agreements.renew import renew
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.adopt import adopt, take_stances
from slt_flow.services.decisions.authority import judge_authority
from slt_flow.services.decisions.carry_over import carry_over
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over, hand_over_all
from slt_flow.services.decisions.propose import propose
from slt_flow.services.decisions.register import register, table
from slt_flow.services.follow_up.owner_answers import record_answers
from slt_flow.services.follow_up.status import status
from slt_flow.services.history import audit
from slt_flow.services.history.breaks import accept_break
from slt_flow.services.history.redact import redact
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings import agenda
from slt_flow.services.meetings.archive_exports import record_exports
from slt_flow.services.meetings.archive_receipt import record_receipt
from slt_flow.services.meetings.attach import attach
from slt_flow.services.meetings.exempt import exempt, lift_exemption
from slt_flow.services.meetings.filing import refer
from slt_flow.services.meetings.form import record as form
from slt_flow.services.meetings.plan import arrange_meeting, hold, plan
from slt_flow.services.people import absences, access, accounts, areas, contacts, groups, organisations, posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import Clock, SystemClock
from slt_flow.services.request.context import Context, resolve
from slt_flow.services.sheets.import_list import import_list
from slt_flow.services.workflows.migrate import migrate
from slt_flow.services.year import action_plan, evaluation, evidence, learning
from slt_flow.services.year.adoptions import adoptions

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class UseCase(Generic[Arguments, Answer]):
    """Descriptor that makes a use case a method: its first argument becomes the council's context."""

    def __init__(self, function: Callable[Concatenate[Context, Arguments], Answer]) -> None:
        self.function = function

    @overload
    def __get__(self, council: None, owner: type) -> Callable[Concatenate[Context, Arguments], Answer]: ...
    @overload
    def __get__(self, council: Council, owner: type) -> Callable[Arguments, Answer]: ...
    def __get__(self, council: Council | None, owner: type) -> Callable[..., Answer]:
        return self.function if council is None else MethodType(self.function, council.context)


@dataclass(frozen=True, slots=True)
class Council:
    """One council, opened by `slt_flow.open_council`.

    Every write is one transaction and answers with `Done` or, when a rule refuses it, `Refusal`; nothing is written
    then. Refs are texts (`"3/26"`, `"3/26.1"`, `"M1/26"`), days are ISO 8601 texts, posts are ids.

    Attributes:
        context: the context of requests; `acting` gives a council with another.
    """

    context: Context

    @property
    def id(self) -> str:
        """The council's id."""
        return str(self.context.council)

    def acting(self, **changed: Any) -> Council:
        """Return the same council with another actor, day, basis, key … (see `request.context.Context`)."""
        return Council(replace(self.context, **changed))

    def at(self, as_of: date | None = None, as_known: date | None = None) -> Council:
        """Return the same council read as of an earlier day, or by what was recorded up to one."""
        return Council(self.context.at(as_of, as_known))

    def perform(self, refs: str | Sequence[str], action: str, *, through: bool = False, **answers: Any) -> Outcome:
        """Perform any action of one or several cases."""
        return actions.perform(self.context, refs, action, answers, through=through)

    def why(self, ref: str, action: str, **answers: Any) -> ActionsOf:
        """Ask every rule that keeps an action shut."""
        return actions.why(self.context, ref, action, answers)

    def verify(self) -> Verification:
        """Check the journal, and the tables against it."""
        return audit.verify(self.context)[0]

    init = UseCase(init)
    renew = UseCase(renew)
    use_numbers = UseCase(use_numbers)
    add_organisation = UseCase(organisations.add_organisation)
    add_post = UseCase(posts.add_post)
    designate = UseCase(posts.designate)
    appoint = UseCase(posts.appoint)
    vacate = UseCase(posts.vacate)
    bind_account = UseCase(accounts.bind_account)
    release_account = UseCase(accounts.release_account)
    grant_access = UseCase(access.grant_access)
    revoke_access = UseCase(access.revoke_access)
    record_contact = UseCase(contacts.record_contact)
    remove_contact = UseCase(contacts.remove_contact)
    record_absence = UseCase(absences.record)
    let_act = UseCase(absences.let_act)
    found_group = UseCase(groups.found_group)
    change_group = UseCase(groups.change_group)
    end_group = UseCase(groups.end_group)
    add_area = UseCase(areas.add_area)
    end_area = UseCase(areas.end_area)
    migrate = UseCase(migrate)

    add_knowledge = UseCase(knowledge.add_knowledge)
    add_challenge = UseCase(knowledge.add_challenge)
    register = UseCase(register)
    propose = UseCase(propose)
    carry_over = UseCase(carry_over)
    import_list = UseCase(import_list)
    table = UseCase(table)
    judge_authority = UseCase(judge_authority)
    take_stances = UseCase(take_stances)
    adopt = UseCase(adopt)
    assign = UseCase(assign)
    add_measure = UseCase(add_measure)
    hand_over = UseCase(hand_over)
    hand_over_all = UseCase(hand_over_all)
    record_answers = UseCase(record_answers)

    plan_meeting = UseCase(plan)
    hold_meeting = UseCase(hold)
    record_meeting_form = UseCase(form.record)
    add_point = UseCase(agenda.add)
    drop_point = UseCase(agenda.drop)
    arrange_meeting = UseCase(arrange_meeting)
    place_point = UseCase(agenda.place)
    attach = UseCase(attach)
    refer = UseCase(refer)
    record_exports = UseCase(record_exports)
    record_receipt = UseCase(record_receipt)
    exempt = UseCase(exempt)
    lift_exemption = UseCase(lift_exemption)

    fulfil = UseCase(evidence.fulfil)
    open_evaluation = UseCase(evaluation.open_year)
    assess = UseCase(evaluation.assess)
    adopt_evaluation = UseCase(evaluation.adopt)
    add_learning_point = UseCase(learning.add)
    carry_learning_point = UseCase(learning.carry)
    answer_learning_point = UseCase(learning.answer)
    open_plan = UseCase(action_plan.open_plan)
    adopt_plan = UseCase(action_plan.adopt)

    undo = UseCase(undo)
    redact = UseCase(redact)
    rebuild = UseCase(audit.rebuild)
    accept_break = UseCase(accept_break)

    status = UseCase(status)
    next = UseCase(actions.next_actions)
    history = UseCase(history)


USE_CASES: Final[Mapping[str, Callable[..., Any]]] = {
    "perform": actions.perform,
    "why": actions.why,
    "verify": audit.verify,
    **{name: entry.function for name, entry in vars(Council).items() if isinstance(entry, UseCase)},
}
"""Every use case by its name; its signature tells its parameters, the first of which is the context."""


def opened(
    database: str,
    council: str | None,
    *,
    agreement: str | None,
    actor: str | None,
    on: date | None,
    clock: Clock | None,
    scribe: Scribe,
) -> Council:
    """See `slt_flow.open_council`."""
    context = Context(
        Store(database),
        council,
        actor,
        on,
        clock=clock or SystemClock(),
        scribe=scribe,
        adoptions=partial(adoptions, scribe),
    )
    if agreement is not None:
        council = council or init(context, agreement).ref
    with context.store.reading() as connection:
        return Council(replace(context, council=resolve(connection, council)))
