"""Package of a meeting for an archive: a folder for each message with its files, and the digests of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from slt_flow import files
from slt_flow.commands.output import without_identity_numbers, written_as
from slt_flow.errors import RecordsError, RequestError, cause
from slt_flow.results.archive import Message, Standing
from slt_flow.results.archive_messages import DocumentMessage, Variant
from slt_flow.results.archived_meeting import PackedRow
from slt_flow.views.follow_up.archive_package import (
    FOLDER,
    MESSAGE,
    POINT,
    Editions,
    Written,
    checksums,
    file_row,
    messages,
    name_of,
    papers,
)
from slt_flow.views.follow_up.meeting_folder import digest_of
from slt_flow.views.writers.arkivmelding import written as as_message

if TYPE_CHECKING:
    from slt_flow.commands.cli import Cli
    from slt_flow.results.archive import Compared
    from slt_flow.results.archived_meeting import ArchivedMeeting
    from slt_flow.services.request.context import Context

CHECKSUMS = "sha256.txt"
"""Name of the list of digests."""

_PDF, _PDF_TYPE = "pdf", "application/pdf"


class Package(NamedTuple):
    """Message of a package: what the journal keeps of it, its title, and the files of its folder."""

    message: Message
    title: str
    contents: Mapping[str, bytes]


class Prepared(NamedTuple):
    """Package of a meeting before anything is written: its messages, their rows, and what writes those to be sent."""

    context: Context
    messages: tuple[Message, ...]
    rows: tuple[PackedRow, ...]
    write: Callable[[tuple[Compared, ...]], Callable[[], None]]


def prepared(cli: Cli, ref: str, place: str, templates: str | None, *, again: bool) -> Prepared:
    """Prepare what is new of a meeting, or all of it again, for a folder that is not there yet.

    Raises:
        RequestError: there is no such meeting, its minutes are not archived, or an extra is not installed.
        DefinitionError: the templates are wrong.
        RecordsError: the folder is there already.
    """
    from slt_flow.services.meetings.archive_exports import compared
    from slt_flow.services.request.reading import reading

    if not place.strip():
        raise RequestError("blank_text", field="FOLDER")
    cli_of_council = replace(cli, lang=_language(cli))
    context, folder = cli_of_council.context(), Path(place)
    packages = {package.message.key: package for package in _packages(cli_of_council, context, ref, templates)}
    every = tuple(package.message for package in packages.values())
    with reading(context) as reader:
        standings = compared(reader, ref, every)
    rows = {one.message.key: _row(packages, one, number) for number, one in enumerate(standings, start=1)}
    chosen = tuple(rows[one.message.key] for one in standings if again or _goes(one))
    if chosen and files.is_taken(folder):  # before anything is recorded, and in a dry run too
        raise RecordsError("folder_exists", path=str(folder))

    def write(sent: tuple[Compared, ...]) -> Callable[[], None]:
        _write(folder, {rows[one.message.key].folder: packages[one.message.key] for one in sent})
        cli.files.append(place)
        return take_back

    def take_back() -> None:
        files.remove_folder(folder)
        cli.files.remove(place)

    return Prepared(context, every, chosen, write)


def _goes(one: Compared) -> bool:
    return one.standing is not Standing.SAME


def _language(cli: Cli) -> str:
    """Return the council's language, whoever asks: the same papers in another one would be other bytes."""
    from slt_flow.services.request.whereabouts import language

    return language(cli.db, cli.council) or cli.locale


def _row(packages: Mapping[str, Package], one: Compared, number: int) -> PackedRow:
    package = packages[one.message.key]
    version = f"-v{one.version}" if one.version > 1 else ""
    folder = f"{number:02}-{name_of(one.message.key)}{version}"
    return PackedRow(folder, package.title, len(package.contents) - 1, one.standing, one.version)


