"""Frozen models of machine, kind and agreement files; a key that no model has is refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from typing_extensions import TypeAliasType

from slt_flow.definitions.shelf import OWN_VERSION, SHIPPED_VERSION
from slt_flow.terms import FIRST_YEAR, LAST_YEAR, Level, Role, Tag

REF_FORM: Final = r"^(?:[ML]?[1-9][0-9]{0,4}/[0-9]{2,4}|[1-9][0-9]{0,4}/[0-9]{2,4}(?:\.[1-9][0-9]{0,2}){1,2})$"
LINE_FORM: Final = r"^[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*$"
VERSION_FORM: Final = f"^(?:{SHIPPED_VERSION}|{OWN_VERSION})$"

BRANCH: Final = "one of several: "
"""Beginning of the tag of a table that may be of several kinds; it stands in the path of an error and is no key."""

SAYS_NOTHING: Final = "says_nothing"
"""Type of the error of such a table when no key in it tells its kind."""

MOST_STATES: Final = 100
"""Largest number of states of a machine; the largest that is shipped has 14."""


def _version(value: Any) -> Any:
    """Turn a version into text; a whole number in quotes is refused, since files write shipped versions bare."""
    if isinstance(value, str):
        return f'"{value}"' if value.isdecimal() else value
    return str(value) if isinstance(value, int | float) else value


def _few(states: Any) -> Any:
    """Refuse more states than people can survey, before any of them is validated."""
    if isinstance(states, dict) and len(states) > MOST_STATES:
        raise ValueError("too_many_states", {"count": len(states), "most": MOST_STATES})
    return states


Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]

# A form with a name of its own is written once in the schema, and referred to.
Name = TypeAliasType("Name", Key)
Identifier = TypeAliasType("Identifier", Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")])
Line = TypeAliasType("Line", Annotated[str, Field(min_length=1, max_length=200, pattern=LINE_FORM)])
Day = TypeAliasType("Day", Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))])
RefText = TypeAliasType("RefText", Annotated[str, Field(pattern=REF_FORM)])

LevelName = Annotated[Level, Field(strict=False)]
RoleName = Annotated[Role, Field(strict=False)]
TagName = Annotated[Tag, Field(strict=False)]
VersionName = Annotated[
    str,
    BeforeValidator(_version),
    Field(pattern=VERSION_FORM),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 9999},
                {"type": "string", "pattern": f"^{OWN_VERSION}$"},
            ]
        }
    ),
]
"""A version of a machine: the number of a shipped one, or a municipality's own, as in "verdal-1"."""

Number = bool | int | str | tuple[str, ...] | tuple[int, ...]


class Part(BaseModel):
    """A table of a definition file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(Part):
    """A name in every language a reader may have."""

    nb: Line
    nn: Line
    en: Line


class Perform(Part):
    """An effect that performs an action of the cases beneath, above, or on a meeting's agenda."""

    perform: Name
    on: Literal["children", "parent", "items"]


class Action(Part):
    """A transition that a user can ask for, or that the engine performs by itself when `auto`."""

    label: Words
    to: Name | None = None
    by: tuple[RoleName, ...] = ()
    asks: tuple[Name, ...] = ()
    may_ask: tuple[Name, ...] = ()
    positional: tuple[Name, ...] = ()
    needs: tuple[Name, ...] = ()
    unless: tuple[Name, ...] = ()
    does: tuple[Name | Perform, ...] = ()
    auto: bool = False

    @property
    def performs(self) -> tuple[Perform, ...]:
        """Return the effects that perform actions of other cases."""
        return tuple(effect for effect in self.does if isinstance(effect, Perform))


class State(Part):
    """A state: its tags, the role it waits on, and the actions that are possible in it."""

    label: Words
    tags: tuple[TagName, ...] = ()
    waits_on: RoleName | None = None
    end: bool = False
    on: dict[Key, Action] = {}


class Everywhere(Part):
    """Actions of all states that are not ends."""

    on: dict[Key, Action] = {}


class Heading(Part):
    """Name, level and initial state of a machine, and the machine it works beneath.

    `stands_for` names the machine that this one stands in for, for some kinds of decision: a machine that works beneath
    that one works beneath this one too.
    """

    name: Name
    level: LevelName
    initial: Name
    label: Words
    under: Name | None = None
    stands_for: Name | None = None


class Machine(Part):
    """A state machine as its file declares it."""

    machine: Heading
    states: Annotated[dict[Key, State], BeforeValidator(_few)]
    every_open_state: Everywhere = Everywhere()

    @property
    def name(self) -> str:
        """Return the machine's name."""
        return self.machine.name

    @property
    def place(self) -> str:
        """Return the name of the machine it stands in for, else its own."""
        return self.machine.stands_for or self.machine.name

    def actions(self, state: str) -> dict[str, Action]:
        """Return all actions of a state: its own and, unless it is an end, those of every open state."""
        own = self.states[state]
        return dict(own.on) if own.end else {**own.on, **self.every_open_state.on}

    @property
    def every_action(self) -> dict[str, Action]:
        """Return every action of the machine by name; where several states have it, the first."""
        actions: dict[str, Action] = {}
        for state in self.states:
            actions |= {name: action for name, action in self.actions(state).items() if name not in actions}
        return actions


