"""Commands of one's own surroundings: settings, and completion by the shell."""

from __future__ import annotations

from typing import Final

import click
from click.core import ParameterSource

from slt_flow import files
from slt_flow.commands.cli import Cli
from slt_flow.commands.frame import reads
from slt_flow.errors import RequestError
from slt_flow.services.request.settings import COUNCIL, DATABASE, KEYS, LANGUAGE, Settings
from slt_flow.terms import LANGUAGES, N_

_NAMED: Final = {DATABASE: "db", COUNCIL: "council", LANGUAGE: "lang"}
"""The option that goes before each setting."""


@reads
def config_show(cli: Cli) -> None:
    """Show your settings: what holds where a command names nothing else, and where it comes from."""
    from slt_flow.results.settings import SettingRow
    from slt_flow.services.request.whereabouts import councils, database, language
    from slt_flow.views.text.tables import show_rows

    path = database(cli.db)
    names = councils(path)
    alone = {DATABASE: str(path), COUNCIL: names[0] if len(names) == 1 else None, LANGUAGE: cli.words.language}
    rows = []
    for key, option in _NAMED.items():
        value = getattr(cli, option)
        source = _source(option) or ("settings" if value else "standard")
        if key == LANGUAGE and not value and language(cli.db, cli.council):
            source = "of_council"
        rows.append(SettingRow(key, value or alone[key], source))
    if cli.settings_flaw is not None:
        cli.warnings.append(cli.settings_flaw)
        cli.aside.print(cli.words.say("These are your settings. To begin anew: slt config unset --all"))
    if cli.json:
        cli.print_json({"file": cli.settings_file, "settings": rows})
    else:
        show_rows(rows, cli.words, cli.out)
        if cli.settings_file is not None and not cli.quiet:
            cli.aside.print(cli.words.say("The settings are kept in {file}", file=cli.settings_file))


def _source(option: str) -> str | None:
    """Return whether an option was typed or stands in the environment; None for neither."""
    context: click.Context | None = click.get_current_context()
    while context is not None:
        source = context.get_parameter_source(option)
        if source in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT):
            return "option" if source is ParameterSource.COMMANDLINE else "environment"
        context = context.parent
    return None


@reads
@click.argument("key", type=click.Choice(KEYS), metavar="|".join(KEYS))
@click.argument("value")
def config_set(cli: Cli, key: str, value: str) -> None:
    """Set the database, the council or the language that holds where a command names no other."""
    from slt_flow.services.request.settings import change

    file = _file(cli)
    _finish(cli, change(file, {key: _checked(cli, key, value)}), key)


@reads
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--all", "every", is_flag=True, help=N_("Take all of them away, also where the file cannot be read."))
def config_unset(cli: Cli, keys: tuple[str, ...], every: bool) -> None:
    """Take settings away, by their names."""
    from slt_flow.services.request.settings import change

    if not keys and not every:
        raise RequestError("settings_none_named", known=KEYS)
    _finish(cli, change(_file(cli), dict.fromkeys(keys), anew=every), None)


def _file(cli: Cli) -> str:
    if cli.settings_file is None:
        raise RequestError("settings_without_file")
    return cli.settings_file


def _checked(cli: Cli, key: str, value: str) -> str:
    """Return a value as it is kept: a path in full, a council as its id.

    Raises:
        RequestError: it is no language, or leads nowhere.
    """
    from slt_flow.services.request import parsing, whereabouts

    if key == LANGUAGE and value not in LANGUAGES:
        raise RequestError("settings_bad_language", given=parsing.shown(value), known=LANGUAGES, first=LANGUAGES[0])
    if key == COUNCIL:
        council = parsing.id_(value)
        names = whereabouts.councils(whereabouts.database(cli.db))
        if names and council not in names:
            raise RequestError("unknown_council", given=parsing.shown(value))
        return council
    if key == DATABASE:
        path = whereabouts.database(value).absolute()
        if not files.is_folder(path.parent):
            raise RequestError("file_missing", file=str(path.parent))
        return str(path)
    return value


def _finish(cli: Cli, settings: Settings, key: str | None) -> None:
    file, words = str(_file(cli)), cli.words
    if cli.json:
        cli.print_json({"file": file, **settings._asdict()})
    elif not cli.quiet:
        if key is not None:
            cli.out.print(words.say("{key} = {value}, in {file}", key=key, value=getattr(settings, key), file=file))
        else:
            kept = [name for name in KEYS if getattr(settings, name) is not None]
            cli.out.print(words.say("Taken away. What is set: {keys}. The file: {file}", keys=kept, file=file))


@reads
@click.argument("shell", required=False, type=click.Choice(("bash", "zsh", "fish")))
@click.option("--dry-run", "only_shown", is_flag=True, help=N_("Say what would be written, and write nothing."))
def completion_install(cli: Cli, shell: str | None, only_shown: bool) -> None:
    """Let the tab key complete commands, refs and names; the shell is yours unless named."""
    from slt_flow.commands.shells import install
    from slt_flow.views.text.installed import show_installed

    installed = install(shell, only_shown=only_shown)
    cli.show(installed, show_installed)
