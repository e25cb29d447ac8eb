"""What a page reads of the database does not grow with the years of a council, counted in rows and statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

import pytest

from bench.councils import council, meeting_of_its_own
from slt_flow.pages.templating import address_of
from slt_flow.records.connection import Connection
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.request.context import Context
from tests.pages.browsing import Browser, site_of

pytestmark = pytest.mark.endurance

YEARS, A_YEAR, MEASURES = 6, 24, 5
MORE: Final = (YEARS - 1) * A_YEAR * (2 + MEASURES)
"""Cases that the older council has besides: each decision with its work."""

ACCOUNT = "os:slt@kontoret"


class Counted(NamedTuple):
    """Council, and what the pages read of it since the last answer."""

    context: Context
    rows: list[int]

    def read(self, path: str) -> tuple[int, int]:
        """Read a page with nothing kept, and return the numbers of its statements and rows."""
        browser = Browser(site_of(replace(self.context, account=None))).sign_in(ACCOUNT, "os")
        for connection in self.context.store._idle:
            connection.close()
        self.context.store._idle.clear()
        self.rows.clear()
        page = browser.get(path)
        assert page.status == 200, page.text
        return len(self.rows), sum(self.rows)


@pytest.fixture(scope="module")
def councils(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Counted, Counted]]:
    rows: list[int] = []
    all_of = Connection.all

    def counted(connection: Connection, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
        answer = all_of(connection, sql, values)
        rows.append(len(answer))
        return answer

    def made(years: int) -> Counted:
        path = tmp_path_factory.mktemp("councils") / f"{years}.sqlite"
        context = council(path, A_YEAR * years, years=years, measures=MEASURES)
        bind_account(context, "slt-koordinator", ACCOUNT)
        return Counted(context, rows)

    with pytest.MonkeyPatch.context() as patch:
        both = made(1), made(YEARS)
        patch.setattr(Connection, "all", counted)
        yield both


def own_pages(context: Context) -> tuple[str, ...]:
    """The pages of a meeting of one decision, of that decision, and of its work: alike in councils of any age."""
    meeting = meeting_of_its_own(context)
    number = A_YEAR + 1
    decision, assignment, measure = f"{number}/26", f"{number}/26.1", f"{number}/26.1.1"
    return tuple(map(address_of, (meeting, decision, assignment, measure)))


def test_a_page_reads_no_cases_of_other_years(councils: tuple[Counted, Counted]) -> None:
    new, old = councils
    alike = ("/mine", "/now", "/status", "/receipts", "/office", "/obligations")
    pages = [*((path, path) for path in alike), *zip(own_pages(new.context), own_pages(old.context), strict=True)]
    grown = {}
    for of_new, of_old in pages:
        (statements, rows), (more_statements, more_rows) = new.read(of_new), old.read(of_old)
        grown[of_old] = (more_statements - statements, more_rows - rows)
    assert {path: n for path, n in grown.items() if n[0] > MORE / 10 or n[1] > MORE / 2} == {}


def test_the_count_sees_a_page_that_reads_the_cases_of_all_years(councils: tuple[Counted, Counted]) -> None:
    (_, rows), (_, more) = (counted.read("/status?owner=slt-koordinator") for counted in councils)
    assert more - rows > MORE
