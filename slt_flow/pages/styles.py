"""Styles of the pages, under an address that changes when they do."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from slt_flow.views.writers import html

_STATIC: Final = Path(__file__).parent / "static"
_DESIGN, _PAGES = ((_STATIC / name).read_text(encoding="utf-8") for name in ("designsystemet.css", "pages.css"))
_SHEET: Final = _DESIGN + html.layout() + _PAGES
STYLES: Final = f"/styles/{hashlib.sha256(_SHEET.encode()).hexdigest()[:16]}.css"


def styles(_request: Request) -> Response:
    """Return the styles of documents and of pages; browsers may keep them for a year."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_SHEET, media_type="text/css", headers=headers)
