"""Commands about what happened: search, time line, undo, the journal and its proof, export, the database itself."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from slt_flow.commands.cli import REFUSED, Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.options import in_time, its_reason, only_year
from slt_flow.commands.output import (
    HTML,
    STANDARD_OUTPUT,
    Output,
    hand_out,
    hand_out_calendar,
    hand_out_text,
    its_templates,
    refuse_other_ending,
    without_identity_numbers,
    write_and_say,
)
from slt_flow.errors import RecordsError
from slt_flow.terms import N_, SINCE


@reads
@click.argument("text")
@in_time
def find(cli: Cli, text: str) -> Answer:
    """Find a text in titles, texts, reasons, results and remarks."""
    from slt_flow.services.history.find import find

    return find(cli.context(), text)


@reads
@click.argument("ref", required=False, type=Known("case"), metavar="[REF]")
@click.option("--since", metavar="DATE", help=N_("Only what holds for this day or later."))
@in_time
def history(cli: Cli, ref: str | None, since: str | None) -> None:
    """Show what happened, in the order it was recorded; a case with all beneath it."""
    from slt_flow.services.history.timeline import history
    from slt_flow.views.history.timeline import show_history

    context = cli.context()
    lines = history(context, ref, cli.day(since, SINCE, context))
    cli.show(lines, show_history)


@writes
@click.argument("ref", required=False, type=Known("case"), metavar="[REF]")
@its_reason
def undo(cli: Cli, ref: str | None, reason: str) -> Answer:
    """Take back the last request, or the last one on a case; again takes one request further back."""
    from slt_flow.services.history.undo import undo

    return undo(cli.context(), reason, ref)


@reads
@click.option("--output", metavar="FILE", help=N_("Write it to this new file; - is standard output."))
@click.option(
    "--without-titles",
    is_flag=True,
    help=N_("Leave out titles and names, case numbers and bodies as typed, and absences too; ids stay."),
)
@in_time
def export_ocel(cli: Cli, output: str | None, without_titles: bool) -> None:
    """Print the council's history as an event log (OCEL 2.0 JSON), which process-mining tools read."""
    from slt_flow.services.history.export.event_log import event_log
    from slt_flow.views.history.ocel import written

    refuse_other_ending(output, "json")
    log = without_identity_numbers(cli, event_log(cli.context(), titles=not without_titles))
    hand_out_text(cli, written(log), output)


@reads
@click.argument("place", metavar="FILE")
def export_council(cli: Cli, place: str) -> None:
    """Write the whole council to one open archive: journal, texts, agreement and workflows, with their digests."""
    from slt_flow.services.history.council_archive import export_council
    from slt_flow.views.history.council_archive import README

    write_and_say(cli, place, export_council(cli.context(), README))
    warn_of_numbers(cli)


def warn_of_numbers(cli: Cli) -> None:
    """Say that an archive has national identity numbers where the journal does: without them, its proof would fail."""
    from slt_flow.services.history.check_texts import check_texts

    if check_texts(cli.context()).may_not_stay:
        cli.warnings.append(RecordsError("identity_numbers_in_archive"))


@reads
@click.option("--owner", "post", required=True, type=Known("post"), help=N_("The post whose open cases it has."))
@click.argument("place", metavar="FILE")
def export_sheet(cli: Cli, post: str, place: str) -> None:
    """Write a form sheet for an owner to fill in: its open cases, with cells for answers."""
    from slt_flow.services.follow_up.owner_sheet import owner_sheet
    from slt_flow.views.follow_up.owner_sheet import written

    refuse_other_ending(place, "xlsx")
    sheet = without_identity_numbers(cli, owner_sheet(cli.context(), post))
    write_and_say(cli, place, written(sheet, cli.words))
    if cli.json:
        cli.print_json(sheet)


@reads
@click.option("--output", required=True, metavar="FILE", help=N_("Write it to this new file; - is standard output."))
@only_year
@in_time
def export_xlsx(cli: Cli, output: str, year: int | None) -> None:
    """Write the follow-up as sheets: status, decisions, measures, obligations, owners, meetings and the year wheel."""
    from slt_flow.services.follow_up.workbook import workbook
    from slt_flow.views.follow_up.workbook import document

    hand_out(cli, workbook(cli.context(), year), document, Output(output, "xlsx"))


