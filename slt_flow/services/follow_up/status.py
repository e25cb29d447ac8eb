"""The status tree, filtered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from slt_flow.definitions.spelling import closest
from slt_flow.errors import RequestError
from slt_flow.model import Decision, Item
from slt_flow.records import projection, queries
from slt_flow.results.follow_up import AreaBranch, Branch, FilterChoices, Tree, flattened
from slt_flow.services.decisions.neighbours import council_titles
from slt_flow.services.follow_up.tree import grow, grow_from, ref_of, totals
from slt_flow.services.request import parsing
from slt_flow.services.request.completion_index import MACHINES
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Ref


@dataclass(frozen=True, slots=True)
class Filter:
    """Filter of the status tree; a branch is kept with all above it."""

    areas: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    refs: tuple[Ref, ...] = ()
    years: tuple[int, ...] = ()
    late: bool = False
    open: bool = False
    depth: int = 3

    @property
    def narrows(self) -> bool:
        """True when the filter leaves something out."""
        return self != EVERYTHING

    def matches(self, branch: Branch) -> bool:
        """Return True for a case that is asked for by itself, whatever stands above or beneath it."""
        owner = branch.owner.post if branch.owner is not None else None
        return (
            (not self.owners or owner in self.owners)
            and (not self.states or branch.state in self.states)
            and (not self.levels or branch.level in self.levels)
            and (not self.late or branch.late)
            and (not self.open or branch.is_open)
        )

    def prune(self, branch: Branch, inside: bool) -> Branch | None:
        """Return a branch with what the filter keeps beneath it, or None; `inside` when a ref above is asked for."""
        ref = ref_of(branch)
        inside = inside or any(ref == wanted or wanted.is_above(ref) for wanted in self.refs)
        pruned = (self.prune(child, inside) for child in branch.children)
        children = tuple(child for child in pruned if child is not None)
        if not children and not (inside and self.matches(branch)):
            return None
        return branch._replace(children=children)


EVERYTHING = Filter()


def status(context: Context, chosen: Filter = EVERYTHING) -> Tree:
    """Return the status tree of a council: all that is open, and all of the running year.

    Args:
        context: the context of the request.
        chosen: the filters of the tree; years and refs reach back beyond the running year.

    Raises:
        RequestError: a filter names something that does not exist.
    """
    with reading(context) as reader:
        whole = bool(chosen.years or chosen.refs or chosen.states or chosen.owners)
        running = None if whole else reader.day.year
        branches = grow(reader, running)
        chosen = _resolved(reader, chosen, branches)
        pruned = (
            chosen.prune(branch, inside=not chosen.refs)
            for branch in branches
            if (not chosen.areas or (branch.area or "") in chosen.areas)
            and (not chosen.years or any(year in branch.years for year in chosen.years))
        )
        kept = [branch for branch in pruned if branch is not None] if chosen.narrows else branches
        last = _last_year(reader) if not (kept or chosen.narrows) else None
        tree = _tree(reader, [_cut(branch, chosen.depth) for branch in kept])
        years = tuple(sorted(set(chosen.years)))
        return tree._replace(totals=totals(kept), filtered=chosen.narrows, years=years, last_year=last)


def _cut(branch: Branch, depth: int) -> Branch:
    """Leave out what stands deeper; the branch counts it all the same."""
    return branch._replace(children=tuple(_cut(child, depth - 1) for child in branch.children if depth > 1))


def _tree(reader: Reader, branches: list[Branch]) -> Tree:
    heading = reader.council, reader.row.title, reader.row.language, reader.day
    titles = {post.id: post.title for post in reader.posts.values() if reader.has_come(post.since)}
    return Tree(*heading, totals(branches), tuple(_by_area(reader, branches)), posts=titles)


def open_work(context: Context, owners: Collection[str]) -> tuple[Branch, ...]:
    """Return the open cases of some posts in the order of the tree; no decision without any is read."""
    with reading(context) as reader:
        rows = queries.open_of_owners(reader.connection, reader.council, owners)
        decisions = {(row.year, row.no): row for row in rows.all(Decision)}
        tree = _tree(reader, grow_from(reader, rows.cases(), decisions))
        every = (branch for area in tree.areas for branch in flattened(area.decisions))
        return tuple(b for b in every if b.is_open and b.owner is not None and b.owner.post in owners)


def tree_of(context: Context, ref: str) -> Tree:
    """Return the tree of the one decision that a case belongs to; no other case is read.

    Raises:
        RequestError: there is no such decision.
    """
    target = parsing.ref(ref).top
    place = {"year": target.year, "no": target.no}
    with reading(context) as reader:
        decisions = projection.rows(reader.connection, reader.council, Decision, **place)
        if not decisions:
            raise RequestError("unknown_ref", ref=str(target))
        cases = sorted(
            projection.rows(reader.connection, reader.council, Item, series="", **place), key=lambda row: row.ref
        )
        return _tree(reader, grow_from(reader, cases, {(row.year, row.no): row for row in decisions}))


def filter_choices(context: Context) -> FilterChoices:
    """Return what the filters of the status tree may name: areas, owners, states and years; no case is read."""
    with reading(context) as reader:
        first, last = reader.row.opened.year, reader.day.year
        machines = {digest for digest, what, name in reader.labels if what == "machine" and name in MACHINES}
        states = {
            name: words
            for (digest, what, name), words in reader.labels.items()
            if what == "state" and digest in machines
        }
        return FilterChoices(
            areas={area.id: area.title for area in reader.areas if reader.has_come(area.since)},
            owners={post.id: post.title for post in reader.posts.values() if reader.has_come(post.since)},
            states=states,
            years=tuple(range(last, first - 1, -1)),
        )


def _last_year(reader: Reader) -> int | None:
    """Return the last year with decisions, None where there are none."""
    decisions = queries.decisions(reader.connection, reader.council)
    return max((year for year, _ in decisions), default=None)


def _by_area(reader: Reader, branches: list[Branch]) -> Iterator[AreaBranch]:
    areas = reader.areas
    titles = council_titles(reader) if any(area.shared_with for area in areas) else {}
    for area in areas:
        inside = tuple(branch for branch in branches if branch.area == area.id)
        if inside:
            shared = {council: titles.get(council, council) for council in area.shared_with}
            yield AreaBranch(area.id, area.title, area.until is not None, shared, inside)
    outside = tuple(branch for branch in branches if branch.area not in {area.id for area in areas})
    if outside:
        yield AreaBranch(None, "", False, {}, outside)


def _resolved(reader: Reader, chosen: Filter, branches: list[Branch]) -> Filter:
    """Return the filter with ids as they are stored; a state may be named as the reader knows it, "Til oppfølging" too.

    Raises:
        RequestError: something in it does not exist.
    """
    refs = {branch.ref for branch in flattened(branches)}
    for ref in map(str, chosen.refs):
        if ref not in refs:
            raise RequestError("unknown_ref", ref=ref)
    areas = [area.id for area in reader.areas]
    states = {name: words for (_, what, name), words in reader.labels.items() if what == "state"}
    return replace(
        chosen,
        areas=tuple(parsing.chosen("unknown_area", area, areas) if area else "" for area in chosen.areas),
        owners=tuple(parsing.chosen("unknown_post", owner, reader.posts) for owner in chosen.owners),
        states=tuple(name for typed in chosen.states for name in _states_called(typed, states)),
    )


def _states_called(typed: str, states: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return the states with this id or label: several machines may call a state the same."""
    wanted = " ".join(typed.casefold().split())
    names = {name: {name, *(word.casefold() for word in words.values())} for name, words in states.items()}
    if matching := tuple(name for name, called in names.items() if wanted in called):
        return matching
    near = closest(wanted, sorted(set().union(*names.values())))
    raise RequestError("unknown_state_filter", given=parsing.shown(typed), near=near, known=tuple(sorted(states)))
