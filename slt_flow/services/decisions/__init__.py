"""Decisions: registered, adopted and handed down, with the knowledge they rest on."""
