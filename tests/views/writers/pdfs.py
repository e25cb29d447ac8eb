"""Readers of PDF files: text, structure and metadata by pypdf, conformance by page, the file itself by qpdf."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import page
import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

QPDF: Final = shutil.which("qpdf")

STREAM_LENGTH: Final = "PDFA2A-STREAM-LENGTH"
"""Fault that page reports falsely where compressed data ends in an end-of-line byte; qpdf tells whether it is one."""


class Tag(NamedTuple):
    """An element of the structure of a document."""

    kind: str
    object: DictionaryObject

    def get(self, name: str) -> Any:
        return self.object.get(name)


def opened(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content), strict=True)


def text_of(reader: pypdf.PdfReader) -> str:
    """The words of all pages, with one space between two of them."""
    return " ".join(" ".join(part.extract_text() for part in reader.pages).split())


def root(reader: pypdf.PdfReader) -> Any:
    """The catalogue of a file."""
    return reader.trailer["/Root"]


def tags(reader: pypdf.PdfReader) -> list[Tag]:
    """The elements in the order in which a screen reader takes them."""
    return list(_beneath(root(reader)["/StructTreeRoot"]))


def _beneath(node: Any) -> Iterator[Tag]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        for child in node:
            yield from _beneath(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield Tag(str(node["/S"]).lstrip("/"), node)
        yield from _beneath(node.get("/K"))


def faults(content: bytes, folder: Path) -> list[str]:
    """The faults of a file against PDF/A-2a and PDF/UA-1, and those of the file itself where qpdf is there to tell."""
    found = []
    for profile in page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1:
        report = page.validate_pdf_bytes(content, profile=profile, limits=page.SafetyLimits.unlimited())
        assert report.rules.total > 100, "a profile without rules finds nothing"
        found += [
            f"{fault.rule_id}: {fault.message}"
            for fault in report.failures
            if not fault.rule_id.startswith(STREAM_LENGTH)
        ]
    if QPDF is not None:
        file = folder / "checked.pdf"
        file.write_bytes(content)
        checked = subprocess.run([QPDF, "--check", str(file)], capture_output=True, text=True, check=False)
        found += [] if checked.returncode == 0 else [checked.stdout + checked.stderr]
    return found
