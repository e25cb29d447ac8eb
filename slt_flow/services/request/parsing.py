"""Strict parsing of typed text: days, refs, posts and free text become typed answers or a clear error."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import partial
from typing import Any, Final, TypeVar

from slt_flow.errors import RequestError
from slt_flow.model import Area, Challenge, Group, Knowledge, Meeting, Organisation, Post
from slt_flow.model.mandates import Mandate, named_deputy
from slt_flow.model.snapshot import Snapshot
from slt_flow.services.request.clock_times import clock_time
from slt_flow.services.request.day_parsing import day as day
from slt_flow.services.request.day_parsing import deadline as deadline
from slt_flow.services.request.day_parsing import is_standing as is_standing
from slt_flow.services.request.day_parsing import rhythm as rhythm
from slt_flow.services.request.display_names import Subject
from slt_flow.services.request.refs import near_written as near_written
from slt_flow.services.request.refs import ref_in as ref_in
from slt_flow.terms import (
    ANSWERS,
    FIRST_YEAR,
    IDENTIFIER,
    LAST_YEAR,
    LEARNING_SERIES,
    AnswerKind,
    Effect,
    Level,
    MeetingKind,
    PointOutcome,
    Ref,
    Stance,
    identifier,
)

E = TypeVar("E", bound=StrEnum)

_UNKNOWN: Final[Mapping[type[StrEnum], str]] = {
    Stance: "unknown_stance",
    Level: "unknown_level",
    MeetingKind: "unknown_meeting_kind",
    Effect: "unknown_effect_given",
    PointOutcome: "unknown_outcome",
}
"""Code of the error for a name that is no member of an enumeration."""

GUEST_ROLES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("expert", "fagperson", "ekspert", "sakkyndig"), "expert"),
    **dict.fromkeys(("observer", "observator"), "observer"),
}
"""Words for the role of a guest in the languages of the product, as `identifier` folds them."""

MAX_LINE: Final = 200
MAX_TEXT: Final = 20_000

_ADDRESS = re.compile(r"(?:https?://[^\s/]+|file:///|mailto:[^\s@]+@)\S*|[\w./ -]+", re.IGNORECASE)
_MANDATE = re.compile(r"(?P<post>[^\s:@=]+)(?::(?P<by>[^\s:@=]+))?(?:@(?P<on>[^\s:@=]+))?=(?P<words>.*\S.*)", re.DOTALL)
_BREAKS: Final = "\n\t"
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that nobody sees


def answers(
    raw: Mapping[str, Any], snapshot: Snapshot, read_day: Callable[[str, Any], date], day: date | None = None
) -> dict[str, Any]:
    """Parse all answers; absent ones are left out. `read_day` parses a day by its answer's name.

    `day` is the meeting's, for its attendance.

    Raises:
        RequestError: something is not of its kind or names what does not exist.
    """
    named = {name: typed for name, typed in raw.items() if typed is not None and typed != ()}
    parsed = {name: _answer(name, typed, snapshot, read_day, day) for name, typed in named.items() if name != "due"}
    if "due" in named:
        parsed["due"] = deadline(named["due"], parsed.pop("review", None), read_day)
    return {name: parsed[name] for name in named if name in parsed}  # in the order in which they were typed


def _answer(name: str, typed: Any, snapshot: Snapshot, read_day: Callable[[str, Any], date], on: date | None) -> Any:
    kind = ANSWERS[name]
    if kind in _PLAIN:
        return _PLAIN[kind](typed)
    if kind in _REGISTERED:
        return _REGISTERED[kind](typed, snapshot)
    match kind:
        case AnswerKind.DAY:
            return read_day(name, typed)
        case AnswerKind.ATTENDANCE:
            return attendance(typed, snapshot, on)
        case AnswerKind.POSTS:
            return posts(typed, snapshot)
        case AnswerKind.DEPUTY:
            return _deputy(typed, snapshot)
        case AnswerKind.MANDATES:
            typed = [typed] if isinstance(typed, str) else typed
            return tuple(mandate(one, snapshot, partial(read_day, name)) for one in typed)
        case AnswerKind.GUESTS:
            return tuple(_guest(name, one) for one in ([typed] if isinstance(typed, str) else typed))
        case AnswerKind.LINES | AnswerKind.POINTS:
            return tuple(line(name, one) for one in ([typed] if isinstance(typed, str) else typed))
        case AnswerKind.TEXT:
            return text(name, typed)
        case _:
            return line(name, typed)


def ref(typed: str | Ref) -> Ref:
    """Parse a ref such as `3/26.1` or `M1/26`, also as people write it (see `refs`).

    Raises:
        RequestError: when it has no such form.
    """
    parsed = typed if isinstance(typed, Ref) else ref_in(typed)
    if parsed is None:
        raise RequestError("bad_ref", ref=shown(str(typed)), near=near_written(str(typed)))
    return parsed


def refs(typed: str | Ref | Sequence[str | Ref]) -> list[Ref]:
    """Parse one ref or several.

    Raises:
        RequestError: there is none, or one has no such form.
    """
    parsed = [ref(one) for one in ([typed] if isinstance(typed, str | Ref) else typed)]
    if not parsed:
        raise RequestError("no_case_named")
    return parsed


def _ref_of(code: str, is_one: Callable[[Ref], bool]) -> Callable[[str | Ref], Ref]:
    """Return the parser of the ref of one kind of case, which raises this code where it is another's."""

    def of_kind(typed: str | Ref) -> Ref:
        case = ref(typed)
        if not is_one(case):
            raise RequestError(code, ref=str(case))
        return case

    return of_kind


