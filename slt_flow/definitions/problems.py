"""Problems of a definition file: what is wrong, at which key and on which line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from slt_flow.definitions.spelling import closest
from slt_flow.errors import DefinitionError


class Problem(NamedTuple):
    """One thing wrong with a definition: the code of its sentence, the full key, and the facts of the sentence."""

    code: str
    key: str
    facts: dict[str, Any]


def unknown(code: str, key: str, choices: Iterable[str], *names: str | None) -> Iterator[Problem]:
    """Report each name that is not known, with the closest one that is; None stands for a name left out."""
    choices = list(choices)
    for name in names:
        if name is not None and name not in choices:
            yield Problem(code, key, {"name": name, "near": closest(name, choices)})


def refuse(file: str, problems: Iterable[Problem], text: str | None = None) -> None:
    """Refuse a file that has problems; given its text, each problem tells the line of its key.

    Raises:
        DefinitionError: there is at least one.
    """
    every = tuple(problems)
    if not every:
        return
    if text is not None:
        from slt_flow.definitions.toml_positions import lines_of

        lines = lines_of(text)
        every = tuple(p._replace(facts={**p.facts, "line": lines.of(*_path(p.key))}) for p in every)
    raise DefinitionError("flawed_definition", file=file, problems=every)


def _path(key: str) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdecimal() else part for part in key.split("."))
