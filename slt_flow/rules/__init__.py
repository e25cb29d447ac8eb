"""JUDGE: one function per clause; importing this room registers them all."""

from slt_flow.rules import evaluation, levels, mandate, meetings, voting
from slt_flow.rules.register import REGISTER, Judgement, Rule, ask, judge, looks_at, rule

__all__ = [
    "REGISTER", "Judgement", "Rule", "ask", "evaluation", "judge", "levels", "looks_at", "mandate", "meetings",
    "rule", "voting",
]  # fmt: skip
