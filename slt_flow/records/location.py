"""Location of the database (standard library only)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from slt_flow.errors import RecordsError

_SHARES: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "afpfs", "ncpfs", "fuse.sshfs", "webdav", "davfs"}
)


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


def share_of(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str | None:
    """Return the kind of network share a path lies on, None on a local disk. SQLite's locks fail on shares."""
    if str(path).startswith(("\\\\", "//")):
        return "UNC"
    if not mounts.is_file():
        return None
    lines = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    where = path.absolute()
    mounted = [
        (len(parts[1]), parts[2]) for parts in lines if len(parts) > 2 and where.is_relative_to(_unescaped(parts[1]))
    ]
    kind = max(mounted, default=(0, ""))[1]
    return kind if kind in _SHARES else None


def _unescaped(mount: str) -> str:
    return mount.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
