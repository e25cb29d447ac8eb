"""Sources of cases that were brought in."""

from __future__ import annotations

from typing import NamedTuple


class Source(NamedTuple):
    """Place in a list that a case was brought in from; "" and 0 where it was entered from papers, or is not told."""

    file: str = ""
    sheet: str = ""
    row: int = 0
