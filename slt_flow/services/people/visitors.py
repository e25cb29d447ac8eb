"""Visitors of the pages: the posts that an account speaks for, and what these may read."""

from __future__ import annotations

from collections.abc import Mapping

from slt_flow.model import Area, Binding, Challenge, Clause, Group, Item, Knowledge, Post
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.results.people import Called, CouncilHeading, OwnPost, Visitor
from slt_flow.services.people.access import rights_of
from slt_flow.services.request import parsing
from slt_flow.services.request.clock import today
from slt_flow.services.request.context import Context, signed_in
from slt_flow.services.request.reading import reading
from slt_flow.terms import OS, Level, Ref, Role


def visitor(context: Context) -> Visitor:
    """Return the posts of the context's account, and of those that these act for; today's, whatever day is read.

    On a computer where no account is bound to a post, whoever sits there acts as the secretary, as on the command line.
    """
    account, day = context.account or signed_in(), today(context.clock)
    with reading(context) as reader:
        rows = projection.accounts(reader.connection, reader.council)
        then, rights, is_known = rows.on(day), rights_of(rows, account.name, day), bool(rows.all(Binding))
        own = rights.posts
        if not any(rights) and (account.everyone or (not is_known and account.authenticated == OS)):
            own = then.posts_with(Role.SECRETARY)
        posts = [_own(then, post) for post in own]
        posts += [_own(then, absent, deputy=acting) for absent, acting in rights.deputises.items()]
        return Visitor(tuple(posts), rights.is_auditor, is_known)


def council_heading(context: Context) -> CouncilHeading:
    """Return the council's title and language, for the head of its pages."""
    with reading(context) as reader:
        return CouncilHeading(reader.council, reader.row.title, reader.row.language)


def post_titles(context: Context) -> Mapping[str, str]:
    """Return the titles of all posts by their ids."""
    with reading(context) as reader:
        return {post.id: post.title for post in reader.posts.values()}


def called(context: Context, ref: str | None = None) -> Called:
    """Return what people call the things of the council, and the actions of a case as its own workflow does."""
    target = Ref.parse(ref or "")
    with reading(context) as reader:
        connection, council = reader.connection, reader.council
        rows: tuple[Challenge | Knowledge | Area | Group | Post, ...] = (  # of two of one name, the post is meant
            *reader.agreement.all(Challenge),
            *reader.agreement.all(Knowledge),
            *reader.agreement.all(Area),
            *reader.agreement.all(Group),
            *reader.posts.values(),
        )
        titles = {council: reader.row.title} | {row.id: row.name for row in reader.organisations.values()}
        titles |= {row.id: row.title for row in rows}
        pins: set[str] = set()
        if target is not None:
            cases = projection.rows(connection, council, Item, series=target.series, year=target.year, no=target.no)
            pins = {case.pin for case in cases if case.ref == target}
        every = sorted(reader.labels.items(), key=lambda label: label[0][0] in pins)
        clauses = {("clause", row.clause): {"nb": row.text or row.ref} for row in reader.agreement.all(Clause)}
        return Called(titles, {(what, id_): words for (_, what, id_), words in every} | clauses)


def line_of(context: Context, ref: str, posts: tuple[str, ...]) -> frozenset[str]:
    """Return the cases of one decision that the posts own, with all that stands above and beneath these."""
    target = parsing.ref(ref)
    if target.series:
        return frozenset()
    with reading(context) as reader:
        place = {"year": target.year, "no": target.no}
        rows = projection.rows(reader.connection, reader.council, Item, series="", **place)
        refs = tuple(row.ref for row in rows)
        own = tuple(row.ref for row in rows if row.owner in posts)
        return frozenset(str(r) for r in refs if any(r == o or r.is_above(o) or o.is_above(r) for o in own))


def there(context: Context, refs: frozenset[str]) -> frozenset[str]:
    """Return those of the refs that are cases of the council."""
    with reading(context) as reader:
        parsed = {ref: parsing.ref(ref) for ref in refs}
        existing = {
            str(row.ref)
            for series, year, no in {(ref.series, ref.year, ref.no) for ref in parsed.values()}
            for row in projection.rows(reader.connection, reader.council, Item, series=series, year=year, no=no)
        }
        return frozenset(ref for ref, target in parsed.items() if str(target) in existing)


def _own(then: Snapshot, id_: str, deputy: str | None = None) -> OwnPost:
    post = then.one(Post, id_)
    in_group = any(id_ in group.members for group in then.all(Group))
    reads_all = bool(post.seat or post.roles or in_group or Level.COORDINATING in post.levels)
    return OwnPost(id_, post.title, post.roles, reads_all, deputy)
