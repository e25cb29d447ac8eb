"""National identity numbers of every kind, made as the authorities make them, and ways in which people write them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hypothesis import strategies as st

MARKS: Final = {
    "ordinary": (0, 0), "D-number": (4, 0), "H-number": (0, 4),
    "synthetic, 65": (0, None), "synthetic, 80": (0, 8), "D-number, synthetic 80": (4, 8),
    "D-number, synthetic 65": (4, None), "D-number, synthetic 40": (4, 4),
}  # fmt: skip
"""What is added to the first digit of the day and of the month; None adds 65 to the month as a whole."""

SEPARATORS: Final = ("", " ", ".", "-", "  ", " - ", "\u00a0", "\u2009", "\u2011", "\u2013", "\n", "\u00ad", "\u200b",
              "_", " _ ", " " * 5, "." * 9)  # fmt: skip


def number(born: date, individual: int, marks: tuple[int, int | None]) -> str | None:
    """The number of somebody born on a day, or None where that has no control digits and is never given."""
    of_day, of_month = marks
    month = f"{born.month + 65:02}" if of_month is None else f"{born.month + 10 * of_month:02}"
    return controlled(f"{born.day + 10 * of_day:02}{month}{born.year % 100:02}{individual:03}")


def controlled(digits: str) -> str | None:
    """Nine digits with their two control digits, or None where one of these would be ten."""
    for weights in ("376189452", "5432765432"):
        products = [int(digit) * int(weight) for digit, weight in zip(digits, weights, strict=True)]
        control = (11 - sum(products) % 11) % 11
        if control == 10:
            return None
        digits += str(control)
    return digits


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Valid numbers of every kind, born from 1900 to 2039."""
    born = date(1900, 1, 1) + timedelta(days=draw(st.integers(0, 51_100)))
    marks = draw(st.sampled_from(sorted(MARKS)))
    for step in range(1000):
        made = number(born, step or draw(st.integers(0, 999)), MARKS[marks])
        if made is not None:
            return made
    raise AssertionError(born)


@st.composite
def spaced(draw: st.DrawFn, digits: str) -> str:
    """The digits with anything between them that people write there."""
    gaps = [draw(st.sampled_from(SEPARATORS)) for _ in digits[1:]]
    return digits[0] + "".join(gap + digit for gap, digit in zip(gaps, digits[1:], strict=True))
