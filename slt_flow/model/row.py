"""Base of every kind of row: a frozen fact of one council, known by its key."""

from __future__ import annotations

from collections import _tuplegetter  # type: ignore[attr-defined]  # C: the fields of a named tuple
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, dataclass_transform

from slt_flow.terms import Ref

if TYPE_CHECKING:
    from dataclasses import replace as replaced  # so that the names and types of changes are checked
else:

    def replaced(row: Record, **changes: Any) -> Record:
        """Return a record with some fields changed, as `dataclasses.replace` does in ten times the time."""
        values, places = [*row], row.PLACES
        try:
            for name, value in changes.items():
                values[places[name]] = value
        except KeyError as unknown:
            raise TypeError(f"{type(row).__name__}: no field {unknown}") from None
        return tuple.__new__(type(row), values)


class Record(tuple[Any, ...]):
    """Frozen record, to be decorated with `record`: a tuple, which is made and compared faster than any other.

    `FIELDS` names its fields, `PLACES` has their places in the tuple.
    """

    __slots__ = ()
    FIELDS: ClassVar[tuple[str, ...]] = ()
    PLACES: ClassVar[Mapping[str, int]] = {}
    _DEFAULTS: ClassVar[Mapping[str, Any]] = {}
    _FACTORIES: ClassVar[Mapping[str, Callable[[], Any]]] = {}
    _in_order: ClassVar[Callable[[Mapping[str, Any]], tuple[Any, ...]]]

    def __new__(cls, **values: Any) -> Self:
        """Make a record of the values of its fields by their names."""
        if len(values) != len(cls.FIELDS):
            values = {**cls._DEFAULTS, **values}
            for name, make in cls._FACTORIES.items():
                if values[name] is make:
                    values[name] = make()
        try:
            in_order = cls._in_order(values)
        except KeyError:
            in_order = ()
        if len(in_order) != len(values):
            raise TypeError(f"{cls.__name__}: {sorted(values.keys() ^ cls.PLACES.keys())}")
        return tuple.__new__(cls, in_order)

    @classmethod
    def made_of(cls, values: Iterable[Any]) -> Self:
        """Make a record of the values of all its fields in their order."""
        return tuple.__new__(cls, values)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how a copy is made."""
        return type(self).made_of, (tuple(self),)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return type(other) is not type(self) or tuple.__ne__(self, other)

    def __hash__(self) -> int:
        return hash((type(self), *(value for value in self if not isinstance(value, dict))))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in zip(self.FIELDS, self, strict=True))
        return f"{type(self).__name__}({fields})"


T = TypeVar("T", bound=Record)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(kind: type[T]) -> type[T]:
    """Make a class a kind of record: its annotations are its fields."""
    # a dataclass for all that asks for the fields of one; what it would write itself is here already
    of_fields = fields(dataclass(init=False, eq=False, repr=False, kw_only=True)(kind))  # type: ignore[arg-type]
    names = tuple(field.name for field in of_fields)
    own = {name: value for name, value in vars(kind).items() if name not in ("__dict__", "__weakref__", *names)}
    own |= {name: _tuplegetter(place, None) for place, name in enumerate(names)}  # a third of a property's time
    own |= {"__slots__": (), "FIELDS": names, "PLACES": {name: place for place, name in enumerate(names)}}
    factories = {field.name: field.default_factory for field in of_fields if field.default_factory is not MISSING}
    constants = {field.name: field.default for field in of_fields if field.default is not MISSING}
    # no record has fewer than two fields: a getter of one returns no tuple
    own |= {"_FACTORIES": factories, "_DEFAULTS": {**constants, **factories}, "_in_order": itemgetter(*names)}
    tuple_of_fields: type[T] = type(kind.__name__, kind.__bases__, own)
    return tuple_of_fields


class Row(Record):
    """A fact of one council; frozen, with the fields that `FIELDS` names, and known by those that `KEY` names.

    `SERIES` is the series of the cases that rows of the kind are about (see `Ref.family`); "" for those of any that
    have a column for it.
    """

    __slots__ = ()
    KEY: ClassVar[tuple[str, ...]] = ()
    SERIES: ClassVar[str] = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """The values of the primary key, without the council."""
        return tuple(self[self.PLACES[name]] for name in self.KEY)

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON has them: days as text, tuples as lists."""
        return {name: _plain(value) for name, value in zip(self.FIELDS, self, strict=True)}

    def __hash__(self) -> int:
        return hash((type(self), self.key))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


R = TypeVar("R", bound=Row)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def row(kind: type[R]) -> type[R]:
    """Make a class a kind of row (see `record`)."""
    kind_of_row = record(kind)
    places = [kind_of_row.PLACES[name] for name in kind_of_row.KEY]
    # a getter of one place, or of none, returns no tuple; of several it takes a quarter of the time
    kind_of_row.key = property(itemgetter(*places)) if len(places) > 1 else Row.key  # type: ignore[assignment]
    return kind_of_row


@row
class CaseRow(Row):
    """A fact about one case, whose numbers are in its key."""

    KEY: ClassVar[tuple[str, ...]] = ("year", "no")
    year: int
    no: int

    @property
    def ref(self) -> Ref:
        """The case that the row is about."""
        below = getattr(self, "assignment_no", 0), getattr(self, "measure_no", 0)
        return Ref(getattr(self, "series", self.SERIES), self.year, self.no, *below)


@row
class WorkRow(CaseRow):
    """A fact about a case that may stand beneath a decision."""

    KEY: ClassVar[tuple[str, ...]] = ("year", "no", "assignment_no", "measure_no")
    assignment_no: int = 0
    measure_no: int = 0


def refs_of(rows: Iterable[CaseRow]) -> tuple[str, ...]:
    """Return the refs of cases, as people write them."""
    return tuple(str(row.ref) for row in rows)


__all__ = ["CaseRow", "R", "Record", "Row", "WorkRow", "record", "refs_of", "replaced", "row"]
