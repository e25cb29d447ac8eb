"""Sentences of errors about attached files and about what is exempt from publicity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

PAPER_ERRORS: Final[Mapping[str, str]] = {
    "exemption_needs_basis": N_(
        "Say on what legal basis {ref} is exempt from public access, as in --basis “offl. § 13” (secrecy) or "
        "--basis “offl. § 24” (control and prosecution)."
    ),
    "exempt_already": N_("{ref} is exempt already, on this basis and with this title: {basis}"),
    "lift_with_reason": N_("Lift an exemption with a reason and nothing else: slt exempt {ref} --lift --reason “…”"),
    "not_exempt": N_(
        "{ref} has no exemption of its own to lift. What lies beneath an exempt case is public again when that case is."
    ),
    "public_before_command": N_("--public comes after the command, as in: slt {command} --public"),
    "letter_of_exempt_work": N_(
        "{ref} is exempt from public access, so the public edition has no letter about it. Leave out --public."
    ),
    "told_internally": N_("What can be done next is told internally only. Leave out --public."),
    "point_or_attachment": N_("Name a point or a file of {ref}, not both."),
    "unknown_attachment": N_("{ref} has no file number {number}. See them with: slt attachment list {ref}"),
    "attached_already": N_("{ref} has this file already, as number {number}: {name}"),
    "attachment_is_link": N_("{path} is a link. Name the file itself."),
    "attachment_is_empty": N_("{path} is empty. Attach a file with something in it."),
    "attachment_too_large": N_("{path} is larger than {most} MB. Save it smaller, or link to it with: slt link"),
    "cannot_read_attachment": N_("{path} cannot be read: {why}."),
    "attachment_erased": N_("File {number} of {ref} was erased."),
    "attachment_exempt": N_("File {number} of {ref} is exempt from public access ({basis})."),
    "attachment_gone": N_("The file {name} is gone from {path}. Restore it from a copy."),
    "attachment_changed": N_("The file {name} at {path} is no longer what was attached. Restore it from a copy."),
    "attachment_stays": N_("The text is erased, but a file in {path} cannot be removed: {why}. Remove it by hand."),
    "attachments_lost": N_("Attached files were gone or changed, and are in no copy: {places}"),
}
"""Sentences by the code of an error."""
