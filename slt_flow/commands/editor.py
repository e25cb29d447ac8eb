"""Editor in which a form is filled in: the one that the user has chosen, else the simplest that the computer has."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Final

from slt_flow.errors import RequestError

_SIMPLE: Final = ("nano", "micro", "pico", "vim", "vi")
"""Editors of a terminal, the one that needs least explanation first."""


def editor_for(ref: str) -> str:
    """Return the command of the editor for the form of a meeting.

    Raises:
        RequestError: there is none; the sentence tells how to fill the form in without.
    """
    chosen = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if chosen:
        return chosen
    if sys.platform == "win32":
        return "notepad"
    simplest = next((name for name in _SIMPLE if shutil.which(name)), None)
    if simplest is None:
        raise RequestError("no_editor", ref=ref)
    return simplest
