"""Metadata of a result's fields: their columns on the screen, and their names in JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Final, NamedTuple, TypeVar, get_type_hints

from slt_flow.terms import N_, Named

T = TypeVar("T")


class Column(NamedTuple):
    """Appearance of a field on the screen; one without a column is for JSON only.

    Attributes:
        heading: the message at its head.
        whole: cells never break across lines.
        roomy: only a wide screen has the column.
        terms: values are words of the vocabulary rather than of a user.
        least: the least width, in cells of a terminal.
        empty: the message of a cell without a value.
        form: name of the form of its cells, where their type does not say it (see `views.text.tables`).
    """

    heading: str
    whole: bool = False
    roomy: bool = False
    terms: bool = False
    least: int | None = None
    empty: str = ""
    form: str = ""


class Json(NamedTuple):
    """Appearance of a field in JSON, where that is not its value under its own name.

    Attributes:
        name: the key; its own name where this is empty.
        hidden: JSON lacks it.
        omit: the values at which JSON lacks it; one that is equal but of another type, as 0 is to False, stays.
        inline: the keys of its value stand beside the others.
        part: the only fields of its value that JSON has; a single one stands by itself.
        form: name of the form of its value, where its type does not say it (see `views.text.serialise`).
    """

    name: str = ""
    hidden: bool = False
    omit: tuple[object, ...] = ()
    inline: bool = False
    part: str | tuple[str, ...] = ()
    form: str = ""


HIDDEN: Final = Json(hidden=True)
PLAIN: Final = Json()

Ref = Annotated[str, Column(N_("ref"), whole=True)]
Id = Annotated[str, Column(N_("id"), whole=True)]
Title = Annotated[str, Column(N_("title"))]
State = Annotated[Named, Column(N_("state"))]
Kind = Annotated[str, Column(N_("kind"), terms=True)]

VERSION: Final = Json(form="number")
OMITTED: Final = Json(omit=(None,))

READABLE: Final = 28
"""The least width of a column of sentences."""


class Field(NamedTuple):
    """Metadata of a field of a result."""

    column: Column | None
    json: Json


_FIELDS: Final[dict[type, Mapping[str, Field]]] = {}
_SHARED: Final[dict[tuple[type, type], tuple[str, ...]]] = {}
_ORDERS: Final[dict[type, tuple[str, ...]]] = {}


def fields(kind: type) -> Mapping[str, Field]:
    """Return the fields of a named tuple by their names; its annotations are resolved when it is first shown."""
    if kind not in _FIELDS:
        hints = get_type_hints(kind, include_extras=True)
        _FIELDS[kind] = {name: _field(getattr(hint, "__metadata__", ())) for name, hint in hints.items()}
    return _FIELDS[kind]


def _field(metadata: tuple[object, ...]) -> Field:
    latest = metadata[::-1]  # an alias stands before what a field adds to it
    column = next((item for item in latest if isinstance(item, Column)), None)
    return Field(column, next((item for item in latest if isinstance(item, Json)), PLAIN))


def shown(*names: str) -> Callable[[type[T]], type[T]]:
    """Let a row have these columns on the screen, in this order, instead of the order of its fields."""

    def order(kind: type[T]) -> type[T]:
        _ORDERS[kind] = names
        return kind

    return order


def columns(kind: type) -> tuple[str, ...]:
    """Return the names of a row's columns in the order of the screen."""
    return _ORDERS.get(kind) or tuple(name for name, field in fields(kind).items() if field.column is not None)


def row_of(kind: type[T], source: object, /, **own: object) -> T:
    """Return a row: a field that is not in `own` has the source's attribute of its name, else its default."""
    both = kind, type(source)
    if both not in _SHARED:
        _SHARED[both] = tuple(name for name in fields(kind) if hasattr(source, name))
    return kind(**{name: getattr(source, name) for name in _SHARED[both] if name not in own}, **own)
