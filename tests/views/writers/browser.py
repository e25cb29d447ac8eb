"""Chromium without a window, from Debian, and axe on a page in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, NamedTuple

from playwright.sync_api import Browser, Page

FLAGS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""A browser that only shows a file: root may start it, and it asks nobody for anything."""

RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
"""Rules of axe: those of WCAG 2.1 AA, and what its makers advise beside."""

Scheme = Literal["light", "dark"]


class Screen(NamedTuple):
    """Screen of a reader: its width in pixels and its colours."""

    width: int
    scheme: Scheme


SCREENS: Final = tuple(Screen(width, scheme) for width in (320, 1280) for scheme in ("light", "dark"))


@contextmanager
def opened(browser: Browser, file: Path, screen: Screen, *, script: bool = True) -> Iterator[Page]:
    """A page in a browser; it asked for nothing but itself, and broke no rule of its own."""
    asked: list[str] = []
    faults: list[str] = []
    context = browser.new_context(
        viewport={"width": screen.width, "height": 800}, color_scheme=screen.scheme, java_script_enabled=script
    )
    try:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: faults.append(message.text))
        page.goto(file.as_uri())
        yield page
        assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
        assert faults == []
    finally:
        context.close()


def overflow(page: Page) -> list[str]:
    """What stands beyond the right edge of the screen, where a reader would have to scroll sideways."""
    if page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        return []
    wide: list[str] = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)"
        ".map(e => e.outerHTML.slice(0, 120))"
    )
    return wide or ["the page"]


def violations(page: Page, axe: str, rules: Sequence[str] = RULES) -> list[tuple[str, str]]:
    """What axe finds wrong on a page, each by the name of its rule and the first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    passed, found = page.evaluate(
        """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(result => [
            result.passes.length, result.violations.map(row => [row.id, row.nodes[0].html.slice(0, 200)])])""",
        list(rules),
    )
    assert passed > 15
    return [(rule, html) for rule, html in found]


def with_fault(page: Page) -> None:
    """Put faults into a page that axe must find: a picture without a text, letters that nobody can read."""
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        ' \'<img src="data:,"><p style="color:#aaa;background:#fff">grey letters</p>\')'
    )
