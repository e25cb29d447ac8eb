"""Folders of definition files: a municipality's own, then the shipped one; and the files that are released."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from slt_flow.definitions import read
from slt_flow.definitions.locations import workflows_folder
from slt_flow.definitions.spelling import closest
from slt_flow.errors import DefinitionError
from slt_flow.files import is_folder, is_taken

RELEASED: Final = "released.toml"
"""The file that lists the digests of those that no longer change."""

SHIPPED_VERSION: Final = r"[1-9][0-9]{0,3}"
"""The form of a version that is shipped: a number."""

OWN_VERSION: Final = r"[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*-[1-9][0-9]{0,3}"
"""The form of a municipality's own version: its name and a number, as in `verdal-1`."""

_VERSION: Final = re.compile(f"{SHIPPED_VERSION}|{OWN_VERSION}")
_JOINS: Final = "--"
"""The separator of the two versions in the name of a move's file."""


def owner_of(version: str) -> str:
    """Return the name that a municipality's own version carries; "" for a shipped one."""
    return version.rpartition("-")[0]


def place_of(version: str) -> tuple[str, int]:
    """Return a sort key for versions: shipped ones by number, then those of each name by number."""
    return owner_of(version), int(version.rpartition("-")[2])


def is_newer(version: str, other: str) -> bool:
    """Return True if a version follows another of the same name; of two names neither is newer."""
    return owner_of(version) == owner_of(other) and place_of(version) > place_of(other)


def is_shipped(folder: Path) -> bool:
    """Return True if a folder is the shipped one, however its path is written."""
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
        """Return the folders in the order they are looked through.

        Raises:
            DefinitionError: the municipality's own is not there.
        """
        shipped = workflows_folder()
        if self.own is None:
            return (shipped,)
        if not is_folder(self.own):
            raise DefinitionError("own_folder_missing", file=str(self.own))
        return (shipped,) if is_shipped(self.own) else (self.own, shipped)

    def machines(self) -> tuple[str, ...]:
        """Return the names of all machines that have files: shipped ones first, then own ones, each sorted."""
        folders = [
            path
            for root in reversed(self.folders)
            for path in _inside(root, (path for path in (root / "machines").glob("*") if is_folder(path)))
        ]
        return tuple(dict.fromkeys(path.name for path in folders if any(path.glob("*.toml"))))

    def _files(self, folder: str) -> Iterator[tuple[Path, bool]]:
        """List the files of a folder, own ones first, each with whether it is the municipality's own."""
        for root in self.folders:
            own = not is_shipped(root)
            for path in _inside(root, (root / folder).glob("*.toml")):
                yield path, own

    def versions(self, machine: str) -> dict[str, Path]:
        """Return the file of every version of a machine, in the order of versions.

        Raises:
            DefinitionError: a file's name is no version, or not one of its folder; it stands outside the folder.
        """
        files: dict[str, Path] = {}
        for path, own in self._files(f"machines/{machine}"):
            version = path.stem
            if not _VERSION.fullmatch(version):
                raise DefinitionError("file_is_no_version", file=str(path))
            # Shipped versions are numbers and own ones carry a name, so that neither can claim the other's.
            if own != bool(owner_of(version)):
                code = "own_version_is_a_number" if own else "shipped_version_has_a_name"
                raise DefinitionError(code, file=str(path), version=version)
            files[version] = path
        return {version: files[version] for version in sorted(files, key=place_of)}

    def newest(self, machine: str, owner: str = "") -> str:
        """Return the newest version of a machine that an owner has, else the newest shipped, else the newest of all.

        Args:
            machine: its name.
            owner: the name that a municipality's own versions carry; none for the shipped ones. An own version of a
                shipped machine holds only where the agreement names it.
        """
        versions = list(self.versions(machine))
        for wanted in dict.fromkeys((owner, "")):
            if named := [version for version in versions if owner_of(version) == wanted]:
                return named[-1]
        return max(versions, key=lambda version: place_of(version)[::-1], default="1")

    def owners(self, machines: Iterable[str]) -> tuple[str, ...]:
        """Return the names that a municipality's own versions of some machines carry."""
        owners = {owner_of(version) for machine in machines for version in self.versions(machine)}
        return tuple(sorted(owners - {""}))

    def machine_file(self, machine: str, version: str) -> Path:
        """Return the file of one version of a machine.

        Raises:
            DefinitionError: there is no such file.
        """
        versions = self.versions(machine)
        if version not in versions:
            path = self.folders[0] / "machines" / machine / f"{version}.toml"
            near = closest(machine, self.machines()) if not versions else None
            raise DefinitionError(
                "machine_missing", file=str(path), machine=machine, version=version, known=tuple(versions), near=near
            )
        return versions[version]

    def kinds(self) -> dict[str, Path]:
        """Return the file of every kind of decision by its name; an own kind hides a shipped one."""
        files: dict[str, Path] = {}
        for path, _ in self._files("kinds"):
            files.setdefault(path.stem, path)
        return dict(sorted(files.items()))

    def kind_file(self, name: str) -> Path:
        """Return the file of a kind of decision.

        Raises:
            DefinitionError: there is no such kind; with the closest name.
        """
        kinds = self.kinds()
        if name not in kinds:
            raise DefinitionError("kind_missing", kind=name[:60], known=tuple(kinds), near=closest(name, kinds))
        return kinds[name]

    def moves(self, machine: str) -> dict[tuple[str, str], Path]:
        """Return the files that move a machine's cases from one version to another, by the two versions.

        Raises:
            DefinitionError: a file's name joins no versions, or none of its folder; it stands outside the folder.
        """
        files: dict[tuple[str, str], Path] = {}
        for path, own in self._files(f"moves/{machine}"):
            older, _, newer = path.stem.partition(_JOINS)
            if not (_VERSION.fullmatch(older) and _VERSION.fullmatch(newer)):
                raise DefinitionError("file_is_no_move", file=str(path))
            named = [version for version in (older, newer) if owner_of(version)]
            if own and not named:
                raise DefinitionError("own_move_joins_numbers", file=str(path))
            if named and not own:
                raise DefinitionError("shipped_version_has_a_name", file=str(path), version=named[0])
            files[older, newer] = path
        return {joined: files[joined] for joined in sorted(files, key=lambda joined: tuple(map(place_of, joined)))}

    def refuse_changed(self, path: Path, content: str) -> None:
        """Refuse a released file whose content is not what was released.

        Raises:
            DefinitionError: it was changed; with the way to make a successor.
        """
        for folder in self.folders:
            if not path.is_relative_to(folder):
                continue
            digest = released(folder).get(path.relative_to(folder).as_posix())
            if digest is not None and digest != read.digest(content):
                raise DefinitionError("released_file_changed", file=str(path), machine=path.parent.name)


