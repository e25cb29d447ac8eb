"""Meetings: planned, called, held, minuted."""
