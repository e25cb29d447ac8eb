"""Personal data in free text: national identity numbers, account and telephone numbers, e-mail addresses.

A national identity number has eleven digits: a birth date, three digits, and two control digits (mod 11), with marks on
the date: 40 on the day of a D-number; 40 on the month of an H-number; 40, 65 or 80 on that of a synthetic person
(Skatteetaten, Norsk helsenett). People write its year with four digits, too: 13.09.1972 and the last five.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from operator import mul
from typing import Any, Final, NamedTuple, TypeVar

T = TypeVar("T")

_BETWEEN: Final = r"[\s._\-\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff]"
"""Spaces, dots, hyphens and lines of every kind, seen or not, that may stand between the digits of one number."""

# patterns are compiled when a text is looked through: every start of a command imports them
_RUN: Final = rf"\d(?:{_BETWEEN}*+\d){{7,}}"
"""Digits of as many as a telephone number has, or more, with what may stand between them."""

_DAY: Final = (
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])\. ?(?:0?[1-9]|1[0-2])\. ?(?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
)
"""Day with the whole of its year: what stands beside it, an hour, another day, a number of a line, is none of it."""

_EMAIL: Final = r"[\w.+%-]+@(?:[\w-]+\.)+[^\W\d_]{2,}"

_DIGITS: Final = 11
_SHOWN: Final = 6
_HIDDEN: Final = _DIGITS - _SHOWN

_OF_CENTURY: Final = ((1, 9), (2, 0))
"""Digits between the month and the year of a date that is written out."""

_FIRST: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
"""Weights of the control digits: the sum of the products is a multiple of 11, the control digit's own with weight 1."""

_OF_DAY: Final = (0, 40)
_OF_MONTH: Final = (0, 40, 65, 80)

_HEXADECIMAL: Final = frozenset("0123456789abcdefABCDEF-")
_OF_DIGEST: Final = 32
"""Length from which a word of hexadecimal digits is a digest or a UUID."""

_ACCOUNT: Final = ((4, 2, 5), (11,))
_TELEPHONE: Final = ((2, 2, 2, 2), (3, 2, 3), (8,))
_ABROAD: Final = r"(?:\+|(?<!\d)00(?=47))[1-9](?:[ \u00a0]?\d){8,13}(?!\d)"
"""Telephone numbers with the code of their country."""

_FIRST_OF_TELEPHONE: Final = "2345679"
_NO_TELEPHONE: Final = ("20",)
"""Beginnings of eight digits that are a day written backwards, 20260412, rather than a telephone number."""

_BESIDE: Final = frozenset("/-.,:_#=&+")
"""Signs beside eight digits that make them a part of something else: a case number, an amount, a web address."""

_NEAR: Final = 40
"""Letters beside eight digits that tell what they are."""

_NUMBER: Final = r"(?!20)[2-79](?:\d{7}|\d(?:[ \u00a0]\d\d){3}|\d\d[ \u00a0]\d\d[ \u00a0]\d{3})"
_LEADS_IN: Final = (
    rf"(?i)(?<![^\W_])(?:tlf|tel|telefon|mob|mobil|mobiltelefon)(?:nr)?[.:/]{{1,2}}$|[\s(][^\W\d_]+/$"
    rf"|(?<!\d){_NUMBER}/$"
)
"""What a telephone number follows without a space: `tlf:`, a word alone or another such number with a slash."""

_LEADS_ON: Final = rf"/{_NUMBER}(?!\d)"
"""Another telephone number behind a slash."""

_MONEY: Final = r"(?i)\s*(?:kr|kroner|nok|,-|\d*\s*%)"


class Kind(StrEnum):
    """Kind of personal data; only the first is never kept."""

    IDENTITY_NUMBER = "identity_number"
    ACCOUNT_NUMBER = "account_number"
    TELEPHONE_NUMBER = "telephone_number"
    EMAIL_ADDRESS = "email_address"


class Occurrence(NamedTuple):
    """Personal data in a text: of which kind, from where to where, and as it may be shown."""

    kind: Kind
    first: int
    last: int
    masked: str


