"""Commands about organisations, posts, their holders, absences and focus areas."""

from __future__ import annotations

import click

from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.options import ANSWER_HELP, LEVEL, Joined, by_decision, in_time, its_id, its_reason, its_title
from slt_flow.terms import N_

_mandate = click.option("--mandate", metavar="POST=TEXT", help=ANSWER_HELP["mandate"])


@writes
@its_id
@click.option("--name", required=True, metavar="NAME", help=N_("What it is called."))
@click.option("--party", metavar="PARTY", help=N_("The party it is a part of."))
def organisation_add(cli: Cli, id_: str, name: str, party: str | None) -> Answer:
    """Add an organisation: a part of a party, or a third party when --party is left out."""
    from slt_flow.services.people.organisations import add_organisation

    return add_organisation(cli.context(), id_, name, party)


@reads
@in_time
def organisation_list(cli: Cli) -> Answer:
    """List the organisations."""
    from slt_flow.services.people.lists import list_organisations

    return list_organisations(cli.context())


@writes
@its_id
@click.option("--title", required=True, metavar="TEXT", help=N_("What the function is called."))
@click.option("--organisation", required=True, metavar="ID", help=N_("The organisation it belongs to."))
@click.option("--level", "levels", required=True, multiple=True, type=LEVEL, help=N_("A level it works on."))
@click.option(
    "--seat", is_flag=True, help=N_("It gets a seat in the council, where the agreement lets it be extended.")
)
@by_decision(required=False)
def post_add(
    cli: Cli, id_: str, title: str, organisation: str, levels: tuple[str, ...], seat: bool, by: str | None
) -> Answer:
    """Add a post that can own work."""
    from slt_flow.services.people.posts import add_post

    return add_post(cli.context(), id_, title, organisation, levels, seat=seat, by=by)


@writes
@click.argument("post", type=Known("post"))
@by_decision(required=True)
def post_designate(cli: Cli, post: str, by: str) -> Answer:
    """Let a decision of the council make a post eligible to own assignments."""
    from slt_flow.services.people.posts import designate

    return designate(cli.context(), post, by)


@writes
@click.argument("post", type=Known("post"))
@click.argument("account", metavar="ACCOUNT", required=False)
@click.option("--end", is_flag=True, help=N_("It no longer is; without ACCOUNT every one of the post."))
def post_account(cli: Cli, post: str, account: str | None, end: bool) -> Answer:
    """Say whose account is a post's: NAME, NAME@COMPUTER. What it records as that post is known to be the post's."""
    from slt_flow.services.people.accounts import bind_account, release_account

    if end:
        return release_account(cli.context(), post, account)
    if account is None:
        raise click.MissingParameter(param_type="argument", param_hint="ACCOUNT")
    return bind_account(cli.context(), post, account)


@writes
@click.argument("post", type=Known("post"))
@click.argument("address", metavar="ADDRESS", required=False)
@click.option("--remove", is_flag=True, help=N_("It has no mail address any longer."))
def post_contact(cli: Cli, post: str, address: str | None, remove: bool) -> Answer:
    """Record the mail address of a post, which its invitations go to. It lapses when another holds the post."""
    from slt_flow.services.people.contacts import record_contact, remove_contact

    if remove:
        return remove_contact(cli.context(), post)
    if address is None:
        raise click.MissingParameter(param_type="argument", param_hint="ADDRESS")
    return record_contact(cli.context(), post, address)


@reads
@in_time
def post_list(cli: Cli) -> Answer:
    """List the posts, who holds them and how much open work they own."""
    from slt_flow.services.people.lists import list_posts

    return list_posts(cli.context())


@writes
@click.argument("post", type=Known("post"))
@click.argument("name")
def appoint(cli: Cli, post: str, name: str) -> Answer:
    """Record who holds a post."""
    from slt_flow.services.people.posts import appoint

    return appoint(cli.context(), post, name)


@writes
@click.argument("post", type=Known("post"))
@click.option("--reason", metavar="TEXT", help=N_("Why."))
def vacate(cli: Cli, post: str, reason: str | None) -> Answer:
    """Record that nobody holds a post."""
    from slt_flow.services.people.posts import vacate

    return vacate(cli.context(), post, reason)


