"""A definition as others use it: the checked model with its name, version, digest and text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from slt_flow.definitions import checks, locations, read
from slt_flow.definitions.models import Agreement, KindOfDecision, Machine, Part, Problem, built
from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.definitions.toml_positions import lines_of
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
        """The agreement as it is cited: the council's id and the day it came into force."""
        return f"{self.agreement.agreement.name}/{self.agreement.agreement.in_force}"


def load_agreement(name_or_path: str, vocabulary: Vocabulary) -> LoadedAgreement:
    """Find, read and check an agreement.

    Raises:
        DefinitionError: with everything that is wrong with it.
    """
    path = locations.agreement_file(name_or_path)
    content = read.read_text(path)
    tables = read.parse(content, str(path))
    with told_by_line(content):
        agreement = built(Agreement, tables, str(path))
        refuse_by_line(str(path), checks.agreement_problems(agreement, vocabulary))
    return LoadedAgreement(agreement, read.digest(content), content, str(path))


def load_agreed_machines(loaded: LoadedAgreement, vocabulary: Vocabulary, shelf: Shelf = SHIPPED) -> dict[str, Pinned]:
    """The machines an agreement names (see `load_machines`).

    Raises:
        DefinitionError: the agreement names one that is nowhere, by key and line; else with what is wrong with them.
    """
    versions = loaded.agreement.machines
    with told_by_line(loaded.content):
        refuse_by_line(loaded.file, tuple(_unknown_versions(versions, shelf)))
    return load_machines(versions, vocabulary, shelf)


def _unknown_versions(versions: Mapping[str, str], shelf: Shelf) -> Iterator[Problem]:
    """Each version that an agreement names and that is neither shipped nor in the municipality's own folder."""
    for name, version in versions.items():
        known = shelf.versions(name)
        if not known:
            yield checks.unknown("unknown_machine", f"machines.{name}", name, shelf.machines())
        elif version not in known:
            facts = {"machine": name, "version": version, "known": tuple(known)}
            yield Problem("unknown_version", f"machines.{name}", facts)


def load_machines(
    versions: Mapping[str, str],
    vocabulary: Vocabulary,
    shelf: Shelf = SHIPPED,
    kept: Mapping[tuple[str, str], Pinned] | None = None,
) -> dict[str, Pinned]:
    """The machines an agreement names, each checked by itself and all together.

    One that an older agreement does not name yet begins with its first version.

    Args:
        versions: the version of each machine, by its name.
        vocabulary: what they may name.
        shelf: where their files stand.
        kept: those that a journal keeps, by name and version, for files that are gone.

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
    refuse_by_line("workflows/machines", checks.set_problems({name: pinned.machine for name, pinned in loaded.items()}))


def load_newest(name: str, vocabulary: Vocabulary, shelf: Shelf = SHIPPED) -> Pinned:
    """The newest version of a machine as it stands on a shelf, read and checked.

    Raises:
        DefinitionError: there is none, or it is wrong.
    """
    return load_version(name, shelf.newest(name), vocabulary, shelf)


def load_version(name: str, version: str, vocabulary: Vocabulary, shelf: Shelf = SHIPPED) -> Pinned:
    """Read and check one version of a machine as it stands on a shelf.

    Raises:
        DefinitionError: there is none, it is wrong, it calls itself otherwise, or it was changed after its release.
    """
    path = shelf.machine_file(name, version)
    loaded = load_machine(path, vocabulary)
    shelf.refuse_changed(path, loaded.content)
    if loaded.machine.name != name:
        facts = {"name": loaded.machine.name, "near": name}
        refuse_by_line(str(path), (Problem("name_is_not_the_files", "machine.name", facts),))
    return loaded


def load_machine(path: Path, vocabulary: Vocabulary) -> Pinned:
    """Read and check one machine's file; its stem is its version.

    Raises:
        DefinitionError: with everything that is wrong with it.
    """
    content = read.read_text(path)
    found = (read.digest(content), path.stem, frozenset(vocabulary.rules), frozenset(vocabulary.effects))
    if found not in _CHECKED:
        with told_by_line(content):
            machine = _shaped(content, path)
            refuse_by_line(str(path), checks.machine_problems(machine, vocabulary))
        _CHECKED[found] = Pinned(machine, path.stem, found[0], content)
    return _CHECKED[found]


def load_shape(path: Path) -> dict[str, Any]:
    """The tables of a machine's file, once it has the shape of one.

    Raises:
        DefinitionError: with every key that is unknown, missing or of the wrong kind.
    """
    content = read.read_text(path)
    with told_by_line(content):
        _shaped(content, path)
    return read.parse(content, str(path))


def _shaped(content: str, path: Path) -> Machine:
    """The model of a machine's text; one with more states than anybody surveys is not looked at any closer."""
    tables = read.parse(content, str(path))
    states = tables.get("states")
    if isinstance(states, dict):
        refuse_by_line(str(path), tuple(checks.states_can_be_surveyed(states)))
    return built(Machine, tables, str(path))


