"""Personal data in free text: each kind is found however it is written, and nothing else is taken for it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_flow.personal_data import Kind, masked, occurrences, without_numbers
from tests.model.identity_numbers import MARKS, controlled, number, numbers, spaced

AROUND = st.sampled_from(
    ["", "Gutten ", "fnr", "sak 2026/12345 ", "12. mars 2026: ", "12 345 ", "(", "+", "tlf. 22 33 44 55, ", "æ"]
)
BEHIND = st.sampled_from(["", " er kjent", ".", ")", ", 12345", " 12345", "\n2026", " kr", "/26"])


def kinds(text: str) -> list[str]:
    return [str(found.kind) for found in occurrences(text)]


def made(marks: str) -> str:
    """A number of a kind, of somebody invented."""
    return next(found for no in range(100, 200) if (found := number(date(1990, 1, 5), no, MARKS[marks])) is not None)


@pytest.mark.parametrize("marks", sorted(MARKS))
@pytest.mark.parametrize(
    "form", ["{0}{1}", "{0} {1}", "{0}.{1}", "{0}-{1}", "{0} - {1}", "fnr:{0}{1}", "f.nr. {0} {1}."]
)
def test_a_number_of_every_kind_is_found(marks: str, form: str) -> None:
    digits = made(marks)
    (found,) = occurrences(form.format(digits[:6], digits[6:]))
    assert found == (Kind.IDENTITY_NUMBER, found.first, found.last, f"{digits[:6]} *****")


def test_a_date_with_dots_before_the_last_five_is_found() -> None:
    digits = made("ordinary")
    text = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]} {digits[6:9]} {digits[9:]}"
    assert kinds(text) == ["identity_number"]
    assert masked(text) == f"{digits[:2]}.{digits[2:4]}.{digits[4:6]} *** **"


@pytest.mark.parametrize("century", ["19", "20"])
@pytest.mark.parametrize("form", ["{0}.{1}.{2} {3}", "{0}{1}{2} {3}", "{0}{1}{2}{3}", "{0}-{1}-{2}_{3}", "{0}/{3}"])
def test_a_year_of_four_digits_before_the_last_five_is_found(century: str, form: str) -> None:
    digits = made("ordinary")
    year = f"{century}{digits[4:6]}"
    text = form.format(digits[:2], digits[2:4], year, digits[6:])
    found = [one.masked for one in occurrences(text) if one.kind == Kind.IDENTITY_NUMBER]
    if "/" in form:  # what a message says to write where it is another number
        assert (found, masked(text)) == ([], text)
    else:
        assert found == [f"{digits[:6]} *****"]
        assert masked(text) == text.replace(digits[6:], "*****")
        assert "identity_number" not in kinds(text.replace(year, f"18{digits[4:6]}"))


@pytest.mark.parametrize("text", ["frist 12.03.2026 1. 2. 3. 4. 5", "12.03.2026 kl. 10.00", "{0}.{1}.90 {2}/{3}"])
def test_a_day_with_other_digits_behind_it_is_none(text: str) -> None:
    digits = made("ordinary")
    assert "identity_number" not in kinds(text.format(digits[:2], digits[2:4], digits[6:9], digits[9:]))


BESIDE_DAYS = (
    "{0}–{1}", "{0} - {1}", "{0} {1}", "{0} 16.40-18.40", "{0} 9.30–11.00", "{0} 8/26.1", "215  {0}   8/26",
    "7 {0} {1}",
)  # fmt: skip
"""Ways in which days stand beside other figures, in what people write and in the lines of a history."""


@pytest.mark.parametrize("form", BESIDE_DAYS)
@pytest.mark.parametrize(
    "spelling", ["{0.day}.{0.month}.{0.year}", "{0:%d.%m.%Y}", "{0.day}. {0.month}. {0.year}", "{0}"]
)
def test_days_with_their_year_and_what_stands_beside_them_are_none(form: str, spelling: str) -> None:
    days = [spelling.format(date(2026, 1, 1) + timedelta(days=number)) for number in range(0, 365, 3)]
    texts = (form.format(*pair) for pair in (product(days, days) if "{1}" in form else ((day,) for day in days)))
    taken = [text for text in texts if masked(text) != text]
    assert taken == []


@given(digits=numbers(), data=st.data(), before=AROUND, after=BEHIND)
def test_no_valid_number_slips_through_in_any_spacing(
    digits: str, data: st.DataObject, before: str, after: str
) -> None:
    written = data.draw(spaced(digits))
    text = f"{before}{written}{after}"
    found = [one for one in occurrences(text) if one.kind == Kind.IDENTITY_NUMBER]
    assert f"{digits[:6]} *****" in [one.masked for one in found]
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert hidden[len(before) : len(before) + len(written)].count("*") >= 5
    assert digits[6:] not in re.sub(r"[^0-9]", "", hidden[len(before) : len(before) + len(written)])
    assert all(one.kind != Kind.IDENTITY_NUMBER for one in occurrences(hidden))


@given(numbers(), st.integers(0, 10), st.integers(1, 9))
def test_a_number_with_one_digit_wrong_is_none(digits: str, place: int, more: int) -> None:
    wrong = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    assert "identity_number" not in kinds(wrong)


@given(numbers(), st.sampled_from("0123456789"))
def test_eleven_digits_of_a_longer_number_are_none(digits: str, other: str) -> None:
    assert "identity_number" not in kinds(f"{other}{digits}")
    assert "identity_number" not in kinds(f"{digits}{other}")


@pytest.mark.parametrize("day", ["3002", "3204", "0013", "0000", "7201", "0153", "0165", "0178", "0193", "3142"])
def test_a_number_without_a_date_is_none(day: str) -> None:
    """Valid control digits alone do not make one: 30 February, a month between the marks."""
    numbers_without = [made for no in range(100, 130) if (made := controlled(f"{day}90{no}")) is not None]
    assert len(numbers_without) > 15
    assert [text for text in numbers_without if "identity_number" in kinds(text)] == []


@pytest.mark.parametrize(("year", "is_date"), [(96, True), (0, True), (97, False), (1, False)])
def test_the_leap_day_of_a_leap_year_is_a_date(year: int, is_date: bool) -> None:
    texts = [made for no in range(100, 200) if (made := controlled(f"2902{year:02}{no}")) is not None]
    assert [("identity_number" in kinds(text)) for text in texts] == [is_date] * len(texts)


def test_a_digest_and_a_uuid_have_no_number() -> None:
    digits = made("ordinary")
    assert kinds(f"9f{digits}a" + "0c" * 25) == []
    assert kinds(f"018f3c2a-7{digits[:3]}-8a{digits[3:5]}-{digits[5:9]}-{digits[9:]}aabbccddee") == []
    assert kinds("-" * 40 + digits) == ["identity_number"]


class Sample(NamedTuple):
    """A text, and the kinds of what is found in it."""

    text: str
    found: list[str]


@pytest.mark.parametrize(
    "sample",
    [
        Sample("Ring 22 33 44 55", ["telephone_number"]),
        Sample("Ring 412 34 567.", ["telephone_number"]),
        Sample("mob. 41234567", ["telephone_number"]),
        Sample("+47 412 34 567", ["telephone_number"]),
        Sample("0047 41234567", ["telephone_number"]),
        Sample("tlf +4741234567", ["telephone_number"]),
        Sample("tlf:41234567", ["telephone_number"]),
        Sample("Tlf.22 33 44 55", ["telephone_number"]),
        Sample("(mobil:412 34 567)", ["telephone_number"]),
        Sample("tlf.:41234567", ["telephone_number"]),
        Sample("rektor/41234567", ["telephone_number"]),
        Sample("tlf/22 33 44 55", ["telephone_number"]),
        Sample("22 33 44 55/412 34 567", ["telephone_number", "telephone_number"]),
        Sample("41234567/22334455", ["telephone_number", "telephone_number"]),
        Sample("hotel.41234567", []),
        Sample("example.no/41234567", []),
        Sample(f"https://example.no/{'a' * 50}/sak/41234567", []),
        Sample("20181234/41234567", []),
        Sample("id:41234567", []),
        Sample("kari.prove@example.no", ["email_address"]),
        Sample("skriv til <post+slt@politi.example.no>!", ["email_address"]),
        Sample("konto 8601.11.17947", ["account_number"]),
        Sample("konto 8601 11 17947", ["account_number"]),
        Sample("konto 86011117947", ["account_number"]),
        Sample("konto 8601.11.17948", []),
        Sample("sak 2026/12345", []),
        Sample("26/04123-7 og 201812345-12", []),
        Sample("JP 2026/412345678", []),
        Sample("arkivsak 2026/41234567", []),
        Sample("26-41234567", []),
        Sample("org.nr. 974 760 673", []),
        Sample("NO 974760673 MVA", []),
        Sample("12.03.2026 kl. 10.00–11.30", []),
        Sample("20260412", []),
        Sample("2026-04-12 2026-05-01", []),
        Sample("41 500 000 kr", []),
        Sample("41500000 kr", []),
        Sample("kr 1 250 000,50", []),
        Sample("02800", []),
        Sample("§ 8, 2. ledd; 3/26.1.1", []),
        Sample("https://example.no/sak/41234567?id=41234567", []),
        Sample("ISBN 978-82-15-04123-4", []),
        Sample("59.9139, 10.7522", []),
        Sample("os:kari@localhost", []),
    ],
    ids=lambda sample: sample.text,
)
def test_what_people_write_is_taken_for_what_it_is(sample: Sample) -> None:
    assert kinds(sample.text) == sample.found


def test_what_is_shown_of_others_tells_nobody_whose_they_are() -> None:
    shown = {
        found.masked for text in ("22 33 44 55", "kari@example.no", "8601.11.17947") for found in occurrences(text)
    }
    assert shown == {"22 ** ** **", "k***@*******.**", "8601.**.*****"}


def test_an_answer_is_the_same_where_it_has_no_number_and_otherwise_masked_throughout() -> None:
    class Row(NamedTuple):
        title: str
        more: tuple[object, ...]

    digits = made("ordinary")
    plain = Row("Rus", ("a", {"b": ["c"]}, None, 3))
    assert without_numbers(plain) is plain
    stars = f"{digits[:6]}*****"
    assert without_numbers(Row(digits, ({"b": [digits]}, digits))) == Row(stars, ({"b": [stars]}, stars))


@given(st.text())
def test_any_text_is_looked_through(text: str) -> None:
    assert len(masked(text)) == len(text)
    assert all(0 <= found.first < found.last <= len(text) for found in occurrences(text))
