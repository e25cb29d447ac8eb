"""Messages to an archive, as typed content: the folder of a meeting, its points, and its documents.

Texts are plain. A document names its files, which lie beside the message.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from slt_flow.results.archive import CaseNumber


class Function(StrEnum):
    """Function of a participant, by its code."""

    LEADER = "LEDER"
    SECOND = "NESTL"
    MEMBER = "MEDL"
    DEPUTY = "VARA"
    SECRETARY = "SEKR"


class CaseKind(StrEnum):
    """Kind of a point, by its code: a case to decide, one to be informed of, or another."""

    DECIDED = "PS"
    REPORTED = "RS"
    OTHER = "AN"


class DocumentKind(StrEnum):
    """Kind of a document of a meeting, by its code."""

    NOTICE = "MI"
    CASE_PAPER = "SF"
    ITEM_PROTOCOL = "SP"
    MINUTES = "MP"
    ATTACHMENT = "VL"


class Ballot(StrEnum):
    """Vote of a participant, by its code."""

    FOR = "Ja"
    AGAINST = "Nei"
    BLANK = "Blankt"


class Variant(StrEnum):
    """Variant of a file, by its code: as somebody made it, for the archive, or with what is exempt left out."""

    AS_MADE = "P"
    ARCHIVE = "A"
    PUBLIC = "O"


class Key(NamedTuple):
    """Permanent name of something sent: the system that it comes from, and its key there."""

    system: str
    key: str


class Shielding(NamedTuple):
    """Restricted access: the archive's code, and the legal basis."""

    code: str
    basis: str


class Participant(NamedTuple):
    """Participant of a meeting: a name, the post, its function, and the organisation or the post represented."""

    name: str
    post: str
    function: Function
    represents: str = ""


class Vote(NamedTuple):
    """Vote of a participant."""

    participant: Participant
    ballot: Ballot


class Ruling(NamedTuple):
    """Ruling of a meeting on a point: its text, the votes on it, and what was said."""

    text: str
    at: datetime
    votes: tuple[Vote, ...] = ()
    discussion: str = ""


class FileRow(NamedTuple):
    """File of a document: its name beside the message, its format, and its SHA-256."""

    name: str
    media: str
    form: str
    details: str
    digest: str
    size: int
    variant: Variant


class FolderMessage(NamedTuple):
    """Folder of a meeting.

    `part` and `case` say where it goes in the archive; `number` is the meeting's own, `body` is who met.
    """

    key: Key
    title: str
    number: str
    body: str
    body_id: str
    day: date
    participants: tuple[Participant, ...]
    venue: str = ""
    description: str = ""
    public_title: str = ""
    part: str = ""
    case: CaseNumber | None = None
    classification: str = ""
    shielding: Shielding | None = None


class CaseMessage(NamedTuple):
    """Point of a meeting, in the folder under the key `folder`; `case` is that of the archive which it belongs to."""

    key: Key
    folder: Key
    title: str
    kind: CaseKind
    year: int
    number: int
    public_title: str = ""
    case: CaseNumber | None = None
    classification: str = ""
    shielding: Shielding | None = None
    proposal: str = ""
    ruling: Ruling | None = None


class DocumentMessage(NamedTuple):
    """Document of a meeting, in the folder under the key `folder`, and of the point under the key `point`.

    `shielding` is that of the registration with all in it, `of_document` that of the document alone, whose registration
    tells nothing that is exempt.
    """

    key: Key
    folder: Key
    title: str
    kind: DocumentKind
    files: tuple[FileRow, ...]
    point: Key | None = None
    public_title: str = ""
    shielding: Shielding | None = None
    of_document: Shielding | None = None


ArchiveMessage = FolderMessage | CaseMessage | DocumentMessage
