"""Verified journals and their entries as lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from slt_flow.results.answers import Flaw
from slt_flow.results.history import AcceptedFlaw, Verification
from slt_flow.views.text.findings import of_flaw
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.styled import Text
from slt_flow.views.text.words import Words, safe

F = TypeVar("F", Flaw, AcceptedFlaw)


def show_verifications(verifications: Iterable[Verification], words: Words, screen: Screen, aside: Screen) -> None:
    """Print verified journals, each with its head or its flaws."""
    for verification in verifications:
        if not verification.flaws and verification.accepted:
            summary = words.plural(
                "{council}: {number} entry; the tables are what it amounts to. Breaks of the chain were accepted:",
                "{council}: {number} entries; the tables are what it amounts to. Breaks of the chain were accepted:",
                verification.entries,
                council=verification.council,
            )
            screen.print(Text(summary, style="yellow"))
            _show_accepted(verification, words, screen)
            screen.print(words.say("Head: {head}", head=f"{verification.seq}:{verification.head}"))
            continue
        if not verification.flaws:
            summary = words.plural(
                "{council}: {number} entry, one unbroken chain; the tables are what it amounts to.",
                "{council}: {number} entries, one unbroken chain; the tables are what it amounts to.",
                verification.entries,
                council=verification.council,
            )
            screen.print(Text(summary, style="green"))
            if verification.erased:
                erased = words.plural(
                    "{number} text was erased, each by an entry that says on what basis.",
                    "{number} texts were erased, each by an entry that says on what basis.",
                    verification.erased,
                )
                screen.print(erased)
            screen.print(words.say("Head: {head}", head=f"{verification.seq}:{verification.head}"))
            continue
        flawed = words.plural(
            "{council}: {number} flaw",
            "{council}: {number} flaws",
            len(verification.flaws),
            council=verification.council,
        )
        aside.print(Text(flawed, style="bold red"))
        named = _some_of_each(verification.flaws)
        for flaw in named:
            aside.print(f"  {of_flaw(flaw, words)}")
        _show_rest(len(verification.flaws) - len(named), words, aside)
        _show_accepted(verification, words, aside)


def _show_accepted(verification: Verification, words: Words, screen: Screen) -> None:
    named = _some_of_each(verification.accepted)
    for row in named:
        accepted = words.say(
            "Accepted on {day} in entry {seq}: {reason}", day=row.on, seq=row.seq, reason=words.quoted(row.reason)
        )
        screen.print(f"  {of_flaw(Flaw(row.code, row.where, row.facts), words)} {accepted}", hang=4)

    _show_rest(len(verification.accepted) - len(named), words, screen)


def _some_of_each(flaws: Sequence[F]) -> list[F]:
    """Return the first flaws of each kind: a damaged table has as many alike as it has rows."""
    counted: Counter[str] = Counter()
    named = []
    for flaw in flaws:
        counted[flaw.code] += 1
        if counted[flaw.code] <= _MOST:
            named.append(flaw)
    return named


def _show_rest(left: int, words: Words, screen: Screen) -> None:
    """Print how many are left out."""
    if left:
        line = words.plural("… and {number} more: {all}", "… and {number} more: {all}", left, all=_ALL)
        screen.print(f"  {line}")


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
    """Shorten a field to a line or two; JSON has the whole of it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_short(member)}" for name, member in value.items())
    text = safe(str(value))
    return text if len(text) <= _LONG else f"{text[:_LONG]}… ({len(text)})"


_LONG: Final = 120

_MOST: Final = 10
"""Flaws of each kind that are printed; JSON has all."""

_ALL: Final = "slt journal verify --json"
