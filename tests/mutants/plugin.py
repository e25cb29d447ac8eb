"""Puts one mutant in the place of the package's own source, in a test run of its own: `-p tests.mutants.plugin`.

Imports nothing of the package: its modules are changed while they are read.
"""

from __future__ import annotations

import ast
import json
import os
import sys
import textwrap
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Final

CHECKOUT: Final = Path(__file__).resolve().parents[2]
MUTANT: Final = "SLT_MUTANT"
"""Variable of the environment that holds a mutant, as JSON."""

Mutant = dict[str, Any]


class NoPlace(Exception):
    """A mutant that does not fit the source."""


def mutated(source: str, mutant: Mutant) -> str:
    """The source of a mutant's file with its one thing wrong.

    Raises:
        NoPlace: what it changes is not there, or there more than once.
    """
    _, _, function = mutant["at"].partition(":")
    head, body, tail = _parts(source, function) if function else ("", source, "")
    if "old" in mutant:
        if body.count(mutant["old"]) != 1:
            raise NoPlace(f"{mutant['at']}: {mutant['old']}")
        body = body.replace(mutant["old"], mutant["new"])
    elif function:
        indent = body[: len(body) - len(body.lstrip(" "))]
        body = textwrap.indent(textwrap.dedent(mutant["body"]).strip(), indent) + "\n"
    else:
        body += f"\n{mutant['adds']}\n"
    return head + body + tail


def _parts(source: str, function: str) -> tuple[str, str, str]:
    """The source before a function's body, the body, and what comes after it."""
    nodes: list[Any] = [ast.parse(source)]
    for name in function.split("."):
        nodes = [n for node in nodes for n in node.body if getattr(n, "name", "") == name]
    if len(nodes) != 1:
        raise NoPlace(function)
    lines, body = source.splitlines(keepends=True), nodes[0].body
    first, last = body[0].lineno - 1, body[-1].end_lineno
    return "".join(lines[:first]), "".join(lines[first:last]), "".join(lines[last:])


class _Loader(SourceFileLoader):
    """Loader of the one module that a mutant changes."""

    mutant: Mutant

    def get_code(self, fullname: str) -> CodeType:
        """Compile the changed source; a cache of the source as it stands is not looked at."""
        source = Path(self.path).read_text(encoding="utf-8")
        return compile(mutated(source, self.mutant), self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    """Finder of the one module that a mutant changes."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.path = CHECKOUT / mutant["at"].partition(":")[0]

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the module's spec with the mutant's loader; leave every other module to the usual finders."""
        if not fullname.startswith("slt_flow"):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None or Path(spec.origin).resolve() != self.path:
            return None
        loader = _Loader(fullname, spec.origin)
        loader.mutant = self.mutant
        spec.loader = loader
        return spec


if (chosen := os.environ.get(MUTANT)) is not None:
    sys.meta_path.insert(0, _Finder(json.loads(chosen)))
