"""Refs as people write them: `01/26`, `sak 1/26`, `PS 1/26.`, `M 1/2026`, and the refs that come near a wrong one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES, Ref

_SERIES_OF: Final[Mapping[str, str]] = {
    "sak": "", "saka": "", "saken": "", "saksnr": "", "saksnummer": "", "ps": "", "rs": "", "pm": "", "vedtak": "",
    "vedtaket": "", "oppdrag": "", "oppdraget": "", "tiltak": "", "tiltaket": "", "punkt": "", "ref": "", "case": "",
    "item": "", "decision": "", "assignment": "", "measure": "",
    "møte": MEETING_SERIES, "møtet": MEETING_SERIES, "mote": MEETING_SERIES, "meeting": MEETING_SERIES,
    "referat": MEETING_SERIES, "referatet": MEETING_SERIES, "minutes": MEETING_SERIES,
    "læringspunkt": LEARNING_SERIES, "læringspunktet": LEARNING_SERIES, "lærepunkt": LEARNING_SERIES,
    "learning": LEARNING_SERIES,
}  # fmt: skip
"""Words that people put before a number, in bokmål, nynorsk and English, with the series of the ref that they name."""

_NUMBER_SIGNS: Final = frozenset({"nr", "no", "nummer", "number", "point"})
"""Words between such a word and the number, which say nothing."""

_WRITTEN = re.compile(
    r"(?P<words>[^\W\d_]{2,}(?:[ .:]+[^\W\d_]{2,})?)?[ .:]*(?P<series>[a-z])?[ -]?"
    r"0{0,4}(?P<no>[1-9][0-9]{0,4}) ?/ ?(?P<year>[0-9]{4}|[0-9]{2})"
    r"(?: ?\. ?0{0,3}(?P<assignment_no>[1-9][0-9]{0,3}))?(?: ?\. ?0{0,3}(?P<measure_no>[1-9][0-9]{0,3}))?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d{1,5}", re.ASCII)
_AROUND: Final = " \t\n.,;:!?\"'«»“”„‘’()[]<>"
"""What is pasted along with a ref, before and behind it."""

_SLASHES: Final = str.maketrans({"\u2044": "/", "\u2215": "/", "\uff0f": "/", "\u2010": "-", "\u2011": "-"})


@lru_cache(maxsize=1024)
def ref_in(typed: str) -> Ref | None:
    """Return the ref that a person wrote, or None where it is none.

    Zeros in front, a word such as `sak` or `PS`, a year of four digits, spaces, quotes and a full stop are read too.
    A word that names another kind of case than the ref itself makes it none.
    """
    plain = " ".join(unicodedata.normalize("NFC", typed).translate(_SLASHES).split()).strip(_AROUND)
    direct = Ref.parse(plain)
    if direct is not None and direct.series.casefold() not in _SERIES_OF:
        return direct  # also under the letters of a group
    match = _WRITTEN.fullmatch(plain)
    if match is None:
        return None
    words = (match["words"] or "").casefold().replace(":", " ").replace(".", " ").split()
    names = [word for word in words if word not in _NUMBER_SIGNS]
    if len(names) > 1 or any(name not in _SERIES_OF for name in names):
        return None
    series = (match["series"] or "").upper()
    by_name = _SERIES_OF[names[0]] if names else series
    below = "".join(f".{match[part]}" for part in ("assignment_no", "measure_no") if match[part])
    ref = Ref.parse(f"{series or by_name}{match['no']}/{match['year']}{below}")
    return ref if ref is not None and by_name in (series, ref.family) else None


def near_written(typed: str) -> str | None:
    """Return the ref that something comes near which is none: the same numbers in their order, or turned round."""
    numbers = [int(number) for number in _NUMBERS.findall(typed)[:4]]
    series = MEETING_SERIES if re.match(r"\W*m", typed.casefold()) else ""
    if len(numbers) < 2 or not numbers[0]:
        return None
    first, second, *below = numbers
    if first > second > 0 and (20 <= first <= 99 or first > 1999):
        first, second = second, first  # the year in front
    dotted = "".join(f".{number}" for number in below if not series)
    parsed = Ref.parse(f"{series}{first}/{second:02d}{dotted}")
    return str(parsed) if parsed is not None else None


def nearest(ref: Ref, refs: Iterable[Ref]) -> Ref | None:
    """Return the existing ref that comes nearest to one that does not exist, of the same series; None without any.

    The case above comes first, then its neighbours in number, then the same number of another year.
    """
    others = [other for other in refs if other.series == ref.series]
    above = [other for other in others if other.is_above(ref)]
    if above:
        deepest = max(above, key=lambda other: other.depth)
        beside = [other for other in others if other.parent == deepest and other.depth == deepest.depth + 1]
        wanted = ref.assignment_no if not deepest.assignment_no else ref.measure_no
        numbers = {other: other.measure_no or other.assignment_no for other in beside}
        return min(beside, key=lambda other: abs(numbers[other] - wanted), default=deepest)
    tops = [other for other in others if other.depth == 0]
    turned = [other for other in tops if other.no == ref.year % 100 and other.year in (ref.no, 2000 + ref.no)]
    if turned:  # the year in front, as archives number their cases
        return turned[0]
    near = sorted(tops, key=lambda other: (other.year != ref.year, abs(other.year - ref.year), abs(other.no - ref.no)))
    same_number = [other for other in near if other.no == ref.no]
    return next(iter(near if near and near[0].year == ref.year else same_number or near), None)
