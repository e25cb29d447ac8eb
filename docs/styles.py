"""Pack the styles of Digdir's Designsystemet that documents and pages use: python docs/styles.py NODE_MODULES

NODE_MODULES is the folder into which npm installed `@digdir/designsystemet-css` and `@digdir/designsystemet-theme`. Run
it again for a new version of them, or when documents, their writer, templates or `pages.css` use more of them.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
WRITERS: Final = ROOT / "slt_flow" / "views" / "writers"
STATIC: Final = ROOT / "slt_flow" / "pages" / "static"


class Pack(NamedTuple):
    """A file of styles that is made.

    Attributes:
        users: the users of the styles, as the head of the file names them.
        file: the file.
        own: styles of ours on top, whose custom properties are kept.
        components: the files of the components.
        classes: classes that are given, without `ds-`.
        left_out: selectors of variants that are never asked for.
    """

    users: str
    file: Path
    own: tuple[Path, ...]
    components: tuple[str, ...]
    classes: frozenset[str]
    left_out: re.Pattern[str]


def _words(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_COMMON: Final = (
    r"\[aria-sort|\[data-sticky-header|\[data-zebra|\[data-hover|\[data-border|\[data-typography"
    r"|(?<!:not\()\[data-size|::part|>:is\(img,svg\)|[>+]tfoot"
)
DOCUMENTS: Final = Pack(
    "documents",
    WRITERS / "designsystemet.css",
    (WRITERS / "document.css",),
    _words("base heading paragraph link list skip-link alert details table"),
    frozenset(_words("sr-only heading paragraph link list skip-link skiplink alert details table")),
    re.compile(_COMMON + r"|\[data-size|\[data-variant|\[data-color=.?(?:brand|success|info|danger)|button"),
)
PAGES: Final = Pack(
    "pages",
    STATIC / "designsystemet.css",
    (*DOCUMENTS.own, STATIC / "pages.css"),
    (*DOCUMENTS.components, *_words("button input label field fieldset validation-message tag")),
    DOCUMENTS.classes | set(_words("button input label field fieldset validation-message tag")),
    re.compile(
        _COMMON + r"|\[data-color=.?brand|\[data-icon|fullwidth|readonly|:disabled|\[aria-disabled|\[role=switch"
        r"|\[data-position|\[data-field=counter|clickdelegate|:indeterminate|:dir\(rtl\)|\[aria-busy|button,a,"
        r"|\.ds-(?:field|table|alert|details)\[data-variant|:is\(img,svg\)"
    ),
)


class Rule(NamedTuple):
    """A rule: its selectors or condition, and what stands within its braces; None for a statement without any."""

    prelude: str
    body: str | None


def main(node_modules: Path) -> None:
    """Write both packed files."""
    for pack in (DOCUMENTS, PAGES):
        _write(pack, node_modules / "@digdir" / "designsystemet-theme", node_modules / "@digdir" / "designsystemet-css")


def _write(pack: Pack, theme: Path, css: Path) -> None:
    components = "".join((css / "dist" / "src" / f"{name}.css").read_text(encoding="utf-8") for name in pack.components)
    theme_text = (theme / "brand" / "digdir.css").read_text(encoding="utf-8")
    styles = _pruned(_uncommented(theme_text), pack) + "\n" + _pruned(_uncommented(components), pack)
    # a sheet of paper is white, whatever the screen is
    styles = styles.replace("@media (prefers-color-scheme: dark)", "@media screen and (prefers-color-scheme: dark)")
    styles = _without_unused(styles, "".join(file.read_text(encoding="utf-8") for file in pack.own))
    heads = "\n".join(_named(package) for package in (theme, css))
    licence = (css / "LICENSE").read_text(encoding="utf-8").strip()
    pack.file.write_text(
        f"/*\nMade by python docs/styles.py: the part of Designsystemet that {pack.users} use.\n\n{heads}\n\n"
        f"MIT License\n\n{licence}\n*/\n{styles}\n",
        encoding="utf-8",
    )


def _named(package: Path) -> str:
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    return f"{about['name']} {about['version']}"


def _uncommented(text: str) -> str:
    return re.sub(r'/\*.*?\*/|@charset "[^"]*";', "", text, flags=re.DOTALL)


def _rules(text: str) -> Iterator[Rule]:
    """Yield the rules of a text, outermost braces only; quotes and brackets may hold braces and semicolons."""
    start, depth, opened = 0, 0, 0
    for at, letter in _plain(text):
        if letter == "{":
            opened = at if depth == 0 else opened
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                yield Rule(text[start:opened].strip(), text[opened + 1 : at])
                start = at + 1
        elif letter == ";" and depth == 0:
            if statement := text[start:at].strip():
                yield Rule(statement, None)
            start = at + 1
    if rest := text[start:].strip():
        yield Rule(rest, None)


def _plain(text: str) -> Iterator[tuple[int, str]]:
    """Yield the letters that stand in no quotes and no round brackets, with their places."""
    quote, brackets = "", 0
    for at, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "()":
            brackets += 1 if letter == "(" else -1
        elif not brackets:
            yield at, letter


def _selectors(prelude: str) -> list[str]:
    cuts = [at for at, letter in _plain(prelude) if letter == ","]
    return [prelude[a:b].strip(" ,\n") for a, b in zip([0, *cuts], [*cuts, len(prelude)], strict=True)]


def _is_kept(selector: str, pack: Pack) -> bool:
    classes = set(re.findall(r"\.ds-([\w-]+)", selector))
    return classes <= pack.classes and not pack.left_out.search(selector)


def _pruned(text: str, pack: Pack) -> str:
    """Return a text without the rules that nothing uses."""
    kept = []
    for rule in _rules(text):
        if rule.body is None:
            kept.append(f"{rule.prelude};")
        elif rule.prelude.startswith("@keyframes") or "typography.secondary" in rule.prelude:
            continue
        elif rule.prelude.startswith("@"):
            body = _pruned(rule.body, pack)
            kept += [f"{rule.prelude}{{{body}}}"] if body.strip() else []
        elif selectors := [selector for selector in _selectors(rule.prelude) if _is_kept(selector, pack)]:
            kept.append(f"{','.join(selectors)}{{{_pruned_body(rule.body)}}}")
    return "\n".join(kept)


def _pruned_body(body: str) -> str:
    """Return the declarations of a rule, with what is nested in it."""
    return "".join(
        f"{part.prelude};" if part.body is None else f"{part.prelude}{{{_pruned_body(part.body)}}}"
        for part in _rules(body)
    )


def _without_unused(styles: str, own: str) -> str:
    """Leave out the custom properties that nothing refers to, however many steps away."""
    declared = re.compile(r"(?<=[{;\n])\s*(--[\w-]+)\s*:((?:[^;{}\"']|\"[^\"]*\"|'[^']*')*);")
    values: dict[str, set[str]] = {}
    for name, value in declared.findall(styles):
        values.setdefault(name, set()).update(_named_in(value))
    outside = declared.sub("", declared.sub("", styles))
    needed: set[str] = set()
    more = {*_named_in(outside), *_named_in(own)}
    while more:
        needed |= more
        more = {name for seen in more for name in values.get(seen, ())} - needed
    kept = declared.sub(lambda match: f"{match[1]}:{match[2].strip()};" if match[1] in needed else "", styles)
    while (tidied := re.sub(r"[^{};]*\{\s*\}", "", kept)) != kept:
        kept = tidied
    return "\n".join(line for line in kept.splitlines() if line.strip())


def _named_in(text: str) -> Iterable[str]:
    return re.findall(r"var\(\s*(--[\w-]+)", text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
