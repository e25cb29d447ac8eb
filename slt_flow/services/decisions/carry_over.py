"""Decisions that a council adopted before it was followed up here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.engine.entries import Cause
from slt_flow.engine.new_entries import NewDecision, decision_carried_over, next_ref
from slt_flow.errors import RequestError
from slt_flow.model import Item
from slt_flow.records import journal
from slt_flow.services.decisions.adopt import ADOPT
from slt_flow.services.decisions.knowledge import grounds_of
from slt_flow.services.request import parsing
from slt_flow.services.request.counting import Counted
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import PAST, Role, Worded


@use_case(Role.SECRETARY, Role.CHAIR)
def carry_over(
    request: Request,
    title: str,
    adopted_on: str | date,
    *,
    number: str | None = None,
    text: str | None = None,
    area: str | None = None,
    case: str | None = None,
    challenges: Sequence[str] = (),
    knowledge: Sequence[str] = (),
) -> None:
    """Enter a decision that the council adopted before it was followed up here, as it stands: its work goes on from it.

    No consent to it is on record, and it is marked as such wherever it is shown. Its work is given and reported by the
    same actions as all other work.

    Args:
        request: within its transaction.
        title: one line.
        adopted_on: the day it was adopted, before the council was begun here.
        number: its number on paper; the next one of that year when None.
        text: the text that was decided, when it is more than the title.
        area: a focus area's id.
        case: the number of the case in the municipality's archive.
        challenges: the challenges that it answers.
        knowledge: the knowledge that it rests on.

    Raises:
        RequestError: it was adopted after the council was begun here, or its number is taken.
    """
    read = parsing.day(adopted_on, Counted(request.context.day, PAST))  # it may be older than the agreement
    day = read.plain if isinstance(read, Worded) else read
    begun = date.fromisoformat(journal.request_at(request.connection, request.council, 1)[0].at[:10])
    if day >= begun:
        raise RequestError("adopted_since_it_began", day=day, begun=begun, typed=day.isoformat())
    ref = parsing.decision_ref(number) if number is not None else next_ref(request.snapshot, "", day.year)
    request.load(ref)
    if request.snapshot.find(Item, *ref) is not None:
        raise RequestError("number_taken", ref=str(ref), next=str(next_ref(request.snapshot, "", ref.year)))
    answers, rests_on = grounds_of(request, challenges, knowledge)
    new = NewDecision(
        title=parsing.line("title", title),
        text=parsing.text("text", text) if text is not None else "",
        area=parsing.area(area, request.snapshot) if area is not None else None,
        case=parsing.line("case", case) if case is not None else None,
        challenges=answers,
        knowledge=rests_on,
    )
    machines = [built for built in request.council_machines() if built.name in LEVELS]
    adoption = machines[0].pinned.machine.every_action.get(ADOPT)
    if adoption is None or adoption.to is None:
        raise RequestError("workflow_lacks_action", ref=str(ref), action=ADOPT, machine=machines[0].name)
    pins = tuple(built.pinned.digest for built in machines)
    on = max(day, request.row.opened)
    entry = decision_carried_over(machines[0], pins, new, ref, adoption.to, day, on, request.actor)
    request.register(entry, cause=Cause.IMPORT)
    request.notice("carried_over", ref=str(ref), day=day)
