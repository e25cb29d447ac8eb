"""Beginning of a council under its agreement: new, checked, entered; and the shipped agreements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from slt_flow.definitions.agreement_template import like, template
from slt_flow.definitions.agreements import LoadedAgreement, load_agreed_machines, load_agreement
from slt_flow.definitions.load import Pinned
from slt_flow.definitions.locations import shipped_agreements
from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import apply
from slt_flow.engine.new_entries import account_bound, council_opened, new_pins, numbers_used
from slt_flow.errors import CommitFailed, RecordsError, RequestError
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.results.agreements import CheckedAgreement, ShippedAgreement
from slt_flow.results.answers import Done
from slt_flow.services.agreements.numbers import next_numbers
from slt_flow.services.agreements.show import show_file
from slt_flow.services.request import parsing
from slt_flow.services.request.clock import today
from slt_flow.services.request.context import Context, signed_in
from slt_flow.services.request.identity import Identity
from slt_flow.services.request.receipts import settled
from slt_flow.services.request.recording import found_in, record, refuse_numbers
from slt_flow.services.request.transaction import hand_in, signature
from slt_flow.terms import UNAUTHENTICATED, Role, identifier


def new_agreement(name: str, title: str | None, language: str, first: date) -> tuple[str, str]:
    """Return a new council's id and the commented text of its agreement, valid as it stands.

    Args:
        name: the municipality's name, `Indre Østfold`; the id is made of it.
        title: the council's title.
        language: the language that the council reads.
        first: the day it is in force from, until somebody writes another.

    Raises:
        RequestError: an id cannot be made of the name.
    """
    council, place = named(name)
    heading = parsing.line("title", title) if title is not None else None
    return council, template(council, place, heading, language, first)


def named(name: str) -> tuple[str, str]:
    """Return the id of a council and the name of its place, of either of which the other is made."""
    council, place = parsing.id_(name), parsing.line("name", name)
    if place == council:  # an id was typed: `indre-ostfold`
        place = "-".join(part[:1].upper() + part[1:] for part in place.split("-"))
    return council, place


def agreement_like(name: str, title: str | None, first: date, other: str) -> tuple[str, str]:
    """Return a new council's id and the text of an agreement after another's, valid as it stands.

    Args:
        name: the municipality's name.
        title: the council's title; as the other's, with its place, when None.
        first: the day it is in force from, until somebody writes another.
        other: the other agreement: a shipped name, or a path to a TOML file.

    Raises:
        DefinitionError: the other agreement is missing or wrong.
        RequestError: an id cannot be made of the name, or is the other council's.
    """
    council, place = named(name)
    older = load_agreement(other, vocabulary())
    if council == older.agreement.agreement.name:
        raise RequestError("agreement_like_itself", council=council, file=older.file)
    heading = parsing.line("title", title) if title is not None else None
    return council, like(older.content, older.agreement, council, place, heading, first)


def init(context: Context, agreement: str, *, since: date | None = None, numbers: Sequence[str] = ()) -> Done:
    """Begin to follow up a council: its agreement, posts and areas enter the journal.

    Args:
        context: its database is made when there is none.
        agreement: a shipped agreement's name, or a path to a TOML file.
        since: from which day the council is followed up here; when None the first of the running year, or the day the
            agreement is in force from where that is later.
        numbers: the next numbers of decisions and meetings, where earlier ones were used on paper.

    Raises:
        DefinitionError: the agreement or a machine it names is wrong.
        RequestError: the council is there already, under another agreement.
        RecordsError: the council is there, but its journal is gone.
    """
    loaded = load_agreement(agreement, vocabulary())
    machines = load_agreed_machines(loaded, vocabulary(), context.shelf)
    heading = loaded.agreement.agreement
    refuse_acts_to_come(loaded, today(context.clock))
    # From the first day of the running year, so that its earlier decisions can be entered late.
    on = since or max(heading.in_force, date(today(context.clock).year, 1, 1))
    try:
        return _settled(context, loaded, machines, on, numbers)
    except RecordsError as error:
        if error.code != "database_appeared":
            raise
        return _settled(context, loaded, machines, on, numbers)  # in the database that another has made meanwhile


def _settled(
    context: Context, loaded: LoadedAgreement, machines: Mapping[str, Pinned], on: date, numbers: Sequence[str]
) -> Done:
    try:
        return _entered(context, loaded, machines, on, numbers)
    except CommitFailed as failure:
        return settled(context.receipts, failure)


def _entered(
    context: Context, loaded: LoadedAgreement, machines: Mapping[str, Pinned], on: date, numbers: Sequence[str]
) -> Done:
    council = loaded.agreement.agreement.name
    with context.store.founding(dry_run=context.dry_run) as connection:
        if council in journal.councils(connection):
            if not journal.head(connection, council).height:
                raise RecordsError("journal_broken", council=council, where="entries")
            if numbers:
                raise RequestError("numbers_of_a_council", council=council, typed=" ".join(numbers))
            return _already(journal.read(connection, council), loaded)
        before, snapshot, new = Snapshot(council), Snapshot(council), list[Entry]()

        def enter(entries: Iterable[Entry]) -> None:
            step = new[-1].step + 1 if new else 1
            for entry in entries:
                numbered = replace(entry, seq=snapshot.head + 1, step=step)
                apply(snapshot, numbered)
                new.append(numbered)

        enter(council_opened(loaded, on))
        enter(new_pins(snapshot, machines.values(), on))
        for ref in next_numbers(snapshot, numbers, today(context.clock)):
            enter([numbers_used(ref, on, None)])
        account, (secretary, *others) = context.account or signed_in(), _secretaries(context, snapshot, on)
        if not others and not account.everyone:
            enter([account_bound(secretary, account.name, on)])
        asking = Identity(account.name, secretary, UNAUTHENTICATED if others else account.authenticated)
        key = parsing.line("key", context.key) if context.key is not None else None
        signed = signature(context.clock, asking, " ".join(["init", loaded.digest, *numbers]), key)
        stored, warnings = record(connection, council, new, signed)
        projection.store(connection, before, snapshot)
        seqs = tuple(entry.seq for entry in stored)
        done = Done(council, None, {}, seqs, dry_run=context.dry_run, notices=warnings)
        hand_in(context, council, signed, done)
    return done


def refuse_acts_to_come(loaded: LoadedAgreement, now: date) -> None:
    """Refuse an agreement that nobody has made yet.

    Raises:
        RequestError: a party adopts or signs it on a day to come.
    """
    acts = ((party.id, act) for party in loaded.agreement.parties for act in party.joined.values())
    later = tuple(f"{party} ({act.who}, {act.date})" for party, act in acts if act.date > now)
    if later:
        raise RequestError("agreement_joined_to_come", agreement=loaded.name, later=later, today=now)


def _secretaries(context: Context, snapshot: Snapshot, on: date) -> tuple[str, ...]:
    """Return the post that whoever begins the council has: the secretary's; of several the one that is named, or all.

    Nobody knows whose of several it is where none is named: none is bound then.
    """
    posts = snapshot.on(max(on, today(context.clock))).posts_with(Role.SECRETARY)
    named = tuple(post for post in posts if context.actor is not None and identifier(context.actor) == post)
    return named or posts


def shipped() -> tuple[ShippedAgreement, ...]:
    """Return every agreement that comes with the product."""
    headings = {name: load_agreement(name, vocabulary()).agreement.agreement for name in shipped_agreements()}
    return tuple(ShippedAgreement(name, heading.title, heading.in_force) for name, heading in headings.items())


def check_file(agreement: str, shelf: Shelf = SHIPPED) -> CheckedAgreement:
    """Check an agreement with the machines it names, and show who or what judges each of its clauses.

    Raises:
        DefinitionError: with everything that is wrong.
        RequestError: it holds a national identity number.
    """
    loaded = load_agreement(agreement, vocabulary())
    refuse_numbers(("content", one) for one in found_in("content", loaded.content))
    clauses = (row for row in show_file(agreement, shelf).clauses if row.ref is not None)
    return CheckedAgreement(loaded.name, loaded.file, loaded.digest, True, tuple(clauses))


def _already(entries: tuple[Entry, ...], loaded: LoadedAgreement) -> Done:
    council, entered = loaded.agreement.agreement.name, agreements_entered(entries)
    present = entered[-1].data["name"]
    if all(entry.texts.get("digest") != loaded.digest for entry in entered):
        if loaded.name > present:
            raise RequestError("council_exists_under_older", council=council, agreement=present, file=loaded.file)
        raise RequestError("council_exists", council=council, agreement=present)
    return Done(council, None, {}, tuple(e.seq for e in entries if e.request == entries[0].request), already=True)


def agreements_entered(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries of a council's agreements, the present one last, without those taken back."""
    kinds, gone = (Kind.AGREEMENT_ENTERED, Kind.AGREEMENT_RENEWED), journal.voided(entries)
    return tuple(entry for entry in entries if entry.kind in kinds and entry.seq not in gone)
