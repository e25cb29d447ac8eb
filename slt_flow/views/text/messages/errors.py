"""Sentences of errors; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_
from slt_flow.views.text.messages.agendas import AGENDAS
from slt_flow.views.text.messages.archive import ARCHIVE_ERRORS
from slt_flow.views.text.messages.beginning import BEGINNING_ERRORS
from slt_flow.views.text.messages.database import DATABASE_ERRORS
from slt_flow.views.text.messages.days import DAY_ERRORS
from slt_flow.views.text.messages.erasure import ERASURE_ERRORS
from slt_flow.views.text.messages.form_sheets import FORM_SHEET_ERRORS
from slt_flow.views.text.messages.layouts import LAYOUT_ERRORS
from slt_flow.views.text.messages.pages import PAGE_ERRORS
from slt_flow.views.text.messages.papers import PAPER_ERRORS
from slt_flow.views.text.messages.people import PEOPLE_ERRORS
from slt_flow.views.text.messages.personal import PERSONAL_ERRORS
from slt_flow.views.text.messages.serving import SERVING_ERRORS
from slt_flow.views.text.messages.sessions import SESSION_ERRORS
from slt_flow.views.text.messages.sheets import SHEET_ERRORS
from slt_flow.views.text.messages.sign_in import SIGN_IN_ERRORS
from slt_flow.views.text.messages.typing import TYPING_ERRORS

ERRORS: Final[Mapping[str, str]] = {
    **AGENDAS,
    **PAPER_ERRORS,
    **PAGE_ERRORS,
    **SHEET_ERRORS,
    **ARCHIVE_ERRORS,
    **FORM_SHEET_ERRORS,
    **SIGN_IN_ERRORS,
    **SERVING_ERRORS,
    **SESSION_ERRORS,
    # what was asked for
    "unknown_ref": N_("There is no {ref}. See what there is with: {listing}"),
    "bad_ref": N_(
        "“{ref}” is not the name of a case. Write a decision as 3/26, an assignment as 3/26.1, a meeting as M1/26."
    ),
    "nobody_left_to_speak": N_(
        "Nobody is left to speak in {ref}: every seat that takes part has said something to its present text."
    ),
    "item_went_on": N_(
        "{meeting} went on while the form was open. Read what your words on {ref} are now, and send them again."
    ),
    "text_amended_meanwhile": N_(
        "The text of {ref} was amended meanwhile: this was about version {seen}, and it is version {now} now. Read it, "
        "and say so again."
    ),
    "council_is_here": N_(
        "This very journal is in the database already, as {council}. Look at it with: slt status --council {council}"
    ),
    "council_name_taken": N_(
        "Another council called {council} is in the database. Give this one another name with --name, or bring it into "
        "a database of its own with --db FILE."
    ),
    "unknown_post": N_("There is no post “{given}”. See them with: slt post list"),
    "unknown_organisation": N_("There is no organisation “{given}”. See them with: slt organisation list"),
    "unknown_area": N_("There is no focus area “{given}”. See them with: slt area list"),
    "unknown_workflow": N_("There is no workflow “{given}”. There are {known}. See them with: slt workflow list"),
    "unknown_workflow_version": N_("{machine} has no version {version}. It has {known}. See: slt workflow list"),
    "version_of_which_workflow": N_(
        "Say which workflow version {version} is of: slt workflow diagram NAME --version N"
    ),
    "version_of_a_case": N_(
        "{ref} is drawn in the version it has pinned, so --version says nothing there. Leave one of them out."
    ),
    "case_of_another_workflow": N_(
        "{ref} follows the workflow “{machine}”, not “{name}”. Leave the name out: slt workflow diagram --ref {ref}"
    ),
    "time_of_a_workflow": N_("--as-of and --as-known tell of a case. Name it with --ref, or leave them out."),
    "not_a_shipped_machine": N_(
        "“{machine}” is not one of the shipped machines ({known}), so it cannot be proved together with them."
    ),
    "machine_exists": N_("There is a workflow or a kind of decision called {machine} already. Give it another name."),
    "bad_machine_name": N_("“{given}” cannot be a name here. Write small letters a–z, digits and _, a letter first."),
    "unknown_machine": N_("There is no machine “{given}”. See them with: slt workflow list"),
    "version_says_the_same": N_(
        "Version {version} of “{machine}” says the same as version {other}, which cases follow already. Change what "
        "is to be otherwise first."
    ),
    "other_format": N_(
        "The journal is written in format {format}, which this slt-flow does not know (it knows {ours}). Upgrade "
        "slt-flow."
    ),
    "all_stands_alone": N_("“all” means everybody, so no other post stands beside it. Leave one of them out."),
    "own_version_needs_a_name": N_(
        "Versions in {folder} are your own and carry your name, so that none is ever taken for a shipped one. Say it "
        "with --name, as in --name verdal."
    ),
    "shipped_versions_are_numbers": N_(
        "{folder} holds the shipped workflows, whose versions are numbers. Leave --name out, or name a folder of your "
        "own with --into."
    ),
    "bad_version_name": N_("“{given}” cannot be the name of a version. Use small letters and hyphens, as in verdal."),
    "no_such_version": N_("No machine has a version {version}. See them with: slt workflow list"),
    "ended_stays": N_("{ref} has ended; what has ended never changes. See it with: slt show {ref}"),
    "kind_is_proved_with_all": N_(
        "{file} is a kind of decision; it is proved together with the workflows of its folder: "
        "slt workflow check --workflows {folder}"
    ),
    "unknown_clause_key": N_("The agreement has no clause “{given}”. See them with: slt agreement obligations"),
    "kind_not_named": N_(
        "“{title}” sounds like {kind}, ratified by {bodies}: say --kind, --needs-ratification or --within-authority."
    ),
    "title_exceeds": N_(
        "“{title}” sounds like {kind}, ratified by {bodies}. Say first whether it exceeds the council's authority: "
        "slt decision authority {ref} --needs-ratification BODY, or --within-authority; or withdraw it, and register "
        "it with --kind {kind}."
    ),
    "authority_either_or": N_("Say either who ratifies the decision, or that it is within the council's authority."),
    "authority_judged_too_late": N_(
        "The council has said its word on {ref}; whether it exceeds delegated authority is judged before that."
    ),
    "authority_exceeded": N_(
        "{ref} is to be ratified by {bodies}, and nothing said later ends that. What was recorded by mistake is taken "
        "back with: slt undo {ref} --reason TEXT"
    ),
    "clause_kept_by_the_system": N_(
        "{clause} ({ref}) is judged by what is recorded here, not by word. See it with: slt agreement explain {clause}"
    ),
    "clause_of_another": N_("{clause} is {keeper}'s to keep, not {given}'s. Leave out --for."),
    "keeper_vacant": N_(
        "Nobody held {post} on {day}, so nobody kept {clause} then. Record who did: slt appoint {post} NAME --on {day}"
    ),
    "evidence_known": N_("{clause} is recorded for {day} already."),
    "evidence_to_come": N_("{day} has not come yet (today is {today}). Record it when it is done."),
    "evidence_before_the_council": N_(
        "{day} is before {first}, the first day the council is followed up here. Give a later day."
    ),
    "weekly_from_one_day": N_("--weekly-until counts on from one day. Give --on once."),
    "ends_before_it_begins": N_("It ends {last}, before it begins {first}. Give a last day that is not before it."),
    "unknown_challenge": N_("There is no challenge “{given}”. See them with: slt challenge list"),
    "unknown_knowledge": N_("There is no source of knowledge “{given}”. See them with: slt knowledge list"),
    "unknown_kind": N_("There is no kind of decision “{given}”. See them with: slt decision kinds"),
    "kind_has_a_command": N_("A decision of the kind {kind} is made of what is registered. Begin with: {command}"),
    "evaluation_exists": N_("{year} has its evaluation already, {ref}. See it with: slt evaluate show {year}"),
    "not_a_year_to_evaluate": N_(
        "{year} cannot be evaluated: the council is followed up here from {first}, and a year to come is not over yet."
    ),
    "no_evaluation": N_("{year} has no evaluation yet. Begin with: slt evaluate open {year}"),
    "no_evaluation_for": N_("{ref} belongs to the evaluation of {year}. Begin with: slt evaluate open {year}"),
    "belongs_to_a_later_evaluation": N_(
        "{ref} was settled after the evaluation of {evaluated} was adopted, so it belongs to that of {year}, which can "
        "be opened from {first} on."
    ),
    "on_another_agenda": N_(
        "{ref} stands on the agenda of {at}, so it cannot be decided in {meeting}. Decide it in {at}, with "
        "--meeting {at}, or postpone it first: slt decision postpone {ref} --reason TEXT"
    ),
    "plan_needs_meeting": N_(
        "No plan for {period} stands on an agenda. Say where it is decided: slt plan adopt {typed} --meeting MEETING "
        "--consent POSTS"
    ),
    "plan_lacks_areas": N_(
        "The plan for {period} has nothing yet in {areas}. Where the council wants it so, say the same with "
        "--as-it-is; see it first with: slt plan show {typed}"
    ),
    "plan_overlaps": N_(
        "The plan for {period} overlaps {ref}, the plan for {other}, which has been adopted. Where the council wants "
        "both, say the same with --as-it-is; see the other with: slt show {ref}"
    ),
    "plan_is_adopted": N_(
        "The plan for {period} was adopted on {day}, {ref}, and nothing in it has changed since. "
        "See it with: slt plan show {year}"
    ),
    "plan_before_the_council": N_(
        "{period} was over before {first}, the first day the council is followed up here. Plan a later year."
    ),
    "evaluation_is_adopted": N_("The evaluation of {year}, {ref}, has been adopted. See: slt evaluate show {year}"),
    "not_a_measure": N_("{ref} is not a measure. Measures are written as 3/26.1.2."),
    "measure_is_open": N_("{ref} is still open; its effect is assessed once it is settled. See: slt next {ref}"),
    "assessed_for_good": N_(
        "{ref} was assessed in {evaluation}, the evaluation of {year}, which has been adopted. "
        "What was learnt since can be noted with: slt learning add TEXT"
    ),
    "which_challenge": N_(
        "{ref} answers several challenges or none ({known}). Say on which one it had the effect: --challenge ID"
    ),
    "unknown_effect_given": N_("“{given}” is not an effect. The effects are {known}."),
    "meeting_needed": N_("{ref} stands on no agenda. Say where it is decided: --meeting MEETING"),
    "not_a_learning_point": N_("{ref} is not a learning point. Learning points are written as L2/26."),
    "bad_period": N_("“{given}” is not a period. Write a year, as in 2026, or two, as in 2026..2027."),
    "plan_waits": N_("{ref}, the plan for {period}, waits to be adopted. Adopt or withdraw it first: slt next {ref}"),
    "no_grounds_named": N_("Say what {ref} is based on: --challenge CHALLENGE, --knowledge KNOWLEDGE, or both."),
    "bad_neighbour": N_("“{given}” is not a neighbour's decision. Write council and ref, as in verdal:5/26."),
    "unknown_neighbour": N_(
        "There is no other council “{council}” in this database. See which there are with: slt councils"
    ),
    "unknown_ref_of_neighbour": N_("{council} has no {ref}. See what it has with: slt --council {council} status"),
    "bad_number": N_("“{given}” does not fit. Write a whole number from {least} to {most}."),
    "unknown_party": N_("There is no party “{given}”. The parties are {known}."),
    "unknown_action": N_("{ref} has no “{action}”. See what it has with: slt next {ref}"),
    "workflow_lacks_action": N_(
        "{ref} follows the workflow “{machine}”, which has no “{action}”, and that is needed here. "
        "See what it has with: slt next {ref}"
    ),
    "unknown_state_filter": N_("There is no state “{given}”. The states are {known}."),
    "unknown_council": N_("There is no council “{given}” here. See them with: slt councils"),
    "unknown_stance": N_("“{given}” is not a stance. The stances are {known}."),
    "unknown_level": N_("“{given}” is not a level. The levels are {known}."),
    "unknown_meeting_kind": N_("“{given}” is not a kind of meeting. The kinds are {known}."),
    "no_council": N_("There is no council in this database yet. Begin with: slt init kvaefjord"),
    "which_council": N_("There are several councils here; name one with --council: {known}."),
    "council_exists": N_("{council} is followed up here already, under {agreement}."),
    "council_exists_under_older": N_(
        "{council} is followed up here already, under {agreement}. To move it to this newer agreement: "
        "slt agreement renew {file}"
    ),
    "not_a_meeting": N_("{ref} is not a meeting. Meetings are written as M1/26."),
    "not_a_decision": N_("{ref} is not a decision. Decisions are written as 3/26."),
    "answers_missing": N_("“{action}” on {ref} also needs: {missing}. Give each as an option, --NAME VALUE."),
    "answer_not_asked": N_("“{action}” on {ref} does not ask for “{name}”. It asks for: {known}."),
    "present_twice": N_("{post} stands twice among those present. Name each post once."),
    "day_to_come": N_(
        "{on} has not come yet (today is {today}), and only what has happened is recorded. Record it on that day or "
        "later. A meeting to come is planned with slt meeting plan DATE, and a deadline is given with --due."
    ),
    "mandate_to_come": N_(
        "A mandate of {on} has not been given yet (today is {today}). Record it once {post} has one, with the day on "
        "which it was given."
    ),
    "meeting_to_come": N_("The meeting is on {day}, a day that has not come yet. Record it once it is held."),
    "bad_mandate": N_(
        "“{given}” does not say whose mandate it is. Write one for each deputy, --mandate POST=TEXT, and where another "
        "than the absent post gave it, or on another day than the meeting's, --mandate POST:GIVER@DATE=TEXT"
    ),
    "mandate_without_deputy": N_("A mandate is a deputy's; none is named for {post}. Write POST=DEPUTY, or --deputy."),
    "leader_not_there": N_("{post} did not lead {ref}: it is recorded there neither itself nor as a deputy."),
    "mandate_twice": N_("The mandate of the deputy for {post} is written twice."),
    "nobody_present": N_("Say who was present: --present all, or ids with commas between."),
    "vacant_post_present": N_(
        "Nobody holds {post} that day, so it cannot be present. Record who did: slt appoint {post} NAME --on {on}"
    ),
    "several_meetings_that_day": N_("Several meetings are planned for {day}: {refs}. Name one of them."),
    "already_held_that_day": N_(
        "{ref} was held on {day} already. Correct who was there with: slt meeting attend {ref} POST"
    ),
    "agenda_sent_after_meeting": N_(
        "The agenda of {ref} cannot have been sent on {sent}: the meeting is on {day}. Give the day it was sent, or "
        "leave it out."
    ),
    "agenda_sent_already": N_(
        "The agenda of {ref} is recorded as sent on {sent}. Leave the day out; where it is wrong, take it back first: "
        "slt undo {ref} --reason TEXT"
    ),
    "agenda_sent_ahead": N_(
        "The agenda of {ref} cannot have been sent on {sent}: that is after {on}, the day this is recorded for. "
        "Record it once it is sent."
    ),
    "requested_only_extraordinary": N_(
        "Only an extraordinary meeting is requested by a party. Leave out --requested-by, or add --kind extraordinary."
    ),
    "group_only_coordination": N_(
        "Only a meeting of the coordinating level, or one that informs a municipal council, is of some. Leave out "
        "--group, or add --kind coordination or --kind information."
    ),
    "proposer_either_or": N_("Say either which post proposes it or which group."),
    "proposer_needed": N_("{ref} has no owner. Say who proposes it: --by POST, or --group GROUP."),
    "planned_otherwise": N_(
        "{ref} is planned already, as a meeting of another kind. Leave out {options}, or cancel it and plan anew: "
        "slt meeting cancel {ref} --reason TEXT"
    ),
    "minutes_not_held": N_(
        "{ref} ({day}) has not been recorded as held, so there is nothing to write minutes of. Record it with: "
        "slt meeting hold {ref} --present POSTS"
    ),
    "minutes_of_cancelled": N_(
        "{ref} ({day}) was cancelled, so it has no minutes. See the others with: slt meeting list"
    ),
    "case_not_in_minutes": N_("{ref} was not dealt with at {meeting}. See which meeting did: slt decision show {ref}"),
    "paper_of_no_decision": N_("{ref} is no decision, so it has no case paper. Name one, as in 1/26."),
    "letter_of_no_work": N_(
        "{ref} is neither an assignment nor a measure with an owner, so nobody is written to about it. Name one, as in "
        "1/26.1."
    ),
    "year_not_followed_up": N_(
        "{year} is no year that the council was followed up here in: that is from {first} to {last}."
    ),
    "sent_day_needed": N_("The meeting {ref} is past; say when its agenda was sent with --sent DATE."),
    "consent_without_meeting": N_("Consent is given in a meeting. Name it with --meeting, as in M1/26."),
    "consent_to_information": N_("An item for information is not decided. Leave out --consent, or --for-information."),
    "owns_nothing_open": N_("{post} owns no open work."),
    "agreement_of_another": N_(
        "{agreement} is not an agreement of {council}. Name a file whose name under [agreement] is {council}."
    ),
    "agreement_not_newer": N_(
        "{agreement} is not newer than {present}, which the council works under. Its in_force must be a later day."
    ),
    "agreement_in_force_later": N_(
        "{agreement} is in force from {in_force}. Renew on that day or later; see what will change with --dry-run."
    ),
    "agreement_joined_to_come": N_(
        "{agreement} says of days to come (today is {today}) that a party has adopted or signed it: {later}. Enter it "
        "once they have, and write the days on which they did."
    ),
    "renewed_before_the_last": N_(
        "{agreement} counts from {since}; a newer one cannot count from {on}. Give a later day with --on."
    ),
    "renewed_before_a_meeting": N_(
        "{ref} was held {day} and was judged by {agreement}; a newer one cannot count from {on}. "
        "The first day is {first}; give it with --on."
    ),
    "bad_map": N_("“{given}” does not say who takes over. Write OLD=NEW, as in radgiver=slt-koordinator."),
    "map_of_what_stays": N_(
        "The new agreement does not remove “{old}”, so nothing takes over from it. It removes: {known}."
    ),
    "map_to_nothing": N_("There is no “{new}” under the new agreement to take over from {old}. There are: {known}."),
    "mapped_twice": N_("{old} is mapped to two. Name one that takes over."),
    "before_the_council": N_("{council} was not followed up here yet on {on}. Choose a later day."),
    "nothing_broken": N_("The journal of {council} has no break to accept. See: slt journal verify"),
    "nothing_to_undo": N_("There is nothing to take back for {ref}."),
    "key_reused": N_("The key “{key}” was used for another request. Give each request a key of its own."),
    "whose_act": N_("Several may do that for {ref}: {possible}. Say whose act it is: --for POST"),
    "who_led": N_(
        "{possible} lead the council and were at {meeting}, and what the leader did there is the act of one of them. "
        "Write which of them led it: slt meeting attend {meeting} POST --led-by POST; or say it of this act alone: "
        "--for POST"
    ),
    "which_secretary": N_(
        "Several posts are the secretary on that day: {possible}. Say which of them records it: --as POST"
    ),
    "not_an_act_of": N_("This is what {actor} records, not an act of {post}. Leave out --for."),
    "bad_account": N_("“{given}” is no account. Write NAME for one of this computer, or NAME@COMPUTER."),
    "not_your_task": N_("That is not for {actor} to do. It is for {possible}."),
    "owns_it_already": N_("{post} is accountable for {ref} already."),
    "not_your_action": N_("“{action}” on {ref} is not for {actor} to do. It is for {possible}."),
    "unknown_command": N_("There is no command “{command}”. See what there is with: {above} --help"),
    "norwegian_command": N_("The commands are English words. For “{given}” write: {command}"),
    "option_given_twice": N_("{option} takes one value, so give it only once."),
    "measures_under_assignments": N_(
        "A measure stands under an assignment, such as {ref}.1, not under {ref}. See: slt show {ref}"
    ),
    "hand_over_to_itself": N_("Both are {post}. Say whose work passes on, then to whom: --all-from POST TO."),
    "no_case_named": N_("Name at least one case, such as 3/26."),
    "no_day_named": N_("Name at least one day, such as 2026-03-12."),
    "hand_over_to_whom": N_("Say what and to whom: slt hand-over REF POST, or slt hand-over --all-from POST TO."),
    "day_before_command": N_(
        "The day to look back at comes after the command, as in: slt {command} --as-of 2026-03-12"
    ),
    "form_says_nothing_new": N_(
        "The form says nothing that is not recorded for {ref} already. Fill in what was decided: "
        "slt meeting record {ref}"
    ),
    "form_needs_yes": N_(
        "There is no terminal to ask in. Add --yes to record what the editor saves, --dry-run to see what it would do, "
        "or --file FILE."
    ),
    "form_unchanged": N_("Nothing was filled in, so nothing was recorded. Open it again: slt meeting record {ref}"),
    "editor_failed": N_(
        "The editor “{editor}” could not be used, or ended with an error. Name another with EDITOR, or print the form, "
        "fill it in and use --file: slt meeting record {ref} --print"
    ),
    "which_action": N_("Name at least one case and an action, as in: slt do 3/26.1 accept"),
    # definitions
    "workflows_missing": N_("The definition files are missing at {file}. Install slt-flow again."),
    "machine_missing": N_("There is no version {version} of the machine “{machine}” ({file}). Name one that exists."),
    "own_folder_missing": N_(
        "There is no folder {file}. Name one with --workflows, or begin one with: slt workflow new"
    ),
    "file_outside": N_("{file} leads out of its folder. Put the file itself there, not a link to another place."),
    "no_way_between_versions": N_(
        "No file says how a case of the machine “{machine}” comes from version {older} to {newer}. Write "
        "moves/{machine}/{older}--{newer}.toml; slt workflow new {machine} --name NAME makes one to begin with."
    ),
    "move_breaks_what_must_hold": N_(
        "{file}: after the move of “{machine}” from version {older} to {newer} this would not hold any more: "
        "{property} ({saw}). Mend the move or the newer version."
    ),
    "answer_never_asked": N_(
        "The action “{action}” of the machine “{machine}” names a rule or an effect that looks at “{name}”, which the "
        "action does not ask. Add it to the action's asks, or take the rule or effect away."
    ),
    "rule_does_not_fit": N_(
        "A rule or an effect that the action “{action}” of the machine “{machine}” leads to does not fit its cases: it "
        "looks for {missing}, which they do not have. Take it away there."
    ),
    "version_breaks_what_must_hold": N_(
        "Version {version} of “{machine}” cannot be relied on; this would not hold: {property} ({saw}). Mend it, and "
        "see the way there with: slt workflow check"
    ),
    "file_is_no_version": N_(
        "{file} has no version for a name. Shipped versions are numbers (2.toml), your own carry your name "
        "(verdal-1.toml)."
    ),
    "own_version_is_a_number": N_(
        "{file} is your own version, but {version} is a number, as only shipped versions are. Give it your name: "
        "verdal-1.toml, for example."
    ),
    "shipped_version_has_a_name": N_(
        "{file} stands among the shipped workflows, where versions are numbers, but {version} carries a name. Keep it "
        "in a folder of your own: --workflows DIR"
    ),
    "file_is_no_move": N_("{file} does not say which versions it joins. Call it 1--verdal-1.toml, for example."),
    "own_move_joins_numbers": N_(
        "{file} is your own, but joins two shipped versions. A move of your own leads to or from a version of your "
        "own: 1--verdal-1.toml, for example."
    ),
    "released_file_changed": N_(
        "{file} was changed after it was released, and cases rely on what it said. Put it back as it was, and make a "
        "successor: slt workflow new {machine}"
    ),
    "not_a_list_of_digests": N_("{file} must hold one table, [files], with a digest for each file, and nothing else."),
    "file_missing": N_("There is no file {file}. Check the path."),
    "kind_missing": N_("There is no kind of decision “{kind}”. The kinds are {known}."),
    "not_a_toml_file": N_("An agreement is a TOML file. Give it a name that ends with .toml, not {path}."),
    "agreement_missing": N_("There is no agreement “{agreement}”. Name one of {known}, or a path to a TOML file."),
    "file_unreadable": N_("{file} cannot be read: {why}. Check the path and your rights to it."),
    "file_too_large": N_(
        "{file} is larger than {limit} KiB. A definition is never that long; check that it is the right file."
    ),
    "not_utf8": N_(
        "{file} holds letters of an encoding that is not read here, first on line {line} at place {column}. Save it as "
        "UTF-8."
    ),
    "not_toml": N_("{file} cannot be read on line {line}, “{typed}”: {why}. Mend that line and try again."),
    "odd_mark": N_(
        '{file} has the mark {mark} of a word processor on line {line} at place {column}. Write a plain " or a plain '
        "space there, and save the file as plain text."
    ),
    "declared_twice": N_("{file} has the same table or key twice, again on line {line}. Remove one of them."),
    "nested_too_deep": N_(
        "{file} is nested deeper than {limit} levels (line {line}). A definition never is; simplify it."
    ),
    "flawed_definition": N_("{file} is wrong in these places. Mend them and try again:"),
    "agreement_outside": N_(
        "“{name}” leads out of the folder of the stories. Keep the agreement in it, and name it from there."
    ),
    "no_stories_there": N_(
        "There is no story file (a name that ends with .toml) in {file}. Name another folder, or a file."
    ),
    **BEGINNING_ERRORS,
    **DATABASE_ERRORS,
    **DAY_ERRORS,
    **ERASURE_ERRORS,
    **LAYOUT_ERRORS,
    **PEOPLE_ERRORS,
    **PERSONAL_ERRORS,
    **TYPING_ERRORS,
}
"""Sentences by an error's code: the fault, its cause, what to do next."""

BUG: Final = N_("Something went wrong inside slt-flow ({what}). Please report it.")

SUGGESTION: Final = N_("Did you mean {near}?")
