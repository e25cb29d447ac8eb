"""A municipality's own layout is used, and what is wrong with it is refused before anything is written."""

from __future__ import annotations

import os
import socket
import struct
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from slt_flow.errors import DefinitionError
from slt_flow.results.documents import Document, Letterhead, Paragraph
from slt_flow.terms import LANGUAGES
from slt_flow.views.text.failures import lines
from slt_flow.views.text.words import Words
from slt_flow.views.writers import layouts, logos, pdf
from tests.views.writers.pdfs import faults, opened, tags, text_of

NOTE: Final = Document(
    "Notat", (Paragraph("Tekst."),), day=date(2026, 3, 12), letterhead=Letterhead("Rådet", ("Eksempel kommune",))
)
BEGINS: Final = '#import "blocks.typ": *\n#show: styled\n= Notat\n'
DRAWING: Final = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z" fill="#a00"/></svg>'


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int) -> bytes:
    rows = zlib.compress((b"\0" + b"\x1f\x3a\x5f" * width) * min(height, 10))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def drawing(within: str, attributes: str = "") -> str:
    return DRAWING.replace(" viewBox", f" {attributes} viewBox", 1).replace("</svg>", f"\n{within}</svg>")


def folder_of(path: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_logo_colours_and_template_of_ones_own_are_used(tmp_path: Path) -> None:
    settings = '[colours]\naccent = "#5a1e2d"\n[logo]\nwidth = 30\nalternative = "Kommunevåpenet"\n'
    template = BEGINS + "#logo()\n#letterhead()\n#content()\nVår egen mal"
    made = {}
    drawn: dict[str, str | bytes] = {"logo.svg": DRAWING, "logo.png": png(10, 10)}
    for name, logo in drawn.items():
        own = folder_of(
            tmp_path / name, {name: logo, "layout.toml": settings, "document.typ": template, "README.txt": "x"}
        )
        made[name] = pdf.written(NOTE, Words("nb"), own)
        assert faults(made[name], tmp_path) == []
        assert "Vår egen mal" in text_of(opened(made[name]))
        assert [tag.get("/Alt") for tag in tags(opened(made[name])) if tag.kind == "Figure"][:1] == ["Kommunevåpenet"]
    assert len(set(made.values())) == 2


def test_a_logo_without_words_is_left_out_for_who_does_not_see_it(tmp_path: Path) -> None:
    made = pdf.written(NOTE, Words("nb"), folder_of(tmp_path / "own", {"logo.png": png(10, 10)}))
    assert faults(made, tmp_path) == []
    assert "Figure" not in [tag.kind for tag in tags(opened(made))]
    assert any(part.images for part in opened(made).pages)


def test_a_font_of_ones_own_is_used(tmp_path: Path) -> None:
    hebrew = (layouts.OURS / "fonts" / "NotoSansHebrew-Regular.ttf").read_bytes()
    own = folder_of(tmp_path, {"fonts/egen.ttf": hebrew, "layout.toml": '[fonts]\nheadings = "Noto Sans Hebrew"\n'})
    assert layouts.read(own).settings["fonts"]["headings"] == "Noto Sans Hebrew"
    assert pdf.written(NOTE, Words("nb"), own).startswith(b"%PDF")


WRONG: Final[Mapping[str, tuple[Mapping[str, str | bytes], str, int | None]]] = {
    "syntax": ({"document.typ": BEGINS + "#let x = ("}, "template_fault", 4),
    "own-module": ({"document.typ": '#import "egen.typ": *', "egen.typ": "\n#let x = )"}, "template_fault", 2),
    "misuse": ({"document.typ": BEGINS + "#table-of((a: 1))"}, "template_fault", 4),
    "file-outside": ({"document.typ": BEGINS + '#read("../../etc/passwd")'}, "template_fault", 4),
    "absolute-file": ({"document.typ": BEGINS + '#read("/etc/passwd")'}, "template_fault", 4),
    "package": ({"document.typ": '#import "@preview/cetz:0.3.0": *'}, "template_fault", 1),
    "package-made": ({"document.typ": '#let p = "@pre" + "view/cetz:0.3.0"\n#import p: *'}, "template_fault", 2),
    "loop": ({"document.typ": "#let i = 0\n#while i < 1 { i -= 1 }"}, "template_fault", 2),
    "recursion": ({"document.typ": "#let f(n) = f(n + 1)\n#f(1)"}, "template_fault", 1),
    "picture-without-words": ({"document.typ": BEGINS + "#image(data.logo)", "logo.svg": DRAWING}, "template_fault", 4),
    "no-toml": ({"layout.toml": "[colours]\naccent = #123"}, "layout_fault", 2),
    "no-text": ({"layout.toml": b"[logo]\nalternative = \"\x81\""}, "layout_fault", 2),
    "unknown-part": ({"layout.toml": "\n[colors]\n"}, "layout_key", 2),
    "unknown-key": ({"layout.toml": '[colours]\n\nred = "#ff0000"'}, "layout_key", 3),
    "no-colour": ({"layout.toml": '[colours]\naccent = "red"'}, "layout_value", 2),
    "injected": ({"layout.toml": "[colours]\naccent = \"#ffffff\\\"); #read(\\\"\""}, "layout_value", 2),
    "size": ({"layout.toml": "[fonts]\nsize = 900"}, "layout_value", 2),
    "width": ({"layout.toml": "[logo]\nwidth = true"}, "layout_value", 2),
    "pale": ({"layout.toml": '[colours]\naccent = "#cccccc"'}, "layout_pale", 2),
    "pale-head": ({"layout.toml": '[colours]\ntable_head = "#333333"'}, "layout_pale", 2),
    "font": ({"layout.toml": '[fonts]\ntext = "Arial"'}, "unknown_font", None),
    "no-font": ({"fonts/a.ttf": b"\0\1\0\0" + b"x" * 50}, "no_font", None),
    "no-picture": ({"logo.png": "not a picture"}, "no_picture", None),
    "empty-picture": ({"logo.jpg": b""}, "no_picture", None),
    "cut-picture": ({"logo.png": png(10, 10)[:60]}, "no_picture", None),
    "other-kind": ({"logo.svg": png(10, 10)}, "no_picture", None),
    "html": ({"logo.svg": "<html/>"}, "no_picture", None),
    "cut-drawing": ({"logo.svg": DRAWING[:-3]}, "no_picture", None),
    "large": ({"logo.png": png(10, 10) + bytes(6 << 20)}, "layout_too_large", None),
    "pixels": ({"logo.png": png(30_000, 30_000)}, "too_many_pixels", None),
    "script": ({"logo.svg": drawing("<script>alert(1)</script>")}, "active_picture", 2),
    "handler": ({"logo.svg": drawing("", 'onload="alert(1)"')}, "active_picture", 1),
    "foreign": ({"logo.svg": drawing("<foreignObject/>")}, "active_picture", 2),
    "linked": ({"logo.svg": drawing('<image href="file:///etc/passwd"/>')}, "active_picture", 2),
    "fetched": ({"logo.svg": drawing('<rect fill="url(https://example.org/x#a)"/>')}, "active_picture", 2),
    "style": ({"logo.svg": drawing("<style>@import 'https://example.org';</style>")}, "active_picture", 2),
    "entities": ({"logo.svg": '<!DOCTYPE svg [<!ENTITY a "b">]>\n' + DRAWING}, "active_picture", 1),
    "several": ({"logo.svg": DRAWING, "logo.png": png(10, 10)}, "several_logos", None),
}  # fmt: skip
"""Layouts with one fault each, the code of the error and the line that it names."""


@pytest.mark.parametrize("fault", list(WRONG))
def test_a_wrong_layout_is_refused_with_its_file_and_line(fault: str, tmp_path: Path) -> None:
    files, code, at = WRONG[fault]
    with pytest.raises(DefinitionError) as raised:
        pdf.written(NOTE, Words("nb"), folder_of(tmp_path, files))
    error = raised.value
    assert (error.code, error.facts.get("line")) == (code, at)
    for language in LANGUAGES:
        said = " ".join(lines(error, Words(language)))
        assert str(tmp_path) in said
        assert at is None or str(at) in said
        assert "slt-" not in said.replace(str(tmp_path), ""), "the folder of typesetting is nobody's business"


@pytest.mark.endurance
def test_a_template_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.7)
    endless = "#for a in range(100000) { for b in range(100000) { for c in range(1000) { let x = c } } }"
    with pytest.raises(DefinitionError, match="template_endless"):
        pdf.written(NOTE, Words("nb"), folder_of(tmp_path, {"document.typ": endless}))


