"""Names of persons that differ and may be one person's: typed with a slip, an initial, or a name more or less."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from slt_flow.model.spelling import folded_person

_ALIKE: Final = 0.9
"""Share of the letters of two names that are the same: one letter in ten is a slip."""


def may_be_one(name: str, other: str) -> bool:
    """Return whether two names that are not the same may be one person's."""
    short, long = sorted((folded_person(name).split(), folded_person(other).split()), key=len)
    if short == long:
        return False
    within = len(short) > 1 and all(any(_stands_for(part, whole) for whole in long) for part in short)
    return within or SequenceMatcher(None, " ".join(short), " ".join(long)).ratio() >= _ALIKE


def _stands_for(part: str, whole: str) -> bool:
    """Return whether two parts of names are the same, or one is the initial of the other."""
    return part == whole or (1 in (len(part), len(whole)) and part[0] == whole[0])