@writes
@click.argument("post", type=Known("post"))
@click.option("--from", "since", required=True, metavar="DATE", help=N_("The first day of it."))
@click.option("--to", "until", required=True, metavar="DATE", help=N_("The last day of it."))
@click.option("--deputy", type=Known("post"), help=N_("The post that acts meanwhile."))
@_mandate
@click.option("--comes", is_flag=True, help=N_("Comes after all: take back what was recorded of these days."))
def absence(
    cli: Cli, post: str, since: str, until: str, deputy: str | None, mandate: str | None, comes: bool
) -> Answer:
    """Record that the holder of a post is away, and who acts meanwhile."""
    from slt_flow.services.people.absences import record

    return record(cli.context(), post, since, until, deputy, mandate, comes=comes)


@writes
@click.argument("post", type=Known("post"))
@click.argument("deputy_", type=Known("post"), metavar="DEPUTY")
@click.option("--from", "since", metavar="DATE", help=N_("The first day of it."))
@click.option("--to", "until", metavar="DATE", help=N_("The last day of it."))
@_mandate
def deputy(cli: Cli, post: str, deputy_: str, since: str | None, until: str | None, mandate: str | None) -> Answer:
    """Let a post act for one that is away: on the days named, else for the whole absence recorded."""
    from slt_flow.services.people.absences import let_act

    return let_act(cli.context(), post, deputy_, since, until, mandate)


_members = click.option(
    "--members", cls=Joined, required=True, metavar="POST,…", help=N_("Its members, with commas between.")
)


@writes
@its_id
@its_title
@_members
@click.option("--series", metavar="LETTERS", help=N_("The letters before the numbers of its meetings, as K in K1/26."))
def group_add(cli: Cli, id_: str, title: str, members: str, series: str | None) -> Answer:
    """Found a coordinating group, which meets by itself and numbers its own meetings."""
    from slt_flow.services.people.groups import found_group

    return found_group(cli.context(), id_, title, members, series)


@writes
@click.argument("group", type=Known("group"))
@_members
def group_members(cli: Cli, group: str, members: str) -> Answer:
    """Give a coordinating group other members: those named, and no others."""
    from slt_flow.services.people.groups import change_group

    return change_group(cli.context(), group, members)


@writes
@click.argument("group", type=Known("group"))
@its_reason
def group_end(cli: Cli, group: str, reason: str) -> Answer:
    """Dissolve a coordinating group; what it did stays."""
    from slt_flow.services.people.groups import end_group

    return end_group(cli.context(), group, reason)


@reads
@in_time
def group_list(cli: Cli) -> Answer:
    """List the coordinating groups with their members."""
    from slt_flow.services.people.lists import list_groups

    return list_groups(cli.context())


@writes
@its_id
@its_title
@by_decision(required=True)
@click.option("--goal", "goals", multiple=True, metavar="TEXT", help=N_("A goal; may be given several times."))
@click.option("--contact", "contacts", multiple=True, type=Known("post"), help=N_("A contact post."))
@click.option("--last", metavar="DATE", help=N_("The last day of the period that it is agreed for."))
def area_add(
    cli: Cli, id_: str, title: str, by: str, goals: tuple[str, ...], contacts: tuple[str, ...], last: str | None
) -> Answer:
    """Add a focus area by a decision of the council."""
    from slt_flow.services.people.areas import add_area

    return add_area(cli.context(), id_, title, by, goals=goals, contacts=contacts, last=last)


@writes
@click.argument("area", type=Known("area"))
@by_decision(required=True)
def area_end(cli: Cli, area: str, by: str) -> Answer:
    """End a focus area by a decision of the council; running cases keep it."""
    from slt_flow.services.people.areas import end_area

    return end_area(cli.context(), area, by)


@reads
@in_time
def area_list(cli: Cli) -> Answer:
    """List the focus areas."""
    from slt_flow.services.people.lists import list_areas

    return list_areas(cli.context())
