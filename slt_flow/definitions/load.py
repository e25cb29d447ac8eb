"""Definitions as others use them: the checked model with its version, digest and text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from slt_flow.definitions import agreement_checks, checks, locations, read
from slt_flow.definitions.models import Agreement, KindOfDecision, Machine, Part
from slt_flow.definitions.problems import P, Problem, built, built_of, refuse, unknown
from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.definitions.vocabulary import MACHINES, Vocabulary
from slt_flow.errors import DefinitionError


@dataclass(frozen=True, slots=True)
class Pinned:
    """A machine as a case pins it: exactly this content, whatever becomes of the file."""

    machine: Machine
    version: str
    digest: str
    content: str


@dataclass(frozen=True, slots=True)
class LoadedAgreement:
    """An agreement with the digest of the text it was read from, and its file's name."""

    agreement: Agreement
    digest: str
    content: str
    file: str

    @property
    def name(self) -> str:
        """Return the agreement as it is cited: the council's id and the day it came into force."""
        return f"{self.agreement.agreement.name}/{self.agreement.agreement.in_force}"


def load_agreement(name_or_path: str, vocabulary: Vocabulary) -> LoadedAgreement:
    """Find, read and check an agreement.

    Raises:
        DefinitionError: with everything that is wrong with it.
    """
    file = str(locations.agreement_file(name_or_path))
    agreement, content = load_model(Agreement, Path(file))
    refuse(file, agreement_checks.agreement_problems(agreement, vocabulary), content)
    return LoadedAgreement(agreement, read.digest(content), content, file)


def load_agreed_machines(loaded: LoadedAgreement, vocabulary: Vocabulary, shelf: Shelf = SHIPPED) -> dict[str, Pinned]:
    """Load the machines that an agreement names (see `load_machines`).

    Raises:
        DefinitionError: the agreement names one that is nowhere, by key and line; else with what is wrong with them.
    """
    versions = loaded.agreement.machines
    refuse(loaded.file, _unknown_versions(versions, shelf), loaded.content)
    return load_machines(versions, vocabulary, shelf)


def _unknown_versions(versions: Mapping[str, str], shelf: Shelf) -> Iterator[Problem]:
    """Report each version that is neither shipped nor in the municipality's own folder."""
    for name, version in versions.items():
        on_shelf = shelf.versions(name)
        if not on_shelf:
            yield from unknown("unknown_machine", f"machines.{name}", shelf.machines(), name)
        elif version not in on_shelf:
            facts = {"machine": name, "version": version, "known": tuple(on_shelf)}
            yield Problem("unknown_version", f"machines.{name}", facts)


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
    loaded: dict[str, Pinned] = {}
    for name, version in {**dict.fromkeys(MACHINES, "1"), **versions}.items():
        try:
            loaded[name] = load_version(name, version, vocabulary, shelf)
        except DefinitionError as error:
            if error.code != "machine_missing" or kept is None or (name, version) not in kept:
                raise
            loaded[name] = kept[name, version]
    refuse_together(loaded)
    return loaded


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
        machine = built(Machine, content, str(path))
        refuse(str(path), checks.machine_problems(machine, vocabulary), content)
        _CHECKED[key] = Pinned(machine, path.stem, key[0], content)
    return _CHECKED[key]


_CHECKED: Final[dict[tuple[str, str, frozenset[str], frozenset[str]], Pinned]] = {}
"""Memoises checked machines by their content, their version and the names they may use."""


def load_shape(path: Path) -> dict[str, Any]:
    """Return the tables of a machine's file, once they have the shape of a machine.

    Raises:
        DefinitionError: with every key that is unknown, missing or of the wrong kind.
    """
    return read.parse(load_model(Machine, path)[1], str(path))


def load_model(model: type[P], path: Path) -> tuple[P, str]:
    """Read a file into its model, and return it with the file's text.

    Raises:
        DefinitionError: with every key that is unknown, missing or of the wrong kind.
    """
    content = read.read_text(path)
    return built(model, content, str(path)), content


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
    kind, content = load_model(KindOfDecision, path)
    if (own := kind.kind.machine) is not None:
        refuse(str(path), unknown("unknown_machine", "kind.machine", shelf.machines(), own), content)
        machine = load_newest(own, vocabulary, shelf).machine
    refuse(str(path), checks.kind_problems(kind, path.stem, machine, vocabulary), content)
    return PinnedKind(kind, read.digest(content), content)


def pinned_agreement(content: str, name: str) -> Agreement:
    """Build an agreement from the content a council pinned; the oldest named in its heading who joined it."""
    tables = read.parse(content, name)
    heading = {key: value for key, value in tables["agreement"].items() if key not in _ONCE_IN_THE_HEADING}
    return built_of(Agreement, tables | {"agreement": heading}, content, name)


_ONCE_IN_THE_HEADING: Final = ("signed", "adopted_by")


@lru_cache(maxsize=64)
def pinned_kind(content: str, name: str) -> PinnedKind:
    """Build a kind from the content a council pinned; it was checked when it was pinned."""
    return PinnedKind(built(KindOfDecision, content, name), read.digest(content), content)


@lru_cache(maxsize=256)
def pinned(content: str, name: str, version: str) -> Pinned:
    """Build a machine from the content a council pinned; it was checked when it was pinned."""
    return Pinned(built(Machine, content, f"{name}/{version}"), version, read.digest(content), content)


def pinned_labels(part: Part) -> dict[str, str]:
    """Return the words of a label by language."""
    return {language: str(word) for language, word in part.model_dump().items()}
