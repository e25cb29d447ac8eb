"""Sentences for those who never see a terminal: what there is to type is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_WITH_COMMAND: Final = re.compile(r"(?:^|(?<=[.!?] ))[^.!?]*?(?:: |[(“«])slt [a-z].*$", re.DOTALL)
"""The last sentence of a message, where it ends with a command or names one."""

_WITH_OPTION: Final = re.compile(r"(?:^|(?<=[.!?] ))[^.!?]*?(?<!\S)--\w[^.!?]*[.!?]?\s*")
"""A sentence that names an option of a command."""

_COMMAND: Final = re.compile(r": slt [a-z].*$", re.DOTALL)
"""A command at the end of a sentence that says something without it."""


def without_commands(lines: Iterable[str]) -> tuple[str, ...]:
    """Return messages without sentences that end with a command or name an option; the only one loses its command."""
    return tuple(_left(line) for line in lines)


def _left(line: str) -> str:
    return _WITH_OPTION.sub("", _WITH_COMMAND.sub("", line)).strip() or _COMMAND.sub(".", line)
