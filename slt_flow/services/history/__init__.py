"""History: timeline, search, undo, audit of the journal, export."""
