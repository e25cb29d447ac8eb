"""Causes of errors that the machine or a parser names, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

WHYS: Final[Mapping[str, str]] = {
    "ENOENT": N_("there is no such file or folder"),
    "EACCES": N_("you have no right to it"),
    "EPERM": N_("you have no right to it"),
    "EISDIR": N_("it is a folder"),
    "ENOTDIR": N_("part of the path is a file, not a folder"),
    "ENOSPC": N_("the disk is full"),
    "EROFS": N_("it can only be read, not written to"),
    "EEXIST": N_("it is there already"),
    "ENAMETOOLONG": N_("the name is too long"),
    "embedded null byte": N_("the name holds a character that no file name can have"),
    "not_a_file": N_("it is no ordinary file"),
    "ends_early": N_("the text ends in the middle of a value, a list or a text"),
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