class Joining(Part):
    """An act by which a party joins the agreement: who acted for it, the day, and its case number where it has one."""

    who: Line
    date: Day
    case: Line | None = None


class AgreementHeading(Part):
    """Council, language and first day of an agreement."""

    name: Identifier
    title: Line
    language: Literal["nb", "nn", "en"]
    in_force: Day


class PartyEntry(Part):
    """A party, with the body that adopted the agreement for it, those who signed it, or both."""

    id: Identifier
    name: Line
    adopted_by: Joining | None = None
    signed_by: Joining | None = None

    @property
    def joined(self) -> dict[str, Joining]:
        """Return the acts by which it joined the agreement, by the key that states each."""
        acts = {"adopted_by": self.adopted_by, "signed_by": self.signed_by}
        return {key: act for key, act in acts.items() if act is not None}


class OrganisationEntry(Part):
    """A part of a party, or a third party when `party` is left out."""

    id: Identifier
    name: Line
    party: Identifier | None = None


class Turn(Part):
    """A post's turn in a role that alternates: some months from a first day, and again every so many months."""

    first: Day
    months: Annotated[int, Field(ge=1, le=120)]
    every: Annotated[int, Field(ge=2, le=240)]


class PostEntry(Part):
    """A post: its organisation, its levels, its seat and its roles, each of which it may have by turns only."""

    id: Identifier
    title: Line
    organisation: Identifier
    levels: tuple[LevelName, ...]
    seat: bool = False
    binds: bool = False
    roles: tuple[Literal["chair", "secretary"], ...] = ()
    turns: dict[Literal["chair", "secretary"], Turn] = {}


class AreaPeriod(Part):
    """The first and the last day for which a focus area is agreed; without one it is agreed from, or until, any day."""

    first: Day | None = None
    last: Day | None = None


class AreaEntry(Part):
    """A focus area: its period, its goals, the posts that are contacts, and the neighbour councils that share it."""

    id: Identifier
    title: Line
    period: AreaPeriod = AreaPeriod()
    goals: tuple[Line, ...] = ()
    contacts: tuple[Identifier, ...] = ()
    shared_with: tuple[Identifier, ...] = ()


class GroupEntry(Part):
    """A group of the coordinating level that meets by itself."""

    id: Identifier
    title: Line
    members: tuple[Identifier, ...]


class ClauseEntry(Part):
    """A clause in the project's own words: the rule or obligation it is, its § and its numbers.

    `judged_as` names an obligation that people record, for a clause of the agreement's own or a second one of a kind;
    `document` is a text that the clause refers to.
    """

    key: Key
    ref: Annotated[str, Field(pattern=r"^§§? \d{1,3}(?:(?:, | og |–)\d{1,3})*$")]
    text: Annotated[str, Field(min_length=1, max_length=600)]
    numbers: dict[Key, Number] = {}
    kept_by: Literal["rule", "people", "nobody"] = "rule"
    judged_as: Key | None = None
    document: Line | None = None


class Agreement(Part):
    """The signed text as data."""

    agreement: AgreementHeading
    machines: dict[Key, VersionName]
    parties: Annotated[tuple[PartyEntry, ...], Field(min_length=2)]
    organisations: tuple[OrganisationEntry, ...] = ()
    posts: tuple[PostEntry, ...]
    focus_areas: tuple[AreaEntry, ...] = ()
    coordinating_groups: tuple[GroupEntry, ...] = ()
    closed_days: dict[Annotated[str, Field(pattern=r"^(?:\d{4}-)?\d{2}-\d{2}$")], Line] = {}
    clauses: tuple[ClauseEntry, ...] = ()


class KindHeading(Part):
    """Name and text of a kind of decision, the bodies that must ratify it, and the machine it goes through.

    A kind that bodies ratify exceeds delegated authority; `titles` are words by which a title tells that it is meant.
    """

    name: Name
    label: Words
    text: Annotated[str, Field(max_length=4000)] = ""
    ratified_by: tuple[Line, ...] = ()
    titles: tuple[Line, ...] = ()
    about: tuple[Literal["year", "period"], ...] = ()
    machine: Name | None = None


class Preset(Part):
    """A measure that every decision of a kind brings with it, due some days before the assignment's deadline."""

    title: Line
    days_before: Annotated[int, Field(ge=0, le=3650)] = 0


class KindOfDecision(Part):
    """A kind of decision as its file declares it: a text, preset measures, and further rules of some actions."""

    kind: KindHeading
    measures: tuple[Preset, ...] = ()
    needs: dict[Key, tuple[Name, ...]] = {}

    @property
    def name(self) -> str:
        """Return the kind's name."""
        return self.kind.name

    def dressed(self, name: str, action: Action) -> Action:
        """Return an action with the further rules that this kind needs."""
        more = tuple(rule for rule in self.needs.get(name, ()) if rule not in action.needs)
        return action.model_copy(update={"needs": (*action.needs, *more)}) if more else action
