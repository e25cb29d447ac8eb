"""The list of contents of a folder: read back as it was written, and known when somebody edited it."""

from __future__ import annotations

from types import SimpleNamespace as Stub
from typing import cast

import pytest

from slt_flow.results.meeting_folder import MeetingPapers
from slt_flow.views.follow_up.meeting_folder import attachments, contents, digest_of, recorded
from slt_flow.views.text.words import Words

NAMES = ("01-innkalling.pdf", "05-sak-01-1-26-vedlegg-1-Møte_2 [utkast] & mer.docx", "a|b.txt", "#1 *x*.md")
TITLES = ("Innkalling", "Rus | helg \\ | 0123 |", "linje\nto <b>x</b>", "| " + "a" * 64 + " |")
ROWS = {name: (title, digest_of(name.encode())) for name, title in zip(NAMES, TITLES, strict=True)}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_digests_are_read_back_by_the_names_of_their_files(language: str) -> None:
    text = contents("M1/26", "Råd", ROWS, Words(language)).content.decode()
    assert recorded(text) == {name: digest for name, (_, digest) in ROWS.items()}


def test_a_list_without_files_is_one_too() -> None:
    assert recorded(contents("M1/26", "Råd", {}, Words("nb")).content.decode()) == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Innkalling", "innkalling"),
        ("\n\n<!--", "\n<!--"),
        ("-->\n", "-->"),
        ("| --- |", "| --- | "),
        ("<!-- ", "<!-- 0"),
    ],
)
def test_a_list_that_somebody_edited_is_known_and_proves_nothing(before: str, after: str) -> None:
    text = contents("M1/26", "Råd", ROWS, Words("nb")).content.decode()
    assert before in text
    assert recorded(text.replace(before, after)) is None
    assert recorded("") is None
    assert recorded("min liste") is None


def test_a_paper_has_the_place_of_its_point_also_where_that_is_about_work_beneath() -> None:
    points = [
        Stub(ref=None, number=1),
        Stub(ref="2/26.1", number=2),
        Stub(ref="2/26", number=3),
        Stub(ref="1/26.1", number=4),
    ]
    cases, files = (
        [Stub(ref="1/26"), Stub(ref="2/26")],
        [Stub(ref=ref, name="a.txt", number=1) for ref in ("1/26", "2/26")],
    )
    result = cast(MeetingPapers, Stub(agenda=Stub(items=points), cases=cases, attachments=files))
    assert [name for name, _ in attachments(result, Words("en"))] == [
        "05-case-04-attachment-01-a.txt",
        "05-case-03-attachment-01-a.txt",
    ]
