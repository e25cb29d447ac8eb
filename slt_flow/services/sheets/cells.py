"""Cells of a list as answers: owners, deadlines, states, progress; what cannot be read is noted as a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Final, TypeVar

from slt_flow.errors import RequestError
from slt_flow.model import Area, Meeting, Post
from slt_flow.services.decisions.imported import Outcome
from slt_flow.services.request import parsing
from slt_flow.services.request.counting import Counted, MeetingDay, meeting_days
from slt_flow.services.request.request import Request
from slt_flow.services.request.typed_days import FAR
from slt_flow.services.sheets.choices import Choices
from slt_flow.services.sheets.faults import Faults
from slt_flow.services.sheets.headings import Field, folded, level_of, outcome_of
from slt_flow.services.sheets.layout import Cell, ListRow, ReadList
from slt_flow.spreadsheets.tables import ErrorCell
from slt_flow.terms import DEADLINE, IDENTIFIER, PAST, Level, Ref, Sense, Worded, identifier

T = TypeVar("T")

_SEVERAL: Final = re.compile(r"\s*[/,;&+\n]\s*|(?<!-)\s+(?:og|and)\s+")
"""Signs and words between two owners in one cell."""


class Cells:
    """Reader of the cells of one list within a request."""

    def __init__(self, request: Request, listed: ReadList, choices: Choices, faults: Faults) -> None:
        self._request, self._list, self._choices, self._faults = request, listed, choices, faults
        snapshot, day = request.snapshot, request.context.day
        posts = [post for post in snapshot.all(Post) if post.until is None or post.until > day]
        named = [(post.holder or "", post.id) for post in posts] + [(post.title, post.id) for post in posts]
        self._posts = {folded(name): post for name, post in (*named, *((post.id, post.id) for post in posts)) if name}
        self._areas = {folded(name): area.id for area in snapshot.all(Area) for name in (area.title, area.id)}
        self._owners: dict[str, str | None] = {}
        self._days: dict[tuple[str, date, Sense], date] = {}
        self.state_words: dict[str, Outcome] = {}
        self._fractions = any(
            isinstance(cell.value, float) and 0 < cell.value < 1
            for row in listed.rows
            for cell in row.cells.get(Field.PROGRESS, ())
        )

    def _read(self, row: ListRow, field: Field, of: Callable[[Cell], T], *, once: bool = False) -> T | None:
        """Read the cell of a field; a fault in it is noted."""
        cell = row.cell(field)
        if cell is None:
            return None
        try:
            if isinstance(cell.value, ErrorCell):
                code = "sheet_error_cell" if cell.value.code else "sheet_formula_without_value"
                raise RequestError(code, given=cell.value.code)
            return of(cell)
        except RequestError as error:
            words = folded(str(cell.value)) if once else None
            self._faults.add(error, row.number, cell.letter, once=words)
            return None

    def text(self, row: ListRow, field: Field) -> str:
        """Return the words of a cell, "" where it has none."""
        return self._read(row, field, words_of) or ""

    def level(self, row: ListRow) -> Level | None:
        """Return the level that a row names, else that of all rows."""

        def of(cell: Cell) -> Level:
            level = level_of(words_of(cell))
            if level is None:
                raise RequestError("sheet_no_such_level", given=parsing.shown(words_of(cell)))
            return level

        return self._read(row, Field.LEVEL, of, once=True) or self._choices.level

    def number(self, row: ListRow) -> Ref | None:
        """Return the ref that a row names."""
        return self._read(row, Field.NUMBER, lambda cell: parsing.ref(words_of(cell)))

    def outcome(self, row: ListRow) -> Outcome | None:
        """Return the outcome that a row's state means; None where it has none."""

        def of(cell: Cell) -> Outcome:
            words = words_of(cell)
            outcome = self._choices.states.get(folded(words)) or outcome_of(words)
            if outcome is None:
                raise RequestError("sheet_state_unknown", given=_in_command(words))
            self.state_words[words] = outcome
            return outcome

        return self._read(row, Field.STATUS, of, once=True)

    def progress(self, row: ListRow) -> int:
        """Return how far work has come, in percent; Excel keeps 50 % as 0.5."""

        def of(cell: Cell) -> int:
            value = cell.value
            if self._fractions and isinstance(value, int | float) and 0 <= value <= 1:
                return round(value * 100)
            return parsing.percent(words_of(cell))

        return self._read(row, Field.PROGRESS, of) or 0

    def area(self, row: ListRow) -> str | None:
        """Return the focus area that a row names, by its id or title."""

        def of(cell: Cell) -> str:
            words = words_of(cell)
            return self._areas.get(folded(words)) or parsing.area(words, self._request.snapshot)

        return self._read(row, Field.AREA, of, once=True)

    # days

    def due(self, row: ListRow, counted_from: date | None) -> date | None:
        """Return the deadline of a row, counted from the day on which it was given, where that is known.

        Of work without an end it is the day of its next review, which the coordinator names for all.
        """

        def of(cell: Cell) -> date:
            words = words_of(cell)
            if parsing.is_standing(words):
                review = self._choices.review
                if review is None:
                    raise RequestError("sheet_standing", given=parsing.shown(words))
                return Worded.of(self._day(review, DEADLINE, self._request.context.day), words, standing=True)
            return self._day_of(cell, DEADLINE, counted_from)

        return self._read(row, Field.DUE, of)

    def day(self, row: ListRow) -> date | None:
        """Return the day on which a row was adopted or given."""

        def of(cell: Cell) -> date:
            day = self._day_of(cell, PAST, None)
            if day > self._request.context.day:
                raise RequestError("day_to_come", on=day, today=self._request.context.day)
            return day.plain if isinstance(day, Worded) else day

        return self._read(row, Field.DAY, of)

    def _day_of(self, cell: Cell, sense: Sense, counted_from: date | None) -> date:
        value = cell.value
        if isinstance(value, int | float) and (numbered := self._list.day(value)) is not None:
            value = numbered
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            day = value
        else:
            year = self._choices.year
            counted_from = counted_from or (date(year, 1 if sense.direction > 0 else 12, 1) if year else None)
            day = self._day(words_of(cell), sense, counted_from or self._request.context.day)
        if day.year > self._request.context.day.year + FAR and not self._request.context.far_ahead:
            raise RequestError("day_far_ahead", day=day, years=day.year - self._request.context.day.year)
        return day

    def _day(self, typed: str, sense: Sense, counted_from: date) -> date:
        key = (typed, counted_from, sense)
        if key not in self._days:
            try:
                self._days[key] = parsing.day(typed, Counted(counted_from, sense, self._meetings))
            except RequestError as error:
                if error.code != "day_is_ambiguous":
                    raise
                raise RequestError("sheet_day_is_ambiguous", **error.facts) from None
        return self._days[key]

    def _meetings(self) -> tuple[MeetingDay, ...]:
        rows = self._request.snapshot.all(Meeting)
        return meeting_days((row, self._request.item(row.ref)) for row in rows)

    # owners

    def owner(self, row: ListRow) -> str | None:
        """Return the post that a row names as accountable."""

        def of(cell: Cell) -> str:
            words = words_of(cell)
            if (post := self._post(words)) is not None:
                return post
            several = [part for part in _SEVERAL.split(str(cell.value).strip()) if part]
            first = self._post(several[0]) if len(several) > 1 else None
            if first is None:
                is_first = len(several) > 1 and (self._choices.first_owner or all(map(self.near, several)))
                raise self._unknown(several[0] if is_first else words)
            if not self._choices.first_owner:
                raise RequestError("sheet_two_owners", given=_in_command(words), first=first)
            return first

        return self._read(row, Field.OWNER, of, once=True)

    def has_several_owners(self, row: ListRow) -> bool:
        """Return True where the cell names more than the post that is accountable."""
        cell = row.cell(Field.OWNER)
        return cell is not None and self._post(words_of(cell)) is None

    def post(self, words: str) -> str:
        """Return the post that words mean, such as an option's.

        Raises:
            RequestError: none does.
        """
        return self._post(words) or parsing.post(words, self._request.snapshot)

    def _post(self, words: str) -> str | None:
        name = folded(words)
        if name in self._choices.posts:
            return parsing.post(self._choices.posts[name], self._request.snapshot)
        return self._posts.get(name)

    def near(self, words: str) -> str | None:
        """Return the post that words may mean: the nearest name, else one of which they have a word."""
        name = folded(words)
        if close := get_close_matches(name, self._posts, n=1, cutoff=0.75):
            return self._posts[close[0]]
        parts: Mapping[str, str] = {part: post for words, post in self._posts.items() for part in words.split()}
        matches = (get_close_matches(part, parts, n=1, cutoff=0.8) for part in name.split() if len(part) > 3)
        return next((parts[close[0]] for close in matches if close), None)

    def _unknown(self, words: str) -> RequestError:
        if (post := self.near(words)) is not None:
            return RequestError("sheet_owner_like", given=_in_command(words), id=_id(words), post=post)
        return RequestError("sheet_owner_unknown", given=_in_command(words), id=_id(words))


def _id(words: str) -> str:
    """Return an id made of words, for the command that adds a post."""
    name = re.sub(r"[^a-z0-9]+", "-", identifier(words)).strip("-")[:60].strip("-")
    return name if IDENTIFIER.fullmatch(name) else "ID"


def _in_command(words: str) -> str:
    """Return words as they may stand between single quotes of a command that is copied: nothing in them ends it."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in words).replace("'", "’")


def words_of(cell: Cell) -> str:
    """Return the value of a cell as words on one line."""
    return " ".join(str(cell.value).split())
