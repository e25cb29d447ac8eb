"""Plain text of documents: its lines and paragraphs, without anything that a terminal or a file would obey."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from slt_flow.views.text.words import safe

NOTHING: Final = "–"
"""Sign for a text or a list that is empty."""


def paragraphs(text: str) -> Iterator[list[str]]:
    """Split a text into lines, paragraph by paragraph, without outer spaces."""
    lines = (line.strip() for line in harmless(text).split("\n"))
    return (list(paragraph) for filled, paragraph in groupby(lines, key=bool) if filled)


def line(text: str) -> str:
    """Put a text on one line."""
    return safe(" ".join(harmless(text).split()))


def flat(text: str) -> str:
    """Return one line with its spaces as they are."""
    return safe(text.replace("\t", " "))


def harmless(text: str) -> str:
    """Replace everything that a reader's program would obey, but for breaks and tabs."""
    return safe(text.replace("\r\n", "\n"), breaks="\n\t")


def named(label: str, value: str) -> str:
    """Return a value behind its label, or the label alone."""
    return f"{label}: {value}" if value else label
