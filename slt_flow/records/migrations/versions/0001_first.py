"""The first schema.

Frozen: it says what the tables were when it was released, whatever `tables` says by now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
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
    _journal()
    _council()
    _cases()
    _follow_up()


def _journal() -> None:
    op.create_table(
        "entries",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("machine", sa.Text),
        sa.Column("action", sa.Text),
        sa.Column("from_state", sa.Text),
        sa.Column("to_state", sa.Text),
        sa.Column("acted_by", sa.Text),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("authenticated", sa.Text, nullable=False),
        sa.Column("on", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("texts_digest", sa.Text, nullable=False),
        sa.Column("prev", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "seq"),
    )
    op.create_table(
        "entry_texts",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("texts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "seq"),
        sa.ForeignKeyConstraint(["council", "seq"], ["entries.council", "entries.seq"]),
    )
    op.create_index("entries_by_subject", "entries", ["council", "subject", "seq"])
    op.create_index("entries_by_request", "entries", ["council", "request"])
    op.create_index("entries_by_key", "entries", ["council", "key"], sqlite_where=sa.text("key IS NOT NULL"))
    for trigger in _TRIGGERS:
        op.execute(trigger)


def _council() -> None:
    op.create_table(
        "councils",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("agreement", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("machines", sa.Text, nullable=False),
        sa.Column("opened", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council"),
    )
    op.create_table(
        "clauses",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("clause", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("numbers", sa.Text, nullable=False),
        sa.Column("kept_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "clause"),
    )
    op.create_table(
        "definitions",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "digest"),
    )
    op.create_table(
        "labels",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("nb", sa.Text, nullable=False),
        sa.Column("nn", sa.Text, nullable=False),
        sa.Column("en", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "digest", "what", "id"),
    )
    op.create_table(
        "organisations",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("party", sa.Text),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "posts",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("levels", sa.Text, nullable=False),
        sa.Column("seat", sa.Boolean, nullable=False),
        sa.Column("binds", sa.Boolean, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("designated", sa.Boolean, nullable=False),
        sa.Column("vacant", sa.Boolean, nullable=False),
        sa.Column("holder", sa.Text),
        sa.Column("since", sa.Text),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "holdings",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("holder", sa.Text),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("until", sa.Text),
        sa.PrimaryKeyConstraint("council", "post", "seq"),
    )
    op.create_table(
        "areas",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("goals", sa.Text, nullable=False),
        sa.Column("contacts", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("until", sa.Text),
        sa.PrimaryKeyConstraint("council", "id"),
    )


def _cases() -> None:
    op.create_table(
        "counters",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("assignment_no", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("council", "series", "year", "no", "assignment_no"),
    )
    op.create_table(
        "items",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("assignment_no", sa.Integer, nullable=False),
        sa.Column("measure_no", sa.Integer, nullable=False),
        sa.Column("machine", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("pin", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.Column("waits_on", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("due", sa.Text),
        sa.Column("born", sa.Text, nullable=False),
        sa.Column("last_on", sa.Text, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("reschedules", sa.Integer, nullable=False),
        sa.Column("accepted_by", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("resources", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "series", "year", "no", "assignment_no", "measure_no"),
    )
    op.create_index("items_open_and_due", "items", ["council", "due"], sqlite_where=sa.text("ended = 0"))
    op.create_table(
        "decisions",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("area", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_version", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("meeting", sa.Text),
        sa.Column("information", sa.Boolean, nullable=False),
        sa.Column("bodies", sa.Text, nullable=False),
        sa.Column("case", sa.Text),
        sa.Column("pins", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "year", "no"),
    )
    op.create_table(
        "meetings",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("sent", sa.Text),
        sa.Column("frozen", sa.Integer),
        sa.PrimaryKeyConstraint("council", "year", "no"),
    )
    op.create_table(
        "attendances",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("presence", sa.Text, nullable=False),
        sa.Column("deputy", sa.Text),
        sa.Column("mandate", sa.Text),
        sa.PrimaryKeyConstraint("council", "year", "no", "who"),
    )


def _follow_up() -> None:
    op.create_table(
        "seat_stances",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("text_version", sa.Integer, nullable=False),
        sa.Column("stance", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("deputy", sa.Text),
        sa.PrimaryKeyConstraint("council", "year", "no", "round", "post"),
    )
    op.create_table(
        "excuses",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "year", "no", "round", "post"),
    )
    op.create_table(
        "ratifications",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("case", sa.Text, nullable=False),
        sa.Column("date", sa.Text, nullable=False),
        sa.Column("granted", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("council", "year", "no", "round", "body"),
    )
    op.create_table(
        "owner_spells",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("assignment_no", sa.Integer, nullable=False),
        sa.Column("measure_no", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("until", sa.Text),
        sa.PrimaryKeyConstraint("council", "year", "no", "assignment_no", "measure_no", "seq"),
    )
    op.create_table(
        "remarks",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("assignment_no", sa.Integer, nullable=False),
        sa.Column("measure_no", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("on", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("address", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("council", "series", "year", "no", "assignment_no", "measure_no", "seq"),
    )
