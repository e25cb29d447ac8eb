"""Where definition files stand: a municipality's own folder first, then the shipped one; which are released."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from slt_flow.definitions import read
from slt_flow.definitions.locations import workflows_folder
from slt_flow.errors import DefinitionError

RELEASED: Final = "released.toml"
"""The file that holds the digests of those that no longer change."""

SHIPPED_VERSION: Final = r"[1-9][0-9]{0,3}"
"""The form of a version that is shipped: a number."""

OWN_VERSION: Final = r"[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*-[1-9][0-9]{0,3}"
"""The form of a municipality's own version: its name and a number, as in `verdal-1`."""

_SHIPPED: Final = re.compile(SHIPPED_VERSION)
_OWN: Final = re.compile(OWN_VERSION)
_JOINS: Final = "--"
"""What separates the two versions in the name of a move's file."""


def owner_of(version: str) -> str:
    """The name that a municipality's own version carries; none of a shipped one."""
    return version.rpartition("-")[0]


def place_of(version: str) -> tuple[str, int]:
    """The place of a version among others: shipped ones by number, then those of each name by number."""
    return owner_of(version), int(version.rpartition("-")[2])


def is_newer(version: str, other: str) -> bool:
    """Whether a version comes after another of the same name; of two names neither is newer."""
    return owner_of(version) == owner_of(other) and place_of(version) > place_of(other)


def is_shipped(folder: Path) -> bool:
    """Whether a folder is the shipped one, however its path is written."""
    shipped = workflows_folder()
    return folder == shipped or folder.resolve() == shipped.resolve()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folders that hold `machines/`, `kinds/` and `moves/`.

    Attributes:
        own: a municipality's own folder, or None where it has none. Its kinds come before shipped ones of the same
            name; its machines stand beside the shipped ones. Its versions carry its name and shipped ones are numbers,
            so that neither can ever claim the other's.
    """

    own: Path | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders in the order they are looked through.

        Raises:
            DefinitionError: the municipality's own is not there.
        """
        shipped = workflows_folder()
        if self.own is None:
            return (shipped,)
        if not self.own.is_dir():
            raise DefinitionError("own_folder_missing", file=str(self.own))
        return (shipped,) if is_shipped(self.own) else (self.own, shipped)

    def machines(self) -> tuple[str, ...]:
        """The names of all machines there are files of, shipped ones first, each kind of them in the order of names."""
        folders = [each for folder in reversed(self.folders) for each in _folders_in(folder / "machines", folder)]
        named = [each.name for each in folders if any(each.glob("*.toml"))]
        return tuple(dict.fromkeys(named))

    def versions(self, machine: str) -> dict[str, Path]:
        """The file of every version of a machine, in the order of versions.

        Raises:
            DefinitionError: a file's name is no version, or not one of its folder; it stands outside the folder.
        """
        found: dict[str, Path] = {}
        for folder in self.folders:
            own = not is_shipped(folder)
            for path in _files_in(folder / "machines" / machine, folder):
                _refuse_other_form(path, path.stem, own=own)
                found[path.stem] = path
        return {version: found[version] for version in sorted(found, key=place_of)}

    def newest(self, machine: str, owner: str = "") -> str:
        """The newest version of a machine that an owner has, else the newest shipped, else the newest of all.

        Args:
            machine: its name.
            owner: the name that a municipality's own versions carry; none for the shipped ones. An own version of a
                shipped machine holds only where the agreement names it.
        """
        known = list(self.versions(machine))
        for wanted in dict.fromkeys((owner, "")):
            if named := [version for version in known if owner_of(version) == wanted]:
                return named[-1]
        return max(known, key=lambda version: place_of(version)[::-1], default="1")

    def owners(self, machines: Iterable[str]) -> tuple[str, ...]:
        """The names that a municipality's own versions of some machines carry."""
        named = {owner_of(version) for machine in machines for version in self.versions(machine)}
        return tuple(sorted(named - {""}))

    def machine_file(self, machine: str, version: str) -> Path:
        """The file of one version of a machine.

        Raises:
            DefinitionError: there is no such file.
        """
        known = self.versions(machine)
        if version not in known:
            path = self.folders[0] / "machines" / machine / f"{version}.toml"
            near = get_close_matches(machine, self.machines(), n=1) if not known else []
            raise DefinitionError(
                "machine_missing", file=str(path), machine=machine, version=version, known=tuple(known),
                near=near[0] if near else None,
            )  # fmt: skip
        return known[version]

    def kinds(self) -> dict[str, Path]:
        """The file of every kind of decision, by its name."""
        found = {path.stem: path for folder in reversed(self.folders) for path in _files_in(folder / "kinds", folder)}
        return dict(sorted(found.items()))

    def kind_file(self, name: str) -> Path:
        """The file of a kind of decision.

        Raises:
            DefinitionError: there is no such kind; with the nearest name.
        """
        known = self.kinds()
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise DefinitionError("kind_missing", kind=name[:60], known=tuple(known), near=near[0] if near else None)
        return known[name]

    def moves(self, machine: str) -> dict[tuple[str, str], Path]:
        """Moves of a machine's cases from one version to another: each file by the versions it joins.

        Raises:
            DefinitionError: a file's name joins no versions, or none of its folder; it stands outside the folder.
        """
        found: dict[tuple[str, str], Path] = {}
        for folder in self.folders:
            own = not is_shipped(folder)
            for path in _files_in(folder / "moves" / machine, folder):
                older, joins, newer = path.stem.partition(_JOINS)
                versions = (older, newer)
                if not joins or not all(_SHIPPED.fullmatch(each) or _OWN.fullmatch(each) for each in versions):
                    raise DefinitionError("file_is_no_move", file=str(path))
                named = [each for each in versions if not each.isdecimal()]
                if own and not named:
                    raise DefinitionError("own_move_joins_numbers", file=str(path))
                if named and not own:
                    raise DefinitionError("shipped_version_has_a_name", file=str(path), version=named[0])
                found[older, newer] = path
        return {joined: found[joined] for joined in sorted(found, key=lambda each: tuple(map(place_of, each)))}

    def refuse_changed(self, path: Path, content: str) -> None:
        """Refuse a released file whose content is not what was released.

        Raises:
            DefinitionError: it was changed; with the way to make a successor.
        """
        for folder in self.folders:
            if not path.is_relative_to(folder):
                continue
            known = released(folder).get(path.relative_to(folder).as_posix())
            if known is not None and known != read.digest(content):
                raise DefinitionError("released_file_changed", file=str(path), machine=path.parent.name)


