"""Frozen models of machine, kind, move and agreement files; a key that no model has is refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, create_model
from typing_extensions import TypeAliasType

from slt_flow.definitions import machines
from slt_flow.definitions.shelf import OWN_VERSION, SHIPPED_VERSION
from slt_flow.terms import FIRST_YEAR, LAST_YEAR, Level, Role, Tag

REF_FORM: Final = r"^(?:[A-Z]{0,3}[1-9][0-9]{0,4}/[0-9]{2,4}|[1-9][0-9]{0,4}/[0-9]{2,4}(?:\.[1-9][0-9]{0,2}){1,2})$"
SERIES_FORM: Final = r"^[A-Z]{1,3}$"
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
LongText = Annotated[str, Field(max_length=4000)]
Days = Annotated[int, Field(ge=0, le=3650)]
FEW: Final = BeforeValidator(_few)
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


MODELS: Final[dict[type[Any], type[Part]]] = {}
"""The model of each tuple of a machine, a kind of decision or a move: its fields, in the forms that stand above."""


def _model_of(kind: type[Any]) -> type[Part]:
    models = {model.__name__: model for model in MODELS.values()}
    forms = get_type_hints(kind, globals(), models, include_extras=True)
    defaults: dict[str, Any] = {
        name: MODELS[type(value)](**value._asdict()) if type(value) in MODELS else value
        for name, value in kind._field_defaults.items()
    }
    fields: Any = {name: (form, defaults.get(name, ...)) for name, form in forms.items()}
    return create_model(kind.__name__, __base__=Part, __doc__=kind.__doc__, __module__=__name__, **fields)


for _kind in (
    machines.Words, machines.Perform, machines.Action, machines.State, machines.Everywhere, machines.Heading,
    machines.Machine, machines.KindHeading, machines.Preset, machines.KindOfDecision, machines.Move,
):  # fmt: skip
    MODELS[_kind] = _model_of(_kind)

_TUPLES: Final = {model: kind for kind, model in MODELS.items()}


def plain(value: Any) -> Any:
    """Return what a model checked as the program uses it."""
    if isinstance(value, Part):
        return _TUPLES[type(value)](**{name: plain(inner) for name, inner in value})
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return {key: plain(inner) for key, inner in value.items()} if isinstance(value, dict) else value


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
    """A group of the coordinating level that meets by itself; `series` are the letters before its meetings' numbers."""

    id: Identifier
    title: Line
    members: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    series: Annotated[str, Field(pattern=SERIES_FORM)] = ""


class StandingPoint(Part):
    """A point that stands on the agenda of every council meeting, before the cases or after them.

    Its kind says what it is: the approval of the notice or of the last minutes, a matter of information, or any other.
    """

    id: Identifier
    title: Line
    kind: Literal["notice", "minutes", "information", "other"] = "information"
    after_cases: bool = False


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
    standing_points: tuple[StandingPoint, ...] = ()
    closed_days: dict[Annotated[str, Field(pattern=r"^(?:\d{4}-)?\d{2}-\d{2}$")], Line] = {}
    clauses: tuple[ClauseEntry, ...] = ()
