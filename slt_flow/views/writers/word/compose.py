"""Composition of a DOCX document from its parts."""

from __future__ import annotations

from pathlib import Path

from slt_flow.results.documents import Document
from slt_flow.views.text.words import Words
from slt_flow.views.writers.word import edges, file, styles
from slt_flow.views.writers.word.blocks import Body


def composed(document: Document, words: Words, templates: Path | None) -> bytes:
    """Compose a document over the municipality's own, else over the product's styles.

    Raises:
        DefinitionError: the municipality's own document is none.
    """
    word, is_own = file.opened(templates)
    if not is_own:
        styles.put(word)
    styles.speak(word, document.language)
    edges.turn(word, wide=document.wide)
    edges.put(word, document, words)
    Body(word, words).write(document)
    file.describe(word, document)
    return file.packed(word)
