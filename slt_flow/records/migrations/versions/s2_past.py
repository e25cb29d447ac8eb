"""The projection of the agreement's past, of who binds whom, of objections and of evidence; indexes of the journal.

Frozen, as the first schema is. The journal stays; the tables of its projection are dropped and made in their new form:
`upgrade` fills them from the journal.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "s2"
down_revision = "s1"
branch_labels = None
depends_on = None

_KEPT = ("alembic_version", "database", "entries", "entry_texts")

_MEETING = "CASE WHEN json_valid(data) THEN json_extract(data, '$.meeting') END"
_INDEXES = (
    "DROP INDEX entries_by_subject",
    'CREATE INDEX entries_by_subject ON entries (council, subject, seq, "on")',
    "CREATE INDEX entries_that_correct ON entries (council, kind, at, subject) "
    "WHERE kind IN ('AttendanceRecorded', 'BreakAccepted', 'EntryVoided', 'TextRedacted')",
    'CREATE INDEX entries_by_day ON entries (council, "on")',
    "CREATE INDEX entry_texts_of_accounts ON entry_texts (council, text, seq) WHERE name = 'account'",
    f"CREATE INDEX entries_by_meeting ON entries (council, {_MEETING}, subject) WHERE ({_MEETING}) IS NOT NULL",
)


def upgrade() -> None:
    """Put the tables of the projection, empty, in the place of those there are."""
    tables = sa.inspect(op.get_bind()).get_table_names()
    for name in tables:
        if name not in _KEPT:
            op.execute(f'DROP TABLE "{name}"')
    for change in _INDEXES:
        op.execute(change)
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").rstrip(";\n").split(";\n"):
        op.execute(statement)
