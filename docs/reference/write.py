"""Write the pages of this folder anew, from the code; `docs/make.py` runs it."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
from sqlalchemy import Column, Integer, Table

from slt_flow.commands.cli import REFUSED, Cli
from slt_flow.commands.frame import Command, Group
from slt_flow.commands.help_pages import summary
from slt_flow.commands.options import write_options
from slt_flow.commands.run import outermost, run
from slt_flow.definitions.schemas import FILES, file_of, schema
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.entries import Kind
from slt_flow.errors import (
    BrokenInvariant,
    DefinitionError,
    NotYourAction,
    OutputError,
    RecordsError,
    RequestError,
    SltError,
)
from slt_flow.records.tables import entries, entry_texts
from slt_flow.services.stories.demo import play
from slt_flow.views.text.words import Words

COMMAND: Final = "python docs/make.py"
FOLDER: Final = Path(__file__).parent
MADE: Final = f"<!-- Made by {COMMAND}: change the code, not this page. -->"
ENGLISH: Final = Words("en")

MEANING: Final = "tags end waits_on"
BORN: Final = f"level pin {MEANING}"
AGREEMENT: Final = "council name language machines closed_days standing groups clauses"
AGREEMENT_TEXTS: Final = (
    "council digest content clause.KEY document.KEY number.KEY.NAME closed.DAY standing.ID group.ID"
)
POST: Final = "id organisation levels seat binds roles turns by added"
AREA: Final = "id contacts shared_with first last by"

HOLDS: Final[dict[Kind, tuple[str, str, str]]] = {
    Kind.AGREEMENT_ENTERED: ("the council begins under its agreement", f"{AGREEMENT} follows", AGREEMENT_TEXTS),
    Kind.AGREEMENT_RENEWED: ("another agreement is in force", f"{AGREEMENT} entered", AGREEMENT_TEXTS),
    Kind.DEFINITION_PINNED: ("a workflow's file, or that of a kind", "name version digest", "content labels"),
    Kind.MACHINE_CHOSEN: ("new cases begin with a version of a workflow", "machine version", ""),
    Kind.ORGANISATION_ADDED: ("an organisation", "id party added", "name"),
    Kind.ORGANISATION_CHANGED: ("an organisation is called otherwise, or belongs elsewhere", "id party", "name"),
    Kind.POST_ADDED: ("a post", POST, "title"),
    Kind.POST_CHANGED: ("a post is other than before", POST, "title"),
    Kind.POST_RETIRED: ("a post is in no agreement any longer", "post", ""),
    Kind.POST_DESIGNATED: ("a decision designates a post", "post by", ""),
    Kind.HOLDER_APPOINTED: ("somebody holds a post", "post", "name"),
    Kind.POST_VACATED: ("nobody holds a post", "post", "reason"),
    Kind.ACCOUNT_BOUND: ("an account speaks for a post", "post", "user"),
    Kind.ACCOUNT_UNBOUND: ("the account bound by entry `bound` speaks for the post no longer", "post bound", "user"),
    Kind.ACCESS_GRANTED: (
        "a subject of a provider speaks for the holder of a post, for its deputy in an absence, or for an auditor",
        "post holding absence",
        "user",
    ),
    Kind.ACCESS_REVOKED: ("the subject given access by entry `bound` has it no longer", "post bound", "user"),
    Kind.CONTACT_RECORDED: ("the holder of a post is reached at an address", "post", "contact"),
    Kind.CONTACT_REMOVED: ("the holder of a post is reached at no address any longer", "post", ""),
    Kind.ABSENCE_RECORDED: (
        "a holder is away, and who acts meanwhile; or `comes` after all",
        "post since until deputy mandated_by mandated_on comes",
        "mandate",
    ),
    Kind.AREA_ADDED: ("a focus area", AREA, "title goals"),
    Kind.AREA_CHANGED: ("a focus area is other than before", AREA, "title goals"),
    Kind.NUMBERS_USED: ("numbers of a series until `last` were used on paper", "series year last", ""),
    Kind.AREA_ENDED: ("a focus area ends", "area by", ""),
    Kind.GROUP_FOUNDED: ("a coordinating group is founded", "id members series added", "title"),
    Kind.GROUP_CHANGED: ("a coordinating group has other members", "id members", ""),
    Kind.GROUP_ENDED: ("a coordinating group is dissolved", "id", "reason"),
    Kind.NATURE_CHANGED: ("an item is for information, or to be decided, from now on", "information meeting", "reason"),
    Kind.GROUP_NAMED: ("a coordinating group follows the assignment up", "group", ""),
    Kind.CASE_CONTINUED: ("a decision goes on from the case", "decision", ""),
    Kind.AREA_MOVED: ("a decision belongs to another focus area", "area", ""),
    Kind.REGISTERED: (
        "a case begins: a decision, the work beneath it, a meeting, a learning point",
        f"{BORN} owner due due_words due_meeting standing every area information pins challenges knowledge authority "
        "kind kind_pin about body_count "
        "evaluation day group requested_by short_notice follows proposed_by begins ends adopted_on "
        "given_on state_since row progress",
        "title text case body.N resources venue file sheet note",
    ),
    Kind.MOVED: ("a case goes from one state to another", MEANING, ""),
    Kind.MIGRATED: ("a case goes on under another version of its workflow", f"{MEANING} pin version pins", ""),
    Kind.MEETING_LINKED: ("a decision is on a meeting's agenda", "meeting", ""),
    Kind.AGENDA_LEFT: ("a decision is on no agenda any longer", "stood", ""),
    Kind.TEXT_AMENDED: ("the text of a decision changes", "text_version", "text"),
    Kind.TITLE_CHANGED: ("a case is called otherwise", "", "title"),
    Kind.AUTHORITY_JUDGED: ("delegated authority is exceeded, or not", "authority body_count meeting", "body.N"),
    Kind.POST_EXCUSED: ("a seat takes no part in an item", "post", "reason"),
    Kind.STANCE_TAKEN: ("a seat consents, objects or stands aside", "post stance text_version deputy", "reason deputy"),
    Kind.RATIFICATION_RECORDED: ("a body ratifies, or refuses to", "date granted", "body case"),
    Kind.OWNER_CHANGED: ("another post is accountable", "owner", ""),
    Kind.OWNERSHIP_ACCEPTED: ("the owner accepts the work", "owner organisation", ""),
    Kind.DEADLINE_CHANGED: ("the deadline moves", "due due_words due_meeting standing", ""),
    Kind.PROGRESS_NOTED: ("how far the work has come", "percent", "text"),
    Kind.REMARKED: ("a remark", "", "text"),
    Kind.FILE_ATTACHED: ("a file goes with a case, or with a point", "number size point", "name title media digest"),
    Kind.EXEMPTED: (
        "a case, a point of a meeting or a file is exempt from publicity",
        "point attachment",
        "public_title basis",
    ),
    Kind.EXEMPTION_LIFTED: ("it is no longer", "point attachment", "reason"),
    Kind.ARCHIVE_REFERRED: (
        "where the papers of the council, a case or a point go in the archive",
        "point",
        "part class case restriction",
    ),
    Kind.ARCHIVE_EXPORTED: ("something of a meeting was exported", "key document point digest version", ""),
    Kind.ARCHIVE_ANSWERED: (
        "the archive received it, or failed to",
        "key point part version failed existing receipt",
        "system_id number failure",
    ),
    Kind.ADDRESS_LINKED: ("the address of a document", "", "address"),
    Kind.AGENDA_SENT: ("the agenda was sent", "sent", ""),
    Kind.ATTENDANCE_RECORDED: (
        "a post or a guest is at a meeting, or leaves it",
        "post presence deputy organisation mandated_by mandated_on leads who role point during",
        "deputy mandate guest reason",
    ),
    Kind.DAY_CHANGED: ("a meeting moves to another day", "day", ""),
    Kind.ATTESTED: ("a meeting is named as evidence of what befell a case", "ref", ""),
    Kind.MINUTES_FROZEN: ("minutes are archived", "head head_digest digests template", ""),
    Kind.AGENDA_POINT_ADDED: (
        "a point of the coordinator's own is on the agenda",
        "point post place attachment_count",
        "title text case attachment.N",
    ),
    Kind.AGENDA_POINT_DROPPED: ("a point is off the agenda", "point", ""),
    Kind.AGENDA_POINT_PLACED: ("a point has another place on the agenda", "point place", ""),
    Kind.AGENDA_POINT_DESCRIBED: (
        "more is said of a point",
        "point post attachment_count",
        "text case attachment.N",
    ),
    Kind.AGENDA_POINT_DEALT_WITH: (
        "what was said at a point, what became of it, and the case that follows from it",
        "point outcome follow_up",
        "discussion",
    ),
    Kind.AGENDA_SETTLED: (
        "the points of an agenda in their order, as it is sent or the meeting begins",
        "points",
        "title.N text.N case.N",
    ),
    Kind.MEETING_ARRANGED: (
        "when a meeting begins and ends, where it is, who writes its minutes",
        "begins ends written_by",
        "venue",
    ),
    Kind.RATIONALE_NAMED: (
        "the challenges a case answers, the knowledge it rests on",
        "challenges knowledge",
        "",
    ),
    Kind.NEIGHBOUR_LINKED: ("a decision of another council is on the same matter", "council journal ref", ""),
    Kind.KNOWLEDGE_ADDED: ("a source that the council works from", "id", "title source address"),
    Kind.CHALLENGE_ADDED: ("a problem that the council has identified", "id area knowledge", "title"),
    Kind.EVIDENCE_RECORDED: ("something that a clause asks for was done that day", "clause", "note"),
    Kind.SUBJECT_SET: ("a decision's year or period", "about", ""),
    Kind.EFFECT_ASSESSED: ("the effect of a measure on a challenge", "measure challenge effect", "note"),
    Kind.REVIEWED: ("work without an end is reviewed", "due due_words standing", "result"),
    Kind.TIME_RECORDED: ("recurring work is done once more", "date", "text"),
    Kind.LEARNING_CARRIED: ("a learning point is to be answered another year", "year", ""),
    Kind.LEARNING_ANSWERED: ("a decision answers a learning point", "decision", ""),
    Kind.ENTRY_VOIDED: ("an earlier entry is taken back", "seq kind action", "reason"),
    Kind.BREAK_ACCEPTED: ("the council goes on over what is broken in the journal", "breaks lost", "reason"),
    Kind.COUNCIL_RENAMED: ("the council was given another name as it was brought in", "council", ""),
    Kind.TEXT_REDACTED: ("a text of an earlier entry was erased", "seq name", ""),
}
"""Each kind with its meaning, the keys of its `data` and the names of its texts, separated by spaces.

