"""Errors about what is typed, ids, addresses, texts and letters, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

TYPING_ERRORS: Final[Mapping[str, str]] = {
    "bad_percent": N_("“{given}” is not a percentage. Write a whole number from 0 to 100."),
    "bad_address": N_("“{given}” is not an address. Write one that begins with https://, or the name of a file."),
    "bad_id": N_("“{given}” cannot be an id. Use letters a–z, digits and hyphens, as in rektor-kvaefjord-skole."),
    "id_taken": N_("The id {id} is taken. Choose another."),
    "bad_anchor": N_("“{given}” is not an anchor. Write it as slt journal head printed it, SEQ:DIGEST."),
    "blank_text": N_("The field “{field}” is empty or cannot be seen. Write at least one letter or digit."),
    "unreadable_letters": N_(
        "The field “{field}” has letters from place {at} on that cannot be read: they were typed in another encoding "
        "than {encoding}. Let the terminal use UTF-8 (Linux, macOS: export LC_ALL=C.UTF-8; Windows: chcp 65001), and "
        "type it again."
    ),
    "hidden_characters": N_(
        "The field “{field}” has a hidden control character ({code}) at place {at}. Remove it and try again."
    ),
    "line_too_long": N_(
        "The field “{field}” has {length} characters; there is room for {limit}. Shorten it; where the command takes "
        "--text, the rest may stand there."
    ),
    "text_too_long": N_(
        "The field “{field}” has {length} characters; there is room for {limit}. Shorten it, and attach the whole as a "
        "file: slt attach REF FILE"
    ),
}
"""Sentences by the code of the error."""
