"""Days as people write them: `1.12.`, `fredag`, `uke 23`, `1. halvår 2027`, `neste møte`, `3 uker`.

Small grammar over plain tables (`day_words`). A form that may mean two days is refused with both.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple, NoReturn

from slt_flow.errors import RequestError
from slt_flow.services.request.counting import Counted, MeetingDay
from slt_flow.services.request.day_words import (
    BEFORE,
    EVERY,
    EVERY_OTHER,
    MONTHS,
    MONTHS_IN,
    NEAR_DAYS,
    NEXT_MEETING,
    NUMBERS,
    PARTS,
    RHYTHMS,
    STANDING,
    THIS,
    UNITS,
    WEEKDAYS,
)
from slt_flow.services.request.refs import ref_in
from slt_flow.terms import FIRST_YEAR, LAST_YEAR, Worded


class Span(NamedTuple):
    """Period from its first to its last day."""

    first: date
    last: date


Readings = tuple[Span, ...]


def written(typed: str, counted: Counted) -> date:
    """Return the day that a person wrote: `Worded` where it says less or more than day, month and year.

    Raises:
        RequestError: no form of a day, a day that the calendar lacks, or one that may mean two days.
    """
    plain = _plain(typed)
    if any(word in STANDING for word in re.split(r"[^\w]+", plain)):
        raise RequestError(
            "standing_with_day" if plain not in STANDING else "standing_is_no_day", given=as_typed(typed)
        )
    edge = _EDGE.fullmatch(plain)
    if edge is not None:
        plain, sense = edge["period"], counted.sense._replace(edge="last" if edge["last"] else "first")
        counted = counted._replace(sense=sense)
    for is_kept, form, read in _FORMS:
        match = form.fullmatch(plain)
        readings = read(match, counted, as_typed(typed)) if match is not None else ()
        if match is not None and readings:
            day = _edge(_only(readings, counted, as_typed(typed)), counted, as_typed(typed))
            _refuse_out_of_reach(day)
            is_whole = not is_kept and any(match.groupdict().get(name) for name in ("year", "c"))
            return day if is_whole else Worded.of(day, as_typed(typed) if is_kept else "")
    meeting = _meeting(plain, counted, as_typed(typed))
    if meeting is not None:
        return Worded.of(meeting.day, as_typed(typed), str(meeting.ref))
    raise RequestError("bad_date_form", given=as_typed(typed))


def _plain(typed: str) -> str:
    folded = unicodedata.normalize("NFC", typed).casefold().replace("\u2013", "-").replace("’", "'")
    plain = " ".join(folded.split()).strip(" ,;:!?\"'«»()")
    return re.sub(rf"^(?:(?:{BEFORE}) )+(?=.)", "", plain)


def as_typed(typed: str) -> str:
    """Return typed words in the form in which they are shown and kept."""
    return " ".join(unicodedata.normalize("NFC", typed).split())[:60]


def _only(readings: Readings, counted: Counted, shown: str) -> Span:
    """Return the only reading there is."""
    first, *others = readings
    if others:
        one, other = (_edge(span, counted, shown) for span in (first, others[0]))
        raise RequestError("day_is_ambiguous", given=shown, first=one, second=other)
    return first


def _edge(span: Span, counted: Counted, shown: str) -> date:
    """Return the day of a period that is meant: its end for a deadline, its start to count from."""
    if counted.sense.edge == "one" and span.first != span.last:
        raise RequestError("period_is_no_day", given=shown, first=span.first, last=span.last)
    return span.first if counted.sense.edge == "first" else span.last


def _refuse_out_of_reach(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RequestError("day_out_of_reach", given=day.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)


# periods


def _day(year: int, month: int, day: int, shown: str) -> Span:
    try:
        return Span(*[date(year, month, day)] * 2)
    except ValueError:
        raise RequestError("no_such_day", given=shown) from None


def _months(year: int, month: int, number: int) -> Span:
    """Return a number of whole months from a month on; months beyond a year are counted on."""
    last = month + number - 1
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    begin = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return Span(begin, date(end_year, end_month, calendar.monthrange(end_year, end_month)[1]))


def _week(year: int, week: int) -> Span:
    last = date(year, 12, 28).isocalendar().week
    if not 1 <= week <= last:
        raise RequestError("no_such_week", year=year, week=week, last=last)
    monday = date.fromisocalendar(year, week, 1)
    return Span(monday, monday + timedelta(days=6))


def _in_year(written_year: str | None, counted: Counted, running: int, span_of: Callable[[int], Span]) -> Readings:
    """Return the period of the year named; of the running one, and of the other where it lies on the wrong side."""
    if written_year is not None:
        return (span_of(int(written_year) if len(written_year) == 4 else 2000 + int(written_year)),)
    span = span_of(running)
    if counted.sense.direction > 0 and span.last < counted.day:
        return span, span_of(running + 1)
    if counted.sense.direction < 0 and span.first > counted.day:
        return span_of(running - 1), span
    return (span,)


# forms of writing


def _iso(match: re.Match[str], _counted: Counted, shown: str) -> Readings:
    return (_day(int(match["year"]), int(match["month"]), int(match["day"]), shown),)


def _figures(match: re.Match[str], counted: Counted, shown: str) -> Readings:
    day, month = int(match["day"]), int(match["month"])
    return _in_year(match["year"], counted, counted.day.year, lambda year: _day(year, month, day, shown))


def _slashes(match: re.Match[str], _counted: Counted, shown: str) -> Readings:
    """Read a day as the British and the Americans write it: two readings where both have one."""
    one, other, year = int(match["day"]), int(match["month"]), int(match["year"])
    pairs = dict.fromkeys(pair for pair in ((other, one), (one, other)) if pair[0] <= 12)
    return tuple(_day(year, month, day, shown) for month, day in pairs) or _refuse_day(shown)


def _two_digits(match: re.Match[str], _counted: Counted, shown: str) -> Readings:
    a, b, c = (int(match[name]) for name in ("a", "b", "c"))
    if b > 12:
        _refuse_day(shown)
    return tuple(dict.fromkeys((_day(2000 + a, b, c, shown), _day(2000 + c, b, a, shown))))


def _refuse_day(shown: str) -> NoReturn:
    raise RequestError("no_such_day", given=shown)


def _named_month(match: re.Match[str], counted: Counted, shown: str) -> Readings:
    day, month = int(match["day"]), MONTHS[match["month"]]
    return _in_year(match["year"], counted, counted.day.year, lambda year: _day(year, month, day, shown))


def _month(match: re.Match[str], counted: Counted, _given: str) -> Readings:
    month = MONTHS[match["month"]]
    return _in_year(match["year"], counted, counted.day.year, lambda year: _months(year, month, 1))


def _weeks(match: re.Match[str], counted: Counted, _given: str) -> Readings:
    week, weekday = int(match["week"]), match["weekday"]

    def span_of(year: int) -> Span:
        span = _week(year, week)
        return Span(*[span.first + timedelta(days=WEEKDAYS[weekday] - 1)] * 2) if weekday else span

    return _in_year(match["year"], counted, counted.day.isocalendar().year, span_of)


def _part(match: re.Match[str], counted: Counted, shown: str) -> Readings:
    months, word = PARTS[match["unit"]], match["number"] or match["behind"]
    number = int(word) if word.isdecimal() else NUMBERS.get(word, 0)
    if not 1 <= number <= 12 // months:
        raise RequestError("no_such_period", given=shown, most=12 // months)
    first = (number - 1) * months + 1
    return _in_year(match["year"], counted, counted.day.year, lambda year: _months(year, first, months))


def _year(match: re.Match[str], _counted: Counted, _given: str) -> Readings:
    year = int(match["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RequestError("day_out_of_reach", given=match["year"], first=FIRST_YEAR, last=LAST_YEAR)
    return (Span(date(year, 1, 1), date(year, 12, 31)),)


def _weekday(match: re.Match[str], counted: Counted, _given: str) -> Readings:
    """Read a weekday: the coming one, or the last one of what has been; on that weekday itself it may mean either."""
    way, ahead = match["which"], (WEEKDAYS[match["weekday"]] - counted.day.isoweekday()) % 7
    coming = counted.day + timedelta(days=ahead or 7)
    if way in ("forrige", "førre", "last", "sist"):
        days = [coming - timedelta(days=7 if ahead else 14)]
    elif way in ("førstkommende", "fyrstkomande", "kommende", "komande", "coming"):
        days = [coming]
    elif way is not None:  # the next one, or the one of next week
        days = [coming, coming + timedelta(days=7)]
    elif not ahead:
        days = [counted.day, coming if counted.sense.direction >= 0 else counted.day - timedelta(days=7)]
    else:
        days = [coming if counted.sense.direction >= 0 else coming - timedelta(days=7)]
    return tuple(Span(day, day) for day in days)


def _near_day(match: re.Match[str], counted: Counted, _given: str) -> Readings:
    return (Span(*[counted.day + timedelta(days=NEAR_DAYS[match["words"]])] * 2),)


def _this(match: re.Match[str], counted: Counted, _given: str) -> Readings:
    unit, step, day = UNITS[match["unit"]], THIS[match["which"]], counted.day
    if unit == "day":
        return ()
    if unit == "week":
        monday = day - timedelta(days=day.isoweekday() - 1 - 7 * step)
        return (Span(monday, monday + timedelta(days=6)),)
    months = MONTHS_IN[unit]
    return (_months(day.year, (day.month - 1) // months * months + 1 + step * months, months),)


def _duration(match: re.Match[str], counted: Counted, shown: str) -> Readings:
    word, unit = match["number"], UNITS[match["unit"]]
    number = int(word) if word.isdecimal() else NUMBERS[word]
    back = bool(match["ago"]) or counted.sense.direction < 0
    day = moved(counted.day, unit, -number if back else number)
    if day is None:
        raise RequestError("day_out_of_reach", given=shown, first=FIRST_YEAR, last=LAST_YEAR)
    return (Span(day, day),)


def moved(day: date, unit: str, number: int) -> date | None:
    """Return the day a number of units after a day, the last of a shorter month; None beyond the calendar."""
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=number * (7 if unit == "week" else 1))
        span = _months(day.year, day.month + number * MONTHS_IN[unit], 1)
    except (ValueError, OverflowError):
        return None
    return span.first.replace(day=min(day.day, span.last.day))


def _meeting(plain: str, counted: Counted, shown: str) -> MeetingDay | None:
    """Return the meeting named, or the council's next after the day that is counted from."""
    if plain in NEXT_MEETING:
        ahead = [m for m in counted.meetings() if m.councils and m.to_come and m.day > counted.day]
        if not ahead:
            raise RequestError("no_next_meeting", given=shown, day=counted.day)
        return min(ahead, key=lambda meeting: (meeting.day, meeting.ref))
    ref = ref_in(plain)
    if ref is None or not ref.is_meeting:
        return None
    meeting = next((meeting for meeting in counted.meetings() if meeting.ref == ref), None)
    if meeting is None:
        raise RequestError("unknown_ref", ref=str(ref))
    if meeting.called_off:
        raise RequestError("meeting_called_off", ref=str(ref))
    return meeting


