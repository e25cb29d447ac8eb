"""Form sheet of one owner: its open cases, with what it may answer in each."""

from __future__ import annotations

from typing import Final, NamedTuple

from slt_flow.definitions.machines import Action
from slt_flow.engine.machine import BuiltMachine
from slt_flow.errors import RequestError
from slt_flow.model import Item
from slt_flow.records import journal
from slt_flow.results.form_sheets import FormRow, FormSheet
from slt_flow.results.meetings import Person
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.services.request.request import Request
from slt_flow.terms import Named, Role

TEXTS: Final = ("result", "reason")
"""Answers for which a row has room beside the choice."""


class Choice(NamedTuple):
    """Action that an owner may choose, and the text that it asks for, None where it asks for none."""

    name: str
    action: Action
    asks: str | None

    @property
    def named(self) -> Named:
        """Return the action with its label."""
        return Named(self.name, self.action.label._asdict())


def owner_sheet(context: Context, post: str) -> FormSheet:
    """Return the form sheet of a post as the council is now.

    Raises:
        RequestError: there is no such post, or it owns nothing that is open.
    """
    with reading(context) as reader:
        if reader.moment.public:
            raise RequestError("told_internally")
        owner = parsing.chosen("unknown_post", post, reader.posts)
        request = Request(context, reader.connection, reader.council)
        rows = tuple(_row(request, item) for item in sorted(request.open_work(owner), key=lambda item: item.ref))
        if not rows:
            raise RequestError("owns_nothing_open", post=owner)
        answer_to = next(iter(reader.with_role(Role.SECRETARY)), owner)
        id_ = journal.id_of(reader.connection, reader.council)
        exempt = any(reader.exempt(parsing.ref(row.ref)) is not None for row in rows)
        people = (_person(reader, owner), _person(reader, answer_to))
        return FormSheet(reader.row.title, id_, reader.day, *people, rows, exempt)


def _person(reader: Reader, post: str) -> Person:
    row = reader.posts[post]
    return Person(post, row.title, row.holder)


def _row(request: Request, item: Item) -> FormRow:
    item = request.item(item.ref)
    built, above = request.machines.built(item.pin), item.ref.parent
    return FormRow(
        ref=str(item.ref),
        seq=item.last_seq,
        title=item.title,
        above=request.item(above).title if above is not None else "",
        due=item.due,
        state=request.state(item),
        progress=item.progress,
        choices=tuple(one.named for one in choices(built, item.state)),
        reports=that_does(built, item.state, "record_progress") is not None,
        remarks=that_does(built, item.state, "record_remark") is not None,
    )


def choices(built: BuiltMachine, state: str) -> tuple[Choice, ...]:
    """Return the actions by which an owner may move a case on from a state, those on the way performed as well.

    Of several that lead to one state, the nearest is meant.
    """
    nearest: dict[str, tuple[int, Choice]] = {}
    for name in built.every_action:
        way = _way(built, state, name)
        if not way or way[-1].to in (None, state) or len(way[-1].asks) > 1 or not set(way[-1].asks) <= set(TEXTS):
            continue
        target, choice = str(way[-1].to), Choice(name, way[-1], next(iter(way[-1].asks), None))
        if target not in nearest or len(way) < nearest[target][0]:
            nearest[target] = len(way), choice
    return tuple(choice for _, choice in sorted(nearest.values(), key=lambda near: near[0]))


def that_does(built: BuiltMachine, state: str, effect: str) -> str | None:
    """Return the action of an owner that has an effect, here or on a way of its own acts, or None."""
    return next((n for n, a in built.every_action.items() if effect in a.does and _way(built, state, n)), None)


def _way(built: BuiltMachine, state: str, name: str) -> tuple[Action, ...]:
    """Return the actions to perform from a state, the named one last; none unless each of them may be the owner's."""
    steps: list[Action] = []
    for step in built.way_to(name, state) or ():
        steps.append(built.actions(state)[step])
        state = steps[-1].to or state
    return tuple(steps) if all(Role.OWNER in step.by for step in steps) else ()
