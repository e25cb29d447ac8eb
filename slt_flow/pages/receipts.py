"""Kvittering: what was recorded, with the numbers of its entries."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from slt_flow.errors import RequestError
from slt_flow.pages.frame import Visit
from slt_flow.pages.rights import ALL
from slt_flow.services.history.timeline import of_account, of_request
from slt_flow.terms import Ref
from slt_flow.views.history.timeline import history_line, what_happened

_MOST: Final = 2**63
"""Larger numbers no database knows."""


MOST: Final = 100
"""Most requests that the list of receipts looks back on."""


def answer_list(visit: Visit) -> Response:
    """Show what the visitor's account recorded, the latest first, each with its receipt."""
    words = visit.words
    rows = [
        (line.seq, words.short_day(line.on), line.subject, what_happened(line, visit.titles, words))
        for line in of_account(visit.context(), MOST)
    ]
    return visit.render("receipts.html", rows=rows, most=MOST)


def answer(visit: Visit) -> Response:
    """Show the entries of one request to those who made it, and to those who read everything."""
    seq = visit.request.path_params["seq"]
    lines = of_request(visit.context(), seq) if seq < _MOST else ()
    own = visit.session is not None and all(line.account == visit.session.account for line in lines)
    if not lines or not (own or visit.audiences & ALL):
        raise RequestError("no_such_page", path=visit.request.url.path)
    refs = dict.fromkeys(line.subject for line in lines if Ref.parse(line.subject) is not None)
    return visit.render(
        "receipt.html",
        lines=[history_line(line, visit.words).plain for line in lines],
        first=lines[0],
        last=lines[-1],
        refs=tuple(refs),
    )
