"""Checks of a story, compared with the answers that a reader of the council gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import singledispatch
from typing import Any, Final, NamedTuple

from slt_flow.definitions.stories.models import ActionCheck, CaseCheck, Check, JournalCheck, LateCheck, ObligationCheck
from slt_flow.errors import BrokenInvariant, RequestError
from slt_flow.results.answers import Finding
from slt_flow.results.decisions import CaseSheet
from slt_flow.results.evaluation import LearningSheet
from slt_flow.results.meetings import MeetingSheet
from slt_flow.services.follow_up.case_sheet import show
from slt_flow.services.follow_up.today import today
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.history import audit
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Verdict

AS_LISTED: Final = tuple(
    name
    for name in CaseCheck.model_fields
    if name not in {*Check.model_fields, "ref", "there", "state", "waits_on", "late"}
)
"""Fields of a case check that are compared with the field of the same name of the case sheet."""


class Otherwise(NamedTuple):
    """One difference from a check: a code for the sentences, the expected values, and the actual ones."""

    code: str
    expected: Mapping[str, Any]
    actual: Mapping[str, Any]


@singledispatch
def look(check: Check, _context: Context) -> Iterator[Otherwise]:
    """Yield the differences between a check and the council, as the context sees it.

    Raises:
        RequestError: its case, action or council is not there.
    """
    raise BrokenInvariant("check_without_look", check=type(check).__name__)


@look.register
def _case(check: CaseCheck, context: Context) -> Iterator[Otherwise]:
    try:
        case = show(context, check.ref)
    except RequestError as error:
        if error.code != "unknown_ref":
            raise
        if check.there:
            yield Otherwise("not_there", {}, {"ref": check.ref})
        return
    if not check.there:
        yield Otherwise("is_there", {}, {"title": case.title, "state": str(case.state), "label": case.state.label})
        return
    if check.state not in (None, case.state):
        expected = {"state": check.state, "label": _label(context, check.state)}
        yield Otherwise("state_differs", expected, {"state": str(case.state), "label": case.state.label})
    for name in AS_LISTED:
        wanted, actual = getattr(check, name), _field(case, name)
        if wanted is not None and wanted != actual:
            yield Otherwise("field_differs", {"field": name, "value": wanted}, {"value": actual})
    yield from _waits(check, context)


def _field(case: CaseSheet | LearningSheet | MeetingSheet, name: str) -> object:
    """Return a field of a case, or of what only a decision has; None where it has none such."""
    decided = case.decided if isinstance(case, CaseSheet) else None
    return getattr(case, name, getattr(decided, name, None))


def _waits(check: CaseCheck, context: Context) -> Iterator[Otherwise]:
    """Compare the posts that a case waits on, and whether it is over its deadline."""
    if check.waits_on is not None:
        posts = tuple(d.post for d in duties(context) if check.ref in {item.ref for item in d.items})
        if sorted(posts) != sorted(check.waits_on):
            yield Otherwise("others_are_waited_on", {"posts": check.waits_on}, {"posts": posts})
    if check.late is not None:
        late = {branch.ref for branch in today(context).late}
        if (check.ref in late) != check.late:
            yield Otherwise("is_late" if check.ref in late else "is_not_late", {}, {})


@look.register
def _action(check: ActionCheck, context: Context) -> Iterator[Otherwise]:
    state = next(iter(actions.why(context, check.ref, check.action).actions))
    blocking = tuple(finding for finding in state.findings if finding.blocks)
    actual = {"action": state.action, "label": state.label, "findings": blocking}
    shut_by = check.shut_by or check.shut_by_only
    if shut_by is None:
        if state.open != check.open:
            yield Otherwise("action_is_open" if state.open else "action_is_shut", {}, actual)
    elif state.open:
        yield Otherwise("action_is_open", {"rules": shut_by, "only": bool(check.shut_by_only)}, actual)
    elif not names_them(blocking, check.shut_by, check.shut_by_only):
        yield Otherwise("other_rules", {"rules": shut_by, "only": bool(check.shut_by_only)}, actual)


@look.register
def _obligation(check: ObligationCheck, context: Context) -> Iterator[Otherwise]:
    year = check.year or context.day.year
    rows = [row for row in obligations(context, year).rows if row.clause == check.obligation]
    verdict = str(rows[0].verdict) if rows else None
    if verdict != check.verdict:
        expected = {"verdict": str(check.verdict), "clause": check.obligation, "year": year}
        yield Otherwise("verdict_differs", expected, {"verdict": verdict, "text": rows[0].text if rows else ""})
    shown = tuple(evidence.ref for row in rows for evidence in row.evidence)
    if not set(check.shown_by) <= set(shown):
        yield Otherwise("not_shown_by", {"refs": check.shown_by, "clause": check.obligation}, {"refs": shown})


@look.register
def _late(check: LateCheck, context: Context) -> Iterator[Otherwise]:
    late = today(context).late
    if len(late) != check.late:
        refs = tuple(branch.ref for branch in late)
        yield Otherwise("number_late_differs", {"number": check.late}, {"number": len(refs), "refs": refs})


@look.register
def _journal(check: JournalCheck, context: Context) -> Iterator[Otherwise]:
    flaws = tuple(flaw for verification in audit.verify(context) for flaw in verification.flaws)
    if bool(flaws) == check.journal_verifies:
        yield Otherwise("journal_has_flaws", {}, {"flaws": flaws})


def names_them(findings: tuple[Finding, ...], among: tuple[str, ...] | None, exactly: tuple[str, ...] | None) -> bool:
    """Test whether these rules are among those that keep an action shut, or are all of them.

    A composite is told through its parts, and need not be named beside them.
    """
    blocking = [finding for finding in findings if finding.blocks]
    rules = {finding.rule for finding in blocking}
    needed = {f.rule for f in blocking if not (f.saw.get("parts") and f.wants == Verdict.KEPT)}
    return set(among or ()) <= rules and (exactly is None or needed <= set(exactly) <= rules)


def _label(context: Context, state: str) -> Mapping[str, str]:
    with reading(context) as reader:
        labels = (label for (_, what, name), label in reader.labels.items() if what == "state" and name == state)
        return next(labels, {})
