"""Errors of sessions, forms and invitations of the pages in words; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

SESSION_ERRORS: Final[Mapping[str, str]] = {
    "sessions_unusable": N_(
        "The sessions cannot be read from {path}: {why}. Move that file away; a new one is made. Those who are signed "
        "in sign in again, open invitations are made anew, and nothing that was recorded is lost."
    ),
    "form_of_another_site": N_(
        "This did not come from a page here, so nothing was recorded. Open the page here and send it again."
    ),
    "form_of_another_session": N_(
        "You have signed in again since this page was opened, so nothing was recorded. What you wrote is kept: open "
        "the page again and send it."
    ),
    "form_of_another_account": N_(
        "This page was not opened by the one who is signed in now, so nothing was recorded. Open it again and fill it "
        "in there."
    ),
    "form_unreadable": N_(
        "The form could not be read as it was sent, so nothing was recorded. Go back, look at what you wrote, and send "
        "it once more."
    ),
    "part_saved_elsewhere": N_(
        "This point was saved in another window since you opened it here. Nothing was saved now. What you typed here "
        "stands below; save it again to have it in the place of the other."
    ),
    "draft_too_large": N_(
        "This is more than can be kept here. Nothing was saved. Make it shorter, or use the form file."
    ),
    "form_file_missing": N_("Choose the form file that you filled in, or put what it holds into the field."),
    "field_is_empty": N_("“{field}” is empty. Fill it in."),
    "form_without_key": N_(
        "This form is incomplete, so nothing was recorded. Open the page again and fill it in there."
    ),
    "form_sent_before": N_(
        "This form was sent before with other words, and those are recorded. Nothing more was recorded now. Open the "
        "page again to see what is recorded, and change it there."
    ),
    "bad_invitation_days": N_("An invitation holds from 1 to {most} days, not {given}."),
    "no_invitation": N_("There is no such invitation any more. Ask the secretary for a new one."),
    "invitation_claimed": N_(
        "Somebody else has signed in with this invitation. If it was meant for you, tell the secretary, who "
        "withdraws it and invites you anew."
    ),
    "invitation_confirmed": N_("This invitation was used. Sign in the ordinary way."),
    "invitation_revoked": N_("This invitation was withdrawn. Ask the secretary for a new one."),
    "invitation_expired": N_("This invitation is too old. Ask the secretary for a new one."),
    "invitation_of_earlier_holder": N_(
        "Another holds {post} than when this invitation was made, so nobody was given access. Invite the new holder: "
        "slt access grant {post} --invite"
    ),
    "invitation_without_provider": N_(
        "An invitation is for those who sign in at a provider. An account of a computer is bound with: "
        "slt post account POST ACCOUNT"
    ),
    "no_open_invitation": N_("There is no open invitation “{given}”. See which there are: slt access invitations"),
    "no_address_of_pages": N_(
        "Nobody has served the pages yet, so the link would lead nowhere. Name their address with --base-url."
    ),
    "subject_or_invitation": N_(
        "Name the person with --subject and --issuer, or make a link for them with --invite: one of the two."
    ),
    "no_such_code": N_(
        "No invitation that waits has this code. Have it read to you once more, or see who waits: "
        "slt access invitations"
    ),
    "too_many_codes": N_("Too many wrong codes were typed. Wait {minutes} minutes, then try again."),
}
"""Sentences by an error's code, as in `ERRORS`."""
