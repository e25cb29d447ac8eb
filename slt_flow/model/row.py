"""Base of every kind of row: a frozen fact of one council, known by its key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, TypeVar, dataclass_transform

from slt_flow.terms import Ref


class Row:
    """A fact of one council; frozen, with the fields that `FIELDS` names, and known by those that `KEY` names.

    `SERIES` is the series of a case's numbers where no column holds it.
    Equality and text are written once here: making them anew for every kind of row is felt at every start.
    """

    __slots__ = ()
    FIELDS: ClassVar[tuple[str, ...]] = ()
    KEY: ClassVar[tuple[str, ...]] = ()
    SERIES: ClassVar[str] = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """The values of the primary key, without the council."""
        return tuple(getattr(self, name) for name in self.KEY)

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON has them: days as text, tuples as lists."""
        return {name: _plain(getattr(self, name)) for name in self.FIELDS}

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.FIELDS)

    def __hash__(self) -> int:
        return hash((type(self), self.key))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.FIELDS)
        return f"{type(self).__name__}({fields})"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


R = TypeVar("R", bound=Row)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def row(kind: type[R]) -> type[R]:
    """Make a class a kind of row: a frozen dataclass with slots."""
    slotted = dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)(kind)
    slotted.FIELDS = tuple(field.name for field in fields(slotted))  # type: ignore[arg-type] # it is a dataclass now
    return slotted


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
