"""The agreement: which there are, what it says, whether a file is right."""

from __future__ import annotations

import click

from slt_flow.commands.completion import AgreementName
from slt_flow.commands.frame import asked, command, group, in_time
from slt_flow.commands.obligations import explain, fulfil, obligations
from slt_flow.commands.output import write
from slt_flow.errors import RequestError
from slt_flow.terms import N_


@command("list", reads=True, help=N_("List the agreements that come with slt-flow."))
def list_() -> None:
    """List the shipped agreements."""
    from slt_flow.services.agreements.init import shipped
    from slt_flow.views.text import serialise
    from slt_flow.views.text.tables import show_listing

    state = asked()
    found = shipped()
    state.show(serialise.listing(found), lambda: show_listing(found, state.words, state.out))


@command(
    "show",
    reads=True,
    help=N_("What the council's agreement says, or one named: parties, posts, focus areas, clauses."),
)
@click.argument("agreement", required=False, type=AgreementName(), metavar="[AGREEMENT]")
@in_time
def show(agreement: str | None) -> None:
    """Show an agreement."""
    from slt_flow.views.text import serialise
    from slt_flow.views.text.tables import show_sheet

    state = asked()
    if agreement is not None:
        from slt_flow.services.agreements.show import show_file

        found = show_file(agreement)
    else:
        from slt_flow.services.agreements.show import agreement as of_council

        found = of_council(state.context())
    state.show(serialise.sheet(found), lambda: show_sheet(found, state.words, state.out))


@command("check", reads=True, help=N_("Check an agreement file and the workflows it names; every error with its key."))
@click.argument("agreement", type=AgreementName(), metavar="AGREEMENT")
def check(agreement: str) -> None:
    """Check an agreement."""
    from slt_flow.services.agreements.init import check_file

    state = asked()
    found = check_file(agreement, state.shelf)
    line = state.words.say("{agreement} is in order.", agreement=found["agreement"])
    state.show(found, lambda: state.out.print(line))


@command(
    "renew",
    help=N_("Move the council to a newer agreement: its clauses, posts and focus areas change from the day it says."),
)
@click.argument("agreement", type=AgreementName(), metavar="FILE")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="OLD=NEW",
    help=N_("Who or what takes over the open work of a post or focus area that is no longer there."),
)
def renew(agreement: str, maps: tuple[str, ...]) -> None:
    """Renew the agreement."""
    from slt_flow.results.answers import Refusal
    from slt_flow.services.agreements.renew import renew as begin
    from slt_flow.views.text import serialise
    from slt_flow.views.text.outcomes import show_warnings
    from slt_flow.views.text.tables import show_listing

    state = asked()
    found = begin(state.context(), agreement, maps)
    outcome, words = found.outcome, state.words
    if isinstance(outcome, Refusal):
        state.finish(outcome)
    elif state.json:
        told = serialise.done(outcome, words) | {"agreement": found.agreement, "on": found.on}
        state.out.data(serialise.dumped(told | {"changes": serialise.listing(found.changes)}))
    elif not state.quiet:
        if found.changes.rows:
            show_listing(found.changes, words, state.out, words.say("What changes"))
            state.out.print()
        told = {"council": found.council, "agreement": found.agreement, "day": found.on}
        if outcome.already:
            state.out.print(words.say("{council} works under {agreement} already, from {day}.", **told))
        elif not outcome.dry_run:
            state.out.print(words.say("{council} works under {agreement} from {day}.", **told))
        show_warnings(outcome, words, state.aside)


TEMPLATES = ("nb", "nn")
"""The languages that the template can be written for: its comments are in Norwegian."""


@command("new", reads=True, help=N_("Write a commented template of an agreement to NAME.toml, to be filled in."))
@click.argument("name", metavar="NAME")
@click.option("--title", metavar="TEXT", help=N_("What the council is called."))
@click.option("--output", metavar="FILE.toml", help=N_("Write it to this file instead; “-” prints it."))
def new(name: str, title: str | None, output: str | None) -> None:
    """Write a template."""
    from slt_flow.services.agreements.template import new_agreement

    state = asked()
    first = state.context().day.replace(month=1, day=1)
    language = state.lang if state.lang in TEMPLATES else TEMPLATES[0]
    council, text = new_agreement(name, title, language, first)
    file = output or f"{council}.toml"
    if file == "-":
        state.out.data(text.rstrip("\n"))
        return
    if not file.endswith(".toml"):
        raise RequestError("not_a_toml_file", path=file)
    write(file, text)
    if state.lang not in (None, language) and not state.quiet:
        told = state.words.say(
            "The template is written in Norwegian, so its language is {language}.", language=language
        )
        state.aside.print(told)
    line = state.words.say(
        "{path} is written. Fill it in as its comments say, then: slt agreement check {path}, slt init {path}",
        path=file,
    )
    state.show({"council": council, "file": file}, lambda: None if state.quiet else state.out.print(line))


agreement = group("agreement", help_=N_("The signed agreement."))
for each in (list_, show, obligations, fulfil, explain, check, new, renew):
    agreement.add_command(each)
