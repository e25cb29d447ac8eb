"""The status tree, filtered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from slt_flow.errors import RequestError
from slt_flow.results.follow_up import AreaBranch, Branch, Tree
from slt_flow.services.decisions.neighbours import council_titles
from slt_flow.services.follow_up.tree import flattened, grow, ref_of, totals
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Level, Ref


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


EVERYTHING = Filter()


def status(context: Context, chosen: Filter = EVERYTHING) -> Tree:
    """Return the status tree of a council: all that is open, and all of the running year.

    Args:
        context: where the request comes in.
        chosen: what to show of it; years and refs reach back beyond the running year.

    Raises:
        RequestError: a filter names something that does not exist.
    """
    with reading(context) as reader:
        whole = bool(chosen.years or chosen.refs or chosen.states or chosen.owners)
        running = None if whole else reader.day.year
        branches = grow(reader, running)
        chosen = _resolved(reader, chosen, branches)
        kept = [found for branch in branches if (found := _kept(branch, chosen)) is not None]
        areas = tuple(_by_area(reader, kept))
        return Tree(
            reader.council, reader.row.title, reader.row.language, reader.day, totals(kept), areas, chosen.narrows
        )


def _refs(branches: Iterable[Branch]) -> set[str]:
    return {branch.ref for branch in branches}


def _by_area(reader: Reader, branches: list[Branch]) -> Iterator[AreaBranch]:
    areas = reader.areas
    titles = council_titles(reader) if any(area.shared_with for area in areas) else {}
    for area in areas:
        inside = tuple(branch for branch in branches if branch.area == area.id)
        if inside:
            shared = {council: titles.get(council, council) for council in area.shared_with}
            yield AreaBranch(area.id, area.title, area.until is not None, inside, shared)
    outside = tuple(branch for branch in branches if branch.area not in {area.id for area in areas})
    if outside:
        yield AreaBranch(None, "", False, outside)


def _kept(branch: Branch, chosen: Filter) -> Branch | None:
    """Return the branch with what the filter keeps beneath it, or None."""
    if chosen.areas and branch.level == Level.STRATEGIC and (branch.area or "") not in chosen.areas:
        return None
    if chosen.years and branch.year not in chosen.years:
        return None
    tests: list[Callable[[Branch], bool]] = []
    if chosen.owners:
        tests.append(lambda b: b.owner is not None and b.owner.post in chosen.owners)
    if chosen.states:
        tests.append(lambda b: b.state in chosen.states)
    if chosen.levels:
        tests.append(lambda b: b.level in chosen.levels)
    if chosen.late:
        tests.append(lambda b: b.late)
    if chosen.open:
        tests.append(lambda b: b.is_open)
    return _pruned(branch, tests, chosen, inside=not chosen.refs, depth=1)


def _pruned(
    branch: Branch, tests: list[Callable[[Branch], bool]], chosen: Filter, *, inside: bool, depth: int
) -> Branch | None:
    ref = ref_of(branch)
    inside = inside or any(ref == wanted or wanted.is_above(ref) for wanted in chosen.refs)
    found = (_pruned(child, tests, chosen, inside=inside, depth=depth + 1) for child in branch.children)
    children = tuple(child for child in found if child is not None)
    matches = inside and all(test(branch) for test in tests)
    if not matches and not children:
        return None
    return branch._replace(children=children if depth < chosen.depth else ())


def _resolved(reader: Reader, chosen: Filter, branches: list[Branch]) -> Filter:
    """Return the filter with ids as they are stored; a state may be named as the reader knows it, "Til oppfølging" too.

    Raises:
        RequestError: something in it does not exist.
    """
    known = _refs(flattened(branches))
    for ref in chosen.refs:
        if str(ref) not in known:
            raise RequestError("unknown_ref", ref=str(ref))
    areas = [area.id for area in reader.areas]
    states = {name: words for (_, what, name), words in reader.labels.items() if what == "state"}
    return replace(
        chosen,
        areas=tuple(parsing.chosen("unknown_area", area, areas) if area else "" for area in chosen.areas),
        owners=tuple(parsing.chosen("unknown_post", owner, reader.posts) for owner in chosen.owners),
        states=tuple(name for given in chosen.states for name in _states_called(given, states)),
    )


def _states_called(given: str, states: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return the states with this id or label: several machines may call a state the same."""
    wanted = " ".join(given.casefold().split())
    named = tuple(n for n, words in states.items() if wanted in (n, *(word.casefold() for word in words.values())))
    if not named:
        called = sorted({*states, *(word.casefold() for words in states.values() for word in words.values())})
        near = get_close_matches(wanted, called, n=1)
        known = tuple(sorted(states))
        raise RequestError(
            "unknown_state_filter", given=parsing.shown(given), near=near[0] if near else None, known=known
        )
    return named
