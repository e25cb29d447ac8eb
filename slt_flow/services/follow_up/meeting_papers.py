"""Papers of a meeting: its agenda, and its minutes once it was held."""

from __future__ import annotations

from slt_flow.errors import RequestError
from slt_flow.results.meeting_folder import MeetingPapers
from slt_flow.services.meetings.agenda import agenda
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.request.context import Context

_NO_MINUTES = ("minutes_not_held", "minutes_of_cancelled")


def meeting_papers(context: Context, ref: str) -> MeetingPapers:
    """Return the papers of a meeting.

    Raises:
        RequestError: there is no such meeting.
    """
    drawn = agenda(context, ref)
    try:
        return MeetingPapers(drawn, minutes(context, ref))
    except RequestError as error:
        if error.code not in _NO_MINUTES:
            raise
        return MeetingPapers(drawn, None)
