"""Exempt content of results: whether one tells of something that is exempt from publicity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from slt_flow.model import Exemption
from slt_flow.model.exemptions import exemption_of
from slt_flow.results.exemptions import Exempt
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.terms import Ref


def tells_of_exempt(context: Context, result: object) -> bool:
    """Return True for a result that has a part which is exempt, or names an exempt case by its ref.

    Results are looked through as they are, so that no builder of a document has to say what it tells.
    """
    return bool(bases_of(context, result))


def bases_of(context: Context, result: object) -> tuple[str, ...]:
    """Return the legal bases on which parts of a result are exempt, or cases that it names by their refs."""
    parts = tuple(_parts(result))
    bases = dict.fromkeys(part.basis for part in parts if isinstance(part, Exempt))
    with reading(context) as reader:
        if all(row.lifted for row in reader.exemptions.all(Exemption)):
            return tuple(bases)
        refs = dict.fromkeys(ref for part in parts if isinstance(part, str) and (ref := Ref.parse(part)) is not None)
        named = (exemption_of(reader.exemptions, ref) for ref in refs)
        return tuple(bases | dict.fromkeys(row.basis for row in named if row is not None))


def _parts(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, Mapping):
        value = (*value, *value.values())
    if isinstance(value, tuple | list | frozenset):
        for part in value:
            yield from _parts(part)
