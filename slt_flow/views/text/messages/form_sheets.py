"""Sentences about form sheets that owners fill in; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

FORM_SHEET_ERRORS: Final[Mapping[str, str]] = {
    "no_form_sheet": N_(
        "{file} is no form sheet of slt, or was saved without the part that tells which case each row is. Fill in the "
        "file that “slt export sheet” wrote."
    ),
    "form_sheet_newer": N_(
        "{file} is a form sheet of format {format}, and this program reads up to {ours}. Upgrade slt-flow."
    ),
    "form_sheet_columns": N_("{file} lacks a column that it had: {columns}. Fill in the sheet as it was taken out."),
    "form_sheet_error_cell": N_("{file}, row {row}, {column}: the cell holds an error. Write the answer as text."),
    "form_sheet_empty": N_("Nothing is filled in in {file}, so there is nothing to record."),
    "form_sheet_of_another": N_(
        "{file} was taken out of another council’s journal than {council}’s. Choose the council with --council."
    ),
    "form_sheet_of_post": N_("{file} has the answers of {owner}. Leave out --for, or name that post."),
    "form_row_refused": N_("{ref}: refused by the rules:"),
    "form_row_of_another": N_("{ref} is not {post}’s work: its owner is {owner}. Take the answers in this row away."),
    "form_row_added": N_("{ref} was not in the sheet when it was taken out. Take out a new one with: slt export sheet"),
    "form_row_twice": N_("{ref} stands in more than one row. Keep one of them."),
    "form_row_changed": N_(
        "{ref} was changed after the sheet was taken out, last on {on}: it was {was} and is {now}. It is not written "
        "over; take out a new sheet, or record the answer by itself."
    ),
    "form_row_note_alone": N_("{ref}: the words on progress need the per cent beside them."),
    "form_row_no_room": N_("{ref} takes no such answer while it is {state}. Empty the cell."),
    "form_row_text_alone": N_("{ref}: a result or a reason is written, but not what has happened. Choose it."),
    "form_row_unknown_choice": N_("{ref}: “{given}” cannot be chosen. Choose one of: {known}."),
    "form_row_text_missing": N_("{ref}: “{choice}” needs a result or a reason. Write it in this cell."),
    "form_row_text_unused": N_("{ref}: “{choice}” takes no result or reason. Write it as a remark, or take it away."),
}
"""Sentences about a sheet as a whole, then about a row."""
