"""Papers of a meeting: its agenda, a paper of each decision on it, and its minutes once it was held."""

from __future__ import annotations

from typing import Final

from slt_flow.errors import RequestError
from slt_flow.model.point_kinds import PUT_OFF, TABLED
from slt_flow.results.attachments import AttachmentRow
from slt_flow.results.meeting_folder import MeetingPapers
from slt_flow.results.meetings import Minutes
from slt_flow.services.follow_up.case_paper import case_papers
from slt_flow.services.meetings.agenda import agenda
from slt_flow.services.meetings.attachments import attachments_of
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.request.context import Context
from slt_flow.terms import ERASED

_NO_MINUTES: Final = ("minutes_not_held", "minutes_of_cancelled")


def meeting_papers(context: Context, ref: str, *, recorded: bool = False) -> MeetingPapers:
    """Return the papers of a meeting.

    Args:
        context: the context of the request.
        ref: the meeting.
        recorded: of a meeting that was held the agenda has only its points as they are recorded.

    Raises:
        RequestError: there is no such meeting.
    """
    drawn = agenda(context, ref, recorded=recorded)
    decided = (point.ref for point in drawn.items if point.kind in (TABLED, PUT_OFF) and point.ref)
    cases = case_papers(context, dict.fromkeys(decided))
    rows = attachments_of(context, (drawn.ref, *(case.ref for case in cases)))
    return MeetingPapers(drawn, cases, _minutes(context, ref), tuple(row for row in rows if _is_there(row)))


def _is_there(row: AttachmentRow) -> bool:
    return row.digest != ERASED and not (row.exempt is not None and row.exempt.masked)


def _minutes(context: Context, ref: str) -> Minutes | None:
    try:
        return minutes(context, ref)
    except RequestError as error:
        if error.code in _NO_MINUTES:
            return None
        raise
