"""Docstrings are read once and variables say what they hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source import modules

pytestmark = pytest.mark.xdist_group("house")
"""The sources are read in one process."""

HEADLESS = frozenset(
    {
        "what", "who", "whom", "whose", "which", "whether", "how", "that", "where", "when", "why", "if", "whatever",
        "whoever", "wherever", "whichever", "nothing", "something", "anything", "everything", "nobody", "somebody",
        "everybody", "those", "these", "this", "it", "they", "he", "she", "such", "there", "is", "are", "was",
    }
)  # fmt: skip
"""Words that leave a reader asking for the noun."""

NO_VERB = HEADLESS | {
    "the", "a", "an", "every", "all", "each", "one", "several", "some", "any", "another", "other", "no", "none", "only",
    "its", "their", "of", "from", "for", "in", "on", "at", "to", "by", "with", "without", "as", "through", "before",
    "after", "until", "up", "out", "into", "under", "above", "beneath", "between", "always", "never", "not", "and",
}  # fmt: skip
"""Words that no verb is spelled as: a function's docstring begins with its verb."""

STATEMENTS = ("property", "rule", "composite", "obligation", "of_step", "of_act", "of_state")
"""Decorators of functions that are not told to do something: they are values, or statements that are judged."""

A_PART_OF_STORIES = ("slt_flow/definitions/stories/models.py", "given")
"""A story says what is given, what is done, and what is seen then."""

EMPTY = frozenset({"told", "found", "each", "given", "known", "said", "made", "tmp", "temp", "foo", "stuff", "thing"})
"""Names that say how a value came to be rather than what it is."""

Documented = ast.Module | ast.ClassDef | ast.FunctionDef


def first_word(text: str) -> str:
    """Return the first word of a docstring, without what surrounds it."""
    return re.sub(r"^\W+|\W+$", "", text.split(maxsplit=1)[0]).casefold()


def documented(tree: ast.Module) -> Iterator[tuple[Documented, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            text = ast.get_docstring(node)
            if text:
                yield node, text


def headless_entries(tree: ast.Module) -> list[str]:
    """Attributes and arguments whose line in a docstring begins without its noun."""
    sections = [re.search(r"^(?:Attributes|Args):\n((?:    .*\n?|\n)*)", text, re.M) for _, text in documented(tree)]
    entries = [line for section in sections if section for line in re.findall(r"^    (\w+: .*)$", section[1], re.M)]
    return [line for line in entries if first_word(line.partition(": ")[2]) in HEADLESS]


def acts(node: Documented) -> bool:
    """Return True for a function that does something; a property names its value, a rule states what it judges."""
    decorators = " ".join(ast.unparse(decorator) for decorator in getattr(node, "decorator_list", ()))
    return isinstance(node, ast.FunctionDef) and not any(kind in decorators for kind in STATEMENTS)


def unclear(tree: ast.Module) -> list[str]:
    """Docstrings whose first word is no verb of a function, or no noun of anything else."""
    return [
        f"{node.body[0].lineno}: {text.splitlines()[0]}"
        for node, text in documented(tree)
        if first_word(text) in (NO_VERB if acts(node) else HEADLESS)
    ]


def empty_names(tree: ast.Module) -> list[str]:
    """Variables and parameters whose name says nothing of what they hold."""
    bound = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    names = [(node.lineno, node.id) for node in bound]
    names += [(node.lineno, node.arg) for node in ast.walk(tree) if isinstance(node, ast.arg)]
    return [f"{line}: {name}" for line, name in names if name in EMPTY]


def test_docstrings_begin_with_a_verb_or_a_noun() -> None:
    assert {str(module): lines for module in modules() if (lines := unclear(module.tree))} == {}


def test_variables_say_what_they_hold() -> None:
    empty = ((str(module), name) for module in modules() for name in empty_names(module.tree))
    assert [(module, name) for module, name in empty if (module, name.partition(": ")[2]) != A_PART_OF_STORIES] == []


def test_attributes_and_arguments_begin_with_a_noun() -> None:
    assert {str(module): lines for module in modules() if (lines := headless_entries(module.tree))} == {}


def test_a_headless_attribute_is_seen() -> None:
    tree = ast.parse(
        'class Case:\n    """Case.\n\n    Attributes:\n        late: whether it is.\n        due: a day.\n    """\n'
    )
    assert headless_entries(tree) == ["late: whether it is."]


def test_a_headless_docstring_is_seen() -> None:
    tree = ast.parse(
        '"""What is done."""\n'
        'class Case:\n    """Case of a council."""\n'
        '    @property\n    def title(self):\n        """Title of the case."""\n'
        '    def due(self):\n        """The day."""\n'
        'def late(day):\n    """Return True after the deadline."""\n'
    )
    assert unclear(tree) == ["1: What is done.", "8: The day."]


def test_an_empty_name_is_seen() -> None:
    tree = ast.parse("def late(given, *, day):\n    found = [each for each in given]\n    return found")
    assert empty_names(tree) == ["2: found", "2: each", "1: given"]
