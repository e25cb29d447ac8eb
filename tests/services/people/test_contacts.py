"""Mail addresses of posts: what is one, when it lapses, and that it can be erased and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from slt_flow.errors import NotYourAction, RequestError
from slt_flow.results.answers import Done
from slt_flow.services.history.redact import redact
from slt_flow.services.history.undo import undo
from slt_flow.services.people.contacts import mail_address, record_contact, remove_contact
from slt_flow.services.people.lists import list_posts
from slt_flow.services.people.posts import appoint, vacate
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext, on
from tests.records.year import done

POST, ADDRESS = "ordforer", "ordforer@example.no"


def contact(context: Context) -> str | None:
    return next(row.contact for row in list_posts(context) if row.id == POST)


@pytest.mark.parametrize(
    "typed",
    ["a@b.no", "fornavn.etternavn@eksempel.kommune.no", "post+råd@x.no".replace("å", "a"), "ola&co@firma.no",
     "rad@kvæfjord.kommune.no", "rad@KVÆFJORD.Kommune.no", "rad@xn--kvfjord-nxa.kommune.no",
     f"a@{'æ' * 55}.no", f"{'a' * 64}@x.no", " slt@example.no "],
)  # fmt: skip
def test_an_address_is_a_name_and_a_domain(typed: str) -> None:
    assert mail_address(typed) == typed.strip()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "blank_text"), ("ordfører", "bad_mail_address"), ("a b@x.no", "bad_mail_address"),
        ("a@b@x.no", "bad_mail_address"), ("a@", "bad_mail_address"), ("@x.no", "bad_mail_address"),
        ("a@localhost", "bad_mail_address"), ("a@x..no", "bad_mail_address"), ("a@-x.no", "bad_mail_address"),
        ("a@x-.no", "bad_mail_address"), ("a..b@x.no", "bad_mail_address"), (".a@x.no", "bad_mail_address"),
        ("ordfører@x.no", "bad_mail_address"), ("a@x_y.no", "bad_mail_address"), ("<a@x.no>", "bad_mail_address"),
        ("Kari <a@x.no>", "bad_mail_address"), ("a@x.no,b@x.no", "bad_mail_address"),
        ("a@[127.0.0.1]", "bad_mail_address"),
        ("a@x.no\nBcc: b@x.no", "hidden_characters"), ("a\x00@x.no", "hidden_characters"),
        ("a\u202e@x.no", "hidden_characters"), (f"{'a' * 65}@x.no", "bad_mail_address"),
        (f"a@{'æ' * 62}.no", "bad_mail_address"), (f"a@{'.'.join(['æ' * 7] * 20)}.no", "bad_mail_address"),
        ("a@straße.no", "bad_mail_address"), ("a@ｘ.no", "bad_mail_address"), ("a@ὀδός.no", "bad_mail_address"),
        (f"a@{'x' * 64}.no", "bad_mail_address"), (f"a@{'x.' * 99}no", "line_too_long"),
    ],
)  # fmt: skip
def test_anything_else_is_refused(typed: str, code: str) -> None:
    with pytest.raises(RequestError) as refused:
        mail_address(typed)
    assert (refused.value.code, refused.value.exit_code) == (code, 2)


def test_an_address_lapses_with_the_holder_and_comes_back_with_an_undo(context: MakeContext) -> None:
    june = context()
    done(record_contact(june, POST, ADDRESS))
    first = done(appoint(june, POST, "Kari Eksempel"))  # the first name of who held it all along
    assert (contact(june), first.notices) == (ADDRESS, ())
    july = on(june, "2026-07-01")
    done(vacate(july, POST))
    assert (contact(july), contact(june)) == (None, ADDRESS)
    done(appoint(july, POST, "Ola Prøve"))
    assert contact(july) is None
    with pytest.raises(RequestError, match="no_contact"):
        remove_contact(july, POST)
    done(record_contact(july, POST, "ny@example.no"))
    august = on(june, "2026-08-01")
    done(vacate(august, POST))
    appointed = done(undo(august, "Feil", f"post:{POST}"))
    assert (contact(august), appointed.notices) == ("ny@example.no", ())


def test_another_holder_ends_the_address_and_whoever_appoints_is_told(context: MakeContext) -> None:
    june = context()
    done(appoint(june, POST, "Kari Eksempel"))
    done(record_contact(june, POST, ADDRESS))
    left = done(vacate(on(june, "2026-07-01"), POST))
    assert [notice.code for notice in left.notices if notice.code == "contact_lapsed"] == ["contact_lapsed"]


def test_an_address_is_replaced_removed_and_refused_where_nobody_reads_it(context: MakeContext) -> None:
    june = context()
    done(record_contact(june, POST, ADDRESS))
    with pytest.raises(RequestError, match="contact_is_there"):
        record_contact(on(june, "2026-06-16"), POST, ADDRESS)
    done(record_contact(june, POST, "ny@example.no"))
    assert contact(june) == "ny@example.no"
    done(remove_contact(june, POST))
    assert contact(june) is None
    done(vacate(june, POST))
    with pytest.raises(RequestError, match="contact_of_vacant_post"):
        record_contact(june, POST, ADDRESS)
    with pytest.raises(NotYourAction):
        record_contact(replace(june, actor="politikontakt"), "politikontakt", ADDRESS)


def test_an_erased_address_is_gone_wherever_it_stands(context: MakeContext) -> None:
    june = context()
    done(record_contact(june, POST, ADDRESS))
    done(record_contact(june, POST, "ny@example.no"))
    done(record_contact(june, POST, ADDRESS))
    erased = redact(replace(june, basis="Personvern"), "23", "contact")
    assert isinstance(erased, Done)
    assert contact(june) is None
    assert ADDRESS.encode() not in june.store.path.read_bytes()
