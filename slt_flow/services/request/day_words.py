"""Words of days, periods and rhythms in bokmål, nynorsk and English: plain tables, read by `days`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_MONTHS: Final = (
    "januar january jan", "februar february feb", "mars march mar", "april apr", "mai may", "juni june jun",
    "juli july jul", "august aug", "september sept sep", "oktober october okt oct", "november nov",
    "desember december des dec",
)  # fmt: skip
_WEEKDAYS: Final = (
    "mandag måndag monday", "tirsdag tysdag tuesday", "onsdag wednesday", "torsdag thursday", "fredag friday",
    "lørdag laurdag saturday", "søndag sundag sunday",
)  # fmt: skip
_NUMBERS: Final = (
    "en ei et ein eit én one a første fyrste first", "to two andre second", "tre three tredje third",
    "fire four fjerde fourth", "fem five", "seks six", "sju syv seven", "åtte eight", "ni nine", "ti ten",
    "elleve eleven", "tolv twelve",
)  # fmt: skip


def _numbered(lines: tuple[str, ...]) -> Mapping[str, int]:
    return {word: number for number, line in enumerate(lines, start=1) for word in line.split()}


MONTHS: Final = _numbered(_MONTHS)
WEEKDAYS: Final = _numbered(_WEEKDAYS)
NUMBERS: Final = _numbered(_NUMBERS)
"""Months, weekdays (Monday is 1), numbers and ordinals by their words."""

PARTS: Final[Mapping[str, int]] = {
    "halvår": 6, "halvaar": 6, "half": 6, "half-year": 6, "half year": 6, "tertial": 4, "kvartal": 3, "quarter": 3,
    "h": 6, "t": 4, "q": 3, "k": 3,
}  # fmt: skip
"""Months in each numbered part of a year."""

UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("dag", "dager", "dagar", "day", "days"), "day"),
    **dict.fromkeys(("uke", "uka", "uker", "veke", "veka", "veker", "week", "weeks"), "week"),
    **dict.fromkeys(("måned", "måneden", "måneder", "månad", "månaden", "månader", "month", "months", "mnd"), "month"),
    **dict.fromkeys(("kvartal", "kvartalet", "quarter", "quarters"), "quarter"),
    **dict.fromkeys(("tertial", "tertialet"), "tertial"),
    **dict.fromkeys(("halvår", "halvåret"), "half"),
    **dict.fromkeys(("år", "året", "year", "years"), "year"),
}
"""Units of time by their words."""

MONTHS_IN: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "tertial": 4, "half": 6, "year": 12}
"""Months in each unit that is made of months."""

NEAR_DAYS: Final[Mapping[str, int]] = {
    "i dag": 0, "idag": 0, "today": 0, "i morgen": 1, "imorgen": 1, "i morgon": 1, "tomorrow": 1,
    "i overmorgen": 2, "i overmorgon": 2, "overmorgen": 2, "i går": -1, "igår": -1, "yesterday": -1,
    "i forgårs": -2, "i førgår": -2,
}  # fmt: skip
"""Days near the one that is counted from."""

THIS: Final[Mapping[str, int]] = {
    "denne": 0, "dette": 0, "inneværende": 0, "i": 0, "this": 0, "neste": 1, "next": 1,
    "forrige": -1, "førre": -1, "i forrige": -1, "last": -1,
}  # fmt: skip
"""Words that say which week, month or year, counted from the present one."""

NEXT_MEETING: Final = frozenset(
    {"neste møte", "neste rådsmøte", "neste møte i rådet", "neste møte i politirådet", "next meeting"}
)

STANDING: Final = frozenset(
    {"løpende", "løpande", "fortløpende", "fortløpande", "kontinuerlig", "kontinuerleg", "ongoing", "continuous"}
)
"""Words of work that has no end."""

EVERY: Final = "hver|hvert|kvar|kvart|every|each"
EVERY_OTHER: Final = "annenhver|annethvert|annankvar|annakvart|every other"
"""Words before the unit of a rhythm."""

RHYTHMS: Final[Mapping[str, str]] = {
    "ukentlig": "week", "vekentleg": "week", "kvar veke": "week", "weekly": "week",
    "månedlig": "month", "månadleg": "month", "månedsvis": "month", "månadsvis": "month", "monthly": "month",
    "kvartalsvis": "quarter", "quarterly": "quarter", "tertialvis": "tertial",
    "halvårlig": "half", "halvårleg": "half", "halvårsvis": "half",
    "årlig": "year", "årleg": "year", "yearly": "year", "annually": "year",
}  # fmt: skip
"""Rhythms in one word, by their unit."""

BEFORE: Final = "innen|innan|frist|senest|seinast|til|den|på|i løpet av|by|until|on|om|in"
"""Words before a day that add nothing to it."""
