"""Hand-over pack for a new coordinator: open work, deadlines, the next meeting, risks, recent history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from slt_flow.model import Absence
from slt_flow.model.absence_periods import in_effect
from slt_flow.model.labels import title_of
from slt_flow.records import projection
from slt_flow.results.follow_up import Branch, NextMeeting, flattened
from slt_flow.results.handover_pack import Away, Handover, OwnedWork
from slt_flow.results.history import HistoryLine
from slt_flow.services.follow_up.today import next_meeting
from slt_flow.services.follow_up.tree import grow
from slt_flow.services.history.timeline import history
from slt_flow.services.request.context import Context
from slt_flow.services.request.display_names import subject_called
from slt_flow.services.request.reading import Reader, reading
from slt_flow.services.year.learning_view import points
from slt_flow.services.year.obligations import at_risk, judged, with_corrections
from slt_flow.services.year.wheel import unarchived
from slt_flow.terms import Level, Ref, Role, Tag

AHEAD: Final = timedelta(days=60)
"""How far ahead deadlines and absences are listed."""

BACK: Final = timedelta(days=30)
"""How far back the history is told."""


def handover(context: Context) -> Handover:
    """Return the pack, as things stand on a day."""
    learning = points(context, only_open=True)
    recent = history(context, since=context.day - BACK)
    with reading(context) as reader:
        branches = grow(reader, reader.day.year)
        open_ = [b for b in flattened(branches) if b.is_open]
        work = [branch._replace(children=()) for branch in open_ if branch.level != Level.STRATEGIC]
        ahead = [b for b in work if b.due is not None and b.due <= reader.day + AHEAD]
        soon = [branch for branch in ahead if Tag.DELIVERED not in branch.tags]
        return Handover(
            council=reader.council,
            title=reader.row.title,
            day=reader.day,
            secretary=reader.owner(reader.with_role(Role.SECRETARY)[0]),
            work=_by_owner(reader, work),
            unassigned=tuple(branch._replace(children=()) for branch in open_ if _lacks_work(branch)),
            deadlines=tuple(sorted(soon, key=lambda branch: (branch.due or reader.day, branch.ref))),
            meeting=next_meeting(reader),
            unarchived=tuple(NextMeeting(str(m.ref), m.day, m.kind) for m, _ in unarchived(reader)),
            at_risk=at_risk(with_corrections(reader, judged(reader, reader.day.year))),
            learning=learning,
            vacant=tuple(reader.owner(post.id) for post in reader.posts.values() if post.vacant),
            away=_away(reader),
            history=tuple(sorted(recent, key=lambda line: (line.on, line.seq))),
            names=dict(_names(reader, recent)),
        )


def _lacks_work(branch: Branch) -> bool:
    """Return whether a decision has no work beneath it and is not carried out by being adopted, as a plan is."""
    carried_out = Tag.ADOPTED in branch.tags and not branch.waits
    working = any(not child.is_dropped for child in branch.children)
    return branch.level == Level.STRATEGIC and not working and not carried_out


def _names(reader: Reader, lines: Iterable[HistoryLine]) -> Iterator[tuple[tuple[str, date], str]]:
    """Return the display names of the history's subjects, and of the deputies it names, on the days of its lines."""
    snapshot = projection.everything(reader.connection, reader.council)
    for line in lines:
        then, (what, _, id_) = snapshot.on(line.on), line.subject.partition(":")
        case, clause = Ref.parse(line.subject), then.clause(id_) if what == "clause" else None
        item = snapshot.item(case) if case is not None else None
        name = f"{clause.ref} {clause.text}" if clause is not None else subject_called(then, line.subject)
        yield (line.subject, line.on), item.title if item is not None else name
        if deputy := line.data.get("deputy"):
            yield (f"post:{deputy}", line.on), title_of(then, deputy)


def _by_owner(reader: Reader, work: Sequence[Branch]) -> tuple[OwnedWork, ...]:
    owned = {post: [b for b in work if b.owner is not None and b.owner.post == post] for post in reader.posts}
    return tuple(
        OwnedWork(reader.owner(post), tuple(sorted(items, key=lambda b: (b.due or date.max, b.ref))))
        for post, items in owned.items()
        if items
    )


def _away(reader: Reader) -> tuple[Away, ...]:
    """Return the absences of now and of the days ahead, by their first day and by the last word on each day."""
    rows = in_effect(projection.rows(reader.connection, reader.council, Absence))
    near = [row for row in rows if row.until >= reader.day and row.since <= reader.day + AHEAD]
    return tuple(
        Away(reader.owner(row.post), row.since, row.until, reader.owner(row.deputy) if row.deputy else None)
        for row in near
    )