@reads
@click.option("--post", required=True, type=Known("post"), help=N_("The post whose calendar it is."))
@click.option("--output", metavar="FILE", help=N_("Write it to this new file; - is standard output."))
@in_time
def export_calendar(cli: Cli, post: str, output: str | None) -> None:
    """Write the calendar of a post (iCalendar): its meetings, and the deadlines of its open work."""
    from slt_flow.services.follow_up.feed import feed
    from slt_flow.views.meetings.calendar import feed as written

    hand_out_calendar(cli, feed(cli.context(), post), written, output)


@reads
def check_texts(cli: Cli) -> None:
    """Look for personal data in all texts that are kept: identity, telephone and account numbers, e-mail addresses."""
    from slt_flow.services.history.check_texts import check_texts
    from slt_flow.views.history.check_texts import show_checked_texts

    checked = check_texts(cli.context())
    cli.show(checked, show_checked_texts)
    if checked.may_not_stay:
        raise click.exceptions.Exit(REFUSED)


@writes
@click.argument("ref", type=Known("meeting"), metavar="REF")
@click.argument("folder", metavar="FOLDER")
@click.option("--again", is_flag=True, help=N_("Also what was exported with the same bytes before."))
@its_templates
def export_archive(cli: Cli, ref: str, folder: str, again: bool, templates: str | None) -> None:
    """Write a meeting with archived minutes to a new folder: messages (Fiks arkivmelding), documents and digests."""
    from slt_flow.commands.archive_package import prepared
    from slt_flow.results.answers import Done
    from slt_flow.services.meetings.archive_exports import record_exports
    from slt_flow.views.text import tables

    package = prepared(cli, ref, folder, templates, again=again)
    outcome = record_exports(package.context, ref, package.messages, again=again, write=package.write)
    if isinstance(outcome, Done) and outcome.already:  # under the same key: nothing is written again
        cli.finish(outcome)
    elif outcome is not None:
        cli.finish_with(outcome, package.rows, tables.show)
        if not (cli.json or cli.quiet):
            closing = N_("Nothing was written.") if cli.dry_run else N_("Written to {path}")
            cli.aside.print(cli.words.say(closing, path=folder))
    elif cli.json:
        cli.print_json(())
    elif not cli.quiet:
        cli.aside.print(cli.words.say("All of {ref} was exported before, with the same bytes.", ref=ref))


@reads
@click.option("--output", metavar="FILE", help=N_("Write it to this new file; - is standard output."))
@in_time
def export_html(cli: Cli, output: str | None) -> None:
    """Write the council's page: status, deadlines, who is waited on, the year and the obligations, in one HTML file."""
    from slt_flow.services.follow_up.council_page import council_page
    from slt_flow.views.follow_up.council_page import document

    hand_out(cli, council_page(cli.context()), document, Output(output or STANDARD_OUTPUT, HTML))


# the journal


@reads
@click.option("--anchor", metavar="SEQ:DIGEST", help=N_("Check against a head that was printed earlier."))
def journal_verify(cli: Cli, anchor: str | None) -> None:
    """Check the chain, every text, every pinned workflow, and the tables against the journal."""
    from slt_flow.services.history import audit
    from slt_flow.views.history.audit import show_verifications

    verifications = audit.verify(cli.context(), anchor)
    cli.show(
        verifications,
        lambda rows, words, screen: show_verifications(rows, words, screen, cli.aside),
    )
    if any(verification.flaws for verification in verifications):
        raise click.exceptions.Exit(RecordsError.exit_code)


@reads
def journal_head(cli: Cli) -> None:
    """Print the journal's height and the digest of its last entry, to be kept elsewhere."""
    from slt_flow.services.history import audit

    anchor = audit.head(cli.context())
    cli.show(anchor, lambda _, _words, screen: screen.data(f"{anchor['seq']}:{anchor['digest']}"))


@reads
@click.argument("first", required=False, type=click.IntRange(min=1), metavar="[FROM]")
@click.argument("last", required=False, type=click.IntRange(min=1), metavar="[TO]")
def journal_show(cli: Cli, first: int | None, last: int | None) -> None:
    """Print entries as they are: one, those from one to another, or all."""
    from slt_flow.services.history import audit
    from slt_flow.views.history.audit import show_entries

    entries = audit.show(cli.context(), first, last)
    cli.show(entries, show_entries)


@writes
def journal_rebuild(cli: Cli) -> None:
    """Make the tables anew from the journal."""
    from slt_flow.services.history import audit

    fields = audit.rebuild(cli.context())
    line = cli.words.plural(
        "Tables made anew from {number} entry.", "Tables made anew from {number} entries.", fields["entries"]
    )
    cli.show_line(fields, line)


