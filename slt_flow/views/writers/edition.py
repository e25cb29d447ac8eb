"""Editions of a document: the public one, or an internal one that tells of exempt content, each says so itself."""

from __future__ import annotations

from slt_flow.results.documents import Document, Note
from slt_flow.views.text.words import Words


def in_edition(document: Document, words: Words, *, public: bool, exempt: bool) -> Document:
    """Return a document that says which edition it is, where that matters to a reader.

    Args:
        document: the document.
        words: the reader's language.
        public: True for the public edition.
        exempt: True where the internal edition has content that is exempt from public access.
    """
    if public:
        mark = words.say("Public edition: all figures are of what is public")
    elif exempt and document.letterhead is None:  # an agreement alone tells of no case
        mark = words.say("Internal: with content that is exempt from public access")
    else:
        return document
    return document._replace(blocks=(Note(mark), *document.blocks))
