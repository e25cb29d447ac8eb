"""JUDGE: one function per clause; importing this room registers them all."""

from slt_flow.rules import evaluation, levels, mandate, meetings, voting
from slt_flow.rules.register import REGISTER, Judgement, NotAnsweredYet, Rule, UndeclaredAnswer, ask, judge, rule

__all__ = [
    "REGISTER", "Judgement", "NotAnsweredYet", "Rule", "UndeclaredAnswer", "ask", "evaluation", "judge", "levels",
    "mandate", "meetings", "rule", "voting",
]  # fmt: skip
