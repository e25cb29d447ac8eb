"""Errors about posts, their holders, absences and accounts, and focus areas, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

PEOPLE_ERRORS: Final[Mapping[str, str]] = {
    "group_dissolved": N_("The group {group} has no members any more. Give it some with: slt group members {group}"),
    "group_is_agreed": N_(
        "The agreement names the group {group}; only a newer agreement dissolves it: slt agreement renew"
    ),
    "group_has_these": N_("The group {group} has these members already."),
    "group_without_members": N_("A group has at least one member. Name posts after --members, with commas between."),
    "bad_series": N_("“{given}” is not the letters of a group. Write one to three letters, such as K."),
    "series_taken": N_("The letters {series} are taken. Choose others with --series."),
    "no_groups": N_(
        "There are no coordinating groups, so there is no “{given}”. Found it first: slt group add ID --title TEXT "
        "--members POST,…"
    ),
    "unknown_group": N_("There is no coordinating group “{given}”. The groups are {known}."),
    "decision_not_adopted": N_(
        "{ref} has not been adopted, so it cannot decide this. Name a decision that the council adopted."
    ),
    "decision_stands_no_more": N_(
        "{ref} was adopted and does not stand any more, so it decides nothing. Name a decision that stands."
    ),
    "decision_dropped_before": N_(
        "{ref} was dropped before it was followed up here, so it decides nothing. Name a decision that stands."
    ),
    "decision_adopted_later": N_("{ref} was adopted on {adopted_on}, after {on}. It decides this from that day on."),
    "seat_needs_decision": N_("A seat for {post} is for the council to decide. Name its decision with --by."),
    "post_gone": N_(
        "{post} has not been in the agreement since {until}, so it is given nothing new. See the posts with: "
        "slt post list"
    ),
    "already_vacant": N_("{post} is vacant already."),
    "area_ended_already": N_("The focus area {area} has ended already."),
    "area_begun_later": N_("The focus area {area} began on {since}; {ref}, adopted on {day}, cannot have ended it."),
    "absence_ends_before_it_begins": N_(
        "The absence would end on {until}, before it begins on {since}. Give the first and the last day of it."
    ),
    "absence_too_long": N_(
        "From {since} to {until} is longer than two years; check the days. Who is away that long has left the post: "
        "slt vacate POST"
    ),
    "absence_before_the_council": N_(
        "The absence ended on {until}, before {first}, the first day the council is followed up here. "
        "It need not be recorded."
    ),
    "comes_with_deputy": N_("{post} is there itself, so nobody acts for it. Leave out the deputy and the mandate."),
    "not_recorded_as_away": N_(
        "{post} is not recorded as away on any day from {since} to {until}, so there is nothing to take back."
    ),
    "own_deputy": N_("{post} cannot be its own deputy. Name another post, or leave out the deputy."),
    "deputy_vacant": N_(
        "Nobody holds {deputy} from {since} to {until}, so it cannot act for {post}. Name another deputy, or record "
        "who holds it: slt appoint {deputy} NAME"
    ),
    "deputy_absent": N_(
        "{deputy} is away itself from {since} to {until}, so it cannot act for {post} all that time. "
        "Name another deputy."
    ),
    "absent_post_vacant": N_(
        "Nobody holds {post} on {since}, so nobody can be away from it. Record who does: slt appoint {post} NAME"
    ),
    "no_absence_recorded": N_(
        "No absence of {post} is recorded from {day} on. Say when it is away: slt deputy {post} {deputy} --from DATE "
        "--to DATE"
    ),
    "both_days_of_absence": N_("Give both the first and the last day: --from DATE --to DATE."),
    "period_backwards": N_("The period would end on {until}, before it begins on {since}. Swap the days."),
    "holder_before_the_last": N_(
        "The day {on} is before the last change of this post, {last}. Give a later day with --on."
    ),
    "two_holders": N_(
        "{post} is held by {holder} since {since}. Two cannot hold it at once: record that it is left with "
        "slt vacate {post} --on {on}, then appoint the next. A wrong name is taken back with: "
        "slt undo post:{post} --reason TEXT"
    ),
    "holds_it_already": N_("{post} is held by {holder} since {since} already."),
    "account_not_known": N_(
        "Only an account that is known may say whose accounts are whose, and {account} is not bound to {post}. "
        "Do it from an account that is, the secretary’s or the chair’s: slt access list shows them."
    ),
    "account_of_two_parties": N_(
        "{account} is bound to {other}, of another party than {post}. Nobody speaks for both: bind one of its own."
    ),
    "bound_already": N_("{account} is bound to {post} already."),
    "access_already": N_("{account} has that access already."),
    "access_to_vacant_post": N_(
        "Nobody holds {post}, so nobody acts as its holder. Record who does: slt appoint {post} NAME"
    ),
    "access_to_earlier_holder": N_(
        "The holding of {post} on {on} has ended: another began on {since}. Access is given to who holds it now: leave "
        "--on out, or name a later day."
    ),
    "nobody_to_deputise": N_(
        "No absence of {post} is recorded from {day} on, so it has no deputy. Say when its holder is away: "
        "slt absence {post} --from DATE --to DATE"
    ),
    "absence_has_deputy": N_(
        "{deputy} acts for {post} from {since} on. Give access to that post: slt access grant {deputy}"
    ),
    "deputy_has_a_post": N_(
        "The person acts as {deputy} already, and a post deputises as itself. Record that: slt deputy {post} {deputy}"
    ),
    "auditor_has_no_post": N_(
        "Who audits the council has no part in it, and {account} would have both. Take the other access back first: "
        "slt access list shows it."
    ),
    "no_access": N_("There is no such access to take back. See what there is: slt access list"),
    "post_or_auditor": N_("Name a post, or say --auditor: one of them, and not both."),
    "deputy_without_post": N_("A deputy acts for a post: name it, and leave --auditor out."),
    "subject_not_bound": N_(
        "{account} has no access to {post}, so nothing is recorded. The secretary gives it: slt access grant {post}"
    ),
    "bad_issuer": N_(
        "“{given}” is not the address of a provider. Write its issuer (iss) exactly as it does, with https:// and "
        "without ? and #."
    ),
    "bad_subject": N_(
        "“{given}” is not a subject. Write it (sub) exactly as the provider does: up to {longest} visible ASCII signs."
    ),
    "subject_is_a_number_of_a_person": N_(
        "The subject holds a national identity number, which is never recorded. Let the provider {issuer} give a "
        "pairwise subject (sub) instead."
    ),
    "bad_mail_address": N_("“{given}” is not a mail address. Write one such as postmottak@example.no, with one @."),
    "contact_is_there": N_("{address} is recorded for {post} already."),
    "contact_of_vacant_post": N_(
        "Nobody holds {post}, so nobody is reached there. Record who does: slt appoint {post} NAME"
    ),
    "no_contact": N_("{post} has no mail address. See which posts have one: slt post list"),
    "secretary_without_address": N_(
        "The secretary has no mail address, from which people are invited. Record it: slt post contact {post} ADDRESS"
    ),
    "nobody_to_invite": N_(
        "Nobody who is called to {ref} has a mail address. Record them one by one: slt post contact POST ADDRESS"
    ),
    "not_bound": N_("{post} has no such account. See which it has: slt post list"),
}
"""Sentences by an error's code, as in `ERRORS`."""
