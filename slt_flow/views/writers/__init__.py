"""Writers of documents: one module for each format, each with a function `written` of a document."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from slt_flow.personal_data import masked, without_numbers

if TYPE_CHECKING:
    from pathlib import Path

    from slt_flow.results.documents import Block, Document
    from slt_flow.views.text.words import Words


class Writer(NamedTuple):
    """A writer of documents.

    Attributes:
        module: its module in this folder.
        binary: True if its files are no text.
        has_layout: True if a municipality's own layout changes its files.
        library: the library that it needs beyond the plain installation.
    """

    module: str
    binary: bool = False
    has_layout: bool = False
    library: str | None = None


WRITERS: Final = MappingProxyType(
    {
        "md": Writer("markdown"),
        "html": Writer("html"),
        "pdf": Writer("pdf", binary=True, has_layout=True, library="typst"),
        "xlsx": Writer("xlsx", binary=True, library="xlsxwriter"),
        "docx": Writer("docx", binary=True, has_layout=True, library="docx"),
    }
)
"""Writers by the name of their format, which is the ending of their files."""


def installed() -> tuple[str, ...]:
    """Return the formats that can be written here, by name."""
    return tuple(form for form, row in WRITERS.items() if row.library is None or find_spec(row.library) is not None)


def write(document: Document, form: str, words: Words, templates: Path | None = None) -> bytes:
    """Write a document in a format.

    Args:
        document: the document.
        form: a name of `WRITERS`.
        words: the reader's language, for the words that the format adds, such as that of a page.
        templates: a municipality's own folder of layout; the product's when None.

    Raises:
        RequestError: the extra that the format needs is not installed.
        DefinitionError: the templates are wrong.
    """
    safe = document._replace(blocks=tuple(map(without_identity_numbers, document.blocks)), title=masked(document.title))
    written: bytes = import_module(f"{__name__}.{WRITERS[form].module}").written(safe, words, templates)
    return written


def without_identity_numbers(block: Block) -> Block:
    """Return a block without national identity numbers; the coordinates of a picture are none."""
    from slt_flow.results.documents import Picture

    if isinstance(block, Picture):
        return block._replace(alternative=masked(block.alternative), figures=without_numbers(block.figures))
    return without_numbers(block)
