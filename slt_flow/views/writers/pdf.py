"""Documents as PDF/A-2a and PDF/UA-1, typeset by typst from data and a template; no text of users is markup there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from slt_flow.errors import BrokenInvariant, DefinitionError, RecordsError, RequestError, cause
from slt_flow.results.documents import (
    Block,
    Bullets,
    Document,
    Facts,
    Grid,
    Heading,
    Note,
    Outline,
    OutlineLine,
    Paragraph,
    Picture,
    Signatures,
)
from slt_flow.views.text.words import Words
from slt_flow.views.writers import layouts
from slt_flow.views.writers.measures import measures
from slt_flow.views.writers.plain import NOTHING, line, paragraphs

MOST_SECONDS: Final = 60
"""Time limit of typesetting; two hundred pages take four seconds."""

_PROXIES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
_NO_NETWORK: Final = {
    **dict.fromkeys((*_PROXIES, *map(str.lower, _PROXIES)), "http://127.0.0.1:9"),
    **dict.fromkeys(("NO_PROXY", "no_proxy"), ""),
}
"""Surroundings of typst: a template that asks for a package from the network asks where nobody answers."""

_INVISIBLE: Final = "\u200c\u200d\ufe0e\ufe0f"
"""Letters that join or choose others, and need no sign of their own."""

_UNKNOWN: Final = "\ufffd"

_PLACE: Final = re.compile(r"┌─ (\S+?):(\d+):\d+")
"""A file and a line of it, as typst names them above the lines it shows."""

_OF_PICTURES: Final = re.compile(r"image|decode|SVG|PNG|JPEG", re.IGNORECASE)


def written(document: Document, words: Words, templates: Path | None = None) -> bytes:
    """Write a document as a file.

    Raises:
        RequestError: typst is not installed.
        DefinitionError: the templates are wrong.
        RecordsError: the folder for temporary files cannot be written to.
    """
    if find_spec("typst") is None:
        raise RequestError("missing_extra", extra="pdf")
    if document.day is None:  # typst would ask the clock
        raise BrokenInvariant("document_without_day", title=document.title)
    layout = layouts.read(templates)
    try:
        with TemporaryDirectory(prefix="slt-", ignore_cleanup_errors=True) as folder:
            _fill(Path(folder), _data(document, document.day, words, layout), document, layout)
            return _typeset(folder, document.day, layout)
    except OSError as error:
        raise RecordsError("cannot_typeset", why=cause(error)) from None


def _fill(folder: Path, data: Mapping[str, Any], document: Document, layout: layouts.Layout) -> None:
    """Put the layout, the data and the pictures of a document into a folder; typst reads nothing else."""
    (folder / layouts.FONTS).mkdir()
    pictures = [block.svg for block in document.blocks if isinstance(block, Picture)]
    content = {
        **layout.files,
        **{f"picture-{number}.svg": _drawn(svg, layout).encode() for number, svg in enumerate(pictures, start=1)},
        "data.json": _drawn(json.dumps(data, ensure_ascii=False), layout).encode(),
    }
    for name, raw in content.items():
        (folder / name).write_bytes(raw)


def _drawn(text: str, layout: layouts.Layout) -> str:
    """Replace each letter that no font has, which PDF/A does not allow."""
    missing = set(text) - layout.letters - set(_INVISIBLE) - {"\n", "\t"}
    return text.translate(dict.fromkeys(map(ord, missing), _UNKNOWN)) if missing else text


def _typeset(folder: str, day: date, layout: layouts.Layout) -> bytes:
    """Run typst in a process of its own.

    Raises:
        DefinitionError: the template is wrong, or has no end.
    """
    house = str(Path(__file__).resolve().parents[3])
    command = [sys.executable, "-P", "-m", "slt_flow.views.writers.typesetting", folder, day.isoformat()]
    try:
        ran = subprocess.run(  # noqa: S603 # our own module, and a folder that we made
            command,
            cwd=folder,
            env={**os.environ, **_NO_NETWORK, "RAYON_NUM_THREADS": "2", "PYTHONPATH": house},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=MOST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        file = layout.own.get(layouts.TEMPLATE, Path(layouts.TEMPLATE))
        raise DefinitionError("template_endless", file=str(file), most=MOST_SECONDS) from None
    if ran.returncode == 0:
        return ran.stdout
    raise _fault(ran.stderr.decode(errors="replace"), folder, layout)


def _fault(answer: str, folder: str, layout: layouts.Layout) -> Exception:
    """Return the error of what typst answered: of a file of the municipality's own, or of ours."""
    try:
        fault: Mapping[str, str] = json.loads(answer)
    except ValueError:  # it was ended, as where the memory does not suffice
        fault = {"message": answer.strip().rpartition("\n")[2] or NOTHING, "said": ""}
    why = fault["message"].replace(f"{folder}{os.sep}", "")
    for name, place in _PLACE.findall(fault["said"]):
        if name in layout.own:
            return DefinitionError("template_fault", file=str(layout.own[name]), line=int(place), why=why)
    if layout.logo is not None and _OF_PICTURES.search(why):
        return DefinitionError("no_picture", file=str(layout.own[layout.logo]))
    own = [name for name in layout.own if name.endswith(".typ")]
    if own:
        first = layouts.TEMPLATE if layouts.TEMPLATE in own else own[0]
        return DefinitionError("template_ended", file=str(layout.own[first]), why=why)
    return BrokenInvariant("typesetting_failed", why=why, said=fault["said"])


