"""Errors in words: the fault, its cause and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from slt_flow.errors import Fault, SltError
from slt_flow.results.answers import Flaw
from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES, Ref
from slt_flow.views.text.findings import of_flaw
from slt_flow.views.text.messages.causes import CURE, CURES, WHYS
from slt_flow.views.text.messages.errors import BUG, ERRORS, SUGGESTION
from slt_flow.views.text.messages.problems import EXPECTED, PROBLEMS, PROPERTIES
from slt_flow.views.text.words import FIELDS, Words

MOST_PROBLEMS: Final = 20
"""Most problems of a file that are listed."""

_MOST_ROWS: Final = 10
"""Most rows with one fault that are named."""

_LISTINGS: Final[Mapping[str, str]] = {MEETING_SERIES: "slt meeting list", LEARNING_SERIES: "slt learning list"}
"""Commands that list the cases of a series; the tree of `slt status` has the others."""


def lines(error: SltError, words: Words, sentences: Mapping[str, str] = ERRORS) -> Iterator[str]:
    """Say an error; a flawed definition gets one line for each problem.

    Args:
        error: the error to say.
        words: the reader's language.
        sentences: the sentences by code; an unlisted code is a bug of the program.
    """
    if error.code not in sentences:
        yield words.say(BUG, what=str(error))
        return
    facts = _in_words(error.facts, words)
    yield words.say(sentences[error.code], **facts)
    if "flaw" in facts:
        yield "  " + of_flaw(Flaw(str(facts["flaw"]), str(facts["where"]), error.facts), words)
    if facts.get("near"):  # on a line of its own: what stands before it may end with a command to be copied
        yield words.say(SUGGESTION, near=facts["near"])
    faults: Any = error.facts.get("faults", ())
    for fault in faults[:MOST_PROBLEMS]:
        yield f"  {place_in_sheet(fault, words)}: {' '.join(lines(fault.error, words))}"
    problems: Any = error.facts.get("problems", ())
    for problem in problems[:MOST_PROBLEMS]:
        where = place(problem.facts.get("line"), problem.key, words)
        yield f"  {where}: {_problem(problem.code, problem.facts, words)}"
    if more := len(problems[MOST_PROBLEMS:] or faults[MOST_PROBLEMS:]):
        yield "  " + words.plural("… and {number} more place", "… and {number} more places", more)


def as_json(error: SltError, words: Words) -> Mapping[str, Any]:
    """Return an error as an object with stable names; `message` is in the reader's language."""
    facts = {name: _plain(fact) for name, fact in error.facts.items() if name not in ("problems", "faults", "reading")}
    problems: Any = error.facts.get("problems", ())
    listed = [
        {"key": p.key, "code": p.code, "message": _problem(p.code, p.facts, words), "near": p.facts.get("near")}
        | ({"line": p.facts["line"]} if p.facts.get("line") else {})
        for p in problems
    ]
    fields: dict[str, Any] = {"error": error.code, "message": next(lines(error, words)), "facts": facts}
    faults: tuple[Fault, ...] = error.facts.get("faults", ())  # type: ignore[assignment] # facts are objects
    listed += [
        {
            "sheet": fault.sheet,
            "rows": [fault.row, *fault.others],
            "column": fault.column,
            **as_json(fault.error, words),
        }
        for fault in faults
    ]
    return fields | ({"problems": listed} if listed else {})


def place_in_sheet(fault: Fault, words: Words) -> str:
    """Name a place in a sheet by its rows and its column."""
    rows = [str(row) for row in (fault.row, *fault.others)]
    shown = ", ".join(rows[:_MOST_ROWS]) + (" …" if len(rows) > _MOST_ROWS else "")
    where = words.plural("row {rows}", "rows {rows}", len(rows), rows=shown)
    column = words.say("column {column}", column=fault.column) if fault.column else ""
    return ", ".join(part for part in (fault.sheet, where, column) if part)


def place(line: int | None, key: str, words: Words) -> str:
    """Name a place in a file by its line, its key, or both."""
    if not line:
        return words.text(key)
    return words.say("line {line}, {key}", line=line, key=key) if key else words.say("line {line}", line=line)


def _problem(code: str, facts: Mapping[str, Any], words: Words) -> str:
    facts = {**_in_words(facts, words), "choices": ", ".join(facts.get("choices", ()))}
    suggestion = f" {words.say(SUGGESTION, near=facts['near'])}" if facts.get("near") else ""
    return words.say(PROBLEMS[code], **facts).rstrip(" :") + "." + suggestion


def _in_words(facts: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Translate the codes among facts; an action, and the nearest one, is written as one types it."""
    translated = dict(facts)
    if ref := Ref.parse(str(facts.get("ref"))):
        translated["listing"] = _LISTINGS.get(ref.family, "slt status")
    choices: Any = facts.get("known")
    if choices and all(isinstance(name, StrEnum) for name in choices):  # an enumeration: each name with its word
        terms = {name: words.term(name) for name in choices}
        translated["known"] = tuple(name if name == term else f"{name} ({term})" for name, term in terms.items())
    if "action" in facts:
        translated |= {name: str(facts[name]).replace("_", "-") for name in ("action", "near") if facts.get(name)}
    if "why" in facts:
        translated["cure"] = words.say(CURES.get(str(facts["why"]), CURE))
    tables = {"why": WHYS, "expected": EXPECTED, "field": FIELDS, "property": PROPERTIES}
    for name, table in tables.items():
        if (code := str(facts.get(name))) in table:
            translated[name] = words.say(table[code])
    return translated


def _plain(fact: Any) -> Any:
    if isinstance(fact, (tuple, list)):
        return [_plain(part) for part in fact]
    return fact if isinstance(fact, (str, int, bool, type(None))) else str(fact)
