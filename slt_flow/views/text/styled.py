"""Text in styles, as views put it together: a fraction of rich's cost, which thousands of lines feel."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from rich.cells import cell_len
from rich.control import strip_control_codes


class Text:
    """Line of text in pieces; a screen draws it in the styles that rich knows by name.

    Attributes:
        style: the style of all of it, "" for none.
        pieces: the texts with the style that each has beside, "" for none.
    """

    __slots__ = ("pieces", "style")

    def __init__(self, text: str = "", style: str = "") -> None:
        self.style = style
        self.pieces: list[tuple[str, str]] = []
        if text:
            self.append(text)

    @classmethod
    def assemble(cls, *parts: str | Text | tuple[str, str]) -> Text:
        """Put a text together from parts, some of them with a style."""
        text = cls()
        for part in parts:
            if isinstance(part, tuple):
                text.append(*part)
            else:
                text.append(part)
        return text

    @property
    def plain(self) -> str:
        """Letters without styles."""
        return "".join([piece for piece, _ in self.pieces])

    def __str__(self) -> str:
        return self.plain

    @property
    def cell_len(self) -> int:
        """Width in cells of a terminal."""
        return cell_len(self.plain)

    def append(self, text: str | Text, style: str = "") -> Text:
        """Add a text at the end, in a style of its own; return the whole."""
        if isinstance(text, Text):
            for piece, own in text.pieces:
                self.append(piece, f"{text.style} {own}" if text.style and own else text.style or own)
            return self
        pieces = self.pieces
        if not text.isprintable():
            text = strip_control_codes(text)
        if not style and pieces and not pieces[-1][1]:  # rich draws them as one
            pieces[-1] = (pieces[-1][0] + text, "")
        elif text:
            pieces.append((text, style))
        return self

    def __add__(self, other: Text) -> Text:
        return self.copy().append(other)

    def copy(self) -> Text:
        """Return another text of the same pieces."""
        same = Text("", self.style)
        same.pieces += self.pieces
        return same

    def stylize(self, style: str) -> None:
        """Put a style over all that it holds so far."""
        self.pieces = [(piece, f"{own} {style}") for piece, own in self.pieces]

    def respell(self, plain: str) -> None:
        """Put other letters, as many, in the place of those that it holds."""
        letters = iter(plain)
        self.pieces = [("".join(islice(letters, len(piece))), own) for piece, own in self.pieces]

    def rstrip(self) -> None:
        """Take white space away at the end."""
        pieces = self.pieces
        while pieces and (last := pieces[-1][0]) != (short := last.rstrip()):
            pieces[-1:] = [(short, pieces[-1][1])] if short else []

    def divide(self, places: Iterable[int]) -> list[Text]:
        """Return the texts between the places at which it is broken."""
        parts = [Text("", self.style)]
        ends, at = iter([*places, -1]), 0
        end = next(ends)
        for piece, own in self.pieces:
            while at <= end <= at + len(piece):
                parts[-1].append(piece[: end - at], own)
                parts.append(Text("", self.style))
                piece, at, end = piece[end - at :], end, next(ends)
            parts[-1].append(piece, own)
            at += len(piece)
        return parts