A word in capitals stands for a number, a key or a day.
"""


def journal() -> str:
    """Fill the tables of columns and kinds into the page about the journal; the rest of it is written by hand."""
    page = (FOLDER / "journal.md").read_text(encoding="utf-8")
    tables = {"entries": _columns(entries), "entry_texts": _columns(entry_texts), "kinds": _kinds()}
    for name, lines in tables.items():
        begin, end = f"<!-- {name}: made by {COMMAND} -->", f"<!-- end of {name} -->"
        table = "\n".join((begin, "", *lines, "", end))
        page, count = re.subn(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _, t=table: t, page, flags=re.DOTALL)
        if count != 1:
            raise ValueError(f"journal.md has no place for {name}")
    return page


def _columns(table: Table) -> Iterator[str]:
    return _table(("name", "type", "null", "meaning"), (_column(column) for column in table.c))


def _column(column: Column[object]) -> tuple[str, ...]:
    type_ = column.info.get("form", "number" if isinstance(column.type, Integer) else "text")
    return f"`{column.name}`", type_, "may be" if column.nullable else "", column.doc or ""


def _kinds() -> Iterator[str]:
    rows = ((str(kind), meaning, _names(data), _names(texts)) for kind, (meaning, data, texts) in HOLDS.items())
    return _table(("kind", "tells", "`data`", "texts"), rows)


def _names(listed: str) -> str:
    return " ".join(f"`{name}`" for name in listed.split())


def commands() -> str:
    """List every command with its usage, its help text and its own options."""
    root = outermost()
    context = click.Context(root, info_name="slt", obj=Cli(lang="en"))
    writing = Command("any", writing=write_options())
    lines = [
        "# Commands",
        "",
        MADE,
        "",
        "`slt` alone shows today: what is late, who is waited on, the next agenda, the obligations at risk. The help",
        "of a command (`slt COMMAND --help`) tells the same as this page, in the reader's language.",
        "",
        "## Options of every command",
        "",
        *_options(option for _, options in root.panels for option in options),
        "",
        "## Options of every command that writes",
        "",
        *_options(dict(writing.panels)["When it writes"]),
    ]
    for ctx in _beneath(root, context):
        lines += _command(ctx)
    return "\n".join(lines) + "\n"


def _beneath(group: Group, context: click.Context) -> Iterator[click.Context]:
    """Walk the commands of a group; a group within it comes before its own commands."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            ctx = click.Context(command, info_name=name, parent=context)
            yield ctx
            if isinstance(command, Group):
                yield from _beneath(command, ctx)


