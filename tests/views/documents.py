"""Every document of both demo years, in every language, by the command that hands it out.

Tests multiply over `EVERY`, tests of what a writer makes of blocks over `BY_TURNS`, and over `EVERYDAY` where each kind
of document is enough; the fixture `document` of `tests/views/conftest.py` builds them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from slt_flow.results.documents import Document
from slt_flow.results.follow_up import Tree
from slt_flow.results.levels import Levels
from slt_flow.services.agreements.show import agreement
from slt_flow.services.follow_up.case_paper import case_paper
from slt_flow.services.follow_up.handover_pack import handover
from slt_flow.services.follow_up.letter import letter
from slt_flow.services.follow_up.levels import levels
from slt_flow.services.follow_up.report import report
from slt_flow.services.follow_up.status import status
from slt_flow.services.follow_up.yearly_report import yearly_report
from slt_flow.services.meetings.agenda import agenda
from slt_flow.services.meetings.extract import extract
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.request.context import Context
from slt_flow.services.year import action_plan, evaluation_view
from slt_flow.services.year.obligations import obligations
from slt_flow.services.year.wheel import wheel
from slt_flow.terms import LANGUAGES
from slt_flow.views.follow_up import case_paper as paper_view
from slt_flow.views.follow_up import handover_pack as handover_view
from slt_flow.views.follow_up import letter as letter_view
from slt_flow.views.follow_up import report as report_view
from slt_flow.views.follow_up import status_document
from slt_flow.views.follow_up import yearly_report as year_view
from slt_flow.views.meetings import agenda as agenda_view
from slt_flow.views.meetings import minutes as minutes_view
from slt_flow.views.text.words import Words
from slt_flow.views.year import action_plan as plan_view
from slt_flow.views.year import agreement as agreement_view
from slt_flow.views.year import evaluation as of_year_view
from slt_flow.views.year import obligations as obligations_view
from slt_flow.views.year import wheel_document


class Kind(NamedTuple):
    """Kind of document: the use case that answers, and the builder of what is handed out."""

    ask: Callable[..., Any]
    build: Callable[[Any, Words], Document]


def _status(context: Context) -> tuple[Tree, Levels]:
    tree = status(context)
    return tree, levels(context, tree)


def _minutes(context: Context, ref: str, case: str | None = None) -> Any:
    return minutes(context, ref) if case is None else extract(context, ref, case)


KINDS: Final[Mapping[str, Kind]] = {
    "meeting agenda": Kind(agenda, partial(agenda_view.document, dropped=False)),
    "meeting minutes": Kind(_minutes, minutes_view.document),
    "decision paper": Kind(case_paper, paper_view.document),
    "letter": Kind(letter, letter_view.document),
    "plan show": Kind(action_plan.show, plan_view.document),
    "evaluate show": Kind(lambda context, year: evaluation_view.show(context, int(year)), of_year_view.document),
    "agreement show": Kind(agreement, agreement_view.document),
    "agreement obligations": Kind(obligations, obligations_view.document),
    "report": Kind(report, report_view.document),
    "status": Kind(_status, lambda answer, words: status_document.document(answer[0], answer[1], words)),
    "wheel": Kind(lambda context, year: wheel(context, int(year)), wheel_document.document),
    "yearly-report": Kind(lambda context, year: yearly_report(context, int(year)), year_view.document),
    "handover-pack": Kind(handover, handover_view.document),
}
"""Kinds of documents by their commands."""

OF_EACH: Final = (
    "meeting agenda M1/26", "meeting agenda M3/26", "meeting minutes M1/26", "meeting minutes M2/26",
    "meeting minutes M1/26 --case 2/26", "decision paper 1/26", "decision paper 3/26", "decision paper 9/26",
    "letter 1/26.1", "letter 8/26.1.2", "plan show 2026", "plan show 2027", "evaluate show 2026", "agreement show",
    "agreement obligations", "report", "status", "wheel 2026", "yearly-report 2026", "handover-pack",
)  # fmt: skip
"""Documents of each council, as they are asked for."""

OF_ONE: Final[Mapping[str, tuple[str, ...]]] = {
    "kvaefjord": (
        "meeting agenda M4/26", "meeting agenda M6/26", "meeting minutes M4/26", "meeting minutes M5/26",
    ),
    "levanger": ("meeting agenda M4/26", "meeting minutes M4/26"),
}  # fmt: skip
"""Documents of one council alone: its meetings of information and of the coordinating level, its fourth one."""


class Sample(NamedTuple):
    """A document in one language, as `slt … --council … --lang …` hands it out."""

    council: str
    command: str
    language: str

    @property
    def name(self) -> str:
        """Name of the test of it."""
        return f"{self.council}-{self.command.replace('/', '-').replace(' ', '-')}-{self.language}"


EVERY: Final = tuple(
    Sample(council, command, language)
    for council, own in OF_ONE.items()
    for command in (*OF_EACH, *own)
    for language in LANGUAGES
)
"""Every document of both demo years in every language."""

BY_TURNS: Final = tuple(
    sample
    for place, sample in enumerate(EVERY)
    if sample.council == "kvaefjord" or sample.language == LANGUAGES[place // len(LANGUAGES) % len(LANGUAGES)]
)
"""Every document of both demo years, those of one council in every language, those of the other in one by turns."""

EVERYDAY: Final = tuple(
    Sample(tuple(OF_ONE)[place % 2], command, LANGUAGES[place % len(LANGUAGES)])
    for place, command in enumerate(OF_EACH)
)
"""Each of the documents that both councils have, once, in the languages by turns."""


def kind_of(command: str) -> str:
    """The kind of a document by the command that hands it out."""
    return max((kind for kind in KINDS if f"{command} ".startswith(f"{kind} ")), key=len)


def answered(context: Context, command: str) -> Any:
    """What the use case of a document answers."""
    kind = kind_of(command)
    return KINDS[kind].ask(context, *(word for word in command.removeprefix(kind).split() if word != "--case"))
