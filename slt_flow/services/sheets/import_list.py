"""List of a spreadsheet brought in: all of it is recorded as history as it is, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from slt_flow.errors import RequestError
from slt_flow.model import Item
from slt_flow.records import journal
from slt_flow.results.sheets import ImportedList, RowBroughtIn, RowChange, StateWord
from slt_flow.services.decisions.hand_down import ADD_MEASURE, ASSIGN, hand_down
from slt_flow.services.decisions.imported import OPEN, ImportedCase, Outcome, Source, enter
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.parsing import MAX_LINE
from slt_flow.services.request.recording import found_in, refuse_numbers
from slt_flow.services.request.request import RefusedByRule, Request
from slt_flow.services.request.transaction import transact
from slt_flow.services.sheets.cells import Cells
from slt_flow.services.sheets.changes import Changes
from slt_flow.services.sheets.choices import AS_IT_STANDS, Choices, written
from slt_flow.services.sheets.faults import Faults
from slt_flow.services.sheets.headings import TITLES, Field, folded
from slt_flow.services.sheets.layout import Cell, ReadList, read_list
from slt_flow.services.sheets.outline import LEVELS, Node, Outline
from slt_flow.terms import ERASED, Level, Ref, Role

_UNNAMED: Final = ("ark", "sheet", "")
"""Names that Excel gives to sheets, without their number."""

_OF_STATES: Final = {"closed_above": "sheet_settled_above", "above_has_not_begun": "sheet_not_begun_above"}
"""Errors about the states of two rows, by those about a row and a case."""

Progress = Callable[[int, int], None]


def import_list(
    context: Context, file: str, choices: Choices = AS_IT_STANDS, progress: Progress | None = None
) -> ImportedList:
    """Bring in the follow-up list that a coordinator keeps in a spreadsheet.

    Args:
        context: the context of the request; with `dry_run` the answer tells what would become of each row.
        file: the spreadsheet, or a text with separated cells.
        choices: choices of the coordinator about it.
        progress: callback, called with how many of how many cases are entered.

    Raises:
        RequestError: the file cannot be read, or with every row and column that is wrong.
    """
    listed = read_list(Path(file), choices)
    entering: list[_Entering] = []

    def act(request: Request) -> None:
        entering.append(_Entering(request, listed, choices, progress))
        entering[0].whole()

    asked = {"file": listed.file, "digest": listed.digest, "choices": written(choices)}
    outcome = transact(
        context, {"use_case": "import_list", "arguments": asked}, None, act, only=(Role.SECRETARY, Role.CHAIR)
    )
    rows, words = (entering[0].rows, entering[0].cells.state_words) if entering else ([], {})
    return ImportedList(
        listed.file,
        listed.sheet,
        listed.headings_in,
        listed.columns,
        tuple(rows),
        listed.beside,
        listed.others,
        outcome,
        written(choices),
        tuple(StateWord(word, str(outcome)) for word, outcome in words.items()),
        tuple(entering[0].changes) if entering else (),
    )


class _Entering:
    """Entering of the cases of one list, from the top down."""

    def __init__(self, request: Request, listed: ReadList, choices: Choices, progress: Progress | None) -> None:
        self._request, self._list, self._choices, self._progress = request, listed, choices, progress
        self._faults = Faults(listed)
        request.load_everything()
        self.cells = Cells(request, listed, choices, self._faults)
        self.rows: list[RowBroughtIn] = []
        self.changes: list[RowChange] = []
        self._entered: set[Ref | None] = set()
        self._compared = Changes(request, listed, choices)
        self._here: dict[tuple[Ref | None, str], list[Item]] = {}
        self._by_row: dict[tuple[Level, str, int], list[Item]] = {}
        for item in request.snapshot.all(Item):
            if not item.series:
                self._here.setdefault((item.ref.parent, folded(item.title)), []).append(item)
                if item.source is not None and item.source.row:
                    place = (LEVELS[item.ref.depth], item.source.sheet, item.source.row)
                    self._by_row.setdefault(place, []).append(item)
        self._owner = self.cells.post(choices.owner) if choices.owner else None
        self._begun = date.fromisoformat(journal.request_at(request.connection, request.council, 1)[0].at[:10])

    def whole(self) -> None:
        """Enter every case of the list.

        Raises:
            RequestError: with every fault.
        """
        name = self._list.sheet.rstrip("0123456789 ").casefold()
        title = Path(self._list.file).stem if name in _UNNAMED else self._list.sheet
        tops = Outline(self._list, self.cells, self._request.snapshot, self._faults, title).build()
        number = sum(1 for top in tops for _ in top.walk())
        if not number:
            self._faults.refuse()
            raise RequestError("sheet_without_rows", file=self._list.file, row=self._list.headings_in)
        for place, node in enumerate(self._in_order(tops), start=1):
            self._node(node)
            if self._progress is not None:
                self._progress(place, number)
        self._faults.refuse()

    def _in_order(self, tops: list[Node]) -> Iterator[Node]:
        for top in tops:
            yield from top.walk()

    def _node(self, node: Node) -> None:
        """Enter a case unless it is here already, or the one above could not be entered."""
        if node.here is not None or (node.above is not None and node.above.here is None):
            if node.own and node.here is None:
                self._read(node, None)  # its own faults are told all the same
            return
        parent = node.above.here if node.above is not None else None
        title = _line(node.title)
        item = self._known(node, parent, title)
        if item is not None:
            node.here = item.ref
            if node.own:
                self._note(node, item, is_here=True)
                if self._is_of_file(item):  # lists of other years tell how a decision stood then
                    self.changes += self._compared.of(node.row, item)
            return
        case = self._read(node, parent)
        if case is None:
            return
        try:
            if node.own:
                self._refuse_twice(case)
            node.here = self._enter(case)
        except RequestError as error:
            above = node.above
            if error.code in _OF_STATES and above is not None and above.here in self._entered:
                # its ref was never given: the row is what people know
                error = RequestError(_OF_STATES[error.code], title=parsing.shown(above.title), row=above.row.number)
            self._faults.add(error, node.row.number, self._letter(node, error))
            return
        except RefusedByRule as refused:  # of work that is given as all work is
            ref, action = refused.refusal.ref, refused.refusal.action.replace("_", "-")
            self._faults.add(RequestError("sheet_row_refused", ref=ref, action=action), node.row.number, node.letter)
            return
        self._entered.add(node.here)
        self._note(node, self._request.snapshot.one(Item, *node.here))

    def _known(self, node: Node, parent: Ref | None, title: str) -> Item | None:
        """Return the case that is here for this one: brought in before, or one that rows name as theirs."""
        items = self._here.get((parent, folded(title)), [])
        of_file = [item for item in items if self._is_of_file(item)]
        if not of_file:
            place = Source(self._list.file, self._list.sheet, node.row.number)
            of_file = [item for item in self._here.get((parent, folded(ERASED)), ()) if item.source == place]
        if of_file:
            if node.own and of_file[0] in items:
                items.remove(of_file[0])  # as many rows are known as were brought in
            return of_file[0]
        brought_in = [item for item in items if item.source is not None]
        if node.level == Level.STRATEGIC and brought_in:
            return brought_in[0]  # lists of several years name it
        return items[0] if items and not node.own else None

    def _is_of_file(self, item: Item) -> bool:
        return item.source is not None and item.source.file == self._list.file

    def _refuse_twice(self, case: ImportedCase) -> None:
        """Refuse a row that most likely is a case of this council's own, or one of the same file by another name.

        Raises:
            RequestError: it has the same words beneath the same case, or in the same row, and the same deadline.
        """
        key = folded(case.title)
        own = [one for one in self._here.get((case.parent, key), ()) if one.source is None or one.due == case.due]
        rows = [
            item
            for item in self._by_row.get((case.level, case.source.sheet, case.source.row), ())
            if (folded(item.title), item.owner, item.due) == (key, case.owner, case.due)
        ]
        if same := own or (rows if case.level != Level.STRATEGIC else []):
            raise RequestError("sheet_row_is_here", title=parsing.shown(case.title), ref=str(same[0].ref))

    def _read(self, node: Node, parent: Ref | None) -> ImportedCase | None:
        """Read a case; None where its row holds something that cannot be read."""
        before, row, cells = self._faults.number, node.row, self.cells
        is_decision = node.level == Level.STRATEGIC
        day = cells.day(row) if node.own or is_decision else None
        owner = cells.owner(row) if node.own else None if is_decision else self._made_owner(node)
        case = ImportedCase(
            node.level,
            _line(node.title),
            (cells.outcome(row) if node.own else None) or self._derived(node),
            Source(self._list.file, self._list.sheet, row.number),
            parent,
            number=cells.number(row) if is_decision and node.own else None,
            text=self._text(node) if is_decision else "",
            owner=None if is_decision else owner,
            due=cells.due(row, day) if node.own and not is_decision else None,
            day=day if is_decision or node.own else None,
            note=self._note_of(node),
            progress=cells.progress(row) if node.own else 0,
            area=cells.area(row) if is_decision else None,
            case=(cells.text(row, Field.CASE) or None) if is_decision else None,
        )
        if is_decision and day is not None and day >= self._begun:
            error = RequestError("adopted_since_it_began", day=day, begun=self._begun, typed=day.isoformat())
            self._faults.add(error, row.number, self._letter_of(node, Field.DAY))
        return case if self._faults.number == before else None

    def _made_owner(self, node: Node) -> str | None:
        if self._owner is None and self._derived(node) in OPEN:
            error = RequestError("sheet_made_without_owner", title=parsing.shown(node.title))
            self._faults.add(error, node.row.number, "", once="")
        return self._owner

    def _derived(self, node: Node) -> Outcome:
        """Return the outcome of a case whose state the list does not tell: that which its cases beneath amount to."""
        beneath = {
            (self.cells.outcome(below.row) if below.own else None) or self._derived(below) for below in node.beneath
        }
        if not beneath or (beneath == {Outcome.NOT_BEGUN} and node.level != Level.STRATEGIC):
            return Outcome.NOT_BEGUN
        if beneath.isdisjoint(OPEN):
            return Outcome.DONE if Outcome.DONE in beneath else Outcome.DROPPED
        return Outcome.RUNNING

    def _text(self, node: Node) -> str:
        words = self.cells.text(node.row, Field.TEXT) if node.own else ""
        return words or (node.title if _line(node.title) != node.title else "")

    def _note_of(self, node: Node) -> str:
        """Return the notes of a row, and words of it that no other field keeps."""
        if not node.own:
            return ""
        row = node.row
        notes = [cell for cell in row.cells.get(Field.NOTE, ()) if cell.value is not None]
        parts = [str(cell.value) if len(notes) == 1 else _with_heading(cell) for cell in notes]
        if node.level != Level.STRATEGIC:
            parts += [node.title] if _line(node.title) != node.title else []
            parts += [_with_heading(cell) for name in (Field.TEXT, Field.CASE) if (cell := row.cell(name)) is not None]
            owner = row.cell(Field.OWNER)
            parts += [_with_heading(owner)] if owner is not None and self.cells.has_several_owners(row) else []
        else:
            parts += [_with_heading(cell) for name in (Field.OWNER, Field.DUE) if (cell := row.cell(name)) is not None]
        state = row.cell(Field.STATUS)
        if state is not None and folded(str(state.value)) in self._choices.states:
            parts.append(_with_heading(state))
        return "\n".join(parts)

    def _enter(self, case: ImportedCase) -> Ref:
        """Enter a case; new work beneath one that is followed up here is given as all work is."""
        texts = {"title": case.title, "text": case.text, "note": case.note}
        refuse_numbers((name, one) for name, text in texts.items() for one in found_in(name, text))
        above = self._request.item(case.parent) if case.parent is not None else None
        if above is None or above.source is not None:
            return enter(self._request, case)
        if case.outcome != Outcome.NOT_BEGUN or case.note or case.progress:
            raise RequestError("sheet_beneath_ours", parent=str(above.ref))
        action = ASSIGN if case.level == Level.COORDINATING else ADD_MEASURE
        answers = {"title": case.title, "owner": case.owner, "due": case.due}
        return hand_down(self._request, above.ref, action, answers)[0]

    def _letter(self, node: Node, error: RequestError) -> str:
        """Return the letter of the column that an error is about."""
        name = str(error.facts.get("field", ""))
        if error.code in ("number_taken", "not_a_decision"):
            name = Field.NUMBER
        elif error.code in ("open_work_without_owner", "post_gone"):
            name = Field.OWNER
        elif error.code in _OF_STATES.values():
            name = Field.STATUS
        elif error.code == "only_measures_stand":
            name = Field.DUE
        return self._letter_of(node, Field(name)) if name in set(Field) else node.letter

    def _letter_of(self, node: Node, name: Field) -> str:
        wanted = (name, *TITLES.values()) if name == Field.TITLE else (name,)
        return self._list.letter(*wanted) or node.letter

    def _note(self, node: Node, item: Item, *, is_here: bool = False) -> None:
        row = node.row.number if node.own else None
        state = self._request.state(item)
        self.rows.append(
            RowBroughtIn(row, str(node.level), str(item.ref), item.title, item.owner, item.due_written, state, is_here)
        )


def _line(title: str) -> str:
    """Shorten a title to one line; the whole of it is kept as a text."""
    words = " ".join(title.split())
    return words if len(words) <= MAX_LINE else f"{words[: MAX_LINE - 2].rpartition(' ')[0] or words[: MAX_LINE - 2]} …"


def _with_heading(cell: Cell) -> str:
    return f"{cell.heading}: {cell.value}"
