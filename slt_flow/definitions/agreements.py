"""Agreements as others use them: the checked model with its digest, text and file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from slt_flow.definitions import agreement_checks, locations, read
from slt_flow.definitions.load import Pinned, load_machines
from slt_flow.definitions.models import Agreement
from slt_flow.definitions.problems import Problem, refuse, unknown
from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.definitions.validation import built_of, load_model
from slt_flow.definitions.vocabulary import Vocabulary


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


def pinned_agreement(content: str, name: str) -> Agreement:
    """Build an agreement from the content a council pinned; the oldest named in its heading who joined it."""
    tables = read.parse(content, name)
    heading = {key: value for key, value in tables["agreement"].items() if key not in _ONCE_IN_THE_HEADING}
    return built_of(Agreement, tables | {"agreement": heading}, content, name)


_ONCE_IN_THE_HEADING: Final = ("signed", "adopted_by")
