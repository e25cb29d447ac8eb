"""Outline of a list: which case each row is, beneath which; cases that the list lacks are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from slt_flow.errors import RequestError
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.services.request import parsing
from slt_flow.services.sheets.cells import Cells
from slt_flow.services.sheets.faults import Faults
from slt_flow.services.sheets.headings import TITLES, Field, folded
from slt_flow.services.sheets.layout import ListRow, ReadList
from slt_flow.terms import Level, Ref

LEVELS: Final = tuple(Level)

_NAMES: Final = (*TITLES.values(), Field.TITLE)


@dataclass
class Node:
    """Case of the list, beneath another of it, beneath a case that is here, or on top.

    `own` is False for a case that has no row of its own: rows stand beneath it. `here` is its ref once it is entered,
    or when it was here before.
    """

    level: Level
    title: str
    row: ListRow
    letter: str
    own: bool
    above: Node | None = None
    beneath: list[Node] = field(default_factory=list)
    here: Ref | None = None

    def walk(self) -> Iterator[Node]:
        """Yield the case and all beneath it, each before those beneath it."""
        yield self
        for node in self.beneath:
            yield from node.walk()


class Outline:
    """Builder of the outline, row by row: a case that a row leaves out is that of the row above."""

    def __init__(self, listed: ReadList, cells: Cells, snapshot: Snapshot, faults: Faults, name: str) -> None:
        self._list, self._cells, self._faults, self._name = listed, cells, faults, name
        self.tops: list[Node] = []
        self._last: dict[Level, Node] = {}
        self._by_title: dict[tuple[int | None, Level, str], Node] = {}
        self._named: dict[tuple[Level, str], Node] = {}
        self._numbered: dict[Ref, Node] = {}
        self._here: dict[str, list[Item]] = {}
        self._by_name: dict[Ref | str, int] | None = None
        self._items = {item.ref: item for item in snapshot.all(Item) if not item.series}
        for item in self._items.values():
            self._here.setdefault(folded(item.title), []).append(item)
        fields = {column.field for column in listed.columns}
        self._has_level_columns = [level for level, title in TITLES.items() if title in fields]

    def build(self) -> list[Node]:
        """Return the cases on top, in the order of the list."""
        for row in self._list.rows:
            self._row(row)
        return self.tops

    def _row(self, row: ListRow) -> None:
        titles = {level: self._cells.text(row, TITLES[level]) for level in self._has_level_columns}
        titles = {level: title for level, title in titles.items() if title}
        letters = {level: row.cells[TITLES[level]][0].letter for level in titles}
        plain = self._cells.text(row, Field.TITLE)
        if plain:
            level = self._cells.level(row) or self._beneath(titles)
            if level is None:
                if Field.LEVEL not in row.cells:  # a word that is no level is told already
                    letter = self._list.letter(Field.LEVEL) or row.cells[Field.TITLE][0].letter
                    self._faults.add(RequestError("sheet_level_unknown"), row.number, letter, once="")
                return
            titles = {above: title for above, title in titles.items() if LEVELS.index(above) < LEVELS.index(level)}
            titles[level], letters[level] = plain, row.cells[Field.TITLE][0].letter
        if not titles:
            if (
                not any(TITLES[level] in row.cells for level in self._has_level_columns)
                and Field.TITLE not in row.cells
            ):
                self._faults.add(RequestError("sheet_row_without_title"), row.number, "")
            return
        self._place(row, titles, letters)

    def _beneath(self, titles: dict[Level, str]) -> Level | None:
        """Return the level beneath the columns of levels that a row fills, where it fills any."""
        lowest = max((LEVELS.index(level) for level in titles), default=None)
        return None if lowest is None else LEVELS[min(lowest + 1, len(LEVELS) - 1)]

    def _place(self, row: ListRow, titles: dict[Level, str], letters: dict[Level, str]) -> None:
        own = max(titles, key=LEVELS.index)
        above = self._under(row, own)
        for level in LEVELS[: LEVELS.index(own) + 1]:
            if above is not None and LEVELS.index(level) <= LEVELS.index(above.level):
                continue
            last = self._last.get(level)
            is_beneath = last is not None and last.above is above
            ref = parsing.ref_in(titles.get(level, ""))
            named = self._items.get(ref) if ref is not None else None
            if named is not None and named.ref.depth == LEVELS.index(level) and level != own:
                above = self._node_of(named, row)
            elif level == own:
                above = self._case(row, level, titles[level], letters[level], above, own=True)
            elif level in titles:
                above = self._case(row, level, titles[level], letters[level], above, own=False)
            elif last is not None and is_beneath and self._goes_on(level):
                above = last
            else:
                title = above.title if above is not None else self._name
                above = self._case(row, level, title, letters[own], above, own=False)
            self._last[level] = above
            for lower in LEVELS[LEVELS.index(level) + 1 :]:
                if lower in self._last and self._last[lower].above is not above:
                    del self._last[lower]

    def _goes_on(self, level: Level) -> bool:
        """Tell whether rows that leave out a level stand beneath the case of the row above."""
        return level in self._has_level_columns or bool(self._last.get(level) and self._last[level].own)

    def _under(self, row: ListRow, own: Level) -> Node | None:
        """Return the case that a row names as the one it stands beneath, by its ref or its title."""
        words = self._cells.text(row, Field.UNDER)
        number = self._cells.number(row) if Field.NUMBER in row.cells and own != Level.STRATEGIC else None
        ref = parsing.ref_in(words) if words else number.parent if number is not None else None
        if ref is not None:
            if (node := self._numbered.get(ref)) is None and ref in self._items:
                node = self._node_of(self._items[ref], row)
            error = RequestError("unknown_ref", ref=str(ref))
        elif words:
            above, key = LEVELS[: LEVELS.index(own)][::-1], folded(words)
            node = next((self._named[level, key] for level in above if (level, key) in self._named), None)
            items = [item for item in self._here.get(key, ()) if item.ref.depth < LEVELS.index(own)]
            if node is None and items:
                node = self._node_of(items[0], row)
            error = RequestError("sheet_under_unknown", given=parsing.shown(words))
        else:
            return None
        if node is None:
            below = self._rows_named().get(ref or folded(words))
            if below is not None and below > row.number:
                error = RequestError("sheet_under_is_below", given=parsing.shown(str(ref or words)), row=below)
            self._faults.add(error, row.number, row.cells[Field.UNDER if words else Field.NUMBER][0].letter)
        return node

    def _rows_named(self) -> Mapping[Ref | str, int]:
        """Return the last row of each ref and each title; made once a parent is missing."""
        if self._by_name is None:
            self._by_name = {}
            for row in self._list.rows:
                numbers = (parsing.ref_in(str(cell.value)) for cell in row.cells.get(Field.NUMBER, ()))
                named = (folded(str(cell.value)) for name in _NAMES if (cell := row.cell(name)) is not None)
                self._by_name |= dict.fromkeys((*filter(None, numbers), *named), row.number)
        return self._by_name

    def _node_of(self, item: Item, row: ListRow) -> Node:
        """Return the node of a case that is here, with those above it."""
        above = self._node_of(self._items[item.ref.parent], row) if item.ref.parent is not None else None
        node = self._case(row, LEVELS[item.ref.depth], item.title, "", above, own=False)
        node.here = item.ref
        return node

    def _case(self, row: ListRow, level: Level, title: str, letter: str, above: Node | None, *, own: bool) -> Node:
        """Return the case of a title beneath another: one met before, unless both have rows of their own."""
        key = (id(above) if above is not None else None, level, folded(title))
        earlier = self._by_title.get(key)
        if earlier is not None and not (own and earlier.own):
            if own:
                earlier.row, earlier.letter, earlier.own = row, letter, True
            return earlier
        node = Node(level, title, row, letter, own, above)
        self._by_title[key] = self._named[level, folded(title)] = node
        if own and Field.NUMBER in row.cells and (number := self._cells.number(row)) is not None:
            self._numbered[number] = node
        (above.beneath if above is not None else self.tops).append(node)
        return node
