"""What leaves the house for other programs."""

from __future__ import annotations

import click

from slt_flow.commands.frame import asked, command, group, in_time
from slt_flow.commands.output import tell_where, write
from slt_flow.terms import N_


@command(
    "ocel",
    reads=True,
    help=N_("The council's history as an event log (OCEL 2.0 JSON) that process-mining tools read."),
)
@click.option("--output", metavar="FILE", help=N_("Write it to this new file; - is standard output."))
@click.option(
    "--without-titles",
    is_flag=True,
    help=N_("Leave out titles and names, case numbers and bodies as typed, and absences too; ids stay."),
)
@in_time
def ocel(output: str | None, without_titles: bool) -> None:
    """Print or write the event log."""
    from slt_flow.services.history.export.event_log import event_log
    from slt_flow.views.history import ocel as view

    state = asked()
    text = view.written(event_log(state.context(), titles=not without_titles))
    if output is None or output == "-":
        state.out.data(text)
        return
    write(output, text)
    tell_where(state, output)


export = group("export", help_=N_("What leaves for other programs."))
export.add_command(ocel)
