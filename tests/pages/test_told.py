"""Sentences of errors on pages: every code that a page may meet says nothing that only a terminal or a file knows."""

from __future__ import annotations

import ast
import re
from string import Formatter
from typing import Any, Final

import pytest
from starlette.requests import Request

from slt_flow.errors import SltError
from slt_flow.pages.frame import Visit, told
from slt_flow.services.people.visitors import called
from slt_flow.services.request.context import Context
from slt_flow.terms import LANGUAGES
from slt_flow.views.text.messages.errors import ERRORS
from slt_flow.views.text.messages.on_pages import ON_PAGES
from slt_flow.views.text.words import Words
from tests.conftest import Prepared
from tests.house.structure import package
from tests.pages.browsing import Browser, site_of
from tests.pages.test_acts import MEASURE, SECRETARY, work

NOT_ASKED: Final = frozenset(
    {
        "bad_account", "bad_anchor", "bad_map", "agreement_number_stays", "no_way_between_versions", "period_twice",
        "nothing_to_refer", "redact_what", "sheet_no_pair", "agreement_not_newer", "unknown_database_kind",
    }
)  # fmt: skip
"""Codes of use cases that have no form: accounts of computers, anchors, renewals, erasures, filing, lists, moves."""

COMMAND: Final = re.compile(
    r"\bslt [a-z]|(?<!\S)--\w|[a-z]_[a-z]|"
    r"\b(?!SLT|UTF|NUL|WAL|TLS|TOML|MB|KB|ASCII|SQL|DOCX|PNG|JPEG|SVG)[A-ZÆØÅ]{2,}\b"
)
"""Marks of a command, of an option, of what stands for a value, and of a name in a program."""

POST: Final = "slt-koordinator"
ORGANISATION: Final = "skolen"
ACTION: Final = "note_progress"
_OF_KINDS: Final = {
    "action": ACTION,
    "near": ACTION,
    "machine": "decision",
    "clause": "minutes",
    "kind": "nfs",
    "state": "Satt i gang",
}
_TYPED: Final = ("id", "title", "text", "reason", "guest", "holder", "account", "path", "file", "given")
"""Facts that are said as somebody wrote them."""


def reached() -> frozenset[str]:
    """The codes that stand in the modules which the pages lead to, directly or by others."""
    every, waiting, met = package(), [name for name in package().trees if name.startswith("slt_flow.pages")], set[str]()
    edges = every.edges()
    while waiting:
        if (module := waiting.pop()) not in met and not module.startswith("slt_flow.views.text.messages"):
            met.add(module)
            waiting += edges.get(module, ())
    nodes = (node for module in met for node in ast.walk(every.trees[module]))
    said = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(said & set(ERRORS))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(work)


def visit_of(context: Context, language: str) -> Visit:
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": f"lang={language}".encode(), "headers": []}
    return Visit(Request(scope), site_of(context))


def facts_of(code: str) -> dict[str, Any]:
    """Ids for every fact that the sentence of an error has."""
    sentence = ON_PAGES.get(code, ERRORS[code])
    names = {name.partition(".")[0] for _, name, _, _ in Formatter().parse(sentence) if name}
    facts = {name: _OF_KINDS.get(name, (POST, ORGANISATION)) for name in names - {"command", "typed"}}
    return facts | dict.fromkeys(names & {*_TYPED}, "noe") | {"ref": "1/26.1.1", "near": ACTION}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_on_a_page_is_of_a_terminal(context: Context, language: str) -> None:
    visit, wrong, codes = visit_of(context, language), {}, reached()
    assert len(codes) > 300
    for code in sorted(codes - NOT_ASKED):
        lines = told(SltError(code, **facts_of(code)), visit)
        said = " ".join(lines)
        if COMMAND.search(said) or POST in said or ORGANISATION in said or not lines[0].strip():
            wrong[code] = said
    assert not wrong, "\n".join(f"{code}: {said}" for code, said in wrong.items())


def test_what_has_no_form_is_met_by_none() -> None:
    assert reached() & set(ERRORS) >= NOT_ASKED


def test_an_action_is_called_as_its_own_workflow_calls_it(context: Context) -> None:
    assert called(context, "M1/26").labels["action", "approve"]["nb"] == "Godkjenn referatet"
    assert called(context, "1/26.1").labels["action", "approve"]["nb"] == "Godkjenn"


@pytest.mark.parametrize(("language", "named"), [("nb", "Ta imot"), ("nn", "Ta imot"), ("en", "Accept")])
def test_a_refused_act_names_posts_and_acts_as_the_page_does(context: Context, language: str, named: str) -> None:
    facts = {"ref": "1/26.1.1", "action": "accept", "actor": POST, "possible": ("rektor",)}
    (line,) = told(SltError("not_your_action", **facts), visit_of(context, language))
    assert all(word in line for word in (named, "SLT-koordinator", "Rektor"))


def test_a_field_is_called_as_it_is_on_the_page(context: Context) -> None:
    secretary = Browser(site_of(context)).sign_in(SECRETARY, "os")
    form = secretary.get("/office/register")
    page = secretary.post(form.path, form.hidden() | {"title": "a\a", "reviewed": "1"})
    label = Words("nb").say("Title")
    assert f"«{label}»" in page.text
    assert f"{MEASURE} " not in page.text
