"""Reading of a spreadsheet file: its content tells what it is, and must agree with its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from slt_flow import files
from slt_flow.errors import RequestError, cause
from slt_flow.spreadsheets.excel import workbook
from slt_flow.spreadsheets.separated import separated
from slt_flow.spreadsheets.tables import LARGEST, Workbook

_ZIP: Final = (b"PK\3\4", b"PK\5\6", b"PK\7\x08")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
"""Name within the container that Excel wraps around a workbook with a password."""

WORKBOOKS: Final = (".xlsx", ".xlsm")
TEXTS: Final = (".csv", ".tsv", ".txt")
"""Endings of the names of files that are read."""


def raw(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        RequestError: it cannot be read, or is too large.
    """
    try:
        content = files.read(path, LARGEST + 1)
    except (OSError, ValueError) as error:
        raise RequestError("sheet_not_read", file=str(path), why=cause(error)) from None
    if len(content) > LARGEST:
        raise RequestError("sheet_too_large", file=path.name, limit=LARGEST // 1024 // 1024)
    return content


def read(content: bytes, file: str, only: str | None = None) -> Workbook:
    """Read the sheets of a file.

    Args:
        content: its bytes.
        file: its name.
        only: the one sheet to read.

    Raises:
        RequestError: it is empty, locked, damaged, too large, not what its name says, or has no such sheet.
    """
    ending = Path(file).suffix.casefold()
    if not content.strip():
        raise RequestError("sheet_file_empty", file=file)
    if content.startswith(_OLE):
        if _LOCKED in content:
            raise RequestError("sheet_locked", file=file)
        raise RequestError("sheet_old_excel", file=file)
    is_workbook = content.startswith(_ZIP)
    if ending not in (*WORKBOOKS, *TEXTS):
        raise RequestError("sheet_other_ending", file=file, known=(*WORKBOOKS, *TEXTS))
    if is_workbook and ending not in WORKBOOKS:
        raise RequestError("sheet_is_a_workbook", file=file)
    if not is_workbook and ending not in TEXTS:
        raise RequestError("sheet_is_no_workbook", file=file)
    if is_workbook:
        return workbook(content, file, only)
    if only is not None:
        raise RequestError("sheet_of_a_text", file=file, sheet=only)
    return separated(content, file)
