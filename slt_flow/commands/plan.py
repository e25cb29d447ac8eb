"""The action plan: the council's binding plan for a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slt_flow.commands.completion import RefName
from slt_flow.commands.frame import Joined, asked, command, group, in_time
from slt_flow.commands.output import hand_out, to_file
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.answers import Sheet


@command("show", reads=True, help=N_("The action plan that covers a year, with what was changed since it was adopted."))
@click.argument("year", required=False, type=click.IntRange(1900, 2199), metavar="[YEAR]")
@to_file
@in_time
def show(year: int | None, output: str | None) -> None:
    """Show a plan."""
    from slt_flow.services.year.action_plan import show as found
    from slt_flow.views.text import serialise
    from slt_flow.views.year.action_plan import document

    state = asked()
    sheet = found(state.context(), year)
    hand_out(state, serialise.sheet(sheet), document(sheet, state.words), output)


@command("open", help=N_("Register the decision by which the council will adopt its plan; with --meeting, table it."))
@click.argument("period", metavar="YEAR|FROM..TO")
@click.option("--meeting", type=RefName("M"), metavar="MEETING", help=N_("Table it at this meeting."))
def open_(period: str, meeting: str | None) -> None:
    """Begin a plan."""
    from slt_flow.services.year.action_plan import open_plan

    state = asked()
    state.finish(open_plan(state.context(), period, meeting=meeting, text_of=_text))


@command("adopt", help=N_("Adopt the action plan for a period by consensus, with the plan itself as the text decided."))
@click.argument("period", metavar="YEAR|FROM..TO")
@click.option("--meeting", type=RefName("M"), metavar="MEETING", help=N_("The meeting that decides it."))
@click.option("--consent", cls=Joined, metavar="all|POST,…", help=N_("Who consents."))
def adopt(period: str, meeting: str | None, consent: str | None) -> None:
    """Adopt a plan."""
    from slt_flow.services.year.action_plan import adopt as decide

    state = asked()
    state.finish(decide(state.context(), period, meeting=meeting, consent=consent, text_of=_text))


def _text(sheet: Sheet) -> str:
    from slt_flow.views.text.words import Words
    from slt_flow.views.year.action_plan import text

    return text(sheet, Words(sheet.fields["language"]))


plan = group("plan", help_=N_("The action plan: focus areas, goals, decisions and measures with owner and deadline."))
for each in (show, open_, adopt):
    plan.add_command(each)
