"""Schema of a database: its number, and its upgrade to this release's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from slt_flow.records import upgrade


def schema(path: Path) -> dict[str, Any]:
    """Return the schema number of a database, and the one this release knows.

    Raises:
        RecordsError: there is no database.
    """
    number, ours = upgrade.status(path)
    return {"path": str(path), "schema": number, "ours": ours}


def upgraded(path: Path) -> dict[str, Any]:
    """Upgrade a database of an older release to this one's schema, in one transaction.

    Raises:
        RecordsError: there is no database, or it is newer.
    """
    before, after = upgrade.upgrade(path)
    return {"path": str(path), "from": before, "schema": after}
