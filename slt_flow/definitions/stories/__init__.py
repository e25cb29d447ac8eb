"""Stories: their files, models and steps."""
