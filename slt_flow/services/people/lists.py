"""Organisations, posts and focus areas as lists."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from slt_flow.model import Absence, Binding, Contact, Group, Post
from slt_flow.model.persons import counts_in
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection, queries
from slt_flow.results.columns import row_of
from slt_flow.results.people import AUDITOR, AccessRow, AreaRow, GroupRow, OrganisationRow, PostRow
from slt_flow.services.people.accounts import is_access
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.terms import ERASED, OIDC, OS, Presence


def list_organisations(context: Context) -> tuple[OrganisationRow, ...]:
    """List every organisation, with the party it belongs to."""
    with reading(context) as reader:
        there = (row for row in reader.organisations.values() if reader.has_come(row.since))
        return tuple(OrganisationRow(row.id, row.name, row.party) for row in there)


def list_posts(context: Context) -> tuple[PostRow, ...]:
    """Return every post, with its holder, its open work and how it takes part."""
    with reading(context) as reader:
        owned = queries.open_by_owner(reader.connection, reader.council)
        away, rows = reader.away, projection.rows(reader.connection, reader.council, Binding)
        bound = [row for row in rows if row.holds_on(reader.day) and not is_access(row)]
        contacts = projection.rows(reader.connection, reader.council, Contact)
        reached = {row.post: row.address for row in contacts if row.holds_on(reader.day) and row.address != ERASED}
        return tuple(
            row_of(
                PostRow,
                post,
                party=reader.organisations[post.organisation].party,
                open=owned.get(post.id, 0),
                away=away[post.id].until if post.id in away else None,
                deputy=away[post.id].deputy if post.id in away else None,
                contact=reached.get(post.id),
                accounts=tuple(row.account for row in bound if row.post == post.id),
            )
            for post in reader.posts.values()
            if reader.has_come(post.since) or post.id in owned
        )


def list_access(context: Context) -> tuple[AccessRow, ...]:
    """List whose accounts are whose: of computers, and of the subjects of identity providers."""
    with reading(context) as reader:
        rows, day = projection.accounts(reader.connection, reader.council), reader.day
        then, counting = rows.on(day), (row for row in rows.all(Binding) if counts_in(rows, row, day, date.max))
        return tuple(_access(rows, then.find(Post, row.post), row) for row in counting if reader.has_come(row.since))


def _access(rows: Snapshot, post: Post | None, row: Binding) -> AccessRow:
    absence = rows.find(Absence, row.post, row.absence)
    over = (row.until, absence.until + timedelta(days=1) if absence is not None else None)
    return AccessRow(
        post=row.post,
        title=post.title if post is not None else "",
        holder=post.holder if post is not None else None,
        role=AUDITOR if row.post is None else Presence.DEPUTY if absence is not None else None,
        authenticated=OIDC if is_access(row) else OS,
        account=row.account,
        since=max(row.since, absence.since) if absence is not None else row.since,
        until=min((day for day in over if day is not None), default=None),
    )


def list_groups(context: Context) -> tuple[GroupRow, ...]:
    """List the coordinating groups that meet, each with its members."""
    with reading(context) as reader:
        groups = reader.on(reader.day).all(Group)
        return tuple(row_of(GroupRow, group) for group in groups if group.members)


def list_areas(context: Context) -> tuple[AreaRow, ...]:
    """Return every focus area, with how many decisions answer it."""
    with reading(context) as reader:
        decisions = queries.decisions(reader.connection, reader.council).values()
        counted = Counter(decision.area for decision in decisions)
        return tuple(
            row_of(
                AreaRow,
                area,
                decisions=counted[area.id],
                period=(area.first, area.last) if area.first or area.last else (),
            )
            for area in reader.areas
            if reader.has_come(area.since) or area.id in counted
        )
