"""Commands about decisions: register, decide, hand down; and what they rest on."""

from __future__ import annotations

from typing import Any

import click

from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.follow_up import show_case
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.options import (
    ANSWER_HELP,
    Joined,
    consent,
    grounds,
    in_time,
    its_area,
    its_id,
    its_reason,
    its_title,
    only_year,
    tabled_at,
)
from slt_flow.commands.output import Output, hand_out, to_file
from slt_flow.errors import RequestError
from slt_flow.terms import N_

bodies = click.option("--needs-ratification", multiple=True, metavar="BODY", help=N_("A body that must ratify it."))


@writes
@click.argument("title")
@its_area
@click.option("--text", metavar="TEXT", help=N_("The text to decide, when it is more than the title."))
@tabled_at
@click.option(
    "--consent", cls=Joined, metavar="all|POST,…", help=N_("Who consents; then it is adopted if there is consensus.")
)
@bodies
@click.option(
    "--within-authority", is_flag=True, help=N_("It does not exceed delegated authority, though its title may tell so.")
)
@click.option("--for-information", is_flag=True, help=N_("The council only takes note of it."))
@click.option("--case", metavar="NO", help=N_("Its case number in the archive."))
@click.option(
    "--kind", type=Known("kind"), help=N_("A kind of decision, with its own text, ratification and measures.")
)
@click.option("--follows", type=Known("case"), metavar="REF", help=N_("The case that it goes on from."))
@grounds
def decision_register(cli: Cli, title: str, **fields: Any) -> Answer:
    """Register a decision; with a meeting and consent, also table and adopt it, all or nothing."""
    from slt_flow.services.decisions.register import register

    return register(cli.context(), title, **fields)


@writes
@click.argument("title")
@click.option("--from", "source", required=True, type=Known("case"), metavar="REF", help=N_("The case it comes from."))
@click.option(
    "--by", "post", type=Known("post"), help=N_("The post that proposes it; by default the owner of that case.")
)
@click.option("--group", type=Known("group"), help=N_("The group that proposes it."))
@click.option("--text", metavar="TEXT", help=N_("The text to decide, when it is more than the title."))
@its_area
@tabled_at
def propose(cli: Cli, title: str, source: str, **fields: Any) -> Answer:
    """Propose a decision to the council, as the owner of a case or as a coordinating group."""
    from slt_flow.services.decisions.propose import propose

    return propose(cli.context(), title, source, **fields)


@writes
@click.argument("ref", type=Known("decision"), metavar="REF")
@consent
def decision_adopt(cli: Cli, ref: str, consent: str | None) -> Answer:
    """Adopt a decision by consensus; with --consent, first record who consents."""
    from slt_flow.services.decisions.adopt import adopt

    return adopt(cli.context(), ref, consent)


@writes
@click.argument("ref", type=Known("decision"), metavar="REF")
@bodies
@click.option("--within-authority", is_flag=True, help=N_("It does not exceed delegated authority."))
def decision_authority(cli: Cli, ref: str, needs_ratification: tuple[str, ...], within_authority: bool) -> Answer:
    """Record, before it is decided, that a decision exceeds delegated authority, or that it does not."""
    from slt_flow.services.decisions.authority import judge_authority

    return judge_authority(cli.context(), ref, needs_ratification, within_authority=within_authority)


@reads
def decision_kinds(cli: Cli) -> Answer:
    """List the kinds of decision: who ratifies them, and the measures they bring."""
    from slt_flow.services.decisions.kinds import kinds

    return kinds(cli.shelf)


@reads
@only_year
@click.option("--area", type=Known("area"), help=N_("Only this focus area."))
@in_time
def decision_list(cli: Cli, year: int | None, area: str | None) -> Answer:
    """List the decisions."""
    from slt_flow.services.decisions.lists import list_decisions

    return list_decisions(cli.context(), year, area)


@reads
@click.argument("ref", type=Known("decision"), metavar="REF")
@in_time
def decision_show(cli: Cli, ref: str) -> Answer:
    """Show one decision in full: text, stances, ratification, follow-up."""
    return show_case(cli, ref)


@reads
@click.argument("ref", type=Known("decision"), metavar="REF")
@to_file()
@in_time
def decision_paper(cli: Cli, ref: str, output: Output) -> None:
    """Write the paper of one decision: proposal or text, basis, who proposed it, and how it came here."""
    from slt_flow.services.follow_up.case_paper import case_paper
    from slt_flow.views.follow_up.case_paper import document

    hand_out(cli, case_paper(cli.context(), ref), document, output)


