"""Organisations, posts and focus areas as lists."""

from __future__ import annotations

from slt_flow.records import queries
from slt_flow.results.answers import Listing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading


def list_organisations(context: Context) -> Listing:
    """Return every organisation, with the party it belongs to."""
    with reading(context) as reader:
        rows = ({"id": o.id, "name": o.name, "party": o.party} for o in reader.organisations.values())
        return Listing("organisations", tuple(rows))


def list_posts(context: Context) -> Listing:
    """Return every post, with its holder, its open work and how it takes part."""
    with reading(context) as reader:
        owned: dict[str, int] = {}
        for item in queries.cases(reader.connection, reader.council, None):
            if item.owner and not item.ended:
                owned[item.owner] = owned.get(item.owner, 0) + 1
        rows = (
            {
                "id": post.id,
                "title": post.title,
                "organisation": post.organisation,
                "party": reader.organisations[post.organisation].party,
                "levels": list(post.levels),
                "seat": post.seat,
                "binds": post.binds,
                "roles": list(post.roles),
                "designated": post.designated,
                "vacant": post.vacant,
                "holder": post.holder,
                "until": post.until,
                "open": owned.get(post.id, 0),
                "away": reader.away[post.id].until if post.id in reader.away else None,
                "deputy": reader.away[post.id].deputy if post.id in reader.away else None,
            }
            for post in reader.posts.values()
            if reader.has_come(post.since) or post.id in owned
        )
        return Listing("posts", tuple(rows))


def list_areas(context: Context) -> Listing:
    """Return every focus area, with how many decisions answer it."""
    with reading(context) as reader:
        counted: dict[str | None, int] = {}
        for decision in queries.decisions(reader.connection, reader.council).values():
            counted[decision.area] = counted.get(decision.area, 0) + 1
        rows = (
            {
                "id": area.id,
                "title": area.title,
                "goals": list(area.goals),
                "contacts": list(area.contacts),
                "shared_with": list(area.shared_with),
                "since": area.since,
                "until": area.until,
                "decisions": counted.get(area.id, 0),
            }
            for area in reader.areas
            if reader.has_come(area.since) or area.id in counted
        )
        return Listing("areas", tuple(rows))
