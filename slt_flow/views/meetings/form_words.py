"""Keys and fixed words of a meeting's form in the reader's language."""

from __future__ import annotations

import re
from typing import Any, Final

from slt_flow.views.text.words import Words
from slt_flow.wording.form_keys import FIXED, KEYS

_KEY: Final = re.compile(r"(?m)^(\s*(?:\[\[)?)([a-z_.]+)(?=\]\]$| = )")
"""Keys of a blank table and of its headings."""

_KEY_OF_VALUE: Final = re.compile(r"\b[a-z_]+(?= = )")
"""Keys of a line, and of the tables that it holds."""

_FIXED_VALUE: Final = re.compile(r'(?<= = ")[a-z_]+')
"""Values of a line that may be fixed words."""


def spelt(template: str, words: Words) -> str:
    """Write the keys of a blank piece of the form."""
    return _KEY.sub(lambda key: key[1] + named(key[2], words), template)


def named(path: str, words: Words) -> str:
    """Write a key or a fixed word, or a path of keys; anything else stays as it is."""
    local = {**FIXED.get(words.language, {}), **KEYS.get(words.language, {})}
    return ".".join(local.get(part, part) for part in path.split("."))


def all_named(fact: Any, words: Words) -> Any:
    """Write a fact that is a key or a fixed word, or several of them."""
    if isinstance(fact, tuple):
        return tuple(named(str(one), words) for one in fact)
    return named(fact, words) if isinstance(fact, str) else fact


def remedy(line: str, words: Words) -> str:
    """Write a line of the form that mends a refusal."""
    fixed = FIXED.get(words.language, {})
    keyed = _KEY_OF_VALUE.sub(lambda key: named(key[0], words), line)
    return _FIXED_VALUE.sub(lambda value: fixed.get(value[0], value[0]), keyed)
