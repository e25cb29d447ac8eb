"""Contacts: the mail address of a post, which invitations go to; it lapses with the holder."""

from __future__ import annotations

import re
from typing import Final

from slt_flow.engine.entries import Kind
from slt_flow.errors import RequestError
from slt_flow.model import Contact
from slt_flow.model.snapshot import Snapshot
from slt_flow.services.request import parsing
from slt_flow.services.request.answer_checks import refuse_gone
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import Role

LONGEST: Final = 254
"""Signs of a mail address (RFC 5321, erratum 1690)."""

_LOCAL: Final = re.compile(r"(?=.{1,64}$)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_LABEL: Final = re.compile(r"[^\W_](?:[^\W_]|-){0,61}(?<!-)")


@use_case(Role.SECRETARY)
def record_contact(request: Request, post: str, address: str) -> None:
    """Record the mail address at which the holder of a post is reached, in the place of an earlier one."""
    chosen, parsed = parsing.post(post, request.snapshot), mail_address(address)
    refuse_gone(request.snapshot, chosen, request.context.day)
    if not request.snapshot.is_held_on(chosen, request.context.day):
        raise RequestError("contact_of_vacant_post", post=chosen)
    there = contact_of(request.snapshot, chosen)
    if there is not None and there.address == parsed:
        raise RequestError("contact_is_there", post=chosen, address=parsed)
    request.record(request.entry(Kind.CONTACT_RECORDED, f"post:{chosen}", {"post": chosen}, {"contact": parsed}))


@use_case(Role.SECRETARY)
def remove_contact(request: Request, post: str) -> None:
    """Record that the holder of a post is reached at no address any longer."""
    chosen = parsing.post(post, request.snapshot)
    if contact_of(request.snapshot, chosen) is None:
        raise RequestError("no_contact", post=chosen)
    request.record(request.entry(Kind.CONTACT_REMOVED, f"post:{chosen}", {"post": chosen}))


def contact_of(snapshot: Snapshot, post: str) -> Contact | None:
    """Return the contact of a post that nobody has ended, None where there is none."""
    return next((row for row in snapshot.all(Contact) if row.post == post and row.until is None), None)


def tell_lapsed(request: Request, post: str) -> None:
    """Tell that the address of a post lapsed with its holder."""
    if contact_of(request.before, post) is not None and contact_of(request.snapshot, post) is None:
        request.notice("contact_lapsed", post=post)


def mail_address(typed: str) -> str:
    """Parse a mail address, `name@domain`: one sign @, no spaces, a domain of two labels or more.

    Raises:
        RequestError: it has another form.
    """
    address = parsing.line("contact", typed)
    local, _, domain = address.rpartition("@")
    labels = domain.split(".")
    is_one = _LOCAL.fullmatch(local) and len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    if not is_one or len(local) + sum(1 + _sent_length(label) for label in labels) > LONGEST:
        raise RequestError("bad_mail_address", given=parsing.shown(typed))
    return address


def _sent_length(label: str) -> int:
    """Return the length of a label as mail is sent by it (IDNA); one that cannot be, or as another only, is too long.

    `ß` would be sent as `ss`, which is another domain.
    """
    if label.isascii():
        return len(label)
    try:
        sent = label.encode("idna")
        is_same = sent.decode("idna") == label.lower()
    except UnicodeError:
        return LONGEST + 1
    return len(sent) if is_same else LONGEST + 1