def _data(document: Document, day: date, words: Words, layout: layouts.Layout) -> dict[str, Any]:
    """Return what the template is handed."""
    head = document.letterhead
    sender = line(head.council) if head else ""
    return {
        "title": line(document.title) or NOTHING,
        "running-title": line(document.title),
        "sender": sender,
        "parties": [line(party) for party in head.parties] if head else [],
        "day": [day.year, day.month, day.day],
        "number": line(document.number),
        "references": [line(document.number)] * bool(document.number) + [words.say("Date: {day}", day=day)],
        "draft": list(paragraphs(document.draft)),
        "draft-mark": line(document.draft),
        "wide": document.wide,
        "language": document.language,
        "words": {
            "page": words.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
            "place-and-day": words.say("Place and date:"),
        },
        "layout": layout.settings,
        "fallback": layout.families,
        "logo": layout.logo,
        "blocks": list(_blocks(document, words)),
    }


def _blocks(document: Document, words: Words) -> Iterator[dict[str, Any]]:
    """Yield the blocks as data; no heading stands more than one level beneath the one before it (PDF/UA-1, 7.4.2)."""
    above, pictures = 1, 0
    for block in document.blocks:
        if isinstance(block, Heading):
            above = min(max(block.level, 2), above + 1)
            block = block._replace(level=above)
        pictures += isinstance(block, Picture)
        yield _block(block, words, f"picture-{pictures}.svg", wide=document.wide)


def _block(block: Block, words: Words, picture: str, *, wide: bool) -> dict[str, Any]:
    match block:
        case Heading(level, text):
            return {"kind": "heading", "level": level, "text": line(text) or NOTHING}
        case Paragraph(text):
            return {"kind": "paragraph", "text": _text(text), "whole": len(text) <= _MOST_WHOLE}
        case Bullets(items, numbered):
            return _list([_text(item) for item in items], numbered=numbered) if items else _none(words)
        case Grid():
            return _grid(block, wide=wide) if block.rows else _none(words)
        case Outline(lines):
            return {"kind": "outline", "lines": [_outlined(row) for row in lines]} if lines else _none(words)
        case Facts(rows):
            whole = sum(len(value) for _, value in rows) <= _MOST_WHOLE
            return {"kind": "facts", "rows": [[line(label), _text(value)] for label, value in rows], "whole": whole}
        case Note(text):
            return {"kind": "note", "text": _text(text)}
        case Picture(_, alternative, figures):
            table = _grid(figures, wide=wide) if figures.rows else None
            return {"kind": "picture", "file": picture, "alternative": line(alternative), "figures": table}
        case Signatures(signatures):
            return {"kind": "signatures", "rows": [{"title": line(t), "holder": line(h)} for t, h in signatures]}


def _text(text: str) -> list[list[str]]:
    return list(paragraphs(text)) or [[NOTHING]]


def _none(words: Words) -> dict[str, Any]:
    """Return what stands in the place of a list or a table without content."""
    return {"kind": "paragraph", "text": [[words.say("None.")]], "whole": True}


def _list(items: list[list[list[str]]], *, numbered: bool) -> dict[str, Any]:
    loose = any(len(item) > 1 or len(item[0]) > 1 for item in items)
    whole = len(items) <= _FEW and _letters(items) <= _MOST_WHOLE
    return {"kind": "bullets", "items": items, "numbered": numbered, "loose": loose, "whole": whole}


def _letters(texts: list[list[list[str]]]) -> int:
    return sum(len(words) for text in texts for lines in text for words in lines)


def _outlined(row: OutlineLine) -> dict[str, Any]:
    beneath = [_outlined(lower) for lower in row.beneath]
    return {"text": line(row.text) or NOTHING, "about": line(row.remark), "beneath": beneath}


_MOST_WHOLE: Final = 600
"""Most letters of a cell, a short list, facts or a text bound to its list never broken by the end of a page."""

_FEW: Final = 5
"""Most items of a list that stays on one page."""


def _grid(grid: Grid, *, wide: bool) -> dict[str, Any]:
    columns = [line(column) for column in grid.columns]
    cells = [[list(paragraphs(cell)) or [[""]] for cell in row] for row in grid.rows]
    texts = [
        [column, *(text for row in cells for lines in row[place] for text in lines)]
        for place, column in enumerate(columns)
    ]
    widths, size = measures(texts, wide=wide)
    return {
        "kind": "grid",
        "columns": columns,
        "widths": widths,
        "size": size,
        "rows": [
            {"cells": filled, "whole": max(map(len, row)) <= _MOST_WHOLE}
            for filled, row in zip(cells, grid.rows, strict=True)
        ],
    }
