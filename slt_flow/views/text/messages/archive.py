"""Sentences of errors about the municipality's archive: where papers go, exports and receipts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

ARCHIVE_ERRORS: Final[Mapping[str, str]] = {
    "nothing_to_refer": N_("Say where {ref} goes in the archive: --part, --class, --case or --restriction."),
    "bad_archive_case": N_("“{given}” is no case number of an archive. Write year and number: 2026/123"),
    "point_of_council": N_("A point belongs to a meeting. Name the meeting, or leave out --point."),
    "filed_already": N_("{ref} is filed like that already. See it with: slt archive status"),
    "export_needs_archived": N_(
        "The minutes of {ref} are not archived yet, so that they may still change. Archive them first with: "
        "slt meeting archive {ref}"
    ),
    "exempt_without_restriction": N_(
        "Something of {ref} is exempt from public access, and nobody recorded by which code the archive restricts it. "
        "Record it with: slt archive refer council --restriction CODE"
    ),
    "folder_exists": N_("{path} is there already, and what was exported there stays as it is. Name a new folder."),
    "cannot_write_folder_there": N_("{path} cannot be written: {why}. Name another folder."),
    "foreign_key": N_("The key “{key}” is not of {ref}, or comes twice."),
    "exported_for_good": N_(
        "Papers of {ref} were exported to the archive, which undoing does not call back. Record what is right instead, "
        "and export them anew: that is a new version."
    ),
    "cannot_read_receipt": N_("{path} cannot be read: {why}."),
    "receipt_too_large": N_("{path} is larger than {most} kB, and no receipt."),
    "not_a_receipt": N_(
        "{path} is no answer of an archive (arkivmeldingKvittering or feilmelding, Fiks Arkiv version 1)."
    ),
    "receipt_names_no_key": N_(
        "The receipt does not say which message it answers. Name its key with --message; see the keys with: "
        "slt archive status --json"
    ),
    "receipt_of_another_key": N_("The receipt answers “{key}”, not “{given}”."),
    "receipt_for_unsent": N_(
        "Nothing with the key “{key}” was exported from here. See the keys with: slt archive status --json"
    ),
    "receipt_of_another_system": N_("The receipt is for another system, “{given}”, and answers nothing from here."),
    "receipt_read_already": N_("This receipt for “{key}” was recorded already, on {on}."),
    "received_already": N_("“{key}”, version {version}, was received by the archive already, as recorded on {on}."),
    "answered_already": N_(
        "The receipt tells nothing new of “{key}”, version {version}: the archive answered the same before, as "
        "recorded on {on}."
    ),
}
"""Sentences by the code of an error."""
