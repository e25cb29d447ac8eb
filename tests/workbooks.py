"""Workbooks that somebody fills in: cells of the first sheet are written as Excel keeps them, all else stays."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

SHEET = "xl/worksheets/sheet1.xml"


def parts(path: Path) -> dict[str, bytes]:
    """The files that a workbook is made of."""
    with zipfile.ZipFile(path) as workbook:
        return {name: workbook.read(name) for name in workbook.namelist()}


def written(path: Path, files: Mapping[str, bytes]) -> Path:
    """The same, put together again."""
    with zipfile.ZipFile(path, "w") as workbook:
        for name, content in files.items():
            workbook.writestr(name, content)
    return path


def fill(path: Path, to: Path, cells: Mapping[str, str | int | float]) -> Path:
    """Write values into cells that are there; the format of each stays."""
    files = parts(path)
    sheet = files[SHEET].decode()
    for address, value in cells.items():
        held, kind = f"<v>{value}</v>", ""
        if isinstance(value, str):
            held, kind = f"<is><t>{escape(value)}</t></is>", ' t="inlineStr"'
        match = re.search(rf'<c r="{address}"( s="\d+")?[^>]*?(/>|>.*?</c>)', sheet)
        assert match is not None, address
        cell = f'<c r="{address}"{match[1] or ""}{kind}>{held}</c>'
        sheet = sheet[: match.start()] + cell + sheet[match.end() :]
    return written(to, {**files, SHEET: sheet.encode()})
