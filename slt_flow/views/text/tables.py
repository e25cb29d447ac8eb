"""Lists as tables that fit the width, and one thing in full as fields with lists beneath."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from slt_flow.results.columns import Column, columns, fields
from slt_flow.results.sources import Source
from slt_flow.terms import N_, OIDC, UNAUTHENTICATED, Named
from slt_flow.views.text.rhythms import periods, rhythm
from slt_flow.views.text.screen import ASCII, Screen
from slt_flow.views.text.words import FIELDS, JUDGES, VALUES, Words, safe
from slt_flow.views.text.wrapping import bound, wrapped
from slt_flow.wording.rules import RULES

STAYS: Final[Mapping[str, str]] = {
    "no_such_state": N_("the newer version has no such state"),
    "no_such_action": N_("its kind names actions that the newer version does not have"),
}
"""Reasons for which a case stays with the version it pins, where no file has words for it."""

_ROOMY: Final = 100
"""The width from which on tables show their roomy columns."""

_EMPTY: Final[tuple[Any, ...]] = (None, "", ())

NOTHING: Final = ("", "–")
"""Cells that a sheet leaves out."""


def show(result: Any, words: Words, screen: Screen) -> None:
    """Print rows as a table, or a sheet as its fields with its lists beneath."""
    if hasattr(result, "_fields"):
        show_sheet(result, words, screen)
    else:
        show_rows(result, words, screen)


def show_rows(
    rows: Sequence[Any], words: Words, screen: Screen, title: str = "", names: Sequence[str] | None = None
) -> None:
    """Print rows of one class as a table, or say that there are none.

    Args:
        rows: named tuples; columns in which all are empty are left out.
        words: the reader's language.
        screen: the terminal.
        title: printed above the table.
        names: the columns, if others than those of the class.
    """
    if title:
        screen.print(title, style="bold")
    if not rows:
        screen.print(words.say("None."))
        return
    shown = {
        name: column
        for name, column in filled(rows, names or columns(type(rows[0])), words).items()
        if screen.width >= _ROOMY or not column.roomy
    }
    print_table(shown.values(), cells_of(rows, shown, words), screen)


def filled(rows: Sequence[Any], names: Sequence[str], words: Words) -> dict[str, Column]:
    """Return the columns of these names that are not empty in every row, under headings in the reader's language."""
    every = fields(type(rows[0]))
    return {
        name: column._replace(heading=words.say(column.heading))
        for name in names
        if (column := every[name].column) is not None and any(_says(row, name, column, words) for row in rows)
    }


def _says(row: Any, name: str, column: Column, words: Words) -> bool:
    """Return whether a field has something to show: a form may write what is not there, such as a vacant post."""
    return getattr(row, name) not in _EMPTY or bool(column.form and cell(row, name, column, words))


def cells_of(rows: Sequence[Any], shown: Mapping[str, Column], words: Words) -> list[list[str]]:
    """Return the cells of some columns, row by row."""
    return [[cell(row, name, column, words) for name, column in shown.items()] for row in rows]


def print_table(columns: Iterable[Column], rows: Iterable[Iterable[str]], screen: Screen) -> None:
    """Print cells under the headings of their columns."""
    screen.console.print(_table(columns, rows, screen), width=screen.width)


def _table(columns: Iterable[Column], rows: Iterable[Iterable[str]], screen: Screen) -> Table:
    """Make a table; where it is too wide, its cells are broken between words, and the gaps are narrower if need be."""
    style = box.SIMPLE_HEAD if screen.signs is not ASCII else box.ASCII2
    table = Table(box=style, pad_edge=False, show_edge=False, header_style="bold")
    shown, cells = tuple(columns), [[screen.fitted(text) for text in row] for row in rows]
    headings = [screen.fitted(column.heading) for column in shown]
    widths: Sequence[int | None] = [None] * len(shown)
    for gap in range(_GAP, 0, -1):
        if (fitting := _widths(shown, [headings, *cells], screen.width - gap * (len(shown) - 1))) is not None:
            widths, table.padding = fitting, (0, int(gap > 1), 0, max(gap - 2, 0))  # beside the box's own space
            break
    for column, heading, width in zip(shown, headings, widths, strict=True):
        table.add_column(
            Text(heading), overflow="fold", no_wrap=column.whole, min_width=None if width else column.least, width=width
        )
    for row in cells:
        table.add_row(*(Text(_broken(text, width)) for text, width in zip(row, widths, strict=True)))
    return table


