"""Lines of a meeting's form in a refusal stand in the words that the form itself is written in."""

from __future__ import annotations

import re

import pytest

from slt_flow.views.meetings.form_words import remedy
from slt_flow.views.text.words import Words
from slt_flow.wording.form_keys import FIXED, KEYS
from slt_flow.wording.rules import RULES

FORMS = ((r.form, r.barred.form, r.undecided.form, *(s.form for s in r.seen.values())) for r in RULES.values())
LINES = sorted({form for forms in FORMS for form in forms if form})


@pytest.mark.parametrize("language", KEYS)
@pytest.mark.parametrize("line", LINES)
def test_no_word_of_a_line_is_one_of_another_language(language: str, line: str) -> None:
    written = remedy(line, Words(language))
    assert set(re.findall(r"([a-z_]+) = ", written)) <= {*KEYS[language].values()}
    assert not set(re.findall(r'= "([a-z_]+)"', written)) & {*FIXED[language]} - {*FIXED[language].values()}
    assert remedy(line, Words("en")) == line
