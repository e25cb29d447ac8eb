"""Numbers that a council had used on paper before it was followed up here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from slt_flow.engine.entries import Cause
from slt_flow.engine.new_entries import next_ref, numbers_used
from slt_flow.errors import RequestError
from slt_flow.model import Counter
from slt_flow.model.snapshot import Snapshot
from slt_flow.services.request import parsing
from slt_flow.services.request.clock import today
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import MEETING_SERIES, Ref, Role


@use_case(Role.SECRETARY, Role.CHAIR)
def use_numbers(request: Request, refs: Sequence[str]) -> None:
    """Go on with these numbers of decisions and meetings: those before them were used on paper.

    Raises:
        RequestError: a number is taken, or is no number of a decision or a meeting.
    """
    for ref in next_numbers(request.snapshot, refs, today(request.context.clock)):
        request.record(numbers_used(ref, request.context.day, request.actor), cause=Cause.IMPORT)
        request.notice("numbers_used", ref=str(ref))


def next_numbers(snapshot: Snapshot, typed: Iterable[str], now: date) -> list[Ref]:
    """Parse the numbers that come next, and refuse those that are given or to come.

    Raises:
        RequestError: a number is taken, or is no number of a decision or a meeting of a year until the next.
    """
    refs = [parsing.ref(one) for one in typed]
    for ref in refs:
        if ref.series not in ("", MEETING_SERIES) or ref.depth or ref.year > now.year + 1 or ref.no < 1:
            raise RequestError("not_a_next_number", ref=str(ref), year=now.year + 1)
        counter = snapshot.find(Counter, ref.series, ref.year, 0, 0)
        if counter is not None and ref.no <= counter.last:
            raise RequestError("number_taken", ref=str(ref), next=str(next_ref(snapshot, ref.series, ref.year)))
    return refs
