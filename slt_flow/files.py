"""Files that people name: read within bounds, made whole or not at all, and never written over another."""

from __future__ import annotations

import codecs
import errno
import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # a completion waits for every import
    from pathlib import Path

NOT_A_FILE: Final = "not_a_file"
"""Cause: the path is a pipe, a device or a socket."""

RESERVED: Final = "reserved_name"
"""Cause: Windows keeps the name for a device, with any ending, so that nobody there could open the file."""

_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")}
)


def read(path: Path, most: int) -> bytes:
    """Read a file up to a number of bytes; a pipe or a device, which might never end, is refused.

    Raises:
        OSError: it cannot be read, or is no file.
        ValueError: no file can have that name.
    """
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(number, "rb") as file:  # a folder raises here
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(NOT_A_FILE)
        return file.read(most)


def state_of(path: Path) -> tuple[int, ...] | None:
    """Return what tells a file from another in its place, also one that was written over it; None where none is."""
    try:
        there = path.stat()
    except (OSError, ValueError):
        return None
    return (there.st_size, there.st_mtime_ns, there.st_dev, there.st_ino)


class NotText(ValueError):
    """Bytes that are no text in an encoding of ours; `line` and `column`, counted from 1, say where."""

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column
        super().__init__(line, column)


def text(raw: bytes) -> str:
    """Decode a text as editors and word processors save it, and leave out its byte order mark.

    UTF-8 is read, UTF-16 and UTF-32 too, and Windows-1252 where every letter is one that Norwegian texts have: what was
    saved in some other encoding would come out as other letters.

    Raises:
        NotText: it is in none of these.
    """
    for mark, encoding in _MARKED.items():
        if raw.startswith(mark):
            return _decoded(raw.removeprefix(mark), encoding)
    if 0 <= (place := raw.find(b"\0")) <= 1:  # UTF-16 without a mark: the first letter is a plain one
        return _decoded(raw, "utf-16-le" if place else "utf-16-be")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    decoded = raw.decode("cp1252", "replace")
    for place, letter in enumerate(decoded):
        if not letter.isascii() and letter not in _NORWEGIAN:
            raise NotText(decoded.count("\n", 0, place) + 1, place - decoded.rfind("\n", 0, place))
    return decoded


