"""The demo year of Kvæfjord on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from slt_flow.records.store import Store
from slt_flow.services.request.context import Context
from tests.conftest import DEMO_DAY, EVERYONE, IN_MEMORY, NOON, on
from tests.pages.browser.house import ISSUER, House, house_of, let_in


@pytest.fixture(scope="session")
def house(demo: Callable[[str], bytes]) -> Iterator[House]:
    """The demo year, which tests only read; the public may read it too."""
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        path = Path(folder) / "slt.sqlite"
        path.touch(0o600)
        path.write_bytes(demo("kvaefjord"))
        context = on(Context(Store(str(path)), council="kvaefjord", clock=NOON, account=EVERYONE), DEMO_DAY)
        let_in(context)
        with house_of(context, issuer=ISSUER, public=True) as served:
            yield served
