"""The form in which a whole meeting is recorded."""
