"""The first schema.

Frozen: it says what the tables were when it was released, whatever `tables` says by now.
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "s1"
down_revision = None
branch_labels = None
depends_on = None

_TRIGGERS = (
    """CREATE TRIGGER entries_have_no_gap BEFORE INSERT ON entries
WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM entries WHERE council = NEW.council)
BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END""",
    """CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the journal never changes'); END""",
    """CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the journal is never cut'); END""",
)


def upgrade() -> None:
    """Make the journal with its guards, and every table of its projection."""
    _tables()
    for trigger in _TRIGGERS:
        op.execute(trigger)
    op.execute(sa.text("INSERT INTO database (id, generation, format) VALUES (:id, 1, 1)").bindparams(id=str(uuid4())))


def _tables() -> None:
    op.create_table(
        "absences",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("deputy", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("council", "post", "seq"),
    )
    op.create_table(
        "agenda_points",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("point", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("post", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("dropped", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "year", "no", "point"),
    )
    op.create_table(
        "areas",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("goals", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("contacts", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("shared_with", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "assessments",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assignment_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("evaluation", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("challenge", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("effect", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "year", "no", "assignment_no", "measure_no"),
    )
    op.create_table(
        "attendances",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("who", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("presence", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("deputy", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("mandate", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("council", "year", "no", "who"),
    )
    op.create_table(
        "challenges",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("area", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("knowledge", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "clauses",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("numbers", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kept_by", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "clause", "since"),
    )
    op.create_table(
        "councils",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agreement", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("machines", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("opened", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("closed_days", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council"),
    )
    op.create_table(
        "counters",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assignment_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "series", "year", "no", "assignment_no"),
    )
    op.create_table(
        "database",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "decisions",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("text", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("text_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("meeting", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("information", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("bodies", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("case", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("pins", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("kind_pin", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("about", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("adopted_on", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("council", "year", "no"),
    )
    op.create_table(
        "definitions",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "digest"),
    )
    op.create_table(
        "entries",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("caused_by", sa.Integer(), nullable=True),
        sa.Column("machine", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=True),
        sa.Column("acted_by", sa.Text(), nullable=True),
        sa.Column("acted_for", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("authenticated", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("council", "seq"),
    )
    op.create_index("entries_by_request", "entries", ["council", "request", "seq"], unique=False)
    op.create_index("entries_by_subject", "entries", ["council", "subject", "seq"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clause", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "seq"),
    )
    op.create_table(
        "excuses",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("post", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "year", "no", "round", "post"),
    )
    op.create_table(
        "groups",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("members", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "holdings",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("since", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("council", "post", "seq"),
    )
    op.create_table(
        "items",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assignment_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("machine", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("pin", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("tags", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("ended", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("waits_on", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("due", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("born", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("last_on", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("last_seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("delivered_on", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("progress", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reschedules", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("accepted_by", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("resources", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("challenges", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("knowledge", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "series", "year", "no", "assignment_no", "measure_no"),
    )
    op.create_index("items_open_and_due", "items", ["council", "due"], unique=False, sqlite_where=sa.text("ended = 0"))
    op.create_table(
        "knowledge",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "labels",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("nb", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("nn", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("en", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "digest", "what", "id"),
    )
    op.create_table(
        "learning_points",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("evaluation", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("carried_to", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("decision", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("council", "year", "no"),
    )
    op.create_table(
        "meetings",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("sent", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("frozen", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("short_notice", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("requested_by", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("group", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("council", "year", "no"),
    )
    op.create_table(
        "neighbours",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("neighbour", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "year", "no", "neighbour", "ref"),
    )
    op.create_table(
        "organisations",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("party", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "owner_spells",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assignment_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("post", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("council", "year", "no", "assignment_no", "measure_no", "seq"),
    )
    op.create_table(
        "posts",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("organisation", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("levels", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seat", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("binds", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("roles", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("designated", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("vacant", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("since", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("until", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "ratifications",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("case", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("date", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("granted", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "year", "no", "round", "body"),
    )
    op.create_table(
        "remarks",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assignment_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("council", "series", "year", "no", "assignment_no", "measure_no", "seq"),
    )
    op.create_table(
        "seat_stances",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("post", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("text_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stance", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("deputy", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("council", "year", "no", "round", "post"),
    )
    op.create_table(
        "entry_texts",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council", "seq"],
            ["entries.council", "entries.seq"],
        ),
        sa.PrimaryKeyConstraint("council", "seq", "name"),
    )
    op.create_index(
        "entry_texts_of_keys", "entry_texts", ["council", "text"], unique=False, sqlite_where=sa.text("name = 'key'")
    )
