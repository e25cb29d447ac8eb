"""Templates: HTML with every value escaped, in the reader's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from slt_flow.pages.styles import STYLES
from slt_flow.results.attachments import AttachmentRow
from slt_flow.results.documents import Block
from slt_flow.terms import Ref
from slt_flow.views.text.words import Words, safe
from slt_flow.views.writers import html, markup, without_identity_numbers

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Return the one environment of templates; a name that no page gives is an error."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
        auto_reload=False,
    )
    templates.globals.update(address=address_of, styles=STYLES)
    return templates


def _harmless(value: Any) -> Any:
    """Replace what a browser would obey beside markup; finished markup was looked at when it was made."""
    return safe(value, breaks="\n\t") if isinstance(value, str) and not isinstance(value, Markup) else value


def address_of(ref: str) -> str:
    """Return the path of a case: `/case/1-26.1`, of a meeting `/meeting/M1-26`."""
    parsed = Ref.parse(ref)
    page = "meeting" if parsed is not None and parsed.is_meeting else "case"
    return f"/{page}/{place_of(ref)}"


def place_of(ref: str) -> str:
    """Return the part of a path that names a case."""
    return ref.replace("/", "-", 1)


def attachment_path(row: AttachmentRow) -> str:
    """Return the path of a file that goes with a case."""
    return f"/attachment/{place_of(row.ref)}/{row.number}"


def ref_at(place: str) -> str:
    """Return the ref that a path names."""
    return place.replace("-", "/", 1)


def written(blocks: tuple[Block, ...], caption: str, words: Words) -> markup.Markup:
    """Return blocks of a document as HTML, national identity numbers masked as in every document."""
    return html.fragment(map(without_identity_numbers, blocks), caption, words)


def with_links(content: markup.Markup, refs: frozenset[str]) -> Markup:
    """Return HTML that this program made, with the refs of known cases as links."""
    return Markup(markup.linked(content, {ref: address_of(ref) for ref in refs}))  # noqa: S704 # escaped where made
