"""A new workflow begins: the files of a successor, or of a machine of the municipality's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from slt_flow.definitions.load import load_newest
from slt_flow.definitions.schemas import FILES, file_of, schema
from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.successor import own_machine, successor
from slt_flow.engine.effects import vocabulary
from slt_flow.errors import RequestError
from slt_flow.results import NewWorkflow
from slt_flow.services.request import parsing

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


def begun(shelf: Shelf, name: str, *, own: bool = False) -> NewWorkflow:
    """The files of a new workflow, valid as they stand, with the schemas that they refer to.

    Args:
        shelf: where the definition files stand.
        name: a machine there is, for its next version; else one of the municipality's own.
        own: make a machine of the municipality's own, in the place of the decision's, and a kind that uses it.

    Raises:
        RequestError: there is no such machine (or already, for one of one's own), or it cannot be called so.
        DefinitionError: the newest version is wrong.
    """
    known = shelf.machines()
    if own:
        if name in known or name in shelf.kinds():
            raise RequestError("machine_exists", machine=name)
        if _NAME.fullmatch(name) is None:
            raise RequestError("bad_machine_name", given=parsing.shown(name))
        return NewWorkflow(name, 1, own_machine(name), schemas())
    if name not in known:
        near = get_close_matches(name, known, n=1)
        raise RequestError("unknown_machine", given=parsing.shown(name), near=near[0] if near else None, known=known)
    newest = load_newest(name, vocabulary(), shelf)
    version = int(newest.version) + 1
    return NewWorkflow(name, version, successor(newest, version), schemas())


def schemas() -> Mapping[str, str]:
    """The schema of every kind of definition file, by the name of its file."""
    return {file_of(kind): schema(kind, vocabulary()) for kind in FILES}
