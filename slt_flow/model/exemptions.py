"""Exemptions from publicity, and what inherits them: all beneath a case, and the point that deals with one."""

from __future__ import annotations

from slt_flow.model.annotations import Exemption
from slt_flow.model.cases import Item
from slt_flow.model.point_kinds import AGAIN, case_named, titled_after
from slt_flow.model.row import CaseRow
from slt_flow.model.snapshot import Snapshot
from slt_flow.model.year import LearningPoint
from slt_flow.terms import EXEMPT, EXEMPT_WORDS, LEARNING_SERIES, Ref

OF_POINT = "point:"
OF_ATTACHMENT = "attachment:"
"""Beginnings of the part of a meeting that is a point of its agenda, and of the part of a case that is a file."""


def is_masked(item: Item) -> bool:
    """Tell whether a case is exempt in the public edition, where it counts nowhere: how far it is stays unsaid."""
    return item.state == EXEMPT


def exemption_of(snapshot: Snapshot, ref: Ref) -> Exemption | None:
    """Return the exemption that a case is under: its own, else that of the case above it or of its evaluation."""
    own = snapshot.find(Exemption, *ref, "")
    if own is not None and not own.lifted:
        return own
    if ref.parent is not None:
        return exemption_of(snapshot, ref.parent)
    learnt = snapshot.find(LearningPoint, ref.year, ref.no) if ref.series == LEARNING_SERIES else None
    evaluation = Ref.parse(learnt.evaluation or "") if learnt is not None else None
    return exemption_of(snapshot, evaluation) if evaluation is not None else None


def exemption_of_point(snapshot: Snapshot, meeting: Ref, key: str) -> Exemption | None:
    """Return the exemption that a point of an agenda is under, by the key of the point."""
    own = snapshot.find(Exemption, *meeting, f"{OF_POINT}{key}")
    if own is not None and not own.lifted:
        return own
    if (of_meeting := exemption_of(snapshot, meeting)) is not None:
        return of_meeting
    before = _put_off(key)
    if before is not None:
        return exemption_of_point(snapshot, *before)
    if (named := case_named(key)) is not None:  # minutes of an exempt meeting are approved at a point like others
        return exemption_of(snapshot, named) if not named.is_meeting else None
    case = titled_after(key)
    return exemption_of(snapshot, case) if case is not None else None


def mark_of_point(exemption: Exemption, key: str, language: str) -> str:
    """Return the title of an exempt point; the ref of the case that it is titled after stays before it."""
    before = _put_off(key)
    if before is not None:
        return mark_of_point(exemption, before[1], language)
    case = titled_after(key)
    is_inherited = (case or case_named(key)) not in (None, exemption.ref) and not exemption.part
    mark = marked(exemption, language, "" if is_inherited else None)
    return f"{case}: {mark}" if case is not None else mark


def _put_off(key: str) -> tuple[Ref, str] | None:
    """Return the meeting that put a point off, with its key there."""
    first, _, rest = key.partition(":")
    earlier, _, point = rest.partition(":")
    before = Ref.parse(earlier) if first == AGAIN else None
    return (before, point) if before is not None else None


def exemption_of_attachment(snapshot: Snapshot, ref: Ref, number: int, point: str) -> Exemption | None:
    """Return the exemption that a file is under: its own, else that of its point or its case.

    Args:
        snapshot: the exemptions.
        ref: the case, or the meeting of the point.
        number: the number of the file.
        point: the key of the point; empty for a file of a case.
    """
    own = snapshot.find(Exemption, *ref, f"{OF_ATTACHMENT}{number}")
    if own is not None and not own.lifted:
        return own
    return exemption_of_point(snapshot, ref, point) if point else exemption_of(snapshot, ref)


def marked(exemption: Exemption, language: str, public_title: str | None = None) -> str:
    """Return the title of what is exempt: what it is called in public, the mark and the basis.

    Args:
        exemption: the exemption.
        language: the language of the mark.
        public_title: the title of what inherits it, where it has none of its own; that of the exemption when None.
    """
    title = exemption.public_title if public_title is None else public_title
    mark = f"{EXEMPT_WORDS[language]} ({exemption.basis})"
    return f"{title} – {mark}" if title else f"{mark[:1].upper()}{mark[1:]}"


def without_masked(snapshot: Snapshot) -> Snapshot:
    """Return the rows without those of masked cases, which no rule of a year can judge; a meeting's day is told."""
    masked = {item.ref for item in snapshot.all(Item) if is_masked(item) and not item.ref.is_meeting}
    if not masked:
        return snapshot
    others = Snapshot(snapshot.council, snapshot.head)
    for _, rows in snapshot.tables():
        for row in rows.values():
            if not (isinstance(row, CaseRow) and row.ref in masked):
                others.put(row)
    return others
