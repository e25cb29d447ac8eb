"""Sentences of errors on pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

PAGE_ERRORS: Final[Mapping[str, str]] = {
    "no_such_page": N_("There is no page {path}. Begin at the first page."),
    "page_not_yours": N_("This page is not open to the posts that you speak for. Ask the secretary of the council."),
    "form_of_no_own_post": N_(
        "The form names a post that you do not speak for, or that may not send it, so nothing was recorded. Open the "
        "page again and choose among the posts that stand there."
    ),
    "form_for_no_such_post": N_(
        "The form names a post whose act this cannot be, so nothing was recorded. Open the page again and choose among "
        "those that stand there."
    ),
    "apology_too_late": N_(
        "{ref} is over or cancelled, so no apology is taken for it any more. Where the minutes say wrongly who was "
        "there, tell the secretary."
    ),
    "nothing_to_search_for": N_(
        "There is no letter or digit to search for in “{given}”. Write a word, or a part of one."
    ),
    "page_is_only_read": N_(
        "Nothing can be sent to {path}, which is only read. Nothing was recorded. Open it, and use the forms there."
    ),
    "not_published": N_(
        "This is a draft, which the council has not published. Come back when it is adopted or approved."
    ),
    "nobody_named": N_("Say on whose behalf you record it."),
    "page_of_posts": N_("This page is for those who speak for a post. An auditor reads the others."),
    "account_without_post": N_(
        "Your sign-in is bound to no post of this council. Ask its secretary for an invitation, and open the link in "
        "it."
    ),
    "key_used_up": N_("This link has been used, or is too old. Start the pages again to get a new one."),
}
