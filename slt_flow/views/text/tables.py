"""Lists and sheets: what is listed becomes a table that fits the width, one case in full becomes fields and lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rich import box
from rich.table import Table
from rich.text import Text

from slt_flow.results.answers import Listing, Sheet
from slt_flow.terms import N_
from slt_flow.views.text.screen import ASCII, Screen
from slt_flow.views.text.words import VALUES, Words, safe

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "workflows": ("machine", "label", "version", "level", "states", "actions", "open_cases", "digest"),
    "explored": ("explored", "situations", "steps", "seconds"),
    "endings": ("ending", "cases", "share", "bar"),
    "level_times": ("level", "reached", "half", "nine_of_ten"),
    "waits": ("waits_in", "waits_for", "share", "rests_on"),
    "councils": ("council", "title", "agreement", "opened"),
    "agreements": ("name", "title", "in_force"),
    "parties": ("id", "name"),
    "posts": ("id", "title", "holder", "organisation", "levels", "seat", "open", "away", "until"),
    "focus_areas": ("id", "title", "goals", "contacts", "shared_with"),
    "groups": ("id", "title", "members"),
    "neighbours": ("council", "ref", "title", "state"),
    "clauses": ("ref", "text", "numbers", "kept_by", "key"),
    "organisations": ("id", "name", "party"),
    "areas": ("id", "title", "decisions", "shared_with", "until"),
    "meetings": ("ref", "day", "kind", "state", "items", "agenda_sent"),
    "attendance": ("title", "presence", "deputy", "mandate"),
    "items": ("ref", "title", "state"),
    "decisions": ("ref", "title", "kind", "state", "area", "meeting"),
    "kinds": ("id", "kind", "needs_ratification", "measures"),
    "knowledge": ("id", "title", "source", "on", "challenges", "used_by", "address"),
    "challenges": ("id", "title", "area", "knowledge", "answered_by"),
    "effects": ("evaluation", "challenge", "effect", "note"),
    "learning": ("ref", "title", "state", "evaluation", "carried_to", "decision", "note"),
    "stances": ("title", "stance", "reason", "text_version", "counts"),
    "excuses": ("post", "reason", "counts"),
    "ratifications": ("body", "case", "date", "granted"),
    "owners": ("post", "since", "until"),
    "children": ("ref", "title", "state", "owner", "due"),
    "remarks": ("on", "text"),
    "changes": ("what", "id", "change", "detail"),
    "moved": ("ref", "title", "state", "becomes", "newer"),
    "stayed": ("ref", "title", "state", "why"),
    "found": ("ref", "field", "text", "on"),
}
"""The columns of each kind of list, in order; what a row has beyond them is for JSON."""

HEADINGS: Final[Mapping[str, str]] = {
    "machine": N_("workflow"), "label": N_("name"), "version": N_("version"), "states": N_("states"),
    "actions": N_("actions"), "open_cases": N_("open cases"), "digest": N_("digest"),
    "explored": N_("explored"), "situations": N_("situations"), "steps": N_("steps"), "seconds": N_("seconds"),
    "council": N_("council"), "title": N_("title"), "agreement": N_("agreement"), "opened": N_("followed up from"),
    "name": N_("name"), "in_force": N_("in force"), "id": N_("id"), "holder": N_("holder"),
    "organisation": N_("organisation"), "levels": N_("levels"), "seat": N_("seat"), "open": N_("open work"),
    "goals": N_("goals"), "contacts": N_("contacts"), "ref": N_("ref"), "key": N_("key"), "text": N_("text"),
    "numbers": N_("numbers"), "kept_by": N_("kept by"), "party": N_("party"), "decisions": N_("decisions"),
    "until": N_("until"), "day": N_("day"), "kind": N_("kind"), "state": N_("state"), "items": N_("items"),
    "agenda_sent": N_("agenda sent"), "presence": N_("presence"), "deputy": N_("deputy"), "mandate": N_("mandate"),
    "area": N_("focus area"), "meeting": N_("meeting"), "stance": N_("stance"), "reason": N_("reason"),
    "text_version": N_("text version"), "counts": N_("counts"), "post": N_("post"), "body": N_("body"),
    "case": N_("case"), "date": N_("date"), "granted": N_("granted"), "since": N_("since"), "owner": N_("owner"),
    "what": N_("what"), "change": N_("change"), "detail": N_("detail"), "members": N_("members"),
    "shared_with": N_("shared with"),
    "due": N_("deadline"), "on": N_("on"), "field": N_("field"), "level": N_("level"), "language": N_("language"),
    "result": N_("result"), "address": N_("link"), "guest": N_("guest"), "basis": N_("basis"),
    "reschedules": N_("deadline moved"), "progress": N_("progress"), "note": N_("result or reason"),
    "resources": N_("resources"), "seq": N_("last entry"), "round": N_("round"), "area_title": N_("focus area"),
    "away": N_("away until"),
    "for_information": N_("for information"), "needs_ratification": N_("needs ratification by"),
    "measures": N_("measures"), "source": N_("source"), "challenges": N_("challenges"), "used_by": N_("used by"),
    "knowledge": N_("knowledge"), "answered_by": N_("answered by"), "evaluation": N_("evaluation"),
    "challenge": N_("challenge"), "effect": N_("effect"), "carried_to": N_("carried to"), "decision": N_("decision"),
    "ending": N_("ends as"), "cases": N_("decisions"), "share": N_("share"), "bar": "",
    "reached": N_("carried out"), "half": N_("half within"), "nine_of_ten": N_("nine of ten within"),
    "waits_in": N_("stands as"), "waits_for": N_("waits for"), "rests_on": N_("durations rest on"),
    "becomes": N_("becomes"), "newer": N_("version"), "why": N_("why it stays"),
    "evaluated_year": N_("evaluated year"), "is_answered": N_("answered"), "adopted_on": N_("adopted"),
}  # fmt: skip
"""What a field is called."""

TITLES: Final[Mapping[str, str]] = {
    "parties": N_("Parties"), "posts": N_("Posts"), "focus_areas": N_("Focus areas"), "clauses": N_("Clauses"),
    "attendance": N_("Present"), "items": N_("Items"), "stances": N_("Stances"), "excuses": N_("No part in the item"),
    "ratifications": N_("Ratification"), "owners": N_("Accountable"), "children": N_("Follow-up"),
    "challenges": N_("Answers the challenges"), "knowledge": N_("Rests on"), "effects": N_("Effect"),
    "remarks": N_("Remarks and links"), "groups": N_("Coordinating groups"), "neighbours": N_("Neighbours"),
}  # fmt: skip
"""What a list within a sheet is called."""

SILENT: Final[Mapping[str, str]] = {
    "consensus_is_reached": N_("Decisions are taken by consensus."),
    "owner_is_bound": N_("A party binds only itself."),
    "within_delegated_authority": N_("Delegated authority is respected."),
}
"""What holds where an agreement says nothing of it."""

STAYS: Final[Mapping[str, str]] = {
    "no_such_state": N_("the newer version has no such state"),
    "no_such_action": N_("its kind names actions that the newer version does not have"),
}
"""Why a case stays with the version it pins, where no file says it."""

_ROOMY: Final = 100
"""From this width on, tables show what is for those who look closer."""

_ONLY_WHERE_ROOMY: Final = frozenset(
    {
        ("clauses", "key"),
        ("clauses", "kept_by"),
        ("focus_areas", "contacts"),
        ("posts", "levels"),
        ("posts", "seat"),
        ("workflows", "digest"),
        ("workflows", "actions"),
        ("workflows", "states"),
    }
)

_READABLE: Final = 28
"""How narrow a column of sentences may get."""

_WHOLE: Final = frozenset({"ref", "id", "post", "owner", "meeting", "area", "due", "on", "day", "key", "machine"})
_TERMS: Final = frozenset(
    {"stance", "presence", "kind", "level", "levels", "kept_by", "by", "what", "change", "effect"}
)
"""Fields whose values are terms of the vocabulary rather than what somebody wrote."""
_QUIET: Final = ("label", "kind_label", "area", "seq", "language")


def show_listing(listing: Listing, words: Words, screen: Screen, title: str = "") -> None:
    """Print a list as a table, or say that it is empty."""
    if title:
        screen.print(Text(title, style="bold"))
    if not listing.rows:
        screen.print(words.say("None."))
        return
    columns = [name for name in COLUMNS[listing.kind] if any(row.get(name) not in _EMPTY for row in listing.rows)]
    if screen.width < _ROOMY:
        columns = [name for name in columns if (listing.kind, name) not in _ONLY_WHERE_ROOMY]
    style = box.SIMPLE_HEAD if screen.signs is not ASCII else box.ASCII2
    table = Table(box=style, pad_edge=False, show_edge=False, header_style="bold")
    for name in columns:
        whole = name in _WHOLE and listing.kind != "clauses"
        width = _READABLE if name == "text" else None
        table.add_column(
            Text(screen.fitted(words.say(HEADINGS[name]))), overflow="fold", no_wrap=whole, min_width=width
        )
    for row in listing.rows:
        table.add_row(*(Text(screen.fitted(value(row, name, words))) for name in columns))
    screen.console.print(table, width=screen.width)


def show_sheet(sheet: Sheet, words: Words, screen: Screen) -> None:
    """Print one thing in full; empty fields and empty lists are left out."""
    told = {name: value(sheet.fields, name, words) for name in sheet.fields if name not in _QUIET}
    shown = {words.say(HEADINGS[name]): text for name, text in told.items() if text not in ("", "–")}
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for heading, text in shown.items():
        grid.add_row(Text(screen.fitted(heading)), Text(screen.fitted(text)))
    screen.console.print(grid, width=screen.width)
    for listing in sheet.lists:
        if listing.rows:
            screen.print()
            show_listing(listing, words, screen, words.say(TITLES[listing.kind]))


def value(row: Mapping[str, Any], name: str, words: Words) -> str:
    """One field as a reader sees it."""
    given = row.get(name)
    if name == "ref" and given is None:
        return words.say("standard (the agreement is silent)")
    if name == "text" and not given and row.get("key") in SILENT:
        return words.say(SILENT[str(row["key"])])
    if name == "away":
        return _away(row, words)
    if name == "label":
        return words.label(row["label"])
    if name == "state":
        return words.label(row.get("label") or {}, str(given or ""))
    if name == "becomes":
        return words.label(row["becomes_label"], str(given or ""))
    if name == "why":
        return words.label(given or {}) or words.say(STAYS[str(row["stays"])])
    if name == "kind" and "kind_label" in row:
        return words.label(row["kind_label"], str(given or ""))
    if name == "answered_by" and not given:
        return words.say("nobody yet")
    if name == "field":
        return words.say(HEADINGS.get(str(given), str(given)))
    if isinstance(given, bool):
        return words.say("yes") if given else words.say("no")
    if given is None or given == "" or given == []:
        return ""
    if isinstance(given, Mapping):
        return ", ".join(f"{key} {words.text(each)}" for key, each in given.items())
    if name == "reschedules" or (name == "progress" and not given):
        return words.plural("{number} time", "{number} times", given) if given else ""
    if name == "progress":
        return f"{given} %"
    if name == "goals":
        return "\n".join(_text(goal, words) for goal in given)
    each = given if isinstance(given, (list, tuple)) else (given,)
    return ", ".join(_vocabulary(one, words) if name in _TERMS else _text(one, words) for one in each)


def _away(row: Mapping[str, Any], words: Words) -> str:
    """Until when a post is away, and who acts for it."""
    until, deputy = row.get("away"), row.get("deputy")
    return "\n".join([words.short_day(until), *([safe(deputy)] if deputy else [])]) if until is not None else ""


def _vocabulary(given: Any, words: Words) -> str:
    return words.say(VALUES[given]) if given in VALUES else _text(given, words)


def _text(given: Any, words: Words) -> str:
    return safe(given, breaks="\n") if isinstance(given, str) else words.text(given)


_EMPTY: Final[tuple[Any, ...]] = (None, "", [], ())
