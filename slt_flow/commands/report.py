"""What goes to others: the report municipalities publish, and the pack for the next coordinator."""

from __future__ import annotations

import click

from slt_flow.commands.frame import asked, command, in_time
from slt_flow.commands.output import hand_out, tell_where, to_file, write
from slt_flow.terms import N_

FORMATS = ("table", "md", "csv", "json")


@command("report", reads=True, help=N_("The status of decisions in the form municipalities publish."))
@click.option("--from", "since", metavar="DATE", help=N_("The first day; 1 January unless named."))
@click.option("--to", "until", metavar="DATE", help=N_("The last day; 31 December unless named."))
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help=N_("How to show it; as the file's name ends, or as a table.")
)
@click.option("--output", metavar="FILE", help=N_("Write it to this new file."))
@in_time
def report(since: str | None, until: str | None, form: str | None, output: str | None) -> None:
    """Print or write the report."""
    from slt_flow.services.follow_up.report import report as drawn_up
    from slt_flow.views.follow_up import report as view
    from slt_flow.views.text import documents, serialise

    state = asked()
    found = drawn_up(state.context(), since, until)
    form = "json" if state.json else form or _ending(output)
    if form == "table" and output is None:
        documents.show(view.document(found, state.words, narrow=state.out.width < ROOMY), state.words, state.out)
        return
    if form == "csv":
        text = view.as_csv(found, state.words)
    elif form == "json":
        text = serialise.dumped(view.as_json(found)) + "\n"
    else:
        text = documents.markdown(view.document(found, state.words))
    if output is None or output == "-":
        state.out.data(text)
        return
    write(output, text)
    tell_where(state, output)


ROOMY = 120
"""From this width on, the table has all the columns of the form beside each other."""


def _ending(output: str | None) -> str:
    """The form a file's name ends with; Markdown for any other file, a table on the terminal."""
    ending = (output or "").rpartition(".")[2].casefold()
    return ending if ending in FORMATS[1:] else "md" if output is not None else FORMATS[0]


@command("handover-pack", reads=True, help=N_("What a new coordinator needs to go on, as one document."))
@to_file
@in_time
def handover_pack(output: str | None) -> None:
    """Print or write the pack."""
    from slt_flow.services.follow_up.handover_pack import handover
    from slt_flow.views.follow_up import handover_pack as view

    state = asked()
    found = handover(state.context())
    told = view.as_json(found) if state.json else None
    hand_out(state, told, view.document(found, state.words), output)
