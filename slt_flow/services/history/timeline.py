"""Timeline of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from slt_flow.engine.entries import Cause, Entry, Kind, is_beside
from slt_flow.errors import RequestError
from slt_flow.model import Absence
from slt_flow.model.absence_periods import in_effect
from slt_flow.model.labels import words_brought_in
from slt_flow.records import journal, projection
from slt_flow.results.columns import row_of
from slt_flow.results.history import HistoryLine
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context, signed_in
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import EXEMPT, Named


def history(context: Context, ref: str | None = None, since: date | None = None) -> tuple[HistoryLine, ...]:
    """Return the journal as readers see it, whole or of one case with all beneath it; entries taken back are marked."""
    with reading(context) as reader:
        return tuple(line for line in lines_of(reader, ref) if since is None or line.on >= since)


def lines_of(reader: Reader, ref: str | None = None) -> tuple[HistoryLine, ...]:
    """Return the lines of a history within a reading."""
    entries = reader.entries_to_show() if ref is None else _about(reader, ref)
    gone = journal.voided(entries)
    words, acted = _words(reader), _acted_for(reader, entries, gone)
    is_public = bool(reader.moment.public)  # who signs in is told to no stranger
    accounts = {} if is_public else journal.accounts(reader.stored, reader.council, entries)
    return tuple(
        _line(words, entry, entry.seq in gone, accounts.get(entry.request, ""))._replace(acted_for=acted.get(entry.seq))
        for entry in entries
    )


def of_request(context: Context, seq: int) -> tuple[HistoryLine, ...]:
    """Return the entries of the request that made one entry; none where there is no such entry."""
    with reading(context) as reader:
        entries = journal.request_at(reader.connection, reader.council, seq)
        words, accounts = _words(reader), journal.accounts(reader.stored, reader.council, entries)
        return tuple(_line(words, entry, voided=False, account=accounts[entry.request]) for entry in entries)


def of_account(context: Context, most: int) -> tuple[HistoryLine, ...]:
    """Return the first entry of each of the latest requests that the context's account made, the latest first."""
    account = (context.account or signed_in()).name
    with reading(context) as reader:
        entries = journal.read_of_account(reader.connection, reader.council, account, most)
        words = _words(reader)
        return tuple(_line(words, entry, voided=False, account=account) for entry in entries[::-1])


def _about(reader: Reader, ref: str) -> tuple[Entry, ...]:
    """Return the entries about a case with all beneath it, or about a post …

    Raises:
        RequestError: there are none.
    """
    target = parsing.ref_in(ref)
    subject = str(target) if target is not None else ref
    if any("\ud800" <= sign <= "\udfff" for sign in subject):  # bytes that are no letters
        raise RequestError("bad_ref", ref=parsing.shown(ref))
    entries = reader.beneath(subject)
    if any(entry.subject == subject for entry in entries):
        return entries
    if target is None:
        raise RequestError("bad_ref", ref=parsing.shown(ref), near=parsing.near_written(ref))
    raise RequestError("unknown_ref", ref=subject)


def _acted_for(reader: Reader, entries: tuple[Entry, ...], gone: frozenset[int]) -> Mapping[int, str]:
    """Return the accountable post of each act that its deputy of that day did, by the entry's number."""
    absences = in_effect(projection.rows(reader.connection, reader.council, Absence))
    owners: dict[str, str] = {}
    acted_for: dict[int, str] = {}
    for entry in entries:
        owner = owners.get(entry.subject)
        away = (a for a in absences if a.post == owner and a.covers(entry.on))
        if owner not in (None, entry.acted_by) and any(a.deputy == entry.acted_by for a in away):
            acted_for[entry.seq] = str(owner)
        if entry.seq not in gone and entry.kind in (Kind.REGISTERED, Kind.OWNER_CHANGED) and entry.data.get("owner"):
            owners[entry.subject] = entry.data["owner"]
    return acted_for


def _words(reader: Reader) -> Mapping[tuple[str, str, str], Mapping[str, str]]:
    """Return the labels of states and actions by their machine's name: two machines may share a state's name.

    Under no machine's name they are found too: a case begins by an action of the case above.
    """
    machines = {digest: name for digest, what, name in reader.labels if what == "machine"}
    labels = [(machines.get(digest, ""), what, id_, words) for (digest, what, id_), words in reader.labels.items()]
    return {("", what, id_): words for _, what, id_, words in labels} | {label[:3]: label[3] for label in labels}


def _line(
    words: Mapping[tuple[str, str, str], Mapping[str, str]], entry: Entry, voided: bool, account: str
) -> HistoryLine:
    machine, action = entry.machine_name, entry.action or ""
    imported = entry.kind == Kind.REGISTERED and entry.cause == Cause.IMPORT
    state = words.get((machine, "state", str(entry.to_state)), {})
    state = words_brought_in(entry.data["tags"], state) if imported and entry.to_state != EXEMPT else state
    return row_of(
        HistoryLine,
        entry,
        kind=str(entry.kind),
        label=words.get((machine, "action", action)) or words.get(("", "action", action), {}),
        to_state=Named(entry.to_state, state) if entry.to_state else None,
        imported=imported,
        account=account,
        basis=entry.texts.get("basis", ""),
        data={
            name: value
            for name, value in entry.data.items()
            if name not in ("clauses", "pins", "pin") and not name.endswith("_count")
        },
        texts={name: value for name, value in entry.texts.items() if name != "basis" and not is_beside(name)},
        voided=voided,
    )
