"""Stories as they were played."""
