"""The workflows: which there are, what is proved of them, and how they change; one file a command."""

from __future__ import annotations

from slt_flow.commands.frame import group
from slt_flow.terms import N_

COMMANDS = {
    "list": "workflows.list:list_",
    "show": "workflows.show:show",
    "diagram": "workflows.diagram:diagram",
    "check": "workflows.check:check",
    "test": "workflows.test:test",
    "new": "workflows.new:new",
    "migrate": "workflows.migrate:migrate",
}
"""Every command with where it is made."""

workflow = group("workflow", help_=N_("The workflows: what they are and what is proved of them."), lazy=COMMANDS)
