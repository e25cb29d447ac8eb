"""New workflows: the files of a successor, or of a machine of the municipality's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from slt_flow.definitions.load import load_version
from slt_flow.definitions.schemas import FILES, file_of, schema
from slt_flow.definitions.shelf import Shelf, is_shipped, owner_of, place_of
from slt_flow.definitions.spelling import closest
from slt_flow.definitions.successor import own_machine, successor
from slt_flow.engine.effects import vocabulary
from slt_flow.errors import RequestError
from slt_flow.results.workflows import NewWorkflow
from slt_flow.services.request import parsing
from slt_flow.terms import identifier

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_OWNER: Final = re.compile(r"(?=.{1,40}$)[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*")


def begun(
    shelf: Shelf, name: str, into: Path, by: str | None = None, *, own: bool = False, language: str = "nb"
) -> NewWorkflow:
    """Return the files of a new workflow, valid as they stand, with the schemas that they refer to.

    Args:
        shelf: the folders of the definition files.
        name: a machine there is, for its next version; else one of the municipality's own.
        into: the folder that the files are for; in the shipped one versions are numbers.
        by: the name that a municipality's own versions carry.
        own: make a machine of the municipality's own, in the place of the decision's, and a kind that uses it.
        language: of the comments in them.

    Raises:
        RequestError: there is no such machine (or already, for one of one's own), or it or its versions cannot be
            called so.
        DefinitionError: the newest version is wrong.
    """
    names = shelf.machines()
    if own and (name in names or name in shelf.kinds()):
        raise RequestError("machine_exists", machine=name)
    if own and _NAME.fullmatch(name) is None:
        raise RequestError("bad_machine_name", given=parsing.shown(name))
    if not own and name not in names:
        raise RequestError("unknown_machine", given=parsing.shown(name), near=closest(name, names), known=names)
    owner = _owner(into, by)
    newest = shelf.newest(name, owner) if not own else None
    number = 1 + (place_of(newest)[1] if newest is not None and owner_of(newest) == owner else 0)
    version = f"{owner}-{number}" if owner else str(number)
    if newest is None:
        return NewWorkflow(name, version, own_machine(name, version, language), schemas())
    older = load_version(name, newest, vocabulary(), shelf)
    return NewWorkflow(name, version, successor(older, version, language), schemas())


def _owner(into: Path, owner: str | None) -> str:
    """Return the name that versions carry in a folder; none in the shipped one.

    Raises:
        RequestError: it is missing, there may be none, or it cannot be one.
    """
    shipped = is_shipped(into)
    if owner is None and not shipped:
        raise RequestError("own_version_needs_a_name", folder=parsing.shown(str(into)))
    if owner is not None and shipped:
        raise RequestError("shipped_versions_are_numbers", folder=parsing.shown(str(into)))
    if owner is None:
        return ""
    name = identifier(owner)
    if _OWNER.fullmatch(name) is None:
        raise RequestError("bad_version_name", given=parsing.shown(owner))
    return name


def schemas() -> Mapping[str, str]:
    """Return the schema of every kind of definition file, by the name of its file."""
    return {file_of(kind): schema(kind, vocabulary()) for kind in FILES}
