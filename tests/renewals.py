"""Texts of newer agreements: an older one, in force from another day and joined anew by every party."""

from __future__ import annotations

import re
from datetime import date

_IN_FORCE = re.compile(r"^(in_force = ).*$", re.MULTILINE)
_JOINED = re.compile(r"^(#?(?:adopted|signed)_by = \{.*\bdate = )\d{4}-\d\d-\d\d", re.MULTILINE)


def renewed_text(text: str, in_force: date | str, joined: date | str | None = None) -> str:
    """Return an agreement's text in force from a day, which every party joined on it or on another day."""
    text, headings = _IN_FORCE.subn(rf"\g<1>{in_force}", text)
    text, acts = _JOINED.subn(rf"\g<1>{joined or in_force}", text)
    assert headings == 1 <= acts
    return text
