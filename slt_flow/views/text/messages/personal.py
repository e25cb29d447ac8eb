"""Errors and notices about personal data in texts; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

PERSONAL_ERRORS: Final[Mapping[str, str]] = {
    "identity_number_in_text": N_(
        "The text “{field}” holds a national identity number ({shown}), which is never recorded here. Write it "
        "without; where it is another number, put a word or a slash between its parts."
    ),
    "identity_numbers_masked": N_(
        "National identity numbers are masked here, but they stand in the journal. See where with: slt check-texts"
    ),
    "identity_numbers_in_archive": N_(
        "The journal has national identity numbers, and an archive has the journal whole. See where with: "
        "slt check-texts"
    ),
}
"""Sentences by an error's code, as in `ERRORS`."""

PERSONAL_NOTICES: Final[Mapping[str, str]] = {
    "telephone_number_in_text": N_(
        "The text “{text_name}” holds what looks like a telephone number ({shown}). If it is a private person's, "
        "erase it; how: slt check-texts"
    ),
    "email_address_in_text": N_(
        "The text “{text_name}” holds an e-mail address ({shown}). If it is a private person's, erase it; "
        "how: slt check-texts"
    ),
    "account_number_in_text": N_(
        "The text “{text_name}” holds what looks like an account number ({shown}). If it is a private person's, "
        "erase it; how: slt check-texts"
    ),
}
"""Sentences by a notice's code, as in `NOTICES`."""