_RHYTHM: Final = re.compile(
    rf"(?:(?P<other>{EVERY_OTHER})|(?:{EVERY})(?: (?P<number>[0-9]{{1,2}}|{'|'.join(NUMBERS)})\.?)?) "
    rf"(?P<unit>{'|'.join(UNITS)})\.?"
)


_KEPT_RHYTHM: Final = re.compile(r"[1-9][0-9]? (?:week|month|quarter|tertial|half|year)")


def rhythm(typed: str) -> str:
    """Return a rhythm as it is kept, such as `1 month` of `månedlig` or `2 week` of `annenhver uke`.

    Raises:
        RequestError: it does not say how often.
    """
    plain = _plain(typed)
    if _KEPT_RHYTHM.fullmatch(plain):
        return plain
    if plain in RHYTHMS:
        return f"1 {RHYTHMS[plain]}"
    match = _RHYTHM.fullmatch(plain)
    unit = UNITS[match["unit"]] if match is not None else "day"
    word = (match["number"] or "1") if match is not None else "1"
    number = 2 if match is not None and match["other"] else int(word) if word.isdecimal() else NUMBERS[word]
    if unit == "day" or not number:
        raise RequestError("no_rhythm", given=as_typed(typed))
    return f"{number} {unit}"


def standing(typed: str) -> bool:
    """Return True for words of work without an end, and nothing else."""
    return _plain(typed) in STANDING


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_YEAR: Final = r"(?:[ ,.'/-]+(?P<year>[0-9]{4}|[0-9]{2}))?\.?"
_D: Final = "(?P<day>[0-9]{1,2})"
_M: Final = "(?P<month>[0-9]{1,2})"
_NAME: Final = rf"(?P<month>{_any(MONTHS)})\.?"
_NUMBER: Final = rf"(?P<number>[0-9]{{1,3}}|{_any(NUMBERS)})"
_OF: Final = r"(?: (?:av|of|i|in))?"