@writes
@click.argument("ref", type=Known("decision"), metavar="DECISION")
@click.argument("owner", type=Known("post"), metavar="POST")
@click.option("--due", required=True, metavar="DATE", help=N_("The deadline."))
@click.option("--title", metavar="TEXT", help=N_("What the assignment is called; as the decision unless named."))
@click.option("--resources", metavar="TEXT", help=N_("What is set aside for it."))
@click.option("--group", type=Known("group"), help=N_("The coordinating group that follows it up."))
def assign(cli: Cli, ref: str, owner: str, due: str, **fields: Any) -> Answer:
    """Hand a decision down to the coordinating level: one accountable owner and a deadline."""
    from slt_flow.services.decisions.hand_down import assign

    return assign(cli.context(), ref, owner, due, **fields)


@writes
@click.argument("ref", type=Known("assignment"), metavar="ASSIGNMENT")
@click.argument("title")
@click.option("--owner", required=True, type=Known("post"), help=N_("The accountable post."))
@click.option("--due", required=True, metavar="DATE", help=N_("The deadline."))
@click.option("--review", metavar="DATE", help=ANSWER_HELP["review"])
@click.option("--every", metavar="RHYTHM", help=ANSWER_HELP["every"])
@click.option("--resources", metavar="TEXT", help=N_("What is set aside for it."))
@grounds
def measure_add(cli: Cli, ref: str, title: str, owner: str, due: str, **fields: Any) -> Answer:
    """Hand an assignment's work down to the executing level: one accountable owner and a deadline."""
    from slt_flow.services.decisions.hand_down import add_measure

    return add_measure(cli.context(), ref, title, owner, due, **fields)


@writes
@click.argument("ref", required=False, type=Known("work"), metavar="[REF]")
@click.argument("to", required=False, type=Known("post"), metavar="POST")
@click.option("--all-from", "all_from", type=Known("post"), help=N_("Hand over all open work of this post."))
@its_reason
def hand_over(cli: Cli, ref: str | None, to: str | None, all_from: str | None, reason: str) -> Answer:
    """Make another post accountable: slt hand-over REF POST, or --all-from POST TO for all its open work."""
    from slt_flow.services.decisions.hand_over import hand_over, hand_over_all

    # With --all-from, the only argument is the post that takes over.
    if ref is None or (to is None) != (all_from is not None):
        raise RequestError("hand_over_to_whom")
    if all_from is not None:
        return hand_over_all(cli.context(), all_from, ref, reason)
    return hand_over(cli.context(), ref, str(to), reason)


@writes
@its_id
@its_title
@click.option("--source", metavar="NAME", help=N_("What kind of source it is, as the agreement names it: Ungdata."))
@click.option("--link", "address", metavar="URL", help=N_("A web address, or the name of a file."))
def knowledge_add(cli: Cli, id_: str, title: str, source: str | None, address: str | None) -> Answer:
    """Register a source of knowledge; --on is its day."""
    from slt_flow.services.decisions.knowledge import add_knowledge

    return add_knowledge(cli.context(), id_, title, source=source, address=address)


@reads
@in_time
def knowledge_list(cli: Cli) -> Answer:
    """List the sources of knowledge, with what rests on them."""
    from slt_flow.services.decisions.rationale import list_knowledge

    return list_knowledge(cli.context())


@writes
@its_id
@its_title
@its_area
@click.option(
    "--knowledge", multiple=True, type=Known("knowledge"), metavar="ID", help=N_("The knowledge that shows it.")
)
def challenge_add(cli: Cli, id_: str, title: str, area: str | None, knowledge: tuple[str, ...]) -> Answer:
    """Register a challenge that decisions and measures answer."""
    from slt_flow.services.decisions.knowledge import add_challenge

    return add_challenge(cli.context(), id_, title, area=area, sources=knowledge)


@reads
@in_time
def challenge_list(cli: Cli) -> Answer:
    """List the challenges, with the decisions and measures that answer each."""
    from slt_flow.services.decisions.rationale import list_challenges

    return list_challenges(cli.context())


@writes
@click.argument("title")
@click.option("--adopted", "adopted_on", required=True, metavar="DATE", help=N_("The day it was adopted."))
@click.option("--number", metavar="REF", help=N_("Its number on paper, as in 7/26; the next one unless named."))
@click.option("--text", metavar="TEXT", help=N_("The text to decide, when it is more than the title."))
@its_area
@click.option("--case", metavar="NO", help=N_("Its case number in the archive."))
@grounds
def decision_carry_over(cli: Cli, title: str, adopted_on: str, **fields: Any) -> Answer:
    """Enter a decision that the council adopted before it was followed up here; its work is then given as usual."""
    from slt_flow.services.decisions.carry_over import carry_over

    return carry_over(cli.context(), title, adopted_on, **fields)
