"""The workflows drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slt_flow.commands.completion import MachineName, RefName
from slt_flow.commands.frame import Asked, asked, command, in_time
from slt_flow.commands.output import tell_where, write
from slt_flow.errors import RequestError
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.diagrams import Diagram

_WIDTH_OF_A_FILE = 80


@command(
    "diagram",
    reads=True,
    help=N_(
        "Draw a workflow, or the three levels together: states, actions with whose they are and when they open, ends. "
        "With --ref also where a case is and the way it came."
    ),
)
@click.argument("name", required=False, type=MachineName(), metavar="[NAME]")
@click.option(
    "--format", "format_", type=click.Choice(("text", "svg", "mermaid")), default="text", help=N_("How to draw it.")
)
@click.option("--ref", type=RefName(None), metavar="REF", help=N_("Mark where this case is and the way it came."))
@click.option("--version", metavar="VERSION", help=N_("Which version; the newest unless named."))
@click.option("--output", metavar="FILE", help=N_("Write it to this new file; - is standard output."))
@in_time
def diagram(
    name: str | None,
    format_: str,
    ref: str | None,
    version: str | None,
    output: str | None,
) -> None:
    """Draw a workflow."""
    from slt_flow.views.workflows.show import as_json

    state = asked()
    found = _found(state, name, ref, version)
    if output not in (None, "-"):
        write(output, _as_text(found, format_, state))
    if state.json or output in (None, "-"):
        state.show(as_json(found, state.words), lambda: _print(found, format_, state))
    if output not in (None, "-"):
        tell_where(state, output)


def _found(state: Asked, name: str | None, ref: str | None, version: str | None) -> Diagram:
    from slt_flow.services.workflows.draw import diagram as drawn
    from slt_flow.services.workflows.draw import diagram_of
    from slt_flow.services.workflows.versions import kept

    if ref is None:
        if state.looks_back:
            raise RequestError("time_of_a_workflow")
        context = state.context()
        return drawn(name, version, context.shelf, kept(context))
    if version is not None:
        raise RequestError("version_of_a_case", ref=ref)
    return diagram_of(state.context(), ref, name)


def _print(found: Diagram, format_: str, state: Asked) -> None:
    if format_ != "text":
        state.out.data(_as_text(found, format_, state))
        return
    from slt_flow.views.diagrams.text import show

    show(found, state.words, state.out)


def _as_text(found: Diagram, format_: str, state: Asked) -> str:
    """The drawing as a file holds it."""
    if format_ == "svg":
        from slt_flow.views.diagrams.svg import drawn as as_svg

        return as_svg(found, state.words)
    if format_ == "mermaid":
        from slt_flow.views.diagrams.mermaid import drawn as as_mermaid

        return as_mermaid(found, state.words)
    from slt_flow.views.diagrams.text import UNICODE, lines

    return "".join(f"{line.plain.rstrip()}\n" for line in lines(found, state.words, UNICODE, _WIDTH_OF_A_FILE))
