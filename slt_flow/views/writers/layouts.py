"""Layout of documents: the product's own, with what a municipality puts in its place, checked before it is used."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from slt_flow import files
from slt_flow.errors import DefinitionError, cause
from slt_flow.views.writers import fonts, logos

TEMPLATE: Final = "document.typ"
SETTINGS: Final = "layout.toml"
LOGO: Final = "logo"
FONTS: Final = "fonts"
OURS: Final = Path(__file__).resolve().parent / "layout"

_MB: Final = 1 << 20
_MOST: Final[Mapping[str, int]] = {
    ".typ": _MB, ".toml": _MB, ".png": 5 * _MB, ".jpg": 5 * _MB, ".jpeg": 5 * _MB, ".svg": 5 * _MB,
    ".ttf": 20 * _MB, ".otf": 20 * _MB,
}  # fmt: skip
"""Most bytes of a file by its ending; files of other endings are left where they are."""

_MOST_FILES: Final = 50

_READABLE: Final = 4.5
"""Least contrast of letters and what they stand on (WCAG 2.1, 1.4.3)."""

_ON_WHITE: Final = ("text", "accent", "muted", "draft")
_BENEATH_TEXT: Final = ("table_head", "note")


class Layout(NamedTuple):
    """A checked layout.

    Attributes:
        files: its files by their path in it.
        own: the paths of those that are the municipality's own, by their path in it.
        settings: colours, fonts and the logo's width, as in `layout.toml`.
        logo: the name of the logo, if there is one.
        families: the names of its fonts, the product's as the last resort.
        letters: the letters that its fonts have.
    """

    files: Mapping[str, bytes]
    own: Mapping[str, Path]
    settings: Mapping[str, Mapping[str, Any]]
    logo: str | None
    families: tuple[str, ...]
    letters: frozenset[str]


def read(folder: Path | None) -> Layout:
    """Read the product's layout and, over it, that of a folder.

    Raises:
        DefinitionError: the folder is not there, or something in it is wrong.
    """
    content = {name: _bytes(path) for name, path in _files_of(OURS)}
    settings: Mapping[str, Mapping[str, Any]] = tomllib.loads(content.pop(SETTINGS).decode())
    families = tuple(dict.fromkeys(fonts.family(raw) for name, raw in sorted(content.items()) if _is_font(name)))
    logo = None
    paths = dict(_files_of(folder)) if folder is not None else {}
    if folder is not None:
        own = {name: _bytes(path) for name, path in paths.items()}
        if SETTINGS in own:
            settings = _settings(folder / SETTINGS, own.pop(SETTINGS), settings)
        logo = _logo(folder, own)
        content |= own
        for key in ("text", "headings"):
            _known_font(folder, key, settings["fonts"][key], content)
    letters = frozenset().union(*(fonts.letters(raw) for name, raw in content.items() if _is_font(name)))
    return Layout(content, paths, settings, logo, families, letters)


def _files_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a layout by their names in it.

    Raises:
        DefinitionError: it is no folder, one of them is a link, or there are too many.
    """
    if not files.is_folder(folder):
        raise DefinitionError("no_layout", path=str(folder))
    count = 0
    for within in ("", FONTS):
        there = folder / within
        if within and not files.is_folder(there):
            continue
        if within and there.is_symlink():
            raise DefinitionError("layout_link", file=str(there))
        for path in sorted(there.iterdir()):
            ending = path.suffix.casefold()
            if ending not in _MOST or (ending in (".ttf", ".otf")) != bool(within) or _other_picture(path):
                continue
            count += 1
            if path.is_symlink():
                raise DefinitionError("layout_link", file=str(path))
            if count > _MOST_FILES:
                raise DefinitionError("layout_too_many", path=str(folder), most=_MOST_FILES)
            yield f"{within}/{path.name}".lstrip("/"), path


def _other_picture(path: Path) -> bool:
    return path.suffix.casefold() in logos.ENDINGS and path.stem.casefold() != LOGO


def _is_font(name: str) -> bool:
    return name.startswith(f"{FONTS}/")


def _bytes(path: Path) -> bytes:
    content = bounded(path, _MOST[path.suffix.casefold()])
    if path.suffix.casefold() in (".ttf", ".otf") and not fonts.is_font(content):
        raise DefinitionError("no_font", file=str(path))
    return content


