"""Imports of the package as edges between modules, and between the folders that hold them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.house.source import PACKAGE, parsed

Edges = Mapping[str, set[str]]
"""The modules or folders that each one imports."""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Import:
    """One import: by which module, of which name, in which function (None at the top), on which line."""

    module: str
    name: str
    inside: str | None
    line: int


@dataclass(frozen=True)
class Package:
    """The modules of a package as trees, by dotted name; `folders` are those that are packages themselves."""

    trees: Mapping[str, ast.Module]
    folders: frozenset[str]

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Every import, at the top or inside a function."""
        return tuple(each for module, tree in self.trees.items() for each in _imports(module, tree, None))

    def module(self, name: str) -> str | None:
        """The module of this package that an imported name stands for or stands in."""
        if name in self.trees:
            return name
        above = name.rpartition(".")[0]
        return above if above in self.trees else None

    def edges(self) -> Edges:
        """The modules that each module imports."""
        found: dict[str, set[str]] = {module: set() for module in self.trees}
        for each in self.imports:
            target = self.module(each.name)
            if target not in (None, each.module):
                found[each.module].add(str(target))
        return found

    def folder_edges(self) -> Edges:
        """What each file and folder imports of the files and folders beside it, with all that these hold."""
        found: dict[str, set[str]] = {}
        for module, targets in self.edges().items():
            for target in targets:
                own, other = _apart(module.split("."), target.split("."))
                found.setdefault(own, set()).add(other)
        return found


def _apart(own: list[str], other: list[str]) -> tuple[str, str]:
    """Two modules as what they stand in beneath the lowest folder that holds both; its own file ends with a dot."""
    shared = next((n for n, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), min(len(own), len(other)))
    return tuple(".".join([*each[:shared], each[shared] if shared < len(each) else ""]) for each in (own, other))  # type: ignore[return-value] # of two


def _imports(module: str, node: ast.AST, inside: str | None) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(module, name.name, inside, child.lineno) for name in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from (Import(module, f"{child.module}.{name.name}", inside, child.lineno) for name in child.names)
        elif not (isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING"):
            within = getattr(child, "name", "lambda") if isinstance(child, FUNCTIONS) else inside
            yield from _imports(module, child, within)


def circle(edges: Edges) -> tuple[str, ...]:
    """A circle among these edges, from one of its members back to it; empty where there is none."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def at_import(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node that is evaluated when a module is imported: all but the bodies of functions."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for name, field in ast.iter_fields(node):
            if isinstance(node, FUNCTIONS) and name == "body":
                continue
            waiting += [each for each in (field if isinstance(field, list) else [field]) if isinstance(each, ast.AST)]


def planted(files: Mapping[str, str], folders: Iterable[str] = ()) -> Package:
    """A package made of these texts, by dotted name."""
    return Package({name: ast.parse(text) for name, text in files.items()}, frozenset(folders))


@cache
def package(root: Path = PACKAGE) -> Package:
    """A package as it stands in a folder."""
    trees, folders = {}, set()
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        trees[name] = parsed(path.read_text(encoding="utf-8"), str(path))
        if parts[-1] == "__init__":
            folders.add(name)
    return Package(trees, frozenset(folders))
