"""The page of a council, from what other use cases answer."""

from __future__ import annotations

from datetime import date

from slt_flow.results.council_page import CouncilPage
from slt_flow.results.follow_up import Branch, Tree, flattened
from slt_flow.services.follow_up.levels import levels
from slt_flow.services.follow_up.status import status
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.request.context import Context
from slt_flow.services.year.obligations import obligations
from slt_flow.services.year.wheel import wheel
from slt_flow.terms import Level, Tag


def council_page(context: Context) -> CouncilPage:
    """Return what the page of a council shows."""
    tree = status(context)
    return CouncilPage(
        tree=tree,
        levels=levels(context, tree),
        obligations=obligations(context),
        wheel=wheel(context),
        deadlines=_deadlines(tree),
        waiting=duties(context),
    )


def _deadlines(tree: Tree) -> tuple[Branch, ...]:
    """Return the work whose deadline is still to be met, by its day."""
    cases = (branch for area in tree.areas for branch in flattened(area.decisions))
    work = (branch for branch in cases if branch.level != Level.STRATEGIC and branch.is_open)
    due = (branch._replace(children=()) for branch in work if branch.due and Tag.DELIVERED not in branch.tags)
    return tuple(sorted(due, key=lambda branch: (branch.due or date.max, branch.ref)))
