"""Attached files, as readers see them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, NamedTuple

from slt_flow.results.columns import Column, Json, shown
from slt_flow.results.exemptions import Exempted
from slt_flow.terms import N_


@shown("number", "name", "title", "size", "on", "exempt")
class AttachmentRow(NamedTuple):
    """A file that goes with a case, or with a `point` of a meeting: a name that every system can write, and its bytes.

    In the public edition an exempt one has its number, and the mark as its title.
    """

    ref: str
    number: Annotated[int, Column(N_("no."), whole=True)]
    point: Annotated[str, Json(omit=("",))]
    name: Annotated[str, Column(N_("file"))]
    title: Annotated[str, Column(N_("title"))]
    media: str
    size: Annotated[int, Column(N_("size"), form="size")]
    on: Annotated[date, Column(N_("on"), whole=True)]
    digest: str
    exempt: Exempted = None

    @property
    def called(self) -> str:
        """Its title, or its name where it has none."""
        return self.title or self.name


Attachments = Annotated[tuple[AttachmentRow, ...], Column(N_("Attachments")), Json(omit=((),))]
