"""Markup of HTML: elements around texts, every text and every attribute escaped here and nowhere else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final, NewType

from slt_flow.views.writers.plain import flat, paragraphs

Markup = NewType("Markup", str)
"""HTML that may stand in a page as it is; only this module makes it of texts."""

NOTHING: Final = Markup("")

_IDS: Final = re.compile(r'( id="| aria-labelledby="| marker-end="url\(#)([^")]*)')
"""Ids of a drawing, and what refers to them; a text in it holds no quotation mark that is not escaped."""

_REFS: Final = re.compile(
    r"<svg\b.*?</svg>|<(a|button|caption|option|title)\b.*?</\1>|<[^>]*>|"
    r"(?<![\w/.])(?P<ref>[A-Z]{0,3}[1-9]\d{0,4}/\d{2}(?:\.[1-9]\d{0,3}){0,2})(?![\w/])",
    re.DOTALL,
)
"""Refs of cases in markup, and what none is looked for in; no text or attribute holds a `>` that is not escaped."""

_SUMMARIES: Final = re.compile(r"(<summary\b.*?</summary>)", re.DOTALL)

_VOID: Final = frozenset({"br", "meta"})
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


def text(value: str) -> Markup:
    """Return one line of text as HTML."""
    return Markup(escape(_known(flat(value)), quote=True))


def lines(value: str) -> Markup:
    """Return a text of several lines as HTML, with their breaks; a blank line is a break too."""
    return _broken(line for paragraph in paragraphs(value) for line in paragraph)


def paragraph_texts(value: str) -> Iterable[Markup]:
    """Yield the paragraphs of a text as HTML, with the breaks within them."""
    return (_broken(paragraph) for paragraph in paragraphs(value))


def element(name: str, /, *content: Markup, **attributes: str) -> Markup:
    """Return an element.

    Args:
        name: the name of the element.
        content: markup within it, from first to last.
        attributes: texts by the name of the attribute, with `_` for `-` and at the end of a word of Python; one that
            is "" is written by its name alone.
    """
    start = name + "".join(_attribute(key, value) for key, value in attributes.items())
    return Markup(f"<{start}>") if name in _VOID else Markup(f"<{start}>{''.join(content)}</{name}>")


def joined(content: Iterable[Markup]) -> Markup:
    """Return pieces of markup one after the other."""
    return Markup("".join(content))


def style(rules: str) -> Markup:
    """Return an element of styles that this program wrote."""
    return Markup(f"<style>{rules}</style>")


def within_styles(value: str) -> str:
    """Return a text as a string of CSS."""
    return '"' + "".join(letter if letter.isalnum() else f"\\{ord(letter):x} " for letter in flat(value)) + '"'


def drawing(svg: str, name: str) -> Markup:
    """Return a picture that this program drew as part of a page, its ids made unique by a name."""
    start = svg.index("<svg")
    return Markup(_IDS.sub(lambda match: _renamed(match, name), svg[start:].strip()))


def refs_in(markup: Markup) -> frozenset[str]:
    """Return the refs of cases that the texts of a markup name."""
    return frozenset(_found(markup))


def _found(markup: str) -> Iterator[str]:
    return (match["ref"] for match in _REFS.finditer(markup) if match["ref"])


def linked(markup: Markup, addresses: Mapping[str, str]) -> Markup:
    """Make links of the refs in a markup that have an address; those of a summary stand beneath it.

    What folds is a button already, and a link within a button is none to a screen reader.
    """

    def link(ref: str) -> Markup:
        return element("a", text(ref), class_="ds-link", href=addresses[ref])

    def with_links(part: str) -> str:
        return _REFS.sub(lambda match: link(match["ref"]) if match["ref"] in addresses else match[0], part)

    parts = []
    for part in _SUMMARIES.split(markup):
        is_summary = part.startswith("<summary")
        parts.append(part if is_summary else with_links(part))
        refs = [ref for ref in dict.fromkeys(_found(part)) if ref in addresses] if is_summary else []
        parts += [element("p", Markup(" ".join(link(ref) for ref in refs)), class_="opens")] if refs else []
    return Markup("".join(parts))


def direction(value: str) -> dict[str, str]:
    """Return the attribute that makes a browser find the direction of a text, where it may run from right to left."""
    is_plain = not any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in value)
    return {} if is_plain else {"dir": "auto"}


def _broken(parts: Iterable[str]) -> Markup:
    return Markup(element("br").join(text(part) for part in parts))


def _attribute(key: str, value: str) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f' {name}="{text(value)}"' if value else f" {name}"


def _renamed(match: re.Match[str], name: str) -> str:
    return match[1] + " ".join(f"{name}-{part}" for part in match[2].split())


def _known(value: str) -> str:
    """Replace code points that Unicode keeps out of texts, which are errors in HTML."""
    if value.isprintable():
        return value
    return "".join("\ufffd" if _is_no_character(ord(letter)) else letter for letter in value)


def _is_no_character(code: int) -> bool:
    return (code & 0xFFFE) == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
