"""The database itself."""

from __future__ import annotations

from slt_flow.commands.frame import asked, command, group
from slt_flow.terms import N_


@command("upgrade", help=N_("Bring a database of an older slt-flow to this one's schema."))
def upgrade() -> None:
    """Upgrade the schema."""
    from slt_flow.services.history.schema import upgraded
    from slt_flow.services.request.completion_index import database

    state = asked()
    found = upgraded(database(state.db))
    line = state.words.say("The database has schema {number}.", number=found["schema"])
    state.show(found, lambda: state.out.print(line))


@command("status", reads=True, help=N_("Print the schema of the database and the one this slt-flow knows."))
def status() -> None:
    """Print the schema."""
    from slt_flow.services.history.schema import schema
    from slt_flow.services.request.completion_index import database

    state = asked()
    found = schema(database(state.db))
    line = state.words.say("{path}: schema {schema}; this slt-flow knows {ours}.", **found)
    state.show(found, lambda: state.out.print(line))


db = group("db", help_=N_("The database."))
for each in (upgrade, status):
    db.add_command(each)
