"""Neighbours' decisions: those of other councils that are linked with a council's own, from either side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from slt_flow.model import Council
from slt_flow.model.moment import NOW
from slt_flow.records import projection, queries
from slt_flow.records.queries import Link
from slt_flow.records.store import Connection
from slt_flow.results.follow_up import NeighbourCase
from slt_flow.services.request.reading import Reader
from slt_flow.terms import Named, Ref


def neighbours(reader: Reader) -> dict[Ref, tuple[NeighbourCase, ...]]:
    """Return other councils' decisions on the same matter, by the council's own decision.

    A link counts for both, whichever council made it; each neighbour is shown as it stood on the day that is read as
    of, from its own journal. One that was not there yet on that day, or was taken back, is left out.
    """
    links = queries.links(reader.stored, reader.council)
    cases_by_decision: dict[Ref, dict[tuple[str, str], NeighbourCase]] = {}
    for council in sorted({link.others(reader.council).council for link in links}):
        with _at_moment(reader, council) as there:
            for link in _standing(reader, links, council, there):
                own, other = link.own(reader.council), link.others(reader.council)
                case = _case(there, council, other.ref)
                if case is not None:
                    cases_by_decision.setdefault(own.ref, {})[council, str(other.ref)] = case
    return {ref: tuple(cases.values()) for ref, cases in cases_by_decision.items()}


def neighbours_of(reader: Reader, ref: Ref) -> tuple[NeighbourCase, ...]:
    """List the neighbours' decisions on the matter of one decision."""
    return neighbours(reader).get(ref, ())


def council_titles(reader: Reader) -> dict[str, str]:
    """Return the title of every council in the database by its id."""
    return queries.council_titles(reader.stored)


@contextmanager
def _at_moment(reader: Reader, council: str) -> Iterator[Connection]:
    """Yield the tables of another council, at the moment of the reading."""
    if reader.moment == NOW:
        yield reader.stored
        return
    from slt_flow.records.replay import travelled

    with travelled(reader.stored, council, reader.moment) as (past, _):
        yield past


def _standing(reader: Reader, links: tuple[Link, ...], council: str, there: Connection) -> Iterator[Link]:
    """Yield the links with a council that one of the two had made by then."""
    standing = {*queries.links(reader.connection, reader.council), *queries.links(there, council)}
    for link in links:
        if link.others(reader.council).council == council and link in standing:
            yield link


def _case(there: Connection, council: str, ref: Ref) -> NeighbourCase | None:
    item = projection.case_of(there, council, ref)
    row = next(iter(projection.rows(there, council, Council)), None)
    if item is None or row is None:
        return None
    label = queries.state_label(there, council, item)
    return NeighbourCase(council, row.title, str(ref), item.title, Named(item.state, label))
