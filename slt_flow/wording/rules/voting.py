"""Words of the rules of consensus."""

from slt_flow.terms import N_
from slt_flow.wording.records import Explanation, RuleWording

_UNHELD = Explanation(remedy="slt meeting show {meeting}")  # that it is held has a rule, and a remedy, of its own

RULES = {
    "every_party_is_represented": RuleWording(
        N_("every party is represented by somebody who can commit it"),
        N_("Nobody who can commit {missing} takes part in this item."),
        "slt decision postpone {ref} --reason TEXT",
        'outcome = "postpone"',
        seen={
            "unheld": _UNHELD,
            "no_mandate": Explanation(
                N_(
                    "Nobody who can commit {missing} takes part in this item: {deputy}, who meets for {no_mandate}, "
                    "has no mandate recorded. If it was given one by the day of the meeting, record it."
                ),
                "slt meeting attend {meeting} {no_mandate} --deputy {deputy} --mandate {no_mandate}=TEXT",
                'mandate = {{ {no_mandate} = "…" }}',
            ),
            "deputy": Explanation(
                N_("Nobody who can commit {missing} takes part in this item; {deputy} cannot: {why}.")
            ),
        },
        part=N_("every party is represented"),
    ),
    "post_takes_part": RuleWording(
        N_("the post takes part in the item"),
        N_("{post} takes no part in this item (at the meeting: {presence})."),
        "slt meeting attend {meeting} {post}",
        'present = ["{post}"]',
        seen={
            "seatless": Explanation(
                N_("{post} takes no part in this item: it has no seat in the council."), "slt meeting show {meeting}"
            ),
            # An excuse ends with the round: put off and tabled again, the item is one that the seat takes part in.
            "excused": Explanation(remedy="slt decision postpone {ref} --reason TEXT"),
            "unheld": _UNHELD,
            "presence": Explanation(
                N_(
                    "{post} takes no part in this item (at the meeting: {presence}). Record it as present only if it "
                    "was there."
                )
            ),
        },
    ),
    "post_has_a_seat": RuleWording(
        N_("the post has a seat in the council"), N_("{post} has no seat in the council."), "slt meeting show {meeting}"
    ),
    "disqualification_is_decided_by_others": RuleWording(
        N_("that a seat is disqualified is decided by the others"),
        N_(
            "Whether {post} is disqualified is decided by more than half of the others who take part ({others}). Say "
            "who of them decided it, and the ground as the reason."
        ),
        "{again} --decided-by POSTS",
        'excused = [{{ post = "{post}", reason = "…", decided_by = ["POST"] }}]',
        seen={
            "unheld": _UNHELD,
            "strangers": Explanation(
                N_("{strangers} cannot decide whether {post} is disqualified; the others who take part can: {others}.")
            ),
        },
    ),
    "everyone_present_has_taken_a_stance": RuleWording(
        N_("everybody who takes part has taken a stance"),
        N_("Still to take a stance on this text: {silent}."),
        "slt decision take-stance {ref} {silent} STANCE",
        'consent = ["POST"]',
    ),
    "nobody_objects": RuleWording(
        N_("nobody objects"),
        N_("Objecting: {objecting}."),
        "slt decision amend {ref} TEXT",
        'outcome = "no_consensus"',
        seen={
            "elsewhere": Explanation(
                N_("Objecting: {objecting}, in {elsewhere}, which is the same matter."),
                "slt decision postpone {ref} --reason TEXT",
                'outcome = "postpone"',
            ),
            "away": Explanation(remedy="slt decision postpone {ref} --reason TEXT"),
        },
        undecided=Explanation(
            N_("Not everybody has said whether they object: {silent}."),
            "slt decision take-stance {ref} {silent} STANCE",
            'consent = ["POST"]',
        ),
    ),
    "text_is_changed": RuleWording(
        N_("an amendment changes the text"),
        N_("That is the present text; case, spaces and a full stop make no other."),
        "slt decision amend {ref} TEXT",
        'text = "…"',
    ),
    "objection_has_a_reason": RuleWording(
        N_("an objection has a reason"),
        N_("{post} objects without saying why."),
        "slt decision take-stance {ref} {post} object --reason TEXT",
    ),
    "every_party_consents": RuleWording(
        N_("every party consents"),
        N_("No consent yet from a post that can commit {missing}; standing aside is not consent."),
        "slt decision take-stance {ref} POST STANCE",
        'consent = ["POST"]',
        seen={
            "unheld": _UNHELD,
            "absent": Explanation(remedy="slt decision postpone {ref} --reason TEXT", form='outcome = "postpone"'),
        },
    ),
    "stances_are_on_this_text": RuleWording(
        N_("stances are on this text"),
        N_("The text was amended (version {text_version}); older stances no longer count: {outdated}."),
        "slt decision take-stance {ref} {outdated} STANCE",
        'consent = ["POST"]',
    ),
    "nobody_consents_for_two_parties": RuleWording(
        N_("nobody consents for two parties"),
        N_("One person consents for two parties and counts for one: {persons}."),
        "slt decision postpone {ref} --reason TEXT",
        'outcome = "postpone"',
    ),
    "consensus_is_reached": RuleWording(
        N_("there is consensus"),
        N_("There is no consensus yet: {parts}."),
        "slt why {ref} {action}",
        'outcome = "no_consensus"',
        barred=Explanation(
            N_("There is consensus; the decision can be adopted."), "slt decision adopt {ref}", 'outcome = "adopt"'
        ),
        undecided=Explanation(
            N_("It is not settled yet whether there is consensus: {parts}."),
            "slt why {ref} {action}",
            form='consent = ["POST"]',
        ),
        standard=N_("Decisions are taken by consensus."),
    ),
    "is_for_information": RuleWording(
        N_("the item is for information only"),
        N_("The item is to be decided, not only taken note of."),
        "slt why {ref} adopt",
        barred=Explanation(
            N_("The item is for information; it is taken note of, not decided."),
            "slt next {ref}",
            'outcome = "note"',
        ),
    ),
}