meeting_ref = _ref_of("not_a_meeting", lambda case: case.is_meeting)
learning_ref = _ref_of("not_a_learning_point", lambda case: case.series == LEARNING_SERIES)
decision_ref = _ref_of("not_a_decision", lambda case: case.is_decision)
measure_ref = _ref_of("not_a_measure", lambda case: not case.series and case.depth == 2)


def member(of: type[E], typed: str) -> E:
    """Parse a member of an enumeration by its name, with hyphens or underscores."""
    wanted = typed.strip().casefold().replace("-", "_")
    if wanted not in set(of):
        raise RequestError(_UNKNOWN[of], given=shown(typed), known=tuple(of))
    return of(wanted)


def percent(typed: str | int) -> int:
    """Parse a whole number from 0 to 100."""
    written = str(typed).strip().removesuffix("%").strip()
    if not re.fullmatch(r"\d{1,3}", written, re.ASCII) or int(written) > 100:
        raise RequestError("bad_percent", given=shown(str(typed)))
    return int(written)


def _existing(code: str, kind: type[Subject]) -> Callable[[str, Snapshot], str]:
    """Return the parser of the id of an existing row, which raises this code where there is none."""
    return lambda typed, snapshot: chosen(code, typed, [row.id for row in snapshot.all(kind)])


post = _existing("unknown_post", Post)
organisation = _existing("unknown_organisation", Organisation)
area = _existing("unknown_area", Area)
challenge = _existing("unknown_challenge", Challenge)
knowledge = _existing("unknown_knowledge", Knowledge)
"""Parsers of ids that the council has registered."""


def posts(typed: str | Iterable[str], snapshot: Snapshot) -> tuple[str, ...]:
    """Parse the ids of several posts, a list or one text with commas between, each once."""
    parts = typed.split(",") if isinstance(typed, str) else typed
    return tuple(dict.fromkeys(post(part, snapshot) for part in parts if part.strip()))


def neighbour(typed: str) -> str:
    """Parse the ref of another council's decision, written `verdal:5/26`.

    Raises:
        RequestError: another form.
    """
    council, _, named = typed.strip().partition(":")
    if not IDENTIFIER.fullmatch(identifier(council)) or ref_in(named) is None:
        raise RequestError("bad_neighbour", given=shown(typed))
    return f"{identifier(council)}:{decision_ref(named)}"


def number(typed: str | int, least: int, most: int) -> int:
    """Parse a whole number between two bounds, both included.

    Raises:
        RequestError: something else, or beyond them.
    """
    written = str(typed).strip()
    if not re.fullmatch(r"\d{1,6}", written, re.ASCII) or not least <= int(written) <= most:
        raise RequestError("bad_number", given=shown(str(typed)), least=least, most=most)
    return int(written)


def party(typed: str, snapshot: Snapshot) -> str:
    """Parse the id of a party."""
    return chosen("unknown_party", typed, snapshot.parties)


def is_all(parts: Sequence[object]) -> bool:
    """Return True when a list of posts consists of `all`, once or repeated.

    Raises:
        RequestError: it names others beside.
    """
    if "all" not in parts:
        return False
    if set(parts) != {"all"}:
        raise RequestError("all_stands_alone")
    return True


