"""Exemptions from publicity, as readers see them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from slt_flow.results.columns import HIDDEN, OMITTED, Column, Json
from slt_flow.terms import N_


class Exempt(NamedTuple):
    """Exemption of a case or a point: its legal basis, and what it is called where everybody reads.

    It is `masked` in the public edition, where its title says so by itself and there is nothing else of it.
    """

    basis: str
    public_title: Annotated[str, Json(omit=("",))] = ""
    masked: Annotated[bool, HIDDEN] = False


Exempted = Annotated[Exempt | None, Column(N_("exempt"), form="exempt"), OMITTED]
ItsExemption = Annotated[Exempt | None, OMITTED]
"""Exemption in a sheet or a list, and in JSON alone."""
