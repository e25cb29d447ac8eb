"""Contradictions within a part of a story, which then could never hold, or would hold whatever happened."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.definitions.problems import Problem
from slt_flow.definitions.stories.models import ActionCheck, CaseCheck, Check
from slt_flow.definitions.stories.steps import Step


def contradictions(part: Step | Check, key: str) -> Iterator[Problem]:
    """Find keys of a step or check that exclude each other, reported at the second.

    Args:
        part: the step or the check.
        key: where it stands in its file.
    """
    match part:
        case Step() if part.error is not None:
            yield from _against("error", part, ("refused", "refused_only"), key)
        case ActionCheck() if part.open:
            yield from _against("open", part, ("shut_by", "shut_by_only"), key)
        case CaseCheck() if not part.there:
            anywhere = ("there", "ref", *Check.model_fields)
            seen = tuple(name for name in CaseCheck.model_fields if name not in anywhere)
            yield from _against("there", part, seen, key)


def _against(name: str, part: Step | Check, others: tuple[str, ...], key: str) -> Iterator[Problem]:
    excluded = tuple(other for other in others if getattr(part, other) is not None)
    if excluded:
        yield Problem("contradicts_itself", f"{key}.{excluded[0]}", {"name": name, "choices": excluded})
