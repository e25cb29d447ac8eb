"""A council as sheets, for a spreadsheet."""

from __future__ import annotations

from typing import NamedTuple

from slt_flow.results.follow_up import Tree
from slt_flow.results.meetings import MeetingRow
from slt_flow.results.people import PostRow
from slt_flow.results.year import Obligations, Wheel


class Workbook(NamedTuple):
    """A council on a day: its cases, its posts and meetings, the obligations and the wheel of a year."""

    tree: Tree
    posts: tuple[PostRow, ...]
    meetings: tuple[MeetingRow, ...]
    obligations: Obligations
    wheel: Wheel
