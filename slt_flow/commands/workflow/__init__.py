"""The workflows: which there are, what is proved of them, and how they change; one file a command."""

from __future__ import annotations

from slt_flow.commands.frame import _, group

COMMANDS = {
    "list": "workflow.list:list_",
    "show": "workflow.show:show",
    "diagram": "workflow.diagram:diagram",
    "check": "workflow.check:check",
    "test": "workflow.test:test",
    "new": "workflow.new:new",
    "migrate": "workflow.migrate:migrate",
}
"""Every command with where it is made."""

workflow = group("workflow", help_=_("The workflows: what they are and what is proved of them."), lazy=COMMANDS)
