"""The frozen models of machine and agreement files; a key that no model knows is refused where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from slt_flow.definitions.shelf import OWN_VERSION, SHIPPED_VERSION
from slt_flow.errors import DefinitionError
from slt_flow.terms import Level, Role, Tag

_REF: Final = r"^(?:[ML]?[1-9][0-9]{0,4}/[0-9]{2,4}|[1-9][0-9]{0,4}/[0-9]{2,4}(?:\.[1-9][0-9]{0,2}){1,2})$"
_LINE: Final = r"^[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*$"

_VERSION: Final = f"^(?:{SHIPPED_VERSION}|{OWN_VERSION})$"


def _version(given: Any) -> Any:
    """A version as text; files write a shipped one as a whole number, so that a number in quotes is none."""
    if isinstance(given, str):
        return f'"{given}"' if given.isdecimal() else given
    return str(given) if isinstance(given, int | float) else given


Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=_LINE)]
RefText = Annotated[str, Field(pattern=_REF)]
LevelName = Annotated[Level, Field(strict=False)]
RoleName = Annotated[Role, Field(strict=False)]
TagName = Annotated[Tag, Field(strict=False)]
VersionName = Annotated[
    str,
    BeforeValidator(_version),
    Field(pattern=_VERSION),
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

Number = bool | int | str | tuple[str, ...]


class Part(BaseModel):
    """A table of a definition file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(Part):
    """What something is called, in every language a reader may have."""

    nb: Line
    nn: Line
    en: Line


class Perform(Part):
    """An effect that performs an action of the cases around: beneath, above, or on a meeting's agenda."""

    perform: Name
    on: Literal["children", "parent", "items"]


class Action(Part):
    """A transition a user can ask for, or that the engine performs by itself when `auto`."""

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
        """The effects that go by performing actions of other cases."""
        return tuple(effect for effect in self.does if isinstance(effect, Perform))


class State(Part):
    """A state: its tags, whom it waits on, and the actions that are possible in it."""

    label: Words
    tags: tuple[TagName, ...] = ()
    waits_on: RoleName | None = None
    end: bool = False
    on: dict[Name, Action] = {}


class Everywhere(Part):
    """Actions of all states that are not ends."""

    on: dict[Name, Action] = {}


class Heading(Part):
    """What a machine is called, on which level it works and beneath which other machine.

    `stands_for` names the machine in whose place this one stands for some kinds of decision: what works beneath that
    one works beneath this one too.
    """

    name: Name
    level: LevelName
    initial: Name
    label: Words
    under: Name | None = None
    stands_for: Name | None = None


class Machine(Part):
    """One state machine as its file declares it."""

    machine: Heading
    states: dict[Name, State]
    every_open_state: Everywhere = Everywhere()

    @property
    def name(self) -> str:
        """The machine's name."""
        return self.machine.name

    @property
    def place(self) -> str:
        """The machine in whose place it stands, its own where it stands for no other."""
        return self.machine.stands_for or self.machine.name

    def actions(self, state: str) -> dict[str, Action]:
        """All actions of a state: its own and, unless it is an end, those of every open state."""
        own = self.states[state]
        return dict(own.on) if own.end else {**own.on, **self.every_open_state.on}

    @property
    def every_action(self) -> dict[str, Action]:
        """Every action of the machine by name; where several states have it, the first."""
        found: dict[str, Action] = {}
        for state in self.states:
            for name, action in self.actions(state).items():
                found.setdefault(name, action)
        return found


class AdoptedBy(Part):
    """The body that joined the agreement, with its case number and day."""

    body: Line
    case: Line
    date: date


class AgreementHeading(Part):
    """Which council the agreement is about, its language and its days."""

    name: Identifier
    title: Line
    language: Literal["nb", "nn", "en"]
    signed: date
    in_force: date
    adopted_by: AdoptedBy | None = None


class PartyEntry(Part):
    """Who signed."""

    id: Identifier
    name: Line


class OrganisationEntry(Part):
    """A part of a party, or a third party when `party` is left out."""

    id: Identifier
    name: Line
    party: Identifier | None = None


