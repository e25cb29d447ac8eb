"""Commands about what is public: exemptions from publicity."""

from __future__ import annotations

import click

from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import writes
from slt_flow.commands.options import ANSWER_HELP
from slt_flow.errors import RequestError
from slt_flow.terms import N_


@writes
@click.argument("ref", type=Known("case"), metavar="REF")
@click.option("--public-title", metavar="TEXT", help=N_("What it is called where everybody reads."))
@click.option("--point", metavar="POINT", help=ANSWER_HELP["point"])
@click.option("--lift", is_flag=True, help=N_("It is exempt no longer; --reason says why."))
@click.option("--reason", metavar="TEXT", help=N_("Why."))
def exempt(cli: Cli, ref: str, public_title: str | None, point: str | None, lift: bool, reason: str | None) -> Answer:
    """Exempt a case, or a point of a meeting, from public access, with all beneath it; --basis is the legal one."""
    from slt_flow.services.meetings.exempt import exempt, lift_exemption

    if lift != (reason is not None) or (lift and public_title is not None):
        raise RequestError("lift_with_reason", ref=ref)
    if lift:
        return lift_exemption(cli.context(), ref, str(reason), point=point)
    return exempt(cli.context(), ref, public_title=public_title, point=point)
