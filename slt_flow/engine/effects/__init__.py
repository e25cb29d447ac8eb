"""What actions make happen, and everything a definition may name."""

from __future__ import annotations

from slt_flow.definitions.vocabulary import Parameter, Vocabulary
from slt_flow.engine.effects import cases, meetings
from slt_flow.engine.effects.register import EFFECTS, Step, born, meaning
from slt_flow.rules import REGISTER


def vocabulary() -> Vocabulary:
    """Everything a definition may name."""
    rules = {
        rule.name: {name: Parameter(kind, name in rule.standards) for name, kind in rule.kinds.items()}
        for rule in REGISTER.values()
    }
    return Vocabulary(rules, {name: registered.consumes for name, registered in EFFECTS.items()})


__all__ = ["EFFECTS", "Step", "born", "cases", "meaning", "meetings", "vocabulary"]
