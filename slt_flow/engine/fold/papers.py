"""Folds of entries about papers: remarks, addresses and files that go with cases, and what is exempt from publicity."""

from __future__ import annotations

from typing import Any

from slt_flow.engine.entries import OF_ARCHIVE, Entry, Kind
from slt_flow.engine.fold.register import FOLDS, folds, ref_of
from slt_flow.model import Attachment, Exemption, Remark
from slt_flow.model.exemptions import OF_ATTACHMENT, OF_POINT
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot


@folds(Kind.REMARKED)
@folds(Kind.ADDRESS_LINKED)
def _remarked(snapshot: Snapshot, entry: Entry) -> None:
    text = entry.texts.get("address" if (address := entry.kind == Kind.ADDRESS_LINKED) else "text", "")
    of = {**ref_of(entry)._asdict(), "by": entry.acted_by, "point": entry.data.get("point", "")}
    snapshot.put(Remark(seq=entry.seq, on=entry.on, text=text, address=address, **of))


@folds(Kind.FILE_ATTACHED)
def _file_attached(snapshot: Snapshot, entry: Entry) -> None:
    data, texts = entry.data, entry.texts
    snapshot.put(
        Attachment(
            **ref_of(entry)._asdict(),
            number=data["number"],
            point=data.get("point", ""),
            seq=entry.seq,
            on=entry.on,
            name=texts.get("name", ""),
            title=texts.get("title", ""),
            media=texts.get("media", ""),
            size=data["size"],
            digest=texts.get("digest", ""),
        )
    )


@folds(Kind.EXEMPTED)
def _exempted(snapshot: Snapshot, entry: Entry) -> None:
    """Exempt a case, or the part of it that the entry names, from publicity."""
    basis, title = entry.texts.get("basis", ""), entry.texts.get("public_title", "")
    snapshot.put(Exemption(**_part(entry), seq=entry.seq, basis=basis, public_title=title))


@folds(Kind.EXEMPTION_LIFTED)
def _exemption_lifted(snapshot: Snapshot, entry: Entry) -> None:
    part = _part(entry)
    present = snapshot.one(Exemption, *part.values())
    snapshot.put(replaced(present, lifted=True))


def _of_archive(_snapshot: Snapshot, _entry: Entry) -> None:
    """Change nothing: no rule judges where papers are filed, and readers ask the journal."""


FOLDS.update(dict.fromkeys(OF_ARCHIVE, _of_archive))


def _part(entry: Entry) -> dict[str, Any]:
    """Return the key fields of what an exemption is about."""
    part = f"{OF_POINT}{entry.data['point']}" if "point" in entry.data else ""
    part = f"{OF_ATTACHMENT}{entry.data['attachment']}" if "attachment" in entry.data else part
    return {**ref_of(entry)._asdict(), "part": part}
