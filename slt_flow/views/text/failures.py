"""Errors in words: what, why, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from slt_flow.errors import SltError
from slt_flow.views.text.messages.errors import BUG, ERRORS, SUGGESTION, WHYS
from slt_flow.views.text.messages.problems import EXPECTED, PROBLEMS
from slt_flow.views.text.words import Words

MOST_PROBLEMS: Final = 20
"""How many problems of a definition are told at once."""


def lines(error: SltError, words: Words) -> Iterator[str]:
    """The sentences of an error; a flawed definition gets one line for each problem."""
    message = ERRORS.get(error.code)
    if message is None:
        yield words.say(BUG, what=str(error))
        return
    facts = _as_typed(error.facts) if "action" in error.facts else error.facts
    if (why := str(facts.get("why"))) in WHYS:
        facts = {**facts, "why": words.say(WHYS[why])}
    if "property" in facts:
        facts = {**facts, "property": _property(str(facts["property"]), words)}
    if "field" in facts:
        facts = {**facts, "field": _called(str(facts["field"]), words)}
    yield words.say(message, **facts)
    near = facts.get("near")
    if near:  # on a line of its own: what stands before it may end with a command to be copied
        yield words.say(SUGGESTION, near=near)
    problems: Any = error.facts.get("problems", ())
    for problem in problems[:MOST_PROBLEMS]:
        yield f"  {_place(problem, words)}: {_problem(problem.code, problem.facts, words)}"
    if more := len(problems[MOST_PROBLEMS:]):
        yield "  " + words.plural("… and {number} more place", "… and {number} more places", more)


def as_json(error: SltError, words: Words) -> Mapping[str, Any]:
    """An error as an object with stable names; `message` is in the reader's language."""
    facts = {name: _plain(fact) for name, fact in error.facts.items() if name != "problems"}
    problems: Any = error.facts.get("problems", ())
    listed = [
        {"key": p.key, "code": p.code, "message": _problem(p.code, p.facts, words), "near": p.facts.get("near")}
        | ({"line": p.facts["line"]} if p.facts.get("line") else {})
        for p in problems
    ]
    told: dict[str, Any] = {"error": error.code, "message": next(lines(error, words)), "facts": facts}
    return told | ({"problems": listed} if listed else {})


def _place(problem: Any, words: Words) -> str:
    """Where a problem is: its line when that is known, and the full key."""
    if problem.facts.get("line"):
        return words.say("line {line}, {key}", line=problem.facts["line"], key=problem.key)
    return words.text(problem.key)


def _problem(code: str, facts: Mapping[str, Any], words: Words) -> str:
    filled = {**facts, "choices": ", ".join(facts.get("choices", ())) or ""}
    if "expected" in filled:
        filled["expected"] = words.say(EXPECTED.get(str(filled["expected"]), str(filled["expected"])))
    near = facts.get("near")
    suggestion = f" {words.say(SUGGESTION, near=near)}" if near else ""
    return words.say(PROBLEMS[code], **filled).rstrip(" :") + "." + suggestion


def _as_typed(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts with an action, and the nearest one, as one types them."""
    actions = {name: str(facts[name]).replace("_", "-") for name in ("action", "near") if facts.get(name)}
    return {**facts, **actions}


def _called(field: str, words: Words) -> str:
    """What a field is called in the reader's language."""
    from slt_flow.views.text.tables import HEADINGS  # brings the tables' library, which few errors need

    return words.say(HEADINGS.get(field, field))


def _property(name: str, words: Words) -> str:
    """What a property of the workflows says."""
    from slt_flow.views.text.messages.properties import PROPERTIES  # as above

    return words.say(PROPERTIES.get(name, name))


def _plain(fact: Any) -> Any:
    if isinstance(fact, (tuple, list)):
        return [_plain(each) for each in fact]
    return fact if isinstance(fact, (str, int, bool, type(None))) else str(fact)
