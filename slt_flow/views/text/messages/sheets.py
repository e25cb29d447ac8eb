"""Sentences of errors about spreadsheets that are brought in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

SHEET_ERRORS: Final[Mapping[str, str]] = {
    "sheet_not_read": N_("{file} cannot be read: {why}."),
    "sheet_too_large": N_("{file} is larger than {limit} MB. Save the sheet with the list in a file of its own."),
    "sheet_unpacks_too_large": N_(
        "{file} holds more than {limit} MB once it is unpacked. Save the sheet with the list in a file of its own."
    ),
    "sheet_too_wide_or_long": N_(
        "{place} has cells beyond row {rows} or column {columns}. Save the list in a file of its own."
    ),
    "sheet_cell_too_long": N_(
        '{place} has a cell of more than {most} letters in row {row}. Shorten it, and see whether a quote (") is left '
        "open there."
    ),
    "sheet_file_empty": N_("{file} is empty. Name the file with the list."),
    "sheet_locked": N_("{file} is locked with a password. Save it without one in Excel, and name that file."),
    "sheet_old_excel": N_(
        "{file} is a file of an Excel from before 2007. Save it in Excel as .xlsx, and name that file."
    ),
    "sheet_other_ending": N_(
        "{file} is none of the files that are read here ({known}). Save it as .xlsx, and name that file."
    ),
    "sheet_is_a_workbook": N_(
        "{file} is an Excel workbook, though its name says text. Rename it so that it ends in .xlsx."
    ),
    "sheet_is_no_workbook": N_(
        "{file} is no Excel workbook, though its name says so. Save it as one, or as text with a name that ends in "
        ".csv."
    ),
    "sheet_no_workbook": N_("{file} holds no sheets. Save it in Excel as .xlsx, and name that file."),
    "sheet_damaged": N_("{file} is damaged, and cannot be read. Open it in Excel, save it anew, and name that file."),
    "sheet_not_text": N_(
        "{file} is no text in UTF-8 or Windows-1252 (line {line}, letter {column}). Save it in Excel as .xlsx, and "
        "name that file."
    ),
    "sheet_has_nul": N_("{file} has a NUL sign in line {line}, which no text has. Save it in Excel as .xlsx."),
    "sheet_quote_open": N_(
        'A quote (") in line {line} of {file} is never closed, or stands within a cell. Mend it, or save it as .xlsx.'
    ),
    "sheet_unknown": N_("{file} has no sheet “{sheet}”. It has: {known}"),
    "sheet_of_a_text": N_("{file} is a text without sheets. Leave “{sheet}” out."),
}
"""Sentences by an error's code, as in `ERRORS`."""
