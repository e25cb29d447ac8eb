"""KEEP: the journal is the truth, the tables are its projection, and both are written in one transaction."""
