"""Sentences of sign-ins that come to nothing, and of mistakes in the file of a provider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

SIGN_IN_ERRORS: Final[Mapping[str, str]] = {
    "sign_in_begin_again": N_(
        "This sign-in cannot be finished: it took more than ten minutes, was begun in another window, or is finished "
        "already. Begin again."
    ),
    "sign_in_stopped": N_("{provider} signed nobody in. Begin again, and finish the sign-in there."),
    "sign_in_too_weak": N_(
        "{provider} does not say that you signed in as it is required here: “{claim}” must be one of {values}. Begin "
        "again, and choose a safer way to sign in."
    ),
    "sign_in_not_trusted": N_(
        "The answer from {provider} cannot be trusted: {why}. Nobody is signed in. Begin again, and if that does not "
        "help, tell those who run these pages."
    ),
    "no_provider": N_(
        "Nobody signs in here through a provider. On your own computer, open the link that was shown when these pages "
        "were started."
    ),
    "provider_unavailable": N_(
        "Nobody can sign in through {provider} just now: {why}. Try again in a moment. Pages that need no sign-in work."
    ),
}
"""Sentences by an error's code, as in `ERRORS`."""

SIGN_IN_WHYS: Final[Mapping[str, str]] = {
    "answer_issuer": N_("it does not say that it comes from there"),
    "token_algorithm": N_("it is signed in a way that anybody could imitate"),
    "token_audience": N_("it is meant for another service"),
    "token_expired": N_("it is no longer valid"),
    "token_identity_number": N_("it names you by a national identity number, which is never recorded here"),
    "token_issuer": N_("it comes from somebody else"),
    "token_key": N_("it is signed with an unknown key"),
    "token_malformed": N_("it lacks something, or is written wrong"),
    "token_nonce": N_("it belongs to another sign-in"),
    "token_old": N_("it was issued too long ago"),
    "token_replayed": N_("it has been used before"),
    "token_signature": N_("its signature is wrong"),
    "token_to_come": N_("it is not valid yet; the clocks differ"),
    "provider_busy": N_("too many are signing in at once"),
    "provider_no_answer": N_("it does not answer"),
    "provider_odd": N_("it answers something else than it should"),
    "provider_other_issuer": N_("it calls itself something else than the file with its configuration says"),
    "provider_rejects": N_("it does not accept the key or secret of this service"),
    "provider_slow": N_("it answers too slowly"),
    "provider_too_large": N_("its answer is too large"),
}
"""Causes, as in `WHYS`."""

PROVIDER_PROBLEMS: Final[Mapping[str, str]] = {
    "no_credential": N_("nothing says where this service has its key or its secret; name one of {choices}"),
    "one_credential": N_("this service has one key or one secret; keep only one of {choices}"),
    "credential_unreadable": N_("{name} cannot be read: {why}"),
    "credential_empty": N_("{name} is empty; put the secret there"),
    "no_private_key": N_(
        "{name} is no private key to sign with; expected: PEM or JWK without a password, RSA of at least 2048 bits, "
        "P-256, P-384, P-521 or Ed25519"
    ),
    "secret_in_file": N_("a key or a secret never stands in this file; name the place where it stands with {choices}"),
    "no_issuer": N_(
        "“{name}” is no issuer; expected: an address such as https://idporten.no, without /.well-known (and http only "
        "on this machine)"
    ),
    "no_openid_scope": N_("“openid” is missing here; without it nobody is signed in"),
    "nothing_required": N_(
        'say what a sign-in must show, as in {{ acr = ["idporten-loa-high"] }}, or that it is nothing: "none"'
    ),
    "claim_never_read": N_("“{name}” is a national identity number, which is never read; require something else"),
    "claims_are_json": N_("this is no object in JSON"),
}
"""Clauses by a problem's code, as in `PROBLEMS`."""
