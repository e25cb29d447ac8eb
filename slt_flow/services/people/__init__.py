"""Organisations, posts and their holders, absences, focus areas."""
