"""What a part of a story says against itself: it could never hold, or it held whatever was said."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.definitions.problems import Problem
from slt_flow.definitions.stories.models import ActionCheck, CaseCheck, Check
from slt_flow.definitions.stories.steps import Step


def contradictions(part: Step | Check, key: str) -> Iterator[Problem]:
    """What stands in a step or check and cannot stand beside something else there, told where the former stands.

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
    told = tuple(other for other in others if getattr(part, other) is not None)
    if told:
        yield Problem("contradicts_itself", f"{key}.{told[0]}", {"name": name, "choices": told})
