"""Settings of a user, and files that a shell completes commands by."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from slt_flow.results.columns import Column
from slt_flow.terms import N_


class SettingRow(NamedTuple):
    """Setting with the value that holds, and where that comes from."""

    setting: Annotated[str, Column(N_("setting"), whole=True)]
    value: Annotated[str | None, Column(N_("value"))]
    source: Annotated[str, Column(N_("comes from"), terms=True)]


class ShellFile(NamedTuple):
    """File that a shell reads: `written`, `changed` or the `same`, or `would_write`, `would_change`."""

    path: str
    done: str