class PostEntry(Part):
    """A function: where it belongs, on which levels it works, its seat and its roles."""

    id: Identifier
    title: Line
    organisation: Identifier
    levels: tuple[LevelName, ...]
    seat: bool = False
    binds: bool = False
    roles: tuple[Literal["chair", "secretary"], ...] = ()


class AreaEntry(Part):
    """A focus area, its goals, the posts named as contacts, and the neighbour councils that work on the same."""

    id: Identifier
    title: Line
    goals: tuple[Line, ...] = ()
    contacts: tuple[Identifier, ...] = ()
    shared_with: tuple[Identifier, ...] = ()


class GroupEntry(Part):
    """A group of the coordinating level that meets by itself."""

    id: Identifier
    title: Line
    members: tuple[Identifier, ...]


class ClauseEntry(Part):
    """One clause in the project's own words: the rule or obligation it is, its § and its numbers."""

    key: Name
    ref: Annotated[str, Field(pattern=r"^§§? \d{1,3}(?:(?:, | og |–)\d{1,3})*$")]
    text: Annotated[str, Field(min_length=1, max_length=600)]
    numbers: dict[Name, Number] = {}
    kept_by: Literal["rule", "people"] = "rule"


class Agreement(Part):
    """The signed text as data."""

    agreement: AgreementHeading
    machines: dict[Name, VersionName]
    parties: Annotated[tuple[PartyEntry, ...], Field(min_length=2)]
    organisations: tuple[OrganisationEntry, ...] = ()
    posts: tuple[PostEntry, ...]
    focus_areas: tuple[AreaEntry, ...] = ()
    coordinating_groups: tuple[GroupEntry, ...] = ()
    closed_days: dict[Annotated[str, Field(pattern=r"^(?:\d{4}-)?\d{2}-\d{2}$")], Line] = {}
    clauses: tuple[ClauseEntry, ...] = ()


class KindHeading(Part):
    """What a kind of decision is called, what it decides, who must ratify it, and the machine it goes through."""

    name: Name
    label: Words
    text: Annotated[str, Field(max_length=4000)] = ""
    ratified_by: tuple[Line, ...] = ()
    about: tuple[Literal["year", "period"], ...] = ()
    machine: Name | None = None


class Preset(Part):
    """Work that every decision of a kind brings with it, and how long before the assignment's deadline it is due."""

    title: Line
    days_before: Annotated[int, Field(ge=0, le=3650)] = 0


class KindOfDecision(Part):
    """A kind of decision as its file declares it: a text, preset measures, and rules that some actions need beside."""

    kind: KindHeading
    measures: tuple[Preset, ...] = ()
    needs: dict[Name, tuple[Name, ...]] = {}

    @property
    def name(self) -> str:
        """The kind's name."""
        return self.kind.name

    def dressed(self, name: str, action: Action) -> Action:
        """An action with the rules that this kind needs beside its own."""
        more = tuple(rule for rule in self.needs.get(name, ()) if rule not in action.needs)
        return action.model_copy(update={"needs": (*action.needs, *more)}) if more else action


class Problem(NamedTuple):
    """One thing wrong with a definition: the code of the sentence, the full key, and what the sentence tells."""

    code: str
    key: str
    facts: dict[str, Any]


P = TypeVar("P", bound=Part)

BRANCH: Final = "one of several: "
"""How the tag of a table begins that may be of several kinds: it tells which it is read as, and is no key."""

SAYS_NOTHING: Final = "says_nothing"
"""What is wrong with such a table when nothing in it tells which kind it is."""

_EXPECTED: Final = {
    "string_type": "text",
    "int_type": "number",
    "bool_type": "truth",
    "tuple_type": "list",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "date_type": "date",
    "enum": "known word",
    "literal_error": "known word",
    "string_pattern_mismatch": "plain form",
    "string_too_short": "some text",
    "string_too_long": "shorter text",
    "too_short": "longer list",
}

_FORMS: Final[dict[Any, str]] = {_REF: "ref", _LINE: "line of text", _VERSION: "version"}
"""What a text of a certain form is called, by its pattern, where it has a name of its own."""