_MARKED: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # begins as that of UTF-16
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""Encodings by the byte order mark that a text begins with."""

_NORWEGIAN: Final = frozenset("æøåÆØÅäöÄÖüÜéèêëÉÈÊàáâÀÁóòôÓÒçñšžŠŽ§«»“”„’–—…•·°´\u00a0")
"""Letters and signs beyond ASCII of a Norwegian text in Windows-1252."""


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(encoding, "replace")
        raise NotText(before.count("\n") + 1, len(before) - before.rfind("\n")) from None


def is_file(path: Path) -> bool:
    """Tell whether a path leads to a file; a name that no file can have leads to none."""
    return os.path.isfile(path)


def is_folder(path: Path) -> bool:
    """Tell whether a path leads to a folder; a name that no folder can have leads to none."""
    return os.path.isdir(path)


def is_link(path: Path) -> bool:
    """Tell whether a path is a link, wherever it leads."""
    return os.path.islink(path)


def safe_name(name: str) -> str:
    """Return a name as every system can write and show it: no parts of a path, no control letters, no device.

    Letters that turn the order of others, or that nobody sees, are left out: `report\u202efdp.exe` must not look like a
    PDF. The ending stays.
    """
    composed = unicodedata.normalize("NFC", name)
    plain = "".join(
        "_" if letter in _NOT_IN_NAMES or unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter
        for letter in composed
        if unicodedata.category(letter) != "Cf"
    )
    stem, dot, ending = plain.strip(" .").rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = plain.strip(" ."), "", ""
    stem = stem.strip(" .")[:_LONGEST_NAME].rstrip(" .")
    if not stem or stem.partition(".")[0].rstrip(" ").casefold() in _DEVICES:
        stem = f"_{stem}"
    return f"{stem}{dot}{ending}"


def is_bare_name(name: str) -> bool:
    """Tell whether a name is that of something within a folder on every system: no path, no drive, no control letters.

    A file that names others is read by it, as somebody could have written `../another.txt` there.
    """
    return (
        bool(name.strip(" ."))
        and not _OF_PATHS & set(name)
        and not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in name)
    )


_OF_PATHS: Final = frozenset("/\\:")
_NOT_IN_NAMES: Final = frozenset('<>:"/\\|?*')
_LONGEST_NAME: Final = 60
_LONGEST_ENDING: Final = 10


def is_taken(path: Path | str) -> bool:
    """Tell whether anything has a name, a link that leads nowhere too."""
    return os.path.lexists(path)


def make_folder(path: Path, *, dry_run: bool = False) -> None:
    """Make a folder that only its owner enters, unless it is there; a dry run makes nothing, and fails alike.

    Raises:
        FileExistsError: something else has that name, such as a file or a link.
        OSError: it cannot be made.
        ValueError: no folder can have that name.
    """
    if is_folder(path) and not os.path.islink(path):
        return
    _refuse_reserved(path)
    if not dry_run:
        path.mkdir(0o700)
    elif is_taken(path):
        raise FileExistsError(*_EXISTS)
    else:
        path.parent.stat()
        with suppress(FileNotFoundError):
            path.lstat()  # a name that no folder can have is told here


def _refuse_reserved(path: Path) -> None:
    if path.name.partition(".")[0].rstrip(" ").casefold() in _DEVICES:
        raise ValueError(RESERVED)


def write_new(path: Path, content: bytes) -> None:
    """Write a new file that only its owner reads: it may name persons.

    Raises:
        FileExistsError: something has that name already.
        OSError: it cannot be written; nothing is left of it.
        ValueError: no file can have that name.
    """
    with new_file(path) as new, new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _beside(path: Path) -> tuple[int, str]:
    """Open a new file beside a path, readable by its owner only; return its number and its name."""
    from tempfile import mkstemp

    return mkstemp(".new", ".slt-", path.parent)


def write_folder(path: Path, contents: Mapping[str, bytes]) -> None:
    """Write a new folder with files, some of them in folders of its own; nobody sees it before it is whole.

    Raises:
        FileExistsError: something has that name already.
        OSError: it cannot be written; nothing is left of it.
        ValueError: no folder can have that name.
    """
    from tempfile import mkdtemp

    _refuse_reserved(path)
    if is_taken(path):
        raise FileExistsError(*_EXISTS)
    new = path.with_name(os.path.basename(mkdtemp(".new", ".slt-", path.parent)))
    try:
        for name, content in contents.items():
            (new / name).parent.mkdir(0o700, exist_ok=True)
            write_new(new / name, content)
        if is_taken(path):  # an empty folder would be replaced
            raise FileExistsError(*_EXISTS)
        new.rename(path)
    except BaseException:
        remove_folder(new)
        raise


def remove_folder(path: Path) -> None:
    """Remove a folder that was written in vain, with all that is in it."""
    from shutil import rmtree

    rmtree(path, ignore_errors=True)


def write_over(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, in the place of the one there: a reader sees one of them, whole.

    Raises:
        OSError: it cannot be written; the one there stays.
    """
    number, name = _beside(path)
    try:
        with open(number, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except OSError:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Yield an empty file beside a path, readable by its owner only, and give it that path's name in the end.

    Nobody sees it under its name before it is whole, and whoever came first keeps the name.

    Raises:
        FileExistsError: something has that name already.
        OSError: it cannot be made; nothing is left of it.
        ValueError: the name is one that no file can have on Windows.
    """
    _refuse_reserved(path)
    if is_taken(path):
        raise FileExistsError(*_EXISTS)
    number, name = _beside(path)
    os.close(number)
    new = path.with_name(os.path.basename(name))
    try:
        yield new
        _give_name(new, path)
    finally:
        with suppress(OSError):  # what came of the file does not change
            new.unlink(missing_ok=True)


_EXISTS: Final = (errno.EEXIST, os.strerror(errno.EEXIST))


def _give_name(new: Path, path: Path) -> None:
    try:
        os.link(new, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            new.replace(path)
        except OSError:
            path.unlink()
            raise
    if hasattr(os, "O_DIRECTORY"):  # the name is kept at a power cut, too
        with suppress(OSError):  # a folder that may be written to and not read
            folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            except OSError as failure:  # it is in its place, whether or not the disk says so
                if failure.errno not in _NOT_FOR_FOLDERS:
                    unconfirmed.append(path)
            finally:
                os.close(folder)


_NOT_FOR_FOLDERS: Final = (errno.EINVAL, errno.ENOTSUP)
"""Errors of file systems that keep a name by themselves, and cannot be asked to."""

unconfirmed: Final[list[Path]] = []
"""Files that this process made and whose names the disk did not confirm; whoever tells of them takes them out."""