def bounded(path: Path, most: int) -> bytes:
    """Read a file of a layout.

    Raises:
        DefinitionError: it cannot be read, or has more than a number of bytes.
    """
    try:
        content = files.read(path, most + 1)
    except (OSError, ValueError) as error:
        raise DefinitionError("cannot_read_layout", file=str(path), why=cause(error)) from None
    if len(content) > most:
        raise DefinitionError("layout_too_large", file=str(path), most=most // _MB)
    return content


def _logo(folder: Path, own: Mapping[str, bytes]) -> str | None:
    names = [name for name in own if Path(name).suffix.casefold() in logos.ENDINGS]
    if len(names) > 1:
        raise DefinitionError("several_logos", path=str(folder), files=tuple(names))
    for name in names:
        logos.check(folder / name, own[name])
    return names[0] if names else None


def _settings(file: Path, raw: bytes, standard: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    """Read the settings of a file over the standard ones.

    Raises:
        DefinitionError: it is no TOML, or a key or a value in it is wrong.
    """
    try:
        text = files.text(raw)
        written = tomllib.loads(text)
    except files.NotText as error:
        raise DefinitionError("layout_fault", file=str(file), line=error.line, why="not_text") from None
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        line = re.search(r"line (\d+)", place)
        last = text.count("\n") + 1
        raise DefinitionError("layout_fault", file=str(file), line=int(line[1]) if line else last, why=reason) from None
    merged = {part: dict(values) for part, values in standard.items()}
    for part, values in written.items():
        if part not in merged or not isinstance(values, dict):
            raise _unknown(file, text, part, tuple(f"[{name}]" for name in merged))
        for key, value in values.items():
            if key not in merged[part]:
                raise _unknown(file, text, key, tuple(merged[part]))
            if not _FITS[part, key](value):
                raise DefinitionError(
                    "layout_value", file=str(file), line=_line(text, key), key=key, expected=_EXPECTED[part, key]
                )
            merged[part][key] = value
    _readable(file, text, merged["colours"])
    return merged


def _unknown(file: Path, text: str, key: str, choices: tuple[str, ...]) -> DefinitionError:
    return DefinitionError("layout_key", file=str(file), line=_line(text, key), key=key, known=choices)


def _line(text: str, key: str) -> int:
    """Return the line of a key, counted from 1."""
    match = re.search(rf"^[ \t\[]*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _is_colour(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _between(least: float, most: float) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


_FITS: Final[Mapping[tuple[str, str], Callable[[object], bool]]] = {
    **{("colours", name): _is_colour for name in (*_ON_WHITE, *_BENEATH_TEXT, "lines")},
    ("fonts", "text"): _is_text,
    ("fonts", "headings"): _is_text,
    ("fonts", "size"): _between(8, 16),
    ("logo", "width"): _between(5, 120),
    ("logo", "alternative"): _is_text,
}
_EXPECTED: Final[Mapping[tuple[str, str], str]] = {
    **{key: "#1f3a5f" for key in _FITS if key[0] == "colours"},
    ("fonts", "text"): '"Noto Sans"',
    ("fonts", "headings"): '"Noto Sans"',
    ("fonts", "size"): "8–16",
    ("logo", "width"): "5–120",
    ("logo", "alternative"): '"…"',
}
"""An example, or the bounds, of each value."""


def _readable(file: Path, text: str, colours: Mapping[str, str]) -> None:
    """Refuse colours that are hard to read.

    Raises:
        DefinitionError: letters stand out too little from what is beneath them.
    """
    pairs = [(name, "#ffffff") for name in _ON_WHITE] + [(name, colours["text"]) for name in _BENEATH_TEXT]
    for name, other in pairs:
        if (contrast := _contrast(colours[name], other)) < _READABLE:
            raise DefinitionError(
                "layout_pale", file=str(file), line=_line(text, name), key=name, other=other, contrast=f"{contrast:.1f}"
            )


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.1)."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _known_font(folder: Path, key: str, name: str, content: Mapping[str, bytes]) -> None:
    families = sorted({fonts.family(raw) for path, raw in content.items() if _is_font(path)})
    if name not in families:
        raise DefinitionError("unknown_font", file=str(folder / SETTINGS), key=key, name=name, known=tuple(families))
