"""Documents of the demo years, each answered once in a test process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from slt_flow.records.store import Store
from slt_flow.results.documents import Document
from slt_flow.services.agreements.letterhead import letterhead
from slt_flow.services.request.context import Context
from slt_flow.views.text.words import Words
from tests.conftest import DEMO_DAY, EVERYONE, IN_MEMORY, NOON, on
from tests.views.documents import KINDS, Sample, answered, kind_of


@pytest.fixture(scope="session")
def demo_context(demo: Callable[[str], bytes]) -> Iterator[Callable[[str], Context]]:
    """Contexts on the demo years, on the day that these are seen from."""
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:

        @cache
        def made(council: str) -> Context:
            path = Path(folder) / f"{council}.sqlite"
            path.touch(0o600)
            path.write_bytes(demo(council))
            return on(Context(Store(str(path)), council=council, clock=NOON, account=EVERYONE), DEMO_DAY)

        yield made


@pytest.fixture(scope="session")
def document(demo_context: Callable[[str], Context]) -> Callable[[Sample], Document]:
    """Builds a document as its command hands it to a writer."""

    @cache
    def answer(council: str, command: str) -> Any:
        return answered(demo_context(council), command)

    @cache
    def head(council: str) -> Any:
        return letterhead(demo_context(council))

    @cache
    def built(sample: Sample) -> Document:
        words = Words(sample.language)
        made = KINDS[kind_of(sample.command)].build(answer(sample.council, sample.command), words)
        return made._replace(language=sample.language, letterhead=head(sample.council))

    return built