_CHECKED: Final[dict[tuple[str, str, frozenset[str], frozenset[str]], Pinned]] = {}
"""Machines that were checked already, by their content, version and what they may name."""


@dataclass(frozen=True, slots=True)
class PinnedKind:
    """A kind of decision as a case pins it."""

    kind: KindOfDecision
    digest: str
    content: str


def load_kind(name: str, machine: Machine, vocabulary: Vocabulary, shelf: Shelf = SHIPPED) -> PinnedKind:
    """Read and check a kind of decision, against the machine whose actions it dresses.

    Args:
        name: what it is called.
        machine: whose actions it dresses where it names no machine of its own.
        vocabulary: what it may name.
        shelf: where its file stands.

    Raises:
        DefinitionError: with everything that is wrong with it.
    """
    path = shelf.kind_file(name)
    content = read.read_text(path)
    tables = read.parse(content, str(path))
    with told_by_line(content):
        kind = built(KindOfDecision, tables, str(path))
        own = kind.kind.machine
        if own is not None and own not in shelf.machines():
            refuse_by_line(str(path), (checks.unknown("unknown_machine", "kind.machine", own, shelf.machines()),))
    if own is not None:
        machine = load_newest(own, vocabulary, shelf).machine
    with told_by_line(content):
        refuse_by_line(str(path), checks.kind_problems(kind, path.stem, machine, vocabulary))
    return PinnedKind(kind, read.digest(content), content)


def pinned_agreement(content: str, name: str) -> Agreement:
    """An agreement from the content a council entered; it was checked when it was entered."""
    return built(Agreement, read.parse(content, name), name)


@lru_cache(maxsize=64)
def pinned_kind(content: str, name: str) -> PinnedKind:
    """A kind from the content a council pinned; it was checked when it was pinned."""
    return PinnedKind(built(KindOfDecision, read.parse(content, name), name), read.digest(content), content)


@lru_cache(maxsize=256)
def pinned(content: str, name: str, version: str) -> Pinned:
    """A machine from the content a council pinned; it was checked when it was pinned."""
    machine = built(Machine, read.parse(content, f"{name}/{version}"), f"{name}/{version}")
    return Pinned(machine, version, read.digest(content), content)


def pinned_labels(part: Part) -> dict[str, str]:
    """The words of a label by language."""
    return {language: str(word) for language, word in part.model_dump().items()}


@contextmanager
def told_by_line(content: str) -> Iterator[None]:
    """Problems found meanwhile tell the line of their key."""
    try:
        yield
    except DefinitionError as error:
        problems: Any = error.facts.get("problems")
        if not problems:
            raise
        lines = lines_of(content)
        told = tuple(p._replace(facts={**p.facts, "line": lines.of(*_path(p.key))}) for p in problems)
        raise DefinitionError(error.code, **{**error.facts, "problems": told}) from None


def _path(key: str) -> tuple[str | int, ...]:
    """A full key as the way to its value."""
    return tuple(int(part) if part.isdecimal() else part for part in key.split("."))


def refuse_by_line(file: str, problems: tuple[Problem, ...]) -> None:
    """Refuse a file with everything that is wrong with it; within `told_by_line` each problem tells its line."""
    if problems:
        raise DefinitionError("flawed_definition", file=file, problems=problems)
