"""Answers of an owner on its form sheet: recorded as its own acts, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from slt_flow.engine.decide import known_item
from slt_flow.engine.machine import BuiltMachine
from slt_flow.errors import RequestError
from slt_flow.model import Item
from slt_flow.model.spelling import folded
from slt_flow.records import journal
from slt_flow.results.answers import Refusal
from slt_flow.results.form_sheets import (
    ANSWERS,
    FIELDS,
    FORMAT,
    MARK,
    MEMORY,
    FilledRow,
    FilledSheet,
    RowMistake,
    SheetOutcome,
)
from slt_flow.services.follow_up.owner_sheet import Choice, choices, that_does
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.recording import found_in, refuse_numbers
from slt_flow.services.request.request import RefusedByRule, Request
from slt_flow.services.request.savepoint import Savepoint
from slt_flow.services.request.transaction import NotRecorded, transact
from slt_flow.spreadsheets.read import raw, read
from slt_flow.spreadsheets.tables import ErrorCell, Row, Sheet, Value
from slt_flow.terms import Named, Ref, Role

REFUSED, WRONG_USE = 1, 2
"""Exit codes of a sheet that only rules refuse, and of one with other mistakes."""

Act = tuple[str, str, Mapping[str, Any]]
"""Act that a row asks for: the field of its cell, the action, the answers."""


# reading


def filled(path: Path) -> FilledSheet:
    """Read a form sheet that came back.

    Raises:
        RequestError: it cannot be read, is no form sheet, is of a newer format, or lacks a column.
    """
    content, file = raw(path), path.name
    whole = read(content, file)
    if MEMORY not in whole.hidden:
        raise RequestError("no_form_sheet", file=file)
    memory = [row.cells for row in read(content, file, MEMORY).sheets[0].rows]
    try:
        mark, version, id_, owner, day = map(str, memory[0][:5])
        written = dict(zip(FIELDS, map(str, memory[1][: len(FIELDS)]), strict=True))
        cases = {str(ref): (int(str(seq)), str(state)) for ref, seq, state, *_ in memory[2:]}
        taken_out = date.fromisoformat(day)
    except (ValueError, IndexError):
        raise RequestError("no_form_sheet", file=file) from None
    if mark != MARK or not version.isdecimal():
        raise RequestError("no_form_sheet", file=file)
    if int(version) > FORMAT:
        raise RequestError("form_sheet_newer", file=file, format=int(version), ours=FORMAT)
    rows = tuple(_rows(whole.sheets, written, cases, file))
    return FilledSheet(file, owner, taken_out, id_, written, rows)


def _rows(
    sheets: Sequence[Sheet], written: Mapping[str, str], cases: Mapping[str, tuple[int, str]], file: str
) -> Iterator[FilledRow]:
    """Yield the rows beneath the headings that hold an answer.

    Raises:
        RequestError: a column is gone, or a cell holds an error.
    """
    every = ((sheet, row) for sheet in sheets for row in sheet.rows)  # somebody may have added a sheet before it
    sheet, headings = next((pair for pair in every if set(written.values()) <= set(pair[1].cells)), (None, None))
    if sheet is None or headings is None:
        raise RequestError("form_sheet_columns", file=file, columns=tuple(written.values()))
    places = {field: headings.cells.index(heading) for field, heading in written.items()}
    for row in sheet.rows:
        if row.number <= headings.number:
            continue
        ref = _text(_cell(row, places["ref"]))
        seq, state = cases.get(ref, (None, ""))
        values = {field: _cell(row, places[field]) for field in ANSWERS}
        for field, value in values.items():
            if isinstance(value, ErrorCell):
                raise RequestError("form_sheet_error_cell", file=file, row=row.number, column=written[field])
        answers = {field: _text(value) for field, value in values.items() if value is not None}
        if answers:
            yield FilledRow(row.number, ref, seq, state, answers)


def _cell(row: Row, place: int) -> Value:
    return row.cells[place] if place < len(row.cells) else None


def _text(value: Value) -> str:
    return "" if value is None else str(value)


# recording


def record_answers(context: Context, sheet: FilledSheet) -> SheetOutcome:
    """Record the answers of a form sheet as acts of its owner, all of them or none.

    Args:
        context: the context of the secretary's request; with `dry_run` the answer tells what would be done.
        sheet: the sheet that came back.

    Raises:
        RequestError: it is another council's, of a post that is gone, or empty.
    """
    if not sheet.rows:
        raise RequestError("form_sheet_empty", file=sheet.file)
    if context.acted_by not in (None, sheet.owner):
        raise RequestError("form_sheet_of_post", file=sheet.file, owner=sheet.owner)
    mistakes: list[RowMistake] = []
    unchanged: list[str] = []

    def act(request: Request) -> None:
        if journal.id_of(request.connection, request.council) != sheet.journal:
            raise RequestError("form_sheet_of_another", file=sheet.file, council=request.council)
        request.acted_by = parsing.post(sheet.owner, request.snapshot)
        entering = _Entering(request, sheet)
        for row in sorted(sheet.rows, key=_deepest_first):
            entering.enter(row)
        mistakes.extend(sorted(entering.mistakes, key=lambda mistake: mistake.row))
        unchanged.extend(entering.unchanged)
        if mistakes or not request.entries:
            raise NotRecorded

    rows = tuple((row.ref, tuple(sorted(row.answers.items()))) for row in sheet.rows)
    arguments = {"owner": sheet.owner, "day": sheet.day, "rows": rows}
    asked = {"use_case": "record_answers", "arguments": arguments}
    try:
        done = transact(context, asked, None, act, only=(Role.SECRETARY,))
    except NotRecorded:
        code = WRONG_USE if any(not mistake.findings for mistake in mistakes) else REFUSED
        return SheetOutcome(sheet.owner, None, tuple(mistakes), tuple(unchanged), code if mistakes else 0)
    if isinstance(done, Refusal):  # of the whole request
        mistake = RowMistake(0, "", "form_row_refused", ref=done.ref, findings=done.findings)
        return SheetOutcome(sheet.owner, None, (mistake,), exit_code=REFUSED)
    return SheetOutcome(sheet.owner, done, unchanged=tuple(unchanged))


def _deepest_first(row: FilledRow) -> int:
    """Sort work before the case that it is part of, which may be reported only once that work is done."""
    ref = Ref.parse(row.ref)
    return -ref.depth if ref is not None else 0


class _Entering:
    """Entering of a sheet's rows in one request; a row that fails leaves mistakes and nothing else.

    Attributes:
        unchanged: the refs of rows that are recorded already.
    """

    def __init__(self, request: Request, sheet: FilledSheet) -> None:
        self.request, self.sheet = request, sheet
        self.mistakes: list[RowMistake] = []
        self.unchanged: list[str] = []
        self._field = "ref"
        self._seen: set[Ref] = set()

    def enter(self, row: FilledRow) -> None:
        """Perform what a row asks for, or note the mistake at its cell."""
        before, self._field = Savepoint(self.request), "ref"
        try:
            self._enter(row)
        except RefusedByRule as refused:
            findings = refused.refusal.findings
            self._wrong(row, "form_row_refused", refused.refusal.ref, findings=findings)
        except RequestError as error:
            self._wrong(row, error.code, row.ref, facts=error.facts)
        else:
            return
        before.restore()

    def _wrong(self, row: FilledRow, code: str, ref: str, **more: Any) -> None:
        self.mistakes.append(RowMistake(row.row, self.sheet.headings[self._field], code, ref=ref, **more))

    def _enter(self, row: FilledRow) -> None:
        ref = parsing.ref(row.ref)
        if ref in self._seen:
            raise RequestError("form_row_twice", ref=row.ref)
        self._seen.add(ref)
        self.request.load(ref)
        item = known_item(self.request.before, ref)  # as it stood before the rows beneath it
        states = self.request.built(item.pin).pinned.machine.states
        is_moved = row.seq is not None and item.last_seq > row.seq
        if is_moved and row.state in states and self._is_recorded(row, ref, self._acts(row, item)):
            self.unchanged.append(row.ref)
            return
        self._field = "ref"
        if item.owner != self.sheet.owner:
            raise RequestError("form_row_of_another", ref=row.ref, post=self.sheet.owner, owner=item.owner)
        if row.seq is None:
            raise RequestError("form_row_added", ref=row.ref)
        if item.last_seq != row.seq or item.state != row.state:
            was = Named(row.state, states[row.state].label._asdict()) if row.state in states else row.state
            raise RequestError("form_row_changed", ref=row.ref, was=was, now=self.request.state(item), on=item.last_on)
        for field, answer in row.answers.items():  # when all is recorded, they would be refused without their rows
            self._field = field
            refuse_numbers(("text", number) for number in found_in("text", answer))
        for field, action, answers in self._acts(row, item):
            self._field = field
            self.request.perform(ref, action, answers, through=True)

    def _acts(self, row: FilledRow, item: Item) -> list[Act]:
        """Return what a row asks for, in the order in which it can be done."""
        built, state = self.request.machines.built(item.pin), row.state if row.seq is not None else item.state
        acts: list[Act] = []
        choice = self._choice(row, built, state)
        if choice is not None:
            text = row.answers.get("text")
            acts.append(("choice", choice.name, {choice.asks: text} if choice.asks and text else {}))
        self._field = "percent"
        if (action := self._room(row, "percent", built, state, "record_progress")) is not None:
            percent = parsing.percent(row.answers["percent"])
            reported: Act = ("percent", action, {"percent": percent, "text": row.answers.get("note")})
            comes_first = (
                choice is None or action in built.actions(state) or action not in built.actions(str(choice.action.to))
            )
            acts.insert(0 if comes_first else 1, reported)
        elif "note" in row.answers:
            self._field = "note"
            raise RequestError("form_row_note_alone", ref=row.ref)
        self._field = "comment"
        if (action := self._room(row, "comment", built, state, "record_remark")) is not None:
            acts.insert(0, ("comment", action, {"text": row.answers["comment"]}))
        return acts

    def _room(self, row: FilledRow, field: str, built: BuiltMachine, state: str, effect: str) -> str | None:
        """Return the action of an answer, None where the cell is empty."""
        if field not in row.answers:
            return None
        action = that_does(built, state, effect)
        if action is None:
            raise RequestError("form_row_no_room", ref=row.ref, state=Named(state, built.state(state).label._asdict()))
        return action

    def _choice(self, row: FilledRow, built: BuiltMachine, state: str) -> Choice | None:
        """Return the choice of a row, by its label in any language."""
        self._field = "choice"
        typed, options = row.answers.get("choice"), choices(built, state)
        if typed is None:
            self._field = "text"
            if "text" in row.answers:
                raise RequestError("form_row_text_alone", ref=row.ref)
            return None
        labels = {folded(label): one for one in options for label in (*one.action.label, one.name)}
        choice = labels.get(folded(typed))
        if choice is None:
            labels_of = tuple(one.named for one in options)
            raise RequestError("form_row_unknown_choice", ref=row.ref, given=parsing.shown(typed), known=labels_of)
        self._field = "text"
        if choice.asks and "text" not in row.answers:
            raise RequestError("form_row_text_missing", ref=row.ref, choice=choice.named)
        if not choice.asks and "text" in row.answers:
            raise RequestError("form_row_text_unused", ref=row.ref, choice=choice.named)
        return choice

    def _is_recorded(self, row: FilledRow, ref: Ref, acts: list[Act]) -> bool:
        """Tell whether all that a row asks for was recorded since the sheet was taken out."""
        entries = journal.read(self.request.connection, self.request.council, str(ref))
        gone = journal.voided(entries)
        since = [e for e in entries if e.seq > (row.seq or 0) and e.acted_by == self.sheet.owner and e.seq not in gone]
        for _, action, answers in acts:
            words = {str(v) for e in since if e.action == action for v in (*e.data.values(), *e.texts.values())}
            asked = {str(value) for value in self.request.typed(ref, answers).values()}
            if not asked <= words or not any(e.action == action for e in since):
                return False
        return True