def _command(ctx: click.Context) -> Iterator[str]:
    """Describe one command."""
    command, path = ctx.command, ctx.command_path
    yield from ("", f"{'#' * len(path.split())} {path}", "")
    yield summary(command, ENGLISH)
    if isinstance(command, Group):
        return
    words = " ".join(word for word in command.collect_usage_pieces(ctx) if word != "[OPTIONS]")
    writes = isinstance(command, Command) and bool(dict(command.panels)["When it writes"])
    yield from ("", "```text", f"{path} {words}".rstrip(), "```", "")
    yield "It writes." if writes else "It only reads."
    if own := dict(getattr(command, "panels", ())).get("Options"):
        yield from ("", *_options(own))


def _options(options: Iterable[click.Option]) -> Iterator[str]:
    """List some options of a command."""
    return _table(("option", "meaning"), ((_spelt(option), _meaning(option)) for option in options))


def _spelt(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.make_metavar(click.Context(click.Command('slt')))}"
    return f"`{', '.join(sorted(option.opts, key=len))}{value}`".replace("|", "\\|")


def _meaning(option: click.Option) -> str:
    told = [ENGLISH.say(option.help or "")]
    told += ["Required."] if option.required else []
    told += [f"Else `{option.envvar}`."] if option.envvar else []
    return " ".join(told).replace("|", "\\|")