SHIPPED: Final = Shelf()
"""The shelf of a municipality that has no folder of its own."""


def released(folder: Path) -> Mapping[str, str]:
    """The digests of the files of a folder that no longer change, by their path within it; none where none is released.

    Raises:
        DefinitionError: the list is not what it must be.
    """
    path = folder / RELEASED
    if not path.exists() and not path.is_symlink():
        return {}
    _refuse_outside(path, folder)
    tables = read.parse(read.read_text(path), str(path))
    files: Any = tables.get("files", {})
    wrong = [key for key in tables if key != "files"]
    if wrong or not isinstance(files, dict) or not all(isinstance(digest, str) for digest in files.values()):
        raise DefinitionError("not_a_list_of_digests", file=str(path))
    return files


def _refuse_other_form(path: Path, version: str, *, own: bool) -> None:
    """Refuse a version that is not named as its folder's are: shipped ones by number, own ones by name."""
    shipped, named = _SHIPPED.fullmatch(version), _OWN.fullmatch(version)
    if (named if own else shipped) is not None:
        return
    if own and shipped is not None:
        raise DefinitionError("own_version_is_a_number", file=str(path), version=version)
    if not own and named is not None:
        raise DefinitionError("shipped_version_has_a_name", file=str(path), version=version)
    raise DefinitionError("file_is_no_version", file=str(path))


def _folders_in(folder: Path, root: Path) -> list[Path]:
    """The folders in a folder; none of them leads out of the root."""
    found = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    for path in found:
        _refuse_outside(path, root)
    return found


def _files_in(folder: Path, root: Path) -> list[Path]:
    """The definition files of a folder; none of them leads out of the root."""
    found = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    for path in found:
        _refuse_outside(path, root)
    return found


def _refuse_outside(path: Path, root: Path) -> None:
    try:
        within = path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        within = False
    if not within:
        raise DefinitionError("file_outside", file=str(path))
