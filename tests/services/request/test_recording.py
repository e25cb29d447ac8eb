"""The one way into the journal: no text with a national identity number comes past it, whoever writes it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from slt_flow.definitions.locations import agreement_file
from slt_flow.errors import RequestError
from slt_flow.records import journal
from slt_flow.records.store import Store
from slt_flow.services.agreements.init import check_file, init
from slt_flow.services.agreements.renew import renew
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.register import register
from slt_flow.services.history.check_texts import check_texts
from slt_flow.services.history.redact import redact
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.plan import plan
from slt_flow.services.people import posts
from slt_flow.services.people.contacts import record_contact
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.stories.play import played
from slt_flow.services.use_cases import Council
from slt_flow.views.year.scribe import SCRIBE
from tests.conftest import EVERYONE, NOON, MakeContext
from tests.house.source import modules
from tests.model.test_personal_data import made as number_of
from tests.records.year import done
from tests.renewals import renewed_text

NUMBER = number_of("ordinary")
MASKED = f"{NUMBER[:6]} *****"
WRITTEN = f"{NUMBER[:6]} {NUMBER[6:]}"


@pytest.mark.xdist_group("house")
def test_entries_are_appended_in_one_place() -> None:
    """Whoever wrote past it would write past the scan."""
    calls = {
        str(module)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("journal.") == "append"
    }
    assert calls == {"slt_flow/services/request/recording.py"}
    assert not [m for m in modules() if "slt_flow.records.journal.append" in m.imports]


WRITES: dict[str, tuple[str, Callable[[Context], Any]]] = {
    "a title": ("title", lambda c: register(c, f"Sak om {WRITTEN}")),
    "a text": ("text", lambda c: register(c, "Sak", text=f"Linje\n{NUMBER}")),
    "a basis": ("basis", lambda c: register(replace(c, basis=f"e-post fra {WRITTEN}"), "Sak")),
    "a key": ("key", lambda c: register(replace(c, key=NUMBER), "Sak")),
    "a reason": ("reason", lambda c: undo(c, f"gjelder {WRITTEN}")),
    "a name": ("name", lambda c: posts.appoint(c, "ordforer", f"Prøve {WRITTEN}")),
    "a remark": ("text", lambda c: actions.perform(c, "1/26", "remark", {"text": WRITTEN})),
    "a title of work": ("title", lambda c: assign(c, "1/26", "slt-koordinator", due="2026-09-01", title=WRITTEN)),
    "resources": ("resources", lambda c: assign(c, "1/26", "slt-koordinator", due="2026-09-01", resources=WRITTEN)),
    "an address": ("address", lambda c: actions.perform(c, "1/26", "link", {"address": f"https://x.no/{NUMBER}"})),
    "a basis of erasure": ("basis", lambda c: redact(replace(c, basis=WRITTEN), "1/26", "title")),
    "a program": ("title", lambda c: Council(c).register(WRITTEN)),
}


@pytest.mark.parametrize("what", list(WRITES))
def test_a_number_is_refused_in_every_field(adopted: Context, what: str) -> None:
    field, write = WRITES[what]
    before = adopted.store.path.read_bytes()
    with pytest.raises(RequestError) as raised:
        write(adopted)
    assert (raised.value.code, raised.value.exit_code) == ("identity_number_in_text", 2)
    assert raised.value.facts == {"field": field, "shown": (MASKED,)}
    assert NUMBER[6:] not in str(raised.value)
    assert adopted.store.path.read_bytes() == before


def test_a_number_is_refused_in_a_dry_run_too(adopted: Context) -> None:
    with pytest.raises(RequestError, match="identity_number_in_text"):
        register(replace(adopted, dry_run=True), WRITTEN)


def test_a_number_in_a_form_is_refused(adopted: Context) -> None:
    meeting = done(plan(adopted, "2026-06-10")).ref
    form = (
        'present = ["ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef"]\n'
        f'[[items]]\ntitle = "Sak"\ntext = "{WRITTEN}"\n'
    )
    with pytest.raises(RequestError) as raised:
        record(adopted, meeting, form.encode(), "skjema.toml")
    assert raised.value.facts == {"field": "text", "shown": (MASKED,)}


def _agreement(folder: Path) -> str:
    text = renewed_text(agreement_file("kvaefjord").read_text(encoding="utf-8"), "2026-05-01")
    path = folder / "kvaefjord-2026.toml"
    path.write_text(text.replace('title = "', f'title = "{WRITTEN} ', 1), encoding="utf-8")
    return str(path)


def test_a_number_in_an_agreements_file_is_refused_where_it_is_entered_and_checked(
    folder: Path, context: MakeContext
) -> None:
    path = _agreement(folder)
    new = Context(Store(str(folder / "new.sqlite")), clock=NOON, account=EVERYONE)
    for ask in (lambda: init(new, path), lambda: check_file(path), lambda: renew(context(), path)):
        with pytest.raises(RequestError) as raised:
            ask()
        assert raised.value.code == "identity_number_in_text"
        assert raised.value.facts["shown"] == (MASKED,)
    assert not (folder / "new.sqlite").exists()


def test_a_number_in_a_story_is_refused(folder: Path) -> None:
    story = folder / "story.toml"
    story.write_text(
        f'[[stories]]\nname = "En sak"\nagreement = "kvaefjord"\nwhen = [{{ decision = "{WRITTEN}" }}]\n'
        'then = [{ ref = "1/26", state = "registered" }]\n',
        encoding="utf-8",
    )
    (told,) = played([str(story)], SCRIBE)
    assert MASKED in repr(told)
    assert NUMBER[6:] not in repr(told)


def test_others_are_recorded_with_a_warning(adopted: Context) -> None:
    outcome = done(register(adopted, "Ring 22 33 44 55 eller kari@example.no", text="Konto 8601.11.17947"))
    told = {notice.code: dict(notice.facts) for notice in outcome.notices}
    assert told == {
        "telephone_number_in_text": {"text_name": "title", "shown": "22 ** ** **"},
        "email_address_in_text": {"text_name": "title", "shown": "k***@*******.**"},
        "account_number_in_text": {"text_name": "text", "shown": "8601.**.*****"},
    }


def test_an_address_in_its_own_field_is_no_warning(adopted: Context) -> None:
    outcomes = [
        done(actions.perform(adopted, "1/26", "link", {"address": "mailto:arkiv@example.no"})),
        done(record_contact(adopted, "ordforer", "post@example.no")),
    ]
    told = [notice.code for outcome in outcomes for notice in outcome.notices]
    assert [code for code in told if code.endswith("_in_text")] == []


@pytest.mark.endurance
@pytest.mark.parametrize("council", ["kvaefjord", "levanger"])
def test_the_texts_of_a_demos_year_have_nothing_personal(
    council: str, demo: Callable[[str], bytes], database: Path
) -> None:
    """False alarms: case numbers, dates, numbers of the agreement and of pinned workflows."""
    database.touch(0o600)
    database.write_bytes(demo(council))
    checked = check_texts(Context(Store(str(database)), council=council, clock=NOON, account=EVERYONE))
    assert checked.occurrences == ()
    assert checked.texts > 250
    with Store(str(database)).reading() as connection:
        assert checked.texts == sum(len(entry.texts) for entry in journal.read(connection, council))
