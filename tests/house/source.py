"""The package's source as trees: read, never imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = CHECKOUT / "slt_flow"


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    path: Path

    def __str__(self) -> str:
        return self.path.relative_to(CHECKOUT).as_posix()

    @property
    def room(self) -> str:
        """The package it stands in, or its own name when it stands at the top."""
        first, *rest = self.path.relative_to(PACKAGE).parts
        return first if rest else Path(first).stem

    @cached_property
    def text(self) -> str:
        """Its source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Its source as a tree."""
        return parsed(self.text, str(self.path))

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """The dotted names it imports, at the top or anywhere inside."""
        return tuple(self._imports())

    def _imports(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{self}:{node.lineno} imports relatively"
                yield from (f"{node.module}.{name.name}" for name in node.names)

    @property
    def rooms_used(self) -> set[str]:
        """The other rooms of the house that it imports from."""
        used = {name.split(".")[1] for name in self.imports if name.startswith("slt_flow.")}
        return used - {self.room}

    @property
    def strangers(self) -> set[str]:
        """The top names of everything it imports from outside the house."""
        return {name.partition(".")[0] for name in self.imports} - {"slt_flow"}


@cache
def parsed(text: str, name: str) -> ast.Module:
    """A source as a tree, made once."""
    return ast.parse(text, name)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package, by path."""
    return tuple(Module(path) for path in sorted(PACKAGE.rglob("*.py")))


def in_rooms(*rooms: str) -> tuple[Module, ...]:
    """The modules of some rooms."""
    return tuple(module for module in modules() if module.room in rooms)
