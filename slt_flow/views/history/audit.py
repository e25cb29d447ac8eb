"""Verified journals and their entries as lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from rich.text import Text

from slt_flow.results.history import Verification
from slt_flow.views.text.findings import of_flaw
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.words import Words, safe


def show_verifications(found: Iterable[Verification], words: Words, screen: Screen, aside: Screen) -> None:
    """Print what was checked and every flaw."""
    for each in found:
        if not each.flaws:
            told = words.plural(
                "{council}: {number} entry, one unbroken chain; the tables are what it amounts to.",
                "{council}: {number} entries, one unbroken chain; the tables are what it amounts to.",
                each.entries,
                council=each.council,
            )
            screen.print(Text(told, style="green"))
            screen.print(words.say("Head: {head}", head=f"{each.entries}:{each.head}"))
            continue
        flawed = words.plural(
            "{council}: {number} flaw", "{council}: {number} flaws", len(each.flaws), council=each.council
        )
        aside.print(Text(flawed, style="bold red"))
        for flaw in each.flaws:
            aside.print(f"  {of_flaw(flaw, words)}")


def show_entries(entries: Iterable[Mapping[str, Any]], words: Words, screen: Screen) -> None:
    """Print entries as they are, field by field."""
    for entry in entries:
        moment = datetime.fromisoformat(entry["at"]).astimezone(ZoneInfo("Europe/Oslo"))
        screen.print(Text(f"{entry['seq']} {entry['kind']} {entry['subject']}", style="bold"))
        for name in (
            "machine",
            "action",
            "from_state",
            "to_state",
            "acted_by",
            "acted_for",
            "recorded_by",
            "authenticated",
            "on",
            "request",
            "step",
            "cause",
            "caused_by",
            "data",
            "texts",
        ):
            if entry[name] not in (None, "", {}):
                screen.print(f"    {name}: {_short(entry[name])}", hang=4)
        screen.print(Text(f"    {words.day(moment.date())} {moment:%H:%M:%S}  {entry['digest']}", style="dim"))


def _short(value: Any) -> str:
    """A field on a line or two; the whole of it is in the JSON."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_short(each)}" for name, each in value.items())
    told = safe(str(value))
    return told if len(told) <= _LONG else f"{told[:_LONG]}… ({len(told)})"


_LONG: Final = 120
