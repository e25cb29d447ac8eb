"""Commands about the municipality's archive: where papers go, and what became of those that were sent."""

from __future__ import annotations

import click

from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.options import ANSWER_HELP, in_time
from slt_flow.terms import N_


@writes
@click.argument("ref", type=Known("case"), metavar="council|REF")
@click.option("--part", metavar="TEXT", help=N_("The archive part."))
@click.option("--class", "classification", metavar="TEXT", help=N_("The class."))
@click.option("--case", metavar="YEAR/NUMBER", help=N_("The number of the case in the archive: 2026/123."))
@click.option("--restriction", metavar="TEXT", help=N_("The code of restricted access, for what is exempt."))
@click.option("--point", metavar="POINT", help=ANSWER_HELP["point"])
def archive_refer(
    cli: Cli,
    ref: str,
    part: str | None,
    classification: str | None,
    case: str | None,
    restriction: str | None,
    point: str | None,
) -> Answer:
    """Record where papers go in the archive: all of them (council), those of a meeting, or of an item."""
    from slt_flow.services.meetings.filing import refer

    context = cli.context()
    return refer(
        context, ref, part=part, classification=classification, case=case, restriction=restriction, point=point
    )


@writes
@click.argument("file", metavar="FILE")
@click.option("--message", metavar="KEY", help=N_("The key of the message that it answers, if it names none."))
def archive_receipt(cli: Cli, file: str, message: str | None) -> Answer:
    """Record what the archive answered, from its receipt (Fiks arkivmelding)."""
    from slt_flow.services.meetings.archive_receipt import record_receipt

    return record_receipt(cli.context(), file, message=message)


@reads
@click.argument("ref", type=Known("meeting"), metavar="[MEETING]", required=False)
@in_time
def archive_status(cli: Cli, ref: str | None) -> Answer:
    """List what was sent to the archive, what it received under which id, what failed, and what still waits."""
    from slt_flow.services.meetings.archive_status import archive_status

    return archive_status(cli.context(), ref)