SHIPPED: Final = Shelf()
"""The shelf of a municipality that has no folder of its own."""


def released(folder: Path) -> Mapping[str, str]:
    """Return the digests of the files of a folder that no longer change, by their path within it.

    Raises:
        DefinitionError: the list is not what it must be.
    """
    path = folder / RELEASED
    if not is_taken(path):
        return {}
    _inside(folder, (path,))
    return _digests(read.read_text(path), str(path))


@lru_cache(8)
def _digests(text: str, file: str) -> Mapping[str, str]:
    tables = read.parse(text, file)
    files: Any = tables.get("files", {})
    wrong = [key for key in tables if key != "files"]
    if wrong or not isinstance(files, dict) or not all(isinstance(digest, str) for digest in files.values()):
        raise DefinitionError("not_a_list_of_digests", file=file)
    return files


_DEEPEST: Final = 3
"""Parts of the path of a file within its folder, at most: `machines/decision/1.toml`."""


def _inside(root: Path, paths: Iterable[Path]) -> list[Path]:
    """Sort paths of a folder, and refuse a link that leads out of it."""
    listed = sorted(paths)
    plain = {root}  # folders that lead nowhere else: only links are followed, which takes ten times as long
    for path in listed:
        parts = path.relative_to(root).parts
        if len(parts) > _DEEPEST or ".." in parts:
            raise DefinitionError("file_outside", file=str(path))
        if path.parent not in plain and not (path.parent.is_symlink() or path.parent.parent.is_symlink()):
            plain.add(path.parent)
        if path.parent in plain and not path.is_symlink():
            continue
        try:
            within = path.resolve().is_relative_to(root.resolve())
        except (OSError, RuntimeError):  # a link that leads to itself
            within = False
        if not within:
            raise DefinitionError("file_outside", file=str(path))
    return listed
