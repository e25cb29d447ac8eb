"""Decisions that go on from a case: those proposed from it to the council, and those that follow it."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.model import Continuation, Decision, Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.follow_up import Continued
from slt_flow.services.request.reading import Reader, case_snapshot
from slt_flow.terms import Ref


def goes_on(reader: Reader, snapshot: Snapshot, ref: Ref) -> Iterator[Continued]:
    """Yield the decisions that go on from a case, as they stand."""
    for name in sorted(row.decision for row in snapshot.all(Continuation) if row.ref == ref):
        later = Ref.parse(name)
        if later is not None:
            rows = case_snapshot(reader, later)
            item, decision = rows.one(Item, *later), rows.one(Decision, later.year, later.no)
            proposed_by = decision.proposed_by or decision.group
            yield Continued(name, item.title, reader.state(item), decision.meeting, proposed_by)
