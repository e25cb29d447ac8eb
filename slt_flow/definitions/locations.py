"""Locations of the definition files: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from slt_flow import files
from slt_flow.definitions.spelling import closest
from slt_flow.errors import DefinitionError
from slt_flow.terms import identifier

_PACKAGE = Path(__file__).resolve().parent.parent


def workflows_folder() -> Path:
    """Return the folder that holds `agreements/` and `machines/`.

    A checkout's own folder comes first, because an editable install carries a copy that grows stale.

    Raises:
        DefinitionError: when neither place has it (a damaged installation).
    """
    return _workflows_of(_PACKAGE)


def template_file(name: str, language: str) -> Path:
    """Return the template of a definition file, commented in nynorsk for those who read it, else in bokmål."""
    folder = workflows_folder() / "templates"
    return (folder / "nn" if language == "nn" else folder) / f"{name}.toml"


@cache
def _workflows_of(package: Path) -> Path:
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "workflows" / "machines").is_dir():
        return checkout / "workflows"
    if (package / "workflows" / "machines").is_dir():
        return package / "workflows"
    raise DefinitionError("workflows_missing", file=str(package / "workflows"))


def shipped_agreements() -> dict[str, Path]:
    """Return the newest file of every agreement that is shipped, by council id."""
    # The name of a file is a day, so that the last one in order is the newest and replaces those before it.
    return {path.parent.name: path for path in sorted((workflows_folder() / "agreements").glob("*/????-??-??.toml"))}


def agreement_file(name_or_path: str) -> Path:
    """Return the file of an agreement, given its council's id, `id/date`, or a path to a TOML file.

    Raises:
        DefinitionError: when there is none, with the closest name.
    """
    path = Path(name_or_path)
    if path.suffix == ".toml":
        if not files.is_file(path):
            raise DefinitionError("file_missing", file=name_or_path)
        return path
    name, _, dated = name_or_path.partition("/")
    shipped = shipped_agreements()
    wanted = identifier(name)
    if wanted in shipped and not dated:
        return shipped[wanted]
    exact = shipped[wanted].parent / f"{Path(dated).name}.toml" if wanted in shipped else None
    if exact is not None and files.is_file(exact):
        return exact
    there = f"{name_or_path}.toml"
    near = there if files.is_file(Path(there)) else closest(wanted, shipped)
    raise DefinitionError("agreement_missing", agreement=name_or_path, known=tuple(shipped), near=near)
