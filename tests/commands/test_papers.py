"""Public edition: no word of anything exempt is in any output of any command, and the internal edition has them all."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from itertools import cycle, product
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import click
import pytest
from pypdf import PdfReader

from slt_flow.commands import run
from slt_flow.commands.archive_package import prepared
from slt_flow.commands.cli import Cli
from slt_flow.engine.entries import is_beside
from slt_flow.model import Decision, Meeting
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.records.replay import rebuild
from slt_flow.records.store import Store
from slt_flow.results.answers import Done
from slt_flow.services.meetings.archive_exports import compared
from slt_flow.services.meetings.exempt import exempt
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.terms import LANGUAGES, Ref
from tests.journeys.test_commands import performed

Words = tuple[str, ...]

AFTER: Final = "2027-01-10"
"""A day after the year that is played."""

NEW_YEAR: Final = FixedClock(datetime(2026, 12, 20, tzinfo=UTC))

POINTS: Final = (("M1/26", "agreed:eventuelt"), ("M2/27", "own:1"))
"""Points of meetings that deal with no case: one of the agreement's own, and one of the coordinator's."""

PUBLIC: Final = {
    words: command
    for words, command in performed(run.outermost())
    if any("--public" in parameter.opts for parameter in command.params)
}
"""Every command that has a public edition; a new one joins by itself."""

INTERNAL: Final = (("next",), ("why",))
"""Commands that look back, but tell what can be done, which nobody publishes."""

FOLDER: Final = "FOLDER"
"""Word in the place of a new folder or file."""

MORE: Final = {
    ("export", "calendar"): ("--post", "slt-koordinator"),
    ("export", "xlsx"): ("--output", f"{FOLDER}.xlsx"),
    ("meeting", "pack"): ("--output", FOLDER, "--format", "md,html"),
}
"""What a command asks for beside its arguments."""

WORD: Final = re.compile(r"hemmelig\w+|privat\d\w+")

PRIVATE: Final = """
    SELECT seq, name, name LIKE '%contact' FROM entry_texts JOIN entries USING (council, seq)
    WHERE name IN ('contact', 'user', 'account') OR (kind = 'PostVacated' AND name = 'reason')
    OR (kind = 'HolderAppointed' AND data LIKE '%"rektor"%' AND name = 'name')
