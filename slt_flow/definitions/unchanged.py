"""Memory of what was read from files, as long as they are as they were."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from slt_flow.files import state_of

T = TypeVar("T")

_READ: Final[dict[Hashable, tuple[Sequence[Path], Sequence[Any], Any]]] = {}


def unchanged(asked: Hashable, find: Callable[[], Sequence[Path]], read: Callable[[], T]) -> T:
    """Return what was read before where no file has changed since; otherwise find the files and read them anew.

    Args:
        asked: the question that the files answer.
        find: lists the files, and folders to which others might come.
        read: reads them.
    """
    if asked in _READ:
        paths, states, value = _READ[asked]
        if [state_of(path) for path in paths] == states:
            there: T = value
            return there
    paths = find()
    states = [state_of(path) for path in paths]  # before they are read: whatever comes later is seen
    there = read()
    _READ[asked] = paths, states, there
    return there
