"""Every message has its Norwegian, every code its sentence, and the compiled catalogue is the one that can be read."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import slt_flow
from slt_flow.views.text.findings import FLAWS, NOTICES
from slt_flow.views.text.messages.errors import ERRORS
from slt_flow.views.text.messages.problems import PROBLEMS
from slt_flow.views.text.outcomes import CONSENSUS
from slt_flow.views.text.words import DOMAIN, LOCALE, Words
from slt_flow.wording.obligations import FORECASTS
from tests.house.source import modules

pytestmark = pytest.mark.xdist_group("house")
"""What is made once for all of them is made in one process."""

Message = str | tuple[str, ...]

PACKAGE = Path(slt_flow.__file__).parent
CATALOGUES = sorted(path.parts[-3] for path in Path(LOCALE).glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
"""The languages that have a catalogue."""
OURS: Mapping[str, tuple[int, ...] | None] = {"N_": None, "_": None, "say": None, "plural": (1, 2)}
CLICKS: Mapping[str, tuple[int, ...] | None] = {"_": None, "ngettext": (1, 2)}


MAKES_A_COMMAND = {"reads", "writes"}
"""Decorators of functions whose docstring is the help text of a command."""

CLICKS_OWN = {"required"}
"""Messages that click hands to its translation in a variable, so that no extraction is sure to find them."""


class Entry(NamedTuple):
    """A message with its translation, both with a form for one and a form for many where they count."""

    message: tuple[str, ...]
    translation: tuple[str, ...]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.message, self.translation, strict=True))


def forms(message: object) -> tuple[str, ...]:
    return tuple(str(form) for form in message) if isinstance(message, (tuple, list)) else (str(message or ""),)


def entries(catalogue: Catalog) -> dict[str, Entry]:
    listed = [Entry(forms(each.id), forms(each.string)) for each in catalogue if each.id]
    return {entry.message[0]: entry for entry in listed}


@cache
def written(language: str = "nb") -> Mapping[str, Entry]:
    with (Path(LOCALE) / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return entries(read_po(file, locale=language, domain=DOMAIN, abort_invalid=True))


@cache
def nodes() -> tuple[ast.AST, ...]:
    return tuple(each for module in modules() for each in ast.walk(module.tree))


@cache
def functions() -> tuple[tuple[ast.FunctionDef, tuple[ast.AST, ...]], ...]:
    """Every function with all that stands within it."""
    return tuple((each, tuple(ast.walk(each))) for each in nodes() if isinstance(each, ast.FunctionDef))


def extracted(folder: Path, files: str, language: str, keywords: Mapping[str, tuple[int, ...] | None]) -> set[Message]:
    """Messages of the files of a folder, which are written in Python or Jinja."""
    return {found[2] for found in extract_from_dir(folder, [(files, language)], keywords=keywords)}


@cache
def marked() -> frozenset[Message]:
    """Every message of the package; of its code also those within f-strings, which extraction sees from 3.12 on."""
    return frozenset(extracted(PACKAGE, "**.html", "jinja2", OURS) | set(_called()) | set(_helps()))


def _helps() -> Iterator[str]:
    """The help texts of commands: the docstrings of their functions."""
    for function, _within in functions():
        if any(isinstance(each, ast.Name) and each.id in MAKES_A_COMMAND for each in function.decorator_list):
            yield " ".join((ast.get_docstring(function) or "").split())


def _called() -> Iterator[Message]:
    for call in _calls(OURS):
        wanted = call.args[:2] if _name(call) == "plural" else call.args[:1]
        found = [each.value for each in wanted if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if found and found[0]:
            yield tuple(found) if len(found) > 1 else found[0]


def _calls(names: Collection[str]) -> Iterator[ast.Call]:
    yield from (each for each in nodes() if isinstance(each, ast.Call) and _name(each) in names)


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def placeholders(text: str) -> set[str]:
    return {field for _text, field, _form, _conversion in Formatter().parse(text) if field is not None}


def codes(*makers: str) -> set[str]:
    """The codes that are given to any of these calls, to functions that pass one on, or set just before."""
    passing = {
        function.name
        for function, within in functions()
        if [each.arg for each in function.args.args[:1]] == ["code"]
        and any(isinstance(each, ast.Call) and _name(each) in makers for each in within)
    }
    given = {code for call in _calls({*makers, *passing}) if call.args for code in _literals(call.args[0])}
    return given | {code for maker in makers for code in _set_before(maker)}


def _set_before(maker: str) -> Iterator[str]:
    for _function, within in functions():
        if not any(isinstance(each, ast.Call) and _name(each) == maker for each in within):
            continue
        for each in within:
            if isinstance(each, ast.Assign) and [ast.unparse(to) for to in each.targets] == ["code"]:
                yield from _literals(each.value)


def _yielded_as(type_: str) -> Iterator[str]:
    for function, within in functions():
        if function.returns is not None and ast.unparse(function.returns) == type_:
            for each in within:
                if isinstance(each, ast.Yield) and isinstance(each.value, ast.Tuple):
                    yield from _literals(each.value.elts[0])


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_message_is_translated_in_all_its_forms(language: str) -> None:
    for message in marked():
        entry = written(language).get(forms(message)[0])
        assert entry is not None, f"no entry for {message!r}"
        assert entry.message == forms(message)
        assert len(entry.pairs) == len(forms(message))
        assert all(form.strip() for form in entry.translation), f"no {language} for {message!r}"


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_names_the_same_facts_as_its_message(language: str) -> None:
    for entry in written(language).values():
        for message, translation in entry.pairs:
            assert placeholders(message) == placeholders(translation), message


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_ends_as_its_message_does(language: str) -> None:
    for entry in written(language).values():
        for message, translation in entry.pairs:
            assert (message[-1] in ".:") == (translation[-1] in ".:"), message


def test_bokmaal_quotes_with_guillemets() -> None:
    assert not [entry for entry in written().values() if set("“”„") & set("".join(entry.translation))]


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_entry_is_left_over(language: str) -> None:
    folder = Path(click.__file__).parent
    in_use = {forms(message)[0] for message in marked() | extracted(folder, "**.py", "python", CLICKS)}
    assert not written(language).keys() - in_use - CLICKS_OWN


def test_what_click_translates_from_a_variable_is_still_said_by_it() -> None:
    option = click.Option(["--since"], required=True, help="x")
    with click.Context(click.Command("c", params=[option])) as context:
        assert option.get_help_extra(context)["required"] in CLICKS_OWN


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_compiled_catalogue_holds_what_the_written_one_says(language: str) -> None:
    with (Path(LOCALE) / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        assert entries(read_mo(file)) == written(language)


def test_english_shows_the_message_itself() -> None:
    words = Words("en")
    assert words.say("as of {day}", day=date(2026, 3, 12)) == "as of 12 March 2026"
    assert words.plural("{number} day late", "{number} days late", 3) == "3 days late"


def test_bokmaal_shows_the_translation() -> None:
    words = Words("nb")
    assert words.say("as of {day}", day=date(2026, 3, 12)) == "per 12. mars 2026"
    assert words.plural("{number} day late", "{number} days late", 1) == "1 dag over fristen"
    assert words.plural("{number} day late", "{number} days late", 3) == "3 dager over fristen"


def test_nynorsk_shows_its_own_translation() -> None:
    words = Words("nn")
    assert words.say("Without focus area") == "Utan satsingsområde"
    assert words.plural("{number} day late", "{number} days late", 3) == "3 dagar over fristen"


def test_a_language_that_is_not_known_reads_as_bokmaal() -> None:
    assert Words("se").say("Without focus area") == "Uten satsingsområde"


@pytest.mark.parametrize(
    ("language", "day"), [("nb", "12. mars 2026"), ("nn", "12. mars 2026"), ("en", "12 March 2026")]
)
def test_a_day_is_written_as_people_write_it(language: str, day: str) -> None:
    assert Words(language).day(date(2026, 3, 12)) == day


def test_every_error_has_a_sentence() -> None:
    raised = codes("RequestError", "NotYourAction", "DefinitionError", "RecordsError", "OutputError")
    assert {"unknown_post", "no_council", "newer_schema", "declared_twice", "database_unusable"} <= raised
    assert not raised - ERRORS.keys()


def test_every_problem_of_a_definition_has_a_sentence() -> None:
    found = codes("Problem")
    assert {"unknown_rule", "wrong_value"} <= found
    assert not found - PROBLEMS.keys()


def test_every_flaw_of_a_journal_has_a_sentence() -> None:
    found = codes("Flaw") | set(_yielded_as("Iterator[_CodeAndFacts]"))
    assert {"gap_in_chain", "stray_text", "no_journal"} <= found
    assert not found - FLAWS.keys()


def test_every_notice_has_a_sentence() -> None:
    found = codes("notice", "Notice")
    assert {"deadline_passed", CONSENSUS} <= found
    assert not found - NOTICES.keys() - FORECASTS.keys() - {CONSENSUS}


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_message_stands_once(language: str) -> None:
    """Of twins the first would be read, and who mends the other mends nothing."""
    text = (Path(LOCALE) / language / "LC_MESSAGES" / f"{DOMAIN}.po").read_text(encoding="utf-8")
    messages = Counter(re.findall(r'^msgid ((?:".*"\n?)+)', text, re.MULTILINE))
    assert [message for message, times in messages.items() if times > 1] == []


HOMONYMS = {
    "case", "change", "deputy", "no", "place", "point", "present", "taken note of", "time", "withdrawn",
}  # fmt: skip
"""English words that stand for two things, of which one is never written as the other is."""


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_heading_and_the_same_words_in_a_line_have_one_translation(language: str) -> None:
    found: dict[str, set[str]] = {}
    for entry in written(language).values():
        for message, translation in entry.pairs[: len(entry.message) == 1]:
            if message.casefold() not in HOMONYMS and not message.isupper():
                found.setdefault(message.casefold(), set()).add(translation.casefold())
    assert {message: words for message, words in found.items() if len(words) > 1} == {}
