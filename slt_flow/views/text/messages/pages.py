"""Sentences of errors on pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

PAGE_ERRORS: Final[Mapping[str, str]] = {
    "no_such_page": N_("There is no page {path}. Begin at the first page."),
    "page_not_yours": N_("This page is not open to the posts that you speak for. Ask the secretary of the council."),
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
