"""The cases of every rule, with the modules that enter them."""

from __future__ import annotations

from tests.rules import evaluation, levels, mandate, meetings, voting
from tests.rules.cases import CASES

__all__ = ["CASES", "ROOMS"]

ROOMS = {room.__name__.rpartition(".")[2]: room for room in (evaluation, levels, mandate, meetings, voting)}
"""The modules of cases, named as the modules of rules that they are about."""