def exit_codes() -> str:
    """List the exit codes with the errors that lead to them."""
    errors: tuple[type[SltError], ...] = (
        RequestError, DefinitionError, RecordsError, OutputError, NotYourAction, BrokenInvariant,
    )  # fmt: skip
    rows = [
        ("0", "", "The command did what was asked; a write that a `--key` makes a repetition counts as done."),
        (str(REFUSED), "", "A rule refused it, with findings; of `slt workflow test`, a story does not hold."),
        *((str(error.exit_code), error.__name__, (error.__doc__ or "").split("\n")[0]) for error in errors),
        (
            "129, 130, 143",
            "",
            "It was interrupted: the terminal closed, from the keyboard, or by the system (SIGTERM).",
        ),
    ]
    lines = _table(("code", "error", "meaning"), rows)
    end = (
        "A refusal (1) is an answer: with `--json` it stands on standard output, else in words on standard error.",
        "Where the form of a meeting has mistakes, the code is that of the gravest. Every other error has a sentence",
        "on standard error, and with `--json` also an object on standard output. `slt workflow check` ends with 3",
        "where a property does not hold.",
        "",
        "A write that fails says whether anything was recorded: “Nothing was written”, or the case, its entries and",
        "its key. What is recorded is done: where only the answer could not be shown (a full disk, a closed pipe) the",
        "code is 0. With `--json` the object has `recorded`, a list of `ref`, `key` and `entries`; `accepted` is true",
        "where it is not empty, and null where the database cannot be asked: run the same once more then, it is",
        "recorded only once.",
    )
    return "\n".join(("# Exit codes", "", MADE, "", *lines, "", *end)) + "\n"


