"""Every form of every route: what is typed is kept as words or refused in words, and nothing is half recorded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from secrets import token_urlsafe
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest
from justhtml import Node
from starlette.routing import Route

from slt_flow.pages.app import application
from slt_flow.pages.rights import UNGUARDED
from slt_flow.pages.site import Site
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import last_entry
from slt_flow.services.history.audit import verify
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.pages.browsing import Browser, Page, site_of, value
from tests.pages.test_bad_input import OBEYED, TEXTS, plausible
from tests.pages.test_meetings import MAYOR, OWNER, SECRETARY, council
from tests.records.year import done

HIDDEN: Final = "a\a\u202e<script>alert(1)</script>"
"""A text that no field takes, whatever is beside it."""

VISIBLE: Final = '=1+1 <img src=x onerror=alert(1)> {{7919*7907}} %s{0} &#0; "><b>'
"""A text that fields of words keep as it is."""

INSTANCE: Final[Mapping[str, str]] = {
    "item": "2-26", "name": "register", "part": "new-case-1", "action": "remark", "place": "M2-26",
}  # fmt: skip
"""What stands in the paths of routes; a parameter of a new route is added here."""


class Form(NamedTuple):
    """A form as it stands on a page: where it is sent, what nobody types in it, and what somebody does."""

    target: str
    hidden: Mapping[str, str]
    names: tuple[str, ...]
    files: tuple[str, ...]
    button: tuple[str, str]
    plausible: Mapping[str, str]

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.names, *self.files)


@lru_cache(16)
def forms_on(page: Page) -> tuple[Form, ...]:
    """Return the forms of a page that write, but for the one that signs out."""
    return tuple(
        form
        for node in page.tree.query("form")
        if value(node, "method") == "post" and (form := _form(page, node)).target != "/sign-out"
    )


def _form(page: Page, node: Node) -> Form:
    inputs = [*node.query("input"), *node.query("textarea"), *node.query("select")]
    hidden = {value(i, "name"): value(i, "value") for i in inputs if value(i, "type") == "hidden"}
    names = tuple(dict.fromkeys(value(i, "name") for i in inputs if value(i, "type") not in ("hidden", "file")))
    files = tuple(value(i, "name") for i in inputs if value(i, "type") == "file")
    buttons = [(value(b, "name"), value(b, "value")) for b in node.query("button")]
    target = urljoin(page.path, value(node, "action") or page.path)
    button = next((button for button in buttons if button[0]), ("", ""))
    return Form(target, hidden, names, files, button, plausible(page))


def send(browser: Browser, context: Context, form: Form, typed: Mapping[str, str]) -> bool:
    """Send a form, as if it was opened just now; return whether it was recorded, which its answer must say."""
    before = last_entry(context, None)
    hidden = {**form.hidden, **({"key": token_urlsafe(16)} if "key" in form.hidden else {})}
    fields = {**hidden, **form.plausible, **dict([form.button]), **typed, "reviewed": "1"}
    files = {name: (typed[name][:80], typed[name].encode()) for name in form.files if name in typed}
    data = {name: text for name, text in fields.items() if name and name not in files}
    own = {"Origin": browser.site.base_url, "Sec-Fetch-Site": "same-origin"}
    answer = Browser.page(browser.client.post(form.target, data=data, files=files or None, headers=own))
    assert answer.status < 500, (form.target, typed)
    assert "Traceback" not in answer.html
    assert not OBEYED.search(answer.html), (form.target, typed, OBEYED.search(answer.html))
    is_recorded = answer.path.startswith("/receipt/")
    assert (last_entry(context, None) > before) == is_recorded, (form.target, typed)
    return is_recorded


def routes(site: Site) -> Iterator[Route]:
    """Yield the routes that forms are sent to by somebody who is signed in."""
    for route in application(site).routes:
        if isinstance(route, Route) and "POST" in (route.methods or ()) and route.name not in UNGUARDED:
            yield route


def signed_in(context: Context, account: str = SECRETARY) -> Browser:
    site = site_of(context)
    site.sessions.invite("ordforer", "slt-koordinator", 7)  # one that can be withdrawn
    return Browser(site).sign_in(account, "os")


def test_every_route_keeps_what_is_typed_as_words_or_refuses_it(prepared: Prepared) -> None:
    context = prepared(council)
    browser, met, recorded = signed_in(context), 0, 0
    for route in routes(browser.site):
        path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: INSTANCE[found[1]], route.path)
        page = browser.get(path.replace("/case/M2", "/case/2"))
        forms = [form for form in forms_on(page) if route.path_regex.fullmatch(form.target)]
        assert forms, f"no form is sent to {route.path}"
        met += len(forms)
        form, fields = forms[0], forms[0].fields
        # what nobody sees is refused, but by the draft of a meeting, which is judged when it is recorded
        assert not send(browser, context, form, dict.fromkeys(fields, HIDDEN)) or not fields, path
        recorded += send(browser, context, form, dict.fromkeys(fields, VISIBLE))
    assert met >= 11
    assert recorded >= 2, "remarks are kept as they are"
    for path in ("/case/2-26", "/meeting/M2-26", "/meeting/M2-26/record", "/receipts"):
        assert not OBEYED.search(browser.get(path).html), path
    assert "<img src=x onerror=alert(1)>" in browser.get("/case/2-26").text, "as it was written"
    assert not verify(context)[0].flaws


def everything(context: Context) -> None:
    """Meetings before and to come, with work that an owner is to accept."""
    council(context)
    done(plan(context, "2026-06-12"))
    done(hold(context, "M3/26", "all"))
    done(register(context, "Lys i gatene", meeting="M3/26", consent="all"))
    done(assign(context, "3/26", "slt-koordinator", "2026-12-01"))
    done(add_measure(context, "3/26.1", "Nye lykter", "rektor", "2026-06-20"))


def shape(path: str) -> str:
    """What pages are alike by: their path but for the case, and of the parts of a record but for the point."""
    path = re.sub(r"(/record/\w+)\..*", r"\1", urlsplit(path).path)
    return re.sub(r"(?<=/)[MKL]?\d+-\d+((?:\.\d+)*)", lambda found: f"{found[1].count('.')}", path)


def crawled(browser: Browser) -> dict[str, str]:
    """Return a path of every page with a form that links lead a reader to, by its shape and the states it is of."""
    waiting, met = ["/mine", "/now", "/office", "/meetings", "/status"], set[str]()
    found: dict[str, str] = {}
    while waiting:
        path = waiting.pop(0)
        if path in met or urlsplit(path).netloc or "lang=" in path or "/as/" in path or "paper/" in path:
            continue
        met.add(path)
        answer = browser.client.get(path)
        if answer.status_code != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        page = Browser.page(answer)
        if forms_on(page):
            found.setdefault(shape(path) + ("/held" if "M1-26" in path or "M3-26" in path else ""), path)
        waiting += [urljoin(path, link) for link in page.links().values() if not link.startswith(("#", "data:"))]
    return found


Reset = Callable[[], tuple[Context, Browser]]

FOUND: Final[dict[str, tuple[str, ...]]] = {}
"""Paths of the pages with forms by the account that came to them, found once in a process."""


@pytest.mark.endurance
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("account", [SECRETARY, MAYOR, OWNER])
def test_every_field_of_every_form_keeps_words_or_refuses_them(prepared: Prepared, account: str, part: int) -> None:
    def anew() -> tuple[Context, Browser]:
        context = prepared(everything)
        return context, signed_in(context, account)

    if account not in FOUND:
        FOUND[account] = tuple(path for _, path in sorted(crawled(anew()[1]).items()))
    assert len(FOUND[account]) > (40 if account == SECRETARY else 3)
    for path in FOUND[account][part::4]:
        _send_every_text(path, anew)


def _send_every_text(path: str, anew: Reset) -> None:
    """Send each text in all fields of a form at once, then those that matter in each of them alone.

    Of the fields that ask the same of every post, as `left.rektor` does, one is filled in alone.
    """
    context, browser = anew()
    for number, first in enumerate(forms_on(browser.get(path))):
        context, browser = anew()
        form = forms_on(browser.get(path))[number]
        tries = [dict.fromkeys(first.fields, text) for text in TEXTS.values()] if first.fields else [{}]
        alone = {re.sub(r"\.[a-z-]+$", "", name) if name.count(".") == 1 else name: name for name in first.fields}
        tries += [{name: text} for name in alone.values() for text in (HIDDEN, VISIBLE, TEXTS["long"])]
        for typed in tries:
            if send(browser, context, form, typed):
                forms = forms_on(browser.get(path))
                if len(forms) <= number or forms[number].fields != first.fields:  # the case went on
                    context, browser = anew()
                    forms = forms_on(browser.get(path))
                form = forms[number]
        for shown in ("/status", "/now", "/office", "/mine", "/meeting/M2-26", "/case/3-26"):
            answer = browser.get(shown)
            assert answer.status < 500
            assert not OBEYED.search(answer.html), (path, shown, OBEYED.search(answer.html))
        assert not verify(context)[0].flaws, path
