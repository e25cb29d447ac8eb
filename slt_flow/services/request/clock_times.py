"""Times of day as people write them."""

from __future__ import annotations

import re
from typing import Final

from slt_flow.errors import RequestError

_TIME: Final = re.compile(r"(?:kl\.? *)?(?P<hour>\d{1,2})(?:[.:](?P<past>\d{2}))?", re.ASCII | re.IGNORECASE)


def clock_time(typed: str) -> str:
    """Parse a time of day, `10:00`, `10.00`, `kl. 10`, and return it as `HH:MM`.

    Raises:
        RequestError: another form, or a time that no day has.
    """
    match = _TIME.fullmatch(typed.strip())
    hour, past = (int(match["hour"]), int(match["past"] or 0)) if match is not None else (24, 0)
    if hour > 23 or past > 59:
        raise RequestError("no_such_time", given="".join(filter(str.isprintable, typed))[:20])
    return f"{hour:02}:{past:02}"
