"""Sentences for those who never see a terminal: what there is to type is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_WITH_COMMAND: Final = re.compile(r"(?:^|(?<=[.!?] ))[^.!?]*?(?:: |\()slt [a-z].*$", re.DOTALL)
"""The last sentence of a message, where it ends with a command."""


def without_commands(lines: Iterable[str]) -> tuple[str, ...]:
    """Return messages without the sentences that end with a command; one that is nothing else stays as it is."""
    return tuple(_WITH_COMMAND.sub("", line).strip() or line for line in lines)
