"""Placeholders of a command line, which stand for what somebody types: DATE, --reason TEXT."""

from __future__ import annotations

import re
from typing import Final

from slt_flow.terms import N_
from slt_flow.views.text.words import Words

PLACEHOLDERS: Final = frozenset({
    N_("ACCOUNT"), N_("ACTION"), N_("ADDRESS"), N_("AGREEMENT"), N_("AREA"), N_("ARGS"), N_("ASSIGNMENT"), N_("BODY"),
    N_("CASE"), N_("CHALLENGE"), N_("CLAUSE"), N_("CODE"), N_("COMMAND"), N_("COUNCIL"), N_("DATE"), N_("DECISION"),
    N_("DEPUTY"), N_("DIGEST"), N_("DIR"), N_("EFFECT"), N_("FIELD"), N_("FILE"), N_("FOLDER"), N_("FORMAT"),
    N_("FROM"), N_("FUNCTION"), N_("GIVER"), N_("GROUP"), N_("HEADING"), N_("INTEGER"), N_("KEY"), N_("KIND"),
    N_("KNOWLEDGE"), N_("LEARNING_POINT"), N_("LETTERS"), N_("LEVEL"), N_("MACHINE"), N_("MEASURE"), N_("MEETING"),
    N_("NAME"), N_("NEW"), N_("NO"), N_("NUMBER"), N_("OLD"), N_("OPTIONS"), N_("ORGANISATION"), N_("OUTCOME"),
    N_("PARTY"), N_("PATH"), N_("PERCENT"), N_("PERIOD"), N_("PLACE"), N_("POINT"), N_("POST"), N_("POSTS"),
    N_("RHYTHM"), N_("SOURCE"), N_("STANCE"), N_("STATE"), N_("SUBJECT"), N_("TEXT"), N_("TIME"), N_("TITLE"),
    N_("TO"), N_("VALUE"), N_("VERSION"), N_("WORDS"), N_("WORK"), N_("YEAR"),
})  # fmt: skip
"""Words of the command line that the reader's language has its own for; REF, ID, SEQ and URL are the same in all."""

_WORD: Final = re.compile(r"(?<![\w{$@-])[A-Z][A-Z_]+(?![\w}])")


def in_words(command: str, words: Words) -> str:
    """Write the placeholders of a command in the reader's language; what is typed as it stands stays."""
    return _WORD.sub(lambda match: words.say(match[0]) if match[0] in PLACEHOLDERS else match[0], command)
