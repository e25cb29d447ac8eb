"""Refs in markup become links, but where a link cannot be, or nobody would see it."""

from __future__ import annotations

import pytest

from slt_flow.views.writers.markup import element, joined, linked, text

ADDRESSES = {"1/26": "/case/1-26", "M1/26": "/case/M1-26"}
LINK = '<a class="ds-link" href="/case/1-26">1/26</a>'


def test_the_refs_of_known_cases_are_links() -> None:
    markup = element("p", text("1/26 følger 2/26 og M1/26, ikke 11/26 eller 1/267"))
    expected = f'<p>{LINK} følger 2/26 og <a class="ds-link" href="/case/M1-26">M1/26</a>, ikke 11/26 eller 1/267</p>'
    assert linked(markup, ADDRESSES) == expected


@pytest.mark.parametrize("name", ["a", "button", "caption", "option", "title"])
def test_within_some_elements_a_ref_stays_text(name: str) -> None:
    markup = element(name, element("span", text("1/26")), title="1/26")
    assert linked(markup, ADDRESSES) == markup
    assert LINK in linked(joined((markup, element("p", text("1/26")))), ADDRESSES)


def test_what_looks_like_markup_in_a_text_stays_text() -> None:
    assert linked(element("p", text('<a href="1/26">1/26</a>')), ADDRESSES).count("<a ") == 2