def _packages(cli: Cli, context: Context, ref: str, templates: str | None) -> Iterator[Package]:
    """Yield the messages of a meeting with their files, in the order in which the archive is to receive them."""
    from slt_flow.services.follow_up.archived_meeting import archived_meeting

    public = replace(cli, public=True)
    editions = Editions(*(without_identity_numbers(one, archived_meeting(one.context(), ref)) for one in (cli, public)))
    bases = dict(_bases(context, editions.whole))
    tuple(messages(editions, {key: Written((), basis) for key, basis in bases.items()}, cli.words))  # refuses early
    documents = dict(_documents(cli, public, context, editions, templates, bases))
    written = {key: row for key, (row, _) in documents.items()}
    for message, point in messages(editions, written, cli.words):
        key, raw = message.key.key, as_message(message)
        document = str(message.kind) if isinstance(message, DocumentMessage) else POINT if point else FOLDER
        contents = documents[key][1] if key in documents else {}
        yield Package(Message(key, document, digest_of(raw), point), message.title, {MESSAGE: raw, **contents})


def _bases(context: Context, meeting: ArchivedMeeting) -> Iterator[tuple[str, str]]:
    """Yield the key of every document with the legal bases of what is exempt in it."""
    from slt_flow.services.request.exempt_content import bases_of

    for paper in papers(meeting):
        yield paper.key, "; ".join(bases_of(context, paper.result))
    for file in meeting.files:
        yield file.key, file.row.exempt.basis if file.row.exempt is not None else ""


Documents = Iterator[tuple[str, tuple[Written, Mapping[str, bytes]]]]


def _documents(
    cli: Cli, public: Cli, context: Context, editions: Editions, templates: str | None, bases: Mapping[str, str]
) -> Documents:
    """Write every document of a meeting: whole, and beside it without what is exempt where it tells of that."""
    from slt_flow.services.agreements.letterhead import letterhead
    from slt_flow.services.meetings.attachments import content

    sender = letterhead(context.at(as_of=editions.whole.minutes.day))  # a newer agreement makes no newer version
    in_public = {paper.key: paper for paper in papers(editions.public)}
    for paper in papers(editions.whole):
        other, basis = in_public.get(paper.key), bases[paper.key]
        raw = written_as(cli, paper.result, paper.draw, _PDF, {}, templates, sender)
        held = {name_of(paper.key, _PDF): (raw, Variant.ARCHIVE)}
        if other is not None and (basis or other.result != paper.result):
            raw = written_as(public, other.result, other.draw, _PDF, {}, templates, sender)
            held[name_of(paper.key, _PDF, public=True)] = (raw, Variant.PUBLIC)
        yield paper.key, _described(held, _PDF_TYPE, basis)
    for file in editions.whole.files:
        ending = file.row.name.rpartition(".")[2].casefold() if "." in file.row.name else ""
        raw = content(context, file.row.ref, file.row.number)
        held = {name_of(file.key, ending): (raw, Variant.AS_MADE)}
        yield file.key, _described(held, file.row.media, bases[file.key])


def _described(held: Mapping[str, tuple[bytes, Variant]], media: str, basis: str) -> tuple[Written, dict[str, bytes]]:
    rows = (file_row(name, media, (digest_of(raw), len(raw)), variant) for name, (raw, variant) in held.items())
    return Written(tuple(rows), basis), {name: raw for name, (raw, _) in held.items()}


def _write(folder: Path, packages: Mapping[str, Package]) -> None:
    """Write the folder of a package, whole or not at all.

    Raises:
        RecordsError: it cannot be written.
    """
    contents = {f"{name}/{file}": raw for name, one in packages.items() for file, raw in one.contents.items()}
    contents[CHECKSUMS] = checksums(contents, digest_of)
    try:
        files.write_folder(folder, contents)
    except FileExistsError:
        raise RecordsError("folder_exists", path=str(folder)) from None
    except (OSError, ValueError) as error:
        raise RecordsError("cannot_write_folder_there", path=str(folder), why=cause(error)) from None
