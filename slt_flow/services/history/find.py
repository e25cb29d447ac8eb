"""Search in the journal's texts."""

from __future__ import annotations

from slt_flow.errors import RequestError
from slt_flow.results.history import Found
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading


def find(context: Context, text: str) -> tuple[Found, ...]:
    """Find a text in titles, texts, reasons, results and remarks, without those taken back.

    Raises:
        RequestError: there is nothing to search for: signs alone, or hidden ones.
    """
    wanted = _wanted(text)
    with reading(context) as reader:
        return reader.with_text(wanted)


def _wanted(text: str) -> str:
    try:
        return parsing.line("text", text).casefold()
    except RequestError as error:
        if error.code == "blank_text":
            raise RequestError("nothing_to_search_for", given=parsing.shown(text)) from None
        raise
