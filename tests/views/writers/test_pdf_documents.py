"""Documents of the demo years as PDF: each is fit for an archive and a screen reader, and says what it is to say."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from slt_flow.results.documents import Document, Heading, Picture
from slt_flow.views.text.words import Words
from slt_flow.views.writers import pdf
from tests.views.documents import BY_TURNS, OF_EACH, Sample
from tests.views.test_documents import texts
from tests.views.writers.pdfs import faults, opened, root, tags, text_of

A_PAIR: Final = (Sample("kvaefjord", OF_EACH[2], "nb"), Sample("levanger", "report", "nn"))
"""Documents of the everyday run: minutes, and one that lies on its side."""


def bare(text: str) -> str:
    """A text without what the end of a line may add or take away."""
    return re.sub(r"[\s\u00ad\u200b]", "", text)


@pytest.mark.parametrize(
    "sample",
    [
        *(pytest.param(sample, id=sample.name) for sample in A_PAIR),
        *(pytest.param(s, id=s.name, marks=pytest.mark.endurance) for s in BY_TURNS if s not in A_PAIR),
    ],
)
def test_is_fit_for_an_archive_and_a_screen_reader(
    sample: Sample, document: Callable[[Sample], Document], tmp_path: Path
) -> None:
    made = document(sample)
    content = pdf.written(made, Words(sample.language))
    assert faults(content, tmp_path) == []
    reader = opened(content)
    assert str(root(reader)["/Lang"]).partition("-")[0] == sample.language
    assert reader.metadata is not None
    assert reader.metadata.title == made.title
    found = tags(reader)
    alternatives = [str(tag.get("/Alt")) for tag in found if tag.kind == "Figure"]
    assert alternatives == [block.alternative for block in made.blocks if isinstance(block, Picture)]
    written = bare(text_of(reader) + "".join(alternatives))
    assert [text for block in made.blocks for text in texts(block) if bare(text) not in written] == []
    headings = [tag for tag in found if re.fullmatch(r"H\d", tag.kind)]
    assert len(headings) == 1 + sum(isinstance(block, Heading) for block in made.blocks)
