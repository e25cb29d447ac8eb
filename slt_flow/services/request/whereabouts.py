"""Places of a command line: its database, the folder of what this computer saw, and the language spoken there."""

from __future__ import annotations

from pathlib import Path

from slt_flow.errors import SltError
from slt_flow.records.completion_index import rows
from slt_flow.records.location import default_file, file_of
from slt_flow.records.location import state_folder as state_folder  # for the commands, which may not go below
from slt_flow.terms import identifier


def database(url: str | None) -> Path:
    """Return the file a command works on: the one named, else the one in the user's data folder."""
    return file_of(url) if url else default_file()


def councils(path: Path) -> list[str]:
    """Return the ids of the councils in a database; none where it cannot be read."""
    return [name for name, _ in rows(path, "council")]


def language(db: str | None, council: str | None) -> str | None:
    """Return the language of the council named, or the one that all councils there have; None where there is none."""
    try:
        wanted, path = identifier(council) if council else None, database(db)
    except SltError:
        return None  # what is wrong with the names is told by whoever needs them
    spoken = {language for name, language in rows(path, "language") if wanted in (None, name)}
    return spoken.pop() if len(spoken) == 1 else None
