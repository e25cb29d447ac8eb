"""Effects of actions, and the vocabulary of definition files."""

from __future__ import annotations

from slt_flow.definitions.vocabulary import Parameter, Vocabulary
from slt_flow.engine.effects import cases, meetings
from slt_flow.engine.effects.register import EFFECTS, Step, born, meaning, new_case
from slt_flow.rules import REGISTER


def vocabulary() -> Vocabulary:
    """Return what a definition may name: rules with their parameters, effects with the answers they consume."""
    rules = {
        rule.name: {name: Parameter(kind, name in rule.standards) for name, kind in rule.kinds.items()}
        for rule in REGISTER.values()
    }
    return Vocabulary(rules, {name: effect.consumes for name, effect in EFFECTS.items()})


__all__ = ["EFFECTS", "Step", "born", "cases", "meaning", "meetings", "new_case", "vocabulary"]
