"""The pages of both demo years."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from slt_flow.results.documents import Document
from slt_flow.services.agreements.letterhead import letterhead
from slt_flow.services.follow_up.council_page import council_page
from slt_flow.services.request.context import Context
from slt_flow.views.follow_up import council_page as view
from slt_flow.views.text.words import Words


@pytest.fixture(scope="session")
def council_document(demo_context: Callable[[str], Context]) -> Callable[[str, str], Document]:
    """Builds the page of a council in a language, as `slt export html` hands it to the writer."""

    @cache
    def built(council: str, language: str) -> Document:
        context = demo_context(council)
        document = view.document(council_page(context), Words(language))
        return document._replace(language=language, letterhead=letterhead(context))

    return built
