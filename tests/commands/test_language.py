"""The language of a screen: as asked, else the council's, else the computer's, and in all that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from slt_flow.commands.run import run

HELP = {"nb": "Vis statustreet", "nn": "Vis statustreet: alt som er ope", "en": "Show the status tree"}
WRONG = {"nb": "Valget '--wrong' finnes ikke.", "nn": "Valet '--wrong' finst ikkje.", "en": "No such option '--wrong'."}
NOBODY = {"nb": "Ingen vedtak ennå.", "nn": "Ingen vedtak enno.", "en": "No decisions yet."}


@pytest.fixture(scope="module")
def councils(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """A database for each language, with one council that speaks it, and one that is not there."""
    folder = tmp_path_factory.mktemp("language")
    made = {"": str(folder / "none.sqlite")}
    for language in ("nb", "nn", "en"):
        path, file = folder / f"{language}.sqlite", folder / "eksempel.toml"
        assert run(["agreement", "new", "Eksempel", "--output", str(file), "-q"], {"SLT_DB": str(path)}) == 0
        file.write_text(file.read_text("utf-8").replace('language = "nb"', f'language = "{language}"'), "utf-8")
        assert run(["init", str(file), "--db", str(path), "-q"], {}) == 0
        file.unlink()
        made[language] = str(path)
    return made


@pytest.mark.parametrize(
    ("council", "asked", "environ", "language"),
    [
        ("", None, {}, "nb"),
        ("", None, {"LANG": "nn_NO.UTF-8"}, "nn"),
        ("", None, {"LANG": "nn_NO.UTF-8", "LC_ALL": "nb_NO.UTF-8"}, "nb"),
        ("", None, {"LANG": "en_GB.UTF-8"}, "nb"),
        ("", "nn", {}, "nn"),
        ("nn", None, {}, "nn"),
        ("nn", None, {"LANG": "nb_NO.UTF-8"}, "nn"),
        ("nn", "nb", {}, "nb"),
        ("nn", None, {"SLT_LANG": "en"}, "en"),
        ("nb", None, {"LANG": "nn_NO.UTF-8"}, "nb"),
        ("en", None, {"LANG": "nn_NO.UTF-8"}, "en"),
    ],
)
def test_help_errors_and_answers_are_in_one_language(
    councils: Mapping[str, str],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    council: str,
    asked: str | None,
    environ: Mapping[str, str],
    language: str,
) -> None:
    monkeypatch.setenv("LANGUAGE", {"en": "C"}.get(language, language))  # set by a process of its own, read by click
    words = ["--lang", asked] if asked else []
    where = {"SLT_DB": councils[council], **environ}
    for typed, expected in (
        ("status --help", HELP),
        ("status --wrong", WRONG),
        *([("status", NOBODY)] if council else []),
    ):
        run([*typed.split(), *words], where)
        shown = capfd.readouterr()
        assert expected[language] in " ".join((shown.out + shown.err).replace("│", " ").split())


def test_a_council_that_begins_is_answered_in_its_language(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file, where = tmp_path / "eksempel.toml", {"SLT_DB": str(tmp_path / "db.sqlite")}
    run(["agreement", "new", "Eksempel", "--output", str(file), "--lang", "nn"], where)
    assert 'language = "nn"' in file.read_text("utf-8")
    run(["init", str(file)], where)
    assert "eksempel er klart. Neste steg" in capfd.readouterr().out
