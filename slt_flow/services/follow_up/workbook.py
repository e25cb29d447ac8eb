"""A council as sheets: what the lists, the tree, the obligations and the wheel tell, in one answer."""

from __future__ import annotations

from slt_flow.results.workbook import Workbook
from slt_flow.services.follow_up.status import Filter, status
from slt_flow.services.meetings.lists import list_meetings
from slt_flow.services.people.lists import list_posts
from slt_flow.services.request.context import Context
from slt_flow.services.year.obligations import obligations
from slt_flow.services.year.wheel import wheel


def workbook(context: Context, year: int | None = None) -> Workbook:
    """Return the sheets of a year: of the running one, with all that is open, unless another is named.

    Args:
        context: the context of the request.
        year: the year of the cases, the meetings, the obligations and the wheel.
    """
    chosen = Filter(years=(year,)) if year is not None else Filter()
    return Workbook(
        tree=status(context, chosen),
        posts=list_posts(context),
        meetings=list_meetings(context, year),
        obligations=obligations(context, year),
        wheel=wheel(context, year),
    )
