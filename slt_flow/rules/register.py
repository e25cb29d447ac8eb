"""Register of rules: a function's name is its key, its keyword-only parameters are the agreement's numbers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from slt_flow.model import Clause
from slt_flow.model.facts import Facts
from slt_flow.results.answers import Finding
from slt_flow.terms import Verdict


class Judgement(NamedTuple):
    """Verdict of a rule before the register adds its name and §."""

    verdict: Verdict
    saw: Mapping[str, Any]


def judge(kept: bool | None, **saw: Any) -> Judgement:
    """Return a verdict from a truth (None: undecided), with what was seen."""
    verdict = Verdict.UNDECIDED if kept is None else Verdict.KEPT if kept else Verdict.BROKEN
    return Judgement(verdict, saw)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A registered rule.

    Attributes:
        standards: the numbers it uses where an agreement is silent.
        kinds: the type of each number, as definition files name it.
        parts: of a composite, which holds when all of them do.
        serves: the obligation of a year that it helps to keep, cited where no clause bears the rule's own name.
        answers: the answers it looks at; it is handed no others.
        acted_by: True when it looks at the post whose act it is; it is not handed it otherwise.
    """

    name: str
    look: Callable[..., Judgement]
    standards: Mapping[str, Any]
    kinds: Mapping[str, str]
    parts: tuple[str, ...] = ()
    serves: str = ""
    answers: tuple[str, ...] = ()
    acted_by: bool = False


REGISTER: Final[dict[str, Rule]] = {}
"""Every rule by its name."""

_KINDS: Final = {
    "int": "number", "str": "text", "bool": "truth", "tuple[str, ...]": "list", "int | tuple[int, ...]": "rhythm",
}  # fmt: skip

Look = Callable[..., Judgement]


def rule(*, answers: tuple[str, ...] = (), acted_by: bool = False, serves: str = "") -> Callable[[Look], Look]:
    """Register a rule under its function's name.

    Args:
        answers: the answers it looks at, directly or through any function that it calls.
        acted_by: True when it looks at the post whose act it is.
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
    """Answers given at an action, of which only the declared ones can be read."""

    __slots__ = ("_answers", "_pending", "_rule")

    def __init__(self, answers: Mapping[str, Any], asked: Rule, pending: frozenset[str]) -> None:
        self._answers, self._rule, self._pending = answers, asked, pending

    def _checked(self, name: object) -> Mapping[str, Any]:
        if name not in self._rule.answers:
            raise UndeclaredAnswer(f"{self._rule.name} looks at {name}")
        if name in self._pending:
            raise NotAnsweredYet(name)
        return self._answers

    def __getitem__(self, name: str) -> Any:
        return self._checked(name)[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the answer, or the default where it was not given."""
        return self._checked(name).get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self._checked(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._rule.answers if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def ask(name: str, facts: Facts, wants: Verdict = Verdict.KEPT) -> tuple[Finding, ...]:
    """Return what a rule finds; a composite's own finding comes first, then those of its parts.

    The numbers come from the council's clause of the same name, else from the rule's standard. Findings are memoised
    as long as no row changes: the key holds everything that a rule is handed beside the rows.

    Raises:
        NotAnsweredYet: it looks at an answer that is still to come.
        UndeclaredAnswer: it looks at an answer that it does not declare.
    """
    asked = REGISTER[name]
    answers = tuple([facts.answers.get(answer) for answer in asked.answers])
    pending = facts.pending.intersection(asked.answers)
    acted_by = facts.acted_by if asked.acted_by else None
    key = (asked, facts.ref, answers, pending, acted_by, facts.on, facts.hands_down, wants)
    memoised = facts.snapshot.found
    findings: tuple[Finding, ...] | None = memoised.get(key)
    if findings is None:
        findings = memoised[key] = _asked(asked, facts, wants)
    return findings


def _asked(asked: Rule, facts: Facts, wants: Verdict) -> tuple[Finding, ...]:
    name = asked.name
    then = facts.then
    clause = then.clause(name)
    cited_clause = clause or (then.clause(asked.serves) if asked.serves else None)
    ref = cited_clause.ref if cited_clause else None
    if asked.parts:
        parts = tuple(finding for part in asked.parts for finding in ask(part, facts))
        cited = tuple(f if f.ref or not ref else Finding(f.rule, f.verdict, f.wants, ref, f.saw) for f in parts)
        saw = {"parts": tuple(f.rule for f in cited if f.blocks)}
        return (Finding(name, _all_of(cited), wants, ref, saw), *cited)
    judgement = asked.look(_handed(asked, facts), **numbers_in(clause, asked.standards))
    return (Finding(name, judgement.verdict, wants, ref, judgement.saw),)


def _handed(asked: Rule, facts: Facts) -> Facts:
    """Return the facts with only those answers that the rule declares."""
    answers = _Declared(facts.answers, asked, facts.pending)
    acted_by, of = facts.acted_by, (facts.snapshot, facts.ref)
    handed = Facts(*of, answers, acted_by, facts.on, facts.hands_down, facts.pending)
    if not asked.acted_by:
        # Reading an empty slot raises AttributeError; None would look like an answer.
        del handed.acted_by
    return handed


def _all_of(findings: tuple[Finding, ...]) -> Verdict:
    verdicts = {finding.verdict for finding in findings}
    return next((v for v in (Verdict.BROKEN, Verdict.UNDECIDED) if v in verdicts), Verdict.KEPT)


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


def numbers_in(clause: Clause | None, standards: Mapping[str, Any]) -> dict[str, Any]:
    """Return the numbers of a clause, lists as tuples, with the standards for those that it leaves open."""
    if clause is None:
        return dict(standards)
    numbers = {**standards, **clause.numbers}
    return {name: tuple(number) if isinstance(number, list) else number for name, number in numbers.items()}
