"""Letters of texts that an XML file may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from slt_flow.views.writers import plain

_NOT_IN_XML: Final = re.compile("[\ufffe\uffff]")
"""Letters that are none, beside those that `plain` replaces."""


def legible(text: str) -> str:
    """Put a text on one line, in letters that XML knows."""
    return _NOT_IN_XML.sub("\ufffd", plain.line(text))


def lines(text: str) -> Iterator[list[str]]:
    """Split a text into the lines of its paragraphs, in letters that XML knows."""
    for paragraph in plain.paragraphs(text):
        yield [_NOT_IN_XML.sub("\ufffd", plain.flat(line)) for line in paragraph]
