"""Table of contents: the function of every command, in the order of the help page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.commands.frame import Branch
from slt_flow.terms import N_

COMMANDS: Final[Mapping[str, str | Branch]] = {
    "init": "agreements:init",
    "demo": "stories:demo",
    "councils": "agreements:councils",
    "numbers": "agreements:numbers",
    "status": "follow_up:status",
    "todo": "follow_up:todo",
    "next": "actions:next_",
    "why": "actions:why",
    "do": "actions:do",
    "decision": Branch(
        N_("What the council decides."),
        "decisions",
        ("register", "carry-over", "authority", "adopt", "kinds", "list", "paper", "show"),
        machine="decision",
    ),
    "propose": "decisions:propose",
    "assign": "decisions:assign",
    "assignment": Branch(N_("Work of the coordinating level."), "decisions", (), machine="assignment"),
    "measure": Branch(N_("Work of the executing level."), "decisions", ("add",), machine="measure"),
    "hand-over": "decisions:hand_over",
    "reschedule": "actions:reschedule",
    "remark": "actions:remark",
    "link": "actions:link",
    "attach": "papers:attach",
    "attachment": Branch(N_("Files attached to cases and points."), "papers", ("list", "save")),
    "exempt": "papers:exempt",
    "meeting": Branch(
        N_("Meetings of the council and of the coordinating level."),
        "meetings",
        (
            "plan",
            "arrange",
            "hold",
            "record",
            "agenda",
            "invite",
            "add-item",
            "drop-item",
            "place-item",
            "minutes",
            "pack",
            "list",
            "show",
        ),
        machine="meeting",
    ),
    "knowledge": Branch(N_("The sources of knowledge that the council works from."), "decisions", ("add", "list")),
    "challenge": Branch(N_("The challenges that decisions and measures answer."), "decisions", ("add", "list")),
    "evaluate": Branch(
        N_("The year's end: what the measures did to the challenges they answered."),
        "year",
        ("adopt", "assess", "open", "show"),
    ),
    "learning": Branch(
        N_("What evaluations taught, to be answered in a later year."),
        "year",
        ("add", "list"),
        machine="learning_point",
    ),
    "plan": Branch(
        N_("The action plan: focus areas, goals, decisions and measures with owner and deadline."),
        "year",
        ("adopt", "open", "show"),
    ),
    "agreement": Branch(
        N_("The signed agreement."),
        "agreements",
        ("check", "explain", "fulfil", "list", "new", "obligations", "renew", "show"),
    ),
    "organisation": Branch(N_("Organisations: parties, their parts, third parties."), "people", ("add", "list")),
    "post": Branch(
        N_("Posts: the functions that can own work."), "people", ("add", "account", "contact", "designate", "list")
    ),
    "access": Branch(
        N_("Who signs in, and as what."), "access", ("grant", "revoke", "list", "invitations", "confirm", "withdraw")
    ),
    "appoint": "people:appoint",
    "vacate": "people:vacate",
    "absence": "people:absence",
    "deputy": "people:deputy",
    "area": Branch(N_("Focus areas."), "people", ("add", "end", "list")),
    "group": Branch(N_("Coordinating groups."), "people", ("add", "members", "end", "list")),
    "show": "follow_up:show",
    "find": "history:find",
    "history": "history:history",
    "wheel": "year:wheel",
    "report": "follow_up:report",
    "yearly-report": "follow_up:yearly_report",
    "letter": "follow_up:letter",
    "handover-pack": "follow_up:handover_pack",
    "archive": Branch(
        N_("The municipality's archive: where papers go, and what became of them."),
        "archive",
        ("refer", "receipt", "status"),
    ),
    "export": Branch(
        N_("What leaves for other programs."),
        "history",
        ("archive", "calendar", "council", "html", "ocel", "sheet", "xlsx"),
    ),
    "import": Branch(N_("What comes from elsewhere."), "imports", ("council", "form", "list"), of_file="list"),
    "check-texts": "history:check_texts",
    "undo": "history:undo",
    "workflow": Branch(
        N_("The workflows: what they are and what is proved of them."),
        "workflows",
        ("list", "show", "diagram", "check", "test", "new", "migrate"),
    ),
    "journal": Branch(
        N_("The journal: what the tables are made of, and its proof."),
        "history",
        ("accept-break", "head", "rebuild", "redact", "show", "verify"),
    ),
    "backup": "history:backup",
    "restore": "history:restore",
    "serve": "serve:serve",
    "db": Branch(N_("The database."), "history", ("status", "upgrade")),
    "config": Branch(
        N_("Your settings: the database, the council and the language where a command names no others."),
        "settings",
        ("set", "show", "unset"),
    ),
    "completion": Branch(N_("The tab key: commands, refs and names completed by the shell."), "settings", ("install",)),
    "help": "help:help_",
}
"""Commands as `module:function` in `slt_flow.commands`, and groups whose functions are named after their commands."""
