"""Commands about agreements: a council begins under one, reads it, renews it, and keeps its clauses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from slt_flow import files
from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.options import YEAR, in_time
from slt_flow.commands.output import Output, hand_out, to_file, write
from slt_flow.errors import RecordsError, RequestError
from slt_flow.terms import N_, SINCE

if TYPE_CHECKING:
    from datetime import date

TEMPLATES: Final = ("nb", "nn")
"""The languages that the template can be written for: its comments are in Norwegian."""


@writes
@click.argument("agreement", type=Known("agreement"))
@click.option(
    "--from",
    "since",
    metavar="DATE",
    help=N_("From which day it is followed up here; the first of the year unless named."),
)
@click.option(
    "--next",
    "numbers",
    multiple=True,
    metavar="REF",
    help=N_("The next number, as in 14/26 or M3/26, where earlier ones were used on paper; as often as needed."),
)
def init(cli: Cli, agreement: str, since: str | None, numbers: tuple[str, ...]) -> None:
    """Begin to follow up a council under its signed agreement: a shipped name, or a TOML file."""
    from slt_flow.services.agreements.init import init

    done = init(cli.context(), agreement, since=cli.day(since, SINCE), numbers=numbers)
    cli.turn_to(done.ref)
    if done.already:
        line = cli.words.say("{council} is followed up here already.", council=done.ref)
    elif done.dry_run:
        line = cli.words.say("Dry run: nothing was written.")
    else:
        line = cli.words.say(
            "{council} is ready. Next: slt agreement show, slt meeting plan DATE, slt status", council=done.ref
        )
    cli.finish_with(done, done, lambda _, _words, screen: screen.print(line))


@writes
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
def numbers(cli: Cli, refs: tuple[str, ...]) -> Answer:
    """Go on with these numbers, as in 14/26 M3/26, since those before them were used on paper."""
    from slt_flow.services.agreements.numbers import use_numbers

    return use_numbers(cli.context(), refs)


@reads
def councils(cli: Cli) -> Answer:
    """List the councils in the database."""
    from slt_flow.services.agreements.show import list_councils

    return list_councils(cli.context())


@reads
def agreement_list(cli: Cli) -> Answer:  # noqa: ARG001 # every command is called with it
    """List the agreements that come with slt-flow."""
    from slt_flow.services.agreements.init import shipped

    return shipped()


@reads
@click.argument("agreement", required=False, type=Known("agreement"))
@to_file()
@in_time
def agreement_show(cli: Cli, agreement: str | None, output: Output) -> None:
    """Show what the council's agreement says, or one named: parties, posts, focus areas, clauses."""
    from slt_flow.services.agreements import show
    from slt_flow.views.text.tables import show_sheet
    from slt_flow.views.year.agreement import document

    sheet = show.show_file(agreement, cli.shelf) if agreement is not None else show.agreement(cli.context())
    hand_out(cli, sheet, document, output, view=show_sheet)


@reads
@click.argument("agreement", type=Known("agreement"))
def agreement_check(cli: Cli, agreement: str) -> None:
    """Check an agreement file and the workflows it names; show every error with its key, else the clauses' judges."""
    from slt_flow.services.agreements.init import check_file
    from slt_flow.views.year.clauses import show_checked

    cli.show(check_file(agreement, cli.shelf), show_checked)


@writes
@click.argument("agreement", type=Known("agreement"), metavar="FILE")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="OLD=NEW",
    help=N_("Who or what takes over the open work of a post or focus area that is no longer there."),
)
def agreement_renew(cli: Cli, agreement: str, maps: tuple[str, ...]) -> Answer:
    """Move the council to a newer agreement: its clauses, posts and focus areas change from the day it says."""
    from slt_flow.results.answers import Refusal
    from slt_flow.services.agreements.renew import renew
    from slt_flow.views.text.outcomes import show_warnings
    from slt_flow.views.text.tables import show_rows

    renewal = renew(cli.context(), agreement, maps)
    outcome, words = renewal.outcome, cli.words
    if isinstance(outcome, Refusal):
        return outcome
    if cli.json:
        cli.print_json(renewal)
    elif not cli.quiet:
        if renewal.changes:
            show_rows(renewal.changes, words, cli.out, words.say("What changes"))
            cli.out.print()
        facts = {"council": renewal.council, "agreement": renewal.agreement, "day": renewal.on}
        if outcome.already:
            cli.out.print(words.say("{council} works under {agreement} already, from {day}.", **facts))
        elif not outcome.dry_run:
            cli.out.print(words.say("{council} works under {agreement} from {day}.", **facts))
        show_warnings(outcome, words, cli.aside)
    return None


