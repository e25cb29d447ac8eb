"""Sentences of errors about agendas, their points, and who was at a meeting for which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

AGENDAS: Final[Mapping[str, str]] = {
    "unknown_agenda_point": N_(
        "“{given}” is no point on the agenda of {ref}. See them, with their numbers, with: slt meeting agenda {ref}"
    ),
    "point_is_a_case": N_("{ref} is a case. Put it on the agenda with: slt meeting add-item {meeting} {ref}"),
    "case_on_another_agenda": N_(
        "{ref} stands on the agenda of {other} already. Take it off there first, with: "
        "slt decision postpone {ref} --reason TEXT"
    ),
    "case_on_this_agenda": N_("{ref} stands on the agenda of {meeting} already."),
    "point_is_decided": N_("{ref} is a case to decide. What becomes of it is recorded with: slt decision adopt {ref}"),
    "outcome_of_another_kind": N_("A point of this kind cannot be “{outcome}”. It can be: {possible}."),
    "unknown_outcome": N_("“{given}” is not what may become of a point. Choose among: {known}."),
    "nothing_to_record": N_("Say what to record of {ref}, with one of these options: {options}."),
    "no_such_time": N_("“{given}” is no time of day. Write it as 10:00 or 10.00, from 00:00 to 23:59."),
    "meeting_ends_before_it_begins": N_(
        "A meeting that begins at {at} cannot end at {until}. Write the later time with --until."
    ),
    "guest_has_a_seat": N_(
        "“{guest}” is a member with a seat, {post}, and no guest. Record it as present, with: "
        "slt meeting attend {ref} {post}"
    ),
    "left_before_it_came": N_(
        "{post} came to {ref} at a later point than the one it would leave at. Name the point at which it left."
    ),
    "came_before_it_left": N_(
        "{post} left {ref} at a later point than the one it would come at. Name the point at which it came back."
    ),
    "spoke_after_it_left": N_(
        "{post} took a stance on {ref}, which comes after the point it would leave at. Name the point at which it left."
    ),
    "meeting_is_cancelled": N_(
        "{ref} was cancelled: {reason}. There is nothing to record of it; plan another with: slt meeting plan DATE"
    ),
    "next_meeting_is_earlier": N_("The next meeting, on {next}, comes after this one on {day}. Change the line."),
}
"""Sentences by the code of an error."""
