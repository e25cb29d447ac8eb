"""Effects of actions, and the vocabulary of definition files."""

from __future__ import annotations

from functools import cache

from slt_flow.definitions.vocabulary import Parameter, Vocabulary
from slt_flow.engine.effects import cases, meetings
from slt_flow.engine.effects.register import EFFECTS, Step, born, meaning, new_case, written_mandate
from slt_flow.rules import REGISTER, Rule
from slt_flow.rules.obligations import REGISTER as OBLIGATIONS
from slt_flow.rules.obligations import Obliged


@cache
def vocabulary() -> Vocabulary:
    """Return the names that a definition may use: rules, effects and obligations, each with what it takes."""
    effects = {name: effect.consumes for name, effect in EFFECTS.items()}
    rules = {name: _parameters(rule) for name, rule in REGISTER.items()}
    obligations = {name: _parameters(obliged) for name, obliged in OBLIGATIONS.items() if name not in rules}
    return Vocabulary(rules, effects, obligations, frozenset(n for n, o in OBLIGATIONS.items() if o.by_people))


def _parameters(clause: Rule | Obliged) -> dict[str, Parameter]:
    return {name: Parameter(kind, name in clause.standards) for name, kind in clause.kinds.items()}


__all__ = ["EFFECTS", "Step", "born", "cases", "meaning", "meetings", "new_case", "vocabulary", "written_mandate"]