_EDGE: Final = re.compile(
    r"(?:(?P<last>utgangen av|utgangen|slutten av|the end of|end of)|starten av|byrjinga av|begynnelsen av|"
    r"the start of|start of|beginning of) (?P<period>.+)"
)
_Form = tuple[bool, "re.Pattern[str]", Callable[["re.Match[str]", Counted, str], Readings]]


def _form(*, kept: bool, form: str, read: Callable[[re.Match[str], Counted, str], Readings]) -> _Form:
    return kept, re.compile(form), read


_FORMS: Final[tuple[_Form, ...]] = (
    _form(kept=False, form=rf"(?P<year>[0-9]{{4}})-{_M}-{_D}", read=_iso),
    _form(kept=False, form=rf"{_D}\. ?{_M}(?:[. ]+(?P<year>[0-9]{{4}}|[0-9]{{2}}))?\.?", read=_figures),
    _form(kept=False, form=rf"{_D}/{_M}(?:(?: ?- ?|[ .])(?P<year>[0-9]{{4}}|[0-9]{{2}}))?\.?", read=_figures),
    _form(kept=False, form=rf"{_D}[/-]{_M}[/-](?P<year>[0-9]{{4}})", read=_slashes),
    _form(kept=False, form=r"(?P<a>[0-9]{2})[/-](?P<b>[0-9]{2})[/-](?P<c>[0-9]{2})", read=_two_digits),
    _form(kept=False, form=rf"{_D}(?:\.|st|nd|rd|th)? ?{_OF}{_NAME}{_YEAR}", read=_named_month),
    _form(kept=False, form=rf"{_NAME} {_D}(?:st|nd|rd|th)?(?:,? (?P<year>[0-9]{{4}}))?", read=_named_month),
    _form(kept=True, form=rf"{_NAME}{_YEAR}", read=_month),
    _form(
        kept=True,
        form=rf"(?:(?P<weekday>{_any(WEEKDAYS)}),?{_OF} )?(?:uke|veke|week) ?(?P<week>[0-9]{{1,3}}){_YEAR}",
        read=_weeks,
    ),
    _form(
        kept=True,
        form=rf"(?:{_NUMBER}(?:\.|st|nd|rd)? ?)?(?P<unit>{_any(PARTS)}) ?(?P<behind>[0-9](?![0-9]))?{_OF}{_YEAR}",
        read=lambda match, counted, shown: _part(match, counted, shown) if _has_one_number(match) else (),
    ),
    _form(kept=True, form=r"(?:året |år |year )?(?P<year>[0-9]{4})", read=_year),
    _form(
        kept=False,
        form=rf"(?:(?P<which>neste|next|førstkommende|fyrstkomande|kommende|komande|coming|forrige|førre|sist|last) )?"
        rf"(?P<weekday>{_any(WEEKDAYS)})",
        read=_weekday,
    ),
    _form(kept=False, form=rf"(?P<words>{_any(NEAR_DAYS)})", read=_near_day),
    _form(kept=True, form=rf"(?P<which>{_any(THIS)}) (?P<unit>{_any(UNITS)})", read=_this),
    _form(
        kept=True,
        form=rf"(?:for )?{_NUMBER} (?P<unit>{_any(UNITS)})\.?(?P<ago> siden| sidan| ago)?"
        r"(?: fram| frem| fra nå| frå no| from now)?",
        read=_duration,
    ),
)
"""Forms of writing a day, in the order they are tried, and whether their words are kept beside it."""


def _has_one_number(match: re.Match[str]) -> bool:
    return (match["number"] is None) != (match["behind"] is None)
