"""Headings of the kinds of decision, and the kind that a title tells of."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from slt_flow.definitions.load import kinds_on, pinned_kind
from slt_flow.definitions.machines import KindHeading
from slt_flow.definitions.read import read_text
from slt_flow.definitions.shelf import Shelf
from slt_flow.errors import RequestError
from slt_flow.model import Decision
from slt_flow.model.snapshot import Snapshot
from slt_flow.model.spelling import folded
from slt_flow.terms import Named, Ref


def kind_heading(kind: str, shelf: Shelf) -> KindHeading:
    """Return the heading of a kind's file as it stands on the shelf."""
    return pinned_kind(read_text(shelf.kind_file(kind)), kind).kind.kind


def exceeding(title: str, shelf: Shelf) -> KindHeading | None:
    """Return the kind that a title tells of, where decisions of that kind exceed delegated authority."""
    letters = _letters(title)
    headings = (kind.kind for kind in kinds_on(shelf).values())
    return next((h for h in headings if h.ratified_by and any(_letters(word) in letters for word in h.titles)), None)


@lru_cache(4096)
def _letters(text: str) -> str:
    """Return the letters and digits of a text: hyphens, spaces and invisible signs tell no other kind."""
    return "".join(sign for sign in folded(text) if sign.isalnum())


def refuse_unjudged_title(snapshot: Snapshot, shelf: Shelf, ref: Ref, title: str, *, turned: bool = False) -> None:
    """Refuse a title that tells of a kind which exceeds delegated authority, while nobody has judged that.

    It is asked of another title, and where an item for information is `turned` into one to decide.

    Raises:
        RequestError: it tells of such a kind, and the decision is of none.
    """
    decision = snapshot.find(Decision, ref.year, ref.no) if not ref.series else None
    if decision is None or decision.kind is not None or decision.authority is not None:
        return
    if decision.information != turned:  # it is for information afterwards
        return
    heading = exceeding(title, shelf)
    if heading is not None:
        raise RequestError("title_exceeds", ref=str(ref), title=title, **kind_facts(heading))


def kind_facts(heading: KindHeading) -> dict[str, Any]:
    """Return the facts of a kind that exceeds delegated authority: its id, what it is called, who ratifies it."""
    called = Named(heading.name, heading.label._asdict())
    return {"kind": heading.name, "kind_label": called, "bodies": tuple(heading.ratified_by)}
