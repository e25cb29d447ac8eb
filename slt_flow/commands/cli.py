"""Command line of one run: the options of every command, and the printing of the answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias, TypeVar

import click

from slt_flow import files
from slt_flow.errors import OutputError, RecordsError
from slt_flow.personal_data import masked, without_numbers
from slt_flow.terms import AS_OF, PAST, Sense, Worded
from slt_flow.views.text.words import STANDARD, Words

if TYPE_CHECKING:
    from datetime import date

    from slt_flow.errors import RequestError, SltError
    from slt_flow.results.answers import Outcome
    from slt_flow.services.request.adoptions import Adoption
    from slt_flow.services.request.context import Context, Shelf
    from slt_flow.services.request.receipts import Receipt
    from slt_flow.services.request.settings import Settings
    from slt_flow.views.text.screen import Screen
    from slt_flow.views.text.serialise import Writers

_YES: Final = frozenset({"y", "yes", "j", "ja"})
_NO: Final = frozenset({"", "n", "no", "nei"})

REFUSED: Final = 1
"""Exit code of a request that a rule refused."""

Answer: TypeAlias = "Outcome | tuple[object, ...] | None"
"""Outcome, rows or sheet that the frame prints for a command; None where the command has printed all itself."""

T = TypeVar("T")


def _adoptions() -> Mapping[str, Adoption]:
    """Return the adoptions of the plan and the evaluation, with the words of their texts."""
    from slt_flow.services.year.adoptions import adoptions
    from slt_flow.views.year.scribe import SCRIBE

    return adoptions(SCRIBE)


@dataclass(eq=False, repr=False, match_args=False)  # what is not made takes no time at a start
class Cli:
    """Options that every command takes, the two screens that it prints to, and what it has written so far.

    Attributes:
        locale: the language of this computer.
        state: the folder in which this computer keeps what it saw; the user's own when None, none when "".
        warnings: findings of readings on their way, shown once the command is done.
        writes: True for a command that records.
        receipts: one for each of its requests that was handed to the database.
        files: paths of the files that it made.
        settings: the user's settings, which hold where nothing else is named.
        settings_file: their file, if there may be one.
        settings_flaw: the reason for which they cannot be read.
    """

    db: str | None = None
    workflows: str | None = None
    council: str | None = None
    actor: str | None = None
    on: str | None = None
    lang: str | None = None
    color: str = "auto"
    json: bool = False
    quiet: bool = False
    dry_run: bool = False
    acted_by: str | None = None
    basis: str | None = None
    key: str | None = None
    if_seq: int | None = None
    far_ahead: bool = False
    as_of: str | None = None
    as_known: str | None = None
    public: bool = False
    locale: str = STANDARD
    state: str | None = ""
    warnings: list[SltError] = field(default_factory=list)
    writes: bool = False
    receipts: list[Receipt] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    settings: Settings | None = None
    settings_file: str | None = None
    settings_flaw: SltError | None = None

    @cached_property
    def words(self) -> Words:
        """Reader's language: as asked, else the council's, else the computer's."""
        from slt_flow.services.request import whereabouts

        return Words(self.lang or whereabouts.language(self.db, self.council) or self.locale)

    def turn_to(self, council: str) -> None:
        """Go on in a council that has just begun, and in its language."""
        self.council = council
        vars(self).pop("words", None)

    @cached_property
    def out(self) -> Screen:
        """Screen for data: standard output."""
        from slt_flow.views.text.screen import Screen

        return Screen(self.color)

    @cached_property
    def aside(self) -> Screen:
        """Screen for messages: standard error."""
        from slt_flow.views.text.screen import Screen

        return Screen(self.color, sys.stderr)

    def context(self) -> Context:
        """Return the context that a use case is called with.

        Raises:
            RequestError: the user's settings are wrong; what they say cannot be guessed.
        """
        if self.settings_flaw is not None:
            raise self.settings_flaw
        from pathlib import Path

        from slt_flow.services.request.context import opened
        from slt_flow.services.request.whereabouts import database, state_folder

        context = opened(
            database(self.db),
            workflows=self.workflows,
            state=state_folder() if self.state is None else Path(self.state) if self.state else None,
            warnings=self.warnings,
            council=self.council,
            actor=self.actor,
            acted_by=self.acted_by,
            basis=self.basis,
            key=self.key,
            if_seq=self.if_seq,
            dry_run=self.dry_run,
            far_ahead=self.far_ahead,
            receipts=self.receipts,
            adoptions=_adoptions,
        )
        on = self.day(self.on, PAST, context)
        days = self.day(self.as_of, AS_OF, context), self.day(self.as_known, AS_OF, context)
        context = replace(context, on=on).at(*days)
        return context.in_public(self.words.language) if self.public else context

    def day(self, typed: str | None, sense: Sense, context: Context | None = None) -> date | None:
        """Parse a day counted from today and say which it became, or return None where none was typed.

        Args:
            typed: the day as people write it.
            sense: the use of the day.
            context: the council whose meetings may be named; none where it is None.

        Raises:
            RequestError: it is no day, or may be two.
        """
        if typed is None:
            return None
        from slt_flow.services.request import parsing
        from slt_flow.services.request.clock import SystemClock, today
        from slt_flow.services.request.counting import Counted
        from slt_flow.services.request.reading import meetings_of

        meetings = partial(meetings_of, context) if context is not None else tuple
        day = parsing.day(typed, Counted(today(SystemClock()), sense, meetings))
        if not isinstance(day, Worded):
            return day
        if not self.quiet:
            self.aside.print(self.words.say("“{words}” is {day}.", words=parsing.shown(typed), day=day.plain))
        return day.plain

    @property
    def looks_back(self) -> bool:
        """True if a reading is asked for at another moment than now."""
        return self.as_of is not None or self.as_known is not None

    @property
    def shelf(self) -> Shelf:
        """Definition files in reach."""
        from slt_flow.services.request.context import shelf_of

        return shelf_of(self.workflows)

    def answer(self, result: Answer) -> None:
        """Print the answer of a command: the outcome of a write, rows or a sheet."""
        if result is None:  # the command has printed by itself, and needs no tables
            return
        from slt_flow.results.answers import Done, Refusal
        from slt_flow.views.text import tables

        if isinstance(result, (Done, Refusal)):
            self.finish(result)
        else:
            self.show(result, tables.show)

    def show(self, result: T, draw: Callable[[T, Words, Screen], None], writers: Writers | None = None) -> None:
        """Print a reading by its view, or as JSON when asked.

        Args:
            result: the answer of a reading.
            draw: the view.
            writers: writers of JSON for the parts that the view has words for.
        """
        if self.json:
            self.print_json(result, writers)
        else:
            draw(result, self.words, self.out)

    def show_line(self, fields: Mapping[str, object], line: str) -> None:
        """Print a reading of one line, or its fields as JSON when asked."""
        self.show(fields, lambda _, _words, screen: screen.print(line))

    def print_json(self, result: object, writers: Writers | None = None) -> None:
        """Print a result as JSON text, without the identity numbers that a command which writes may have been told."""
        from slt_flow.views.text.serialise import dumped

        safe = without_numbers(result) if self.writes else result
        self.out.data(dumped(safe, self.words, writers or {}, public=self.public))

    def warn(self) -> None:
        """Print what readings found on their way, and which new files the disk did not confirm."""
        self.warnings += (RecordsError("name_not_confirmed", path=str(path)) for path in files.unconfirmed)
        files.unconfirmed.clear()
        if self.warnings:
            from slt_flow.views.text import failures

            lines = dict.fromkeys(line for error in self.warnings for line in failures.lines(error, self.words))
            for line in lines:
                self.aside.print(f"! {line}", style="yellow")

    def confirms(self, question: str) -> bool:
        """Ask whether to go on; whoever only presses Enter says no. A yes in every language of the product is one."""
        prompt = f"{masked(question)} [{self.words.say('y/N')}]"
        while True:
            typed = click.prompt(prompt, default="", show_default=False, err=True).strip().casefold()
            if typed in _YES or typed in _NO:
                return typed in _YES
            self.aside.print(self.words.say("Answer yes or no."))

    def confirms_day(self, error: RequestError) -> bool:
        """Ask whether a day far ahead is meant."""
        question = self.words.say("{day} is {years} years ahead. Is that meant?", **error.facts)
        return self.confirms(question)

    def finish(self, outcome: Outcome) -> None:
        """Print the outcome of a write; a refusal ends with exit code 1."""
        from slt_flow.results.answers import Refusal
        from slt_flow.views.text import outcomes

        if isinstance(outcome, Refusal):
            self.refuse(REFUSED, outcome, lambda: outcomes.show_refusal(outcome, self.words, self.aside))
        elif self.json:
            self.print_json(outcome)
        elif not self.quiet:
            outcomes.show_done(outcome, self.words, self.out, self.aside)

    def refuse(
        self, exit_code: int, answer: object, draw: Callable[[], None], writers: Writers | None = None
    ) -> NoReturn:
        """Print why nothing was recorded, and end: as JSON when asked, and in words where that cannot be written."""
        try:
            if self.json:
                self.print_json(answer, writers)
        except OutputError:
            draw()
        else:
            if not self.json:
                draw()
        raise click.exceptions.Exit(exit_code)

    def finish_with(self, outcome: Outcome, result: T, draw: Callable[[T, Words, Screen], None]) -> None:
        """Print the result of a write by its view, or as JSON when asked; a refusal is printed by `finish`."""
        from slt_flow.results.answers import Refusal

        if isinstance(outcome, Refusal):
            self.finish(outcome)
        elif self.json or not self.quiet:
            self.show(result, draw)


def cli_of(context: click.Context) -> Cli:
    """Return the command line that a context of click belongs to."""
    return context.find_root().ensure_object(Cli)
