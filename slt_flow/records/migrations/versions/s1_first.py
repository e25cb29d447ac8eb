"""The first schema.

Frozen: the SQL beside it says what the tables were when it was released, whatever `tables` says by now.
"""

from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "s1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the journal with its guards, and every table of its projection."""
    # A statement ends its line: within a trigger a semicolon has more after it.
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").rstrip(";\n").split(";\n"):
        op.execute(statement)
    op.execute(sa.text("INSERT INTO database (id, generation, format) VALUES (:id, 1, 1)").bindparams(id=str(uuid4())))
