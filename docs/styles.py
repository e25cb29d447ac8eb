"""Pack the styles of Digdir's Designsystemet that the HTML of documents uses: python docs/styles.py NODE_MODULES

NODE_MODULES is the folder into which npm installed `@digdir/designsystemet-css` and `@digdir/designsystemet-theme`. Run
it again for a new version of them, or when `slt_flow/views/writers/document.css` or the writer uses more of them.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
PACKED: Final = ROOT / "slt_flow" / "views" / "writers" / "designsystemet.css"
OWN: Final = ROOT / "slt_flow" / "views" / "writers" / "document.css"

COMPONENTS: Final = ("base", "heading", "paragraph", "link", "list", "skip-link", "alert", "details", "table")
USED: Final = frozenset(
    "sr-only heading paragraph link list skip-link skiplink alert details table".split()  # noqa: SIM905 # reads as words
)
"""Classes that the writer gives, without `ds-`."""

LEFT_OUT: Final = re.compile(
    r"\[aria-sort|\[data-sticky-header|\[data-zebra|\[data-hover|\[data-border|\[data-variant|\[data-typography"
    r"|\[data-size|\[data-color=.?(?:brand|success|info|danger)|::part|button|>:is\(img,svg\)|[>+]tfoot"
)
"""Selectors of variants that the writer never asks for."""


class Rule(NamedTuple):
    """A rule: its selectors or condition, and what stands within its braces; None for a statement without any."""

    prelude: str
    body: str | None


def main(node_modules: Path) -> None:
    """Write the packed file."""
    packages = [node_modules / "@digdir" / name for name in ("designsystemet-theme", "designsystemet-css")]
    theme, css = packages
    components = "".join((css / "dist" / "src" / f"{name}.css").read_text(encoding="utf-8") for name in COMPONENTS)
    theme_text = (theme / "brand" / "digdir.css").read_text(encoding="utf-8")
    styles = _pruned(_uncommented(theme_text)) + "\n" + _pruned(_uncommented(components))
    # a sheet of paper is white, whatever the screen is
    styles = styles.replace("@media (prefers-color-scheme: dark)", "@media screen and (prefers-color-scheme: dark)")
    styles = _without_unused(styles, OWN.read_text(encoding="utf-8"))
    heads = "\n".join(_named(package) for package in packages)
    licence = (css / "LICENSE").read_text(encoding="utf-8").strip()
    PACKED.write_text(
        f"/*\nMade by python docs/styles.py: the part of Designsystemet that documents use.\n\n{heads}\n\n"
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


def _is_kept(selector: str) -> bool:
    classes = set(re.findall(r"\.ds-([\w-]+)", selector))
    return classes <= USED and not LEFT_OUT.search(selector)


def _pruned(text: str) -> str:
    """Return a text without the rules that nothing uses."""
    kept = []
    for rule in _rules(text):
        if rule.body is None:
            kept.append(f"{rule.prelude};")
        elif rule.prelude.startswith("@keyframes") or "typography.secondary" in rule.prelude:
            continue
        elif rule.prelude.startswith("@"):
            body = _pruned(rule.body)
            kept += [f"{rule.prelude}{{{body}}}"] if body.strip() else []
        elif selectors := [selector for selector in _selectors(rule.prelude) if _is_kept(selector)]:
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
