"""Parts of minutes beside the items: results of what a meeting adopted, the remarks on it, and their grounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from slt_flow.engine.entries import Entry, Kind
from slt_flow.model import Assessment, Challenge, Decision, Item, LearningPoint
from slt_flow.model.cases import ACTION_PLAN, EVALUATION
from slt_flow.model.labels import state_of
from slt_flow.model.plans import in_period
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.meetings import AssessedWork, DatedText, FollowUpWork, Frozen, MinutesItem, TabledItem
from slt_flow.services.request.reading import remarks
from slt_flow.terms import Ref, Role


def with_results(snapshot: Snapshot, ref: Ref, item: MinutesItem, work: Callable[[Item], FollowUpWork]) -> MinutesItem:
    """Add to an item what the evaluation of a year assessed and taught, or what an action plan holds."""
    decision = snapshot.one(Decision, *ref[1:3])
    if decision.kind == EVALUATION:
        rows = [row for row in snapshot.all(Assessment) if row.evaluation == str(ref)]
        points = [snapshot.case_of(point) for point in snapshot.all(LearningPoint) if point.evaluation == str(ref)]
        learnt = tuple(tabled_item(snapshot, case) for case in points)
        return item._replace(assessed=tuple(_assessed(snapshot, row) for row in rows), learnt=learnt)
    if decision.kind == ACTION_PLAN and "from" in decision.about:
        return item._replace(planned=tuple(work(case) for case in in_period(snapshot, decision) if not case.is_dropped))
    return item


def tabled_item(snapshot: Snapshot, case: Item) -> TabledItem:
    """Return a case by its ref, title and state."""
    return TabledItem(str(case.ref), case.title, state_of(snapshot, case))


def minuted_remarks(
    snapshot: Snapshot, meeting: Ref, then: Snapshot, numbers: Mapping[str, str]
) -> Iterator[DatedText]:
    """Yield the remarks on a meeting; whose one is, is told where it is not the secretary's.

    Args:
        snapshot: the rows that the minutes are made of.
        meeting: the meeting.
        then: the rows with the posts of its day.
        numbers: the names of points, by their keys.
    """
    for row in remarks(snapshot, meeting, then):
        is_secretarys = row.by is not None and snapshot.has_role(row.by, Role.SECRETARY, row.on)
        title = "" if is_secretarys else row.title
        yield DatedText(row.on, row.text, title=title, item=numbers.get(row.item, row.item))


def _assessed(snapshot: Snapshot, row: Assessment) -> AssessedWork:
    challenge = snapshot.find(Challenge, row.challenge)
    title = challenge.title if challenge is not None else row.challenge
    return AssessedWork(str(row.ref), snapshot.one(Item, *row.ref).title, title, row.effect, row.note)


def anchor_of(frozen: Entry, entries: Iterable[Entry]) -> Frozen:
    """Return what archived minutes stand on: the head of the journal when they were frozen, and breaks accepted."""
    data = frozen.data
    accepted = (entry for entry in entries if entry.kind == Kind.BREAK_ACCEPTED)
    breaks = tuple(DatedText(entry.on, entry.texts.get("reason", ""), entry.seq) for entry in accepted)
    anchor = f"{data['head']}:{data.get('head_digest', '')}"
    return Frozen(frozen.on, data["head"], len(data.get("digests", ())), anchor, data["template"], breaks)
