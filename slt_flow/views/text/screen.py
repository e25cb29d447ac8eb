"""The terminal: width, colour, letters it can show; data to standard output, everything else to standard error."""

from __future__ import annotations

import codecs
import sys
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from slt_flow.personal_data import masked
from slt_flow.views.text.letters import SPELT
from slt_flow.views.text.wrapping import bound, breaks, unbound, wrapped


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
ASCII: Final = Signs("|- ", "`- ", "|  ", "+", "x", "-", "*", "o", "!", "#", " - ", "!")


class Screen:
    """Screen that results are shown on.

    Args:
        color: `auto`, `always` or `never`; `NO_COLOR` counts as never unless `always`.
        stream: standard output when None.
    """

    def __init__(self, color: str = "auto", stream: TextIO | None = None) -> None:
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
        text = line if isinstance(line, Text) else Text(line, style=style)
        if (plain := masked(text.plain)) != text.plain:
            text.plain = plain  # as long as before, so that styles stay in their places
        if not self._is_terminal:
            self._write(text.plain)
            return
        if cell_len(text.plain) <= self.width:
            self.console.print(text, soft_wrap=True)
            return
        indent = len(text.plain) - len(text.plain.lstrip()) + hang
        text.plain = bound(text.plain)
        for place, part in enumerate(text.divide(breaks(text.plain, self.width, indent))):
            part.rstrip()
            part.plain = unbound(part.plain)
            self.console.print(Text(" " * indent) + part if place else part, soft_wrap=True)

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
    room = width - lead.cell_len - right.cell_len - 2
    beside = room >= least
    start, *rest = wrapped(title.plain, room if beside else width - lead.cell_len)
    first = lead + Text(start, style=title.style)
    if beside:
        first += Text(" " * (width - first.cell_len - right.cell_len)) + right
    first.rstrip()
    return [first, *(indent + Text(line) for line in rest)], beside


def _whole(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"