def definition_files() -> str:
    """List the tables and keys of every kind of definition file, as its schema has them."""
    lines = [
        "# Definition files",
        "",
        MADE,
        "",
        "Every file is TOML. An unknown key, a missing one and a value of another kind are refused with their line,",
        "before anything else is done. A key in **bold** must be there.",
    ]
    for kind in FILES:
        document = json.loads(schema(kind, vocabulary()))
        lines += ["", f"## {FILE_NAMES[kind]}", "", f"Schema: `workflows/{file_of(kind)}`.", ""]
        lines += _keys(document)
        for name, definition in document["definitions"].items():
            lines += ["", f"### {name} ({kind})", ""]
            lines += _keys(definition) if "properties" in definition else [_of_values(definition)]
    return "\n".join(lines) + "\n"


FILE_NAMES: Final[Mapping[str, str]] = {
    "machine": "A machine: `machines/<name>/<version>.toml`",
    "agreement": "An agreement: `agreements/<council>/<in force>.toml`",
    "kind": "A kind of decision: `kinds/<name>.toml`",
    "move": "A move: `moves/<machine>/<older>--<newer>.toml`",
    "story": "Stories: `<any name>.toml`",
}
"""Each kind of definition file with its place."""


def _keys(document: Mapping[str, Any]) -> Iterator[str]:
    """Describe a table of a file: its description and its keys."""
    yield from (document.get("description", "").replace("\n\n", "\n").splitlines() or [""])
    yield ""
    required = document.get("required", ())
    rows = (
        (f"**`{name}`**" if name in required else f"`{name}`", _value(value), _default(value))
        for name, value in document["properties"].items()
    )
    yield from _table(("key", "value", "unless named"), rows)


def _of_values(definition: Mapping[str, Any]) -> str:
    text = _value(definition)
    return " ".join((definition.get("description", ""), f"{text[0].upper()}{text[1:]}.")).strip()


def _default(value: Mapping[str, Any]) -> str:
    return "" if value.get("default") in (None, [], {}) else f"`{json.dumps(value['default'], ensure_ascii=False)}`"


def _value(value: Mapping[str, Any]) -> str:
    """Describe a value by its schema, in words."""
    if "$ref" in value:
        return value["$ref"].rpartition("/")[2]
    if "enum" in value:
        return "one of " + ", ".join(f"`{word}`" for word in value["enum"])
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if choices := value.get("anyOf") or value.get("oneOf"):
        return " or ".join(_value(choice) for choice in choices)
    if value.get("type") == "array":
        return f"list of {_value(value['items'])}"
    if "patternProperties" in value:
        return "table: " + ", ".join(f"name → {_value(inner)}" for inner in value["patternProperties"].values())
    limits = [text.format(value[key]) for key, text in LIMITS.items() if key in value]
    form = f"`{value['pattern']}`".replace("|", "\\|") if "pattern" in value else ""
    return " ".join((KINDS.get(value.get("type", ""), "any value"), *limits, form)).strip()


KINDS: Final = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
LIMITS: Final = {"minimum": "from {}", "maximum": "to {}", "minLength": "from {} letter", "maxLength": "to {} letters"}


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (heading, ("---",) * len(heading), *rows):
        yield f"| {' | '.join(row)} |".replace("|  |", "| |")


