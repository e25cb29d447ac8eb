"""Compiling of the shipped machines and kinds of decision, so that their use needs neither a parser nor pydantic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any, Final

from slt_flow.definitions.machines import KindOfDecision, Machine
from slt_flow.definitions.read import digest, read_text
from slt_flow.definitions.shelf import SHIPPED
from slt_flow.definitions.validation import checked

_HEAD: Final = '''"""Shipped machines and kinds by their digests; `python docs/make.py` writes it from their files."""

# ruff: noqa: E501, I001, Q
# fmt: off
from __future__ import annotations

from typing import Final

from slt_flow.definitions.machines import (
    Action, Everywhere, Heading, KindHeading, KindOfDecision, Machine, Perform, Preset, State, Words,
)
from slt_flow.terms import Level, Role, Tag

'''


def compiled() -> str:
    """Return the source of `slt_flow/definitions/compiled.py`."""
    machines = [path for name in SHIPPED.machines() for path in SHIPPED.versions(name).values()]
    lines = [*_lines(Machine, machines), *_lines(KindOfDecision, SHIPPED.kinds().values())]
    return f"{_HEAD}DEFINITIONS: Final[dict[str, Machine | KindOfDecision]] = {{\n{''.join(lines)}}}\n"


def _lines(kind: type[Machine | KindOfDecision], paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        text = read_text(path)
        yield f"    {digest(text)!r}: {_source(checked(kind, text, str(path)))},\n"


def _source(value: Any) -> str:
    """Write a value as an expression; what a field has by default is left out."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {_source(inner)}' for key, inner in value.items())}}}"
    if not isinstance(value, tuple):
        return repr(value)
    table: Any = value
    if not hasattr(table, "_asdict"):
        return f"({''.join(f'{_source(inner)}, ' for inner in value)})"
    ours = {name: inner for name, inner in table._asdict().items() if table._field_defaults.get(name, table) != inner}
    return f"{type(value).__name__}({', '.join(f'{name}={_source(inner)}' for name, inner in ours.items())})"
