"""A database that does not lie on a disk of this machine alone is known by its mount, its links and its folder."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from slt_flow.records.heads import Heads
from slt_flow.records.location import share_of, synced_by
from slt_flow.services.follow_up.status import status
from slt_flow.services.request.context import Context, opened
from tests.conftest import NOON, MakeContext

MOUNTS = """
20 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
21 20 0:40 / /home rw - nfs4 server:/home rw
22 21 8:2 / /home/kari/lokal rw - ext4 /dev/sdb1 rw
23 20 0:41 / /mnt/felles\\040mappe rw - cifs //server/felles rw
24 20 0:42 / /mnt/felles rw - tmpfs tmpfs rw
25 20 0:43 / /mnt/c rw - 9p C:\\134 rw,aname=drvfs;path=C:\\134
26 20 0:44 / /mnt/sky rw - fuse.rclone sky: rw
27 20 0:45 / /mnt/usb rw - fuseblk /dev/sdc1 rw
28 20 0:46 / /mnt/kryptert rw - fuse.gocryptfs /dev/sdc1 rw
29 20 0:47 / /mnt/ssh rw - fuse.sshfs kari@server: rw
30 20 0:48 / /mnt/begge rw - ext4 /dev/sdd1 rw
31 20 0:49 / /mnt/begge rw - cifs //server/over rw
32 20 8:1 /home/kari/Nextcloud/slt /srv/slt rw - ext4 /dev/sda1 rw
33 20 0:50 / /mnt/vert rw - virtiofs vert rw
broken
34 20 0:51 /
"""


@pytest.fixture
def mounts(folder: Path) -> Path:
    (folder / "mounts").write_text(MOUNTS)
    return folder / "mounts"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/kari/slt.sqlite", "nfs4"),
        ("/home/kari/lokal/slt.sqlite", None),
        ("/home2/slt.sqlite", None),
        ("/mnt/felles mappe/slt.sqlite", "cifs"),
        ("/mnt/felles/slt.sqlite", None),
        ("/slt.sqlite", None),
        ("//server/felles/slt.sqlite", "UNC"),
        ("\\\\server\\felles\\slt.sqlite", "UNC"),
        ("\\\\?\\UNC\\server\\felles\\slt.sqlite", "UNC"),
        ("\\\\?\\C:\\slt.sqlite", None),
        ("/mnt/c/Users/kari/slt.sqlite", "9p"),
        ("/mnt/sky/slt.sqlite", "fuse.rclone"),
        ("/mnt/usb/slt.sqlite", None),
        ("/mnt/kryptert/slt.sqlite", None),
        ("/mnt/ssh/slt.sqlite", "fuse.sshfs"),
        ("/mnt/begge/slt.sqlite", "cifs"),
        ("/mnt/vert/slt.sqlite", "virtiofs"),
        ("/srv/slt/slt.sqlite", None),
    ],
)
def test_a_share_is_known_by_its_mount(mounts: Path, path: str, kind: str | None) -> None:
    assert share_of(Path(path), mounts) == kind


@pytest.mark.parametrize("of", ["file", "folder"])
def test_a_share_is_known_through_links(mounts: Path, folder: Path, of: str) -> None:
    if of == "file":
        (folder / "slt.sqlite").symlink_to("/mnt/ssh/slt.sqlite")
    else:
        (folder / "there").symlink_to("/mnt/ssh")
    link = folder / ("slt.sqlite" if of == "file" else "there/slt.sqlite")
    assert share_of(link, mounts) == "fuse.sshfs"
    assert share_of(folder / "other.sqlite", mounts) is None


def test_links_in_a_circle_lead_nowhere(mounts: Path, folder: Path) -> None:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    assert share_of(folder / "a", mounts) is None
    assert synced_by(folder / "a", mounts) is None


def test_without_mounts_every_disk_is_local(folder: Path) -> None:
    assert share_of(folder / "slt.sqlite", folder / "no-such-file") is None


SYNCED = (
    "OneDrive", "OneDrive - Kvæfjord kommune", "OneDrive-Kommune", "Dropbox", "Dropbox (SLT)", "iCloudDrive",
    "iCloud Drive", "Mobile Documents", "CloudStorage", "Google Drive", "GoogleDrive-kari", "Nextcloud", "ownCloud",
)  # fmt: skip
ALONE = ("Dokumenter", "OneDrives", "Min Dropbox", "nextclouds", "Drive", "slt")


@pytest.mark.parametrize("name", [*SYNCED, *ALONE])
def test_a_synced_folder_is_known_by_its_name(folder: Path, name: str) -> None:
    assert synced_by(folder / name / "slt" / "slt.sqlite") == (name if name in SYNCED else None)


@pytest.mark.parametrize("name", SYNCED)
def test_the_name_of_a_file_is_no_folder(folder: Path, name: str) -> None:
    assert synced_by(folder / name) is None


@pytest.mark.parametrize(
    "mark", [".dropbox", ".stfolder", "._sync_0123abcd.db", ".sync_0123abcd.db", "849C9593-D756-4E56-8D6E-42412F2A707B"]
)
def test_a_synced_folder_that_is_called_otherwise_is_known_by_its_mark(folder: Path, mark: str) -> None:
    (folder / "Felles" / "slt").mkdir(parents=True)
    database = folder / "Felles" / "slt" / "slt.sqlite"
    assert synced_by(database) is None
    name = mark if mark.startswith(".") else f".{mark}"
    (folder / "Felles" / name).touch()
    assert synced_by(database) == "Felles"


def test_a_synced_folder_is_known_through_links_and_mounts(folder: Path, mounts: Path) -> None:
    (folder / "Dropbox").mkdir()
    (folder / "arbeid").symlink_to(folder / "Dropbox")
    assert synced_by(folder / "arbeid" / "slt.sqlite") == "Dropbox"
    assert synced_by(Path("/srv/slt/slt.sqlite"), mounts) == "Nextcloud"
    assert synced_by(Path("/srv/other/slt.sqlite"), mounts) is None


def test_a_synced_folder_is_warned_of_once(context: MakeContext, folder: Path) -> None:
    made = context()
    (folder / "OneDrive").mkdir()
    path = folder / "OneDrive" / "slt.sqlite"
    os.rename(made.store.path, path)
    codes = []
    for _ in range(3):
        asked = opened(path, state=folder / "state", clock=NOON)
        status(asked)
        codes.append([error.code for error in asked.warnings])
    assert codes == [["synced_folder"], [], []]
    assert Heads(folder / "state", folder / "alone.sqlite").synced_by() is None
    unkept: Context = replace(opened(path, clock=NOON))
    assert unkept.warnings == []
