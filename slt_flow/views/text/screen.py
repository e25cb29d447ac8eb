"""The terminal: width, colour, letters it can show; data to standard output, everything else to standard error."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style

from slt_flow.personal_data import masked
from slt_flow.views.text.letters import SPELT
from slt_flow.views.text.styled import Text
from slt_flow.views.text.wrapping import bound, breaks, wrapped


@dataclass(frozen=True, slots=True)
class Signs:
    """The marks of the tree, in letters the terminal can show."""

    branch: str
    last: str
    bar: str
    achieved: str
    dropped: str
    closed: str
    begun: str
    waiting: str
    late: str
    stuck: str
    dot: str
    wrong: str


UNICODE: Final = Signs("├─ ", "└─ ", "│  ", "✓", "×", "–", "●", "○", "!", "▲", " · ", "✗")
_END: Final = Segment.line()
_AT_ONCE: Final = 500
"""Lines that are drawn before they are written."""

ASCII: Final = Signs("|- ", "`- ", "|  ", "+", "x", "-", "*", "o", "!", "#", " - ", "!")


class Screen:
    """Screen that results are shown on.

    Args:
        color: `auto`, `always` or `never`; `NO_COLOR` counts as never unless `always`.
        stream: standard output when None.
    """

    def __init__(self, color: str = "auto", stream: TextIO | None = None) -> None:
        self._styles: dict[tuple[str, ...], Style] = {}
        target = stream or sys.stdout
        if reconfigure := getattr(target, "reconfigure", None):
            reconfigure(errors=SPELT)
        self.console = Console(
            file=target,
            force_terminal=True if color == "always" else None,
            no_color=True if color == "never" else None,
            color_system="standard" if color == "always" else None if color == "never" else "auto",
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
        )

    @cached_property
    def _is_terminal(self) -> bool:
        return self.console.is_terminal

    @property
    def width(self) -> int:
        """Columns to fill; never fewer than a line needs."""
        return max(self.console.width, 40)

    @property
    def signs(self) -> Signs:
        """Signs the stream can encode."""
        encoding = (self.console.file.encoding or "ascii") if hasattr(self.console.file, "encoding") else "utf-8"
        return UNICODE if codecs.lookup(encoding or "ascii").name.startswith("utf") else ASCII

    def print(self, line: Text | str = "", hang: int = 0, style: str = "") -> None:
        """Print one line; user text is never markup, and a `Text` has its own style.

        On a terminal it breaks between parts or words, what follows indented by `hang` more columns. National identity
        numbers have stars, whoever typed them and wherever: no message has to think of it.
        """
        self.print_lines([line if isinstance(line, Text) else Text(line, style)], hang)

    def print_lines(self, lines: Iterable[Text], hang: int = 0) -> None:
        """Print lines, each as `print` does; many in one go, since rich looks at the terminal before it writes."""
        if not self._is_terminal:
            self.console.file.writelines(_whole(masked(line.plain)) for line in lines)
            return
        width, lines = self.width, iter(lines)
        while many := list(islice(lines, _AT_ONCE)):
            drawn = [segment for line in many for segment in self._drawn(line, width, hang)]
            self.console.print(Segments(drawn), soft_wrap=True)

    def _drawn(self, line: Text, width: int, hang: int) -> Iterator[Segment]:
        """Yield the pieces of a line in their styles, broken where it is wider than the terminal."""
        plain = line.plain
        if (clean := masked(plain)) != plain:
            line.respell(plain := clean)
        indent, parts = 0, [line]
        if cell_len(plain) > width:
            indent = len(plain) - len(plain.lstrip()) + hang
            parts = line.divide(breaks(bound(plain), width, indent))
            for part in parts:
                part.rstrip()
        for place, part in enumerate(parts):
            if place:
                yield Segment(" " * indent)
            for piece, own in part.pieces:
                yield Segment(piece, self._style(part.style, own))
            yield _END

    def _style(self, *names: str) -> Style | None:
        """Return what rich understands by the names of styles, one put over the other."""
        if names not in self._styles:
            self._styles[names] = self.console.get_style(" ".join(names).strip() or "none")
        return self._styles[names]

    def data(self, text: str) -> None:
        """Text for other programs, as it is: UTF-8 whatever the stream's encoding, except before a reader's eyes."""
        stream = self.console.file
        buffer = getattr(stream, "buffer", None)
        if buffer is None or stream.isatty():
            self._write(text)
            return
        stream.flush()
        buffer.write(_whole(text).encode("utf-8", SPELT))
        buffer.flush()

    def binary(self, content: bytes) -> None:
        """Bytes for other programs, as they are."""
        self.console.file.flush()
        self.console.file.buffer.write(content)  # type: ignore[attr-defined] # a stream of the process
        self.console.file.buffer.flush()  # type: ignore[attr-defined]

    def fitted(self, text: str) -> str:
        """Spell a text in letters that the stream can encode, before it is measured and printed."""
        encoding = getattr(self.console.file, "encoding", None) or "utf-8"
        return text.encode(encoding, SPELT).decode(encoding)

    def _write(self, text: str) -> None:
        self.console.file.write(_whole(text))


def headed(title: str, day: str, width: int) -> Text:
    """Return a heading with the title at the left and the day at the right."""
    gap = max(2, width - cell_len(title) - cell_len(day))
    return Text.assemble((title, "bold"), " " * gap, (day, "dim"))


def titled(lead: Text, title: Text, right: Text, width: int, least: int, indent: Text) -> tuple[list[Text], bool]:
    """Return the lines of a title behind its lead, and True when the text at the right stands beside it.

    It stands there where the title keeps at least `least` cells of the `width`; further lines begin with the indent.
    """
    room = width - lead.cell_len
    room_beside = room - right.cell_len - 2
    beside = room_beside >= least
    start, *rest = wrapped(title.plain, room_beside if beside else room)
    first = lead.copy().append(start, title.style)
    if beside:
        first.append(" " * (room - cell_len(start) - right.cell_len)).append(right)
    first.rstrip()
    return [first, *(indent + Text(line) for line in rest)], beside


def _whole(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"
