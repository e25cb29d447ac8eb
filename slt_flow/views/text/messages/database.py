"""Errors of the database and of files in words; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

DATABASE_ERRORS: Final[Mapping[str, str]] = {
    "no_database": N_("There is no database at {path}. Begin with: slt init kvaefjord (or try: slt demo)"),
    "file_exists": N_("{path} is there already; it is not overwritten. Name another file."),
    "unknown_ending": N_(
        "Nobody writes {path}. Name a file that ends with one of {endings}, or say which with --format."
    ),
    "other_ending": N_("{path} is to be written as {form}. Name a file that ends with .{ending}, or another format."),
    "binary_on_screen": N_("A document as {form} is nothing to read on the screen. Name a file with --output."),
    "missing_extra": N_("That needs more than is installed. Install it with: pip install 'slt-flow[{extra}]'"),
    "cannot_write_file": N_("{path} cannot be written: {why}. Name another place with --output."),
    "unknown_document_format": N_("Nobody writes documents as “{given}”. Choose among: {known}."),
    "not_a_folder": N_("{path} is something else than a folder. Name another with --output."),
    "contents_edited": N_(
        "{path} was edited, so nothing tells which of the files beside it were. Nothing was written: move the list "
        "away, or name another folder with --output."
    ),
    "cannot_write_folder": N_("{path} cannot be written to: {why}. Name another folder with --into."),
    "database_appeared": N_("Meanwhile another has made the database {path}. Run it once more."),
    "cannot_make_database": N_("The database {path} cannot be made: {why}. Name another place with --db."),
    "database_locked": N_("The database {path} is in use by another program. Wait a moment and try again."),
    "database_unusable": N_("{path} cannot be used as a database: {why}. Name another with --db, or restore a copy."),
    "disk_fails": N_("{path} cannot be read or written: {why}. {cure}"),
    "machine_fails": N_("The computer cannot do it: {why}. {cure}"),
    "output_failed": N_("The answer cannot be shown: {why}."),
    "interrupted": N_("Interrupted."),
    "no_archive": N_("{path} is no archive of a council. Name the file that “slt export council” wrote."),
    "archive_not_read": N_("{path} cannot be read: {why}. Name the file that “slt export council” wrote."),
    "archive_unreadable": N_("{path} is cut short or damaged. Take another copy of it; nothing was written."),
    "archive_changed": N_(
        "{path} is not as it was made: {file} does not fit its digests. Take another copy of it; nothing was written."
    ),
    "archive_newer": N_(
        "{path} is of format {format}, and this program reads up to {ours}. Upgrade slt-flow; nothing was written."
    ),
    "archive_too_large": N_("{path} holds more than is read: {file} has over {limit} MiB. Nothing was written."),
    "no_backup": N_("{path} is no backup of a database of slt-flow. Name the file that “slt backup” wrote."),
    "copy_exists": N_("{path} is there already; it is not overwritten. Name another file."),
    "copy_failed": N_("{path} cannot be copied: {why}. See what is wrong with: slt journal verify"),
    "copy_damaged": N_(
        "{path} is damaged ({council}, {where}), so nothing was made of it. See more with: slt journal verify --db FILE"
    ),
    "old_copies_stay": N_("{name} is made, but older copies in {path} cannot be removed: {why}. Remove them by hand."),
    "wal_on_old_sqlite": N_(
        "{path} is in WAL mode, in which SQLite {version} may damage it. Put it back with: slt db upgrade"
    ),
    "structure_broken": N_("The database {path} lacks {part}. Make it anew from the journal with: slt journal rebuild"),
    "not_our_database": N_("{path} is a database of something else. Name another with --db."),
    "newer_schema": N_(
        "The database is made by a newer slt-flow (schema {found}, this one knows {ours}). Upgrade slt-flow."
    ),
    "older_schema": N_("The database is made by an older slt-flow (schema {found}). Upgrade it with: slt db upgrade"),
    "unknown_schema": N_(
        "The database has schema {found}, which is none that this program knows (it knows {ours}). Name another with "
        "--db, or begin anew."
    ),
    "network_share": N_(
        "{path} lies on a network share ({kind}), where two writers destroy it. Name a local place with --db."
    ),
    "name_not_confirmed": N_(
        "{path} is in its place, but the disk did not confirm that it will last: a power cut may take it away. See to "
        "the disk, then look whether it is still there."
    ),
    "synced_folder": N_(
        "{path} lies in a folder that is kept in step with other machines ({folder}). Two that write destroy each "
        "other's work there: move the database to a folder of this machine alone, and put copies there with: "
        "slt backup FILE"
    ),
    "unknown_database_kind": N_(
        "“{url}” is not a kind of database known here. Give the path of a file, or sqlite:///PATH."
    ),
    "journal_broken": N_(
        "The journal of {council} is broken at {where}. Restore a copy (slt restore FILE), or go "
        "on over it, which is shown for ever: slt journal accept-break --reason TEXT"
    ),
    "break_beyond_acceptance": N_(
        "The journal of {council} cannot be gone over: what stands at {where} cannot be read, or does not fit. Restore "
        "a copy with: slt restore FILE"
    ),
    "head_fell_back": N_(
        "The journal of {council} ends at entry {here}, but this computer has seen entry {seq}: an older copy lies "
        "here. Until the newer one is back, nothing is written. To go on without it, which is shown for ever: "
        "slt journal accept-break --reason TEXT"
    ),
    "head_forked": N_(
        "Entry {seq} of {council} is another than the one that this computer has seen: the database was written to in "
        "two places. Until the other one is back, nothing is written. To go on with this one, which is shown for ever: "
        "slt journal accept-break --reason TEXT"
    ),
    "corrupt_row": N_("The database holds something that cannot be read: {why}. See where with: slt journal verify"),
    "damaged_database": N_(
        "The database is damaged at {where}, so this cannot be done. See more with: slt journal verify"
    ),
}
"""Sentences by an error's code, as in `ERRORS`."""
