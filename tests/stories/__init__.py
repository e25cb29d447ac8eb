"""Stories in council words, and that they can fail."""
