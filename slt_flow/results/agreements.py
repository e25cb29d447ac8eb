"""Answers about agreements."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from slt_flow.results.answers import Listing, Outcome


class Renewed(NamedTuple):
    """A council moved to a newer agreement, or why not: which one, from which day, and all that changes."""

    outcome: Outcome
    council: str
    agreement: str
    on: date
    changes: Listing
