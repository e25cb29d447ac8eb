"""Names in texts: found as typed, told where similar, and known again in a basis."""

from __future__ import annotations

import pytest

from slt_flow.services.history.persons import holds, repeats, similar

KARI = "Kari Åse Nordmann"


@pytest.mark.parametrize(
    "text",
    [
        KARI,
        "møtte KARI ÅSE NORDMANN, som",
        "Kari  Åse\nNordmann.",
        "Kari A\u030ase Nordmann",
        "(kari-åse nordmann)",
        "Kari Åse Nord\u00admann",
        "os:kari.åse.nordmann@kommune",
    ],
)
def test_a_name_is_found_however_it_stands(text: str) -> None:
    assert holds(text, KARI)
    assert similar(text, KARI) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kari Åse Nordmanns bror", ("Kari Åse Nordmanns",)),
        ("Nordmann, Kari Åse", ("Nordmann, Kari Åse",)),
        ("K. Å. Nordmann", ("Nordmann",)),
        ("kari ringte", ("kari",)),
        ("Kåri Aase Nordman", ("Kåri Aase Nordman",)),
        ("Karl Nordmark", ()),
        ("karien er ute", ()),
        ("Karien er ute", ("Karien",)),
        ("Normann og Nordmansen", ("Normann",)),
        ("ingenting her", ()),
        ("Kari Åse Nordmann og Nordmann", ("Nordmann",)),
    ],
)
def test_other_forms_are_similar(text: str, words: tuple[str, ...]) -> None:
    assert similar(text, KARI) == words
    assert holds(text, KARI) is ("Kari Åse Nordmann og" in text)


@pytest.mark.parametrize(
    ("basis", "text", "is_repeated"),
    [
        ("GDPR art. 17", "Omtale av Per Hansen etter art. 17", False),
        ("Krav fra Per Hansen", "Omtale av Per Hansen etter art. 17", True),
        ("krav fra PER  HANSEN", "Omtale av Per Hansen", True),
        ("Slo sin nabo i fjor", "Han slo sin nabo i juli", True),
        ("Slo sin nabo", "Han slo sin nabo i juli", False),
        ("Tittelen Skilt strykes", "Skilt", True),
        ("Skilting", "Skilt", False),
        ("Personvern", "", False),
    ],
)
def test_a_basis_repeats_a_text(basis: str, text: str, is_repeated: bool) -> None:
    assert repeats(basis, text) is is_repeated
