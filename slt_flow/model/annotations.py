"""Annotations of a case: remarks and links, files, exemptions from publicity."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from slt_flow.model.row import WorkRow, row


@row
class Remark(WorkRow):
    """A remark on a case, or the address of a document it rests on.

    `by` is the post whose remark it is, `point` the key of the point of the meeting's agenda that it is about, "" where
    it is about the whole case.
    """

    KEY: ClassVar = ("series", "year", "no", "assignment_no", "measure_no", "seq")
    series: str
    seq: int
    on: date
    text: str
    address: bool
    by: str | None = None
    point: str = ""


@row
class Attachment(WorkRow):
    """A file that goes with a case, or with a `point` of a meeting's agenda: its bytes lie beside the database.

    `number` counts the files of its case, `digest` is the SHA-256 of the bytes and names them there, `size` is how many
    they are. `name` is one that every system can write, `title` what it is called, "" where nobody said, `media` the
    media type that its ending tells.
    """

    KEY: ClassVar = ("series", "year", "no", "assignment_no", "measure_no", "number")
    series: str
    number: int
    point: str
    seq: int
    on: date
    name: str
    title: str
    media: str
    size: int
    digest: str


@row
class Exemption(WorkRow):
    """Exemption of a case from publicity, or of a part of it: `point:` and the key of a point of a meeting's agenda,
    `attachment:` and the number of a file.

    `basis` is the legal ground, `public_title` what it is called where everybody reads, "" where nothing is said.
    One that was `lifted` holds no longer.
    """

    KEY: ClassVar = ("series", "year", "no", "assignment_no", "measure_no", "part")
    series: str
    part: str
    seq: int
    basis: str
    public_title: str = ""
    lifted: bool = False
