"""Sentences by code."""
