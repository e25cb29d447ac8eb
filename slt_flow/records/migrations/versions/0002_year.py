"""The council's whole year: evidence, evaluation, learning points, deputies, newer agreements, minutes.

Frozen: it says what the tables were when it was released. Tables that changed are made anew and stand empty until the
journal, which nothing here touches, is replayed into them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MADE_ANEW = ("councils", "clauses", "posts", "areas", "items", "decisions", "meetings")


def upgrade() -> None:
    """Make the changed tables anew, and add those of the year."""
    for table in _MADE_ANEW:
        op.drop_table(table)
    _changed()
    _added()


def _changed() -> None:
    op.create_table(
        "councils",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("agreement", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("machines", sa.Text, nullable=False),
        sa.Column("opened", sa.Text, nullable=False),
        sa.Column("closed_days", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council"),
    )
    op.create_table(
        "clauses",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("clause", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("until", sa.Text),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("numbers", sa.Text, nullable=False),
        sa.Column("kept_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "clause", "since"),
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
        sa.Column("until", sa.Text),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "areas",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("goals", sa.Text, nullable=False),
        sa.Column("contacts", sa.Text, nullable=False),
        sa.Column("shared_with", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("until", sa.Text),
        sa.PrimaryKeyConstraint("council", "id"),
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
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("last_on", sa.Text, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("reschedules", sa.Integer, nullable=False),
        sa.Column("accepted_by", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("resources", sa.Text, nullable=False),
        sa.Column("challenges", sa.Text, nullable=False),
        sa.Column("knowledge", sa.Text, nullable=False),
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
        sa.Column("kind", sa.Text),
        sa.Column("kind_pin", sa.Text),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("adopted_on", sa.Text),
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
        sa.Column("short_notice", sa.Boolean, nullable=False),
        sa.Column("requested_by", sa.Text),
        sa.Column("group", sa.Text),
        sa.PrimaryKeyConstraint("council", "year", "no"),
    )


def _added() -> None:
    op.create_table(
        "absences",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.Column("deputy", sa.Text),
        sa.PrimaryKeyConstraint("council", "post", "seq"),
    )
    op.create_table(
        "groups",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("members", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "agenda_points",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("point", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("post", sa.Text),
        sa.Column("place", sa.Integer),
        sa.Column("dropped", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("council", "year", "no", "point"),
    )
    op.create_table(
        "neighbours",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("neighbour", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "year", "no", "neighbour", "ref"),
    )
    op.create_table(
        "knowledge",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("on", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "challenges",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("area", sa.Text),
        sa.Column("knowledge", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "id"),
    )
    op.create_table(
        "evidence",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("clause", sa.Text, nullable=False),
        sa.Column("on", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "seq"),
    )
    op.create_table(
        "assessments",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("assignment_no", sa.Integer, nullable=False),
        sa.Column("measure_no", sa.Integer, nullable=False),
        sa.Column("evaluation", sa.Text, nullable=False),
        sa.Column("challenge", sa.Text, nullable=False),
        sa.Column("effect", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("council", "year", "no", "assignment_no", "measure_no"),
    )
    op.create_table(
        "learning_points",
        sa.Column("council", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("evaluation", sa.Text),
        sa.Column("carried_to", sa.Integer),
        sa.Column("decision", sa.Text),
        sa.PrimaryKeyConstraint("council", "year", "no"),
    )
