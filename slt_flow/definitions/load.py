"""Machines and kinds of decision as others use them: checked, with their version, digest and text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from slt_flow.definitions import checks, read
from slt_flow.definitions.machines import KindOfDecision, Machine
from slt_flow.definitions.problems import Problem, refuse, unknown
from slt_flow.definitions.ready import defined
from slt_flow.definitions.shelf import RELEASED, SHIPPED, Shelf
from slt_flow.definitions.unchanged import unchanged
from slt_flow.definitions.vocabulary import MACHINES, Vocabulary
from slt_flow.errors import DefinitionError


@dataclass(frozen=True, slots=True)
class Pinned:
    """A machine as a case pins it: exactly this content, whatever becomes of the file."""

    machine: Machine
    version: str
    digest: str
    content: str


def load_machines(
    versions: Mapping[str, str],
    vocabulary: Vocabulary,
    shelf: Shelf = SHIPPED,
    kept: Mapping[tuple[str, str], Pinned] | None = None,
) -> dict[str, Pinned]:
    """Load machines by version, each checked by itself and all together.

    A machine that an older agreement does not name yet begins with its first version.

    Args:
        versions: the version of each machine, by its name.
        vocabulary: the names that they may use.
        shelf: the folders of their files.
        kept: the machines that a journal keeps, by name and version, for files that are gone.

    Raises:
        DefinitionError: with everything that is wrong with them.
    """
    named = {**dict.fromkeys(MACHINES, "1"), **versions}

    def find() -> list[Path]:
        released = [folder / RELEASED for folder in shelf.folders]
        return [*released, *(shelf.machine_file(name, version) for name, version in named.items())]

    def read_all(kept: Mapping[tuple[str, str], Pinned]) -> dict[str, Pinned]:
        loaded: dict[str, Pinned] = {}
        for name, version in named.items():
            try:
                loaded[name] = load_version(name, version, vocabulary, shelf)
            except DefinitionError as error:
                if error.code != "machine_missing" or (name, version) not in kept:
                    raise
                loaded[name] = kept[name, version]
        refuse_together(loaded)
        return loaded

    asked = (
        "machines",
        shelf.folders,
        tuple(named.items()),
        frozenset(vocabulary.rules),
        frozenset(vocabulary.effects),
    )
    try:
        return unchanged(asked, find, lambda: read_all({}))
    except DefinitionError as error:
        if error.code != "machine_missing" or kept is None:
            raise
        return read_all(kept)


def refuse_together(loaded: Mapping[str, Pinned]) -> None:
    """Refuse machines that do not work together.

    Raises:
        DefinitionError: with everything that is wrong with them.
    """
    refuse("workflows/machines", checks.set_problems({name: pinned.machine for name, pinned in loaded.items()}))


def load_newest(name: str, vocabulary: Vocabulary, shelf: Shelf = SHIPPED) -> Pinned:
    """Read and check the newest version of a machine on a shelf.

    Raises:
        DefinitionError: there is none, or it is wrong.
    """
    return load_version(name, shelf.newest(name), vocabulary, shelf)


def load_version(name: str, version: str, vocabulary: Vocabulary, shelf: Shelf = SHIPPED) -> Pinned:
    """Read and check one version of a machine on a shelf.

    Raises:
        DefinitionError: there is none, it is wrong, it calls itself otherwise, or it was changed after its release.
    """
    path = shelf.machine_file(name, version)
    loaded = load_machine(path, vocabulary)
    shelf.refuse_changed(path, loaded.content)
    if loaded.machine.name != name:
        facts = {"name": loaded.machine.name, "near": name}
        refuse(str(path), (Problem("name_is_not_the_files", "machine.name", facts),))
    return loaded


def load_machine(path: Path, vocabulary: Vocabulary) -> Pinned:
    """Read and check one machine's file; its stem is its version.

    Raises:
        DefinitionError: with everything that is wrong with it.
    """
    content = read.read_text(path)
    key = (read.digest(content), path.stem, frozenset(vocabulary.rules), frozenset(vocabulary.effects))
    if key not in _CHECKED:
        machine = defined(Machine, content, str(path))
        refuse(str(path), checks.machine_problems(machine, vocabulary), content)
        _CHECKED[key] = Pinned(machine, path.stem, key[0], content)
    return _CHECKED[key]


_CHECKED: Final[dict[tuple[str, str, frozenset[str], frozenset[str]], Pinned]] = {}
"""Memoises checked machines by their content, their version and the names they may use."""


@dataclass(frozen=True, slots=True)
class PinnedKind:
    """A kind of decision as a case pins it."""

    kind: KindOfDecision
    digest: str
    content: str


def load_kind(name: str, machine: Machine, vocabulary: Vocabulary, shelf: Shelf = SHIPPED) -> PinnedKind:
    """Read and check a kind of decision, against the machine whose actions it dresses.

    Args:
        name: its name.
        machine: the machine whose actions it dresses where it names none of its own.
        vocabulary: the names that it may use.
        shelf: the folders of its file.

    Raises:
        DefinitionError: with everything that is wrong with it.
    """
    path = shelf.kind_file(name)
    content = read.read_text(path)
    kind = defined(KindOfDecision, content, str(path))
    if (own := kind.kind.machine) is not None:
        refuse(str(path), unknown("unknown_machine", "kind.machine", shelf.machines(), own), content)
        machine = load_newest(own, vocabulary, shelf).machine
    refuse(str(path), checks.kind_problems(kind, path.stem, machine, vocabulary), content)
    return PinnedKind(kind, read.digest(content), content)


@lru_cache(maxsize=64)
def pinned_kind(content: str, name: str) -> PinnedKind:
    """Build a kind from the content a council pinned; it was checked when it was pinned."""
    return PinnedKind(defined(KindOfDecision, content, name), read.digest(content), content)


@lru_cache(maxsize=256)
def pinned(content: str, name: str, version: str) -> Pinned:
    """Build a machine from the content a council pinned; it was checked when it was pinned."""
    return Pinned(defined(Machine, content, f"{name}/{version}"), version, read.digest(content), content)


def kinds_on(shelf: Shelf) -> dict[str, KindOfDecision]:
    """Return every kind of decision by the name of its file, as the files are now.

    Raises:
        DefinitionError: one of them is not what it must be.
    """
    folders = [folder / "kinds" for folder in shelf.folders]

    def read_all() -> dict[str, KindOfDecision]:
        return {name: pinned_kind(read.read_text(path), name).kind for name, path in shelf.kinds().items()}

    return unchanged(("kinds", *folders), lambda: [*folders, *shelf.kinds().values()], read_all)
