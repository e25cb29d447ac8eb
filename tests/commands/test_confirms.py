"""A yes is a yes in every language that the product speaks; whoever only presses Enter says no."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from slt_flow.commands.cli import Cli


@pytest.mark.parametrize(
    ("typed", "yes"),
    [
        *((word, True) for word in ("y", "yes", "j", "ja", " JA ", "Yes")),
        *((word, False) for word in ("", "n", "no", "nei", "Nei", " ")),
        ("kanskje\nja", True),
        ("yess\n\n", False),
    ],
)
@pytest.mark.parametrize(("language", "asks"), [("en", "[y/N]"), ("nb", "[j/N]"), ("nn", "[j/N]")])
def test_a_question_takes_yes_and_no_in_every_language(typed: str, yes: bool, language: str, asks: str) -> None:
    answers: list[bool] = []

    @click.command()
    def ask() -> None:
        answers.append(Cli(lang=language).confirms("Sikker?"))

    ran = CliRunner().invoke(ask, input=f"{typed}\n")
    assert answers == [yes]
    assert ran.stderr.count(f"Sikker? {asks}") == typed.count("kanskje") + typed.count("yess") + 1
    assert ran.stdout == ""
