"""The page of a council: where everything stands, what is owed, the year, deadlines, and who is waited on."""

from __future__ import annotations

from typing import NamedTuple

from slt_flow.results.follow_up import Branch, Duty, Tree
from slt_flow.results.levels import Levels
from slt_flow.results.year import Obligations, Wheel


class CouncilPage(NamedTuple):
    """All that the page of a council shows, as it stands on a day; `deadlines` are those to come and past, by day."""

    tree: Tree
    levels: Levels
    obligations: Obligations
    wheel: Wheel
    deadlines: tuple[Branch, ...]
    waiting: tuple[Duty, ...]
