"""Names that differ: which may be one person's, and which are surely not."""

from __future__ import annotations

import pytest

from slt_flow.model.names import may_be_one


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Kari Oppdiktet", "Kari Opdiktet"),
        ("Kari Oppdiktet", "Oppdiktet, Kari"),
        ("Kari Oppdiktet", "K. Oppdiktet"),
        ("Kari Anne Oppdiktet", "Kari Oppdiktet"),
        ("Kari A. Oppdiktet", "Kari Anne Oppdiktet"),
    ],
)
def test_names_that_may_be_one_persons(name: str, other: str) -> None:
    assert may_be_one(name, other)
    assert may_be_one(other, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Kari Oppdiktet", "kari  OPPDIKTET"),  # the same, which is known already
        ("Kari Oppdiktet", "Kari-Oppdiktet"),
        ("Kari Oppdiktet", "Ola Oppdiktet"),
        ("Kari Oppdiktet", "Kari Fiktiv"),
        ("Kari", "Kari Oppdiktet"),  # one name alone is many people's
        ("Ola Vikar", "Olga Viken"),
    ],
)
def test_names_that_are_the_same_or_anothers(name: str, other: str) -> None:
    assert not may_be_one(name, other)
    assert not may_be_one(other, name)
