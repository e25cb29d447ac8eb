"""Messages for those without a terminal: no command and no option is left in them."""

from __future__ import annotations

import re

import pytest

from slt_flow.terms import LANGUAGES
from slt_flow.views.text.commandless import without_commands
from slt_flow.views.text.messages.errors import ERRORS
from slt_flow.views.text.messages.on_pages import ON_PAGES
from slt_flow.views.text.words import Words


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("A begins at 10:00. Write the time after --until.", "A begins at 10:00."),
        ("It is late. Give it: slt assign 1/26 POST", "It is late."),
        ("Say it with --due, or leave it. It is late.", "It is late."),
        ("Name it with --owner.", "Name it with --owner."),
        ("«a--b» is no day. Write one.", "«a--b» is no day. Write one."),
    ],
)
def test_sentences_with_commands_and_options_are_left_out(message: str, left: str) -> None:
    assert without_commands([message]) == (left,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_page_says_otherwise_names_neither(language: str) -> None:
    assert set(ON_PAGES) <= set(ERRORS)
    for message in ON_PAGES.values():
        assert not re.search(r"\bslt\b|--[a-z]", Words(language).messages.gettext(message))
