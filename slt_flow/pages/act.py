"""Acts: the form of an action, its review before what binds, and its record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import RedirectResponse, Response

from slt_flow.errors import NotYourAction, RequestError, SltError
from slt_flow.pages.cases import reasons
from slt_flow.pages.form_fields import answers_of, fields_of
from slt_flow.pages.frame import Visit, status_of, told
from slt_flow.pages.sent_forms import recorded_once, request_key
from slt_flow.pages.templating import ref_at
from slt_flow.results.actions import ActionState
from slt_flow.results.answers import Outcome, Refusal
from slt_flow.results.people import OwnPost
from slt_flow.services.follow_up.case_sheet import last_entry, show
from slt_flow.services.history.timeline import history
from slt_flow.services.request.actions import next_actions, perform
from slt_flow.terms import ANSWERS
from slt_flow.views.history.timeline import history_line
from slt_flow.views.text.commandless import without_commands
from slt_flow.views.text.findings import of_notice
from slt_flow.views.text.outcomes import done_lines, warnings

STALE = "nothing_changed_meanwhile"


def answer(visit: Visit) -> Response:
    """Show the form of an action, or record what was sent with it."""
    ref, name = ref_at(visit.request.path_params["place"]), visit.request.path_params["action"].replace("-", "_")
    visit.edition(ref)
    choices = tuple((post, action) for post in visit.posts for action in _actions(visit, post, ref, name))
    if not choices:
        raise RequestError("no_such_page", path=visit.request.url.path)
    theirs = tuple(pair for pair in choices if {pair[0].id, pair[0].acting} & set(pair[1].by))
    if not theirs:
        raise NotYourAction("page_not_yours")
    form = _Form(visit, ref, name, tuple(post for post, _ in theirs), theirs[0][1])
    return form.sent() if visit.request.method == "POST" else form.page()


def _actions(visit: Visit, post: OwnPost, ref: str, name: str) -> tuple[ActionState, ...]:
    (case,) = next_actions(visit.context(actor=post.acting), ref)
    return tuple(action for action in case.actions if action.action == name)


class _Form:
    """The form of one action of one case, for the posts of the visitor whose act it may be."""

    def __init__(self, visit: Visit, ref: str, name: str, posts: tuple[OwnPost, ...], action: ActionState) -> None:
        self.visit, self.ref, self.name, self.posts, self.action = visit, ref, name, posts, action
        self.sheet: Any = show(visit.context(), ref)

    @property
    def typed(self) -> dict[str, tuple[str, ...]]:
        """Answers as they were sent."""
        return {name: tuple(values) for name, values in self.visit.typed.items() if name in ANSWERS}

    def page(self, *, status: int = 200, **more: Any) -> Response:
        """Return the form, with what was typed in it."""
        visit, fields = self.visit, self.visit.fields
        values: dict[str, Any] = {"lines": (), "changes": (), "review": None, "notices": ()} | more
        return visit.render(
            "act.html",
            status=status,
            ref=self.ref,
            title=self.sheet.title,
            action=self.action,
            posts=self.posts,
            post=str(fields.get("acting", self.posts[0].acting)),
            fields=fields_of(self.action.asks, self.action.may_ask, self.typed, visit.context(), visit.words),
            key=str(fields.get("key") or visit.new_key()),
            seq=last_entry(visit.context(), self.ref),
            reasons=reasons(visit, self.action) if not self.action.open else (),
            **values,
        )

    def sent(self) -> Response:
        """Record what was sent, after a review where it leads on; else show the form again with what was wrong."""
        reviewed = "reviewed" in self.visit.fields or not self.action.moves
        if "change" in self.visit.fields:
            return self.page()
        try:
            with recorded_once():
                outcome = self._perform(dry_run=not reviewed)
        except SltError as error:
            return self.page(status=status_of(error), lines=told(error, self.visit.words))
        if isinstance(outcome, Refusal):
            return self._refused(outcome)
        if not reviewed and not outcome.already:
            lines = tuple(done_lines(outcome, self.visit.words))
            notices = without_commands(of_notice(notice, self.visit.words) for notice in warnings(outcome))
            return self.page(review=lines, notices=notices)
        self.visit.done()
        return RedirectResponse(f"/receipt/{outcome.entries[0]}", 303)

    def _perform(self, *, dry_run: bool) -> Outcome:
        fields = self.visit.fields
        acting = str(fields.get("acting", ""))
        if acting not in [post.acting for post in self.posts]:
            raise NotYourAction("page_not_yours")
        seq = str(fields.get("seq", ""))
        asked: Mapping[str, Any] = {
            "actor": acting,
            "key": None if dry_run else request_key(fields),
            "if_seq": int(seq) if seq.isdecimal() and len(seq) < 12 else None,
            "basis": str(fields.get("basis", "")).strip() or None,
            "dry_run": dry_run,
        }
        return perform(self.visit.context(**asked), [self.ref], self.name, answers_of(self.typed))

    def _refused(self, refusal: Refusal) -> Response:
        """Show what keeps the action shut; where the case changed meanwhile, what changed since it was opened."""
        if any(finding.rule == STALE for finding in refusal.findings):
            seen = refusal.findings[0].saw["if_seq"]
            lines = [line for line in history(self.visit.context(), self.ref) if line.seq > seen]
            return self.page(status=409, changes=tuple(history_line(line, self.visit.words).plain for line in lines))
        sentences = reasons(self.visit, self.action._replace(findings=refusal.findings))
        return self.page(status=409, lines=sentences)
