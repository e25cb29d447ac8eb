"""Neighbours' decisions: those of other councils that are linked with a council's own, from either side."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.model import Council
from slt_flow.records import journal, projection, queries
from slt_flow.records.queries import Link
from slt_flow.results.follow_up import NeighbourCase
from slt_flow.services.request.reading import Reader, at_moment
from slt_flow.terms import Ref


def neighbours(reader: Reader) -> dict[Ref, tuple[NeighbourCase, ...]]:
    """Return other councils' decisions on the same matter, by the council's own decision.

    A link counts for both, whichever council made it; each neighbour is shown as it stood on the day that is read as
    of, from its own journal, whatever the council is called here. One that was not there yet on that day, or was taken
    back, is left out.
    """
    links = _by_council(reader)
    cases_by_decision: dict[Ref, dict[tuple[str, str], NeighbourCase]] = {}
    for council in sorted(links):
        with at_moment(reader.stored, council, reader.moment, reader.day) as there:
            for link in _standing(reader, links[council], there):
                own, other = link.own(reader.council), link.others(reader.council)
                case = _case(there, other.ref)
                if case is not None and not reader.is_masked(own.ref):
                    cases_by_decision.setdefault(own.ref, {})[council, str(other.ref)] = case
    return {ref: tuple(cases.values()) for ref, cases in cases_by_decision.items()}


def neighbours_of(reader: Reader, ref: Ref) -> tuple[NeighbourCase, ...]:
    """List the neighbours' decisions on the matter of one decision."""
    return neighbours(reader).get(ref, ())


def council_titles(reader: Reader) -> dict[str, str]:
    """Return the title of every council in the database by its id."""
    return queries.council_titles(reader.stored)


def _by_council(reader: Reader) -> dict[str, list[Link]]:
    """Return the links with the other councils of the database, by the name that each has in it."""
    links = queries.links(reader.stored, reader.council)
    names = journal.councils(reader.stored) if links else ()
    called = {journal.id_of(reader.stored, name): name for name in names}
    by_council: dict[str, list[Link]] = {}
    for link in links:
        made_here = link.by.council == reader.council
        if (council := called.get(link.journal or "") if made_here else link.by.council) is not None:
            by_council.setdefault(council, []).append(link)
    return by_council


def _standing(reader: Reader, links: list[Link], there: Reader) -> Iterator[Link]:
    """Yield the links with a council that one of the two had made by then."""
    standing = {link for one in (reader, there) for link in queries.links(one.connection, one.council)}
    return (link for link in links if link in standing)


def _case(there: Reader, ref: Ref) -> NeighbourCase | None:
    item = projection.case_of(there.connection, there.council, ref)
    row = next(iter(projection.rows(there.connection, there.council, Council)), None)
    if item is None or row is None:
        return None
    return NeighbourCase(there.council, row.title, str(ref), item.title, there.state(item))
