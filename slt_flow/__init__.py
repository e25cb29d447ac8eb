"""Makes the signed agreement of a Norwegian police council run.

    >>> from slt_flow import open_council
    >>> council = open_council("council.sqlite", agreement="kvaefjord")
    >>> meeting = council.hold_meeting("2026-03-12", present="all")
    >>> decision = council.register("Parents' evening", meeting="M1/26", consent="all")
    >>> decision.state
    'adopted'

Everything the `slt` command can do goes through the same services; importing this package imports nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slt_flow.version import __version__

if TYPE_CHECKING:  # a completion waits for every import
    from datetime import date
    from pathlib import Path

    from slt_flow.services.request.clock import Clock
    from slt_flow.services.use_cases import Council

__all__ = ["__version__", "open_council"]


def open_council(
    database: str | Path,
    council: str | None = None,
    *,
    agreement: str | None = None,
    actor: str | None = None,
    on: date | None = None,
    clock: Clock | None = None,
) -> Council:
    """Open a council for a program.

    Args:
        database: path of an SQLite file, or `sqlite:///path`.
        council: the council's id; may be left out where the database holds only one.
        agreement: begin the council under this agreement (a shipped name, or a path to a TOML file) unless it is
            followed up here already.
        actor: the post on whose behalf the program asks; the secretary unless named.
        on: the day requests hold for; today unless named.
        clock: tells the time; the computer's unless given.

    Returns:
        A council to register, decide, assign and read with.

    Raises:
        RecordsError: there is no database and no agreement to begin under; or it is newer, locked or broken.
        DefinitionError: the agreement is wrong.
        RequestError: the council is unknown.
    """
    from slt_flow.services.use_cases import opened
    from slt_flow.views.year.scribe import SCRIBE

    return opened(str(database), council, agreement=agreement, actor=actor, on=on, clock=clock, scribe=SCRIBE)
