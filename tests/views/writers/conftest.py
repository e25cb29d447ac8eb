"""A browser for a test process, axe, and the pages of both demo years."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from slt_flow.results.documents import Document
from slt_flow.services.agreements.letterhead import letterhead
from slt_flow.services.follow_up.council_page import council_page
from slt_flow.services.request.context import Context
from slt_flow.views.follow_up import council_page as view
from slt_flow.views.text.words import Words
from tests.views.writers.browser import FLAGS


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no browser: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    file = Path(os.environ.get("SLT_TEST_NODE_MODULES", "")) / "axe-core" / "axe.min.js"
    if not file.is_file():
        pytest.skip("no axe: npm install axe-core, and SLT_TEST_NODE_MODULES names its node_modules")
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def council_document(demo_context: Callable[[str], Context]) -> Callable[[str, str], Document]:
    """Builds the page of a council in a language, as `slt export html` hands it to the writer."""

    @cache
    def built(council: str, language: str) -> Document:
        context = demo_context(council)
        document = view.document(council_page(context), Words(language))
        return document._replace(language=language, letterhead=letterhead(context))

    return built
