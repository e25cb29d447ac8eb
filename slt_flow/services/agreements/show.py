"""Councils of a database, and the sheet of an agreement: of a council on a day, or of a file that none has entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from slt_flow.definitions.agreements import load_agreed_machines, load_agreement, pinned_agreement
from slt_flow.definitions.load import load_machines
from slt_flow.definitions.models import PartyEntry
from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.fold import apply
from slt_flow.engine.new_entries import council_opened
from slt_flow.errors import RecordsError
from slt_flow.model import Area, Clause, Council, Group, Organisation, Post
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.results.agreements import AgreedArea, AgreementSheet, ClauseRow, CouncilRow, JoiningRow
from slt_flow.results.columns import row_of
from slt_flow.results.people import GroupRow, OrganisationRow, PostRow
from slt_flow.services.agreements.judges import Askers, askers, clause_row, standards
from slt_flow.services.request.context import Context
from slt_flow.services.request.pinned_machines import PinnedMachines, pinned_contents
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import ERASED


def list_councils(context: Context) -> tuple[CouncilRow, ...]:
    """Return every council in the database."""
    with context.store.reading() as connection:
        rows = []
        for council in journal.councils(connection):
            row = next(iter(projection.rows(connection, council, Council)), None)
            if row is None:
                raise RecordsError("damaged_database", where="councils")
            rows.append(CouncilRow(council, row.title, row.agreement, row.opened))
        return tuple(rows)


def agreement(context: Context) -> AgreementSheet:
    """Return the council's agreement, with the posts and areas that there are."""
    with reading(context) as reader:
        _ = reader.row  # refuses a day on which there was no council
        pinned = projection.definition(reader.connection, reader.council, reader.row.digest)
        is_erased = pinned.content == ERASED  # of an agreement that a newer one replaced
        parties = pinned_agreement(pinned.content, reader.row.agreement).parties if not is_erased else ()
        return _sheet(reader.agreement, reader.day, parties, askers_of(reader, context.shelf))


def show_file(agreement: str, shelf: Shelf = SHIPPED) -> AgreementSheet:
    """Show an agreement file with the machines it names, before any council works under it."""
    loaded = load_agreement(agreement, vocabulary())
    actions = askers(load_agreed_machines(loaded, vocabulary(), shelf).values(), shelf)
    heading = loaded.agreement.agreement
    snapshot = Snapshot(heading.name)
    for seq, entry in enumerate(council_opened(loaded, heading.in_force), start=1):
        apply(snapshot, replace(entry, seq=seq))
    return _sheet(snapshot, heading.in_force, loaded.agreement.parties, actions)


def askers_of(reader: Reader, shelf: Shelf) -> Askers:
    """Return the actions of a council's machines that ask each rule."""
    kept = PinnedMachines(lambda: pinned_contents(reader.stored, reader.council))
    return askers(load_machines(reader.row.machines, vocabulary(), shelf, kept).values(), shelf)


def _sheet(snapshot: Snapshot, day: date, parties: Iterable[PartyEntry], actions: Askers) -> AgreementSheet:
    council = snapshot.one(Council)
    posts = (post for post in snapshot.all(Post) if _is_there(post, day))
    return AgreementSheet(
        name=council.agreement,
        title=council.title,
        council=snapshot.council,
        language=council.language,
        in_force=date.fromisoformat(council.agreement.partition("/")[2]),
        parties=tuple(OrganisationRow(o.id, o.name, o.party) for o in snapshot.all(Organisation) if o.party == o.id),
        joined=tuple(
            JoiningRow(party.id, key, act.who, act.date, act.case)
            for party in parties
            for key, act in party.joined.items()
        ),
        posts=tuple(row_of(PostRow, post, party=snapshot.party_of(post.id)) for post in posts),
        focus_areas=tuple(row_of(AgreedArea, area) for area in snapshot.all(Area) if _is_there(area, day)),
        groups=tuple(row_of(GroupRow, group) for group in snapshot.all(Group) if group.members),
        clauses=_clauses(snapshot, actions),
        as_of=day,
    )


def _is_there(row: Post | Area, day: date) -> bool:
    """Return True when a post or focus area existed on a day; later entries may already mention it."""
    return (row.since is None or row.since <= day) and (row.until is None or day < row.until)


def _clauses(snapshot: Snapshot, actions: Askers) -> tuple[ClauseRow, ...]:
    """List the clauses of the present agreement, and the standards that hold where it is silent."""
    stated = sorted((c for c in snapshot.all(Clause) if c.until is None), key=lambda clause: clause.place)
    rows = tuple(clause_row(clause, actions) for clause in stated)
    return (*rows, *standards((row.key for row in rows), actions))
