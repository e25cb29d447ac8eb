"""Location of the database (standard library only)."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from slt_flow import files
from slt_flow.errors import RecordsError

MOUNTS: Final = Path("/proc/self/mountinfo")

_SHARES: Final = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "afpfs", "ncpfs", "webdav", "davfs", "ceph", "glusterfs",
        "lustre", "beegfs", "9p", "drvfs", "virtiofs", "vboxsf", "prl_fs", "vmhgfs", "fuse",
    }
)  # fmt: skip
"""Kinds of file system on another machine, or on the host of a virtual one: there, the locks of SQLite fail."""

_LOCAL: Final = frozenset(
    {
        "apfs", "bindfs", "cryfs", "encfs", "exfat", "ext2", "fuse2fs", "fuse-overlayfs", "gocryptfs", "lxcfs",
        "mergerfs", "ntfs", "ntfs-3g", "portal", "securefs", "snapfuse", "squashfuse", "veracrypt", "zfs",
    }
)  # fmt: skip
"""What `fuse.` may stand before on a disk of this machine; all others lead elsewhere, or may."""

_SYNCED: Final = re.compile(
    "(onedrive|dropbox|icloud|icloud ?drive|mobile documents|cloudstorage|google ?drive|my drive|nextcloud|owncloud|"
    "syncthing|seafile|pcloud ?drive|jottacloud)([ _(-].*)?"
)
"""What a folder is called that a program keeps in step with other machines."""

_MARKS: Final = (
    ".dropbox",
    ".dropbox.cache",
    ".stfolder",
    ".owncloudsync.log",
    ".849C9593-D756-4E56-8D6E-42412F2A707B",
)
"""What such programs leave in their folder (the last is OneDrive's), whatever it is called."""

_MARK_OF_NEXTCLOUD: Final = re.compile(r"\.(_)?sync_[0-9a-f]+\.db|\.sync_journal\.db")


class _Mount(NamedTuple):
    """Mounted file system: where, of which kind, and what of it (a folder, where one is mounted at another place)."""

    point: str
    kind: str
    root: str


def file_of(url: str) -> Path:
    """Return the file that a path or an `sqlite:///` address names.

    Raises:
        RecordsError: for an address of another kind of database.
    """
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///")).expanduser()
    if "://" in url or not url.strip() or "\0" in url:
        raise RecordsError("unknown_database_kind", url=url.split("://")[0])
    return Path(url).expanduser()


def default_file() -> Path:
    """Return the file in the user's own data folder."""
    from platformdirs import user_data_path

    return user_data_path("slt-flow", appauthor=False) / "slt.sqlite"


def state_folder() -> Path:
    """Return the user's own folder for what this computer has seen."""
    from platformdirs import user_state_path

    return user_state_path("slt-flow", appauthor=False)


def config_folder() -> Path:
    """Return the user's own folder for settings."""
    from platformdirs import user_config_path

    return user_config_path("slt-flow", appauthor=False)


def share_of(path: Path, mounts: Path = MOUNTS) -> str | None:
    """Return the kind of network share that a path leads to, None for a disk of this machine.

    Links are followed. SQLite's locks fail on shares.
    """
    for place in _places(path):
        if place.startswith(("\\\\?\\UNC", "//")) or (place.startswith("\\\\") and place[2:3] not in "?."):
            return "UNC"
    mount = _mount_of(path, mounts)
    kind = mount.kind if mount is not None else ""
    is_away = kind in _SHARES or (kind.startswith("fuse.") and kind.removeprefix("fuse.") not in _LOCAL)
    return kind if is_away else None


def synced_by(path: Path, mounts: Path = MOUNTS) -> str | None:
    """Return the name or mark of the folder above a path that is kept in step with other machines, None without one.

    Links are followed, and folders that are mounted at another place.
    """
    mount = _mount_of(path, mounts)
    folders = [PurePath(place).parent for place in _places(path)]
    folders += [PurePath(mount.root)] if mount is not None else []
    for part in (part for folder in folders for part in folder.parts):
        if _SYNCED.fullmatch(part.casefold()):
            return part
    for folder in dict.fromkeys(parent for place in _places(path) for parent in Path(place).parents):
        marks = [folder / mark for mark in _MARKS]
        if any(files.is_taken(mark) for mark in marks) or _has_mark_of_nextcloud(folder):
            return folder.name
    return None


def _has_mark_of_nextcloud(folder: Path) -> bool:
    try:
        return any(_MARK_OF_NEXTCLOUD.fullmatch(name) for name in os.listdir(folder))
    except OSError:
        return False


def _places(path: Path) -> tuple[str, ...]:
    """Return a path as it is named and as its links lead; `realpath` also turns a drive of Windows into its share."""
    try:
        return str(path), str(path.absolute()), os.path.realpath(path)
    except (OSError, ValueError):  # a circle of links, or a name that no file can have
        return (str(path),)


def _mount_of(path: Path, mounts: Path) -> _Mount | None:
    """Return what is mounted where a path leads; of two at one place, the later one."""
    if not mounts.is_file():
        return None
    where = PurePath(_places(path)[-1])
    best: _Mount | None = None
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        fields, _, of_kind = line.partition(" - ")
        parts, kind = fields.split(), of_kind.split()
        if len(parts) < 5 or not kind:
            continue
        mount = _Mount(_unescaped(parts[4]), kind[0], _unescaped(parts[3]))
        if where.is_relative_to(mount.point) and (best is None or len(mount.point) >= len(best.point)):
            best = mount
    return best


def _unescaped(mount: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), mount)