def built(model: type[P], tables: dict[str, Any], file: str) -> P:
    """The model of a parsed file.

    Raises:
        DefinitionError: with every key that is unknown, missing or of the wrong kind.
    """
    try:
        return model.model_validate(_lists_as_tuples(tables))
    except ValidationError as error:
        problems: dict[tuple[str, str], Problem] = {}
        for found in error.errors(include_url=False, include_context=True):
            if "constrained-str" in found["loc"] and isinstance(found["input"], dict):
                continue  # a perform that is wrong, not a name that is no text
            if found["type"] == "too_short" and len(found["input"]) >= found["ctx"]["min_length"]:
                continue  # long enough, but for what is wrong in it
            problem = _problem(model, found)
            problems.setdefault((problem.code, problem.key), problem)
        raise DefinitionError("flawed_definition", file=file, problems=tuple(problems.values())) from None


def _problem(model: type[Part], found: Any) -> Problem:
    loc = tuple(
        part
        for part in found["loc"]
        if not (isinstance(part, str) and part.startswith(("function-", "tuple[", BRANCH)))
    )
    one_of_several = loc[-3:-2] == ("numbers",) and loc[-1] in ("bool", "int", "str")
    loc = tuple(part for part in loc if part not in ("Perform", "constrained-str", "[key]"))
    loc = loc[:-1] if one_of_several else loc
    key = ".".join(str(part)[:60] for part in loc)
    if found["type"] == "extra_forbidden":
        near = get_close_matches(str(loc[-1]), _fields_at(model, loc[:-1]), n=1)
        return Problem("unknown_key", key, {"near": near[0] if near else None})
    if found["type"] == "missing":
        return Problem("missing_key", key, {})
    if found["type"] == SAYS_NOTHING:
        return Problem(SAYS_NOTHING, key, {"choices": _choices(found)})
    given = found.get("input")
    choices = _choices(found)
    near = get_close_matches(str(given), choices, n=1)
    expected = "other value" if one_of_several else _expected(found)
    shown = str(given)[:60] if isinstance(given, (str, int, float, bool, date)) else "[]" if given == () else ""
    return Problem(
        "wrong_value",
        key,
        {"expected": expected, "given": shown, "choices": choices, "near": near[0] if near else None},
    )


def _expected(found: Any) -> str:
    form = _FORMS.get((found.get("ctx") or {}).get("pattern"))
    return form or _EXPECTED.get(found["type"], "other value")


def _choices(found: Any) -> tuple[str, ...]:
    listed = str((found.get("ctx") or {}).get("expected", ""))
    return tuple(word.strip("'") for word in listed.replace(" or ", ", ").split(", ") if word)


def _fields_at(model: Any, loc: tuple[Any, ...]) -> tuple[str, ...]:
    """The keys that the table at this place may have."""
    for part in loc:
        model = _inner(model, part)
        if model is None:
            return ()
    parts = dict.fromkeys(field.alias or name for part in _parts_of(model) for name, field in part.model_fields.items())
    return tuple(parts)


def _inner(model: Any, part: Any) -> Any:
    known = _part_of(model)
    if known is not None and part in known.model_fields:
        return known.model_fields[part].annotation
    arguments = [argument for argument in get_args(model) if argument is not type(None)]
    return arguments[-1] if arguments and arguments[-1] is not Ellipsis else arguments[0] if arguments else None


def _part_of(model: Any) -> type[Part] | None:
    return next(_parts_of(model), None)


def _parts_of(model: Any) -> Iterator[type[Part]]:
    """The tables that a value may be: one, unless it is one of several."""
    if isinstance(model, type) and issubclass(model, Part):
        yield model
    for argument in get_args(model):
        yield from _parts_of(argument)


def _lists_as_tuples(value: Any) -> Any:
    """TOML arrays as the tuples that frozen models hold (strict models take no lists for them)."""
    if isinstance(value, list):
        return tuple(_lists_as_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _lists_as_tuples(item) for key, item in value.items()}
    return value
