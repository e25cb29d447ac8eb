"""Decisions: registered, adopted, handed down, with the knowledge they rest on."""
