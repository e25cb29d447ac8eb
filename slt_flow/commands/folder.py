"""Folder that a command fills: made anew where something changed, and never over what somebody edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from slt_flow import files
from slt_flow.commands.cli import Cli
from slt_flow.errors import RecordsError, cause
from slt_flow.results.meeting_folder import FolderRow, Outcome
from slt_flow.views.follow_up.meeting_folder import File, digest_of, recorded

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of a file that is compared: more than any that is made here."""

NOT_OURS: Final = ""
"""Digest of something that is no file, or that cannot be read: it stays."""

Digests = frozenset[str | None]
"""Digests of a file as it was made before, by one list of contents or several."""

NOTHING: Final[Digests] = frozenset()


def fill(
    cli: Cli,
    place: str,
    drawn: Sequence[File],
    contents: Callable[[Mapping[str, tuple[str, str]]], File],
    lists: Sequence[str] = (),
) -> tuple[FolderRow, ...]:
    """Write files into a folder, each whole; one that somebody edited stays, one that is made no more is removed.

    Args:
        cli: the options asked for; nothing is written where `dry_run` is set.
        place: the folder; it is made where there is none.
        drawn: the files.
        contents: the list of contents by title and digest of each file.
        lists: every name that a list of contents may have there from before, such as in another language.

    Raises:
        RecordsError: the folder or a file cannot be written, or somebody edited the list of contents.
    """
    folder = Path(place)
    _open(folder, dry_run=cli.dry_run)
    listing = contents({file.name: (file.title, digest_of(file.content)) for file in drawn})
    earlier = sorted(name for name in {*lists} - {listing.name} if files.is_taken(folder / name))
    before = _recorded([folder / name for name in (listing.name, *earlier)])
    rows = [_keep(cli, folder, file, before.get(file.name, NOTHING)) for file in drawn]
    gone = before.keys() - {file.name for file in drawn} - {listing.name, *earlier}
    rows += _clear(cli, folder, sorted(gone), before)
    # The lists come last: broken off before, the next run still knows what was made.
    first = _keep(cli, folder, listing, frozenset((_digest(folder / listing.name),)))
    replaced = {name: frozenset((_digest(folder / name),)) for name in earlier}
    return (first, *rows, *_clear(cli, folder, earlier, replaced))


def _open(folder: Path, *, dry_run: bool) -> None:
    try:
        files.make_folder(folder, dry_run=dry_run)
    except FileExistsError:
        raise RecordsError("not_a_folder", path=str(folder)) from None
    except (OSError, ValueError) as error:
        raise RecordsError("cannot_write_file", path=str(folder), why=cause(error)) from None


def _recorded(listings: Sequence[Path]) -> Mapping[str, Digests]:
    """Return the digests of the files that were made before, by their names; names that lead elsewhere are none."""
    before: dict[str, Digests] = {}
    for listing in filter(files.is_taken, listings):
        digests = None
        if not files.is_link(listing):
            with suppress(OSError, ValueError):
                digests = recorded(files.read(listing, LARGEST).decode())
        if digests is None:
            raise RecordsError("contents_edited", path=str(listing))
        for name, digest in digests.items():
            if files.is_bare_name(name):
                before[name] = before.get(name, NOTHING) | {digest}
    return before


def _keep(cli: Cli, folder: Path, file: File, before: Digests) -> FolderRow:
    """Write a file unless it is there, or somebody edited it since it was made."""
    path = folder / file.name
    there, digest = _digest(path), digest_of(file.content)
    if there is None:
        outcome = Outcome.MADE
    elif there == digest:
        outcome = Outcome.UNCHANGED
    else:
        outcome = Outcome.REPLACED if there in before else Outcome.EDITED
    if not cli.dry_run and outcome in (Outcome.MADE, Outcome.REPLACED):
        try:
            (files.write_new if outcome is Outcome.MADE else files.write_over)(path, file.content)
        except FileExistsError:
            raise RecordsError("file_exists", path=str(path)) from None
        except (OSError, ValueError) as error:
            raise RecordsError("cannot_write_file", path=str(path), why=cause(error)) from None
        cli.files.append(str(path))
    return FolderRow(file.name, file.title, outcome)


def _clear(cli: Cli, folder: Path, names: Sequence[str], before: Mapping[str, Digests]) -> Iterator[FolderRow]:
    """Remove files that were made before and are made no more, unless somebody edited them."""
    for name in names:
        path = folder / name
        there = _digest(path)
        if there is None:
            continue
        outcome = Outcome.REMOVED if there in before[name] else Outcome.EDITED
        if not cli.dry_run and outcome is Outcome.REMOVED:
            try:
                path.unlink()
            except OSError as error:
                raise RecordsError("cannot_write_file", path=str(path), why=cause(error)) from None
        yield FolderRow(name, "", outcome)


def _digest(path: Path) -> str | None:
    """Return the digest of a file, None where there is nothing; what a link leads to is not ours."""
    if not files.is_taken(path):
        return None
    if files.is_link(path):
        return NOT_OURS
    try:
        return digest_of(files.read(path, LARGEST))
    except (OSError, ValueError):
        return NOT_OURS
