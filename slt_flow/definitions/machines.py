"""Machines and kinds of decision as the program uses them: tuples, which their files become once they are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    # To the program they are plain; the form that a file must give them stands in `models`.
    from slt_flow.terms import Level as LevelName
    from slt_flow.terms import Role as RoleName
    from slt_flow.terms import Tag as TagName

    Key = str
    Name = str
    Line = str
    LongText = str
    Days = int
    FEW = "no more than people can survey"


_NONE: Final[dict[str, Any]] = {}


class Words(NamedTuple):
    """A name in every language a reader may have."""

    nb: Line
    nn: Line
    en: Line


class Perform(NamedTuple):
    """An effect that performs an action of the cases beneath, above, or on a meeting's agenda."""

    perform: Name
    on: Literal["children", "parent", "items"]


class Action(NamedTuple):
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
    def effects(self) -> tuple[Name, ...]:
        """Return the names of its effects on the case itself."""
        return tuple([effect for effect in self.does if isinstance(effect, str)])

    @property
    def performs(self) -> tuple[Perform, ...]:
        """Return the effects that perform actions of other cases."""
        return tuple([effect for effect in self.does if isinstance(effect, Perform)])


class State(NamedTuple):
    """A state: its tags, the role it waits on, and the actions that are possible in it."""

    label: Words
    tags: tuple[TagName, ...] = ()
    waits_on: RoleName | None = None
    end: bool = False
    on: dict[Key, Action] = _NONE


class Everywhere(NamedTuple):
    """Actions of all states that are not ends."""

    on: dict[Key, Action] = _NONE


class Heading(NamedTuple):
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


class Machine(NamedTuple):
    """A state machine as its file declares it."""

    machine: Heading
    states: Annotated[dict[Key, State], FEW]
    every_open_state: Everywhere = Everywhere()
    every_state: Everywhere = Everywhere()

    @property
    def name(self) -> str:
        """Return the machine's name."""
        return self.machine.name

    @property
    def place(self) -> str:
        """Return the name of the machine it stands in for, else its own."""
        return self.machine.stands_for or self.machine.name

    def actions(self, state: str) -> dict[str, Action]:
        """Return all actions of a state: its own, unless it is an end those of every open state, those of every one."""
        own = self.states[state]
        return {**own.on, **({} if own.end else self.every_open_state.on), **self.every_state.on}

    @property
    def shared(self) -> tuple[tuple[str, Action], ...]:
        """Return the actions of every open state and those of every state."""
        return (*self.every_open_state.on.items(), *self.every_state.on.items())

    @property
    def every_action(self) -> dict[str, Action]:
        """Return every action of the machine by name; where several states have it, the first."""
        actions: dict[str, Action] = {}
        for state in self.states:
            actions |= {name: action for name, action in self.actions(state).items() if name not in actions}
        return actions


class KindHeading(NamedTuple):
    """Name and text of a kind of decision, the bodies that must ratify it, and the machine it goes through.

    A kind that bodies ratify exceeds delegated authority; `titles` are words by which a title tells that it is meant.
    """

    name: Name
    label: Words
    text: LongText = ""
    ratified_by: tuple[Line, ...] = ()
    titles: tuple[Line, ...] = ()
    about: tuple[Literal["year", "period"], ...] = ()
    machine: Name | None = None


class Preset(NamedTuple):
    """A measure that every decision of a kind brings with it, due some days before the assignment's deadline."""

    title: Line
    days_before: Days = 0


class KindOfDecision(NamedTuple):
    """A kind of decision as its file declares it: a text, preset measures, and further rules of some actions."""

    kind: KindHeading
    measures: tuple[Preset, ...] = ()
    needs: dict[Key, tuple[Name, ...]] = _NONE

    @property
    def name(self) -> str:
        """Return the kind's name."""
        return self.kind.name

    def dressed(self, name: str, action: Action) -> Action:
        """Return an action with the further rules that this kind needs."""
        more = tuple(rule for rule in self.needs.get(name, ()) if rule not in action.needs)
        return action._replace(needs=(*action.needs, *more)) if more else action


class Move(NamedTuple):
    """A file that names the new state for each open one, or the reason why its cases stay with their version."""

    states: dict[Key, Name] = _NONE
    refused: dict[Key, Words] = _NONE