COMMON: Final = (
    ("accepted", "whether a write was done"),
    ("as_of", "the day it is looked at from"),
    ("clause", "the key of a clause: a rule's or an obligation's name"),
    ("council", "the council's id"),
    ("delivered_late", "days from the deadline to the delivery, where that came after it"),
    ("due", "the deadline; of a decision, the latest one beneath it"),
    ("entries", "numbers of the journal's entries that the write made"),
    ("findings", "every rule that refused it, with the facts it saw and a command that mends it"),
    ("late", "whether the deadline has passed and the work is not delivered"),
    ("late_below", "cases beneath that are late"),
    ("level", "`strategic`, `coordinating` or `executing`"),
    ("message", "a sentence in the reader's language; the only text that the language changes"),
    ("on", "the day that it holds for"),
    ("owner", "the accountable post, its holder and its organisation"),
    ("ref", "number of a case: `3/26`, `3/26.1`, `3/26.1.2`, `M1/26`, `L1/26`; else `post:ID` and the like"),
    ("rule", "the name of a rule"),
    ("seq", "number of an entry in the journal"),
    ("state", "id of a state in the case's workflow"),
    ("verdict", "of a rule `kept`, `broken` or `undecided`; of an obligation its standing"),
    ("waiting_on", "ids of the posts whose move it is"),
)
"""Keys that many answers have, with their meaning."""

READ: Final = (
    "status", "todo", "next 2/26.1.1", "why 8/26.1.2 finish", "show 2/26", "show 2/26.1", "show M1/26", "find ravner",
    "history 8/26", "decision list", "decision kinds", "decision show 3/26", "meeting list", "meeting show M1/26",
    "meeting agenda M3/26", "meeting invite M3/26", "meeting minutes M1/26", "decision paper 1/26",
    "letter 1/26.1", "knowledge list", "challenge list", "attachment list 2/26", "archive status M1/26",
    "evaluate show 2026",
    "learning list", "plan show 2026", "wheel", "agreement obligations", "agreement explain contact_is_present",
    "agreement list", "agreement show", "agreement new verdal", "agreement check verdal.toml", "organisation list",
    "post list", "access list", "access invitations", "area list", "group list",
    "councils", "report", "yearly-report", "handover-pack", "export calendar --post slt-koordinator",
    "meeting pack M3/26 --format md --output M3", "workflow list",
    "workflow show measure",
    "workflow diagram measure", "workflow new measure --name verdal --into own", "workflow test stories.toml",
    "journal head", "journal show 1", "journal verify", "db status", "backup copy.sqlite", "restore copy.sqlite",
    "check-texts", "config show",
)  # fmt: skip
"""Commands that read, with an example of each."""

WRITE: Final = (
    ("A write that is done", "do 8/26.1.2 unblock"),
    ("A write that a rule refuses (exit code 1)", "decision adopt 3/26"),
    ("An error (exit codes 2 to 5)", "show 99/26"),
)
NO_OBJECT: Final = {
    "slt access withdraw": "has the `id` of the invitation",
    "slt attachment save": "writes the bytes of a file",
    "slt completion install": "lists the files that it wrote in the user's own folders",
    "slt config set": "has the settings as keys, and `file`",
    "slt config unset": "has the settings as keys, and `file`",
    "slt demo": "prints the tree as `slt status`",
    "slt help": "prints a help text",
    "slt export html": "writes the answers of other commands as one page",
    "slt export ocel": "is JSON by itself: OCEL 2.0",
    "slt export council": "writes an archive, and prints nothing",
    "slt export sheet": "has the cells of the sheet, and what may be chosen in each",
    "slt import council": "has a row of `slt backup`: the council, its last entry and the digest",
    "slt serve": "prints `address`, `listens` and `link`, and serves until it is stopped",
    "slt export xlsx": "writes the answers of other commands as a workbook",
    "slt workflow check": "explores for minutes",
}
"""Commands that read and have no answer of their own on the page about JSON, with the reason."""