_GAP: Final = 3
"""Cells between two columns, where there is room."""


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int | None] | None:
    """Return widths that keep every word whole: all None where every cell fits in one line, None where none do."""
    most = _most(rows)
    if sum(most) <= room:
        return [None] * len(most)
    cells = zip(*rows, strict=True)
    words = [max((cell_len(word) for text in column for word in bound(text).split()), default=0) for column in cells]
    least = [
        wide if column.whole else max(word, min(column.least or 0, wide))
        for column, wide, word in zip(columns, most, words, strict=True)
    ]
    if sum(least) > room:
        return None
    widths = list(most)
    for _ in range(sum(most) - room):  # the widest gives way first, so that short columns stay as they are
        widths[max((place for place, wide in enumerate(widths) if wide > least[place]), key=widths.__getitem__)] -= 1
    return list(widths)


def _most(rows: Iterable[Sequence[str]]) -> list[int]:
    """Return the widths at which no cell is broken."""
    return [max(cell_len(line) for text in column for line in text.split("\n")) for column in zip(*rows, strict=True)]


def _broken(text: str, width: int | None) -> str:
    """Break the lines of a cell between words."""
    if width is None:
        return text
    return "\n".join("\n".join(wrapped(line, width)) for line in text.split("\n"))


def _show_whole(rows: Sequence[Any], names: Sequence[str], words: Words, screen: Screen) -> None:
    """Print rows of a sheet with every field: as a table, or each by itself where roomy columns make it too wide."""
    shown = filled(rows, names, words)
    cells = cells_of(rows, shown, words)
    titles = [screen.fitted(column.heading) for column in shown.values()]
    widest = sum(_most([titles, *([screen.fitted(text) for text in row] for row in cells)]))
    if widest <= screen.width - _GAP * (len(shown) - 1) or not any(column.roomy for column in shown.values()):
        print_table(shown.values(), cells, screen)
        return
    headings = titles[2:]
    for first, second, *others in cells:
        head = Table.grid(padding=(0, 2))
        head.add_row(Text(screen.fitted(first), style="bold"), Text(screen.fitted(second)))
        screen.console.print(head, width=screen.width)
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim", no_wrap=True, min_width=max(map(cell_len, headings)) + 2)
        grid.add_column(overflow="fold")
        for heading, text in zip(headings, others, strict=True):
            if text not in NOTHING:
                grid.add_row(Text(f"  {heading}"), Text(screen.fitted(text)))
        screen.console.print(grid, width=screen.width)


def show_sheet(sheet: Any, words: Words, screen: Screen) -> None:
    """Print one thing in full; empty fields and empty lists are left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    lists = []
    for name, column, part in parts_of(sheet):
        value = getattr(part, name)
        if isinstance(value, tuple) and value and hasattr(value[0], "_fields") and not column.form:
            lists.append((column.heading, value, fields(type(part))[name].json.part))
        elif (text := cell(part, name, column, words)) not in NOTHING:
            grid.add_row(Text(screen.fitted(words.say(column.heading))), Text(screen.fitted(text)))
    screen.console.print(grid, width=screen.width)
    for heading, rows, named in lists:
        screen.print()
        screen.print(words.say(heading), style="bold")
        _show_whole(rows, named if isinstance(named, tuple) and named else columns(type(rows[0])), words, screen)


def parts_of(sheet: Any) -> list[tuple[str, Column, Any]]:
    """Return the fields to show, each with the named tuple that holds it: those of inline parts too."""
    shown: list[tuple[str, Column, Any]] = []
    for name, field in fields(type(sheet)).items():
        if field.json.inline and getattr(sheet, name) is not None:
            shown.extend(parts_of(getattr(sheet, name)))
        elif field.column is not None:
            shown.append((name, field.column, sheet))
    return shown


def cell(row: Any, name: str, column: Column, words: Words) -> str:
    """Write one field of a row as a reader sees it."""
    value = getattr(row, name)
    if column.form:
        return _FORMS[column.form](row, value, words)
    if column.empty and not value:
        return words.say(column.empty)
    return written(value, words, terms=column.terms)


def written(value: Any, words: Words, *, terms: bool = False) -> str:
    """Write a value by its type: a label, yes or no, a list; `terms` are words of the vocabulary."""
    if isinstance(value, Named):
        return words.named(value)
    if isinstance(value, bool):
        return words.say("yes") if value else words.say("no")
    if value in _EMPTY:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {written(part, words) or '–'}" for key, part in value.items())
    parts = value if isinstance(value, (list, tuple)) else (value,)
    return ", ".join(words.say(VALUES[part]) if terms and part in VALUES else _text(part, words) for part in parts)


def _away(row: Any, until: date | None, words: Words) -> str:
    """Write until when a post is away, and who acts for it."""
    return "\n".join([words.short_day(until), *([safe(row.deputy)] if row.deputy else [])]) if until else ""


def _hand(row: Any, recorded_by: str, words: Words) -> str:
    """Write by whose hand an act was recorded: its own or another's, and where nobody knows that it is."""
    hand = words.say("itself") if row.acted_by == recorded_by else recorded_by
    return ", ".join(filter(None, (hand, how_known(row.authenticated, words))))


