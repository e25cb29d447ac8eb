"""A council's page and its pictures, as somebody asks for them."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from tests.journeys.terminal import Ran, Terminal


def told(terminal: Terminal, *lines: str, **more: str) -> list[Ran]:
    return terminal.session([line.split() for line in lines], **more)


def test_the_page_of_a_council_in_a_file_and_on_standard_output(council: Terminal) -> None:
    before = council.digest()
    written, again, shown, english, as_json = told(
        council,
        "export html --output radet.html",
        "export html --output radet.html",
        "export html",
        "export html --lang en",
        "export html --json",
    )
    assert (written.ok().out, written.err) == ("", "Skrevet til radet.html\n")
    assert "overskrevet" in again.failed(4).err
    page = (council.home / "radet.html").read_text("utf-8")
    assert shown.ok().out == page
    assert page.startswith('<!DOCTYPE html>\n<html lang="nb"')
    assert english.ok().out.startswith('<!DOCTYPE html>\n<html lang="en"')
    assert list(as_json.ok().json) == ["tree", "levels", "obligations", "wheel", "deadlines", "waiting"]
    assert council.digest() == before


def test_the_wheel_and_the_levels_as_pictures_by_themselves(council: Terminal) -> None:
    wheel, status, shown, nobody, both = told(
        council,
        "wheel 2026 --output hjul.svg",
        "status --output nivaa.svg",
        "status --open --format svg",
        "wheel --output hjul.gif",
        "status --output status.svg --json",
    )
    for ran, name in ((wheel, "hjul.svg"), (status, "nivaa.svg")):
        assert ran.ok().out == ""
        assert ElementTree.parse(council.home / name).getroot().attrib["role"] == "img"
    assert ElementTree.fromstring(shown.ok().out).tag.endswith("svg")
    assert ".svg" in nobody.failed(2).err
    assert json.loads(both.ok().out)["council"] == "kvaefjord"
    assert (council.home / "status.svg").exists()


def test_both_are_documents_too(council: Terminal) -> None:
    status, wheel, tree = told(council, "status --format md", "wheel 2026 --format md", "status")
    assert status.ok().out.startswith("# Status 2026: Politirådet i Kvæfjord\n")
    assert "\n- " in status.out
    assert wheel.ok().out.startswith("# Politirådet i Kvæfjord: årshjul 2026\n")
    assert "| Januar |" in wheel.out
    assert tree.ok().out.startswith("Politirådet i Kvæfjord 2026")