def attendance(
    typed: str | Iterable[Any], snapshot: Snapshot, on: date | None = None
) -> tuple[tuple[str, str | None], ...]:
    """Parse attendance, `all` or `ordforer,politikontakt=varamann`, into pairs of post and deputy or None.

    `all` means every seat that was held on the day of the meeting.
    """

    def is_held(post: Post) -> bool:
        return not post.vacant if on is None else snapshot.is_held_on(post.id, on)

    parts = [part.strip() for part in typed.split(",") if part.strip()] if isinstance(typed, str) else list(typed)
    if is_all(parts):
        return tuple((p.id, None) for p in snapshot.all(Post) if p.seat and is_held(p))
    if not parts:
        raise RequestError("nobody_present")
    deputies: dict[str, str | None] = {}
    for part in parts:
        name, _, deputy = part.partition("=") if isinstance(part, str) else (part[0], "", part[1] or "")
        present = post(name, snapshot)
        if present in deputies:
            raise RequestError("present_twice", post=present)
        deputies[present] = _deputy(deputy, snapshot) if deputy else None
        acting = snapshot.find(Post, deputies[present] or present)
        if acting is not None and not is_held(acting):
            raise RequestError("vacant_post_present", post=acting.id, on=on.isoformat() if on else "DATE")
    return tuple(deputies.items())


def at_meeting(raw: Mapping[str, Any], snapshot: Snapshot, meeting: Meeting) -> Mapping[str, Any]:
    """Expand `all` at a meeting of the coordinating level to the posts called to it."""
    if raw.get("present") != "all" or meeting.kind != MeetingKind.COORDINATION:
        return raw
    return {**raw, "present": called(snapshot, meeting)}


def called(snapshot: Snapshot, meeting: Meeting) -> tuple[str, ...]:
    """Return the posts of the coordinating level called to a meeting: its group's members, else all that are held."""
    then = snapshot.on(meeting.day)
    group = then.find(Group, meeting.group) if meeting.group else None
    if group is not None and not group.members:
        raise RequestError("group_dissolved", group=group.id)
    members = group.members if group else [p.id for p in then.all(Post) if Level.COORDINATING in p.levels]
    return tuple(post for post in members if snapshot.is_held_on(post, meeting.day))


def group(typed: str, snapshot: Snapshot) -> str:
    """Parse the id of a coordinating group."""
    every = snapshot.all(Group)
    dissolved = next((g for g in every if g.id == identifier(typed) and not g.members), None)
    if dissolved is not None:
        raise RequestError("group_dissolved", group=dissolved.id)
    groups = [g.id for g in every if g.members]
    return chosen("unknown_group" if groups else "no_groups", typed, groups)


def _deputy(typed: str, snapshot: Snapshot) -> str:
    """Parse a deputy: a post, or a name with the organisation it comes from, as in `Nora Navnløs (politi)`."""
    folded = identifier(typed)
    if snapshot.find(Post, folded):
        return folded
    name, from_ = named_deputy(line("deputy", typed))
    return f"{name} ({organisation(from_, snapshot)})" if from_ is not None else name


def _guest(name: str, typed: str) -> str:
    """Parse a guest by its function, with `=expert` or `=observer` after it where it is one."""
    guest, _, role = typed.rpartition("=")
    if identifier(role) in GUEST_ROLES and guest:
        return f"{line(name, guest)}={GUEST_ROLES[identifier(role)]}"
    return line(name, typed)


def mandate(typed: str | Mandate, snapshot: Snapshot, read_day: Callable[[str], date]) -> Mandate:
    """Parse the mandate of one deputy, `POST=WORDS` or `POST:GIVER@DATE=WORDS`.

    Raises:
        RequestError: another form, or a post or a day that does not exist.
    """
    if isinstance(typed, Mandate):
        return typed
    match = _MANDATE.fullmatch(typed.strip())
    if match is None:
        raise RequestError("bad_mandate", given=shown(typed))
    return Mandate(
        post(match["post"], snapshot),
        text("mandate", match["words"]),
        post(match["by"], snapshot) if match["by"] else None,
        read_day(match["on"]) if match["on"] else None,
    )


