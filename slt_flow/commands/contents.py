"""Table of contents: every command with the function that makes it, in the order help lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.commands.frame import Branch
from slt_flow.terms import N_

COMMANDS: Final[Mapping[str, str | Branch]] = {
    "init": "agreements:init",
    "demo": "stories:demo",
    "councils": "agreements:councils",
    "status": "follow_up:status",
    "todo": "follow_up:todo",
    "next": "actions:next_",
    "why": "actions:why",
    "do": "actions:do",
    "decision": Branch(
        N_("What the council decides."),
        {
            "register": "decisions:register",
            "adopt": "decisions:adopt",
            "kinds": "decisions:kinds",
            "list": "decisions:list_decisions",
            "show": "decisions:show_decision",
        },
        machine="decision",
    ),
    "assign": "decisions:assign",
    "assignment": Branch(N_("Work of the coordinating level."), {}, machine="assignment"),
    "measure": Branch(N_("Work of the executing level."), {"add": "decisions:add_measure"}, machine="measure"),
    "hand-over": "decisions:hand_over",
    "reschedule": "actions:reschedule",
    "remark": "actions:remark",
    "link": "actions:link",
    "meeting": Branch(
        N_("Meetings of the council and of the coordinating level."),
        {
            "plan": "meetings:plan",
            "hold": "meetings:hold",
            "record": "meetings:record",
            "agenda": "meetings:agenda",
            "drop-item": "meetings:drop_item",
            "place-item": "meetings:place_item",
            "minutes": "meetings:minutes",
            "list": "meetings:list_meetings",
            "show": "meetings:show_meeting",
        },
        machine="meeting",
    ),
    "knowledge": Branch(
        N_("The sources of knowledge that the council works from."),
        {"add": "decisions:add_knowledge", "list": "decisions:list_knowledge"},
    ),
    "challenge": Branch(
        N_("The challenges that decisions and measures answer."),
        {"add": "decisions:add_challenge", "list": "decisions:list_challenges"},
    ),
    "evaluate": Branch(
        N_("The year's end: what the measures did to the challenges they answered."),
        {
            "adopt": "year:adopt_evaluation",
            "assess": "year:assess",
            "open": "year:open_evaluation",
            "show": "year:show_evaluation",
        },
    ),
    "learning": Branch(
        N_("What evaluations taught, to be answered in a later year."),
        {"add": "year:add_learning", "list": "year:list_learning"},
        machine="learning_point",
    ),
    "plan": Branch(
        N_("The action plan: focus areas, goals, decisions and measures with owner and deadline."),
        {"adopt": "year:adopt_plan", "open": "year:open_plan", "show": "year:show_plan"},
    ),
    "agreement": Branch(
        N_("The signed agreement."),
        {
            "check": "agreements:check_agreement",
            "explain": "year:explain",
            "fulfil": "year:fulfil",
            "list": "agreements:list_agreements",
            "new": "agreements:new_agreement",
            "obligations": "year:obligations",
            "renew": "agreements:renew",
            "show": "agreements:show_agreement",
        },
    ),
    "organisation": Branch(
        N_("Organisations: parties, their parts, third parties."),
        {"add": "people:add_organisation", "list": "people:list_organisations"},
    ),
    "post": Branch(
        N_("Posts: the functions that can own work."),
        {"add": "people:add_post", "designate": "people:designate", "list": "people:list_posts"},
    ),
    "appoint": "people:appoint",
    "vacate": "people:vacate",
    "absence": "people:absence",
    "deputy": "people:deputy",
    "area": Branch(
        N_("Focus areas."), {"add": "people:add_area", "end": "people:end_area", "list": "people:list_areas"}
    ),
    "show": "follow_up:show",
    "find": "history:find",
    "history": "history:history",
    "wheel": "year:wheel",
    "report": "follow_up:report",
    "handover-pack": "follow_up:handover_pack",
    "export": Branch(N_("What leaves for other programs."), {"ocel": "history:ocel"}),
    "undo": "history:undo",
    "workflow": Branch(
        N_("The workflows: what they are and what is proved of them."),
        {
            "list": "workflows:list_workflows",
            "show": "workflows:show_workflow",
            "diagram": "workflows:diagram",
            "check": "workflows:check",
            "test": "stories:test",
            "new": "workflows:new",
            "migrate": "workflows:migrate",
        },
    ),
    "journal": Branch(
        N_("The journal: what the tables are made of, and its proof."),
        {
            "head": "history:head",
            "rebuild": "history:rebuild",
            "show": "history:show_entries",
            "verify": "history:verify",
        },
    ),
    "db": Branch(N_("The database."), {"status": "history:schema_status", "upgrade": "history:upgrade"}),
    "help": "help:help_",
}
"""Commands as `module:function` in `slt_flow.commands`, and groups of them."""
