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
    "sheet_is_form": N_("{file} is a form sheet that an owner filled in. Record it with: slt import form {file}"),
    "sheet_no_headings": N_(
        "None of the first {within} rows of {file} has headings that are known here. Say which column is which: "
        "--map 'HEADING=title' --map 'HEADING=owner'"
    ),
    "sheet_no_title": N_(
        "Row {row} of {file} has headings, and none of a title. Say which column it is: --map 'HEADING=title'. There "
        "are: {headings}"
    ),
    "sheet_heading_two_ways": N_(
        "“{heading}” in row {row} may be a title or a case number. Say which: --map '{heading}=title' or "
        "--map '{heading}=case number'"
    ),
    "sheet_without_rows": N_("{file} has no row beneath its headings in row {row}."),
    "sheet_no_pair": N_("“{given}” says nothing here. Write it as 'WORDS=MEANING'."),
    "sheet_no_such_field": N_(
        "“{given}” is nothing that a column holds. There are: title, level, decision, assignment, measure, belongs to, "
        "number, text, owner, deadline, date, state, progress, note, focus area, case number, nothing"
    ),
    "sheet_no_such_level": N_("“{given}” is no level. There are: decision, assignment, measure"),
    "sheet_no_such_outcome": N_("“{given}” is no state of work. There are: not begun, running, blocked, done, dropped"),
    "sheet_mapping_key": N_("{file} has “{key}”, which is no choice about a list. Write it as --save-mapping does."),
    "sheet_mapping_value": N_("“{key}” in {file} does not fit. Write it as --save-mapping does."),
    "sheet_has_faults": N_("{file} is not brought in before all this is mended or explained:"),
    "sheet_error_cell": N_("The cell holds the error {given}. Mend it in the sheet."),
    "sheet_formula_without_value": N_("The formula has no value yet. Open the file in Excel and save it."),
    "sheet_state_unknown": N_(
        "“{given}” may mean several things. Say which: --status '{given}=done', or not begun, running, blocked, dropped"
    ),
    "sheet_standing": N_("“{given}” is work without an end. Say when such work is looked at next: --review DATE"),
    "sheet_day_is_ambiguous": N_(
        "“{given}” may be {first} or {second}. Write its year in the sheet, or say the year of all days without one: "
        "--year YEAR"
    ),
    "sheet_two_owners": N_(
        "“{given}” is more than one owner, and one post is accountable. Take the first of each with --first-owner, or "
        "say --post '{given}={first}'"
    ),
    "sheet_owner_like": N_(
        "“{given}” is no post. If {post} is meant: --post '{given}={post}'. If not, add it: "
        "slt post add {id} --title '{given}' --organisation ID --level LEVEL"
    ),
    "sheet_owner_unknown": N_(
        "“{given}” is no post. Say which one is meant: --post '{given}=POST'. If none, add it: "
        "slt post add {id} --title '{given}' --organisation ID --level LEVEL"
    ),
    "sheet_level_unknown": N_(
        "The list does not say what its rows are. Say it: --level decision, --level assignment or --level measure"
    ),
    "sheet_row_without_title": N_("The row has no title."),
    "sheet_under_unknown": N_("There is no “{given}” that it could stand beneath. Write a title or a ref."),
    "sheet_under_is_below": N_("“{given}” stands further down, in row {row}. Move that row above this one."),
    "sheet_settled_above": N_(
        "“{title}” in row {row}, which it stands beneath, is settled, and this row is not. Correct the state of one of "
        "them."
    ),
    "sheet_not_begun_above": N_(
        "“{title}” in row {row}, which it stands beneath, has not begun. Correct the state of one of them."
    ),
    "sheet_row_is_here": N_("“{title}” is here already, as {ref}. Take the row out, or give it another title."),
    "sheet_made_without_owner": N_(
        "The list has work without the assignment that it stands beneath. Say which post owns those that are made: "
        "--owner POST"
    ),
    "sheet_row_refused": N_("No work can be given beneath {ref} as it stands. See why with: slt why {ref} {action}"),
    "sheet_beneath_ours": N_(
        "It stands beneath {parent}, which is followed up here, so what became of it is reported by its owner. Leave "
        "only work in the list that is not begun, without notes."
    ),
}
"""Sentences by an error's code, as in `ERRORS`."""
