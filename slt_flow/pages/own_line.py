"""Own line of an owner in a decision: their work with all above and beneath it; other work by its refs alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slt_flow.pages.frame import Visit
from slt_flow.results.decisions import CaseSheet
from slt_flow.results.follow_up import Branch, flattened
from slt_flow.results.history import HistoryLine
from slt_flow.results.papers import CasePaper


def of_sheet(visit: Visit, sheet: CaseSheet) -> CaseSheet:
    """Return a sheet without the titles of cases that the visitor has no work in."""
    return sheet._replace(neighbours=(), goes_on=tuple(row for row in sheet.goes_on if visit.reads(row.ref)))


def of_paper(visit: Visit, paper: CasePaper) -> CasePaper:
    """Return a paper without the titles of cases that the visitor has no work in."""
    source = paper.follows.partition(" ")[0]
    return paper._replace(neighbours=(), follows=paper.follows if source and visit.reads(source) else source)


def of_tree(visit: Visit, branches: Iterable[Branch]) -> Iterator[Branch]:
    """Yield the cases that the visitor reads, with those of them that stand beneath."""
    for branch in branches:
        if visit.reads(branch.ref):
            yield branch._replace(
                children=tuple(of_tree(visit, branch.children)),
                neighbours=(),
                goes_on=tuple(row for row in branch.goes_on if visit.reads(row.ref)),
            )


def others(visit: Visit, branches: Iterable[Branch]) -> tuple[str, ...]:
    """Return the refs of the cases that the visitor does not read."""
    return tuple(branch.ref for branch in flattened(branches) if not visit.reads(branch.ref))


def of_history(visit: Visit, lines: Iterable[HistoryLine]) -> tuple[HistoryLine, ...]:
    """Return the lines of a history that are about cases that the visitor reads."""
    return tuple(line for line in lines if visit.reads(line.subject))
