"""Assignments of the coordinating level and measures of the executing level."""

from __future__ import annotations

from typing import Any

import click

from slt_flow.commands.answers import add_doors, grounds
from slt_flow.commands.completion import PostName, RefName
from slt_flow.commands.frame import Group, _, asked, command, group


@command("add", help=_("Hand an assignment's work down to the executing level: one accountable owner and a deadline."))
@click.argument("ref", type=RefName("", 1), metavar="ASSIGNMENT")
@click.argument("title")
@click.option("--owner", required=True, type=PostName(), metavar="POST", help=_("The accountable post."))
@click.option("--due", required=True, metavar="DATE", help=_("The deadline."))
@click.option("--resources", metavar="TEXT", help=_("What is set aside for it."))
@grounds
def add(ref: str, title: str, owner: str, due: str, **told: Any) -> None:
    """Add a measure."""
    from slt_flow.services.decisions.hand_down import add_measure

    state = asked()
    state.finish(add_measure(state.desk(), ref, title, owner, due, **told))


def assignment() -> Group:
    """The group of the coordinating level."""
    made = group("assignment", help_=_("Work of the coordinating level."))
    add_doors(made, "assignment")
    return made


def measure() -> Group:
    """The group of the executing level."""
    made = group("measure", help_=_("Work of the executing level."))
    made.add_command(add)
    add_doors(made, "measure", taken=made.commands)
    return made
