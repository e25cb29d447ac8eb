"""Rådet: the members, how they are reached, groups and focus areas, and the council's documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from starlette.responses import Response

from slt_flow.pages.documents import KINDS, is_there
from slt_flow.pages.frame import Visit
from slt_flow.pages.meetings import MINUTES, paper_path
from slt_flow.results.documents import Block, Heading, Paragraph, table
from slt_flow.results.people import PostRow
from slt_flow.services.meetings.lists import approved_minutes
from slt_flow.services.people.lists import list_areas, list_groups, list_organisations, list_posts
from slt_flow.services.request.context import Context
from slt_flow.terms import N_, Role
from slt_flow.views.text.words import Words

_ROLES: Final[Mapping[str, str]] = {Role.CHAIR: N_("Chair"), Role.SECRETARY: N_("Secretary")}
_COLUMNS: Final = (N_("Function"), N_("Holder"), N_("Organisation"), N_("Role"), N_("Away"), N_("Mail address"))


def answer(visit: Visit) -> Response:
    """Show who the council is."""
    context, words = visit.edition(), visit.words
    approved = [(paper_path(row.ref, MINUTES), f"{row.ref}, {words.day(row.day)}") for row in approved_minutes(context)]
    return visit.render(
        "council.html",
        content=visit.document(tuple(_blocks(context, words)), words.say("The council")),
        documents=[
            (kind.path, words.say(kind.title))
            for name, kind in KINDS.items()
            if visit.may(name) and is_there(kind, visit)
        ],
        approved=approved,
    )


def _blocks(context: Context, words: Words) -> Iterator[Block]:
    public = bool(context.moment.public)
    names = {row.id: row.name for row in list_organisations(context)}
    posts = [row for row in list_posts(context) if row.until is None]
    titles = {row.id: row.title for row in posts}
    for heading, rows in (
        (words.say("Members"), [row for row in posts if row.seat]),
        (words.say("Other functions"), [row for row in posts if not row.seat]),
    ):
        if rows:
            yield Heading(2, heading)
            yield from _posts(rows, names, titles, words, public=public)
    yield Heading(2, words.say("Focus areas"))
    areas = [row for row in list_areas(context) if row.until is None]
    columns = (words.say("Focus area"), words.say("Goals"), words.say("Contacts"))
    rows_of_areas = ((row.title, "\n".join(row.goals), _titles(row.contacts, titles)) for row in areas)
    yield from table(columns, rows_of_areas) or (Paragraph(words.say("None.")),)
    if groups := list_groups(context):
        yield Heading(2, words.say("Coordinating groups"))
        yield from table(
            (words.say("Group"), words.say("Members")), ((row.title, _titles(row.members, titles)) for row in groups)
        )


def _titles(posts: Sequence[str], titles: Mapping[str, str]) -> str:
    return ", ".join(titles.get(post, post) for post in posts)


def _posts(
    rows: Sequence[PostRow], names: Mapping[str, str], titles: Mapping[str, str], words: Words, *, public: bool
) -> tuple[Block, ...]:
    """Return posts as a table; how their holders are reached, and who is away, only for those who are signed in."""

    def cells(row: PostRow) -> tuple[str, ...]:
        roles = ", ".join(words.say(_ROLES[role]) for role in row.roles if role in _ROLES)
        holder = words.say("vacant") if row.vacant else row.holder or ""
        beside = ("", "") if public else (", ".join(_away(row, titles, words)), row.contact or "")
        return (row.title, holder, names.get(row.organisation, ""), roles, *beside)

    return table(map(words.say, _COLUMNS), map(cells, rows))


def _away(row: PostRow, titles: Mapping[str, str], words: Words) -> Iterator[str]:
    if row.away is not None:
        yield words.say("until {day}", day=row.away)
    if row.deputy is not None:
        yield words.say("deputy: {post}", post=titles.get(row.deputy, row.deputy))
