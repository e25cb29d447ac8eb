"""Steps of a story, each an entry of the catalogue of use cases."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature
from pathlib import Path
from typing import Any

from slt_flow.definitions.stories.load import LoadedStory, agreement_of
from slt_flow.definitions.stories.steps import Step
from slt_flow.results.answers import Outcome
from slt_flow.services.request.context import Context
from slt_flow.services.stories.sandbox import first_day
from slt_flow.services.use_cases import USE_CASES, Council


def take(context: Context, step: Step, loaded: LoadedStory | None = None) -> Outcome:
    """Do a step: the value of its verb is the first argument of its use case, the other keys are named arguments.

    Args:
        context: the context of the request.
        step: the step to take.
        loaded: the story it is a step of; only a step that begins another council asks for it.
    """
    council, rest = Council(context), step.arguments
    first, use_case = rest.pop(step.verb), step.use_case
    match step.verb:
        case "do":
            first, rest["action"] = rest.pop("ref"), first
        case "meeting":
            use_case = "hold_meeting" if "present" in rest else use_case
            rest = _known_to(use_case, rest)
        case "area" if "title" not in rest:
            use_case, rest = "end_area", _known_to("end_area", rest)
        case "group" if "title" not in rest:
            use_case, rest = "change_group", _known_to("change_group", rest)
        case "measure":
            first, rest["title"] = rest.pop("under"), first
        case "assess":
            first = [first]
        case "open_council" if loaded is not None:
            first, rest["since"] = agreement_of(Path(loaded.file), first), first_day(loaded)
    outcome: Outcome = getattr(council, use_case)(first, **rest)
    return outcome


def _known_to(use_case: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out keys that only the other use case of a verb knows, such as the guests of a meeting that is planned."""
    parameters = signature(USE_CASES[use_case]).parameters
    return {name: value for name, value in arguments.items() if name in parameters}
