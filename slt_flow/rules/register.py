"""The register of rules: a function's name is its key, its keyword-only parameters are the agreement's numbers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import CodeType, FunctionType
from typing import Any, Final

from slt_flow.model import Clause
from slt_flow.model.facts import Facts
from slt_flow.results import Finding
from slt_flow.terms import Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says before the register adds its name and §."""

    verdict: Verdict
    saw: Mapping[str, Any] = field(default_factory=dict)


def judge(kept: bool | None, **saw: Any) -> Judgement:
    """A verdict from a truth (None: undecided), with what was seen."""
    verdict = Verdict.UNDECIDED if kept is None else Verdict.KEPT if kept else Verdict.BROKEN
    return Judgement(verdict, saw)


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule; a composite has `parts` and holds when all of them do."""

    name: str
    look: Callable[..., Judgement]
    standards: Mapping[str, Any]
    kinds: Mapping[str, str]
    parts: tuple[str, ...] = ()
    serves: str = ""
    """The obligation of a year that it helps to keep, cited where no clause bears the rule's own name."""


REGISTER: Final[dict[str, Rule]] = {}
"""Every rule by its name."""

_KINDS: Final = {"int": "number", "str": "text", "bool": "truth", "tuple[str, ...]": "list"}


def rule(look: Callable[..., Judgement]) -> Callable[..., Judgement]:
    """Register a rule under its function's name."""
    return _register(look, ())


def serving(obligation: str) -> Callable[[Callable[..., Judgement]], Callable[..., Judgement]]:
    """Register a rule that guards how an obligation of the year is kept, and so cites that clause."""
    return lambda look: _register(look, (), obligation)


def composite(*parts: Callable[..., Judgement]) -> Callable[[Callable[..., Judgement]], Callable[..., Judgement]]:
    """Register a rule that holds when all its parts do; its own function only says what it is."""
    return lambda look: _register(look, tuple(part.__name__ for part in parts))


def ask(name: str, facts: Facts, wants: Verdict = Verdict.KEPT) -> tuple[Finding, ...]:
    """What a rule finds; a composite's own finding comes first, then those of its parts.

    The numbers come from the council's clause of the same name, else from the rule's standard. A rule that looks at no
    answers finds the same as long as no row changes, so it is asked once.
    """
    asked = REGISTER[name]
    looks = tuple(REGISTER[part].look for part in asked.parts) or (asked.look,)
    if any("answers" in _named(look) for look in looks):
        return _asked(asked, facts, wants)
    key = (name, looks, facts.ref, facts.acted_by, facts.on, facts.hands_down, wants)
    known = facts.snapshot.found
    if key not in known:
        known[key] = _asked(asked, facts, wants)
    found: tuple[Finding, ...] = known[key]
    return found


def _asked(asked: Rule, facts: Facts, wants: Verdict) -> tuple[Finding, ...]:
    name = asked.name
    clause = facts.snapshot.clause(name)
    cited_clause = clause or (facts.snapshot.clause(asked.serves) if asked.serves else None)
    ref = cited_clause.ref if cited_clause else None
    if asked.parts:
        parts = tuple(finding for part in asked.parts for finding in ask(part, facts))
        cited = tuple(f if f.ref or not ref else Finding(f.rule, f.verdict, f.wants, ref, f.saw) for f in parts)
        saw = {"parts": tuple(f.rule for f in cited if f.blocks)}
        return (Finding(name, _all_of(cited), wants, ref, saw), *cited)
    numbers = {**asked.standards, **(_numbers(clause) if clause else {})}
    judged = asked.look(facts, **numbers)
    return (Finding(name, judged.verdict, wants, ref, judged.saw),)


def looks_at(name: str, what: str) -> bool:
    """Whether a rule, or anything of ours that it calls, ever looks at an attribute by this name.

    It is read from the code, so what the rule never comes to counts too.
    """
    asked = REGISTER[name]
    return any(looks_at(part, what) for part in asked.parts) if asked.parts else what in _named(asked.look)


@cache
def _named(look: Callable[..., Any]) -> frozenset[str]:
    """Every name that a function's code uses, and those that the functions and properties behind them use."""
    found: set[str] = set()
    waiting: list[Any] = [look]
    while waiting:
        function = waiting.pop()
        names = set(_names_in(function.__code__)) - found
        found |= names
        behind = [function.__globals__.get(name) or vars(Facts).get(name) for name in names]
        opened = [each.fget if isinstance(each, property) else each for each in behind]
        waiting += [each for each in opened if isinstance(each, FunctionType)]
    return frozenset(found)


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names_in(inner)


def _all_of(findings: tuple[Finding, ...]) -> Verdict:
    verdicts = {finding.verdict for finding in findings}
    return next((v for v in (Verdict.BROKEN, Verdict.UNDECIDED) if v in verdicts), Verdict.KEPT)


def _numbers(clause: Clause) -> dict[str, Any]:
    return {name: tuple(n) if isinstance(n, list) else n for name, n in clause.numbers.items()}


def _register(look: Callable[..., Judgement], parts: tuple[str, ...], serves: str = "") -> Callable[..., Judgement]:
    numbers = [p for p in inspect.signature(look).parameters.values() if p.kind is p.KEYWORD_ONLY]
    standards = {p.name: p.default for p in numbers if p.default is not p.empty}
    kinds = {p.name: _KINDS[str(p.annotation)] for p in numbers}
    REGISTER[look.__name__] = Rule(look.__name__, look, standards, kinds, parts, serves)
    return look
