"""Causes of errors that the machine or a parser names, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_
from slt_flow.views.text.messages.sign_in import SIGN_IN_WHYS

WHYS: Final[Mapping[str, str]] = {
    **SIGN_IN_WHYS,
    "ENOENT": N_("there is no such file or folder"),
    "EACCES": N_("you have no right to it"),
    "EPERM": N_("you have no right to it"),
    "EISDIR": N_("it is a folder"),
    "ENOTDIR": N_("part of the path is a file, not a folder"),
    "ENOSPC": N_("the disk is full"),
    "EROFS": N_("it can only be read, not written to"),
    "EDQUOT": N_("your share of the disk is used up"),
    "EFBIG": N_("the file would be larger than the limit of this session"),
    "EIO": N_("the disk fails"),
    "EMFILE": N_("too many files are open"),
    "ENFILE": N_("too many files are open"),
    "ENOMEM": N_("the memory is used up"),
    "EBADF": N_("it is closed"),
    "EPIPE": N_("the program that read it has ended"),
    "EEXIST": N_("it is there already"),
    "ENAMETOOLONG": N_("the name is too long"),
    "embedded null byte": N_("the name holds a character that no file name can have"),
    "not_a_file": N_("it is no ordinary file"),
    "not_ours": N_("another program made it"),
    "not_text": N_("it is no text"),
    "reserved_name": N_("Windows keeps that name for a device"),
    "ends_early": N_("the text ends in the middle of a value, a list or a text"),
    "truth_word": N_("yes is written true, and no is written false"),
    "day_in_dots": N_("a day is written as year, month and day, as in 2026-01-15"),
    "Invalid value": N_("a value is missing, or a text stands without quotation marks"),
    "Unterminated string": N_("a text lacks its closing quotation mark"),
    "Illegal character '\\n'": N_("a text lacks its closing quotation mark"),
    "Unclosed array": N_("a list lacks a comma or its closing bracket"),
    "Unclosed inline table": N_("a table in braces lacks a comma or its closing brace"),
    "Expected '=' after a key in a key/value pair": N_("a key lacks its “=”"),
    "Expected newline or end of document after a statement": N_("something stands after the value"),
    "Invalid statement": N_("the line is neither a key with a value nor a heading in brackets"),
    "Unescaped '\\' in a string": N_("a text holds a backslash; write it twice"),
    "Expected ']' at the end of a table declaration": N_("a heading lacks its closing bracket"),
    "Expected ']]' at the end of an array declaration": N_("a heading lacks its two closing brackets"),
    "number_too_long": N_("a number is too long"),
    "unable to open database file": N_("the file cannot be opened"),
    "file is not a database": N_("it is no database"),
    "database disk image is malformed": N_("it is damaged"),
    "attempt to write a readonly database": N_("it can only be read, not written to"),
    "database or disk is full": N_("the disk is full"),
    "disk I/O error": N_("the disk fails"),
}
"""Causes that the machine or a parser names, by their own words."""

CURES: Final[Mapping[str, str]] = {
    "ENOSPC": N_("Free some space on the disk, then run it again."),
    "EDQUOT": N_("Delete files of yours, or ask for a larger share, then run it again."),
    "EFBIG": N_("Raise the limit (ulimit -f unlimited), then run it again."),
    "EMFILE": N_("Close other programs, or raise the limit (ulimit -n 256), then run it again."),
    "ENFILE": N_("Close other programs, then run it again."),
    "ENOMEM": N_("Close other programs, then run it again."),
    "EROFS": N_("Copy it to a disk that can be written to, and name it with --db."),
    "EACCES": N_("Ask its owner for the right to read and write it and its folder, or name another with --db."),
    "EPERM": N_("Ask its owner for the right to read and write it and its folder, or name another with --db."),
    "EISDIR": N_("Name a file with --db."),
    "attempt to write a readonly database": N_("Ask its owner for the right to write it and its folder."),
    "disk I/O error": N_("Run it again; if it fails again, take a copy to another disk with: slt backup FILE"),
    "EIO": N_("Run it again; if it fails again, take a copy to another disk with: slt backup FILE"),
}
"""Remedies of causes that lie outside the program."""

CURE: Final = N_("Mend that, then run it again.")
"""Remedy of any other cause."""