@reads
@click.argument("name")
@click.option("--title", metavar="TEXT", help=N_("What the council is called."))
@click.option("--like", "other", type=Known("agreement"), help=N_("After another agreement: its name, or its file."))
@click.option("--ask", "asks", is_flag=True, help=N_("Answer questions instead of filling in a file."))
@click.option("--output", metavar="FILE.toml", help=N_("Write it to this file instead; “-” prints it."))
def agreement_new(cli: Cli, name: str, title: str | None, other: str | None, asks: bool, output: str | None) -> None:
    """Write an agreement to NAME.toml: a commented template, one like another's, or what you answer with --ask."""
    from slt_flow.services.agreements.init import agreement_like, new_agreement

    first = cli.context().day.replace(month=1, day=1)
    language = cli.lang if cli.lang in TEMPLATES else TEMPLATES[0]
    if asks and (other is not None or title is not None):
        raise RequestError("ask_or_like")
    if asks:
        _refuse_taken(name, output)
        council, text = _answered(cli, name, first)
    elif other is not None:
        council, text = agreement_like(name, title, first, other)
    else:
        council, text = new_agreement(name, title, language, first)
    file = output or f"{council}.toml"
    if file == "-":
        cli.out.data(text.rstrip("\n"))
        return
    if not file.endswith(".toml"):
        raise RequestError("not_a_toml_file", path=file)
    write(cli, file, text.encode())
    if asks:
        _tell_checked(cli, council, file)
        return
    if cli.lang not in (None, language) and not cli.quiet and other is None:
        cli.aside.print(
            cli.words.say("The template is written in Norwegian, so its language is {language}.", language=language)
        )
    line = cli.words.say(
        "{path} is written. Fill it in as its comments say, then: slt agreement check {path}, slt init {path}",
        path=file,
    )
    if cli.json or not cli.quiet:
        cli.show_line({"council": council, "file": file}, line)


def _refuse_taken(name: str, output: str | None) -> None:
    """Refuse a name or a file before the first question rather than after the last."""
    from slt_flow.services.request import parsing

    file = output or f"{parsing.id_(name)}.toml"
    if file != "-" and not file.endswith(".toml"):
        raise RequestError("not_a_toml_file", path=file)
    if file != "-" and files.is_taken(Path(file)):
        raise RecordsError("file_exists", path=file)


def _answered(cli: Cli, name: str, first: date) -> tuple[str, str]:
    from slt_flow.commands.questionnaire import answered
    from slt_flow.services.agreements.init import named
    from slt_flow.services.agreements.written import written

    council, place = named(name)
    return council, written(answered(cli, council, place, first))


def _tell_checked(cli: Cli, council: str, file: str) -> None:
    """Check the file that was written, and say what it has and how to go on."""
    from slt_flow.services.agreements.init import check_file

    checked = check_file(file, cli.shelf)
    line = cli.words.say(
        "{path} is written and checked, with {count} clauses. See what it says: slt agreement show {path}. "
        "To begin: slt init {path}",
        path=file,
        count=len(checked.clauses),
    )
    if cli.json or not cli.quiet:
        cli.show_line({"council": council, "file": file}, line)


# its clauses


@reads
@click.option("--year", type=YEAR, metavar="YEAR", help=N_("Which year; the running one unless named."))
@to_file()
@in_time
def agreement_obligations(cli: Cli, year: int | None, output: Output) -> None:
    """List every clause of the agreement: what it demands, whether it is kept, what shows it, what to expect."""
    from slt_flow.services.year.obligations import obligations
    from slt_flow.views.year.obligations import document, show

    hand_out(cli, obligations(cli.context(), year), document, output, view=show)


@writes
@click.argument("clause", type=Known("clause"))
@click.argument("days", nargs=-1, metavar="[DATE]…")
@click.option("--note", metavar="TEXT", help=N_("What shows it."))
@click.option("--weekly-until", metavar="DATE", help=N_("Also the same weekday of every week up to this day."))
def agreement_fulfil(
    cli: Cli, clause: str, days: tuple[str, ...], note: str | None, weekly_until: str | None
) -> Answer:
    """Record that people did what a clause asks of them: today, on --on DATE, or on the days named."""
    from slt_flow.services.year.evidence import fulfil

    context = cli.context()
    return fulfil(context, clause, days or (context.day.isoformat(),), note, weekly_until=weekly_until)


@reads
@click.argument("clause", required=False, type=Known("clause"))
@in_time
def agreement_explain(cli: Cli, clause: str | None) -> None:
    """Explain a clause: what it says, what it means here and how it is kept."""
    from slt_flow.services.year.explained import clause as explained
    from slt_flow.views.year.clauses import show_clauses

    cli.show(explained(cli.context(), clause), show_clauses)
