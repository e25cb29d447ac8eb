"""The register of rules: a function's name is its key, its keyword-only parameters are the agreement's numbers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from slt_flow.model import Clause
from slt_flow.model.facts import Facts
from slt_flow.results.answers import Finding
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


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A registered rule; a composite has `parts` and holds when all of them do."""

    name: str
    look: Callable[..., Judgement]
    standards: Mapping[str, Any]
    kinds: Mapping[str, str]
    parts: tuple[str, ...] = ()
    serves: str = ""
    """The obligation of a year that it helps to keep, cited where no clause bears the rule's own name."""
    answers: tuple[str, ...] = ()
    """The answers it looks at; it is handed no others."""
    acted_by: bool = False
    """Whether it looks at whose act it is; it is not told otherwise."""


REGISTER: Final[dict[str, Rule]] = {}
"""Every rule by its name."""

_KINDS: Final = {"int": "number", "str": "text", "bool": "truth", "tuple[str, ...]": "list"}

Look = Callable[..., Judgement]


def rule(*, answers: tuple[str, ...] = (), acted_by: bool = False, serves: str = "") -> Callable[[Look], Look]:
    """Register a rule under its function's name.

    Args:
        answers: the answers it looks at, directly or through any function that it calls.
        acted_by: whether it looks at whose act it is.
        serves: the obligation of the year that it guards, whose clause it cites.
    """
    return lambda look: _register(look, answers=answers, acted_by=acted_by, serves=serves)


def composite(*parts: Look) -> Callable[[Look], Look]:
    """Register a rule that holds when all its parts do; its own function only says what it is."""
    rules = [REGISTER[part.__name__] for part in parts]
    answers = tuple(dict.fromkeys(name for part in rules for name in part.answers))
    acted_by, names = any(part.acted_by for part in rules), tuple(part.name for part in rules)
    return lambda look: _register(look, parts=names, answers=answers, acted_by=acted_by)


class UndeclaredAnswer(Exception):
    """An answer that a rule looked at without declaring it."""


class NotAnsweredYet(Exception):
    """An answer that a rule looked at before anybody gave it."""


class _Declared(Mapping[str, Any]):
    """The declared ones of the answers given at an action."""

    __slots__ = ("_given", "_pending", "_rule")

    def __init__(self, given: Mapping[str, Any], asked: Rule, pending: frozenset[str]) -> None:
        self._given, self._rule, self._pending = given, asked, pending

    def _named(self, name: object) -> Mapping[str, Any]:
        if name not in self._rule.answers:
            raise UndeclaredAnswer(f"{self._rule.name} looks at {name}")
        if name in self._pending:
            raise NotAnsweredYet(name)
        return self._given

    def __getitem__(self, name: str) -> Any:
        return self._named(name)[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The answer, or the default where it was not given."""
        return self._named(name).get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self._named(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._rule.answers if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def ask(name: str, facts: Facts, wants: Verdict = Verdict.KEPT) -> tuple[Finding, ...]:
    """What a rule finds; a composite's own finding comes first, then those of its parts.

    The numbers come from the council's clause of the same name, else from the rule's standard. Findings are memoised
    as long as no row changes: the key holds everything that a rule is handed beside the rows.

    Raises:
        NotAnsweredYet: it looks at an answer that is still to come.
        UndeclaredAnswer: it looks at an answer that it does not declare.
    """
    asked = REGISTER[name]
    answers = tuple(facts.answers.get(each) for each in asked.answers)
    pending = facts.pending.intersection(asked.answers)
    acted_by = facts.acted_by if asked.acted_by else None
    key = (asked, facts.ref, answers, pending, acted_by, facts.on, facts.hands_down, wants)
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
    judged = asked.look(_handed(asked, facts), **numbers)
    return (Finding(name, judged.verdict, wants, ref, judged.saw),)


def _handed(asked: Rule, facts: Facts) -> Facts:
    """The facts with nothing beside the rows that the rule does not declare."""
    answers = _Declared(facts.answers, asked, facts.pending)
    handed = replace(facts, answers=answers)
    if not asked.acted_by:
        object.__delattr__(handed, "acted_by")  # reading an empty slot raises AttributeError
    return handed


def _all_of(findings: tuple[Finding, ...]) -> Verdict:
    verdicts = {finding.verdict for finding in findings}
    return next((v for v in (Verdict.BROKEN, Verdict.UNDECIDED) if v in verdicts), Verdict.KEPT)


def _numbers(clause: Clause) -> dict[str, Any]:
    return {name: tuple(n) if isinstance(n, list) else n for name, n in clause.numbers.items()}


def _register(
    look: Look, *, parts: tuple[str, ...] = (), serves: str = "", answers: tuple[str, ...] = (), acted_by: bool = False
) -> Look:
    standards, kinds = numbers_of(look)
    REGISTER[look.__name__] = Rule(look.__name__, look, standards, kinds, parts, serves, answers, acted_by)
    return look


def numbers_of(look: Callable[..., object]) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the numbers of a rule or an obligation from its keyword-only parameters: their standards and kinds."""
    numbers = [p for p in inspect.signature(look).parameters.values() if p.kind is p.KEYWORD_ONLY]
    standards = {p.name: p.default for p in numbers if p.default is not p.empty}
    return standards, {p.name: _KINDS[str(p.annotation)] for p in numbers}
