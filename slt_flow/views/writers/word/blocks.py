"""Blocks of a document in the body of a DOCX document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as Line

from slt_flow.results.documents import (
    Block,
    Bullets,
    Document,
    Facts,
    Grid,
    Heading,
    Letterhead,
    Note,
    Outline,
    Paragraph,
    Picture,
    Signatures,
)
from slt_flow.views.text.words import Words
from slt_flow.views.writers.plain import NOTHING
from slt_flow.views.writers.word import styles
from slt_flow.views.writers.word.columns import across
from slt_flow.views.writers.word.edges import room
from slt_flow.views.writers.word.letters import legible, lines

_LABEL: Final = Cm(4.5)
_TO_SIGN: Final = Cm(8)
_WIDER: Final = 0.75
"""Part of a width that suffices for the product's letters, where a municipality's may be wider."""

_FULL: Final = {False: Cm(16), True: Cm(24.7)}
"""Width of the text on the product's page, and on one that lies on its side."""

_INSET: Final = Cm(0.19)
"""Space between the edge of a cell and its text."""


class Body:
    """Body of a DOCX document, to which blocks are added."""

    def __init__(self, word: WordDocument, words: Words) -> None:
        self.word, self.words = word, words
        # their ids, taken once: the library looks through all styles for each paragraph
        self.styles = {style.name: style.style_id for style in word.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
        self.width = room(word.sections[0])
        self._above, self._is_wide = 1, False

    def write(self, document: Document) -> None:
        """Write letterhead, title, draft mark and blocks."""
        self._is_wide = document.wide
        if document.letterhead is not None:
            self._letterhead(document.letterhead, document)
        self._line(styles.TITLE, legible(document.title) or NOTHING)
        if document.draft:
            for line in self._texts(styles.NOTE, document.draft):
                for run in line.runs:
                    run.bold, run.font.color.rgb = True, RGBColor.from_string(styles.DRAFT)
        for block in document.blocks:
            self._block(block)

    def _letterhead(self, head: Letterhead, document: Document) -> None:
        references = [legible(document.number)] if document.number else []
        references += [self.words.say("Date: {day}", day=document.day)] if document.day else []
        parties = " · ".join(legible(party) for party in head.parties)
        left = [legible(head.council), parties]
        right = references + [""] * (len(left) - len(references))
        for place, text in enumerate(left):
            line = self._line("", "")
            line.paragraph_format.space_after = Pt(2)
            line.paragraph_format.tab_stops.add_tab_stop(self.width, WD_TAB_ALIGNMENT.RIGHT)
            run = line.add_run(text)
            run.bold = not place
            run.font.color.rgb = RGBColor.from_string(styles.MUTED if place else styles.ACCENT)
            if right[place]:
                line.add_run(f"\t{right[place]}")
        line.paragraph_format.space_after = Pt(12)
        styles.edge(line._p.get_or_add_pPr(), "bottom", styles.ACCENT, 6, space=4)  # lines have no other name

    def _block(self, block: Block) -> None:
        match block:
            case Heading(level, text):
                self._heading(level, text)
            case Paragraph(text):
                self._texts("", text)
            case Bullets(items, numbered) if items:
                self._bullets(items, numbered=numbered)
            case Grid(_, rows) if rows:
                self._table(block)
            case Outline(rows) if rows:
                self._outline(block)
            case Bullets() | Grid() | Outline():
                self._line("", self.words.say("None."))
            case Facts(facts):
                for label, value in facts:
                    self._fact(label, value)
            case Note(text):
                self._texts(styles.NOTE, text)
            case Picture(_, alternative, figures):
                self._texts("", alternative)
                self._block(figures)
            case Signatures():
                self._signatures(block)

    def _heading(self, level: int, text: str) -> None:
        """Add a heading that stands no more than one level beneath the one before it."""
        self._above = min(max(level, 2), self._above + 1)
        line = self._line(styles.HEADINGS[min(self._above - 2, len(styles.HEADINGS) - 1)], legible(text) or NOTHING)
        line.paragraph_format.keep_with_next = True

    def _line(self, style: str, text: str) -> Line:
        """Add a paragraph in a style, or in the ordinary one where the document lacks it."""
        return self._styled(self.word.add_paragraph(text), style)

    def _styled(self, line: Line, style: str) -> Line:
        if style in self.styles:
            line._p.style = self.styles[style]
        return line

    def _texts(self, style: str, text: str) -> list[Line]:
        """Add the paragraphs of a text."""
        return [self._line(style, "\n".join(apart)) for apart in lines(text)] or [self._line(style, NOTHING)]

    def _fact(self, label: str, value: str) -> None:
        """Add a label and, beside it, its value."""
        line = self._line("", "")
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = _LABEL, Length(-_LABEL)
        line.paragraph_format.space_after = Pt(3)
        line.paragraph_format.tab_stops.add_tab_stop(_LABEL)
        line.add_run(legible(label)).bold = True
        texts = ["\n".join(apart) for apart in lines(value)] or [NOTHING]
        line.add_run("\t" + "\n".join(texts))

    def _bullets(self, items: Sequence[str], *, numbered: bool) -> None:
        style = styles.NUMBER if numbered else styles.BULLET
        number = self._new_list(style) if numbered else None
        for place, item in enumerate(items, start=1):
            first, *others = ["\n".join(apart) for apart in lines(item)] or [NOTHING]
            typed = f"{place}. " if numbered and number is None else "– " if style not in self.styles else ""
            line = self._line(style, typed + first)
            if number is not None:
                numbering = line._p.get_or_add_pPr().get_or_add_numPr()  # lists have no other name
                numbering.get_or_add_ilvl().val, numbering.get_or_add_numId().val = 0, number
            for other in others:
                self._line(styles.CONTINUED, other)

    def _outline(self, outline: Outline) -> None:
        """Add lines, each as deep as its place in the outline."""
        for depth, row in outline.flattened():
            name = styles.BULLETS[min(depth, len(styles.BULLETS) - 1)]
            line = self._line(name, legible(row.text) or NOTHING)
            if depth >= len(styles.BULLETS) or name not in self.styles:
                line.paragraph_format.left_indent = Length((depth + 1) * styles.INDENT)
            if row.remark:
                line.add_run(f" – {legible(row.remark)}").font.color.rgb = RGBColor.from_string(styles.MUTED)

    def _new_list(self, style: str) -> int | None:
        """Return the id of a list that begins at 1, None where the document's style does not count."""
        if style not in self.styles:
            return None
        own = self.word.styles[style].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if own is None:
            return None
        numbering = self.word.part.numbering_part.element
        number = next((num for num in numbering.num_lst if num.numId == own.val), None)
        if number is None:
            return None
        new = numbering.add_num(number.abstractNumId.val)
        new.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(new.numId)

    def _table(self, grid: Grid) -> None:
        """Add a table whose head stands on every page, and whose rows are never broken."""
        columns = [legible(column) for column in grid.columns]
        rows = [[["\n".join(apart) for apart in lines(cell)] or [""] for cell in row] for row in grid.rows]
        table = self._empty_table(len(rows) + 1, len(columns))
        every = [
            [name, *(line for row in rows for text in row[place] for line in text.split("\n"))]
            for place, name in enumerate(columns)
        ]
        room = self.width / _FULL[self._is_wide] * (1 if styles.CELL in self.styles else _WIDER)
        parts, size = across(every, room, wide=self._is_wide)
        widths = [Length(int(part * self.width)) for part in parts]
        is_as_styled = size == 1 and styles.CELL in self.styles
        letters = None if is_as_styled else Pt(round(styles.CELL_SIZE * size, 1))
        for place, (row, texts) in enumerate(zip(table._tbl.tr_lst, [[[c] for c in columns], *rows], strict=True)):
            self._row(table, row, texts, widths, letters, is_head=not place)
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = width
        self._line("", "").paragraph_format.space_after = Pt(2)

    def _empty_table(self, rows: int, columns: int) -> Table:
        body = self.word.element.body
        element = CT_Tbl.new_tbl(rows, columns, self.width)
        body.insert_element_before(element, "w:sectPr")
        table = Table(element, self.word._body)  # its own way counts all cells for each
        style = styles.named(self.word, styles.TABLE, WD_STYLE_TYPE.TABLE)
        if style is not None:
            table.style = self.word.styles[style]
        table.autofit = False
        indent = OxmlElement("w:tblInd")  # the texts of cells begin where those around the table do
        indent.set(qn("w:w"), str(_INSET.twips))
        indent.set(qn("w:type"), "dxa")
        element.tblPr.insert_element_before(indent, "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
        return table

    def _row(
        self,
        table: Table,
        row: Any,
        cells: Sequence[Sequence[str]],
        widths: Sequence[Length],
        letters: Length | None,
        *,
        is_head: bool,
    ) -> None:
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        for part, texts, width in zip(row.tc_lst, cells, widths, strict=True):
            cell = _Cell(part, table)
            cell.width = width
            for place, text in enumerate(texts):
                line = cell.paragraphs[0] if not place else cell.add_paragraph()
                run = self._styled(line, styles.CELL).add_run(text)
                if letters is not None:
                    run.font.size = letters
                if is_head:
                    run.bold = True
                    line.paragraph_format.keep_with_next = True
            if is_head and styles.CELL in self.styles:
                styles.shade(part.get_or_add_tcPr(), styles.TABLE_HEAD)

    def _signatures(self, block: Signatures) -> None:
        """Add lines to sign on, each with its function, kept together on one page."""
        self._to_fill(f"{self.words.say('Place and date:')} ")
        for place, (title, holder) in enumerate(block.rows, start=1):
            self._to_fill("")
            line = self._line("", legible(title))
            if holder:
                line.add_run(f"\n{legible(holder)}").font.color.rgb = RGBColor.from_string(styles.MUTED)
            line.paragraph_format.keep_together = True
            line.paragraph_format.keep_with_next = None if place == len(block.rows) else True

    def _to_fill(self, label: str) -> None:
        """Add a line to write on, behind a label."""
        line = self._line("", f"{label}\t")
        form = line.paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(26), Pt(2), True
        form.tab_stops.add_tab_stop(_TO_SIGN, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
