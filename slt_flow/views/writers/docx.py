"""Documents as DOCX, for whoever has to edit them: in styles that a municipality may replace by its own."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from slt_flow.errors import RequestError

if TYPE_CHECKING:
    from pathlib import Path

    from slt_flow.results.documents import Document
    from slt_flow.views.text.words import Words


def written(document: Document, words: Words, templates: Path | None = None) -> bytes:
    """Write a document as a file, over the styles of `document.docx` in a folder of layout where that has one.

    Raises:
        RequestError: python-docx is not installed.
        DefinitionError: the municipality's own document is none.
    """
    if find_spec("docx") is None:
        raise RequestError("missing_extra", extra="docx")
    from slt_flow.views.writers.word.compose import composed

    return composed(document, words, templates)