def how_known(authenticated: str, words: Words) -> str:
    """Write how the post that recorded an act is known; "" where its computer's account is all there is to tell."""
    return words.say(_KNOWN[authenticated]) if authenticated in _KNOWN else ""


def _confirmed(_row: Any, authenticated: str, words: Words) -> str:
    if authenticated == UNAUTHENTICATED:
        return written(False, words)
    return ", ".join(filter(None, (written(True, words), how_known(authenticated, words))))


_KNOWN: Final[Mapping[str, str]] = {OIDC: N_("signed in"), UNAUTHENTICATED: N_("not confirmed")}


def _times(_row: Any, number: int, words: Words) -> str:
    return words.plural("{number} time", "{number} times", number) if number else ""


def _version(version: int, day: str, words: Words) -> str:
    return words.say("{day}, version {version}", day=day, version=version) if version > 1 else day


def _archive_answer(row: Any, _: object, words: Words) -> str:
    there = words.say(N_("was there already")) if row.existing else ""
    if row.existing and row.state == "exported":
        there = words.say(N_("was there already, perhaps as an older version"))
    return "\n".join([safe(text) for text in (row.number, row.system_id, there, row.failure) if text])


_FORMS: Final[Mapping[str, Callable[[Any, Any, Words], str]]] = {
    "archive_answer": _archive_answer,
    "away": _away,
    "confirmed": _confirmed,
    "exempt": lambda _row, exempt, _: exempt.basis if exempt is not None else "",
    "field": lambda _, name, words: words.say(FIELDS.get(name, name)),
    "hand": _hand,
    "holder": lambda row, holder, words: words.say("vacant") if row.vacant else safe(holder or ""),
    "judges": lambda _, judges, words: "\n".join(words.say(JUDGES[judge]) for judge in judges),
    "lines": lambda _, lines, words: "\n".join(_text(line, words) for line in lines),
    "period": lambda _, days, words: "–\n".join(words.short_day(day) for day in days),
    "days": lambda _, days, words: "\n".join(words.short_day(date.fromisoformat(day)) for day in days),
    "periods": lambda _, missed, words: periods(missed, words),
    "rhythm": lambda _, every, words: rhythm(every, words),
    "percent": lambda _, number, __: f"{number} %" if number else "",
    "sent": lambda row, kind, words: " ".join(filter(None, (written(kind, words, terms=True), safe(row.item)))),
    "short_day": lambda _, day, words: words.short_day(day),
    "source": lambda _, source, words: _source(source, words),
    "size": lambda _, number, words: words.size(number) if number else "",
    "standard": lambda row, text, words: _text(text, words) if text else words.say(RULES[row.key].standard),
    "times": _times,
    "version": lambda row, day, words: _version(row.version, words.short_day(day), words),
    "why": lambda row, label, words: words.label(label) or words.say(STAYS[row.stays]),
}
"""Cells that are written otherwise than their type says."""


def _source(source: Source | None, words: Words) -> str:
    """Write where in a list a case was brought in from."""
    if source is None:
        return ""
    row = words.say("row {number}", number=source.row) if source.row else ""
    parts = [part for part in (_text(source.file, words), _text(source.sheet, words), row) if part]
    return ", ".join(parts) or words.say("an earlier list, or papers")


def _text(value: Any, words: Words) -> str:
    return safe(value, breaks="\n") if isinstance(value, str) else words.text(value)
