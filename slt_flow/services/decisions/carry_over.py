"""Decisions that a council adopted before it was followed up here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slt_flow.errors import RequestError
from slt_flow.records import journal
from slt_flow.services.decisions.imported import ImportedCase, Outcome, Source, enter
from slt_flow.services.decisions.knowledge import grounds_of
from slt_flow.services.request import parsing
from slt_flow.services.request.counting import Counted
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import PAST, Level, Role, Worded


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
    answers, rests_on = grounds_of(request, challenges, knowledge)
    ref = enter(
        request,
        ImportedCase(
            Level.STRATEGIC,
            title,
            Outcome.NOT_BEGUN,
            Source(),
            number=parsing.decision_ref(number) if number is not None else None,
            text=text or "",
            day=day,
            area=parsing.area(area, request.snapshot) if area is not None else None,
            case=case,
            challenges=answers,
            knowledge=rests_on,
        ),
    )
    request.notice("carried_over", ref=str(ref), day=day)
