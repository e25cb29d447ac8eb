"""Writer of the texts that a council decides, each in the council's own language."""

from __future__ import annotations

from typing import Final

from slt_flow.results.evaluation import Scribe
from slt_flow.views.year import action_plan, evaluation

SCRIBE: Final = Scribe(evaluation.text, evaluation.closing, action_plan.text)
