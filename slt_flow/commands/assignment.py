"""Assignments of the coordinating level and measures of the executing level."""

from __future__ import annotations

from typing import Any

import click

from slt_flow.commands.action_options import add_actions, grounds
from slt_flow.commands.completion import PostName, RefName
from slt_flow.commands.frame import Group, asked, command, group
from slt_flow.terms import N_


@command("add", help=N_("Hand an assignment's work down to the executing level: one accountable owner and a deadline."))
@click.argument("ref", type=RefName("", 1), metavar="ASSIGNMENT")
@click.argument("title")
@click.option("--owner", required=True, type=PostName(), metavar="POST", help=N_("The accountable post."))
@click.option("--due", required=True, metavar="DATE", help=N_("The deadline."))
@click.option("--resources", metavar="TEXT", help=N_("What is set aside for it."))
@grounds
def add(ref: str, title: str, owner: str, due: str, **told: Any) -> None:
    """Add a measure."""
    from slt_flow.services.decisions.hand_down import add_measure

    state = asked()
    state.finish(add_measure(state.context(), ref, title, owner, due, **told))


def assignment(workflows: str | None = None) -> Group:
    """The group of the coordinating level."""
    made = group("assignment", help_=N_("Work of the coordinating level."))
    add_actions(made, "assignment", workflows)
    return made


def measure(workflows: str | None = None) -> Group:
    """The group of the executing level."""
    made = group("measure", help_=N_("Work of the executing level."))
    made.add_command(add)
    add_actions(made, "measure", workflows, taken=made.commands)
    return made
