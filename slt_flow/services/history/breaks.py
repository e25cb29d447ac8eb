"""Accepted breaks: the council goes on over a broken journal, or without lost entries, and says so for ever."""

from __future__ import annotations

from slt_flow.engine.entries import Kind
from slt_flow.errors import RecordsError, RequestError
from slt_flow.records import heads, replay, structure
from slt_flow.records.verify import audited
from slt_flow.services.request import parsing
from slt_flow.services.request.continuity import seen_head
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import Role

SUBJECT = "journal"


@use_case(Role.SECRETARY, over_breaks=True)
def accept_break(request: Request, reason: str) -> None:
    """Accept the breaks that a journal has now, and the head that was seen on this computer and is gone.

    No later break is accepted by it. The tables are made anew from the entries as they are.

    Raises:
        RecordsError: an entry cannot be read, or the entries cannot be replayed.
        RequestError: nothing is broken.
    """
    connection, council = request.connection, request.council
    audit = audited(connection, council)
    for broken in audit.open:
        if broken.as_it_is is None or broken.as_it_is["seq"] > request.before.head:
            raise _beyond(council, broken.flaws[0].where)
    for flaw in audit.others:
        if not structure.is_beside_the_journal(flaw):
            raise _beyond(council, flaw.where)
    seen = seen_head(request.context, connection, council)
    is_lost = seen is not None and not heads.is_there(connection, council, seen)
    lost = [{"digest": seen.digest, "seq": seen.seq}] if seen is not None and is_lost else []
    breaks = [broken.as_it_is for broken in audit.open]
    if not breaks and not lost:
        raise RequestError("nothing_broken", council=council)
    data = {"breaks": breaks, "lost": lost}
    request.record(request.entry(Kind.BREAK_ACCEPTED, SUBJECT, data, {"reason": parsing.text("reason", reason)}))
    request.rebuild = replay.rebuild


def _beyond(council: str, where: str) -> RecordsError:
    return RecordsError("break_beyond_acceptance", council=council, where=where)
