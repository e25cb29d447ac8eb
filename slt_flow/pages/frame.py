"""Frame of every page: who reads it, in which language, what went wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from slt_flow.errors import BrokenInvariant, NotYourAction, ProviderUnavailable, RecordsError, RequestError, SltError
from slt_flow.pages import cookies, templating
from slt_flow.pages.guards import LANGUAGE_COOKIE, language_of
from slt_flow.pages.naming import in_names
from slt_flow.pages.rights import MAY, Audience, audiences_of
from slt_flow.pages.sent_forms import form_key, refuse_forgery, sent_fields
from slt_flow.pages.sessions import Session
from slt_flow.pages.site import Site
from slt_flow.results.actions import ActionState
from slt_flow.results.documents import Block
from slt_flow.results.people import NOBODY_CALLED, Called, CouncilHeading, OwnPost, Visitor
from slt_flow.services.people.visitors import called, council_heading, line_of, post_titles, there, visitor
from slt_flow.services.request.actions import next_actions
from slt_flow.services.request.context import Account, Context
from slt_flow.terms import LANGUAGES, N_, Ref
from slt_flow.views.text import failures
from slt_flow.views.text.commandless import without_commands
from slt_flow.views.text.messages.errors import ERRORS
from slt_flow.views.text.messages.on_pages import ON_PAGES
from slt_flow.views.text.words import STANDARD, Words
from slt_flow.views.writers.markup import refs_in

_STATUS: Final[Mapping[str, int]] = {
    "unknown_ref": 404,
    "bad_ref": 404,
    "no_such_page": 404,
    "page_is_only_read": 405,
    "unknown_attachment": 404,
    "attachment_exempt": 403,
    "not_published": 404,
    "form_of_another_site": 403,
    "many_files_written": 503,
    "form_of_another_session": 403,
    "apology_too_late": 409,
    "item_went_on": 409,
    "text_amended_meanwhile": 409,
    "part_saved_elsewhere": 409,
    "form_of_another_account": 403,
    "no_invitation": 404,
    "invitation_claimed": 403,
    "invitation_confirmed": 410,
    "invitation_revoked": 410,
    "invitation_expired": 410,
}
"""Status of an answer to some errors; that of the others follows from their class."""

MENU: Final = (
    ("now", "/now", N_("At a glance")),
    ("mine", "/mine", N_("My cases")),
    ("meetings", "/meetings", N_("Meetings")),
    ("status", "/status", N_("Status")),
    ("council", "/council", N_("The council")),
    ("office", "/office", N_("The office")),
)
"""Pages in the menu of every page."""

_NAMES: Final[Mapping[str, str]] = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


@dataclass
class Visit:
    """One request of one visitor, within a thread.

    Attributes:
        request: as it came.
        site: the council that is served.
        fields: the fields of a form that was sent; empty for a page that is only read.
    """

    request: Request
    site: Site
    fields: FormData = field(default_factory=FormData)
    _actions: dict[tuple[str, str | None, str | None], tuple[ActionState, ...]] = field(default_factory=dict)
    _lines: dict[str, frozenset[str]] = field(default_factory=dict)
    _called: dict[str, Called] = field(default_factory=dict)

    @cached_property
    def session(self) -> Session | None:
        """The session of the browser, None where nobody is signed in."""
        return self.site.sessions.of(self.secret) if self.secret else None

    @property
    def secret(self) -> str | None:
        """The secret that the browser brings."""
        return cookies.secret_of(self.request, self.site.base_url)

    @property
    def path(self) -> str:
        """The path of the page."""
        return self.request.url.path

    @property
    def place(self) -> str:
        """The path with what the address asks for, but for the language: two of them are two forms."""
        query = self.request.url.remove_query_params("lang").query
        return f"{self.path}?{query}" if query else self.path

    @cached_property
    def typed(self) -> Mapping[str, list[str]]:
        """Fields of the form that was sent, or typed before the session was over and not sent since."""
        if self.request.method == "POST":
            return {
                name: [value for value in self.fields.getlist(name) if isinstance(value, str)] for name in self.fields
            }
        kept = self.site.sessions.form(self.session.account, self.place) if self.session is not None else None
        return kept or {}

    @cached_property
    def visitor(self) -> Visitor | None:
        """The visitor who is signed in; None for the public."""
        return visitor(self.context()) if self.session is not None else None

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The titles of all posts by their ids."""
        return post_titles(self.context())

    @cached_property
    def council(self) -> CouncilHeading:
        """The council, as the head of every page names it."""
        return council_heading(self.site.context)

    @cached_property
    def audiences(self) -> frozenset[Audience]:
        """Audiences that the visitor belongs to."""
        return audiences_of(self.visitor)

    @cached_property
    def words(self) -> Words:
        """The reader's language: chosen on a page, else the council's."""
        chosen = self.request.query_params.get("lang") or self.request.cookies.get(LANGUAGE_COOKIE, "")
        return Words(chosen if chosen in LANGUAGES else self.council.language)

    @property
    def posts(self) -> tuple[OwnPost, ...]:
        """The posts that the visitor speaks for, or acts for as their deputy."""
        return self.visitor.posts if self.visitor is not None else ()

    def context(self, **asked: Any) -> Context:
        """Return the context of a use case, with the account that is signed in."""
        session = self.session
        account = Account(session.account) if session is not None else None
        return replace(self.site.context, account=account, warnings=[], receipts=[], **asked)

    def edition(self, ref: str | None = None) -> Context:
        """Return the context of a reading: internal where the visitor may read that, else public where there is one.

        Args:
            ref: the case that is read; None where everything is.

        Raises:
            NotYourAction: neither.
        """
        if self.reads_all if ref is None else self.reads(ref):
            return self.context()
        if not self.site.public:
            raise _not_theirs(self)
        return self.context().in_public(self.words.language)

    @property
    def reads_all(self) -> bool:
        """True for one who reads the internal edition of everything."""
        return any(post.reads_all for post in self.posts) or Audience.AUDITOR in self.audiences

    def owns(self, ref: str) -> bool:
        """Return True for a case that one of the visitor's posts owns, and for those above and beneath it."""
        posts, target = tuple(post.id for post in self.posts), Ref.parse(ref)
        if not posts or target is None:
            return False
        top = str(target.top)
        if top not in self._lines:
            self._lines[top] = line_of(self.context(), top, posts)
        return str(target) in self._lines[top]

    def reads(self, ref: str) -> bool:
        """Return True for a case of which the visitor reads the internal edition."""
        return self.reads_all or self.owns(ref)

    def actions_of(self, ref: str, actor: str | None = None, *, basis: str | None = None) -> tuple[ActionState, ...]:
        """Return the actions of a case as a post finds them, the secretary where none is named; looked up once."""
        if (ref, actor, basis) not in self._actions:
            self.look_up((ref,), actor, basis=basis)
        return self._actions[ref, actor, basis]

    def look_up(self, refs: Sequence[str], actor: str | None, *, basis: str | None = None) -> None:
        """Look up the actions of several cases at once, which costs less than one by one."""
        cases = next_actions(self.context(actor=actor, basis=basis), refs)
        self._actions |= {(ref, actor, basis): case.actions for ref, case in zip(refs, cases, strict=True)}

    def render(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page made by a template."""
        page = templating.environment().get_template(template)
        words = self.words
        content = page.render(visit=self, words=words, say=words.say, plural=words.plural, csrf=self.csrf, **values)
        return HTMLResponse(content, status)

    def called(self, ref: object = None) -> Called:
        """Return what people call the things of the council, and the actions of a case; looked up once."""
        asked = str(ref or "")
        if asked not in self._called:
            self._called[asked] = called(self.context(), asked)
        return self._called[asked]

    @property
    def csrf(self) -> str:
        """The token that a form of this session carries."""
        return self.session.csrf if self.session is not None else ""

    def new_key(self) -> str:
        """Return the key under which one form is recorded once."""
        return form_key()

    def done(self) -> None:
        """Forget what was typed before the session was over: it has been sent."""
        if self.session is not None:
            self.site.sessions.drop_form(self.session.account, self.place)

    def document(self, blocks: tuple[Block, ...], caption: str) -> Any:
        """Return blocks as HTML, the refs in them as links to the cases that there are."""
        content = templating.written(blocks, caption, self.words)
        to_open = there(self.context(), frozenset(filter(self._opens, refs_in(content))))
        return templating.with_links(content, to_open)

    def _opens(self, ref: str) -> bool:
        """Return True for a case whose page the visitor may open; no link leads to a page that is refused."""
        return self.site.public or self.reads(ref)

    def other_languages(self) -> tuple[tuple[str, str, str], ...]:
        """Return the languages that the page is not in: code, address and name."""
        url, here = self.request.url, self.words.language
        others = (code for code in LANGUAGES if code != here)
        return tuple((code, f"?{url.include_query_params(lang=code).query}", _NAMES[code]) for code in others)

    def menu(self) -> tuple[tuple[str, str, str], ...]:
        """Return the pages that the visitor may open from everywhere: name, path and label."""
        return tuple((name, path, self.words.say(label)) for name, path, label in MENU if self.may(name))

    def may(self, page: str) -> bool:
        """Return True for a page that the visitor may open."""
        return bool((self.audiences - (frozenset() if self.site.public else {Audience.PUBLIC})) & MAY[page])

    def sign_in(self) -> Response:
        """Send the browser to where people sign in, and back here afterwards."""
        return RedirectResponse(f"/sign-in?next={quote(self.place, safe='/')}", 303)


Answer = Callable[[Visit], Response]


def page(name: str, path: str, answer: Answer, *, posts: bool = False) -> Route:
    """Return the route of a page: rights are asked, forms are read, errors are told before and after the answer.

    Args:
        name: the page's name in the table of rights.
        path: its path.
        answer: answers a visit, in a thread of its own.
        posts: True where a form is sent there too.
    """

    endpoint = open_page(partial(_guarded, name, answer))
    return Route(path, endpoint, methods=["GET", "POST"] if posts else ["GET"], name=name)


def sent_from(form_at: str, answer: Answer) -> Answer:
    """Return the answer to a form that stands on another page: whoever only reads its address is led to that page."""

    def answered(visit: Visit) -> Response:
        return answer(visit) if visit.request.method == "POST" else RedirectResponse(form_at, 303)

    return answered


def open_page(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a page that everybody may open: its form is read, its errors are told."""

    def answered(visit: Visit) -> Response:
        try:
            response = answer(visit)
        except SltError as error:
            response = failure(visit, error)
        _remember_language(visit, response)
        return response

    async def endpoint(request: Request) -> Response:
        fields = await sent_fields(request)
        try:
            return await run_in_threadpool(answered, Visit(request, request.app.state.site, fields))
        finally:
            await fields.close()  # and the files that it brought

    return endpoint


def _guarded(name: str, answer: Answer, visit: Visit) -> Response:
    if not visit.may(name):
        if visit.session is None:
            _keep(visit)
            return visit.sign_in()
        raise _not_theirs(visit)
    try:
        refuse_forgery(visit.request, visit.session, visit.fields, base_url=visit.site.base_url)
    except RequestError as error:
        if error.code == "form_of_another_session" and visit.session is not None:
            visit.site.sessions.keep_form(visit.session.account, visit.place, visit.typed)
        raise
    return answer(visit)


def _not_theirs(visit: Visit) -> NotYourAction:
    """Return the error for a page that is not open to a visitor who is signed in."""
    if visit.posts:
        return NotYourAction("page_not_yours")
    return NotYourAction("page_of_posts" if Audience.AUDITOR in visit.audiences else "account_without_post")


def _remember_language(visit: Visit, response: Response) -> None:
    """Keep the language that the reader chose on a page."""
    if "lang" in visit.request.query_params:
        secure = visit.site.is_secure
        response.set_cookie(LANGUAGE_COOKIE, visit.words.language, 31_536_000, secure=secure, httponly=True)


def _keep(visit: Visit) -> None:
    """Keep what was typed in a form whose session is over, until the same account has signed in again."""
    lapsed = visit.site.sessions.lapsed(visit.secret) if visit.secret and visit.request.method == "POST" else None
    if lapsed is None:
        return
    with suppress(RequestError):  # a form that another site sent is nobody's words
        refuse_forgery(visit.request, lapsed, visit.fields, base_url=visit.site.base_url)
        visit.site.sessions.keep_form(lapsed.account, visit.place, visit.typed)


def told(error: SltError, visit: Visit) -> tuple[str, ...]:
    """Return the sentences on an error, for those who have no terminal and know no ids."""
    facts = in_names(error.facts, visit.called, visit.words)
    near = str(facts.get("near") or "")
    if near == error.facts.get("near") and Ref.parse(near) is None:  # a suggestion that nobody would know
        facts = {name: fact for name, fact in facts.items() if name != "near"}
    named = SltError(error.code, **facts)
    return without_commands(failures.lines(named, visit.words, {**ERRORS, **ON_PAGES}))


def failure(visit: Visit, error: SltError) -> Response:
    """Return the page of an error, in the reader's words; its code is noted in the log.

    Raises:
        BrokenInvariant: the error is a fault of ours, whose number readers see instead of its facts.
    """
    if isinstance(error, BrokenInvariant):
        raise error
    visit.request.state.code = error.code
    return plain_page(visit, status_of(error), partial(told, error))


def plain_page(visit: Visit, status: int, lines: Callable[[Visit], Sequence[str]]) -> Response:
    """Return a page of some sentences, also where the database cannot be read."""
    try:
        return visit.render("failure.html", status=status, lines=lines(visit))
    except SltError:  # nobody can be told from another
        bare, words = Visit(visit.request, visit.site), Words(language_of(visit.request.headers, STANDARD))
        nothing = CouncilHeading("", "", "")
        vars(bare).update(session=None, visitor=None, words=words, council=nothing, called=lambda _: NOBODY_CALLED)
        return bare.render("failure.html", status=status, lines=lines(bare))


def status_of(error: SltError) -> int:
    """Return the status of HTTP that an error is told with."""
    if error.code in _STATUS:
        return _STATUS[error.code]
    if isinstance(error, NotYourAction):
        return 403
    if isinstance(error, RecordsError | ProviderUnavailable):
        return 503
    return 400 if isinstance(error, RequestError) else 500