def new_id(typed: str, kind: type[Subject], snapshot: Snapshot) -> str:
    """Parse an id that no row of a kind has yet.

    Raises:
        RequestError: another form than an id's, or already used.
    """
    folded = id_(typed)
    if snapshot.find(kind, folded) is not None:
        raise RequestError("id_taken", what=kind.__name__.lower(), id=folded)
    return folded


def id_(typed: str) -> str:
    """Parse an id: letters a–z, digits and hyphens.

    Raises:
        RequestError: another form.
    """
    folded = identifier(typed)
    if not IDENTIFIER.fullmatch(folded):
        raise RequestError("bad_id", given=shown(typed))
    return folded


def line(name: str, typed: str) -> str:
    """Parse one line of free text: outer spaces are stripped and Unicode is composed (NFC)."""
    return _free(name, typed, MAX_LINE, breaks="")


def text(name: str, typed: str) -> str:
    """Parse free text of several lines."""
    return _free(name, typed.replace("\r\n", "\n"), MAX_TEXT, breaks=_BREAKS)


def address(typed: str) -> str:
    """Parse a web or mail address, or the name of a file."""
    composed = _free("address", typed, 2000, breaks="")
    if not _ADDRESS.fullmatch(composed):
        raise RequestError("bad_address", given=shown(composed))
    return composed


def shown(typed: str) -> str:
    """Shorten typed text for a message and drop its invisible characters."""
    visible = "".join(letter if letter.isprintable() else "\ufffd" for letter in typed)
    return visible if len(visible) <= 60 else f"{visible[:57]}…"


def _free(name: str, typed: str, limit: int, *, breaks: str) -> str:
    try:
        typed.encode("utf-8")
    except UnicodeEncodeError as error:  # bytes that are no letters here: they were typed in another encoding
        encoding = sys.getfilesystemencoding().upper()
        raise RequestError("unreadable_letters", field=name, at=error.start + 1, encoding=encoding) from None
    # Composed before it is measured and compared: an å may come as two characters.
    composed = unicodedata.normalize("NFC", typed).strip()
    for place, letter in enumerate(composed, start=1):
        if (unicodedata.category(letter) in ("Cc", "Zl", "Zp") and letter not in breaks) or letter in _BIDI:
            raise RequestError("hidden_characters", field=name, at=place, code=f"U+{ord(letter):04X}")
    if not any(unicodedata.category(letter)[0] not in "CZMP" and letter not in _BLANK for letter in composed):
        raise RequestError("blank_text", field=name)
    if len(composed) > limit:
        code = "text_too_long" if limit == MAX_TEXT else "line_too_long"
        raise RequestError(code, field=name, limit=limit, length=len(composed))
    return composed


def chosen(code: str, typed: str, ids: Iterable[str]) -> str:
    """Parse one of the existing ids.

    Raises:
        RequestError: with the given code, the nearest and all that exist.
    """
    listed = list(ids)
    wanted = identifier(typed)
    if wanted in listed:
        return wanted
    # A word of an id is tried too: `koordinator` is near to `slt-koordinator`.
    parts = {part: name for name in reversed(listed) for part in name.split("-")}
    near = (
        get_close_matches(wanted, listed, n=1, cutoff=0.5)
        or [name for name in listed if wanted and name.startswith(wanted)]
        or [parts[part] for part in get_close_matches(wanted, parts, n=1)]
    )
    raise RequestError(code, given=shown(typed), near=near[0] if near else None, known=tuple(listed))


_PLAIN: Final[Mapping[AnswerKind, Callable[[Any], Any]]] = {
    AnswerKind.MEETING: meeting_ref,
    AnswerKind.DECISION: decision_ref,
    AnswerKind.STANCE: partial(member, Stance),
    AnswerKind.PERCENT: percent,
    AnswerKind.ADDRESS: address,
    AnswerKind.RHYTHM: rhythm,
    AnswerKind.NEIGHBOUR: neighbour,
    AnswerKind.YEAR: partial(number, least=FIRST_YEAR, most=LAST_YEAR),
    AnswerKind.NUMBER: partial(number, least=1, most=999),
    AnswerKind.OUTCOME: partial(member, PointOutcome),
    AnswerKind.CLOCK: clock_time,
}
_REGISTERED: Final = {
    AnswerKind.POST: post, AnswerKind.GROUP: group, AnswerKind.CHALLENGE: challenge, AnswerKind.KNOWLEDGE: knowledge,
}  # fmt: skip