STORY: Final = """
[[stories]]
name = "En møtedag"
when = [{ meeting = "2026-03-12" }]
then = [{ ref = "M1/26", state = "planned" }]
"""


def answers() -> str:
    """List the keys of every command's JSON, as the demo's council answers."""
    lines = [
        "# JSON",
        "",
        MADE,
        "",
        "Every command takes `--json`. Names of keys and words of the vocabulary are the same in every language. A day",
        "is `YYYY-MM-DD`, a moment is UTC by ISO 8601. This page has the keys of the answers on the council of",
        "`slt demo`. `[]` stands for each member of a list; a table whose keys are names or facts is not opened. An",
        "answer may lack a key that is there *sometimes*, and have one that this council never needed (`neighbours`).",
        "",
        "## Keys that many answers have",
        "",
        *_table(("key", "meaning"), ((f"`{key}`", meaning) for key, meaning in COMMON)),
    ]
    with TemporaryDirectory() as folder, chdir(folder):
        play(Path("demo.sqlite"), "kvaefjord", DAY)
        for post in ("slt-koordinator", "ordforer"):
            _answer(f"post contact {post} {post}@example.no")
        Path("stories.toml").write_text(STORY, encoding="utf-8")
        for heading, line in (*WRITE, *((f"slt {line}", line) for line in READ)):
            lines += ["", f"## {heading}", "", *(() if heading.endswith(line) else (f"`slt {line}`", ""))]
            lines += _table(("key", "value"), _shape(_answer(line)))
    lines += ["", "## Commands without an answer of their own", ""]
    lines += [f"- `{command}` {reason}." for command, reason in NO_OBJECT.items()]
    return "\n".join(lines) + "\n"


DAY: Final = date(2026, 11, 20)


def _answer(line: str) -> Any:
    """Return the JSON of a command on the demo's council."""
    options = ["--db", "demo.sqlite", "--on", DAY.isoformat(), "--lang", "en", "--json"]
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()):
        run([*line.split(), *options], {})
    return json.loads(out.getvalue())


def _shape(answer: Any) -> Iterator[tuple[str, str]]:
    """List the paths in an answer, each with the types of its values."""
    seen: dict[str, dict[str, None]] = {}
    counts: Counter[str] = Counter()
    _walk(answer, "", seen, counts)
    for path, types in seen.items():
        above, _, key = path.rpartition(".")
        sometimes = key and not key.endswith("[]") and counts[path] < counts[above + "{}"]
        told = " or ".join(sorted(types)) + (", sometimes" if sometimes else "")
        yield f"`{path.lstrip('.') or '(all)'}`", told


def _walk(value: Any, path: str, seen: dict[str, dict[str, None]], counts: Counter[str]) -> None:
    counts[path] += 1
    if isinstance(value, dict):
        counts[path + "{}"] += 1
        if path and not path.endswith("[]"):
            seen.setdefault(path, {})["table"] = None
        for key, inner in value.items() if path.rpartition(".")[2] not in BY_NAME else ():
            _walk(inner, f"{path}.{key}", seen, counts)
    elif isinstance(value, list):
        seen.setdefault(path, {})["list"] = None
        for inner in value:
            _walk(inner, f"{path}[]", seen, counts)
    else:
        seen.setdefault(path, {})[_type(value)] = None


BY_NAME: Final = ("saw", "facts", "numbers", "machines", "data", "texts")
"""Tables whose keys are names or facts."""


def _type(value: Any) -> str:
    if isinstance(value, str):
        day = re.match(r"\d{4}-\d\d-\d\d(T|$)", value)
        return "text" if day is None else "moment" if day[1] else "day"
    return {bool: "truth", int: "number", float: "number", type(None): "null"}[type(value)]


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "commands.md": commands,
    "json.md": answers,
    "exit-codes.md": exit_codes,
    "definition-files.md": definition_files,
    "journal.md": journal,
}
"""Every page of this folder with the function that writes it."""