class _Digits(NamedTuple):
    """Groups of digits that may be one number, each with its place in the text."""

    groups: tuple[re.Match[str], ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the length of each group."""
        return tuple(len(group[0]) for group in self.groups)

    @property
    def places(self) -> tuple[int, ...]:
        """Return the place of each digit in the text."""
        return tuple(place for group in self.groups for place in range(*group.span()))

    @property
    def value(self) -> tuple[int, ...]:
        """Return the digits; those of every script count."""
        return tuple(int(digit) for group in self.groups for digit in group[0])

    @property
    def first(self) -> int:
        """Return the place at which the digits begin."""
        return self.groups[0].start()

    @property
    def last(self) -> int:
        """Return the place after the last digit."""
        return self.groups[-1].end()


def occurrences(text: str) -> tuple[Occurrence, ...]:
    """Return the personal data in a text, in the order in which it stands there."""
    numbers = [occurrence for run in re.finditer(_RUN, text) for occurrence in _numbers(text, run)]
    if "+" in text or "0047" in text:
        numbers = [*_with_country(text, numbers)]
    addresses = re.finditer(_EMAIL, text) if "@" in text else ()
    emails = [Occurrence(Kind.EMAIL_ADDRESS, *at.span(), _hidden(at[0], 1)) for at in addresses]
    return tuple(sorted((*numbers, *emails), key=lambda occurrence: occurrence[1:3]))


def masked(text: str) -> str:
    """Return a text in which the last five digits of each national identity number are stars."""
    hidden = {
        place
        for run in re.finditer(_RUN, text)
        for digits in _identities(text, run)
        for place in digits.places[-_HIDDEN:]
    }
    return "".join("*" if place in hidden else letter for place, letter in enumerate(text)) if hidden else text


def _numbers(text: str, run: re.Match[str]) -> Iterator[Occurrence]:
    """Yield the numbers in a run of digits; whatever is within a longer one is no number of its own."""
    taken, identities = 0, set()
    for digits in _identities(text, run):
        shown = "".join(map(str, _in_short(digits)[:_SHOWN])) + " *****"
        yield Occurrence(Kind.IDENTITY_NUMBER, digits.first, digits.last, shown)
        identities.add(digits.first)
        taken = max(taken, digits.last)
    for digits in _windows(text, run, _DIGITS):
        if digits.first in identities or digits.shape not in _ACCOUNT:
            continue
        if _adds_up(digits.value, _SECOND) and not _in_digest(text, digits):
            yield Occurrence(Kind.ACCOUNT_NUMBER, digits.first, digits.last, _hidden(_spelt(text, digits), 4))
            taken = max(taken, digits.last)
    for digits in _windows(text, run, 8):
        if digits.first >= taken and _is_telephone(text, digits):
            yield Occurrence(Kind.TELEPHONE_NUMBER, digits.first, digits.last, _hidden(_spelt(text, digits), 2))


def _with_country(text: str, numbers: Sequence[Occurrence]) -> Iterator[Occurrence]:
    """Yield the numbers, and in place of those within a telephone number with a country's code, that number."""
    spans = [match.span() for match in re.finditer(_ABROAD, text)]
    for occurrence in numbers:
        if occurrence.kind == Kind.IDENTITY_NUMBER or not any(
            first <= occurrence.first < last for first, last in spans
        ):
            yield occurrence
    for first, last in spans:
        if not any(
            occurrence.kind == Kind.IDENTITY_NUMBER and first <= occurrence.first < last for occurrence in numbers
        ):
            yield Occurrence(Kind.TELEPHONE_NUMBER, first, last, _hidden(text[first:last], 3))


def _windows(text: str, run: re.Match[str], length: int) -> Iterator[_Digits]:
    """Yield neighbouring groups of a run that have as many digits in all."""
    groups = tuple(re.compile(r"\d+").finditer(text, *run.span()))
    for first in range(len(groups)):
        total = 0
        for last in range(first, len(groups)):
            total += len(groups[last][0])
            if total >= length:
                if total == length:
                    yield _Digits(groups[first : last + 1])
                break


def _identities(text: str, run: re.Match[str]) -> Iterator[_Digits]:
    """Yield the national identity numbers in a run of digits; a written day is part of none but as its beginning."""
    for length in (_DIGITS, _DIGITS + 2):
        for digits in _windows(text, run, length):
            if _is_identity(text, digits) and not (length == _DIGITS and _holds_of_a_day(text, run, digits)):
                yield digits


def _holds_of_a_day(text: str, run: re.Match[str], digits: _Digits) -> bool:
    days = re.compile(_DAY).finditer(text, *run.span())
    return any(digits.first < day.end() and day.start() < digits.last for day in days)


def _in_short(digits: _Digits) -> tuple[int, ...]:
    """Return the digits without those of the century, where they stand as a date and five more."""
    value, shape = digits.value, digits.shape
    if len(value) == _DIGITS or value[4:6] not in _OF_CENTURY:
        return value
    return value[:4] + value[6:] if shape[-1] >= _HIDDEN or shape[-2:] == (3, 2) else value


def _is_identity(text: str, digits: _Digits) -> bool:
    value = _in_short(digits)
    if len(value) != _DIGITS:
        return False
    controlled = _adds_up(value[:-1], _FIRST) and _adds_up(value, _SECOND)
    return controlled and _is_date(value) and not _in_digest(text, digits)


def _adds_up(value: Sequence[int], weights: Sequence[int]) -> bool:
    total: int = sum(map(mul, value, weights))
    return total % 11 == 0


def _is_date(value: Sequence[int]) -> bool:
    day, month, year = (10 * value[place] + value[place + 1] for place in (0, 2, 4))
    return any(_exists(2000 + year, month - of_month, day - of_day) for of_month in _OF_MONTH for of_day in _OF_DAY)


def _exists(year: int, month: int, day: int) -> bool:
    """Return whether there is such a day; a leap year of one century is one of some other."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _in_digest(text: str, digits: _Digits) -> bool:
    """Return whether digits stand in a digest or a UUID, in which eleven of them may come together by chance."""
    first, last = digits.first, digits.last
    while first and text[first - 1] in _HEXADECIMAL:
        first -= 1
    while last < len(text) and text[last] in _HEXADECIMAL:
        last += 1
    word = text[first:last]
    return last - first >= _OF_DIGEST and any(letter.isalpha() for letter in word)


def _is_telephone(text: str, digits: _Digits) -> bool:
    if digits.shape not in _TELEPHONE or _spelt(text, digits)[0] not in _FIRST_OF_TELEPHONE:
        return False
    gaps = {text[one.end() : other.start()] for one, other in zip(digits.groups, digits.groups[1:], strict=False)}
    if not gaps <= {" ", "\u00a0"}:
        return False
    before, after = text[max(digits.first - _NEAR, 0) : digits.first], text[digits.last : digits.last + _NEAR]
    leads_in = re.search(_LEADS_IN, before if digits.first > _NEAR else f" {before}")
    leads_on = re.match(_LEADS_ON, after)
    if not leads_in and (before[-1:] in _BESIDE or before[-1:].isalnum()):
        return False
    if (after[:1] in "/_" and after and not leads_on) or re.match(_MONEY, after):
        return False
    if not leads_on and _joined(after[:2]):
        return False
    if len(digits.groups) == 1:
        return not _spelt(text, digits).startswith(_NO_TELEPHONE)
    return bool(leads_in) or not _joined(before[-2:])


def _joined(beside: str) -> bool:
    """Return whether a digit stands beside, with at most one sign between."""
    return any(letter.isdigit() for letter in beside)


def _spelt(text: str, digits: _Digits) -> str:
    return text[digits.first : digits.last]


def _hidden(text: str, shown: int) -> str:
    """Return the first letters of a text, and a star for each letter or digit that follows."""
    return text[:shown] + "".join("*" if letter.isalnum() else letter for letter in text[shown:])


def without_numbers(value: T) -> T:
    """Return an answer or a document with every national identity number masked; itself where it has none."""
    return _without_numbers(value)  # type: ignore[no-any-return] # of the same shape


def _without_numbers(value: Any) -> Any:
    if type(value) is str:
        return masked(value)
    if isinstance(value, (tuple, list)):
        parts = [_without_numbers(part) for part in value]
        if all(part is same for part, same in zip(parts, value, strict=True)):
            return value
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    if isinstance(value, Mapping):
        named = {name: _without_numbers(part) for name, part in value.items()}
        return value if all(part is value[name] for name, part in named.items()) else named
    return value
