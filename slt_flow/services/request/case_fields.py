"""Fields of a case that several sheets and lists show, and the rows they are read from."""

from __future__ import annotations

from slt_flow.errors import RequestError
from slt_flow.model import Decision, Remark
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.results.decisions import RemarkRow
from slt_flow.services.request.reading import Reader
from slt_flow.terms import Named, Ref


def case_snapshot(reader: Reader, ref: Ref) -> Snapshot:
    """Return the rows of one case with all beneath it, and of the meeting a decision was last tabled at.

    Raises:
        RequestError: there is no such case.
    """
    snapshot = Snapshot(reader.council)
    projection.load_case(reader.connection, snapshot, ref, remarks=True)
    decision = snapshot.find(Decision, ref.year, ref.no) if not ref.series else None
    if decision is not None and (meeting := decision.tabled_at) is not None:
        projection.load_case(reader.connection, snapshot, meeting)
    if snapshot.item(ref) is None:
        raise RequestError("unknown_ref", ref=str(ref))
    return snapshot


def kind_of(reader: Reader, decision: Decision) -> Named | None:
    """Return the kind of a decision with its label; None where it has none."""
    if decision.kind is None:
        return None
    return Named(decision.kind, reader.labels.get((str(decision.kind_pin), "kind", decision.kind), {}))


def remarks(snapshot: Snapshot, ref: Ref) -> tuple[RemarkRow, ...]:
    """List the remarks and links of a case."""
    own = [r for r in snapshot.all(Remark) if r.ref == ref]
    return tuple(RemarkRow(r.on, r.text, r.address) for r in sorted(own, key=lambda r: r.seq))
