"""Words of every rule and gate, by its name."""

from slt_flow.wording.rules import evaluation, gates, levels, mandate, meetings, voting

RULES = voting.RULES | mandate.RULES | meetings.RULES | levels.RULES | evaluation.RULES | gates.GATES
