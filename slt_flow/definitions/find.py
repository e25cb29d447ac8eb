"""Where the definition files lie: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from slt_flow.errors import DefinitionError
from slt_flow.terms import identifier

_PACKAGE = Path(__file__).resolve().parent.parent


def workflows_folder() -> Path:
    """The folder that holds `agreements/` and `machines/`.

    A checkout's own folder comes first, because an editable install carries a copy that grows stale.

    Raises:
        DefinitionError: when neither place has it (a damaged installation).
    """
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "workflows" / "machines").is_dir():
        return checkout / "workflows"
    if (_PACKAGE / "workflows" / "machines").is_dir():
        return _PACKAGE / "workflows"
    raise DefinitionError("workflows_missing", file=str(_PACKAGE / "workflows"))


def shipped_agreements() -> dict[str, Path]:
    """The newest file of every agreement that is shipped, by council id."""
    root = workflows_folder() / "agreements"
    return {folder.name: newest for folder in sorted(root.iterdir()) if (newest := _newest(folder)) is not None}


def machine_file(name: str, version: int) -> Path:
    """The file of one version of a machine.

    Raises:
        DefinitionError: when there is no such file.
    """
    path = workflows_folder() / "machines" / name / f"{version}.toml"
    if not path.is_file():
        raise DefinitionError("machine_missing", file=str(path), machine=name, version=version)
    return path


def shipped_machines() -> dict[str, dict[int, Path]]:
    """Every version of every machine that is shipped, by name, oldest first."""
    root = workflows_folder() / "machines"
    found = {folder.name: sorted(folder.glob("*.toml")) for folder in sorted(root.iterdir()) if folder.is_dir()}
    return {
        name: dict(sorted((int(path.stem), path) for path in paths if path.stem.isdecimal()))
        for name, paths in found.items()
    }


def kind_file(name: str) -> Path:
    """The file of a kind of decision.

    Raises:
        DefinitionError: when there is no such kind, with the nearest name.
    """
    known = shipped_kinds()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        raise DefinitionError("kind_missing", kind=name[:60], known=tuple(known), near=near[0] if near else None)
    return known[name]


def shipped_kinds() -> dict[str, Path]:
    """The file of every kind of decision, by its name."""
    return {path.stem: path for path in sorted((workflows_folder() / "kinds").glob("*.toml"))}


def agreement_file(name_or_path: str) -> Path:
    """The file of an agreement, given its council's id, `id/date`, or a path to a TOML file.

    Raises:
        DefinitionError: when there is none, with the nearest name.
    """
    path = Path(name_or_path)
    if path.suffix == ".toml":
        if not path.is_file():
            raise DefinitionError("file_missing", file=name_or_path)
        return path
    name, _, dated = name_or_path.partition("/")
    shipped = shipped_agreements()
    wanted = identifier(name)
    if wanted in shipped and not dated:
        return shipped[wanted]
    if wanted in shipped and (exact := shipped[wanted].parent / f"{Path(dated).name}.toml").is_file():
        return exact
    near = (
        [f"{name_or_path}.toml"] if Path(f"{name_or_path}.toml").is_file() else get_close_matches(wanted, shipped, n=1)
    )
    raise DefinitionError(
        "agreement_missing", agreement=name_or_path, known=tuple(shipped), near=near[0] if near else None
    )


def _newest(folder: Path) -> Path | None:
    files = sorted(folder.glob("????-??-??.toml")) if folder.is_dir() else []
    return files[-1] if files else None
