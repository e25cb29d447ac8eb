"""Forms on pages: shown, reviewed before what binds, recorded once, each with a receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from slt_flow.errors import NotYourAction, SltError
from slt_flow.pages.form_fields import Field
from slt_flow.pages.frame import Visit, status_of, told
from slt_flow.pages.naming import in_names
from slt_flow.pages.sent_forms import recorded_once, request_key
from slt_flow.results.answers import Done, Finding, Outcome, Refusal
from slt_flow.results.meeting_forms import FormOutcome, Mistake
from slt_flow.results.people import OwnPost
from slt_flow.services.history.timeline import history
from slt_flow.services.request.context import Context
from slt_flow.terms import Ref
from slt_flow.views.history.timeline import history_line
from slt_flow.views.meetings.form import line_of as form_line
from slt_flow.views.meetings.form_mistakes import on_page
from slt_flow.views.meetings.form_words import named
from slt_flow.views.text.commandless import without_commands
from slt_flow.views.text.failures import place
from slt_flow.views.text.findings import of_finding, of_notice
from slt_flow.views.text.outcomes import done_lines, section, to_tell, warnings

STALE: Final = "nothing_changed_meanwhile"


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """One form for the posts of a visitor.

    Attributes:
        visit: the request.
        label: its heading.
        posts: the posts of the visitor whose act it may be.
        fields: its questions, with the answers as they were typed.
        record: records the answers, in a context of the post that acts.
        binds: True where it is reviewed before it is recorded.
        case: the case it is about, None where it is about none.
        seq: the last entry of that case, or of the council where it is about none, as the page shows it.
        back: the address and the words of the page it belongs to.
        reasons: sentences on why it is shut; none where it is open.
        about: a sentence or two on its effect.
        links: addresses and words of pages beside it.
        template: its template.
        done: called once it is recorded.
        refresh: called once its reader was told of changes, where they are not told by the number on the page.
    """

    visit: Visit
    label: str
    posts: tuple[OwnPost, ...]
    fields: tuple[Field, ...]
    record: Callable[[Context], Outcome | FormOutcome]
    binds: bool
    back: tuple[str, str]
    case: str | None = None
    seq: int | None = None
    reasons: tuple[str, ...] = ()
    about: str = ""
    links: tuple[tuple[str, str], ...] = ()
    template: str = "form.html"
    done: Callable[[], None] | None = None
    refresh: Callable[[], None] | None = None

    def answer(self) -> Response:
        """Show the form, or record what was sent with it."""
        return self._sent() if self.visit.request.method == "POST" else self._page()

    def _page(self, *, status: int = 200, **more: Any) -> Response:
        """Return the form, with what was typed in it."""
        sent = self.visit.fields
        outcome: dict[str, Any] = {"lines": (), "changes": (), "mistakes": (), "review": None, "notices": ()}
        return self.visit.render(
            self.template,
            status=status,
            form=self,
            post=str(sent.get("acting", self.posts[0].id)),
            key=str(sent.get("key") or self.visit.new_key()),
            **(outcome | more),
        )

    def _sent(self) -> Response:
        """Record what was sent, after a review where it binds; else show the form again with what was wrong."""
        reviewed = "reviewed" in self.visit.fields or not self.binds
        if "change" in self.visit.fields:
            return self._page()
        try:
            with recorded_once():
                outcome = self.record(self._context(dry_run=not reviewed))
        except SltError as error:
            return self._page(status=status_of(error), lines=told(self._by_fields(error), self.visit))
        if isinstance(outcome, FormOutcome):
            if outcome.done is None:
                return self._mistaken(outcome)
            lines = tuple(form_line(line, self.visit.words) for line in outcome.lines)
            outcome = outcome.done
        elif isinstance(outcome, Refusal):
            return self._refused(outcome)
        else:
            lines = tuple(done_lines(outcome, self.visit.words))
        if not reviewed and not outcome.already:
            notices = notice_lines(self.visit, outcome)
            return self._page(review=lines, notices=notices)
        self.visit.done()
        if self.done is not None:
            self.done()
        return RedirectResponse(f"/receipt/{outcome.entries[0]}", 303)

    def _context(self, *, dry_run: bool) -> Context:
        """Return the context of the post that was chosen, which records the form once, on what its reader saw."""
        sent = self.visit.fields
        acting = next((post.acting for post in self.posts if post.id == sent.get("acting")), None)
        # Another case may have been chosen since the page was opened: the number is of the one that it showed.
        seq = str(sent.get("seq", "")) if sent.get("of", "") == (self.case or "") else ""
        if acting is None:
            raise NotYourAction("form_of_no_own_post")
        return self.visit.context(
            actor=acting,
            key=None if dry_run else request_key(sent),
            if_seq=int(seq) if seq.isdecimal() and len(seq) < 12 else None,
            basis=str(sent.get("basis", "")).strip() or None,
            dry_run=dry_run,
        )

    def _refused(self, refusal: Refusal) -> Response:
        """Show what keeps it shut; where something changed meanwhile, what changed since the page was opened."""
        if any(finding.rule == STALE for finding in refusal.findings):
            seen, case = refusal.findings[0].saw["if_seq"], Ref.parse(refusal.ref)
            later = history(self.visit.context(), str(case) if case is not None else None)
            told_of = (line for line in later if line.seq > seen and (case is None or self.visit.reads(line.subject)))
            lines = tuple(history_line(line, self.visit.words).plain for line in told_of)
            if self.refresh is not None:
                self.refresh()
            return self._page(status=409, changes=lines)
        return self._page(status=409, lines=sentences(self.visit, refusal.findings, refusal.ref))

    def _by_fields(self, error: SltError) -> SltError:
        """Return an error that names the fields as they are called on the page."""
        labels, missing = {field.name: field.label for field in self.fields}, error.facts.get("missing", ())
        if isinstance(missing, tuple):
            error.facts["fields"] = tuple(labels.get(name, name) for name in missing)
        if (name := error.facts.get("field")) in labels:
            error.facts["field"] = labels[str(name)]
        return error

    def mistake_lines(self, mistakes: Iterable[Mistake]) -> tuple[str, ...]:
        """Return the sentences on mistakes of a form file, each with its line and its key."""
        words = self.visit.words
        lines = ((mistake, line) for mistake in mistakes for line in mistake_lines(self.visit, mistake))
        return tuple(f"{place(mistake.line, named(mistake.key, words), words)}: {line}" for mistake, line in lines)

    def _mistaken(self, outcome: FormOutcome) -> Response:
        """Show the mistakes of a meeting's form where they are, or that the meeting changed meanwhile."""
        findings = tuple(finding for mistake in outcome.mistakes for finding in mistake.findings)
        if any(finding.rule == STALE for finding in findings):
            return self._refused(Refusal(outcome.ref, "", findings))
        return self._page(status=409 if findings else 400, mistakes=outcome.mistakes)


def mistake_lines(visit: Visit, mistake: Mistake) -> tuple[str, ...]:
    """Return the sentences on a mistake of a meeting's form, for those who see no lines of a file."""
    if mistake.findings:
        return sentences(visit, mistake.findings, mistake.ref)
    named = mistake._replace(facts=in_names(mistake.facts, visit.called, visit.words, mistake.ref))
    return without_commands(on_page(named, visit.words))


def sentences(visit: Visit, findings: Iterable[Finding], ref: str | None = None) -> tuple[str, ...]:
    """Return the sentences on what keeps an action of a case shut, each with its §."""
    told_of = []
    for finding in to_tell(tuple(findings)):
        named = finding._replace(saw=in_names(finding.saw, visit.called, visit.words, ref))
        where, sentence = section(finding, visit.words), of_finding(named, visit.words)
        told_of.append(f"{where}: {sentence}" if where else sentence)
    return tuple(told_of)


def notice_lines(visit: Visit, outcome: Done) -> tuple[str, ...]:
    """Return the sentences on what somebody is warned of."""
    named = (row._replace(facts=in_names(row.facts, visit.called, visit.words)) for row in warnings(outcome))
    return without_commands(of_notice(notice, visit.words) for notice in named)
