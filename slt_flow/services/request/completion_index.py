"""Names for shell completion, found without any heavy import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from slt_flow.definitions.locations import shipped_agreements
from slt_flow.errors import RecordsError
from slt_flow.records.completion_index import rows
from slt_flow.services.request.refs import ref_in
from slt_flow.services.request.whereabouts import database
from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES, Ref, identifier

if TYPE_CHECKING:
    from slt_flow.definitions.outline import ActionOutline as ActionOutline  # for the commands, which may not go below
    from slt_flow.definitions.shelf import Shelf

MACHINES: Final = ("decision", "assignment", "measure")
"""The machine of each level, from the council down."""

OUTSIDE: Final = {MEETING_SERIES: "meeting", LEARNING_SERIES: "learning_point"}
"""The machine of each family of cases that stands outside the levels (see `Ref.family`)."""

SHELVED: Final[Mapping[str, Callable[[Shelf], Iterable[str]]]] = {
    "agreement": lambda _: shipped_agreements(),
    "kind": lambda shelf: shelf.kinds(),
    "machine": lambda shelf: sorted(shelf.machines()),
}
"""Names that come from definition files instead of the database."""

CASES: Final[Mapping[str, tuple[tuple[str, ...], int | None]]] = {
    "decision": (("",), 0),
    "assignment": (("",), 1),
    "measure": (("",), 2),
    "work": (("",), None),
    "meeting": ((MEETING_SERIES,), 0),
    "learning_point": ((LEARNING_SERIES,), 0),
    "case": (("", MEETING_SERIES, LEARNING_SERIES), None),
}
"""Series of the refs of each kind of case, and the level they must have (None for any)."""


class Scope(NamedTuple):
    """The database, council and folder of workflows that a command line has named so far."""

    db: str | None = None
    council: str | None = None
    workflows: str | None = None

    @property
    def path(self) -> Path:
        """The database file; one that does not exist where the name is no file's."""
        try:
            return database(self.db)
        except RecordsError:
            return Path("/nowhere")

    @property
    def shelf(self) -> Shelf:
        """The definition files in reach."""
        from slt_flow.definitions.shelf import Shelf

        return Shelf(Path(self.workflows) if self.workflows is not None else None)

    def rows(self, query: str, *values: object) -> list[tuple[str, ...]]:
        """Return the rows of a query for the council named, else for the first one."""
        wanted = identifier(self.council) if self.council is not None else None
        councils = [council for council, _ in rows(self.path, "council") if wanted in (None, council)]
        return [row for council in councils[:1] for row in rows(self.path, query, council, *values)]


def names(kind: str, scope: Scope, typed: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return the names that the shell may complete, each with its title or "".

    Args:
        kind: a query of the database, a kind of case or of definition file, or `action` or `refs_and_action`.
        scope: the database and the council to look in.
        typed: the refs typed before, the first of which decides the actions.
    """
    if kind == "refs_and_action":
        return [*names("action", scope, typed), *names("case", scope)]
    if kind == "action":
        return [(action.replace("_", "-"), "") for ref in typed[:1] for action in actions(ref, scope)]
    if kind in SHELVED:
        return [(name, "") for name in SHELVED[kind](scope.shelf)]
    if kind in CASES:
        return list(_cases(*CASES[kind], scope))
    # The list of councils is the only one that needs no council.
    return [(name, title) for name, title in (rows(scope.path, kind) if kind == "council" else scope.rows(kind))]


def _cases(every_series: Iterable[str], depth: int | None, scope: Scope) -> Iterable[tuple[str, str]]:
    groups = (series for (series,) in scope.rows("series")) if MEETING_SERIES in every_series else ()
    for row in (row for series in (*every_series, *groups) for row in scope.rows("case", series)):
        series, *numbers, title = row
        ref = str(Ref(series, *map(int, numbers)))
        if depth in (None, ref.count(".")):
            yield ref, title


def actions(ref: str, scope: Scope) -> list[str]:
    """Return the actions that people may perform in the machine that a case pins."""
    case = ref_in(ref)
    if case is None:
        return []
    performed_by_people = outline(OUTSIDE.get(case.family) or MACHINES[case.depth], scope.workflows)
    pinned = {name for (name,) in scope.rows("action", *case)}
    return sorted(name for name in pinned if name in performed_by_people)


def outline(machine: str, workflows: str | None = None) -> dict[str, ActionOutline]:
    """Return the actions of a machine as commands, those of a municipality's own versions among them."""
    from slt_flow.definitions.outline import actions_of

    return actions_of(machine, Scope(workflows=workflows).shelf)