"""
"""Texts that are private whatever is exempt: addresses, accounts, why a post was left, names of those at no meeting."""

ADDRESSED: Final = ("meeting", "invite")
"""The command whose public edition has addresses: it is sent to them."""


_CHANGE: Final = "UPDATE entry_texts SET text = ? WHERE seq = ? AND name = ?"


def everything_exempt(context: Context) -> set[str]:
    """Exempt every decision, some points and all other meetings; put a word of its own into every text of theirs.

    What is private gets such words too, which are not returned.
    """
    snapshot, basis = rows(context), replace(context, basis="offl. § 13", clock=NEW_YEAR)
    refs = {row.ref for row in snapshot.all(Decision)}
    refs |= {row.ref for row in snapshot.all(Meeting) if str(row.ref) not in dict(POINTS)}
    for ref in refs:
        assert isinstance(exempt(basis, str(ref), public_title=f"Offentlig {ref.no}"), Done)
    for meeting, point in POINTS:
        assert isinstance(exempt(basis, meeting, point=point), Done)
    marked = set()
    with closing(sqlite3.connect(context.store.path)) as database:
        texts = "SELECT seq, name, text, subject, kind, data FROM entry_texts JOIN entries USING (council, seq)"
        for seq, name, text, subject, of_kind, data in database.execute(texts).fetchall():
            case = Ref.parse(subject)
            own = case is not None and (case.top in refs or case.series == "L")
            at_point = any(subject == meeting and f'"point":"{point}"' in data for meeting, point in POINTS)
            told = is_beside(name) or name == "public_title" or (name == "basis" and of_kind == "Exempted")
            if (own or at_point) and not told:
                word = f"hemmelig{seq}{name.replace('.', '').replace('_', '')}"
                marked.add(word)
                changed = (f"{text} {word}".strip(), seq, name)
                database.execute(_CHANGE, changed)
        for seq, name, is_address in database.execute(PRIVATE).fetchall():
            database.execute(_CHANGE, (f"privat{seq}{name}{'@example.no' * is_address}", seq, name))
        database.commit()
    with Store(str(context.store.path)).writing() as connection:
        rebuild(connection, str(context.council))
    return marked


def rows(context: Context) -> Snapshot:
    with Store(str(context.store.path)).reading() as connection:
        return projection.everything(connection, str(context.council))


def asked(words: Words, name: str, snapshot: Snapshot) -> Sequence[str]:
    """What the argument of a command may be; a command with another one has to be added here."""
    cases, meetings = [str(case.ref) for case in snapshot.cases()], [str(row.ref) for row in snapshot.all(Meeting)]
    of_group = {"meeting": meetings, "archive": meetings, "decision": [ref for ref in cases if "." not in ref]}
    return {
        "ref": of_group.get(words[0], [*cases, *meetings]),
        "text": ["hemmelig"],
        "post": [""],
        "year": ["2026", "2027"],
        "period": ["2027"],
        "clause": ["recommendations_are_followed_up"],
        "agreement": [""],
        "name": ["decision"],
    }[name]


def calls(snapshot: Snapshot) -> Iterator[tuple[Words, Words]]:
    """Every command with its arguments and formats, each with its languages.

    The screen is asked for in every language; a file is made from the same blocks, in the languages by turns.
    """
    for words, command in PUBLIC.items():
        if words in INTERNAL:
            continue
        names = [parameter.name or "" for parameter in command.params if isinstance(parameter, click.Argument)]
        formats: list[Words] = [()]
        for parameter in command.params:
            if "--format" in parameter.opts and isinstance(parameter.type, click.Choice):
                formats += [("--format", str(form)) for form in parameter.type.choices]
        by_turns = {form: cycle(LANGUAGES) for form in formats}
        for values in product(*(asked(words, name, snapshot) for name in names)):
            more = [("--ref", ref) for ref in asked(words, "ref", snapshot)] if words[-1] == "diagram" else [()]
            formats = [MORE[words]] if words in MORE else formats
            for form, other in product(formats, more):
                languages = (next(by_turns[form]),) if form in by_turns and form else LANGUAGES
                yield (*words, *filter(None, values), *form, *other), languages
        if names and names[0] in ("ref",) and not command.params[0].required:
            yield words, LANGUAGES


class Outputs:
    """Outputs of commands in this process, as bytes: what was written, and what was said beside."""

    def __init__(self, database: Path) -> None:
        self.database, self.number = database, 0
        self.done: set[Words] = set()

    def __call__(self, *words: str) -> str:
        """Run a command that must not break; return its output, unpacked where it is an archive of parts."""
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        folder = self.database.with_name(f"folder-{self.number}")
        self.number += 1
        named = [word.replace(FOLDER, str(folder)) for word in words]
        with redirect_stdout(out), redirect_stderr(err):
            code = run.run([*named, "--db", str(self.database), "--on", AFTER], {})
            out.flush()
        assert code in (0, 2), (words, err.getvalue())
        self.done |= {words[:length] for length in (1, 2) if code == 0}
        files = [f.read_bytes() for f in sorted(self.database.parent.glob(f"{folder.name}*/**/*")) if f.is_file()]
        files += [f.read_bytes() for f in self.database.parent.glob(f"{folder.name}.*")]
        return "\n".join((*map(unpacked, (out.buffer.getvalue(), *files)), err.getvalue()))


def unpacked(content: bytes) -> str:
    """Return what an output says: of a PDF its text, of an archive or a mail that of every part."""
    if b"\nMIME-Version:" in content[:2000]:
        parts = (part.get_payload(decode=True) for part in message_from_bytes(content).walk())
        return "\n".join(unpacked(part) for part in parts if isinstance(part, bytes))
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace")


@pytest.mark.endurance
def test_no_word_of_what_is_exempt_is_public(year: Context) -> None:
    marked = everything_exempt(year)
    assert len(marked) > 60
    run_command, snapshot = Outputs(year.store.path), rows(year)
    for words, languages in calls(snapshot):
        as_data = (
            [("nb", ("--json",))] if languages == LANGUAGES else []
        )  # the data have their own words, and no format
        for language, json in (*product(languages, ((),)), *as_data):
            told = run_command(*words, "--public", "--lang", language, *json)
            if json and told.startswith(("{", "[\n")) and told.count("\n") > 3:  # an object says so, or each of a list
                mark = '"edition": "public"' if words[:2] != ("export", "ocel") else '"name": "edition"'
                assert mark in told, words
            found = set(WORD.findall(told)) - ({"hemmelig"} if words[0] == "find" else set())
            found = {word for word in found if not (words[:2] == ADDRESSED and word.endswith("contact"))}
            assert not found, (words, language, found)
    assert PUBLIC.keys() - set(INTERNAL) - run_command.done == {("letter",)}  # nobody writes to owners it does not have
    everywhere = (run_command(*words, "--json") for words in (("find", "hemmelig"), ("history",)))
    assert marked <= {word for told in everywhere for word in WORD.findall(told)}
    private = set(WORD.findall("".join(run_command(*words, "--json") for words in (("post", "list"), ("history",)))))
    assert {"contact", "user", "account", "reason", "name"} <= {re.sub(r"privat\d+", "", word) for word in private}
    for words in (("status",), ("decision", "list"), ("meeting", "minutes", "M1/26"), ("report",), ("export", "ocel")):
        assert marked & set(WORD.findall(run_command(*words, "--json"))), words


def test_what_can_be_done_is_told_internally_only(year: Context) -> None:
    everything_exempt(year)
    for words in INTERNAL:
        more = ("1/26", "adopt") if words == ("why",) else ()
        assert "--public" in Outputs(year.store.path)(*words, *more, "--public", "--lang", "en")


@pytest.mark.endurance
def test_what_an_archive_does_not_restrict_has_no_word_of_what_is_exempt(year: Context, folder: Path) -> None:
    """The words were put in beneath the journal, which records nothing more: the package is written without it."""
    marked, package = everything_exempt(year), folder / "package"
    made = prepared(Cli(db=str(year.store.path), on=AFTER), "M1/26", str(package), None, again=True)
    with reading(made.context) as reader:
        made.write(compared(reader, "M1/26", made.messages))
    restricted = set()
    for message in package.glob("*/arkivmelding.xml"):
        whole = ElementTree.parse(message).getroot()[-1]
        is_restricted = any(part.tag.endswith("}skjerming") for part in whole)
        found = set(WORD.findall(message.read_text(encoding="utf-8")))
        assert is_restricted or not found, message
        restricted |= found
    assert restricted & marked
    for document in package.glob("*/*.pdf"):
        parts = ElementTree.parse(document.with_name("arkivmelding.xml")).iter()
        described = next(part for part in parts if part.tag.endswith("}dokumentbeskrivelse"))
        is_restricted = any(part.tag.endswith("}skjerming") for part in described)
        found = set(WORD.findall(unpacked(document.read_bytes()).replace("\n", "")))
        assert not found or (is_restricted and not document.stem.endswith("-offentlig")), document
