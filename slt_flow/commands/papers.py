"""Commands about papers: attached files, and what of a case is exempt from publicity."""

from __future__ import annotations

import click

from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.options import ANSWER_HELP, in_time
from slt_flow.commands.output import hand_out_bytes
from slt_flow.errors import RequestError
from slt_flow.terms import N_

NUMBER = click.IntRange(min=1)


@writes
@click.argument("ref", type=Known("case"), metavar="REF")
@click.option("--public-title", metavar="TEXT", help=N_("What it is called where everybody reads."))
@click.option("--point", metavar="POINT", help=ANSWER_HELP["point"])
@click.option("--attachment", type=NUMBER, metavar="N", help=N_("An attached file, by its number."))
@click.option("--lift", is_flag=True, help=N_("It is exempt no longer; --reason says why."))
@click.option("--reason", metavar="TEXT", help=N_("Why."))
def exempt(
    cli: Cli,
    ref: str,
    public_title: str | None,
    point: str | None,
    attachment: int | None,
    lift: bool,
    reason: str | None,
) -> Answer:
    """Exempt a case, a point or a file from public access, with all beneath it; --basis is the legal one."""
    from slt_flow.services.meetings.exempt import exempt, lift_exemption

    if lift != (reason is not None) or (lift and public_title is not None):
        raise RequestError("lift_with_reason", ref=ref)
    if lift:
        return lift_exemption(cli.context(), ref, str(reason), point=point, attachment=attachment)
    return exempt(cli.context(), ref, public_title=public_title, point=point, attachment=attachment)


@writes
@click.argument("ref", type=Known("case"), metavar="REF")
@click.argument("file", metavar="FILE")
@click.option("--title", metavar="TEXT", help=N_("What it is called in lists."))
@click.option("--point", metavar="POINT", help=ANSWER_HELP["point"])
def attach(cli: Cli, ref: str, file: str, title: str | None, point: str | None) -> Answer:
    """Attach a file to a case or to a point of a meeting; a copy of it is kept beside the database."""
    from slt_flow.services.meetings.attach import attach

    return attach(cli.context(), ref, file, title=title, point=point)


@reads
@click.argument("ref", type=Known("case"), metavar="REF")
@in_time
def attachment_list(cli: Cli, ref: str) -> Answer:
    """List the files of a case, or of a meeting with its points."""
    from slt_flow.services.meetings.attachments import attachments

    return attachments(cli.context(), ref)


@reads
@click.argument("ref", type=Known("case"), metavar="REF")
@click.argument("number", type=NUMBER, metavar="N")
@click.option("--output", required=True, metavar="FILE", help=N_("Write it to this new file; - is standard output."))
def attachment_save(cli: Cli, ref: str, number: int, output: str) -> None:
    """Write a file as it was attached to a new file; it is checked, and never opened."""
    from slt_flow.services.meetings.attachments import content

    hand_out_bytes(cli, content(cli.context(), ref, number), output)
