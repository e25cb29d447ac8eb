"""Commands about meetings: planned, called, held, minuted; and a whole meeting recorded from one form."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from slt_flow import files
from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.editor import editor_for
from slt_flow.commands.failures import written
from slt_flow.commands.follow_up import show_case
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.options import ANSWER_HELP, Joined, in_time, only_year
from slt_flow.commands.output import Output, hand_out, hand_out_calendar, its_templates, to_file
from slt_flow.commands.signals import left_to_child
from slt_flow.errors import RecordsError, RequestError, cause
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.meeting_forms import FormOutcome
    from slt_flow.services.request.context import Context

F = TypeVar("F", bound=Callable[..., Any])

LARGEST: Final = 1024 * 1024
"""Bytes of a form that are read: more than a form ever has."""


_arranged: Final = (
    click.option("--at", metavar="TIME", help=ANSWER_HELP["at"]),
    click.option("--until", metavar="TIME", help=ANSWER_HELP["until"]),
    click.option("--place", "venue", metavar="TEXT", help=ANSWER_HELP["venue"]),
)
"""Options of when and where a meeting is."""


def _planned(function: F) -> F:
    """Add the options of a new meeting that `plan` and `hold` share."""
    for option in (
        *reversed(_arranged),
        click.option(
            "--group",
            type=Known("group"),
            metavar="GROUP",
            help=N_("The coordinating group that meets, or the party whose municipal council is informed."),
        ),
        click.option("--short-notice", is_flag=True, help=N_("It is called at short notice.")),
        click.option("--requested-by", metavar="PARTY", help=N_("The party that asked for an extraordinary meeting.")),
    ):
        function = option(function)
    return function


@writes
@click.argument("day", metavar="DATE")
@click.option("--kind", metavar="KIND", help=N_("ordinary, extraordinary, information or coordination."))
@click.option("--title", metavar="TEXT", help=N_("What the meeting is called."))
@_planned
def meeting_plan(cli: Cli, day: str, kind: str | None, title: str | None, **planned: Any) -> Answer:
    """Put a meeting in the calendar."""
    from slt_flow.services.meetings.plan import plan

    return plan(cli.context(), day, kind=kind, title=title, **planned)


@writes
@click.argument("day_or_ref", type=Known("meeting"), metavar="DATE|REF")
@click.option("--present", cls=Joined, required=True, metavar="all|POST,…", help=ANSWER_HELP["present"])
@click.option("--guest", "guests", multiple=True, metavar="FUNCTION", help=ANSWER_HELP["guests"])
@click.option("--agenda-sent", "sent", metavar="DATE", help=ANSWER_HELP["sent"])
@click.option("--mandate", multiple=True, metavar="POST=TEXT", help=ANSWER_HELP["mandate"])
@click.option("--led-by", type=Known("post"), metavar="POST", help=ANSWER_HELP["led_by"])
@click.option("--kind", metavar="KIND", help=N_("ordinary, extraordinary, information or coordination."))
@_planned
def meeting_hold(cli: Cli, day_or_ref: str, present: str, **fields: Any) -> Answer:
    """Record that a meeting was held and who was there; if it was not planned, it is now."""
    from slt_flow.services.meetings.plan import hold

    return hold(cli.context(), day_or_ref, present, **fields)


@reads
@click.argument("ref", type=Known("meeting"), metavar="REF")
@click.option("--output", metavar="FILE", help=N_("Write it to this new file; - is standard output."))
@in_time
def meeting_invite(cli: Cli, ref: str, output: str | None) -> None:
    """Write the invitation to a meeting for calendars (iCalendar): whoever has an address is called to it."""
    from slt_flow.commands.meeting_folder import public_invitation
    from slt_flow.views.meetings.calendar import invitation as written

    invited = public_invitation(cli, ref)
    hand_out_calendar(cli, invited, written, output)
    if invited.unreached and not (cli.json or cli.quiet):
        titles = tuple(addressee.title for addressee in invited.unreached)
        cli.aside.print(cli.words.say("Without a mail address, so not invited: {titles}", titles=titles))


@reads
@click.argument("ref", type=Known("meeting"), metavar="REF")
@to_file()
@in_time
def meeting_agenda(cli: Cli, ref: str, output: Output) -> None:
    """Draw up the agenda from what waits for the meeting."""
    from slt_flow.services.meetings.agenda import agenda
    from slt_flow.views.meetings.agenda import document

    sent = partial(document, dropped=False)
    hand_out(cli, agenda(cli.context(), ref), sent, output, on_screen=document)


@reads
@click.argument("ref", type=Known("meeting"), metavar="REF")
@click.option("--case", type=Known("decision"), metavar="REF", help=N_("Only this decision."))
@to_file()
@in_time
def meeting_minutes(cli: Cli, ref: str, case: str | None, output: Output) -> None:
    """Draw up the minutes from what was recorded, or with --case an extract of them for one decision."""
    from slt_flow.services.meetings.extract import extract
    from slt_flow.services.meetings.minutes import minutes
    from slt_flow.views.meetings.minutes import document

    context = cli.context()
    hand_out(cli, minutes(context, ref) if case is None else extract(context, ref, case), document, output)


@reads
@click.argument("ref", type=Known("meeting"), metavar="REF")
@click.option("--output", metavar="DIR", required=True, help=N_("The folder; it is made where there is none."))
@click.option(
    "--format",
    "forms",
    cls=Joined,
    metavar="FORMAT,…",
    help=N_("The formats of its documents, with commas between; PDF where that is installed, else Markdown."),
)
@its_templates
@click.option("--dry-run", "only_shown", is_flag=True, help=N_("Say what would be written, and write nothing."))
@in_time
def meeting_pack(cli: Cli, ref: str, output: str, forms: str | None, templates: str | None, only_shown: bool) -> None:
    """Fill a folder with the papers of a meeting: notice, case papers, calendar, mail, minutes. Again, what changed."""
    from slt_flow.commands.meeting_folder import pack
    from slt_flow.views.text import tables

    cli.dry_run = only_shown
    cli.show(pack(cli, ref, output, forms, templates), tables.show)
    if only_shown and not (cli.json or cli.quiet):
        cli.aside.print(cli.words.say("Dry run: nothing was written."))


@writes
@click.argument("ref", type=Known("meeting"), metavar="REF")
@click.argument("title", metavar="TITLE|REF")
@click.option("--text", metavar="TEXT", help=ANSWER_HELP["text"])
@click.option("--case", metavar="NUMBER", help=ANSWER_HELP["case"])
@click.option("--post", type=Known("post"), help=N_("The post that presents it."))
@click.option("--place", type=click.IntRange(min=1, max=999), metavar="N", help=ANSWER_HELP["place"])
@click.option("--attachment", "attachments", multiple=True, metavar="NAME", help=ANSWER_HELP["attachments"])
def meeting_add_item(cli: Cli, ref: str, title: str, **answers: Any) -> Answer:
    """Add a point to the agenda: a title, or the ref of a case to decide."""
    from slt_flow.services.meetings.agenda import add

    return add(cli.context(), ref, title, **answers)


@writes
@click.argument("ref", type=Known("meeting"), metavar="REF")
@click.argument("point", metavar="POINT")
def meeting_drop_item(cli: Cli, ref: str, point: str) -> Answer:
    """Take a point off the agenda, by its number or ref; it can be placed there again."""
    from slt_flow.services.meetings.agenda import drop

    return drop(cli.context(), ref, point)


@writes
@click.argument("ref", type=Known("meeting"), metavar="REF")
@click.argument("point", metavar="POINT")
@click.argument("place", type=click.IntRange(min=1, max=999))
def meeting_place_item(cli: Cli, ref: str, point: str, place: int) -> Answer:
    """Put a point of the agenda, or one taken off it, at a place counted from 1."""
    from slt_flow.services.meetings.agenda import place as put

    return put(cli.context(), ref, point, place)


@writes
@click.argument("ref", type=Known("meeting"), metavar="REF")
@click.option("--at", metavar="TIME", help=ANSWER_HELP["at"])
@click.option("--until", metavar="TIME", help=ANSWER_HELP["until"])
@click.option("--place", "venue", metavar="TEXT", help=ANSWER_HELP["venue"])
@click.option("--written-by", type=Known("post"), help=ANSWER_HELP["written_by"])
def meeting_arrange(cli: Cli, ref: str, **answers: Any) -> Answer:
    """Say when a meeting begins and ends, where it is, and who writes its minutes."""
    from slt_flow.services.meetings.plan import arrange_meeting

    return arrange_meeting(cli.context(), ref, **answers)


@reads
@only_year
@in_time
def meeting_list(cli: Cli, year: int | None) -> Answer:
    """List the meetings."""
    from slt_flow.services.meetings.lists import list_meetings

    return list_meetings(cli.context(), year)


@reads
@click.argument("ref", type=Known("meeting"), metavar="REF")
@in_time
def meeting_show(cli: Cli, ref: str) -> Answer:
    """Show one meeting: who was there, and its items."""
    return show_case(cli, ref)


# a whole meeting from one form


@writes
@click.argument("day_or_ref", type=Known("meeting"), metavar="DATE|REF")
@click.option(
    "--file",
    "file",
    metavar="FILE",
    help=N_("Record a form that is filled in already; - reads it from standard input."),
)
@click.option("--print", "prints", is_flag=True, help=N_("Print the form with what is known, and write nothing."))
@click.option("--yes", is_flag=True, help=N_("Record what the editor saved without asking."))
def meeting_record(cli: Cli, day_or_ref: str, file: str | None, prints: bool, yes: bool) -> None:
    """Record a whole meeting from one form: opened in your editor, or read from a file."""
    if prints:
        form = _blank(cli, day_or_ref)
        cli.show({"ref": day_or_ref, "form": form}, lambda _, _words, screen: screen.data(form))
    elif file is not None:
        _finish(cli, _recorded(cli.context(), day_or_ref, _read(file), file))
    else:
        _edit(cli, day_or_ref, yes)


def _blank(cli: Cli, day_or_ref: str) -> str:
    from slt_flow.services.meetings.form.blank import blank_form
    from slt_flow.views.meetings.form import written

    return written(blank_form(cli.context(), day_or_ref), cli.words)


def _edit(cli: Cli, day_or_ref: str, yes: bool) -> None:
    """Open the form in an editor, show what it would record, ask once, and record it."""
    context = cli.context()
    if not (yes or context.dry_run or sys.stdin.isatty()):
        raise RequestError("form_needs_yes", ref=day_or_ref)
    blank = _blank(cli, day_or_ref)
    file = _keep(context, day_or_ref, blank)
    raw, recorded = blank.encode(), False
    try:
        raw = _edited(file, day_or_ref)
        if raw == blank.encode():
            raise RequestError("form_unchanged", ref=day_or_ref)
        recorded = _recorded_when_agreed(cli, context, day_or_ref, raw, yes=yes)
    finally:
        if recorded or written(cli).receipts or not _holds_more(file, blank):
            Path(file).unlink(missing_ok=True)
        else:  # refused, declined, failed or interrupted: what was typed is never lost
            line = cli.words.say(
                "What you typed is kept in {file}. Mend it there, then: slt meeting record {ref} --file {quoted}",
                file=file,
                ref=day_or_ref,
                quoted=quote(file),
            )
            cli.aside.print(line)


def _edited(file: str, day_or_ref: str) -> bytes:
    """Open a file in the editor, and return what it holds afterwards."""
    command = editor_for(day_or_ref)
    try:
        with left_to_child():
            click.edit(filename=file, editor=command)
    except click.ClickException as error:
        editor = error.format_message().partition(": Editing failed")[0]
        raise RequestError("editor_failed", editor=editor, ref=day_or_ref) from None
    return _read(file)


def _holds_more(file: str, blank: str) -> bool:
    """Return True where somebody has typed something into a blank form, or that cannot be seen."""
    try:
        return files.read(Path(file), LARGEST) != blank.encode()
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _recorded_when_agreed(cli: Cli, context: Context, day_or_ref: str, raw: bytes, *, yes: bool) -> bool:
    foreseen = _recorded(replace(context, dry_run=True), day_or_ref, raw, "")
    if foreseen.done is None or context.dry_run or foreseen.done.already:
        _finish(cli, foreseen)
        return foreseen.done is not None and not context.dry_run
    if not yes:
        from slt_flow.views.meetings.form import show_lines

        show_lines(foreseen, cli.words, cli.aside, cli.aside)
        if not cli.confirms(cli.words.say("Record this?")):
            return False
    recorded = _recorded(context, day_or_ref, raw, "")
    if yes or cli.json or recorded.done is None:
        _finish(cli, recorded)
    else:  # what it did has just been shown
        cli.out.print(cli.words.say("{ref}: recorded", ref=recorded.ref))
    return True


def _recorded(context: Context, day_or_ref: str, raw: bytes, name: str) -> FormOutcome:
    from slt_flow.services.meetings.form.record import record as enter

    return enter(context, day_or_ref, raw, name)


def _finish(cli: Cli, outcome: FormOutcome) -> None:
    """Print the outcome of a form: the lines it recorded, or its mistakes, which end with their exit code."""
    from slt_flow.views.meetings import form

    if outcome.done is None:
        mistakes = partial(form.show_mistakes, outcome, cli.words, cli.aside)
        cli.refuse(outcome.exit_code, outcome, mistakes, form.JSON)
    elif cli.json:
        cli.print_json(outcome, form.JSON)
    elif not cli.quiet:
        form.show_lines(outcome, cli.words, cli.out, cli.aside)
        if outcome.done.dry_run:
            cli.aside.print(cli.words.say("Dry run: nothing was written."))


def _read(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST)
        return files.read(Path(file), LARGEST)
    except (OSError, ValueError) as error:
        raise RequestError("file_unreadable", file=file, why=cause(error)) from None


def _keep(context: Context, day_or_ref: str, text: str) -> str:
    """Save a form beside the database, else among temporary files, and return the name of its file."""
    prefix = f"{''.join(sign if sign.isalnum() else '-' for sign in day_or_ref)}-"
    for folder in (context.store.path.parent, None):
        try:
            number, name = tempfile.mkstemp(prefix=prefix, suffix=".toml", dir=folder)
            with os.fdopen(number, "wb") as opened:
                opened.write(text.encode())
        except OSError as error:
            failure = error
            continue
        return name
    raise RecordsError("cannot_write_file", path=tempfile.gettempdir(), why=cause(failure))
