"""A quick look into the database for completion and for the council's language, without anything heavy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from slt_flow.definitions.locations import shipped_agreements
from slt_flow.definitions.outline import ActionOutline, actions_of
from slt_flow.definitions.outline import machines as machines_on
from slt_flow.definitions.shelf import Shelf
from slt_flow.errors import RecordsError
from slt_flow.records import completion_index
from slt_flow.records.location import default_file, file_of
from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES, Ref, identifier

MACHINES = ("decision", "assignment", "measure")
"""The machine of each level, from the council down."""

OUTSIDE = {MEETING_SERIES: "meeting", LEARNING_SERIES: "learning_point"}
"""The machine of each series that stands outside the levels."""

Named = Sequence[tuple[str, str]]


def database(url: str | None) -> Path:
    """Return the file a command works on: the one named, else the one in the user's data folder."""
    return file_of(url) if url else default_file()


def councils(url: str | None) -> Named:
    """Return every council's id and title."""
    return completion_index.councils(_file(url))


def language(url: str | None, council: str | None) -> str | None:
    """Return the language of the council named, or of the only one."""
    known = completion_index.languages(_file(url))
    wanted = identifier(council) if council else None
    found = [tongue for name, tongue in known if wanted in (None, name)]
    return found[0] if len(found) == 1 else None


def refs(url: str | None, council: str | None, series: str) -> Named:
    """Return the refs of cases, open ones first, with their titles."""
    path = _file(url)
    return [named for name in _councils(path, council) for named in completion_index.refs(path, name, series)]


def posts(url: str | None, council: str | None) -> Named:
    """Return every post's id and title."""
    path = _file(url)
    return [named for name in _councils(path, council) for named in completion_index.posts(path, name)]


def areas(url: str | None, council: str | None) -> Named:
    """Return every open focus area's id and title."""
    path = _file(url)
    return [named for name in _councils(path, council) for named in completion_index.areas(path, name)]


def clauses(url: str | None, council: str | None) -> Named:
    """Return every clause of the present agreement by key, with its text."""
    path = _file(url)
    return [named for name in _councils(path, council) for named in completion_index.clauses(path, name)]


def challenges(url: str | None, council: str | None) -> Named:
    """Return every challenge's id and title."""
    path = _file(url)
    return [named for name in _councils(path, council) for named in completion_index.challenges(path, name)]


def knowledge(url: str | None, council: str | None) -> Named:
    """Return the id and title of every source of knowledge."""
    path = _file(url)
    return [named for name in _councils(path, council) for named in completion_index.knowledge(path, name)]


def kinds(workflows: str | None = None) -> tuple[str, ...]:
    """Return the names of the kinds of decision, with a municipality's own."""
    return tuple(_shelf(workflows).kinds())


def actions(url: str | None, council: str | None, ref: str, workflows: str | None = None) -> Sequence[str]:
    """Return the actions of the machine a case pins."""
    path, target = _file(url), Ref.parse(ref)
    if target is None:
        return []
    machine = OUTSIDE.get(target.series) or MACHINES[target.depth]
    performed_by_people = outline(machine, workflows)
    known = {action for name in _councils(path, council) for action in completion_index.actions(path, name, target)}
    return sorted(action for action in known if action in performed_by_people)


def outline(machine: str, workflows: str | None = None) -> dict[str, ActionOutline]:
    """Return the actions of a machine as commands, those of a municipality's own versions among them."""
    return actions_of(machine, _shelf(workflows))


def machines(workflows: str | None = None) -> tuple[str, ...]:
    """Return the names of the workflows on the shelf."""
    return machines_on(_shelf(workflows))


def agreements() -> tuple[str, ...]:
    """Return the names of the shipped agreements."""
    return tuple(shipped_agreements())


def _shelf(workflows: str | None) -> Shelf:
    return Shelf(Path(workflows) if workflows is not None else None)


def _councils(path: Path, council: str | None) -> list[str]:
    known = [name for name, _ in completion_index.councils(path)]
    return [name for name in known if council is None or name == identifier(council)][:1]


def _file(url: str | None) -> Path:
    try:
        return database(url)
    except RecordsError:
        return Path("/nowhere")
