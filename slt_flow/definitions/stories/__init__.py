"""Stories: their files, models and steps, and the contradictions that a story may not hold."""
