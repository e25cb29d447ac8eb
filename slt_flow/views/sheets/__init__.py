"""Lists of spreadsheets: how they were read, and what their rows became."""
