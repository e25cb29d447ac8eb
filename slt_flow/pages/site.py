"""Site: what one process serves, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slt_flow.services.request.context import Context

if TYPE_CHECKING:
    from slt_flow.pages.openid import Client
    from slt_flow.pages.sessions import Sessions


@dataclass(frozen=True)
class Site:
    """One council on the web.

    Attributes:
        context: the context of the council, of no account.
        base_url: the address that people type, without a slash at the end.
        sessions: the sessions of those who are signed in.
        public: True where everybody may read the public edition.
        provider: the client of the OpenID provider that signs people in; without it only this computer's own account
            is let in.
    """

    context: Context
    base_url: str
    sessions: Sessions
    public: bool = False
    provider: Client | None = None

    @property
    def is_secure(self) -> bool:
        """True where browsers reach the site over TLS."""
        return self.base_url.startswith("https://")