@pytest.mark.parametrize("proxy", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
def test_a_template_reaches_nobody_on_the_network(proxy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_SECONDS", 5)
    own = folder_of(tmp_path, {"document.typ": '#import "@preview/cetz:0.3.0": *'})
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv(proxy, f"http://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(DefinitionError):
            pdf.written(NOTE, Words("nb"), own)
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("link", ["logo.svg", "document.typ", "fonts"])
def test_a_link_is_refused(link: str, tmp_path: Path) -> None:
    outside = folder_of(tmp_path / "outside", {"logo.svg": DRAWING, "document.typ": BEGINS, "fonts/a.ttf": b""})
    own = tmp_path / "own"
    own.mkdir()
    (own / link).symlink_to(outside / link)
    with pytest.raises(DefinitionError, match="layout_link"):
        layouts.read(own)


@pytest.mark.parametrize("place", ["gone", "file", "a\0b"])
def test_a_folder_that_is_none_is_refused(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DefinitionError, match="no_layout"):
        layouts.read(tmp_path / place)


def test_a_pipe_is_no_logo(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "logo.svg")
    with pytest.raises(DefinitionError, match="cannot_read_layout"):
        layouts.read(tmp_path)


def test_drawings_of_common_programs_are_logos() -> None:
    doctype = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
    for content in (
        doctype + DRAWING,
        drawing('<use href="#a"/><rect fill="url(#a)"/><image href="data:image/png;base64,iVBORw0KGgo="/>'),
        drawing("<style>.a { fill: #123456 }</style>"),
    ):
        logos.check(Path("logo.svg"), content.encode())
