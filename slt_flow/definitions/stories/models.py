"""Models of story files: frozen, with steps that are given or done, and checks of what is to be seen then."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal

from pydantic import Discriminator, Field
from pydantic import Tag as Tagged

from slt_flow.definitions.models import BRANCH, SAYS_NOTHING, Identifier, Line, Name, Part, RefText
from slt_flow.definitions.stories.steps import STEPS, Day, Percent, Place, Rules, Step, Text, Year
from slt_flow.terms import Standing

StandingName = Annotated[Standing, Field(strict=False)]


class Check(Part):
    """One expectation, checked on the day the story has come to or another.

    Attributes:
        verb: the key that a check of this kind is told by.
    """

    verb: ClassVar[str]

    on: Day | None = None
    council: Identifier | None = None


class CaseCheck(Check):
    """Check of a case; a field that is not named is not looked at, and without any the case is to be there."""

    verb: ClassVar[str] = "ref"

    ref: RefText
    there: bool = True
    state: Name | None = None
    title: Line | None = None
    owner: Identifier | None = None
    due: Day | None = None
    late: bool | None = None
    waits_on: tuple[Identifier, ...] | None = None
    meeting: RefText | None = None
    area: Identifier | None = None
    text: Text | None = None
    text_version: Place | None = None
    progress: Percent | None = None
    reschedules: Annotated[int, Field(ge=0)] | None = None
    carried_to: Year | None = None


class ActionCheck(Check):
    """Check that an action is open, or shut by (among others, or only) these rules, without its answers."""

    verb: ClassVar[str] = "action"

    action: Name
    ref: RefText
    open: bool | None = None
    shut_by: Rules | None = None
    shut_by_only: Rules | None = None


class ObligationCheck(Check):
    """Check of a clause in a year: its verdict, and some of the evidence for it."""

    verb: ClassVar[str] = "obligation"

    obligation: Name
    verdict: StandingName
    year: Year | None = None
    shown_by: tuple[Line, ...] = ()


class LateCheck(Check):
    """Number of assignments and measures that are over their deadline."""

    verb: ClassVar[str] = "late"

    late: Annotated[int, Field(ge=0)]


class JournalCheck(Check):
    """Check that the journal verifies, and that the tables agree with it."""

    verb: ClassVar[str] = "journal_verifies"

    journal_verifies: Literal[True]


CHECKS: Final[Mapping[str, type[Check]]] = {
    kind.verb: kind for kind in (ActionCheck, CaseCheck, ObligationCheck, LateCheck, JournalCheck)
}
"""The kinds of check by their verbs, each before those whose verb is a key of it."""


def _one_of(kinds: Mapping[str, type[Part]]) -> Any:
    """Make the union of several kinds of table, discriminated by their verbs."""
    members = tuple(Annotated[kind, Tagged(f"{BRANCH}{verb}")] for verb, kind in kinds.items())
    facts: dict[str, int | str | float] = {"expected": ", ".join(kinds)}

    def choose(table: Any) -> str | None:
        """Name the kind of a table, by the nearest key where none is a verb, so that a misspelt verb is told of."""
        if isinstance(table, Step | Check):
            return f"{BRANCH}{table.verb}"
        if not isinstance(table, dict):
            return f"{BRANCH}{next(iter(kinds))}"  # which refuses it as no table
        near = (close for key in table for close in get_close_matches(str(key), kinds, n=1))
        verb = next((verb for verb in kinds if verb in table), None) or next(near, None)
        return f"{BRANCH}{verb}" if verb is not None else None

    return Annotated[
        reduce(or_, members),
        Discriminator(
            choose,
            custom_error_type=SAYS_NOTHING,
            custom_error_message=SAYS_NOTHING,
            custom_error_context=facts,
        ),
    ]


if TYPE_CHECKING:
    AnyStep = Step
    AnyCheck = Check
else:
    AnyStep = _one_of(STEPS)
    AnyCheck = _one_of(CHECKS)


class Story(Part):
    """Steps that are given and must succeed, steps that are then done or refused, and checks in the end.

    It begins on `today`, else on 1 January of the first year it names (where it names none, on the agreement's first
    day); time goes on with the days that it names. The council is followed up from `since`, else from that 1 January.
    """

    name: Line
    agreement: Text | None = None
    today: Day | None = None
    since: Day | None = None
    given: tuple[AnyStep, ...] = ()
    when: tuple[AnyStep, ...] = ()
    then: Annotated[tuple[AnyCheck, ...], Field(min_length=1)]


class Chapter(Part):
    """Some steps of the demo's year, of every council or of one; `on` is the day of those that name none."""

    name: Line
    agreement: Name | None = None
    on: Day
    steps: tuple[AnyStep, ...]


class DemoYear(Part):
    """The year that the demo plays."""

    chapters: tuple[Chapter, ...]


class StoryFile(Part):
    """Stories, with defaults for those that do not say otherwise."""

    agreement: Text | None = None
    today: Day | None = None
    since: Day | None = None
    stories: Annotated[tuple[Story, ...], Field(min_length=1)]
