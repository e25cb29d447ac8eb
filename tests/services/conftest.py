"""A council with one meeting held on 12 March and one decision adopted at it; made once and copied."""

from __future__ import annotations

import pytest

from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.records.year import done
from tests.services.year.year_end import carry_out


def one_adopted(context: Context) -> None:
    """Hold the meeting and adopt the decision."""
    done(hold(context, "2026-03-12", "all"))
    done(register(context, "Trygg skolevei", meeting="M1/26", consent="all"))


@pytest.fixture
def adopted(prepared: Prepared) -> Context:
    """A context on a copy of that database."""
    return prepared(one_adopted)


@pytest.fixture
def carried_out(prepared: Prepared) -> Context:
    """A context on a copy of a council that has carried a decision out (see `tests.context.year_end`)."""
    return prepared(carry_out)