@writes
@its_reason
def journal_accept_break(cli: Cli, reason: str) -> Answer:
    """Go on over what is broken in the journal now; it is shown for ever. Restore a copy instead, if you have one."""
    from slt_flow.services.history.breaks import accept_break

    return accept_break(cli.context(), reason)


@writes
@click.argument("where", required=False, type=Known("case"), metavar="[REF|SEQ]")
@click.option("--text", "field", metavar="FIELD", help=N_("The text to erase: title, reason, text, name …"))
@click.option("--person", metavar="NAME", help=N_("Erase every text that holds this name, in all entries."))
@click.option("--archived", is_flag=True, help=N_("Also titles in archived minutes; --basis names who allows it."))
@click.option("--yes", is_flag=True, help=N_("Erase without asking."))
def journal_redact(
    cli: Cli, where: str | None, field: str | None, person: str | None, archived: bool, yes: bool
) -> Answer:
    """Erase a text, or all that name a person, for good; what was done, when and by whom stays, with the basis."""
    from slt_flow.results.answers import Done
    from slt_flow.services.history.redact import redact
    from slt_flow.views.text.outcomes import show_done

    context = cli.context()
    if not (yes or context.dry_run) and sys.stdin.isatty():
        foreseen = redact(replace(context, dry_run=True), where, field, person=person, archived=archived)
        if not isinstance(foreseen, Done) or foreseen.already:
            return foreseen
        show_done(foreseen, cli.words, cli.aside, cli.aside)
        if not cli.confirms(cli.words.say("Erase this for good?")):
            return None
    return redact(context, where, field, person=person, archived=archived)


# the database


@reads
@click.argument("place", metavar="FILE")
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    metavar="N",
    help=N_("FILE is a folder: add a copy there, and keep the newest N."),
)
def backup(cli: Cli, place: str, keep: int | None) -> None:
    """Copy the database to a new file, also while others write, and verify the copy."""
    from slt_flow.services.history import audit, copies
    from slt_flow.services.request.whereabouts import database
    from slt_flow.views.text import tables

    path = Path(place)
    gone = audit.gone_heads(cli.context())
    if keep and gone:  # the older copies, which may have what is lost, stay
        raise gone[0]
    cli.warnings += gone
    journals = copies.backup_into(database(cli.db), path, keep) if keep else copies.backup(database(cli.db), path)
    cli.files.append(place)
    cli.warnings += copies.lost_files(journals)
    cli.show(journals, tables.show)
    if not (cli.json or cli.quiet):
        cli.aside.print(cli.words.say("Copied to {path} and verified.", path=place))


@reads
@click.argument("file", metavar="FILE")
def restore(cli: Cli, file: str) -> None:
    """Put a verified copy of a backup where the database was; one that is still there is compared and stays."""
    from slt_flow.services.history import audit, copies
    from slt_flow.services.request.whereabouts import database
    from slt_flow.views.text import tables

    restored = copies.restore(database(cli.db), Path(file))
    if restored.journals:
        cli.files.append(restored.path)
        cli.warnings += copies.lost_files(restored.journals)
        restored = restored._replace(may_be_back=audit.not_seen_to_end(cli.context()))
    cli.show(restored, lambda _, words, screen: tables.show(restored.journals or restored.instead, words, screen))
    if restored.instead:
        cli.aside.print(
            cli.words.say(
                "{path} is there already and stays as it is. To restore all the same, move it away first.",
                path=restored.path,
            )
        )
        raise click.exceptions.Exit(RecordsError.exit_code)
    if not (cli.json or cli.quiet):
        cli.aside.print(cli.words.say("Restored to {path} and verified.", path=restored.path))
        for council in restored.may_be_back:
            erased = cli.words.say(
                "If texts of {council} were erased after the copy was made, their words are back: erase them again.",
                council=council,
            )
            cli.aside.print(f"! {erased}", style="yellow")


@writes
def db_upgrade(cli: Cli) -> None:
    """Bring a database of an older slt-flow to this one's schema."""
    from slt_flow.services.history.audit import upgraded
    from slt_flow.services.request.whereabouts import database

    fields = upgraded(database(cli.db))
    cli.show_line(fields, cli.words.say("The database has schema {number}.", number=fields["schema"]))


@reads
def db_status(cli: Cli) -> None:
    """Print the schema of the database and the one this slt-flow knows."""
    from slt_flow.services.history.audit import schema
    from slt_flow.services.request.whereabouts import database

    fields = schema(database(cli.db))
    cli.show_line(fields, cli.words.say("{path}: schema {schema}; this slt-flow knows {ours}.", **fields))
