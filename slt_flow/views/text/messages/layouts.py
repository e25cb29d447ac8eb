"""Sentences of errors about a municipality's layout of documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

LAYOUT_ERRORS: Final[Mapping[str, str]] = {
    "no_layout": N_("There is no folder {path} with a layout. Name one with: --templates DIR"),
    "templates_not_used": N_("A layout changes nothing in a document as {form}. Leave --templates out."),
    "templates_on_screen": N_(
        "A layout is for a document in a file. Name one with --output, or leave --templates out."
    ),
    "cannot_read_layout": N_("{file} cannot be read: {why}."),
    "layout_is_active": N_(
        "{file} has macros, or fetches something from outside ({part}). Take that out of it; a layout does nothing."
    ),
    "layout_has_texts": N_(
        "{file} has comments, notes or properties of its own ({part}), which every document would carry. Take them out."
    ),
    "layout_narrow": N_("{file} leaves less than {least} mm for the text. Make its page wider or its margins smaller."),
    "layout_link": N_("{file} is a link, and a layout consists of its own files. Put the file itself there."),
    "layout_too_many": N_("{path} has more than {most} files. Keep only those of the layout in it."),
    "layout_too_large": N_("{file} is larger than {most} MB. Save it smaller."),
    "layout_fault": N_("{file}, line {line}: {why}."),
    "layout_key": N_("{file}, line {line}: there is no “{key}” here. There are: {known}"),
    "layout_value": N_("{file}, line {line}: “{key}” does not fit; expected is something like {expected}"),
    "layout_pale": N_(
        "{file}, line {line}: “{key}” stands out too little from {other} ({contrast} : 1). Choose a colour of at least "
        "4.5 : 1."
    ),
    "unknown_font": N_("{file}: “{key}” names the font “{name}”, which is not there. There are: {known}"),
    "no_docx": N_("{file} is no DOCX document. Save it as one (.docx), or leave --templates out."),
    "no_font": N_("{file} is no font. Put a font there that ends with .ttf or .otf, or take it away."),
    "several_logos": N_("{path} has several logos: {files}. Keep one of them."),
    "no_picture": N_("{file} is no picture of the kind that its name says. Save the logo anew as PNG, JPEG or SVG."),
    "too_many_pixels": N_("{file} has {width} × {height} pixels, more than a page shows. Save it smaller."),
    "active_picture": N_(
        "{file}, line {line}: a logo may not hold “{what}”. Save it anew as a plain picture, as SVG without scripts "
        "and links, or as PNG."
    ),
    "template_fault": N_("{file}, line {line}: {why}. Mend it, or leave --templates out."),
    "template_endless": N_("{file} was not typeset within {most} seconds. Mend it, or leave --templates out."),
    "template_ended": N_("{file} cannot be typeset: {why}. Mend it, or leave --templates out."),
    "cannot_typeset": N_("The document cannot be typeset: {why}. {cure}"),
}
"""Sentences by an error's code, as in `ERRORS`."""
